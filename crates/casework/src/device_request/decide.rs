use hj212::Request;
use model::{Actor, DeviceRequestId, Mn, Role};

use super::access;
use super::command::{Command, MAX_REASON};
use super::event::{
    Answered, Cancelled, Completed, Event, Interrupted, NotSent, Refused, Requested, TimedOut,
};
use super::refusal::Refusal;
use super::state::{DeviceRequest, Stage};

/// What happens to `request` (`None` before it is made) when `actor` gives `command`.
///
/// Whether the logger is in the register, and within a branch's district, whoever knows the register checks
/// before. A report that says what is known already gives no event.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    request: Option<&DeviceRequest>,
    command: &Command,
    actor: &Actor,
) -> Result<Vec<Event>, Refusal> {
    match (request, command) {
        (None, Command::Ask { id, mn, request, reason }) => ask(id, mn, request, reason.as_deref(), actor),
        (Some(_), Command::Ask { .. }) => Err(Refusal::AlreadyAsked),
        (None, _) => Err(Refusal::NotAsked),
        (Some(made), Command::Cancel) => cancel(made, actor),
        (Some(made), report) => follow(made, report, actor),
    }
}

fn ask(
    id: &DeviceRequestId,
    mn: &Mn,
    request: &Request,
    reason: Option<&str>,
    actor: &Actor,
) -> Result<Vec<Event>, Refusal> {
    access::check(actor, request.kind())?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_none() && access::asks_for_care(request.kind()) {
        return Err(Refusal::ReasonMissing);
    }
    let length = reason.map_or(0, |reason| reason.chars().count());
    if length > MAX_REASON {
        return Err(Refusal::ReasonTooLong { length, max: MAX_REASON });
    }
    Ok(vec![Event::Requested(Requested {
        id: id.clone(),
        mn: mn.clone(),
        kind: request.kind().code().to_owned(),
        values: request.open_values(),
        reason: reason.map(str::to_owned),
        asked_by: actor.clone(),
    })])
}

fn cancel(made: &DeviceRequest, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    const MAY: &[Role] = &[Role::DutyOfficer, Role::Administrator];
    match actor {
        Actor::User { id, role, .. } if MAY.contains(role) => {
            open(made)?;
            Ok(vec![Event::Cancelled(Cancelled { by: id.clone() })])
        }
        Actor::User { .. } | Actor::System { .. } => Err(Refusal::RoleMayNot { may: MAY }),
    }
}

/// What the part of the system that talks to devices reports.
fn follow(made: &DeviceRequest, report: &Command, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    let Actor::System { .. } = actor else { return Err(Refusal::RoleMayNot { may: &[] }) };
    open(made)?;
    let event = match report.clone() {
        Command::Ask { .. } | Command::Cancel => return Err(Refusal::AlreadyAsked),
        Command::Answer { .. } if matches!(made.stage, Stage::Answered { .. }) => return Ok(Vec::new()),
        Command::Answer { qn_rtn } => Event::Answered(Answered { qn_rtn }),
        Command::Complete { exe_rtn, data_frames, told } => {
            Event::Completed(Completed { exe_rtn, data_frames, told })
        }
        Command::Refuse { qn_rtn } => Event::Refused(Refused { qn_rtn }),
        Command::TimeOut { awaited, data_frames } => Event::TimedOut(TimedOut { awaited, data_frames }),
        Command::FailToSend { cause } => Event::NotSent(NotSent { cause }),
        Command::Interrupt { cause, data_frames } => Event::Interrupted(Interrupted { cause, data_frames }),
    };
    Ok(vec![event])
}

fn open(made: &DeviceRequest) -> Result<(), Refusal> {
    match made.stage.is_open() {
        true => Ok(()),
        false => Err(Refusal::Over { stage: made.stage.code() }),
    }
}
