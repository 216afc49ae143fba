use jiff::civil::Date;
use law::MarkingKind;
use model::{Actor, BlobHash, FactorCode, MarkingId, OutletId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Confirmation, Marking, OutletMarkings, Review, Verdict};
use crate::stored::kinds;

/// What happened to the markings of an outlet.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Hours were marked.
    Marked(Marked),
    /// A marking says something else now.
    Changed(Changed),
    /// A marking was taken back.
    Withdrawn(Withdrawn),
    /// The enterprise has nothing more to mark on a day.
    Confirmed(Confirmed),
    /// The bureau accepts a marking.
    Accepted(Accepted),
    /// The bureau contests a marking: it does nothing.
    Contested(Contested),
}

impl Event {
    /// The marking that it is about, if it is about one.
    pub fn marking(&self) -> Option<&MarkingId> {
        match self {
            Event::Marked(Marked { id, .. })
            | Event::Changed(Changed { id, .. })
            | Event::Withdrawn(Withdrawn { id, .. })
            | Event::Accepted(Accepted { id, .. })
            | Event::Contested(Contested { id, .. }) => Some(id),
            Event::Confirmed(_) => None,
        }
    }
}

/// See [`Event::Marked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marked {
    /// The new marking.
    pub id: MarkingId,
    /// Of what.
    pub outlet: OutletId,
    /// The first hour's start.
    pub from: Timestamp,
    /// The last hour's end.
    pub to: Timestamp,
    /// Which factors; all, if empty.
    pub factors: Vec<FactorCode>,
    /// As what.
    pub kind: MarkingKind,
    /// Why.
    pub reason: String,
    /// What shows it.
    pub files: Vec<BlobHash>,
}

/// See [`Event::Changed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// Which.
    pub id: MarkingId,
    /// The first hour's start.
    pub from: Timestamp,
    /// The last hour's end.
    pub to: Timestamp,
    /// Which factors; all, if empty.
    pub factors: Vec<FactorCode>,
    /// As what.
    pub kind: MarkingKind,
    /// Why.
    pub reason: String,
    /// What shows it.
    pub files: Vec<BlobHash>,
}

/// See [`Event::Withdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Which.
    pub id: MarkingId,
    /// Why.
    pub reason: String,
}

/// See [`Event::Confirmed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    /// Of what.
    pub outlet: OutletId,
    /// Which day, in China.
    pub day: Date,
}

/// See [`Event::Accepted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Which.
    pub id: MarkingId,
    /// In words; may be empty.
    pub reason: String,
}

/// See [`Event::Contested`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contested {
    /// Which.
    pub id: MarkingId,
    /// Why.
    pub reason: String,
    /// Whether it is thought to be false on purpose.
    pub suspected_false: bool,
}

/// Folds `event`, by `actor` at `at`, into `state`.
pub fn apply(state: &mut OutletMarkings, event: &Event, actor: &Actor, at: Timestamp) {
    match event {
        Event::Marked(marked) => {
            let marking = Marking {
                outlet: marked.outlet.clone(),
                from: marked.from,
                to: marked.to,
                factors: marked.factors.clone(),
                kind: marked.kind,
                reason: marked.reason.clone(),
                files: marked.files.clone(),
                marked_by: actor.clone(),
                marked_at: at,
                changed_at: None,
                review: None,
                withdrawn: None,
            };
            state.markings.insert(marked.id.clone(), marking);
        }
        Event::Changed(changed) => {
            if let Some(marking) = state.markings.get_mut(&changed.id) {
                *marking = Marking {
                    outlet: marking.outlet.clone(),
                    from: changed.from,
                    to: changed.to,
                    factors: changed.factors.clone(),
                    kind: changed.kind,
                    reason: changed.reason.clone(),
                    files: changed.files.clone(),
                    marked_by: actor.clone(),
                    marked_at: marking.marked_at,
                    changed_at: Some(at),
                    review: None,
                    withdrawn: None,
                };
            }
        }
        Event::Withdrawn(Withdrawn { id, reason }) => {
            if let Some(marking) = state.markings.get_mut(id) {
                marking.withdrawn = Some(reason.clone());
            }
        }
        Event::Confirmed(Confirmed { day, .. }) => {
            state.confirmed.insert(*day, Confirmation { by: actor.clone(), at });
        }
        Event::Accepted(Accepted { id, reason }) => review(state, id, Verdict::Accepted, reason, actor, at),
        Event::Contested(Contested { id, reason, suspected_false }) => {
            let verdict = if *suspected_false { Verdict::SuspectedFalse } else { Verdict::Contested };
            review(state, id, verdict, reason, actor, at);
        }
    }
}

fn review(
    state: &mut OutletMarkings,
    id: &MarkingId,
    verdict: Verdict,
    reason: &str,
    actor: &Actor,
    at: Timestamp,
) {
    if let Some(marking) = state.markings.get_mut(id) {
        marking.review = Some(Review { verdict, reason: reason.to_owned(), by: actor.clone(), at });
    }
}

kinds! {
    Marked = "data_marking.marked",
    Changed = "data_marking.changed",
    Withdrawn = "data_marking.withdrawn",
    Confirmed = "data_marking.confirmed",
    Accepted = "data_marking.accepted",
    Contested = "data_marking.contested",
}
