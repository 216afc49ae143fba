//! What the stores have for a tracing.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use casework::tracing::{
    CandidateArea, Gathered, LONGEST_S, MastSeen, Question, SeriesSeen, is_emitted, masts_near, mean_wind,
    stations_near,
};
use model::china::{plus_seconds, seconds_between};
use model::{
    AlarmId, FactorCode, FindingKind, Granularity, MeterId, MeterTarget, Reading, Register, SeriesKey,
    Source, Station, Subject, Timestamp, Unit, power,
};

use crate::error::{ApiError, Bilingual};
use crate::services::Services;

/// The record before the anomaly, which tells what is usual, s.
const BEFORE_S: i64 = 6 * 3_600;
/// And after it.
const AFTER_S: i64 = 2 * 3_600;
/// Hour means are named by their beginning.
const HOUR_S: i64 = 3_600;
/// The air of the first minutes may have passed a plant so long before, s.
const OLDER_S: i64 = 4 * 3_600;
/// No series has more values in the longest record.
const MOST_VALUES: usize = 100_000;
/// Means of the wind and of the power are made over so long, s.
const STEP_S: u32 = 600;

/// What a tracing of an alarm asks now.
///
/// # Errors
/// If the alarm is none of a station whose factor can be traced.
pub(crate) fn question_of(services: &Services, alarm: &AlarmId) -> Result<Question, ApiError> {
    let view = services.views.alarm(alarm).map_err(|error| ApiError::unavailable(&error))?;
    let alarm = view.ok_or_else(ApiError::not_found)?.row.alarm;
    let of_station = match (&alarm.key.subject, &alarm.key.factor) {
        (Subject::Station(station), Some(factor)) if alarm.key.kind == FindingKind::StationSpike => {
            Some((station.clone(), factor.clone()))
        }
        _ => None,
    };
    let (station, factor) = of_station.filter(|(_, factor)| is_emitted(factor)).ok_or_else(|| {
        let title = Bilingual::new(
            "这件预警不能溯源：须为站点局地高值，且因子由排放源直接排放",
            "this alarm cannot be traced: it must be of a station's local spike, of a factor that somebody emits",
        );
        ApiError::refused("not_traceable", title)
    })?;
    let now = services.clock.now();
    // What has not passed still holds, whenever the detector last said so.
    let anomaly_to = alarm.cleared_at.unwrap_or(now).min(now);
    let anomaly_from = alarm.began.max(plus_seconds(anomaly_to, -(LONGEST_S - BEFORE_S - AFTER_S)));
    Ok(Question {
        station,
        factor,
        from: plus_seconds(anomaly_from, -BEFORE_S),
        to: plus_seconds(anomaly_to, AFTER_S).min(now),
        anomaly_from: anomaly_from.min(anomaly_to),
        anomaly_to,
    })
}

/// What the stores have for a question.
pub(super) fn gather(
    services: &Services,
    register: &Register,
    station: &Station,
    question: &Question,
) -> Result<Gathered, ApiError> {
    let series = stations_near(register, station, &question.factor);
    let series = series.into_iter().map(|near| series_of(services, near, question));
    let masts = masts_near(register, station);
    let masts = masts.into_iter().map(|mast| wind_at(services, mast, question));
    Ok(Gathered {
        series: series.collect::<Result<_, _>>()?,
        masts: masts.collect::<Result<_, _>>()?,
        tracks: Vec::new(),
        power: power_of(services, register, station, question)?,
    })
}

/// Values of one granularity of a series that may stand as evidence, in `unit`.
fn values(
    services: &Services,
    series: &SeriesKey,
    granularity: Granularity,
    (from, to): (Timestamp, Timestamp),
    unit: Unit,
) -> Result<Vec<(Timestamp, f64)>, ApiError> {
    let read = services.lake.range_current(series, granularity, from, to, MOST_VALUES);
    let read = read.map_err(|error| ApiError::unavailable(&error))?;
    let value = |reading: &Reading| {
        let value = reading.unit.convert(reading.evidence()?, unit).ok()?;
        value.is_finite().then_some((reading.time, value))
    };
    Ok(read.iter().filter_map(value).collect())
}

