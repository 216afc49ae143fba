//! Checks and merges the sections about fines.

use std::collections::BTreeSet;

use super::merge::{checked, narrow_first};
use super::raw::discretion as raw;
use super::{At, Entry, Mistakes};
use crate::discretion::{
    Base, Cells, DiscretionFactor, DiscretionRule, DiscretionTable, FactorOption, FineAdjustment, Formula,
    OptionValue, RangeRow, Scale, ScaleVariant, is_reserved,
};
use crate::pack::{Basis, PackHead, Validity};
use crate::penalty::{PenaltyBounds, PenaltyRange};
use crate::share::Share;

/// Grades of the national frame run from 1 to 5.
const GRADES: std::ops::RangeInclusive<u8> = 1..=5;

/// A rule, and whether its tables' weights must make the whole.
pub(super) struct CheckedRule {
    pub(super) rule: DiscretionRule,
    weights_make_the_whole: bool,
}

pub(super) fn rules(
    heads: &[PackHead],
    entries: Vec<Entry<raw::DiscretionRule>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<CheckedRule> {
    let mut rules: Vec<CheckedRule> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, _)) = checked(heads, at, pack, &raw.common(), mistakes) else { continue };
        let clash = rules
            .iter()
            .any(|other| other.rule.basis.pack == basis.pack && other.rule.validity.overlaps(validity));
        if clash {
            mistakes.add(at, "the pack has a discretion_rule for these days already");
            continue;
        }
        let rule = DiscretionRule {
            basis,
            validity,
            unproven_is_lowest: raw.unproven_is_lowest,
            heaviest_of_several: raw.heaviest_of_several,
            sum_at_most: raw.sum_at_most.map_or(Share::WHOLE, |percent| percent.0),
            mean_is_ordinary: raw.mean_is_ordinary,
            only_greatest: raw.only_greatest.map(|only| (only.lighter.0, only.ordinary.0)),
            only_least: raw.only_least.map(|only| (only.ordinary.0, only.heavier.0)),
            least_in_place: raw.least_in_place.map(|place| (place.entity.0, place.person.0)),
        };
        rules.push(CheckedRule { rule, weights_make_the_whole: raw.weights_make_the_whole });
    }
    rules
}

pub(super) fn tables(
    heads: &[PackHead],
    rules: &[CheckedRule],
    entries: Vec<Entry<raw::DiscretionTable>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<DiscretionTable> {
    let mut tables = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let whole = rules.iter().any(|rule| {
            rule.weights_make_the_whole
                && rule.rule.basis.pack == basis.pack
                && rule.rule.validity.overlaps(validity)
        });
        match table(raw, basis, validity).and_then(|table| check(&table, whole).map(|()| table)) {
            Ok(table) => tables.push((layer, at, table)),
            Err(message) => mistakes.add(at, message),
        }
    }
    narrow_first(tables)
}

fn table(raw: raw::DiscretionTable, basis: Basis, validity: Validity) -> Result<DiscretionTable, String> {
    let scale = scale(&raw)?;
    let factors = raw.factor.into_iter().map(|f| factor(f, raw.formula)).collect::<Result<Vec<_>, _>>()?;
    let mut keys = BTreeSet::new();
    for factor in &factors {
        if !keys.insert(factor.key.clone()) {
            return Err(format!("the factor `{}` stands twice", factor.key));
        }
        if is_reserved(&factor.key) || is_reserved(&factor.name) {
            return Err(format!(
                "a factor cannot be called `{}`: the input knows it as something else",
                factor.key
            ));
        }
    }
    let rows = raw.row.into_iter().map(|r| row(r, &factors)).collect::<Result<Vec<_>, _>>()?;
    let variants = raw.variant.into_iter().map(variant).collect::<Result<Vec<_>, _>>()?;
    Ok(DiscretionTable {
        basis,
        validity,
        violation: raw.violation,
        violation_en: raw.violation_en,
        statute: raw.statute,
        act: raw.act,
        formula: raw.formula,
        cells: raw.cells,
        scale,
        variants,
        start: raw.start.map_or(Share::ZERO, |percent| percent.0),
        floor: raw.floor.map(|percent| percent.0),
        factors,
        rows,
    })
}

