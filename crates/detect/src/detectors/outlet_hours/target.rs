//! One concentration of an outlet: what its methods say, told as findings.

use model::china::seconds_between;
use model::{Fact, Finding, FindingKey, FindingKind, FindingState, Subject, Timestamp};

use super::facts::{self, Sign};
use super::times::Times;
use super::{Hour, ID, KINDS};
use crate::methods::outlet::{OutletParameters, OutletSeries, Verdict};

/// What an earlier engine told holds until so many hours showed nothing of it: a new engine has yet to learn.
const QUIET_HOURS: u32 = 24;

#[derive(Debug)]
pub(super) struct Target {
    series: OutletSeries,
    times: Times,
    /// By the place of their kind in [`KINDS`].
    told: [Option<Told>; KINDS.len()],
}

#[derive(Debug, Clone)]
struct Told {
    began: Timestamp,
    facts: Vec<Fact>,
    severity: model::Severity,
    /// Of an earlier engine: for how many hours nothing of it showed.
    resumed: Option<u32>,
}

impl Target {
    pub(super) fn new(companions: usize, parameters: &OutletParameters) -> Self {
        let told = [const { None }; KINDS.len()];
        Self { series: OutletSeries::new(companions, parameters), times: Times::default(), told }
    }

    /// Takes over what an earlier engine told.
    pub(super) fn resume(&mut self, finding: &Finding) {
        let Some(place) = KINDS.iter().position(|kind| *kind == finding.key.kind) else { return };
        let Finding { began, severity, .. } = *finding;
        self.told[place] = Some(Told { began, facts: finding.facts.clone(), severity, resumed: Some(0) });
    }

    pub(super) fn judge(&mut self, hour: &Hour<'_>, companions: &[f64], findings: &mut Vec<Finding>) {
        let missing = self.times.last().map_or(0, |last| seconds_between(last, hour.time) / 3600 - 1);
        if missing > 0 {
            self.series.gap(missing.unsigned_abs());
        }
        self.times.push(hour.time);
        let hour_of_day = hour.time.as_second().rem_euclid(86_400) as f64 / 3600.0;
        let verdict = self.series.push(hour.value, companions, hour_of_day);
        for (place, kind) in KINDS.into_iter().enumerate() {
            let sign = facts::sign(kind, &verdict, hour, &self.times);
            self.tell(place, kind, sign, &verdict, hour, findings);
        }
    }

    fn tell(
        &mut self,
        place: usize,
        kind: FindingKind,
        sign: Option<Sign>,
        verdict: &Verdict,
        hour: &Hour<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(told) = self.told.get_mut(place) else { return };
        let state = match (sign, told.as_mut()) {
            (Some(sign), None) => {
                let Sign { began, facts, severity } = sign;
                *told = Some(Told { began, facts, severity, resumed: None });
                FindingState::Ongoing
            }
            (Some(_), Some(before)) => {
                before.resumed = None;
                return;
            }
            (None, Some(before)) => {
                if let Some(quiet) = before.resumed.as_mut() {
                    *quiet += 1;
                    if *quiet < QUIET_HOURS || verdict.expected.is_none() {
                        return;
                    }
                }
                FindingState::Cleared
            }
            (None, None) => return,
        };
        let key =
            FindingKey { kind, subject: Subject::Outlet(hour.id.clone()), factor: Some(hour.factor.clone()) };
        let kept = if state == FindingState::Cleared { told.take() } else { told.clone() };
        let Some(Told { began, mut facts, severity, .. }) = kept else { return };
        if state == FindingState::Cleared {
            facts.push(Fact::time("usual_again", hour.time));
        }
        let seen = hour.time.max(began);
        findings.push(Finding { key, severity, state, began, seen, facts, detector: ID.into() });
    }
}
