//! The rung of the ladder (分层分阶): the machine proposes from facts, a person decides.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{
    Basis, CaseFact, CaseFactKind, CaseFacts, ConditionOutcome, Given, Law, LawRefusal, PackScope, Rung,
    Truth,
};
use model::{CaseId, CreditCode};
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, words};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::Case;

/// The fact that follows from the orders of a case.
const CORRECTED_IN_TIME: &str = "corrected_in_time";

/// An earlier case of anybody in the register, as far as it matters for a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierCase {
    /// Its id.
    pub id: CaseId,
    /// Whose it was.
    pub party: CreditCode,
    /// The day on which it was found.
    pub found_on: Date,
    /// The act as packs name it, where one was entered.
    pub act: Option<String>,
}

/// From where a fact is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FactSource {
    /// From the party's earlier cases in the whole register; none, if the list is empty.
    EarlierCases(Vec<CaseId>),
    /// From the re-checks of the orders of this case.
    Orders,
    /// From who placed the case.
    Stated,
}

/// A fact of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactStated {
    /// Its key in the packs.
    pub fact: String,
    /// Yes, no or a figure, as `Given` has it: `true`, `"2"`.
    pub value: serde_json::Value,
    /// From where it is known.
    pub source: FactSource,
    /// Why it is another than what the register says; empty where it is not.
    pub reason: String,
}

/// A fact that somebody states.
#[derive(Debug, Clone, PartialEq)]
pub struct FactGiven {
    /// Its key or Chinese name in the packs.
    pub fact: String,
    /// Yes, no or a figure.
    pub value: Given,
    /// Why, where the register says something else.
    pub reason: String,
}

/// Where somebody places a case.
#[derive(Debug, Clone, PartialEq)]
pub struct TierGiven {
    /// What they know; what is not named is not known.
    pub facts: Vec<FactGiven>,
    /// The entry of a catalogue of minor violations that fits the act, by id or words.
    pub catalogue: Option<String>,
    /// The rung.
    pub rung: Rung,
    /// Why, where it is another than the proposal.
    pub reason: String,
}

/// A rule that speaks for a rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierReason {
    /// Which rung.
    pub rung: Rung,
    /// In the words of the rule.
    pub text: String,
    /// The same in English.
    pub text_en: String,
    /// Whether it holds, or a fact is missing that would decide it.
    pub truth: Truth,
    /// The conditions that hold, or are open.
    pub conditions: Vec<ConditionOutcome>,
    /// The facts that are not known and would decide it.
    pub unknown: Vec<String>,
    /// On what it rests.
    pub basis: Basis,
}

/// What the machine proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierProposal {
    /// The rung.
    pub rung: Rung,
    /// The rules that hold for it; none where nothing takes the case away from an ordinary penalty.
    pub reasons: Vec<TierReason>,
    /// Rules for other rungs that would count if the facts that they ask for were known.
    pub open: Vec<TierReason>,
    /// What is known, and from where.
    pub facts: Vec<FactStated>,
}

/// See [`Event::TierSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierSet {
    /// The rung.
    pub rung: Rung,
    /// What the machine had proposed.
    pub proposal: TierProposal,
    /// The entry of a catalogue that was held to fit.
    pub catalogue: Option<String>,
    /// Why it is another than the proposal; empty where it is not.
    pub reason: String,
}

impl TierSet {
    /// Whether it is another rung than the machine had proposed.
    pub fn departs(&self) -> bool {
        self.rung != self.proposal.rung
    }
}

