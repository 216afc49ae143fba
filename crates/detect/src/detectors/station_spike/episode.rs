//! A spike as it is told: when it began, its worst hour, and when it is over.

use model::china::seconds_between;
use model::{
    Fact, FactorCode, Finding, FindingKey, FindingKind, FindingState, Severity, StationId, Subject,
    Timestamp, Unit,
};

use super::{COMMON, HOUR_S};
use crate::StationSpikeParameters;

pub(super) const ID: &str = "station_spike/1";

/// What is made of a station's value at one hour, µg/m³.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged {
    pub(super) hour: Timestamp,
    pub(super) value: f64,
    pub(super) expected: f64,
    /// The median of all stations.
    pub(super) of_all: f64,
    /// How many there were.
    pub(super) stations: usize,
    pub(super) log_odds: f64,
    /// Whether enough hours of the station were learned before.
    pub(super) is_known: bool,
}

impl Judged {
    fn excess(&self) -> f64 {
        self.value - self.expected
    }

    /// How many times what was expected is on top of it.
    fn multiple(&self) -> f64 {
        if self.expected > 0.0 { self.excess() / self.expected } else { 0.0 }
    }
}

/// A spike that is told as ongoing.
#[derive(Debug, Clone)]
pub(super) struct Episode {
    began: Timestamp,
    /// The last hour that belongs to it.
    last: Timestamp,
    severity: Severity,
    /// The hour with the greatest excess; of an earlier engine's spike it is not known.
    worst: Option<Judged>,
    /// The excess that was told.
    told_excess: f64,
    facts: Vec<Fact>,
}

impl Episode {
    /// One that an earlier engine told.
    pub(super) fn resumed(finding: &Finding) -> Self {
        let Finding { began, seen, severity, .. } = *finding;
        Self { began, last: seen, severity, worst: None, told_excess: 0.0, facts: finding.facts.clone() }
    }
}

/// What stays the same while one hour's consequences are told.
pub(super) struct Telling<'a> {
    pub(super) parameters: &'a StationSpikeParameters,
    pub(super) station: &'a StationId,
    pub(super) factor: &'a FactorCode,
}

impl Telling<'_> {
    /// Takes what is made of the station at `hour`; `None` if it showed no value.
    pub(super) fn tell(
        &self,
        episode: &mut Option<Episode>,
        hour: Timestamp,
        judged: Option<Judged>,
        findings: &mut Vec<Finding>,
    ) {
        match (episode.as_mut(), judged) {
            (None, Some(judged)) => {
                if judged.is_known
                    && judged.log_odds >= self.parameters.raise_log_odds
                    && judged.excess() > 0.0
                {
                    let begun = Episode {
                        began: hour,
                        last: hour,
                        severity: self.severity(&judged),
                        worst: Some(judged),
                        told_excess: judged.excess(),
                        facts: Vec::new(),
                    };
                    findings.push(self.finding(&begun, hour, FindingState::Ongoing, Some(&judged)));
                    *episode = Some(begun);
                }
            }
            (None, None) => {}
            (Some(open), Some(judged)) if judged.log_odds >= self.parameters.clear_log_odds => {
                open.last = hour;
                if self.grow(open, &judged) {
                    findings.push(self.finding(open, hour, FindingState::Ongoing, Some(&judged)));
                }
            }
            (Some(open), judged) => {
                let silent_s = seconds_between(open.last, hour);
                if judged.is_some() || silent_s >= self.parameters.silent_h * HOUR_S {
                    findings.push(self.finding(open, hour, FindingState::Cleared, judged.as_ref()));
                    *episode = None;
                }
            }
        }
    }

    /// Takes a further hour in; whether that changes the matter in substance.
    fn grow(&self, open: &mut Episode, judged: &Judged) -> bool {
        if open.worst.is_none_or(|worst| judged.excess() > worst.excess()) {
            open.worst = Some(*judged);
        }
        let severity = self.severity(judged).max(open.severity);
        let has_risen = judged.excess() > open.told_excess * (1.0 + self.parameters.retell_rise);
        if severity == open.severity && !has_risen {
            return false;
        }
        open.severity = severity;
        open.told_excess = open.told_excess.max(judged.excess());
        true
    }

    fn severity(&self, judged: &Judged) -> Severity {
        self.parameters.by_multiple.of(judged.multiple())
    }

    fn finding(
        &self,
        episode: &Episode,
        seen: Timestamp,
        state: FindingState,
        judged: Option<&Judged>,
    ) -> Finding {
        let mut facts = match &episode.worst {
            Some(worst) => facts(worst),
            None => episode.facts.clone(),
        };
        let lasted_h = seconds_between(episode.began, episode.last) / HOUR_S + 1;
        facts.push(Fact::figure("hours_of_spike", lasted_h as f64, Unit::One));
        if let (FindingState::Cleared, Some(judged)) = (state, judged) {
            facts.push(Fact::time("explained_hour", judged.hour));
            facts.push(Fact::figure("explained_hour_mean", judged.value, COMMON));
        }
        let key = FindingKey {
            kind: FindingKind::StationSpike,
            subject: Subject::Station(self.station.clone()),
            factor: Some(self.factor.clone()),
        };
        let Episode { began, severity, .. } = *episode;
        Finding { key, severity, state, began, seen, facts, detector: ID.into() }
    }
}

/// The facts of an hour.
fn facts(worst: &Judged) -> Vec<Fact> {
    vec![
        Fact::time("worst_hour", worst.hour),
        Fact::figure("worst_hour_mean", worst.value, COMMON),
        Fact::figure("expected_mean", worst.expected, COMMON),
        Fact::figure("excess", worst.excess(), COMMON),
        Fact::figure("stations_median", worst.of_all, COMMON),
        Fact::figure("stations_judged", worst.stations as f64, Unit::One),
        Fact::figure("log_odds", worst.log_odds, Unit::One),
    ]
}
