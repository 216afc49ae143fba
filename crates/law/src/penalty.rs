//! Which provision applies to an act (从旧兼从轻): that of the day of the act, unless a later one is lighter.

use jiff::civil::Date;
use model::Money;
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Law, Validity};
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::Share;

/// The rank of a provision (位阶): where several hold for an act, the highest goes before the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Of a ministry or a local government (规章).
    Rule,
    /// Of a local congress (地方性法规).
    LocalRegulation,
    /// Of the State Council (行政法规).
    Regulation,
    /// Of the National People's Congress (法律).
    Law,
}

/// The bounds of a fine, in one measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PenaltyBounds {
    /// In yuan.
    Yuan {
        /// The least; `None` if the provision names none.
        least: Option<Money>,
        /// The greatest; `None` if the provision names none.
        greatest: Option<Money>,
    },
    /// In multiples of an amount of the case.
    Times {
        /// Of which amount.
        base: String,
        /// The least; `None` if the provision names none.
        least: Option<Share>,
        /// The greatest.
        greatest: Share,
    },
}

/// What a provision sets for an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PenaltyRange {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// The act, the same for the provisions of different times: `air_evasion`.
    pub act: String,
    /// The act in Chinese.
    pub violation: String,
    /// The act in English.
    pub violation_en: String,
    /// The provision, as in 大气污染防治法99条2项.
    pub statute: String,
    /// Its rank.
    pub rank: Rank,
    /// What it sets.
    pub bounds: PenaltyBounds,
}

/// How two provisions compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The same provision holds on both days, or both set the same.
    Same,
    /// No bound of the later one is above that of the earlier one, and one is below.
    LaterIsLighter,
    /// No bound of the later one is below that of the earlier one, and one is above.
    LaterIsHeavier,
    /// One bound is above and one below, or they cannot be held against each other: a person decides.
    Undecided,
}

/// The provision that applies to an act, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicablePenalty<'a> {
    /// What held on the day of the act.
    pub at_act: &'a PenaltyRange,
    /// What holds on the day of the decision; `None` if no pack knows one.
    pub at_decision: Option<&'a PenaltyRange>,
    /// How they compare; `None` without the second.
    pub comparison: Option<Comparison>,
}

impl<'a> ApplicablePenalty<'a> {
    /// The provision that applies.
    ///
    /// # Errors
    /// If a person has to decide which one is lighter.
    pub fn applies(&self) -> Result<&'a PenaltyRange, LawRefusal> {
        match (self.at_decision, self.comparison) {
            (Some(later), Some(Comparison::LaterIsLighter)) => Ok(later),
            (Some(later), Some(Comparison::Undecided)) => {
                let message = "whether the later provision is lighter cannot be told from the bounds";
                Err(LawRefusal::new(RefusalCode::Undecided, &self.at_act.act, message)
                    .possible([&self.at_act.statute, &later.statute]))
            }
            (_, Some(Comparison::Same | Comparison::LaterIsHeavier | Comparison::LaterIsLighter) | None)
            | (None, Some(Comparison::Undecided)) => Ok(self.at_act),
        }
    }
}

impl Law {
    /// What packs set for an act on `date`: the highest rank first, then the narrower layer.
    pub fn penalty_range(&self, act: &str, date: Date) -> Option<&PenaltyRange> {
        let holds = |range: &&PenaltyRange| range.act == act && range.validity.holds_on(date);
        let ranges: Vec<&PenaltyRange> = self.enforcement.penalty_ranges.iter().filter(holds).collect();
        let highest = ranges.iter().map(|range| range.rank).max()?;
        ranges.into_iter().find(|range| range.rank == highest)
    }

    /// Every provision of every time, narrow layers first.
    pub fn penalty_ranges(&self) -> &[PenaltyRange] {
        &self.enforcement.penalty_ranges
    }

    /// Which provision applies to an act that ended on `act_date` and is decided on `decision_date`.
    ///
    /// # Errors
    /// If no pack knows the act, or none of its provisions held on the day of the act.
    pub fn applicable_penalty(
        &self,
        act: &str,
        act_date: Date,
        decision_date: Date,
    ) -> Result<ApplicablePenalty<'_>, LawRefusal> {
        let all = &self.enforcement.penalty_ranges;
        if !all.iter().any(|range| range.act == act) {
            let acts: std::collections::BTreeSet<&str> = all.iter().map(|range| range.act.as_str()).collect();
            return Err(LawRefusal::new(RefusalCode::UnknownOption, "act", format!("no pack knows {act:?}"))
                .possible(acts));
        }
        if decision_date < act_date {
            let message = format!("{decision_date} lies before the act of {act_date}");
            return Err(LawRefusal::new(RefusalCode::Date, "decision_date", message));
        }
        let at_act = self.penalty_range(act, act_date).ok_or_else(|| {
            let spans = all.iter().filter(|range| range.act == act);
            let spans = spans.map(|range| format!("{} {}", range.statute, range.validity));
            let message = format!("no provision that a pack knows held on {act_date}");
            LawRefusal::new(RefusalCode::NotInForce, "act_date", message).possible(spans)
        })?;
        let at_decision = self.penalty_range(act, decision_date);
        let comparison = at_decision.map(|later| compare(at_act, later));
        Ok(ApplicablePenalty { at_act, at_decision, comparison })
    }
}

fn compare(earlier: &PenaltyRange, later: &PenaltyRange) -> Comparison {
    if earlier == later {
        return Comparison::Same;
    }
    // Bounds as numbers: no least is nothing, no greatest is without end.
    let numbers = |bounds: &PenaltyBounds| match bounds {
        PenaltyBounds::Yuan { least, greatest } => {
            (None, least.map_or(0, Money::fen), greatest.map_or(i64::MAX, Money::fen))
        }
        PenaltyBounds::Times { base, least, greatest } => {
            (Some(base.clone()), least.map_or(0, Share::millionths), greatest.millionths())
        }
    };
    let (before, after) = (numbers(&earlier.bounds), numbers(&later.bounds));
    if before.0 != after.0 {
        return Comparison::Undecided;
    }
    let below = after.1 < before.1 || after.2 < before.2;
    let above = after.1 > before.1 || after.2 > before.2;
    match (below, above) {
        (false, false) => Comparison::Same,
        (true, false) => Comparison::LaterIsLighter,
        (false, true) => Comparison::LaterIsHeavier,
        (true, true) => Comparison::Undecided,
    }
}
