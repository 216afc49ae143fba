use std::collections::BTreeMap;
use std::sync::Arc;

use lake::{Batch, Count, ErrorKind, FrameOutcome, Lake, LakeError, Receipt};
use model::{Granularity, Mark, Origin, Problem, Timestamp, Unit};

use crate::support::{append, at, count, frame, open, options, reading, readings, series, wait};

const RT: Granularity = Granularity::Realtime;

#[test]
fn what_was_appended_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let refused = FrameOutcome::Refused { reason: "crc".to_owned() };
    let batch = Batch {
        frames: vec![
            frame("A", 1, FrameOutcome::Stored, b"one"),
            frame("A", 2, refused.clone(), b"two"),
            frame("B", 2, FrameOutcome::Waiting, b"three"),
            frame("B", 3, refused.clone(), b"four"),
        ],
        readings: vec![
            reading(1, 0, 1.5),
            reading(1, 60, 1.25),
            reading(2, 60, -0.0),
            reading(1, 86_400, 9.0),
        ],
        counts: vec![count("A", "received", 2), count("A", "stored", 1), count("A", "received", 3)],
    };
    let lake = open(folder.path());
    assert_eq!(append(&lake, batch.clone()), Receipt { stored: 4, ..Receipt::default() });
    let check = |lake: &Lake| {
        let day = lake.range(&series(1), RT, at(0), at(86_400), 10).unwrap();
        assert_eq!(day, batch.readings[..2], "the end is exclusive");
        assert_eq!(lake.range(&series(1), RT, at(1), at(90_000), 10).unwrap().len(), 2);
        assert_eq!(
            lake.range(&series(1), RT, Timestamp::MIN, Timestamp::MAX, 2).unwrap(),
            batch.readings[..2]
        );
        assert_eq!(lake.range(&series(1), RT, at(60), at(60), 2).unwrap(), []);
        assert_eq!(lake.range(&series(1), Granularity::Minute, at(0), at(9999), 2).unwrap(), []);
        assert_eq!(lake.range(&series(3), RT, at(0), at(9999), 2).unwrap(), []);
        assert_eq!(lake.latest(&series(1), RT).as_ref(), batch.readings.last());
        assert_eq!(lake.latest(&series(2), RT).unwrap().values.value.unwrap().to_bits(), (-0.0f64).to_bits());
        assert_eq!(lake.latest(&series(2), Granularity::Day), None);
        assert_eq!(lake.latest_all().len(), 2);
        assert_eq!(lake.series(), [series(1), series(2)]);
        assert_eq!(lake.series_of(&series(2).source), [series(2)]);

        let frames = &batch.frames;
        assert_eq!(lake.frames("A", at(0), at(9), 9).unwrap(), [frames[1].clone(), frames[0].clone()]);
        assert_eq!(lake.frames("A", at(0), at(9), 1).unwrap(), [frames[1].clone()]);
        assert_eq!(lake.frames("A", at(1), at(2), 9).unwrap(), [frames[0].clone()]);
        assert_eq!(lake.frames("A", at(2), at(1), 9).unwrap(), []);
        assert_eq!(lake.frames("C", at(0), at(9), 9).unwrap(), []);
        assert_eq!(lake.refused_frames(at(0), at(9), 9).unwrap(), [frames[3].clone(), frames[1].clone()]);
        assert_eq!(lake.refused_frames(at(0), at(3), 9).unwrap(), [frames[1].clone()]);

        let counters = lake.counters("A");
        assert_eq!(counters.into_iter().collect::<Vec<_>>(), [("received".into(), 5), ("stored".into(), 1)]);
        assert!(lake.counters("B").is_empty());
        assert_eq!(lake.devices(), ["A", "B"]);
    };
    check(&lake);
    drop(lake);
    let lake = open(folder.path());
    check(&lake);
    append(&lake, Batch { counts: vec![count("A", "received", u64::MAX)], ..Batch::default() });
    assert_eq!(lake.counters("A")["received"], u64::MAX);
}

