//! Who may ask a logger for what.

use hj212::RequestKind;
use model::{Actor, Role, Scope};

use super::refusal::Refusal;

/// Whether a request changes what a device measures or how it can be reached, so that it is for administrators
/// with a reason.
pub fn asks_for_care(kind: RequestKind) -> bool {
    matches!(kind, RequestKind::SetPassword | RequestKind::SetInstrumentParameter | RequestKind::Calibrate)
}

/// The roles that may ask for it.
pub fn roles(kind: RequestKind) -> &'static [Role] {
    match asks_for_care(kind) {
        true => &[Role::Administrator],
        false => &[Role::DutyOfficer, Role::Administrator],
    }
}

/// Whether the system may ask for it by itself: the time, when a device asks for it, and data that is missing.
pub fn system_may(kind: RequestKind) -> bool {
    kind == RequestKind::SetTime || kind.is_history()
}

/// Whether `actor` may ask for it. That the logger lies within a branch's district, whoever knows the register
/// has checked.
pub(super) fn check(actor: &Actor, kind: RequestKind) -> Result<(), Refusal> {
    match actor {
        Actor::System { .. } if system_may(kind) => Ok(()),
        Actor::System { .. } => Err(Refusal::RoleMayNot { may: roles(kind) }),
        Actor::User { scope: Scope::Enterprise(_), .. } => Err(Refusal::RoleMayNot { may: roles(kind) }),
        Actor::User { role, .. } if roles(kind).contains(role) => Ok(()),
        Actor::User { .. } => Err(Refusal::RoleMayNot { may: roles(kind) }),
    }
}
