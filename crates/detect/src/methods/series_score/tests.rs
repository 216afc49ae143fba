use super::*;

/// A day of 48 rows with some noise, deterministic.
fn usual(row: u64) -> f64 {
    let turn = std::f64::consts::TAU * (row % 48) as f64 / 48.0;
    10.0 + 3.0 * turn.sin() + ((row * 2_654_435_761) % 1000) as f64 / 2000.0
}

fn scores(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut score = SeriesScore::new();
    values.into_iter().map(|value| score.push(value)).collect()
}

/// The largest score in and just after `rows`, and the share of all other scores (after the first 500 rows) below it.
fn standing(scores: &[f64], rows: std::ops::Range<usize>) -> f64 {
    let highest = scores[rows.clone()].iter().copied().fold(0.0, f64::max);
    let others: Vec<f64> =
        scores.iter().enumerate().skip(500).filter(|(row, _)| *row < rows.start).map(|(_, s)| *s).collect();
    others.iter().filter(|other| **other < highest).count() as f64 / others.len() as f64
}

fn check(name: &str, rows: std::ops::Range<u64>, change: impl Fn(u64, f64) -> f64) {
    let values = (0..3000).map(|row| match rows.contains(&row) {
        true => change(row, usual(row)),
        false => usual(row),
    });
    let standing = standing(&scores(values), rows.start as usize..rows.end as usize);
    assert!(standing > 0.99, "{name}: {standing}");
}

#[test]
fn every_kind_of_anomaly_stands_out() {
    check("spike", 2000..2001, |_, value| value + 6.0);
    check("within the range but out of season", 2012..2015, |_, value| value - 5.0);
    check("step", 2000..2060, |_, value| value + 4.0);
    check("frozen", 2000..2060, |_, _| usual(2000));
    check("noise", 2000..2040, |row, value| value + if row % 2 == 0 { 1.5 } else { -1.5 });
    check("missing pattern", 2000..2200, |row, value| 10.0 + (value - usual(row - 24)) * 0.05);
    check("upside down", 2000..2096, |_, value| 20.0 - value);
}

#[test]
fn the_score_of_a_row_depends_on_the_rows_up_to_it_alone() {
    let all = scores((0..1500).map(usual));
    for length in [1, 60, 61, 700, 1499] {
        let prefix = scores((0..length).map(usual));
        assert_eq!(prefix[..], all[..length as usize]);
    }
}

#[test]
fn what_is_no_number_scores_nothing_and_teaches_nothing() {
    let with = scores((0..900).flat_map(|row| [usual(row), f64::NAN, f64::INFINITY]));
    let without = scores((0..900).map(usual));
    let kept: Vec<f64> = with.iter().step_by(3).copied().collect();
    assert_eq!(kept, without);
    assert!(with.iter().enumerate().all(|(place, score)| place % 3 == 0 || *score == 0.0));
}

#[test]
fn the_unit_does_not_matter() {
    let mg = scores((0..1500).map(|row| usual(row) + if row == 1200 { 5.0 } else { 0.0 }));
    let ug = scores((0..1500).map(|row| 1024.0 * (usual(row) + if row == 1200 { 5.0 } else { 0.0 })));
    for (row, (mg, ug)) in mg.iter().zip(&ug).enumerate() {
        assert!((mg - ug).abs() < 1e-3, "row {row}: {mg} {ug}");
    }
}

#[test]
fn strange_series_give_scores_from_0_to_1() {
    let constant = vec![0.0; 2000];
    let huge: Vec<f64> = (0..2000).map(|row| if row % 7 == 0 { f64::MAX } else { -f64::MAX }).collect();
    let tiny: Vec<f64> = (0..2000).map(|row| f64::MIN_POSITIVE * f64::from(row)).collect();
    let growing: Vec<f64> = (0..2000).map(|row| f64::from(row).exp()).collect();
    let two: Vec<f64> = (0..2000).map(|row| f64::from(row / 1000)).collect();
    for values in [constant, huge, tiny, growing, two] {
        assert!(scores(values).iter().all(|score| (0.0..=1.0).contains(score)));
    }
}
