//! A cruise for a van: which pieces to drive, in which order and direction, so that the leading hypotheses are told apart
//! best. Where no roads are known the pieces are straight lines across the wind behind each suspect, as plumes are crossed.

use model::china;
use serde::{Deserialize, Serialize};

use crate::input::{Input, InputError, Position};
use crate::kernel::wind_field::{WindField, distance_m};
use crate::next::{Predicted, WORTH_A_WAY, Way, next_measurement};
use crate::outcome::Outcome;

/// Plumes are crossed so far downwind, m.
const DOWNWIND_M: [f64; 4] = [250.0, 600.0, 1_200.0, 2_500.0];
/// To each side of the plume's middle so much of the distance from the source is driven …
const ASIDE: f64 = 0.5;
/// … and at least so much, m.
const LEAST_ASIDE_M: f64 = 200.0;
/// So many points of a piece are looked at.
const POINTS: usize = 9;
/// No more suspects than these are driven behind.
const MOST_SUSPECTS: usize = 8;
/// No cruise has more pieces: a van is back in two hours.
const MOST_PIECES: usize = 5;
/// The wind is that of the last of the record, s.
const WIND_OF_S: f64 = 1_800.0;
/// Air that is slower has no direction to cross, m/s.
const LEAST_SPEED_M_S: f64 = 0.5;

/// Behind whom a plume is crossed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspect {
    /// A candidate.
    Candidate(String),
    /// A source in no register, where it would be.
    Unregistered,
}

/// A piece of the cruise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CruisePiece {
    /// Behind whom.
    pub behind: Suspect,
    /// How far downwind of it, m.
    pub downwind_m: f64,
    /// In the direction of the drive.
    pub points: Vec<Position>,
    /// How long it is, m.
    pub length_m: f64,
    /// How far it is from the end of the piece before it, or from where the cruise begins, m.
    pub way_m: f64,
    /// How much is learned on it after those that tell more, nats.
    pub gain: f64,
    /// Where on it what each hypothesis would add tells most.
    pub best: Position,
    /// What each would add there, the most probable first.
    pub predicted: Vec<Predicted>,
}

/// A cruise that is proposed. All distances are straight lines: roads are longer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cruise {
    /// From where the wind is taken to blow, degrees.
    pub from_deg: f64,
    /// How fast, m/s.
    pub speed_m_s: f64,
    /// In the order of the drive.
    pub pieces: Vec<CruisePiece>,
    /// Everything together, m.
    pub total_m: f64,
}

/// The pieces of at most five across the plumes of the leading hypotheses that tell them apart best, in the
/// order that is shortest from `start`. None where the wind at the end of the record is not known or hardly blows, and
/// where nothing is left to be told apart.
///
/// # Errors
/// When the input contradicts itself ([`Input::check`]).
pub fn cruise(input: &Input, outcome: &Outcome, start: Position) -> Result<Option<Cruise>, InputError> {
    input.check()?;
    let Some((from_deg, speed_m_s)) = last_wind(input, start) else { return Ok(None) };
    if speed_m_s < LEAST_SPEED_M_S {
        return Ok(None);
    }
    let crossings = crossings(input, outcome, from_deg);
    let ways = crossings.iter().enumerate();
    let ways: Vec<Way> =
        ways.map(|(number, of)| Way { name: number.to_string(), points: of.points.clone() }).collect();
    let next = next_measurement(input, outcome, &ways, MOST_PIECES)?;
    let pieces = next.into_iter().filter_map(|next| {
        let crossing = crossings.get(next.name.parse::<usize>().ok()?)?;
        Some(CruisePiece {
            gain: next.gain,
            best: next.position,
            predicted: next.predicted,
            ..crossing.clone()
        })
    });
    let pieces = shortest(start, pieces.collect());
    let total_m = pieces.iter().map(|piece| piece.way_m + piece.length_m).sum();
    Ok((!pieces.is_empty()).then_some(Cruise { from_deg, speed_m_s, pieces, total_m }))
}

