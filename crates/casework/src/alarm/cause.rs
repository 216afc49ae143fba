//! Which open alarms one cause may explain: proposals to merge them. A person decides.

use law::{Basis, Law};
use model::{AlarmId, Fact, OutletId, Register, Timestamp, china};

use super::state::{Alarm, Outcome};

/// That one alarm may explain another.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The cause.
    pub leading: AlarmId,
    /// What it may explain.
    pub merged: AlarmId,
    /// The rule that sees it so.
    pub basis: Basis,
    /// Why: where both are, and when each began and ended, by the readings.
    pub facts: Vec<Fact>,
}

/// For each of `alarms`, which are of one enterprise, the earliest cause among them that may explain it, at `now`. Only
/// what could be merged as things stand is proposed.
pub fn proposals(alarms: &[&Alarm], register: &Register, law: &Law, now: Timestamp) -> Vec<Proposal> {
    let leads = |alarm: &Alarm| alarms.iter().any(|other| other.is_led() && leads(alarm, other));
    let free: Vec<&Alarm> =
        alarms.iter().copied().filter(|alarm| alarm.is_open() && !alarm.is_led()).collect();
    let explained = free.iter().filter(|alarm| is_undecided(alarm) && !leads(alarm));
    explained
        .filter_map(|alarm| {
            let mut found: Vec<Proposal> =
                free.iter().filter_map(|cause| proposal(cause, alarm, register, law, now)).collect();
            let began =
                |id: &AlarmId| free.iter().find(|cause| cause.id == *id).map(|cause| cause.first_began);
            found.sort_by_key(|proposal| (began(&proposal.leading), proposal.leading.clone()));
            found.into_iter().next()
        })
        .collect()
}

fn leads(alarm: &Alarm, other: &Alarm) -> bool {
    other.merged.as_ref().is_some_and(|merge| merge.into == alarm.id)
}

/// What was found already needs no cause to be found with.
fn is_undecided(alarm: &Alarm) -> bool {
    alarm.verification().is_none_or(|found| found.outcome == Outcome::CannotVerify)
}

fn proposal(
    cause: &Alarm,
    alarm: &Alarm,
    register: &Register,
    law: &Law,
    now: Timestamp,
) -> Option<Proposal> {
    let same = alarm.enterprise.is_some() && cause.enterprise == alarm.enterprise;
    if !same || cause.id == alarm.id {
        return None;
    }
    let rule = law.alarm_cause(cause.key.kind, alarm.key.kind, china::civil(alarm.first_began).date())?;
    if rule.same_factor && cause.key.factor != alarm.key.factor {
        return None;
    }
    let earliest = china::plus_seconds(cause.first_began, -rule.before.continuous_seconds()?);
    let ended = cause.cleared_at.unwrap_or(now);
    if alarm.first_began < earliest || alarm.first_began > ended {
        return None;
    }
    let outlet = shared_outlet(cause, alarm, register)?;
    let mut facts = vec![
        Fact::text("shared_outlet", outlet.as_str()),
        Fact::time("cause_began", cause.first_began),
        Fact::time("effect_began", alarm.first_began),
    ];
    if let Some(at) = cause.cleared_at {
        facts.push(Fact::time("cause_ended", at));
    }
    let (leading, merged) = (cause.id.clone(), alarm.id.clone());
    Some(Proposal { leading, merged, basis: rule.basis.clone(), facts })
}

/// The outlet at which both are, or that both lie before.
fn shared_outlet(cause: &Alarm, alarm: &Alarm, register: &Register) -> Option<OutletId> {
    let of_alarm = alarm.key.subject.outlets(register);
    cause.key.subject.outlets(register).into_iter().find(|outlet| of_alarm.contains(outlet))
}
