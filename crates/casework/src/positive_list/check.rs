use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use law::{Law, ListTest, PositiveCategory, PositiveCriterion, is_of_trades};
use model::{AlarmId, Severity};

use super::{Checked, Report, Seen, Verdict};
use crate::inspection_library::InspectionObject;

/// What is known of an enterprise when it is looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// What the library says; nothing if it is not in it.
    pub object: Option<InspectionObject>,
    /// Its trade, by the register or the library.
    pub trade_code: Option<String>,
    /// Whether emissions or power are monitored: else that there is no alarm says nothing.
    pub monitored: bool,
    /// Its alarms.
    pub alarms: Vec<AlarmFact>,
    /// Effective transmission over the last whole month, tenths of a per cent; nothing where nothing was expected.
    pub transmission_per_mille: Option<u16>,
}

/// What counts of an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmFact {
    /// Which.
    pub id: AlarmId,
    /// The day on which it was raised.
    pub raised: Date,
    /// How much it presses.
    pub severity: Severity,
    /// Whether it is open.
    pub open: bool,
    /// Whether it ended as a violation, or was handed on to case filing.
    pub violation: bool,
}

/// No pack says how the list is kept on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no pack says how the positive list is kept on this day")]
pub struct Unchecked;

/// Looks at everything that `category` asks on `day`.
///
/// # Errors
/// If no pack says how the list is kept.
pub fn check(category: &PositiveCategory, facts: &Facts, law: &Law, day: Date) -> Result<Report, Unchecked> {
    let record_days = law.positive_list(day).ok_or(Unchecked)?.record_days;
    let look = Look { facts, day, record_days };
    let mut checked = vec![look.belongs(category)];
    checked.extend(law.positive_criteria(category, day).map(|criterion| look.criterion(criterion)));
    Ok(Report { day, checked })
}

struct Look<'a> {
    facts: &'a Facts,
    day: Date,
    record_days: u16,
}

