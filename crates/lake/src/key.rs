//! Keys of the stored rows. All numbers are big-endian, so that the order of bytes is the order of rows.
//!
//! A reading's key is `granularity 1 | bucket 4 | series 4 | second in bucket 3 | nanosecond 4 |
//! revision 1`. Time comes first, as a coarse bucket: writes of live data touch one narrow part of the key
//! space, which an LSM tree likes best. Inside a bucket the series comes before the exact time, so that a
//! range of one series is one contiguous run for each bucket and not one seek for each instant.

use model::{Granularity, Timestamp};

use crate::LakeError;

/// Makes every representable second positive: the earliest `Timestamp` is about -3.8e11 s.
const SECOND_BIAS: i64 = 1 << 39;

/// Bytes of a reading's key.
pub(crate) const READING_KEY_LEN: usize = 17;

/// What one stored reading is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ReadingKey {
    pub(crate) granularity: Granularity,
    pub(crate) bucket: u32,
    pub(crate) series: u32,
    pub(crate) second: u32,
    pub(crate) nanosecond: u32,
    /// 0 for the first value of a series and time, then 1, 2 …
    pub(crate) revision: u8,
}

/// Seconds in a bucket. Part of the stored format.
fn bucket_seconds(granularity: Granularity) -> i64 {
    match granularity {
        Granularity::Realtime | Granularity::Minute => 3600,
        Granularity::Hour => 86_400,
        Granularity::Day => 32 * 86_400,
    }
}

impl ReadingKey {
    pub(crate) fn new(granularity: Granularity, series: u32, time: Timestamp, revision: u8) -> Self {
        let (second, nanosecond) = split(time);
        let length = bucket_seconds(granularity);
        // Both quotients are positive and small: 2^40 / 3600 < 2^32.
        let (bucket, second) = ((second / length) as u32, (second % length) as u32);
        Self { granularity, bucket, series, second, nanosecond, revision }
    }

    /// The first possible key of `series` in `bucket`.
    pub(crate) fn first_in_bucket(granularity: Granularity, bucket: u32, series: u32) -> Self {
        Self { granularity, bucket, series, second: 0, nanosecond: 0, revision: 0 }
    }

    pub(crate) fn with_revision(self, revision: u8) -> Self {
        Self { revision, ..self }
    }

    pub(crate) fn time(self) -> Result<Timestamp, LakeError> {
        let second = i64::from(self.bucket) * bucket_seconds(self.granularity) + i64::from(self.second);
        join(second, self.nanosecond)
    }

