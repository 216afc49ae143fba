//! What cruises measured, for a tracing.

use std::collections::BTreeMap;

use casework::tracing::{LONGEST_S, Question, TrackFile, TrackSeen};
use model::china::plus_seconds;
use model::{Datum, Timestamp, Unit};
use sheets::{Layer, TrackError, TrackNote, TrackPlan, layers};

use crate::dto::Time;
use crate::dto::tracing::{TrackAsked, TrackDatum, TrackPreview, TrackRefused, TrackRemark, TrackUnit};
use crate::error::{ApiError, Bilingual};
use crate::services::Services;

/// Nothing that is driven measures higher, m.
const HIGHEST_INLET_M: f64 = 500.0;
/// So many refused rows are told by their number.
const TOLD: usize = 20;

/// How a file is to be read, as somebody asked.
pub(crate) fn asked(asked: &TrackAsked) -> TrackPlan {
    TrackPlan {
        datum: match asked.datum {
            TrackDatum::Wgs84 => Datum::Wgs84,
            TrackDatum::Gcj02 => Datum::Gcj02,
            TrackDatum::Bd09 => Datum::Bd09,
        },
        unit: match asked.unit {
            TrackUnit::UgM3 => Unit::MicrogramPerCubicMetre,
            TrackUnit::MgM3 => Unit::MilligramPerCubicMetre,
        },
        column: asked.column.clone().filter(|column| !column.trim().is_empty()),
    }
}

/// The height that somebody said.
///
/// # Errors
/// If no inlet of a vehicle or a mast is so high.
pub(crate) fn height_m(asked: &TrackAsked) -> Result<Option<f64>, ApiError> {
    match asked.height_m {
        Some(height_m) if !(0.0..=HIGHEST_INLET_M).contains(&height_m) => {
            let title = Bilingual::new("测量高度须在0至500米之间", "the height must be from 0 to 500 m");
            Err(ApiError::refused("bad_height", title))
        }
        height_m => Ok(height_m),
    }
}

/// The bytes of a cruise's file, and of the one with its places where those stand apart.
pub(crate) struct Files<'b> {
    pub(crate) values: &'b [u8],
    pub(crate) places: Option<&'b [u8]>,
}

/// Reads a file for a question: a cruise may be driven until the longest record would be over. One layer at least.
pub(crate) fn read(
    services: &Services,
    question: &Question,
    plan: &TrackPlan,
    files: &Files<'_>,
) -> Result<Vec<Layer>, ApiError> {
    let until = plus_seconds(question.from, LONGEST_S).min(services.clock.now());
    let span = (question.from, until);
    let read = layers(files.values, files.places, plan, span).map_err(|error| refused(&error))?;
    match read.is_empty() {
        true => Err(refused(&TrackError::Missing { what: "value", columns: Vec::new() })),
        false => Ok(read),
    }
}

fn refused(error: &TrackError) -> ApiError {
    let zh = match error {
        TrackError::Format { .. } => "这个文件不是 CSV、GPX 或 GeoJSON 走航轨迹".to_owned(),
        TrackError::Missing { what, columns } => {
            format!("缺少{}列，文件中有：{}", column_zh(what), columns.join("、"))
        }
        TrackError::WhichColumn { columns } => {
            format!("有多列可能是测量值，请指明其中一列：{}", columns.join("、"))
        }
        TrackError::TooLong => format!("文件超过{}行", sheets::MOST_POINTS),
        TrackError::Unit { unit } => format!("{unit}不是环境空气中的质量浓度单位"),
    };
    let code = match error {
        TrackError::WhichColumn { .. } => "which_column",
        TrackError::Missing { .. } => "column_missing",
        TrackError::Format { .. } | TrackError::TooLong | TrackError::Unit { .. } => "no_track",
    };
    let en = match error {
        TrackError::Missing { columns, .. } | TrackError::WhichColumn { columns } => {
            format!("{error}: {}", columns.join(", "))
        }
        TrackError::Format { .. } | TrackError::TooLong | TrackError::Unit { .. } => error.to_string(),
    };
    ApiError::refused(code, Bilingual::new(zh, en))
}

fn column_zh(what: &str) -> &'static str {
    match what {
        "time" => "时间",
        "longitude" => "经度",
        "latitude" => "纬度",
        _ => "测量值",
    }
}

/// What would be taken of a track: rows by its lowest layer, the greatest value of all.
pub(crate) fn preview(read: &[Layer]) -> Result<TrackPreview, ApiError> {
    let track = &read.first().ok_or_else(ApiError::not_found)?.track;
    let mut refused: BTreeMap<&'static str, usize> = BTreeMap::new();
    for refusal in &track.refused {
        *refused.entry(refusal.reason.code()).or_default() += 1;
    }
    let ends = |point: Option<&sheets::TrackPoint>| point.map(|point| Time(point.at));
    let all = read.iter().flat_map(|layer| &layer.track.points);
    Ok(TrackPreview {
        format: track.format,
        column: track.column.clone(),
        taken: track.points.len(),
        from: ends(track.points.first()),
        to: ends(track.points.last()),
        heights_m: read.iter().filter_map(|layer| layer.height_m).collect(),
        greatest: all.map(|point| point.value).max_by(f64::total_cmp),
        first_refused: track
            .refused
            .iter()
            .take(TOLD)
            .map(|refusal| TrackRefused { row: refusal.row, reason: refusal.reason.code() })
            .collect(),
        refused,
        notes: track.notes.iter().take(TOLD).map(remark).collect(),
    })
}

fn remark(note: &TrackNote) -> TrackRemark {
    match note {
        TrackNote::Converted(datum) => TrackRemark::Converted {
            datum: if *datum == Datum::Bd09 { "bd09".into() } else { "gcj02".into() },
        },
        TrackNote::Gap(from, to) => TrackRemark::Gap { from: Time(*from), to: Time(*to) },
        TrackNote::PerhapsZone { hours } => TrackRemark::PerhapsZone { hours: *hours },
    }
}

/// The tracks of a tracing read again, and the question with a record that holds them.
pub(super) fn read_all(
    services: &Services,
    question: &Question,
    files: &[TrackFile],
) -> Result<(Question, Vec<TrackSeen>), ApiError> {
    let mut question = question.clone();
    let mut seen = Vec::new();
    for file in files {
        let bytes = services.vault.read_blob(&file.file).map_err(|error| ApiError::unavailable(&error))?;
        let places = file.places.as_ref().map(|places| services.vault.read_blob(places)).transpose();
        let places = places.map_err(|error| ApiError::unavailable(&error))?;
        let column = (!file.profile).then(|| file.column.clone());
        let plan = TrackPlan { datum: file.datum, unit: file.unit, column };
        let files = Files { values: &bytes, places: places.as_deref() };
        for Layer { height_m, track } in read(services, &question, &plan, &files)? {
            let last: Option<Timestamp> = track.points.last().map(|point| point.at);
            question.to = last.map_or(question.to, |last| question.to.max(last));
            let points = track.points.iter().map(|point| (point.at, point.place, point.value)).collect();
            let (name, height_m) = (file.name.clone(), height_m.or(file.height_m));
            seen.push(TrackSeen { file: file.file.clone(), name, height_m, points });
        }
    }
    Ok((question, seen))
}
