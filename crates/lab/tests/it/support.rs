//! A lake with two outlets and a lab over it.

use std::sync::Arc;
use std::time::Duration;

use lab::{AlarmFacts, Answer, Cell, Facts, Lab, LabError, Limits, Query};
use lake::{Batch, Lake, LakeOptions};
use model::{
    Granularity, Mark, Origin, Problems, Reading, Register, SeriesKey, Timestamp, Unit, Values, china,
};
use tempfile::TempDir;

/// 2020-08-30 00:00 in China.
pub(crate) fn midnight() -> Timestamp {
    "2020-08-30T00:00:00+08:00".parse().unwrap()
}

pub(crate) fn series(outlet: &str) -> SeriesKey {
    SeriesKey { source: format!("outlet:{outlet}").parse().unwrap(), factor: "w01018".parse().unwrap() }
}

pub(crate) fn reading(outlet: &str, granularity: Granularity, time: Timestamp, value: f64) -> Reading {
    Reading {
        series: series(outlet),
        granularity,
        time,
        unit: Unit::MilligramPerLitre,
        values: Values { value: Some(value), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: china::plus_seconds(time, 5),
    }
}

/// The figure of a minute: no pattern that a mistake could hide in.
pub(crate) fn figure(minute: i64) -> f64 {
    ((minute * 7919) % 1009) as f64 / 10.0
}

struct Nothing;

impl Facts for Nothing {
    fn now(&self) -> Timestamp {
        china::plus_seconds(midnight(), 36 * 3600)
    }

    fn register(&self) -> Arc<Register> {
        Arc::new(Register::default())
    }

    fn alarms(&self) -> Result<Vec<AlarmFacts>, String> {
        Ok(Vec::new())
    }
}

pub(crate) struct Bench {
    pub(crate) lab: Arc<Lab>,
    pub(crate) lake: Lake,
    folder: TempDir,
}

pub(crate) fn limits() -> Limits {
    Limits { time: Duration::from_secs(20), ..Limits::default() }
}

/// Two days of minutes of two outlets, the first day sealed with a late correction in the hot store.
pub(crate) async fn bench(limits: Limits) -> Bench {
    let folder = TempDir::new().unwrap();
    let options = LakeOptions { min_free_bytes: 0, ..LakeOptions::default() };
    let lake = Lake::open(folder.path(), options).unwrap();
    for outlet in ["A", "B"] {
        let at = |minute| china::plus_seconds(midnight(), minute * 60);
        let row = |minute| reading(outlet, Granularity::Minute, at(minute), figure(minute));
        append(&lake, (0..2 * 1440).map(row).collect()).await;
    }
    let day = china::civil(midnight()).date();
    let seal =
        lake.seal(Granularity::Minute, day, china::plus_seconds(midnight(), 172_800)).unwrap().unwrap();
    lake.settle(&seal).unwrap();
    append(&lake, vec![reading("A", Granularity::Minute, china::plus_seconds(midnight(), 600), 1e6)]).await;
    let lab = Arc::new(Lab::new(lake.clone(), Arc::new(Nothing), limits).unwrap());
    Bench { lab, lake, folder }
}

pub(crate) async fn append(lake: &Lake, readings: Vec<Reading>) {
    lake.append(Batch { readings, ..Batch::default() }).await.unwrap();
}

impl Bench {
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) async fn run(&self, text: &str) -> Result<Answer, LabError> {
        let query = Query { id: text.chars().take(60).collect(), text: text.to_owned(), rows: 10_000 };
        self.lab.run(query).await
    }

    pub(crate) async fn rows(&self, text: &str) -> Vec<Vec<Cell>> {
        self.run(text).await.unwrap_or_else(|error| panic!("{text}: {error}")).rows
    }
}

pub(crate) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}
