//! How fast the lake takes and gives readings, beside SQLite (WAL, `synchronous=FULL`) in the same run.
//!
//! `cargo bench -p lake` prints medians over rounds, with the least and the greatest; the two take turns
//! within each round, so that a busy machine disturbs both. Readings are minute rows of 13,890 series in
//! the order of their arrival: four figures and a mark. `LAKE_BENCH_FOLDER` chooses the disk.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

mod sqlite;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lake::{Batch, Lake, LakeOptions};
use model::{Granularity, Mark, Origin, Problems, Reading, SeriesKey, Timestamp, Unit, Values};
use sqlite::Sqlite;

const ROUNDS: usize = 5;
const SERIES: usize = 13_890;
const ROWS_A_ROUND: usize = 400_000;
const PRODUCERS: usize = 64;
const PRODUCER_ROWS: usize = 500;
const PRODUCER_BATCHES: usize = 12;
const START: i64 = 1_598_745_600;

fn main() {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{cores} cores; median of {ROUNDS} rounds (least .. greatest)\n");
    let keys: Vec<SeriesKey> = (0..SERIES).map(series).collect();
    for rows in [1_000, 5_000, 20_000] {
        batches(&keys, rows);
    }
    producers(&keys);
    queries(&keys);
}

/// One caller, one batch at a time.
fn batches(keys: &[SeriesKey], rows: usize) {
    let (mut lake_rates, mut sqlite_rates) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let folder = folder();
        let lake = Lake::open(folder.path(), LakeOptions::default()).unwrap();
        let work: Vec<Batch> = chunks(ROWS_A_ROUND, rows).map(|range| batch(keys, range)).collect();
        let started = Instant::now();
        for batch in work {
            wait(lake.append(batch)).unwrap();
        }
        lake_rates.push(ROWS_A_ROUND as f64 / started.elapsed().as_secs_f64());
        drop(lake);

        let mut sqlite = Sqlite::open(folder.path());
        let started = Instant::now();
        for range in chunks(ROWS_A_ROUND, rows) {
            sqlite.insert([range]);
        }
        sqlite_rates.push(ROWS_A_ROUND as f64 / started.elapsed().as_secs_f64());
    }
    show(&format!("batches of {rows}, lake"), "readings/s", lake_rates);
    show(&format!("batches of {rows}, SQLite"), "readings/s", sqlite_rates);
}

/// Many callers at once; the time from handing a batch over to its answer.
fn producers(keys: &[SeriesKey]) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let mut lake_figures = [const { Vec::new() }; 3];
    let mut sqlite_figures = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        let folder = folder();
        let lake = Lake::open(folder.path(), LakeOptions::default()).unwrap();
        let work: Vec<Vec<Batch>> = producer_ranges()
            .map(|ranges| ranges.into_iter().map(|range| batch(keys, range)).collect())
            .collect();
        let started = Instant::now();
        let latencies = runtime.block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for batches in work {
                let lake = lake.clone();
                tasks.spawn(async move {
                    let mut latencies = Vec::new();
                    for batch in batches {
                        let handed_over = Instant::now();
                        lake.append(batch).await.unwrap();
                        latencies.push(handed_over.elapsed());
                    }
                    latencies
                });
            }
            tasks.join_all().await.concat()
        });
        note(&mut lake_figures, started.elapsed(), latencies);
        drop(lake);
        let started = Instant::now();
        let latencies = sqlite::producers(folder.path(), producer_ranges().collect());
        note(&mut sqlite_figures, started.elapsed(), latencies);
    }
    for (name, figures) in [("lake", lake_figures), ("SQLite", sqlite_figures)] {
        let [rates, p50, p99] = figures;
        let name = format!("{PRODUCERS} producers of {PRODUCER_ROWS}, {name}");
        show(&name, "readings/s", rates);
        show(&name, "ms to the answer, p50", p50);
        show(&name, "ms to the answer, p99", p99);
    }
}

