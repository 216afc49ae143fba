//! The counters of one device: sums that only grow.
//!
//! A row of the store holds all counters of a device, because a frame changes several of them: its key is the
//! device's number, its value for each counter the length of the name (one byte), the name, and the sum. Format 1
//! had a row for each counter, with the name in the key; such rows are read, and count no longer once the device
//! has a row of its own.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::LakeError;

/// By name, in the order of their first appearance: they are few.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counters(Vec<(CompactString, u64)>);

impl Counters {
    /// Adds to a counter; a sum that would pass `u64::MAX` stays there.
    pub(crate) fn add(&mut self, name: &str, amount: u64) {
        let sum = self.sum(name);
        *sum = sum.saturating_add(amount);
    }

    fn sum(&mut self, name: &str) -> &mut u64 {
        let place = match self.0.iter().position(|(there, _)| there == name) {
            Some(place) => place,
            None => {
                self.0.push((name.into(), 0));
                self.0.len() - 1
            }
        };
        &mut self.0[place].1
    }

    /// Notes what a row of the store says; of two rows that name the same counter the later one has more.
    pub(crate) fn load(&mut self, name: &[u8], row: &[u8]) -> Result<(), LakeError> {
        if !name.is_empty() {
            return self.load_one(name, row);
        }
        let mut rest = row;
        while let Some((length, after)) = rest.split_first() {
            let (name, after) = after.split_at_checked(usize::from(*length)).ok_or_else(|| damaged(row))?;
            let (sum, after) = after.split_at_checked(8).ok_or_else(|| damaged(row))?;
            self.load_one(name, sum)?;
            rest = after;
        }
        Ok(())
    }

    fn load_one(&mut self, name: &[u8], sum: &[u8]) -> Result<(), LakeError> {
        let name = std::str::from_utf8(name).map_err(|_| damaged(name))?;
        let sum = u64::from_be_bytes(sum.try_into().map_err(|_| damaged(sum))?);
        let there = self.sum(name);
        *there = sum.max(*there);
        Ok(())
    }

    /// The value of its row.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut row = Vec::with_capacity(self.0.iter().map(|(name, _)| name.len() + 9).sum());
        for (name, sum) in &self.0 {
            // `Count::MAX_NAME_BYTES` bounds it.
            row.push(name.len() as u8);
            row.extend_from_slice(name.as_bytes());
            row.extend_from_slice(&sum.to_be_bytes());
        }
        row
    }

    pub(crate) fn by_name(&self) -> BTreeMap<String, u64> {
        self.0.iter().map(|(name, sum)| (name.to_string(), *sum)).collect()
    }
}

fn damaged(bytes: &[u8]) -> LakeError {
    LakeError::corrupt("counter", format!("{bytes:02x?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_back() {
        let mut counters = Counters::default();
        counters.add("frames.received", 3);
        counters.add("readings.refused.a_name_that_is_longer_than_others", 1);
        counters.add("frames.received", u64::MAX);
        let mut back = Counters::default();
        back.load(b"", &counters.encode()).unwrap();
        assert_eq!(back, counters);
        assert_eq!(back.by_name()["frames.received"], u64::MAX);
    }

    #[test]
    fn rows_of_format_1_are_read_and_followed() {
        let mut counters = Counters::default();
        counters.load(b"frames.received", &7u64.to_be_bytes()).unwrap();
        counters.load(b"frames.stored", &6u64.to_be_bytes()).unwrap();
        counters.add("frames.received", 2);
        let mut back = Counters::default();
        back.load(b"", &counters.encode()).unwrap();
        back.load(b"frames.received", &7u64.to_be_bytes()).unwrap();
        assert_eq!(
            back.by_name(),
            BTreeMap::from([("frames.received".into(), 9), ("frames.stored".into(), 6)])
        );
    }

    #[test]
    fn damage_is_an_error() {
        for (name, row) in
            [(&b""[..], &b"\x05abc"[..]), (b"", b"\x01a1234"), (b"a", b"1"), (b"\xff", b"12345678")]
        {
            assert!(Counters::default().load(name, row).is_err());
        }
    }
}
