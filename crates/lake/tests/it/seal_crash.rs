//! `kill -9` in the middle of sealing, settling, sealing again and compacting: nothing is lost, nothing doubled.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::civil::{Date, date};
use lake::{Lake, LakeOptions};
use model::{Granularity, Reading, Timestamp, china};

use crate::support::{append, options, reading, readings, series};

const KILLS: u64 = 30;
const SERIES: usize = 4;
const FOLDER: &str = "LAKE_SEAL_TEST_FOLDER";
const MINUTE: Granularity = Granularity::Minute;
const FIRST: Date = date(2020, 8, 27);
const DAYS: i64 = 4;

fn minute(number: usize, minute: i64, value: f64) -> Reading {
    let time = china::plus_seconds(china::instant(FIRST.at(0, 0, 0, 0)), minute * 60);
    Reading { granularity: MINUTE, time, received_at: time, ..reading(number, 0, value) }
}

fn small() -> LakeOptions {
    LakeOptions { memtable_bytes: 48 << 10, ..options() }
}

#[test]
fn thirty_kills_in_the_middle_of_sealing_lose_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path(), small()).unwrap();
    let all = (0..SERIES).flat_map(|n| (0..DAYS * 1440).map(move |m| minute(n, m, m as f64 / 8.0)));
    append(&lake, readings(all.collect()));
    let mut expected = stored(&lake);
    drop(lake);
    let mut sealed_at_a_kill = 0;
    for round in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "seal_crash::child", "--ignored", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        lines.find(|line| line.starts_with("opened")).unwrap();
        std::thread::sleep(Duration::from_micros(round * 12_345 % 250_000));
        child.kill().unwrap();
        child.wait().unwrap();

        let lake = Lake::open(folder.path(), small()).unwrap();
        assert!(lake.damaged_files().is_empty(), "round {round}: {:?}", lake.damaged_files());
        assert_eq!(stored(&lake).len(), expected.len(), "round {round}");
        assert!(stored(&lake) == expected, "round {round}");
        sealed_at_a_kill += usize::from(!lake.unsettled().is_empty());
        // Duplicates are known for what they are, wherever the first one is.
        let again = readings((0..SERIES).map(|n| minute(n, round as i64, round as f64 / 8.0)).collect());
        assert_eq!(append(&lake, again).duplicates, SERIES as u64, "round {round}");
        let corrected = minute(0, round as i64 * 97, -1.0 - round as f64);
        assert_eq!(append(&lake, readings(vec![corrected])).revised, 1, "round {round}");
        expected = stored(&lake);
    }
    println!("{sealed_at_a_kill} of {KILLS} kills left a seal to settle");
}

fn stored(lake: &Lake) -> Vec<Reading> {
    let all = |number| lake.range(&series(number), MINUTE, Timestamp::MIN, Timestamp::MAX, usize::MAX);
    (0..SERIES).flat_map(|number| all(number).unwrap()).collect()
}

#[test]
#[ignore = "the process that the test above kills"]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let lake = Lake::open(Path::new(&folder), small()).unwrap();
    std::io::stdout().write_all(b"\nopened\n").unwrap();
    for turn in 0i64.. {
        for seal in lake.unsettled() {
            lake.settle(&seal).unwrap();
        }
        for (granularity, day) in lake.hot_days().unwrap() {
            lake.seal(granularity, day, Timestamp::MAX).unwrap();
        }
        for seal in lake.unsettled() {
            lake.settle(&seal).unwrap();
        }
        if turn % 2 == 0
            && let Some(seal) = lake.compact(MINUTE, FIRST, Timestamp::MAX).unwrap()
        {
            lake.settle(&seal).unwrap();
        }
        // The same value again and again is no news; what is sealed anew comes from the test.
        std::thread::sleep(Duration::from_millis(1));
    }
}
