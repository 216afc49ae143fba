//! The fine for every day on which an act went on after it was ordered to end (按日连续处罚): counted exactly, told,
//! reviewed by somebody who did not investigate, imposed, served, paid.

use jiff::civil::Date;
use law::{Basis, DailyPenalty, DayOrMoment, DueQuestion, Law, PartyKind, ProcedureFacts, ProcedureStep};
use model::Money;
use serde::{Deserialize, Serialize};

use super::deadline;
use super::decide::{Circumstances, not_in_future, optional_words, today, words};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::service::Document;
use super::state::{Case, Entry, number};

/// A daily penalty that is to be told to the party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyGiven {
    /// The order that was not followed, by number.
    pub order: u32,
    /// What was found at the second look.
    pub facts: String,
}

/// See [`Event::DailyTold`]. The count stands in the event, so that a document can repeat it whatever packs say later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyTold {
    /// The order that was not followed, by number.
    pub order: u32,
    /// What was found at the second look.
    pub facts: String,
    /// The fine that was set, which counts again for every day.
    pub original: Money,
    /// How many days.
    pub days: u32,
    /// The first day that counts.
    pub first: Date,
    /// The last day that counts.
    pub last: Date,
    /// The fine for all of them.
    pub fine: Money,
    /// On what the count rests.
    pub basis: Basis,
    /// The rules by which the party may ask for a hearing; none: it may not.
    pub hearing: Vec<Basis>,
}

/// See [`Event::DailyReviewed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyReviewed {
    /// Which, by number.
    pub daily: u32,
    /// In words.
    pub words: String,
}

/// See [`Event::DailyImposed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyImposed {
    /// Which, by number.
    pub daily: u32,
    /// The number of its document (文书号).
    pub number: String,
    /// What the party said; empty where it said nothing.
    pub stated: String,
    /// How that was weighed; needed where it said something.
    pub weighed: String,
    /// On which day it was heard, where it asked for that.
    pub hearing_on: Option<Date>,
}

/// A daily penalty with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Daily {
    /// What the party was told.
    pub told: Entry<DailyTold>,
    /// Who agreed in legal review.
    pub reviewed: Option<Entry<DailyReviewed>>,
    /// How it was imposed; nobody owes it before.
    pub imposed: Option<Entry<DailyImposed>>,
}

impl Case {
    /// The daily penalty of this number.
    pub fn daily_numbered(&self, number: u32) -> Option<&Daily> {
        self.dailies.get((number as usize).checked_sub(1)?)
    }

    /// The daily penalty that was told and not imposed yet.
    pub(super) fn daily_pending(&self) -> Option<(u32, &Daily)> {
        let place = self.dailies.iter().position(|daily| daily.imposed.is_none())?;
        Some((number(place + 1), self.dailies.get(place)?))
    }
}

/// What the packs count now for an order that was served and found not followed after the fine: from the day after its
/// service, or after the last day that counts already, to the last look that found the act going on. Nobody owes it
/// before somebody imposes it.
pub fn daily_penalty(case: &Case, number: u32, law: &Law) -> Option<DailyPenalty> {
    let original = case.fine()?;
    let order = case.order_numbered(number)?;
    let served = deadline::effective_day(case.service_of(Document::Order(number))?, law)?;
    let found = order.rechecks.iter().rev().find(|recheck| !recheck.what.corrected)?.what.on;
    let of_order = case.dailies.iter().filter(|daily| daily.told.what.order == number);
    let counted = of_order.map(|daily| daily.told.what.last).max();
    let after = counted.unwrap_or(served);
    law.daily_penalty_rule(served).ok()?.reckon(original, after, found).ok()
}

/// The rules by which a step is needed for a daily penalty of this amount: it is a penalty like others.
fn rules(case: &Case, step: ProcedureStep, fine: Money, here: &Circumstances<'_>) -> Vec<Basis> {
    let party: PartyKind = case.party.kind;
    let facts = ProcedureFacts { party, fine: Some(fine), grounds: std::collections::BTreeSet::new() };
    let rules = here.law.procedure(step, &facts, &case.district, today(here));
    rules.into_iter().map(|(rule, _)| rule.basis.clone()).collect()
}

