//! From the bytes of a cruise's file (走航) to values along a track: CSV, GPX with values in its extensions, GeoJSON with
//! points. Every row that is not taken is told with its reason; places are converted from the datum that somebody named, and
//! none is guessed.

mod beside;
mod formats;

use std::collections::BTreeMap;

use model::china::seconds_between;
use model::{Datum, Place, Timestamp, Unit, china};
use serde::{Deserialize, Serialize};

use formats::{File, Raw};

/// No vehicle that measures goes faster, m/s: 150 km/h. What is farther from the point before it is no place of it.
const FASTEST_M_S: f64 = 150.0 / 3.6;
/// A satellite's place is off by so much at any time, m.
const UNSURE_M: f64 = 50.0;
/// A pause of so many usual steps is told as a gap …
const GAP_STEPS: i64 = 5;
/// … from so long on, s.
const GAP_S: i64 = 60;
/// China's offset: whole files are off by it, one way or the other, s.
const ZONE_S: i64 = 8 * 3_600;
/// What is higher than this is not looked at, m: plumes of what is traced lie below.
const HIGHEST_M: f64 = 500.0;
/// Files with more rows are not read.
pub const MOST_POINTS: usize = 100_000;

/// What a person says of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackPlan {
    /// The datum of its places.
    pub datum: Datum,
    /// The unit of its values, a concentration in air.
    pub unit: Unit,
    /// Which column, property or element holds them; none where there is only one.
    pub column: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// What it was read as.
    pub format: &'static str,
    /// Which column holds the values.
    pub column: String,
    /// What was taken, in the order of time.
    pub points: Vec<TrackPoint>,
    /// What was not, in the order of rows.
    pub refused: Vec<TrackRefusal>,
    /// What somebody should know.
    pub notes: Vec<TrackNote>,
}

/// A value at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackPoint {
    /// When.
    pub at: Timestamp,
    /// Where, WGS-84.
    pub place: Place,
    /// µg/m³.
    pub value: f64,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackRefusal {
    /// Which, from 1; of CSV the line, without its head.
    pub row: usize,
    /// Why.
    pub reason: TrackReason,
}

/// Why a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrackReason {
    /// It has no time that can be read.
    Time,
    /// Its time is outside of what is looked at, or to come.
    OutsideRecord,
    /// Another row has the same time.
    SameTime,
    /// It has no place that can be read, or one that is not on the globe.
    Place,
    /// The file with the places has none near its time.
    NoPlaceThen,
    /// It is so far from the one before it that nobody drove there.
    Jump,
    /// It has no value.
    Value,
    /// Its value is below zero.
    Negative,
}

impl TrackReason {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            TrackReason::Time => "time",
            TrackReason::OutsideRecord => "outside_record",
            TrackReason::SameTime => "same_time",
            TrackReason::Place => "place",
            TrackReason::NoPlaceThen => "no_place_then",
            TrackReason::Jump => "jump",
            TrackReason::Value => "value",
            TrackReason::Negative => "negative",
        }
    }
}

/// What somebody should know of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TrackNote {
    /// Its places were converted from this datum.
    Converted(Datum),
    /// Nothing was measured between these two.
    Gap(Timestamp, Timestamp),
    /// Most times are outside of what is looked at, and would be within it so many hours later: the file's zone is another
    /// than it says.
    PerhapsZone {
        /// Hours.
        hours: i64,
    },
}

/// Why a file is no track.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrackError {
    /// It is none of the formats.
    #[error("the file is no CSV, GPX or GeoJSON: {why}")]
    Format {
        /// What is wrong.
        why: String,
    },
    /// A column is missing.
    #[error("there is no column of the {what}")]
    Missing {
        /// `time`, `longitude`, `latitude` or `value`.
        what: &'static str,
        /// What there is.
        columns: Vec<String>,
    },
    /// Several columns could hold the values.
    #[error("several columns could hold the values")]
    WhichColumn {
        /// These.
        columns: Vec<String>,
    },
    /// It has too many rows.
    #[error("the file has more than {MOST_POINTS} rows")]
    TooLong,
    /// The unit is no concentration in air.
    #[error("{unit} is no unit of a concentration in air by mass")]
    Unit {
        /// It.
        unit: &'static str,
    },
}

