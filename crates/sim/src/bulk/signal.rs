//! What the six analysers of one stack show, minute by minute.

use model::{Mark, Timestamp, Unit, Values, china};

use super::BulkReading;
use crate::random::{Stream, ease, hump};
use crate::trade::OutletKind;

const DAY_MINUTES: i64 = 1440;
/// Of days with a bout above the limit, of one pollutant.
const BOUT_SHARE: f64 = 0.02;
/// Of days on which an analyser shows one value for a while.
const STUCK_SHARE: f64 = 0.006;
/// Of days with a fault of the analyser, and of those with maintenance of the whole stack.
const FAULT_SHARE: f64 = 0.004;
const MAINTENANCE_SHARE: f64 = 0.01;
/// Analysers are calibrated every so many days.
const CALIBRATION_DAYS: i64 = 7;
/// Usual levels where the kind of outlet says none: temperature, oxygen, flow.
const LEVELS: [(&str, f64, f64); 3] = [("a01012", 95.0, 0.03), ("a19001", 9.0, 0.03), ("a00000", 20.0, 0.04)];

/// One stack over some days.
pub(super) struct Signal {
    key: Stream,
    kind: &'static OutletKind,
    /// The first minute, since 1970.
    first: i64,
    days: i64,
    /// How much of its capacity the plant uses, by minute.
    load: Vec<f64>,
}

/// A stretch of minutes of one day.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: i64,
    length: i64,
}

impl Stretch {
    /// One in `share` of all days, `least` to `most` minutes long.
    fn of_day(stream: Stream, share: f64, least: i64, most: i64) -> Option<Self> {
        (stream.uniform(0) < share).then(|| {
            let length = least + (stream.uniform(1) * (most - least) as f64) as i64;
            Self { from: (stream.uniform(2) * (DAY_MINUTES - length) as f64) as i64, length }
        })
    }

    /// How far into it a minute of the day is, from 0 to 1.
    fn part(self, minute: i64) -> Option<f64> {
        let inside = (self.from..self.from + self.length).contains(&minute);
        inside.then(|| (minute - self.from) as f64 / self.length as f64)
    }
}

/// What happens to one analyser on one day.
struct Day {
    bout: Option<Stretch>,
    stuck: Option<Stretch>,
    /// With the mark that its values have meanwhile.
    marked: [Option<(Stretch, Mark)>; 3],
}

impl Signal {
    pub(super) fn new(key: Stream, kind: &'static OutletKind, start_s: i64, days: i64) -> Self {
        let first = start_s.div_euclid(60);
        let (slow, peak) = (key.child("load"), key.child("peak").between(0, 9.0, 16.0));
        let load = (0..days * DAY_MINUTES).map(|minute| {
            let hour = (minute % DAY_MINUTES) as f64 / 60.0;
            let cycle = hump((hour - peak + 8.0) / 16.0);
            0.78 + 0.14 * cycle + 0.03 * slow.smooth((first + minute) as f64, 360.0)
        });
        Self { key, kind, first, days, load: load.collect() }
    }