impl Look<'_> {
    /// Whether the enterprise belongs to the category at all: recognised as it, or of one of its trades. A category
    /// without either is open to all.
    fn belongs(&self, category: &PositiveCategory) -> Checked {
        let recognised = self.facts.object.as_ref().and_then(|object| object.designations.as_ref());
        let trade = self.facts.trade_code.as_deref().filter(|trade| category.has_trade(trade));
        let is_recognised = |word: &String| recognised.is_some_and(|words| words.contains(word));
        let words = || Seen::Recognised(recognised.into_iter().flatten().cloned().collect());
        let (verdict, seen) = match (&category.designation, trade) {
            (Some(word), _) if is_recognised(word) => (Verdict::Met, words()),
            (_, Some(trade)) => (Verdict::Met, Seen::Trade(trade.to_owned())),
            (None, None) if category.trades.is_empty() => (Verdict::Met, words()),
            (Some(_), None) if recognised.is_none() => (Verdict::Unknown, Seen::NotGiven),
            (Some(_), None) => (Verdict::Failed, words()),
            (None, None) => match &self.facts.trade_code {
                Some(trade) => (Verdict::Failed, Seen::Trade(trade.clone())),
                None => (Verdict::Unknown, Seen::NotGiven),
            },
        };
        Checked {
            basis: category.basis.clone(),
            name: format!("属于“{}”", category.name),
            name_en: format!("Belongs to “{}”", category.name_en),
            verdict,
            seen,
        }
    }

    fn criterion(&self, criterion: &PositiveCriterion) -> Checked {
        let (verdict, seen) = self.test(&criterion.test);
        Checked {
            basis: criterion.basis.clone(),
            name: criterion.name.clone(),
            name_en: criterion.name_en.clone(),
            verdict,
            seen,
        }
    }

    fn test(&self, test: &ListTest) -> (Verdict, Seen) {
        let object = self.facts.object.as_ref();
        let unknown = (Verdict::Unknown, Seen::NotGiven);
        match test {
            ListTest::Permit(permits) => object.and_then(|object| object.permit).map_or(unknown, |permit| {
                (met(permits.contains(permit.code())), Seen::Permit(permit.code().to_owned()))
            }),
            ListTest::TradeNot(trades) => self
                .facts
                .trade_code
                .as_ref()
                .map_or(unknown, |trade| (met(!is_of_trades(trades, trade)), Seen::Trade(trade.clone()))),
            ListTest::CreditAtLeast(least) => {
                let score = object.and_then(|object| object.credit_score);
                score.map_or(unknown, |score| (met(score >= *least), Seen::Score(score)))
            }
            ListTest::NoPenalty(months) => self.record(*months, |record| &record.penalties),
            ListTest::NoEmergency(months) => self.record(*months, |record| &record.emergencies),
            ListTest::NoFalseData(months) => self.record(*months, |record| &record.false_data),
            ListTest::NoOpenAlarm(severities) => {
                let none = Seen::Alarms(Vec::new());
                self.alarms(none, |alarm| alarm.open && severities.contains(&alarm.severity))
            }
            ListTest::NoViolation(months) => {
                let since = self.months_ago(*months);
                self.alarms(Seen::NoneSince(since), |alarm| alarm.violation && alarm.raised >= since)
            }
            ListTest::AlarmsAtMost { count, days } => self.few_alarms(*count, *days),
            ListTest::Monitored => match self.facts.monitored {
                true => (Verdict::Met, Seen::Monitored),
                false => (Verdict::Failed, Seen::NotMonitored),
            },
            ListTest::TransmissionAtLeast(percent) => {
                let rate = self.facts.transmission_per_mille;
                let not_there = if self.facts.monitored { Seen::NotGiven } else { Seen::NotMonitored };
                rate.map_or((Verdict::Unknown, not_there), |rate| {
                    (met(rate >= u16::from(*percent) * 10), Seen::PerMille(rate))
                })
            }
        }
    }

    /// That nothing happened is known as far as somebody has looked, and that something did as soon as it is entered.
    fn record(
        &self,
        months: u16,
        of: impl Fn(&crate::inspection_library::EnforcementRecord) -> &BTreeSet<Date>,
    ) -> (Verdict, Seen) {
        let record = self.facts.object.as_ref().and_then(|object| object.record.as_ref());
        let Some(record) = record else { return (Verdict::Unknown, Seen::NotGiven) };
        let since = self.months_ago(months);
        let days: Vec<Date> = of(record).range(since..).copied().collect();
        if !days.is_empty() {
            return (Verdict::Failed, Seen::Days(days));
        }
        let oldest = self.day.saturating_sub(Span::new().days(i64::from(self.record_days)));
        match record.known_until < oldest {
            true => (Verdict::Unknown, Seen::RecordOf(record.known_until)),
            false => (Verdict::Met, Seen::NoneSince(since)),
        }
    }

    /// The alarms that count against it; where there is none, that is known only of who is monitored.
    fn alarms(&self, none: Seen, counts: impl Fn(&AlarmFact) -> bool) -> (Verdict, Seen) {
        let ids: Vec<AlarmId> =
            self.facts.alarms.iter().filter(|alarm| counts(alarm)).map(|alarm| alarm.id.clone()).collect();
        match (ids.is_empty(), self.facts.monitored) {
            (false, _) => (Verdict::Failed, Seen::Alarms(ids)),
            (true, true) => (Verdict::Met, none),
            (true, false) => (Verdict::Unknown, Seen::NotMonitored),
        }
    }

    fn few_alarms(&self, most: u16, days: u16) -> (Verdict, Seen) {
        let since = self.day.saturating_sub(Span::new().days(i64::from(days)));
        let count = self.facts.alarms.iter().filter(|alarm| alarm.raised > since).count();
        match (count > usize::from(most), self.facts.monitored) {
            (true, _) => (Verdict::Failed, Seen::AlarmsSince(count, since)),
            (false, true) => (Verdict::Met, Seen::AlarmsSince(count, since)),
            (false, false) => (Verdict::Unknown, Seen::NotMonitored),
        }
    }

    fn months_ago(&self, months: u16) -> Date {
        self.day.saturating_sub(Span::new().months(i64::from(months)))
    }
}

fn met(met: bool) -> Verdict {
    if met { Verdict::Met } else { Verdict::Failed }
}