fn note(figures: &mut [Vec<f64>; 3], took: Duration, mut latencies: Vec<Duration>) {
    latencies.sort();
    let rows = PRODUCERS * PRODUCER_BATCHES * PRODUCER_ROWS;
    let at = |part: f64| latencies[((latencies.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    let [rates, p50, p99] = figures;
    rates.push(rows as f64 / took.as_secs_f64());
    p50.push(at(0.5));
    p99.push(at(0.99));
}

/// One series' day of minutes among 2,000 series, the latest of a series, and opening.
fn queries(keys: &[SeriesKey]) {
    const AMONG: usize = 2_000;
    const MINUTES: usize = 1440;
    let keys = &keys[..AMONG];
    let folder = folder();
    let lake = Lake::open(folder.path(), LakeOptions::default()).unwrap();
    let mut sqlite = Sqlite::open(folder.path());
    for range in chunks(AMONG * MINUTES, 20_000) {
        wait(lake.append(batch(keys, range.clone()))).unwrap();
        sqlite.insert_among(AMONG, range);
    }
    drop(lake);
    let rows = (AMONG * MINUTES) as f64;
    println!();
    show(
        "a day of 2,000 series, lake",
        "bytes/reading on the disk",
        vec![size(&folder.path().join("hot")) / rows],
    );
    show("a day of 2,000 series, SQLite", "bytes/reading on the disk", vec![size(&sqlite.path) / rows]);

    let [mut opening, mut first, mut again, mut sqlite_again, mut latest] = [const { Vec::new() }; 5];
    for round in 0..ROUNDS {
        let started = Instant::now();
        let lake = Lake::open(folder.path(), LakeOptions::default()).unwrap();
        opening.push(started.elapsed().as_secs_f64() * 1e3);
        let key = &keys[round * 17 + 5];
        let (from, to) =
            (Timestamp::from_second(START).unwrap(), Timestamp::from_second(START + 86_400).unwrap());
        let day = || {
            let readings = lake.range(key, Granularity::Minute, from, to, usize::MAX).unwrap();
            assert_eq!(readings.len(), MINUTES);
        };
        timed(&mut first, day);
        timed(&mut again, day);
        timed(&mut sqlite_again, || assert_eq!(sqlite.day(round * 17 + 5, START, MINUTES), MINUTES));
        let started = Instant::now();
        for key in keys {
            assert!(lake.latest(key, Granularity::Minute).is_some());
        }
        latest.push(started.elapsed().as_secs_f64() * 1e6 / AMONG as f64);
    }
    show("opening 2.9 M readings, lake", "ms", opening);
    show("one series' day after opening, lake", "ms", first);
    show("one series' day again, lake", "ms", again);
    show("one series' day, SQLite", "ms", sqlite_again);
    show("latest of a series, lake", "µs", latest);
}

fn timed(figures: &mut Vec<f64>, work: impl FnOnce()) {
    let started = Instant::now();
    work();
    figures.push(started.elapsed().as_secs_f64() * 1e3);
}

fn show(name: &str, unit: &str, mut figures: Vec<f64>) {
    figures.sort_by(f64::total_cmp);
    let text = |figure: f64| if figure >= 1e4 { format!("{figure:.0}") } else { format!("{figure:.2}") };
    let (least, median, greatest) = (figures[0], figures[figures.len() / 2], figures[figures.len() - 1]);
    println!("{name:<40} {:>12} {unit} ({} .. {})", text(median), text(least), text(greatest));
}

/// On the disk of the build, since many machines keep their temporary files in memory.
fn folder() -> tempfile::TempDir {
    let base = std::env::var_os("LAKE_BENCH_FOLDER").map(PathBuf::from);
    let base = base.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).to_owned());
    tempfile::tempdir_in(base).unwrap()
}

fn size(path: &Path) -> f64 {
    if path.is_dir() {
        return std::fs::read_dir(path).unwrap().map(|entry| size(&entry.unwrap().path())).sum();
    }
    // Blocks, not length: journals are files with holes.
    std::os::unix::fs::MetadataExt::blocks(&path.metadata().unwrap()) as f64 * 512.0
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn chunks(rows: usize, of: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..rows / of).map(move |n| n * of..(n + 1) * of)
}

/// The rows of each producer, a batch at a time.
fn producer_ranges() -> impl Iterator<Item = Vec<std::ops::Range<usize>>> {
    (0..PRODUCERS).map(|producer| {
        let batch = |n| (n * PRODUCERS + producer) * PRODUCER_ROWS;
        (0..PRODUCER_BATCHES).map(|n| batch(n)..batch(n) + PRODUCER_ROWS).collect()
    })
}

fn series(number: usize) -> SeriesKey {
    SeriesKey { source: format!("outlet:O-{number}").parse().unwrap(), factor: "w01018".parse().unwrap() }
}

/// Rows `range` of the stream: every series once a minute.
fn batch(keys: &[SeriesKey], range: std::ops::Range<usize>) -> Batch {
    let readings = range.map(|row| {
        let time = Timestamp::from_second(START + (row / keys.len()) as i64 * 60).unwrap();
        let [value, min, max, total] = figures(row).map(Some);
        Reading {
            series: keys[row % keys.len()].clone(),
            granularity: Granularity::Minute,
            time,
            unit: Unit::MilligramPerLitre,
            values: Values { value, min, max, total, ..Values::default() },
            mark: Mark::Normal,
            problems: Problems::NONE,
            origin: Origin::Live,
            received_at: Timestamp::from_second(time.as_second() + 62).unwrap(),
        }
    });
    Batch { readings: readings.collect(), ..Batch::default() }
}

/// Two decimals, as devices send them.
fn figures(row: usize) -> [f64; 4] {
    let value = (row.wrapping_mul(2_654_435_761) >> 7) % 9_000;
    [value, value.saturating_sub(120), value + 150, value * 3].map(|figure| figure as f64 / 100.0)
}
