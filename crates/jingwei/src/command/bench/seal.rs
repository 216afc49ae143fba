//! What a sealed day takes, and how fast it is written and asked.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use lake::{Batch, Lake, LakeOptions, Period, SealedKind};
use model::{
    Granularity, Mark, Origin, Problems, Reading, SeriesKey, Source, Timestamp, Unit, Values, china,
};

use super::OutputArguments;
use super::figures::{Report, progress};

/// Of each outlet: factor, usual figure, spread, decimals.
const FACTORS: [(&str, f64, f64, i32); 6] = [
    ("a21002", 45.0, 6.0, 2),
    ("a21026", 18.0, 4.0, 2),
    ("a34013", 6.0, 1.2, 2),
    ("a19001", 9.5, 0.8, 2),
    ("a01012", 112.0, 3.0, 1),
    ("a00000", 31_500.0, 1_800.0, 0),
];
const MINUTES: i64 = 1440;

/// What `bench seal` takes.
#[derive(Debug, Args)]
pub(crate) struct SealArguments {
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// Rounds of the measurement.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Outlets with six factors of minute data for one day.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=3000))]
    outlets: u32,
    /// Where the stores are made; they are removed afterwards. The folder of temporary files without it.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

#[derive(Default)]
struct Figures {
    bytes_per_value: Vec<f64>,
    compacted_bytes_per_value: Vec<f64>,
    rows_per_second: Vec<f64>,
    hot_ms: Vec<f64>,
    sealed_first_ms: Vec<f64>,
    sealed_ms: Vec<f64>,
    summary_ms: Vec<f64>,
}

pub(super) fn run(arguments: &SealArguments) -> anyhow::Result<Report> {
    let base = arguments.folder.clone().unwrap_or_else(std::env::temp_dir);
    std::fs::create_dir_all(&base).with_context(|| format!("cannot make {}", base.display()))?;
    let mut figures = Figures::default();
    for round in 1..=arguments.rounds {
        progress(&format!("seal: round {round} of {}", arguments.rounds));
        let folder = tempfile::Builder::new().prefix("jingwei-bench-").tempdir_in(&base)?;
        measure(folder.path(), arguments.outlets, &mut figures)?;
    }
    let mut report = Report::new("seal");
    report.add("day_bytes_per_value", "B", figures.bytes_per_value);
    report.add("month_bytes_per_value", "B", figures.compacted_bytes_per_value);
    report.add("seal_rows_per_second", "/s", figures.rows_per_second);
    report.add("outlet_day_hot", "ms", figures.hot_ms);
    report.add("outlet_day_sealed_first", "ms", figures.sealed_first_ms);
    report.add("outlet_day_sealed_again", "ms", figures.sealed_ms);
    report.add("outlet_day_hours_sealed", "ms", figures.summary_ms);
    report.note("bytes are those of values, roll-ups and former values; four figures a reading");
    report.note("a seal is timed with its check against the hot store and the removal there");
    Ok(report)
}

fn measure(folder: &std::path::Path, outlets: u32, figures: &mut Figures) -> anyhow::Result<()> {
    let start: Timestamp = "2020-08-29T16:00:00Z".parse()?;
    let lake = Lake::open(folder, LakeOptions { min_free_bytes: 0, ..LakeOptions::default() })?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    for outlet in 0..outlets {
        let readings = day(outlet, start)?;
        runtime.block_on(lake.append(Batch { readings, ..Batch::default() }))?;
    }
    let ask = || -> anyhow::Result<f64> {
        let began = Instant::now();
        for (factor, ..) in FACTORS {
            let series = series(outlets / 2, factor)?;
            let end = china::plus_seconds(start, 86_400);
            let rows = lake.range_current(&series, Granularity::Minute, start, end, usize::MAX)?;
            anyhow::ensure!(rows.len() as i64 == MINUTES, "a day has {} minutes", rows.len());
        }
        Ok(began.elapsed().as_secs_f64() * 1e3)
    };
    ask()?;
    figures.hot_ms.push(ask()?);
    let began = Instant::now();
    let date = china::civil(start).date();
    let seal = lake.seal(Granularity::Minute, date, Timestamp::MAX)?.context("nothing was sealed")?;
    lake.settle(&seal)?;
    figures.rows_per_second.push(seal.rows() as f64 / began.elapsed().as_secs_f64());
    let per_value = |lake: &Lake| {
        let status = lake.sealed_status();
        status.bytes as f64 / status.values.max(1) as f64
    };
    figures.bytes_per_value.push(per_value(&lake));
    figures.sealed_first_ms.push(ask()?);
    figures.sealed_ms.push(ask()?);
    let (from, to) = (start, Period::Day(date).end());
    let hour = std::num::NonZeroU32::new(3600).context("an hour has seconds")?;
    let began = Instant::now();
    for (factor, ..) in FACTORS {
        lake.summarise(&series(outlets / 2, factor)?, Granularity::Minute, from, to, hour)?;
    }
    figures.summary_ms.push(began.elapsed().as_secs_f64() * 1e3);
    let month = lake.compact(Granularity::Minute, date, Timestamp::MAX)?.context("nothing was compacted")?;
    anyhow::ensure!(month.files.iter().any(|file| file.kind == SealedKind::Values), "a month without values");
    lake.settle(&month)?;
    figures.compacted_bytes_per_value.push(per_value(&lake));
    Ok(())
}

fn series(outlet: u32, factor: &str) -> anyhow::Result<SeriesKey> {
    let source: Source = format!("outlet:91430105MA4L{outlet:05}X-DA001").parse()?;
    Ok(SeriesKey { source, factor: factor.parse()? })
}

/// A day of an outlet: noise with a memory, rounded as devices round.
fn day(outlet: u32, start: Timestamp) -> anyhow::Result<Vec<Reading>> {
    let mut noise = Noise(u64::from(outlet).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut readings = Vec::with_capacity(FACTORS.len() * MINUTES as usize);
    for (factor, usual, spread, decimals) in FACTORS {
        let series = series(outlet, factor)?;
        let round = |figure: f64, decimals: i32| {
            let scale = 10f64.powi(decimals);
            (figure * scale).round() / scale
        };
        let mut state = 0.0;
        for minute in 0..MINUTES {
            state = 0.95 * state + noise.normal() * 0.31 * spread;
            let (value, width) = (usual + state, noise.normal().abs() * 0.1 * spread);
            let time = china::plus_seconds(start, minute * 60);
            readings.push(Reading {
                series: series.clone(),
                granularity: Granularity::Minute,
                time,
                unit: Unit::MilligramPerCubicMetre,
                values: Values {
                    value: Some(round(value, decimals)),
                    min: Some(round(value - width, decimals)),
                    max: Some(round(value + width, decimals)),
                    total: Some(round(value * 0.0315, 3)),
                    ..Values::default()
                },
                mark: Mark::Normal,
                problems: Problems::NONE,
                origin: Origin::Live,
                received_at: china::plus_seconds(time, 61 + (noise.next() % 3) as i64),
            });
        }
    }
    Ok(readings)
}

struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// About normal: the sum of twelve even ones.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next() as f64 / f64::from(1u32 << 31)).sum::<f64>() - 6.0
    }
}
