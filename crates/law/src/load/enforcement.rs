//! Reads and merges the sections about enforcement, and runs their worked examples.

use super::raw::discretion as raw;
use super::raw::exemption as raw_exemption;
use super::raw::procedure as raw_procedure;
use super::raw::term as raw_term;
use super::{At, Entry, Mistakes, Section, discretion, exemption, procedure, term, worked};
use crate::enforcement::Enforcement;
use crate::pack::{Law, PackHead};

pub(super) const SECTIONS: &str = "`discretion_rule`, `discretion_table`, `fine_adjustment`, `fine_example`, \
                                   `penalty_range`, `penalty_example`, `case_fact`, `exemption`, `exemption_example`, `term`, `term_end`, `term_example`, \
                                   `surcharge_rule`, `surcharge_example`, `daily_penalty_rule`, `daily_example`, \
                                   `procedure_rule`, `tier_rule`, `tier_example`, `factor_source`";

/// What could be read of the sections about enforcement.
#[derive(Debug, Default)]
pub(super) struct Draft {
    rules: Vec<Entry<raw::DiscretionRule>>,
    tables: Vec<Entry<raw::DiscretionTable>>,
    adjustments: Vec<Entry<raw::FineAdjustment>>,
    penalty_ranges: Vec<Entry<raw::PenaltyRange>>,
    case_facts: Vec<Entry<raw_exemption::CaseFact>>,
    exemptions: Vec<Entry<raw_exemption::Exemption>>,
    terms: Vec<Entry<raw_term::Term>>,
    term_ends: Vec<Entry<raw_term::TermEnd>>,
    surcharge_rules: Vec<Entry<raw_term::SurchargeRule>>,
    daily_penalty_rules: Vec<Entry<raw_term::DailyPenaltyRule>>,
    procedure_rules: Vec<Entry<raw_procedure::ProcedureRule>>,
    tier_rules: Vec<Entry<raw_procedure::TierRule>>,
    factor_sources: Vec<Entry<raw_procedure::FactorSource>>,
    examples: worked::Examples,
}

impl Draft {
    /// Reads a section; gives it back if it is none of these.
    pub(super) fn read<'a>(
        &mut self,
        key: &str,
        section: Section<'a>,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Section<'a>> {
        match key {
            "discretion_rule" => section.read(&mut self.rules, mistakes),
            "discretion_table" => section.read(&mut self.tables, mistakes),
            "fine_adjustment" => section.read(&mut self.adjustments, mistakes),
            "penalty_range" => section.read(&mut self.penalty_ranges, mistakes),
            "case_fact" => section.read(&mut self.case_facts, mistakes),
            "exemption" => section.read(&mut self.exemptions, mistakes),
            "term" => section.read(&mut self.terms, mistakes),
            "term_end" => section.read(&mut self.term_ends, mistakes),
            "surcharge_rule" => section.read(&mut self.surcharge_rules, mistakes),
            "daily_penalty_rule" => section.read(&mut self.daily_penalty_rules, mistakes),
            "procedure_rule" => section.read(&mut self.procedure_rules, mistakes),
            "tier_rule" => section.read(&mut self.tier_rules, mistakes),
            "factor_source" => section.read(&mut self.factor_sources, mistakes),
            _ => return self.examples.read(key, section, mistakes),
        }
        None
    }

    pub(super) fn forget(&mut self, pack: usize) {
        self.rules.retain(|entry| entry.pack != pack);
        self.tables.retain(|entry| entry.pack != pack);
        self.adjustments.retain(|entry| entry.pack != pack);
        self.penalty_ranges.retain(|entry| entry.pack != pack);
        self.case_facts.retain(|entry| entry.pack != pack);
        self.exemptions.retain(|entry| entry.pack != pack);
        self.terms.retain(|entry| entry.pack != pack);
        self.term_ends.retain(|entry| entry.pack != pack);
        self.surcharge_rules.retain(|entry| entry.pack != pack);
        self.daily_penalty_rules.retain(|entry| entry.pack != pack);
        self.procedure_rules.retain(|entry| entry.pack != pack);
        self.tier_rules.retain(|entry| entry.pack != pack);
        self.factor_sources.retain(|entry| entry.pack != pack);
        self.examples.forget(pack);
    }

    /// Where each entry stands, its pack and id.
    pub(super) fn ids(&self) -> Vec<(At, usize, String)> {
        macro_rules! all {
            ($($list:ident)*) => {
                [$(self.$list.iter().map(|entry| (entry.at, entry.pack, entry.raw.common().id)).collect(),)*]
            };
        }
        let lists: [Vec<_>; 13] = all!(
            rules tables adjustments penalty_ranges case_facts exemptions terms term_ends surcharge_rules daily_penalty_rules
            procedure_rules tier_rules factor_sources
        );
        lists.concat()
    }
}

/// What the law knows about enforcement, and where each of its worked examples stands.
pub(super) fn merge(heads: &[PackHead], draft: Draft, mistakes: &mut Mistakes<'_>) -> (Enforcement, Vec<At>) {
    let rules = discretion::rules(heads, draft.rules, mistakes);
    let tables = discretion::tables(heads, &rules, draft.tables, mistakes);
    let terms = term::terms(heads, draft.terms, mistakes);
    let case_facts = exemption::case_facts(heads, draft.case_facts, mistakes);
    let factor_sources =
        procedure::factor_sources(heads, &case_facts, &tables, draft.factor_sources, mistakes);
    let (examples, places) = draft.examples.check(heads, mistakes);
    let enforcement = Enforcement {
        tables,
        factor_sources,
        term_ends: term::ends(heads, draft.term_ends, &terms, mistakes),
        rules: rules.into_iter().map(|checked| checked.rule).collect(),
        adjustments: discretion::adjustments(heads, draft.adjustments, mistakes),
        penalty_ranges: discretion::penalty_ranges(heads, draft.penalty_ranges, mistakes),
        tier_rules: procedure::tiers(heads, &case_facts, draft.tier_rules, mistakes),
        procedure_rules: procedure::rules(heads, draft.procedure_rules, mistakes),
        exemptions: exemption::exemptions(heads, &case_facts, draft.exemptions, mistakes),
        case_facts,
        terms,
        surcharge_rules: term::surcharge_rules(heads, draft.surcharge_rules, mistakes),
        daily_penalty_rules: term::daily_penalty_rules(heads, draft.daily_penalty_rules, mistakes),
        examples,
    };
    (enforcement, places)
}

pub(super) fn run_examples(places: &[At], law: &Law, mistakes: &mut Mistakes<'_>) {
    for (example, at) in law.worked_examples().iter().zip(places) {
        let found = law.answer(example);
        if found != example.expected {
            let (id, expected) = (&example.id, &example.expected);
            mistakes.add(*at, format!("the example {id} expects {expected}, the rules give {found}"));
        }
    }
}