#[test]
fn a_duplicate_is_counted_and_a_correction_stands_beside_the_first_value() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let first = reading(1, 0, 1.0);
    let mut again = first.clone();
    again.origin = Origin::Backfill;
    again.received_at = at(5000);
    let mut corrected = again.clone();
    corrected.values.value = Some(2.0);
    let mut marked = corrected.clone();
    marked.mark = Mark::Fault;
    let mut in_other_unit = corrected.clone();
    in_other_unit.unit = Unit::MicrogramPerLitre;

    let receipt = append(&lake, readings(vec![first.clone(), again.clone()]));
    assert_eq!(receipt, Receipt { stored: 1, duplicates: 1, ..Receipt::default() });
    append(&lake, readings(vec![reading(1, 60, 3.0)]));
    let batch =
        readings(vec![corrected.clone(), again, marked.clone(), corrected.clone(), in_other_unit.clone()]);
    let receipt = append(&lake, batch.clone());
    assert_eq!(receipt, Receipt { stored: 3, revised: 3, duplicates: 2, surplus: 0 });
    assert_eq!(append(&lake, batch).duplicates, 5);

    for revision in [&mut corrected, &mut marked, &mut in_other_unit] {
        revision.problems.insert(Problem::Revised);
    }
    let all = lake.range(&series(1), RT, at(0), at(60), 10).unwrap();
    assert_eq!(all, [first, corrected, marked, in_other_unit.clone()]);
    let current = lake.range_current(&series(1), RT, at(0), at(61), 10).unwrap();
    assert_eq!(current, [in_other_unit.clone(), reading(1, 60, 3.0)]);
    assert_eq!(lake.range_current(&series(1), RT, at(0), at(61), 1).unwrap(), [in_other_unit]);
    assert_eq!(
        lake.latest(&series(1), RT),
        Some(reading(1, 60, 3.0)),
        "a correction of the past is not the latest"
    );

    append(&lake, readings(vec![reading(1, 60, 4.0)]));
    let latest = lake.latest(&series(1), RT).unwrap();
    assert_eq!((latest.values.value, latest.problems.contains(Problem::Revised)), (Some(4.0), true));
}

#[test]
fn a_device_that_says_something_else_each_time_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let babble: Vec<_> = (0..400).map(|n| reading(1, 0, f64::from(n))).collect();
    let kept = Receipt::MAX_REVISIONS as u64;
    let receipt = append(&lake, readings(babble.clone()));
    assert_eq!(receipt, Receipt { stored: kept, revised: kept - 1, duplicates: 0, surplus: 400 - kept });
    let receipt = append(&lake, readings(babble));
    assert_eq!(receipt, Receipt { stored: 0, revised: 0, duplicates: kept, surplus: 400 - kept });
}

#[test]
fn the_name_of_a_counter_has_a_limit_and_breaking_it_harms_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let longest = "c".repeat(lake::Count::MAX_NAME_BYTES);
    let counting =
        |counter: &str| Batch { counts: vec![count("A", counter, 1)], ..readings(vec![reading(1, 0, 1.0)]) };
    let error = wait(lake.append(counting(&"c".repeat(70_000)))).unwrap_err();
    assert!(matches!(error, LakeError::CounterName { length: 70_000 }), "{error}");
    assert_eq!(append(&lake, counting(&longest)).stored, 1);
    assert_eq!(lake.counters("A"), [(longest, 1)].into());
}

#[test]
fn subscribers_get_what_was_stored() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let mut updates = lake.subscribe();
    append(&lake, readings(vec![reading(1, 0, 1.0), reading(1, 0, 1.0)]));
    append(&lake, readings(vec![reading(1, 0, 1.0)]));
    append(&lake, readings(vec![reading(1, 0, 2.0)]));
    assert_eq!(*updates.try_recv().unwrap(), [reading(1, 0, 1.0)]);
    let revised = updates.try_recv().unwrap();
    assert!(revised[0].problems.contains(Problem::Revised));
    assert!(updates.try_recv().is_err());
}

#[test]
fn many_callers_share_commits_and_each_gets_its_own_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let mut updates = lake.subscribe();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..200usize)
            .map(|n| {
                let lake = lake.clone();
                tokio::spawn(async move {
                    // A shared reading and one of the caller's own.
                    let batch = Batch {
                        readings: vec![reading(0, 0, 7.0), reading(n + 1, 0, n as f64)],
                        counts: vec![count("A", "received", 1)],
                        ..Batch::default()
                    };
                    lake.append(batch).await.unwrap()
                })
            })
            .collect();
        let mut sum = Receipt::default();
        for task in tasks {
            let receipt = task.await.unwrap();
            assert!(receipt.stored >= 1);
            sum.stored += receipt.stored;
            sum.duplicates += receipt.duplicates;
        }
        assert_eq!((sum.stored, sum.duplicates), (201, 199));
    });
    assert_eq!(lake.counters("A")["received"], 200);
    let commits = std::iter::from_fn(|| updates.try_recv().ok()).count();
    assert!(commits < 200, "{commits} commits for 200 callers");
}

