use std::collections::BTreeMap;

use model::{Finding, FindingState, Timestamp};

use super::event::{EndedWith, EscalationCause, Event, Evidence, LedChanged, Merged, Raised};
use super::state::{
    Alarm, Assignment, Escalation, Explanation, Merge, SeverityChange, Snooze, Stage, StageName, Verification,
};

/// A history that no decisions can have led to: an event where it cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} cannot follow where the alarm stands ({stage:?})")]
pub struct BrokenHistory {
    /// The event's kind.
    pub kind: &'static str,
    /// Where the alarm stood; `None` before it was raised.
    pub stage: Option<StageName>,
}

/// The alarm after `event`, which happened at `at`.
///
/// # Errors
/// If the event cannot follow: the history was not written by [`decide`](super::decide()).
pub fn apply(alarm: Option<Alarm>, event: &Event, at: Timestamp) -> Result<Alarm, BrokenHistory> {
    match (alarm, event) {
        (None, Event::Raised(raised)) => Ok(born(raised, at)),
        (Some(mut alarm), event) => {
            evolve(&mut alarm, event, at)?;
            Ok(alarm)
        }
        (None, event) => Err(BrokenHistory { kind: event.kind(), stage: None }),
    }
}

/// The alarm after all of `events`, each with the time at which it happened; `None` without events.
///
/// # Errors
/// If one of them cannot follow the ones before it.
pub fn fold<'a>(
    events: impl IntoIterator<Item = (&'a Event, Timestamp)>,
) -> Result<Option<Alarm>, BrokenHistory> {
    let mut alarm = None;
    for (event, at) in events {
        alarm = Some(apply(alarm, event, at)?);
    }
    Ok(alarm)
}

fn born(raised: &Raised, at: Timestamp) -> Alarm {
    let Raised { id, finding, enterprise, district } = raised.clone();
    let Finding { key, severity, state, began, seen, facts, detector } = finding;
    Alarm {
        id,
        key,
        severity,
        highest_severity: severity,
        severities: vec![SeverityChange { at, severity }],
        first_began: began,
        began,
        seen,
        cleared_at: match state {
            FindingState::Ongoing => None,
            FindingState::Cleared => Some(seen),
        },
        ending_facts: match state {
            FindingState::Ongoing => Vec::new(),
            FindingState::Cleared => facts.clone(),
        },
        facts,
        detector,
        enterprise,
        district,
        raised_at: at,
        explanations: Vec::new(),
        escalations: Vec::new(),
        snooze: None,
        merged: None,
        led: BTreeMap::new(),
        separated_at: None,
        moves: 0,
        stage: Stage::Raised,
    }
}

fn evolve(alarm: &mut Alarm, event: &Event, at: Timestamp) -> Result<(), BrokenHistory> {
    let broken = BrokenHistory { kind: event.kind(), stage: Some(alarm.stage_name()) };
    if !alarm.is_open() {
        return Err(broken);
    }
    if wakes(event) {
        alarm.snooze = None;
    }
    match event {
        Event::Raised(_) => return Err(broken),
        Event::SeverityChanged(change) => {
            alarm.severity = change.to;
            alarm.highest_severity = alarm.highest_severity.max(change.to);
            alarm.severities.push(SeverityChange { at, severity: alarm.pressing() });
            learn(alarm, &change.evidence);
        }
        Event::FactsChanged(change) => learn(alarm, &change.evidence),
        Event::Cleared(change) => {
            alarm.cleared_at = Some(change.evidence.seen);
            learn(alarm, &change.evidence);
        }
        Event::Recurred(change) => {
            alarm.cleared_at = None;
            alarm.ending_facts.clear();
            learn(alarm, &change.evidence);
        }
        Event::Explained(explained) => alarm.explanations.push(Explanation {
            at,
            by: explained.by.clone(),
            text: explained.text.clone(),
            files: explained.files.clone(),
        }),
        Event::Escalated(escalated) => {
            escalate(alarm, &escalated.cause, at).ok_or(broken)?;
        }
        Event::Snoozed(snoozed) => {
            let (by, until, reason) = (snoozed.by.clone(), snoozed.until, snoozed.reason.clone());
            alarm.snooze = Some(Snooze { at, by, until, reason });
        }
        Event::Woken(_) => {}
        Event::Merged(merged) => {
            let Merged { by, into, reason, facts } = merged.clone();
            alarm.merged = Some(Merge { into, at, by, reason, facts });
        }
        Event::Separated(_) => {
            alarm.merged.take().ok_or(broken)?;
            alarm.separated_at = Some(at);
        }
        Event::LedChanged(change) => hear_led(alarm, change, at),
        Event::Assigned(_)
        | Event::Accepted(_)
        | Event::Returned(_)
        | Event::Verified(_)
        | Event::Closed(_)
        | Event::HandedOn(_)
        | Event::EndedWith(_) => {
            alarm.stage = next_stage(&alarm.stage, event, at).ok_or(broken)?;
            alarm.moves = alarm.moves.saturating_add(1);
        }
    }
    Ok(())
}

/// Whether an alarm that was put aside is taken up by what happened: it presses more, it came back, it went up, or
/// somebody else is to act now.
fn wakes(event: &Event) -> bool {
    match event {
        Event::SeverityChanged(change) => change.to > change.from,
        Event::Recurred(_)
        | Event::Escalated(_)
        | Event::Woken(_)
        | Event::Assigned(_)
        | Event::Accepted(_)
        | Event::Returned(_)
        | Event::Verified(_)
        | Event::Closed(_)
        | Event::HandedOn(_)
        | Event::Merged(_)
        | Event::EndedWith(_) => true,
        Event::Raised(_)
        | Event::FactsChanged(_)
        | Event::Cleared(_)
        | Event::Explained(_)
        | Event::Separated(_)
        | Event::LedChanged(_)
        | Event::Snoozed(_) => false,
    }
}

