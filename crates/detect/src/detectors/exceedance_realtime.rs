//! Real-time and minute samples beyond their limit for longer than a spike (实时数据超标).

use std::collections::VecDeque;

use model::china::seconds_between;
use model::{
    Fact, FactorCode, Finding, FindingKey, FindingKind, FindingState, Granularity, Limit, LimitBasis,
    OutletId, Reading, Severity, Source, Subject, Timestamp, Unit,
};

use super::{Beyond, Context, Detector, comparable, declares_no_measurement, limit_fact, time_is_believable};
use crate::RealtimeParameters;
use crate::series::{PerSeries, Series};

const ID: &str = "exceedance_realtime/1";

/// A hostile device may send any number of samples in the window; more than these are not remembered.
const MOST_SAMPLES: usize = 1024;

/// The recent samples of every limited series, real-time ones and minute means apart.
#[derive(Debug, Default)]
pub(crate) struct ExceedanceRealtime {
    lanes: PerSeries<Lanes>,
}

#[derive(Debug, Default)]
struct Lanes {
    realtime: Lane,
    minute: Lane,
    ongoing: Option<Ongoing>,
}

#[derive(Debug, Default)]
struct Lane {
    /// The latest time that was judged; what is not later is not judged.
    high_water: Option<Timestamp>,
    samples: VecDeque<Sample>,
    declared_in_a_row: u32,
}

#[derive(Debug, Clone, Copy)]
struct Sample {
    time: Timestamp,
    figure: f64,
    beyond: Option<Beyond>,
    /// Within the limit by the margin that ends a finding.
    well_within: bool,
}

#[derive(Debug, Clone, Copy)]
struct Ongoing {
    granularity: Granularity,
    began: Timestamp,
    severity: Severity,
    worst: Option<(Timestamp, f64, Beyond)>,
    told_worst: f64,
}

impl Detector for ExceedanceRealtime {
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        let Source::Outlet(outlet) = &reading.series.source else { return };
        if !matches!(reading.granularity, Granularity::Realtime | Granularity::Minute)
            || !time_is_believable(context, reading)
        {
            return;
        }
        let factor = &reading.series.factor;
        let parameters = &context.parameters.realtime;
        let Some(limit) = limit_for_samples(context, series, reading.time) else { return };
        let lanes = self.lanes.entry(series.slot, Lanes::default);
        let lane = match reading.granularity {
            Granularity::Realtime => &mut lanes.realtime,
            Granularity::Minute | Granularity::Hour | Granularity::Day => &mut lanes.minute,
        };
        if lane.high_water.is_some_and(|high_water| reading.time <= high_water) {
            return;
        }
        lane.high_water = Some(reading.time);
        let telling = Telling { outlet, factor, limit, parameters, granularity: reading.granularity };
        lane.learn(reading, limit, parameters);
        telling.tell(reading, lanes, findings);
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.lanes.register_changed(context.all);
    }

    fn resume(&mut self, _: &Context<'_>, series: Option<&Series>, finding: &Finding) {
        let Some(series) = series else { return };
        if finding.key.kind != FindingKind::ExceedanceRealtime {
            return;
        }
        let minute = Fact::text("granularity", "minute");
        let granularity =
            if finding.facts.contains(&minute) { Granularity::Minute } else { Granularity::Realtime };
        let lanes = self.lanes.entry(series.slot, Lanes::default);
        // What the earlier engine judged is not judged again, in whatever order it is replayed.
        lanes.realtime.high_water = lanes.realtime.high_water.max(Some(finding.seen));
        lanes.minute.high_water = lanes.minute.high_water.max(Some(finding.seen));
        lanes.ongoing = Some(Ongoing {
            granularity,
            began: finding.began,
            severity: finding.severity,
            worst: None,
            told_worst: 0.0,
        });
    }
}

/// The limit for samples; where there is none, the one for hour means, if the parameters say so.
fn limit_for_samples<'a>(context: &Context<'_>, series: &'a Series, time: Timestamp) -> Option<&'a Limit> {
    series.limit_in_force(LimitBasis::Realtime, time).or_else(|| {
        let is_wanted = context.parameters.realtime.against_hour_limit;
        is_wanted.then(|| series.limit_in_force(LimitBasis::HourMean, time))?
    })
}

