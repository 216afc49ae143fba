use law::{AlarmStep, Basis, Law, Reckoning, Since, Step};
use model::{Role, Severity, Timestamp, china};
use serde::{Deserialize, Serialize};

use super::state::{Alarm, Stage};

/// When the next step of an alarm should be done. Derived from its events and the law; never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which step.
    pub step: AlarmStep,
    /// When.
    pub at: Timestamp,
    /// Why then.
    pub why: Why,
}

/// When an alarm that nobody accepts should go up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationDue {
    /// The level, from 1.
    pub level: u8,
    /// To whom.
    pub to: Role,
    /// When.
    pub at: Timestamp,
    /// Why then.
    pub why: Why,
}

/// Until when an alarm may be put aside at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnoozeLimit {
    /// Until then.
    pub at: Timestamp,
    /// Why not longer.
    pub why: Why,
}

/// On what a time rests: the rule, and every step from it to the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// The rule's id within its pack.
    pub rule: String,
    /// The pack's id.
    pub pack: String,
    /// The pack's version.
    pub version: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether the rule, or a calendar that was used, has not been checked at its source, or a calendar was
    /// missing.
    pub unverified: bool,
    /// Whether the pack is made up and binds nobody.
    pub illustrative: bool,
    /// From the beginning of the term to its end.
    pub steps: Vec<Step>,
}

impl Why {
    fn new(basis: &Basis, reckoning: Reckoning) -> Self {
        Self {
            rule: basis.rule.clone(),
            pack: basis.pack.clone(),
            version: basis.version.clone(),
            source: basis.source.clone(),
            unverified: basis.unverified || reckoning.unverified,
            illustrative: basis.illustrative,
            steps: reckoning.steps,
        }
    }

    /// The rule alone, without the counting.
    pub(super) fn basis(self) -> Basis {
        let Self { rule, pack, version, source, unverified, illustrative, steps: _ } = self;
        Basis { rule, pack, version, source, unverified, illustrative }
    }
}

/// The next step of the office and when it is due; `None` if the episode is over, its steps are taken at another
/// alarm, or the law has no term for the step.
pub fn due(alarm: &Alarm, law: &Law) -> Option<Due> {
    if alarm.is_led() {
        return None;
    }
    let (step, since) = match &alarm.stage {
        Stage::Raised => (AlarmStep::Accept, Since::Raised),
        Stage::Assigned { .. } => (AlarmStep::Accept, Since::Assigned),
        Stage::Accepted { .. } => (AlarmStep::Verify, Since::Accepted),
        Stage::Returned { .. } => (AlarmStep::Assign, Since::Returned),
        Stage::Verified { .. } => (AlarmStep::Close, Since::Verified),
        Stage::Closed { .. } | Stage::HandedOn { .. } => return None,
    };
    term_due(alarm, law, step, alarm.stage_since(), since)
}

/// When the enterprise should have explained; `None` if there is no enterprise, it has explained, or the alarm
/// is past explaining.
pub fn explanation_due(alarm: &Alarm, law: &Law) -> Option<Due> {
    let open = match &alarm.stage {
        Stage::Raised | Stage::Assigned { .. } | Stage::Accepted { .. } | Stage::Returned { .. } => true,
        Stage::Verified { .. } | Stage::Closed { .. } | Stage::HandedOn { .. } => false,
    };
    if !open || alarm.is_led() || alarm.enterprise.is_none() || !alarm.explanations.is_empty() {
        return None;
    }
    term_due(alarm, law, AlarmStep::Explain, alarm.raised_at, Since::Raised)
}

/// The next level to which an alarm that nobody accepts goes up, and when; `None` if it waits for nobody to
/// accept it, or no rule has a higher level.
pub fn escalation_due(alarm: &Alarm, law: &Law) -> Option<EscalationDue> {
    let level = match &alarm.stage {
        Stage::Assigned { level, .. } => level.checked_add(1)?,
        Stage::Raised
        | Stage::Accepted { .. }
        | Stage::Returned { .. }
        | Stage::Verified { .. }
        | Stage::Closed { .. }
        | Stage::HandedOn { .. } => return None,
    };
    let accept = due(alarm, law)?;
    let rule = law.alarm_escalation(level, china::civil(accept.at).date())?;
    let mut reckoning = rule.delay.after(accept.at, Since::TermOver, law.calendar());
    let mut steps = accept.why.steps;
    steps.append(&mut reckoning.steps);
    let unverified = accept.why.unverified || reckoning.unverified;
    let at = reckoning.at;
    let why = Why::new(&rule.basis, Reckoning { at, steps, unverified });
    Some(EscalationDue { level, to: rule.to, at, why })
}

/// Until when an alarm may be put aside at `now`, at most; `None` if no rule lets an alarm of its severity be put aside.
pub fn snooze_limit(alarm: &Alarm, now: Timestamp, law: &Law) -> Option<SnoozeLimit> {
    let rule = law.alarm_snooze(alarm.pressing(), china::civil(now).date())?;
    let reckoning = rule.longest.after(now, Since::Snoozed, law.calendar());
    Some(SnoozeLimit { at: reckoning.at, why: Why::new(&rule.basis, reckoning) })
}

/// A term runs from the beginning of its step or, where the alarm has come to press as much as it does now only
/// later or was separated from another only later, from then: nobody is late by a term that did not hold when the time
/// passed.
fn term_due(alarm: &Alarm, law: &Law, step: AlarmStep, began: Timestamp, since: Since) -> Option<Due> {
    let severity = pressing(alarm, step);
    let rose_at = pressing_since(alarm, severity);
    let (start, since) = if rose_at > began { (rose_at, Since::SeverityRose) } else { (began, since) };
    let (start, since) = match alarm.separated_at {
        Some(at) if at > start => (at, Since::Separated),
        Some(_) | None => (start, since),
    };
    let term = law.alarm_term(step, severity, china::civil(start).date())?;
    let reckoning = term.amount.after(start, since, law.calendar());
    Some(Due { step, at: reckoning.at, why: Why::new(&term.basis, reckoning) })
}

/// How much a step presses: those of the office as much as anything that is handled with the alarm; an enterprise explains
/// each alarm by itself.
pub(super) fn pressing(alarm: &Alarm, step: AlarmStep) -> Severity {
    match step {
        AlarmStep::Explain => alarm.severity,
        AlarmStep::Accept | AlarmStep::Assign | AlarmStep::Verify | AlarmStep::Close => alarm.pressing(),
    }
}

/// Since when the alarm has pressed at least as much as `severity` without a break.
fn pressing_since(alarm: &Alarm, severity: Severity) -> Timestamp {
    let unbroken = alarm.severities.iter().rev().take_while(|change| change.severity >= severity);
    unbroken.last().map_or(alarm.raised_at, |change| change.at)
}
