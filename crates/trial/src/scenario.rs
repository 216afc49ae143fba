//! A scenario of tracing as files: `sensors.csv`, `wind.csv`, `obs.csv` and `register.csv`, as docs/trace.md has them.
//!
//! Units stand in the names of columns. Whatever had to be assumed is told in [`Scenario::assumed`].

mod columns;
mod known;
mod observations;
mod places;
mod units;

use std::path::Path;

use model::{Datum, Timestamp};
use trace::{Candidate, Input, Instrument, Observation, Position, Way, Wind};

use crate::TrialError;
use crate::files::{self, Table};
use columns::Columns;
use places::Plane;
use units::Gas;

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The question.
    pub input: Input,
    /// Roads where could be measured next, in pieces; empty where none are named.
    pub ways: Vec<Way>,
    /// What the files did not say and what was taken instead.
    pub assumed: Vec<String>,
}

/// Sensors without a height are taken to be so high, m.
const SENSOR_HEIGHT_M: f64 = 3.0;
/// Wind without a height is taken to be measured so high, m: the standard height of the WMO.
const WIND_HEIGHT_M: f64 = 10.0;

/// Reads the scenario in `folder`.
///
/// # Errors
/// When a file is missing or a field is not what its column says; the error names file, line and column.
pub fn read(folder: &Path) -> Result<Scenario, TrialError> {
    let mut assumed = Vec::new();
    let sensors = Table::read(folder, "sensors")?;
    let register = Table::read(folder, "register")?;
    let gas = Gas::read(folder, &mut assumed)?;
    let plane = Plane::of(&[&sensors, &register], gas.datum.unwrap_or(Datum::Wgs84))?;
    if plane.is_in_degrees() && gas.datum.is_none() {
        assumed.push("places without a datum: WGS-84".to_owned());
    }
    let sensors = read_sensors(&sensors, &plane, &mut assumed)?;
    let wind = read_wind(&Table::read(folder, "wind")?, &plane, &mut assumed)?;
    let obs = Table::read(folder, "obs")?;
    let (instruments, observations) = observations::read(&obs, &sensors, &plane, &gas, &mut assumed)?;
    let mut candidates = read_register(&register, &plane)?;
    known::read_profiles(folder, &mut candidates)?;
    known::read_activity(folder, &mut candidates)?;
    let ways = known::read_roads(folder, &plane)?;
    let input = Input { instruments, observations, wind, candidates, terrain: gas.terrain };
    Ok(Scenario { input, ways, assumed })
}

/// A sensor with its place.
#[derive(Debug, Clone)]
struct Sensor {
    id: String,
    position: Position,
    height_m: f64,
    /// The unit of its values, if `sensors.csv` says it.
    unit: Option<String>,
}

fn read_sensors(table: &Table, plane: &Plane, assumed: &mut Vec<String>) -> Result<Vec<Sensor>, TrialError> {
    let columns = Columns::of(table);
    let ids = columns.texts(&["sensor", "station", "id", "name"])?;
    let positions = plane.positions(table)?;
    let heights = columns.lengths_m(&["up", "height", "z", "inlet", "inlet_height"])?;
    if heights.iter().any(Option::is_none) {
        assumed.push(format!("sensors without a height: {SENSOR_HEIGHT_M} m"));
    }
    let units = columns.texts_if_there(&["unit", "units"]);
    let sensors = ids.into_iter().zip(positions).zip(heights).enumerate();
    let sensors = sensors.map(|(number, ((id, position), height_m))| Sensor {
        id,
        position,
        height_m: height_m.unwrap_or(SENSOR_HEIGHT_M).max(0.0),
        unit: units.as_ref().and_then(|units| units.get(number).cloned()).filter(|unit| !unit.is_empty()),
    });
    Ok(sensors.collect())
}

