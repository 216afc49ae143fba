//! Checks and merges the sections about exemptions.

use super::merge::{checked, narrow_first};
use super::raw::exemption as raw;
use super::{Entry, Mistakes};
use crate::exemption::{CaseFact, CaseFactKind, Condition, Exemption, FactTest, LookBack, Wanted};
use crate::pack::PackHead;

pub(super) fn case_facts(
    heads: &[PackHead],
    entries: Vec<Entry<raw::CaseFact>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<CaseFact> {
    let mut facts: Vec<(_, _, CaseFact)> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, _, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else { continue };
        let twin = facts.iter().any(|(_, _, other)| other.basis.rule == basis.rule || other.name == raw.name);
        if twin {
            mistakes.add(at, format!("the fact `{}` ({}) is known already", basis.rule, raw.name));
            continue;
        }
        let look_back = match (raw.look_back, raw.look_back_months) {
            (None, None) => None,
            (Some(raw::LookBack::Ever), None) => Some(LookBack::Ever),
            (Some(raw::LookBack::CalendarYear), None) => Some(LookBack::CalendarYear),
            (None, Some(months @ 1..=1200)) => Some(LookBack::Months(months)),
            (Some(_) | None, Some(_)) => {
                mistakes.add(at, "say either `look_back` or `look_back_months`, from 1 to 1200");
                continue;
            }
        };
        if raw.same_act && look_back.is_none() {
            mistakes.add(at, "`same_act` says which earlier violations count; say how far back they do");
            continue;
        }
        let (name, name_en, kind, same_act) = (raw.name, raw.name_en, raw.kind, raw.same_act);
        facts.push((layer, at, CaseFact { basis, name, name_en, kind, look_back, same_act }));
    }
    narrow_first(facts)
}

pub(super) fn exemptions(
    heads: &[PackHead],
    facts: &[CaseFact],
    entries: Vec<Entry<raw::Exemption>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<Exemption> {
    let mut exemptions = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &raw.common(), mistakes) else {
            continue;
        };
        if raw.act.is_some() != raw.act_en.is_some() {
            mistakes.add(at, "`act` and `act_en` stand together");
            continue;
        }
        let ways = raw.way.into_iter().map(|way| conditions(way.all, facts)).collect::<Result<Vec<_>, _>>();
        let checked =
            ways.and_then(|ways| conditions(raw.excluded_where, facts).map(|exclusions| (ways, exclusions)));
        match checked {
            Ok((ways, _)) if ways.is_empty() || ways.iter().any(Vec::is_empty) => {
                mistakes.add(at, "an exemption has a way with conditions");
            }
            Ok((ways, exclusions)) => exemptions.push((
                layer,
                at,
                Exemption {
                    basis,
                    validity,
                    number: raw.number,
                    act: raw.act,
                    act_en: raw.act_en,
                    effect: raw.effect,
                    ways,
                    exclusions,
                },
            )),
            Err(message) => mistakes.add(at, message),
        }
    }
    narrow_first(exemptions)
}

pub(super) fn conditions(raw: Vec<raw::Condition>, facts: &[CaseFact]) -> Result<Vec<Condition>, String> {
    raw.into_iter().map(|c| condition(c, facts)).collect()
}

fn condition(raw: raw::Condition, facts: &[CaseFact]) -> Result<Condition, String> {
    let group = |tests: Vec<raw::Test>| {
        if tests.is_empty() {
            return Err(format!("{:?} has a group without tests", raw.text));
        }
        tests.into_iter().map(|t| test(t, facts)).collect::<Result<Vec<_>, _>>()
    };
    let any = raw.any.into_iter().map(group).collect::<Result<Vec<_>, _>>()?;
    if any.is_empty() {
        return Err(format!("{:?} has no test", raw.text));
    }
    Ok(Condition { text: raw.text, any })
}

fn test(raw: raw::Test, facts: &[CaseFact]) -> Result<FactTest, String> {
    let Some(fact) = facts.iter().find(|fact| fact.basis.rule == raw.fact) else {
        return Err(format!("there is no [[case_fact]] `{}`", raw.fact));
    };
    let wanted = match (raw.is, raw.below, raw.at_most, raw.at_least) {
        (Some(flag), None, None, None) => Wanted::Is(flag),
        (None, Some(bound), None, None) => Wanted::Below(bound),
        (None, None, Some(bound), None) => Wanted::AtMost(bound),
        (None, None, None, Some(bound)) => Wanted::AtLeast(bound),
        _ => {
            return Err(format!(
                "the test of `{}` has one of `is`, `below`, `at_most`, `at_least`",
                raw.fact
            ));
        }
    };
    let fits = match wanted {
        Wanted::Is(_) => fact.kind == CaseFactKind::YesNo,
        Wanted::Below(bound) | Wanted::AtMost(bound) | Wanted::AtLeast(bound) => {
            fact.kind == CaseFactKind::Number && bound.is_finite()
        }
    };
    if !fits {
        return Err(format!("`{}` is tested as something that it is not", raw.fact));
    }
    Ok(FactTest { fact: raw.fact, wanted })
}
