//! `obs.csv`: wide with a column for each sensor, or long with a row for each value.

use std::collections::BTreeMap;

use model::Timestamp;
use trace::{Instrument, Observation};

use super::columns::Columns;
use super::places::Plane;
use super::units::{ENDINGS, Gas};
use super::{Sensor, instrument, observation, usual_step_s};
use crate::TrialError;
use crate::files::Table;

/// The name of the only factor where no column names one.
const ONLY_FACTOR: &str = "";

pub(super) fn read(
    table: &Table,
    sensors: &[Sensor],
    plane: &Plane,
    gas: &Gas,
    assumed: &mut Vec<String>,
) -> Result<(Vec<Instrument>, Vec<Observation>), TrialError> {
    let columns = Columns::of(table);
    let times = columns.times()?;
    match columns.find(&["sensor", "station", "instrument"], &[("", 1.0)]) {
        Some(_) => Long { table, sensors, plane, gas, times: &times }.read(assumed),
        None => wide(table, sensors, gas, &times, assumed),
    }
}

fn wide(
    table: &Table,
    sensors: &[Sensor],
    gas: &Gas,
    times: &[Timestamp],
    assumed: &mut Vec<String>,
) -> Result<(Vec<Instrument>, Vec<Observation>), TrialError> {
    let averaging_s = usual_step_s(times);
    let (mut instruments, mut observations) = (Vec::new(), Vec::new());
    for sensor in sensors {
        let Some((name, unit)) = column_of(table, sensor) else {
            assumed.push(format!("sensor {} has no column in obs.csv: left out", sensor.id));
            continue;
        };
        let unit = unit.or(sensor.unit.as_deref()).or(gas.unit.as_deref());
        let factor = factor_of_unit(table, name, unit, gas, assumed)?;
        let number = instruments.len();
        let (values, limit) = values(table, name)?;
        let mut own = instrument(sensor, ONLY_FACTOR);
        own.detection_limit_ug_m3 = limit.map(|limit| limit * factor);
        instruments.push(own);
        for (at, value) in times.iter().zip(values) {
            if let Some(value) = value {
                observations.push(observation(number, *at, averaging_s, sensor, value * factor));
            }
        }
    }
    for name in table.names().filter(|name| is_stray(name, sensors)) {
        assumed.push(format!("column {name} of obs.csv is no sensor of sensors.csv: left out"));
    }
    Ok((instruments, observations))
}

/// The sensor's column and the unit that its name ends with.
fn column_of<'a>(table: &'a Table, sensor: &Sensor) -> Option<(&'a str, Option<&'static str>)> {
    let plain = table.names().find(|name| name.trim() == sensor.id);
    let with_unit = || {
        ENDINGS.iter().find_map(|unit| {
            let wanted = format!("{}_{unit}", sensor.id);
            table
                .names()
                .find(|name| name.trim().eq_ignore_ascii_case(&wanted))
                .map(|name| (name, Some(*unit)))
        })
    };
    plain.map(|name| (name, None)).or_else(with_unit)
}

fn is_stray(name: &str, sensors: &[Sensor]) -> bool {
    let name = name.trim().trim_start_matches('\u{feff}');
    let is_time =
        ["time", "timestamp", "datetime", "date", "time_utc"].contains(&name.to_ascii_lowercase().as_str());
    !is_time && !sensors.iter().any(|sensor| name.starts_with(&sensor.id))
}

/// µg/m³ of one of the column's unit; parts per million where none is named.
fn factor_of_unit(
    table: &Table,
    column: &str,
    unit: Option<&str>,
    gas: &Gas,
    assumed: &mut Vec<String>,
) -> Result<f64, TrialError> {
    if unit.is_none() {
        let word = "values without a unit: ppm".to_owned();
        if !assumed.contains(&word) {
            assumed.push(word);
        }
    }
    let unit = unit.unwrap_or("ppm");
    gas.ug_m3_of(unit).ok_or_else(|| table.unit_error(column, unit))
}

