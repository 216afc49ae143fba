//! The SQLite file: its schema, how it is opened, and how rows become events.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row, Transaction, params};

use crate::{CommandId, Hash, LedgerError, StoredEvent, StreamId, merkle};

/// `PRAGMA application_id`: the letters `JWLG`.
pub(crate) const APPLICATION_ID: i64 = 0x4a57_4c47;
/// `PRAGMA user_version`.
pub(crate) const SCHEMA_VERSION: i64 = 1;

/// Every object of the file: (name, SQL), exactly as `sqlite_schema` keeps it. `event.entry` is the truth;
/// the other columns and tables are derived from it, except that `command` also remembers commands that
/// appended nothing.
pub(crate) const OBJECTS: [(&str, &str); 4] = [
    (
        "event",
        "CREATE TABLE event (sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, \
         kind TEXT NOT NULL, command TEXT, leaf_hash BLOB NOT NULL, entry BLOB NOT NULL) STRICT",
    ),
    ("event_stream", "CREATE UNIQUE INDEX event_stream ON event (stream, version)"),
    (
        "command",
        "CREATE TABLE command (id TEXT PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, \
         first_sequence INTEGER NOT NULL, events INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    ),
    ("checkpoint", "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT"),
];

/// The columns that [`event_of_row`] reads, in its order.
pub(crate) const EVENT_COLUMNS: &str = "sequence, stream, version, kind, command, leaf_hash, entry";

/// The database file of the ledger in `dir`.
pub(crate) fn database_path(dir: &Path) -> PathBuf {
    dir.join("ledger.sqlite")
}

/// Opens for writing; makes the schema and stores `first_checkpoint` where the file is new.
pub(crate) fn open_writer(dir: &Path, first_checkpoint: &str) -> Result<Connection, LedgerError> {
    let mut connection = Connection::open(database_path(dir))?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "trusted_schema", false)?;
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > SCHEMA_VERSION {
        return Err(LedgerError::NewerSchema { found, known: SCHEMA_VERSION });
    }
    // Returns the mode that is in force: a file system without shared memory keeps the old one.
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(LedgerError::corrupt(None, format!("journal mode is {mode:?} instead of WAL")));
    }
    connection.pragma_update(None, "synchronous", "full")?;
    if found == 0 {
        let transaction = connection.transaction()?;
        for (_, sql) in OBJECTS {
            transaction.execute_batch(sql)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        insert_checkpoint(&transaction, 0, first_checkpoint)?;
        transaction.commit()?;
    }
    Ok(connection)
}

/// Opens for reading beside the writer.
pub(crate) fn open_reader(dir: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database_path(dir), flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// Reads an event and checks it against its own leaf hash and columns.
pub(crate) fn event_of_row(row: &Row<'_>) -> Result<StoredEvent, LedgerError> {
    let sequence = unsigned(row, 0)?;
    let leaf_hash: Vec<u8> = row.get(5)?;
    let entry: Vec<u8> = row.get(6)?;
    if merkle::leaf_hash(&entry).as_bytes() != leaf_hash.as_slice() {
        return Err(LedgerError::corrupt(sequence, format!("event {sequence} does not fit its leaf hash")));
    }
    let event = StoredEvent::decode(&entry)
        .map_err(|error| LedgerError::corrupt(sequence, format!("event {sequence} is {error}")))?;
    let columns: (String, u64, String, Option<String>) =
        (row.get(1)?, unsigned(row, 2)?, row.get(3)?, row.get(4)?);
    let said = (
        event.stream.as_str(),
        event.version,
        event.kind.as_str(),
        event.command.as_ref().map(CommandId::as_str),
    );
    if event.sequence != sequence || said != (&columns.0, columns.1, &columns.2, columns.3.as_deref()) {
        return Err(LedgerError::corrupt(sequence, format!("event {sequence} does not fit its columns")));
    }
    Ok(event)
}

/// SQLite keeps signed integers; all of ours are from 0.
pub(crate) fn unsigned(row: &Row<'_>, column: usize) -> Result<u64, LedgerError> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| LedgerError::corrupt(None, format!("{value} where a count belongs")))
}

pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// All events of a stream, oldest first.
pub(crate) fn read_stream(
    connection: &Connection,
    stream: &StreamId,
) -> Result<Vec<StoredEvent>, LedgerError> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE stream = ? ORDER BY version");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([stream.as_str()])?;
    let mut events: Vec<StoredEvent> = Vec::new();
    while let Some(row) = rows.next()? {
        let event = event_of_row(row)?;
        if event.version != events.len() as u64 + 1 {
            let what = format!("stream {stream} has no version {}", events.len() + 1);
            return Err(LedgerError::corrupt(event.sequence, what));
        }
        events.push(event);
    }
    Ok(events)
}

