//! When the clock stood still.

use jiff::Timestamp;
use jiff::civil::Date;
use model::china;

use super::DayOrMoment;
use crate::refusal::{LawRefusal, RefusalCode};

/// A time in which a term does not run (中止). Days include both ends; a moment ends where it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    from: DayOrMoment,
    to: DayOrMoment,
}

impl Suspension {
    /// A suspension from `from` to `to`.
    ///
    /// # Errors
    /// If it ends before it begins.
    pub fn new(from: DayOrMoment, to: DayOrMoment) -> Result<Self, LawRefusal> {
        let suspension = Self { from, to };
        let (begin, end) = suspension.moments();
        if begin >= end || from.day() > to.day() {
            let message = format!("{} ends before {} begins", to.day(), from.day());
            return Err(LawRefusal::new(RefusalCode::Date, "suspend", message));
        }
        Ok(suspension)
    }

    /// The two ends of a text like `2020-09-01..2020-09-10`.
    ///
    /// # Errors
    /// If it is no such text, or ends before it begins.
    pub fn parse(text: &str) -> Result<Self, LawRefusal> {
        let (from, to) = text.split_once("..").ok_or_else(|| {
            let message = format!("{text:?} is no span of days, as in 2020-09-01..2020-09-10");
            LawRefusal::new(RefusalCode::Date, "suspend", message)
        })?;
        Self::new(from.parse()?, to.parse()?)
    }

    /// The first day.
    pub fn first(self) -> Date {
        self.from.day()
    }

    /// The last day.
    pub fn last(self) -> Date {
        self.to.day()
    }

    pub(super) fn covers(self, date: Date) -> bool {
        self.first() <= date && date <= self.last()
    }

    /// When it begins, and when the clock runs again.
    pub(super) fn moments(self) -> (Timestamp, Timestamp) {
        let midnight = |date: Date| china::instant(date.to_datetime(jiff::civil::Time::midnight()));
        let begin = match self.from {
            DayOrMoment::Day(date) => midnight(date),
            DayOrMoment::Moment(at) => at,
        };
        let end = match self.to {
            DayOrMoment::Day(date) => china::plus_seconds(midnight(date), 86_400),
            DayOrMoment::Moment(at) => at,
        };
        (begin, end)
    }
}

/// The moments of all suspensions after `start`, joined where they overlap, in order.
pub(super) fn joined(suspensions: &[Suspension], start: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let mut moments: Vec<_> = suspensions.iter().map(|suspension| suspension.moments()).collect();
    moments.sort();
    let mut joined: Vec<(Timestamp, Timestamp)> = Vec::new();
    for (begin, end) in moments.into_iter().filter(|(_, end)| *end > start) {
        let begin = begin.max(start);
        match joined.last_mut() {
            Some((_, last)) if begin <= *last => *last = end.max(*last),
            _ => joined.push((begin, end)),
        }
    }
    joined
}
