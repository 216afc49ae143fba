//! Day means beyond the limit in force on their day (日均值超标).
//!
//! The mean is that of the hours that count: weighted by the water that flowed where a concentration in water is
//! limited and every one of those hours has its flow, as HJ 212-2017 annex D has it, else each hour the same. A day of
//! which fewer hours count than the parameters ask for has no mean, and nothing is told of it. What the device itself
//! sends as its mean of the day speaks only where no hour of that day came.
//!
//! A day is judged soon after its end where all its hours are there, or else after late ones had time to come. Hours
//! that come later still have it judged again.

use std::collections::BTreeMap;

use model::china::{day_start, plus_seconds};
use model::{
    Fact, Finding, FindingKind, Granularity, Limit, LimitBasis, OutletId, Reading, Source, Timestamp, Unit,
    flow,
};

use self::days::{Day, Days, hour_of};
use super::means::{Basis, KnownMeans, Means, Severities, Telling, Told, Words};
use super::{Context, Detector, comparable, time_is_believable};
use crate::series::{PerSeries, Series};

mod days;

const HOUR_S: i64 = 3600;
const DAY_S: i64 = 86_400;

const BASIS: Basis = Basis {
    kind: FindingKind::ExceedanceDay,
    limit: LimitBasis::DayMean,
    // By noon, as the statistics have it: a limit that changes during a day judges that day once.
    limit_at_s: DAY_S / 2,
    detector: "exceedance_day/1",
    words: Words {
        time: "day",
        mean: "day_mean",
        mean_converted: "day_mean_converted",
        means_over: "days_over",
        worst_time: "worst_day",
        worst_mean: "worst_day_mean",
        compliant_time: "compliant_day",
        compliant_mean: "compliant_day_mean",
    },
};

/// The last days of every series with a limit of day means.
#[derive(Debug, Default)]
pub(crate) struct ExceedanceDay {
    series: PerSeries<Limited>,
    /// Cubic metres by hour, of outfalls with such a limit.
    flows: BTreeMap<OutletId, Days>,
    /// When the next day is to be judged.
    due: Option<Timestamp>,
}

#[derive(Debug, Default)]
struct Limited {
    days: Days,
    known: KnownMeans,
    ongoing: Option<Told>,
    is_weighted: bool,
}

/// The mean of a day, with what it is made of.
struct DayMean {
    figure: f64,
    about: Vec<Fact>,
}

impl Detector for ExceedanceDay {
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        let Source::Outlet(outlet) = &reading.series.source else { return };
        if !time_is_believable(context, reading) {
            return;
        }
        match reading.granularity {
            Granularity::Hour => self.take_hour(context, series, outlet, reading, findings),
            Granularity::Day => self.take_day(context, series, reading, findings),
            Granularity::Realtime | Granularity::Minute => {}
        }
    }

    fn tick(&mut self, context: &Context<'_>, now: Timestamp, findings: &mut Vec<Finding>) {
        if self.due.is_none_or(|due| now < due) {
            return;
        }
        self.due = None;
        for (slot, limited) in self.series.iter_mut() {
            let Some(series) = context.all.get(slot) else { continue };
            let context = &context.of_series(series);
            limited.judge_due(context, series, &self.flows, now, findings);
            self.due = earlier(self.due, limited.days.next_due(&context.parameters.exceedance_day));
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.series.register_changed(context.all);
        self.flows.retain(|id, _| has_day_limit(context, id));
    }

    fn resume(&mut self, _: &Context<'_>, series: Option<&Series>, finding: &Finding) {
        let Some(series) = series else { return };
        if finding.key.kind == FindingKind::ExceedanceDay {
            self.series.entry(series.slot, Limited::default).ongoing = Some(Told::by(finding));
        }
    }
}

impl ExceedanceDay {
    fn take_hour(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        outlet: &OutletId,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        let parameters = &context.parameters.exceedance_day;
        let hour = hour_of(reading.time);
        if reading.series.factor.as_str() == flow::WATER && has_day_limit(context, outlet) {
            let volume_m3 = reading.evidence().and_then(|_| flow::volume_m3(reading));
            let flows = self.flows.entry(outlet.clone()).or_default();
            flows.put(hour, volume_m3, parameters.memory_d);
        }
        let Some(limit) = BASIS.limit(series, day_start(hour)) else { return };
        let limited = self.series.entry(series.slot, Limited::default);
        limited.is_weighted = is_weighted(reading.unit);
        let has_changed = limited.days.put(hour, comparable(reading, limit), parameters.memory_d);
        let was_looked_at = limited.days.day(day_start(hour)).is_some_and(|day| day.is_looked_at);
        if has_changed && was_looked_at {
            limited.judge(context, series, &self.flows, day_start(hour), findings);
        }
        limited.judge_due(context, series, &self.flows, plus_seconds(reading.time, HOUR_S), findings);
        self.due = earlier(self.due, limited.days.next_due(parameters));
    }

