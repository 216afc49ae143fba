//! What can be drawn of a version: the plume of a hypothesis, what was measured by wind, what to measure next.

use casework::tracing::{Found, Frozen, InstrumentSeen};
use model::Timestamp;
use model::china::plus_seconds;
use trace::{Cells, CruisePiece, Explanation, Position, Predicted, SECTORS, SPEEDS_M_S, Suspect};

use super::{Presenter, instrument_named};
use crate::dto::Time;
use crate::dto::tracing::TracingThing;
use crate::dto::tracing_air::{
    TracingByWind, TracingCalm, TracingCruise, TracingCruisePiece, TracingPlume, TracingPredicted,
    TracingStationByWind, TracingWindCell,
};
use crate::error::ApiError;

/// So many cells are drawn on a side.
const CELLS: usize = 64;
/// The plume is drawn at least so far around sources and stations, m.
const AROUND_M: f64 = 1_500.0;
/// So many of the nearest stations are held by what is drawn.
const STATIONS: usize = 6;
/// The plume of an instant is the mean over so long before and after it, s.
const HALF_S: i64 = 300;

impl Presenter<'_> {
    /// The plume of the hypothesis `wanted` around `at`, or over the anomaly.
    pub(crate) fn tracing_plume(
        frozen: &Frozen,
        found: &Found,
        wanted: usize,
        at: Option<Timestamp>,
    ) -> Result<TracingPlume, ApiError> {
        let outcome = &found.outcome;
        let explanation = outcome.explanations.get(wanted).ok_or_else(ApiError::not_found)?;
        let asked = &frozen.question;
        let (from, to) = at.map_or((asked.anomaly_from, asked.anomaly_to), |at| {
            (plus_seconds(at, -HALF_S), plus_seconds(at, HALF_S))
        });
        let cells = cells(frozen, explanation, outcome.unregistered.position);
        let span = (asked.factor.as_str(), from, to);
        let values = trace::plume(&frozen.input, explanation, outcome.unregistered.position, span, &cells);
        let values = values.map_err(|error| ApiError::internal(&error))?;
        let side_m = cells.side_m * CELLS as f64;
        let north_east =
            Position { east_m: cells.south_west.east_m + side_m, north_m: cells.south_west.north_m + side_m };
        Ok(TracingPlume {
            from: Time(from),
            to: Time(to),
            south_west: frozen.place_of(cells.south_west).into(),
            north_east: frozen.place_of(north_east).into(),
            columns: CELLS,
            rows: CELLS,
            values: values.into_iter().map(three_digits).collect(),
        })
    }

    /// What each station measured by the wind of that time.
    pub(crate) fn tracing_by_wind(frozen: &Frozen) -> TracingByWind {
        let of = |(number, seen): (usize, &InstrumentSeen)| {
            seen.station()?;
            let by_wind = trace::by_wind(&frozen.input, number);
            let cell = |cell: trace::WindCell| TracingWindCell {
                sector: cell.sector,
                speed: cell.speed,
                mean: three_digits(cell.mean_ug_m3),
                count: cell.count,
            };
            Some(TracingStationByWind {
                station: instrument_named(seen),
                cells: by_wind.cells.into_iter().map(cell).collect(),
                calm: by_wind.calm.map(|(mean, count)| TracingCalm { mean: three_digits(mean), count }),
                without_wind: by_wind.without_wind,
            })
        };
        TracingByWind {
            sectors: SECTORS,
            speeds: SPEEDS_M_S.to_vec(),
            stations: frozen.instruments.iter().enumerate().filter_map(of).collect(),
        }
    }

    /// Where a van should drive next, from the station on.
    pub(crate) fn tracing_cruise(&self, frozen: &Frozen, found: &Found) -> Result<TracingCruise, ApiError> {
        let start = Position { east_m: 0.0, north_m: 0.0 };
        let cruise = trace::cruise(&frozen.input, &found.outcome, start);
        let cruise = cruise.map_err(|error| ApiError::internal(&error))?;
        let pieces = cruise.as_ref().map_or(&[][..], |cruise| &cruise.pieces);
        Ok(TracingCruise {
            start: frozen.origin.into(),
            from_deg: cruise.as_ref().map(|cruise| cruise.from_deg),
            speed_m_s: cruise.as_ref().map(|cruise| cruise.speed_m_s),
            pieces: pieces.iter().map(|piece| self.cruise_piece(frozen, piece)).collect(),
            total_m: cruise.as_ref().map_or(0.0, |cruise| cruise.total_m),
        })
    }

    fn cruise_piece(&self, frozen: &Frozen, piece: &CruisePiece) -> TracingCruisePiece {
        let behind = match &piece.behind {
            Suspect::Candidate(id) => self.things(frozen, std::slice::from_ref(id), false).pop(),
            Suspect::Unregistered => None,
        };
        let predicted = |of: &Predicted| TracingPredicted {
            things: self.things(frozen, &of.ids, of.unregistered),
            probability: of.probability,
            added: three_digits(of.added_ug_m3),
            uncertain: three_digits(of.uncertain_ug_m3),
        };
        TracingCruisePiece {
            behind: behind.unwrap_or(TracingThing::Unregistered),
            downwind_m: piece.downwind_m,
            points: piece.points.iter().map(|point| frozen.place_of(*point).into()).collect(),
            length_m: piece.length_m.round(),
            way_m: piece.way_m.round(),
            gain: piece.gain,
            best: frozen.place_of(piece.best).into(),
            predicted: piece.predicted.iter().map(predicted).collect(),
        }
    }
}

/// A square around the station, the nearest others and the sources of a hypothesis.
fn cells(frozen: &Frozen, explanation: &Explanation, unregistered: Option<Position>) -> Cells {
    let mut places = vec![Position { east_m: 0.0, north_m: 0.0 }];
    let is_source = |candidate: &&trace::Candidate| explanation.ids.contains(&candidate.id);
    places.extend(frozen.input.candidates.iter().filter(is_source).map(|candidate| candidate.position));
    places.extend(unregistered.filter(|_| explanation.unregistered_rate_g_s.is_some()));
    let of_station = |number: usize| {
        let seen = frozen.input.observations.iter().find(|seen| seen.instrument == number)?;
        frozen.instruments.get(number)?.station()?;
        Some(seen.position)
    };
    places.extend((0..frozen.instruments.len()).filter_map(of_station).take(STATIONS));
    let ends = |of: fn(&Position) -> f64| {
        let all = || places.iter().map(of);
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((west, east), (south, north)) = (ends(|place| place.east_m), ends(|place| place.north_m));
    let side_m = (east - west).max(north - south) + 2.0 * AROUND_M;
    let corner = |low: f64, high: f64| 0.5 * (low + high - side_m);
    Cells {
        south_west: Position { east_m: corner(west, east), north_m: corner(south, north) },
        side_m: side_m / CELLS as f64,
        columns: CELLS,
        rows: CELLS,
    }
}

/// What a map can show, and no more.
fn three_digits(value: f64) -> f64 {
    if value.abs() < 1e-3 {
        return 0.0;
    }
    let scale = 10_f64.powf(2.0 - value.abs().log10().floor());
    (value * scale).round() / scale
}
