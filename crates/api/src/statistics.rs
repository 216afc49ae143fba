//! From stored hours to statistics: what is read, from when hours are expected, and what it looks like outside.
//! Everything is computed when it is asked for; spans are bounded.

mod air;
pub(crate) mod outlets;
mod water;

pub(crate) use air::{days_of_station, now_of_station};
pub(crate) use outlets::{Group, holding, is_over, outlet_table, rated, transmission};
pub(crate) use water::sections;

use lake::Lake;
use law::Law;
use model::{FactorCode, Granularity, Reading, SeriesKey, Source, Timestamp, china};
use stats::Period;

use crate::dto::Time;
use crate::dto::statistics::{PeriodSpan, RateTarget, RuleBasis};
use crate::error::ApiError;

/// An hour's data is expected so long after its end: devices send it within minutes.
pub(crate) const HOUR_GRACE_S: i64 = 900;
/// The hours of a year, and some.
const HOURS_LIMIT: usize = 10_000;
/// One-minute data of a quarter.
const MINUTES_LIMIT: usize = 140_000;

/// Until when a period's hours are counted at `now`.
fn until(period: Period, now: Timestamp) -> Timestamp {
    let told = china::hour_start(china::plus_seconds(now, -HOUR_GRACE_S));
    period.to().min(told).max(period.from())
}

pub(crate) fn span(period: Period, now: Timestamp) -> PeriodSpan {
    PeriodSpan {
        code: period.to_string(),
        from: Time(period.from()),
        to: Time(period.to()),
        until: Time(until(period, now)),
    }
}

pub(crate) fn targets(law: &Law, period: Period) -> Vec<RateTarget> {
    let target = |target: &law::TransmissionTarget| RateTarget {
        percent: target.percent,
        rule: RuleBasis::from(&target.basis),
    };
    law.transmission_targets(period.first()).map(target).collect()
}

/// The current readings of a series from `from` to `to`. Half an hour more at both ends: an hour's reading
/// belongs to the hour that is nearest.
pub(crate) fn read(
    lake: &Lake,
    source: &Source,
    factor: &FactorCode,
    granularity: Granularity,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Reading>, ApiError> {
    let key = SeriesKey { source: source.clone(), factor: factor.clone() };
    let (from, to) = (china::plus_seconds(from, -1800), china::plus_seconds(to, 1800));
    let limit = if granularity == Granularity::Minute { MINUTES_LIMIT } else { HOURS_LIMIT };
    lake.range_current(&key, granularity, from, to, limit).map_err(|error| ApiError::unavailable(&error))
}
