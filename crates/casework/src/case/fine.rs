//! The fine of a notice or a decision: by a table, step by step, or by hand with a reason.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{Basis, DiscretionTable, FineStep, Given, PenaltyBounds, RefusalCode, StatutoryRange};
use model::{Money, china};
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, today, words};
use super::refusal::{Field, Refusal};
use super::state::Case;

/// How a fine is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum FineGiven {
    /// By a table of a pack.
    ByTable {
        /// The pack.
        pack: String,
        /// The table.
        table: String,
        /// Factors and what else the table asks for; never the dates, which are the case's.
        given: Given,
        /// Why a factor is another than what the facts of the case say, by the factor's key.
        reasons: BTreeMap<String, String>,
    },
    /// By hand, where no table fits.
    ByHand {
        /// How much.
        amount: Money,
        /// Why, and why so much.
        reason: String,
    },
}

/// A fine, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FineSet {
    /// How much.
    pub amount: Money,
    /// How it came about.
    pub how: FineHow,
}

/// How a fine came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FineHow {
    /// By a table.
    ByTable(Box<ByTable>),
    /// By hand.
    ByHand {
        /// Why.
        reason: String,
        /// What the law allows for the act, where a pack knows it.
        range: Option<StatutoryRange>,
        /// On what that rests.
        basis: Option<Basis>,
    },
}

/// The whole reckoning of a fine by a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByTable {
    /// The pack.
    pub pack: String,
    /// The table.
    pub table: String,
    /// For which violation it is.
    pub violation: String,
    /// The provision that is broken.
    pub statute: String,
    /// What was given, as JSON.
    pub given: serde_json::Value,
    /// What the law allows.
    pub range: StatutoryRange,
    /// From the statute to the fine.
    pub steps: Vec<FineStep>,
    /// On what it rests.
    pub sources: Vec<Basis>,
    /// Where a factor is another than the facts of the case say.
    pub departures: Vec<FactorDeparture>,
    /// Whether it rests on an entry that nobody has checked at its source.
    pub unverified: bool,
    /// Whether it rests on a pack that is made up and binds nobody.
    pub illustrative: bool,
}

/// A factor that is another than the facts of the case say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactorDeparture {
    /// The factor's key.
    pub factor: String,
    /// What was chosen.
    pub chosen: String,
    /// What the facts say.
    pub known: String,
    /// Why.
    pub reason: String,
}

impl FineSet {
    /// Whether it is not simply what a table says.
    pub fn departs(&self) -> bool {
        match &self.how {
            FineHow::ByHand { .. } => true,
            FineHow::ByTable(by) => by.steps.iter().any(|step| matches!(step, FineStep::Adjusted { .. })),
        }
    }

    /// Whether it lies below what the law allows.
    pub fn is_mitigated(&self) -> bool {
        match &self.how {
            FineHow::ByHand { range, .. } => {
                range.and_then(|range| range.least).is_some_and(|least| self.amount < least)
            }
            FineHow::ByTable(by) => by.steps.iter().any(|step| matches!(step, FineStep::BelowLeast { .. })),
        }
    }
}

const ACT_DATE: &str = "act_date";
const DECISION_DATE: &str = "decision_date";

/// Whether a name of what is given is one of the days that the case sets.
pub fn is_day_of_case(name: &str) -> bool {
    name == ACT_DATE || name == DECISION_DATE
}

/// The day of the act, as the law in force is found by it: its last day, or that on which it was found going on.
pub fn act_date(case: &Case) -> Date {
    case.suspected.ended_on.unwrap_or(case.found_on)
}

/// The fine that follows.
///
/// # Errors
/// If the pack is not for the district, the law does not answer, a factor contradicts the facts of the case without a
/// reason, or an amount by hand lies outside the law.
pub fn reckon(case: &Case, given: &FineGiven, here: &Circumstances<'_>) -> Result<FineSet, Refusal> {
    match given {
        FineGiven::ByTable { pack, table, given, reasons } => {
            by_table(case, pack, table, given, reasons, here)
        }
        FineGiven::ByHand { amount, reason } => by_hand(case, *amount, reason, here),
    }
}

