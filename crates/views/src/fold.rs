//! From events to rows. What a row holds depends on the events alone, never on when they were folded.

use std::sync::Arc;

use casework::{StoredEventError, alarm};
use ledger::{Hash, StoredEvent};
use model::Register;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::{
    ViewsError, alarms, cases, device_requests, inspection_draws, inspection_library, inspection_plans,
    inspections, markings, positive_list, register, schema, tracings,
};

/// The streams of alarms begin so.
const ALARM_STREAMS: &str = "alarm/";
/// The streams of requests to devices begin so.
const DEVICE_REQUEST_STREAMS: &str = "device-request/";

/// Events that this version passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Their kind.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// How many.
    pub events: u64,
    /// The first of them.
    pub first_sequence: u64,
    /// The last of them.
    pub last_sequence: u64,
}

/// Folds events into an open transaction.
pub(crate) struct Fold<'a> {
    transaction: &'a Transaction<'a>,
    register: Arc<Register>,
}

impl<'a> Fold<'a> {
    pub(crate) fn new(transaction: &'a Transaction<'a>, register: Arc<Register>) -> Self {
        Self { transaction, register }
    }

    /// The register after the events.
    pub(crate) fn finish(self) -> Arc<Register> {
        self.register
    }

    pub(crate) fn event(&mut self, event: &StoredEvent) -> Result<(), ViewsError> {
        let passed_over = if event.stream.as_str().starts_with(ALARM_STREAMS) {
            self.alarm(event)?
        } else if let Some(id) = event.stream.as_str().strip_prefix(DEVICE_REQUEST_STREAMS) {
            device_requests::fold(self.transaction, event, id)?
        } else if let Some(outlet) = event.stream.as_str().strip_prefix(casework::data_marking::STREAMS) {
            markings::fold(self.transaction, event, outlet)?
        } else if let Some(id) = event.stream.as_str().strip_prefix(casework::inspection_draw::STREAMS) {
            inspection_draws::fold(self.transaction, event, id)?
        } else if let Some(year) = event.stream.as_str().strip_prefix(casework::inspection_plan::STREAMS) {
            inspection_plans::fold(self.transaction, event, year)?
        } else if let Some(code) = event.stream.as_str().strip_prefix(casework::positive_list::STREAMS) {
            positive_list::fold(self.transaction, event, code)?
        } else if let Some(id) = event.stream.as_str().strip_prefix(casework::inspection::STREAMS) {
            inspections::fold(self.transaction, event, id)?
        } else if casework::inspection_library::Event::KINDS.contains(&event.kind.as_str()) {
            inspection_library::fold(self.transaction, event)?
        } else if let Some(id) = event.stream.as_str().strip_prefix(casework::case::STREAMS) {
            cases::fold(self.transaction, event, id)?
        } else if let Some(id) = event.stream.as_str().strip_prefix(casework::tracing::STREAMS) {
            tracings::fold(self.transaction, event, id)?
        } else if casework::register::Event::KINDS.contains(&event.kind.as_str()) {
            self.register(event)?
        } else if without_view(&event.kind) {
            None
        } else if casework::telemetry::Event::KINDS.contains(&event.kind.as_str()) {
            // The lake knows its files; the views only tell whether this version understands the event.
            let parsed = casework::telemetry::Event::from_json(&event.kind, &event.body);
            parsed.err().map(|error| reason(&error))
        } else {
            Some("unknown kind".to_owned())
        };
        match passed_over {
            Some(reason) => self.skip(event, &reason),
            None => Ok(()),
        }
    }

    /// Gives the reason why it was passed over, if it was.
    fn alarm(&mut self, event: &StoredEvent) -> Result<Option<String>, ViewsError> {
        alarms::insert_step(self.transaction, event)?;
        let before = alarms::by_stream(self.transaction, event.stream.as_str())?;
        let raised_sequence = before.as_ref().map_or(event.sequence, |row| row.raised_sequence);
        let parsed = match alarm::Event::from_json(&event.kind, &event.body) {
            Ok(parsed) => parsed,
            Err(error) => {
                alarms::touch(self.transaction, event)?;
                return Ok(Some(reason(&error)));
            }
        };
        let state = match alarm::apply(before.map(|row| row.alarm), &parsed, event.at) {
            Ok(state) => state,
            Err(error) => {
                alarms::touch(self.transaction, event)?;
                return Ok(Some(error.to_string()));
            }
        };
        if event.stream.as_str().strip_prefix(ALARM_STREAMS) != Some(state.id.as_str()) {
            alarms::touch(self.transaction, event)?;
            return Ok(Some("raised in the stream of another alarm".to_owned()));
        }
        alarms::put(self.transaction, event, raised_sequence, &state)?;
        alarms::insert_files(self.transaction, event.sequence, &state.id, &parsed)?;
        Ok(None)
    }

