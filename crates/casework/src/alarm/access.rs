//! Who may do what, where: role, scope, stage. [`decide`](super::decide()) asks here first and looks at the command's
//! own content after, so [`allowed`] cannot say anything else.

use model::{Actor, DistrictCode, Role, Scope, Timestamp, UserId};

use super::command::CommandName;
use super::refusal::Refusal;
use super::state::{Alarm, Outcome, Stage};

/// The commands that `actor` can give to `alarm` at `now`, in the order in which a page offers them.
///
/// A command is in the list if some content of it (a text, an outcome, a branch) would be accepted. For the
/// watch's [`CommandName::Escalate`] it says that the stage allows it, not that a term is over, and for
/// [`CommandName::Snooze`] not that the law lets the alarm be put aside: [`snooze_limit`](super::snooze_limit()) does.
pub fn allowed(alarm: &Alarm, actor: &Actor, now: Timestamp) -> Vec<CommandName> {
    CommandName::ALL.into_iter().filter(|name| check(alarm, actor, *name, now).is_ok()).collect()
}

/// Whether the alarm waits for `actor` at `now`: theirs is the next step, and it is not put aside. What an office puts
/// aside still waits for the enterprise to explain.
pub fn waits_for(alarm: &Alarm, actor: &Actor, now: Timestamp) -> bool {
    let may = |name| check(alarm, actor, name, now).is_ok();
    if alarm.is_led() {
        return false;
    }
    let step = match &alarm.stage {
        Stage::Raised | Stage::Returned { .. } => CommandName::Assign,
        Stage::Assigned { .. } => CommandName::Accept,
        Stage::Accepted { .. } => CommandName::Verify,
        Stage::Verified { .. } => CommandName::HandOn,
        Stage::Closed { .. } | Stage::HandedOn { .. } => return false,
    };
    let explains = alarm.explanations.is_empty() && may(CommandName::Explain);
    explains || (alarm.snoozed(now).is_none() && may(step))
}

/// Whose the next step of an open alarm is.
fn next_role(alarm: &Alarm) -> Role {
    match &alarm.stage {
        Stage::Assigned { .. } | Stage::Accepted { .. } => Role::BranchOfficer,
        Stage::Raised
        | Stage::Returned { .. }
        | Stage::Verified { .. }
        | Stage::Closed { .. }
        | Stage::HandedOn { .. } => Role::DutyOfficer,
    }
}

/// The roles that may give a command, besides the system.
fn roles(name: CommandName) -> &'static [Role] {
    match name {
        CommandName::Raise | CommandName::Update | CommandName::HearLed | CommandName::EndWith => &[],
        CommandName::Assign
        | CommandName::Close
        | CommandName::HandOn
        | CommandName::Merge
        | CommandName::Separate => &[Role::DutyOfficer],
        CommandName::Accept | CommandName::Return | CommandName::Verify => &[Role::BranchOfficer],
        CommandName::Explain => &[Role::EnterpriseUser],
        CommandName::Escalate => &[Role::Leader],
        CommandName::Snooze | CommandName::Wake => &[Role::DutyOfficer, Role::BranchOfficer],
    }
}

/// Whether a part of the system may give a command.
fn system_may(name: CommandName) -> bool {
    match name {
        CommandName::Raise
        | CommandName::Update
        | CommandName::Escalate
        | CommandName::HearLed
        | CommandName::EndWith => true,
        CommandName::Assign
        | CommandName::Accept
        | CommandName::Return
        | CommandName::Explain
        | CommandName::Verify
        | CommandName::Close
        | CommandName::HandOn
        | CommandName::Snooze
        | CommandName::Wake
        | CommandName::Merge
        | CommandName::Separate => false,
    }
}

/// Whether the actor's role may give the command at all.
pub(super) fn check_role(actor: &Actor, name: CommandName) -> Result<(), Refusal> {
    let refuse = |role| Err(Refusal::RoleMayNot { command: name, role, may: roles(name) });
    match actor {
        Actor::System { .. } if system_may(name) => Ok(()),
        Actor::System { .. } => refuse(None),
        Actor::User { role, .. } if roles(name).contains(role) => Ok(()),
        Actor::User { role, .. } => refuse(Some(*role)),
    }
}

/// Whether `actor` can give a command of this name to `alarm` at `now`.
pub(super) fn check(alarm: &Alarm, actor: &Actor, name: CommandName, now: Timestamp) -> Result<(), Refusal> {
    check_role(actor, name)?;
    check_scope(alarm, actor, name)?;
    check_stage(alarm, name)?;
    check_person(alarm, actor, name)?;
    check_sleep(alarm, name, now)
}

