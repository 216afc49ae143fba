//! Values that were taken back: what stands then, and that they may come again, hot or sealed.

use jiff::civil::{Date, date};
use lake::{Batch, Foreseen, Foresight, Lake};
use model::{Granularity, Mark, Problem, Problems, Reading, Timestamp, Values, china};
use tempfile::tempdir;

use crate::support::{append, open, reading, readings, series};

const DAY: Date = date(2020, 8, 30);

fn value(value: f64, received_s: i64) -> Reading {
    let time = china::instant(DAY.at(8, 0, 0, 0));
    let received_at = china::plus_seconds(time, received_s);
    Reading { granularity: Granularity::Minute, time, received_at, ..reading(0, 0, value) }
}

fn withdrawal(received_s: i64) -> Reading {
    Reading {
        values: Values::default(),
        mark: Mark::Absent,
        problems: Problems::NONE.with(Problem::Withdrawn),
        ..value(0.0, received_s)
    }
}

fn standing(lake: &Lake) -> Option<f64> {
    let all =
        lake.range_current(&series(0), Granularity::Minute, Timestamp::MIN, Timestamp::MAX, 10).unwrap();
    assert_eq!(all.len(), 1);
    all[0].values.value
}

fn one(reading: Reading) -> Batch {
    readings(vec![reading])
}

/// First 1, then 2 instead; 2 is withdrawn and 1 stands again; 2 comes again.
fn story() -> Vec<(Vec<Reading>, Option<f64>)> {
    vec![
        (vec![value(1.0, 60)], Some(1.0)),
        (vec![value(2.0, 120)], Some(2.0)),
        (vec![withdrawal(180), value(1.0, 180)], Some(1.0)),
        (vec![value(2.0, 240)], Some(2.0)),
        (vec![withdrawal(300)], None),
        (vec![value(2.0, 360)], Some(2.0)),
    ]
}

#[test]
fn a_withdrawn_value_stands_no_longer_and_may_come_again() {
    let folder = tempdir().unwrap();
    let lake = open(folder.path());
    for (step, (batch, expected)) in story().into_iter().enumerate() {
        let count = batch.len() as u64;
        let receipt = append(&lake, readings(batch));
        assert_eq!(receipt.stored, count, "step {step}");
        assert_eq!(standing(&lake), expected, "step {step}");
    }
    assert_eq!(append(&lake, one(value(2.0, 400))).duplicates, 1, "a repeat changes nothing");
}

#[test]
fn withdrawals_in_one_commit_are_the_same_as_one_by_one() {
    let folder = tempdir().unwrap();
    let lake = open(folder.path());
    let all = story().into_iter().flat_map(|(batch, _)| batch).collect::<Vec<_>>();
    let count = all.len() as u64;
    assert_eq!(append(&lake, readings(all)).stored, count);
    assert_eq!(standing(&lake), Some(2.0));
}

#[test]
fn sealing_in_between_changes_nothing_of_what_stands() {
    let steps = story().len();
    for sealed_after in 0..steps {
        let folder = tempdir().unwrap();
        let lake = open(folder.path());
        for (step, (batch, expected)) in story().into_iter().enumerate() {
            append(&lake, readings(batch));
            assert_eq!(standing(&lake), expected, "step {step}, sealed after {sealed_after}");
            if step >= sealed_after {
                let seal =
                    lake.seal(Granularity::Minute, DAY, china::instant(date(2020, 9, 2).at(0, 0, 0, 0)));
                if let Some(seal) = seal.unwrap() {
                    assert_eq!(standing(&lake), expected, "step {step}, sealed and not settled");
                    lake.settle(&seal).unwrap();
                }
                assert_eq!(standing(&lake), expected, "step {step}, settled");
            }
        }
    }
}

#[test]
fn what_is_foreseen_is_what_the_lake_does() {
    let folder = tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, one(value(1.0, 60)));
    let mut foresight = Foresight::default();
    let foreseen: Vec<Foreseen> = [value(1.0, 70), value(2.0, 70), value(2.0, 80), value(1.0, 90)]
        .iter()
        .map(|reading| foresight.foresee(&lake, reading).unwrap())
        .collect();
    assert_eq!(foreseen, [Foreseen::Duplicate, Foreseen::Revision, Foreseen::Duplicate, Foreseen::Duplicate]);
    append(&lake, readings(vec![withdrawal(100)]));
    let again = Foresight::default().foresee(&lake, &value(1.0, 110)).unwrap();
    assert_eq!(again, Foreseen::New, "nothing stands after a withdrawal");
}
