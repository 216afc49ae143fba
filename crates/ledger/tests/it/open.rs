//! Who may open a ledger, and what is refused to be continued.

use ledger::{ErrorKind, KeyPair, Ledger, LedgerError, verify};

use crate::conformance::{append, key};

#[test]
fn a_second_writer_is_kept_out() {
    let dir = tempfile::tempdir().unwrap();
    let first = Ledger::open(dir.path(), key()).unwrap();
    let error = Ledger::open(dir.path(), key()).unwrap_err();
    assert!(matches!(error, LedgerError::Locked { .. }));
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let clone = first.clone();
    drop(first);
    assert!(Ledger::open(dir.path(), key()).is_err());
    drop(clone);
    assert!(Ledger::open(dir.path(), key()).is_ok());
}

#[test]
fn another_key_does_not_continue_it() {
    let dir = tempfile::tempdir().unwrap();
    drop(Ledger::open(dir.path(), key()).unwrap());
    let other = KeyPair::from_seed("test.example/ledger", [8; 32]).unwrap();
    assert!(matches!(Ledger::open(dir.path(), other), Err(LedgerError::OtherKey { .. })));
}

#[test]
fn what_was_edited_is_never_signed_anew() {
    for edit in [
        "DELETE FROM event WHERE sequence = 4",
        "DELETE FROM checkpoint WHERE size = 5",
        "UPDATE event SET leaf_hash = (SELECT leaf_hash FROM event WHERE sequence = 0) WHERE sequence = 1",
        "DELETE FROM event WHERE sequence = 1",
        "DELETE FROM checkpoint",
        // A whole commit with its checkpoint: the checkpoint beside the database still tells.
        "DELETE FROM event WHERE sequence = 4; DELETE FROM checkpoint WHERE size = 5",
    ] {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(dir.path(), key()).unwrap();
        for _ in 0..5 {
            append(&ledger, "a", 1);
        }
        drop(ledger);
        rusqlite::Connection::open(dir.path().join("ledger.sqlite")).unwrap().execute_batch(edit).unwrap();
        let error = Ledger::open(dir.path(), key()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{edit}");
    }
}

#[test]
fn a_closed_ledger_is_one_database_file() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path(), key()).unwrap();
    append(&ledger, "a", 3);
    ledger.read_from(0, 9).unwrap();
    drop(ledger);
    assert!(!dir.path().join("ledger.sqlite-wal").exists());
}

#[test]
fn an_edited_event_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path(), key()).unwrap();
    append(&ledger, "a", 3);
    rusqlite::Connection::open(dir.path().join("ledger.sqlite"))
        .unwrap()
        .execute_batch("UPDATE event SET entry = CAST(replace(CAST(entry AS TEXT), '泾', '渭') AS BLOB) WHERE sequence = 1")
        .unwrap();
    let error = ledger.read_from(0, 9).unwrap_err();
    assert!(matches!(error, LedgerError::Corrupt { sequence: Some(1), .. }), "{error:?}");
    assert!(ledger.read_from(2, 9).is_ok());
}

#[test]
fn a_checkpoint_copy_cut_short_is_written_anew() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path(), key()).unwrap();
    append(&ledger, "a", 1);
    drop(ledger);
    std::fs::write(dir.path().join("ledger.checkpoint"), "").unwrap();
    assert!(!verify(dir.path(), &key().public()).ok);
    drop(Ledger::open(dir.path(), key()).unwrap());
    let report = verify(dir.path(), &key().public());
    assert!(report.ok, "{report:?}");
}

#[test]
fn a_newer_file_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(Ledger::open(dir.path(), key()).unwrap());
    let connection = rusqlite::Connection::open(dir.path().join("ledger.sqlite")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = Ledger::open(dir.path(), key()).unwrap_err();
    assert!(matches!(error, LedgerError::NewerSchema { found: 99, .. }));
    std::fs::write(dir.path().join("ledger.sqlite"), "this is no database, however long it may be").unwrap();
    assert_eq!(Ledger::open(dir.path(), key()).unwrap_err().kind(), ErrorKind::Corrupt);
}