fn check_scope(alarm: &Alarm, actor: &Actor, name: CommandName) -> Result<(), Refusal> {
    let Actor::User { scope, .. } = actor else { return Ok(()) };
    let covered = match (name, scope) {
        (CommandName::Explain, Scope::Enterprise(code)) => alarm.enterprise.as_ref() == Some(code),
        (CommandName::Explain, Scope::City | Scope::District(_)) | (_, Scope::Enterprise(_)) => false,
        (_, Scope::City) => true,
        (_, Scope::District(code)) => alarm.district == *code || alarm.branch() == Some(code),
    };
    if covered {
        return Ok(());
    }
    Err(Refusal::OutOfScope {
        scope: scope.clone(),
        district: alarm.district.clone(),
        enterprise: alarm.enterprise.clone(),
    })
}

fn check_stage(alarm: &Alarm, name: CommandName) -> Result<(), Refusal> {
    let stage = alarm.stage_name();
    let wrong = || Refusal::WrongStage { command: name, stage };
    if name == CommandName::Raise {
        return Err(Refusal::AlreadyRaised { id: alarm.id.clone() });
    }
    if stage.is_final() {
        return Err(Refusal::Final { stage });
    }
    check_led(alarm, name)?;
    let verified = alarm.verification().map(|verification| verification.outcome);
    match name {
        // Every open stage; the watch's escalation is looked at where the law is known.
        CommandName::Raise
        | CommandName::Update
        | CommandName::Escalate
        | CommandName::Snooze
        | CommandName::Wake
        | CommandName::Separate
        | CommandName::HearLed
        | CommandName::EndWith => Ok(()),
        CommandName::Assign | CommandName::Merge => match verified {
            None | Some(Outcome::CannotVerify) => Ok(()),
            Some(
                Outcome::Violation | Outcome::EquipmentFault | Outcome::DeclaredCondition | Outcome::Normal,
            ) => Err(wrong()),
        },
        CommandName::Explain => verified.map_or(Ok(()), |_| Err(wrong())),
        CommandName::Accept => match &alarm.stage {
            Stage::Assigned { .. } => Ok(()),
            Stage::Accepted { officer, .. } => Err(Refusal::AlreadyAccepted { officer: officer.clone() }),
            Stage::Raised
            | Stage::Returned { .. }
            | Stage::Verified { .. }
            | Stage::Closed { .. }
            | Stage::HandedOn { .. } => Err(wrong()),
        },
        CommandName::Return => match &alarm.stage {
            Stage::Assigned { .. } | Stage::Accepted { .. } => Ok(()),
            Stage::Raised
            | Stage::Returned { .. }
            | Stage::Verified { .. }
            | Stage::Closed { .. }
            | Stage::HandedOn { .. } => Err(wrong()),
        },
        CommandName::Verify => match &alarm.stage {
            Stage::Accepted { .. } => Ok(()),
            Stage::Raised
            | Stage::Assigned { .. }
            | Stage::Returned { .. }
            | Stage::Verified { .. }
            | Stage::Closed { .. }
            | Stage::HandedOn { .. } => Err(wrong()),
        },
        CommandName::Close => match verified {
            Some(Outcome::Violation) => Err(Refusal::ViolationCannotBeClosed),
            Some(_) => Ok(()),
            None => Err(wrong()),
        },
        CommandName::HandOn => verified.map(|_| ()).ok_or_else(wrong),
    }
}

/// While an alarm is handled with another, its steps are taken there; what is known of it goes on being told here.
fn check_led(alarm: &Alarm, name: CommandName) -> Result<(), Refusal> {
    match (name, &alarm.merged) {
        (CommandName::Raise | CommandName::Update | CommandName::Explain, _) => Ok(()),
        (CommandName::Separate | CommandName::EndWith, Some(_)) => Ok(()),
        (CommandName::Separate | CommandName::EndWith, None) => Err(Refusal::NotMerged),
        (
            CommandName::Assign
            | CommandName::Accept
            | CommandName::Return
            | CommandName::Verify
            | CommandName::Close
            | CommandName::HandOn
            | CommandName::Escalate
            | CommandName::Snooze
            | CommandName::Wake
            | CommandName::Merge
            | CommandName::HearLed,
            merged,
        ) => match merged {
            None => Ok(()),
            Some(merge) => Err(Refusal::HandledWith { leading: merge.into.clone() }),
        },
    }
}

