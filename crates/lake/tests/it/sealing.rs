//! Days move from the hot store into files, and nobody who asks can tell.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::Path;

use jiff::civil::{Date, date};
use lake::{Batch, FrameOutcome, Lake, LakeError, Receipt, SealedKind, SeriesValue, Summary, Watched};
use model::{
    FactorCode, Granularity, Mark, Origin, Problem, Reading, SeriesKey, Source, Timestamp, Values, china,
};

use crate::support::{append, at, frame, open, reading, readings, series};

const MINUTE: Granularity = Granularity::Minute;
const DAY: Date = date(2020, 8, 30);

fn midnight(day: Date) -> Timestamp {
    china::instant(day.at(0, 0, 0, 0))
}

fn minute(number: usize, day: Date, minute: i64, value: f64) -> Reading {
    let time = china::plus_seconds(midnight(day), minute * 60);
    Reading {
        granularity: MINUTE,
        time,
        received_at: china::plus_seconds(time, 61),
        ..reading(number, 0, value)
    }
}

/// Three days of three series, with marks, holes, corrections and figures of every kind.
fn some_days() -> Batch {
    let mut all = Vec::new();
    for (number, day) in (0..3).flat_map(|number| [28, 29, 30].map(|day| (number, date(2020, 8, day)))) {
        for step in (0..1440).filter(|step| step % 7 != 3).step_by(11) {
            let mut one = minute(number, day, step, (step * 37 % 1000) as f64 / 10.0);
            one.values.min = Some(one.values.value.unwrap() - 0.25);
            one.values.total = Some(step as f64 / 1000.0);
            one.mark = if step % 5 == 0 { Mark::Fault } else { Mark::Normal };
            one.origin = if step % 6 == 0 { Origin::Backfill } else { Origin::Live };
            all.push(one);
        }
        all.push(minute(number, day, 1439, f64::NAN));
        all.push(minute(number, day, 1438, 0.1 + 0.2));
        all.push(minute(number, day, 1437, f64::NEG_INFINITY));
        all.push(minute(number, day, 11, 999.5));
        let mut odd = minute(number, day, 1436, -0.0);
        odd.mark = "Sr".into();
        odd.problems.insert(Problem::ClockSkew);
        odd.values = Values { converted: Some(235.576_536_233_014), ..odd.values };
        odd.received_at = Timestamp::from_nanosecond(odd.time.as_nanosecond() - 1_234_567_891).unwrap();
        all.push(odd);
    }
    readings(all)
}

/// To the bit, NaN and all.
fn text(lake: &Lake) -> Vec<String> {
    let mut lines = Vec::new();
    for number in 0..3 {
        for reading in
            lake.range(&series(number), MINUTE, Timestamp::MIN, Timestamp::MAX, usize::MAX).unwrap()
        {
            let bits = reading.values.value.map(f64::to_bits);
            lines.push(format!("{reading:?} {bits:?}"));
        }
    }
    lines
}

fn summaries(lake: &Lake) -> Vec<Vec<Summary>> {
    let (from, to) = (midnight(date(2020, 8, 27)), midnight(date(2020, 9, 2)));
    let steps = [86_400, 3600, 5 * 3600, 2 * 86_400].map(|step| NonZeroU32::new(step).unwrap());
    let mut all: Vec<_> =
        steps.map(|step| lake.summarise(&series(1), MINUTE, from, to, step).unwrap()).into();
    let odd = (china::plus_seconds(from, 100_000), china::plus_seconds(to, -250_000));
    all.push(lake.summarise(&series(1), MINUTE, odd.0, odd.1, steps[0]).unwrap());
    all.push(lake.summarise(&series(1), MINUTE, from, odd.1, steps[0]).unwrap());
    all
}

