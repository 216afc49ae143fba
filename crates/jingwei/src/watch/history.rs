//! What the lake has of the last hours, for detectors that begin.
//!
//! What a source says is judged by itself, in the order of its time, so sources are read one after the other and
//! memory holds one at once. Meters are judged together: all of them are read together, a short time at once.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use lake::{Lake, LakeError};
use model::{FactorCode, Granularity, Reading, SeriesKey, Source, Timestamp, china};

/// So much of one source is read at once, s.
const SOURCE_SPAN_S: i64 = 3 * 86_400;
/// So much of all meters is read at once, s: the least, which is how it begins, and the most.
const METERS_SPAN_S: (i64, i64) = (900, 86_400);
/// Readings of all meters that are wanted at once.
const METERS_READINGS: usize = 100_000;
/// Of what is damaged so much is left out at once, s.
const DAMAGED_SPAN_S: i64 = 86_400;

/// Readings, in the order of their time, and which part of all there was before them, 0 to 1.
pub(super) struct Piece {
    pub(super) readings: Vec<Reading>,
    pub(super) done: f64,
}

/// Reads everything with times from `from` on, piece by piece, until `each` breaks off. Devices whose clocks are
/// ahead of `now` come last of their source.
pub(super) fn read(
    lake: &Lake,
    from: Timestamp,
    now: Timestamp,
    each: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (meters, others): (Vec<_>, Vec<_>) =
        by_source(lake.series()).into_iter().partition(|(source, _)| matches!(source, Source::Meter(_)));
    let all = (meters.len() + others.len()).max(1) as f64;
    for (number, of_source) in others.iter().enumerate() {
        let done = number as f64 / all;
        let mut at = from;
        while at < Timestamp::MAX {
            let to = end(at, SOURCE_SPAN_S, now);
            each(Piece { readings: in_order(readings(lake, of_source, (at, to))), done })?;
            at = to;
        }
    }
    let (mut at, mut span_s) = (from, METERS_SPAN_S.0);
    while at < Timestamp::MAX && !meters.is_empty() {
        let to = end(at, span_s, now);
        let found: Vec<Reading> = meters.iter().flat_map(|meter| readings(lake, meter, (at, to))).collect();
        // As much time as that many readings took at this pace.
        let times = METERS_READINGS as f64 / found.len().max(1) as f64;
        span_s = ((span_s as f64 * times) as i64).clamp(METERS_SPAN_S.0, METERS_SPAN_S.1);
        let passed = china::seconds_between(from, at.min(now)) as f64;
        let of_meters = passed / (china::seconds_between(from, now).max(1) as f64);
        let done = (others.len() as f64 + of_meters * meters.len() as f64) / all;
        each(Piece { readings: in_order(found), done })?;
        at = to;
    }
    ControlFlow::Continue(())
}

/// Where a piece from `at` on ends. What lies beyond `now` is the last piece.
fn end(at: Timestamp, span_s: i64, now: Timestamp) -> Timestamp {
    if at > now { Timestamp::MAX } else { china::plus_seconds(at, span_s) }
}

type OfSource = (Source, Vec<FactorCode>);

fn by_source(series: Vec<SeriesKey>) -> Vec<OfSource> {
    let mut found: BTreeMap<Source, Vec<FactorCode>> = BTreeMap::new();
    for SeriesKey { source, factor } in series {
        found.entry(source).or_default().push(factor);
    }
    found.into_iter().collect()
}

/// All readings of a source, as far as they can be read.
fn readings(lake: &Lake, (source, factors): &OfSource, span: (Timestamp, Timestamp)) -> Vec<Reading> {
    let mut found = Vec::new();
    for granularity in Granularity::ALL {
        match lake.range_of_source(source, factors, granularity, span) {
            Ok(readings) => found.extend(readings),
            Err(error) => {
                tracing::error!(%error, %source, ?granularity, "a part of the history cannot be read");
                found.extend(readable(lake, (source, factors), granularity, span));
            }
        }
    }
    found
}

/// Day by day and factor by factor, without those that cannot be read.
fn readable(
    lake: &Lake,
    (source, factors): (&Source, &[FactorCode]),
    granularity: Granularity,
    (from, to): (Timestamp, Timestamp),
) -> Vec<Reading> {
    let one = |factor: &FactorCode, from, to| -> Result<Vec<Reading>, LakeError> {
        let series = SeriesKey { source: source.clone(), factor: factor.clone() };
        lake.range(&series, granularity, from, to, usize::MAX)
    };
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let end = if to == Timestamp::MAX { to } else { china::plus_seconds(at, DAMAGED_SPAN_S).min(to) };
        found.extend(factors.iter().filter_map(|factor| one(factor, at, end).ok()).flatten());
        at = end;
    }
    found
}

fn in_order(mut readings: Vec<Reading>) -> Vec<Reading> {
    readings.sort_by(|a, b| (a.time, a.received_at, &a.series).cmp(&(b.time, b.received_at, &b.series)));
    readings
}
