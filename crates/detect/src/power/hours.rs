use std::collections::BTreeMap;

use model::china::{plus_seconds, seconds_between};
use model::{
    Granularity, Mark, MeterId, Problems, Reading, Register, SeriesKey, Source, Timestamp, Unit, Values,
    power,
};

use super::{in_watts, sample_of};
use crate::Parameters;

const HOUR_S: i64 = 3600;
/// A sample stands for the time until the next one, and for no longer than this, s: meters send every quarter of an hour
/// at the least.
const STANDS_S: i64 = 1200;
/// So much of an hour must be known for it to have a mean, s.
const LEAST_S: i64 = 2700;

/// Makes hour means of what meters say: they send samples, and what lines do is held against outlets' hours.
///
/// An hour is made when the first sample after it comes, and once: what comes late is not in it. Whoever stores what was
/// made and gives it to an [`Engine`](crate::Engine) has it judge the same whenever it judges again, and need not read a
/// month of samples for that.
#[derive(Debug, Default)]
pub struct PowerHours(BTreeMap<MeterId, Running>);

/// The hour that a meter is in.
#[derive(Debug)]
struct Running {
    /// The latest sample, which stands until the next one.
    at: Timestamp,
    kw: f64,
    /// Which hour is being made: when it begins.
    hour: Timestamp,
    /// What is known of it so far.
    known_s: i64,
    kilowatt_seconds: f64,
    range: Option<(f64, f64)>,
}

impl PowerHours {
    /// Takes a reading; the mean of the hour that it shows to be over. Only samples of the power of registered meters make
    /// any, in the order of their time: an older one changes nothing.
    pub fn observe(
        &mut self,
        register: &Register,
        parameters: &Parameters,
        reading: &Reading,
    ) -> Option<Reading> {
        let (meter, time, kw) = sample_of(register, parameters, reading)?;
        let Some(running) = self.0.get_mut(&meter.id) else {
            self.0.insert(meter.id.clone(), Running::new(time, kw));
            return None;
        };
        let (hour, values) = running.observe(time, kw)?;
        Some(Reading {
            series: SeriesKey { source: Source::Meter(meter.id.clone()), factor: power::active_power() },
            granularity: Granularity::Hour,
            time: hour,
            unit: Unit::Kilowatt,
            values,
            mark: Mark::Absent,
            problems: Problems::NONE,
            origin: reading.origin,
            received_at: reading.received_at,
        })
    }

    /// Forgets what the register does not name any more.
    pub fn register_changed(&mut self, register: &Register) {
        self.0.retain(|id, _| register.meters.contains_key(id));
    }
}

impl Running {
    fn new(at: Timestamp, kw: f64) -> Self {
        let range = Some((kw, kw));
        Self { at, kw, hour: hour_of(at), known_s: 0, kilowatt_seconds: 0.0, range }
    }

    /// Takes the next sample; the hour that is over with it, and its figures, where enough of it is known.
    fn observe(&mut self, at: Timestamp, kw: f64) -> Option<(Timestamp, Values)> {
        if at <= self.at {
            return None;
        }
        let until = at.min(plus_seconds(self.at, STANDS_S));
        let end = plus_seconds(self.hour, HOUR_S);
        self.stand(self.at, until.min(end));
        let over = if at < end { None } else { self.mean() };
        if at >= end {
            (self.hour, self.known_s, self.kilowatt_seconds) = (hour_of(at), 0, 0.0);
            let from = self.hour.max(self.at);
            self.range = (from < until).then_some((self.kw, self.kw));
            self.stand(from, until);
        }
        (self.at, self.kw) = (at, kw);
        let (least, most) = self.range.unwrap_or((kw, kw));
        self.range = Some((least.min(kw), most.max(kw)));
        over
    }

    /// The latest sample stands from `from` until `until`.
    fn stand(&mut self, from: Timestamp, until: Timestamp) {
        let lasted_s = seconds_between(from, until).max(0);
        self.known_s += lasted_s;
        self.kilowatt_seconds += self.kw * lasted_s as f64;
    }

    fn mean(&self) -> Option<(Timestamp, Values)> {
        let (least, most) = self.range.filter(|_| self.known_s >= LEAST_S)?;
        let value = Some(in_watts(self.kilowatt_seconds / self.known_s as f64));
        let values =
            Values { value, min: Some(in_watts(least)), max: Some(in_watts(most)), ..Values::default() };
        Some((self.hour, values))
    }
}

/// When the hour of `at` begins. China's hours are those of UTC.
fn hour_of(at: Timestamp) -> Timestamp {
    let into_s = at.as_second().rem_euclid(HOUR_S);
    Timestamp::from_second(at.as_second() - into_s).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 / HOUR_S * HOUR_S + second).unwrap()
    }

    /// The hours that samples make, as hours after the first: their means.
    fn hours(samples: impl IntoIterator<Item = (i64, f64)>) -> Vec<(i64, f64)> {
        let mut samples = samples.into_iter();
        let (second, kw) = samples.next().unwrap();
        let mut running = Running::new(at(second), kw);
        let over = samples.filter_map(|(second, kw)| running.observe(at(second), kw));
        over.map(|(hour, values)| (seconds_between(at(0), hour) / HOUR_S, values.value.unwrap())).collect()
    }

    #[test]
    fn an_hour_is_the_mean_over_its_time() {
        // Half an hour at 10, sampled every minute, and half an hour at 30, sampled every quarter of an hour.
        let often = (0..30).map(|minute| (minute * 60, 10.0));
        let seldom = [(1800, 30.0), (2700, 30.0), (3600, 50.0)];
        assert_eq!(hours(often.chain(seldom)), [(0, 20.0)]);
    }

    #[test]
    fn a_sample_stands_into_the_next_hour() {
        let samples = (0..9).map(|number| (300 + number * 900, if number < 4 { 10.0 } else { 20.0 }));
        assert_eq!(hours(samples), [(0, 10.0), (1, 19.167)]);
    }

    #[test]
    fn an_hour_of_which_too_little_is_known_has_no_mean() {
        let quiet = |minutes: std::ops::Range<i64>| minutes.map(|minute| (minute * 60, 5.0));
        assert_eq!(hours(quiet(0..44).chain(quiet(100..130))), [(0, 5.0)], "44 minutes, and 20 after them");
        assert_eq!(hours(quiet(0..24).chain(quiet(100..130))), []);
        assert_eq!(hours(quiet(0..10).chain([(5 * 3600, 1.0)])), []);
    }

    #[test]
    fn what_comes_late_changes_nothing() {
        let usual = (0..70).map(|minute| (minute * 60, 5.0));
        let mixed = usual.clone().flat_map(|(second, kw)| [(second, kw), (second - 90, 900.0)]);
        assert_eq!(hours(mixed), hours(usual));
    }
}
