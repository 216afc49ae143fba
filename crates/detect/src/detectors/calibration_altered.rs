//! Instruments whose slope, intercept or range was changed (仪器参数改动), as they tell of them themselves (HJ 212-2017,
//! command 3020). A change is told whatever the figures do; one while the device marked calibration or maintenance is no
//! more than worth a look.
//!
//! Settings that stand for long enough after a change are the ones that later ones are compared with.

use std::collections::BTreeMap;

use model::china::seconds_between;
use model::{
    Beside, Fact, FactorCode, Finding, FindingKey, FindingKind, FindingState, InstrumentParameter,
    LimitBasis, Mark, OutletId, Reading, Severity, Source, Subject, Timestamp, Unit,
};

use super::{Context, Detector, limits_of, time_is_believable};
use crate::CalibrationParameters;
use crate::series::Series;

const ID: &str = "calibration_altered/1";

/// The instruments that told of their settings or marked calibration.
#[derive(Debug, Default)]
pub(crate) struct CalibrationAltered {
    instruments: BTreeMap<(OutletId, FactorCode), Instrument>,
}

#[derive(Debug, Default)]
struct Instrument {
    /// By the order of [`InstrumentParameter::ALL`].
    settings: [Option<Setting>; 3],
    /// When the device last marked its figures as calibration or maintenance.
    marked: Option<Timestamp>,
    told: Option<Told>,
    /// What an engine before this one has told of; up to here nothing is told.
    told_until: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy)]
struct Setting {
    /// The figure that others are compared with.
    stands: f64,
    /// When it was last told.
    seen: Timestamp,
    altered: Option<Altered>,
}

#[derive(Debug, Clone, Copy)]
struct Altered {
    to: f64,
    /// The setting was still the former one.
    after: Timestamp,
    /// When the new one was first told.
    at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Told {
    began: Timestamp,
    severity: Severity,
}

impl Detector for CalibrationAltered {
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        let Source::Outlet(outlet) = &reading.series.source else { return };
        if matches!(reading.mark, Mark::Calibration | Mark::Maintenance) {
            let instrument = (outlet.clone(), reading.series.factor.clone());
            let marked = &mut self.instruments.entry(instrument).or_default().marked;
            *marked = (*marked).max(Some(reading.time));
        }
        let Some((factor, Beside::Parameter(parameter))) = series.beside.as_deref() else { return };
        let Some(figure) = reading.evidence().filter(|figure| figure.is_finite()) else { return };
        if !time_is_believable(context, reading) {
            return;
        }
        let key = (outlet.clone(), factor.clone());
        let instrument = self.instruments.entry(key.clone()).or_default();
        if instrument.take(*parameter, figure, reading.time, &context.parameters.calibration) {
            findings.extend(instrument.tell(context, &key, reading.time));
        }
    }

    fn tick(&mut self, context: &Context<'_>, now: Timestamp, findings: &mut Vec<Finding>) {
        for (key, instrument) in &mut self.instruments {
            if instrument.told.is_none() {
                continue;
            }
            let context = &context.of_source(&Source::Outlet(key.0.clone()));
            if instrument.settle(now, &context.parameters.calibration) {
                findings.extend(instrument.tell(context, key, now));
            }
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.instruments.retain(|(id, _), _| context.register.outlets.contains_key(id));
    }

    fn resume(&mut self, _: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let (Subject::Outlet(id), Some(factor)) = (&finding.key.subject, &finding.key.factor) else { return };
        if finding.key.kind == FindingKind::CalibrationAltered {
            let instrument = self.instruments.entry((id.clone(), factor.clone())).or_default();
            instrument.told = Some(Told { began: finding.began, severity: finding.severity });
            instrument.told_until = Some(finding.seen);
        }
    }
}

impl Instrument {
    /// Takes what a setting is at `time`; whether that is news.
    fn take(
        &mut self,
        parameter: InstrumentParameter,
        figure: f64,
        time: Timestamp,
        parameters: &CalibrationParameters,
    ) -> bool {
        let is_same = |a: f64, b: f64| (a - b).abs() <= parameters.tolerance * a.abs().max(b.abs());
        let Some(setting) = self.settings.get_mut(place(parameter)) else { return false };
        let Some(setting) = setting else {
            *setting = Some(Setting { stands: figure, seen: time, altered: None });
            return false;
        };
        if time <= setting.seen {
            return false;
        }
        let before = std::mem::replace(&mut setting.seen, time);
        if is_same(figure, setting.stands) {
            return setting.altered.take().is_some();
        }
        match &mut setting.altered {
            Some(altered) if is_same(figure, altered.to) => false,
            Some(altered) => {
                (altered.to, altered.at) = (figure, time);
                true
            }
            None => {
                setting.altered = Some(Altered { to: figure, after: before, at: time });
                true
            }
        }
    }

