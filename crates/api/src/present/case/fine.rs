use casework::case::{FineHow, FineSet, PenaltySet, Precedent, outlier};

use super::basis;
use crate::dto::case::{CaseDeparture, CaseFine, CaseLine, CasePenalty, CasePrecedent, CaseStep};

pub(super) fn penalty(penalty: &PenaltySet) -> CasePenalty {
    CasePenalty {
        warning: penalty.warning,
        fine: penalty.fine.as_ref().map(case_fine),
        other: penalty.other.clone(),
    }
}

/// A fine and its steps.
pub(crate) fn case_fine(fine: &FineSet) -> CaseFine {
    let amount = fine.amount.to_string();
    let yuan = |money: Option<model::Money>| money.map(|money| money.to_string());
    match &fine.how {
        FineHow::ByHand { reason, range, basis: on } => CaseFine {
            amount,
            by_hand: Some(reason.clone()),
            pack: None,
            table: None,
            violation: None,
            statute: None,
            least: yuan(range.and_then(|range| range.least)),
            greatest: yuan(range.and_then(|range| range.greatest)),
            given: None,
            steps: Vec::new(),
            departures: Vec::new(),
            sources: on.iter().map(basis).collect(),
            // Nobody checked an amount against a provision that no pack knows.
            unverified: on.as_ref().is_none_or(|basis| basis.unverified),
            illustrative: on.as_ref().is_some_and(|basis| basis.illustrative),
            nearest: Vec::new(),
            outlier: None,
        },
        FineHow::ByTable(by) => CaseFine {
            amount,
            by_hand: None,
            pack: Some(by.pack.clone()),
            table: Some(by.table.clone()),
            violation: Some(by.violation.clone()),
            statute: Some(by.statute.clone()),
            least: yuan(by.range.least),
            greatest: yuan(by.range.greatest),
            given: without_days(&by.given),
            steps: by.steps.iter().map(|step| CaseStep { zh: step.text_zh(), en: step.text_en() }).collect(),
            departures: by
                .departures
                .iter()
                .map(|departure| CaseDeparture {
                    factor: departure.factor.clone(),
                    chosen: departure.chosen.clone(),
                    known: departure.known.clone(),
                    reason: departure.reason.clone(),
                })
                .collect(),
            sources: by.sources.iter().map(basis).collect(),
            unverified: by.unverified,
            illustrative: by.illustrative,
            nearest: Vec::new(),
            outlier: None,
        },
    }
}

/// What was given but for the days, which are the case's and never given.
fn without_days(given: &serde_json::Value) -> Option<serde_json::Map<String, serde_json::Value>> {
    let mut given = given.as_object()?.clone();
    given.retain(|name, _| !casework::case::is_day_of_case(name));
    Some(given)
}

impl CaseFine {
    /// With the earlier decisions that are nearest to it.
    pub(crate) fn beside(self, fine: &FineSet, nearest: &[Precedent]) -> Self {
        let precedent = |precedent: &Precedent| CasePrecedent {
            case: precedent.id.to_string(),
            decided_on: precedent.decided_on.to_string(),
            amount: precedent.amount.to_string(),
            same: u32::try_from(precedent.same).unwrap_or(u32::MAX),
            differing: precedent
                .differing
                .iter()
                .map(|(field, text)| CaseLine { field: field.clone(), text: text.clone() })
                .collect(),
        };
        Self {
            nearest: nearest.iter().map(precedent).collect(),
            outlier: outlier(fine, nearest).map(|outlier| outlier.code().to_owned()),
            ..self
        }
    }
}
