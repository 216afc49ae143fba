//! Measures beside a penalty: seizure (查封、扣押), limits and stops of production (限制生产、停产整治).

use jiff::civil::Date;
use model::{Actor, Role};
use serde::{Deserialize, Serialize};

use super::deadline;
use super::decide::{Circumstances, not_in_future, today, words};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::{Case, Entry};

/// A measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// 查封、扣押.
    Seizure,
    /// 限制生产.
    Limit,
    /// 停产整治: until what was ordered is done.
    Stop,
}

impl MeasureKind {
    /// All kinds.
    pub const ALL: [MeasureKind; 3] = [MeasureKind::Seizure, MeasureKind::Limit, MeasureKind::Stop];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            MeasureKind::Seizure => "seizure",
            MeasureKind::Limit => "limit",
            MeasureKind::Stop => "stop",
        }
    }

    /// The term within which it ends; none where it lasts until what was ordered is done.
    pub fn term(self) -> Option<&'static str> {
        match self {
            MeasureKind::Seizure => Some(deadline::SEIZURE),
            MeasureKind::Limit => Some(deadline::LIMIT),
            MeasureKind::Stop => None,
        }
    }
}

/// See [`Event::MeasureTaken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureTaken {
    /// Which.
    pub kind: MeasureKind,
    /// Since which day it holds.
    pub on: Date,
    /// What is seized, limited or stopped.
    pub objects: String,
    /// Why.
    pub reason: String,
    /// Whether it was taken on the spot, and its approval is to follow.
    pub urgent: bool,
}

/// See [`Event::MeasureApproved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureApproved {
    /// Which, by number.
    pub measure: u32,
    /// Why.
    pub reason: String,
}

/// See [`Event::MeasureExtended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureExtended {
    /// Which, by number.
    pub measure: u32,
    /// How much is granted, in the term's units.
    pub amount: u32,
    /// Why.
    pub reason: String,
}

/// See [`Event::MeasureLifted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureLifted {
    /// Which, by number.
    pub measure: u32,
    /// On which day.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// A measure with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// How it was taken.
    pub taken: Entry<MeasureTaken>,
    /// How it was approved, where that was to follow.
    pub approved: Option<Entry<MeasureApproved>>,
    /// What was granted of more time.
    pub extended: Vec<Entry<MeasureExtended>>,
    /// How it was lifted, if it was.
    pub lifted: Option<Entry<MeasureLifted>>,
}

impl Measure {
    /// What was granted of more time, in order.
    pub fn granted(&self) -> Vec<u32> {
        self.extended.iter().map(|extended| extended.what.amount).collect()
    }

    /// Whether it waits for its approval.
    pub fn waits(&self) -> bool {
        self.taken.what.urgent && self.approved.is_none() && self.lifted.is_none()
    }
}

fn known(case: &Case, number: u32) -> Result<&Measure, Refusal> {
    let measure = (number as usize).checked_sub(1).and_then(|place| case.measures.get(place));
    let measure = measure.ok_or(Refusal::UnknownMeasure { measure: number })?;
    match &measure.lifted {
        Some(lifted) => Err(Refusal::MeasureLifted { on: lifted.what.on }),
        None => Ok(measure),
    }
}

/// An officer alone takes only what is urgent and only a seizure; everything else is the head's.
pub(super) fn take(
    taken: &MeasureTaken,
    actor: &Actor,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, taken.on, here)?;
    let leads = matches!(actor, Actor::User { role: Role::Leader, .. });
    let urgent_seizure = taken.urgent && taken.kind == MeasureKind::Seizure;
    if !(leads || urgent_seizure) {
        return Err(Refusal::MeasureNeedsHead);
    }
    Ok(vec![Event::MeasureTaken(MeasureTaken {
        objects: words(Field::Objects, &taken.objects)?,
        reason: words(Field::Reason, &taken.reason)?,
        // What the head takes needs nobody's approval.
        urgent: taken.urgent && !leads,
        ..taken.clone()
    })])
}

pub(super) fn approve(case: &Case, approved: &MeasureApproved) -> Result<Vec<Event>, Refusal> {
    if !known(case, approved.measure)?.waits() {
        return Err(Refusal::NothingToApprove);
    }
    let reason = words(Field::Reason, &approved.reason)?;
    Ok(vec![Event::MeasureApproved(MeasureApproved { reason, ..approved.clone() })])
}

/// As far as the source lets.
pub(super) fn extend(
    case: &Case,
    extended: &MeasureExtended,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let measure = known(case, extended.measure)?;
    let Some(term) = measure.taken.what.kind.term() else {
        return Err(Refusal::NotExtendable { term: measure.taken.what.kind.code().to_owned() });
    };
    let mut extensions = measure.granted();
    extensions.push(extended.amount);
    let from = law::DayOrMoment::Day(measure.taken.what.on);
    let question = law::DueQuestion { from, suspensions: Vec::new(), extensions };
    here.law.due(term, &question).map_err(|refusal| Refusal::Law { refusal: Box::new(refusal) })?;
    let reason = words(Field::Reason, &extended.reason)?;
    Ok(vec![Event::MeasureExtended(MeasureExtended { reason, ..extended.clone() })])
}

pub(super) fn lift(
    case: &Case,
    lifted: &MeasureLifted,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let measure = known(case, lifted.measure)?;
    if lifted.on < measure.taken.what.on || lifted.on > today(here) {
        let day = measure.taken.what.on;
        return Err(Refusal::OutOfOrder { field: Field::On, day, after: lifted.on });
    }
    let reason = words(Field::Reason, &lifted.reason)?;
    Ok(vec![Event::MeasureLifted(MeasureLifted { reason, ..lifted.clone() })])
}
