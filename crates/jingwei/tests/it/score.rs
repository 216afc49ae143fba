//! `jingwei detect score`.

use std::path::Path;
use std::process::Output;

use crate::server::jingwei;

/// A day of 24 rows with some noise, a spike in row 700.
fn value(row: u64) -> f64 {
    let turn = std::f64::consts::TAU * (row % 24) as f64 / 24.0;
    let noise = ((row * 2_654_435_761) % 1000) as f64 / 2000.0;
    10.0 + 3.0 * turn.sin() + noise + if row == 700 { 8.0 } else { 0.0 }
}

fn series(rows: u64) -> String {
    let row = |row| format!("2020-08-{:02} {:02}:00:00,{:.3}\n", row / 24 % 31 + 1, row % 24, value(row));
    std::iter::once("time,value\n".to_owned()).chain((0..rows).map(row)).collect()
}

fn run(folder: &Path, text: &str, more: &[&str]) -> Output {
    let path = folder.join("series.csv");
    std::fs::write(&path, text).unwrap();
    let mut arguments = vec!["detect", "score", "--csv", path.to_str().unwrap()];
    arguments.extend(more);
    jingwei(&arguments)
}

fn scored(text: &str, more: &[&str]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), text, more);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    (String::from_utf8(output.stdout).unwrap(), told)
}

const COLUMNS: [&str; 4] = ["--time", "time", "--value", "value"];

fn scores(output: &str) -> Vec<f64> {
    output.lines().skip(1).map(|line| line.rsplit_once(',').unwrap().1.parse().unwrap()).collect()
}

#[test]
fn every_row_gets_its_score_and_the_spike_the_highest() {
    let text = series(740);
    let (output, told) = scored(&text, &COLUMNS);
    let mut lines = output.lines();
    assert_eq!(lines.next(), Some("time,score"));
    for (line, row) in lines.zip(text.lines().skip(1)) {
        let (time, score) = line.rsplit_once(',').unwrap();
        assert!(row.starts_with(time), "{line}");
        assert_eq!(score.len(), 8, "{line}");
    }
    let scores = scores(&output);
    assert_eq!(scores.len(), 740);
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
    let highest = (0..740).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    assert_eq!(highest, Some(700));
    assert!(scores[700] > 0.99);
    assert!(told.starts_with("740 rows scored"), "{told}");
}

#[test]
fn rows_to_come_change_no_score() {
    let (all, _) = scored(&series(900), &COLUMNS);
    for rows in [1, 55, 300, 701] {
        let (prefix, _) = scored(&series(rows), &COLUMNS);
        assert!(all.starts_with(&prefix), "{rows} rows");
    }
}

#[test]
fn values_that_are_no_numbers_score_0_and_are_counted() {
    let text = "time,value\n1,5\n2,\n3,NaN\n4,broken\n5\n6,6\n";
    let (output, told) = scored(text, &COLUMNS);
    assert_eq!(scores(&output), [0.0; 6]);
    assert!(told.contains("4 rows with a value that is no number: score 0 (first in line 3)"), "{told}");
}

#[test]
fn rows_out_of_order_repeated_and_without_a_time_are_told_and_kept() {
    let text = "time,value\n2020-01-01T00:00:00Z,1\n2020-01-01T01:00:00Z,1\n2020-01-01T01:00:00Z,2\n\
                2019-12-31T00:00:00Z,3\nsome time,4\n";
    let (output, told) = scored(text, &COLUMNS);
    assert_eq!(output.lines().count(), 6);
    for remark in [
        "1 rows with the time of the row before: scored where they stand (first in line 4)",
        "1 rows with a time before that of the row before: scored where they stand (first in line 5)",
        "1 rows with a time that could not be read: scored where they stand (first in line 6)",
    ] {
        assert!(told.contains(remark), "{told}");
    }
}

#[test]
fn semicolons_tabs_decimal_commas_and_the_mark_of_utf_8_are_read() {
    let plain = series(200);
    let expected = scored(&plain, &COLUMNS).0;
    let semicolons = format!("\u{feff}{}", plain.replace(',', ";").replace('.', ","));
    assert_eq!(scored(&semicolons, &COLUMNS).0, expected);
    assert_eq!(scored(&plain.replace(',', "\t").replace('\n', "\r\n"), &COLUMNS).0, expected);
}

#[test]
fn what_cannot_be_scored_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let check = |text: &str, more: &[&str], reason: &str| {
        let output = run(folder.path(), text, more);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(reason) && output.stdout.is_empty(), "{told}");
    };
    let unknown = "there is no column \"PM10\"; the columns are time, value";
    check(&series(3), &["--time", "time", "--value", "PM10"], unknown);
    check("", &COLUMNS, "there is no heading");
    check("\u{feff}\n", &COLUMNS, "there is no heading");
    let series_path = folder.path().join("series.csv");
    let onto_itself = [&COLUMNS[..], &["--out", series_path.to_str().unwrap()]].concat();
    check(&series(3), &onto_itself, "is the file that is read");
    assert_eq!(std::fs::read_to_string(series_path).unwrap(), series(3));
    let gone = folder.path().join("gone.csv");
    let output = jingwei(&[&["detect", "score", "--csv", gone.to_str().unwrap()], &COLUMNS[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read"));
}

#[test]
fn the_scores_go_to_a_file_when_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scores.csv");
    let output =
        run(folder.path(), &series(100), &[&COLUMNS[..], &["--out", path.to_str().unwrap()]].concat());
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(std::fs::read_to_string(path).unwrap(), scored(&series(100), &COLUMNS).0);
}
