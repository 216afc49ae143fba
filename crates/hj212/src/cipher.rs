//! The encryption of the data area in HJ 212-2025: SM4, 128-bit key, ECB, no padding.
//!
//! The bytes between `CP=&&` and the closing `&&` are taken in blocks of sixteen and encrypted in
//! their place; what is left at the end, fewer than sixteen bytes, stays plain. The sender builds
//! the plain frame first, so that length and CRC are those of the plain segment: a reader can check
//! the CRC only after decryption (HJ 212-2025, 6.4.4 and annex A.2).
//!
//! A frame does not say that it is encrypted, and its CRC knows only 256 values. A key is therefore
//! believed only when the CRC over the decrypted segment is right **and** the decrypted text is a
//! data area: a wrong key never gives readings.
//!
//! The wire form is raw binary. The standard prints it as `{0xE4,0x3E,…}g=N`, and some loggers send
//! that text: it is read and reported ([`Problem::CipherPrinted`]), never written.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use sm4::Sm4;
use sm4::cipher::{Array, BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};

use crate::bytes::{between, trim_start};
use crate::message::area_of;
use crate::{CrcCheck, Frame, Message, Problem, Problems, STANDARD_SEGMENT, crc};

/// The length of a key and of a block, in bytes.
const BLOCK: usize = 16;

/// Why bytes or text are no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// A key is sixteen bytes: as text, sixteen characters of ASCII or 32 hexadecimal digits.
    Length {
        /// The length given, in bytes.
        found: usize,
    },
    /// A key written as text holds something else than visible ASCII, or other digits than
    /// hexadecimal ones.
    Characters,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyError::Length { found } => {
                write!(f, "a key is 16 characters or 32 hexadecimal digits, not {found} bytes")
            }
            KeyError::Characters => f.write_str("a key is visible ASCII or hexadecimal digits"),
        }
    }
}

impl std::error::Error for KeyError {}

/// A key of a device, sixteen bytes. Never shown: `Debug` leaves the bytes out.
///
/// ```
/// use hj212::cipher::Key;
///
/// let key: Key = "0000000000000000".parse()?;
/// assert_eq!(key, "30303030303030303030303030303030".parse()?);
/// assert_eq!(format!("{key:?}"), "Key(…)");
/// # Ok::<(), hj212::cipher::KeyError>(())
/// ```
#[derive(Clone)]
pub struct Key {
    bytes: [u8; BLOCK],
    schedule: Sm4,
}

impl Key {
    /// The key with these bytes.
    #[must_use]
    pub fn new(bytes: [u8; BLOCK]) -> Key {
        Key { bytes, schedule: Sm4::new(&Array::from(bytes)) }
    }

    /// The sixteen bytes, for the place that keeps keys and for `NewSK` of command 1014.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; BLOCK] {
        &self.bytes
    }

    /// Encrypts the whole blocks of a data area in their place.
    pub fn encrypt_area(&self, area: &mut [u8]) {
        for block in area.as_chunks_mut::<BLOCK>().0 {
            let mut text = Array::from(*block);
            self.schedule.encrypt_block(&mut text);
            *block = text.into();
        }
    }

    /// Decrypts the whole blocks of a data area in their place.
    pub fn decrypt_area(&self, area: &mut [u8]) {
        for block in area.as_chunks_mut::<BLOCK>().0 {
            let mut text = Array::from(*block);
            self.schedule.decrypt_block(&mut text);
            *block = text.into();
        }
    }
}

impl TryFrom<&[u8]> for Key {
    type Error = KeyError;

    fn try_from(bytes: &[u8]) -> Result<Key, KeyError> {
        let found = bytes.len();
        bytes.try_into().map(Key::new).map_err(|_| KeyError::Length { found })
    }
}

impl FromStr for Key {
    type Err = KeyError;

