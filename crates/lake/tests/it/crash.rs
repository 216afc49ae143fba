//! `kill -9` of a loaded process loses nothing that was acknowledged and leaves nothing half.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use lake::{Batch, FrameOutcome, Lake, LakeOptions};
use model::{Granularity, Problem, Reading, Timestamp};

use crate::support::{at, count, frame, options, reading, series};

const KILLS: usize = 55;
const PRODUCERS: usize = 8;
/// Each producer numbers its batches from `round * ROUND`.
const ROUND: usize = 100_000;
const READINGS: usize = 3;
const FOLDER: &str = "LAKE_TEST_FOLDER";
const FIRST: &str = "LAKE_TEST_FIRST";

#[test]
fn fifty_five_kills_lose_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    let mut totals = [0u64; PRODUCERS];
    let mut acknowledged_in_all = 0;
    for round in 0..KILLS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Some are killed while they open the store, most in the middle of their work.
        let acknowledgements = (random >> 33) as usize % 250;
        let acknowledged = run_and_kill(folder.path(), round * ROUND, acknowledgements);
        assert!(acknowledged.len() >= acknowledgements);
        acknowledged_in_all += acknowledged.len();
        check(folder.path(), round, &acknowledged, &mut totals);
    }
    println!("{acknowledged_in_all} batches acknowledged, {} stored", totals.iter().sum::<u64>());
}

/// Gives what was acknowledged before the child died, as (producer, number).
fn run_and_kill(folder: &Path, first: usize, acknowledgements: usize) -> Vec<(usize, usize)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut acknowledged = Vec::new();
    let parse = |line: String| -> Option<(usize, usize)> {
        let (producer, number) = line.strip_prefix("ack ")?.split_once(' ')?;
        Some((producer.parse().ok()?, number.parse().ok()?))
    };
    lines.find(|line| line.starts_with("opening")).unwrap();
    while acknowledged.len() < acknowledgements {
        acknowledged.extend(parse(lines.next().unwrap()));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What the pipe still holds was acknowledged too.
    acknowledged.extend(lines.filter_map(parse));
    acknowledged
}

/// Compares the store with what was acknowledged in this round, and its counts with its frames.
fn check(folder: &Path, round: usize, acknowledged: &[(usize, usize)], totals: &mut [u64; PRODUCERS]) {
    let lake = Lake::open(folder, small_memtables()).unwrap();
    let (from, to) = (at((round * ROUND) as i64), at(((round + 1) * ROUND) as i64));
    for (producer, total) in totals.iter_mut().enumerate() {
        let device = format!("D{producer}");
        let frames = lake.frames(&device, from, to, usize::MAX).unwrap();
        *total += frames.len() as u64;
        let counters = lake.counters(&device);
        for counter in ["received", "stored"] {
            assert_eq!(counters.get(counter).copied().unwrap_or_default(), *total, "{device} {counter}");
        }
        // Every frame that is there has its readings, and no reading is there without its frame.
        let mut numbers: Vec<_> = frames.iter().map(|f| (f.received_at - at(0)).as_secs() as usize).collect();
        numbers.reverse();
        for slot in 0..READINGS {
            let key = series(producer * READINGS + slot);
            let stored = lake.range(&key, Granularity::Realtime, from, to, usize::MAX).unwrap();
            let expected: Vec<_> =
                numbers.iter().flat_map(|n| expected_readings(producer, *n, slot)).collect();
            assert_eq!(stored, expected, "round {round}, {device}");
            let latest = lake.latest(&key, Granularity::Realtime);
            assert!(expected.is_empty() || latest.as_ref() == expected.last(), "{latest:?}");
        }
        for (_, number) in acknowledged.iter().filter(|(of, _)| *of == producer) {
            let expected = batch(producer, *number).frames.remove(0);
            let position = numbers.binary_search(number).unwrap();
            assert_eq!(frames[frames.len() - 1 - position], expected, "an acknowledged frame");
        }
    }
    let newest = Timestamp::MAX;
    assert!(lake.frames("D0", to, newest, 1).unwrap().is_empty(), "nothing of a round to come");
}

/// One frame, its readings (every fourth batch corrects its first one at once) and its counts.
fn batch(producer: usize, number: usize) -> Batch {
    let device = format!("D{producer}");
    let length = if number.is_multiple_of(25) { 5_000 } else { 200 };
    let bytes: Vec<u8> = (0..length).map(|n| (n * 31 + number * 7 + producer) as u8).collect();
    let readings = batch_readings(producer, number);
    Batch {
        frames: vec![frame(&device, number as i64, FrameOutcome::Stored, &bytes)],
        readings,
        counts: vec![count(&device, "received", 1), count(&device, "stored", 1)],
    }
}

fn batch_readings(producer: usize, number: usize) -> Vec<Reading> {
    let mut readings: Vec<_> = (0..READINGS).map(|slot| one(producer, number, slot)).collect();
    if number.is_multiple_of(4) {
        let mut correction = one(producer, number, 0);
        correction.values.value = Some(-1.0);
        readings.push(correction);
    }
    readings
}

fn one(producer: usize, number: usize, slot: usize) -> Reading {
    reading(producer * READINGS + slot, number as i64, number as f64 + slot as f64 / 10.0)
}

fn expected_readings(producer: usize, number: usize, slot: usize) -> Vec<Reading> {
    let key = series(producer * READINGS + slot);
    let mut readings = batch_readings(producer, number);
    readings.retain(|reading| reading.series == key);
    for revision in readings.iter_mut().skip(1) {
        revision.problems.insert(Problem::Revised);
    }
    readings
}

/// So that flushes and compactions are among what is killed.
fn small_memtables() -> LakeOptions {
    LakeOptions { memtable_bytes: 48 << 10, ..options() }
}

#[test]
#[ignore = "the process that the test above kills"]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let first: usize = std::env::var(FIRST).unwrap().parse().unwrap();
    // One write for a line: what is in the pipe is whole lines.
    let say = |line: String| std::io::stdout().write_all(line.as_bytes()).unwrap();
    say("\nopening\n".to_owned());
    let lake = Lake::open(Path::new(&folder), small_memtables()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for producer in 0..PRODUCERS {
            let lake = lake.clone();
            tasks.spawn(async move {
                for number in first..first + ROUND {
                    lake.append(batch(producer, number)).await.unwrap();
                    say(format!("ack {producer} {number}\n"));
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
    });
}
