//! Runs the worked examples that packs carry.

use jiff::civil::DateTime;
use model::china;

use super::merge::amount;
use super::{At, Entry, Examples, Mistakes};
use crate::alarm_service::{Amount, Since};
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
}

fn check(
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
