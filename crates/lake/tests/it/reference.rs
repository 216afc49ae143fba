//! The store against a plain map, over random histories.

use std::collections::{BTreeMap, BTreeSet};

use lake::{Batch, FrameOutcome, FrameRecord, Lake, LakeOptions, Receipt, SeriesValue};
use model::{Granularity, Mark, Origin, Problem, Reading, SeriesKey, Timestamp};
use proptest::prelude::*;

use crate::support::{append, at, count, frame, options, reading, series};

type Slot = (SeriesKey, Granularity, Timestamp);

#[derive(Debug, Clone)]
enum Step {
    Append(Batch),
    Reopen,
    /// Seals every finished day; settles it too, or leaves that to a later step.
    Seal {
        settle: bool,
    },
    /// Compacts every month.
    Compact,
}

/// What the store should be.
#[derive(Default)]
struct Reference {
    readings: BTreeMap<Slot, Vec<Reading>>,
    frames: Vec<FrameRecord>,
    counters: BTreeMap<(String, String), u64>,
}

impl Reference {
    fn append(&mut self, batch: Batch) -> Receipt {
        let mut receipt = Receipt::default();
        self.frames.extend(batch.frames);
        for count in batch.counts {
            *self.counters.entry((count.device.into(), count.counter.into_owned())).or_default() += count.add;
        }
        for mut new in batch.readings {
            let there = self.readings.entry((new.series.clone(), new.granularity, new.time)).or_default();
            let same =
                |old: &&Reading| (old.values, &old.mark, old.unit) == (new.values, &new.mark, new.unit);
            if there.iter().find(same).is_some() {
                receipt.duplicates += 1;
                continue;
            }
            receipt.stored += 1;
            if !there.is_empty() {
                receipt.revised += 1;
                new.problems.insert(Problem::Revised);
            }
            there.push(new);
        }
        receipt
    }

    fn range(
        &self,
        key: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
    ) -> Vec<&Vec<Reading>> {
        let inside = |(slot, _): &(&Slot, &Vec<Reading>)| {
            (&slot.0, slot.1) == (key, granularity) && from <= slot.2 && slot.2 < to
        };
        self.readings.iter().filter(inside).map(|(_, revisions)| revisions).collect()
    }

    fn compare(&self, lake: &Lake, from: Timestamp, to: Timestamp, limit: usize) {
        for number in 0..SERIES {
            for granularity in Granularity::ALL {
                let key = series(number);
                let slots = self.range(&key, granularity, from, to);
                let all: Vec<_> = slots.iter().copied().flatten().take(limit).cloned().collect();
                assert_eq!(lake.range(&key, granularity, from, to, limit).unwrap(), all);
                let current: Vec<_> =
                    slots.iter().filter_map(|slot| slot.last()).take(limit).cloned().collect();
                assert_eq!(lake.range_current(&key, granularity, from, to, limit).unwrap(), current);
                let together = lake.values_current(
                    &key.source,
                    std::slice::from_ref(&key.factor),
                    granularity,
                    (from, to),
                    limit,
                );
                let values: Vec<SeriesValue> = current.into_iter().map(SeriesValue::from).collect();
                assert_eq!(together.unwrap(), [values]);
                let mut ever = self.readings.iter().rev();
                let latest = ever.find(|(slot, _)| (&slot.0, slot.1) == (&key, granularity));
                let latest = latest.and_then(|(_, revisions)| revisions.last());
                assert_eq!(lake.latest(&key, granularity).as_ref(), latest);
            }
        }
        let newest_first = |mut frames: Vec<(usize, &FrameRecord)>| -> Vec<FrameRecord> {
            frames.retain(|(_, frame)| from <= frame.received_at && frame.received_at < to);
            frames.sort_by_key(|(order, frame)| (frame.received_at, *order));
            frames.into_iter().rev().take(limit).map(|(_, frame)| frame.clone()).collect()
        };
        let numbered = || self.frames.iter().enumerate();
        for device in DEVICES {
            let expected = newest_first(numbered().filter(|(_, frame)| frame.device == device).collect());
            assert_eq!(lake.frames(device, from, to, limit).unwrap(), expected);
            let expected: BTreeMap<_, _> = self.counters.iter().filter(|((of, _), _)| of == device).collect();
            let expected: BTreeMap<_, _> =
                expected.into_iter().map(|((_, name), n)| (name.clone(), *n)).collect();
            assert_eq!(lake.counters(device), expected);
        }
        let refused = |frame: &FrameRecord| matches!(frame.outcome, FrameOutcome::Refused { .. });
        let expected = newest_first(numbered().filter(|(_, frame)| refused(frame)).collect());
        assert_eq!(lake.refused_frames(from, to, limit).unwrap(), expected);
    }
}

