//! Orders to rectify (责令改正) and the re-check (复查).

use jiff::civil::Date;
use model::{BlobHash, china};
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, files, not_in_future, today, words};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::{Case, Entry};

/// See [`Event::Ordered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ordered {
    /// What is to be done.
    pub what: String,
    /// Until which day; `None`: at once (立即改正).
    pub until: Option<Date>,
}

/// See [`Event::Rechecked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rechecked {
    /// Which order, by number.
    pub order: u32,
    /// On which day somebody looked, unannounced.
    pub on: Date,
    /// Whether it was put right.
    pub corrected: bool,
    /// What was found.
    pub words: String,
    /// Photos, records.
    pub files: Vec<BlobHash>,
}

/// An order to rectify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// How it was given.
    pub ordered: Entry<Ordered>,
    /// Looks at it, in order.
    pub rechecks: Vec<Entry<Rechecked>>,
}

impl Order {
    /// Whether it was put right, as far as somebody looked: `None` if nobody has.
    pub fn corrected(&self) -> Option<bool> {
        self.rechecks.last().map(|recheck| recheck.what.corrected)
    }

    /// Whether it was found put right by its day; `None` while nobody has looked, or it was ordered at once and found
    /// put right only at a later look.
    pub fn corrected_in_time(&self) -> Option<bool> {
        let last = self.rechecks.last()?;
        match (last.what.corrected, self.ordered.what.until) {
            (false, _) => Some(false),
            (true, Some(until)) => Some(last.what.on <= until || self.rechecks.len() == 1),
            (true, None) => (self.rechecks.len() == 1).then_some(true),
        }
    }
}

pub(super) fn order(ordered: &Ordered, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let today = today(here);
    if let Some(until) = ordered.until
        && until < today
    {
        return Err(Refusal::OutOfOrder { field: Field::Until, day: today, after: until });
    }
    Ok(vec![Event::Ordered(Ordered { what: words(Field::Words, &ordered.what)?, until: ordered.until })])
}

pub(super) fn recheck(
    case: &Case,
    rechecked: &Rechecked,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, rechecked.on, here)?;
    let order =
        case.order_numbered(rechecked.order).ok_or(Refusal::UnknownOrder { order: rechecked.order })?;
    let ordered_on = china::civil(order.ordered.at).date();
    if rechecked.on < ordered_on {
        return Err(Refusal::OutOfOrder { field: Field::On, day: ordered_on, after: rechecked.on });
    }
    if order.corrected() == Some(true) {
        return Err(Refusal::CorrectedAlready);
    }
    let words = words(Field::Words, &rechecked.words)?;
    Ok(vec![Event::Rechecked(Rechecked { words, files: files(&rechecked.files)?, ..rechecked.clone() })])
}
