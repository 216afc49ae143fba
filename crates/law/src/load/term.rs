//! Checks and merges the sections about terms and payment.

use super::merge::{checked, narrow_first};
use super::raw::term as raw;
use super::{Entry, Mistakes};
use crate::pack::PackHead;
use crate::payment::{DailyPenaltyRule, SurchargeRule};
use crate::share::Share;
use crate::term::{LegalTerm, LegalUnit, TermEnd, TermExtension, TermLength};

/// The longest term in its own unit: a slip of the pen, not a policy, lies beyond.
const MAX_AMOUNT: u32 = 10_000;

pub(super) fn terms(
    heads: &[PackHead],
    entries: Vec<Entry<raw::Term>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<LegalTerm> {
    let ids: Vec<String> = entries.iter().map(|entry| entry.raw.common().id).collect();
    let mut terms: Vec<(_, _, LegalTerm)> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let length = match length(&raw, &ids) {
            Ok(length) => length,
            Err(message) => {
                mistakes.add(at, message);
                continue;
            }
        };
        let clash = terms.iter().any(|(other_layer, _, other)| {
            *other_layer == layer && other.basis.rule == basis.rule && other.validity.overlaps(validity)
        });
        if clash {
            mistakes.add(at, format!("the term `{}` holds on the same days already", basis.rule));
            continue;
        }
        let extension = |e: raw::Extension| TermExtension { at_most: e.at_most, ground: e.ground };
        let term = LegalTerm {
            basis,
            validity,
            span: raw.span,
            span_en: raw.span_en,
            length,
            bound: raw.bound,
            extensions: raw.extensions.into_iter().map(extension).collect(),
            stops: raw.stops,
            source_from: raw.source_from.map(|day| day.0),
        };
        terms.push((layer, at, term));
    }
    narrow_first(terms)
}

fn length(raw: &raw::Term, ids: &[String]) -> Result<TermLength, String> {
    let plain = raw.until.is_none() && !raw.backwards;
    match (raw.amount, raw.unit, &raw.ends_with, raw.no_length) {
        (Some(amount), Some(unit), None, false) => {
            if !(1..=MAX_AMOUNT).contains(&amount) {
                return Err(format!("`amount` must lie between 1 and {MAX_AMOUNT}, not {amount}"));
            }
            if unit == LegalUnit::Hours && !plain {
                return Err("hours are counted forwards, and to the minute".into());
            }
            let until = raw.until.map(|clock| clock.0);
            Ok(TermLength::Amount { amount, unit, until, backwards: raw.backwards })
        }
        (None, None, Some(term), false) if plain => {
            let id = raw.common().id;
            if *term == id || !ids.contains(term) {
                return Err(format!("`ends_with` names {term:?}, which is no other term"));
            }
            Ok(TermLength::EndsWith { term: term.clone() })
        }
        (None, None, None, true) if plain => Ok(TermLength::None),
        _ => Err("say either `amount` and `unit`, or `ends_with`, or `no_length = true`".into()),
    }
}

pub(super) fn ends(
    heads: &[PackHead],
    entries: Vec<Entry<raw::TermEnd>>,
    terms: &[LegalTerm],
    mistakes: &mut Mistakes<'_>,
) -> Vec<TermEnd> {
    let mut ends = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let unknown = raw.terms.iter().find(|id| !terms.iter().any(|term| term.basis.rule == **id));
        if let Some(unknown) = unknown {
            mistakes.add(at, format!("there is no term {unknown:?}"));
            continue;
        }
        ends.push((layer, at, TermEnd { basis, validity, terms: raw.terms, extends: raw.extends }));
    }
    narrow_first(ends)
}

pub(super) fn surcharge_rules(
    heads: &[PackHead],
    entries: Vec<Entry<raw::SurchargeRule>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<SurchargeRule> {
    let mut rules = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        if raw.per_day.0 == Share::ZERO || raw.at_most.0 < raw.per_day.0 {
            mistakes.add(at, "`per_day` must be more than 0 and not more than `at_most`");
            continue;
        }
        let rule = SurchargeRule {
            basis,
            validity,
            per_day: raw.per_day.0,
            at_most: raw.at_most.0,
            frozen_during: raw.frozen_during,
        };
        rules.push((layer, at, rule));
    }
    narrow_first(rules)
}

pub(super) fn daily_penalty_rules(
    heads: &[PackHead],
    entries: Vec<Entry<raw::DailyPenaltyRule>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<DailyPenaltyRule> {
    let mut rules = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        rules.push((layer, at, DailyPenaltyRule { basis, validity, recheck_days: raw.recheck_days }));
    }
    narrow_first(rules)
}
