//! PM2.5 above PM10 at a station, hour after hour (PM2.5与PM10倒挂): fine particles are part of the coarser ones, so
//! one of the two instruments is wrong.
//!
//! Both are measured with some per cent of error, and in moist air the one dries what the other does not: single
//! hours above mean nothing. A long run does.

use std::collections::BTreeMap;

use model::china::seconds_between;
use model::{
    Fact, Finding, FindingKey, FindingKind, FindingState, Granularity, Reading, Severity, Source, StationId,
    Subject, Timestamp, Unit, china,
};

use super::{Context, Detector, time_is_believable};
use crate::StationParticlesParameters;
use crate::series::Series;

const ID: &str = "station_particles/1";
const FINE: &str = "a34004";
const COARSE: &str = "a34002";
const COMMON: Unit = Unit::MicrogramPerCubicMetre;
const HOUR_S: i64 = 3600;

/// What is known of each station.
#[derive(Debug, Default)]
pub(crate) struct StationParticles {
    stations: BTreeMap<StationId, Pair>,
}

#[derive(Debug, Default)]
struct Pair {
    fine: Option<(Timestamp, f64)>,
    coarse: Option<(Timestamp, f64)>,
    /// The last hour of which both were there.
    judged: Option<Timestamp>,
    /// Hours in a row above, and the first of them.
    above: Option<(Timestamp, i64)>,
    /// Hours in a row not above.
    within: i64,
    /// When what is told began.
    told: Option<Timestamp>,
}

/// Both figures of one hour, µg/m³.
#[derive(Debug, Clone, Copy)]
struct Both {
    hour: Timestamp,
    fine: f64,
    coarse: f64,
}

impl Detector for StationParticles {
    fn observe(&mut self, context: &Context<'_>, _: &Series, reading: &Reading, findings: &mut Vec<Finding>) {
        if reading.granularity != Granularity::Hour {
            return;
        }
        let Source::Station(station) = &reading.series.source else { return };
        let factor = reading.series.factor.as_str();
        if ![FINE, COARSE].contains(&factor) || !time_is_believable(context, reading) {
            return;
        }
        let Some(value) = reading.evidence().and_then(|value| reading.unit.convert(value, COMMON).ok())
        else {
            return;
        };
        let pair = self.stations.entry(station.clone()).or_default();
        let latest = if factor == FINE { &mut pair.fine } else { &mut pair.coarse };
        let hour = china::hour_start(reading.time);
        if latest.is_some_and(|(before, _)| hour <= before) {
            return;
        }
        *latest = Some((hour, value));
        if let Some(both) = pair.both() {
            pair.judge(&context.parameters.station_particles, station, &both, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.stations.retain(|station, _| context.register.stations.contains_key(station));
    }

    fn resume(&mut self, _: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let Subject::Station(station) = &finding.key.subject else { return };
        if finding.detector == ID {
            let pair = self.stations.entry(station.clone()).or_default();
            pair.told = Some(finding.began);
            // Until then an earlier engine has judged.
            pair.judged = Some(finding.seen);
        }
    }
}

impl Pair {
    /// Both figures, if they are of one hour that was not judged.
    fn both(&self) -> Option<Both> {
        let ((hour, fine), (of_coarse, coarse)) = (self.fine?, self.coarse?);
        let is_new = self.judged.is_none_or(|judged| hour > judged);
        (hour == of_coarse && is_new).then_some(Both { hour, fine, coarse })
    }

    fn judge(
        &mut self,
        parameters: &StationParticlesParameters,
        station: &StationId,
        both: &Both,
        findings: &mut Vec<Finding>,
    ) {
        let gap_s = self.judged.map_or(HOUR_S, |judged| seconds_between(judged, both.hour));
        self.judged = Some(both.hour);
        if gap_s > parameters.most_gap_h * HOUR_S {
            (self.above, self.within) = (None, 0);
        }
        if both.fine <= both.coarse * (1.0 + parameters.tolerance_share) + parameters.tolerance_ug {
            self.above = None;
            self.within += 1;
            if self.within >= parameters.clear_h
                && let Some(began) = self.told.take()
            {
                findings.push(finding(station, began, both, self.within, FindingState::Cleared));
            }
            return;
        }
        self.within = 0;
        let (began, hours) = self.above.map_or((both.hour, 1), |(began, hours)| (began, hours + 1));
        self.above = Some((began, hours));
        if hours >= parameters.raise_h && self.told.is_none() {
            self.told = Some(began);
            findings.push(finding(station, began, both, hours, FindingState::Ongoing));
        }
    }
}

fn finding(station: &StationId, began: Timestamp, both: &Both, hours: i64, state: FindingState) -> Finding {
    let row = match state {
        FindingState::Ongoing => "hours_contradicting",
        FindingState::Cleared => "hours_consistent",
    };
    let facts = vec![
        Fact::text("contradiction", "pm25_above_pm10"),
        Fact::time("hour", both.hour),
        Fact::figure("pm25_mean", both.fine, COMMON),
        Fact::figure("pm10_mean", both.coarse, COMMON),
        Fact::figure(row, hours as f64, Unit::One),
    ];
    let key = FindingKey {
        kind: FindingKind::ImpossibleValue,
        subject: Subject::Station(station.clone()),
        factor: FINE.parse().ok(),
    };
    let (severity, seen) = (Severity::Moderate, both.hour);
    Finding { key, severity, state, began, seen, facts, detector: ID.into() }
}
