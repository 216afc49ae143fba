//! Whatever is done to the stored files, verification says so, and says where.

use std::path::Path;
use std::sync::OnceLock;

use ledger::merkle::{Tree, leaf_hash};
use ledger::{Fault, FaultKind, KeyPair, Ledger, Report, StoredEvent, verify, verify_against};
use proptest::prelude::*;
use rusqlite::{Connection, params};
use tempfile::TempDir;

use crate::conformance::{append, at, command, key, stream};

const EVENTS: u64 = 60;

/// A closed ledger of [`EVENTS`] events in commits of one to three, some of them by commands.
fn original() -> &'static Path {
    static ORIGINAL: OnceLock<TempDir> = OnceLock::new();
    ORIGINAL
        .get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let ledger = Ledger::open(dir.path(), key()).unwrap();
            let mut commit = 0;
            while ledger.head().size < EVENTS {
                let count = (commit % 3 + 1).min(EVENTS - ledger.head().size);
                let name = format!("alarm/{}", commit % 5);
                let id = (commit % 2 == 0).then(|| command(&format!("command-{commit}"))).flatten();
                let actor = model::Actor::system("test");
                let done = ledger.transact(&stream(&name), ledger::Expected::Any, id, &actor, at(0), |_| {
                    Ok::<_, ()>((0..count).map(|n| crate::conformance::event("happened", n)).collect())
                });
                done.unwrap();
                commit += 1;
            }
            dir
        })
        .path()
}

fn copy() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(original()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    dir
}

fn database(dir: &TempDir) -> Connection {
    Connection::open(dir.path().join("ledger.sqlite")).unwrap()
}

fn check(dir: &TempDir) -> Report {
    verify(dir.path(), &key().public())
}

/// The report after one edit by SQL.
fn after(sql: &str) -> Report {
    let dir = copy();
    database(&dir).execute_batch(sql).unwrap();
    check(&dir)
}

fn kinds(report: &Report) -> Vec<FaultKind> {
    let mut kinds: Vec<_> = report.faults.iter().map(|fault| fault.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn entry(connection: &Connection, sequence: u64) -> Vec<u8> {
    connection
        .query_row("SELECT entry FROM event WHERE sequence = ?", [sequence as i64], |row| row.get(0))
        .unwrap()
}

fn names(report: &Report, sequence: u64) -> bool {
    report.faults.iter().any(|fault| fault.sequence == Some(sequence))
}

#[test]
fn an_untouched_ledger_is_in_order() {
    let report = check(&copy());
    assert!(report.ok && report.faults.is_empty(), "{report:?}");
    assert_eq!((report.size, report.streams), (EVENTS, 5));
    assert!(report.checkpoints > 20);
}

#[test]
fn a_ledger_in_use_is_verified_beside_its_writer() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path(), key()).unwrap();
    for size in 0..5 {
        let report = verify(ledger.dir(), &ledger.public_key());
        assert!(report.ok, "{report:?}");
        assert_eq!((report.size, report.root), (size, ledger.head().root));
        append(&ledger, "a", 1);
    }
}

#[test]
fn a_ledger_is_in_order_at_every_moment_of_writing() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path(), key()).unwrap();
    let writer = std::thread::spawn({
        let ledger = ledger.clone();
        move || (0..300).for_each(|number| drop(append(&ledger, &format!("alarm/{}", number % 9), 1)))
    });
    let mut sizes = Vec::new();
    while sizes.last() != Some(&300) {
        let report = verify(dir.path(), &key().public());
        assert!(report.ok, "{report:?}");
        sizes.push(report.size);
    }
    writer.join().unwrap();
    assert!(sizes.is_sorted());
}

