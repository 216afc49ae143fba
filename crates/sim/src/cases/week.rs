//! When people do something: each has their days of the week, so that a commit holds what one of them does at once.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};
use model::{Timestamp, china};

/// A person of the bureau, by when they work with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// The branch of a district, by its place: Tuesday and Friday morning.
    Branch(usize),
    /// The duty officer, who reviews: Wednesday afternoon.
    Duty,
    /// The leader, after the weekly meeting on Thursday and on Monday.
    Leader,
}

impl Hand {
    fn works_on(self, day: Date) -> bool {
        let weekday = day.weekday();
        !is_closed(day)
            && match self {
                Hand::Branch(_) => matches!(weekday, Weekday::Tuesday | Weekday::Friday),
                Hand::Duty => weekday == Weekday::Wednesday,
                Hand::Leader => matches!(weekday, Weekday::Monday | Weekday::Thursday),
            }
    }

    fn at(self, day: Date) -> Timestamp {
        let (hour, minute) = match self {
            Hand::Branch(place) => (10, i8::try_from(place).unwrap_or(0) * 3),
            Hand::Duty => (15, 0),
            Hand::Leader => (16, 30),
        };
        china::instant(day.at(hour, minute, 0, 0))
    }
}

/// Spring Festival with the weeks in which the epidemic kept everybody at home, Labour Day, Dragon Boat, National Day.
fn is_closed(day: Date) -> bool {
    let closed = [
        (date(2020, 1, 1), date(2020, 1, 1)),
        (date(2020, 1, 23), date(2020, 2, 9)),
        (date(2020, 4, 4), date(2020, 4, 6)),
        (date(2020, 5, 1), date(2020, 5, 5)),
        (date(2020, 6, 25), date(2020, 6, 27)),
        (date(2020, 10, 1), date(2020, 10, 8)),
    ];
    closed.iter().any(|(first, last)| (*first..=*last).contains(&day))
}

/// Where the work on a case has come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor {
    at: Timestamp,
}

impl Cursor {
    /// Before anything was done, on the day on which a lead was first checked.
    pub(super) fn new(found_on: Date) -> Self {
        Self { at: china::instant(found_on.at(0, 0, 0, 0)) }
    }

    /// The day on which it stands.
    pub(super) fn day(self) -> Date {
        china::civil(self.at).date()
    }

    /// The next time that `hand` works, `days` after the step before at the earliest, and never before it.
    pub(super) fn step(&mut self, hand: Hand, days: i32) -> Timestamp {
        let mut day = self.day().saturating_add(days.days());
        while !hand.works_on(day) || hand.at(day) < self.at {
            day = day.saturating_add(1.day());
        }
        self.at = hand.at(day);
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_forward_to_a_day_on_which_the_hand_works() {
        let mut cursor = Cursor::new(date(2020, 1, 20));
        let branch = cursor.step(Hand::Branch(0), 0);
        assert_eq!(china::civil(branch).date(), date(2020, 1, 21), "a Tuesday");
        let leader = cursor.step(Hand::Leader, 0);
        assert_eq!(china::civil(leader).date(), date(2020, 2, 10), "the first Monday after the festival");
        assert_eq!(cursor.step(Hand::Leader, 0), leader, "what one does at once has one time");
        assert!(cursor.step(Hand::Branch(3), 0) > leader);
    }
}
