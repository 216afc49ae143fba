//! The formats of tracks: rows of texts, whatever they came as.

use model::Timestamp;
use model::china;
use serde_json::Value;

use super::{MOST_POINTS, TrackError};
use crate::wall_time;

/// Names of columns, in lower case.
const TIMES: [&str; 7] = ["time", "timestamp", "datetime", "date_time", "时间", "日期时间", "监测时间"];
const LONGITUDES: [&str; 5] = ["longitude", "lon", "lng", "long", "经度"];
const LATITUDES: [&str; 3] = ["latitude", "lat", "纬度"];
/// Columns that are known to hold no value.
const OTHERS: [&str; 12] = [
    "speed",
    "heading",
    "course",
    "altitude",
    "elevation",
    "ele",
    "hdop",
    "satellites",
    "速度",
    "航向",
    "海拔",
    "序号",
];

/// One row, as it was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    pub(super) time: String,
    pub(super) longitude: String,
    pub(super) latitude: String,
    pub(super) value: String,
    /// Its place stands in another file, which has none near its time.
    pub(super) no_place_then: bool,
}

impl Raw {
    /// Its instant: China's, unless it says an offset.
    pub(super) fn at(&self) -> Option<Timestamp> {
        wall_time(self.time.trim()).map(china::instant)
    }
}

/// What a file holds.
pub(super) struct File {
    pub(super) format: &'static str,
    pub(super) column: String,
    pub(super) rows: Vec<Raw>,
}

/// A track with places and values.
pub(super) fn read(bytes: &[u8], column: Option<&str>) -> Result<File, TrackError> {
    let text = text_of(bytes)?;
    let file = match text.chars().next() {
        Some('<') => gpx(&text, Some(column))?,
        Some('{') => geojson(&text, Some(column))?,
        Some(_) => csv(&text, Some(column), true)?,
        None => return Err(TrackError::Format { why: "it is empty".into() }),
    };
    not_too_long(file)
}

/// The places of a track by time, whatever else stands there.
pub(super) fn places(bytes: &[u8]) -> Result<Vec<Raw>, TrackError> {
    let text = text_of(bytes)?;
    let file = match text.chars().next() {
        Some('<') => gpx(&text, None)?,
        Some('{') => geojson(&text, None)?,
        Some(_) => csv(&text, None, true)?,
        None => return Err(TrackError::Format { why: "it is empty".into() }),
    };
    Ok(not_too_long(file)?.rows)
}

/// A table of times and values without places.
pub(super) fn values(bytes: &[u8], column: Option<&str>) -> Result<File, TrackError> {
    let text = text_of(bytes)?;
    match text.chars().next() {
        Some('<' | '{') => Err(TrackError::Format { why: "a table is wanted beside the places".into() }),
        Some(_) => not_too_long(csv(&text, Some(column), false)?),
        None => Err(TrackError::Format { why: "it is empty".into() }),
    }
}

fn not_too_long(file: File) -> Result<File, TrackError> {
    if file.rows.len() > MOST_POINTS { Err(TrackError::TooLong) } else { Ok(file) }
}

fn text_of(bytes: &[u8]) -> Result<String, TrackError> {
    // A zero byte is in no text: pictures, programs.
    if bytes.contains(&0) {
        return Err(TrackError::Format { why: "it holds zero bytes".into() });
    }
    // Tables of Chinese programs are often GB 18030; GPX and GeoJSON are UTF-8.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        Err(_) => {
            let decoded = crate::workbook::decode(bytes);
            decoded.map_err(|error| TrackError::Format { why: error.to_string() })?.0
        }
    };
    Ok(text.trim_start_matches('\u{feff}').trim_start().to_owned())
}

/// Which of `columns` holds the values: the one that is named, or the only one that could.
fn value_column(columns: &[String], asked: Option<&str>) -> Result<usize, TrackError> {
    let plain = |name: &String| name.trim().to_lowercase();
    if let Some(asked) = asked {
        let found = columns.iter().position(|name| plain(name) == asked.trim().to_lowercase());
        return found.ok_or_else(|| TrackError::Missing { what: "value", columns: columns.to_vec() });
    }
    let known = |name: &str| {
        TIMES.iter().chain(&LONGITUDES).chain(&LATITUDES).chain(&OTHERS).any(|known| *known == name)
    };
    let could: Vec<usize> =
        (0..columns.len()).filter(|n| columns.get(*n).is_some_and(|c| !known(&plain(c)))).collect();
    match could.as_slice() {
        [one] => Ok(*one),
        [] => Err(TrackError::Missing { what: "value", columns: columns.to_vec() }),
        many => Err(TrackError::WhichColumn {
            columns: many.iter().filter_map(|number| columns.get(*number).cloned()).collect(),
        }),
    }
}

