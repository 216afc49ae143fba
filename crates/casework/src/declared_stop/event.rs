use model::{Actor, OutletId, StopId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{DeclaredStop, DeclaredStops};
use crate::stored::{self, StoredEventError};

/// What happened to a declared stop.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It was declared.
    Declared(Declared),
    /// It ends earlier than was said.
    Ended(Ended),
    /// It does not count.
    Withdrawn(Withdrawn),
}

/// See [`Event::Declared`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// The new stop.
    pub id: StopId,
    /// What stands still.
    pub outlet: OutletId,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends (exclusive).
    pub to: Timestamp,
    /// Why.
    pub reason: String,
}

/// See [`Event::Ended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Which.
    pub id: StopId,
    /// When.
    pub at: Timestamp,
}

/// See [`Event::Withdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Which.
    pub id: StopId,
    /// Why.
    pub reason: String,
}

/// Folds `event`, by `actor` at `at`, into `state`.
pub fn apply(state: &mut DeclaredStops, event: &Event, actor: &Actor, at: Timestamp) {
    match event {
        Event::Declared(Declared { id, outlet, from, to, reason }) => {
            let stop = DeclaredStop {
                outlet: outlet.clone(),
                from: *from,
                to: *to,
                reason: reason.clone(),
                declared_by: actor.clone(),
                declared_at: at,
                withdrawn: None,
            };
            state.insert(id.clone(), stop);
        }
        Event::Ended(Ended { id, at }) => {
            if let Some(stop) = state.get_mut(id) {
                stop.to = *at;
            }
        }
        Event::Withdrawn(Withdrawn { id, reason }) => {
            if let Some(stop) = state.get_mut(id) {
                stop.withdrawn = Some(reason.clone());
            }
        }
    }
}

const FORMAT: u64 = 1;

impl Event {
    /// The kinds of all events.
    pub const KINDS: &'static [&'static str] =
        &["declared_stop.declared", "declared_stop.ended", "declared_stop.withdrawn"];

    /// Its kind, as it stands in the ledger.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Declared(_) => "declared_stop.declared",
            Event::Ended(_) => "declared_stop.ended",
            Event::Withdrawn(_) => "declared_stop.withdrawn",
        }
    }

    /// Its body, as it stands in the ledger.
    pub fn to_json(&self) -> Value {
        match self {
            Event::Declared(body) => stored::write(FORMAT, body),
            Event::Ended(body) => stored::write(FORMAT, body),
            Event::Withdrawn(body) => stored::write(FORMAT, body),
        }
    }

    /// The event of a stored kind and body.
    ///
    /// # Errors
    /// If the kind or the format is unknown, or the body does not have the shape of its kind.
    pub fn from_json(kind: &str, body: &Value) -> Result<Event, StoredEventError> {
        let found = stored::format_of(body);
        if Self::KINDS.contains(&kind) && found != Some(FORMAT) {
            return Err(StoredEventError::UnknownFormat { kind: kind.into(), found });
        }
        match kind {
            "declared_stop.declared" => stored::read(kind, body).map(Event::Declared),
            "declared_stop.ended" => stored::read(kind, body).map(Event::Ended),
            "declared_stop.withdrawn" => stored::read(kind, body).map(Event::Withdrawn),
            other => Err(StoredEventError::UnknownKind { kind: other.into() }),
        }
    }
}
