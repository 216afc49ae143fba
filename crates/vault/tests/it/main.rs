//! The vault at its face.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod device_keys;

use std::time::Duration;

use model::{Role, Scope, Timestamp, UserId};
use vault::{EnforcerCard, ErrorKind, NewAccount, SessionLimits, SessionToken, Vault, VaultError};

const LIMITS: SessionLimits =
    SessionLimits { idle: Duration::from_secs(600), absolute: Duration::from_secs(3600) };

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn duty() -> NewAccount {
    NewAccount {
        id: "U1".parse().unwrap(),
        login: "duty".into(),
        name: "陈晓".into(),
        role: Role::DutyOfficer,
        scope: Scope::City,
        password: "long enough".into(),
    }
}

fn opened() -> (tempfile::TempDir, Vault) {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    (folder, vault)
}

#[test]
fn an_account_signs_in_with_its_password_only() {
    let (_folder, vault) = opened();
    let account = vault.create_account(&duty(), at(0)).unwrap();
    assert_eq!(vault.check_password("duty", "long enough").unwrap(), Some(account.clone()));
    assert_eq!(vault.check_password("duty", "wrong enough").unwrap(), None);
    assert_eq!(vault.check_password("nobody", "long enough").unwrap(), None);
    assert_eq!(vault.create_account(&duty(), at(0)).unwrap_err().kind(), ErrorKind::Conflict);
    vault.deactivate(&account.id).unwrap();
    assert_eq!(vault.check_password("duty", "long enough").unwrap(), None);
}

#[test]
fn role_and_scope_must_go_together() {
    let (_folder, vault) = opened();
    let district = Scope::District("430105".parse().unwrap());
    let wrong = NewAccount { scope: district.clone(), ..duty() };
    assert!(matches!(vault.create_account(&wrong, at(0)), Err(VaultError::ScopeMismatch { .. })));
    let branch = NewAccount { role: Role::BranchOfficer, scope: district.clone(), ..duty() };
    assert_eq!(vault.create_account(&branch, at(0)).unwrap().scope, district);
}

#[test]
fn a_session_ends_by_idleness_by_age_and_by_sign_out() {
    let (_folder, vault) = opened();
    let account = vault.create_account(&duty(), at(0)).unwrap();
    let (token, session) = vault.start_session(&account, LIMITS, at(0)).unwrap();
    assert_eq!(session.expires_at, at(3600));
    assert_eq!(vault.session(&token, LIMITS, at(500)).unwrap().unwrap().csrf, session.csrf);
    assert!(vault.session(&token, LIMITS, at(1000)).unwrap().is_some(), "the request at 500 counted");
    assert!(vault.session(&token, LIMITS, at(1601)).unwrap().is_none(), "idle");
    assert!(vault.session(&token, LIMITS, at(1000)).unwrap().is_none(), "an ended session stays ended");

    let (token, _) = vault.start_session(&account, LIMITS, at(0)).unwrap();
    for second in (0..3600).step_by(300) {
        assert!(vault.session(&token, LIMITS, at(second)).unwrap().is_some());
    }
    assert!(vault.session(&token, LIMITS, at(3601)).unwrap().is_none(), "too old");

    let (token, _) = vault.start_session(&account, LIMITS, at(0)).unwrap();
    vault.end_session(&token).unwrap();
    assert!(vault.session(&token, LIMITS, at(1)).unwrap().is_none());
    assert!(vault.session(&SessionToken::from_cookie("made up"), LIMITS, at(1)).unwrap().is_none());
}

#[test]
fn a_new_password_signs_out_everywhere() {
    let (_folder, vault) = opened();
    let account = vault.create_account(&duty(), at(0)).unwrap();
    let (token, _) = vault.start_session(&account, LIMITS, at(0)).unwrap();
    vault.set_password(&account.id, "quite another").unwrap();
    assert!(vault.session(&token, LIMITS, at(1)).unwrap().is_none());
    assert!(vault.check_password("duty", "quite another").unwrap().is_some());
}