/// What the register and the case itself say: nobody types it.
pub fn earlier_facts(case: &Case, earlier: &[EarlierCase], law: &Law) -> Vec<FactStated> {
    let of_party = |other: &&EarlierCase| other.party == case.party.code && other.id != case.id;
    let of_party: Vec<&EarlierCase> = earlier.iter().filter(of_party).collect();
    let from_cases = |fact: &CaseFact| {
        let look_back = fact.look_back?;
        let mut reached: Vec<&&EarlierCase> =
            of_party.iter().filter(|other| look_back.reaches(other.found_on, case.found_on)).collect();
        if fact.same_act {
            // Of what kind an act is that nobody has named, nobody knows: then neither is how many were the same.
            let act = case.suspected.act.as_ref()?;
            reached.iter().all(|other| other.act.is_some()).then_some(())?;
            reached.retain(|other| other.act.as_ref() == Some(act));
        }
        let ids: Vec<CaseId> = reached.iter().map(|other| other.id.clone()).collect();
        let value = match fact.kind {
            CaseFactKind::YesNo => ids.is_empty().into(),
            CaseFactKind::Number => ids.len().to_string().into(),
        };
        let (fact, source) = (fact.basis.rule.clone(), FactSource::EarlierCases(ids));
        Some(FactStated { fact, value, source, reason: String::new() })
    };
    let mut facts: Vec<FactStated> = law.case_facts().iter().filter_map(from_cases).collect();
    let corrected: Option<Vec<bool>> = case.orders.iter().map(super::Order::corrected_in_time).collect();
    if let Some(all) = corrected.filter(|all| !all.is_empty())
        && law.case_facts().iter().any(|fact| fact.basis.rule == CORRECTED_IN_TIME)
    {
        facts.push(FactStated {
            fact: CORRECTED_IN_TIME.to_owned(),
            value: all.into_iter().all(|in_time| in_time).into(),
            source: FactSource::Orders,
            reason: String::new(),
        });
    }
    facts
}

/// The facts as the law reads them.
fn read(law: &Law, facts: &[FactStated]) -> Result<CaseFacts, LawRefusal> {
    let entry = |fact: &FactStated| {
        let value = match &fact.value {
            serde_json::Value::Bool(flag) => Given::Flag(*flag),
            serde_json::Value::String(text) => Given::Text(text.clone()),
            serde_json::Value::Number(number) => Given::Number(number.to_string()),
            serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
                Given::Nothing
            }
        };
        (fact.fact.clone(), value)
    };
    law.read_case_facts(&Given::Map(facts.iter().map(entry).collect()))
}

/// What is known of a case now: what was stated when it was placed, over what the register says.
pub fn facts_known(case: &Case, here: &Circumstances<'_>) -> CaseFacts {
    let mut facts = earlier_facts(case, here.earlier, here.law);
    for stated in case.tiers.last().into_iter().flat_map(|tier| &tier.what.proposal.facts) {
        if stated.source == FactSource::Stated {
            facts.retain(|known| known.fact != stated.fact);
            facts.push(stated.clone());
        }
    }
    // What was stated before is read by the law of that day; a pack may have lost a fact since.
    facts.retain(|fact| here.law.case_facts().iter().any(|known| known.basis.rule == fact.fact));
    read(here.law, &facts).unwrap_or_default()
}

/// What is stated, over what the register says; a contradiction needs its reason.
fn stated_over(
    mut known: Vec<FactStated>,
    given: &[FactGiven],
    law: &Law,
) -> Result<Vec<FactStated>, Refusal> {
    let mut seen: BTreeMap<String, ()> = BTreeMap::new();
    for fact in given {
        let named = law.case_facts().iter().find(|k| k.basis.rule == fact.fact || k.name == fact.fact);
        let Some(named) = named else { return Err(Refusal::UnknownFact { fact: fact.fact.clone() }) };
        let key = named.basis.rule.clone();
        if seen.insert(key.clone(), ()).is_some() {
            return Err(Refusal::UnknownFact { fact: fact.fact.clone() });
        }
        let value = serde_json::to_value(&fact.value).unwrap_or_default();
        let in_register = known.iter().find(|known| known.fact == key);
        let reason = fact.reason.trim();
        match in_register {
            Some(register) if same_value(&register.value, &value) => continue,
            Some(_) if reason.is_empty() => {
                return Err(Refusal::FactContradicts {
                    fact: named.name.clone(),
                    fact_en: named.name_en.clone(),
                });
            }
            Some(_) | None => {}
        }
        let contradicts = in_register.is_some();
        let reason = if contradicts { words(Field::Reason, reason)? } else { String::new() };
        known.retain(|known| known.fact != key);
        known.push(FactStated { fact: key, value, source: FactSource::Stated, reason });
    }
    Ok(known)
}

/// `2` and `2.0` are the same figure, however they were typed.
fn same_value(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    let figure = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.trim().parse::<f64>().ok(),
        serde_json::Value::Number(number) => number.as_f64(),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    };
    a == b || figure(a).is_some_and(|figure_a| Some(figure_a) == figure(b))
}

