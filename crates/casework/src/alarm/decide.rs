use law::Law;
use model::{
    Actor, AlarmId, BlobHash, CreditCode, DistrictCode, Fact, FactValue, Finding, FindingState, Scope,
    Timestamp, UserId, china,
};

use super::access;
use super::command::{Command, CommandName, MAX_FILES, MAX_TEXT};
use super::due::{escalation_due, snooze_limit};
use super::event::{
    Accepted, Assigned, Cleared, Closed, Escalated, EscalationCause, Event, Evidence, Explained,
    FactsChanged, HandedOn, Raised, Recurred, Returned, Separated, SeverityChanged, Snoozed, Verified, Woken,
};
use super::merge;
use super::refusal::{Field, Refusal};
use super::state::{Alarm, HandOnTo, Outcome, Stage, VerificationMode};

/// What happens to `alarm` (`None` before it is raised) when `actor` gives `command` at `now`, under `law`.
///
/// No event means that there is nothing to do: only an [`Command::Update`] or a [`Command::HearLed`] without news gives that. A command
/// given twice is refused the second time. Whether a branch or an officer exists is not known here; whoever
/// knows the register and the accounts checks it before.
///
/// # Errors
/// A refusal that says what is in the way: the role first, then the scope, the stage, the person, and at last
/// the command's own content.
pub fn decide(
    alarm: Option<&Alarm>,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
    law: &Law,
) -> Result<Vec<Event>, Refusal> {
    let Some(alarm) = alarm else { return raise(command, actor, now, law) };
    access::check(alarm, actor, command.name(), now)?;
    match command {
        Command::Raise { id, .. } => Err(Refusal::AlreadyRaised { id: id.clone() }),
        Command::Update { finding } => update(alarm, finding),
        Command::Assign { branch, officer, note } => assign(alarm, actor, branch, officer, note),
        Command::Accept => {
            let officer = account(actor, CommandName::Accept)?;
            Ok(vec![Event::Accepted(Accepted { officer })])
        }
        Command::Return { reason } => {
            let officer = account(actor, CommandName::Return)?;
            let reason = text(Field::Reason, reason)?;
            Ok(vec![Event::Returned(Returned { officer, reason })])
        }
        Command::Explain { text, files } => explain(alarm, actor, text, files),
        Command::Verify { mode, outcome, note, files } => verify(actor, *mode, *outcome, note, files),
        Command::Close { note } => {
            let by = account(actor, CommandName::Close)?;
            Ok(vec![Event::Closed(Closed { by, note: text(Field::Note, note)? })])
        }
        Command::HandOn { to, note } => hand_on(alarm, actor, to, note),
        Command::Escalate { reason } => escalate(alarm, actor, reason.as_deref(), now, law),
        Command::Snooze { until, reason } => snooze(alarm, actor, *until, reason, now, law),
        Command::Merge { leading, reason, facts } => {
            let by = account(actor, CommandName::Merge)?;
            let reason = match reason.as_deref().map(str::trim) {
                None | Some("") if !facts.is_empty() => None,
                reason => Some(text(Field::Reason, reason.unwrap_or_default())?),
            };
            merge::merge(alarm, by, leading, reason, facts)
        }
        Command::Separate { reason } => {
            let by = account(actor, CommandName::Separate)?;
            Ok(vec![Event::Separated(Separated { by, reason: text(Field::Reason, reason)? })])
        }
        Command::HearLed { merged, severity } => Ok(merge::hear_led(alarm, merged, *severity)),
        Command::EndWith { ending } => merge::end_with(alarm, ending),
        Command::Wake => Ok(vec![Event::Woken(Woken { by: account(actor, CommandName::Wake)? })]),
    }
}

fn raise(command: &Command, actor: &Actor, now: Timestamp, law: &Law) -> Result<Vec<Event>, Refusal> {
    access::check_role(actor, command.name())?;
    match command {
        Command::Raise { id, finding, enterprise, district } => {
            born(id, finding, enterprise.as_ref(), district, now, law)
        }
        Command::Update { .. }
        | Command::Assign { .. }
        | Command::Accept
        | Command::Return { .. }
        | Command::Explain { .. }
        | Command::Verify { .. }
        | Command::Close { .. }
        | Command::HandOn { .. }
        | Command::Escalate { .. }
        | Command::Snooze { .. }
        | Command::Wake
        | Command::Merge { .. }
        | Command::Separate { .. }
        | Command::HearLed { .. }
        | Command::EndWith { .. } => Err(Refusal::NotRaised),
    }
}