fn scale(raw: &raw::DiscretionTable) -> Result<Scale, String> {
    let yuan = raw.least.is_some() || raw.greatest.is_some();
    let times = raw.least_times.is_some() || raw.greatest_times.is_some();
    match (&raw.base, raw.asked, yuan, times) {
        (None, true, false, false) => Ok(Scale::Asked),
        (Some(base), false, false, true) => {
            let greatest = raw.greatest_times.ok_or("`base` needs `greatest_times`")?.0;
            let least = raw.least_times.map(|times| times.0);
            if least.is_some_and(|least| least > greatest) {
                return Err("`least_times` is more than `greatest_times`".into());
            }
            let base = Base {
                name: base.name.clone(),
                aliases: base.aliases.clone(),
                at_least: base.at_least.map(|yuan| yuan.0),
            };
            Ok(Scale::OfBase { base, least, greatest })
        }
        (None, false, _, false) => {
            let (least, greatest) = (raw.least.map(|yuan| yuan.0), raw.greatest.map(|yuan| yuan.0));
            if least.zip(greatest).is_some_and(|(least, greatest)| least > greatest) {
                return Err("`least` is more than `greatest`".into());
            }
            Ok(Scale::Fixed { least, greatest })
        }
        _ => Err("say either `least` and `greatest` (yuan), or `base` with `least_times` and \
                  `greatest_times`, or `asked = true`"
            .into()),
    }
}

fn factor(raw: raw::Factor, formula: Formula) -> Result<DiscretionFactor, String> {
    let mut labels = BTreeSet::new();
    let mut options = Vec::new();
    for option in raw.options {
        if !labels.insert(option.label.clone()) {
            return Err(format!("the option {:?} of `{}` stands twice", option.label, raw.key));
        }
        let value = match (formula, option.weight, option.grade) {
            (Formula::ShareOfGreatest | Formula::BetweenLeastAndGreatest, Some(weight), None) => {
                OptionValue::Weight(weight.0)
            }
            (Formula::Rows, None, None) => OptionValue::Condition,
            (Formula::Unknown, None, Some(grade)) if GRADES.contains(&grade) => OptionValue::Grade(grade),
            (Formula::Unknown, None, Some(grade)) => {
                return Err(format!("the grade {grade} of {:?} is none from 1 to 5", option.label));
            }
            _ => {
                return Err(format!(
                    "the option {:?} of `{}` needs what its formula counts: a weight, a grade, or nothing",
                    option.label, raw.key
                ));
            }
        };
        options.push(FactorOption { label: option.label, aliases: option.aliases, value });
    }
    if options.is_empty() {
        return Err(format!("the factor `{}` has no option", raw.key));
    }
    Ok(DiscretionFactor { key: raw.key, name: raw.name, aliases: raw.aliases, options })
}

fn row(raw: raw::Row, factors: &[DiscretionFactor]) -> Result<RangeRow, String> {
    if raw.when.len() != factors.len() {
        return Err(format!("a row has {} conditions, the table {} factors", raw.when.len(), factors.len()));
    }
    let mut when = Vec::new();
    for (wanted, factor) in raw.when.into_iter().zip(factors) {
        if wanted == "*" {
            when.push(None);
        } else if factor.options.iter().any(|option| option.label == wanted) {
            when.push(Some(wanted));
        } else {
            return Err(format!("{wanted:?} is no option of `{}`", factor.key));
        }
    }
    let (least, greatest) = (raw.least.map(|yuan| yuan.0), raw.greatest.map(|yuan| yuan.0));
    if least.zip(greatest).is_some_and(|(least, greatest)| least > greatest) {
        return Err("a row's `least` is more than its `greatest`".into());
    }
    Ok(RangeRow { when, least, greatest })
}

fn variant(raw: raw::Variant) -> Result<ScaleVariant, String> {
    let least = raw.least.map(|yuan| yuan.0);
    if least.is_some_and(|least| least > raw.greatest.0) {
        return Err("a variant's `least` is more than its `greatest`".into());
    }
    let scale = Scale::Fixed { least, greatest: Some(raw.greatest.0) };
    Ok(ScaleVariant { label: raw.label, aliases: raw.aliases, scale })
}

