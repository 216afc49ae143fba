use draw::{Entropy, Reveal};
use model::{Actor, Timestamp};

use super::event::{Abandoned, Drawn, Event, Published, Revealed, RoundTaken, ShareGiven, Voided};
use super::{Attempt, Done, Frozen, InspectionDraw, Over, Stage};

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
    state: Option<InspectionDraw>,
    event: &Event,
    actor: &Actor,
    at: Timestamp,
) -> Result<InspectionDraw, ApplyError> {
    let misfit = || ApplyError { kind: event.kind() };
    if let Event::Opened(opened) = event {
        let mut state = state.unwrap_or(InspectionDraw { id: opened.id.clone(), attempts: Vec::new() });
        if state.id != opened.id {
            return Err(misfit());
        }
        state.attempts.push(Attempt {
            opened: opened.clone(),
            opened_by: actor.clone(),
            opened_at: at,
            shares: std::collections::BTreeMap::new(),
            stage: Stage::Open,
        });
        return Ok(state);
    }
    let mut state = state.ok_or_else(misfit)?;
    let (number, _) = state.next_number();
    let attempt = state.attempts.last_mut().ok_or_else(misfit)?;
    if let (Event::ShareGiven(ShareGiven { party, share }), Stage::Open) = (event, &attempt.stage) {
        attempt.shares.insert(party.clone(), *share);
        return Ok(state);
    }
    let stage = attempt.stage.clone();
    attempt.stage = next(stage, event, number, at).ok_or_else(misfit)?;
    Ok(state)
}

/// The stage after an event; none where the event cannot happen in it.
fn next(stage: Stage, event: &Event, number: u32, at: Timestamp) -> Option<Stage> {
    match (event, stage) {
        (Event::Abandoned(Abandoned { reason }), Stage::Open) => Some(Stage::Abandoned(reason.clone())),
        (Event::Committed(committed), Stage::Open) => {
            let committed = committed.clone();
            Some(Stage::Committed(Frozen { committed, number, entropy: None }))
        }
        (Event::Revealed(Revealed { party, secret, at }), Stage::Committed(mut frozen)) => {
            let reveal = Reveal { party: party.clone(), secret: *secret, at: *at };
            match &mut frozen.entropy {
                Some(Entropy::Reveals(reveals)) => reveals.push(reveal),
                Some(Entropy::Beacon(_)) => return None,
                none @ None => *none = Some(Entropy::Reveals(vec![reveal])),
            }
            Some(Stage::Committed(frozen))
        }
        (Event::RoundTaken(RoundTaken { round }), Stage::Committed(mut frozen)) => {
            frozen.entropy = Some(Entropy::Beacon(round.clone()));
            Some(Stage::Committed(frozen))
        }
        (Event::Drawn(Drawn { hash }), Stage::Committed(frozen)) => {
            Some(Stage::Drawn(frozen, Done { hash: *hash, at, published: None }))
        }
        (Event::Published(Published { record }), Stage::Drawn(frozen, done)) => {
            Some(Stage::Drawn(frozen, Done { published: Some(record.clone()), ..done }))
        }
        (Event::Published(Published { record }), Stage::Void(frozen, over)) => {
            Some(Stage::Void(frozen, Over { published: Some(record.clone()), ..over }))
        }
        (Event::Voided(voided), Stage::Committed(frozen)) => Some(Stage::Void(frozen, over(voided, None))),
        (Event::Voided(voided), Stage::Drawn(frozen, done)) => {
            Some(Stage::Void(frozen, over(voided, Some(done))))
        }
        (
            Event::Opened(_)
            | Event::ShareGiven(_)
            | Event::Abandoned(_)
            | Event::Committed(_)
            | Event::Revealed(_)
            | Event::RoundTaken(_)
            | Event::Drawn(_)
            | Event::Published(_)
            | Event::Voided(_),
            Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) | Stage::Drawn(..) | Stage::Void(..),
        ) => None,
    }
}

fn over(voided: &Voided, done: Option<Done>) -> Over {
    let Voided { reason, silent, at, hash } = voided.clone();
    Over {
        hash,
        at,
        reason,
        silent,
        drawn: done.is_some(),
        published_before: done.and_then(|done| done.published),
        published: None,
    }
}
