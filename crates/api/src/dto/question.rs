//! Answers to questions over many readings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;
use super::series::Series;
use super::series::model_granularity::Granularity;

/// All factors of an outlet over one span.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutletReadings {
    pub(crate) from: Time,
    pub(crate) to: Time,
    /// One for each channel of the outlet, in its order.
    pub(crate) series: Vec<Series>,
}

/// A series in steps of time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SeriesSummary {
    pub(crate) factor: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) unit: String,
    /// Of the readings that were summarised.
    pub(crate) granularity: Granularity,
    /// Length of a step, s.
    pub(crate) step_s: u32,
    /// In the order of time; steps without a value are left out.
    pub(crate) steps: Vec<SummaryStep>,
}

/// One step.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SummaryStep {
    pub(crate) start: Time,
    /// Values in it.
    pub(crate) count: u64,
    /// Of these, figures that may be used as evidence; mean, least and greatest are over these.
    pub(crate) evidence: u64,
    pub(crate) mean: Option<f64>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
}

impl From<&lake::Summary> for SummaryStep {
    fn from(summary: &lake::Summary) -> Self {
        let lake::Summary { start, count, evidence, mean, min, max } = *summary;
        Self { start: Time(start), count, evidence, mean, min, max }
    }
}

/// By what exceedances are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Group {
    /// By the trade of the enterprise.
    #[default]
    Trade,
    District,
    Enterprise,
    Outlet,
}

/// Where values exceeded the limits that were in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Exceedances {
    pub(crate) granularity: Granularity,
    pub(crate) group: Group,
    pub(crate) from: Time,
    pub(crate) to: Time,
    /// Those with any exceedance, the most values first.
    pub(crate) groups: Vec<ExceedanceGroup>,
    /// Limits that were compared with values.
    pub(crate) limits: u64,
    /// Limits of converted (折算) figures, which are not compared here.
    pub(crate) limits_of_converted: u64,
}

/// What exceeded in one group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ExceedanceGroup {
    /// Code of the trade or district, credit code of the enterprise, id of the outlet.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// Values that exceeded.
    pub(crate) values: u64,
    /// Of these, values of hours that the enterprise marks as not measured rightly: no evidence of an exceedance.
    pub(crate) invalid: u64,
    /// Of these, values of hours that a marked work condition excuses.
    pub(crate) excused: u64,
    /// Outlets with any.
    pub(crate) outlets: u64,
    /// Outlets and factors with any.
    pub(crate) series: u64,
    pub(crate) first: Time,
    pub(crate) last: Time,
    pub(crate) worst: WorstValue,
}

/// The value that is farthest above its upper limit, or else below its lower one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WorstValue {
    pub(crate) outlet: String,
    pub(crate) factor: String,
    pub(crate) value: f64,
    /// The value over the upper limit.
    pub(crate) limit_ratio: f64,
    pub(crate) time: Time,
}