#[test]
fn the_database_alone_is_enough() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::copy(original().join("ledger.sqlite"), dir.path().join("ledger.sqlite")).unwrap();
    assert!(check(&dir).ok);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_flipped_bit_of_any_event_is_found_where_it_is(
        sequence in 0..EVENTS, position in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let dir = copy();
        let connection = database(&dir);
        let mut bytes = entry(&connection, sequence);
        let at = position.index(bytes.len());
        bytes[at] ^= 1 << bit;
        connection
            .execute("UPDATE event SET entry = ? WHERE sequence = ?", params![bytes, sequence as i64])
            .unwrap();
        let report = check(&dir);
        prop_assert!(!report.ok);
        let events: Vec<&Fault> =
            report.faults.iter().filter(|fault| fault.kind == FaultKind::Event).collect();
        prop_assert_eq!(events.len(), 1);
        prop_assert_eq!(events[0].sequence, Some(sequence));
        prop_assert!(report.faults.iter().all(|fault| fault.sequence == Some(sequence)), "{:?}", report);
    }

    #[test]
    fn an_event_rewritten_with_its_hash_and_columns_is_found(sequence in 0..EVENTS) {
        let dir = copy();
        let connection = database(&dir);
        let mut event = StoredEvent::decode(&entry(&connection, sequence)).unwrap();
        event.kind = "never_happened".into();
        let bytes = event.encode().unwrap();
        connection
            .execute(
                "UPDATE event SET entry = ?, leaf_hash = ?, kind = ? WHERE sequence = ?",
                params![bytes, leaf_hash(&bytes).as_bytes().as_slice(), event.kind, sequence as i64],
            )
            .unwrap();
        let report = check(&dir);
        prop_assert!(!report.ok);
        // Nothing but the signed roots can tell; they tell to the commit, which has at most three events.
        let root = report.faults.iter().find(|fault| fault.kind == FaultKind::Root).unwrap();
        let from = root.sequence.unwrap();
        prop_assert!((from..from + 3).contains(&sequence), "{sequence}: {root}");
    }

    #[test]
    fn random_damage_to_the_file_never_panics_and_never_hides_a_change(
        damage in prop::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..20),
    ) {
        let dir = copy();
        let path = dir.path().join("ledger.sqlite");
        let mut bytes = std::fs::read(&path).unwrap();
        for (position, mask) in damage {
            let at = position.index(bytes.len());
            bytes[at] ^= mask;
        }
        std::fs::write(&path, bytes).unwrap();
        let report = check(&dir);
        if report.ok {
            prop_assert_eq!(read_raw(&dir).ok(), read_raw_original());
        }
    }
}

#[test]
fn a_damaged_wal_never_hides_a_lost_event() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path(), key()).unwrap();
    for _ in 0..12 {
        append(&ledger, "a", 1);
    }
    let wal = std::fs::read(dir.path().join("ledger.sqlite-wal")).unwrap();
    let mut lost = 0;
    for at in (0..wal.len()).step_by(wal.len() / 60) {
        let copy = tempfile::tempdir().unwrap();
        for file in ["ledger.sqlite", "ledger.checkpoint"] {
            std::fs::copy(dir.path().join(file), copy.path().join(file)).unwrap();
        }
        let mut damaged = wal.clone();
        damaged[at] ^= 1;
        std::fs::write(copy.path().join("ledger.sqlite-wal"), damaged).unwrap();
        let report = check(&copy);
        if report.ok {
            assert_eq!(report.root, ledger.head().root, "byte {at}");
        } else {
            lost += 1;
            assert!(Ledger::open(copy.path(), key()).is_err(), "byte {at}: it was continued");
        }
    }
    assert!(lost > 0, "no damage was met");
}

#[test]
fn a_copy_on_read_only_media_is_verified() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = copy();
    let mode = |mode| std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    if std::fs::write(dir.path().join("probe"), "").is_ok() {
        println!("skipped: this user may write to any folder");
        return;
    }
    let report = check(&dir);
    mode(0o755);
    assert!(report.ok, "{report:?}");
}

/// What a program that trusts the file would read: in ledger order and, through the index, by stream.
type Raw = (Vec<(i64, Vec<u8>)>, Vec<(i64, Vec<u8>)>);

fn read_raw(dir: &TempDir) -> rusqlite::Result<Raw> {
    let connection = database(dir);
    let all = |sql: &str| -> rusqlite::Result<Vec<(i64, Vec<u8>)>> {
        let mut statement = connection.prepare(sql)?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    Ok((
        all("SELECT sequence, entry FROM event ORDER BY sequence")?,
        all("SELECT sequence, entry FROM event WHERE stream > '' ORDER BY stream, version")?,
    ))
}

fn read_raw_original() -> Option<Raw> {
    static RAW: OnceLock<Raw> = OnceLock::new();
    Some(RAW.get_or_init(|| read_raw(&copy()).unwrap()).clone())
}

#[test]
fn damage_all_over_the_file_never_hides_a_change() {
    // Every 101st byte: all kinds of places, the same ones on every run.
    let dir = copy();
    let path = dir.path().join("ledger.sqlite");
    let bytes = std::fs::read(&path).unwrap();
    for at in (0..bytes.len()).step_by(101) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xff;
        std::fs::write(&path, damaged).unwrap();
        let report = check(&dir);
        if report.ok {
            assert_eq!(read_raw(&dir).ok(), read_raw_original(), "byte {at}");
        }
    }
}

