//! An instrument held against samples that people took (手工监测比对): what it said at the time of the sample.
//!
//! Samples come long after they were taken, when the laboratory is done; what the instrument said then is looked up by the
//! caller. They are judged in the order of their time: one that is older than the last of its series is passed over.

use std::collections::BTreeMap;

use model::{
    Fact, FactorCode, Finding, FindingKey, FindingKind, FindingState, LimitBasis, OutletId, Reading,
    Severity, Source, Subject, Timestamp, Unit,
};

use super::{Beyond, Context, Detector, limit_fact, limits_of};
use crate::SampleParameters;
use crate::series::Series;

const ID: &str = "sample_at_odds/1";

/// What an instrument said when a sample was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Automatic {
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// The start of the span that it stands for.
    pub from: Timestamp,
    /// The length of that span, s; 0 for a sample at an instant.
    pub span_s: i64,
}

/// What people sampled.
#[derive(Debug, Default)]
pub(crate) struct SampleAtOdds {
    sampled: BTreeMap<(OutletId, FactorCode), Sampled>,
}

#[derive(Debug, Default)]
struct Sampled {
    high_water: Option<Timestamp>,
    /// Since when, and how much it presses.
    told: Option<(Timestamp, Severity)>,
}

impl SampleAtOdds {
    /// Takes a sample of `factor` beside what the instrument said.
    pub(crate) fn compare(
        &mut self,
        context: &Context<'_>,
        factor: &FactorCode,
        sample: &Reading,
        automatic: Automatic,
        findings: &mut Vec<Finding>,
    ) {
        let Source::Outlet(id) = &sample.series.source else { return };
        let Some(manual) = sample.evidence().filter(|manual| manual.is_finite()) else { return };
        let Ok(value) = automatic.unit.convert(automatic.value, sample.unit) else { return };
        let sampled = self.sampled.entry((id.clone(), factor.clone())).or_default();
        if sampled.high_water.is_some_and(|high_water| sample.time <= high_water) {
            return;
        }
        sampled.high_water = Some(sample.time);
        let limit = limits_of(context, id, factor, LimitBasis::HourMean)
            .filter(|limit| limit.holds_at(sample.time))
            .min_by(|a, b| a.upper.total_cmp(&b.upper));
        let SampleParameters { relative, share_of_limit } = context.parameters.samples;
        let of_limit = limit.and_then(|limit| limit.unit.convert(limit.upper, sample.unit).ok());
        let allowed = (relative * manual.abs()).max(share_of_limit * of_limit.unwrap_or(0.0));
        let is_at_odds = (value - manual).abs() > allowed;
        let beyond = |figure: f64| {
            limit.is_some_and(|limit| {
                let figure = sample.unit.convert(figure, limit.unit).ok();
                figure.is_some_and(|figure| Beyond::of(figure, limit).is_some())
            })
        };
        let (state, began, severity) = match (is_at_odds, sampled.told) {
            (false, None) => return,
            (false, Some((began, severity))) => {
                sampled.told = None;
                (FindingState::Cleared, began, severity)
            }
            (true, told) => {
                let severity = if value > manual {
                    Severity::Notice
                } else if beyond(manual) && !beyond(value) {
                    Severity::Grave
                } else {
                    Severity::Serious
                };
                let began = told.map_or(sample.time, |(began, _)| began);
                sampled.told = Some((began, severity));
                (FindingState::Ongoing, began, severity)
            }
        };
        let mut facts = vec![
            Fact::figure("manual_sample", manual, sample.unit),
            Fact::time("sampled_at", sample.time),
            Fact::figure("value", value, sample.unit),
            Fact::time("measured_from", automatic.from),
            Fact::span("measured_over", automatic.span_s),
            Fact::figure("allowed_difference", allowed, sample.unit),
        ];
        facts.extend(limit.map(limit_fact));
        let key = FindingKey {
            kind: FindingKind::SampleAtOdds,
            subject: Subject::Outlet(id.clone()),
            factor: Some(factor.clone()),
        };
        findings.push(Finding { key, severity, state, began, seen: sample.time, facts, detector: ID.into() });
    }
}

impl Detector for SampleAtOdds {
    /// Nothing: what is compared comes by [`SampleAtOdds::compare`].
    fn observe(&mut self, _: &Context<'_>, _: &Series, _: &Reading, _: &mut Vec<Finding>) {}

    fn register_changed(&mut self, context: &Context<'_>) {
        self.sampled.retain(|(id, _), _| context.register.outlets.contains_key(id));
    }

    fn resume(&mut self, _: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let (Subject::Outlet(id), Some(factor)) = (&finding.key.subject, &finding.key.factor) else { return };
        if finding.key.kind == FindingKind::SampleAtOdds {
            let sampled = self.sampled.entry((id.clone(), factor.clone())).or_default();
            sampled.told = Some((finding.began, finding.severity));
            sampled.high_water = Some(finding.seen);
        }
    }
}
