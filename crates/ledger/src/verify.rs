//! Verification from the files and the public key alone.
//!
//! It reads one snapshot, read-only, while the ledger may be in use: every event's bytes against its leaf
//! hash, every derived column against the bytes, sequences and stream versions against gaps, every stored
//! checkpoint's signature and root against the tree of the stored bytes, the end of the ledger against the
//! last checkpoint, and SQLite's own structure.
//!
//! # What it cannot find
//! - Whoever holds the signing key can write another history. Only a checkpoint kept by somebody else shows
//!   it: [`verify_against`].
//! - Whoever cuts off the last commits *together with* their checkpoints and `ledger.checkpoint` leaves a
//!   shorter ledger that was once signed. Again only an outside checkpoint shows it.
//! - A checkpoint removed from among others is not missed: the later ones cover the same events.
//! - A command that appended nothing leaves a row that no event and no signature covers; it only keeps a
//!   repeat from being decided anew.

mod events;
mod file;

use std::path::Path;

use serde::Serialize;

use crate::{Checkpoint, Hash, LedgerError, PublicKey, StoredEvent, merkle};

/// How many faults a report lists; more are counted.
const LISTED_FAULTS: usize = 1000;

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// How many events were read.
    pub size: u64,
    /// How many streams they belong to.
    pub streams: u64,
    /// How many checkpoints were read.
    pub checkpoints: u64,
    /// The root of the events that were read.
    pub root: Hash,
    /// What is wrong, in the order in which it was found.
    pub faults: Vec<Fault>,
    /// How many more faults there are than are listed.
    pub unlisted_faults: u64,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What kind of thing.
    pub kind: FaultKind,
    /// The event, or the first of the events, that it is about.
    pub sequence: Option<u64>,
    /// The stream, as the stored row names it.
    pub stream: Option<String>,
    /// The particulars, for a person.
    pub detail: String,
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The database, or a part of it, cannot be read.
    Unreadable,
    /// The database's own structure is damaged.
    Structure,
    /// The database does not have the tables of a ledger.
    Schema,
    /// An event's bytes do not fit its leaf hash.
    Event,
    /// An event's bytes are not an event in a known stored form.
    Encoding,
    /// A derived column says something else than the event.
    Column,
    /// Events are missing.
    Missing,
    /// A stream's versions have a gap or a repetition.
    Version,
    /// The table of commands says something else than the events.
    Command,
    /// A checkpoint cannot be read or is not signed by the key.
    Checkpoint,
    /// The events do not have the root that was signed.
    Root,
    /// Events at the end are covered by no checkpoint.
    Unsigned,
    /// The ledger is not a continuation of a checkpoint that was kept elsewhere.
    Earlier,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(sequence) = self.sequence {
            write!(f, "event {sequence}: ")?;
        }
        if let Some(stream) = &self.stream {
            write!(f, "stream {stream}: ")?;
        }
        f.write_str(&self.detail)
    }
}

/// Verifies the ledger in `dir`. There is always a report: what cannot be read is a fault.
pub fn verify(dir: &Path, key: &PublicKey) -> Report {
    file::verify(dir, key, Vec::new())
}

/// Verifies the ledger in `dir` and that it continues `earlier`, a checkpoint note that somebody kept.
pub fn verify_against(dir: &Path, key: &PublicKey, earlier: &str) -> Report {
    match Checkpoint::verify(earlier, key) {
        Ok(checkpoint) => file::verify(dir, key, vec![checkpoint]),
        Err(error) => {
            let mut report = verify(dir, key);
            report.fault(FaultKind::Earlier, None, None, format!("the checkpoint to compare with: {error}"));
            report
        }
    }
}

/// Goes through the events of the ledger in `dir` in their order, from one read-only snapshot, while the ledger may
/// be in use. It checks nothing: [`verify`](fn@verify) first.
///
/// # Errors
/// If the files cannot be read or an event cannot be decoded.
pub fn each_event(dir: &Path, each: &mut dyn FnMut(StoredEvent)) -> Result<(), LedgerError> {
    file::each_event(dir, each)
}

impl Report {
    fn new() -> Self {
        Self {
            ok: true,
            size: 0,
            streams: 0,
            checkpoints: 0,
            root: merkle::empty_root(),
            faults: Vec::new(),
            unlisted_faults: 0,
        }
    }

    fn fault(
        &mut self,
        kind: FaultKind,
        sequence: Option<u64>,
        stream: Option<&str>,
        detail: impl Into<String>,
    ) {
        self.ok = false;
        if self.faults.len() < LISTED_FAULTS {
            let stream = stream.map(str::to_owned);
            self.faults.push(Fault { kind, sequence, stream, detail: detail.into() });
        } else {
            self.unlisted_faults += 1;
        }
    }
}