    /// The device's own mean of a day.
    fn take_day(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        let start = day_start(plus_seconds(reading.time, DAY_S / 2));
        let Some(limit) = BASIS.limit(series, start) else { return };
        let Some(figure) = comparable(reading, limit) else { return };
        let limited = self.series.entry(series.slot, Limited::default);
        if limited.days.day(start).is_none() {
            let about = vec![Fact::text("day_mean_from", "device")];
            limited.learn(context, series, start, limit, &DayMean { figure, about }, findings);
        }
    }
}

impl Limited {
    /// Judges the days whose time has come by `now`.
    fn judge_due(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        flows: &BTreeMap<OutletId, Days>,
        now: Timestamp,
        findings: &mut Vec<Finding>,
    ) {
        while let Some(start) = self.days.take_due(&context.parameters.exceedance_day, now) {
            self.judge(context, series, flows, start, findings);
        }
    }

    fn judge(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        flows: &BTreeMap<OutletId, Days>,
        start: Timestamp,
        findings: &mut Vec<Finding>,
    ) {
        let Source::Outlet(outlet) = &series.key.source else { return };
        let Some(limit) = BASIS.limit(series, start) else { return };
        let Some(day) = self.days.day(start).filter(|_| self.days.began_by(start)) else { return };
        let flow = self.is_weighted.then(|| flows.get(outlet)?.day(start)).flatten();
        if let Some(mean) = mean_of(day, flow, context.parameters.exceedance_day.least_hours) {
            self.learn(context, series, start, limit, &mean, findings);
        }
    }

    fn learn(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        start: Timestamp,
        limit: &Limit,
        mean: &DayMean,
        findings: &mut Vec<Finding>,
    ) {
        let Source::Outlet(outlet) = &series.key.source else { return };
        let parameters = &context.parameters.exceedance_day;
        let mut means = Means { known: &mut self.known, ongoing: &mut self.ongoing };
        if means.learn(start, mean.figure, limit, parameters.memory_d.saturating_mul(DAY_S)) {
            let severities = Severities {
                by_multiple: &parameters.by_multiple,
                by_ph_distance: &parameters.by_ph_distance,
            };
            let (factor, about) = (&series.key.factor, mean.about.as_slice());
            let telling = Telling { basis: &BASIS, severities, series, outlet, factor, limit, about };
            telling.tell(&mut means, start, findings);
        }
    }
}

/// The mean of the hours that count; `None` where they are fewer than `least`.
fn mean_of(day: &Day, flow: Option<&Day>, least: u32) -> Option<DayMean> {
    let count = day.hours().count();
    if count == 0 || count < least as usize {
        return None;
    }
    let volumes: Option<Vec<(f64, f64)>> =
        flow.and_then(|flow| day.hours().map(|(hour, figure)| Some((figure, flow.hour(hour)?))).collect());
    let volume: f64 = volumes.iter().flatten().map(|(_, volume)| volume).sum();
    let weighted = volumes.filter(|_| volume > 0.0).map(|volumes| {
        let load: f64 = volumes.iter().map(|(figure, volume)| figure * volume).sum();
        load / volume
    });
    let mut about = vec![Fact::figure("valid_hours", count as f64, Unit::One)];
    about.push(Fact::text("day_mean_from", if weighted.is_some() { "hours_by_flow" } else { "hours" }));
    let figure =
        weighted.unwrap_or_else(|| day.hours().map(|(_, figure)| figure).sum::<f64>() / count as f64);
    figure.is_finite().then_some(DayMean { figure, about })
}

/// Whether the mean of a day is weighted by flow: concentrations in water are.
fn is_weighted(unit: Unit) -> bool {
    unit == Unit::MilligramPerLitre || unit == Unit::MicrogramPerLitre
}

fn has_day_limit(context: &Context<'_>, outlet: &OutletId) -> bool {
    let limits = context.register.outlets.get(outlet).map(|outlet| outlet.limits.as_slice());
    limits.unwrap_or_default().iter().any(|limit| limit.basis == LimitBasis::DayMean)
}

fn earlier(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    a.into_iter().chain(b).min()
}
