//! What can be drawn: plumes, values by wind, a proposed cruise.

use trace::{
    Cells, Cruise, Explanation, Input, Outcome, SPEEDS_M_S, Suspect, by_wind, cruise, modelled, plume, trace,
};

use crate::support::{STEP_S, at, noise, place, site, wind};

fn alone(id: &str, rate_g_s: f64) -> Explanation {
    Explanation {
        ids: vec![id.to_owned()],
        rates_g_s: vec![rate_g_s],
        unregistered_rate_g_s: None,
        probability: 1.0,
    }
}

/// A hundred cells of 100 m around the square of the candidates, and some way to its east.
const CELLS: Cells = Cells {
    south_west: trace::Position { east_m: -200.0, north_m: -200.0 },
    side_m: 100.0,
    columns: 16,
    rows: 10,
};

fn under_west_wind() -> Input {
    let mut input = site(&[(3, 2.0)]);
    input.wind.iter_mut().for_each(|wind| wind.from_deg = Some(270.0));
    input
}

#[test]
fn a_plume_lies_downwind_of_its_source_and_grows_with_the_rate() {
    let input = under_west_wind();
    // C3 is at (150, 300).
    let span = ("methane", at(40), at(60));
    let once = plume(&input, &alone("C3", 1.0), None, span, &CELLS).unwrap();
    let twice = plume(&input, &alone("C3", 2.0), None, span, &CELLS).unwrap();
    assert_eq!(once.len(), CELLS.count());
    let most = (0..once.len())
        .max_by(|a, b| once[*a].total_cmp(&once[*b]))
        .map(|number| CELLS.middle(number))
        .unwrap();
    assert!(most.east_m > 150.0 && most.east_m < 500.0 && (most.north_m - 300.0).abs() <= 100.0, "{most:?}");
    for (number, value) in once.iter().enumerate() {
        let upwind = CELLS.middle(number).east_m < 50.0;
        assert!(!upwind || *value < 0.01 * once.iter().fold(0.0, |a, b| f64::max(a, *b)), "{number} {value}");
        assert!(twice[number] >= *value);
    }
}

#[test]
fn a_plume_over_a_station_is_what_is_modelled_there() {
    let input = site(&[(4, 3.0)]);
    let explanation = alone("C4", 3.0);
    let blocks = modelled(&input, &explanation, None).unwrap();
    let block = blocks.iter().max_by(|a, b| a.added_ug_m3.total_cmp(&b.added_ug_m3)).unwrap();
    let seen = input.observations.iter().find(|seen| seen.instrument == block.instrument).unwrap().position;
    let cell =
        Cells { south_west: place(seen.east_m - 0.5, seen.north_m - 0.5), side_m: 1.0, columns: 1, rows: 1 };
    let (from, to) = (model::china::plus_seconds(block.at, -300), model::china::plus_seconds(block.at, 300));
    let there = plume(&input, &explanation, None, ("methane", from, to), &cell).unwrap()[0];
    let ratio = there / block.added_ug_m3;
    assert!((0.5..2.0).contains(&ratio), "{there} {}", block.added_ug_m3);
}

#[test]
fn without_wind_or_sources_there_is_no_plume() {
    let mut input = under_west_wind();
    let span = ("methane", at(40), at(60));
    let nothing = Explanation { ids: Vec::new(), rates_g_s: Vec::new(), ..alone("C3", 1.0) };
    assert!(plume(&input, &nothing, None, span, &CELLS).unwrap().iter().all(|value| *value == 0.0));
    input.wind.clear();
    assert!(plume(&input, &alone("C3", 1.0), None, span, &CELLS).unwrap().iter().all(|value| *value == 0.0));
}

#[test]
fn values_are_high_in_the_sector_of_the_source() {
    let input = site(&[(4, 3.0)]);
    // The station S1 is at (300, -20), right south of C4 at (300, 300).
    let by_wind = by_wind(&input, 1);
    let all: usize = by_wind.cells.iter().map(|cell| cell.count).sum();
    assert_eq!(all, input.observations.iter().filter(|seen| seen.instrument == 1).count());
    assert_eq!((by_wind.calm, by_wind.without_wind), (None, 0));
    let highest = by_wind.cells.iter().max_by(|a, b| a.mean_ug_m3.total_cmp(&b.mean_ug_m3)).unwrap();
    assert!([15, 0, 1].contains(&highest.sector), "{highest:?}");
    assert!(SPEEDS_M_S[highest.speed] <= 3.5 && SPEEDS_M_S[highest.speed] >= 1.5, "{highest:?}");
}

#[test]
fn calm_and_unknown_wind_are_told_apart() {
    let mut input = site(&[]);
    for row in &mut input.wind[..75] {
        (row.speed_m_s, row.from_deg) = (0.1, None);
    }
    input.wind.truncate(100);
    let by_wind = by_wind(&input, 0);
    let calm = by_wind.calm.unwrap();
    let directed: usize = by_wind.cells.iter().map(|cell| cell.count).sum();
    assert!((60..=80).contains(&calm.1) && (calm.0 - 1_300.0).abs() < 12.0, "{calm:?}");
    assert!(by_wind.without_wind >= 40, "{}", by_wind.without_wind);
    assert_eq!(directed + calm.1 + by_wind.without_wind, 150);
}

