//! The sections on quotas of draws.

use serde::Deserialize;

use super::{Common, Confidence, Day};
use crate::draw_quota::QuotaPeriod;

entry! {
    /// `[[draw_quota]]`
    Quota {
        pool: String,
        period: QuotaPeriod,
        percent: Option<u8>,
        per_officer: Option<u16>,
    }
}

/// `[[draw_quota_example]]`: so many objects and officers, and how many are drawn in the period.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::load) struct Example {
    pub(in crate::load) day: Day,
    pub(in crate::load) pool: String,
    pub(in crate::load) objects: u32,
    pub(in crate::load) officers: u32,
    pub(in crate::load) wanted: u32,
}
