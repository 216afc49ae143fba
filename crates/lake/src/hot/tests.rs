//! Stores of format 1, and what blocks must do beyond the plain map of `tests/it/reference.rs`.

use std::ops::ControlFlow;
use std::path::Path;

use model::{Granularity, Mark, Origin, Problem, Problems, Reading, SeriesKey, Timestamp, Unit, Values};

use super::Place;
use super::sweep::{next_bucket, sweep};
use crate::engine::{Engine, Table, WriteSet};
use crate::key::ReadingKey;
use crate::record::{Record, encode_reading};
use crate::{Batch, Lake, LakeOptions, Receipt};

fn options() -> LakeOptions {
    LakeOptions { min_free_bytes: 0, ..LakeOptions::default() }
}

fn reading(series: usize, second: i64, value: f64) -> Reading {
    let time = Timestamp::from_second(1_598_745_600 + second).unwrap();
    Reading {
        series: SeriesKey {
            source: format!("outlet:O-{series}").parse().unwrap(),
            factor: "a34013".parse().unwrap(),
        },
        granularity: Granularity::Minute,
        time,
        unit: Unit::MilligramPerCubicMetre,
        values: Values { value: Some(value), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: time,
    }
}

fn append(lake: &Lake, readings: Vec<Reading>) -> Receipt {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(lake.append(Batch { readings, ..Batch::default() })).unwrap()
}

fn all(lake: &Lake, series: usize) -> Vec<Reading> {
    let key = reading(series, 0, 0.0).series;
    lake.range(&key, Granularity::Minute, Timestamp::MIN, Timestamp::MAX, usize::MAX).unwrap()
}

/// What a program of format 1 left: a row for each reading, and a log of the latest ones.
fn store_of_format_1(folder: &Path, readings: &[Reading]) {
    drop(Lake::open(folder, options()).unwrap());
    std::fs::write(folder.join("format"), "jingwei lake 1\n").unwrap();
    let engine = Engine::open(&folder.join("hot"), &options()).unwrap();
    let mut writes = engine.write_set();
    let mut known: Vec<&SeriesKey> = Vec::new();
    let mut log = Vec::new();
    for reading in readings {
        if !known.contains(&&reading.series) {
            let text = format!("{}\0{}", reading.series.source, reading.series.factor);
            writes.put(Table::Series, &(known.len() as u32).to_be_bytes(), text.as_bytes());
            known.push(&reading.series);
        }
        let id = known.iter().position(|series| *series == &reading.series).unwrap();
        let key = ReadingKey::new(reading.granularity, id as u32, reading.time, 0);
        let mut record = Vec::new();
        encode_reading(reading, &mut record);
        writes.put(Table::Readings, &key.encode(), &record);
        log.extend(key.encode());
    }
    writes.put(Table::State, &[&b"latest log "[..], &0u64.to_be_bytes()].concat(), &log);
    writes.commit().unwrap();
}

#[test]
fn a_store_of_format_1_is_read_and_written_on() {
    let folder = tempfile::tempdir().unwrap();
    let old: Vec<Reading> =
        (0..200).map(|n| reading(n % 70, (n / 70) as i64 * 1800, n as f64 / 10.0)).collect();
    store_of_format_1(folder.path(), &old);
    let lake = Lake::open(folder.path(), options()).unwrap();
    let of = |series: usize| -> Vec<Reading> {
        old.iter().filter(|old| old.series == reading(series, 0, 0.0).series).cloned().collect()
    };
    for series in 0..70 {
        assert_eq!(all(&lake, series), of(series));
        let key = reading(series, 0, 0.0).series;
        assert_eq!(lake.latest(&key, Granularity::Minute).as_ref(), of(series).last());
    }
    // Known ones are duplicates, other ones revisions, and between old buckets there is room for new ones.
    assert_eq!(append(&lake, old.clone()).duplicates, 200);
    let other = vec![reading(3, 0, 99.0), reading(3, 60, 1.0), reading(3, 90_000, 2.0)];
    let receipt = append(&lake, other);
    assert_eq!((receipt.stored, receipt.revised), (3, 1));
    drop(lake);
    let lake = Lake::open(folder.path(), options()).unwrap();
    let found = all(&lake, 3);
    let values: Vec<_> = found.iter().map(|reading| reading.values.value.unwrap()).collect();
    assert_eq!(values, [0.3, 99.0, 1.0, 7.3, 14.3, 2.0]);
    assert!(found[1].problems.contains(Problem::Revised));
    assert_eq!(lake.latest(&reading(3, 0, 0.0).series, Granularity::Minute).as_ref(), found.last());
    assert_eq!(std::fs::read(folder.path().join("format")).unwrap(), b"jingwei lake 3\n");
}

#[test]
fn the_latest_survive_the_end_of_the_log_and_a_reopening() {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let old: Vec<Reading> = (0..3).map(|n| reading(n, 0, 0.5)).collect();
    store_of_format_1(folder.path(), &old);
    let mut lake = Lake::open(folder.path(), options()).unwrap();
    for round in 1..=45 {
        // Each reading in an hour of its own: 200 blocks a commit, so that the log is replaced once.
        append(&lake, (0..200).map(|n| reading(1, (round * 200 + n) * 3600, n as f64)).collect());
        if round % 15 == 0 {
            drop(lake);
            lake = Lake::open(folder.path(), options()).unwrap();
        }
        let latest = lake.latest(&reading(1, 0, 0.0).series, Granularity::Minute).unwrap();
        assert_eq!(latest, reading(1, (round * 200 + 199) * 3600, 199.0));
        assert_eq!(lake.latest(&old[2].series, Granularity::Minute).as_ref(), Some(&old[2]));
    }
    assert_eq!(all(&lake, 1).len(), 9_001);
}

#[test]
fn a_batch_larger_than_a_block_is_stored_whole_and_known_again() {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let lake = Lake::open(folder.path(), options()).unwrap();
    let one_hour: Vec<Reading> = (0..3600).flat_map(|n| (0..3).map(move |s| reading(s, n, 1.5))).collect();
    assert_eq!(append(&lake, one_hour.clone()).stored, 10_800);
    assert_eq!(append(&lake, one_hour).duplicates, 10_800);
    assert_eq!(all(&lake, 2).len(), 3600);
}

#[test]
fn a_sweep_takes_what_it_is_told_from_blocks_and_rows_and_leaves_the_rest() {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    store_of_format_1(folder.path(), &[reading(0, 0, 0.5), reading(1, 0, 1.5)]);
    let lake = Lake::open(folder.path(), options()).unwrap();
    append(&lake, vec![reading(0, 60, 2.5), reading(1, 60, 3.5)]);
    append(&lake, vec![reading(0, 120, 4.5), reading(1, 7200, 5.5)]);
    let shared = lake.shared();
    let (mut seen, mut first) = (0, None);
    let bucket = shared
        .with_engine(|engine| {
            next_bucket(engine, Granularity::Minute, 0, |key| {
                seen += 1;
                first.get_or_insert(key);
                ControlFlow::Continue(())
            })
        })
        .unwrap();
    assert_eq!((seen, bucket), (5, first.map(|key| key.bucket)));
    let place = Place::of(first.unwrap());
    let swept = || {
        let swept = shared.with_engine(|engine| {
            let mut writes = engine.write_set();
            let goes = |_: &mut WriteSet<'_>, key: ReadingKey, record: Record, _: &[u8]| {
                key.series == 0 || record.values.value == Some(1.5)
            };
            let gone = sweep(engine, &mut writes, place, goes)?;
            writes.commit().map(|()| gone)
        });
        swept.unwrap()
    };
    assert_eq!((swept(), swept()), (4, 0));
    assert_eq!(all(&lake, 0), []);
    assert_eq!(all(&lake, 1), [reading(1, 60, 3.5), reading(1, 7200, 5.5)]);
}
