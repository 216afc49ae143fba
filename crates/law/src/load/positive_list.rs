//! Checks the entries on the positive list, and runs their examples.

use std::collections::{BTreeMap, BTreeSet};

use super::examples;
use super::merge::amount;
use super::raw::positive_list::{Kind, NoticeExample};
use super::statistics::merge;
use super::{At, Entry, Mistakes, raw};
use crate::alarm_service::{TermClock, TermUnit};
use crate::pack::{Law, PackHead};
use crate::positive_list::{ListTest, PositiveCategory, PositiveCriterion, PositiveListRule};

/// The longest notice, validity and look back: beyond lies a slip of the pen.
const MAX_NOTICE: u8 = 60;
const MAX_MONTHS: u16 = 120;
const MAX_DAYS: u16 = 3_660;
/// How permits are managed.
const PERMITS: [&str; 3] = ["key", "simplified", "registered"];

pub(super) fn rules(
    heads: &[PackHead],
    entries: Vec<Entry<raw::positive_list::Rule>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<PositiveListRule> {
    let build = |raw: raw::positive_list::Rule, basis, validity| {
        if !(1..=MAX_NOTICE).contains(&raw.notice_working_days) {
            return Err(format!("`notice_working_days` must lie between 1 and {MAX_NOTICE}"));
        }
        if !(1..=MAX_MONTHS).contains(&u16::from(raw.valid_months)) {
            return Err(format!("`valid_months` must lie between 1 and {MAX_MONTHS}"));
        }
        if !(1..=MAX_DAYS).contains(&raw.record_days) {
            return Err(format!("`record_days` must lie between 1 and {MAX_DAYS}"));
        }
        let once: BTreeSet<_> = raw.remaining.iter().collect();
        if once.is_empty() || once.len() < raw.remaining.len() {
            return Err("`remaining` must name at least one check, and each once".into());
        }
        Ok(PositiveListRule {
            basis,
            validity,
            notice_working_days: raw.notice_working_days,
            valid_months: raw.valid_months,
            record_days: raw.record_days,
            remaining: raw.remaining,
        })
    };
    let clash = |a: &PositiveListRule, b: &PositiveListRule| a.validity.overlaps(b.validity);
    merge(heads, entries, mistakes, raw::positive_list::Rule::common, build, clash)
}

pub(super) fn criteria(
    heads: &[PackHead],
    entries: Vec<Entry<raw::positive_list::Criterion>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<PositiveCriterion> {
    let build = |raw: raw::positive_list::Criterion, basis, validity| {
        named(&raw.name, &raw.name_en)?;
        let test = test(&raw)?;
        Ok(PositiveCriterion { basis, validity, name: raw.name, name_en: raw.name_en, test })
    };
    merge(heads, entries, mistakes, raw::positive_list::Criterion::common, build, |_, _| false)
}

fn named(name: &str, name_en: &str) -> Result<(), String> {
    match name.trim().is_empty() || name_en.trim().is_empty() {
        true => Err("`name` and `name_en` must not be empty".into()),
        false => Ok(()),
    }
}

/// The test, with just the figures that it needs.
fn test(raw: &raw::positive_list::Criterion) -> Result<ListTest, String> {
    let given: BTreeMap<&str, bool> = [
        ("months", raw.months.is_some()),
        ("days", raw.days.is_some()),
        ("count", raw.count.is_some()),
        ("score", raw.score.is_some()),
        ("percent", raw.percent.is_some()),
        ("severity", !raw.severity.is_empty()),
        ("permits", !raw.permits.is_empty()),
        ("trades", !raw.trades.is_empty()),
    ]
    .into();
    let needs: &[&str] = match raw.test {
        Kind::Permit => &["permits"],
        Kind::TradeNot => &["trades"],
        Kind::NoPenalty | Kind::NoEmergency | Kind::NoFalseData | Kind::NoViolation => &["months"],
        Kind::CreditAtLeast => &["score"],
        Kind::NoOpenAlarm => &["severity"],
        Kind::AlarmsAtMost => &["count", "days"],
        Kind::Monitored => &[],
        Kind::TransmissionAtLeast => &["percent"],
    };
    if let Some((key, _)) = given.iter().find(|(key, given)| **given != needs.contains(*key)) {
        let word = if needs.contains(key) { "needs" } else { "takes no" };
        return Err(format!("the test {word} `{key}`"));
    }
    let within = |key: &str, value: u16, most: u16| match (1..=most).contains(&value) {
        true => Ok(value),
        false => Err(format!("`{key}` must lie between 1 and {most}, not {value}")),
    };
    let months = || within("months", raw.months.unwrap_or(0), MAX_MONTHS);
    Ok(match raw.test {
        Kind::Permit => match raw.permits.iter().find(|permit| !PERMITS.contains(&permit.as_str())) {
            Some(permit) => return Err(format!("{permit:?} is none of {PERMITS:?}")),
            None => ListTest::Permit(raw.permits.iter().cloned().collect()),
        },
        Kind::TradeNot => ListTest::TradeNot(trades(&raw.trades)?),
        Kind::NoPenalty => ListTest::NoPenalty(months()?),
        Kind::NoEmergency => ListTest::NoEmergency(months()?),
        Kind::NoFalseData => ListTest::NoFalseData(months()?),
        Kind::NoViolation => ListTest::NoViolation(months()?),
        Kind::CreditAtLeast => ListTest::CreditAtLeast(within("score", raw.score.unwrap_or(0), u16::MAX)?),
        Kind::NoOpenAlarm => ListTest::NoOpenAlarm(raw.severity.iter().copied().collect()),
        Kind::AlarmsAtMost => ListTest::AlarmsAtMost {
            count: raw.count.unwrap_or(0),
            days: within("days", raw.days.unwrap_or(0), MAX_DAYS)?,
        },
        Kind::Monitored => ListTest::Monitored,
        Kind::TransmissionAtLeast => {
            let percent = within("percent", u16::from(raw.percent.unwrap_or(0)), 100)?;
            ListTest::TransmissionAtLeast(u8::try_from(percent).unwrap_or(100))
        }
    })
}

fn trades(trades: &[String]) -> Result<Vec<String>, String> {
    match trades.iter().find(|trade| !super::marking::is_trade(trade)) {
        Some(trade) => Err(format!("{trade:?} is no trade of GB/T 4754, as in \"C3011\" or \"C307\"")),
        None => Ok(trades.to_vec()),
    }
}

pub(super) fn categories(
    heads: &[PackHead],
    entries: Vec<Entry<raw::positive_list::Category>>,
    criteria: &[PositiveCriterion],
    mistakes: &mut Mistakes<'_>,
) -> Vec<PositiveCategory> {
    let known: BTreeSet<(&str, &str)> = criteria
        .iter()
        .map(|criterion| (criterion.basis.pack.as_str(), criterion.basis.rule.as_str()))
        .collect();
    let build = |raw: raw::positive_list::Category, basis: crate::pack::Basis, validity| {
        named(&raw.name, &raw.name_en)?;
        if raw.number == 0 {
            return Err("`number` counts from 1".into());
        }
        if raw.designation.is_none() && raw.trades.is_empty() && raw.criteria.is_empty() {
            return Err("a category to which everybody belongs is none".into());
        }
        let missing = raw.criteria.iter().find(|id| !known.contains(&(basis.pack.as_str(), id.as_str())));
        if let Some(id) = missing {
            return Err(format!("there is no criterion `{id}` in the pack"));
        }
        Ok(PositiveCategory {
            basis,
            validity,
            number: raw.number,
            name: raw.name,
            name_en: raw.name_en,
            regime: raw.regime,
            designation: raw.designation,
            trades: trades(&raw.trades)?,
            criteria: raw.criteria,
        })
    };
    let clash = |a: &PositiveCategory, b: &PositiveCategory| {
        a.validity.overlaps(b.validity) && (a.number == b.number || a.basis.rule == b.basis.rule)
    };
    merge(heads, entries, mistakes, raw::positive_list::Category::common, build, clash)
}

/// Runs `[[positive_notice_example]]`.
pub(super) fn notice(at: At, raw: &NoticeExample, law: &Law, mistakes: &mut Mistakes<'_>) {
    let Some(rule) = law.positive_list(raw.from.0.date()) else {
        mistakes.add(at, "no pack says how the positive list is kept on the day of the example");
        return;
    };
    match amount(u32::from(rule.notice_working_days), TermUnit::WorkingDays, TermClock::Working, 1) {
        Ok(amount) => {
            examples::check(at, amount, &raw.office_hours, raw.from.0, raw.until.0, law.calendar(), mistakes);
        }
        Err(message) => mistakes.add(at, message),
    }
}
