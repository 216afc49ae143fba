//! The hours of a series by their days in China, the last few days of them.

use model::Timestamp;
use model::china::{day_start, hour_start, plus_seconds, seconds_between};

use crate::ExceedanceDayParameters;

const HOUR_S: i64 = 3600;
const DAY_S: i64 = 86_400;

/// The days of which hours came, in order.
#[derive(Debug, Default)]
pub(super) struct Days {
    days: Vec<Day>,
    /// The first hour that ever came.
    since: Option<Timestamp>,
}

/// One day.
#[derive(Debug, Clone)]
pub(super) struct Day {
    pub(super) start: Timestamp,
    /// By the hour; NaN where nothing that counts is known.
    hours: [f64; 24],
    /// Whether its time to be judged had come.
    pub(super) is_looked_at: bool,
}

impl Day {
    /// The hours that count, with their number in the day.
    pub(super) fn hours(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.hours.iter().copied().enumerate().filter(|(_, figure)| !figure.is_nan())
    }

    /// The figure of the hour of that number.
    pub(super) fn hour(&self, number: usize) -> Option<f64> {
        self.hours.get(number).copied().filter(|figure| !figure.is_nan())
    }

    /// When it is to be judged: soon after its end if every hour counts, or else after hours that are late had time.
    fn due(&self, parameters: &ExceedanceDayParameters) -> Timestamp {
        let ExceedanceDayParameters { settle_s, wait_s, .. } = *parameters;
        let is_whole = self.hours().count() == self.hours.len();
        plus_seconds(self.start, DAY_S + if is_whole { settle_s.min(wait_s) } else { wait_s })
    }
}

/// The hour that a reading is of: the one that its time is nearest to, since clocks of devices are off by seconds.
pub(super) fn hour_of(time: Timestamp) -> Timestamp {
    hour_start(plus_seconds(time, HOUR_S / 2))
}

impl Days {
    /// Takes what is known of the hour that starts at `hour`, in the place of what was; whether that changes anything.
    pub(super) fn put(&mut self, hour: Timestamp, figure: Option<f64>, memory_d: i64) -> bool {
        self.since = Some(self.since.map_or(hour, |since| since.min(hour)));
        let start = day_start(hour);
        let newest = self.days.last().map_or(start, |newest| newest.start.max(start));
        let horizon = plus_seconds(newest, memory_d.saturating_mul(-DAY_S));
        if start < horizon {
            return false;
        }
        self.days.retain(|day| day.start >= horizon);
        let place = match self.days.binary_search_by_key(&start, |day| day.start) {
            Ok(place) => place,
            Err(place) => {
                self.days.reserve_exact(1);
                self.days.insert(place, Day { start, hours: [f64::NAN; 24], is_looked_at: false });
                place
            }
        };
        let number = usize::try_from(seconds_between(start, hour) / HOUR_S).unwrap_or(usize::MAX);
        let known = self.days.get_mut(place).and_then(|day| day.hours.get_mut(number));
        let figure = figure.unwrap_or(f64::NAN);
        known.is_some_and(|known| std::mem::replace(known, figure).to_bits() != figure.to_bits())
    }

    /// The day that starts at `start`.
    pub(super) fn day(&self, start: Timestamp) -> Option<&Day> {
        self.days.iter().rev().find(|day| day.start == start)
    }

    /// When the next day is to be judged.
    pub(super) fn next_due(&self, parameters: &ExceedanceDayParameters) -> Option<Timestamp> {
        self.days.iter().filter(|day| !day.is_looked_at).map(|day| day.due(parameters)).min()
    }

    /// The start of the earliest day whose time to be judged has come by `now`; each day is given once.
    pub(super) fn take_due(
        &mut self,
        parameters: &ExceedanceDayParameters,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let day = self.days.iter_mut().find(|day| !day.is_looked_at && day.due(parameters) <= now)?;
        day.is_looked_at = true;
        Some(day.start)
    }

    /// Whether the series was known when a day began: one that began earlier may have had hours that nobody here saw.
    pub(super) fn began_by(&self, start: Timestamp) -> bool {
        self.since.is_some_and(|since| since <= start)
    }
}
