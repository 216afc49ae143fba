//! Alarms of one cause handled as one (并案): the leading alarm's steps are those of the merged ones, and they end with
//! it. Each keeps its own stream, findings and history.

use model::{AlarmId, CreditCode, Fact, Severity, UserId};

use super::event::{EndedWith, Event, LedChanged, Merged};
use super::refusal::Refusal;
use super::state::{Alarm, Stage};

/// What the decision to merge needs to know of the alarm that is to lead, and of who follows whom. Whoever gives the
/// command sees to it that it still holds when the event is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leading {
    /// Its id.
    pub id: AlarmId,
    /// Whose it is.
    pub enterprise: Option<CreditCode>,
    /// Whether it is open and not handled with another itself.
    pub can_lead: bool,
    /// Whether others are handled with the alarm that is to be merged.
    pub merged_leads_others: bool,
}

impl Leading {
    /// The leading alarm as it stands.
    pub fn of(leading: &Alarm, merged_leads_others: bool) -> Self {
        Self {
            id: leading.id.clone(),
            enterprise: leading.enterprise.clone(),
            can_lead: leading.is_open() && !leading.is_led(),
            merged_leads_others,
        }
    }
}

pub(super) fn merge(
    alarm: &Alarm,
    by: UserId,
    leading: &Leading,
    reason: Option<String>,
    facts: &[Fact],
) -> Result<Vec<Event>, Refusal> {
    let into = leading.id.clone();
    if into == alarm.id {
        return Err(Refusal::LeadsItself);
    }
    if alarm.enterprise.is_none() || leading.enterprise != alarm.enterprise {
        return Err(Refusal::OtherEnterprise);
    }
    if leading.merged_leads_others {
        return Err(Refusal::LeadsOthers);
    }
    if !leading.can_lead {
        return Err(Refusal::CannotLead { leading: into });
    }
    Ok(vec![Event::Merged(Merged { by, into, reason, facts: facts.to_vec() })])
}

pub(super) fn hear_led(alarm: &Alarm, merged: &AlarmId, severity: Option<Severity>) -> Vec<Event> {
    match alarm.led.get(merged).copied() == severity {
        true => Vec::new(),
        false => vec![Event::LedChanged(LedChanged { merged: merged.clone(), severity })],
    }
}

pub(super) fn end_with(alarm: &Alarm, ending: &EndedWith) -> Result<Vec<Event>, Refusal> {
    match &alarm.merged {
        Some(merge) if merge.into == ending.leading => Ok(vec![Event::EndedWith(ending.clone())]),
        Some(_) | None => Err(Refusal::NotEnded),
    }
}

/// How a leading alarm ended, for those that end with it; `None` while it is open.
pub fn ending_of(leading: &Alarm) -> Option<EndedWith> {
    let (verification, by, to, note) = match &leading.stage {
        Stage::Closed { verification, by, note, .. } => (verification, by, None, note),
        Stage::HandedOn { verification, to, by, note, .. } => (verification, by, Some(to.clone()), note),
        Stage::Raised
        | Stage::Assigned { .. }
        | Stage::Accepted { .. }
        | Stage::Returned { .. }
        | Stage::Verified { .. } => return None,
    };
    Some(EndedWith {
        leading: leading.id.clone(),
        officer: verification.officer.clone(),
        verified_at: verification.at,
        mode: verification.mode,
        outcome: verification.outcome,
        by: by.clone(),
        to,
        note: note.clone(),
    })
}
