//! The store alone: callers that make batches of 5,000 readings and wait for each to be on the disk.

use std::path::Path;
use std::time::{Duration, Instant};

use lake::{Batch, Lake, LakeOptions};
use model::{Granularity, Mark, Origin, Problems, Reading, SeriesKey, Timestamp, Unit, Values};

use super::super::figures::{Report, quantile};

/// Readings of a batch.
pub(super) const BATCH: usize = 5_000;
/// Outlets of a city, and factors of each: 18,000 series, each once a minute.
const OUTLETS: usize = 3_000;
const FACTORS: [&str; 6] = ["a21026", "a21002", "a34013", "a19001", "a01012", "w01018"];
/// Callers that have a batch on its way at the same time.
const CALLERS: usize = 4;
const START: i64 = 1_598_745_600;

/// What the rounds gave.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    one_caller: Vec<f64>,
    callers: Vec<f64>,
    p50_ms: Vec<f64>,
    p99_ms: Vec<f64>,
}

impl Rounds {
    pub(super) fn measure(&mut self, base: &Path, seconds: u32) -> anyhow::Result<()> {
        let (rate, _) = write(base, seconds, 1)?;
        self.one_caller.push(rate);
        let (rate, mut waits_ms) = write(base, seconds, CALLERS)?;
        self.callers.push(rate);
        self.p50_ms.push(quantile(&mut waits_ms, 0.5));
        self.p99_ms.push(quantile(&mut waits_ms, 0.99));
        Ok(())
    }

    pub(super) fn report(self, report: &mut Report) {
        report.add("store, 1 caller", "readings/s", self.one_caller);
        report.add(format!("store, {CALLERS} callers"), "readings/s", self.callers);
        report.add(format!("store, {CALLERS} callers, answer p50"), "ms", self.p50_ms);
        report.add(format!("store, {CALLERS} callers, answer p99"), "ms", self.p99_ms);
    }
}

/// Readings a second, made and stored on the same cores, and how long each batch waited, ms.
fn write(base: &Path, seconds: u32, callers: usize) -> anyhow::Result<(f64, Vec<f64>)> {
    let folder = super::folder(base)?;
    let lake = Lake::open(folder.path(), LakeOptions::default())?;
    let series = series()?;
    let until = Instant::now() + Duration::from_secs(seconds.into());
    let started = Instant::now();
    let waits_ms = std::thread::scope(|scope| {
        let lake = &lake;
        // Each has outlets of its own, as each connection has: a series' readings come in the order of time.
        let shares = series.chunks(series.len().div_ceil(callers));
        let threads: Vec<_> = shares.map(|share| scope.spawn(move || call(lake, share, until))).collect();
        let mut waits_ms = Vec::new();
        for thread in threads {
            waits_ms.extend(thread.join().map_err(|_| anyhow::anyhow!("a caller has panicked"))??);
        }
        anyhow::Ok(waits_ms)
    })?;
    let took = started.elapsed().as_secs_f64();
    Ok(((waits_ms.len() * BATCH) as f64 / took, waits_ms))
}

/// Makes one batch of the stream of `series` after the other and stores it, until the time is over.
fn call(lake: &Lake, series: &[SeriesKey], until: Instant) -> anyhow::Result<Vec<f64>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut waits_ms = Vec::new();
    let mut number = 0;
    while Instant::now() < until {
        let readings = (number * BATCH..(number + 1) * BATCH).map(|row| reading(series, row));
        let batch = Batch { readings: readings.collect(), ..Batch::default() };
        let handed_over = Instant::now();
        let receipt = runtime.block_on(lake.append(batch))?;
        waits_ms.push(handed_over.elapsed().as_secs_f64() * 1e3);
        anyhow::ensure!(receipt.stored == BATCH as u64, "the store has left out readings: {receipt:?}");
        number += 1;
    }
    Ok(waits_ms)
}

fn series() -> anyhow::Result<Vec<SeriesKey>> {
    let mut series = Vec::with_capacity(OUTLETS * FACTORS.len());
    for outlet in 0..OUTLETS {
        for factor in FACTORS {
            series.push(SeriesKey {
                source: format!("outlet:O-{outlet:05}").parse()?,
                factor: factor.parse()?,
            });
        }
    }
    Ok(series)
}

/// Row `row` of the stream: every series once a minute, in the order of arrival.
pub(super) fn reading(series: &[SeriesKey], row: usize) -> Reading {
    let minute = (row / series.len()) as i64;
    // Bounded by the length of the stream: far below the years that a time can have.
    let time = |second: i64| Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    let [value, min, max, total] = figures(row).map(Some);
    Reading {
        series: series[row % series.len()].clone(),
        granularity: Granularity::Minute,
        time: time(START + minute * 60),
        unit: Unit::MilligramPerCubicMetre,
        values: Values { value, min, max, total, ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: time(START + minute * 60 + 62),
    }
}

/// Two decimals, as devices send them.
pub(super) fn figures(row: usize) -> [f64; 4] {
    let value = (row.wrapping_mul(2_654_435_761) >> 7) % 9_000;
    [value, value.saturating_sub(120), value + 150, value * 3].map(|figure| figure as f64 / 100.0)
}