fn born(
    id: &AlarmId,
    finding: &Finding,
    enterprise: Option<&CreditCode>,
    district: &DistrictCode,
    now: Timestamp,
    law: &Law,
) -> Result<Vec<Event>, Refusal> {
    check_figures(finding)?;
    let rule = law.alarm_assignment(finding.key.kind, district, china::civil(now).date());
    let assigned = Assigned {
        branch: rule.map_or(district, |rule| rule.branch_for(district)).clone(),
        officer: None,
        note: None,
        basis: rule.map(|rule| rule.basis.clone()),
    };
    let raised = Raised {
        id: id.clone(),
        finding: finding.clone(),
        enterprise: enterprise.cloned(),
        district: district.clone(),
    };
    Ok(vec![Event::Raised(raised), Event::Assigned(assigned)])
}

/// Substance is the severity, whether it holds, when it began and the facts; that it is still seen is not news.
fn update(alarm: &Alarm, finding: &Finding) -> Result<Vec<Event>, Refusal> {
    if finding.key != alarm.key {
        return Err(Refusal::OtherFinding);
    }
    check_figures(finding)?;
    let evidence = || Evidence {
        began: finding.began,
        seen: finding.seen,
        facts: finding.facts.clone(),
        detector: finding.detector.clone(),
    };
    let mut events = Vec::new();
    // Whether it holds goes first, so that a severity that falls with the end is read as part of the end.
    match (finding.state, alarm.cleared_at) {
        (FindingState::Cleared, None) => events.push(Event::Cleared(Cleared { evidence: evidence() })),
        (FindingState::Ongoing, Some(_)) => events.push(Event::Recurred(Recurred { evidence: evidence() })),
        (FindingState::Cleared, Some(_)) | (FindingState::Ongoing, None) => {}
    }
    if finding.severity != alarm.severity {
        let (from, to) = (alarm.severity, finding.severity);
        events.push(Event::SeverityChanged(SeverityChanged { from, to, evidence: evidence() }));
    }
    let known = if alarm.cleared_at.is_some() { &alarm.ending_facts } else { &alarm.facts };
    if events.is_empty() && (finding.facts != *known || finding.began != alarm.began) {
        events.push(Event::FactsChanged(FactsChanged { evidence: evidence() }));
    }
    Ok(events)
}

fn assign(
    alarm: &Alarm,
    actor: &Actor,
    branch: &DistrictCode,
    officer: &Option<UserId>,
    note: &Option<String>,
) -> Result<Vec<Event>, Refusal> {
    if let Actor::User { scope: scope @ Scope::District(_), .. } = actor
        && !access::covers_branch(scope, branch)
    {
        return Err(Refusal::BranchOutOfScope { branch: branch.clone() });
    }
    let unchanged = match &alarm.stage {
        Stage::Assigned { assignment, .. } => assignment.officer == *officer,
        Stage::Accepted { officer: present, .. } => officer.as_ref() == Some(present),
        Stage::Raised
        | Stage::Returned { .. }
        | Stage::Verified { .. }
        | Stage::Closed { .. }
        | Stage::HandedOn { .. } => false,
    };
    if unchanged && alarm.branch() == Some(branch) {
        return Err(Refusal::AlreadyAssigned { branch: branch.clone(), officer: officer.clone() });
    }
    let note = match note.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(note) => Some(text(Field::Note, note)?),
    };
    let (branch, officer) = (branch.clone(), officer.clone());
    Ok(vec![Event::Assigned(Assigned { branch, officer, note, basis: None })])
}

fn explain(alarm: &Alarm, actor: &Actor, words: &str, files: &[BlobHash]) -> Result<Vec<Event>, Refusal> {
    let by = account(actor, CommandName::Explain)?;
    let words = text(Field::Text, words)?;
    let files = checked_files(files)?;
    let same =
        alarm.explanations.iter().find(|said| said.by == by && said.text == words && said.files == files);
    if let Some(said) = same {
        return Err(Refusal::AlreadyExplained { at: said.at });
    }
    Ok(vec![Event::Explained(Explained { by, text: words, files })])
}

fn verify(
    actor: &Actor,
    mode: VerificationMode,
    outcome: Outcome,
    note: &str,
    files: &[BlobHash],
) -> Result<Vec<Event>, Refusal> {
    let officer = account(actor, CommandName::Verify)?;
    let note = match (mode, note.trim()) {
        (VerificationMode::OffSite, "") => String::new(),
        (VerificationMode::OnSite | VerificationMode::OffSite, note) => text(Field::Note, note)?,
    };
    let files = checked_files(files)?;
    Ok(vec![Event::Verified(Verified { officer, mode, outcome, note, files })])
}

