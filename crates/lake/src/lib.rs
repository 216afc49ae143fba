//! Durable store of telemetry: group commit, range scans, latest values, raw frames.
//!
//! One folder, one process. [`Lake::append`] returns only when a whole [`Batch`] — frames, readings and
//! counts together — is on the disk; many callers share one `fsync`. A value is never overwritten in
//! silence: another value for the same series and time becomes a further revision beside the first.
//! When the disk is full the lake refuses to write, says so in [`Lake::status`], goes on answering reads,
//! and takes writes again by itself once there is room.
//!
//! This crate must never read a clock (times come with the data), and no type of the engine beneath it
//! (fjall, see `docs/adr/0002-hot-store-engine.md`) appears in its face. It runs under any tokio runtime or
//! none: writing happens in a thread of its own, reading in the caller's thread.
//!
//! Start at [`Lake`]; the path of a batch is `writer` (which batches share a commit) → `plan` (what they
//! write: duplicates, revisions, counters) → `hot` (blocks of readings) → `engine` (the one place that knows
//! fjall). `key`, `record` and `hot::block` are the stored formats.
//!
//! Finished days move from the hot store into Parquet files (`sealed`, `docs/lake-format.md`); `query` and
//! `ask` answer from both together. Parquet and arrow are known only in `sealed`.

mod ask;
mod batch;
mod counters;
mod engine;
mod error;
mod folder;
mod foresight;
#[doc(hidden)]
pub mod fuzzing;
mod gaps;
mod hot;
mod index;
mod key;
mod lake;
mod plan;
mod query;
mod record;
mod sealed;
mod space;
mod value;
mod writer;

pub use ask::{Exceedance, Summary, Watched};
pub use batch::{Batch, Count, FrameOutcome, FrameRecord, Receipt};
pub use error::LakeError;
pub use foresight::{Foreseen, Foresight};
pub use gaps::{Gap, gaps_between, usual_step_s};
pub use lake::{Lake, LakeOptions, LakeStatus};
pub use sealed::{Period, Repair, Seal, SealedFile, SealedKind, SealedStatus, sha256_of_file};

pub use value::SeriesValue;

/// The kinds of every keeper's errors.
pub use model::ErrorKind;

/// A map for the path of every reading: the standard hash costs more there than the rest of a look-up. Each map
/// draws a seed of its own, so that nobody outside can choose names that meet.
type QuickMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;
