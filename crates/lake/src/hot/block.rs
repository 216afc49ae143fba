//! What a block looks like.
//!
//! Version 1: `1 | form | count 4 | series… | second… | nanosecond… | revision… | length… | records`, columns
//! of `count` entries in the order of arrival, numbers little-endian:
//! - series: 1 byte, the number within the group
//! - second in the bucket: 3 bytes
//! - nanosecond: 4 bytes, only with bit 0 of the form; otherwise all are 0
//! - revision: 1 byte, only with bit 1 of the form; otherwise all are 0
//! - length of the record: 1 byte, or 4 with bit 2 of the form
//!
//! Records are those of `record`. The engine has check sums of its own over all of it.

use model::Reading;

use super::{BlockKey, Place};
use crate::LakeError;
use crate::QuickMap;
use crate::engine::{Table, WriteSet};
use crate::key::ReadingKey;
use crate::record::encode_reading;

const VERSION: u8 = 1;
const NANOSECONDS: u8 = 1;
const REVISIONS: u8 = 2;
const LONG: u8 = 4;
const HEAD: usize = 6;
/// A block is read as a whole: one commit of a whole back-fill makes several.
const MAX_READINGS: usize = 4096;

/// The blocks of one commit in the making.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    full: Vec<Builder>,
    open: Vec<Builder>,
    by_place: QuickMap<Place, usize>,
    /// Neighbours in a batch mostly share a place.
    last: Option<(Place, usize)>,
}

impl Blocks {
    /// Adds a reading under its key.
    pub(crate) fn push(&mut self, key: ReadingKey, reading: &Reading) {
        let place = Place::of(key);
        let at = match self.last {
            Some((last, at)) if last == place => at,
            Some(_) | None => *self.by_place.entry(place).or_insert_with(|| {
                self.open.push(Builder::new(place));
                self.open.len() - 1
            }),
        };
        self.last = Some((place, at));
        // The index was given by the line above, and builders are only ever replaced.
        let Some(builder) = self.open.get_mut(at) else { return };
        builder.push(key, |records| encode_reading(reading, records));
        if builder.entries.len() >= MAX_READINGS {
            self.full.push(std::mem::replace(builder, Builder::new(place)));
        }
    }

    /// Writes them, numbered from `sequence` on; gives their keys.
    pub(crate) fn write(self, sequence: u64, writes: &mut WriteSet<'_>) -> Vec<BlockKey> {
        let builders = self.full.into_iter().chain(self.open).filter(|builder| !builder.entries.is_empty());
        let numbered = (sequence..).zip(builders);
        numbered
            .map(|(sequence, builder)| {
                let key = builder.place.block(sequence);
                writes.put(Table::Blocks, &key.encode(), &builder.encode());
                key
            })
            .collect()
    }
}

/// One block in the making.
#[derive(Debug)]
pub(super) struct Builder {
    place: Place,
    entries: Vec<Entry>,
    records: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: ReadingKey,
    length: u32,
}

impl Builder {
    pub(super) fn new(place: Place) -> Self {
        Self { place, entries: Vec::with_capacity(64), records: Vec::with_capacity(64 * 24) }
    }

    pub(super) fn push(&mut self, key: ReadingKey, encode: impl FnOnce(&mut Vec<u8>)) {
        let before = self.records.len();
        encode(&mut self.records);
        // A record is a few dozen bytes, or as long as its mark: never 4 GB.
        self.entries.push(Entry { key, length: (self.records.len() - before) as u32 });
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let entries = &self.entries;
        let mut form = 0;
        for Entry { key, length } in entries {
            form |= if key.nanosecond != 0 { NANOSECONDS } else { 0 };
            form |= if key.revision != 0 { REVISIONS } else { 0 };
            form |= if *length > 0xff { LONG } else { 0 };
        }
        let mut out = Vec::with_capacity(HEAD + entries.len() * 13 + self.records.len());
        out.extend([VERSION, form]);
        out.extend((entries.len() as u32).to_le_bytes());
        out.extend(entries.iter().map(|entry| entry.key.series as u8 & low_mask()));
        for entry in entries {
            let [a, b, c, _] = entry.key.second.to_le_bytes();
            out.extend([a, b, c]);
        }
        if form & NANOSECONDS != 0 {
            out.extend(entries.iter().flat_map(|entry| entry.key.nanosecond.to_le_bytes()));
        }
        if form & REVISIONS != 0 {
            out.extend(entries.iter().map(|entry| entry.key.revision));
        }
        if form & LONG != 0 {
            out.extend(entries.iter().flat_map(|entry| entry.length.to_le_bytes()));
        } else {
            out.extend(entries.iter().map(|entry| entry.length as u8));
        }
        out.extend(&self.records);
        out
    }
}

const fn low_mask() -> u8 {
    (1 << super::GROUP_BITS) - 1
}

/// A stored block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<'a> {
    place: Place,
    series: &'a [u8],
    seconds: &'a [[u8; 3]],
    nanoseconds: &'a [[u8; 4]],
    revisions: &'a [u8],
    lengths: Lengths<'a>,
    records: &'a [u8],
}