fn exceedances(lake: &Lake) -> Vec<lake::Exceedance> {
    let limits = [(0, None, Some(98.0)), (1, Some(-1.0), Some(5000.0)), (2, Some(0.5), Some(99.0))];
    let watched = limits.map(|(number, lower, upper)| Watched { series: series(number), lower, upper });
    let (from, to) = (midnight(date(2020, 8, 28)), china::plus_seconds(midnight(DAY), 50_000));
    let found = lake.exceedances(&watched, MINUTE, from, to).unwrap();
    let expected = watched.iter().filter_map(|one| plainly_exceeding(lake, one, from, to));
    assert_eq!(found, expected.collect::<Vec<_>>());
    found
}

/// Value by value, as the limits say it.
fn plainly_exceeding(
    lake: &Lake,
    watched: &Watched,
    from: Timestamp,
    to: Timestamp,
) -> Option<lake::Exceedance> {
    let Watched { series, lower, upper } = watched;
    let mut worst: Option<(f64, lake::Exceedance)> = None;
    for reading in lake.range_current(series, MINUTE, from, to, usize::MAX).unwrap() {
        let Some(figure) = reading.evidence().filter(|figure| figure.is_finite()) else { continue };
        let above = upper.map(|upper| figure - upper).filter(|excess| *excess > 0.0);
        let below = lower.map(|lower| lower - figure).filter(|excess| *excess > 0.0);
        let Some(excess) = above.or(below) else { continue };
        let time = reading.time;
        let (farthest, found) = worst.get_or_insert_with(|| {
            let series = series.clone();
            (
                excess,
                lake::Exceedance { series, count: 0, first: time, last: time, worst: figure, worst_at: time },
            )
        });
        (found.count, found.last) = (found.count + 1, time);
        if excess > *farthest {
            (*farthest, found.worst, found.worst_at) = (excess, figure, time);
        }
    }
    worst.map(|(_, found)| found)
}

fn seal_and_settle(lake: &Lake, day: Date) -> u64 {
    let seal = lake.seal(MINUTE, day, Timestamp::MAX).unwrap().unwrap();
    lake.settle(&seal).unwrap()
}

fn files(folder: &Path) -> usize {
    let sealed = folder.join("sealed/minute/2020-08");
    std::fs::read_dir(sealed).map_or(0, Iterator::count)
}

