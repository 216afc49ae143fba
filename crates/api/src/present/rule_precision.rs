//! How often alarms were right, by kind, month and rule.

use std::collections::BTreeMap;

use casework::rule::{self, Judged, Rules};
use jiff::civil::Date;
use model::{FindingKind, Register, RuleId, Timestamp, china};
use views::RaisedAlarm;

use crate::dto::Time;
use crate::dto::rule as dto;

/// The beginning, in China, of the first of `months` months that end with the one of `now`.
pub(crate) fn first_of(now: Timestamp, months: u32) -> Timestamp {
    let mut first = china::civil(now).date().first_of_month();
    for _ in 1..months {
        first = first.yesterday().map_or(first, Date::first_of_month);
    }
    china::instant(first.to_datetime(jiff::civil::Time::midnight()))
}

/// What became of `alarms`, those raised from `since` on. Where a rule is for districts or trades, enterprises count by
/// where `register` has them now.
pub(crate) fn report(
    rules: &Rules,
    register: &Register,
    alarms: &[RaisedAlarm],
    since: Timestamp,
) -> dto::PrecisionReport {
    let mut counted: BTreeMap<FindingKind, Counted> = BTreeMap::new();
    for alarm in alarms {
        let of_kind = counted.entry(alarm.kind).or_default();
        let enterprise = alarm.enterprise.as_ref().and_then(|code| register.enterprises.get(code));
        let rule = rule::in_force(rules, alarm.kind, enterprise, alarm.raised_at).map(|(id, _)| id.clone());
        let month = china::civil(alarm.raised_at).strftime("%Y-%m").to_string();
        of_kind.all.count(alarm.kind, alarm.outcome);
        of_kind.months.entry(month).or_default().count(alarm.kind, alarm.outcome);
        let number = of_kind.rules.iter().position(|(known, _)| *known == rule).unwrap_or_else(|| {
            of_kind.rules.push((rule, Judged::default()));
            of_kind.rules.len() - 1
        });
        if let Some((_, judged)) = of_kind.rules.get_mut(number) {
            judged.count(alarm.kind, alarm.outcome);
        }
    }
    dto::PrecisionReport {
        since: Time(since),
        kinds: FindingKind::ALL
            .into_iter()
            .map(|kind| counted.remove(&kind).unwrap_or_default().present(kind))
            .collect(),
    }
}

#[derive(Default)]
struct Counted {
    all: Judged,
    months: BTreeMap<String, Judged>,
    /// In the order in which they came into force.
    rules: Vec<(Option<RuleId>, Judged)>,
}

impl Counted {
    fn present(self, kind: FindingKind) -> dto::KindPrecision {
        let month = |(month, of_month)| dto::MonthPrecision { month, judged: judged(of_month) };
        let rule = |(id, of_rule): (Option<RuleId>, Judged)| dto::RulePrecision {
            rule: id.map(|id| id.to_string()),
            judged: judged(of_rule),
        };
        dto::KindPrecision {
            kind: kind.code(),
            all: judged(self.all),
            months: self.months.into_iter().map(month).collect(),
            rules: self.rules.into_iter().map(rule).collect(),
        }
    }
}

fn judged(counted: Judged) -> dto::Judged {
    let Judged { confirmed, refuted, undecided, open } = counted;
    let precision = rule::precision(counted);
    dto::Judged {
        confirmed,
        refuted,
        undecided,
        open,
        precision: precision.map(|found| dto::Share { share: found.share, low: found.low, high: found.high }),
    }
}