#[test]
fn events_cut_off_the_end_are_missed() {
    let report = after("DELETE FROM event WHERE sequence >= 58");
    assert!(!report.ok && names(&report, 58), "{report:?}");
    assert!(kinds(&report).contains(&FaultKind::Missing));
}

#[test]
fn a_missing_event_is_named() {
    let report = after("DELETE FROM event WHERE sequence = 30");
    assert!(!report.ok && names(&report, 30), "{report:?}");
    assert!(kinds(&report).contains(&FaultKind::Missing));
    assert!(kinds(&report).contains(&FaultKind::Version));
}

#[test]
fn two_swapped_events_are_found() {
    let report = after(
        "UPDATE event SET sequence = -1 WHERE sequence = 10;
         UPDATE event SET sequence = 10 WHERE sequence = 20;
         UPDATE event SET sequence = 20 WHERE sequence = -1;",
    );
    assert!(!report.ok && names(&report, 10) && names(&report, 20), "{report:?}");
    assert!(kinds(&report).contains(&FaultKind::Column));
}

#[test]
fn every_derived_column_is_checked() {
    for (edit, expected) in [
        ("UPDATE event SET kind = 'x' WHERE sequence = 7", FaultKind::Column),
        ("UPDATE event SET stream = 'alarm/x' WHERE sequence = 7", FaultKind::Column),
        ("UPDATE event SET version = 1000 WHERE sequence = 7", FaultKind::Column),
        ("UPDATE event SET command = 'x' WHERE sequence = 7", FaultKind::Column),
        ("UPDATE event SET leaf_hash = x'00' WHERE sequence = 7", FaultKind::Event),
    ] {
        let report = after(edit);
        assert!(!report.ok && names(&report, 7), "{edit}: {report:?}");
        assert!(kinds(&report).contains(&expected), "{edit}: {report:?}");
    }
}

#[test]
fn the_table_of_commands_is_checked() {
    for edit in [
        "DELETE FROM command WHERE id = 'command-4'",
        "UPDATE command SET stream = 'alarm/x' WHERE id = 'command-4'",
        "UPDATE command SET version = version + 1 WHERE id = 'command-4'",
        "UPDATE command SET events = events + 1 WHERE id = 'command-4'",
        "UPDATE command SET first_sequence = first_sequence - 1 WHERE id = 'command-4'",
        "INSERT INTO command VALUES ('forged', 'alarm/0', 1, 0, 1)",
    ] {
        let report = after(edit);
        assert_eq!(kinds(&report), [FaultKind::Command], "{edit}: {report:?}");
    }
}

#[test]
fn checkpoints_are_checked() {
    for (edit, expected) in [
        ("DELETE FROM checkpoint WHERE size = 60", FaultKind::Unsigned),
        ("DELETE FROM checkpoint WHERE size > 30", FaultKind::Unsigned),
        ("DELETE FROM checkpoint", FaultKind::Checkpoint),
        ("UPDATE checkpoint SET note = replace(note, '60', '61') WHERE size = 60", FaultKind::Checkpoint),
        ("UPDATE checkpoint SET size = 61 WHERE size = 60", FaultKind::Checkpoint),
        ("UPDATE checkpoint SET note = 'nothing' WHERE size = 0", FaultKind::Checkpoint),
    ] {
        let report = after(edit);
        assert!(kinds(&report).contains(&expected), "{edit}: {report:?}");
    }
    let stranger = KeyPair::from_seed("test.example/ledger", [8; 32]).unwrap();
    let report = verify(original(), &stranger.public());
    assert!(!report.ok && kinds(&report).contains(&FaultKind::Checkpoint));
}

#[test]
fn a_view_in_the_place_of_the_table_is_found() {
    for edit in [
        "ALTER TABLE event RENAME TO hidden; CREATE VIEW event AS SELECT * FROM hidden",
        "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event WHERE sequence = new.sequence; END",
        "DROP INDEX event_stream",
        "DROP INDEX event_stream; CREATE INDEX event_stream ON event (stream)",
    ] {
        let report = after(edit);
        assert!(!report.ok && kinds(&report).contains(&FaultKind::Schema), "{edit}: {report:?}");
    }
}