/// `column` is the one of the values as somebody named it; nothing where no values are wanted.
fn csv(text: &str, column: Option<Option<&str>>, placed: bool) -> Result<File, TrackError> {
    let why = |error: csv::Error| TrackError::Format { why: error.to_string() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map_err(why)?.iter().map(ToOwned::to_owned).collect();
    let find = |what: &'static str, names: &[&str]| {
        let found = columns.iter().position(|name| names.contains(&name.trim().to_lowercase().as_str()));
        found.ok_or_else(|| TrackError::Missing { what, columns: columns.clone() })
    };
    let time = find("time", &TIMES)?;
    let place = match placed {
        true => Some((find("longitude", &LONGITUDES)?, find("latitude", &LATITUDES)?)),
        false => None,
    };
    let value = column.map(|asked| value_column(&columns, asked)).transpose()?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(why)?;
        let of = |number: usize| record.get(number).unwrap_or_default().to_owned();
        let (longitude, latitude) = place.map(|place| (of(place.0), of(place.1))).unwrap_or_default();
        let value = value.map(of).unwrap_or_default();
        rows.push(Raw { time: of(time), longitude, latitude, value, no_place_then: false });
        if rows.len() > MOST_POINTS {
            return Err(TrackError::TooLong);
        }
    }
    let column = value.and_then(|value| columns.get(value)).cloned().unwrap_or_default();
    Ok(File { format: "csv", column, rows })
}

/// Track points with a time; values stand in their extensions, as `<extensions><so2>12</so2></extensions>`.
fn gpx(text: &str, column: Option<Option<&str>>) -> Result<File, TrackError> {
    let why = |error: roxmltree::Error| TrackError::Format { why: error.to_string() };
    let document = roxmltree::Document::parse(text).map_err(why)?;
    let named = |name: &'static str| move |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == name;
    let points: Vec<_> = document.descendants().filter(named("trkpt")).take(MOST_POINTS + 1).collect();
    let leaves = |point: &roxmltree::Node<'_, '_>| -> Vec<(String, String)> {
        let extensions = point.children().filter(named("extensions"));
        let leaf = |node: &roxmltree::Node<'_, '_>| {
            node.is_element() && !node.children().any(|child| child.is_element())
        };
        let told = extensions.flat_map(|within| within.descendants()).filter(leaf);
        told.map(|node| (node.tag_name().name().to_owned(), node.text().unwrap_or_default().to_owned()))
            .collect()
    };
    let mut columns: Vec<String> = Vec::new();
    for (name, _) in points.iter().flat_map(leaves) {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    let number = column.map(|asked| value_column(&columns, asked)).transpose()?;
    let column = number.and_then(|number| columns.get(number)).cloned().unwrap_or_default();
    let row = |point: &roxmltree::Node<'_, '_>| {
        let time = point.children().find(named("time")).and_then(|node| node.text()).unwrap_or_default();
        let of = |name: &str| point.attribute(name).unwrap_or_default().to_owned();
        let value = leaves(point).into_iter().find(|(name, _)| *name == column);
        let value = value.map(|(_, value)| value).unwrap_or_default();
        let (longitude, latitude) = (of("lon"), of("lat"));
        Raw { time: time.to_owned(), longitude, latitude, value, no_place_then: false }
    };
    let rows = points.iter().map(row).collect();
    Ok(File { format: "gpx", column, rows })
}

/// A collection of points, each with a time and a value among its properties.
fn geojson(text: &str, column: Option<Option<&str>>) -> Result<File, TrackError> {
    let why = |why: String| TrackError::Format { why };
    let value: Value = serde_json::from_str(text).map_err(|error| why(error.to_string()))?;
    let features = value.get("features").and_then(Value::as_array);
    let features = features.ok_or_else(|| why("a collection of features is wanted".into()))?;
    let properties =
        |feature: &Value| feature.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut columns: Vec<String> = Vec::new();
    for (name, _) in features.iter().flat_map(properties) {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    let time = columns.iter().find(|name| TIMES.contains(&name.to_lowercase().as_str())).cloned();
    let time = time.ok_or_else(|| TrackError::Missing { what: "time", columns: columns.clone() })?;
    let number = column.map(|asked| value_column(&columns, asked)).transpose()?;
    let column = number.and_then(|number| columns.get(number)).cloned().unwrap_or_default();
    let text_of = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let row = |feature: &Value| {
        let properties = properties(feature);
        let geometry = feature.get("geometry");
        let is_point = geometry.and_then(|of| of.get("type")).and_then(Value::as_str) == Some("Point");
        let place = geometry.filter(|_| is_point).and_then(|of| of.get("coordinates"));
        let degree = |number: usize| text_of(place.and_then(|place| place.get(number)));
        Raw {
            time: text_of(properties.get(&time)),
            longitude: degree(0),
            latitude: degree(1),
            value: text_of(properties.get(&column)),
            no_place_then: false,
        }
    };
    let rows = features.iter().map(row).collect();
    Ok(File { format: "geojson", column, rows })
}
