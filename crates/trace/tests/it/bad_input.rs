use proptest::prelude::*;
use trace::{Activity, InputError, Note, trace};

use crate::support::{at, place, site};

fn most_accused(outcome: &trace::Outcome) -> f64 {
    outcome.candidates.iter().map(|candidate| candidate.probability).fold(0.0, f64::max)
}

#[test]
fn without_wind_nothing_is_claimed() {
    let mut input = site(&[(4, 2.0)]);
    input.wind.clear();
    let outcome = trace(&input).unwrap();
    assert!(outcome.notes.contains(&Note::NothingTold), "{outcome:?}");
    assert!(most_accused(&outcome) < 0.1 && outcome.none < 0.5);
    assert!(outcome.explanations.is_empty());
}

#[test]
fn a_gap_in_the_wind_is_told_and_the_rest_is_used() {
    let mut input = site(&[(4, 2.0)]);
    input.wind.drain(20..60);
    let outcome = trace(&input).unwrap();
    assert!(outcome.notes.iter().any(|note| matches!(note, Note::WindUnknown { .. })), "{outcome:?}");
    assert!(outcome.candidates[4].probability > 0.8, "{outcome:?}");
}

#[test]
fn calm_air_accuses_nobody_with_certainty() {
    let mut input = site(&[(4, 2.0)]);
    for wind in &mut input.wind {
        (wind.speed_m_s, wind.from_deg) = (0.0, None);
    }
    let outcome = trace(&input).unwrap();
    assert!(most_accused(&outcome) < 0.8, "{outcome:?}");
}

#[test]
fn two_stations_that_contradict_each_other_do_not_make_a_source() {
    let mut input = site(&[]);
    // A second instrument beside the first that reads 200 more, and wanders.
    let mut second = input.instruments[0].clone();
    second.id = "beside".to_owned();
    input.instruments.push(second);
    let beside: Vec<_> = input.observations.iter().filter(|seen| seen.instrument == 0).copied().collect();
    for (step, mut seen) in beside.into_iter().enumerate() {
        seen.instrument = 8;
        seen.value_ug_m3 += 200.0 + 60.0 * (step as f64 / 40.0).sin();
        input.observations.push(seen);
    }
    let outcome = trace(&input).unwrap();
    assert!(most_accused(&outcome) < 0.5, "{outcome:?}");
}

#[test]
fn with_all_candidates_shut_down_none_of_them_is_accused() {
    let mut input = site(&[(4, 2.0)]);
    for candidate in &mut input.candidates {
        candidate.activity = Some(vec![Activity { from: at(-100), level: 0.0 }]);
    }
    let outcome = trace(&input).unwrap();
    assert_eq!(most_accused(&outcome), 0.0);
    assert!(outcome.unregistered.probability > 0.9, "{outcome:?}");
}

#[test]
fn candidates_without_heights_are_told_and_still_found() {
    let mut input = site(&[(4, 2.0)]);
    input.candidates.iter_mut().for_each(|candidate| candidate.height_m = None);
    let outcome = trace(&input).unwrap();
    assert!(
        matches!(outcome.notes.as_slice(), [Note::HeightUnknown { candidates: 9, .. }, ..]),
        "{outcome:?}"
    );
    assert!(outcome.candidates[4].probability > 0.8, "{outcome:?}");
}

#[test]
fn negative_values_are_values() {
    let mut input = site(&[(4, 2.0)]);
    input.observations.iter_mut().for_each(|seen| seen.value_ug_m3 -= 1_305.0);
    assert!(input.observations.iter().any(|seen| seen.value_ug_m3 < 0.0));
    let outcome = trace(&input).unwrap();
    assert!(outcome.candidates[4].probability > 0.9, "{outcome:?}");
}

#[test]
fn nothing_measured_and_nobody_known_are_no_errors() {
    let mut input = site(&[]);
    input.candidates.clear();
    let outcome = trace(&input).unwrap();
    assert!(outcome.candidates.is_empty() && outcome.none > 0.5, "{outcome:?}");
    input.observations.clear();
    let outcome = trace(&input).unwrap();
    assert!(outcome.notes.contains(&Note::NothingMeasured));
}

#[test]
fn what_contradicts_itself_is_refused_with_its_place() {
    let mut input = site(&[]);
    input.observations[7].instrument = 99;
    let refused = trace(&input);
    assert_eq!(refused, Err(InputError::NoInstrument { observation: 7, instrument: 99, instruments: 8 }));
    let mut input = site(&[]);
    input.wind[3].speed_m_s = -1.0;
    let refused = trace(&input).unwrap_err();
    assert_eq!(refused.to_string(), "row of wind 3 has speed -1");
    let mut input = site(&[]);
    input.candidates[1].id = "C0".to_owned();
    assert_eq!(trace(&input), Err(InputError::SameCandidate { id: "C0".to_owned() }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn no_data_makes_it_panic(
        values in proptest::collection::vec(prop_oneof![Just(0.0), Just(-999.0), Just(1e12), -5.0f64..5.0], 40),
        speeds in proptest::collection::vec(prop_oneof![Just(0.0), Just(1e-9), Just(90.0), 0.0f64..8.0], 10),
        east_m in prop_oneof![Just(0.0), Just(1e7), -500.0f64..500.0],
        height_m in prop_oneof![Just(0.0), Just(5_000.0), 0.0f64..100.0],
    ) {
        let mut input = site(&[]);
        input.observations.truncate(values.len());
        for (seen, value) in input.observations.iter_mut().zip(values) {
            seen.value_ug_m3 = value;
        }
        for (wind, speed) in input.wind.iter_mut().zip(speeds) {
            wind.speed_m_s = speed;
        }
        input.candidates.truncate(3);
        input.candidates[0].position = place(east_m, 0.0);
        input.candidates[1].height_m = Some(height_m);
        input.candidates[2].position = input.observations[0].position;
        let outcome = trace(&input).unwrap();
        let all = outcome.candidates.iter().map(|candidate| candidate.probability);
        for probability in all.chain([outcome.none, outcome.unregistered.probability]) {
            prop_assert!((0.0..=1.0 + 1e-9).contains(&probability), "{probability}");
        }
    }
}