#[test]
fn an_index_that_hides_an_event_is_found() {
    let dir = copy();
    // The index keeps another version than the row: the stream read through it lacks the event.
    let [hide, restore] = [
        "UPDATE event SET version = version + 1000 WHERE sequence = 30;
         CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'event_stream';
         PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'event_stream';",
        "UPDATE event SET version = version - 1000 WHERE sequence = 30;
         PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM kept; DROP TABLE kept;",
    ];
    database(&dir).execute_batch(hide).unwrap();
    database(&dir).execute_batch(restore).unwrap();
    let report = check(&dir);
    assert_eq!(kinds(&report), [FaultKind::Structure], "{report:?}");
}

#[test]
fn what_is_no_database_is_said_to_be_none() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(kinds(&check(&dir)), [FaultKind::Unreadable]);
    std::fs::write(dir.path().join("ledger.sqlite"), b"no database at all, not even its first bytes")
        .unwrap();
    assert_eq!(kinds(&check(&dir)), [FaultKind::Unreadable]);
    let report = check(&dir);
    assert!(!report.ok && report.size == 0);
    let bytes = std::fs::read(original().join("ledger.sqlite")).unwrap();
    std::fs::write(dir.path().join("ledger.sqlite"), &bytes[..bytes.len() / 2]).unwrap();
    assert!(!check(&dir).ok);
}

/// Takes the last commits away with all their traces inside the database.
fn cut_to(dir: &TempDir, size: u64) {
    database(dir)
        .execute_batch(&format!(
            "DELETE FROM event WHERE sequence >= {size}; DELETE FROM checkpoint WHERE size > {size};
             DELETE FROM command WHERE first_sequence >= {size};"
        ))
        .unwrap();
}

#[test]
fn a_cut_with_all_its_traces_needs_a_kept_checkpoint() {
    let kept = std::fs::read_to_string(original().join("ledger.checkpoint")).unwrap();
    let dir = copy();
    cut_to(&dir, 36);
    assert_eq!(kinds(&check(&dir)), [FaultKind::Earlier]);
    std::fs::remove_file(dir.path().join("ledger.checkpoint")).unwrap();
    assert!(check(&dir).ok, "this is what cannot be found without outside help");
    let report = verify_against(dir.path(), &key().public(), &kept);
    assert_eq!(kinds(&report), [FaultKind::Earlier]);
    assert!(names(&report, 36));
}

#[test]
fn a_history_rewritten_by_the_key_holder_does_not_continue_a_kept_checkpoint() {
    let dir = copy();
    let kept: String = database(&dir)
        .query_row("SELECT note FROM checkpoint WHERE size = 30", [], |row| row.get(0))
        .unwrap();
    rewrite_history(&dir, 12);
    assert!(check(&dir).ok, "whoever has the key can write another history");
    let report = verify_against(dir.path(), &key().public(), &kept);
    assert_eq!(kinds(&report), [FaultKind::Earlier]);
    assert!(verify_against(original(), &key().public(), &kept).ok);
    let garbled = verify_against(original(), &key().public(), "not a note");
    assert_eq!(kinds(&garbled), [FaultKind::Earlier]);
}

/// Changes an event and signs everything anew with the true key.
fn rewrite_history(dir: &TempDir, sequence: u64) {
    let connection = database(dir);
    let mut event = StoredEvent::decode(&entry(&connection, sequence)).unwrap();
    event.body = serde_json::json!({ "rewritten": true });
    let bytes = event.encode().unwrap();
    connection
        .execute(
            "UPDATE event SET entry = ?, leaf_hash = ? WHERE sequence = ?",
            params![bytes, leaf_hash(&bytes).as_bytes().as_slice(), sequence as i64],
        )
        .unwrap();
    let mut tree = Tree::default();
    for sequence in 0..EVENTS {
        tree.push(leaf_hash(&entry(&connection, sequence)));
    }
    for size in 0..=EVENTS {
        let note = key().sign(size, tree.root_at(size).unwrap());
        connection
            .execute("UPDATE checkpoint SET note = ? WHERE size = ?", params![note, size as i64])
            .unwrap();
    }
    let last = key().sign(EVENTS, tree.root_at(EVENTS).unwrap());
    std::fs::write(dir.path().join("ledger.checkpoint"), last).unwrap();
}
