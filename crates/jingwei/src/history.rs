//! What the lake has of the last hours, for detectors that begin.
//!
//! What a source says is judged by itself, in the order of its time, so sources are read one after the other and
//! memory holds one at once; an outlet with the hour means of power of its lines, beside which it is judged. Meters and stations are judged together: all of them are read together, a short time at
//! once. Which stations move together, and what is usual of an outlet, takes weeks to learn: their hours are read from
//! longer ago.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use lake::{Lake, LakeError};
use model::{
    Beside, FactorCode, Granularity, MeterId, OutletId, Reading, Register, SeriesKey, Source, Timestamp,
    china, power,
};

/// So much of one source is read at once, s.
const SOURCE_SPAN_S: i64 = 3 * 86_400;
/// So much of all meters is read at once, s: the least, which is how it begins, and the most.
const METERS_SPAN_S: (i64, i64) = (900, 86_400);
/// Readings of all meters that are wanted at once.
const METERS_READINGS: usize = 100_000;
/// So much of all stations' hours is read at once, s.
const STATION_HOURS_SPAN_S: i64 = 10 * 86_400;
/// Of what is damaged so much is left out at once, s.
const DAMAGED_SPAN_S: i64 = 86_400;

/// Readings, in the order of their time, and which part of all there was before them, 0 to 1.
pub(crate) struct Piece {
    pub(crate) readings: Vec<Reading>,
    pub(crate) done: f64,
}

/// A source with its factors.
#[derive(Debug)]
pub(crate) struct OfSource {
    source: Source,
    factors: Vec<FactorCode>,
    /// Meters whose hour means of power are read with it.
    beside: Vec<MeterId>,
}

/// Whose readings the lake has.
pub(crate) struct Sources {
    /// Those that are judged by themselves, in whatever order.
    pub(crate) alone: Vec<OfSource>,
    /// Those that are judged together, in the order of time over all of them: meters and stations.
    pub(crate) together: Vec<OfSource>,
}

impl Sources {
    pub(crate) fn of(lake: &Lake, register: &Register) -> Self {
        let mut found: BTreeMap<Source, Vec<FactorCode>> = BTreeMap::new();
        for SeriesKey { source, factor } in lake.series() {
            found.entry(source).or_default().push(factor);
        }
        let mut meters = detect::meters_beside_outlets(register);
        let of_source = |(source, factors)| {
            let beside = beside(&source, &mut meters);
            OfSource { source, factors, beside }
        };
        let is_together = |of: &OfSource| matches!(of.source, Source::Meter(_) | Source::Station(_));
        let (together, alone) = found.into_iter().map(of_source).partition(is_together);
        Self { alone, together }
    }
}

fn beside(source: &Source, meters: &mut BTreeMap<OutletId, Vec<MeterId>>) -> Vec<MeterId> {
    match source {
        Source::Outlet(outlet) => meters.remove(outlet).unwrap_or_default(),
        Source::Meter(_) | Source::Station(_) | Source::Cruise(_) | Source::Waiting(_) => Vec::new(),
    }
}

/// From when to when is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    /// Up to here a piece is of about the same length; what lies beyond is the last piece.
    pub(crate) now: Timestamp,
    /// Nothing is read from here on.
    pub(crate) to: Timestamp,
}

impl Span {
    /// Everything from `from` on, as known at `now`: devices whose clocks are ahead are in the last piece.
    pub(crate) fn since(from: Timestamp, now: Timestamp) -> Self {
        Self { from, now, to: Timestamp::MAX }
    }

    /// Which part of it lies before `at`, 0 to 1.
    fn passed(&self, at: Timestamp) -> f64 {
        let passed = china::seconds_between(self.from, at.min(self.now)) as f64;
        passed / (china::seconds_between(self.from, self.now).max(1) as f64)
    }

    /// Where a piece from `at` on ends.
    fn end(&self, at: Timestamp, length_s: i64) -> Timestamp {
        if at > self.now { self.to } else { china::plus_seconds(at, length_s).min(self.to) }
    }
}

/// Reads everything, piece by piece, until `each` breaks off.
pub(crate) fn read(
    lake: &Lake,
    sources: &Sources,
    span: Span,
    each: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let Sources { alone, together } = sources;
    let all = (alone.len() + together.len()).max(1) as f64;
    for (number, source) in alone.iter().enumerate() {
        let done = number as f64 / all;
        read_alone(lake, source, span, &mut |readings| each(Piece { readings, done }))?;
    }
    read_together(lake, together, span, &mut |piece| {
        let done = (alone.len() as f64 + piece.done * together.len() as f64) / all;
        each(Piece { done, ..piece })
    })
}

