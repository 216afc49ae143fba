//! The sections on caps of visits.

use serde::Deserialize;

use super::{Common, Confidence, Day};
use crate::draw_quota::QuotaPeriod;

entry! {
    /// `[[visit_cap]]`
    Cap {
        level: String,
        class: String,
        period: QuotaPeriod,
        most: u32,
    }
}

/// `[[visit_cap_example]]`: after visits on these days, and how many more there may be on `day`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Example {
    pub(in crate::load) day: Day,
    pub(in crate::load) level: String,
    pub(in crate::load) class: String,
    pub(in crate::load) visits: Vec<Day>,
    pub(in crate::load) left: u32,
}