/// Of means over minutes, single values and means over hours those that cover most of the record, the finest of them.
fn series_of(services: &Services, station: &Station, question: &Question) -> Result<SeriesSeen, ApiError> {
    let source = Source::Station(station.id.clone());
    let series = SeriesKey { source, factor: question.factor.clone() };
    let span = (question.from, question.to);
    let mut best =
        SeriesSeen { station: station.id.clone(), granularity: Granularity::Minute, values: Vec::new() };
    let mut covered_s = 0.0;
    for granularity in [Granularity::Minute, Granularity::Realtime, Granularity::Hour] {
        let found = values(services, &series, granularity, span, Unit::MicrogramPerCubicMetre)?;
        let step_s = match granularity {
            Granularity::Hour => HOUR_S as f64,
            Granularity::Minute | Granularity::Realtime | Granularity::Day => usual_step_s(&found),
        };
        let covers_s = step_s * found.len() as f64;
        // A tenth more is worth a coarser mean.
        if covers_s > 1.1 * covered_s {
            covered_s = covers_s;
            best.granularity = granularity;
            best.values = found.into_iter().map(|(at, value)| (at, step_s, value)).collect();
        }
    }
    Ok(best)
}

/// The usual time between neighbours, s.
fn usual_step_s(values: &[(Timestamp, f64)]) -> f64 {
    let mut steps: Vec<i64> = values.windows(2).map(|pair| seconds_between(pair[0].0, pair[1].0)).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).map_or(60.0, |step| *step as f64)
}

/// Single looks at the wind as means over minutes; where there are none, means over minutes or hours as the mast made them.
fn wind_at(services: &Services, station: &Station, question: &Question) -> Result<MastSeen, ApiError> {
    let source = Source::Station(station.id.clone());
    let factor = |code: &str| -> Result<FactorCode, ApiError> {
        code.parse().map_err(|error: model::ParseIdError| ApiError::internal(&error))
    };
    let span = (plus_seconds(question.from, -OLDER_S), question.to);
    let of = |code: &str, unit, granularity| {
        let series = SeriesKey { source: source.clone(), factor: factor(code)? };
        values(services, &series, granularity, span, unit)
    };
    let mut seen = MastSeen { station: station.id.clone(), rows: Vec::new() };
    for granularity in [Granularity::Realtime, Granularity::Minute, Granularity::Hour] {
        let speeds = of("a01007", Unit::MetrePerSecond, granularity)?;
        let directions: BTreeMap<Timestamp, f64> =
            of("a01008", Unit::Degree, granularity)?.into_iter().collect();
        let both = speeds.iter().map(|(at, speed)| (*at, *speed, directions.get(at).copied()));
        let step_s = if granularity == Granularity::Hour { HOUR_S } else { i64::from(STEP_S) };
        let rows = mean_wind(both, step_s);
        if rows.len() as i64 * step_s > 2 * seen.rows.len() as i64 * i64::from(STEP_S) {
            seen.rows = rows;
        }
    }
    Ok(seen)
}

/// The greatest power in each ten minutes of the meters of lines near.
fn power_of(
    services: &Services,
    register: &Register,
    station: &Station,
    question: &Question,
) -> Result<BTreeMap<MeterId, Vec<(Timestamp, f64)>>, ApiError> {
    let area = CandidateArea::around(register, station);
    let mut found = BTreeMap::new();
    let factor = power::active_power();
    let step = NonZeroU32::new(STEP_S).unwrap_or(NonZeroU32::MIN);
    let from = plus_seconds(question.from, -OLDER_S);
    let of_lines = register.meters.values().filter(|meter| matches!(meter.target, MeterTarget::Line(_)));
    for meter in of_lines.filter(|meter| area.holds(&meter.enterprise)) {
        let series = SeriesKey { source: Source::Meter(meter.id.clone()), factor: factor.clone() };
        let told = services.lake.summarise(&series, Granularity::Realtime, from, question.to, step);
        let told = told.map_err(|error| ApiError::unavailable(&error))?;
        let greatest: Vec<(Timestamp, f64)> =
            told.iter().filter_map(|step| Some((step.start, step.max?))).collect();
        found.insert(meter.id.clone(), greatest);
    }
    Ok(found)
}
