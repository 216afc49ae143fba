//! The positive list: how every enterprise stands that was ever proposed.

use casework::positive_list::{Event, Standing, apply};
use ledger::StoredEvent;
use model::CreditCode;
use rusqlite::{Connection, Transaction, params};

use crate::{Views, ViewsError, schema};

/// How an enterprise stands.
#[derive(Debug, Clone, PartialEq)]
pub struct PositiveListRow {
    /// The version of its stream, which a command must name.
    pub version: u64,
    /// What happened.
    pub standing: Standing,
}

impl Views {
    /// Every enterprise that was ever proposed, the one to which something happened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn positive_list(&self) -> Result<Vec<PositiveListRow>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT version, state FROM positive_list ORDER BY sequence DESC")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(row_of(row)?);
            }
            Ok(found)
        })
    }

    /// How one enterprise stands; nothing if it was never proposed.
    ///
    /// # Errors
    /// If the file fails.
    pub fn positive_list_of(&self, code: &CreditCode) -> Result<Option<PositiveListRow>, ViewsError> {
        self.read(|connection| by_code(connection, code.as_str()))
    }
}

fn row_of(row: &rusqlite::Row<'_>) -> Result<PositiveListRow, ViewsError> {
    Ok(PositiveListRow { version: schema::unsigned(row, 0)?, standing: schema::json(row, 1)? })
}

fn by_code(connection: &Connection, code: &str) -> Result<Option<PositiveListRow>, ViewsError> {
    let mut statement =
        connection.prepare_cached("SELECT version, state FROM positive_list WHERE enterprise = ?")?;
    let mut rows = statement.query([code])?;
    rows.next()?.map(row_of).transpose()
}

/// Folds an event of the stream of the enterprise `code`; gives the reason why it was passed over, if it was. The version
/// of the stream moves on nevertheless, so that commands can name it.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    code: &str,
) -> Result<Option<String>, ViewsError> {
    let before = by_code(transaction, code)?.map(|row| row.standing);
    let (standing, passed_over) = crate::fold::advanced(
        before,
        Event::from_json(&event.kind, &event.body),
        |before, parsed| apply(before, parsed, &event.actor, event.at),
        |standing| standing.enterprise.as_str() == code,
        "proposed in the stream of another enterprise",
    );
    if let Some(standing) = standing {
        let text = serde_json::to_string(&standing).map_err(|error| ViewsError::row(error.to_string()))?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO positive_list VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![code, schema::signed(event.version), schema::signed(event.sequence), text])?;
    }
    Ok(passed_over)
}
