//! Doors to parsers of stored bytes, for the targets in `fuzz/` alone: nobody else may come by these ways.
//!
//! What a disk has damaged must be an error. Each function walks everything that can be reached from the
//! bytes, and panics where what was read is not written and read again alike.
#![expect(clippy::unwrap_used, reason = "a target that cannot begin must fail")]

use std::path::Path;

use model::{Granularity, SeriesKey, Timestamp};

use crate::counters::read_log_row;
use crate::hot::{self, BlockKey, Place};
use crate::key::{self, ReadingKey};
use crate::record::{decode_frame, decode_reading, encode_frame, encode_reading};
use crate::sealed;

/// A stored reading at `time`, a stored frame, and a row of the log of counters.
pub fn record(time: Timestamp, bytes: &[u8]) {
    if let Ok(record) = decode_reading(time, bytes) {
        let row = sealed::Row { time, revision: 0, record: record.clone() };
        let mut written = Vec::new();
        encode_reading(&row.reading(&series(), Granularity::Minute), &mut written);
        let again = decode_reading(time, &written).ok();
        assert!(again.is_some_and(|again| again.is_the_same_value(&record)), "a record is read back");
    }
    if let Ok((outcome, frame)) = decode_frame(bytes) {
        let mut written = Vec::new();
        encode_frame(&outcome, &frame, &mut written);
        let again = decode_frame(&written).ok();
        assert_eq!(again, Some((outcome, frame)), "a frame is read back");
    }
    let _ = read_log_row(bytes, |_, _, _| Ok(()));
}

/// A block of readings.
pub fn block(bytes: &[u8]) {
    // The hour of 2020-08-30 08:00 in Changsha, as the store counts hours.
    let place = Place { granularity: Granularity::Minute, bucket: 153_154_044, group: 3 };
    let _ = hot::walk(place, bytes);
}

/// The keys of rows, and the catalogue of sealed files that `key` and `value` would be an entry of.
pub fn keys(key: &[u8], value: &[u8]) {
    if let Ok(found) = ReadingKey::decode(key) {
        assert_eq!(found.encode(), key, "the key of a reading is read back");
        let _ = found.time();
    }
    if let Ok(found) = BlockKey::decode(key) {
        assert_eq!(found.encode(), key, "the key of a block is read back");
    }
    let _ = key::frame_time(key);
    let _ = key::frame_of_refused(key);
    let row = Ok((Box::from(key), Box::from(value)));
    if let Ok(catalogue) = sealed::Catalogue::load(std::iter::once(row)) {
        for granularity in [Granularity::Realtime, Granularity::Minute, Granularity::Hour, Granularity::Day] {
            catalogue.stretches(granularity, Timestamp::MIN, Timestamp::MAX);
        }
        catalogue.files();
    }
}

/// A sealed file: written to `folder` as it is, with these sums or with its own, and read in every way.
pub fn sealed(folder: &Path, file: &[u8], sums: Option<&[u8]>) {
    sealed::probe(folder, file, sums, &series());
}

/// The series that the files of the corpus have.
fn series() -> SeriesKey {
    SeriesKey { source: "outlet:O-0".parse().unwrap(), factor: "w01018".parse().unwrap() }
}