/// Whether any file of the folder's database holds `text`.
fn is_on_disk(folder: &tempfile::TempDir, text: &str) -> bool {
    ["vault.db", "vault.db-wal"].iter().any(|name| {
        let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn erasing_a_person_leaves_the_id_and_no_trace_in_the_open_files() {
    let (folder, vault) = opened();
    let account = vault.create_account(&duty(), at(0)).unwrap();
    let (token, _) = vault.start_session(&account, LIMITS, at(0)).unwrap();
    assert!(
        is_on_disk(&folder, "陈晓") && is_on_disk(&folder, "$argon2id$"),
        "the test looks at the right files"
    );
    vault.erase_account(&account.id, at(9)).unwrap();
    for trace in ["陈晓", "$argon2id$"] {
        assert!(!is_on_disk(&folder, trace), "{trace}");
    }
    let erased = vault.account(&account.id).unwrap().unwrap();
    assert!(erased.erased && erased.name.is_empty() && erased.login.is_empty() && !erased.active);
    assert!(vault.session(&token, LIMITS, at(10)).unwrap().is_none());
    assert_eq!(vault.erase_account(&"U404".parse().unwrap(), at(9)).unwrap_err().kind(), ErrorKind::NotFound);
    drop(vault);
    assert_eq!(Vault::open(folder.path()).unwrap().accounts().unwrap(), [erased]);
}

#[test]
fn an_officer_who_is_forgotten_leaves_no_trace_in_the_open_files() {
    let (folder, vault) = opened();
    let id: model::EnforcerId = "ZF-001".parse().unwrap();
    let card = |name: &str| EnforcerCard { name: name.into(), certificate_number: "湘A-0001".into() };
    vault.keep_enforcers(&[(id.clone(), card("周宁"))].into(), at(0)).unwrap();
    vault.keep_enforcers(&[(id.clone(), card("周宁宁"))].into(), at(1)).unwrap();
    assert_eq!(vault.enforcers().unwrap()[&id], card("周宁宁"));
    assert!(is_on_disk(&folder, "周宁宁"), "the test looks at the right files");
    vault.forget_enforcer(&id).unwrap();
    for trace in ["周宁", "湘A-0001"] {
        assert!(!is_on_disk(&folder, trace), "{trace}");
    }
    assert_eq!(vault.enforcers().unwrap().len(), 0);
}

#[test]
fn sessions_that_have_ended_are_forgotten() {
    let (folder, vault) = opened();
    let account = vault.create_account(&duty(), at(0)).unwrap();
    let kept = |vault: &Vault, now| vault.start_session(&account, LIMITS, at(now)).unwrap().0;
    let idle = kept(&vault, 0);
    let young = kept(&vault, 500);
    let newest = kept(&vault, 700);
    let reader = rusqlite::Connection::open(folder.path().join("vault.db")).unwrap();
    let rows = || reader.query_row("SELECT count(*) FROM session", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(rows(), 2, "the idle one went when the newest began");
    assert!(vault.session(&idle, LIMITS, at(700)).unwrap().is_none());
    assert!(vault.session(&young, LIMITS, at(700)).unwrap().is_some());
    assert_eq!(vault.purge_sessions(LIMITS, at(1301)).unwrap(), 2);
    assert!(vault.session(&newest, LIMITS, at(1301)).unwrap().is_none());
}

#[test]
fn looking_whether_a_session_holds_does_not_keep_it_alive() {
    let (_folder, vault) = opened();
    let account = vault.create_account(&duty(), at(0)).unwrap();
    let (token, _) = vault.start_session(&account, LIMITS, at(0)).unwrap();
    for second in [100, 300, 600] {
        assert!(vault.session_holds(&token, LIMITS, at(second)).unwrap());
    }
    assert!(!vault.session_holds(&token, LIMITS, at(601)).unwrap());
    vault.deactivate(&account.id).unwrap();
    assert!(!vault.session_holds(&token, LIMITS, at(1)).unwrap());
}

#[test]
fn a_file_is_known_by_its_content() {
    let (folder, vault) = opened();
    let uploader: UserId = "U1".parse().unwrap();
    let png = b"\x89PNG\r\n\x1a\nthe rest".to_vec();
    let blob = vault.put_blob(&png, "现场/../照片\u{0}.jpg", &uploader, at(0)).unwrap();
    assert_eq!((blob.media_type.as_str(), blob.size), ("image/png", png.len() as u64));
    assert_eq!(blob.name, "现场/../照片.jpg", "kept as a label, never as a path");
    assert_eq!(vault.put_blob(&png, "again.png", &uploader, at(1)).unwrap(), blob);
    assert_eq!(vault.read_blob(&blob.hash).unwrap(), png);

    let path = folder.path().join("files").join(&blob.hash.as_str()[..2]).join(blob.hash.as_str());
    std::fs::write(path, b"\x89PNG\r\n\x1a\nsomething else").unwrap();
    assert_eq!(vault.read_blob(&blob.hash).unwrap_err().kind(), ErrorKind::Corrupt);
    assert_eq!(vault.read_blob(&"0".repeat(64).parse().unwrap()).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn files_of_other_kinds_and_sizes_are_refused() {
    let (_folder, vault) = opened();
    let uploader: UserId = "U1".parse().unwrap();
    for bytes in [&b"<script>alert(1)</script>"[..], b"MZ", b"GIF89a", b""] {
        assert_eq!(vault.put_blob(bytes, "a.png", &uploader, at(0)).unwrap_err().kind(), ErrorKind::Invalid);
    }
    let mut large = b"%PDF-1.7".to_vec();
    large.resize(vault::MAX_BLOB_BYTES + 1, b' ');
    assert!(matches!(vault.put_blob(&large, "a.pdf", &uploader, at(0)), Err(VaultError::BlobSize { .. })));
}

#[test]
fn readings_of_personal_data_are_recorded() {
    let (_folder, vault) = opened();
    let reader: UserId = "U9".parse().unwrap();
    vault.record_access(&reader, "officers:430105", at(5)).unwrap();
    let accesses = vault.accesses(10).unwrap();
    assert_eq!((accesses.len(), accesses[0].at, accesses[0].reader.clone()), (1, at(5), reader));
}
