//! Telling the party what is intended (告知), its statement (陈述申辩), and the hearing (听证).

use jiff::civil::Date;
use law::{Basis, DayOrMoment, DueQuestion};
use model::BlobHash;
use serde::{Deserialize, Serialize};

use super::deadline;
use super::decide::{Circumstances, files, not_in_future, optional_words, today, words};
use super::decision::{self, PenaltyGiven, PenaltySet};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::Case;

/// What is to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeGiven {
    /// The facts that were found.
    pub facts: String,
    /// What is broken and on what the penalty rests.
    pub provisions: Vec<String>,
    /// What is intended; `None`: no penalty.
    pub penalty: PenaltyGiven,
}

/// See [`Event::Notified`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notified {
    /// The facts that were found.
    pub facts: String,
    /// What is broken and on what the penalty rests.
    pub provisions: Vec<String>,
    /// What is intended.
    pub penalty: PenaltySet,
    /// The rules by which the party may ask for a hearing; none: it may not.
    pub hearing: Vec<Basis>,
}

/// What the party does with a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// It states and defends itself (陈述、申辩).
    Statement,
    /// It wants no word (放弃陈述申辩和听证).
    Waiver,
    /// It asks for a hearing (要求听证).
    HearingRequest,
    /// It takes its request for a hearing back (撤回听证要求).
    HearingWithdrawn,
}

impl StatementKind {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            StatementKind::Statement => "statement",
            StatementKind::Waiver => "waiver",
            StatementKind::HearingRequest => "hearing_request",
            StatementKind::HearingWithdrawn => "hearing_withdrawn",
        }
    }
}

/// See [`Event::Stated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// What.
    pub kind: StatementKind,
    /// On which day.
    pub on: Date,
    /// To which notice, by number.
    pub notice: u32,
    /// Its words, in short.
    pub words: String,
    /// What came with them.
    pub files: Vec<BlobHash>,
}

/// See [`Event::HearingConvened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HearingConvened {
    /// On which day it is held.
    pub on: Date,
    /// Where.
    pub place: String,
}

/// See [`Event::HearingHeld`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HearingHeld {
    /// On which day.
    pub on: Date,
    /// The report and the opinion of who chaired it.
    pub words: String,
    /// The minutes.
    pub minutes: Option<BlobHash>,
}

pub(super) fn notify(
    case: &Case,
    given: &NoticeGiven,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let facts = words(Field::Facts, &given.facts)?;
    let provisions = decision::provisions(&given.provisions)?;
    let penalty = decision::penalty(case, &given.penalty, here)?;
    let hearing = decision::hearing_rules(case, &penalty, here);
    Ok(vec![Event::Notified(Box::new(Notified { facts, provisions, penalty, hearing }))])
}

pub(super) fn state(case: &Case, stated: &Stated, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, stated.on, here)?;
    let served = deadline::notice_served_on(case, here.law).ok_or(Refusal::NoticeNotServed)?;
    if stated.on < served {
        return Err(Refusal::OutOfOrder { field: Field::On, day: served, after: stated.on });
    }
    let words = match stated.kind {
        StatementKind::Statement => words(Field::Words, &stated.words)?,
        StatementKind::Waiver | StatementKind::HearingRequest | StatementKind::HearingWithdrawn => {
            optional_words(Field::Words, &stated.words)?
        }
    };
    match stated.kind {
        StatementKind::HearingRequest => may_ask_for_hearing(case, stated.on, here)?,
        StatementKind::HearingWithdrawn if !hearing_is_asked(case) => return Err(Refusal::NoHearingAsked),
        StatementKind::Statement | StatementKind::Waiver | StatementKind::HearingWithdrawn => {}
    }
    let files = files(&stated.files)?;
    Ok(vec![Event::Stated(Stated { words, files, notice: case.notice_number(), ..stated.clone() })])
}

/// Only where a rule gives the right to it, and in time.
fn may_ask_for_hearing(case: &Case, on: Date, here: &Circumstances<'_>) -> Result<(), Refusal> {
    if case.notice().is_none_or(|notice| notice.what.hearing.is_empty()) {
        return Err(Refusal::NoRightToHearing);
    }
    match deadline::hearing_request_due(case, here.law) {
        Some(due) if on > due => Err(Refusal::HearingAskedLate { due }),
        Some(_) | None => Ok(()),
    }
}

/// The last word of the party about a hearing on the notice that counts.
pub(super) fn hearing_is_asked(case: &Case) -> bool {
    let now = case.notice_number();
    let of_hearing = case.statements.iter().rev().filter(|stated| stated.what.notice == now);
    let mut said = of_hearing.filter_map(|stated| match stated.what.kind {
        StatementKind::HearingRequest => Some(true),
        StatementKind::HearingWithdrawn | StatementKind::Waiver => Some(false),
        StatementKind::Statement => None,
    });
    said.next().unwrap_or(false)
}

/// Whether the party has said on the notice that counts that it wants no word.
pub(super) fn is_waived(case: &Case) -> bool {
    let now = case.notice_number();
    case.statements
        .iter()
        .any(|stated| stated.what.notice == now && stated.what.kind == StatementKind::Waiver)
}

/// The hearing on the notice that counts, if it was held.
pub(super) fn hearing_now(case: &Case) -> Option<&super::state::Entry<HearingHeld>> {
    let notified_at = case.notice()?.at;
    case.hearings_held.iter().rev().find(|held| held.at >= notified_at)
}

pub(super) fn convene(
    case: &Case,
    convened: &HearingConvened,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    if !hearing_is_asked(case) {
        return Err(Refusal::NoHearingAsked);
    }
    let question =
        DueQuestion { from: DayOrMoment::Day(convened.on), suspensions: Vec::new(), extensions: Vec::new() };
    if let Ok(due) = here.law.due(deadline::HEARING_NOTICE, &question)
        && today(here) > due.day
    {
        return Err(Refusal::HearingTooSoon { told_by: due.day });
    }
    let place = words(Field::Place, &convened.place)?;
    Ok(vec![Event::HearingConvened(HearingConvened { place, ..convened.clone() })])
}

pub(super) fn hold(case: &Case, held: &HearingHeld, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, held.on, here)?;
    let notified_at = case.notice().map(|notice| notice.at);
    let mut convened = case.hearings_convened.iter().rev();
    if !convened.any(|entry| Some(entry.at) >= notified_at && entry.what.on <= held.on) {
        return Err(Refusal::NoHearingConvened);
    }
    let words = words(Field::Words, &held.words)?;
    Ok(vec![Event::HearingHeld(HearingHeld { words, ..held.clone() })])
}
