use model::{Actor, BlobHash, Timestamp};

use super::cruise::{self, CruiseEnd, Done};
use super::event::{Closed, Event, Failed, Frozen, NotPossible, Ranked};
use super::{Cause, Closing, Tracing, Version, VersionState};

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
    state: Option<Tracing>,
    event: &Event,
    actor: &Actor,
    at: Timestamp,
) -> Result<Tracing, ApplyError> {
    let misfit = || ApplyError { kind: event.kind() };
    let Some(state) = state else {
        let Event::Opened(opened) = event else { return Err(misfit()) };
        let (opened, by) = (opened.clone(), actor.clone());
        let versions = vec![running(&opened.input, Cause::Opened, actor, at)];
        return Ok(Tracing { opened, by, at, versions, cruises: Vec::new(), closing: None });
    };
    next(state, event, actor, at).ok_or_else(misfit)
}

fn running(input: &BlobHash, cause: Cause, actor: &Actor, at: Timestamp) -> Version {
    Version { input: input.clone(), cause, by: actor.clone(), at, state: VersionState::Running }
}

fn next(mut state: Tracing, event: &Event, actor: &Actor, at: Timestamp) -> Option<Tracing> {
    if state.closing.is_some() {
        return None;
    }
    let (input, reached) = match event {
        Event::Opened(_) => return None,
        Event::Frozen(Frozen { input, cause }) => {
            state.running().is_none().then_some(())?;
            state.versions.push(running(input, cause.clone(), actor, at));
            // What a van brings back ends its task.
            if matches!(cause, Cause::Track(_)) {
                let version = Some(state.versions.len() - 1);
                let done = Done { by: actor.clone(), at };
                if let Some(cruise) = state.open_cruise_mut() {
                    cruise.ended = Some(CruiseEnd { version, words: None, done });
                }
            }
            return Some(state);
        }
        Event::Closed(Closed { verdict, words }) => {
            (state.running().is_none() && state.open_cruise().is_none()).then_some(())?;
            let (verdict, words) = (verdict.clone(), words.clone());
            state.closing = Some(Closing { verdict, words, by: actor.clone(), at });
            return Some(state);
        }
        Event::CruiseAsked(_) | Event::CruiseAccepted(_) | Event::CruiseEnded(_) => {
            cruise::next(&mut state, event, actor, at)?;
            return Some(state);
        }
        Event::Ranked(Ranked { input, found, method, ranking }) => {
            let (found, method, ranking) = (found.clone(), method.clone(), ranking.clone());
            (input, VersionState::Ranked { found, method, ranking, at })
        }
        Event::NotPossible(NotPossible { input, missing }) => {
            (input, VersionState::NotPossible { missing: missing.clone(), at })
        }
        Event::Failed(Failed { input, why }) => (input, VersionState::Failed { why: why.clone(), at }),
    };
    let of_input =
        |version: &&mut Version| version.input == *input && matches!(version.state, VersionState::Running);
    state.versions.iter_mut().find(of_input)?.state = reached;
    Some(state)
}
