//! The two ways in which a pushed body may be written.
//!
//! JSON: an array of objects, or `{"readings": [...]}`. CSV: the first line names the columns. Both know the
//! same fields: `source`, `factor`, `time` (RFC 3339 with offset), `granularity` (`realtime` unless said),
//! `value`, `min`, `max`, `unit`, `mark`.

use model::{Granularity, Timestamp};
use serde_json::{Map, Value};

use super::{MAX_PUSHED, Unreadable};
use crate::judge::Item;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushFormat {
    /// `application/json`.
    Json,
    /// `text/csv`, UTF-8.
    Csv,
}

const FIELDS: [&str; 9] = ["source", "factor", "time", "granularity", "value", "min", "max", "unit", "mark"];

/// The readings of a body, each good or with the reason why it cannot be used. One more than are allowed are
/// read at most.
///
/// # Errors
/// If the body as a whole has no such form.
pub(crate) fn read(format: PushFormat, body: &[u8]) -> Result<Vec<Result<Item, &'static str>>, Unreadable> {
    match format {
        PushFormat::Json => json(body),
        PushFormat::Csv => csv(body),
    }
}

fn unreadable(reason: &'static str, detail: impl ToString) -> Unreadable {
    Unreadable { reason, detail: detail.to_string() }
}

fn json(body: &[u8]) -> Result<Vec<Result<Item, &'static str>>, Unreadable> {
    let value: Value = serde_json::from_slice(body).map_err(|error| unreadable("json_malformed", error))?;
    let list = match value {
        Value::Array(list) => list,
        Value::Object(mut object) => match object.remove("readings") {
            Some(Value::Array(list)) => list,
            _ => return Err(unreadable("json_shape", "an array of readings is expected")),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err(unreadable("json_shape", "an array of readings is expected"));
        }
    };
    Ok(list
        .iter()
        .take(MAX_PUSHED + 1)
        .map(|value| value.as_object().map_or(Err("json_shape"), object))
        .collect())
}

fn object(object: &Map<String, Value>) -> Result<Item, &'static str> {
    if object.keys().any(|key| !FIELDS.contains(&key.as_str())) {
        return Err("field_unknown");
    }
    item(|field| match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Err("json_shape"),
    })
}

fn csv(body: &[u8]) -> Result<Vec<Result<Item, &'static str>>, Unreadable> {
    let text = std::str::from_utf8(body).map_err(|error| unreadable("not_utf8", error))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|error| unreadable("csv_malformed", error))?.clone();
    let column = |field: &str| headings.iter().position(|heading| heading.trim() == field);
    if let Some(strange) = headings.iter().find(|heading| !FIELDS.contains(&heading.trim())) {
        return Err(unreadable("field_unknown", strange));
    }
    let columns: Vec<(&str, Option<usize>)> = FIELDS.iter().map(|field| (*field, column(field))).collect();
    let mut items = Vec::new();
    for record in reader.records().take(MAX_PUSHED + 1) {
        let Ok(record) = record else {
            items.push(Err("csv_malformed"));
            continue;
        };
        items.push(item(|field| {
            let place = columns.iter().find(|(name, _)| *name == field).and_then(|(_, place)| *place);
            let text = place.and_then(|place| record.get(place)).map(str::trim);
            Ok(text.filter(|text| !text.is_empty()).map(str::to_owned))
        }));
    }
    Ok(items)
}

fn item(field: impl Fn(&str) -> Result<Option<String>, &'static str>) -> Result<Item, &'static str> {
    let required = |name, missing| field(name)?.ok_or(missing);
    let figure = |name| -> Result<Option<f64>, &'static str> {
        let Some(text) = field(name)? else { return Ok(None) };
        crate::figures::number(&text).map(Some).ok_or("value_unreadable")
    };
    let granularity = match field("granularity")?.as_deref() {
        None | Some("realtime") => Granularity::Realtime,
        Some("minute") => Granularity::Minute,
        Some("hour") => Granularity::Hour,
        Some("day") => Granularity::Day,
        Some(_) => return Err("granularity_unknown"),
    };
    Ok(Item {
        source: required("source", "source_missing")?.parse().map_err(|_| "source_unknown")?,
        factor: required("factor", "factor_missing")?,
        // The parser demands an offset, so a wall time without one is refused, not guessed.
        time: required("time", "time_missing")?.parse::<Timestamp>().map_err(|_| "time_unreadable")?,
        granularity,
        value: figure("value")?.ok_or("value_missing")?,
        min: figure("min")?,
        max: figure("max")?,
        unit: field("unit")?,
        mark: field("mark")?.unwrap_or_default(),
        backfill: false,
    })
}
