//! The sections about fines.

use std::collections::BTreeSet;

use model::Money;
use serde::{Deserialize, Deserializer, de::Error};

use super::{Common, Day};
use crate::discretion::{AdjustmentKind, Cells, Formula, ShareOf};
use crate::given::Given;
use crate::pack::Confidence;
use crate::penalty::Rank;
use crate::refusal::RefusalCode;
use crate::share::Share;

/// A number, whole, with decimals or as a text, read exactly.
macro_rules! exact {
    ($(#[$doc:meta])* $name:ident($type:ty), $parse:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::load) struct $name(pub(in crate::load) $type);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let given = Given::deserialize(deserializer)?;
                let text = given.word().ok_or_else(|| D::Error::custom("expected a number"))?;
                $parse(text).map($name).map_err(D::Error::custom)
            }
        }
    };
}

exact!(
    /// Yuan.
    Yuan(Money), str::parse::<Money>
);
exact!(
    /// Percent.
    Percent(Share), Share::from_percent
);
exact!(
    /// A number of times.
    Times(Share), Share::from_times
);

entry!(
    /// `[[discretion_rule]]`
    DiscretionRule {
        #[serde(default)]
        unproven_is_lowest: bool,
        #[serde(default)]
        heaviest_of_several: BTreeSet<String>,
        sum_at_most: Option<Percent>,
        #[serde(default)]
        weights_make_the_whole: bool,
        #[serde(default)]
        mean_is_ordinary: bool,
        only_greatest: Option<OnlyGreatest>,
        only_least: Option<OnlyLeast>,
        least_in_place: Option<LeastInPlace>,
    }
);
entry!(
    /// `[[discretion_table]]`
    DiscretionTable {
        violation: String,
        violation_en: String,
        statute: String,
        act: Option<String>,
        formula: Formula,
        #[serde(default = "known")]
        cells: Cells,
        #[serde(default)]
        asked: bool,
        base: Option<Base>,
        least: Option<Yuan>,
        greatest: Option<Yuan>,
        least_times: Option<Times>,
        greatest_times: Option<Times>,
        start: Option<Percent>,
        floor: Option<Percent>,
        #[serde(default)]
        variant: Vec<Variant>,
        #[serde(default)]
        factor: Vec<Factor>,
        #[serde(default)]
        row: Vec<Row>,
    }
);
entry!(
    /// `[[fine_adjustment]]`
    FineAdjustment {
        kind: AdjustmentKind,
        of: Option<ShareOf>,
        at_least: Option<Percent>,
        at_most: Option<Percent>,
        #[serde(default)]
        grounds: Vec<String>,
        #[serde(default)]
        exclusions: Vec<String>,
        #[serde(default)]
        formulas: BTreeSet<Formula>,
    }
);
entry!(
    /// `[[penalty_range]]`
    PenaltyRange {
        act: String,
        violation: String,
        violation_en: String,
        statute: String,
        rank: Rank,
        base: Option<String>,
        least: Option<Yuan>,
        greatest: Option<Yuan>,
        least_times: Option<Times>,
        greatest_times: Option<Times>,
    }
);

fn known() -> Cells {
    Cells::Known
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct OnlyGreatest {
    pub(in crate::load) lighter: Percent,
    pub(in crate::load) ordinary: Percent,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct OnlyLeast {
    pub(in crate::load) ordinary: Times,
    pub(in crate::load) heavier: Times,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct LeastInPlace {
    pub(in crate::load) entity: Yuan,
    pub(in crate::load) person: Yuan,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Base {
    pub(in crate::load) name: String,
    #[serde(default)]
    pub(in crate::load) aliases: Vec<String>,
    pub(in crate::load) at_least: Option<Yuan>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Variant {
    pub(in crate::load) label: String,
    #[serde(default)]
    pub(in crate::load) aliases: Vec<String>,
    pub(in crate::load) least: Option<Yuan>,
    pub(in crate::load) greatest: Yuan,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Factor {
    pub(in crate::load) key: String,
    pub(in crate::load) name: String,
    #[serde(default)]
    pub(in crate::load) aliases: Vec<String>,
    pub(in crate::load) options: Vec<FactorOption>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct FactorOption {
    pub(in crate::load) label: String,
    #[serde(default)]
    pub(in crate::load) aliases: Vec<String>,
    pub(in crate::load) weight: Option<Percent>,
    pub(in crate::load) grade: Option<u8>,
}

/// `"*"` in `when` fits every option.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Row {
    pub(in crate::load) when: Vec<String>,
    pub(in crate::load) least: Option<Yuan>,
    pub(in crate::load) greatest: Option<Yuan>,
}

/// `[[fine_example]]`: what a case gives, and its fine, or how it is refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct FineExample {
    pub(in crate::load) id: String,
    pub(in crate::load) table: String,
    pub(in crate::load) given: Given,
    pub(in crate::load) fine: Option<Yuan>,
    pub(in crate::load) refused: Option<RefusalCode>,
    #[serde(default)]
    pub(in crate::load) published: bool,
    /// Where it comes from, or what it shows.
    pub(in crate::load) note: Option<String>,
}

/// `[[penalty_example]]`: an act, when it ended and when it is decided, and the provision that applies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct PenaltyExample {
    pub(in crate::load) id: String,
    pub(in crate::load) act: String,
    pub(in crate::load) act_date: Day,
    pub(in crate::load) decision_date: Day,
    pub(in crate::load) statute: String,
}
