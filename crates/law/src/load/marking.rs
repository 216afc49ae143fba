//! Checks the entries on the marking of data, and runs their examples.

use model::china;

use super::statistics::merge;
use super::{At, Entry, Mistakes, raw};
use crate::data_marking::{DataMarking, FalseMarking, MarkingClass, MarkingKind, MarkingLimit};
use crate::pack::{Law, PackHead};

/// The longest limit, hours: a slip of the pen, not a rule, lies beyond. Whoever looks for the beginning of a
/// condition looks back so far.
pub const LONGEST_LIMIT_H: u8 = 168;

/// The latest day of marking: beyond lies a slip of the pen.
const LATEST_DAYS: u8 = 30;

pub(super) fn data_markings(
    heads: &[PackHead],
    entries: Vec<Entry<raw::DataMarking>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<DataMarking> {
    let build = |raw: raw::DataMarking, basis, validity| {
        if raw.due_days_after > LATEST_DAYS {
            return Err(format!("`due_days_after` must lie between 0 and {LATEST_DAYS}"));
        }
        let rule = DataMarking {
            basis,
            validity,
            kinds: once(&raw.kinds)?,
            due_days_after: raw.due_days_after,
            due_time: raw.due_time.0,
        };
        Ok(rule)
    };
    let clash = |a: &DataMarking, b: &DataMarking| a.validity.overlaps(b.validity);
    merge(heads, entries, mistakes, raw::DataMarking::common, build, clash)
}

/// The kinds, if there are any and each stands once.
fn once(kinds: &[MarkingKind]) -> Result<Vec<MarkingKind>, String> {
    let mut sorted = kinds.to_vec();
    sorted.sort();
    sorted.dedup();
    match sorted.len() == kinds.len() && !kinds.is_empty() {
        true => Ok(kinds.to_vec()),
        false => Err("`kinds` must name at least one kind, and each once".into()),
    }
}

pub(super) fn marking_limits(
    heads: &[PackHead],
    entries: Vec<Entry<raw::MarkingLimit>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<MarkingLimit> {
    let build = |raw: raw::MarkingLimit, basis, validity| {
        let is_hours = |hours: u8| (1..=LONGEST_LIMIT_H).contains(&hours);
        if !is_hours(raw.hours) {
            return Err(format!("`hours` must lie between 1 and {LONGEST_LIMIT_H}, not {}", raw.hours));
        }
        if raw.extended_hours.is_some_and(|hours| !is_hours(hours) || hours <= raw.hours) {
            return Err(format!("`extended_hours` must lie between `hours` and {LONGEST_LIMIT_H}"));
        }
        if let Some(kind) = raw.kinds.iter().find(|kind| kind.class() == MarkingClass::Device) {
            return Err(format!("`{}` makes data invalid; only work conditions have a limit", kind.code()));
        }
        if let Some(trade) = raw.trades.iter().find(|trade| !is_trade(trade)) {
            return Err(format!("{trade:?} is no trade of GB/T 4754, as in \"C3011\" or \"C307\""));
        }
        if raw.trades.is_empty() || raw.facility.trim().is_empty() || raw.facility_en.trim().is_empty() {
            return Err("`trades`, `facility` and `facility_en` must not be empty".into());
        }
        Ok(MarkingLimit {
            basis,
            validity,
            facility: raw.facility,
            facility_en: raw.facility_en,
            trades: raw.trades,
            kinds: once(&raw.kinds)?,
            factors: raw.factors,
            hours: raw.hours,
            extended_hours: raw.extended_hours,
        })
    };
    let clash = |a: &MarkingLimit, b: &MarkingLimit| {
        let one_for_other = |a: &MarkingLimit, b: &MarkingLimit| a.trades.iter().any(|t| b.is_for_trade(t));
        a.validity.overlaps(b.validity)
            && a.kinds.iter().any(|kind| b.kinds.contains(kind))
            && (one_for_other(a, b) || one_for_other(b, a))
            && (a.factors.is_empty() || b.factors.is_empty() || a.factors.iter().any(|f| b.is_for_factor(f)))
    };
    merge(heads, entries, mistakes, raw::MarkingLimit::common, build, clash)
}

/// The letter of a section and two to four digits.
pub(super) fn is_trade(text: &str) -> bool {
    let digits = text.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or("");
    (2..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn false_markings(
    heads: &[PackHead],
    entries: Vec<Entry<raw::FalseMarking>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<FalseMarking> {
    let build = |_, basis, validity| Ok(FalseMarking { basis, validity });
    let clash = |a: &FalseMarking, b: &FalseMarking| a.validity.overlaps(b.validity);
    merge(heads, entries, mistakes, raw::FalseMarking::common, build, clash)
}

/// Runs `[[marking_deadline_example]]`.
pub(super) fn deadline(at: At, raw: &raw::MarkingDeadlineExample, law: &Law, mistakes: &mut Mistakes<'_>) {
    let found = law.data_marking(raw.day.0).map(|rule| china::civil(rule.deadline(raw.day.0)));
    if found != raw.until.map(|until| until.0) {
        let text = |time: Option<jiff::civil::DateTime>| time.map_or("none".to_owned(), |t| t.to_string());
        let (wanted, found) = (text(raw.until.map(|until| until.0)), text(found));
        mistakes.add(at, format!("the example has the deadline {wanted}, the rule {found}"));
    }
}

/// Runs `[[marking_limit_example]]`.
pub(super) fn limit(at: At, raw: &raw::MarkingLimitExample, law: &Law, mistakes: &mut Mistakes<'_>) {
    let limit = law.marking_limit(&raw.trade, raw.kind, raw.factor.as_ref(), raw.day.0);
    let found = limit.map(|limit| limit.hours);
    if found != raw.hours {
        let text = |hours: Option<u8>| hours.map_or("no limit".to_owned(), |hours| format!("{hours} h"));
        mistakes.add(at, format!("the example has {}, the limits give {}", text(raw.hours), text(found)));
    }
}