    fn register(&mut self, event: &StoredEvent) -> Result<Option<String>, ViewsError> {
        let parsed = match casework::register::Event::from_json(&event.kind, &event.body) {
            Ok(parsed) => parsed,
            Err(error) => return Ok(Some(reason(&error))),
        };
        // Copied once in a batch, at the first change: readers hold the one before.
        let after = Arc::make_mut(&mut self.register);
        if let Err(error) = casework::register::apply(after, &parsed) {
            // All entries of an event enter or none: the rows are those before it.
            self.register = Arc::new(register::load(self.transaction)?);
            return Ok(Some(error.to_string()));
        }
        register::put(self.transaction, event, &parsed, after)?;
        Ok(None)
    }

    fn skip(&self, event: &StoredEvent, reason: &str) -> Result<(), ViewsError> {
        let sequence = schema::signed(event.sequence);
        self.transaction
            .prepare_cached(
                "INSERT INTO skipped VALUES (?1, ?2, 1, ?3, ?3) ON CONFLICT (kind, reason) \
                 DO UPDATE SET events = events + 1, last_sequence = ?3",
            )?
            .execute(params![event.kind, reason, sequence])?;
        Ok(())
    }
}

/// The state after an event of a stream, and the reason why it was passed over, if it was: the state before stays then.
/// `elsewhere` is told of an event whose state does not belong to the stream.
pub(crate) fn advanced<S: Clone, E, R: std::fmt::Display>(
    before: Option<S>,
    event: Result<E, StoredEventError>,
    apply: impl FnOnce(Option<S>, &E) -> Result<S, R>,
    belongs: impl FnOnce(&S) -> bool,
    elsewhere: &str,
) -> (Option<S>, Option<String>) {
    let folded = match event {
        Ok(event) => apply(before.clone(), &event).map_err(|error| error.to_string()),
        Err(error) => Err(reason(&error)),
    };
    match folded {
        Ok(state) if belongs(&state) => (Some(state), None),
        Ok(_) => (before, Some(elsewhere.to_owned())),
        Err(reason) => (before, Some(reason)),
    }
}

/// The reason in words that do not differ from event to event, so that the table stays small.
pub(crate) fn reason(error: &StoredEventError) -> String {
    match error {
        StoredEventError::UnknownKind { .. } => "unknown kind".into(),
        StoredEventError::UnknownFormat { found, .. } => format!("unknown format {found:?}"),
        StoredEventError::Shape { .. } => "not of the shape of its kind".into(),
    }
}

pub(crate) fn position(connection: &Connection) -> Result<u64, ViewsError> {
    let position: i64 = connection.query_row("SELECT position FROM progress", [], |row| row.get(0))?;
    u64::try_from(position).map_err(|_| ViewsError::row(format!("position {position}")))
}

/// The leaf hash of the last folded event.
pub(crate) fn leaf_hash(connection: &Connection) -> Result<Option<String>, ViewsError> {
    let row = connection.query_row("SELECT leaf_hash FROM progress", [], |row| row.get(0)).optional()?;
    Ok(row.flatten())
}

pub(crate) fn set_position(
    transaction: &Transaction<'_>,
    position: u64,
    leaf: Hash,
) -> Result<(), ViewsError> {
    transaction.execute(
        "UPDATE progress SET position = ?, leaf_hash = ?",
        params![schema::signed(position), leaf.to_string()],
    )?;
    Ok(())
}

pub(crate) fn skipped(connection: &Connection) -> Result<Vec<Skipped>, ViewsError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, reason, events, first_sequence, last_sequence FROM skipped ORDER BY kind, reason",
    )?;
    let mut rows = statement.query([])?;
    let mut skipped = Vec::new();
    while let Some(row) = rows.next()? {
        skipped.push(Skipped {
            kind: row.get(0)?,
            reason: row.get(1)?,
            events: schema::unsigned(row, 2)?,
            first_sequence: schema::unsigned(row, 3)?,
            last_sequence: schema::unsigned(row, 4)?,
        });
    }
    Ok(skipped)
}

/// Kinds of events that no view is made of: who asks reads their one short stream in the ledger.
fn without_view(kind: &str) -> bool {
    casework::credential::Event::KINDS.contains(&kind)
        || casework::data_import::Event::KINDS.contains(&kind)
        || casework::declared_stop::Event::KINDS.contains(&kind)
        || casework::rule::Event::KINDS.contains(&kind)
        || casework::rule::shadow::Event::KINDS.contains(&kind)
}
