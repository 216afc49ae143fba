//! Production that runs while its treatment does not (生产设施运行而治理设施未运行), from paired meters.
//!
//! A line's power calls for treatment when its past with this treatment says so (see [`line::LinePast`]); until
//! that is known, when the line runs by its own levels of power. Treatment that idles far below its usual power
//! does not run. How long it takes until a violation is told depends on how it began: treatment that stops in
//! the middle of production is missed within minutes, production that starts is given the lag with which its
//! treatment usually follows.
//!
//! A treatment meter that is silent, or whose states are not yet known, proves nothing: then nothing is told.

use std::collections::{BTreeMap, BTreeSet};

use model::china::seconds_between;
use model::{
    Fact, Finding, FindingKey, FindingKind, FindingState, LineId, MeterId, MeterTarget, Origin, Problem,
    Reading, Source, Subject, Timestamp, TreatmentUnitId, Unit, power, problem_bounds,
};

use self::watch::{Ongoing, TreatmentSays, Watch};
use super::{Context, Detector, time_is_believable};
use crate::power::Meter;
use crate::series::Series;
use crate::{MeterState, PowerState};

mod lag;
mod line;
mod watch;

const ID: &str = "treatment_off/2";

/// The meters of all treatment units and of the lines that they treat.
#[derive(Debug, Default)]
pub(crate) struct TreatmentOff {
    meters: BTreeMap<MeterId, Meter>,
    units: BTreeMap<TreatmentUnitId, Watch>,
    units_by_meter: BTreeMap<MeterId, BTreeSet<TreatmentUnitId>>,
}

impl TreatmentOff {
    /// What `meter` says.
    pub(crate) fn meter_state(&self, meter: &MeterId) -> Option<MeterState> {
        self.meters.get(meter)?.state()
    }

    /// What `meter` says, if that still holds at `now`.
    fn fresh(&self, context: &Context<'_>, meter: &MeterId, now: Timestamp) -> Option<MeterState> {
        let meter = self.meters.get(meter)?;
        meter.state().filter(|_| meter.is_fresh(&context.parameters.power, now))
    }

    /// What the meters of a unit's treatment say together.
    fn treatment(&self, context: &Context<'_>, watch: &Watch, now: Timestamp) -> TreatmentSays {
        let known = |state: &MeterState| state.state != PowerState::Unknown;
        let mut says = if watch.treatment.is_empty() { TreatmentSays::Unknown } else { TreatmentSays::Off };
        for meter in &watch.treatment {
            match self.fresh(context, meter, now).filter(known) {
                Some(state) if state.state == PowerState::Running => {
                    return TreatmentSays::Runs { since: state.since };
                }
                Some(_) => {}
                None => says = TreatmentSays::Unknown,
            }
        }
        says
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
        // A meter whose clock lies behind the others' is learned from; what is told keeps to the latest time.
        let latest = watch.judged_until.map_or(now, |until| until.max(now));
        let treatment = self.treatment(context, &watch, latest);
        watch.follow(context, treatment, latest);
        if let Some(said) = self.meters.get(meter) {
            watch.learn(context, meter, said, treatment);
        }
        if now == latest {
            watch.judged_until = Some(now);
            let lines: Vec<_> =
                watch.lines.iter().map(|(_, meter)| self.fresh(context, meter, now)).collect();
            let verdict = watch.verdict(context, treatment, &lines);
            let is_told = watch.told_until.is_some_and(|until| now <= until);
            if !is_told && let Some((state, ongoing)) = watch.advance(context, verdict, now) {
                findings.push(self.finding(id, &watch, &ongoing, state, now));
            }
        }
        self.units.insert(id.clone(), watch);
    }

    fn finding(
        &self,
        id: &TreatmentUnitId,
        watch: &Watch,
        ongoing: &Ongoing,
        state: FindingState,
        now: Timestamp,
    ) -> Finding {
        let mut facts = Vec::new();
        for (line, meter) in watch.lines.iter().filter(|(line, _)| ongoing.running.contains(line)) {
            let Some(said) = self.meters.get(meter).and_then(Meter::state) else { continue };
            facts.extend(line_facts(line, said));
            facts.extend(watch.pairing_facts(meter));
        }
        facts.push(Fact::text("treatment_unit", id.as_str()));
        for said in watch.treatment.iter().filter_map(|meter| self.meters.get(meter)?.state()) {
            facts.extend(treatment_facts(said));
        }
        facts.push(Fact::span("lasted", seconds_between(ongoing.began, now)));
        facts.push(Fact::span("debounce", ongoing.debounce_s()));
        let key = FindingKey {
            kind: FindingKind::ProductionOnTreatmentOff,
            subject: Subject::TreatmentUnit(id.clone()),
            factor: None,
        };
        let Ongoing { began, severity, .. } = *ongoing;
        Finding { key, severity, state, began, seen: now, facts, detector: ID.into() }
    }
}

fn line_facts(line: &LineId, said: MeterState) -> Vec<Fact> {
    let mut facts = vec![
        Fact::text("line", line.as_str()),
        Fact::text("production_state", said.state.code()),
        Fact::figure("production_power", said.smoothed_kw, Unit::Kilowatt),
    ];
    facts.extend(
        said.levels
            .map(|levels| Fact::figure("production_running_from", levels.running_from_kw, Unit::Kilowatt)),
    );
    facts.extend(said.since.map(|since| Fact::time("production_since", since)));
    facts
}

fn treatment_facts(said: MeterState) -> Vec<Fact> {
    let mut facts = vec![
        Fact::text("treatment_state", said.state.code()),
        Fact::figure("treatment_power", said.smoothed_kw, Unit::Kilowatt),
    ];
    match said.state {
        PowerState::Idle => facts.push(Fact::text("treatment_lapse", "off")),
        PowerState::Standby => facts.push(Fact::text("treatment_lapse", "idling")),
        PowerState::Unknown | PowerState::Running => {}
    }
    if let Some(levels) = said.levels {
        facts.push(Fact::figure("treatment_usual_power", levels.running_kw, Unit::Kilowatt));
        facts.push(Fact::figure("treatment_running_from", levels.running_from_kw, Unit::Kilowatt));
        facts.push(Fact::text("levels_from", if levels.learned { "history" } else { "rated_power" }));
    }
    facts.extend(said.since.map(|since| Fact::time("treatment_since", since)));
    facts
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
        let parameters = &context.parameters.power;
        let smoothing_s = match &entry.target {
            MeterTarget::Line(_) => parameters.smoothing_s,
            MeterTarget::TreatmentUnit(_) => parameters.treatment_smoothing_s,
        };
        if !meter.observe(parameters, smoothing_s, entry.rated_kw, time, kw) {
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
            self.units.entry(id.clone()).or_default().resume(finding);
        }
    }
}
