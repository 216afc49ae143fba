use model::{Actor, OutletId, Register, Role, Scope, StopId, Timestamp, china};

use super::event::{Declared, Ended, Event, Withdrawn};
use super::refusal::Refusal;
use super::{DeclaredStop, DeclaredStops, LONGEST_DAYS};

const DAY_S: i64 = 86_400;

/// What somebody wants to do with a declared stop.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Say that an outlet stands still for a time.
    Declare {
        /// The new stop.
        id: StopId,
        /// What stands still.
        outlet: OutletId,
        /// When it begins.
        from: Timestamp,
        /// When it ends (exclusive).
        to: Timestamp,
        /// Why.
        reason: String,
    },
    /// Say that it ends earlier.
    End {
        /// Which.
        id: StopId,
        /// When.
        at: Timestamp,
    },
    /// Take it back: it does not count.
    Withdraw {
        /// Which.
        id: StopId,
        /// Why.
        reason: String,
    },
}

/// Whether `actor` may declare and change stops of `outlet`: who runs it, the branch of its district, duty
/// officers and administrators.
pub fn may(register: &Register, outlet: &OutletId, actor: &Actor) -> bool {
    let Some(outlet) = register.outlets.get(outlet) else { return false };
    let Actor::User { role, scope, .. } = actor else { return false };
    let within = match scope {
        Scope::City => true,
        Scope::District(district) => register.district_of(&outlet.enterprise) == Some(district),
        Scope::Enterprise(enterprise) => outlet.enterprise == *enterprise,
    };
    let role = match role {
        Role::EnterpriseUser | Role::BranchOfficer | Role::DutyOfficer | Role::Administrator => true,
        Role::Leader | Role::InspectorGeneral => false,
    };
    within && role
}

/// What happens when `actor` gives `command` at `now`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: &DeclaredStops,
    register: &Register,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
) -> Result<Event, Refusal> {
    match command {
        Command::Declare { id, outlet, from, to, reason } => {
            let declared = Declared {
                id: id.clone(),
                outlet: outlet.clone(),
                from: *from,
                to: *to,
                reason: reason.trim().to_owned(),
            };
            check_new(state, register, &declared, actor, now)?;
            Ok(Event::Declared(declared))
        }
        Command::End { id, at } => {
            let stop = held(state, register, id, actor)?;
            if !(stop.from <= *at && *at < stop.to) {
                return Err(Refusal::EndOutside { from: stop.from, to: stop.to });
            }
            Ok(Event::Ended(Ended { id: id.clone(), at: *at }))
        }
        Command::Withdraw { id, reason } => {
            let stop = held(state, register, id, actor)?;
            let reason = reason.trim();
            if reason.is_empty() {
                return Err(Refusal::ReasonMissing);
            }
            if is_enterprise(actor) && stop.from <= now {
                return Err(Refusal::HasBegun);
            }
            Ok(Event::Withdrawn(Withdrawn { id: id.clone(), reason: reason.to_owned() }))
        }
    }
}

fn check_new(
    state: &DeclaredStops,
    register: &Register,
    new: &Declared,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Refusal> {
    if !register.outlets.contains_key(&new.outlet) {
        return Err(Refusal::UnknownOutlet { outlet: new.outlet.clone() });
    }
    if !may(register, &new.outlet, actor) {
        return Err(Refusal::MayNot);
    }
    if new.reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let length_s = china::seconds_between(new.from, new.to);
    if !(1..=LONGEST_DAYS * DAY_S).contains(&length_s) {
        return Err(Refusal::BadSpan);
    }
    // Else a breakdown of the monitoring would become a stop afterwards.
    if is_enterprise(actor) && new.from < now {
        return Err(Refusal::NotBeforehand);
    }
    let overlaps = |stop: &&DeclaredStop| stop.from < new.to && new.from < stop.to;
    match super::of_outlet(state, &new.outlet).find(overlaps) {
        Some(stop) => Err(Refusal::Overlaps { from: stop.from, to: stop.to }),
        None => Ok(()),
    }
}

/// A stop that counts, if the actor may change it.
fn held<'s>(
    state: &'s DeclaredStops,
    register: &Register,
    id: &StopId,
    actor: &Actor,
) -> Result<&'s DeclaredStop, Refusal> {
    let stop = state.get(id).ok_or_else(|| Refusal::Unknown { id: id.clone() })?;
    if !may(register, &stop.outlet, actor) {
        return Err(Refusal::MayNot);
    }
    if stop.holds() { Ok(stop) } else { Err(Refusal::NoLongerHolds) }
}

fn is_enterprise(actor: &Actor) -> bool {
    matches!(actor, Actor::User { role: Role::EnterpriseUser, .. })
}
