//! The reach of a place: from where its air came, and how far that may be off. Drawn on a map it says which sources could
//! be seen there at all, before anything is held against a measurement.

use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::input::{Position, Wind};
use crate::kernel::CALM_DRIFT_M_S;
use crate::kernel::track::{self, Piece};
use crate::kernel::wind_field::{WindField, distance_m};

/// How far the wind's direction between vane and source is off from the one measured, a standard deviation, degrees: the
/// root mean square of what hypotheses are judged under.
const DIRECTION_ERROR_DEG: f64 = 10.0;
/// The strip on both sides of a way holds the true one with 90 %: so many standard deviations.
const NINE_OF_TEN: f64 = 1.645;
/// Air moves at least so fast where nothing tells, m/s.
const LEAST_SPEED_M_S: f64 = 0.05;
/// The air is followed back from so many instants at most.
const INSTANTS: i64 = 24;
/// Instants are no nearer to each other than this, s.
const CLOSEST_S: i64 = 300;

/// From where the air of a place came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// One for each instant at which the wind is known, in the order of time.
    pub ways: Vec<AirWay>,
    /// At so many instants the wind is not known.
    pub unknown: usize,
}

/// The way of the air that was at the place at one instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AirWay {
    /// When it was there.
    pub at: Timestamp,
    /// Back in time, from the place itself.
    pub points: Vec<WayPoint>,
}

/// Where the air was before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayPoint {
    /// Where.
    pub position: Position,
    /// How long before, s.
    pub age_s: f64,
    /// To each side of it the strip that holds the true way with 90 % is so wide, m.
    pub half_width_m: f64,
}

/// Follows the air of `place` back from instants between `from` and `to`, until it was `farthest_m` away, for four hours
/// at most, or until the wind is not known.
pub fn reach(wind: &[Wind], place: Position, from: Timestamp, to: Timestamp, farthest_m: f64) -> Reach {
    let seconds = |at: Timestamp| (at.as_millisecond() - from.as_millisecond()) as f64 / 1e3;
    let field = WindField::new(wind, seconds);
    let lasting_s = (to.as_second() - from.as_second()).max(0);
    let count = (lasting_s / CLOSEST_S).clamp(0, INSTANTS - 1) + 1;
    let mut reach = Reach { ways: Vec::new(), unknown: 0 };
    let mut pieces = Vec::new();
    for number in 0..count {
        let at_s = if count == 1 { lasting_s } else { lasting_s * number / (count - 1) };
        track::pieces(&field, at_s as f64, place, farthest_m, &mut pieces);
        if pieces.is_empty() {
            reach.unknown += 1;
            continue;
        }
        let mut points = vec![WayPoint { position: place, age_s: 0.0, half_width_m: 0.0 }];
        points.extend(pieces.iter().enumerate().map(|(number, piece)| {
            let (position, way_m) = piece.older_end();
            // The last one goes on as fast as all before it.
            let so_far_s = pace(&field, &pieces, number) * way_m;
            way_point(position, way_m, pieces.get(number + 1).map_or(so_far_s, Piece::younger_age_s))
        }));
        reach.ways.push(AirWay { at: model::china::plus_seconds(from, at_s), points });
    }
    reach
}

/// How long the air took for a metre until the piece `number`, s.
fn pace(field: &WindField, pieces: &[Piece], number: usize) -> f64 {
    let usual = 1.0 / field.usual_speed_m_s.max(LEAST_SPEED_M_S);
    let before = number.checked_sub(1).and_then(|before| pieces.get(before)).zip(pieces.get(number));
    before.map_or(usual, |(before, piece)| piece.younger_age_s() / before.older_end().1.max(1.0))
}

fn way_point(position: Position, way_m: f64, age_s: f64) -> WayPoint {
    let turned_m = (NINE_OF_TEN * DIRECTION_ERROR_DEG).to_radians().tan() * way_m;
    let drifted_m = NINE_OF_TEN * CALM_DRIFT_M_S * age_s;
    WayPoint { position, age_s, half_width_m: turned_m.hypot(drifted_m) }
}

impl Reach {
    /// In what part of the known instants air that passed over `source` came to the place, 0 to 1, within the strips.
    pub fn share(&self, source: Position) -> f64 {
        let passed = self.ways.iter().filter(|way| way.passes(source)).count();
        passed as f64 / self.ways.len().max(1) as f64
    }
}

impl AirWay {
    fn passes(&self, source: Position) -> bool {
        self.points.windows(2).any(|pair| {
            let [younger, older] = [pair[0], pair[1]];
            let length_m = distance_m(younger.position, older.position);
            let (east_m, north_m) =
                (source.east_m - younger.position.east_m, source.north_m - younger.position.north_m);
            let along = match length_m > 0.0 {
                true => {
                    let (back_east, back_north) = (
                        (older.position.east_m - younger.position.east_m) / length_m,
                        (older.position.north_m - younger.position.north_m) / length_m,
                    );
                    ((east_m * back_east + north_m * back_north) / length_m).clamp(0.0, 1.0)
                }
                false => 0.0,
            };
            let between = |of: fn(&WayPoint) -> f64| of(&younger) + along * (of(&older) - of(&younger));
            let nearest = Position {
                east_m: between(|point| point.position.east_m),
                north_m: between(|point| point.position.north_m),
            };
            distance_m(source, nearest) <= between(|point| point.half_width_m)
        })
    }
}
