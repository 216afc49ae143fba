use trace::{Explanation, Input, Outcome, Position, Way, next_measurement, places_all_over, trace};

use crate::support::{place, site};

fn way(name: &str, points: &[(f64, f64)]) -> Way {
    Way { name: name.to_owned(), points: points.iter().map(|p| place(p.0, p.1)).collect() }
}

/// The wind is from the west all the time, and one of two neighbours emits: nobody knows which.
fn two_neighbours() -> (Input, Outcome) {
    let mut input = site(&[(3, 2.0)]);
    input.wind.iter_mut().for_each(|wind| wind.from_deg = Some(270.0));
    let mut outcome = trace(&input).unwrap();
    let explanation = |id: &str| Explanation {
        ids: vec![id.to_owned()],
        rates_g_s: vec![2.0],
        unregistered_rate_g_s: None,
        probability: 0.49,
    };
    outcome.none = 0.02;
    // C0 is at (150, 150), C6 at (150, 450).
    outcome.explanations = vec![explanation("C0"), explanation("C6")];
    (input, outcome)
}

#[test]
fn the_place_downwind_of_one_suspect_alone_tells_most() {
    let (input, outcome) = two_neighbours();
    let ways = [
        way("upwind of both", &[(0.0, 300.0)]),
        way("downwind of C0", &[(330.0, 150.0)]),
        way("far off", &[(20_000.0, 9_000.0)]),
    ];
    let next = next_measurement(&input, &outcome, &ways, 3).unwrap();
    assert_eq!(next[0].name, "downwind of C0", "{next:?}");
    assert!(next[0].gain > 0.2 && next[0].gain < std::f64::consts::LN_2 + 0.2, "{next:?}");
    let [c0, c6] = ["C0", "C6"].map(|id| next[0].predicted.iter().find(|of| of.ids == [id]).unwrap());
    assert!(c0.added_ug_m3 > 20.0 * c6.added_ug_m3, "{next:?}");
    // What nobody's air reaches is not proposed at all.
    assert_eq!(next.len(), 1, "{next:?}");
}

#[test]
fn a_road_tells_as_much_as_its_best_point_and_names_it() {
    let (input, outcome) = two_neighbours();
    let point = next_measurement(&input, &outcome, &[way("point", &[(330.0, 150.0)])], 1).unwrap();
    let road = way("road", &[(330.0, -900.0), (330.0, 150.0), (330.0, 1_500.0)]);
    let road = next_measurement(&input, &outcome, &[road], 1).unwrap();
    assert!((road[0].gain - point[0].gain).abs() < 0.05, "{road:?} {point:?}");
    assert_eq!(road[0].position, Position { east_m: 330.0, north_m: 150.0 });
}

#[test]
fn the_second_place_tells_what_the_first_left_open() {
    let (input, mut outcome) = two_neighbours();
    let third = Explanation { ids: vec!["C3".to_owned()], ..outcome.explanations[0].clone() };
    outcome.explanations.push(third);
    outcome.explanations.iter_mut().for_each(|of| of.probability = 0.32);
    let ways = [
        way("C0 downwind", &[(330.0, 150.0)]),
        way("C0 downwind again", &[(335.0, 150.0)]),
        way("C6 downwind", &[(330.0, 450.0)]),
    ];
    let next = next_measurement(&input, &outcome, &ways, 2).unwrap();
    let names: Vec<&str> = next.iter().map(|of| of.name.as_str()).collect();
    assert!(names.contains(&"C6 downwind"), "{next:?}");
    assert!(next[1].gain < next[0].gain + 0.05, "{next:?}");
}

#[test]
fn where_nothing_is_open_nothing_is_proposed() {
    let (input, mut outcome) = two_neighbours();
    outcome.explanations.truncate(1);
    outcome.explanations[0].probability = 0.999;
    outcome.none = 0.001;
    assert!(next_measurement(&input, &outcome, &places_all_over(&input, 9), 5).unwrap().is_empty());
    outcome.none = 0.5;
    assert!(next_measurement(&input, &outcome, &[], 5).unwrap().is_empty());
    let mut without_wind = input.clone();
    without_wind.wind.clear();
    assert!(next_measurement(&without_wind, &outcome, &places_all_over(&input, 9), 5).unwrap().is_empty());
}

#[test]
fn places_all_over_hold_stations_and_candidates() {
    let input = site(&[]);
    let places = places_all_over(&input, 4);
    assert_eq!(places.len(), 16);
    assert_eq!(places[0].points[0], place(-20.0, -20.0));
    assert_eq!(places[15].points[0], place(620.0, 620.0));
}
