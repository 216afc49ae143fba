//! The ladder of tiered enforcement (分层分阶式执法): which rung the packs' rules propose for the facts of a case.

use jiff::civil::Date;
use model::DistrictCode;
use serde::{Deserialize, Serialize};

use crate::exemption::{CaseFacts, Condition, ConditionOutcome, Truth, all, any};
use crate::pack::{Basis, Law, PackScope, Validity};

/// A rung of the ladder, the gentlest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// Told what to look to (提醒).
    Remind,
    /// Shown how to put it right (指导帮扶).
    Guide,
    /// Ordered to rectify, and not punished (责令改正、免予处罚).
    RectifyExempt,
    /// Punished as the law has it (一般处罚).
    Ordinary,
    /// Punished heavier, within the law (从重处罚).
    Heavier,
    /// Fined for every day, seized, limited or stopped (按日计罚、查封扣押、限产停产).
    Measures,
    /// Handed over for detention or as a crime (移送拘留、移送涉嫌犯罪).
    Referral,
}

impl Rung {
    /// All rungs, the gentlest first.
    pub const ALL: [Rung; 7] = [
        Rung::Remind,
        Rung::Guide,
        Rung::RectifyExempt,
        Rung::Ordinary,
        Rung::Heavier,
        Rung::Measures,
        Rung::Referral,
    ];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            Rung::Remind => "remind",
            Rung::Guide => "guide",
            Rung::RectifyExempt => "rectify_exempt",
            Rung::Ordinary => "ordinary",
            Rung::Heavier => "heavier",
            Rung::Measures => "measures",
            Rung::Referral => "referral",
        }
    }
}

/// A rule that puts a case on a rung.
#[derive(Debug, Clone, PartialEq)]
pub struct TierRule {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// The rung.
    pub rung: Rung,
    /// In the words of the source.
    pub text: String,
    /// The same in English.
    pub text_en: String,
    /// Ways to fit: the conditions of one must all hold.
    pub ways: Vec<Vec<Condition>>,
}

/// A rule held against the facts of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct TierMatch<'a> {
    /// The rule.
    pub rule: &'a TierRule,
    /// Whether it holds.
    pub truth: Truth,
    /// The conditions of each way.
    pub ways: Vec<Vec<ConditionOutcome>>,
}

impl TierRule {
    /// Holds the rule against the facts of a case.
    pub fn held_against<'a>(&'a self, facts: &CaseFacts) -> TierMatch<'a> {
        let outcomes = |way: &Vec<Condition>| way.iter().map(|condition| condition.outcome(facts)).collect();
        let ways: Vec<Vec<ConditionOutcome>> = self.ways.iter().map(outcomes).collect();
        let truth = any(ways.iter().map(|way| all(way.iter().map(|condition| condition.truth))));
        TierMatch { rule: self, truth, ways }
    }
}

impl TierMatch<'_> {
    /// The facts that are not known and would decide it; none where it is decided.
    pub fn unknown(&self) -> Vec<&str> {
        if self.truth != Truth::Unknown {
            return Vec::new();
        }
        let failed =
            |way: &&Vec<ConditionOutcome>| way.iter().any(|condition| condition.truth == Truth::Fails);
        let open = self.ways.iter().filter(|way| !failed(way)).flatten();
        let mut unknown: Vec<&str> = open.flat_map(|c| &c.unknown).map(String::as_str).collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown
    }
}

impl Law {
    /// Every rule of the ladder, narrow layers first.
    pub fn tier_rules(&self) -> &[TierRule] {
        &self.enforcement.tier_rules
    }

    /// The rules of the ladder in force on `date` in a district, each held against the facts.
    pub fn match_tiers(&self, facts: &CaseFacts, district: &DistrictCode, date: Date) -> Vec<TierMatch<'_>> {
        let scope = PackScope::District(district);
        let rules = self.tier_rules().iter().filter(|rule| rule.validity.holds_on(date));
        let here = rules.filter(|rule| self.in_scope(&rule.basis.pack, scope));
        here.map(|rule| rule.held_against(facts)).collect()
    }
}