/// Reads a file as `plan` says; times count from `from` to `to`.
///
/// # Errors
/// If it is no track at all.
pub fn track(
    bytes: &[u8],
    plan: &TrackPlan,
    (from, to): (Timestamp, Timestamp),
) -> Result<Track, TrackError> {
    let file = formats::read(bytes, plan.column.as_deref())?;
    taken(file, plan, (from, to))
}

/// One height of what was measured along a way.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// How high above the ground, m; none where the file does not say.
    pub height_m: Option<f64>,
    /// What was measured there.
    pub track: Track,
}

/// Reads a file, and the one with its places if those stand apart, as `plan` says: all its heights where its columns are those
/// of a profile (`30m`, `PM10_60m`, `90米`; a lidar's), the lowest first, and else one layer.
///
/// # Errors
/// If it is no track at all.
pub fn layers(
    bytes: &[u8],
    places: Option<&[u8]>,
    plan: &TrackPlan,
    span: (Timestamp, Timestamp),
) -> Result<Vec<Layer>, TrackError> {
    let read = |plan: &TrackPlan| match places {
        Some(places) => track_beside(bytes, places, plan, span),
        None => track(bytes, plan, span),
    };
    let columns = match read(plan) {
        Err(TrackError::WhichColumn { columns }) => columns,
        other => {
            let track = other?;
            return Ok(vec![Layer { height_m: height_of(&track.column), track }]);
        }
    };
    let heights: Option<Vec<f64>> = columns.iter().map(|column| height_of(column)).collect();
    let Some(heights) = heights else { return Err(TrackError::WhichColumn { columns }) };
    let mut gates: Vec<(f64, String)> = heights.into_iter().zip(columns).collect();
    gates.sort_by(|a, b| a.0.total_cmp(&b.0));
    let layer = |(height_m, column): (f64, String)| {
        let track = read(&TrackPlan { column: Some(column), ..plan.clone() })?;
        Ok(Layer { height_m: Some(height_m), track })
    };
    gates.into_iter().filter(|(height_m, _)| *height_m <= HIGHEST_M).map(layer).collect()
}

/// The height that a column's name ends with, m.
fn height_of(column: &str) -> Option<f64> {
    let name = column.trim().to_lowercase();
    let figure = name.strip_suffix('m').or_else(|| name.strip_suffix('米'))?.trim_end();
    let begin = figure
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map_or(0, |at| at + figure[at..].chars().next().map_or(1, char::len_utf8));
    figure.get(begin..)?.parse::<f64>().ok().filter(|height_m| (0.0..=20_000.0).contains(height_m))
}

/// Reads a table of times and values beside a file of times and places (GPX, or any other of the formats), as instruments and
/// satellites are often kept apart: each value gets the place at its time, straight between the two places around it. Values
/// at times without places near are told.
///
/// # Errors
/// If either is no such file.
pub fn track_beside(
    values: &[u8],
    places: &[u8],
    plan: &TrackPlan,
    (from, to): (Timestamp, Timestamp),
) -> Result<Track, TrackError> {
    let places = beside::Places::new(formats::places(places)?);
    let mut file = formats::values(values, plan.column.as_deref())?;
    file.format = "beside";
    file.rows.iter_mut().for_each(|row| places.give(row));
    taken(file, plan, (from, to))
}

fn taken(file: File, plan: &TrackPlan, (from, to): (Timestamp, Timestamp)) -> Result<Track, TrackError> {
    if plan.unit.convert(1.0, Unit::MicrogramPerCubicMetre).is_err() {
        return Err(TrackError::Unit { unit: plan.unit.text() });
    }
    let mut refused = Vec::new();
    let mut taken: BTreeMap<Timestamp, (usize, TrackPoint)> = BTreeMap::new();
    let mut outside = Vec::new();
    for (number, raw) in file.rows.iter().enumerate() {
        match point(raw, plan, (from, to)) {
            Ok(point) if taken.contains_key(&point.at) => {
                refused.push(TrackRefusal { row: number + 1, reason: TrackReason::SameTime });
            }
            Ok(point) => drop(taken.insert(point.at, (number + 1, point))),
            Err((reason, at)) => {
                outside.extend(at);
                refused.push(TrackRefusal { row: number + 1, reason });
            }
        }
    }
    let mut notes = Vec::new();
    if plan.datum != Datum::Wgs84 {
        notes.push(TrackNote::Converted(plan.datum));
    }
    if outside.len() > taken.len() {
        notes.extend(perhaps_zone(&outside, (from, to)));
    }
    let (points, jumps) = without_jumps(taken.into_values());
    refused.extend(jumps.into_iter().map(|row| TrackRefusal { row, reason: TrackReason::Jump }));
    refused.sort_by_key(|refusal| refusal.row);
    notes.extend(gaps(&points));
    Ok(Track { format: file.format, column: file.column, points, refused, notes })
}

