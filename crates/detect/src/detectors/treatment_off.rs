//! Production that runs while its treatment does not (生产设施运行而治理设施未运行), from paired meters.
//!
//! A line's power calls for treatment when its past with this treatment says so (see [`line::LinePast`]); until
//! that is known, when the line runs by its own levels of power. Treatment that idles far below its usual power
//! does not run. How long it takes until a violation is told depends on how it began: treatment that stops in
//! the middle of production is missed within minutes, production that starts is given the lag with which its
//! treatment usually follows.
//!
//! Where two lines and their treatment cross, so that meters seem to have been swapped, that is told with it (see [`swap`]).
//!
//! A treatment meter that is silent, or whose states are not yet known, proves nothing: then nothing is told.

use std::collections::{BTreeMap, BTreeSet};

use model::china::seconds_between;
use model::{
    Fact, Finding, FindingKey, FindingKind, FindingState, LineId, MeterId, MeterTarget, Reading, Source,
    Subject, Timestamp, TreatmentUnitId, Unit,
};

use self::watch::{Ongoing, TreatmentSays, Verdict, Watch};
use super::{Context, Detector};
use crate::power::line_facts;
use crate::series::Series;
use crate::{MeterState, PowerState};

mod lag;
mod line;
mod swap;
mod watch;

const ID: &str = "treatment_off/2";

/// All treatment units with the lines that they treat.
#[derive(Debug, Default)]
pub(crate) struct TreatmentOff {
    units: BTreeMap<TreatmentUnitId, Watch>,
    units_by_meter: BTreeMap<MeterId, BTreeSet<TreatmentUnitId>>,
}

impl TreatmentOff {
    /// What the meters of a unit's treatment say together.
    fn treatment(context: &Context<'_>, watch: &Watch, now: Timestamp) -> TreatmentSays {
        let known = |state: &MeterState| state.state != PowerState::Unknown;
        let mut says = if watch.treatment.is_empty() { TreatmentSays::Unknown } else { TreatmentSays::Off };
        for meter in &watch.treatment {
            match context.meters.fresh(&context.parameters.power, meter, now).filter(known) {
                Some(state) if state.state == PowerState::Running => {
                    return TreatmentSays::Runs { since: state.since };
                }
                Some(_) => {}
                None => says = TreatmentSays::Unknown,
            }
        }
        says
    }

    /// The one line of the enterprise that rests while its treatment runs, where the line of `watch` runs without its
    /// own and both have always gone with theirs: then their meters seem to have been swapped. Nothing, where several do.
    fn swapped_with(
        &mut self,
        context: &Context<'_>,
        id: &TreatmentUnitId,
        watch: &mut Watch,
        verdict: &Verdict,
        now: Timestamp,
    ) -> Option<LineId> {
        watch.paired_line().filter(|_| matches!(verdict, Verdict::Off { .. }))?;
        let enterprise = |id| context.register.treatment_units.get(id).map(|unit| &unit.enterprise);
        let own = enterprise(id)?;
        let mut others = self
            .units
            .iter_mut()
            .filter(|(other, of)| of.misses_its_line(now) && enterprise(other) == Some(own))
            .map(|(_, of)| of);
        let other = others.next().filter(|_| others.next().is_none())?;
        watch.explain();
        other.explain();
        other.paired_line().cloned()
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
        let treatment = Self::treatment(context, &watch, latest);
        watch.follow(context, treatment, latest);
        if let Some(said) = context.meters.get(meter) {
            watch.learn(context, meter, said, treatment);
        }
        if now == latest {
            watch.judged_until = Some(now);
            let fresh = |meter| context.meters.fresh(&context.parameters.power, meter, now);
            let lines: Vec<_> = watch.lines.iter().map(|(_, meter)| fresh(meter)).collect();
            watch.see(treatment, &lines, now);
            let verdict = watch.verdict(context, treatment, &lines);
            let swapped_with = self.swapped_with(context, id, &mut watch, &verdict, now);
            let is_told = watch.told_until.is_some_and(|until| now <= until);
            if !is_told && let Some((state, ongoing)) = watch.advance(context, verdict, swapped_with, now) {
                findings.push(finding(context, id, &watch, &ongoing, state, now));
            }
        }
        self.units.insert(id.clone(), watch);
    }
}

fn finding(
    context: &Context<'_>,
    id: &TreatmentUnitId,
    watch: &Watch,
    ongoing: &Ongoing,
    state: FindingState,
    now: Timestamp,
) -> Finding {
    let mut facts = Vec::new();
    for (line, meter) in watch.lines.iter().filter(|(line, _)| ongoing.running.contains(line)) {
        let Some(said) = context.meters.state(meter) else { continue };
        facts.extend(line_facts(line, said));
        facts.extend(watch.pairing_facts(meter));
    }
    facts.push(Fact::text("treatment_unit", id.as_str()));
    for said in watch.treatment.iter().filter_map(|meter| context.meters.state(meter)) {
        facts.extend(treatment_facts(said));
    }
    facts.extend(ongoing.swapped_with.iter().map(|line| Fact::text("swapped_with", line.as_str())));
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

impl Detector for TreatmentOff {
    fn observe(&mut self, context: &Context<'_>, _: &Series, reading: &Reading, findings: &mut Vec<Finding>) {
        let Source::Meter(id) = &reading.series.source else { return };
        let Some(time) = context.sampled else { return };
        let units: Vec<_> = self.units_by_meter.get(id).into_iter().flatten().cloned().collect();
        for unit in &units {
            self.judge(context, unit, id, time, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        let register = context.register;
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
