//! The sections about terms and payment.

use serde::Deserialize;

use super::discretion::{Percent, Yuan};
use super::{Clock, Common, Day};
use crate::pack::Confidence;
use crate::refusal::RefusalCode;
use crate::term::{LegalUnit, TermBound};

entry!(
    /// `[[term]]`
    Term {
        span: String,
        span_en: String,
        amount: Option<u32>,
        unit: Option<LegalUnit>,
        until: Option<Clock>,
        #[serde(default)]
        backwards: bool,
        ends_with: Option<String>,
        #[serde(default)]
        no_length: bool,
        #[serde(default = "latest")]
        bound: TermBound,
        #[serde(default)]
        extensions: Vec<Extension>,
        #[serde(default)]
        stops: Vec<String>,
        source_from: Option<Day>,
    }
);
entry!(
    /// `[[term_end]]`
    TermEnd { terms: Vec<String>, extends: bool, }
);
entry!(
    /// `[[surcharge_rule]]`
    SurchargeRule {
        per_day: Percent,
        at_most: Percent,
        #[serde(default)]
        frozen_during: Vec<String>,
    }
);
entry!(
    /// `[[daily_penalty_rule]]`
    DailyPenaltyRule { recheck_days: u32, }
);

fn latest() -> TermBound {
    TermBound::Latest
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Extension {
    pub(in crate::load) at_most: u32,
    pub(in crate::load) ground: String,
}

/// `[[term_example]]`: when a term begins and what moved it, and the day on which it is due.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct TermExample {
    pub(in crate::load) id: String,
    pub(in crate::load) term: String,
    /// A day, or a moment as in `2020-09-01T10:30`.
    pub(in crate::load) from: String,
    /// As in `2020-09-01..2020-09-10`, both included.
    #[serde(default)]
    pub(in crate::load) suspend: Vec<String>,
    #[serde(default)]
    pub(in crate::load) extend: Vec<u32>,
    /// A day, or a moment as in `2020-09-01T10:30`.
    pub(in crate::load) due: Option<String>,
    pub(in crate::load) refused: Option<RefusalCode>,
    pub(in crate::load) note: Option<String>,
}

/// `[[surcharge_example]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct SurchargeExample {
    pub(in crate::load) id: String,
    pub(in crate::load) fine: Yuan,
    pub(in crate::load) due: Day,
    pub(in crate::load) paid: Day,
    #[serde(default)]
    pub(in crate::load) frozen: Vec<String>,
    pub(in crate::load) surcharge: Yuan,
}

/// `[[daily_example]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct DailyExample {
    pub(in crate::load) id: String,
    pub(in crate::load) original: Yuan,
    pub(in crate::load) served: Day,
    pub(in crate::load) recheck_found: Day,
    pub(in crate::load) fine: Yuan,
}