    /// The minutes of the factor with this index.
    pub(super) fn minutes(&self, index: usize, factor: &str, unit: Unit, decimals: i32) -> Vec<BulkReading> {
        let key = self.key.child(factor);
        let spec = self.kind.channels.iter().find(|spec| spec.factor == factor);
        let known = LEVELS.iter().find(|level| level.0 == factor).map(|level| (level.1, level.2));
        let (level, wander) = spec.map(|spec| (spec.level, spec.wander)).or(known).unwrap_or((1.0, 0.05));
        let level = level * key.between(-1, 0.8, 1.2);
        let limit = spec.and_then(|spec| spec.limit.as_ref()).map(|limit| limit.upper);
        let flow =
            self.kind.channels.iter().find(|spec| spec.factor == "a00000").map_or(20.0, |spec| spec.level);
        let (noise, spread, arrival) = (key.child("noise"), key.child("spread"), self.key.child("arrival"));
        let drift = Drift::new(key.child("drift"), self.first, self.load.len());
        let mut readings = Vec::with_capacity(self.load.len());
        let mut held = level;
        for day in 0..self.days {
            let events = self.day(key, day, limit.is_some());
            let offset = (day * DAY_MINUTES) as usize;
            for (minute, load) in (0..DAY_MINUTES).zip(self.load.iter().skip(offset)) {
                let number = self.first + day * DAY_MINUTES + minute;
                let swing = wander * (drift.at(day * DAY_MINUTES + minute) + 0.25 * noise.bell(number));
                let mut mean = match index {
                    3 => level * (1.7 - 0.8 * load) * (1.0 + swing),
                    4 | 5 => level * (0.3 + 0.8 * load) * (1.0 + swing),
                    _ => level * (0.5 + 0.6 * load) * (1.0 + swing),
                };
                if let (Some(part), Some(limit)) = (events.bout.and_then(|bout| bout.part(minute)), limit) {
                    mean += ease(4.0 * hump(part)) * (limit * (1.05 + 0.25 * swing.abs()) - mean).max(0.0);
                }
                match events.stuck.and_then(|stuck| stuck.part(minute)) {
                    Some(_) => mean = held,
                    None => held = mean,
                }
                let width = 0.12 * wander * level * spread.bell(number).abs();
                let stuck = events.stuck.is_some_and(|stuck| stuck.part(minute).is_some());
                let width = if stuck { 0.0 } else { width };
                let time = china::plus_seconds(Timestamp::UNIX_EPOCH, number * 60);
                let value = round(mean, decimals);
                let total = match index {
                    // Milligrams a cubic metre times cubic metres a second: kilograms a minute.
                    0..=2 => Some(round(value * flow * load * 60.0 / 1e6, 3)),
                    5 => Some(round(value * 60.0, 1)),
                    _ => None,
                };
                readings.push(BulkReading {
                    time,
                    unit,
                    values: Values {
                        value: Some(value),
                        min: Some(round(mean - width, decimals)),
                        max: Some(round(mean + width, decimals)),
                        total,
                        ..Values::default()
                    },
                    mark: events.mark(minute),
                    received_at: china::plus_seconds(time, 61 + (3.0 * arrival.uniform(number)) as i64),
                });
            }
        }
        readings
    }

    fn day(&self, key: Stream, day: i64, has_limit: bool) -> Day {
        let number = self.first.div_euclid(DAY_MINUTES) + day;
        let of = |name: &str| key.child(name).at(number);
        let of_stack = |name: &str| self.key.child(name).at(number);
        let phase = (self.key.child("phase").uniform(0) * CALIBRATION_DAYS as f64) as i64;
        let calibrated = has_limit && (number + phase).rem_euclid(CALIBRATION_DAYS) == 0;
        let calibration = calibrated.then_some((Stretch { from: 45, length: 20 }, Mark::Calibration));
        let fault = Stretch::of_day(of("fault"), FAULT_SHARE, 20, 360);
        let maintenance = Stretch::of_day(of_stack("maintenance"), MAINTENANCE_SHARE, 30, 180);
        Day {
            bout: Stretch::of_day(of("bout"), if has_limit { BOUT_SHARE } else { 0.0 }, 60, 600),
            stuck: Stretch::of_day(of("stuck"), STUCK_SHARE, 15, 120),
            marked: [
                calibration,
                fault.map(|stretch| (stretch, Mark::Fault)),
                maintenance.map(|stretch| (stretch, Mark::Maintenance)),
            ],
        }
    }
}

impl Day {
    fn mark(&self, minute: i64) -> Mark {
        let now = self.marked.iter().flatten().find(|(stretch, _)| stretch.part(minute).is_some());
        now.map_or(Mark::Normal, |(_, mark)| mark.clone())
    }
}

/// Noise that remembers: smooth between knots twenty minutes apart.
struct Drift(Vec<f64>);

impl Drift {
    const PERIOD: i64 = 20;

    fn new(stream: Stream, first: i64, minutes: usize) -> Self {
        let knots = 0..=(minutes as i64 / Self::PERIOD + 1);
        Self(knots.map(|knot| stream.bell(first.div_euclid(Self::PERIOD) + knot)).collect())
    }

    fn at(&self, minute: i64) -> f64 {
        let knot = (minute / Self::PERIOD) as usize;
        let part = ease((minute % Self::PERIOD) as f64 / Self::PERIOD as f64);
        let of = |knot: usize| self.0.get(knot).copied().unwrap_or_default();
        of(knot) * (1.0 - part) + of(knot + 1) * part
    }
}

/// As a logger rounds, with so many decimals.
pub(super) fn round(figure: f64, decimals: i32) -> f64 {
    let scale = [1.0, 10.0, 100.0, 1000.0].get(decimals as usize).copied().unwrap_or(1.0);
    (figure * scale).round() / scale
}
