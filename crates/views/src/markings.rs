//! What enterprises say of their data.

use std::collections::BTreeMap;

use casework::data_marking::{Confirmation, Event, LOOK_BACK_S, Marking, OutletMarkings};
use jiff::civil::Date;
use ledger::StoredEvent;
use model::{MarkingId, OutletId, Timestamp, china};
use rusqlite::{Connection, Row, Transaction, params};

use crate::{Views, ViewsError, schema};

impl Views {
    /// The markings of the outlets (of one, if `outlet` says which) that touch the span from `from` to `to`
    /// (exclusive) or came so shortly before that their condition may go on in it, and the days of the span that
    /// were confirmed. Outlets without either are not in it.
    ///
    /// # Errors
    /// If the file fails.
    pub fn markings(
        &self,
        outlet: Option<&OutletId>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<BTreeMap<OutletId, OutletMarkings>, ViewsError> {
        self.read(|connection| {
            let mut found: BTreeMap<OutletId, OutletMarkings> = BTreeMap::new();
            let only = outlet.map(OutletId::as_str);
            let mut statement = connection.prepare_cached(
                "SELECT outlet, id, state FROM marking WHERE (?1 IS NULL OR outlet = ?1) AND ends > ?2 AND begins < ?3",
            )?;
            let back = china::plus_seconds(from, -LOOK_BACK_S).as_microsecond();
            let mut rows = statement.query(params![only, back, to.as_microsecond()])?;
            while let Some(row) = rows.next()? {
                let (id, marking) = (schema::id(row, 1)?, schema::json(row, 2)?);
                found.entry(schema::id(row, 0)?).or_default().markings.insert(id, marking);
            }
            let mut statement = connection.prepare_cached(
                "SELECT outlet, day, state FROM marking_day WHERE (?1 IS NULL OR outlet = ?1) AND day BETWEEN ?2 AND ?3",
            )?;
            let day = |at: Timestamp| china::civil(at).date().to_string();
            let mut rows = statement.query(params![only, day(from), day(china::plus_seconds(to, -1))])?;
            while let Some(row) = rows.next()? {
                let confirmation: Confirmation = schema::json(row, 2)?;
                let day: Date = schema::id(row, 1)?;
                found.entry(schema::id(row, 0)?).or_default().confirmed.insert(day, confirmation);
            }
            Ok(found)
        })
    }

    /// One marking.
    ///
    /// # Errors
    /// If the file fails.
    pub fn marking(&self, id: &MarkingId) -> Result<Option<Marking>, ViewsError> {
        self.read(|connection| by_id(connection, id))
    }
}

fn by_id(connection: &Connection, id: &MarkingId) -> Result<Option<Marking>, ViewsError> {
    let mut statement = connection.prepare_cached("SELECT state FROM marking WHERE id = ?")?;
    let mut rows = statement.query([id.as_str()])?;
    rows.next()?.map(|row: &Row<'_>| schema::json(row, 0)).transpose()
}

/// Folds an event of the stream of the markings of `outlet`; gives the reason why it was passed over, if it was.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    outlet: &str,
) -> Result<Option<String>, ViewsError> {
    let parsed = match Event::from_json(&event.kind, &event.body) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Some(crate::fold::reason(&error))),
    };
    let mut state = OutletMarkings::default();
    if let Some(id) = parsed.marking()
        && let Some(marking) = by_id(transaction, id)?
    {
        state.markings.insert(id.clone(), marking);
    }
    casework::data_marking::apply(&mut state, &parsed, &event.actor, event.at);
    if state.markings.values().any(|marking| marking.outlet.as_str() != outlet) {
        return Ok(Some("marked in the stream of another outlet".to_owned()));
    }
    for (id, marking) in &state.markings {
        put(transaction, id, marking)?;
    }
    for (day, confirmation) in &state.confirmed {
        transaction
            .prepare_cached("INSERT OR REPLACE INTO marking_day VALUES (?1, ?2, ?3)")?
            .execute(params![outlet, day.to_string(), text(confirmation)?])?;
    }
    Ok(None)
}

fn put(transaction: &Transaction<'_>, id: &MarkingId, marking: &Marking) -> Result<(), ViewsError> {
    transaction.prepare_cached("INSERT OR REPLACE INTO marking VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(
        params![
            id.as_str(),
            marking.outlet.as_str(),
            marking.from.as_microsecond(),
            marking.to.as_microsecond(),
            text(marking)?,
        ],
    )?;
    Ok(())
}

fn text(state: &impl serde::Serialize) -> Result<String, ViewsError> {
    serde_json::to_string(state).map_err(|error| ViewsError::row(error.to_string()))
}
