//! Production that runs while its treatment does not (生产设施运行而治理设施未运行), from paired meters.
//!
//! A treatment meter that is silent, or whose states are not yet known, proves nothing: then nothing is told.

use std::collections::{BTreeMap, BTreeSet};

use model::china::seconds_between;
use model::{
    Fact, Finding, FindingKey, FindingKind, FindingState, LineId, MeterId, MeterTarget, Reading, Severity,
    Source, Subject, Timestamp, TreatmentUnitId, Unit, power,
};

use super::{Context, Detector, time_is_believable};
use crate::power::Meter;
use crate::{MeterState, PowerParameters, PowerState, TreatmentOffParameters};

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
    /// From when, by the readings, production has run without treatment.
    off_since: Option<Timestamp>,
    /// From when that has been over.
    calm_since: Option<Timestamp>,
    judged_until: Option<Timestamp>,
    ongoing: Option<Ongoing>,
}

#[derive(Debug, Clone, PartialEq)]
struct Ongoing {
    began: Timestamp,
    severity: Severity,
    running: BTreeSet<LineId>,
    treatment: Option<PowerState>,
}

/// What the meters of one unit say together at one time.
enum Verdict {
    Off { began: Timestamp, running: BTreeSet<LineId>, treatment: PowerState },
    Calm,
    Unclear,
}

impl TreatmentOff {
    /// What `meter` says.
    pub(crate) fn meter_state(&self, _: &PowerParameters, meter: &MeterId) -> Option<MeterState> {
        self.meters.get(meter)?.state()
    }

    fn verdict(&self, context: &Context<'_>, unit: &Watch, now: Timestamp) -> Verdict {
        let fresh = |meter: &MeterId| {
            let meter = self.meters.get(meter)?;
            let state = meter.state().filter(|state| state.state != PowerState::Unknown)?;
            meter.is_fresh(&context.parameters.power, now).then_some(state)
        };
        let treatment: Vec<Option<MeterState>> = unit.treatment.iter().map(fresh).collect();
        let lines: Vec<(&LineId, Option<MeterState>)> =
            unit.lines.iter().map(|(line, meter)| (line, fresh(meter))).collect();
        if treatment.iter().flatten().any(|state| state.state == PowerState::Running)
            || lines.iter().all(|(_, state)| state.is_some_and(|state| state.state != PowerState::Running))
        {
            return Verdict::Calm;
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
            treatment: off.iter().map(|state| state.state).max().unwrap_or(PowerState::Unknown),
        }
    }

    fn judge(
        &mut self,
        context: &Context<'_>,
        id: &TreatmentUnitId,
        now: Timestamp,
        findings: &mut Vec<Finding>,
    ) {
        let Some(mut unit) = self.units.remove(id) else { return };
        if unit.judged_until.is_none_or(|until| now >= until) {
            unit.judged_until = Some(now);
            let verdict = self.verdict(context, &unit, now);
            if let Some((state, ongoing)) = unit.advance(&context.parameters.treatment_off, verdict, now) {
                findings.push(self.finding(context, id, &unit, &ongoing, state, now));
            }
        }
        self.units.insert(id.clone(), unit);
    }

    fn finding(
        &self,
        context: &Context<'_>,
        id: &TreatmentUnitId,
        unit: &Watch,
        ongoing: &Ongoing,
        state: FindingState,
        now: Timestamp,
    ) -> Finding {
        let mut facts = Vec::new();
        for (line, meter) in &unit.lines {
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
        for said in unit.treatment.iter().filter_map(|meter| self.meters.get(meter)?.state()) {
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
        facts.push(Fact::span("debounce", context.parameters.treatment_off.debounce_s));
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
    /// Takes the verdict of `now`; what is to be told, if anything.
    fn advance(
        &mut self,
        parameters: &TreatmentOffParameters,
        verdict: Verdict,
        now: Timestamp,
    ) -> Option<(FindingState, Ongoing)> {
        match verdict {
            Verdict::Off { began, running, treatment } => {
                self.calm_since = None;
                let since = *self.off_since.get_or_insert(began);
                if self.ongoing.is_none() && seconds_between(since, now) < parameters.debounce_s {
                    return None;
                }
                let began = self.ongoing.as_ref().map_or(since, |ongoing| ongoing.began);
                let severity = parameters.by_minutes.of(seconds_between(began, now) as f64 / 60.0);
                let next = Ongoing { began, severity, running, treatment: Some(treatment) };
                let is_news = self.ongoing.as_ref() != Some(&next);
                self.ongoing = Some(next.clone());
                is_news.then_some((FindingState::Ongoing, next))
            }
            Verdict::Calm => {
                let since = *self.calm_since.get_or_insert(now);
                if seconds_between(since, now) < parameters.clear_s && self.ongoing.is_some() {
                    return None;
                }
                self.off_since = None;
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

impl Detector for TreatmentOff {
    fn observe(&mut self, context: &Context<'_>, reading: &Reading, findings: &mut Vec<Finding>) {
        let Source::Meter(id) = &reading.series.source else { return };
        if reading.series.factor.as_str() != power::ACTIVE_POWER || !time_is_believable(context, reading) {
            return;
        }
        let kw = reading.evidence().and_then(|value| reading.unit.convert(value, Unit::Kilowatt).ok());
        let Some(kw) = kw.filter(|kw| kw.is_finite()) else { return };
        let Some(entry) = context.register.meters.get(id) else { return };
        let meter = self.meters.entry(id.clone()).or_insert_with(Meter::new);
        if !meter.observe(&context.parameters.power, entry.rated_kw, reading.time, kw) {
            return;
        }
        let units: Vec<_> = self.units_by_meter.get(id).into_iter().flatten().cloned().collect();
        for unit in &units {
            self.judge(context, unit, reading.time, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        let register = context.register;
        self.meters.retain(|id, _| register.meters.contains_key(id));
        self.units.retain(|id, _| register.treatment_units.contains_key(id));
        self.units_by_meter.clear();
        for unit in self.units.values_mut() {
            unit.treatment.clear();
            unit.lines.clear();
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

    fn resume(&mut self, finding: &Finding) {
        let Subject::TreatmentUnit(id) = &finding.key.subject else { return };
        if finding.key.kind == FindingKind::ProductionOnTreatmentOff {
            let unit = self.units.entry(id.clone()).or_default();
            unit.off_since = Some(finding.began);
            unit.ongoing = Some(Ongoing {
                began: finding.began,
                severity: finding.severity,
                running: BTreeSet::new(),
                treatment: None,
            });
        }
    }
}
