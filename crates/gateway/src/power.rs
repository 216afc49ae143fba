//! From the payload of a power meter to readings.
//!
//! The payload is documented in `docs/connect-a-logger.md`: one JSON object, or an array of them.

use model::{
    FactorCode, FactorTable, Granularity, MeterTarget, PowerMeter, Problem, Reading, SeriesKey, Source,
    Timestamp, Unit, power, problem_bounds,
};
use serde_json::{Map, Value};

use crate::figures::{Draft, Slot, Units};
use crate::mapping::{Circumstances, Mapped};
use crate::timing::{self, Times};

/// Objects in one payload.
const MAX_OBJECTS: usize = 1000;

/// What the topic of a power meter begins with; its id follows.
pub(crate) const TOPIC: &str = "jingwei/power/";

/// Why a payload as a whole cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable(pub(crate) &'static str);

/// Reads the payload of `meter`.
///
/// # Errors
/// If it is not JSON, not objects, or too many of them.
pub(crate) fn map(
    payload: &[u8],
    meter: &PowerMeter,
    circumstances: Circumstances<'_>,
) -> Result<Mapped, Unreadable> {
    let value: Value = serde_json::from_slice(payload).map_err(|_| Unreadable("json_malformed"))?;
    let objects = match value {
        Value::Array(objects) => objects,
        Value::Object(object) => vec![Value::Object(object)],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err(Unreadable("json_shape"));
        }
    };
    if objects.len() > MAX_OBJECTS {
        return Err(Unreadable("too_many_objects"));
    }
    let mut mapped = Mapped::default();
    for object in &objects {
        match object.as_object() {
            Some(object) => map_object(object, meter, circumstances, &mut mapped),
            None => mapped.refuse("json_shape"),
        }
    }
    Ok(mapped)
}

/// The figures of one object, before it is known whether they may be used.
#[derive(Default)]
struct Figures {
    list: Vec<(&'static str, Unit, Option<f64>)>,
}

fn map_object(
    object: &Map<String, Value>,
    meter: &PowerMeter,
    circumstances: Circumstances<'_>,
    mapped: &mut Mapped,
) {
    let figures = Figures::read(object, mapped);
    let judged = line_matches(object, meter).and_then(|()| judge_time(object, circumstances));
    let (time, judged) = match judged {
        Ok(judged) => judged,
        Err(reason) => {
            let count = u64::try_from(figures.list.len()).unwrap_or(u64::MAX);
            *mapped.refused.entry(reason).or_default() += count.max(1);
            return;
        }
    };
    if figures.list.is_empty() {
        mapped.refuse("no_figures");
    }
    for (code, unit, figure) in figures.list {
        let Ok(factor) = code.parse::<FactorCode>() else { continue };
        let mut draft = Draft::new(Units { sent: unit, kept: unit, registered: true });
        draft.put(Slot::Value, figure);
        draft.check_bounds(problem_bounds(&factor, unit));
        if judged.skewed {
            draft.problems.insert(Problem::ClockSkew);
        }
        if circumstances.shared_mn {
            draft.problems.insert(Problem::SharedMn);
        }
        mapped.readings.push(Reading {
            series: SeriesKey { source: Source::Meter(meter.id.clone()), factor },
            granularity: Granularity::Realtime,
            time,
            unit: draft.unit(),
            values: draft.values,
            mark: draft.mark,
            problems: draft.problems,
            origin: judged.origin,
            received_at: circumstances.received_at,
        });
    }
}

impl Figures {
    fn read(object: &Map<String, Value>, mapped: &mut Mapped) -> Self {
        let mut figures = Self::default();
        for (name, value) in object {
            match name.as_str() {
                "time" | "line" => {}
                "power_kw" => figures.one(power::ACTIVE_POWER, value),
                "energy_kwh" => figures.one(power::ACTIVE_ENERGY, value),
                "voltage_v" => figures.three(&power::VOLTAGES, value),
                "current_a" => figures.three(&power::CURRENTS, value),
                _ => mapped.note("parameter"),
            }
        }
        figures
    }

    fn one(&mut self, code: &'static str, value: &Value) {
        let unit = code
            .parse()
            .ok()
            .and_then(|code: FactorCode| FactorTable::standard().get(&code))
            .map_or(Unit::Other, |factor| factor.unit);
        self.list.push((code, unit, value.as_f64().filter(|figure| figure.is_finite())));
    }

    /// Three phases; what is not an array of three leaves readings without a figure.
    fn three(&mut self, codes: &[&'static str; 3], value: &Value) {
        let phases = value.as_array().filter(|phases| phases.len() == codes.len());
        for (index, code) in codes.iter().enumerate() {
            self.one(code, phases.and_then(|phases| phases.get(index)).unwrap_or(&Value::Null));
        }
    }
}

fn line_matches(object: &Map<String, Value>, meter: &PowerMeter) -> Result<(), &'static str> {
    let registered = match &meter.target {
        MeterTarget::Line(id) => id.as_str(),
        MeterTarget::TreatmentUnit(id) => id.as_str(),
    };
    match object.get("line") {
        None => Ok(()),
        Some(line) if line.as_str() == Some(registered) => Ok(()),
        Some(_) => Err("line_mismatch"),
    }
}

fn judge_time(
    object: &Map<String, Value>,
    circumstances: Circumstances<'_>,
) -> Result<(Timestamp, timing::Judged), &'static str> {
    let text = object.get("time").ok_or("time_missing")?;
    // Timestamp's parser demands an offset, so a wall time without one is refused, not guessed.
    let time: Timestamp = text.as_str().and_then(|text| text.parse().ok()).ok_or("time_unreadable")?;
    let times = Times { time, granularity: Granularity::Realtime, sent_at: None, declared_backfill: false };
    let judged = timing::judge(times, circumstances.received_at, circumstances.rules);
    Ok((time, judged.ok_or("time_impossible")?))
}

#[cfg(test)]
mod tests;