    /// Reads sixteen visible ASCII characters, as `NewSK` writes a key, or 32 hexadecimal digits.
    fn from_str(text: &str) -> Result<Key, KeyError> {
        match text.len() {
            BLOCK if text.bytes().all(|byte| byte.is_ascii_graphic()) => Key::try_from(text.as_bytes()),
            32 => {
                let mut bytes = [0; BLOCK];
                for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
                    *byte = hex_byte(*digits).ok_or(KeyError::Characters)?;
                }
                Ok(Key::new(bytes))
            }
            BLOCK => Err(KeyError::Characters),
            found => Err(KeyError::Length { found }),
        }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        // All bytes are looked at, so that the time taken does not tell how many are right.
        self.bytes.iter().zip(&other.bytes).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A frame of which the data area was decrypted. The frame it came in stays what was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedFrame {
    segment: Vec<u8>,
    problems: Problems,
}

impl OpenedFrame {
    /// The plain data segment, over which the CRC was computed.
    #[must_use]
    pub fn segment(&self) -> &[u8] {
        &self.segment
    }

    /// What is wrong with the frame around the segment, now that the CRC could be checked.
    #[must_use]
    pub fn problems(&self) -> Problems {
        self.problems
    }

    /// Reads the fields of the plain segment.
    #[must_use]
    pub fn message(&self) -> Message<'_> {
        Message::parse_with(&self.segment, self.problems)
    }
}

impl Frame<'_> {
    /// Whether this frame may be an encrypted one of which no key is known yet: it cannot be read
    /// as it is, and it has a data area of at least one block.
    ///
    /// It may also be merely damaged: which of both, only [`open`](Frame::open) with the right key
    /// tells.
    #[must_use]
    pub fn may_be_encrypted(&self) -> bool {
        let wide = area_range(self.segment())
            .is_some_and(|area| between(self.segment(), area.start, area.end).len() >= BLOCK);
        wide && !(self.crc_ok() && is_data_area(self.segment()))
    }

    /// The frame as it was before it was encrypted with `key`; nothing where it was not, where the
    /// key is another one, and where the frame is damaged.
    #[must_use]
    pub fn open(&self, key: &Key) -> Option<OpenedFrame> {
        if !self.may_be_encrypted() {
            return None;
        }
        let area = area_range(self.segment())?;
        let (mut plain, printed) = match printed_cipher(between(self.segment(), area.start, area.end)) {
            Some(binary) => (binary, true),
            None => (between(self.segment(), area.start, area.end).to_vec(), false),
        };
        key.decrypt_area(&mut plain);
        let before = between(self.segment(), 0, area.start);
        let after = between(self.segment(), area.end, self.segment().len());
        let segment = [before, &plain, after].concat();
        let right = self.received_crc() == Some(crc::hj212(&segment));
        (right && is_data_area(&segment))
            .then(|| OpenedFrame { problems: self.problems_of_opened(segment.len(), printed), segment })
    }

    fn received_crc(&self) -> Option<u16> {
        match self.crc {
            CrcCheck::Ok => Some(crc::hj212(self.segment())),
            CrcCheck::Mismatch { received, .. } => Some(received),
            CrcCheck::Missing { .. } => None,
        }
    }

    /// The CRC is right after all, and so may be a length that counts the plain segment.
    fn problems_of_opened(&self, length: usize, printed: bool) -> Problems {
        let mut problems = self.problems;
        let settled = [
            Problem::CrcMismatch,
            Problem::CrcModbus,
            Problem::CrcModbusSwapped,
            Problem::SegmentOverStandard,
        ];
        for problem in settled {
            problems.remove(problem);
        }
        if self.declared.map(usize::from) == Some(length) {
            problems.remove(Problem::LengthMismatch);
        }
        if length > STANDARD_SEGMENT {
            problems.insert(Problem::SegmentOverStandard);
        }
        if printed {
            problems.insert(Problem::CipherPrinted);
        }
        problems
    }
}

/// Encrypts the data area of a plain segment in its place.
pub(crate) fn encrypt_segment(segment: &mut [u8], key: &Key) {
    if let Some(area) = area_range(segment).and_then(|area| segment.get_mut(area)) {
        key.encrypt_area(area);
    }
}

/// Where the bytes between `CP=&&` and the `&&` that ends the segment stand.
fn area_range(segment: &[u8]) -> Option<Range<usize>> {
    let start = segment.len() - trim_start(area_of(segment)?).strip_prefix(b"&&")?.len();
    let end = segment.len().checked_sub(2)?;
    (start <= end && segment.ends_with(b"&&")).then_some(start..end)
}

