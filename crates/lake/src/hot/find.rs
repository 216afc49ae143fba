//! How readings are found in blocks.

use std::collections::BTreeSet;

use model::Granularity;

use super::block::Block;
use super::{BlockKey, Place};
use crate::LakeError;
use crate::QuickMap;
use crate::engine::{Engine, Table};
use crate::key::ReadingKey;
use crate::record::{Record, decode_reading};

/// What one bucket has of some series, in the order of series, time and revision.
pub(crate) type BucketOfSeries = (u32, Vec<(ReadingKey, Record)>);

/// The values of `series`, which are of one group, in the first bucket from `first` to `last` (inclusive) in which the
/// group has anything; there may be none of the series themselves. A stretch without any data costs one seek in all.
pub(crate) fn bucket_of_series(
    engine: &Engine,
    granularity: Granularity,
    series: &[u32],
    first: u32,
    last: u32,
) -> Result<Option<BucketOfSeries>, LakeError> {
    let mut found = in_blocks(engine, granularity, series, first, last)?;
    // As format 1 had them: each series has rows of its own.
    for one in series.iter().filter(|_| engine.has_rows()) {
        found = nearest(found, in_rows(engine, granularity, *one, first, last)?);
    }
    if let Some((_, rows)) = &mut found {
        rows.sort_unstable_by_key(|(key, _)| *key);
    }
    Ok(found)
}

/// The bucket that comes first; both where they are the same.
fn nearest(one: Option<BucketOfSeries>, other: Option<BucketOfSeries>) -> Option<BucketOfSeries> {
    match (one, other) {
        (Some((bucket, mut rows)), Some((same, more))) if bucket == same => {
            rows.extend(more);
            Some((bucket, rows))
        }
        (Some(one), Some(other)) => Some(if one.0 < other.0 { one } else { other }),
        (one, other) => one.or(other),
    }
}

/// `series` are of one group.
fn in_blocks(
    engine: &Engine,
    granularity: Granularity,
    series: &[u32],
    first: u32,
    last: u32,
) -> Result<Option<BucketOfSeries>, LakeError> {
    let Some(any_series) = series.first().copied() else { return Ok(None) };
    let place = |bucket| Place::of(ReadingKey::first_in_bucket(granularity, bucket, any_series));
    let end = place(last).block(u64::MAX).encode();
    let mut start = place(first);
    let mut found = Vec::new();
    'seek: while start.bucket <= last {
        let mut any = false;
        for row in engine.scan(Table::Blocks, &start.block(0).encode(), &end) {
            let (key, value) = row?;
            let at = BlockKey::decode(&key)?.place;
            if at != start {
                if any {
                    break;
                }
                let passed = at.bucket == start.bucket || at.group > start.group;
                let Some(next) = at.bucket.checked_add(u32::from(passed)) else { break };
                start = place(next);
                continue 'seek;
            }
            any = true;
            let block = Block::parse(at, &value)?;
            if series.iter().any(|one| block.has(*one)) {
                for (key, span) in block.entries().filter(|(key, _)| series.contains(&key.series)) {
                    found.push((key, decode_reading(key.time()?, block.record(span))?));
                }
            }
        }
        return Ok(any.then_some((start.bucket, found)));
    }
    Ok(None)
}

/// As [`in_blocks`], in the rows of format 1.
fn in_rows(
    engine: &Engine,
    granularity: Granularity,
    series: u32,
    first: u32,
    last: u32,
) -> Result<Option<BucketOfSeries>, LakeError> {
    let head = |bucket| ReadingKey::first_in_bucket(granularity, bucket, series);
    let end =
        ReadingKey { second: 0xff_ffff, nanosecond: u32::MAX, revision: u8::MAX, ..head(last) }.encode();
    let mut start = head(first);
    let mut found = Vec::new();
    'seek: while start.bucket <= last {
        for row in engine.scan(Table::Readings, &start.encode(), &end) {
            let (key, value) = row?;
            let key = ReadingKey::decode(&key)?;
            if (key.bucket, key.series) != (start.bucket, series) {
                if !found.is_empty() {
                    break;
                }
                let passed = key.bucket == start.bucket || key.series > series;
                let Some(next) = key.bucket.checked_add(u32::from(passed)) else { break };
                start = head(next);
                continue 'seek;
            }
            found.push((key, decode_reading(key.time()?, &value)?));
        }
        return Ok((!found.is_empty()).then_some((start.bucket, found)));
    }
    Ok(None)
}