impl Lane {
    fn learn(&mut self, reading: &Reading, limit: &Limit, parameters: &RealtimeParameters) {
        if declares_no_measurement(&reading.mark) {
            self.declared_in_a_row = self.declared_in_a_row.saturating_add(1);
            return;
        }
        let Some(figure) = comparable(reading, limit) else { return };
        self.declared_in_a_row = 0;
        let beyond = Beyond::of(figure, limit);
        let upper = limit.upper - limit.upper.abs() * parameters.clear_margin;
        let well_within = beyond.is_none() && figure <= upper;
        self.samples.push_back(Sample { time: reading.time, figure, beyond, well_within });
        let keep_s = parameters.hold_s.max(parameters.clear_s);
        while self.samples.len() > MOST_SAMPLES
            || self.samples.front().is_some_and(|first| seconds_between(first.time, reading.time) > keep_s)
        {
            self.samples.pop_front();
        }
    }

    fn since(&self, span_s: i64) -> impl Iterator<Item = &Sample> {
        let last = self.samples.back().map(|sample| sample.time);
        self.samples
            .iter()
            .filter(move |sample| last.is_some_and(|last| seconds_between(sample.time, last) <= span_s))
    }

    /// From when samples have lain beyond the limit, if they have for longer than a spike.
    fn exceeds_since(&self, parameters: &RealtimeParameters, least: usize) -> Option<Timestamp> {
        // Nearly every series is within its limit, at every reading.
        if !self.samples.iter().any(|sample| sample.beyond.is_some()) {
            return None;
        }
        let all = self.since(parameters.hold_s).count();
        let beyond: Vec<&Sample> =
            self.since(parameters.hold_s).filter(|sample| sample.beyond.is_some()).collect();
        let (first, last) = (beyond.first()?, beyond.last()?);
        let enough = beyond.len() >= least && beyond.len() as f64 >= all as f64 * parameters.hold_share;
        // The window may hold little more than a few quick samples; most of it must be covered.
        let covered =
            seconds_between(first.time, last.time) as f64 >= parameters.hold_s as f64 * parameters.hold_share;
        (enough && covered).then_some(first.time)
    }

    fn is_over(&self, parameters: &RealtimeParameters) -> bool {
        let calm: Vec<&Sample> = self.samples.iter().rev().take_while(|sample| sample.well_within).collect();
        match (calm.last(), calm.first()) {
            (Some(first), Some(last)) => {
                calm.len() > 1
                    && seconds_between(first.time, last.time) as f64 >= parameters.clear_s as f64 * 0.8
            }
            _ => false,
        }
    }
}

struct Telling<'a> {
    outlet: &'a OutletId,
    factor: &'a FactorCode,
    limit: &'a Limit,
    parameters: &'a RealtimeParameters,
    granularity: Granularity,
}

