//! What an instrument measured by the wind of that time: high values in a sector point to where they come from, before
//! any model of a plume (Carslaw and Beevers, Environmental Modelling & Software 40 (2013) 325–329).

use serde::{Deserialize, Serialize};

use crate::input::{Input, Position};
use crate::kernel::wind_field::WindField;

/// Sectors of the compass, the first one around north.
pub const SECTORS: usize = 16;
/// Beginnings of the classes of speed, m/s; slower air has no direction to speak of.
pub const SPEEDS_M_S: [f64; 6] = [0.5, 1.5, 2.5, 3.5, 5.0, 8.0];
/// The wind of a single look is the mean of so long, s.
const SHORTEST_S: f64 = 600.0;

/// What was measured by sector and speed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByWind {
    /// Those in which anything was measured.
    pub cells: Vec<WindCell>,
    /// Mean and number of values in air that hardly moved.
    pub calm: Option<(f64, usize)>,
    /// So many values were measured when the wind was not known.
    pub without_wind: usize,
}

/// The values of one sector and class of speed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WindCell {
    /// The sector that the wind came from, clockwise, 0 around north.
    pub sector: usize,
    /// The class of speed, as its place in [`SPEEDS_M_S`].
    pub speed: usize,
    /// Their mean, µg/m³.
    pub mean_ug_m3: f64,
    /// How many.
    pub count: usize,
}

/// Everything that the instrument measured, by the mean wind of that time at its place.
pub fn by_wind(input: &Input, instrument: usize) -> ByWind {
    let begin = input.observations.iter().map(|seen| seen.at).min().unwrap_or(model::Timestamp::UNIX_EPOCH);
    let seconds = |at: model::Timestamp| (at.as_millisecond() - begin.as_millisecond()) as f64 / 1e3;
    let field = WindField::new(&input.wind, seconds);
    let mut sums = vec![(0.0, 0_usize); SECTORS * SPEEDS_M_S.len()];
    let (mut calm, mut without_wind) = ((0.0, 0_usize), 0);
    for seen in input.observations.iter().filter(|seen| seen.instrument == instrument) {
        let middle_s = seconds(seen.at) + 0.5 * seen.averaging_s;
        let Some((sector, speed_m_s)) =
            wind_of(&field, middle_s, seen.averaging_s.max(SHORTEST_S), seen.position)
        else {
            without_wind += 1;
            continue;
        };
        let class = SPEEDS_M_S.iter().rposition(|from| speed_m_s >= *from);
        let sum = class.and_then(|class| sums.get_mut(sector * SPEEDS_M_S.len() + class));
        let (sum, count) = sum.map_or((&mut calm.0, &mut calm.1), |of| (&mut of.0, &mut of.1));
        *sum += seen.value_ug_m3;
        *count += 1;
    }
    let cell = |(number, (sum, count)): (usize, &(f64, usize))| WindCell {
        sector: number / SPEEDS_M_S.len(),
        speed: number % SPEEDS_M_S.len(),
        mean_ug_m3: sum / *count as f64,
        count: *count,
    };
    let filled = sums.iter().enumerate().filter(|(_, (_, count))| *count > 0);
    ByWind {
        cells: filled.map(cell).collect(),
        calm: (calm.1 > 0).then(|| (calm.0 / calm.1 as f64, calm.1)),
        without_wind,
    }
}

/// The sector and the speed of the mean wind over `lasting_s` around an instant.
fn wind_of(field: &WindField, middle_s: f64, lasting_s: f64, place: Position) -> Option<(usize, f64)> {
    let (from_s, until_s) = (middle_s - 0.5 * lasting_s, middle_s + 0.5 * lasting_s);
    let [east_m, north_m] = field.carried(from_s, until_s, place)?;
    let from_deg = (-east_m).atan2(-north_m).to_degrees().rem_euclid(360.0);
    let wide_deg = 360.0 / SECTORS as f64;
    let sector = ((from_deg / wide_deg).round() as usize) % SECTORS;
    Some((sector, east_m.hypot(north_m) / lasting_s))
}
