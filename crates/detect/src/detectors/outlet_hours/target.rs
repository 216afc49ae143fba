//! One concentration of an outlet: what its methods say, told as findings.

use model::china::seconds_between;
use model::{Fact, Finding, FindingKey, FindingKind, FindingState, Severity, Subject, Timestamp};

use super::facts::{self, Seen, Sign};
use super::times::Times;
use super::{Hour, ID, KINDS};
use crate::methods::levels::Off;
use crate::methods::outlet::{OutletSeries, Verdict};

/// What an earlier engine told holds until so many hours showed nothing of it: a new engine has yet to learn.
const QUIET_HOURS: u32 = 24;

#[derive(Debug, Default)]
pub(super) struct Target {
    times: Times,
    /// What is ongoing, one of a kind.
    told: Vec<Told>,
}

#[derive(Debug, Clone)]
struct Told {
    kind: FindingKind,
    began: Timestamp,
    facts: Vec<Fact>,
    severity: Severity,
    /// Of an earlier engine: for how many hours nothing of it showed.
    resumed: Option<u32>,
}

impl Target {
    /// Takes over what an earlier engine told.
    pub(super) fn resume(&mut self, finding: &Finding) {
        let Finding { began, severity, .. } = *finding;
        let (kind, facts) = (finding.key.kind, finding.facts.clone());
        self.told.retain(|told| told.kind != kind);
        self.told.push(Told { kind, began, facts, severity, resumed: Some(0) });
    }

    /// Judges an hour by what is known of its series.
    pub(super) fn judge(
        &mut self,
        hour: &Hour<'_>,
        series: &mut OutletSeries,
        companions: &[f64],
        findings: &mut Vec<Finding>,
    ) {
        let parameters = &hour.context.parameters.outlet_hours;
        let missing = self.times.last().map_or(0, |last| seconds_between(last, hour.time) / 3600 - 1);
        if missing > 0 {
            series.gap(parameters, missing.unsigned_abs());
        }
        self.times.push(hour.time);
        let hour_of_day = hour.time.as_second().rem_euclid(86_400) as f64 / 3600.0;
        let verdict = series.push(parameters, hour.value, hour.is_flat, companions, hour_of_day);
        let level = verdict.step.map(|off| self.kind_of(&off, hour));
        for kind in KINDS {
            let seen = Seen { verdict: &verdict, level, hour, times: &self.times };
            let sign = facts::sign(kind, &seen);
            self.tell(kind, sign, &verdict, hour, findings);
        }
    }

    /// What a level that is off is told as: as it was told when it began.
    fn kind_of(&self, off: &Off, hour: &Hour<'_>) -> FindingKind {
        let is_told = |kind: &FindingKind| self.told.iter().any(|told| told.kind == *kind);
        let told = [FindingKind::Unexplained, FindingKind::Step].into_iter().find(is_told);
        told.unwrap_or_else(|| facts::kind_of(off, hour, &self.times))
    }

    fn tell(
        &mut self,
        kind: FindingKind,
        sign: Option<Sign>,
        verdict: &Verdict,
        hour: &Hour<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let place = self.told.iter().position(|told| told.kind == kind);
        let before = place.and_then(|place| self.told.get_mut(place));
        let (state, told) = match (sign, before) {
            (Some(Sign { began, facts, severity }), None) => {
                let told = Told { kind, began, facts, severity, resumed: None };
                self.told.push(told.clone());
                (FindingState::Ongoing, told)
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
                let Some(place) = place else { return };
                (FindingState::Cleared, self.told.swap_remove(place))
            }
            (None, None) => return,
        };
        let Told { began, mut facts, severity, .. } = told;
        let key =
            FindingKey { kind, subject: Subject::Outlet(hour.id.clone()), factor: Some(hour.factor.clone()) };
        if state == FindingState::Cleared {
            facts.push(Fact::time("usual_again", hour.time));
        }
        let seen = hour.time.max(began);
        findings.push(Finding { key, severity, state, began, seen, facts, detector: ID.into() });
    }
}