    pub(crate) fn encode(self) -> [u8; READING_KEY_LEN] {
        let mut bytes = [0; READING_KEY_LEN];
        bytes[0] = self.granularity.code();
        bytes[1..5].copy_from_slice(&self.bucket.to_be_bytes());
        bytes[5..9].copy_from_slice(&self.series.to_be_bytes());
        bytes[9..12].copy_from_slice(&self.second.to_be_bytes()[1..]);
        bytes[12..16].copy_from_slice(&self.nanosecond.to_be_bytes());
        bytes[16] = self.revision;
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, LakeError> {
        let damaged = || LakeError::corrupt("key of a reading", format!("{bytes:02x?}"));
        let bytes: &[u8; READING_KEY_LEN] = bytes.try_into().map_err(|_| damaged())?;
        let [g, b0, b1, b2, b3, s0, s1, s2, s3, o0, o1, o2, n0, n1, n2, n3, revision] = *bytes;
        Ok(Self {
            granularity: Granularity::from_code(g).ok_or_else(damaged)?,
            bucket: u32::from_be_bytes([b0, b1, b2, b3]),
            series: u32::from_be_bytes([s0, s1, s2, s3]),
            second: u32::from_be_bytes([0, o0, o1, o2]),
            nanosecond: u32::from_be_bytes([n0, n1, n2, n3]),
            revision,
        })
    }
}

/// A time as 9 bytes in order: 5 of biased seconds, 4 of nanoseconds.
pub(crate) fn time_bytes(time: Timestamp) -> [u8; 9] {
    let (second, nanosecond) = split(time);
    let mut bytes = [0; 9];
    bytes[..5].copy_from_slice(&second.to_be_bytes()[3..]);
    bytes[5..].copy_from_slice(&nanosecond.to_be_bytes());
    bytes
}

/// The time of [`time_bytes`].
pub(crate) fn time_from_bytes(bytes: [u8; 9]) -> Result<Timestamp, LakeError> {
    let [s0, s1, s2, s3, s4, n0, n1, n2, n3] = bytes;
    join(i64::from_be_bytes([0, 0, 0, s0, s1, s2, s3, s4]), u32::from_be_bytes([n0, n1, n2, n3]))
}

/// Key of a frame: `device 4 | time 9 | sequence 8`.
pub(crate) fn frame_key(device: u32, time: Timestamp, sequence: u64) -> [u8; 21] {
    let mut bytes = [0; 21];
    bytes[..4].copy_from_slice(&device.to_be_bytes());
    bytes[4..13].copy_from_slice(&time_bytes(time));
    bytes[13..].copy_from_slice(&sequence.to_be_bytes());
    bytes
}

/// Key of the row that points to a refused frame: `time 9 | sequence 8 | device 4`.
pub(crate) fn refused_key(device: u32, time: Timestamp, sequence: u64) -> [u8; 21] {
    let mut bytes = [0; 21];
    bytes[..9].copy_from_slice(&time_bytes(time));
    bytes[9..17].copy_from_slice(&sequence.to_be_bytes());
    bytes[17..].copy_from_slice(&device.to_be_bytes());
    bytes
}

/// The time in a [`frame_key`].
pub(crate) fn frame_time(key: &[u8]) -> Result<Timestamp, LakeError> {
    let time = key.get(4..13).and_then(|part| part.try_into().ok());
    time_from_bytes(time.ok_or_else(|| LakeError::corrupt("key of a frame", format!("{key:02x?}")))?)
}

/// The device and the [`frame_key`] that a [`refused_key`] points to.
pub(crate) fn frame_of_refused(key: &[u8]) -> Result<(u32, [u8; 21]), LakeError> {
    let bytes: [u8; 21] =
        key.try_into().map_err(|_| LakeError::corrupt("key of a refused frame", format!("{key:02x?}")))?;
    let mut frame = [0; 21];
    frame[..4].copy_from_slice(&bytes[17..]);
    frame[4..].copy_from_slice(&bytes[..17]);
    let [.., d0, d1, d2, d3] = bytes;
    Ok((u32::from_be_bytes([d0, d1, d2, d3]), frame))
}

fn split(time: Timestamp) -> (i64, u32) {
    let (mut second, mut nanosecond) = (time.as_second(), time.subsec_nanosecond());
    if nanosecond < 0 {
        // Before 1970 jiff counts both parts downwards; keys need the nanosecond to grow with time.
        second -= 1;
        nanosecond += 1_000_000_000;
    }
    (second + SECOND_BIAS, nanosecond.unsigned_abs())
}

fn join(biased: i64, nanosecond: u32) -> Result<Timestamp, LakeError> {
    let second = biased - SECOND_BIAS;
    let nanosecond = i32::try_from(nanosecond).unwrap_or(i32::MAX);
    Timestamp::new(second, nanosecond)
        .map_err(|_| LakeError::corrupt("time", format!("{second} s and {nanosecond} ns")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_time() -> impl Strategy<Value = Timestamp> {
        let (min, max) = (Timestamp::MIN.as_nanosecond(), Timestamp::MAX.as_nanosecond());
        prop_oneof![
            (min..=max).prop_map(|n| Timestamp::from_nanosecond(n).unwrap()),
            (-5_000_000_000i128..5_000_000_000).prop_map(|n| Timestamp::from_nanosecond(n).unwrap()),
            Just(Timestamp::MIN),
            Just(Timestamp::MAX),
        ]
    }

    fn any_granularity() -> impl Strategy<Value = Granularity> {
        proptest::sample::select(Granularity::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn keys_are_read_back(g in any_granularity(), series: u32, time in any_time(), revision: u8) {
            let key = ReadingKey::new(g, series, time, revision);
            let back = ReadingKey::decode(&key.encode()).unwrap();
            prop_assert_eq!(back, key);
            prop_assert_eq!(back.time().unwrap(), time);
        }

        #[test]
        fn keys_of_a_series_are_in_the_order_of_time(
            g in any_granularity(), a in any_time(), b in any_time(), ra: u8, rb: u8,
        ) {
            let (ka, kb) = (ReadingKey::new(g, 7, a, ra).encode(), ReadingKey::new(g, 7, b, rb).encode());
            prop_assert_eq!(ka.cmp(&kb), (a, ra).cmp(&(b, rb)));
        }

        #[test]
        fn frame_keys_are_read_back_and_ordered(device: u32, a in any_time(), b in any_time(), sequence: u64) {
            let key = frame_key(device, a, sequence);
            prop_assert_eq!(frame_time(&key).unwrap(), a);
            prop_assert_eq!(frame_of_refused(&refused_key(device, a, sequence)).unwrap(), (device, key));
            prop_assert_eq!(time_bytes(a).cmp(&time_bytes(b)), a.cmp(&b));
        }
    }
}
