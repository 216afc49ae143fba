//! A station whose hour means stay the same to the last digit while the other stations' move (恒值).
//!
//! Air that does not change shows the same at all stations, and at the least that an instrument can tell any
//! station may rest for days: neither is told.

use model::{
    Fact, FactorCode, Finding, FindingKey, FindingKind, FindingState, Severity, StationId, Subject,
    Timestamp, Unit,
};

use super::COMMON;
use crate::StationStuckParameters;

pub(super) const ID: &str = "station_stuck/1";
/// The least that a station shows is forgotten in so many hours.
const FLOOR_H: f64 = 720.0;

/// What is known of one station's hours without change.
#[derive(Debug, Default)]
pub(super) struct Stuck {
    run: Option<Run>,
    /// The least that the station has shown lately.
    floor: Option<f64>,
    /// Since when what is told as ongoing holds.
    told: Option<Timestamp>,
}

/// Hours in a row with the same value.
#[derive(Debug, Clone, Copy)]
struct Run {
    value: f64,
    since: Timestamp,
    hours: i64,
    /// Of the medians of all stations.
    least: f64,
    most: f64,
    sum: f64,
}

impl Stuck {
    /// One that an earlier engine told as ongoing since `began`.
    pub(super) fn resumed(began: Timestamp) -> Self {
        Self { told: Some(began), ..Self::default() }
    }

    /// Takes the value of `hour`, with the median of all stations.
    pub(super) fn take(
        &mut self,
        parameters: &StationStuckParameters,
        (station, factor): (&StationId, &FactorCode),
        hour: Timestamp,
        (value, of_all): (f64, f64),
        findings: &mut Vec<Finding>,
    ) {
        let before = self.run.filter(|run| run.value == value);
        let has_changed = self.run.is_some() && before.is_none();
        let run = match before {
            Some(run) => run.and(of_all),
            None => Run { value, since: hour, hours: 1, least: of_all, most: of_all, sum: of_all },
        };
        self.run = Some(run);
        let floor = self.floor.map_or(value, |floor| value.min(floor + (value - floor) / FLOOR_H));
        self.floor = Some(floor);
        if let Some(began) = self.told {
            if has_changed && hour > began {
                self.told = None;
                findings.push(finding((station, factor), began, hour, &run, FindingState::Cleared));
            }
            return;
        }
        let is_at_floor = value <= floor * (1.0 + parameters.floor_share);
        if !is_at_floor && run.is_stuck(parameters) {
            self.told = Some(run.since);
            findings.push(finding((station, factor), run.since, hour, &run, FindingState::Ongoing));
        }
    }
}

impl Run {
    fn and(self, of_all: f64) -> Self {
        Self {
            hours: self.hours + 1,
            least: self.least.min(of_all),
            most: self.most.max(of_all),
            sum: self.sum + of_all,
            ..self
        }
    }

    fn is_stuck(&self, parameters: &StationStuckParameters) -> bool {
        let mean = self.sum / self.hours as f64;
        self.hours >= parameters.raise_h
            && self.most - self.least >= mean * parameters.others_range
            && mean > 0.0
    }
}

fn finding(
    (station, factor): (&StationId, &FactorCode),
    began: Timestamp,
    seen: Timestamp,
    run: &Run,
    state: FindingState,
) -> Finding {
    let mut facts = vec![Fact::time("hour", seen), Fact::figure("hour_mean", run.value, COMMON)];
    if state == FindingState::Ongoing {
        facts.push(Fact::figure("hours_unchanged", run.hours as f64, Unit::One));
        facts.push(Fact::figure("stations_median_least", run.least, COMMON));
        facts.push(Fact::figure("stations_median_most", run.most, COMMON));
    }
    let key = FindingKey {
        kind: FindingKind::ConstantValue,
        subject: Subject::Station(station.clone()),
        factor: Some(factor.clone()),
    };
    Finding { key, severity: Severity::Moderate, state, began, seen, facts, detector: ID.into() }
}