/// What depends on which officer, and on what the actor has done before.
fn check_person(alarm: &Alarm, actor: &Actor, name: CommandName) -> Result<(), Refusal> {
    match (name, actor) {
        (CommandName::Accept | CommandName::Return | CommandName::Verify, Actor::User { id, scope, .. }) => {
            check_branch(alarm, scope)?;
            check_officer(alarm, id)
        }
        (CommandName::Snooze | CommandName::Wake, Actor::User { id, role, scope }) => {
            let next = next_role(alarm);
            if *role != next {
                return Err(Refusal::NotYourTurn { role: next });
            }
            match next {
                Role::BranchOfficer => check_branch(alarm, scope).and_then(|()| check_officer(alarm, id)),
                Role::DutyOfficer
                | Role::EnterpriseUser
                | Role::Leader
                | Role::InspectorGeneral
                | Role::Administrator => Ok(()),
            }
        }
        (CommandName::Escalate, Actor::User { .. }) => match taken_up(alarm) {
            Some(at) => Err(Refusal::AlreadyEscalated { at }),
            None => Ok(()),
        },
        (CommandName::Escalate, Actor::System { .. }) => match &alarm.stage {
            Stage::Assigned { .. } => Ok(()),
            Stage::Raised
            | Stage::Accepted { .. }
            | Stage::Returned { .. }
            | Stage::Verified { .. }
            | Stage::Closed { .. }
            | Stage::HandedOn { .. } => Err(Refusal::WrongStage { command: name, stage: alarm.stage_name() }),
        },
        (
            CommandName::Raise
            | CommandName::Update
            | CommandName::Assign
            | CommandName::Accept
            | CommandName::Return
            | CommandName::Explain
            | CommandName::Verify
            | CommandName::Close
            | CommandName::HandOn
            | CommandName::Snooze
            | CommandName::Wake
            | CommandName::Merge
            | CommandName::Separate
            | CommandName::HearLed
            | CommandName::EndWith,
            Actor::User { .. } | Actor::System { .. },
        ) => Ok(()),
    }
}

fn check_sleep(alarm: &Alarm, name: CommandName, now: Timestamp) -> Result<(), Refusal> {
    match (name, alarm.snoozed(now)) {
        (CommandName::Snooze, Some(snooze)) => Err(Refusal::AlreadySnoozed { until: snooze.until }),
        (CommandName::Wake, None) => Err(Refusal::NotSnoozed),
        (
            CommandName::Raise
            | CommandName::Update
            | CommandName::Assign
            | CommandName::Accept
            | CommandName::Return
            | CommandName::Explain
            | CommandName::Verify
            | CommandName::Close
            | CommandName::HandOn
            | CommandName::Escalate
            | CommandName::Snooze
            | CommandName::Wake
            | CommandName::Merge
            | CommandName::Separate
            | CommandName::HearLed
            | CommandName::EndWith,
            _,
        ) => Ok(()),
    }
}

fn check_branch(alarm: &Alarm, scope: &Scope) -> Result<(), Refusal> {
    match alarm.branch() {
        Some(branch) if !covers_branch(scope, branch) => {
            Err(Refusal::NotTheBranch { branch: branch.clone() })
        }
        Some(_) | None => Ok(()),
    }
}

fn check_officer(alarm: &Alarm, id: &UserId) -> Result<(), Refusal> {
    match alarm.officer() {
        Some(officer) if officer != id => Err(Refusal::NotTheOfficer { officer: officer.clone() }),
        Some(_) | None => Ok(()),
    }
}

/// Whether an account of this scope acts for a branch.
pub(super) fn covers_branch(scope: &Scope, branch: &DistrictCode) -> bool {
    match scope {
        Scope::City => true,
        Scope::District(code) => code == branch,
        Scope::Enterprise(_) => false,
    }
}

/// When a leader took the alarm up at its present stage.
fn taken_up(alarm: &Alarm) -> Option<model::Timestamp> {
    use super::event::EscalationCause;
    let by_hand = |cause: &EscalationCause| match cause {
        EscalationCause::ByHand { .. } => true,
        EscalationCause::Overdue { .. } => false,
    };
    alarm
        .escalations
        .iter()
        .find(|escalation| escalation.moves == alarm.moves && by_hand(&escalation.cause))
        .map(|escalation| escalation.at)
}
