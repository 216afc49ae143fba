//! How long the shared texts of a workbook are ([MS-XLS] 2.4.265 SST, 2.5.293 XLUnicodeRichExtendedString).

use super::records::Record;

const IS_WIDE: u8 = 0x01;
const HAS_EXTENSION: u8 = 0x04;
const HAS_RUNS: u8 = 0x08;
/// Bytes that a character takes once it is UTF-8, at most.
const HELD_BYTES: u64 = 3;
/// A text and its place in a table take so much by themselves.
const TEXT_BYTES: u64 = 24;

/// Bytes that each text takes when it is held, by its number; ends with the first that is cut off.
pub(super) fn lengths(record: &Record<'_>) -> Vec<u64> {
    let mut reader = Reader { data: record.data, more: record.continued.iter() };
    // How many there are and how often they are used: not believed.
    let mut lengths = Vec::new();
    if reader.skip(8).is_none() {
        return lengths;
    }
    while let Some(characters) = reader.text() {
        lengths.push(TEXT_BYTES + HELD_BYTES * u64::from(characters));
    }
    lengths
}

/// Reads over the ends of records.
struct Reader<'a> {
    data: &'a [u8],
    more: std::slice::Iter<'a, &'a [u8]>,
}

impl Reader<'_> {
    /// The next text: its number of characters.
    fn text(&mut self) -> Option<u16> {
        let characters = u16::from_le_bytes([self.byte()?, self.byte()?]);
        let flags = self.byte()?;
        let runs = if flags & HAS_RUNS == 0 { 0 } else { u16::from_le_bytes([self.byte()?, self.byte()?]) };
        let extension = if flags & HAS_EXTENSION == 0 {
            0
        } else {
            u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?])
        };
        self.skip_characters(characters.into(), flags)?;
        self.skip(4 * usize::from(runs))?;
        self.skip(usize::try_from(extension).ok()?)?;
        Some(characters)
    }

    /// Characters that go over the end of a record begin anew with flags of their own.
    fn skip_characters(&mut self, mut characters: usize, mut flags: u8) -> Option<()> {
        loop {
            let bytes = if flags & IS_WIDE == 0 { 1 } else { 2 };
            let here = characters.min(self.data.len() / bytes);
            self.data = self.data.get(here * bytes..)?;
            characters -= here;
            if characters == 0 {
                return Some(());
            }
            self.data = self.more.next()?;
            flags = self.byte()?;
        }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.data.is_empty() {
            self.data = self.more.next()?;
        }
        let (byte, rest) = self.data.split_first()?;
        self.data = rest;
        Some(*byte)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > self.data.len() {
            bytes -= self.data.len();
            self.data = self.more.next()?;
        }
        self.data = self.data.get(bytes..)?;
        Some(())
    }
}