/// The column's values, and the limit of which `<` was said. What is below it counts as half of it.
fn values(table: &Table, name: &str) -> Result<(Vec<Option<f64>>, Option<f64>), TrialError> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let read = table.parsed(name, "number", |text| match text.trim() {
        "" | "NA" | "na" | "NaN" | "nan" | "null" | "-" => Some((None, None)),
        text => match text.strip_prefix('<') {
            Some(limit) => number(limit).map(|limit| (Some(0.5 * limit), Some(limit))),
            None => number(text).map(|value| (Some(value).filter(|value| value.is_finite()), None)),
        },
    })?;
    let limit = read.iter().filter_map(|(_, limit)| *limit).max_by(f64::total_cmp);
    Ok((read.into_iter().map(|(value, _)| value).collect(), limit))
}

/// A row for each value; places of the rows, if there are any, are those of a sensor that moves.
struct Long<'a> {
    table: &'a Table,
    sensors: &'a [Sensor],
    plane: &'a Plane,
    gas: &'a Gas,
    times: &'a [Timestamp],
}

impl Long<'_> {
    fn read(&self, assumed: &mut Vec<String>) -> Result<(Vec<Instrument>, Vec<Observation>), TrialError> {
        let columns = Columns::of(self.table);
        let ids = columns.texts(&["sensor", "station", "instrument"])?;
        let factors = columns.texts_if_there(&["factor", "species", "gas"]);
        let units = columns.texts_if_there(&["unit", "units"]);
        let endings: Vec<(String, f64)> = ENDINGS.iter().map(|unit| (format!("_{unit}"), 1.0)).collect();
        let mut endings: Vec<(&str, f64)> =
            endings.iter().map(|(ending, one)| (ending.as_str(), *one)).collect();
        endings.push(("", 1.0));
        let named = columns.find(&["value", "concentration", "conc", "c"], &endings);
        let bare: Vec<(&str, f64)> = vec![("", 1.0)];
        let name = named.or_else(|| columns.find(&ENDINGS, &bare)).map_or("value", |(name, _)| name);
        let of_column =
            ENDINGS.iter().find(|unit| name.trim().to_ascii_lowercase().ends_with(**unit)).copied();
        let (values, limit) = values(self.table, name)?;
        let places = self.plane.positions_if_there(self.table)?;
        let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
        let (mut instruments, mut observations) = (Vec::new(), Vec::new());
        let averaging_s = usual_step_s(self.times);
        for (row, (at, value)) in self.times.iter().zip(values).enumerate() {
            let (Some(id), Some(value)) = (ids.get(row), value) else { continue };
            let factor =
                factors.as_ref().and_then(|factors| factors.get(row)).map_or(ONLY_FACTOR, String::as_str);
            let mut sensor = match self.sensors.iter().find(|sensor| sensor.id == *id) {
                Some(sensor) => sensor.clone(),
                None if places.is_some() => Sensor {
                    id: id.clone(),
                    position: trace::Position { east_m: 0.0, north_m: 0.0 },
                    height_m: super::SENSOR_HEIGHT_M,
                    unit: None,
                },
                None => return Err(self.table.unknown_error(row, "sensor", id)),
            };
            if let Some(place) = places.as_ref().and_then(|places| places.get(row)) {
                sensor.position = *place;
            }
            let own = units.as_ref().and_then(|units| units.get(row)).map(String::as_str);
            let unit = own.filter(|unit| !unit.is_empty()).or(of_column).or(sensor.unit.as_deref());
            let by = factor_of_unit(self.table, name, unit.or(self.gas.unit.as_deref()), self.gas, assumed)?;
            let number = *numbers.entry((id.clone(), factor.to_owned())).or_insert_with(|| {
                let mut own = instrument(&sensor, factor);
                own.detection_limit_ug_m3 = limit.map(|limit| limit * by);
                instruments.push(own);
                instruments.len() - 1
            });
            observations.push(observation(number, *at, averaging_s, &sensor, value * by));
        }
        Ok((instruments, observations))
    }
}
