//! Readings in the hot store: one row of the engine holds the readings of one commit that are near each other.
//!
//! A row for each reading costs more in the engine than everything else together. So the readings of a commit
//! that belong to one *place* — granularity, bucket of time, group of 64 series — are one *block*, and a block
//! is one row. Series are numbered in the order in which they first came, so the factors of one outlet are
//! mostly in one group. A block is never changed by later commits; the values of one time can be in several.
//!
//! The key of a block is `granularity 1 | bucket 4 | group 4 | sequence 8`: blocks of one time are neighbours,
//! as are all of one bucket. `block` is what a block looks like, `find` how readings are found in blocks,
//! `sweep` how they leave once they are sealed.
//!
//! Stores of format 1 have a row for each reading, in a table of its own. Those rows stay where they are and
//! are read beside the blocks; no new ones come.

mod block;
mod find;
mod sweep;
#[cfg(test)]
mod tests;

pub(crate) use block::Blocks;
pub(crate) use find::{Stored, bucket_of_series, keys_of_block, series_between};
pub(crate) use sweep::{next_bucket, sweep};

use model::Granularity;

use crate::LakeError;
use crate::key::ReadingKey;
use crate::record::decode_reading;

/// Series of one group. Part of the stored format.
const GROUP_BITS: u32 = 6;

/// Which readings share blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) granularity: Granularity,
    pub(crate) bucket: u32,
    pub(crate) group: u32,
}

impl Place {
    /// The group of a series.
    pub(crate) fn group_of(series: u32) -> u32 {
        series >> GROUP_BITS
    }

    /// Where the reading of that key is.
    pub(crate) fn of(key: ReadingKey) -> Self {
        Self { granularity: key.granularity, bucket: key.bucket, group: Self::group_of(key.series) }
    }

    /// Where its readings begin and end among the rows of format 1.
    fn rows(self) -> (ReadingKey, ReadingKey) {
        let Place { granularity, bucket, .. } = self;
        let first = |series| ReadingKey::first_in_bucket(granularity, bucket, series);
        let (from, to) = self.series();
        (first(from), first(to))
    }

    /// The numbers of its series; the second is that after the last.
    pub(crate) fn series(self) -> (u32, u32) {
        (self.group << GROUP_BITS, self.group.saturating_add(1) << GROUP_BITS)
    }

    fn block(self, sequence: u64) -> BlockKey {
        BlockKey { place: self, sequence }
    }

    /// The key of a reading here.
    fn key(self, low: u8, second: u32, nanosecond: u32, revision: u8) -> ReadingKey {
        let Place { granularity, bucket, group } = self;
        let series = group << GROUP_BITS | u32::from(low);
        ReadingKey { granularity, bucket, series, second, nanosecond, revision }
    }
}

/// Reads all that a block of this place would hold.
pub(crate) fn walk(place: Place, bytes: &[u8]) -> Result<(), LakeError> {
    let block = block::Block::parse(place, bytes)?;
    for (key, span) in block.entries() {
        decode_reading(key.time()?, block.record(span))?;
    }
    Ok(())
}

/// Bytes of a block's key.
pub(crate) const BLOCK_KEY_LEN: usize = 17;

/// What a block is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BlockKey {
    pub(crate) place: Place,
    /// Unique in the store, growing with each block.
    pub(crate) sequence: u64,
}

impl BlockKey {
    pub(crate) fn encode(self) -> [u8; BLOCK_KEY_LEN] {
        let mut bytes = [0; BLOCK_KEY_LEN];
        bytes[0] = self.place.granularity.code();
        bytes[1..5].copy_from_slice(&self.place.bucket.to_be_bytes());
        bytes[5..9].copy_from_slice(&self.place.group.to_be_bytes());
        bytes[9..].copy_from_slice(&self.sequence.to_be_bytes());
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, LakeError> {
        let damaged = || LakeError::corrupt("key of a block", format!("{bytes:02x?}"));
        let bytes: &[u8; BLOCK_KEY_LEN] = bytes.try_into().map_err(|_| damaged())?;
        let [g, b0, b1, b2, b3, g0, g1, g2, g3, sequence @ ..] = *bytes;
        let granularity = Granularity::from_code(g).ok_or_else(damaged)?;
        let (bucket, group) = (u32::from_be_bytes([b0, b1, b2, b3]), u32::from_be_bytes([g0, g1, g2, g3]));
        let place = Place { granularity, bucket, group };
        Ok(Self { place, sequence: u64::from_be_bytes(sequence) })
    }
}