/// From where, degrees, and how fast the wind blows at the end of the record.
fn last_wind(input: &Input, place: Position) -> Option<(f64, f64)> {
    let end = input.wind.iter().map(|row| china::plus_seconds(row.at, row.averaging_s as i64)).max()?;
    let seconds = |at: model::Timestamp| (at.as_millisecond() - end.as_millisecond()) as f64 / 1e3;
    let field = WindField::new(&input.wind, seconds);
    let [east_m, north_m] = field.carried(-WIND_OF_S, 0.0, place)?;
    let from_deg = (-east_m).atan2(-north_m).to_degrees().rem_euclid(360.0);
    Some((from_deg, east_m.hypot(north_m) / WIND_OF_S))
}

/// Straight lines across the wind behind whoever is probable.
fn crossings(input: &Input, outcome: &Outcome, from_deg: f64) -> Vec<CruisePiece> {
    let known = outcome.candidates.iter().filter_map(|of| {
        let candidate = input.candidates.iter().find(|candidate| candidate.id == of.id)?;
        Some((of.probability, Suspect::Candidate(of.id.clone()), candidate.position))
    });
    let free = &outcome.unregistered;
    let free = free.position.map(|position| (free.probability, Suspect::Unregistered, position));
    let mut suspects: Vec<_> = known.chain(free).filter(|(of, _, _)| *of >= WORTH_A_WAY).collect();
    suspects.sort_by(|a, b| b.0.total_cmp(&a.0));
    suspects.truncate(MOST_SUSPECTS);
    let (towards_east, towards_north) = (-from_deg.to_radians().sin(), -from_deg.to_radians().cos());
    let crossing = |(behind, source, downwind_m): (Suspect, Position, f64)| {
        let aside_m = (ASIDE * downwind_m).max(LEAST_ASIDE_M);
        let point = |number: usize| {
            let aside_m = aside_m * (2.0 * number as f64 / (POINTS - 1) as f64 - 1.0);
            Position {
                east_m: source.east_m + downwind_m * towards_east - aside_m * towards_north,
                north_m: source.north_m + downwind_m * towards_north + aside_m * towards_east,
            }
        };
        CruisePiece {
            behind,
            downwind_m,
            points: (0..POINTS).map(point).collect(),
            length_m: 2.0 * aside_m,
            way_m: 0.0,
            gain: 0.0,
            best: source,
            predicted: Vec::new(),
        }
    };
    let all = suspects
        .into_iter()
        .flat_map(|(_, behind, source)| DOWNWIND_M.map(|downwind_m| (behind.clone(), source, downwind_m)));
    all.map(crossing).collect()
}

/// The pieces in the order and directions in which the ways between them are shortest: all orders of so few are looked at.
fn shortest(start: Position, pieces: Vec<CruisePiece>) -> Vec<CruisePiece> {
    let ends: Vec<(Position, Position)> =
        pieces.iter().filter_map(|piece| Some((*piece.points.first()?, *piece.points.last()?))).collect();
    let mut best = (f64::INFINITY, Vec::new());
    drive(start, &ends, (0.0, &mut Vec::new()), &mut best);
    let mut here = start;
    let driven = best.1.into_iter().filter_map(|(number, turned): (usize, bool)| {
        let mut piece = pieces.get(number)?.clone();
        if turned {
            piece.points.reverse();
        }
        piece.way_m = distance_m(here, *piece.points.first()?);
        here = *piece.points.last()?;
        Some(piece)
    });
    driven.collect()
}

fn drive(
    here: Position,
    ends: &[(Position, Position)],
    (so_far_m, order): (f64, &mut Vec<(usize, bool)>),
    best: &mut (f64, Vec<(usize, bool)>),
) {
    if so_far_m >= best.0 {
        return;
    }
    if order.len() == ends.len() {
        *best = (so_far_m, order.clone());
        return;
    }
    for (number, (first, last)) in ends.iter().enumerate() {
        if order.iter().any(|(driven, _)| *driven == number) {
            continue;
        }
        for (from, to, turned) in [(first, last, false), (last, first, true)] {
            order.push((number, turned));
            drive(*to, ends, (so_far_m + distance_m(here, *from), order), best);
            order.pop();
        }
    }
}