fn hand_on(alarm: &Alarm, actor: &Actor, to: &HandOnTo, note: &str) -> Result<Vec<Event>, Refusal> {
    let by = account(actor, CommandName::HandOn)?;
    let to = match to {
        HandOnTo::CaseFiling => match alarm.verification().map(|verification| verification.outcome) {
            Some(Outcome::Violation) | None => HandOnTo::CaseFiling,
            Some(outcome) => return Err(Refusal::NoViolationToFile { outcome }),
        },
        HandOnTo::OtherDepartment(name) => HandOnTo::OtherDepartment(text(Field::To, name)?),
    };
    Ok(vec![Event::HandedOn(HandedOn { by, to, note: text(Field::Note, note)? })])
}

fn escalate(
    alarm: &Alarm,
    actor: &Actor,
    reason: Option<&str>,
    now: Timestamp,
    law: &Law,
) -> Result<Vec<Event>, Refusal> {
    let cause = match actor {
        Actor::User { id, .. } => EscalationCause::ByHand {
            by: id.clone(),
            reason: text(Field::Reason, reason.unwrap_or_default())?,
        },
        Actor::System { .. } => match escalation_due(alarm, law) {
            Some(due) if due.at <= now => {
                EscalationCause::Overdue { level: due.level, to: due.to, due_at: due.at, why: due.why }
            }
            Some(due) => return Err(Refusal::NotDue { at: due.at }),
            None => return Err(Refusal::NoEscalationRule { level: next_level(alarm) }),
        },
    };
    Ok(vec![Event::Escalated(Escalated { cause })])
}

fn snooze(
    alarm: &Alarm,
    actor: &Actor,
    until: Timestamp,
    reason: &str,
    now: Timestamp,
    law: &Law,
) -> Result<Vec<Event>, Refusal> {
    let by = account(actor, CommandName::Snooze)?;
    let Some(limit) = snooze_limit(alarm, now, law) else {
        return Err(Refusal::NoSnoozeRule);
    };
    match until {
        until if until <= now => Err(Refusal::SnoozeNotAhead),
        until if until > limit.at => Err(Refusal::SnoozeTooLong { longest: limit.at }),
        until => {
            let reason = text(Field::Reason, reason)?;
            Ok(vec![Event::Snoozed(Snoozed { by, until, reason, basis: limit.why.basis() })])
        }
    }
}

fn next_level(alarm: &Alarm) -> u8 {
    match &alarm.stage {
        Stage::Assigned { level, .. } => level.saturating_add(1),
        Stage::Raised
        | Stage::Accepted { .. }
        | Stage::Returned { .. }
        | Stage::Verified { .. }
        | Stage::Closed { .. }
        | Stage::HandedOn { .. } => 1,
    }
}

/// The account that acts; the roles of people's commands leave no part of the system through.
fn account(actor: &Actor, command: CommandName) -> Result<UserId, Refusal> {
    match actor {
        Actor::User { id, .. } => Ok(id.clone()),
        Actor::System { .. } => Err(Refusal::RoleMayNot { command, role: None, may: &[] }),
    }
}

/// A text that must be there and be short enough, without the blanks around it.
fn text(field: Field, text: &str) -> Result<String, Refusal> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Refusal::TextMissing { field });
    }
    match trimmed.chars().count() {
        length if length > MAX_TEXT => Err(Refusal::TextTooLong { field, length, max: MAX_TEXT }),
        _ => Ok(trimmed.to_owned()),
    }
}

/// The files in the order given, each once.
fn checked_files(files: &[BlobHash]) -> Result<Vec<BlobHash>, Refusal> {
    let mut once: Vec<BlobHash> = Vec::new();
    for file in files {
        if !once.contains(file) {
            once.push(file.clone());
        }
        if once.len() > MAX_FILES {
            return Err(Refusal::TooManyFiles { count: files.len(), max: MAX_FILES });
        }
    }
    Ok(once)
}

/// The stored form knows no infinities: what cannot be read back must not become an event.
fn check_figures(finding: &Finding) -> Result<(), Refusal> {
    let finite = |fact: &&Fact| match &fact.value {
        FactValue::Figure { value, .. } => value.is_finite(),
        FactValue::Limit { lower, upper, .. } => upper.is_finite() && lower.is_none_or(f64::is_finite),
        FactValue::Time { .. } | FactValue::Span { .. } | FactValue::Text { .. } => true,
    };
    match finding.facts.iter().find(|fact| !finite(fact)) {
        Some(fact) => Err(Refusal::FactNotFinite { fact: fact.name.clone() }),
        None => Ok(()),
    }
}
