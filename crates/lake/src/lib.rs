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
//! write: duplicates, revisions, counters) → `engine` (the one place that knows fjall). `key` and `record`
//! are the stored formats.
//!
//! What is not here yet: nothing is ever deleted (retention) and nothing is sealed into Parquet files. Both
//! will read the hot store through the same keys, a bucket at a time, and live in modules beside `query`
//! which then answers from the sealed files and the hot store together.

mod batch;
mod engine;
mod error;
mod folder;
mod index;
mod key;
mod lake;
mod plan;
mod query;
mod record;
mod space;
mod writer;

pub use batch::{Batch, Count, FrameOutcome, FrameRecord, Receipt};
pub use error::LakeError;
pub use lake::{Lake, LakeOptions, LakeStatus};

/// The kinds of every keeper's errors.
pub use model::ErrorKind;