pub(super) fn tell(case: &Case, given: &DailyGiven, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let facts = words(Field::Facts, &given.facts)?;
    if case.order_numbered(given.order).is_none() {
        return Err(Refusal::UnknownOrder { order: given.order });
    }
    if let Some((daily, _)) = case.daily_pending() {
        return Err(Refusal::DailyPending { daily });
    }
    let original = case.fine().ok_or(Refusal::NoFine)?;
    let count = daily_penalty(case, given.order, here.law).ok_or(Refusal::NothingToCount)?;
    let hearing = rules(case, ProcedureStep::Hearing, count.fine, here);
    Ok(vec![Event::DailyTold(Box::new(DailyTold {
        order: given.order,
        facts,
        original,
        days: count.days,
        first: count.first,
        last: count.last,
        fine: count.fine,
        basis: count.basis,
        hearing,
    }))])
}

pub(super) fn review(case: &Case, reviewed: &DailyReviewed) -> Result<Vec<Event>, Refusal> {
    let (pending, daily) = case.daily_pending().ok_or(Refusal::NoDaily)?;
    if reviewed.daily != pending || daily.reviewed.is_some() {
        return Err(Refusal::NoDaily);
    }
    let words = words(Field::Words, &reviewed.words)?;
    Ok(vec![Event::DailyReviewed(DailyReviewed { daily: pending, words })])
}

/// Only after it was reviewed by somebody else, told, and the party has had its word or let its time pass.
pub(super) fn impose(
    case: &Case,
    imposed: &DailyImposed,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (pending, daily) = case.daily_pending().ok_or(Refusal::NoDaily)?;
    if imposed.daily != pending {
        return Err(Refusal::NoDaily);
    }
    if case.is_annulled() {
        return Err(Refusal::NoFine);
    }
    // Whoever reviewed and investigated after is no other person any more.
    let reviewed = daily.reviewed.as_ref().filter(|review| !case.investigators.contains(&review.by));
    reviewed.ok_or(Refusal::NotReviewed)?;
    let stated = optional_words(Field::Words, &imposed.stated)?;
    let weighed = match stated.is_empty() {
        true => optional_words(Field::Weighed, &imposed.weighed)?,
        false => words(Field::Weighed, &imposed.weighed)?,
    };
    heard(case, pending, daily, imposed, here)?;
    let required_by = rules(case, ProcedureStep::Deliberation, daily.told.what.fine, here);
    let deliberated = case.deliberations.iter().any(|entry| entry.at >= daily.told.at);
    if !deliberated && !required_by.is_empty() {
        return Err(Refusal::DeliberationMissing { rules: required_by });
    }
    let number = words(Field::Number, &imposed.number)?;
    let (daily, hearing_on) = (pending, imposed.hearing_on);
    Ok(vec![Event::DailyImposed(DailyImposed { daily, number, stated, weighed, hearing_on })])
}

/// What the party says ends its time to speak, a hearing also that to ask for one.
fn heard(
    case: &Case,
    number: u32,
    daily: &Daily,
    imposed: &DailyImposed,
    here: &Circumstances<'_>,
) -> Result<(), Refusal> {
    let service = case.service_of(Document::DailyNotice(number)).ok_or(Refusal::NoticeNotServed)?;
    let served = deadline::effective_day(service, here.law).ok_or(Refusal::NoticeNotServed)?;
    if let Some(on) = imposed.hearing_on {
        not_in_future(Field::On, on, here)?;
        return match on < served {
            true => Err(Refusal::OutOfOrder { field: Field::On, day: served, after: on }),
            false => Ok(()),
        };
    }
    let due = |term: &str| {
        let from = DayOrMoment::Day(served);
        let question = DueQuestion { from, suspensions: Vec::new(), extensions: Vec::new() };
        here.law.due(term, &question).ok().map(|due| due.day)
    };
    let term = deadline::STATEMENT;
    let statement = due(term).ok_or_else(|| Refusal::TermUnknown { term: term.to_owned() })?;
    let hearing = if daily.told.what.hearing.is_empty() { None } else { due(deadline::HEARING_REQUEST) };
    let until = hearing.unwrap_or(statement).max(statement);
    match today(here) <= until {
        true => Err(Refusal::PartyMayStillSpeak { until }),
        false => Ok(()),
    }
}
