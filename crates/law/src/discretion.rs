//! Discretion over fines (自由裁量): tables, the factors that stand in them, and the fine that follows, step by step.

mod adjustment;
mod matching;
mod reckon;
mod request;
mod span;
mod statute;
mod step;
mod words;

use std::collections::BTreeSet;

use model::Money;
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Validity};
use crate::share::Share;

pub(crate) use reckon::Reckoner;
pub use reckon::{FineReckoning, StatutoryRange};
pub use request::{AdjustmentGiven, Choice, ChoiceReason, Degree, FineRequest};
pub(crate) use request::{read, request_dates};
pub use step::{AdjustmentMeasure, FineStep};
pub(crate) use words::{is_reserved, names_table};

/// How a table makes a fine of its factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// The sum of start and weights, as a share of the statutory greatest fine (权重累加).
    ShareOfGreatest,
    /// Y + Σ·(1−Y) of the statutory greatest, Y being least over greatest: as far between least and greatest as the
    /// sum says.
    BetweenLeastAndGreatest,
    /// The factors name a row, the row a span of yuan (幅度罚款).
    Rows,
    /// The factors have grades; how a fine is made of them is not known.
    Unknown,
}

/// How much of a table is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cells {
    /// Every cell.
    Known,
    /// Those that stand in the pack; there are more.
    Partial,
    /// None: the table exists, what stands in it was not found.
    Unknown,
}

/// What the law allows, as a table states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scale {
    /// Fixed amounts.
    Fixed {
        /// The least fine; `None` if the law names none.
        least: Option<Money>,
        /// The greatest fine; `None` if the law names none.
        greatest: Option<Money>,
    },
    /// Multiples of an amount of the case, as the total investment.
    OfBase {
        /// What is multiplied.
        base: Base,
        /// The least multiple; `None` if it is not known.
        least: Option<Share>,
        /// The greatest multiple.
        greatest: Share,
    },
    /// The table serves many provisions: the case names the amounts.
    Asked,
}

/// An amount of the case that a fine is a multiple of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Its Chinese name, as in 建设项目总投资额.
    pub name: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// An amount below this counts as this.
    pub at_least: Option<Money>,
}

/// A factor of a table (裁量因素).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscretionFactor {
    /// Its stable code within the table.
    pub key: String,
    /// Its Chinese name, as the table has it.
    pub name: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// What it can be, in the order of the table.
    pub options: Vec<FactorOption>,
}

/// What a factor can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorOption {
    /// As the table has it.
    pub label: String,
    /// Other ways to say it.
    pub aliases: Vec<String>,
    /// What it counts.
    pub value: OptionValue,
}

/// What an option counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionValue {
    /// A share that is added.
    Weight(Share),
    /// A grade from 1 to 5.
    Grade(u8),
    /// Nothing by itself: it helps to name a row.
    Condition,
}

impl FactorOption {
    /// The share that it adds; nothing for grades and conditions.
    pub fn weight(&self) -> Share {
        match self.value {
            OptionValue::Weight(weight) => weight,
            OptionValue::Grade(_) | OptionValue::Condition => Share::ZERO,
        }
    }
}

/// A row of a table of spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeRow {
    /// Which option of each factor, in the order of factors; `None` where any will do.
    pub when: Vec<Option<String>>,
    /// The span's least; `None` if there is none.
    pub least: Option<Money>,
    /// The span's greatest; `None` if there is none.
    pub greatest: Option<Money>,
}

/// A circumstance that chooses between several statutory amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleVariant {
    /// As the rules have it.
    pub label: String,
    /// Other ways to say it.
    pub aliases: Vec<String>,
    /// The amounts then.
    pub scale: Scale,
}

/// A table by which a fine is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscretionTable {
    /// On what it rests; its rule is the table's id.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// For which violation.
    pub violation: String,
    /// The same in English.
    pub violation_en: String,
    /// The provision that is broken, as in 水污染防治法83条2项.
    pub statute: String,
    /// The act, as [`crate::PenaltyRange`] has it, where the packs know the provision.
    pub act: Option<String>,
    /// How the fine is made.
    pub formula: Formula,
    /// How much of it is known.
    pub cells: Cells,
    /// What the law allows, without any variant.
    pub scale: Scale,
    /// Circumstances that change what the law allows.
    pub variants: Vec<ScaleVariant>,
    /// Where the sum begins (裁量起点).
    pub start: Share,
    /// The sum counts as this at least.
    pub floor: Option<Share>,
    /// The factors, in the order of the table.
    pub factors: Vec<DiscretionFactor>,
    /// The rows of a table of spans.
    pub rows: Vec<RangeRow>,
}

impl DiscretionTable {
    /// Start and the heaviest option of every factor: the whole, in a table whose weights are complete.
    pub fn heaviest_sum(&self) -> Share {
        self.factors.iter().fold(self.start, |sum, factor| {
            sum.plus(factor.options.iter().map(FactorOption::weight).max().unwrap_or_default())
        })
    }
}

/// How a pack's tables are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscretionRule {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// Whether a factor that cannot be found out counts as its lowest option.
    pub unproven_is_lowest: bool,
    /// The factors, by key, of which the heaviest of several options that apply counts.
    pub heaviest_of_several: BTreeSet<String>,
    /// The sum counts as this at most.
    pub sum_at_most: Share,
    /// Whether an ordinary fine within a span is its mean, a heavier one not below, a lighter one below it.
    pub mean_is_ordinary: bool,
    /// A span without a least: which shares of the greatest a lighter and an ordinary fine are.
    pub only_greatest: Option<(Share, Share)>,
    /// A span without a greatest: which multiples of the least an ordinary and a heavier fine are.
    pub only_least: Option<(Share, Share)>,
    /// What stands in the place of a least fine that the law does not name: for an entity and for a person.
    pub least_in_place: Option<(Money, Money)>,
}

/// Which way an adjustment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    /// Heavier, within the law (从重).
    Heavier,
    /// Lighter, within the law (从轻).
    Lighter,
    /// Below what the law allows (减轻).
    Mitigated,
    /// A public apology with a pledge (公开道歉承诺从轻).
    Apology,
}

impl AdjustmentKind {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Heavier => "heavier",
            Self::Lighter => "lighter",
            Self::Mitigated => "mitigated",
            Self::Apology => "apology",
        }
    }
}

/// Of what an adjustment is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareOf {
    /// Of the statutory greatest fine.
    Greatest,
    /// Of the statutory least fine.
    Least,
    /// Of the fine so far.
    Fine,
}

/// An adjustment that a pack's rules know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FineAdjustment {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// Which way it goes.
    pub kind: AdjustmentKind,
    /// Its measure: of what, at least and at most which share; `None` if the rules name none.
    pub measure: Option<(ShareOf, Share, Share)>,
    /// When it applies, in the words of the rules.
    pub grounds: Vec<String>,
    /// When it does not, in the words of the rules.
    pub exclusions: Vec<String>,
    /// To which formulas; every one, if none is named.
    pub formulas: BTreeSet<Formula>,
}
