//! When the values of an hourly series were, by their number, in little room: hours that follow each other need
//! only the first.

use std::collections::VecDeque;

use model::Timestamp;
use model::china::plus_seconds;

const HOUR_S: i64 = 3600;
/// More stretches than these are forgotten: a series that is mostly gaps keeps its last ones.
const MOST_STRETCHES: usize = 512;

#[derive(Debug, Default)]
pub(super) struct Times {
    /// The number and the time of the first hour of each stretch.
    stretches: VecDeque<(u64, Timestamp)>,
    count: u64,
    last: Option<Timestamp>,
}

impl Times {
    pub(super) fn last(&self) -> Option<Timestamp> {
        self.last
    }

    pub(super) fn push(&mut self, time: Timestamp) {
        if self.last.is_none_or(|last| plus_seconds(last, HOUR_S) != time) {
            self.stretches.push_back((self.count, time));
            if self.stretches.len() > MOST_STRETCHES {
                self.stretches.pop_front();
            }
        }
        self.count += 1;
        self.last = Some(time);
    }

    /// The time of the value so many before the last one; of the oldest that is known, where it is older.
    pub(super) fn before(&self, values: u64) -> Option<Timestamp> {
        let number = self.count.checked_sub(1)?.saturating_sub(values);
        let stretch = self.stretches.iter().rev().find(|(first, _)| *first <= number);
        match stretch {
            Some((first, time)) => Some(plus_seconds(*time, (number - first) as i64 * HOUR_S)),
            None => self.stretches.front().map(|(_, time)| *time),
        }
    }
}
