//! What a fine that was set becomes: the surcharge of a late payment (加处罚款), and a fine for every day on which an act
//! goes on after it was ordered to end (按日连续处罚).

use jiff::civil::Date;
use model::Money;
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Law, Validity};
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::{Exact, Share};

/// How a fine grows that is not paid in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurchargeRule {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// What each day adds, as a share of the fine.
    pub per_day: Share,
    /// What the surcharge comes to at most, as a share of the fine.
    pub at_most: Share,
    /// During what no day counts, in the words of the rules.
    pub frozen_during: Vec<String>,
}

/// How the days of a consecutive daily penalty are counted: from the day after the order was served to the day on which
/// the act was found to go on, that day included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyPenaltyRule {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// Within how many days of the order the act must be looked at again.
    pub recheck_days: u32,
}

/// A time in which no day counts, both days included (复议、诉讼期间).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

/// A surcharge and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surcharge {
    /// The surcharge.
    pub surcharge: Money,
    /// The fine with it.
    pub total: Money,
    /// The days that count.
    pub days: u32,
    /// Days after the due date that do not count.
    pub frozen_days: u32,
    /// From which day on nothing is added any more.
    pub cap_reached_at_days: u32,
    /// Whether that day has come.
    pub capped: bool,
    /// Whether what is finer than a fen was dropped.
    pub fraction_dropped: bool,
    /// On what it rests.
    pub basis: Basis,
}

/// A daily penalty and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyPenalty {
    /// How many days.
    pub days: u32,
    /// The first day that counts.
    pub first: Date,
    /// The last day that counts.
    pub last: Date,
    /// The fine for all of them.
    pub fine: Money,
    /// Whether the second look came later than the rules have it.
    pub recheck_late: bool,
    /// On what it rests.
    pub basis: Basis,
}

fn whole_days(from: Date, to: Date) -> u32 {
    from.until(to).map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0))
}

impl SurchargeRule {
    /// The surcharge on `fine` after so many days that count.
    ///
    /// # Errors
    /// If it is larger than any amount that is kept.
    pub fn after_days(&self, fine: Money, days: u32) -> Result<Surcharge, LawRefusal> {
        let too_large = || LawRefusal::new(RefusalCode::TooLarge, "fine", "the surcharge is too large");
        let (per_day, most) = (self.per_day.millionths(), self.at_most.millionths());
        // The first day with which the cap is reached.
        let cap_days = u32::try_from((most + per_day - 1) / per_day).unwrap_or(u32::MAX);
        let capped = days >= cap_days;
        let share = if capped { self.at_most } else { self.per_day.times(days) };
        let exact = Exact::of(fine).times(share).ok_or_else(too_large)?;
        let (surcharge, fraction_dropped) = exact.to_money().ok_or_else(too_large)?;
        Ok(Surcharge {
            surcharge,
            total: fine.checked_add(surcharge).ok_or_else(too_large)?,
            days,
            frozen_days: 0,
            cap_reached_at_days: cap_days,
            capped,
            fraction_dropped,
            basis: self.basis.clone(),
        })
    }

    /// The surcharge on `fine`, due on `due`, as of `on`: every day after `due` up to and with `on` counts, but those of
    /// a freeze.
    ///
    /// # Errors
    /// If a freeze ends before it begins, or the result is larger than any amount that is kept.
    pub fn between(
        &self,
        fine: Money,
        due: Date,
        on: Date,
        freezes: &[Freeze],
    ) -> Result<Surcharge, LawRefusal> {
        if let Some(wrong) = freezes.iter().find(|freeze| freeze.last < freeze.first) {
            let message = format!("{} ends before {} begins", wrong.last, wrong.first);
            return Err(LawRefusal::new(RefusalCode::Date, "frozen", message));
        }
        let late = whole_days(due, on);
        let frozen_days = frozen_days(due, on, freezes);
        let surcharge = self.after_days(fine, late.saturating_sub(frozen_days))?;
        Ok(Surcharge { frozen_days, ..surcharge })
    }
}

/// How many days after `due` up to and with `on` lie in a freeze; days in several count once.
fn frozen_days(due: Date, on: Date, freezes: &[Freeze]) -> u32 {
    let mut freezes = freezes.to_vec();
    freezes.sort_by_key(|freeze| (freeze.first, freeze.last));
    let (mut frozen, mut counted_to) = (0, due);
    for freeze in freezes {
        let last = freeze.last.min(on);
        let before_first = freeze.first.yesterday().map_or(counted_to, |day| day.max(counted_to));
        if last > before_first {
            frozen += whole_days(before_first, last);
            counted_to = last;
        }
    }
    frozen
}

impl DailyPenaltyRule {
    /// The fine for every day on which the act went on, `original` being the fine that was set.
    ///
    /// # Errors
    /// If the act was looked at again on the day of service or before, or the result is too large.
    pub fn reckon(&self, original: Money, served: Date, found: Date) -> Result<DailyPenalty, LawRefusal> {
        if found <= served {
            let message = format!("the act was looked at again on {found}, not after the order of {served}");
            return Err(LawRefusal::new(RefusalCode::Date, "recheck_found", message));
        }
        let days = whole_days(served, found);
        let fine = original.checked_times(days).ok_or_else(|| {
            LawRefusal::new(RefusalCode::TooLarge, "original", "the daily penalty is too large")
        })?;
        Ok(DailyPenalty {
            days,
            first: served.tomorrow().unwrap_or(found),
            last: found,
            fine,
            recheck_late: days > self.recheck_days,
            basis: self.basis.clone(),
        })
    }
}

impl Law {
    /// How a fine that is due on `date` grows.
    ///
    /// # Errors
    /// If no pack knows it for that day.
    pub fn surcharge_rule(&self, date: Date) -> Result<&SurchargeRule, LawRefusal> {
        self.enforcement.surcharge_rules.iter().find(|rule| rule.validity.holds_on(date)).ok_or_else(|| {
            LawRefusal::new(RefusalCode::NotInForce, "due", format!("no pack knows a surcharge for {date}"))
        })
    }

    /// The rule of surcharges without a day: the one that holds last.
    ///
    /// # Errors
    /// If no pack knows any.
    pub fn latest_surcharge_rule(&self) -> Result<&SurchargeRule, LawRefusal> {
        let rules = self.enforcement.surcharge_rules.iter();
        rules
            .max_by_key(|rule| rule.validity.from)
            .ok_or_else(|| LawRefusal::new(RefusalCode::NotInForce, "fine", "no pack knows a surcharge"))
    }

    /// How daily penalties are counted for an order that was served on `date`.
    ///
    /// # Errors
    /// If no pack knows it for that day.
    pub fn daily_penalty_rule(&self, date: Date) -> Result<&DailyPenaltyRule, LawRefusal> {
        let rules = &self.enforcement.daily_penalty_rules;
        rules.iter().find(|rule| rule.validity.holds_on(date)).ok_or_else(|| {
            let message = format!("no pack knows daily penalties for {date}");
            LawRefusal::new(RefusalCode::NotInForce, "served", message)
        })
    }
}
