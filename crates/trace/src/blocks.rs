//! Observations gathered into blocks of some minutes: turbulence within a block is averaged out by the sensor rather
//! than explained by the model, and blocks depend on each other much less than single values do.

use crate::input::{Input, Position};
use crate::kernel::wind_field::distance_m;
use crate::robust;
use crate::setting::height_step;

/// A record is cut into about so many blocks …
const BLOCKS_OF_A_RECORD: f64 = 48.0;
/// … of no more than this, unless single values last longer, s.
const LONGEST_BLOCK_S: f64 = 600.0;
/// A sensor that has gone so far begins a new block, m.
const FARTHEST_IN_BLOCK_M: f64 = 40.0;
/// At so many instants of a block the wind is followed back.
const LOOKS_OF_A_BLOCK: usize = 4;

/// The mean of one instrument's values over some minutes.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) instrument: usize,
    /// Which stretch of the record's common time it is in.
    pub(crate) stretch: usize,
    pub(crate) height_m: f64,
    /// Which table of the vertical part belongs to its height.
    pub(crate) receptor_step: i16,
    /// Its mean, µg/m³.
    pub(crate) value: f64,
    /// How many values it is the mean of.
    pub(crate) count: usize,
    /// How long a look lasts, s.
    pub(crate) look_s: f64,
    /// When and where the wind is followed back from.
    pub(crate) looks: Vec<(f64, Position)>,
}

/// The blocks of all instruments in the order of instrument and time.
#[derive(Debug)]
pub(crate) struct Blocks {
    pub(crate) all: Vec<Block>,
    /// How long a stretch is, s.
    pub(crate) length_s: f64,
    /// How many stretches the record has.
    pub(crate) stretches: usize,
    /// Standard deviation of single values against the next, by instrument, µg/m³; `None` with fewer than three.
    pub(crate) scatter: Vec<Option<f64>>,
}

/// One value on the tracing's clock.
#[derive(Debug, Clone, Copy)]
struct Timed {
    from_s: f64,
    averaging_s: f64,
    position: Position,
    height_m: f64,
    value: f64,
}

impl Blocks {
    pub(crate) fn new(input: &Input, wind_step_s: f64, seconds: impl Fn(model::Timestamp) -> f64) -> Self {
        let mut series: Vec<Vec<Timed>> = vec![Vec::new(); input.instruments.len()];
        for seen in &input.observations {
            let timed = Timed {
                from_s: seconds(seen.at),
                averaging_s: seen.averaging_s,
                position: seen.position,
                height_m: seen.height_m,
                value: seen.value_ug_m3,
            };
            if let Some(of) = series.get_mut(seen.instrument) {
                of.push(timed);
            }
        }
        for of in &mut series {
            of.sort_by(|a, b| a.from_s.total_cmp(&b.from_s).then(a.value.total_cmp(&b.value)));
            of.dedup_by(|later, earlier| {
                later.from_s == earlier.from_s && later.position == earlier.position
            });
        }
        let all_values = || series.iter().flatten();
        let begin_s = all_values().map(|timed| timed.from_s).fold(f64::INFINITY, f64::min);
        let end_s = all_values().map(|timed| timed.from_s + timed.averaging_s).fold(0.0, f64::max);
        let averaging_s =
            robust::median(all_values().map(|timed| timed.averaging_s).collect()).unwrap_or(0.0);
        let wanted_s = ((end_s - begin_s) / BLOCKS_OF_A_RECORD).clamp(1.0, LONGEST_BLOCK_S);
        // Whole values fit into a block.
        let length_s = match averaging_s > 0.0 {
            true => (wanted_s / averaging_s).ceil().max(1.0) * averaging_s,
            false => wanted_s,
        };
        let stretch = |timed: &Timed| ((timed.from_s - begin_s) / length_s) as usize;
        let mut all = Vec::new();
        for (instrument, of) in series.iter().enumerate() {
            let mut rest = of.as_slice();
            while let Some(first) = rest.first() {
                let together = |timed: &Timed| {
                    stretch(timed) == stretch(first)
                        && timed.height_m == first.height_m
                        && distance_m(timed.position, first.position) <= FARTHEST_IN_BLOCK_M
                };
                let count = rest.iter().take_while(|timed| together(timed)).count().max(1);
                let (values, later) = rest.split_at(count);
                all.push(block(instrument, stretch(first), values, wind_step_s));
                rest = later;
            }
        }
        let stretches = all.iter().map(|block: &Block| block.stretch + 1).max().unwrap_or(0);
        Self { all, length_s, stretches, scatter: series.iter().map(|of| scatter(of)).collect() }
    }
}

fn block(instrument: usize, stretch: usize, values: &[Timed], wind_step_s: f64) -> Block {
    let looks = looks(values, wind_step_s);
    let lasting_s = values
        .last()
        .zip(values.first())
        .map_or(0.0, |(last, first)| last.from_s + last.averaging_s - first.from_s);
    let height_m = values.first().map_or(0.0, |timed| timed.height_m);
    Block {
        instrument,
        stretch,
        height_m,
        receptor_step: height_step(height_m) as i16,
        value: values.iter().map(|timed| timed.value).sum::<f64>() / values.len() as f64,
        count: values.len(),
        look_s: lasting_s / looks.len() as f64,
        looks,
    }
}

/// Instants at which the wind is followed back: of many values some, of one long value several.
fn looks(values: &[Timed], wind_step_s: f64) -> Vec<(f64, Position)> {
    let look = |chunk: &[Timed]| {
        let middle = |of: &dyn Fn(&Timed) -> f64| chunk.iter().map(of).sum::<f64>() / chunk.len() as f64;
        let position = Position {
            east_m: middle(&|timed| timed.position.east_m),
            north_m: middle(&|timed| timed.position.north_m),
        };
        (middle(&|timed| timed.from_s + 0.5 * timed.averaging_s), position)
    };
    if values.len() >= LOOKS_OF_A_BLOCK {
        return values.chunks(values.len().div_ceil(LOOKS_OF_A_BLOCK)).map(look).collect();
    }
    let each = |timed: &Timed| {
        let winds = (timed.averaging_s / wind_step_s.max(30.0)) as usize;
        let count = winds.clamp(1, 2 * LOOKS_OF_A_BLOCK / values.len());
        let (from_s, step_s, position) = (timed.from_s, timed.averaging_s / count as f64, timed.position);
        (0..count).map(move |number| (from_s + (number as f64 + 0.5) * step_s, position))
    };
    values.iter().flat_map(each).collect()
}

fn scatter(values: &[Timed]) -> Option<f64> {
    (values.len() >= 3).then_some(())?;
    let steps = values.windows(2).map(|pair| pair[1].value - pair[0].value);
    Some(robust::spread_about_zero(steps)? / std::f64::consts::SQRT_2)
}
