//! What was asked of loggers.

use casework::device_request::{DeviceRequest, Event};
use ledger::StoredEvent;
use model::{DeviceRequestId, Mn, Timestamp};
use rusqlite::{Connection, Row, Transaction, params};

use crate::{Views, ViewsError, schema};

/// A device request as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRequestRow {
    /// The request.
    pub request: DeviceRequest,
    /// The version of its stream.
    pub version: u64,
}

const COLUMNS: &str = "version, state";

impl Views {
    /// One device request.
    ///
    /// # Errors
    /// If the file fails.
    pub fn device_request(&self, id: &DeviceRequestId) -> Result<Option<DeviceRequestRow>, ViewsError> {
        self.read(|connection| by_id(connection, id.as_str()))
    }

    /// The latest `limit` requests to a logger, the last one first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn device_requests_of(&self, mn: &Mn, limit: u32) -> Result<Vec<DeviceRequestRow>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM device_request WHERE mn = ? ORDER BY sequence DESC LIMIT ?"
            ))?;
            let mut rows = statement.query(params![mn.as_str(), limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(row_of(row)?);
            }
            Ok(found)
        })
    }

    /// The requests that have not ended, in the order in which they were made.
    ///
    /// # Errors
    /// If the file fails.
    pub fn open_device_requests(&self) -> Result<Vec<DeviceRequestRow>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM device_request WHERE open = 1 ORDER BY sequence"
            ))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(row_of(row)?);
            }
            Ok(found)
        })
    }

    /// How many requests a part of the system has made to a logger since `since`.
    ///
    /// # Errors
    /// If the file fails.
    pub fn automatic_requests_since(&self, mn: &Mn, since: Timestamp) -> Result<u64, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT count(*) FROM device_request WHERE mn = ? AND automatic = 1 AND asked_at >= ?",
            )?;
            Ok(statement.query_row(params![mn.as_str(), since.as_microsecond()], |row| {
                row.get::<_, i64>(0).map(|count| u64::try_from(count).unwrap_or(0))
            })?)
        })
    }
}

fn row_of(row: &Row<'_>) -> Result<DeviceRequestRow, ViewsError> {
    Ok(DeviceRequestRow { version: schema::unsigned(row, 0)?, request: schema::json(row, 1)? })
}

fn by_id(connection: &Connection, id: &str) -> Result<Option<DeviceRequestRow>, ViewsError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM device_request WHERE id = ?"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(row_of).transpose()
}

/// Folds an event of the stream of the request `id`; gives the reason why it was passed over, if it was.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    id: &str,
) -> Result<Option<String>, ViewsError> {
    let parsed = match Event::from_json(&event.kind, &event.body) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Some(crate::fold::reason(&error))),
    };
    let before = by_id(transaction, id)?.map(|row| row.request);
    let state = match casework::device_request::apply(before, &parsed, event.at) {
        Ok(state) => state,
        Err(error) => return Ok(Some(error.to_string())),
    };
    if state.id.as_str() != id {
        return Ok(Some("made in the stream of another request".to_owned()));
    }
    put(transaction, event, &state)?;
    Ok(None)
}

fn put(transaction: &Transaction<'_>, event: &StoredEvent, state: &DeviceRequest) -> Result<(), ViewsError> {
    let text = serde_json::to_string(state).map_err(|error| ViewsError::row(error.to_string()))?;
    let automatic = matches!(state.asked_by, model::Actor::System { .. });
    transaction
        .prepare_cached(
            "INSERT INTO device_request VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) \
             DO UPDATE SET version = ?2, open = ?5, state = ?9",
        )?
        .execute(params![
            state.id.as_str(),
            schema::signed(event.version),
            state.mn.as_str(),
            state.kind,
            state.stage.is_open(),
            automatic,
            state.asked_at.as_microsecond(),
            schema::signed(event.sequence),
            text,
        ])?;
    Ok(())
}