const SERIES: usize = 4;
const DEVICES: [&str; 2] = ["A", "AB"];

/// Few enough to meet again, on both sides of the borders of buckets and of 1970.
fn any_time() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        (-8i64..8).prop_map(|n| at(n * 1800)),
        (-3i64..3).prop_map(|n| at(n * 86_400 * 20)),
        (-2i64..2).prop_map(|n| Timestamp::from_millisecond(n * 500).unwrap()),
        Just(Timestamp::MIN),
        Just(Timestamp::MAX),
    ]
}

/// Few enough to meet again. No NaN here, which equals nothing: see `sealing`.
fn any_value() -> impl Strategy<Value = f64> {
    proptest::sample::select(vec![0.0, 1.0, 23.4, 235.576536233014, 0.1 + 0.2, f64::INFINITY, 1e300])
}

prop_compose! {
    fn any_reading()(
        number in 0..SERIES, time in any_time(), value in any_value(), live: bool, fault in proptest::bool::weighted(0.2),
        granularity in proptest::sample::select(Granularity::ALL.to_vec()),
    ) -> Reading {
        Reading {
            granularity,
            time,
            mark: if fault { Mark::Fault } else { Mark::Normal },
            origin: if live { Origin::Live } else { Origin::Backfill },
            ..reading(number, 0, value)
        }
    }
}

prop_compose! {
    fn any_frame()(device in 0..2usize, second in 0i64..5, outcome in 0..3, bytes: [u8; 2]) -> FrameRecord {
        let outcome = match outcome {
            0 => FrameOutcome::Stored,
            1 => FrameOutcome::Waiting,
            _ => FrameOutcome::Refused { reason: "crc".to_owned() },
        };
        frame(DEVICES[device], second, outcome, &bytes)
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let counts = (0..2usize, proptest::sample::select(vec!["received", "stored"]), 0u64..9)
        .prop_map(|(device, counter, add)| count(DEVICES[device], counter, add));
    let batch = (
        proptest::collection::vec(any_frame(), 0..3),
        proptest::collection::vec(any_reading(), 0..40),
        proptest::collection::vec(counts, 0..4),
    );
    prop_oneof![
        5 => batch.prop_map(|(frames, readings, counts)| Step::Append(Batch { frames, readings, counts })),
        1 => Just(Step::Reopen),
        2 => any::<bool>().prop_map(|settle| Step::Seal { settle }),
        1 => Just(Step::Compact),
    ]
}

/// Seals every day of which the hot store has something, as the server does.
fn seal_all(lake: &Lake, settle: bool) {
    for (granularity, day) in lake.hot_days().unwrap() {
        lake.seal(granularity, day, Timestamp::MAX).unwrap();
    }
    for seal in lake.unsettled() {
        if settle {
            lake.settle(&seal).unwrap();
        }
    }
}

fn compact_all(lake: &Lake) {
    seal_all(lake, true);
    let months: BTreeSet<_> = lake
        .sealed_files()
        .into_iter()
        .map(|file| (file.granularity, file.period.first_day().first_of_month()))
        .collect();
    for (granularity, month) in months {
        if let Some(seal) = lake.compact(granularity, month, Timestamp::MAX).unwrap() {
            lake.settle(&seal).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_store_is_what_a_plain_map_would_be(
        steps in proptest::collection::vec(any_step(), 1..12),
        from in any_time(), to in any_time(), limit in 0usize..30,
    ) {
        // What survives a kill is tested elsewhere; memory spares the thousands of syncs.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let small = LakeOptions { memtable_bytes: 4096, ..options() };
        let mut reference = Reference::default();
        let mut lake = Lake::open(folder.path(), small.clone()).unwrap();
        for step in steps {
            match step {
                Step::Append(batch) => {
                    let receipt = append(&lake, batch.clone());
                    prop_assert_eq!(receipt, reference.append(batch));
                }
                Step::Seal { settle } => seal_all(&lake, settle),
                Step::Compact => compact_all(&lake),
                Step::Reopen => {
                    drop(lake);
                    lake = Lake::open(folder.path(), small.clone()).unwrap();
                }
            }
            reference.compare(&lake, from, to, limit);
            reference.compare(&lake, Timestamp::MIN, Timestamp::MAX, usize::MAX);
        }
    }
}
