//! Tracings: how each stands.

use casework::tracing::{Event, Tracing, apply};
use ledger::StoredEvent;
use model::{AlarmId, TracingId};
use rusqlite::{Connection, Row, Transaction, params};

use crate::{Views, ViewsError, schema};

/// How a tracing stands.
#[derive(Debug, Clone, PartialEq)]
pub struct TracingRow {
    /// The version of its stream, which a command must name.
    pub version: u64,
    /// What happened.
    pub tracing: Tracing,
}

impl Views {
    /// Every tracing, the one that was opened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn tracings(&self) -> Result<Vec<TracingRow>, ViewsError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT version, state FROM tracing ORDER BY opened DESC, id")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(row_of(row)?);
            }
            Ok(found)
        })
    }

    /// One.
    ///
    /// # Errors
    /// If the file fails.
    pub fn tracing(&self, id: &TracingId) -> Result<Option<TracingRow>, ViewsError> {
        self.read(|connection| by_id(connection, id.as_str()))
    }

    /// The one that was opened from an alarm.
    ///
    /// # Errors
    /// If the file fails.
    pub fn tracing_of_alarm(&self, alarm: &AlarmId) -> Result<Option<TracingRow>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT version, state FROM tracing WHERE alarm = ? ORDER BY opened")?;
            let mut rows = statement.query([alarm.as_str()])?;
            rows.next()?.map(row_of).transpose()
        })
    }
}

fn row_of(row: &Row<'_>) -> Result<TracingRow, ViewsError> {
    Ok(TracingRow { version: schema::unsigned(row, 0)?, tracing: schema::json(row, 1)? })
}

fn by_id(connection: &Connection, id: &str) -> Result<Option<TracingRow>, ViewsError> {
    let mut statement = connection.prepare_cached("SELECT version, state FROM tracing WHERE id = ?")?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(row_of).transpose()
}

/// Folds an event of the stream of the tracing `id`; gives the reason why it was passed over, if it was. The version of the
/// stream moves on nevertheless, so that commands can name it.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    id: &str,
) -> Result<Option<String>, ViewsError> {
    let before = by_id(transaction, id)?.map(|row| row.tracing);
    let (state, passed_over) = crate::fold::advanced(
        before,
        Event::from_json(&event.kind, &event.body),
        |before, parsed| apply(before, parsed, &event.actor, event.at),
        |state| state.id().as_str() == id,
        "opened in the stream of another tracing",
    );
    if let Some(state) = state {
        let text = serde_json::to_string(&state).map_err(|error| ViewsError::row(error.to_string()))?;
        transaction
            .prepare_cached(
                "INSERT INTO tracing VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) \
                 DO UPDATE SET version = ?2, state = ?5",
            )?
            .execute(params![
                id,
                schema::signed(event.version),
                state.alarm().map(AlarmId::as_str),
                schema::signed(event.sequence),
                text
            ])?;
    }
    Ok(passed_over)
}