/// Reads one source with what is beside it, a stretch of time after the other.
pub(crate) fn read_alone(
    lake: &Lake,
    source: &OfSource,
    span: Span,
    each: &mut dyn FnMut(Vec<Reading>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut at = span.from;
    while at < span.to {
        let to = span.end(at, SOURCE_SPAN_S);
        let mut found = readings(lake, source, (at, to));
        found.extend(hours_beside(lake, source, (at, to)));
        each(in_order(found))?;
        at = to;
    }
    ControlFlow::Continue(())
}

/// Reads several sources together, a stretch of time after the other; the pieces' part is that of the time.
pub(crate) fn read_together(
    lake: &Lake,
    sources: &[OfSource],
    span: Span,
    each: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (mut at, mut length_s) = (span.from, METERS_SPAN_S.0);
    while at < span.to && !sources.is_empty() {
        let to = span.end(at, length_s);
        let found: Vec<Reading> = sources.iter().flat_map(|one| readings(lake, one, (at, to))).collect();
        // As much time as that many readings took at this pace.
        let times = METERS_READINGS as f64 / found.len().max(1) as f64;
        length_s = ((length_s as f64 * times) as i64).clamp(METERS_SPAN_S.0, METERS_SPAN_S.1);
        each(Piece { readings: in_order(found), done: span.passed(at) })?;
        at = to;
    }
    ControlFlow::Continue(())
}

/// How hours of longer ago are read.
pub(crate) type ReadHours =
    fn(&Lake, &Sources, Span, &mut dyn FnMut(Piece) -> ControlFlow<()>) -> ControlFlow<()>;

/// Reads the hours of all stations, a stretch of time after the other.
pub(crate) fn read_station_hours(
    lake: &Lake,
    sources: &Sources,
    span: Span,
    each: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let stations: Vec<&OfSource> =
        sources.together.iter().filter(|of| matches!(of.source, Source::Station(_))).collect();
    let mut at = span.from;
    while at < span.to && !stations.is_empty() {
        let to = span.end(at, STATION_HOURS_SPAN_S);
        let of = |station: &&OfSource| {
            readings_of(lake, (&station.source, &station.factors), &[Granularity::Hour], (at, to))
        };
        let done = span.passed(at);
        each(Piece { readings: in_order(stations.iter().flat_map(of).collect()), done })?;
        at = to;
    }
    ControlFlow::Continue(())
}

/// Reads the hours of outlets, of the power of their lines, and what their instruments were set to, one outlet after the
/// other.
pub(crate) fn read_outlet_hours(
    lake: &Lake,
    sources: &Sources,
    span: Span,
    each: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if span.from >= span.to {
        return ControlFlow::Continue(());
    }
    let outlets: Vec<&OfSource> =
        sources.alone.iter().filter(|of| matches!(of.source, Source::Outlet(_))).collect();
    let all = outlets.len().max(1) as f64;
    for (number, outlet) in outlets.into_iter().enumerate() {
        let between = (span.from, span.to);
        let OfSource { source, factors, .. } = outlet;
        let mut readings = readings_of(lake, (source, factors), &[Granularity::Hour], between);
        readings.extend(hours_beside(lake, outlet, between));
        let settings: Vec<_> = factors.iter().filter(|factor| is_setting(factor)).cloned().collect();
        if !settings.is_empty() {
            readings.extend(readings_of(lake, (source, &settings), &[Granularity::Realtime], between));
        }
        each(Piece { readings: in_order(readings), done: number as f64 / all })?;
    }
    ControlFlow::Continue(())
}

/// The hour means of power of the meters beside a source.
fn hours_beside(lake: &Lake, of: &OfSource, span: (Timestamp, Timestamp)) -> Vec<Reading> {
    let factor = [power::active_power()];
    let hours = |meter: &MeterId| {
        readings_of(lake, (&Source::Meter(meter.clone()), &factor), &[Granularity::Hour], span)
    };
    of.beside.iter().flat_map(hours).collect()
}

fn is_setting(factor: &FactorCode) -> bool {
    matches!(Beside::read(factor), Some((_, Beside::Parameter(_))))
}

/// All readings of a source, as far as they can be read.
fn readings(lake: &Lake, of: &OfSource, span: (Timestamp, Timestamp)) -> Vec<Reading> {
    readings_of(lake, (&of.source, &of.factors), &Granularity::ALL, span)
}

fn readings_of(
    lake: &Lake,
    (source, factors): (&Source, &[FactorCode]),
    granularities: &[Granularity],
    span: (Timestamp, Timestamp),
) -> Vec<Reading> {
    let mut found = Vec::new();
    for &granularity in granularities {
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
