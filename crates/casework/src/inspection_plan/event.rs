use model::{Actor, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Draft, DraftState, InspectionPlan, PlannedPool};
use crate::stored::kinds;

/// What happened to the plan of a year.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Somebody drafted it.
    Drafted(Drafted),
    /// Somebody else approved it.
    Approved(Approved),
    /// Somebody else gave it back.
    Returned(Returned),
}

kinds! {
    Drafted = "inspection_plan.drafted",
    Approved = "inspection_plan.approved",
    Returned = "inspection_plan.returned",
}

/// See [`Event::Drafted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drafted {
    /// Of which year.
    pub year: i16,
    /// Which draft of that year, from 1.
    pub number: u32,
    /// What is drawn of each pool.
    pub pools: Vec<PlannedPool>,
}

/// See [`Event::Approved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approved {
    /// Which draft.
    pub number: u32,
}

/// See [`Event::Returned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// Which draft.
    pub number: u32,
    /// Why.
    pub reason: String,
}

/// Why an event does not follow on what happened before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} does not follow on what happened before")]
pub struct ApplyError {
    /// The event's kind.
    pub kind: &'static str,
}

/// Folds `event`, by `actor` at `at`, into `state`.
///
/// # Errors
/// If it does not follow on what happened before.
pub fn apply(
    state: Option<InspectionPlan>,
    event: &Event,
    actor: &Actor,
    at: Timestamp,
) -> Result<InspectionPlan, ApplyError> {
    let misfit = || ApplyError { kind: event.kind() };
    match event {
        Event::Drafted(drafted) => {
            let mut plan = state.unwrap_or(InspectionPlan { year: drafted.year, drafts: Vec::new() });
            if plan.year != drafted.year || usize::try_from(drafted.number) != Ok(plan.drafts.len() + 1) {
                return Err(misfit());
            }
            if let Some(last) = plan.drafts.last_mut().filter(|last| last.state == DraftState::Waiting) {
                last.state = DraftState::Replaced;
            }
            plan.drafts.push(Draft {
                drafted: drafted.clone(),
                by: actor.clone(),
                at,
                state: DraftState::Waiting,
            });
            Ok(plan)
        }
        Event::Approved(Approved { number }) => {
            decided(state, *number, DraftState::Approved { by: actor.clone(), at }).ok_or_else(misfit)
        }
        Event::Returned(Returned { number, reason }) => {
            let returned = DraftState::Returned { reason: reason.clone(), by: actor.clone(), at };
            decided(state, *number, returned).ok_or_else(misfit)
        }
    }
}

fn decided(state: Option<InspectionPlan>, number: u32, came: DraftState) -> Option<InspectionPlan> {
    let mut plan = state?;
    let draft = plan.drafts.last_mut()?;
    if draft.drafted.number != number || draft.state != DraftState::Waiting {
        return None;
    }
    draft.state = came;
    Some(plan)
}
