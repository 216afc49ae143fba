//! The sections about the procedure of a case, and about the ladder of enforcement.

use serde::Deserialize;

use super::discretion::Yuan;
use super::exemption::{Condition, Way};
use super::{Common, Day};
use crate::exemption::Truth;
use crate::given::Given;
use crate::pack::Confidence;
use crate::procedure::{PartyKind, ProcedureGround, ProcedureStep};
use crate::tier::Rung;

entry!(
    /// `[[procedure_rule]]`
    ProcedureRule {
        step: ProcedureStep,
        party: Option<PartyKind>,
        amount: Option<Yuan>,
        when: Vec<ProcedureGround>,
        text: String,
        text_en: String,
    }
);
entry!(
    /// `[[tier_rule]]`
    TierRule {
        rung: Rung,
        text: String,
        text_en: String,
        way: Vec<Way>,
    }
);
entry!(
    /// `[[factor_source]]`: which option of a factor the facts of a case say; the text of a condition is the option.
    FactorSource {
        factor: String,
        option: Vec<Condition>,
    }
);

/// `[[tier_example]]`: facts, and whether a rule of the ladder puts the case on its rung.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct TierExample {
    pub(in crate::load) id: String,
    pub(in crate::load) tier: String,
    pub(in crate::load) date: Day,
    pub(in crate::load) facts: Given,
    pub(in crate::load) truth: Truth,
}
