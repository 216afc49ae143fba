//! The shape that nearly every message has: all fields in the order of the standard, nothing
//! between them, nothing to report. Read from front to back without looking twice.

use crate::data_area::DataArea;
use crate::{Flag, Version, parse_time};

/// Longer values are read the long way.
const LONGEST_VALUE: usize = 40;

/// The fields of a regular message.
pub(super) struct Regular<'a> {
    pub(super) qn: Option<&'a str>,
    pub(super) st: &'a str,
    pub(super) cn: &'a str,
    pub(super) pw: &'a str,
    pub(super) mn: &'a str,
    pub(super) flag: Option<Flag>,
    pub(super) backfill: bool,
    pub(super) cp: DataArea<'a>,
    pub(super) cp_bytes: &'a [u8],
}

/// Reads a regular segment; nothing for one that deviates in any way.
#[inline(always)]
pub(super) fn read(segment: &[u8]) -> Option<Regular<'_>> {
    let text = std::str::from_utf8(segment).ok()?;
    let mut header = Header { text, at: 0 };
    let front = match header.usual_front() {
        Some(front) => front,
        None => header.front()?,
    };
    let mn = header.value::<24>()?;
    // Both are there, or, in 2005, neither.
    let flag = match front.qn {
        Some(_) => Some(header.flag()?),
        None => None,
    };
    header.skip(b";")?;
    let backfill = header.skip(b"RF=1;").is_some();
    header.skip(b"CP=&&")?;
    let area = text.get(header.at..)?.strip_suffix("&&")?;
    let cp = DataArea::read_regular(area)?;
    let Front { qn, st, cn, pw } = front;
    Some(Regular { qn, st, cn, pw, mn, flag, backfill, cp, cp_bytes: area.as_bytes() })
}

/// The fields before MN.
struct Front<'a> {
    qn: Option<&'a str>,
    st: &'a str,
    cn: &'a str,
    pw: &'a str,
}

/// The part of a header before the value of MN, as most loggers write it: all fields at known places.
/// `0` stands for a digit and `*` for a byte that can only be part of a value.
const USUAL_FRONT: &[u8; 48] = b"QN=00000000000000000;ST=**;CN=0000;PW=******;MN=";

/// Whether bytes have the shape of [`USUAL_FRONT`], all looked at at once.
fn has_usual_front(bytes: &[u8; 48]) -> bool {
    let mut wrong = [0u8; 48];
    for ((wrong, &byte), &shape) in wrong.iter_mut().zip(bytes).zip(USUAL_FRONT) {
        *wrong = match shape {
            b'0' => u8::from(byte.wrapping_sub(b'0') > 9),
            b'*' => special(byte),
            literal => byte ^ literal,
        };
    }
    let (words, _) = wrong.as_chunks::<8>();
    words.iter().fold(0, |any, &word| any | u64::from_le_bytes(word)) == 0
}

/// The part of a header that is not read yet.
struct Header<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Header<'a> {
    /// The fields before MN and `MN=`, where they stand as in [`USUAL_FRONT`]; else nothing is passed over.
    #[inline]
    fn usual_front(&mut self) -> Option<Front<'a>> {
        self.text.as_bytes().first_chunk().filter(|front| has_usual_front(front))?;
        let part = |start: usize, end: usize| self.text.get(start..end);
        let qn = part(3, 20).filter(|qn| parse_time(qn).is_some())?;
        let st = part(24, 26).filter(|st| is_system(st))?;
        let front = Front { qn: Some(qn), st, cn: part(30, 34)?, pw: part(38, 44)? };
        self.at = USUAL_FRONT.len();
        Some(front)
    }

    /// The same, field by field.
    fn front(&mut self) -> Option<Front<'a>> {
        let qn = match self.skip(b"QN=") {
            Some(()) => Some(self.take(17).filter(|qn| parse_time(qn).is_some())?),
            None => None,
        };
        if qn.is_some() {
            self.skip(b";")?;
        }
        self.skip(b"ST=")?;
        let st = self.take(2).filter(|st| is_system(st))?;
        self.skip(b";CN=")?;
        let cn = self.take(4).filter(|cn| is_number(cn))?;
        self.skip(b";PW=")?;
        let pw = self.value::<6>()?;
        self.skip(b";MN=")?;
        Some(Front { qn, st, cn, pw })
    }

    /// Passes over `expected`, if it stands here.
    #[inline]
    fn skip<const N: usize>(&mut self, expected: &[u8; N]) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        if rest.first_chunk() != Some(expected) {
            return None;
        }
        self.at += N;
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let taken = self.text.get(self.at..self.at + length)?;
        self.at += length;
        Some(taken)
    }

    /// A value up to `;`, not empty and without anything that could be more than a value. Most have
    /// `USUAL` bytes.
    fn value<const USUAL: usize>(&mut self) -> Option<&'a str> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let usual = rest.first_chunk::<USUAL>().filter(|_| rest.get(USUAL) == Some(&b';'));
        if usual.is_some_and(|value| value.map(special) == [0; USUAL]) {
            return self.take(USUAL);
        }
        let (first, _) = rest.split_at_checked(LONGEST_VALUE).unwrap_or((rest, &[]));
        let length = first.iter().position(|&byte| special(byte) != 0)?;
        (length > 0 && first.get(length) == Some(&b';')).then_some(())?;
        self.take(length)
    }

    /// Flag, with the version of a standard and without packet numbers.
    fn flag(&mut self) -> Option<Flag> {
        self.skip(b";Flag=")?;
        let digits = self.text.as_bytes().get(self.at..)?;
        let (bits, length) = match digits {
            [ones @ b'0'..=b'9', b';', ..] => (ones - b'0', 1),
            [tens @ b'1'..=b'9', ones @ b'0'..=b'9', b';', ..] => ((tens - b'0') * 10 + (ones - b'0'), 2),
            _ => return None,
        };
        self.at += length;
        let flag = Flag::new(bits);
        let regular = !flag.has_packet_number() && !matches!(flag.version(), Version::Unknown(_));
        regular.then_some(flag)
    }
}

/// 1 for what may end a value or be left out of it, else 0: many are asked at once.
fn special(byte: u8) -> u8 {
    u8::from(byte == b';') | u8::from(byte == b',') | u8::from(byte == b'=') | u8::from(byte == b' ')
}

fn is_system(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
