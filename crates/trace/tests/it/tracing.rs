use trace::{Activity, Input, trace};

use crate::support::{at, place, site};

fn probability(outcome: &trace::Outcome, id: &str) -> f64 {
    outcome.candidates.iter().find(|candidate| candidate.id == id).unwrap().probability
}

/// The probabilities, without their reasons.
fn told(outcome: &trace::Outcome) -> Vec<(String, f64)> {
    let candidates = outcome.candidates.iter().map(|candidate| (candidate.id.clone(), candidate.probability));
    let others = [("none", outcome.none), ("unregistered", outcome.unregistered.probability)];
    candidates.chain(others.map(|(name, probability)| (name.to_owned(), probability))).collect()
}

#[test]
fn one_source_is_found_with_its_rate() {
    let outcome = trace(&site(&[(4, 2.0)])).unwrap();
    assert!(probability(&outcome, "C4") > 0.9, "{:?}", told(&outcome));
    let rate = outcome.candidates[4].rate.unwrap();
    assert!(rate.low_g_s < 2.0 && 2.0 < rate.high_g_s, "{rate:?}");
    let others = outcome.candidates.iter().filter(|candidate| candidate.id != "C4");
    assert!(others.map(|candidate| candidate.probability).fold(0.0, f64::max) < 0.1);
}

#[test]
fn two_sources_are_found_together() {
    let outcome = trace(&site(&[(0, 3.0), (8, 1.5)])).unwrap();
    assert_eq!(outcome.explanations[0].ids, ["C0", "C8"], "{:?}", told(&outcome));
    assert!(probability(&outcome, "C0") > 0.8 && probability(&outcome, "C8") > 0.8);
}

#[test]
fn without_a_source_nobody_is_accused() {
    let outcome = trace(&site(&[])).unwrap();
    assert!(outcome.none > 0.5, "{:?}", told(&outcome));
    assert!(outcome.candidates.iter().all(|candidate| candidate.probability < 0.2));
}

#[test]
fn a_source_that_the_register_lacks_is_in_no_register() {
    let mut input = site(&[(4, 2.0)]);
    input.candidates.remove(4);
    let outcome = trace(&input).unwrap();
    assert!(outcome.unregistered.probability > 0.5, "{:?}", told(&outcome));
    let found = outcome.unregistered.position.unwrap();
    let away = (found.east_m - 300.0).hypot(found.north_m - 300.0);
    assert!(away < 60.0, "{away} m away");
}

#[test]
fn probabilities_sum_to_one() {
    for input in [site(&[]), site(&[(4, 2.0)]), site(&[(0, 3.0), (8, 1.5)])] {
        let outcome = trace(&input).unwrap();
        let sum = outcome.none + outcome.explanations.iter().map(|e| e.probability).sum::<f64>();
        // Those below a thousandth are left out.
        assert!((sum - 1.0).abs() < 0.02, "{sum}");
    }
}

#[test]
fn the_same_input_gives_the_same_outcome_also_after_freezing() {
    let input = site(&[(4, 2.0)]);
    let frozen: Input = serde_json::from_str(&serde_json::to_string(&input).unwrap()).unwrap();
    assert_eq!(frozen, input);
    assert_eq!(trace(&frozen).unwrap(), trace(&input).unwrap());
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let input = site(&[(4, 2.0)]);
    let three = std::num::NonZero::new(3).unwrap();
    assert_eq!(trace::trace_on(&input, three).unwrap(), trace(&input).unwrap());
}

#[test]
fn order_does_not_matter() {
    let input = site(&[(4, 2.0)]);
    let mut turned = input.clone();
    turned.observations.reverse();
    turned.wind.reverse();
    turned.candidates.reverse();
    let (straight, turned) = (trace(&input).unwrap(), trace(&turned).unwrap());
    for candidate in &straight.candidates {
        assert!((candidate.probability - probability(&turned, &candidate.id)).abs() < 1e-6);
    }
}

#[test]
fn where_the_origin_lies_does_not_matter() {
    let input = site(&[(4, 2.0)]);
    let mut moved = input.clone();
    moved.observations.iter_mut().for_each(|seen| seen.position.east_m += 512.0);
    moved.candidates.iter_mut().for_each(|candidate| candidate.position.east_m += 512.0);
    let (here, there) = (trace(&input).unwrap(), trace(&moved).unwrap());
    assert!((probability(&here, "C4") - probability(&there, "C4")).abs() < 1e-3);
}

#[test]
fn twice_as_much_in_the_air_is_twice_the_rate() {
    let once = trace(&site(&[(4, 2.0)])).unwrap().candidates[4].rate.unwrap();
    let twice = trace(&site(&[(4, 4.0)])).unwrap().candidates[4].rate.unwrap();
    let ratio = twice.middle_g_s / once.middle_g_s;
    assert!((1.8..2.2).contains(&ratio), "{ratio}");
}

#[test]
fn an_enterprise_that_stands_still_is_no_source() {
    let mut input = site(&[(4, 2.0)]);
    input.candidates[4].activity = Some(vec![Activity { from: at(-100), level: 0.0 }]);
    let outcome = trace(&input).unwrap();
    assert_eq!(probability(&outcome, "C4"), 0.0, "{:?}", told(&outcome));
}