fn check(table: &DiscretionTable, whole: bool) -> Result<(), String> {
    let weighted = matches!(table.formula, Formula::ShareOfGreatest | Formula::BetweenLeastAndGreatest);
    match table.cells {
        Cells::Unknown => return Ok(()),
        Cells::Known | Cells::Partial => {}
    }
    let no_greatest = table.scale == Scale::Fixed { least: None, greatest: None };
    if weighted && table.variants.is_empty() && no_greatest {
        return Err("the formula needs `greatest`, `base`, `variant` or `asked = true`".into());
    }
    if weighted && table.factors.is_empty() {
        return Err(
            "a table whose cells are known has factors; say `cells = \"unknown\"` if they are not".into()
        );
    }
    let sum = table.heaviest_sum();
    if whole
        && table.cells == Cells::Known
        && table.formula == Formula::ShareOfGreatest
        && sum != Share::WHOLE
    {
        return Err(format!("start and the heaviest options make {sum} %, not 100 %"));
    }
    Ok(())
}

pub(super) fn adjustments(
    heads: &[PackHead],
    entries: Vec<Entry<raw::FineAdjustment>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<FineAdjustment> {
    let mut adjustments = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let measure = match (raw.of, raw.at_most) {
            (Some(of), Some(at_most)) => {
                let at_least = raw.at_least.map_or(Share::ZERO, |percent| percent.0);
                if at_least > at_most.0 {
                    mistakes.add(at, "`at_least` is more than `at_most`");
                    continue;
                }
                Some((of, at_least, at_most.0))
            }
            (None, None) if raw.at_least.is_none() => None,
            _ => {
                mistakes.add(at, "`of` and `at_most` stand together, or not at all");
                continue;
            }
        };
        let adjustment = FineAdjustment {
            basis,
            validity,
            kind: raw.kind,
            measure,
            grounds: raw.grounds,
            exclusions: raw.exclusions,
            formulas: raw.formulas,
        };
        adjustments.push((layer, at, adjustment));
    }
    narrow_first(adjustments)
}

pub(super) fn penalty_ranges(
    heads: &[PackHead],
    entries: Vec<Entry<raw::PenaltyRange>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<PenaltyRange> {
    let mut ranges: Vec<(_, At, PenaltyRange)> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        let bounds = match bounds(&raw) {
            Ok(bounds) => bounds,
            Err(message) => {
                mistakes.add(at, message);
                continue;
            }
        };
        let range = PenaltyRange {
            basis,
            validity,
            act: raw.act,
            violation: raw.violation,
            violation_en: raw.violation_en,
            statute: raw.statute,
            rank: raw.rank,
            bounds,
        };
        let clash = ranges.iter().find(|(other_layer, _, other)| {
            *other_layer == layer
                && other.act == range.act
                && other.rank == range.rank
                && other.validity.overlaps(range.validity)
        });
        if let Some((_, _, other)) = clash {
            mistakes.add(at, format!("`{}` holds for the same act on the same days", other.basis.rule));
            continue;
        }
        ranges.push((layer, at, range));
    }
    narrow_first(ranges)
}

fn bounds(raw: &raw::PenaltyRange) -> Result<PenaltyBounds, String> {
    let yuan = (raw.least.map(|yuan| yuan.0), raw.greatest.map(|yuan| yuan.0));
    let times = (raw.least_times.map(|times| times.0), raw.greatest_times.map(|times| times.0));
    match (&raw.base, yuan, times) {
        (Some(base), (None, None), (least, Some(greatest)))
            if least.is_none_or(|least| least <= greatest) =>
        {
            Ok(PenaltyBounds::Times { base: base.clone(), least, greatest })
        }
        (None, (least, greatest), (None, None))
            if (least.is_some() || greatest.is_some())
                && least.zip(greatest).is_none_or(|(least, greatest)| least <= greatest) =>
        {
            Ok(PenaltyBounds::Yuan { least, greatest })
        }
        _ => {
            Err("say `least` and `greatest` (yuan), or `base` with `least_times` and `greatest_times`; the \
                  least is not more than the greatest"
                .into())
        }
    }
}