/// The wind is from the west, and one of two neighbours emits: nobody knows which.
fn two_neighbours() -> (Input, Outcome) {
    let input = under_west_wind();
    let mut outcome = trace(&input).unwrap();
    outcome.none = 0.02;
    outcome.explanations =
        ["C0", "C6"].map(|id| Explanation { probability: 0.49, ..alone(id, 2.0) }).to_vec();
    for candidate in &mut outcome.candidates {
        candidate.probability = if ["C0", "C6"].contains(&candidate.id.as_str()) { 0.49 } else { 0.0 };
    }
    outcome.unregistered.probability = 0.0;
    (input, outcome)
}

fn proposed(input: &Input, outcome: &Outcome) -> Cruise {
    cruise(input, outcome, place(0.0, 0.0)).unwrap().unwrap()
}

#[test]
fn a_cruise_crosses_the_plumes_of_the_suspects() {
    let (input, outcome) = two_neighbours();
    let cruise = proposed(&input, &outcome);
    assert!((cruise.from_deg - 270.0).abs() < 1.0 && (cruise.speed_m_s - 3.0).abs() < 0.6);
    assert!(!cruise.pieces.is_empty() && cruise.pieces.len() <= 5);
    for piece in &cruise.pieces {
        assert!(["C0", "C6"].map(|id| Suspect::Candidate(id.into())).contains(&piece.behind), "{piece:?}");
        // Straight across a wind from the west, so far to the east of the suspect.
        assert!(piece.points.iter().all(|point| (point.east_m - 150.0 - piece.downwind_m).abs() < 1.0));
        assert!(piece.gain > 0.0 && piece.predicted.len() >= 2);
        let (first, last) = (piece.points[0], piece.points[piece.points.len() - 1]);
        let length_m = (first.east_m - last.east_m).hypot(first.north_m - last.north_m);
        assert!((length_m - piece.length_m).abs() < 1.0, "{piece:?}");
    }
}

#[test]
fn the_drive_is_as_long_as_its_parts_and_no_order_is_shorter() {
    let (input, mut outcome) = two_neighbours();
    let third = Explanation { probability: 0.3, ..alone("C4", 2.0) };
    outcome.explanations.push(third);
    outcome.candidates[4].probability = 0.3;
    let cruise = proposed(&input, &outcome);
    let sum: f64 = cruise.pieces.iter().map(|piece| piece.way_m + piece.length_m).sum();
    assert!((sum - cruise.total_m).abs() < 1e-6);
    let ends = |piece: &trace::CruisePiece| (piece.points[0], piece.points[piece.points.len() - 1]);
    let away = |a: trace::Position, b: trace::Position| (a.east_m - b.east_m).hypot(a.north_m - b.north_m);
    let mut here = place(0.0, 0.0);
    for piece in &cruise.pieces {
        assert!((away(here, ends(piece).0) - piece.way_m).abs() < 1e-6);
        here = ends(piece).1;
    }
    let own: f64 = cruise.pieces.iter().map(|piece| piece.way_m).sum();
    // Any two pieces in each other's place, and the whole drive backwards, are no shorter.
    let count = cruise.pieces.len();
    for (a, b) in (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))) {
        let mut order: Vec<_> = cruise.pieces.iter().map(ends).collect();
        order.swap(a, b);
        let mut here = place(0.0, 0.0);
        let mut way = 0.0;
        for (first, last) in order {
            way += away(here, first);
            here = last;
        }
        assert!(way >= own - 1e-6, "{way} {own}");
    }
}

#[test]
fn nothing_is_proposed_where_nothing_is_open_or_the_air_stands() {
    let (input, mut outcome) = two_neighbours();
    let start = place(0.0, 0.0);
    let mut calm = input.clone();
    calm.wind.iter_mut().for_each(|row| row.speed_m_s = 0.1);
    assert_eq!(cruise(&calm, &outcome, start).unwrap(), None);
    let mut without = input.clone();
    without.wind.clear();
    assert_eq!(cruise(&without, &outcome, start).unwrap(), None);
    outcome.explanations.truncate(1);
    outcome.explanations[0].probability = 0.999;
    outcome.none = 0.001;
    assert_eq!(cruise(&input, &outcome, start).unwrap(), None);
    // The wind is taken from the end of the record.
    let (mut turning, outcome) = two_neighbours();
    let count = turning.wind.len() as i64;
    turning.wind = (0..count)
        .map(|step| wind(step, if step < count - 30 { 270.0 } else { 180.0 + noise(step as u64) }))
        .collect();
    assert!((proposed(&turning, &outcome).from_deg - 180.0).abs() < 2.0, "{}", STEP_S);
}
