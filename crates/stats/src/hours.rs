use std::collections::BTreeMap;

use law::DataValidity;
use model::{Granularity, Mark, Problem, Reading, Timestamp, china};

const HOUR_S: i64 = 3600;

/// Why an hour that was received does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The device itself marks it.
    Mark(Mark),
    /// The figure has a problem that makes it doubtful.
    Problem(Problem),
    /// The enterprise marks it, by the code of the kind of mark: the instrument did not measure what was emitted.
    Marked(&'static str),
    /// The hour has fewer valid minutes than the rule asks for.
    FewMinutes,
    /// There is no figure.
    NoValue,
}

impl Doubt {
    /// A stable code: `mark_D`, `out_of_bounds`, `marked_device_fault`, `few_minutes`, `no_value`.
    pub fn code(&self) -> String {
        match self {
            Doubt::Mark(mark) => format!("mark_{}", mark.text()),
            Doubt::Problem(problem) => problem.code().to_owned(),
            Doubt::Marked(kind) => format!("marked_{kind}"),
            Doubt::FewMinutes => "few_minutes".to_owned(),
            Doubt::NoValue => "no_value".to_owned(),
        }
    }
}

/// How an hour of a series stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum HourState {
    /// It counts.
    Valid,
    /// What is monitored was stopped: the device says so (mark F), or somebody declared it.
    Stopped,
    /// It came and does not count.
    Invalid(Doubt),
    /// It did not come.
    Missing,
}

impl HourState {
    /// A stable code; that of the doubt where there is one.
    pub fn code(&self) -> String {
        match self {
            HourState::Valid => "valid".to_owned(),
            HourState::Stopped => "stopped".to_owned(),
            HourState::Invalid(doubt) => doubt.code(),
            HourState::Missing => "missing".to_owned(),
        }
    }
}

/// One hour of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Hour<'a> {
    /// Its start.
    pub start: Timestamp,
    /// How it stands.
    pub state: HourState,
    /// What the device said of it.
    pub reading: Option<&'a Reading>,
}

impl Hour<'_> {
    /// The mean, if the hour counts.
    pub fn value(&self) -> Option<f64> {
        self.valid().and_then(|reading| reading.values.value)
    }

    /// The converted (折算) mean as the device sent it, if the hour counts.
    pub fn converted(&self) -> Option<f64> {
        self.valid().and_then(|reading| reading.values.converted)
    }

    /// The reading, if the hour counts.
    pub fn valid(&self) -> Option<&Reading> {
        self.reading.filter(|_| self.state == HourState::Valid)
    }
}

/// A stop that was declared beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// When it began.
    pub from: Timestamp,
    /// When it ended (exclusive).
    pub to: Timestamp,
}

/// An hour that the enterprise marks as not measured rightly (设备标记).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalid {
    /// Its start.
    pub hour: Timestamp,
    /// The code of the kind of mark.
    pub kind: &'static str,
}

/// What people say of hours.
#[derive(Debug, Clone, Copy, Default)]
pub struct Declared<'a> {
    /// When what is monitored stood still.
    pub stops: &'a [Stop],
    /// Which hours the instrument did not measure rightly.
    pub invalid: &'a [Invalid],
}

/// Valid minutes of hours, from minute data. Hours without any minute data are not in it: of them nothing is
/// known but how the device marks the hour itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValidMinutes(BTreeMap<Timestamp, u16>);

impl ValidMinutes {
    /// Counts the minutes that minute data stand for. How long one is, is read from the data: the least
    /// distance between two of them (HJ 212: a divisor of an hour).
    pub fn of(readings: &[Reading]) -> ValidMinutes {
        let times: BTreeMap<Timestamp, &Reading> = readings
            .iter()
            .filter(|reading| reading.granularity == Granularity::Minute)
            .map(|reading| (reading.time, reading))
            .collect();
        let gaps = times.keys().zip(times.keys().skip(1)).map(|(a, b)| china::seconds_between(*a, *b));
        let length_min =
            gaps.filter(|gap_s| *gap_s >= 60).min().map_or(0, |gap_s| (gap_s / 60).min(60)) as u16;
        let mut minutes = BTreeMap::new();
        if length_min > 0 {
            for (time, reading) in times {
                let valid = minutes.entry(china::hour_start(time)).or_insert(0u16);
                *valid += if reading.evidence().is_some() { length_min } else { 0 };
            }
        }
        ValidMinutes(minutes)
    }

    fn at(&self, hour: Timestamp) -> Option<u16> {
        self.0.get(&hour).copied()
    }
}

/// Every hour from `from` to `until` (both taken down to whole hours, `until` exclusive), with how it stands.
///
/// A reading belongs to the hour that its time is nearest to: clocks of devices are off by seconds. Of two for
/// one hour the one that arrived last counts. The order of `readings` does not matter.
pub fn hours<'a>(
    readings: &'a [Reading],
    from: Timestamp,
    until: Timestamp,
    minutes: &ValidMinutes,
    rule: Option<&DataValidity>,
    declared: Declared<'_>,
) -> Vec<Hour<'a>> {
    let mut by_hour: BTreeMap<Timestamp, &Reading> = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.granularity == Granularity::Hour) {
        let hour = china::hour_start(china::plus_seconds(reading.time, HOUR_S / 2));
        let rank = |reading: &Reading| (reading.received_at, reading.time);
        let held = by_hour.entry(hour).or_insert(reading);
        if rank(held) < rank(reading) {
            *held = reading;
        }
    }
    let first = china::hour_start(from);
    let count = china::seconds_between(first, china::hour_start(until)).max(0) / HOUR_S;
    (0..count)
        .map(|index| china::plus_seconds(first, index * HOUR_S))
        .map(|start| {
            let reading = by_hour.get(&start).copied();
            let few = minutes
                .at(start)
                .zip(rule)
                .is_some_and(|(minutes, rule)| minutes < u16::from(rule.hour_minutes_least));
            Hour { start, state: state(start, reading, few, declared), reading }
        })
        .collect()
}

fn state(
    start: Timestamp,
    reading: Option<&Reading>,
    few_minutes: bool,
    declared: Declared<'_>,
) -> HourState {
    let end = china::plus_seconds(start, HOUR_S);
    if declared.stops.iter().any(|stop| stop.from <= start && end <= stop.to) {
        return HourState::Stopped;
    }
    let Some(reading) = reading else { return HourState::Missing };
    if reading.mark == Mark::Stopped {
        return HourState::Stopped;
    }
    if !reading.mark.is_evidence() {
        return HourState::Invalid(Doubt::Mark(reading.mark.clone()));
    }
    if let Some(invalid) = declared.invalid.iter().find(|invalid| invalid.hour == start) {
        return HourState::Invalid(Doubt::Marked(invalid.kind));
    }
    let finite = reading.values.value.is_some_and(f64::is_finite);
    match reading.evidence() {
        Some(_) if few_minutes => HourState::Invalid(Doubt::FewMinutes),
        Some(_) if finite => HourState::Valid,
        Some(_) => HourState::Invalid(Doubt::NoValue),
        None => HourState::Invalid(doubt(reading)),
    }
}

/// The problem because of which [`Reading::evidence`] gives nothing.
fn doubt(reading: &Reading) -> Doubt {
    let doubtful = [Problem::NotANumber, Problem::OutOfBounds, Problem::SharedMn, Problem::UnitUnknown];
    let found = doubtful.into_iter().find(|problem| reading.problems.contains(*problem));
    found.map_or(Doubt::NoValue, Doubt::Problem)
}