fn by_table(
    case: &Case,
    pack: &str,
    table: &str,
    given: &Given,
    reasons: &BTreeMap<String, String>,
    here: &Circumstances<'_>,
) -> Result<FineSet, Refusal> {
    let law = |refusal| Refusal::Law { refusal: Box::new(refusal) };
    if !here.law.pack(pack).map_err(law)?.holds_in(&case.district) {
        return Err(Refusal::PackOfElsewhere { pack: pack.to_owned() });
    }
    let dated = dated(case, given, today(here))?;
    let reckoning = here.law.fine(pack, table, &dated).map_err(law)?;
    let versions = here.law.table_versions(pack, table).map_err(law)?;
    let version = reckoning.sources.first().map(|basis| basis.version.as_str());
    let used = versions.into_iter().find(|table| Some(table.basis.version.as_str()) == version);
    let used = used.ok_or_else(|| Refusal::PackOfElsewhere { pack: pack.to_owned() })?;
    let departures = departures(case, used, &dated, reasons, here)?;
    let by = ByTable {
        pack: pack.to_owned(),
        table: used.basis.rule.clone(),
        violation: used.violation.clone(),
        statute: used.statute.clone(),
        given: serde_json::to_value(&dated).unwrap_or_default(),
        range: reckoning.range,
        steps: reckoning.steps,
        sources: reckoning.sources,
        departures,
        unverified: reckoning.unverified,
        illustrative: reckoning.illustrative,
    };
    Ok(FineSet { amount: reckoning.fine, how: FineHow::ByTable(Box::new(by)) })
}

/// What was given, with the days of the case: nobody else says on which law it rests.
fn dated(case: &Case, given: &Given, today: Date) -> Result<Given, Refusal> {
    let mut entries = match given {
        Given::Map(entries) => entries.clone(),
        Given::Nothing | Given::Flag(_) | Given::Number(_) | Given::Text(_) | Given::List(_) => Vec::new(),
    };
    if entries.iter().any(|(name, _)| is_day_of_case(name)) {
        return Err(Refusal::DatesAreTheCases);
    }
    for (name, day) in [(ACT_DATE, act_date(case)), (DECISION_DATE, today)] {
        entries.push((name.to_owned(), Given::Text(day.to_string())));
    }
    Ok(Given::Map(entries))
}

fn departures(
    case: &Case,
    table: &DiscretionTable,
    given: &Given,
    reasons: &BTreeMap<String, String>,
    here: &Circumstances<'_>,
) -> Result<Vec<FactorDeparture>, Refusal> {
    let request = here.law.read_fine(table, given).map_err(|r| Refusal::Law { refusal: Box::new(r) })?;
    let facts = super::tier::facts_known(case, here);
    let known = here.law.known_factors(table, &facts, act_date(case));
    let mut departures = Vec::new();
    for choice in &request.choices {
        let Some(factor) = table.factors.get(choice.factor) else { continue };
        let Some(option) = factor.options.get(choice.option) else { continue };
        let Some(known) = known.iter().find(|known| known.factor == factor.key) else { continue };
        if known.option == option.label {
            continue;
        }
        let reason = reasons.get(&factor.key).map_or("", |reason| reason.trim());
        if reason.is_empty() {
            return Err(Refusal::FactorContradicts {
                factor: factor.name.clone(),
                chosen: option.label.clone(),
                known: known.option.to_owned(),
            });
        }
        departures.push(FactorDeparture {
            factor: factor.key.clone(),
            chosen: option.label.clone(),
            known: known.option.to_owned(),
            reason: words(Field::Reason, reason)?,
        });
    }
    Ok(departures)
}

/// An amount that no table says must still lie within what the law allows for the act, where a pack knows that.
fn by_hand(case: &Case, amount: Money, reason: &str, here: &Circumstances<'_>) -> Result<FineSet, Refusal> {
    let reason = words(Field::Reason, reason)?;
    let mut known = None;
    if let Some(act) = &case.suspected.act {
        let applicable = here.law.applicable_penalty(act, act_date(case), today(here));
        let applies = applicable.and_then(|applicable| applicable.applies().cloned());
        known = match applies {
            Ok(range) => match range.bounds {
                PenaltyBounds::Yuan { least, greatest } => {
                    Some((StatutoryRange { least, greatest }, range.basis))
                }
                PenaltyBounds::Times { .. } => None,
            },
            Err(refusal) if refusal.code == RefusalCode::NotInForce => None,
            Err(refusal) => return Err(Refusal::Law { refusal: Box::new(refusal) }),
        };
    }
    if let Some((StatutoryRange { least, greatest }, _)) = &known {
        let below = least.is_some_and(|least| amount < least);
        if below || greatest.is_some_and(|greatest| amount > greatest) {
            return Err(Refusal::OutsideTheLaw { least: *least, greatest: *greatest });
        }
    }
    if amount == Money::ZERO {
        return Err(Refusal::NoFine);
    }
    let (range, basis) = known.unzip();
    Ok(FineSet { amount, how: FineHow::ByHand { reason, range, basis } })
}

/// The day on which something happened, in China.
pub(super) fn day_of(at: model::Timestamp) -> Date {
    china::civil(at).date()
}
