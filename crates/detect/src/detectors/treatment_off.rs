//! Production that runs while its treatment does not (生产设施运行而治理设施未运行), from paired meters.
//!
//! A treatment meter that is silent, or whose states are not yet known, proves nothing: then nothing is told.

use std::collections::{BTreeMap, BTreeSet};

use model::china::seconds_between;
use model::{
    Fact, Finding, FindingKey, FindingKind, FindingState, LineId, MeterId, MeterTarget, Origin, Problem,
    Reading, Severity, Source, Subject, Timestamp, TreatmentUnitId, Unit, power, problem_bounds,
};

use self::pairing::{StartLag, Treated};
use super::{Context, Detector, time_is_believable};
use crate::power::Meter;
use crate::series::Series;
use crate::{MeterState, PowerState};

mod pairing;

const ID: &str = "treatment_off/1";

/// The meters of all treatment units and of the lines that they treat.
#[derive(Debug, Default)]
pub(crate) struct TreatmentOff {
    meters: BTreeMap<MeterId, Meter>,
    units: BTreeMap<TreatmentUnitId, Watch>,
    units_by_meter: BTreeMap<MeterId, BTreeSet<TreatmentUnitId>>,
}

/// One treatment unit with its circuits, and what is going on there.
#[derive(Debug, Default)]
struct Watch {
    treatment: Vec<MeterId>,
    lines: Vec<(LineId, MeterId)>,
    /// What each line's past says, by its meter.
    treated: BTreeMap<MeterId, Treated>,
    start_lag: StartLag,
    /// From when, by the readings, production has run without treatment.
    off_since: Option<Timestamp>,
    /// From when that has been over.
    calm_since: Option<Timestamp>,
    judged_until: Option<Timestamp>,
    /// What an engine before this one has told of; up to here this one only learns.
    told_until: Option<Timestamp>,
    ongoing: Option<Ongoing>,
}

#[derive(Debug, Clone, PartialEq)]
struct Ongoing {
    began: Timestamp,
    severity: Severity,
    /// Every line that has run since.
    running: BTreeSet<LineId>,
}

/// What the meters of one unit say together at one time.
enum Verdict {
    /// Lines run, treatment does not, and all of it is known.
    Off { began: Timestamp, running: BTreeSet<LineId> },
    /// Treatment runs, since when.
    Treated(Option<Timestamp>),
    /// No line runs.
    AtRest,
    /// A meter that it takes is silent or not understood.
    Unclear,
}

impl TreatmentOff {
    /// What `meter` says.
    pub(crate) fn meter_state(&self, meter: &MeterId) -> Option<MeterState> {
        self.meters.get(meter)?.state()
    }

    fn verdict(&self, context: &Context<'_>, watch: &Watch, now: Timestamp) -> Verdict {
        let fresh = |meter: &MeterId| {
            let meter = self.meters.get(meter)?;
            let state = meter.state().filter(|state| state.state != PowerState::Unknown)?;
            meter.is_fresh(&context.parameters.power, now).then_some(state)
        };
        let treatment: Vec<Option<MeterState>> = watch.treatment.iter().map(fresh).collect();
        let lines: Vec<(&LineId, Option<MeterState>)> =
            watch.lines.iter().map(|(line, meter)| (line, fresh(meter))).collect();
        if let Some(runs) = treatment.iter().flatten().find(|state| state.state == PowerState::Running) {
            return Verdict::Treated(runs.since);
        }
        // What is told of some lines is over when these rest, whatever is known of the others.
        let told = watch.ongoing.as_ref().map(|ongoing| &ongoing.running).filter(|told| !told.is_empty());
        let must_rest = |line: &LineId| told.is_none_or(|told| told.contains(line));
        let rests =
            |state: &Option<MeterState>| state.is_some_and(|state| state.state != PowerState::Running);
        let runs = |state: &Option<MeterState>| state.is_some_and(|state| state.state == PowerState::Running);
        if lines.iter().all(|(line, state)| rests(state) || (!must_rest(line) && !runs(state))) {
            return Verdict::AtRest;
        }
        let running: Vec<_> = lines
            .iter()
            .filter_map(|(line, state)| Some(((*line).clone(), (*state)?)))
            .filter(|(_, state)| state.state == PowerState::Running)
            .collect();
        let off: Option<Vec<MeterState>> = treatment.into_iter().collect();
        let (Some(off), false) = (off.filter(|off| !off.is_empty()), running.is_empty()) else {
            return Verdict::Unclear;
        };
        let started = running.iter().filter_map(|(_, state)| state.since).min();
        let stopped = off.iter().filter_map(|state| state.since).max();
        Verdict::Off {
            began: started.max(stopped).unwrap_or(now),
            running: running.into_iter().map(|(line, _)| line).collect(),
        }
    }

