//! Legal review (法制审核) and collective deliberation (集体讨论).

use model::{BlobHash, UserId};
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, words};
use super::ending::Withdrawn;
use super::event::Event;
use super::evidence;
use super::refusal::{Field, Refusal};
use super::state::Case;

/// See [`Event::Sent`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The report of the investigation, in short.
    pub report: String,
    /// The evidence on which it rests, by number.
    pub evidence: Vec<u32>,
}

/// What the reviewer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewOpinion {
    /// No objection (同意).
    Agrees,
    /// Back to investigation (退回补充调查).
    Returns,
}

/// See [`Event::Reviewed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// What the reviewer says.
    pub opinion: ReviewOpinion,
    /// Why.
    pub words: String,
}

/// See [`Event::Deliberated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deliberated {
    /// Who took part, by account.
    pub members: Vec<UserId>,
    /// What was concluded.
    pub conclusion: String,
    /// The minutes.
    pub minutes: Option<BlobHash>,
}

pub(super) fn send(case: &Case, sent: &Sent, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let report = words(Field::Words, &sent.report)?;
    if case.tiers.is_empty() {
        return Err(Refusal::NoTier);
    }
    let evidence = evidence::basis(case, &sent.evidence, here)?;
    Ok(vec![Event::Sent(Sent { report, evidence })])
}

pub(super) fn review(reviewed: &Reviewed) -> Result<Vec<Event>, Refusal> {
    let words = words(Field::Words, &reviewed.words)?;
    Ok(vec![Event::Reviewed(Reviewed { words, opinion: reviewed.opinion })])
}

/// One person alone deliberates nothing.
pub(super) fn deliberate(deliberated: &Deliberated) -> Result<Vec<Event>, Refusal> {
    let mut members: Vec<UserId> = Vec::new();
    for member in &deliberated.members {
        if !members.contains(member) {
            members.push(member.clone());
        }
    }
    if members.len() < 2 {
        return Err(Refusal::AloneDeliberating);
    }
    let conclusion = words(Field::Words, &deliberated.conclusion)?;
    Ok(vec![Event::Deliberated(Deliberated { members, conclusion, minutes: deliberated.minutes.clone() })])
}

pub(super) fn reinvestigate(withdrawn: &Withdrawn) -> Result<Vec<Event>, Refusal> {
    let reason = words(Field::Reason, &withdrawn.reason)?;
    Ok(vec![Event::Reinvestigated(Withdrawn { reason })])
}
