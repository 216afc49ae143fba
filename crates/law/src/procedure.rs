//! What a case has to go through because of what it is: when a hearing is offered, when a decision is discussed
//! collectively, when an officer may decide on the spot.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{DistrictCode, Money};
use serde::{Deserialize, Serialize};

use crate::discretion::DiscretionTable;
use crate::exemption::{CaseFacts, Condition, Truth};
use crate::pack::{Basis, Law, PackScope, Validity};

/// What a party is, as the rules tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// A legal person or another organisation (法人或者其他组织).
    Entity,
    /// A natural person (公民).
    Person,
}

impl PartyKind {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Person => "person",
        }
    }
}

/// Which step of the procedure a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureStep {
    /// The party may ask for a hearing (听证).
    Hearing,
    /// The heads decide together (集体讨论).
    Deliberation,
    /// An officer may decide on the spot (简易程序).
    OnTheSpot,
}

/// Something about a case for which a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureGround {
    /// The fine is so high.
    FineAtLeast,
    /// The fine is no higher than this.
    FineAtMost,
    /// The person who decides departs from the rung that the machine proposed.
    DepartsFromProposal,
    /// The fine is not what the table says: it was made heavier or lighter, or is reckoned by no table.
    DepartsFromTable,
    /// The fine lies below what the law allows.
    Mitigated,
    /// A hearing was held.
    HearingHeld,
    /// The term for the decision was extended a second time.
    ExtendedTwice,
}

impl ProcedureGround {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            Self::FineAtLeast => "fine_at_least",
            Self::FineAtMost => "fine_at_most",
            Self::DepartsFromProposal => "departs_from_proposal",
            Self::DepartsFromTable => "departs_from_table",
            Self::Mitigated => "mitigated",
            Self::HearingHeld => "hearing_held",
            Self::ExtendedTwice => "extended_twice",
        }
    }
}

/// A rule of procedure: the step is taken where one of the grounds holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureRule {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// For which step.
    pub step: ProcedureStep,
    /// For which parties; every one if `None`.
    pub party: Option<PartyKind>,
    /// The fine from which, or up to which it holds, where a ground speaks of the fine.
    pub amount: Option<Money>,
    /// For what.
    pub grounds: BTreeSet<ProcedureGround>,
    /// In the words of the source.
    pub text: String,
    /// The same in English.
    pub text_en: String,
}

/// Which option of a factor the facts of a case say, so that nobody has to type what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorSource {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// The factor's key, in the tables of the same pack.
    pub factor: String,
    /// The options, each with the condition under which it is the one; the condition's text is the option's label.
    pub options: Vec<Condition>,
}

/// An option that the facts of a case say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFactor<'a> {
    /// The factor's key.
    pub factor: &'a str,
    /// The option's label, as the table has it.
    pub option: &'a str,
    /// The facts that say so, by key.
    pub facts: Vec<&'a str>,
    /// On what it rests.
    pub basis: &'a Basis,
}

/// What is known of a case, as far as rules of procedure ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureFacts {
    /// Who the party is.
    pub party: PartyKind,
    /// The fine; `None` if there is none.
    pub fine: Option<Money>,
    /// What else holds. The grounds that speak of the fine are found out by the rules themselves.
    pub grounds: BTreeSet<ProcedureGround>,
}

impl ProcedureRule {
    /// The grounds of the rule that hold for a case.
    pub fn grounds_in(&self, facts: &ProcedureFacts) -> Vec<ProcedureGround> {
        if self.party.is_some_and(|party| party != facts.party) {
            return Vec::new();
        }
        let holds = |ground: &ProcedureGround| match (ground, self.amount, facts.fine) {
            (ProcedureGround::FineAtLeast, Some(amount), Some(fine)) => fine >= amount,
            (ProcedureGround::FineAtMost, Some(amount), Some(fine)) => fine <= amount,
            // A warning without any fine is less than every fine.
            (ProcedureGround::FineAtMost, Some(_), None) => true,
            (ProcedureGround::FineAtLeast | ProcedureGround::FineAtMost, _, _) => false,
            (other, _, _) => facts.grounds.contains(other),
        };
        self.grounds.iter().copied().filter(holds).collect()
    }
}

impl Law {
    /// Every rule of procedure, narrow layers first.
    pub fn procedure_rules(&self) -> &[ProcedureRule] {
        &self.enforcement.procedure_rules
    }

    /// The factors of `table` that the facts of a case say, where exactly one option holds.
    pub fn known_factors<'a>(
        &'a self,
        table: &'a DiscretionTable,
        facts: &CaseFacts,
        date: Date,
    ) -> Vec<KnownFactor<'a>> {
        let of_pack =
            |source: &&FactorSource| source.basis.pack == table.basis.pack && source.validity.holds_on(date);
        let known = |source: &'a FactorSource| {
            let factor = table.factors.iter().find(|factor| factor.key == source.factor)?;
            let mut held = source.options.iter().filter(|option| option.outcome(facts).truth == Truth::Holds);
            let (Some(option), None) = (held.next(), held.next()) else { return None };
            let label = factor.options.iter().find(|known| known.label == option.text)?;
            let mut facts: Vec<&str> = option.any.iter().flatten().map(|test| test.fact.as_str()).collect();
            facts.dedup();
            Some(KnownFactor { factor: &factor.key, option: &label.label, facts, basis: &source.basis })
        };
        self.enforcement.factor_sources.iter().filter(of_pack).filter_map(known).collect()
    }

    /// The rules by which a step is taken in a case of a district on `date`, each with the grounds that hold.
    pub fn procedure(
        &self,
        step: ProcedureStep,
        facts: &ProcedureFacts,
        district: &DistrictCode,
        date: Date,
    ) -> Vec<(&ProcedureRule, Vec<ProcedureGround>)> {
        let scope = PackScope::District(district);
        let rules = self.procedure_rules().iter().filter(|rule| {
            rule.step == step && rule.validity.holds_on(date) && self.in_scope(&rule.basis.pack, scope)
        });
        let held = rules.map(|rule| (rule, rule.grounds_in(facts)));
        held.filter(|(_, grounds)| !grounds.is_empty()).collect()
    }
}
