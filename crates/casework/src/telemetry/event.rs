use model::Granularity;
use serde::{Deserialize, Serialize};

use crate::stored::kinds;

/// What happened to stored telemetry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A finished day was sealed, or sealed anew with what came late.
    DaySealed(Sealed),
    /// A month's days were made into fewer files that say the same.
    MonthCompacted(Sealed),
    /// A sealed file was found damaged and moved aside.
    Quarantined(Quarantined),
    /// Data older than the retention is dropped.
    Dropped(Dropped),
}

/// See [`Event::DaySealed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Of which granularity.
    pub granularity: Granularity,
    /// The day, as in `2020-08-30`, or the month, as in `2020-08`; of China's calendar.
    pub period: String,
    /// 1 for the first seal of the day; within a month it only grows.
    pub generation: u32,
    /// Values that stand.
    pub rows: u64,
    /// Values that they replaced, kept beside.
    pub former_rows: u64,
    /// All files of the period, which take the place of those of earlier seals.
    pub files: Vec<FileSeal>,
}

/// A file and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSeal {
    /// Its path below the lake's folder.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// See [`Event::Quarantined`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quarantined {
    /// The damaged file, by the name that it had.
    pub file: String,
    /// Of which granularity.
    pub granularity: Granularity,
    /// The day or month.
    pub period: String,
    /// What is wrong with it.
    pub detail: String,
    /// Rows that the period had.
    pub rows_before: u64,
    /// Rows that it has in the files that were made of what remained; their seal follows.
    pub rows_after: u64,
}

/// See [`Event::Dropped`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// What is dropped.
    pub kind: DroppedKind,
    /// The sealed day or month, for readings.
    pub period: Option<String>,
    /// What is older than this day is dropped by the retention that is set.
    pub before: String,
    /// How many rows or frames.
    pub rows: u64,
    /// The files that go.
    pub files: Vec<FileSeal>,
}

/// What is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum DroppedKind {
    /// Received frames.
    Frames,
    /// Readings.
    Readings {
        /// Of which granularity.
        granularity: Granularity,
    },
}

kinds! {
    DaySealed = "telemetry.day_sealed",
    MonthCompacted = "telemetry.month_compacted",
    Quarantined = "telemetry.quarantined",
    Dropped = "telemetry.dropped",
}
