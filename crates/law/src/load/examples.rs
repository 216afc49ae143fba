//! Runs the worked examples that packs carry.

use jiff::civil::DateTime;
use model::china;

use super::merge::amount;
use super::{At, Entry, Examples, Mistakes, draw_quota, marking, positive_list, raw, visit_cap};
use crate::alarm_service::{Amount, ReminderLead, Since};
use crate::calendar::Calendar;
use crate::office_hours::OfficeHours;
use crate::pack::Law;

pub(super) fn run(examples: &Examples, law: &Law, mistakes: &mut Mistakes<'_>) {
    for Entry { at, raw, .. } in &examples.calendar {
        match amount(raw.amount, raw.unit, raw.clock, 1) {
            Ok(amount) => {
                check(*at, amount, &raw.office_hours, raw.from.0, raw.until.0, law.calendar(), mistakes);
            }
            Err(message) => mistakes.add(*at, message),
        }
    }
    for Entry { at, raw, .. } in &examples.alarm {
        match law.alarm_term(raw.step, raw.severity, raw.from.0.date()) {
            Some(term) => {
                check(*at, term.amount, &raw.office_hours, raw.from.0, raw.until.0, law.calendar(), mistakes);
            }
            None => mistakes.add(*at, format!("no term of `{}` for the example", raw.step.code())),
        }
    }
    for Entry { at, raw, .. } in &examples.alarm_snooze {
        match law.alarm_snooze(raw.severity, raw.from.0.date()) {
            Some(rule) => {
                check(
                    *at,
                    rule.longest,
                    &raw.office_hours,
                    raw.from.0,
                    raw.until.0,
                    law.calendar(),
                    mistakes,
                );
            }
            None => mistakes.add(*at, "no snooze for the example's severity"),
        }
    }
    for Entry { at, raw, .. } in &examples.alarm_reminder {
        reminder(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.air {
        air(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.water {
        water(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.validity {
        validity(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.marking_deadline {
        marking::deadline(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.marking_limit {
        marking::limit(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.draw_quota {
        draw_quota::example(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.visit_cap {
        visit_cap::example(*at, raw, law, mistakes);
    }
    for Entry { at, raw, .. } in &examples.positive_notice {
        positive_list::notice(*at, raw, law, mistakes);
    }
}

/// It is reminded from the minute that the example names, and not a minute before.
fn reminder(at: At, raw: &raw::AlarmReminderExample, law: &Law, mistakes: &mut Mistakes<'_>) {
    let Some(rule) = law.alarm_reminder(raw.step, raw.severity, raw.from.0.date()) else {
        return mistakes.add(at, format!("no reminder of `{}` for the example", raw.step.code()));
    };
    let office_hours: OfficeHours = match raw.office_hours.parse() {
        Ok(office_hours) => office_hours,
        Err(error) => return mistakes.add(at, format!("`office_hours`: {error}")),
    };
    let calendar = law.calendar().with_office_hours(office_hours);
    let is_share = matches!(rule.before, ReminderLead::Share { .. });
    if is_share && raw.since.is_none() {
        return mistakes
            .add(at, "`since` is missing: the reminder comes after a share of the term".to_owned());
    }
    let (from, due) = (china::instant(raw.from.0), china::instant(raw.due.0));
    let since = raw.since.as_ref().map_or(from, |since| china::instant(since.0));
    if !rule.reminds(from, since, due, &calendar) {
        mistakes.add(at, format!("the rules do not remind yet at {}", raw.from.0));
    } else if rule.reminds(china::plus_seconds(from, -60), since, due, &calendar) {
        mistakes.add(at, format!("the rules remind before {}", raw.from.0));
    }
}

fn air(at: At, raw: &raw::AirExample, law: &Law, mistakes: &mut Mistakes<'_>) {
    let Some(rule) = law.air_quality_index(raw.date.0) else {
        return mistakes.add(at, format!("no air quality index holds on {}", raw.date.0));
    };
    let found = rule.partial(raw.table, raw.concentration);
    if found != raw.index {
        let text = |index: Option<u16>| index.map_or("none".to_owned(), |index| index.to_string());
        let (wanted, found) = (text(raw.index), text(found));
        mistakes.add(at, format!("the example has the index {wanted}, the breakpoints give {found}"));
    }
}

fn water(at: At, raw: &raw::WaterExample, law: &Law, mistakes: &mut Mistakes<'_>) {
    let limit = law.water_limit(&raw.factor, raw.water, raw.date.0);
    let Some(found) = limit.and_then(|limit| limit.class_of(raw.value)) else {
        return mistakes.add(at, format!("no limit of `{}` holds on {}", raw.factor, raw.date.0));
    };
    if found.number() != raw.class {
        let (wanted, found) = (raw.class, found.number());
        mistakes.add(at, format!("the example has the class {wanted}, the limits give {found}"));
    }
}

fn validity(at: At, raw: &raw::ValidityExample, law: &Law, mistakes: &mut Mistakes<'_>) {
    let Some(rule) = law.data_validity(raw.medium, raw.date.0) else {
        return mistakes.add(at, format!("no rule of validity for the example on {}", raw.date.0));
    };
    let enough = |given: Option<u8>, least: u8| given.is_none_or(|given| given >= least);
    let found = enough(raw.minutes, rule.hour_minutes_least)
        && enough(raw.hours, rule.day_hours_least)
        && enough(raw.days, rule.days_least(raw.date.0.month()));
    if found != raw.valid {
        mistakes.add(at, format!("the example says valid = {}, the rule {found}", raw.valid));
    }
}

pub(super) fn check(
    at: At,
    amount: Amount,
    office_hours: &str,
    from: DateTime,
    until: DateTime,
    calendar: &Calendar,
    mistakes: &mut Mistakes<'_>,
) {
    let office_hours: OfficeHours = match office_hours.parse() {
        Ok(office_hours) => office_hours,
        Err(error) => {
            mistakes.add(at, format!("`office_hours`: {error}"));
            return;
        }
    };
    let calendar = calendar.with_office_hours(office_hours);
    let found = china::civil(amount.after(china::instant(from), Since::Assigned, &calendar).at);
    if found != until {
        mistakes.add(at, format!("the example ends at {until}, the rules at {found}"));
    }
}
