//! Who may do what, where: role, scope, stage. [`decide`](super::decide()) asks here first and looks at the command's
//! own content after, so [`allowed`] cannot say anything else.

use model::{Actor, DistrictCode, Role, Scope, UserId};

use super::command::CommandName;
use super::refusal::Refusal;
use super::state::{Alarm, Outcome, Stage};

/// The commands that `actor` can give to `alarm` now, in the order in which a page offers them.
///
/// A command is in the list if some content of it (a text, an outcome, a branch) would be accepted. For the
/// watch's [`CommandName::Escalate`] it says that the stage allows it, not that a term is over.
pub fn allowed(alarm: &Alarm, actor: &Actor) -> Vec<CommandName> {
    CommandName::ALL.into_iter().filter(|name| check(alarm, actor, *name).is_ok()).collect()
}

/// The roles that may give a command, besides the system.
fn roles(name: CommandName) -> &'static [Role] {
    match name {
        CommandName::Raise | CommandName::Update => &[],
        CommandName::Assign | CommandName::Close | CommandName::HandOn => &[Role::DutyOfficer],
        CommandName::Accept | CommandName::Return | CommandName::Verify => &[Role::BranchOfficer],
        CommandName::Explain => &[Role::EnterpriseUser],
        CommandName::Escalate => &[Role::Leader],
    }
}

/// Whether a part of the system may give a command.
fn system_may(name: CommandName) -> bool {
    match name {
        CommandName::Raise | CommandName::Update | CommandName::Escalate => true,
        CommandName::Assign
        | CommandName::Accept
        | CommandName::Return
        | CommandName::Explain
        | CommandName::Verify
        | CommandName::Close
        | CommandName::HandOn => false,
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

/// Whether `actor` can give a command of this name to `alarm` now.
pub(super) fn check(alarm: &Alarm, actor: &Actor, name: CommandName) -> Result<(), Refusal> {
    check_role(actor, name)?;
    check_scope(alarm, actor, name)?;
    check_stage(alarm, name)?;
    check_person(alarm, actor, name)
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
    let verified = alarm.verification().map(|verification| verification.outcome);
    match name {
        // Every open stage; the watch's escalation is looked at where the law is known.
        CommandName::Raise | CommandName::Update | CommandName::Escalate => Ok(()),
        CommandName::Assign => match verified {
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

/// What depends on which officer, and on what the actor has done before.
fn check_person(alarm: &Alarm, actor: &Actor, name: CommandName) -> Result<(), Refusal> {
    match (name, actor) {
        (CommandName::Accept | CommandName::Return | CommandName::Verify, Actor::User { id, scope, .. }) => {
            check_branch(alarm, scope)?;
            check_officer(alarm, id)
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
            | CommandName::HandOn,
            Actor::User { .. } | Actor::System { .. },
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