#[test]
fn hot_sealed_and_sealed_again_answer_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, some_days());
    let (all, sums, over) = (text(&lake), summaries(&lake), exceedances(&lake));
    assert!(!over.is_empty() && over.iter().all(|found| found.count > 0));
    let same = |lake: &Lake, step: &str| {
        assert_eq!(text(lake), all, "{step}");
        assert_eq!(summaries(lake), sums, "{step}");
        assert_eq!(exceedances(lake), over, "{step}");
        assert_eq!(lake.latest_all().len(), 3, "{step}");
    };
    let seal = lake.seal(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
    same(&lake, "sealed, not settled");
    assert!(lake.settle(&seal).unwrap() > 0);
    assert_eq!(lake.settle(&seal).unwrap(), 0, "settled once");
    same(&lake, "one day sealed");
    seal_and_settle(&lake, date(2020, 8, 28));
    seal_and_settle(&lake, date(2020, 8, 29));
    same(&lake, "all sealed");
    let month = lake.compact(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
    same(&lake, "compacted, not settled");
    lake.settle(&month).unwrap();
    same(&lake, "compacted");
    assert_eq!(lake.compact(MINUTE, DAY, Timestamp::MAX).unwrap(), None, "nothing new");
    assert!(lake.sealed_files().iter().all(|file| file.period.to_string() == "2020-08"));
    assert!(lake.hot_days().unwrap().is_empty());
    let again = append(&lake, some_days());
    assert_eq!((again.stored, again.duplicates), (0, some_days().readings.len() as u64));
    drop(lake);
    let lake = open(folder.path());
    assert_eq!(lake.latest(&series(1), MINUTE).unwrap().time, minute(1, DAY, 1439, 0.0).time);
}

#[test]
fn a_late_value_answers_at_once_and_its_day_is_sealed_again() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, some_days());
    let receipt = append(&lake, readings(vec![minute(0, DAY, 1, 5.0)]));
    assert_eq!(receipt, Receipt { stored: 1, ..Receipt::default() });
    seal_and_settle(&lake, DAY);
    assert_eq!(lake.seal(MINUTE, DAY, Timestamp::MAX).unwrap(), None, "nothing new");

    // A duplicate, a correction and a value for a hole, all of a day that has left the hot store.
    let late = vec![minute(0, DAY, 1, 5.0), minute(0, DAY, 1, 6.0), minute(0, DAY, 2, 7.0)];
    let receipt = append(&lake, readings(late.clone()));
    assert_eq!(receipt, Receipt { stored: 2, revised: 1, duplicates: 1, surplus: 0 });
    assert_eq!(append(&lake, readings(late.clone())).duplicates, 3);
    let (from, to) = (minute(0, DAY, 1, 0.0).time, minute(0, DAY, 3, 0.0).time);
    let values = |lake: &Lake| -> Vec<f64> {
        let all = lake.range(&series(0), MINUTE, from, to, 9).unwrap();
        all.iter().map(|reading| reading.values.value.unwrap()).collect()
    };
    assert_eq!(values(&lake), [5.0, 6.0, 7.0]);

    let seal = lake.seal(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
    assert_eq!((seal.generation, seal.former_rows()), (2, 4), "and the corrections of before");
    lake.settle(&seal).unwrap();
    assert_eq!(values(&lake), [5.0, 6.0, 7.0]);
    let current = lake.range_current(&series(0), MINUTE, from, to, 9).unwrap();
    assert_eq!(current.iter().map(|r| r.values.value.unwrap()).collect::<Vec<_>>(), [6.0, 7.0]);
    assert_eq!(append(&lake, readings(late)).duplicates, 3);
    assert_eq!(files(folder.path()), 6, "values, former and roll-up, each with its sums: of one generation");
}

#[test]
fn the_list_of_files_is_what_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, some_days());
    seal_and_settle(&lake, DAY);
    let list = lake.sealed_files();
    assert_eq!(
        list.iter().map(|file| file.kind).collect::<Vec<_>>(),
        [SealedKind::Former, SealedKind::Rollup, SealedKind::Values]
    );
    for file in &list {
        let path = folder.path().join(&file.name);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), file.bytes);
        assert_eq!(lake::sha256_of_file(&path).unwrap(), file.sha256);
    }
    assert_eq!((list[1].rows, list[0].rows), (3, 3));
    drop(lake);
    assert_eq!(open(folder.path()).sealed_files(), list);
}

#[test]
fn a_day_that_is_not_over_is_not_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, some_days());
    let error = lake.seal(MINUTE, DAY, at(0)).unwrap_err();
    assert!(matches!(error, LakeError::NotOver { .. }), "{error}");
    assert_eq!(error.to_string(), "2020-08-30 is not over");
    assert!(lake.sealed_files().is_empty());
}

#[test]
fn a_late_value_takes_its_day_out_of_a_compacted_month() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, some_days());
    for day in [28, 29, 30] {
        seal_and_settle(&lake, date(2020, 8, day));
    }
    let compact = |lake: &Lake| {
        let seal = lake.compact(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
        lake.settle(&seal).unwrap();
        seal
    };
    assert_eq!(compact(&lake).generation, 2);
    assert_eq!(append(&lake, readings(vec![minute(2, DAY, 2, 7.0), minute(2, DAY, 11, 8.0)])).stored, 2);
    let (all, sums, over) = (text(&lake), summaries(&lake), exceedances(&lake));
    let same = |lake: &Lake| {
        assert_eq!(text(lake), all);
        assert_eq!((summaries(lake), exceedances(lake)), (sums.clone(), over.clone()));
    };
    let seal = lake.seal(MINUTE, DAY, Timestamp::MAX).unwrap().unwrap();
    assert_eq!(seal.generation, 3, "no name is used twice");
    same(&lake);
    lake.settle(&seal).unwrap();
    same(&lake);
    let month =
        lake.sealed_files().into_iter().find(|file| file.name.contains("month.2.000.values")).unwrap();
    assert_eq!(month.replaced_days, [DAY]);
    assert_eq!(compact(&lake).generation, 4);
    same(&lake);
    assert!(lake.hot_days().unwrap().is_empty());
}

