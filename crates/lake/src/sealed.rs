//! Sealed telemetry: Parquet files that hold finished days and months, and what may be asked of them.
//!
//! `docs/lake-format.md` is the contract of the files. A day is sealed in three steps, each of which may be the
//! last before a crash: the files are written and made durable and the *catalogue* (in the hot store) names
//! them (`seal`); somebody outside writes the seal into the ledger; then the rows of the day leave the hot
//! store, each only after it was read back from the file (`settle`). Questions answer from both stores at all
//! times: a row that stands in both counts once.
//!
//! `figures`, `columns` and `rollup` are the content of files, `sums`, `write` and `read` the files,
//! `catalogue` which of them count, `seal`, `settle`, `compact`, `retain` and `repair` what is done with
//! them.

mod candidates;
mod catalogue;
mod columns;
mod compact;
mod content;
mod figures;
mod files;
mod probe;
mod read;
mod repair;
mod retain;
mod rollup;
mod seal;
mod settle;
mod sums;
mod write;

pub(crate) use candidates::Candidates;
pub(crate) use catalogue::{Catalogue, Edition, Stretch, day_of};
pub use catalogue::{Period, SealedFile, SealedKind};
pub(crate) use columns::{Point, Rows, evidence};
pub(crate) use files::Sealed;
pub(crate) use probe::probe;
pub(crate) use read::{POINT_COLUMNS, Wanted};
pub use repair::Repair;
pub use retain::SealedStatus;
pub(crate) use rollup::{EXTREME_COLUMNS, Extremes, Tally};
pub use seal::Seal;
pub(crate) use seal::merge;
pub use write::sha256_of_file;

use std::io;

use model::{Granularity, Reading, SeriesKey, Timestamp};

use crate::record::Record;

/// A stored reading of a known series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) time: Timestamp,
    pub(crate) revision: u8,
    pub(crate) record: Record,
}

impl Row {
    /// As a reading of `series`.
    pub(crate) fn reading(self, series: &SeriesKey, granularity: Granularity) -> Reading {
        let Record { unit, values, mark, problems, origin, received_at } = self.record;
        let (series, time) = (series.clone(), self.time);
        Reading { series, granularity, time, unit, values, mark, problems, origin, received_at }
    }
}

/// What is wrong with one file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// The file system failed, or the file is not there.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Parquet cannot read or write it.
    #[error("{0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Its columns do not fit together.
    #[error("{0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// It has not the form that a file of the lake has.
    #[error("{0}")]
    Shape(String),
}
