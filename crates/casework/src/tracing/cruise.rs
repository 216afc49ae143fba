//! The task of a van: asked, accepted, and ended by the track that it brings back, or in words.

use model::{Actor, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::decide::may_work;
use super::event::{CruiseAccepted, CruiseAsked, CruiseEnded, Event};
use super::{Refusal, Tracing};

/// A van that was asked to measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cruise {
    /// Who should drive; whoever may, without a name.
    pub to: Option<UserId>,
    /// Where, and what else matters.
    pub words: String,
    /// By whom it was asked.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Who took it on, and when.
    pub accepted: Option<Done>,
    /// How it ended.
    pub ended: Option<CruiseEnd>,
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// How a van's task ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CruiseEnd {
    /// The version, from 0, that its track made; none where it brought nothing.
    pub version: Option<usize>,
    /// Why it brought nothing.
    pub words: Option<String>,
    /// By whom, and when.
    pub done: Done,
}

impl Tracing {
    /// The task of a van that has not ended; there is one at most.
    pub fn open_cruise(&self) -> Option<&Cruise> {
        self.cruises.last().filter(|cruise| cruise.ended.is_none())
    }

    pub(super) fn open_cruise_mut(&mut self) -> Option<&mut Cruise> {
        self.cruises.last_mut().filter(|cruise| cruise.ended.is_none())
    }

    /// Whether `actor` may take the open task on: whoever it names, or anybody who may work on the tracing.
    pub fn may_accept_cruise(&self, actor: &Actor) -> bool {
        let Some(cruise) = self.open_cruise().filter(|cruise| cruise.accepted.is_none()) else {
            return false;
        };
        let Actor::User { id, .. } = actor else { return false };
        may_work(actor, self.district()) && cruise.to.as_ref().is_none_or(|to| to == id)
    }
}

pub(super) fn ask(tracing: &Tracing, to: Option<&UserId>, words: String) -> Result<Event, Refusal> {
    match tracing.open_cruise() {
        Some(_) => Err(Refusal::CruiseOpen),
        None => Ok(Event::CruiseAsked(CruiseAsked { to: to.cloned(), words })),
    }
}

pub(super) fn accept(tracing: &Tracing, actor: &Actor) -> Result<Event, Refusal> {
    tracing.open_cruise().filter(|cruise| cruise.accepted.is_none()).ok_or(Refusal::NoCruise)?;
    match tracing.may_accept_cruise(actor) {
        true => Ok(Event::CruiseAccepted(CruiseAccepted {})),
        false => Err(Refusal::MayNot),
    }
}

pub(super) fn end(tracing: &Tracing, words: String) -> Result<Event, Refusal> {
    tracing.open_cruise().ok_or(Refusal::NoCruise)?;
    Ok(Event::CruiseEnded(CruiseEnded { words }))
}

/// Folds an event of a van's task; none where it does not follow.
pub(super) fn next(tracing: &mut Tracing, event: &Event, actor: &Actor, at: Timestamp) -> Option<()> {
    let done = Done { by: actor.clone(), at };
    match event {
        Event::CruiseAsked(CruiseAsked { to, words }) => {
            tracing.open_cruise().is_none().then_some(())?;
            let (to, words) = (to.clone(), words.clone());
            let by = actor.clone();
            tracing.cruises.push(Cruise { to, words, by, at, accepted: None, ended: None });
        }
        Event::CruiseAccepted(CruiseAccepted {}) => {
            let cruise = tracing.open_cruise_mut()?;
            cruise.accepted.is_none().then_some(())?;
            cruise.accepted = Some(done);
        }
        Event::CruiseEnded(CruiseEnded { words }) => {
            let words = Some(words.clone());
            tracing.open_cruise_mut()?.ended = Some(CruiseEnd { version: None, words, done });
        }
        Event::Opened(_)
        | Event::Frozen(_)
        | Event::Ranked(_)
        | Event::NotPossible(_)
        | Event::Failed(_)
        | Event::Closed(_) => return None,
    }
    Some(())
}