impl Telling<'_> {
    fn tell(&self, reading: &Reading, lanes: &mut Lanes, findings: &mut Vec<Finding>) {
        let least = match self.granularity {
            Granularity::Realtime => self.parameters.hold_samples,
            Granularity::Minute | Granularity::Hour | Granularity::Day => self.parameters.hold_minute_means,
        };
        let Lanes { realtime, minute, ongoing } = lanes;
        let lane = if self.granularity == Granularity::Realtime { realtime } else { minute };
        let Some(current) = ongoing else {
            if let Some(began) = lane.exceeds_since(self.parameters, least) {
                let first = self.first(lane, began);
                findings.push(self.finding(&first, reading.time, lane, FindingState::Ongoing));
                *ongoing = Some(first);
            }
            return;
        };
        if current.granularity != self.granularity {
            return;
        }
        if lane.declared_in_a_row >= self.parameters.declared_samples.max(1) {
            let mut finding = self.finding(current, reading.time, lane, FindingState::Cleared);
            finding.facts.push(Fact::text("device_declared", reading.mark.text()));
            finding.facts.push(Fact::time("declared_at", reading.time));
            findings.push(finding);
            lane.samples.clear();
            *ongoing = None;
        } else if lane.is_over(self.parameters) {
            let mut finding = self.finding(current, reading.time, lane, FindingState::Cleared);
            let back = lane.samples.iter().rev().take_while(|sample| sample.well_within).last();
            finding.facts.extend(back.map(|sample| Fact::time("within_limit_since", sample.time)));
            findings.push(finding);
            *ongoing = None;
        } else if self.grow(current, lane) {
            findings.push(self.finding(current, reading.time, lane, FindingState::Ongoing));
        }
    }

    fn first(&self, lane: &Lane, began: Timestamp) -> Ongoing {
        let worst = worst_of(lane.samples.iter().filter(|sample| sample.time >= began));
        Ongoing {
            granularity: self.granularity,
            began,
            severity: self.severity(lane),
            worst,
            told_worst: worst.map_or(0.0, |(_, _, beyond)| beyond.size()),
        }
    }

    /// Takes the newest sample in; whether that changes the matter in substance.
    fn grow(&self, ongoing: &mut Ongoing, lane: &Lane) -> bool {
        let newest = worst_of(lane.samples.back().into_iter());
        if newest.is_some_and(|(_, _, beyond)| {
            ongoing.worst.is_none_or(|(_, _, worst)| beyond.size() > worst.size())
        }) {
            ongoing.worst = newest;
        }
        // Severity only grows: the samples' mean falls on the way back to the limit, and that is no news.
        let severity = self.severity(lane).max(ongoing.severity);
        let size = ongoing.worst.map_or(0.0, |(_, _, beyond)| beyond.size());
        let risen = ongoing.worst.is_some()
            && size - ongoing.told_worst > self.parameters.retell_rise * (1.0 + ongoing.told_worst);
        if severity == ongoing.severity && !risen {
            return false;
        }
        ongoing.severity = severity;
        ongoing.told_worst = size;
        true
    }

    fn severity(&self, lane: &Lane) -> Severity {
        let mean = mean(lane.since(self.parameters.hold_s).map(|sample| sample.figure));
        match mean.and_then(|mean| Beyond::of(mean, self.limit)) {
            Some(Beyond::Multiple(multiple)) => self.parameters.by_multiple.of(multiple),
            Some(Beyond::Distance(_)) | None => self.parameters.by_multiple.base,
        }
    }

    fn finding(&self, ongoing: &Ongoing, seen: Timestamp, lane: &Lane, state: FindingState) -> Finding {
        let unit = self.limit.unit;
        let mut facts = vec![Fact::time("beyond_since", ongoing.began)];
        let samples: Vec<&Sample> = lane.since(self.parameters.hold_s).collect();
        if let Some(last) = samples.last() {
            facts.push(Fact::figure("latest_sample", last.figure, unit));
        }
        if let Some(mean) = mean(samples.iter().map(|sample| sample.figure)) {
            facts.push(Fact::figure("samples_mean", mean, unit));
        }
        let beyond = samples.iter().filter(|sample| sample.beyond.is_some()).count();
        facts.push(Fact::figure("samples_beyond", beyond as f64, Unit::One));
        facts.push(Fact::figure("samples_judged", samples.len() as f64, Unit::One));
        facts.push(limit_fact(self.limit));
        if self.limit.basis != LimitBasis::Realtime {
            facts.push(Fact::text("limit_basis", "hour_mean"));
        }
        if let Some((time, figure, beyond)) = ongoing.worst {
            facts.push(Fact::figure("worst_sample", figure, unit));
            facts.push(Fact::time("worst_at", time));
            facts.push(beyond.fact(unit));
        }
        let granularity = if ongoing.granularity == Granularity::Minute { "minute" } else { "realtime" };
        facts.push(Fact::text("granularity", granularity));
        let key = FindingKey {
            kind: FindingKind::ExceedanceRealtime,
            subject: Subject::Outlet(self.outlet.clone()),
            factor: Some(self.factor.clone()),
        };
        let Ongoing { began, severity, .. } = *ongoing;
        Finding { key, severity, state, began, seen, facts, detector: ID.into() }
    }
}

fn worst_of<'a>(samples: impl Iterator<Item = &'a Sample>) -> Option<(Timestamp, f64, Beyond)> {
    samples
        .filter_map(|sample| Some((sample.time, sample.figure, sample.beyond?)))
        .max_by(|a, b| a.2.size().total_cmp(&b.2.size()))
}

fn mean(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = figures.fold((0.0, 0usize), |(sum, count), figure| (sum + figure, count + 1));
    (count > 0).then(|| sum / count as f64)
}