#[test]
fn a_month_can_be_written_straight_into_files() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let lake = open(folder.path());
    let mut by_source: BTreeMap<String, (Source, BTreeMap<FactorCode, Vec<SeriesValue>>)> = BTreeMap::new();
    let mut all = Vec::new();
    let mut last: BTreeMap<SeriesKey, Reading> = BTreeMap::new();
    for (number, step) in (0..3).flat_map(|number| (0..2000).map(move |step| (number, step))) {
        let one = minute(number, date(2020, 8, 27), step * 3, step as f64 / 4.0);
        let slot = by_source.entry(one.series.source.to_string());
        let (_, factors) = slot.or_insert_with(|| (one.series.source.clone(), BTreeMap::new()));
        factors.entry(one.series.factor.clone()).or_default().push(one.clone().into());
        all.push(one.clone());
        last.insert(one.series.clone(), one);
    }
    append(&lake, readings(last.into_values().collect()));
    let mut sources = by_source.clone().into_values();
    let seal = lake.seal_bulk(MINUTE, DAY, Timestamp::MAX, &mut sources).unwrap();
    assert_eq!((seal.rows(), lake.settle(&seal).unwrap()), (6000, 3));
    let again = lake.seal_bulk(MINUTE, DAY, Timestamp::MAX, &mut by_source.clone().into_values());
    assert!(matches!(again.unwrap_err(), LakeError::Occupied { .. }));
    let appended = open(other.path());
    append(&appended, readings(all));
    assert_eq!(text(&lake), text(&appended));
    assert_eq!(summaries(&lake), summaries(&appended));
}

#[test]
fn what_is_too_old_is_dropped_when_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, some_days());
    let refused = FrameOutcome::Refused { reason: "crc".to_owned() };
    let frames = vec![frame("A", 1, refused, b"one"), frame("B", 5, FrameOutcome::Stored, b"two")];
    append(&lake, Batch { frames, ..Batch::default() });
    for day in [28, 29] {
        seal_and_settle(&lake, date(2020, 8, day));
    }
    let expired = lake.expired(MINUTE, date(2020, 8, 29));
    assert_eq!(expired.len(), 1);
    lake.drop_sealed(&expired[0]).unwrap();
    lake.drop_sealed(&expired[0]).unwrap();
    let left = lake.range(&series(0), MINUTE, Timestamp::MIN, Timestamp::MAX, usize::MAX).unwrap();
    assert!(left.iter().all(|reading| reading.time >= midnight(date(2020, 8, 29))));
    assert_eq!(files(folder.path()), 6, "those of the day that stays");

    assert_eq!(lake.frames_before(at(5)).unwrap(), 1);
    assert_eq!(lake.drop_frames_before(at(5)).unwrap(), 1);
    assert!(lake.refused_frames(Timestamp::MIN, Timestamp::MAX, 9).unwrap().is_empty());
    assert_eq!(lake.frames("B", Timestamp::MIN, Timestamp::MAX, 9).unwrap().len(), 1);
}

#[test]
fn a_value_just_after_midnight_makes_its_own_day_be_sealed_anew() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    append(&lake, some_days());
    for day in [28, 29, 30] {
        seal_and_settle(&lake, date(2020, 8, day));
    }
    append(&lake, readings(vec![minute(0, DAY, -5, 71.25), minute(0, DAY, 10, 72.5)]));
    assert_eq!(lake.hot_days().unwrap(), [(MINUTE, date(2020, 8, 29)), (MINUTE, DAY)]);
}
