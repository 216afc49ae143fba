//! The score of any series: what must hold whatever comes.

use detect::methods::series_score::SeriesScore;
use proptest::prelude::*;

/// Stretches as series have them: noise, a wave, a constant, and now and then what is no value or an absurd one.
fn stretch() -> impl Strategy<Value = Vec<f64>> {
    let odd =
        prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0]);
    prop_oneof![
        3 => prop::collection::vec(-50.0..50.0_f64, 1..150),
        3 => (2usize..60, 0.1..100.0_f64, 1usize..300).prop_map(|(period, height, rows)| {
            let turn = |row: usize| std::f64::consts::TAU * (row % period) as f64 / period as f64;
            (0..rows).map(|row| height * turn(row).sin()).collect()
        }),
        2 => (-1e6..1e6_f64, 1usize..100).prop_map(|(value, rows)| vec![value; rows]),
        1 => prop::collection::vec(odd, 1..4),
    ]
}

fn series() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(stretch(), 1..8).prop_map(|stretches| stretches.concat())
}

fn scores(values: &[f64]) -> Vec<f64> {
    let mut score = SeriesScore::new();
    values.iter().map(|value| score.push(*value)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_row_is_scored_by_the_rows_up_to_it_alone(values in series(), other in series(), at in any::<prop::sample::Index>()) {
        let length = at.index(values.len()) + 1;
        let mut continued = values[..length].to_vec();
        continued.extend(other);
        prop_assert_eq!(&scores(&values)[..length], &scores(&continued)[..length]);
    }

    #[test]
    fn every_score_lies_from_0_to_1(values in series()) {
        for score in scores(&values) {
            prop_assert!((0.0..=1.0).contains(&score), "{}", score);
        }
    }
}

#[test]
fn a_tail_that_begins_next_to_nothing_is_still_counted() {
    let mut values = vec![281_583.774_691_776_1; 15];
    values.push(f64::MIN_POSITIVE);
    values.extend((0..14).map(|row| 0.1 * (std::f64::consts::TAU * f64::from(row) / 7.0).sin()));
    for score in scores(&values) {
        assert!((0.0..=1.0).contains(&score), "{score}");
    }
}
