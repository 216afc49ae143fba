//! How readings leave the hot store, once sealed files have them.

use std::ops::ControlFlow;

use model::Granularity;

use super::block::{Block, Builder};
use super::{BlockKey, Place};
use crate::LakeError;
use crate::engine::{Engine, Table, WriteSet};
use crate::key::ReadingKey;
use crate::record::{Record, decode_reading};

/// Takes every reading of a place out of the hot store of which `goes` says so, with the commit of `writes`;
/// gives their number. `goes` may write too, and sees the stored form of the record beside it. What writers
/// add meanwhile is in blocks of its own, and stays. One sweep at a time.
pub(crate) fn sweep<'a>(
    engine: &'a Engine,
    writes: &mut WriteSet<'a>,
    place: Place,
    mut goes: impl FnMut(&mut WriteSet<'a>, ReadingKey, Record, &[u8]) -> bool,
) -> Result<u64, LakeError> {
    let mut gone = 0;
    for row in engine.scan(Table::Blocks, &place.block(0).encode(), &place.block(u64::MAX).encode()) {
        let (row_key, value) = row?;
        let block = Block::parse(place, &value)?;
        let (mut kept, mut left, mut all) = (Builder::new(place), 0, 0);
        for (key, span) in block.entries() {
            all += 1;
            let record = block.record(span);
            if goes(writes, key, decode_reading(key.time()?, record)?, record) {
                gone += 1;
            } else {
                left += 1;
                kept.push(key, |out| out.extend(record));
            }
        }
        if left == 0 {
            writes.remove(Table::Blocks, &row_key);
        } else if left < all {
            // Under its key, so that what names the block finds what is left of it.
            writes.put(Table::Blocks, &row_key, &kept.encode());
        }
    }
    if engine.has_rows() {
        let (from, to) = place.rows();
        for row in engine.scan(Table::Readings, &from.encode(), &to.encode()) {
            let (row_key, value) = row?;
            let key = ReadingKey::decode(&row_key)?;
            if goes(writes, key, decode_reading(key.time()?, &value)?, &value) {
                gone += 1;
                writes.remove(Table::Readings, &row_key);
            }
        }
    }
    Ok(gone)
}

/// Goes through keys in the first bucket from `first` on that has any, in no particular order, until `each`
/// breaks off; gives the bucket.
pub(crate) fn next_bucket(
    engine: &Engine,
    granularity: Granularity,
    first: u32,
    mut each: impl FnMut(ReadingKey) -> ControlFlow<()>,
) -> Result<Option<u32>, LakeError> {
    let place = |bucket, group| Place { granularity, bucket, group };
    let (from, to) = (place(first, 0).block(0).encode(), place(u32::MAX, u32::MAX).block(u64::MAX).encode());
    let mut bucket = None;
    if engine.has_rows() {
        let from = ReadingKey::first_in_bucket(granularity, first, 0).encode();
        let to = ReadingKey::first_in_bucket(granularity, u32::MAX, u32::MAX).encode();
        if let Some(row) = engine.scan(Table::Readings, &from, &to).next() {
            bucket = Some(ReadingKey::decode(&row?.0)?.bucket);
        }
    }
    if let Some(row) = engine.scan(Table::Blocks, &from, &to).next() {
        let found = BlockKey::decode(&row?.0)?.place.bucket;
        bucket = Some(bucket.map_or(found, |bucket| bucket.min(found)));
    }
    let Some(bucket) = bucket else { return Ok(None) };
    let (from, to) = (place(bucket, 0).block(0).encode(), place(bucket, u32::MAX).block(u64::MAX).encode());
    for row in engine.scan(Table::Blocks, &from, &to) {
        let (key, value) = row?;
        for (key, _) in Block::parse(BlockKey::decode(&key)?.place, &value)?.entries() {
            if each(key).is_break() {
                return Ok(Some(bucket));
            }
        }
    }
    if engine.has_rows() {
        let from = ReadingKey::first_in_bucket(granularity, bucket, 0).encode();
        let to = ReadingKey::first_in_bucket(granularity, bucket, u32::MAX).encode();
        for row in engine.scan(Table::Readings, &from, &to) {
            if each(ReadingKey::decode(&row?.0)?).is_break() {
                break;
            }
        }
    }
    Ok(Some(bucket))
}
