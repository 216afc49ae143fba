//! The positive list (正面清单): its categories with their regimes, what an enterprise must fulfil to be and to stay on
//! it, how long it is shown to the public first, and which checks remain for those on it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::Severity;
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Law, Validity};

/// What being on the list does to inspections that are planned or drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListRegime {
    /// No visit where an off-site inspection can answer for it (免除现场检查).
    Exempt,
    /// Visits like anybody's, less often (减少现场检查).
    Reduced,
}

impl ListRegime {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            ListRegime::Exempt => "exempt",
            ListRegime::Reduced => "reduced",
        }
    }
}

/// What still leads to an inspection of an enterprise on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemainingCheck {
    /// Somebody complains (投诉举报).
    Complaint,
    /// A higher authority assigns it (上级交办).
    Assignment,
    /// Monitoring shows an anomaly (数据异常).
    Anomaly,
    /// An emergency (突发环境事件).
    Emergency,
}

impl RemainingCheck {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            RemainingCheck::Complaint => "complaint",
            RemainingCheck::Assignment => "assignment",
            RemainingCheck::Anomaly => "anomaly",
            RemainingCheck::Emergency => "emergency",
        }
    }
}

/// How the list is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositiveListRule {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// Working days for which an enterprise is shown to the public before it is entered.
    pub notice_working_days: u8,
    /// Months for which an entry holds, unless it is renewed.
    pub valid_months: u8,
    /// How many days may have passed since somebody last looked into an enterprise's records; older, what they say is not
    /// known.
    pub record_days: u16,
    /// What still leads to an inspection.
    pub remaining: Vec<RemainingCheck>,
}

/// A category of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositiveCategory {
    /// On what it rests; its rule is the category's id.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// Its number, as people call it.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What it does.
    pub regime: ListRegime,
    /// As what an authority must have recognised the enterprise, where that is how one belongs to it.
    pub designation: Option<String>,
    /// The trades (GB/T 4754, or how their codes begin) whose enterprises belong to it.
    pub trades: Vec<String>,
    /// The criteria, by the ids of their rules in the same pack.
    pub criteria: Vec<String>,
}

/// What an enterprise must fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositiveCriterion {
    /// On what it rests; its rule is the criterion's id.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// What it asks, in Chinese.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// What is looked at.
    pub test: ListTest,
}

/// What a criterion looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListTest {
    /// The permit is managed in one of these ways (`key`, `simplified`, `registered`).
    Permit(BTreeSet<String>),
    /// Of none of these trades, or beginnings of their codes.
    TradeNot(Vec<String>),
    /// No penalty beyond a minor one within so many months.
    NoPenalty(u16),
    /// No environmental emergency within so many months.
    NoEmergency(u16),
    /// No false data within so many months.
    NoFalseData(u16),
    /// At least so many points of environmental credit.
    CreditAtLeast(u16),
    /// No open alarm of these severities.
    NoOpenAlarm(BTreeSet<Severity>),
    /// No alarm that ended as a violation within so many months.
    NoViolation(u16),
    /// At most so many alarms within so many days.
    AlarmsAtMost {
        /// How many.
        count: u16,
        /// Days.
        days: u16,
    },
    /// It is monitored.
    Monitored,
    /// At least so much effective transmission in the last whole month, per cent.
    TransmissionAtLeast(u8),
}

impl PositiveCategory {
    /// Whether a trade belongs to it: registers write codes with and without the letter of their section.
    pub fn has_trade(&self, trade_code: &str) -> bool {
        is_of_trades(&self.trades, trade_code)
    }
}

/// Whether a trade's code begins like one of `trades`.
pub fn is_of_trades(trades: &[String], trade_code: &str) -> bool {
    let bare = |code: &str| code.trim_start_matches(|c: char| c.is_ascii_uppercase()).to_owned();
    let code = bare(trade_code);
    !code.is_empty() && trades.iter().any(|trade| code.starts_with(&bare(trade)))
}

impl Law {
    /// How the list is kept on `day`; none where no pack says.
    pub fn positive_list(&self, day: Date) -> Option<&PositiveListRule> {
        self.positive_lists.iter().find(|rule| rule.validity.holds_on(day))
    }

    /// The categories on `day`, in order of their numbers.
    pub fn positive_categories(&self, day: Date) -> Vec<&PositiveCategory> {
        let mut found: Vec<_> =
            self.positive_categories.iter().filter(|category| category.validity.holds_on(day)).collect();
        found.sort_by_key(|category| category.number);
        found
    }

    /// A category by its id, as it is on `day`.
    pub fn positive_category(&self, id: &str, day: Date) -> Option<&PositiveCategory> {
        let holds =
            |category: &&PositiveCategory| category.validity.holds_on(day) && category.basis.rule == id;
        self.positive_categories.iter().find(holds)
    }

    /// The criteria of a category on `day`, in the order of the category.
    pub fn positive_criteria<'l>(
        &'l self,
        category: &'l PositiveCategory,
        day: Date,
    ) -> impl Iterator<Item = &'l PositiveCriterion> {
        category.criteria.iter().filter_map(move |id| {
            self.positive_criteria.iter().find(|criterion| {
                criterion.basis.rule == *id
                    && criterion.basis.pack == category.basis.pack
                    && criterion.validity.holds_on(day)
            })
        })
    }
}
