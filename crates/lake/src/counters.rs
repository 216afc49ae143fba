//! The counters of one device: sums that only grow.
//!
//! A row of the store holds all counters of a device, because a frame changes several of them: its key is the
//! device's number, its value for each counter the length of the name (one byte), the name, and the sum. Format 1
//! had a row for each counter, with the name in the key; such rows are read, and count no longer once the device
//! has a row of its own.
//!
//! A commit of many devices does not write their rows: it writes what it adds into one row of a log, and the rows when
//! the log is long. Value of a row of the log, for each addition: varint of the device, varint of the name's number in
//! this row counted from 1, or 0, the length of the name (one byte) and the name for one that is new here, varint of
//! the amount.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::LakeError;
use crate::record::{Input, put_varint_64};

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

/// What one commit adds to counters.
#[derive(Debug, Default)]
pub(crate) struct Additions<'b> {
    /// By device and name, in the order of arrival.
    all: Vec<(u32, &'b str, u64)>,
    /// For the row of the log: the names in the order of their first appearance, and the row.
    names: Vec<&'b str>,
    row: Vec<u8>,
}

impl<'b> Additions<'b> {
    pub(crate) fn push(&mut self, device: u32, name: &'b str, amount: u64) {
        self.all.push((device, name, amount));
        put_varint_64(&mut self.row, device.into());
        match self.names.iter().position(|known| *known == name) {
            Some(place) => put_varint_64(&mut self.row, place as u64 + 1),
            None => {
                self.names.push(name);
                // `Count::MAX_NAME_BYTES` bounds it.
                self.row.extend([0, name.len() as u8]);
                self.row.extend_from_slice(name.as_bytes());
            }
        }
        put_varint_64(&mut self.row, amount);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &'b str, u64)> {
        self.all.iter().copied()
    }

    /// The value of its row in the log.
    pub(crate) fn row(&self) -> &[u8] {
        &self.row
    }
}

/// Reads a row of the log.
pub(crate) fn read_log_row(
    row: &[u8],
    mut each: impl FnMut(u32, &str, u64) -> Result<(), LakeError>,
) -> Result<(), LakeError> {
    let mut input = Input::new("log of counters", row);
    let mut names = Vec::new();
    while !input.is_empty() {
        let device = u32::try_from(input.varint()?).map_err(|_| damaged(row))?;
        let name = match input.length()?.checked_sub(1) {
            Some(place) => *names.get(place).ok_or_else(|| damaged(row))?,
            None => {
                let length = input.byte()?;
                let name = input.text(length.into())?;
                names.push(name);
                name
            }
        };
        each(device, name, u64::try_from(input.varint()?).map_err(|_| damaged(row))?)?;
    }
    Ok(())
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
    fn a_row_of_the_log_is_read_back_and_a_cut_one_is_an_error_or_a_part() {
        let names = ["frames.received", "frames.stored", "readings.received"];
        let mut additions = Additions::default();
        for (n, name) in names.into_iter().cycle().take(30).enumerate() {
            additions.push(n as u32 * 70, name, n as u64 * 1_000_003);
        }
        additions.push(u32::MAX, "frames.stored", u64::MAX);
        let read = |row: &[u8]| {
            let mut back = Vec::new();
            let all = read_log_row(row, |device, name, add| {
                back.push((device, name.to_owned(), add));
                Ok(())
            });
            all.map(|()| back)
        };
        let pushed: Vec<_> = additions.iter().map(|(d, name, add)| (d, name.to_owned(), add)).collect();
        assert_eq!(read(additions.row()).unwrap(), pushed);
        for length in 0..additions.row().len() {
            if let Ok(part) = read(&additions.row()[..length]) {
                assert_eq!(part, pushed[..part.len()]);
            }
        }
        assert!(read(&[0, 9, 1]).is_err(), "a name that is not there");
        assert!(read(&[0, 0, 1, 0xff, 1]).is_err(), "not UTF-8");
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
