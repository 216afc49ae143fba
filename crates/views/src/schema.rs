//! The SQLite file: its tables, how it is opened, and its dump.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::ViewsError;

/// Raised with every change of a table or of what is folded into it: an older file is rebuilt.
pub(crate) const SCHEMA_VERSION: i64 = 16;

/// Instants are microseconds since 1970 (UTC), so that they sort; the exact ones stand in `state`.
pub(crate) const TABLES: &str = "
CREATE TABLE progress (
    id INTEGER PRIMARY KEY CHECK (id = 0),
    position INTEGER NOT NULL,
    leaf_hash TEXT
) STRICT;
INSERT INTO progress VALUES (0, 0, NULL);

CREATE TABLE alarm (
    id TEXT PRIMARY KEY,
    stream TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    raised_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    open INTEGER NOT NULL,
    stage TEXT NOT NULL,
    finding_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity INTEGER NOT NULL,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    factor TEXT,
    enterprise TEXT,
    district TEXT NOT NULL,
    branch TEXT,
    officer TEXT,
    raised_at INTEGER NOT NULL,
    began INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    cleared INTEGER,
    escalated INTEGER NOT NULL,
    snoozed_until INTEGER,
    merged_into TEXT,
    hears_led INTEGER NOT NULL,
    outcome TEXT,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alarm_open ON alarm (open, raised_at);
CREATE INDEX alarm_raised ON alarm (raised_at, kind, outcome);
CREATE INDEX alarm_finding_key ON alarm (finding_key, raised_at);
CREATE INDEX alarm_enterprise ON alarm (enterprise, raised_at);
CREATE INDEX alarm_merged ON alarm (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX alarm_hears_led ON alarm (hears_led) WHERE hears_led = 1;
CREATE INDEX alarm_began ON alarm (kind, began) WHERE open = 1;
CREATE INDEX alarm_changed ON alarm (last_sequence);
CREATE INDEX alarm_district ON alarm (district, raised_at);

CREATE TABLE step (
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    entry BLOB NOT NULL,
    PRIMARY KEY (stream, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm_file (
    hash TEXT NOT NULL,
    alarm TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (hash, alarm, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE register_entry (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    names TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE register_change (
    sequence INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    actor TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    entry TEXT NOT NULL,
    enterprise TEXT,
    PRIMARY KEY (sequence, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_change_entry ON register_change (entry_kind, entry, sequence);
CREATE INDEX register_change_enterprise ON register_change (enterprise, sequence);

CREATE TABLE device_request (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    mn TEXT NOT NULL,
    kind TEXT NOT NULL,
    open INTEGER NOT NULL,
    automatic INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_request_mn ON device_request (mn, sequence);
CREATE INDEX device_request_open ON device_request (open, sequence);

CREATE TABLE marking (
    id TEXT PRIMARY KEY,
    outlet TEXT NOT NULL,
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX marking_outlet ON marking (outlet, ends);
CREATE INDEX marking_ends ON marking (ends);

CREATE TABLE marking_day (
    outlet TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (outlet, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX marking_day_day ON marking_day (day);

CREATE TABLE inspection_draw (
    id TEXT PRIMARY KEY,
    opened INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inspection_draw_opened ON inspection_draw (opened);

CREATE TABLE inspection_plan (
    year INTEGER PRIMARY KEY,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE library_layer (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    import TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX library_layer_import ON library_layer (import) WHERE import IS NOT NULL;

CREATE TABLE library_import (
    id TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE library_change (
    id TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE positive_list (
    enterprise TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX positive_list_sequence ON positive_list (sequence);

CREATE TABLE inspection (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    enterprise TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inspection_sequence ON inspection (sequence);
CREATE INDEX inspection_enterprise ON inspection (enterprise, sequence);

CREATE TABLE tracing (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    alarm TEXT,
    opened INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tracing_opened ON tracing (opened);
CREATE INDEX tracing_alarm ON tracing (alarm) WHERE alarm IS NOT NULL;

CREATE TABLE case_file (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    open INTEGER NOT NULL,
    stage TEXT NOT NULL,
    party TEXT NOT NULL,
    district TEXT NOT NULL,
    alarm TEXT,
    opened INTEGER NOT NULL,
    found TEXT NOT NULL,
    established INTEGER NOT NULL,
    act TEXT,
    merged_into TEXT,
    outcome TEXT,
    fine INTEGER,
    words TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_file_merged ON case_file (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX case_file_opened ON case_file (opened, open, outcome, fine, district);
CREATE INDEX case_file_party ON case_file (party, found);
CREATE INDEX case_file_alarm ON case_file (alarm) WHERE alarm IS NOT NULL;

CREATE TABLE case_fine (
    id TEXT PRIMARY KEY,
    district TEXT NOT NULL,
    scale TEXT,
    act TEXT,
    decided TEXT NOT NULL,
    fine TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_fine_scale ON case_fine (scale, decided);
CREATE INDEX case_fine_act ON case_fine (act, decided);

CREATE TABLE skipped (
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    events INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    PRIMARY KEY (kind, reason)
) STRICT, WITHOUT ROWID;
";

/// Opens for writing. A file of another schema, or one that cannot be read, is removed and made anew.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, ViewsError> {
    match try_open_writer(path) {
        Ok(Some(connection)) => return Ok(connection),
        Ok(None) => {
            tracing::info!(views.path = %path.display(), "the views are of another version: rebuilding");
        }
        Err(error) if is_damage(&error) => {
            tracing::warn!(views.path = %path.display(), %error, "the views are damaged: rebuilding");
        }
        Err(error) => return Err(error.into()),
    }
    remove(path)?;
    try_open_writer(path)?.ok_or_else(|| ViewsError::row("a new file is not of this version"))
}

/// `None` if the file is of another schema version.
fn try_open_writer(path: &Path) -> rusqlite::Result<Option<Connection>> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    let empty: bool = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if !empty && found != SCHEMA_VERSION {
        return Ok(None);
    }
    let _mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    // A power failure may lose the last commits, never the file's consistency; they are folded again.
    connection.pragma_update(None, "synchronous", "normal")?;
    if empty {
        let transaction = connection.transaction()?;
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        transaction.commit()?;
    }
    Ok(Some(connection))
}

pub(crate) fn open_reader(path: &Path) -> Result<Connection, ViewsError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    Ok(connection)
}

/// Empties every table inside a transaction of the caller.
pub(crate) fn clear(connection: &Connection) -> Result<(), ViewsError> {
    for table in tables(connection)? {
        if table == "progress" {
            connection.execute("UPDATE progress SET position = 0, leaf_hash = NULL", [])?;
        } else {
            connection.execute(&format!("DELETE FROM {table}"), [])?;
        }
    }
    Ok(())
}

/// Every row of every table as one line of text, tables and rows in order.
pub(crate) fn dump(connection: &Connection) -> Result<String, ViewsError> {
    let mut text = String::new();
    for table in tables(connection)? {
        let columns: Vec<String> = {
            let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?) ORDER BY cid")?;
            statement.query_map([&table], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
        };
        // Ordering by every column needs no knowledge of the key.
        let columns = columns.join(", ");
        let mut statement =
            connection.prepare(&format!("SELECT {columns} FROM {table} ORDER BY {columns}"))?;
        let width = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            text.push_str(&table);
            for column in 0..width {
                text.push('\t');
                push_value(&mut text, row.get_ref(column)?);
            }
            text.push('\n');
        }
    }
    Ok(text)
}

fn push_value(text: &mut String, value: ValueRef<'_>) {
    // Writing to a String cannot fail.
    let _written = match value {
        ValueRef::Null => write!(text, "null"),
        ValueRef::Integer(number) => write!(text, "{number}"),
        ValueRef::Real(number) => write!(text, "{number}"),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            write!(text, "{:?}", String::from_utf8_lossy(bytes))
        }
    };
}

fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

/// Removes the file with what SQLite keeps beside it.
fn remove(path: &Path) -> Result<(), ViewsError> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ViewsError::Remove(error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// An unsigned number of ours as SQLite keeps it.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A number of SQLite's that is a count or a place.
pub(crate) fn unsigned(row: &rusqlite::Row<'_>, column: usize) -> Result<u64, ViewsError> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| ViewsError::row(format!("{value} where a count belongs")))
}

/// A column with JSON.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> Result<T, ViewsError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| ViewsError::row(error.to_string()))
}

/// A column with an id.
pub(crate) fn id<T: std::str::FromStr<Err: std::fmt::Display>>(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> Result<T, ViewsError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: T::Err| ViewsError::row(error.to_string()))
}
