//! How a case ends: without a decision (不予立案、撤销、移送、并案), or closed (结案) and archived (归档); and slips of the
//! pen in a decision (补正).

use model::{CaseId, CreditCode, Money};
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, today, words};
use super::decision::DecidedOutcome;
use super::event::Event;
use super::execution::{EnforcementStep, owed_in_all};
use super::refusal::{Field, Refusal};
use super::service::Document;
use super::state::{Case, Stage};

/// Given back, for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Why.
    pub reason: String,
}

/// To whom a case goes that another bureau has jurisdiction over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transferred {
    /// Which bureau.
    pub to: String,
    /// Why.
    pub reason: String,
}

/// How a case is over without a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ending {
    /// It was not filed (不予立案).
    NotFiled(Withdrawn),
    /// Its filing was withdrawn (撤销立案).
    Withdrawn(Withdrawn),
    /// Another bureau takes it (移送管辖).
    Transferred(Transferred),
    /// It goes on in another case of the same party (并案).
    Merged {
        /// Which.
        into: CaseId,
        /// Why.
        reason: String,
    },
}

/// See [`Event::Ended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// How.
    pub ending: Ending,
}

/// Why a case is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedBecause {
    /// The penalty was performed (执行完毕).
    Performed,
    /// Nothing was to be performed (不予处罚、违法事实不成立).
    NothingToPerform,
    /// A court has enforced it or ended that (法院执行完毕、终结执行).
    Enforced,
    /// The decision was annulled (决定被撤销).
    Annulled,
}

impl ClosedBecause {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            ClosedBecause::Performed => "performed",
            ClosedBecause::NothingToPerform => "nothing_to_perform",
            ClosedBecause::Enforced => "enforced",
            ClosedBecause::Annulled => "annulled",
        }
    }
}

/// See [`Event::Closed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Why.
    pub because: ClosedBecause,
    /// In words.
    pub words: String,
}

/// See [`Event::Archived`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archived {
    /// The volume (卷号).
    pub volume: String,
}

/// See [`Event::Corrected`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// What stands in the decision.
    pub was: String,
    /// What it should be.
    pub becomes: String,
    /// Why it is a slip and changes nothing that was decided.
    pub reason: String,
}

/// The other case, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leading {
    /// Its id.
    pub id: CaseId,
    /// Its party.
    pub party: CreditCode,
    /// Whether it can still take this one up: it is not decided and not over.
    pub takes: bool,
}

impl Case {
    /// The case in which it goes on, where it was merged.
    pub fn merged_into(&self) -> Option<&CaseId> {
        let Stage::Ended { ended } = &self.stage else { return None };
        match &ended.what.ending {
            Ending::Merged { into, .. } => Some(into),
            Ending::NotFiled(_) | Ending::Withdrawn(_) | Ending::Transferred(_) => None,
        }
    }
}

fn ended(ending: Ending) -> Vec<Event> {
    vec![Event::Ended(Ended { ending })]
}

pub(super) fn decline(withdrawn: &Withdrawn) -> Result<Vec<Event>, Refusal> {
    Ok(ended(Ending::NotFiled(Withdrawn { reason: words(Field::Reason, &withdrawn.reason)? })))
}

pub(super) fn withdraw(withdrawn: &Withdrawn) -> Result<Vec<Event>, Refusal> {
    Ok(ended(Ending::Withdrawn(Withdrawn { reason: words(Field::Reason, &withdrawn.reason)? })))
}

pub(super) fn transfer(transferred: &Transferred) -> Result<Vec<Event>, Refusal> {
    Ok(ended(Ending::Transferred(Transferred {
        to: words(Field::To, &transferred.to)?,
        reason: words(Field::Reason, &transferred.reason)?,
    })))
}

pub(super) fn merge(case: &Case, leading: &Leading, reason: &str) -> Result<Vec<Event>, Refusal> {
    if leading.id == case.id || leading.party != case.party.code || !leading.takes {
        return Err(Refusal::CannotMerge { into: leading.id.clone() });
    }
    let reason = words(Field::Reason, reason)?;
    Ok(ended(Ending::Merged { into: leading.id.clone(), reason }))
}

/// A case is closed only for what has happened.
pub(super) fn close(case: &Case, closed: &Closed, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let words = words(Field::Words, &closed.words)?;
    if let Some(running) = case.challenged() {
        return Err(Refusal::ChallengedAlready { since: running.begun.what.on });
    }
    if let Some((daily, _)) = case.daily_pending() {
        return Err(Refusal::DailyPending { daily });
    }
    if case.service_of(Document::Decision).is_none() {
        return Err(Refusal::DecisionNotServed);
    }
    let left = owed_in_all(case, here.law, today(here));
    let annulled = case.is_annulled();
    let has_penalty = match case.decided.as_ref().map(|decided| &decided.what.outcome) {
        Some(DecidedOutcome::Penalty(_)) => true,
        Some(DecidedOutcome::NoPenalty { .. } | DecidedOutcome::NotEstablished { .. }) | None => false,
    };
    let enforced = case
        .enforcement
        .iter()
        .any(|entry| matches!(entry.what.step, EnforcementStep::Enforced | EnforcementStep::Terminated));
    let holds = match closed.because {
        ClosedBecause::Performed => has_penalty && !annulled && left == Money::ZERO,
        ClosedBecause::NothingToPerform => !has_penalty,
        ClosedBecause::Enforced => enforced,
        ClosedBecause::Annulled => annulled,
    };
    match holds {
        true => Ok(vec![Event::Closed(Closed { words, because: closed.because })]),
        false => Err(Refusal::NotPerformed { left }),
    }
}

pub(super) fn archive(archived: &Archived) -> Result<Vec<Event>, Refusal> {
    Ok(vec![Event::Archived(Archived { volume: words(Field::Volume, &archived.volume)? })])
}

pub(super) fn correct(corrected: &Corrected) -> Result<Vec<Event>, Refusal> {
    Ok(vec![Event::Corrected(Corrected {
        was: words(Field::Was, &corrected.was)?,
        becomes: words(Field::Becomes, &corrected.becomes)?,
        reason: words(Field::Reason, &corrected.reason)?,
    })])
}
