//! Inspections: how each stands.

use casework::inspection::{Event, Inspection, apply};
use ledger::StoredEvent;
use model::{CreditCode, InspectionId};
use rusqlite::{Connection, Row, Transaction, params};

use crate::{Views, ViewsError, schema};

/// How an inspection stands.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectionRow {
    /// The version of its stream, which a command must name.
    pub version: u64,
    /// What happened.
    pub inspection: Inspection,
}

impl Views {
    /// Every inspection, the one to which something happened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspections(&self) -> Result<Vec<InspectionRow>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT version, state FROM inspection ORDER BY sequence DESC, id")?;
            rows(statement.query([])?)
        })
    }

    /// Those of an enterprise, the one to which something happened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspections_of(&self, enterprise: &CreditCode) -> Result<Vec<InspectionRow>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT version, state FROM inspection WHERE enterprise = ? ORDER BY sequence DESC, id",
            )?;
            rows(statement.query([enterprise.as_str()])?)
        })
    }

    /// One.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection(&self, id: &InspectionId) -> Result<Option<InspectionRow>, ViewsError> {
        self.read(|connection| by_id(connection, id.as_str()))
    }
}

fn rows(mut rows: rusqlite::Rows<'_>) -> Result<Vec<InspectionRow>, ViewsError> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(row_of(row)?);
    }
    Ok(found)
}

fn row_of(row: &Row<'_>) -> Result<InspectionRow, ViewsError> {
    Ok(InspectionRow { version: schema::unsigned(row, 0)?, inspection: schema::json(row, 1)? })
}

fn by_id(connection: &Connection, id: &str) -> Result<Option<InspectionRow>, ViewsError> {
    let mut statement = connection.prepare_cached("SELECT version, state FROM inspection WHERE id = ?")?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(row_of).transpose()
}

/// Folds an event of the stream of the inspection `id`; gives the reason why it was passed over, if it was. The version of
/// the stream moves on nevertheless, so that commands can name it.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    id: &str,
) -> Result<Option<String>, ViewsError> {
    let before = by_id(transaction, id)?.map(|row| row.inspection);
    let (state, passed_over) = crate::fold::advanced(
        before,
        Event::from_json(&event.kind, &event.body),
        |before, parsed| apply(before, parsed, &event.actor, event.at),
        |state| state.id().as_str() == id,
        "opened in the stream of another inspection",
    );
    if let Some(state) = state {
        let text = serde_json::to_string(&state).map_err(|error| ViewsError::row(error.to_string()))?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO inspection VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                id,
                schema::signed(event.version),
                state.enterprise().as_str(),
                schema::signed(event.sequence),
                text
            ])?;
    }
    Ok(passed_over)
}