    /// Takes what `meter` has just said into account for one unit.
    fn judge(
        &mut self,
        context: &Context<'_>,
        id: &TreatmentUnitId,
        meter: &MeterId,
        now: Timestamp,
        findings: &mut Vec<Finding>,
    ) {
        let Some(mut watch) = self.units.remove(id) else { return };
        if watch.judged_until.is_none_or(|until| now >= until) {
            watch.judged_until = Some(now);
            let verdict = self.verdict(context, &watch, now);
            if let Some(said) = self.meters.get(meter) {
                watch.learn(context, meter, said, &verdict);
            }
            let is_told = watch.told_until.is_some_and(|until| now <= until);
            if !is_told && let Some((state, ongoing)) = watch.advance(context, verdict, now) {
                findings.push(self.finding(context, id, &watch, &ongoing, state, now));
            }
        }
        self.units.insert(id.clone(), watch);
    }

    fn finding(
        &self,
        context: &Context<'_>,
        id: &TreatmentUnitId,
        watch: &Watch,
        ongoing: &Ongoing,
        state: FindingState,
        now: Timestamp,
    ) -> Finding {
        let mut facts = Vec::new();
        for (line, meter) in &watch.lines {
            let Some(said) = self.meters.get(meter).and_then(Meter::state) else { continue };
            if !ongoing.running.contains(line) {
                continue;
            }
            facts.push(Fact::text("line", line.as_str()));
            facts.push(Fact::text("production_state", said.state.code()));
            facts.push(Fact::figure("production_power", said.smoothed_kw, Unit::Kilowatt));
            let levels = said.levels;
            facts.extend(levels.map(|levels| {
                Fact::figure("production_running_from", levels.running_from_kw, Unit::Kilowatt)
            }));
            facts.extend(said.since.map(|since| Fact::time("production_since", since)));
        }
        facts.push(Fact::text("treatment_unit", id.as_str()));
        for said in watch.treatment.iter().filter_map(|meter| self.meters.get(meter)?.state()) {
            facts.push(Fact::text("treatment_state", said.state.code()));
            facts.push(Fact::figure("treatment_power", said.smoothed_kw, Unit::Kilowatt));
            if let Some(levels) = said.levels {
                facts.push(Fact::figure("treatment_usual_power", levels.running_kw, Unit::Kilowatt));
                facts.push(Fact::figure("treatment_running_from", levels.running_from_kw, Unit::Kilowatt));
                facts.push(Fact::text("levels_from", if levels.learned { "history" } else { "rated_power" }));
            }
            facts.extend(said.since.map(|since| Fact::time("treatment_since", since)));
        }
        facts.push(Fact::span("lasted", seconds_between(ongoing.began, now)));
        if let Some(rank) = watch.work_rank(&ongoing.running) {
            facts.push(Fact::figure("production_rank_at_work", rank * 100.0, Unit::Percent));
        }
        let debounce_s = watch.start_lag.debounce_s(&context.parameters.treatment_off);
        facts.push(Fact::span("debounce", debounce_s));
        let key = FindingKey {
            kind: FindingKind::ProductionOnTreatmentOff,
            subject: Subject::TreatmentUnit(id.clone()),
            factor: None,
        };
        let Ongoing { began, severity, .. } = *ongoing;
        Finding { key, severity, state, began, seen: now, facts, detector: ID.into() }
    }
}

impl Watch {
    /// Learns from the newest sample of `meter` what the unit's lines do with and without treatment.
    fn learn(&mut self, context: &Context<'_>, meter: &MeterId, said: &Meter, verdict: &Verdict) {
        let parameters = &context.parameters.treatment_off;
        let Some(state) = said.state() else { return };
        let is_line = self.lines.iter().any(|(_, of_line)| of_line == meter);
        let runs = is_line && state.state == PowerState::Running;
        if let (true, Some(start)) = (runs, state.since) {
            self.start_lag.production_started(start);
        }
        match verdict {
            Verdict::Treated(since) => {
                if runs {
                    self.start_lag.treatment_runs(parameters, *since);
                    let treated = self.treated.entry(meter.clone()).or_insert_with(Treated::new);
                    treated.learn(&context.parameters.power, state.power_kw, said.interval_s());
                }
            }
            Verdict::Off { .. } => {
                if runs && let Some(treated) = self.treated.get_mut(meter) {
                    treated.compare(parameters, state.seen, state.power_kw);
                }
            }
            Verdict::AtRest => self.start_lag.production_stopped(),
            Verdict::Unclear => {}
        }
    }

    /// The highest mean rank of a running line's power among its powers at work; `None` if none is known.
    fn work_rank(&self, running: &BTreeSet<LineId>) -> Option<f64> {
        let lines = self.lines.iter().filter(|(line, _)| running.contains(line));
        let ranks = lines.map(|(_, meter)| self.treated.get(meter).and_then(Treated::mean_rank));
        // A line of which nothing is known may well be at work.
        ranks.collect::<Option<Vec<f64>>>()?.into_iter().max_by(f64::total_cmp)
    }