/// The series with anything from the time of `start` to that of `end` (exclusive), whatever series these name;
/// `known` is the number of all series.
pub(crate) fn series_between(
    engine: &Engine,
    start: ReadingKey,
    end: ReadingKey,
    known: u32,
) -> Result<BTreeSet<u32>, LakeError> {
    let time = |key: ReadingKey| (key.bucket, key.second, key.nanosecond);
    let mut found = BTreeSet::new();
    let inside = |key: &ReadingKey| time(start) <= time(*key) && time(*key) < time(end);
    if engine.has_rows() {
        let to = ReadingKey { second: 0xff_ffff, series: u32::MAX, ..end };
        for row in engine.scan(Table::Readings, &first_of_bucket(start).encode(), &to.encode()) {
            found.extend(Some(ReadingKey::decode(&row?.0)?).filter(inside).map(|key| key.series));
        }
    }
    let place = |bucket, group| Place { granularity: start.granularity, bucket, group };
    let mut from = place(start.bucket, 0).block(0);
    let to = place(end.bucket, u32::MAX).block(u64::MAX).encode();
    'seek: while time(start) < time(end) {
        for row in engine.scan(Table::Blocks, &from.encode(), &to) {
            let (key, value) = row?;
            let at = BlockKey::decode(&key)?.place;
            let keys = Block::parse(at, &value)?.entries().map(|(key, _)| key);
            found.extend(keys.filter(inside).map(|key| key.series));
            let (first, last) = at.series();
            if found.range(first..last).count() >= (known.min(last) - known.min(first)) as usize {
                // Nothing new can come in this place.
                from = place(at.bucket, at.group.saturating_add(1)).block(0);
                continue 'seek;
            }
        }
        break;
    }
    Ok(found)
}

fn first_of_bucket(key: ReadingKey) -> ReadingKey {
    ReadingKey::first_in_bucket(key.granularity, key.bucket, 0)
}

/// The keys of the readings of one block; none if it is there no more.
pub(crate) fn keys_of_block(engine: &Engine, key: BlockKey) -> Result<Vec<ReadingKey>, LakeError> {
    let Some(value) = engine.get(Table::Blocks, &key.encode())? else { return Ok(Vec::new()) };
    Ok(Block::parse(key.place, &value)?.entries().map(|(key, _)| key).collect())
}

/// Places that were looked into, kept for the next look at them: what is sent late comes in stretches.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    places: QuickMap<Place, Readings>,
    bytes: usize,
}

/// Where the readings of a place are.
#[derive(Debug, Default)]
struct Readings {
    blocks: Vec<Box<[u8]>>,
    /// In order.
    keys: Vec<(ReadingKey, u32, std::ops::Range<usize>)>,
}

impl Stored {
    /// What is kept at most.
    const MAX_BYTES: usize = 32 << 20;

    /// Every value that the hot store has for that series and time, by revision.
    pub(crate) fn values(
        &mut self,
        engine: &Engine,
        slot: ReadingKey,
    ) -> Result<Vec<(u8, Record)>, LakeError> {
        let mut values = Vec::new();
        let readings = self.readings(engine, Place::of(slot))?;
        let slot = slot.with_revision(0);
        let start = readings.keys.partition_point(|(key, ..)| *key < slot);
        for (key, block, span) in readings.keys.iter().skip(start) {
            if key.with_revision(0) != slot {
                break;
            }
            let bytes = readings.blocks.get(*block as usize).map(AsRef::as_ref).unwrap_or_default();
            let block = Block::parse(Place::of(slot), bytes)?;
            values.push((key.revision, decode_reading(key.time()?, block.record(span.clone()))?));
        }
        if engine.has_rows() {
            values.extend(values_in_rows(engine, slot)?);
            values.sort_by_key(|(revision, _)| *revision);
        }
        Ok(values)
    }

    /// The reading of that key.
    pub(crate) fn get(&mut self, engine: &Engine, key: ReadingKey) -> Result<Option<Record>, LakeError> {
        let values = self.values(engine, key)?;
        Ok(values.into_iter().find(|(revision, _)| *revision == key.revision).map(|(_, record)| record))
    }

    fn readings(&mut self, engine: &Engine, place: Place) -> Result<&Readings, LakeError> {
        if !self.places.contains_key(&place) {
            if self.bytes > Self::MAX_BYTES {
                self.places.clear();
                self.bytes = 0;
            }
            let readings = load(engine, place)?;
            self.bytes += readings.blocks.iter().map(|block| block.len() * 3).sum::<usize>() + 64;
            self.places.insert(place, readings);
        }
        Ok(self.places.entry(place).or_default())
    }
}

fn load(engine: &Engine, place: Place) -> Result<Readings, LakeError> {
    let mut readings = Readings::default();
    let (from, to) = (place.block(0).encode(), place.block(u64::MAX).encode());
    for row in engine.scan(Table::Blocks, &from, &to) {
        let (_, value) = row?;
        let number = readings.blocks.len() as u32;
        let block = Block::parse(place, &value)?;
        readings.keys.extend(block.entries().map(|(key, span)| (key, number, span)));
        readings.blocks.push(value);
    }
    readings.keys.sort_unstable_by_key(|(key, ..)| *key);
    Ok(readings)
}

fn values_in_rows(engine: &Engine, slot: ReadingKey) -> Result<Vec<(u8, Record)>, LakeError> {
    let mut values = Vec::new();
    let (from, to) = (slot.encode(), slot.with_revision(u8::MAX).encode());
    for row in engine.scan(Table::Readings, &from, &to) {
        let (key, value) = row?;
        let key = ReadingKey::decode(&key)?;
        values.push((key.revision, decode_reading(key.time()?, &value)?));
    }
    Ok(values)
}