#[derive(Debug, Clone, Copy)]
enum Lengths<'a> {
    Short(&'a [u8]),
    Long(&'a [[u8; 4]]),
}

impl Lengths<'_> {
    fn get(self, index: usize) -> usize {
        match self {
            Lengths::Short(lengths) => lengths.get(index).copied().map_or(0, usize::from),
            Lengths::Long(lengths) => {
                lengths.get(index).map_or(0, |length| u32::from_le_bytes(*length) as usize)
            }
        }
    }
}

impl<'a> Block<'a> {
    pub(super) fn parse(place: Place, bytes: &'a [u8]) -> Result<Self, LakeError> {
        Self::parts(place, bytes).ok_or_else(|| {
            let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
            LakeError::corrupt("block of readings", format!("{} bytes, {head:02x?} …", bytes.len()))
        })
    }

    fn parts(place: Place, bytes: &'a [u8]) -> Option<Self> {
        let ([VERSION, form, count @ ..], rest) = bytes.split_first_chunk::<HEAD>()? else { return None };
        let count = u32::from_le_bytes(*count) as usize;
        let with = |bit: u8| if form & bit != 0 { count } else { 0 };
        let (series, rest) = rest.split_at_checked(count)?;
        let (seconds, rest) = rest.split_at_checked(count.checked_mul(3)?)?;
        let (nanoseconds, rest) = rest.split_at_checked(with(NANOSECONDS).checked_mul(4)?)?;
        let (revisions, rest) = rest.split_at_checked(with(REVISIONS))?;
        let (lengths, records) = if form & LONG != 0 {
            let (lengths, records) = rest.split_at_checked(count.checked_mul(4)?)?;
            (Lengths::Long(lengths.as_chunks().0), records)
        } else {
            let (lengths, records) = rest.split_at_checked(count)?;
            (Lengths::Short(lengths), records)
        };
        let block = Self {
            place,
            series,
            seconds: seconds.as_chunks().0,
            nanoseconds: nanoseconds.as_chunks().0,
            revisions,
            lengths,
            records,
        };
        let total = (0..count).try_fold(0usize, |total, index| total.checked_add(lengths.get(index)));
        (total == Some(records.len())).then_some(block)
    }

    /// Every key with the span of its record in [`Block::record`], in the order of arrival.
    pub(super) fn entries(self) -> impl Iterator<Item = (ReadingKey, std::ops::Range<usize>)> + use<'a> {
        let mut end = 0;
        self.series.iter().zip(self.seconds).enumerate().map(move |(index, (low, [a, b, c]))| {
            let begin = end;
            end += self.lengths.get(index);
            let nanosecond = self.nanoseconds.get(index).map_or(0, |bytes| u32::from_le_bytes(*bytes));
            let revision = self.revisions.get(index).copied().unwrap_or(0);
            let second = u32::from_le_bytes([*a, *b, *c, 0]);
            (self.place.key(*low, second, nanosecond, revision), begin..end)
        })
    }

    /// Whether it has anything of that series of its group.
    pub(super) fn has(self, series: u32) -> bool {
        self.series.contains(&(series as u8 & low_mask()))
    }

    pub(super) fn record(self, span: std::ops::Range<usize>) -> &'a [u8] {
        self.records.get(span).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use model::Granularity;
    use proptest::prelude::*;

    use super::*;

    const PLACE: Place = Place { granularity: Granularity::Minute, bucket: 7, group: 3 };

    prop_compose! {
        fn any_entry()(
            low in 0u8..64, second in 0u32..3600, nanosecond in prop_oneof![Just(0), 0u32..1_000_000_000],
            revision in prop_oneof![Just(0), any::<u8>()],
            record in proptest::collection::vec(any::<u8>(), 0..400),
        ) -> (ReadingKey, Vec<u8>) {
            (PLACE.key(low, second, nanosecond, revision), record)
        }
    }

    proptest! {
        #[test]
        fn a_block_is_read_back(entries in proptest::collection::vec(any_entry(), 0..20)) {
            let mut builder = Builder::new(PLACE);
            for (key, record) in &entries {
                builder.push(*key, |out| out.extend(record));
            }
            let bytes = builder.encode();
            let block = Block::parse(PLACE, &bytes).unwrap();
            let back: Vec<_> = block.entries().map(|(key, span)| (key, block.record(span).to_vec())).collect();
            prop_assert_eq!(back, entries);
        }

        #[test]
        fn a_cut_block_is_an_error(entries in proptest::collection::vec(any_entry(), 1..9), cut: proptest::sample::Index) {
            let mut builder = Builder::new(PLACE);
            for (key, _) in &entries {
                builder.push(*key, |out| out.push(1));
            }
            let bytes = builder.encode();
            prop_assert!(Block::parse(PLACE, &bytes[..cut.index(bytes.len())]).is_err());
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
            if let Ok(block) = Block::parse(PLACE, &bytes) {
                for (_, span) in block.entries() {
                    let _ = block.record(span);
                }
            }
        }
    }
}
