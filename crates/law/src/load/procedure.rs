//! Checks and merges the sections about the procedure of a case, and about the ladder of enforcement.

use std::collections::BTreeSet;

use super::exemption::conditions;
use super::merge::{checked, narrow_first};
use super::raw::procedure as raw;
use super::{Entry, Mistakes};
use crate::discretion::DiscretionTable;
use crate::exemption::CaseFact;
use crate::pack::PackHead;
use crate::procedure::{FactorSource, ProcedureGround, ProcedureRule};
use crate::tier::TierRule;

pub(super) fn rules(
    heads: &[PackHead],
    entries: Vec<Entry<raw::ProcedureRule>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<ProcedureRule> {
    let mut rules = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let grounds: BTreeSet<ProcedureGround> = raw.when.iter().copied().collect();
        let of_fine = grounds
            .iter()
            .any(|ground| matches!(ground, ProcedureGround::FineAtLeast | ProcedureGround::FineAtMost));
        if grounds.is_empty() || of_fine != raw.amount.is_some() {
            mistakes.add(at, "`when` names a ground, and `amount` stands where a ground speaks of the fine");
            continue;
        }
        let rule = ProcedureRule {
            basis,
            validity,
            step: raw.step,
            party: raw.party,
            amount: raw.amount.map(|yuan| yuan.0),
            grounds,
            text: raw.text,
            text_en: raw.text_en,
        };
        rules.push((layer, at, rule));
    }
    narrow_first(rules)
}

pub(super) fn tiers(
    heads: &[PackHead],
    facts: &[CaseFact],
    entries: Vec<Entry<raw::TierRule>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<TierRule> {
    let mut rules = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let ways: Result<Vec<_>, String> =
            raw.way.into_iter().map(|way| conditions(way.all, facts)).collect();
        match ways {
            Ok(ways) if ways.is_empty() || ways.iter().any(Vec::is_empty) => {
                mistakes.add(at, "a rule of the ladder has a way with conditions");
            }
            Ok(ways) => {
                let (rung, text, text_en) = (raw.rung, raw.text, raw.text_en);
                rules.push((layer, at, TierRule { basis, validity, rung, text, text_en, ways }));
            }
            Err(message) => mistakes.add(at, message),
        }
    }
    narrow_first(rules)
}

/// Every factor and option must stand in some table of the same pack.
pub(super) fn factor_sources(
    heads: &[PackHead],
    facts: &[CaseFact],
    tables: &[DiscretionTable],
    entries: Vec<Entry<raw::FactorSource>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<FactorSource> {
    let mut sources = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let options = match conditions(raw.option, facts) {
            Ok(options) => options,
            Err(message) => {
                mistakes.add(at, message);
                continue;
            }
        };
        let of_pack = tables.iter().filter(|table| table.basis.pack == basis.pack);
        let factors: Vec<_> =
            of_pack.flat_map(|table| &table.factors).filter(|factor| factor.key == raw.factor).collect();
        let known =
            |label: &str| factors.iter().any(|f| f.options.iter().any(|option| option.label == label));
        match options.iter().find(|option| !known(&option.text)) {
            Some(option) => mistakes.add(
                at,
                format!("no table of the pack has the option {:?} of `{}`", option.text, raw.factor),
            ),
            None => {
                sources.push((layer, at, FactorSource { basis, validity, factor: raw.factor, options }));
            }
        }
    }
    narrow_first(sources)
}
