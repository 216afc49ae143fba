//! The sections about exemptions.

use serde::Deserialize;

use super::{Common, Day};
use crate::exemption::{CaseFactKind, ExemptionEffect, Truth};
use crate::given::Given;
use crate::pack::Confidence;

entry!(
    /// `[[case_fact]]`
    CaseFact {
        name: String,
        name_en: String,
        kind: CaseFactKind,
        look_back: Option<LookBack>,
        look_back_months: Option<u32>,
        #[serde(default)]
        same_act: bool,
    }
);
entry!(
    /// `[[exemption]]`
    Exemption {
        number: Option<u16>,
        act: Option<String>,
        act_en: Option<String>,
        effect: ExemptionEffect,
        way: Vec<Way>,
        #[serde(default)]
        excluded_where: Vec<Condition>,
    }
);

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::load) enum LookBack {
    Ever,
    CalendarYear,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Way {
    pub(in crate::load) all: Vec<Condition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Condition {
    pub(in crate::load) text: String,
    pub(in crate::load) any: Vec<Vec<Test>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Test {
    pub(in crate::load) fact: String,
    pub(in crate::load) is: Option<bool>,
    pub(in crate::load) below: Option<f64>,
    pub(in crate::load) at_most: Option<f64>,
    pub(in crate::load) at_least: Option<f64>,
}

/// `[[exemption_example]]`: facts, and whether an entry applies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct ExemptionExample {
    pub(in crate::load) id: String,
    pub(in crate::load) exemption: String,
    pub(in crate::load) date: Day,
    pub(in crate::load) facts: Given,
    pub(in crate::load) truth: Truth,
}