fn read_register(table: &Table, plane: &Plane) -> Result<Vec<Candidate>, TrialError> {
    let columns = Columns::of(table);
    let ids = columns.texts(&["enterprise", "id", "name", "candidate", "source"])?;
    let positions = plane.positions(table)?;
    let heights = columns.lengths_m(&["stack", "height", "stack_height", "release_height", "up", "z"])?;
    let rows = ids.into_iter().zip(positions).zip(heights);
    let candidates = rows.map(|((id, position), height_m)| Candidate {
        id,
        position,
        height_m: height_m.map(|height_m| height_m.max(0.0)),
        profile: None,
        activity: None,
    });
    Ok(candidates.collect())
}

fn read_wind(table: &Table, plane: &Plane, assumed: &mut Vec<String>) -> Result<Vec<Wind>, TrialError> {
    let columns = Columns::of(table);
    let times = columns.times()?;
    let (from_deg, speeds) = columns.wind()?;
    let angle = |names: &[&str]| columns.angles_deg(names);
    let sigma_theta = angle(&["sigma_theta", "sigma_dir", "wind_dir_std", "sigma_a"])?;
    let sigma_phi = angle(&["sigma_phi", "sigma_e"])?;
    let heights = columns.lengths_m(&["height", "up", "z", "anemometer_height"])?;
    let places = plane.positions_if_there(table)?;
    if heights.iter().any(Option::is_none) {
        assumed.push(format!("wind without a height: {WIND_HEIGHT_M} m"));
    }
    let step_s = usual_step_s(&times);
    let rows = times.iter().enumerate().filter_map(|(number, at)| {
        let of = |figures: &[Option<f64>]| figures.get(number).copied().flatten();
        // A row without a speed tells nothing; a negative one is broken.
        let speed_m_s = of(&speeds).filter(|speed| *speed >= 0.0)?;
        Some(Wind {
            at: *at,
            averaging_s: step_s,
            position: places.as_ref().and_then(|places| places.get(number).copied()),
            height_m: of(&heights).unwrap_or(WIND_HEIGHT_M).max(1.0),
            from_deg: of(&from_deg),
            speed_m_s,
            sigma_theta_deg: of(&sigma_theta).filter(|sigma| *sigma > 0.0 && *sigma < 85.0),
            sigma_phi_deg: of(&sigma_phi).filter(|sigma| *sigma > 0.0 && *sigma < 85.0),
        })
    });
    Ok(rows.collect())
}

/// The usual time between neighbours, s.
fn usual_step_s(times: &[Timestamp]) -> f64 {
    let mut ordered: Vec<i64> = times.iter().map(|at| at.as_millisecond()).collect();
    ordered.sort_unstable();
    ordered.dedup();
    let mut steps: Vec<i64> = ordered.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).map_or(60.0, |step| *step as f64 / 1e3)
}

/// Which candidates a set's own file says to be sources, for measuring; never read by [`read`].
///
/// # Errors
/// When `register.csv` is missing.
pub fn true_sources(folder: &Path) -> Result<Vec<String>, TrialError> {
    let table = Table::read(folder, "register")?;
    let columns = Columns::of(&table);
    let ids = columns.texts(&["enterprise", "id", "name", "candidate", "source"])?;
    let is_source = columns.texts_if_there(&["is_source"]).unwrap_or_default();
    let sources =
        ids.into_iter().zip(is_source).filter(|(_, is)| is == "1" || is.eq_ignore_ascii_case("true"));
    Ok(sources.map(|(id, _)| id).collect())
}

/// Whether `folder` holds a scenario.
pub fn is_there(folder: &Path) -> bool {
    ["sensors", "wind", "obs", "register"].iter().all(|name| files::is_there(folder, name))
}

/// Used by the reader of observations.
fn instrument(sensor: &Sensor, factor: &str) -> Instrument {
    Instrument {
        id: sensor.id.clone(),
        factor: factor.to_owned(),
        noise_ug_m3: None,
        detection_limit_ug_m3: None,
    }
}

/// The same for one value.
fn observation(
    instrument: usize,
    at: Timestamp,
    averaging_s: f64,
    sensor: &Sensor,
    value: f64,
) -> Observation {
    Observation {
        instrument,
        at,
        averaging_s,
        position: sensor.position,
        height_m: sensor.height_m,
        value_ug_m3: value,
    }
}