/// Events from `sequence` on, at most `limit`.
pub(crate) fn read_range(
    connection: &Connection,
    sequence: u64,
    limit: u64,
) -> Result<Vec<StoredEvent>, LedgerError> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE sequence >= ? ORDER BY sequence LIMIT ?");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([signed(sequence), signed(limit)])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event_of_row(row)?);
    }
    Ok(events)
}

/// What a command led to.
pub(crate) struct CommandRow {
    pub(crate) stream: StreamId,
    pub(crate) version: u64,
    pub(crate) first_sequence: u64,
    pub(crate) events: u64,
}

pub(crate) fn find_command(
    connection: &Connection,
    command: &CommandId,
) -> Result<Option<CommandRow>, LedgerError> {
    let mut statement = connection
        .prepare_cached("SELECT stream, version, first_sequence, events FROM command WHERE id = ?")?;
    let mut rows = statement.query([command.as_str()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let stream: String = row.get(0)?;
    Ok(Some(CommandRow {
        stream: stream.parse()?,
        version: unsigned(row, 1)?,
        first_sequence: unsigned(row, 2)?,
        events: unsigned(row, 3)?,
    }))
}

pub(crate) fn insert_command(
    transaction: &Transaction<'_>,
    id: &CommandId,
    row: &CommandRow,
) -> Result<(), LedgerError> {
    transaction.prepare_cached("INSERT INTO command VALUES (?, ?, ?, ?, ?)")?.execute(params![
        id.as_str(),
        row.stream.as_str(),
        signed(row.version),
        signed(row.first_sequence),
        signed(row.events),
    ])?;
    Ok(())
}

pub(crate) fn insert_event(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    leaf_hash: Hash,
    entry: &[u8],
) -> Result<(), LedgerError> {
    transaction.prepare_cached("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
        signed(event.sequence),
        event.stream.as_str(),
        signed(event.version),
        event.kind,
        event.command.as_ref().map(CommandId::as_str),
        leaf_hash.as_bytes().as_slice(),
        entry,
    ])?;
    Ok(())
}

pub(crate) fn insert_checkpoint(
    transaction: &Transaction<'_>,
    size: u64,
    note: &str,
) -> Result<(), LedgerError> {
    transaction
        .prepare_cached("INSERT INTO checkpoint VALUES (?, ?)")?
        .execute(params![signed(size), note])?;
    Ok(())
}

/// The latest checkpoint's note.
pub(crate) fn last_checkpoint(connection: &Connection) -> Result<Option<String>, LedgerError> {
    let mut statement =
        connection.prepare_cached("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}

/// A copy of the latest checkpoint beside the database: it is there to be copied elsewhere, and it shows
/// when the database lost commits. Written after each commit and not synced, so it may be behind, never ahead.
fn kept_checkpoint_path(dir: &Path) -> PathBuf {
    dir.join("ledger.checkpoint")
}

pub(crate) fn keep_checkpoint(dir: &Path, note: &str) -> Result<(), LedgerError> {
    let path = kept_checkpoint_path(dir);
    let new = path.with_extension("checkpoint.new");
    std::fs::write(&new, note)
        .and_then(|()| std::fs::rename(&new, &path))
        .map_err(|source| LedgerError::File { what: "write", path, source })
}

/// The copy, if there is one.
pub(crate) fn read_kept_checkpoint(dir: &Path) -> Result<Option<String>, LedgerError> {
    let path = kept_checkpoint_path(dir);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LedgerError::File { what: "read", path, source }),
    }
}
