//! Exceeding values of marked hours, told apart from those that count.

use casework::data_marking::{Effect, OutletMarkings};
use lake::{Lake, Watched};
use model::{Granularity, Timestamp, china};

use super::{HOUR_S, Judge};
use crate::error::ApiError;

/// How many exceeding values do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Split {
    /// Those that a device mark makes invalid.
    pub(crate) invalid: u64,
    /// Those that a work condition excuses.
    pub(crate) excused: u64,
}

/// Of the values of a watched series from `from` to `to` that exceed, those that the outlet's markings excuse or make
/// invalid. Day means are never among them: markings speak of hours, and what they do to the mean of a day no source
/// says.
pub(crate) fn split(
    lake: &Lake,
    judge: &Judge<'_>,
    state: &OutletMarkings,
    watched: &Watched,
    granularity: Granularity,
    (from, to): (Timestamp, Timestamp),
) -> Result<Split, ApiError> {
    let mut found = Split::default();
    let factor = &watched.series.factor;
    let counts = state.markings.values().filter(|marking| marking.counts() && marking.is_of_factor(factor));
    let spans =
        counts.map(|marking| (marking.from.max(from), marking.to.min(to))).filter(|(from, to)| from < to);
    let begin = spans.clone().map(|(from, _)| from).min();
    let (Some(begin), Some(end)) = (begin, spans.map(|(_, to)| to).max()) else { return Ok(found) };
    if granularity == Granularity::Day {
        return Ok(found);
    }
    let (begin, end) = (china::plus_seconds(begin, -HOUR_S / 2).max(from), end);
    let readings = lake
        .range_current(&watched.series, granularity, begin, end, usize::MAX)
        .map_err(|error| ApiError::unavailable(&error))?;
    for reading in readings {
        let Some(value) = reading.evidence() else { continue };
        let exceeds = watched.upper.is_some_and(|upper| value > upper)
            || watched.lower.is_some_and(|lower| value < lower);
        // An hour mean belongs to the hour that its time is nearest to, as in statistics.
        let slack_s = if granularity == Granularity::Hour { HOUR_S / 2 } else { 0 };
        let hour = china::hour_start(china::plus_seconds(reading.time, slack_s));
        match judge.effect(Some(factor), hour).filter(|_| exceeds) {
            Some(Effect::Invalid { .. }) => found.invalid += 1,
            Some(Effect::Excused { .. }) => found.excused += 1,
            Some(Effect::Counted(_)) | None => {}
        }
    }
    Ok(found)
}
