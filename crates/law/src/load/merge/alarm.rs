//! The rules of how alarms are handled: put aside, reminded of, grouped and explained by each other.

use std::collections::BTreeSet;

use model::FindingKind;

use super::{all_if_none, amount};
use crate::alarm_service::{
    AlarmCause, AlarmGroup, AlarmReminder, AlarmSnooze, AlarmStep, Amount, ReminderLead, TermClock,
};
use crate::load::statistics::merge;
use crate::load::{Entry, Mistakes, raw};
use crate::pack::PackHead;

pub(super) fn snoozes(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AlarmSnooze>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AlarmSnooze> {
    let build = |raw: raw::AlarmSnooze, basis, validity| {
        let longest = amount(raw.amount, raw.unit, raw.clock, 1)?;
        Ok(AlarmSnooze { basis, validity, severities: all_if_none(raw.severity), longest })
    };
    let clash = |a: &AlarmSnooze, b: &AlarmSnooze| {
        a.validity.overlaps(b.validity) && !a.severities.is_disjoint(&b.severities)
    };
    merge(heads, entries, mistakes, raw::AlarmSnooze::common, build, clash)
}

pub(super) fn reminders(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AlarmReminder>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AlarmReminder> {
    let build = |raw: raw::AlarmReminder, basis, validity| {
        let before = reminder_lead(&raw)?;
        let steps = if raw.step.is_empty() { AlarmStep::ALL.into() } else { raw.step.into_iter().collect() };
        Ok(AlarmReminder { basis, validity, steps, severities: all_if_none(raw.severity), before })
    };
    let clash = |a: &AlarmReminder, b: &AlarmReminder| {
        a.validity.overlaps(b.validity)
            && !a.severities.is_disjoint(&b.severities)
            && !a.steps.is_disjoint(&b.steps)
    };
    merge(heads, entries, mistakes, raw::AlarmReminder::common, build, clash)
}

fn reminder_lead(raw: &raw::AlarmReminder) -> Result<ReminderLead, String> {
    match (raw.amount, raw.unit, raw.share_percent) {
        (Some(many), Some(unit), None) => Ok(ReminderLead::Amount(amount(many, unit, raw.clock, 1)?)),
        (None, None, Some(percent @ 1..=99)) => Ok(ReminderLead::Share { percent, clock: raw.clock }),
        (None, None, Some(percent)) => Err(format!("`share_percent` must be 1 to 99, not {percent}")),
        (_, _, _) => Err("give either `amount` and `unit` or `share_percent`".into()),
    }
}

pub(super) fn groups(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AlarmGroup>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AlarmGroup> {
    let build = |raw: raw::AlarmGroup, basis, validity| {
        let within = of_readings(amount(raw.amount, raw.unit, raw.clock, 1)?)?;
        let kinds: BTreeSet<FindingKind> = raw.kind.into_iter().collect();
        if kinds.is_empty() || raw.at_least < 2 {
            return Err("`kind` must name a kind, and `at_least` two alarms or more".into());
        }
        Ok(AlarmGroup { basis, validity, kinds, within, at_least: raw.at_least })
    };
    let clash =
        |a: &AlarmGroup, b: &AlarmGroup| a.validity.overlaps(b.validity) && !a.kinds.is_disjoint(&b.kinds);
    merge(heads, entries, mistakes, raw::AlarmGroup::common, build, clash)
}

pub(super) fn causes(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AlarmCause>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AlarmCause> {
    let build = |raw: raw::AlarmCause, basis, validity| {
        let before = of_readings(amount(raw.amount, raw.unit, raw.clock, 0)?)?;
        let (leading, explains): (BTreeSet<_>, BTreeSet<_>) =
            (raw.leading.into_iter().collect(), raw.explains.into_iter().collect());
        if leading.is_empty() || explains.is_empty() {
            return Err("`leading` and `explains` must each name a kind".into());
        }
        // Two alarms that explain each other could each be proposed as the other's cause.
        if !leading.is_disjoint(&explains) {
            return Err("a kind cannot explain itself".into());
        }
        Ok(AlarmCause { basis, validity, leading, explains, same_factor: raw.same_factor, before })
    };
    merge(heads, entries, mistakes, raw::AlarmCause::common, build, |_, _| false)
}

fn of_readings(amount: Amount) -> Result<Amount, String> {
    match amount.clock() {
        TermClock::Continuous => Ok(amount),
        TermClock::Working => Err("readings know no office hours: `clock` must be \"continuous\"".into()),
    }
}