#[test]
fn a_sensor_that_moves_is_a_sensor() {
    let mut input = site(&[(4, 2.0)]);
    // The northern three stations become one van that is at each in turn: a third of the values is left.
    for seen in &mut input.observations {
        if (4..7).contains(&seen.instrument) {
            seen.instrument = 4;
        }
    }
    let mut kept = Vec::new();
    for (number, seen) in input.observations.iter().enumerate() {
        let (step, turn) = (number / 8, number % 8);
        if !(4..7).contains(&turn) || 4 + step / 5 % 3 == turn {
            kept.push(*seen);
        }
    }
    input.observations = kept;
    let outcome = trace(&input).unwrap();
    assert!(probability(&outcome, "C4") > 0.8, "{:?}", told(&outcome));
}

#[test]
fn air_out_of_reach_of_every_station_tells_nothing_about_a_candidate() {
    let mut input = site(&[(4, 2.0)]);
    input.candidates[0].position = place(-40_000.0, 55_000.0);
    input.wind.iter_mut().for_each(|wind| wind.from_deg = Some(180.0));
    let outcome = trace(&input).unwrap();
    assert_eq!(outcome.candidates[0].probability, 0.0);
    assert!(outcome.candidates[0].rate.is_none());
}

/// The site's stations measure a second factor, of which `source` emits `share` times as much as of the first.
fn with_second_factor(source: usize, share: f64) -> Input {
    let mut input = site(&[(source, 2.0)]);
    let clean = site(&[]);
    let plume: Vec<f64> = input
        .observations
        .iter()
        .zip(&clean.observations)
        .map(|(with, without)| with.value_ug_m3 - without.value_ug_m3)
        .collect();
    for instrument in 0..8 {
        let mut second = input.instruments[instrument].clone();
        second.factor = "benzene".to_owned();
        input.instruments.push(second);
    }
    let observations: Vec<_> = input.observations.clone();
    for (number, (seen, plume)) in observations.into_iter().zip(plume).enumerate() {
        let value_ug_m3 = 40.0 + share * plume + 3.0 * crate::support::noise(number as u64 + 90_000);
        input.observations.push(trace::Observation { instrument: seen.instrument + 8, value_ug_m3, ..seen });
    }
    input
}

#[test]
fn species_tell_neighbours_apart_that_the_wind_does_not() {
    // The register has a twin at the true source's place, and only what they emit differs.
    let mut input = with_second_factor(4, 0.3);
    let profile = |benzene: f64| {
        let shares = [("methane".to_owned(), 1.0), ("benzene".to_owned(), benzene)];
        Some(std::collections::BTreeMap::from(shares))
    };
    let mut twin = input.candidates[4].clone();
    twin.id = "TWIN".to_owned();
    twin.profile = profile(0.0);
    input.candidates[4].profile = profile(0.3);
    input.candidates.push(twin);
    let outcome = trace(&input).unwrap();
    assert!(probability(&outcome, "C4") > 0.85, "{:?}", told(&outcome));
    assert!(probability(&outcome, "TWIN") < 0.1, "{:?}", told(&outcome));
}

#[test]
fn a_plant_that_worked_while_the_plume_was_there_is_told_from_one_that_stood_still() {
    let mut input = site(&[(4, 2.0)]);
    let mut twin = input.candidates[4].clone();
    twin.id = "TWIN".to_owned();
    // The twin worked only in the second half.
    twin.activity =
        Some(vec![Activity { from: at(-100), level: 0.0 }, Activity { from: at(75), level: 1.0 }]);
    input.candidates.push(twin);
    let outcome = trace(&input).unwrap();
    assert!(probability(&outcome, "C4") > 0.85, "{:?}", told(&outcome));
    assert!(probability(&outcome, "TWIN") < 0.15, "{:?}", told(&outcome));
}

/// The site with so many more enterprises all over and around it, none nearer than 40 m to any of the nine.
fn crowded(source: usize, more: usize) -> Input {
    let mut input = site(&[(source, 2.0)]);
    let known = input.candidates.clone();
    let mut number = 0u64;
    while input.candidates.len() < known.len() + more {
        number += 1;
        let [east, north, high] = [1, 2, 3].map(|part| crate::support::noise(number * 7 + part));
        let position = place(300.0 + 900.0 * east, 300.0 + 900.0 * north);
        let near = |other: &trace::Candidate| {
            (other.position.east_m - position.east_m).hypot(other.position.north_m - position.north_m) < 40.0
        };
        if !known.iter().any(near) {
            let id = format!("X{number}");
            let height_m = Some(12.0 + 10.0 * high);
            input.candidates.push(trace::Candidate { id, position, height_m, profile: None, activity: None });
        }
    }
    input
}

#[test]
fn the_shortlist_of_a_large_register_keeps_the_winner() {
    for source in [0, 4, 7] {
        let outcome = trace(&crowded(source, 400)).unwrap();
        let best = outcome.candidates.iter().max_by(|a, b| a.probability.total_cmp(&b.probability)).unwrap();
        assert_eq!(best.id, format!("C{source}"), "{:?}", best.probability);
        // Whoever has a part of the probability beside it is near it.
        for other in outcome.candidates.iter().filter(|other| other.probability > 0.05) {
            let place =
                |id: &str| crowded(source, 400).candidates.iter().find(|of| of.id == id).unwrap().position;
            let (a, b) = (place(&other.id), place(&best.id));
            assert!((a.east_m - b.east_m).hypot(a.north_m - b.north_m) < 120.0, "{}", other.id);
        }
    }
}
