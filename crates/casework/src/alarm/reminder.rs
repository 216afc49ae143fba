//! Who is quietly reminded of what (提醒). Derived from events, calendar and packs at each look, as due times are.

use law::{Basis, Law, Step, TermClock};
use model::{Actor, Role, Timestamp, china};

use super::access::waits_for;
use super::due::{Due, due, explanation_due, pressing};
use super::state::Alarm;

/// That a term runs out, or has run out, for whoever is to act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The term.
    pub due: Due,
    /// The rule by which it is reminded of.
    pub basis: Basis,
}

/// What `actor` is reminded of at `now`; `None` where the alarm does not wait for them (it is put aside, handled with
/// another, or somebody else's turn), where its term leaves more time, or where that counts working time and nobody
/// works.
pub fn reminder(alarm: &Alarm, actor: &Actor, law: &Law, now: Timestamp) -> Option<Reminder> {
    let Actor::User { role, .. } = actor else { return None };
    let term = match role {
        Role::EnterpriseUser => explanation_due(alarm, law),
        Role::DutyOfficer
        | Role::BranchOfficer
        | Role::Leader
        | Role::InspectorGeneral
        | Role::Administrator => due(alarm, law),
    }?;
    let rule = law.alarm_reminder(term.step, pressing(alarm, term.step), china::civil(now).date())?;
    let calendar = law.calendar();
    let is_quiet = counts_working_time(&term) && !calendar.in_office_hours(now);
    if is_quiet || !rule.reminds(now, since(&term), term.at, calendar) || !waits_for(alarm, actor, now) {
        return None;
    }
    Some(Reminder { due: term, basis: rule.basis.clone() })
}

fn counts_working_time(due: &Due) -> bool {
    due.why.steps.iter().any(|step| matches!(step, Step::Term { clock: TermClock::Working, .. }))
}

/// From when a term counts. One that has no steps is over as soon as it begins.
fn since(due: &Due) -> Timestamp {
    let from =
        due.why.steps.iter().find_map(|step| if let Step::From { at, .. } = step { Some(*at) } else { None });
    from.unwrap_or(due.at)
}