    /// Lets settings stand that were changed long enough before `now`; whether any were.
    fn settle(&mut self, now: Timestamp, parameters: &CalibrationParameters) -> bool {
        let mut any = false;
        for setting in self.settings.iter_mut().flatten() {
            if let Some(altered) = setting.altered
                && seconds_between(altered.at, now) >= parameters.settle_s
            {
                (setting.stands, setting.altered) = (altered.to, None);
                any = true;
            }
        }
        any
    }

    /// What is to be told at `now` of the settings as they are.
    fn tell(
        &mut self,
        context: &Context<'_>,
        key: &(OutletId, FactorCode),
        now: Timestamp,
    ) -> Option<Finding> {
        let altered: Vec<(InstrumentParameter, f64, Altered)> = InstrumentParameter::ALL
            .into_iter()
            .zip(&self.settings)
            .filter_map(|(parameter, setting)| {
                let setting = setting.as_ref()?;
                Some((parameter, setting.stands, setting.altered?))
            })
            .collect();
        let is_calibration = altered.iter().all(|(_, _, altered)| {
            self.marked.is_some_and(|marked| marked >= altered.after && marked <= altered.at)
        });
        let (state, told) = match (altered.iter().map(|(_, _, altered)| altered.at).min(), self.told) {
            (None, told) => {
                self.told = None;
                (FindingState::Cleared, told?)
            }
            (Some(first), told) => {
                let began = told.map_or(first, |told| told.began);
                let severity =
                    if is_calibration { Severity::Notice } else { severity(context, key, &altered) };
                let told = Told { began, severity };
                self.told = Some(told);
                (FindingState::Ongoing, told)
            }
        };
        if self.told_until.is_some_and(|until| now <= until) {
            return None;
        }
        let mut facts: Vec<Fact> = altered.iter().flat_map(facts_of).collect();
        facts.extend(is_calibration.then_some(self.marked).flatten().map(|at| Fact::time("marked_at", at)));
        Some(Finding {
            key: FindingKey {
                kind: FindingKind::CalibrationAltered,
                subject: Subject::Outlet(key.0.clone()),
                factor: Some(key.1.clone()),
            },
            severity: told.severity,
            state,
            began: told.began,
            seen: now.max(told.began),
            facts,
            detector: ID.into(),
        })
    }
}

fn place(parameter: InstrumentParameter) -> usize {
    InstrumentParameter::ALL.iter().position(|other| *other == parameter).unwrap_or_default()
}

fn severity(
    context: &Context<'_>,
    (outlet, factor): &(OutletId, FactorCode),
    altered: &[(InstrumentParameter, f64, Altered)],
) -> Severity {
    let limits = limits_of(context, outlet, factor, LimitBasis::HourMean);
    let limit = limits.map(|limit| limit.upper).min_by(f64::total_cmp);
    let share = |(parameter, before, altered): &(InstrumentParameter, f64, Altered)| {
        let of = match parameter {
            InstrumentParameter::Slope | InstrumentParameter::Range => *before,
            InstrumentParameter::Intercept => limit.unwrap_or(*before),
        };
        (altered.to - before).abs() / of.abs()
    };
    // A share of nothing is infinite, or no number.
    let is_serious = |share: f64| share.is_nan() || share >= context.parameters.calibration.serious_from;
    if altered.iter().map(share).any(is_serious) { Severity::Serious } else { Severity::Moderate }
}

fn facts_of((parameter, before, altered): &(InstrumentParameter, f64, Altered)) -> [Fact; 4] {
    let names = match parameter {
        InstrumentParameter::Slope => ["slope_before", "slope_after"],
        InstrumentParameter::Intercept => ["intercept_before", "intercept_after"],
        InstrumentParameter::Range => ["range_before", "range_after"],
    };
    let [former, new] = names;
    [
        Fact::figure(former, *before, Unit::One),
        Fact::figure(new, altered.to, Unit::One),
        Fact::time("changed_after", altered.after),
        Fact::time("changed_before", altered.at),
    ]
}