#[test]
fn the_latest_survives_its_log_being_replaced() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let lake = open(folder.path());
        for step in 0..4 {
            // 3,000 series a commit: the log is replaced by a snapshot in every second round.
            let second = round * 1000 + step * 10;
            append(&lake, readings((0..3000).map(|n| reading(n, second, f64::from(n as u32))).collect()));
        }
        append(&lake, readings(vec![reading(5, round * 1000 + 35, 1.0)]));
        drop(lake);
        let lake = open(folder.path());
        let latest = lake.latest_all();
        assert_eq!(latest.len(), 3000);
        for (number, latest) in latest.into_iter().enumerate() {
            let second = round * 1000 + if number == 5 { 35 } else { 30 };
            assert_eq!((latest.series, latest.time), (series(number), at(second)));
        }
    }
}

#[test]
fn counters_survive_their_log_being_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let mut expected: BTreeMap<(String, String), u64> = BTreeMap::new();
    for round in 0..4 {
        let lake = open(folder.path());
        for step in 0..12 {
            // Names as long as they may be: some 50 kB a commit, so that rows replace the log in every second round.
            let name = |n: usize| format!("{n:0>length$}", length = Count::MAX_NAME_BYTES);
            let device = |n: usize| format!("D{}", (n + step) % 40);
            let counts = (0..200).map(|n| count(&device(n), &name(n % 150), (round * n) as u64 + 1));
            let batch = Batch { counts: counts.collect(), ..Batch::default() };
            for Count { device, counter, add } in batch.counts.clone() {
                *expected.entry((device.into(), counter.into_owned())).or_default() += add;
            }
            append(&lake, batch);
        }
        // Of a device that is in no commit but this.
        append(&lake, Batch { counts: vec![count(&format!("only {round}"), "a", 1)], ..Batch::default() });
        expected.insert((format!("only {round}"), "a".into()), 1);
        drop(lake);
        let lake = open(folder.path());
        let counters = |device: String| {
            lake.counters(&device).into_iter().map(move |(name, sum)| ((device.clone(), name), sum))
        };
        assert_eq!(lake.devices().into_iter().flat_map(counters).collect::<BTreeMap<_, _>>(), expected);
    }
}

#[test]
fn a_folder_belongs_to_one_lake_and_the_error_names_the_holder() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let error = Lake::open(folder.path(), options()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let pid = std::process::id();
    assert!(error.to_string().ends_with(&format!("is in use by process {pid}")), "{error}");
    let clone = lake.clone();
    drop(lake);
    assert!(Lake::open(folder.path(), options()).is_err(), "a clone still has it");
    drop(clone);
    open(folder.path());
}

#[test]
fn an_unknown_format_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let format = folder.path().join("format");
    std::fs::write(&format, "jingwei lake 4\n").unwrap();
    let error = Lake::open(folder.path(), options()).unwrap_err();
    assert!(matches!(&error, LakeError::UnknownFormat { found, .. } if found == "jingwei lake 4"), "{error}");
    assert_eq!(error.kind(), ErrorKind::Conflict);
    std::fs::remove_file(&format).unwrap();
    assert_eq!(Lake::open(folder.path(), options()).unwrap_err().kind(), ErrorKind::Corrupt);
    for former in 1..=2 {
        std::fs::write(&format, format!("jingwei lake {former}\n")).unwrap();
        drop(open(folder.path()));
        assert_eq!(std::fs::read_to_string(&format).unwrap(), "jingwei lake 3\n");
    }
}

#[test]
fn below_the_least_free_space_reads_go_on_and_appends_say_why() {
    let folder = tempfile::tempdir().unwrap();
    append(&open(folder.path()), readings(vec![reading(1, 0, 1.0)]));
    let greedy = lake::LakeOptions { min_free_bytes: u64::MAX, ..options() };
    let lake = Lake::open(folder.path(), greedy).unwrap();
    let error = wait(lake.append(readings(vec![reading(1, 60, 1.0)]))).unwrap_err();
    assert!(matches!(error, LakeError::Full { min_free_bytes: u64::MAX, .. }), "{error}");
    assert_eq!(error.kind(), ErrorKind::Full);
    let status = lake.status();
    assert_eq!((status.writable, status.reason.map(|e| e.kind())), (false, Some(ErrorKind::Full)));
    assert_eq!(lake.range(&series(1), RT, at(0), at(99), 9).unwrap().len(), 1);
    assert!(lake.latest(&series(1), RT).is_some());
    drop(lake);
    let lake = open(folder.path());
    append(&lake, readings(vec![reading(1, 60, 1.0)]));
    assert!(lake.status().writable);
    let _: Arc<_> = Arc::new(lake);
}
