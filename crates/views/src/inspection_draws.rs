//! Draws by lot: what happened for each occasion.

use casework::inspection_draw::{Event, InspectionDraw, apply};
use ledger::StoredEvent;
use model::DrawId;
use rusqlite::{Connection, Transaction, params};

use crate::{Views, ViewsError, schema};

impl Views {
    /// Every draw, the one opened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_draws(&self) -> Result<Vec<InspectionDraw>, ViewsError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT state FROM inspection_draw ORDER BY opened DESC, id")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(schema::json(row, 0)?);
            }
            Ok(found)
        })
    }

    /// The draw for an occasion.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_draw(&self, id: &DrawId) -> Result<Option<InspectionDraw>, ViewsError> {
        self.read(|connection| by_id(connection, id.as_str()))
    }
}

fn by_id(connection: &Connection, id: &str) -> Result<Option<InspectionDraw>, ViewsError> {
    let mut statement = connection.prepare_cached("SELECT state FROM inspection_draw WHERE id = ?")?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| schema::json(row, 0)).transpose()
}

/// Folds an event of the stream of the occasion `id`; gives the reason why it was passed over, if it was.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    id: &str,
) -> Result<Option<String>, ViewsError> {
    let parsed = match Event::from_json(&event.kind, &event.body) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Some(crate::fold::reason(&error))),
    };
    let state = match apply(by_id(transaction, id)?, &parsed, &event.actor, event.at) {
        Ok(state) => state,
        Err(error) => return Ok(Some(error.to_string())),
    };
    if state.id.as_str() != id {
        return Ok(Some("opened in the stream of another occasion".to_owned()));
    }
    let opened = state.last().map_or(event.at, |attempt| attempt.opened_at);
    let text = serde_json::to_string(&state).map_err(|error| ViewsError::row(error.to_string()))?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO inspection_draw VALUES (?1, ?2, ?3)")?
        .execute(params![id, opened.as_microsecond(), text])?;
    Ok(None)
}
