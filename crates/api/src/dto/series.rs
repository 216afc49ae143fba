//! Readings and limits.

use lake::SeriesValue;
use model::{Beside, FactorCode, FactorTable, InstrumentParameter};
use serde::Serialize;
use utoipa::ToSchema;

use super::Time;

/// One reading of a series.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Point {
    /// The sampling instant, or the start of the interval.
    pub(crate) time: Time,
    /// The sample, or the mean; absent where the device sent no number.
    pub(crate) value: Option<f64>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    /// Converted (折算) to the reference oxygen.
    pub(crate) converted: Option<f64>,
    /// The device's mark, empty where it sent none.
    pub(crate) mark: String,
    /// Codes of what is wrong with the reading.
    pub(crate) problems: Vec<&'static str>,
    /// Whether it came later than it was due.
    pub(crate) backfill: bool,
}

impl From<&SeriesValue> for Point {
    fn from(reading: &SeriesValue) -> Self {
        Self {
            time: Time(reading.time),
            value: reading.values.value,
            min: reading.values.min,
            max: reading.values.max,
            converted: reading.values.converted,
            mark: reading.mark.text().to_owned(),
            problems: reading.problems.iter().map(model::Problem::code).collect(),
            backfill: reading.origin == model::Origin::Backfill,
        }
    }
}

/// A span of one series.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Series {
    pub(crate) factor: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) unit: String,
    /// `realtime`, `minute`, `hour` or `day`.
    pub(crate) granularity: model_granularity::Granularity,
    pub(crate) points: Vec<Point>,
    /// Whether the span held more points than the answer.
    pub(crate) truncated: bool,
}

/// The granularity as the API writes it.
pub(crate) mod model_granularity {
    use serde::{Deserialize, Serialize};
    use utoipa::ToSchema;

    /// How long a span one reading stands for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Granularity {
        Realtime,
        Minute,
        Hour,
        Day,
    }

    impl From<Granularity> for model::Granularity {
        fn from(granularity: Granularity) -> Self {
            match granularity {
                Granularity::Realtime => Self::Realtime,
                Granularity::Minute => Self::Minute,
                Granularity::Hour => Self::Hour,
                Granularity::Day => Self::Day,
            }
        }
    }
}

/// The newest reading of one factor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LatestReading {
    pub(crate) factor: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) value: Option<f64>,
    pub(crate) unit: String,
    pub(crate) mark: String,
    pub(crate) time: Time,
    /// The value over the limit in force for single samples, or for hour means where there is none; absent
    /// where no limit holds or the value is no evidence.
    pub(crate) limit_ratio: Option<f64>,
}

/// Chinese and English name of a factor; its code where no table knows it.
pub(crate) fn factor_names(code: &FactorCode) -> (String, String) {
    if let Some(factor) = FactorTable::standard().get(code) {
        return (factor.name.clone(), factor.name_en.clone());
    }
    let Some((of, beside)) = Beside::read(code) else { return (code.to_string(), code.to_string()) };
    let (name, name_en) = factor_names(&of);
    let (what, what_en) = match beside {
        Beside::ManualSample => ("手工监测", "manual sample"),
        Beside::Parameter(InstrumentParameter::Slope) => ("斜率", "slope"),
        Beside::Parameter(InstrumentParameter::Intercept) => ("截距", "intercept"),
        Beside::Parameter(InstrumentParameter::Range) => ("量程", "range"),
    };
    (format!("{name}（{what}）"), format!("{name_en} ({what_en})"))
}

/// A permitted limit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Limit {
    pub(crate) factor: String,
    /// `realtime`, `hour_mean` or `day_mean`.
    pub(crate) basis: &'static str,
    pub(crate) lower: Option<f64>,
    pub(crate) upper: f64,
    pub(crate) unit: String,
    pub(crate) converted: bool,
    pub(crate) valid_from: Time,
    pub(crate) valid_to: Option<Time>,
    pub(crate) source: String,
    pub(crate) unverified: bool,
}

impl From<&model::Limit> for Limit {
    fn from(limit: &model::Limit) -> Self {
        Self {
            factor: limit.factor.to_string(),
            basis: match limit.basis {
                model::LimitBasis::Realtime => "realtime",
                model::LimitBasis::HourMean => "hour_mean",
                model::LimitBasis::DayMean => "day_mean",
            },
            lower: limit.lower,
            upper: limit.upper,
            unit: limit.unit.text().to_owned(),
            converted: limit.converted,
            valid_from: Time(limit.valid_from),
            valid_to: limit.valid_to.map(Time),
            source: limit.source.clone(),
            unverified: limit.unverified,
        }
    }
}
