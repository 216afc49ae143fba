use model::{Actor, OutletId, StopId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{DeclaredStop, DeclaredStops};
use crate::stored::kinds;

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

kinds! {
    Declared = "declared_stop.declared",
    Ended = "declared_stop.ended",
    Withdrawn = "declared_stop.withdrawn",
}
