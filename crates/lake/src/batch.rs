use std::borrow::Cow;

use compact_str::CompactString;
use model::{Reading, Timestamp};

/// What is stored together or not at all: usually what came of one frame, or of one message of a meter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// The raw frames, as received.
    pub frames: Vec<FrameRecord>,
    /// The readings made of them.
    pub readings: Vec<Reading>,
    /// What to add to the counters of devices.
    pub counts: Vec<Count>,
}

impl Batch {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty() && self.readings.is_empty() && self.counts.is_empty()
    }
}

/// A frame as it came over the wire, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameRecord {
    /// The device that sent it: the MN of a logger, the id of a meter, or whatever text the gateway uses to
    /// tell senders apart.
    pub device: CompactString,
    /// When it arrived.
    pub received_at: Timestamp,
    /// What became of it.
    pub outcome: FrameOutcome,
    /// Its bytes, verbatim.
    pub bytes: Vec<u8>,
}

/// What became of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameOutcome {
    /// Its readings are in the store.
    Stored,
    /// Its sender is not in the register yet; it waits until somebody adopts the logger.
    Waiting,
    /// It could not be used.
    Refused {
        /// Why, as a stable code.
        reason: String,
    },
}

/// An amount to add to one counter of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Whose counter.
    pub device: CompactString,
    /// Which counter, as in `received`: at most [`Count::MAX_NAME_BYTES`].
    pub counter: Cow<'static, str>,
    /// How much; a total that would pass `u64::MAX` stays there.
    pub add: u64,
}

impl Count {
    /// The longest name of a counter; it is part of a key.
    pub const MAX_NAME_BYTES: usize = 255;
}

/// What became of the readings of a [`Batch`]: `stored + duplicates + surplus` is their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Receipt {
    /// Readings that were written.
    pub stored: u64,
    /// Of the stored ones, those for which the store held other figures for the same series and time.
    pub revised: u64,
    /// Readings that the store holds already, with the same figures, mark and unit.
    pub duplicates: u64,
    /// Readings left out because their series and time have [`Receipt::MAX_REVISIONS`] different values
    /// already: a device that says something else each time. The frames tell what they were.
    pub surplus: u64,
}

impl Receipt {
    /// How many different values one series keeps for one time and granularity.
    pub const MAX_REVISIONS: usize = 250;
}
