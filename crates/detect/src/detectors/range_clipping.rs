//! Samples that stay at the upper end of what their instrument can measure (满量程): what is emitted may be anything above.
//!
//! Only where the register has the measuring range. Real-time samples and minute means are judged in the order of their
//! time; a device that marks its samples as over range says so itself, and nothing is told.

use model::{Fact, Finding, FindingKey, FindingKind, Granularity, Reading, Source, Subject, Timestamp};

use super::lasting::{Lasting, Ongoing, Patience, Verdict};
use super::{Context, Detector, time_is_believable};
use crate::RangeParameters;
use crate::series::{PerSeries, Series};

const ID: &str = "range_clipping/1";

/// The series with a known range.
#[derive(Debug, Default)]
pub(crate) struct RangeClipping {
    series: PerSeries<Top>,
}

#[derive(Debug, Default)]
struct Top {
    /// The latest time that was judged; what is not later is not judged.
    high_water: Option<Timestamp>,
    lasting: Lasting,
}

impl Detector for RangeClipping {
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        let (Some((range, unit)), Source::Outlet(outlet)) = (series.range, &reading.series.source) else {
            return;
        };
        let is_sample = match reading.granularity {
            Granularity::Realtime | Granularity::Minute => true,
            Granularity::Hour | Granularity::Day => false,
        };
        if !is_sample || !time_is_believable(context, reading) {
            return;
        }
        let top = self.series.entry(series.slot, Top::default);
        if top.high_water.is_some_and(|high_water| reading.time <= high_water) {
            return;
        }
        top.high_water = Some(reading.time);
        let RangeParameters { top_share, hold_s, clear_s, by_minutes } = &context.parameters.range;
        let value = reading.evidence().and_then(|value| reading.unit.convert(value, unit).ok());
        let from = range.upper - top_share * (range.upper - range.lower);
        let verdict = match value.filter(|value| value.is_finite()) {
            Some(value) if value >= from => Verdict::Shows,
            Some(_) => Verdict::Calm,
            None => Verdict::Unclear,
        };
        let patience = Patience { hold_s: *hold_s, clear_s: *clear_s, by_minutes };
        let Some((state, ongoing, lasted_s)) = top.lasting.advance(&patience, verdict, reading.time) else {
            return;
        };
        let mut facts: Vec<Fact> =
            value.map(|value| Fact::figure("value", value, unit)).into_iter().collect();
        facts.push(Fact::figure("range_lower", range.lower, unit));
        facts.push(Fact::figure("range_upper", range.upper, unit));
        facts.push(Fact::span("lasted", lasted_s));
        let key = FindingKey {
            kind: FindingKind::RangeClipping,
            subject: Subject::Outlet(outlet.clone()),
            factor: Some(reading.series.factor.clone()),
        };
        let (Ongoing { began, severity }, seen) = (ongoing, reading.time.max(ongoing.began));
        findings.push(Finding { key, severity, state, began, seen, facts, detector: ID.into() });
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.series.register_changed(context.all);
    }

    fn resume(&mut self, _: &Context<'_>, series: Option<&Series>, finding: &Finding) {
        let Some(series) = series else { return };
        if finding.key.kind == FindingKind::RangeClipping {
            self.series.entry(series.slot, Top::default).lasting.resume(finding);
        }
    }
}
