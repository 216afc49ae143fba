//! The sections on the positive list.

use model::Severity;
use serde::Deserialize;

use super::{Common, Confidence, Day, Moment};
use crate::positive_list::{ListRegime, RemainingCheck};

entry! {
    /// `[[positive_list]]`: how the list is kept.
    Rule {
        notice_working_days: u8,
        valid_months: u8,
        record_days: u16,
        remaining: Vec<RemainingCheck>,
    }
}

entry! {
    /// `[[positive_category]]`.
    Category {
        number: u8,
        name: String,
        name_en: String,
        regime: ListRegime,
        designation: Option<String>,
        #[serde(default)]
        trades: Vec<String>,
        #[serde(default)]
        criteria: Vec<String>,
    }
}

/// What a criterion looks at.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::load) enum Kind {
    Permit,
    TradeNot,
    NoPenalty,
    NoEmergency,
    NoFalseData,
    CreditAtLeast,
    NoOpenAlarm,
    NoViolation,
    AlarmsAtMost,
    Monitored,
    TransmissionAtLeast,
}

entry! {
    /// `[[positive_criterion]]`: a test with the figures that it needs.
    Criterion {
        name: String,
        name_en: String,
        test: Kind,
        months: Option<u16>,
        days: Option<u16>,
        count: Option<u16>,
        score: Option<u16>,
        percent: Option<u8>,
        #[serde(default)]
        severity: Vec<Severity>,
        #[serde(default)]
        permits: Vec<String>,
        #[serde(default)]
        trades: Vec<String>,
    }
}

/// `[[positive_notice_example]]`: when a notice begins, and when it is over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct NoticeExample {
    pub(in crate::load) office_hours: String,
    pub(in crate::load) from: Moment,
    pub(in crate::load) until: Moment,
}
