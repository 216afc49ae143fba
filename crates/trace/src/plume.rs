//! The plume that sources taken for given would make over the ground, for a map.

use model::{Timestamp, china};
use serde::{Deserialize, Serialize};

use crate::input::{Input, InputError, Instrument, Observation, Position};
use crate::modelled::Given;
use crate::outcome::Explanation;
use crate::search::Search;
use crate::world::World;

/// So high above the ground the plume is told, m: where people breathe and stations have their inlets.
const HEIGHT_M: f64 = 3.0;
/// A plume is told at so many instants of a longer time at most; each is the mean of some minutes.
const INSTANTS: i64 = 12;
/// No instant's mean is shorter, s.
const SHORTEST_S: i64 = 300;

/// Square cells over a part of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cells {
    /// The south-western corner of all of them.
    pub south_west: Position,
    /// How long the side of one is, m.
    pub side_m: f64,
    /// How many lie from west to east.
    pub columns: usize,
    /// How many lie from south to north.
    pub rows: usize,
}

impl Cells {
    /// The middle of the cell with this number: from west to east, then from south to north.
    pub fn middle(&self, number: usize) -> Position {
        let (row, column) = (number / self.columns.max(1), number % self.columns.max(1));
        Position {
            east_m: self.south_west.east_m + (column as f64 + 0.5) * self.side_m,
            north_m: self.south_west.north_m + (row as f64 + 0.5) * self.side_m,
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.columns * self.rows
    }
}

/// What `explanation` would add near the ground of `factor` in the middle of each of `cells`, the mean between `from` and
/// `to`, µg/m³; under that of the ways in which the air may have been that fits best with all that was measured, as
/// [`modelled`](crate::modelled()) has it. Zero where the wind is not known.
///
/// # Errors
/// When the input contradicts itself ([`Input::check`]).
pub fn plume(
    input: &Input,
    explanation: &Explanation,
    unregistered: Option<Position>,
    (factor, from, to): (&str, Timestamp, Timestamp),
    cells: &Cells,
) -> Result<Vec<f64>, InputError> {
    input.check()?;
    let world = World::new(input);
    let search = Search::new(input, &world);
    let setting = Given::new(input, &search, explanation, unregistered).best_setting().copied();
    let Some(setting) = setting else { return Ok(vec![0.0; cells.count()]) };
    let lasting_s = (to.as_second() - from.as_second()).max(SHORTEST_S);
    let instants = (lasting_s / SHORTEST_S).clamp(1, INSTANTS);
    let mut sums = vec![0.0; cells.count()];
    for number in 0..instants {
        let at = china::plus_seconds(from, number * lasting_s / instants);
        let probes = probes(input, (factor, at, lasting_s / instants), cells);
        let world = World::new(&probes);
        let search = Search::new(&probes, &world);
        let added = Given::new(&probes, &search, explanation, unregistered).added(&setting);
        for (block, added) in world.blocks.all.iter().zip(added) {
            if let Some(sum) = sums.get_mut(block.instrument) {
                *sum += added / instants as f64;
            }
        }
    }
    Ok(sums)
}

/// A look at each cell at one instant, and nothing else measured.
fn probes(input: &Input, (factor, at, averaging_s): (&str, Timestamp, i64), cells: &Cells) -> Input {
    let instrument = |_| Instrument {
        id: String::new(),
        factor: factor.to_owned(),
        noise_ug_m3: None,
        detection_limit_ug_m3: None,
    };
    let observation = |number| Observation {
        instrument: number,
        at,
        averaging_s: averaging_s as f64,
        position: cells.middle(number),
        height_m: HEIGHT_M,
        value_ug_m3: 0.0,
    };
    Input {
        instruments: (0..cells.count()).map(instrument).collect(),
        observations: (0..cells.count()).map(observation).collect(),
        wind: input.wind.clone(),
        candidates: input.candidates.clone(),
        terrain: input.terrain,
    }
}