    /// Takes the verdict of `now`; what is to be told, if anything.
    fn advance(
        &mut self,
        context: &Context<'_>,
        verdict: Verdict,
        now: Timestamp,
    ) -> Option<(FindingState, Ongoing)> {
        let parameters = &context.parameters.treatment_off;
        match verdict {
            Verdict::Off { began, running } => {
                self.calm_since = None;
                let since = *self.off_since.get_or_insert(began);
                if self.ongoing.is_none() {
                    let waits = self.work_rank(&running).is_some_and(|rank| rank < parameters.at_work_rank);
                    if waits || seconds_between(since, now) < self.start_lag.debounce_s(parameters) {
                        return None;
                    }
                }
                let began = self.ongoing.as_ref().map_or(since, |ongoing| ongoing.began);
                let severity = parameters.by_minutes.of(seconds_between(began, now) as f64 / 60.0);
                let mut running = running;
                running.extend(self.ongoing.iter().flat_map(|ongoing| ongoing.running.iter().cloned()));
                let next = Ongoing { began, severity, running };
                let is_news = self.ongoing.as_ref() != Some(&next);
                self.ongoing = Some(next.clone());
                is_news.then_some((FindingState::Ongoing, next))
            }
            Verdict::Treated(_) | Verdict::AtRest => {
                let since = *self.calm_since.get_or_insert(now);
                if seconds_between(since, now) < parameters.clear_s && self.ongoing.is_some() {
                    return None;
                }
                self.off_since = None;
                for treated in self.treated.values_mut() {
                    treated.forget_comparison();
                }
                self.ongoing.take().map(|ongoing| (FindingState::Cleared, ongoing))
            }
            Verdict::Unclear => {
                if self.ongoing.is_none() {
                    self.off_since = None;
                }
                None
            }
        }
    }
}

/// When a power reading was taken: by the meter's clock, or by ours where the meter's is known to be off.
fn time_of(context: &Context<'_>, reading: &Reading) -> Option<Timestamp> {
    if reading.origin == Origin::Live && reading.problems.contains(Problem::ClockSkew) {
        return Some(reading.received_at);
    }
    time_is_believable(context, reading).then_some(reading.time)
}

impl Detector for TreatmentOff {
    fn observe(&mut self, context: &Context<'_>, _: &Series, reading: &Reading, findings: &mut Vec<Finding>) {
        let Source::Meter(id) = &reading.series.source else { return };
        if reading.series.factor.as_str() != power::ACTIVE_POWER {
            return;
        }
        let Some(time) = time_of(context, reading) else { return };
        let kw = reading.evidence().and_then(|value| reading.unit.convert(value, Unit::Kilowatt).ok());
        let (least, most) = problem_bounds(&reading.series.factor, Unit::Kilowatt);
        let Some(kw) = kw.filter(|kw| (least..=most).contains(kw)) else { return };
        let Some(entry) = context.register.meters.get(id) else { return };
        let meter = self.meters.entry(id.clone()).or_insert_with(Meter::new);
        if !meter.observe(&context.parameters.power, entry.rated_kw, time, kw) {
            return;
        }
        let units: Vec<_> = self.units_by_meter.get(id).into_iter().flatten().cloned().collect();
        for unit in &units {
            self.judge(context, unit, id, time, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        let register = context.register;
        self.meters.retain(|id, _| register.meters.contains_key(id));
        self.units.retain(|id, _| register.treatment_units.contains_key(id));
        self.units_by_meter.clear();
        for watch in self.units.values_mut() {
            watch.treatment.clear();
            watch.lines.clear();
        }
        for (id, meter) in &register.meters {
            let treats = register.treatment_units.values().filter(|unit| match &meter.target {
                MeterTarget::Line(line) => unit.treats.contains(line),
                MeterTarget::TreatmentUnit(of) => unit.id == *of,
            });
            for entry in treats {
                self.units_by_meter.entry(id.clone()).or_default().insert(entry.id.clone());
                let unit = self.units.entry(entry.id.clone()).or_default();
                match &meter.target {
                    MeterTarget::Line(line) => unit.lines.push((line.clone(), id.clone())),
                    MeterTarget::TreatmentUnit(_) => unit.treatment.push(id.clone()),
                }
            }
        }
    }

    fn resume(&mut self, _: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let Subject::TreatmentUnit(id) = &finding.key.subject else { return };
        if finding.key.kind == FindingKind::ProductionOnTreatmentOff {
            let unit = self.units.entry(id.clone()).or_default();
            unit.told_until = Some(finding.seen);
            unit.off_since = Some(finding.began);
            unit.ongoing =
                Some(Ongoing { began: finding.began, severity: finding.severity, running: BTreeSet::new() });
        }
    }
}