fn point(
    raw: &Raw,
    plan: &TrackPlan,
    (from, to): (Timestamp, Timestamp),
) -> Result<TrackPoint, (TrackReason, Option<Timestamp>)> {
    let plain = |reason| (reason, None);
    let at = raw.at().ok_or_else(|| plain(TrackReason::Time))?;
    if at < from || to < at {
        return Err((TrackReason::OutsideRecord, Some(at)));
    }
    if raw.no_place_then {
        return Err(plain(TrackReason::NoPlaceThen));
    }
    let figure = |text: &str| text.trim().parse::<f64>().ok().filter(|figure| figure.is_finite());
    let degrees = figure(&raw.longitude).zip(figure(&raw.latitude));
    // Satellites without a fix give zero and zero.
    let degrees = degrees.filter(|(longitude, latitude)| *longitude != 0.0 || *latitude != 0.0);
    let place = degrees.and_then(|(longitude, latitude)| plan.datum.to_wgs84(longitude, latitude));
    let place = place.ok_or_else(|| plain(TrackReason::Place))?;
    let value = figure(&raw.value).ok_or_else(|| plain(TrackReason::Value))?;
    if value < 0.0 {
        return Err(plain(TrackReason::Negative));
    }
    let value = plan.unit.convert(value, Unit::MicrogramPerCubicMetre);
    Ok(TrackPoint { at, place, value: value.map_err(|_| plain(TrackReason::Value))? })
}

/// The points without those to which nobody drove from the one before; the rows of those that were left out. The longer
/// ago the last good one was, the farther the next may be, so that a true place is found again.
fn without_jumps(points: impl Iterator<Item = (usize, TrackPoint)>) -> (Vec<TrackPoint>, Vec<usize>) {
    let (mut good, mut jumps): (Vec<TrackPoint>, Vec<usize>) = (Vec::new(), Vec::new());
    for (row, point) in points {
        let reachable = good.last().is_none_or(|last| {
            let within_m = UNSURE_M + FASTEST_M_S * seconds_between(last.at, point.at) as f64;
            last.place.distance_m(point.place) <= within_m
        });
        match reachable {
            true => good.push(point),
            false => jumps.push(row),
        }
    }
    (good, jumps)
}

fn gaps(points: &[TrackPoint]) -> Vec<TrackNote> {
    let pauses = || points.windows(2).map(|pair| seconds_between(pair[0].at, pair[1].at));
    let mut steps: Vec<i64> = pauses().collect();
    steps.sort_unstable();
    let usual_s = steps.get(steps.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    let is_gap = |pair: &&[TrackPoint]| {
        let pause_s = seconds_between(pair[0].at, pair[1].at);
        pause_s >= GAP_S && pause_s > GAP_STEPS * usual_s
    };
    points.windows(2).filter(is_gap).map(|pair| TrackNote::Gap(pair[0].at, pair[1].at)).collect()
}

/// By how many hours most of these times would be within what is looked at.
fn perhaps_zone(outside: &[Timestamp], (from, to): (Timestamp, Timestamp)) -> Option<TrackNote> {
    let fits = |shift_s: i64| {
        let within = outside.iter().map(|at| china::plus_seconds(*at, shift_s));
        within.filter(|at| from <= *at && *at <= to).count() * 2 > outside.len()
    };
    let shift_s = [ZONE_S, -ZONE_S].into_iter().find(|shift_s| fits(*shift_s))?;
    Some(TrackNote::PerhapsZone { hours: shift_s / 3_600 })
}