/// Whether the data area is what a sender of data writes: text without control characters, and at
/// least one item, each with a name of a code's characters and `=`.
fn is_data_area(segment: &[u8]) -> bool {
    let message = Message::parse(segment);
    let unsound =
        [Problem::CpUndecodable, Problem::TextInvalid, Problem::ItemWithoutName, Problem::ItemWithoutValue];
    let Some(area) = message.cp().filter(|_| unsound.iter().all(|&p| !message.problems().contains(p))) else {
        return false;
    };
    let is_code = |name: &str| {
        name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    !area.text().contains(char::is_control)
        && area.items().next().is_some()
        && area.items().all(|item| is_code(item.name))
}

/// The bytes of `{0xE4,0x3E,…}g=N`, with what follows the braces; nothing for another text.
fn printed_cipher(area: &[u8]) -> Option<Vec<u8>> {
    let inner = area.strip_prefix(b"{")?;
    let close = inner.iter().position(|&byte| byte == b'}')?;
    let (list, after) = inner.split_at(close);
    let mut bytes = Vec::with_capacity(area.len() / 5 + BLOCK);
    for token in list.split(|&byte| byte == b',') {
        match token.trim_ascii() {
            [b'0', b'x' | b'X', high, low] => bytes.push(hex_byte([*high, *low])?),
            _ => return None,
        }
    }
    if !bytes.len().is_multiple_of(BLOCK) {
        return None;
    }
    bytes.extend_from_slice(after.get(1..)?);
    Some(bytes)
}

fn hex_byte(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sixteen_bytes() {
        for (text, expected) in [
            ("0000000000000000", Ok([0x30; 16])),
            ("30303030303030303030303030303030", Ok([0x30; 16])),
            (
                "0123456789abcdeF0123456789ABCDEF",
                Ok([1, 35, 69, 103, 137, 171, 205, 239].repeat(2).try_into().unwrap()),
            ),
            ("", Err(KeyError::Length { found: 0 })),
            ("000000000000000", Err(KeyError::Length { found: 15 })),
            ("000000000000000 ", Err(KeyError::Characters)),
            ("钥钥钥钥钥1", Err(KeyError::Characters)),
            ("3030303030303030303030303030303g", Err(KeyError::Characters)),
            ("+3030303030303030303030303030303", Err(KeyError::Characters)),
        ] {
            assert_eq!(text.parse::<Key>().map(|key| *key.as_bytes()), expected, "{text}");
        }
        assert_eq!(Key::try_from([1u8; 17].as_slice()), Err(KeyError::Length { found: 17 }));
    }

    #[test]
    fn the_cipher_is_that_of_the_standard_of_sm4() {
        // GB/T 32907-2016, annex A.1.
        let text = [1, 35, 69, 103, 137, 171, 205, 239, 254, 220, 186, 152, 118, 84, 50, 16];
        let mut area = text;
        Key::new(text).encrypt_area(&mut area);
        assert_eq!(area, *b"\x68\x1e\xdf\x34\xd2\x06\x96\x5e\x86\xb3\xe9\x4f\x53\x6e\x42\x46");
        Key::new(text).decrypt_area(&mut area);
        assert_eq!(area, text);
    }

    #[test]
    fn the_rest_of_a_block_stays_plain() {
        let key = Key::new([7; 16]);
        for length in [0, 1, 15, 16, 17, 31, 32, 33] {
            let plain = vec![b'a'; length];
            let mut area = plain.clone();
            key.encrypt_area(&mut area);
            let whole = length / 16 * 16;
            assert_eq!(area[whole..], plain[whole..], "{length}");
            assert_eq!(area[..whole] == plain[..whole], whole == 0, "{length}");
        }
    }

    #[test]
    fn the_printed_form_is_read_only_where_it_is_whole() {
        let block: String = (0..16).map(|byte| format!("0x{byte:02X},")).collect();
        let block = block.trim_end_matches(',');
        let read = |text: &str| printed_cipher(text.as_bytes());
        assert_eq!(read(&format!("{{{block}}}g=N")), Some([(0..16).collect(), b"g=N".to_vec()].concat()));
        assert_eq!(read(&format!("{{{block}}}")), Some((0..16).collect()));
        assert_eq!(read(&format!("{{{block}")), None);
        assert_eq!(read(&format!("{{{block},0x10}}")), None, "no whole block");
        assert_eq!(read("{0x1}"), None);
        assert_eq!(read("{}"), None);
        assert_eq!(read("a=1"), None);
    }
}
