//! What all hypotheses share: blocks with their background, and the air's way to each of them.

use model::Timestamp;

use crate::background::Background;
use crate::blocks::Blocks;
use crate::input::{Input, Position};
use crate::kernel::track::{self, Piece};
use crate::kernel::wind_field::WindField;

/// One instant of a block, with the air's way back from there.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) block: u32,
    /// When, s.
    pub(crate) at_s: f64,
    /// Which of its block's looks it is, and how many those are.
    pub(crate) number: usize,
    pub(crate) of: usize,
    /// Tangent of the direction's measured standard deviation, and of the elevation's.
    pub(crate) tan_theta: Option<f64>,
    pub(crate) tan_phi: Option<f64>,
    pub(crate) pieces: std::ops::Range<usize>,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) blocks: Blocks,
    pub(crate) background: Background,
    pub(crate) looks: Vec<Look>,
    pub(crate) pieces: Vec<Piece>,
    /// The factor of each block, by its place among [`World::factors`].
    pub(crate) factor: Vec<usize>,
    pub(crate) factors: Vec<String>,
    /// Whether a block's concentration cannot be told from nothing below this, µg/m³.
    pub(crate) limit: Vec<Option<f64>>,
    /// Blocks for which the wind was not known.
    pub(crate) without_wind: usize,
    pub(crate) wind_height_m: f64,
    pub(crate) usual_speed_m_s: f64,
    /// South-west and north-east corner of what is looked at.
    pub(crate) corners: [Position; 2],
    /// The record's first instant: seconds elsewhere are from here.
    pub(crate) begin: Timestamp,
}

/// Sources are looked for so far outside of the sensors' and candidates' rectangle, as a part of its longer side.
const MARGIN: f64 = 0.15;

impl World {
    pub(crate) fn new(input: &Input) -> Self {
        let begin = input.observations.iter().map(|seen| seen.at).min().unwrap_or(Timestamp::UNIX_EPOCH);
        let seconds = move |at: Timestamp| (at.as_millisecond() - begin.as_millisecond()) as f64 / 1e3;
        let field = WindField::new(&input.wind, seconds);
        let blocks = Blocks::new(input, field.step_s, seconds);
        let background = Background::estimate(&blocks, &input.instruments);
        let corners = corners(input);
        let reach_m = 1.1 * crate::kernel::wind_field::distance_m(corners[0], corners[1]);
        let (mut looks, mut pieces, mut own) = (Vec::new(), Vec::new(), Vec::new());
        let mut without_wind = 0;
        for (number, block) in blocks.all.iter().enumerate() {
            let first = looks.len();
            for (at_s, place) in &block.looks {
                track::pieces(&field, *at_s, *place, reach_m, &mut own);
                if own.is_empty() {
                    continue;
                }
                let row = field.row(*at_s, *place);
                let from = pieces.len();
                pieces.extend_from_slice(&own);
                looks.push(Look {
                    block: number as u32,
                    at_s: *at_s,
                    number: looks.len() - first,
                    of: 0,
                    tan_theta: row.and_then(|row| row.sigma_theta).map(f64::tan),
                    tan_phi: row.and_then(|row| row.sigma_phi).map(f64::tan),
                    pieces: from..pieces.len(),
                });
            }
            let known = looks.len() - first;
            without_wind += usize::from(known == 0);
            looks.iter_mut().skip(first).for_each(|look| look.of = known);
        }
        let mut factors: Vec<String> = input.instruments.iter().map(|i| i.factor.clone()).collect();
        factors.sort_unstable();
        factors.dedup();
        let instrument = |block: &crate::blocks::Block| input.instruments.get(block.instrument);
        let factor = blocks.all.iter().map(|block| {
            instrument(block).and_then(|i| factors.iter().position(|f| *f == i.factor)).unwrap_or(0)
        });
        let factor = factor.collect();
        let limit = blocks
            .all
            .iter()
            .map(|block| instrument(block)?.detection_limit_ug_m3.filter(|limit| block.value < *limit));
        let limit = limit.collect();
        Self {
            background,
            looks,
            pieces,
            factor,
            factors,
            limit,
            without_wind,
            wind_height_m: field.height_m,
            usual_speed_m_s: field.usual_speed_m_s,
            corners,
            begin,
            blocks,
        }
    }
}

fn corners(input: &Input) -> [Position; 2] {
    let seen = input.observations.iter().map(|seen| seen.position);
    let places = seen.chain(input.candidates.iter().map(|candidate| candidate.position));
    let mut low = Position { east_m: f64::INFINITY, north_m: f64::INFINITY };
    let mut high = Position { east_m: f64::NEG_INFINITY, north_m: f64::NEG_INFINITY };
    for place in places {
        low = Position { east_m: low.east_m.min(place.east_m), north_m: low.north_m.min(place.north_m) };
        high = Position { east_m: high.east_m.max(place.east_m), north_m: high.north_m.max(place.north_m) };
    }
    if !low.east_m.is_finite() {
        return [Position { east_m: 0.0, north_m: 0.0 }; 2];
    }
    let margin_m = MARGIN * (high.east_m - low.east_m).max(high.north_m - low.north_m).max(100.0);
    [
        Position { east_m: low.east_m - margin_m, north_m: low.north_m - margin_m },
        Position { east_m: high.east_m + margin_m, north_m: high.north_m + margin_m },
    ]
}
