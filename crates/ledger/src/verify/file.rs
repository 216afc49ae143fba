//! The file as a whole: opening, structure, tables, commands.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{FaultKind, Report, events};
use crate::{Checkpoint, LedgerError, PublicKey, StoredEvent, schema};

/// How many of SQLite's own complaints are repeated.
const STRUCTURE_MESSAGES: u32 = 50;

pub(super) fn verify(dir: &Path, key: &PublicKey, mut earlier: Vec<Checkpoint>) -> Report {
    let mut report = Report::new();
    match schema::read_kept_checkpoint(dir) {
        Ok(Some(note)) => match Checkpoint::verify(&note, key) {
            Ok(checkpoint) => earlier.push(checkpoint),
            Err(error) => {
                let detail = format!("the checkpoint beside the database: {error}");
                report.fault(FaultKind::Checkpoint, None, None, detail);
            }
        },
        Ok(None) => {}
        Err(error) => report.fault(FaultKind::Unreadable, None, None, chain(&error)),
    }
    if let Err(error) = verify_database(dir, key, earlier, &mut report) {
        report.fault(FaultKind::Unreadable, None, None, chain(&error));
    }
    report
}

fn verify_database(
    dir: &Path,
    key: &PublicKey,
    earlier: Vec<Checkpoint>,
    report: &mut Report,
) -> Result<(), LedgerError> {
    let connection = open(dir)?;
    // One snapshot for everything that follows.
    connection.execute_batch("BEGIN")?;
    if !check_schema(&connection, report)? {
        return Ok(());
    }
    if let Err(error) = check_structure(&connection, report) {
        report.fault(FaultKind::Unreadable, None, None, chain(&error));
    }
    events::verify(&connection, key, earlier, report)?;
    check_commands(&connection, report)
}

/// Events that are read at once.
const EVENTS_READ: u64 = 500;

pub(super) fn each_event(dir: &Path, each: &mut dyn FnMut(StoredEvent)) -> Result<(), LedgerError> {
    let connection = open(dir)?;
    connection.execute_batch("BEGIN")?;
    let mut next = 0;
    loop {
        let events = schema::read_range(&connection, next, EVENTS_READ)?;
        let Some(last) = events.last() else { return Ok(()) };
        next = last.sequence + 1;
        events.into_iter().for_each(&mut *each);
    }
}

/// Opens read-only; where the folder cannot take the files that SQLite wants beside a WAL database (a copy
/// on read-only media), the file is read as one that nobody changes.
fn open(dir: &Path) -> Result<Connection, LedgerError> {
    let probe = |connection: Connection| -> Result<Connection, LedgerError> {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    match schema::open_reader(dir).and_then(probe) {
        Ok(connection) => Ok(connection),
        Err(LedgerError::Database(error))
            if matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
            ) =>
        {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_URI;
            let path = schema::database_path(dir).to_string_lossy().into_owned();
            let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            probe(Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?)
        }
        Err(error) => Err(error),
    }
}

/// Whether the tables are those of a ledger: a view in the place of a table could show anything.
fn check_schema(connection: &Connection, report: &mut Report) -> Result<bool, LedgerError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if (application, version) != (schema::APPLICATION_ID, schema::SCHEMA_VERSION) {
        let detail = format!("the file is marked {application:#x} version {version}, not as a ledger");
        report.fault(FaultKind::Schema, None, None, detail);
    }
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?;
    let mut rows = statement.query([])?;
    let mut found: Vec<(String, String)> = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(0)?, row.get::<_, Option<String>>(1)?.unwrap_or_default()));
    }
    let mut complete = true;
    for (name, sql) in schema::OBJECTS {
        let Some(index) = found.iter().position(|(other, _)| other == name) else {
            complete = false;
            report.fault(FaultKind::Schema, None, None, format!("{name} is missing"));
            continue;
        };
        let (_, found_sql) = found.swap_remove(index);
        if found_sql != sql {
            complete = false;
            report.fault(FaultKind::Schema, None, None, format!("{name} is not as a ledger has it"));
        }
    }
    for (name, _) in found {
        report.fault(FaultKind::Schema, None, None, format!("{name} does not belong in a ledger"));
    }
    Ok(complete)
}

fn check_structure(connection: &Connection, report: &mut Report) -> Result<(), LedgerError> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({STRUCTURE_MESSAGES})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let message: String = row.get(0)?;
        if message != "ok" {
            report.fault(FaultKind::Structure, None, None, message);
        }
    }
    Ok(())
}

fn check_commands(connection: &Connection, report: &mut Report) -> Result<(), LedgerError> {
    let without_row = "SELECT sequence, stream, command FROM event WHERE command IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM command WHERE id = event.command AND command.stream = event.stream \
          AND event.sequence >= first_sequence AND event.sequence < first_sequence + events)";
    let mut statement = connection.prepare(without_row)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (sequence, stream, id) = (schema::unsigned(row, 0)?, text(row, 1)?, text(row, 2)?);
        let detail = format!("its command {id} is not in the table of commands as the event has it");
        report.fault(FaultKind::Command, Some(sequence), Some(&stream), detail);
    }
    let without_events = "SELECT first_sequence, stream, id FROM command WHERE events <> \
         (SELECT count(*) FROM event WHERE event.command = command.id AND event.stream = command.stream \
          AND sequence >= first_sequence AND sequence < first_sequence + events) \
         OR (events > 0 AND version IS NOT \
         (SELECT event.version FROM event WHERE sequence = first_sequence + events - 1))";
    let mut statement = connection.prepare(without_events)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (sequence, stream, id) = (schema::unsigned(row, 0)?, text(row, 1)?, text(row, 2)?);
        let detail = format!("the table of commands gives command {id} events that are not its own");
        report.fault(FaultKind::Command, Some(sequence), Some(&stream), detail);
    }
    Ok(())
}

fn text(row: &rusqlite::Row<'_>, column: usize) -> Result<String, LedgerError> {
    Ok(row.get(column)?)
}

/// An error with its causes, on one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}
