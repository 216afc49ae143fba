//! What moves the term of the decision: the clock stands still, or more time is granted.

use jiff::civil::Date;
use law::{DayOrMoment, Suspension};
use model::china;
use serde::{Deserialize, Serialize};

use super::deadline;
use super::decide::{Circumstances, today, words};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::{Case, Entry};

/// See [`Event::Suspended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspended {
    /// For which of the grounds that the term's source names.
    pub ground: String,
    /// Why it holds here.
    pub reason: String,
}

/// See [`Event::Resumed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resumed {
    /// Why.
    pub reason: String,
}

/// See [`Event::Extended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// The term, by its id in the packs.
    pub term: String,
    /// How much is granted, in the term's units.
    pub amount: u32,
    /// Why.
    pub reason: String,
}

/// A time in which the clock of the decision stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// How it began.
    pub suspended: Entry<Suspended>,
    /// How it ended, if it has.
    pub resumed: Option<Entry<Resumed>>,
}

impl Pause {
    /// The days on which the clock stands still: from the day on which it was suspended to the day before it runs
    /// again, or to `today` while it stands. `None` if it runs again on the same day.
    pub fn span(&self, today: Date) -> Option<Suspension> {
        let first = china::civil(self.suspended.at).date();
        let last = match &self.resumed {
            Some(resumed) => china::civil(resumed.at).date().yesterday().ok()?,
            None => today,
        };
        Suspension::new(DayOrMoment::Day(first), DayOrMoment::Day(last)).ok()
    }
}

impl Case {
    /// What was granted of more time for a term, in order.
    pub fn granted(&self, term: &str) -> Vec<u32> {
        let of_term = self.extensions.iter().filter(|extended| extended.what.term == term);
        of_term.map(|extended| extended.what.amount).collect()
    }
}

pub(super) fn suspend(suspended: &Suspended, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let term = here
        .law
        .term(deadline::DECISION, today(here))
        .map_err(|refusal| Refusal::Law { refusal: Box::new(refusal) })?;
    let ground = suspended.ground.trim();
    if !term.stops.iter().any(|stop| stop == ground) {
        return Err(Refusal::NoGroundToStop { possible: term.stops.clone() });
    }
    let reason = words(Field::Reason, &suspended.reason)?;
    Ok(vec![Event::Suspended(Suspended { ground: ground.to_owned(), reason })])
}

pub(super) fn extend(
    case: &Case,
    extended: &Extended,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let Some((mut question, term)) = deadline::extendable(case, &extended.term, today(here)) else {
        return Err(Refusal::NotExtendable { term: extended.term.clone() });
    };
    question.extensions.push(extended.amount);
    let refusal = |refusal| Refusal::Law { refusal: Box::new(refusal) };
    here.law.due(term, &question).map_err(refusal)?;
    let reason = words(Field::Reason, &extended.reason)?;
    Ok(vec![Event::Extended(Extended { reason, ..extended.clone() })])
}

pub(super) fn resume(resumed: &Resumed) -> Result<Vec<Event>, Refusal> {
    Ok(vec![Event::Resumed(Resumed { reason: words(Field::Reason, &resumed.reason)? })])
}