/// The rung that the packs' rules propose.
///
/// Of rules for a heavier rung than an ordinary penalty that hold, the heaviest counts; else of rules and entries of
/// catalogues for a gentler rung that hold, the gentlest; else it is an ordinary penalty. What is not known decides
/// nothing, and stands in [`TierProposal::open`].
///
/// # Errors
/// If a fact is unknown to the packs or of the wrong kind, or no catalogue has the entry.
pub fn propose(
    case: &Case,
    given: &[FactGiven],
    catalogue: Option<&str>,
    here: &Circumstances<'_>,
) -> Result<TierProposal, Refusal> {
    let law_refusal = |refusal| Refusal::Law { refusal: Box::new(refusal) };
    let known = earlier_facts(case, here.earlier, here.law);
    let facts = stated_over(known, given, here.law)?;
    let read = read(here.law, &facts).map_err(law_refusal)?;
    let day = case.suspected.ended_on.unwrap_or(case.found_on);
    let mut rules: Vec<TierReason> =
        here.law.match_tiers(&read, &case.district, day).iter().map(of_rule).collect();
    rules.extend(of_catalogues(case, &read, catalogue, day, here.law).map_err(law_refusal)?);
    let holding = || rules.iter().filter(|rule| rule.truth == Truth::Holds).map(|rule| rule.rung);
    let heavy = holding().filter(|rung| *rung > Rung::Ordinary).max();
    let gentle = holding().filter(|rung| *rung < Rung::Ordinary).min();
    let rung = heavy.or(gentle).unwrap_or(Rung::Ordinary);
    // An open rule matters where it would lead elsewhere: a heavier one always, a gentler one unless something heavy holds.
    let matters = |rule: &TierReason| {
        rule.truth == Truth::Unknown
            && (rule.rung > rung.max(Rung::Ordinary) || (heavy.is_none() && rule.rung < rung))
    };
    let (reasons, others): (Vec<_>, Vec<_>) =
        rules.into_iter().partition(|rule| rule.truth == Truth::Holds && rule.rung == rung);
    Ok(TierProposal { rung, reasons, open: others.into_iter().filter(matters).collect(), facts })
}

fn of_rule(found: &law::TierMatch<'_>) -> TierReason {
    let said = found.ways.iter().filter(|way| way.iter().all(|condition| condition.truth == found.truth));
    TierReason {
        rung: found.rule.rung,
        text: found.rule.text.clone(),
        text_en: found.rule.text_en.clone(),
        truth: found.truth,
        conditions: said.flatten().cloned().collect(),
        unknown: found.unknown().into_iter().map(str::to_owned).collect(),
        basis: found.rule.basis.clone(),
    }
}

/// The entries of catalogues for the act that somebody chose, and those for any act.
fn of_catalogues(
    case: &Case,
    facts: &CaseFacts,
    catalogue: Option<&str>,
    day: Date,
    law: &Law,
) -> Result<Vec<TierReason>, LawRefusal> {
    let scope = PackScope::District(&case.district);
    let matches = match law.match_exemptions(scope, catalogue, facts, day) {
        // Before any catalogue held there is nothing to match, unless somebody names an entry.
        Err(refusal) if catalogue.is_none() && refusal.code == law::RefusalCode::NotInForce => Vec::new(),
        other => other?,
    };
    let for_any_act = |found: &&law::ExemptionMatch<'_>| catalogue.is_some() || found.exemption.act.is_none();
    let reason = |found: &law::ExemptionMatch<'_>| {
        let words = |text: Option<&String>, other: &str| text.map_or_else(|| other.to_owned(), Clone::clone);
        let said = found.ways.iter().filter(|way| way.iter().all(|condition| condition.truth == found.truth));
        TierReason {
            rung: Rung::RectifyExempt,
            text: words(found.exemption.act.as_ref(), &found.exemption.basis.source),
            text_en: words(found.exemption.act_en.as_ref(), &found.exemption.basis.source),
            truth: found.truth,
            conditions: said.flatten().cloned().collect(),
            unknown: found.unknown().into_iter().map(str::to_owned).collect(),
            basis: found.exemption.basis.clone(),
        }
    };
    Ok(matches.iter().filter(for_any_act).map(reason).collect())
}

pub(super) fn set(case: &Case, given: &TierGiven, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let catalogue = given.catalogue.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let proposal = propose(case, &given.facts, catalogue, here)?;
    let reason = match (given.rung == proposal.rung, given.reason.trim()) {
        (false, "") => return Err(Refusal::DepartureNeedsReason { proposed: proposal.rung }),
        (false, reason) => words(Field::Reason, reason)?,
        (true, _) => String::new(),
    };
    let catalogue = catalogue.map(str::to_owned);
    Ok(vec![Event::TierSet(Box::new(TierSet { rung: given.rung, proposal, catalogue, reason }))])
}
