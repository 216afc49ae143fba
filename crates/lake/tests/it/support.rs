//! What the tests have in common.

use std::future::Future;
use std::path::Path;

use lake::{Batch, Count, FrameOutcome, FrameRecord, Lake, LakeOptions, Receipt};
use model::{Granularity, Mark, Origin, Problems, Reading, SeriesKey, Timestamp, Unit, Values};

/// 2020-08-30 08:00 in Changsha.
pub(crate) const START: i64 = 1_598_745_600;

pub(crate) fn options() -> LakeOptions {
    LakeOptions { min_free_bytes: 0, ..LakeOptions::default() }
}

pub(crate) fn open(folder: &Path) -> Lake {
    Lake::open(folder, options()).unwrap()
}

/// The lake needs no runtime; only its callers do.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub(crate) fn append(lake: &Lake, batch: Batch) -> Receipt {
    wait(lake.append(batch)).unwrap()
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(START + second).unwrap()
}

pub(crate) fn series(number: usize) -> SeriesKey {
    SeriesKey { source: format!("outlet:O-{number}").parse().unwrap(), factor: "w01018".parse().unwrap() }
}

pub(crate) fn reading(series_number: usize, second: i64, value: f64) -> Reading {
    Reading {
        series: series(series_number),
        granularity: Granularity::Realtime,
        time: at(second),
        unit: Unit::MilligramPerLitre,
        values: Values { value: Some(value), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: at(second + 1),
    }
}

pub(crate) fn readings(readings: Vec<Reading>) -> Batch {
    Batch { readings, ..Batch::default() }
}

pub(crate) fn frame(device: &str, second: i64, outcome: FrameOutcome, bytes: &[u8]) -> FrameRecord {
    FrameRecord { device: device.into(), received_at: at(second), outcome, bytes: bytes.to_vec() }
}

pub(crate) fn count(device: &str, counter: &str, add: u64) -> Count {
    Count { device: device.into(), counter: counter.to_owned().into(), add }
}