/// What presses more wakes the leading alarm, as a rise of its own does.
fn hear_led(alarm: &mut Alarm, change: &LedChanged, at: Timestamp) {
    let before = alarm.pressing();
    match change.severity {
        Some(severity) => drop(alarm.led.insert(change.merged.clone(), severity)),
        None => drop(alarm.led.remove(&change.merged)),
    }
    let severity = alarm.pressing();
    if severity > before {
        alarm.snooze = None;
    }
    if severity != before {
        alarm.severities.push(SeverityChange { at, severity });
    }
}

fn learn(alarm: &mut Alarm, evidence: &Evidence) {
    let Evidence { began, seen, facts, detector } = evidence.clone();
    alarm.first_began = alarm.first_began.min(began);
    alarm.began = began;
    alarm.seen = seen;
    // What the detector says at the end is no reason why it fired.
    match alarm.cleared_at {
        None => alarm.facts = facts,
        Some(_) => alarm.ending_facts = facts,
    }
    alarm.detector = detector;
}

fn escalate(alarm: &mut Alarm, cause: &EscalationCause, at: Timestamp) -> Option<()> {
    match (cause, &mut alarm.stage) {
        (EscalationCause::Overdue { level: reached, .. }, Stage::Assigned { level, .. }) => *level = *reached,
        (
            EscalationCause::Overdue { .. },
            Stage::Raised
            | Stage::Accepted { .. }
            | Stage::Returned { .. }
            | Stage::Verified { .. }
            | Stage::Closed { .. }
            | Stage::HandedOn { .. },
        ) => return None,
        (EscalationCause::ByHand { .. }, _) => {}
    }
    alarm.escalations.push(Escalation { at, moves: alarm.moves, cause: cause.clone() });
    Some(())
}

/// The stage after an event that moves the alarm; `None` if the event cannot follow.
fn next_stage(stage: &Stage, event: &Event, at: Timestamp) -> Option<Stage> {
    match event {
        Event::Assigned(assigned) => {
            let assignment = Assignment {
                branch: assigned.branch.clone(),
                officer: assigned.officer.clone(),
                note: assigned.note.clone(),
                at,
                basis: assigned.basis.clone(),
            };
            Some(Stage::Assigned { assignment, level: 0 })
        }
        Event::Accepted(accepted) => {
            let Stage::Assigned { assignment, .. } = stage else { return None };
            Some(Stage::Accepted { assignment: assignment.clone(), officer: accepted.officer.clone(), at })
        }
        Event::Returned(returned) => {
            let (Stage::Assigned { assignment, .. } | Stage::Accepted { assignment, .. }) = stage else {
                return None;
            };
            let (officer, reason) = (returned.officer.clone(), returned.reason.clone());
            Some(Stage::Returned { assignment: assignment.clone(), officer, at, reason })
        }
        Event::Verified(verified) => {
            let Stage::Accepted { assignment, .. } = stage else { return None };
            let verification = Verification {
                at,
                officer: verified.officer.clone(),
                mode: verified.mode,
                outcome: verified.outcome,
                note: verified.note.clone(),
                files: verified.files.clone(),
            };
            Some(Stage::Verified { assignment: assignment.clone(), verification })
        }
        Event::Closed(closed) => {
            let Stage::Verified { assignment, verification } = stage else { return None };
            let (assignment, verification) = (assignment.clone(), verification.clone());
            let (by, note) = (closed.by.clone(), closed.note.clone());
            Some(Stage::Closed { assignment, verification, by, at, note })
        }
        Event::HandedOn(handed) => {
            let Stage::Verified { assignment, verification } = stage else { return None };
            let (assignment, verification) = (assignment.clone(), verification.clone());
            let (to, by, note) = (handed.to.clone(), handed.by.clone(), handed.note.clone());
            Some(Stage::HandedOn { assignment, verification, to, by, at, note })
        }
        Event::EndedWith(ended) => ended_with(stage, ended, at),
        Event::Raised(_)
        | Event::SeverityChanged(_)
        | Event::FactsChanged(_)
        | Event::Cleared(_)
        | Event::Recurred(_)
        | Event::Explained(_)
        | Event::Escalated(_)
        | Event::Snoozed(_)
        | Event::Woken(_)
        | Event::Merged(_)
        | Event::LedChanged(_)
        | Event::Separated(_) => None,
    }
}

/// Where an alarm stands that ended with the leading one: as that does, with what was found there. Words and files of
/// the verification stay with the leading alarm.
fn ended_with(stage: &Stage, ended: &EndedWith, at: Timestamp) -> Option<Stage> {
    let assignment = assignment_of(stage)?.clone();
    let verification = Verification {
        at: ended.verified_at,
        officer: ended.officer.clone(),
        mode: ended.mode,
        outcome: ended.outcome,
        note: String::new(),
        files: Vec::new(),
    };
    let (by, note) = (ended.by.clone(), ended.note.clone());
    Some(match ended.to.clone() {
        None => Stage::Closed { assignment, verification, by, at, note },
        Some(to) => Stage::HandedOn { assignment, verification, to, by, at, note },
    })
}

fn assignment_of(stage: &Stage) -> Option<&Assignment> {
    match stage {
        Stage::Raised | Stage::Closed { .. } | Stage::HandedOn { .. } => None,
        Stage::Assigned { assignment, .. }
        | Stage::Accepted { assignment, .. }
        | Stage::Returned { assignment, .. }
        | Stage::Verified { assignment, .. } => Some(assignment),
    }
}
