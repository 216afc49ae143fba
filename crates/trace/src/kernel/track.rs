//! Where the air of a sample came from: a chain of straight pieces back in time, the same for every source. A source
//! near the chain is upwind; that is the puff model with its puffs summed along each piece, which in a steady wind
//! is the plume.

use crate::input::Position;

use super::wind_field::{WindField, distance_m};

/// Air is followed back no longer than this, s.
const OLDEST_S: f64 = 4.0 * 3_600.0;
/// The youngest piece is so long at least, s.
const SHORTEST_PIECE_S: f64 = 60.0;
/// Each piece is longer than the one before it by this, as its wind is known less and less exactly.
const LONGER_BY: f64 = 1.4;
/// At least so fast is what the air of a calm wanders, m/s.
const LEAST_SPEED_M_S: f64 = 0.05;

/// One straight piece, from its younger end to its older one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// Its younger end.
    east_m: f64,
    north_m: f64,
    /// Towards its older end: a unit vector.
    back_east: f64,
    back_north: f64,
    length_m: f64,
    /// The way and time from its younger end to the sensor.
    way_m: f64,
    age_s: f64,
    /// One over the air's mean speed on it, s/m.
    slowness_s_m: f64,
}

/// How a source lies to a piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passing {
    /// The way of the plume from source to sensor, m.
    pub(crate) along_m: f64,
    /// How far from its middle the sensor is, m; to the left of the flow is positive.
    pub(crate) across_m: f64,
    /// How long it takes, s.
    pub(crate) age_s: f64,
    /// What part of the emission passes by on this piece, over the air's speed, s/m.
    pub(crate) weight_s_m: f64,
}

/// The pieces behind `place` at `at_s`, until they have left a circle of `reach_m` or the wind is not known. Two thirds
/// of the oldest piece's time may be unknown.
pub(crate) fn pieces(field: &WindField, at_s: f64, place: Position, reach_m: f64, into: &mut Vec<Piece>) {
    into.clear();
    let (mut here, mut way_m, mut age_s) = (place, 0.0, 0.0);
    let blurred_s = blurred_s(field, reach_m);
    let mut lasting_s = field.step_s.clamp(SHORTEST_PIECE_S, 600.0);
    while age_s < OLDEST_S && distance_m(here, place) < reach_m && way_m < 3.0 * reach_m {
        let (from_s, until_s) = (at_s - age_s - lasting_s - blurred_s, at_s - age_s + blurred_s);
        let Some(carried) = field.carried(from_s, until_s, here) else { return };
        let [east_m, north_m] = carried.map(|part| part * lasting_s / (until_s - from_s));
        let carried_m = east_m.hypot(north_m);
        let speed_m_s = (carried_m / lasting_s).max(LEAST_SPEED_M_S);
        let (back_east, back_north) = match carried_m > 0.0 {
            true => (-east_m / carried_m, -north_m / carried_m),
            false => (0.0, 1.0),
        };
        let length_m = speed_m_s * lasting_s;
        let (east_m, north_m) = (here.east_m, here.north_m);
        into.push(Piece {
            east_m,
            north_m,
            back_east,
            back_north,
            length_m,
            way_m,
            age_s,
            slowness_s_m: 1.0 / speed_m_s,
        });
        here.east_m += back_east * length_m;
        here.north_m += back_north * length_m;
        way_m += length_m;
        age_s += lasting_s;
        lasting_s *= LONGER_BY;
    }
}

/// Eddies smaller than the distance between mast and air are not the same at both: by how long before and after the wind
/// is averaged, s. The distance is taken to be a fifth of what is looked at.
fn blurred_s(field: &WindField, reach_m: f64) -> f64 {
    let passing_s = 0.2 * reach_m / field.usual_speed_m_s.max(1.0);
    0.5 * (passing_s - field.step_s).clamp(0.0, 600.0)
}

impl Piece {
    /// Where it ends, and the way from there to the sensor, m.
    pub(crate) fn older_end(&self) -> (Position, f64) {
        let end = Position {
            east_m: self.east_m + self.back_east * self.length_m,
            north_m: self.north_m + self.back_north * self.length_m,
        };
        (end, self.way_m + self.length_m)
    }

    /// How long the air took from where it begins, s.
    pub(crate) fn younger_age_s(&self) -> f64 {
        self.age_s
    }

    /// How a source at `source` lies to this piece; `None` if it is out of reach of a plume that spreads `widest`
    /// (radians) at most.
    #[inline]
    pub(crate) fn passing(&self, source: Position, widest: f64) -> Option<Passing> {
        let (east_m, north_m) = (source.east_m - self.east_m, source.north_m - self.north_m);
        let along_m = east_m * self.back_east + north_m * self.back_north;
        let across_m = east_m * self.back_north - north_m * self.back_east;
        let on_piece_m = along_m.clamp(0.0, self.length_m);
        let way_m = self.way_m + on_piece_m;
        let age_s = self.age_s + on_piece_m * self.slowness_s_m;
        let drift_m = super::CALM_DRIFT_M_S * age_s;
        // Past an end, only as far as the plume is spread along its way.
        let most_smeared_m = 0.1 * way_m + drift_m + 0.5;
        if across_m.abs() > widest * way_m + 3.0 * drift_m
            || (along_m - on_piece_m).abs() > 3.0 * most_smeared_m
        {
            return None;
        }
        let smeared_m = (0.01 * way_m * way_m + drift_m * drift_m).sqrt() + 0.5;
        let within_m = along_m.min(self.length_m - along_m);
        let part = match within_m > 3.0 * smeared_m {
            true => 1.0,
            false => normal((self.length_m - along_m) / smeared_m) - normal(-along_m / smeared_m),
        };
        if part < 1e-3 {
            return None;
        }
        Some(Passing { along_m: way_m, across_m, age_s, weight_s_m: part * self.slowness_s_m })
    }
}

/// The standard normal distribution's integral, within 0.01: a logistic curve.
fn normal(x: f64) -> f64 {
    1.0 / (1.0 + crate::quick::exp(-1.702 * x))
}
