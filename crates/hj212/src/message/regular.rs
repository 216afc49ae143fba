//! The shape that nearly every message has: all fields in the order of the standard, nothing
//! between them, nothing to report but what many loggers do: packet numbers that are announced and
//! missing, and a separator at the end of the data area. Read from front to back without looking twice.

use std::ops::Range;

use super::{Message, Packet};
use crate::data_area::DataArea;
use crate::{Flag, Problem, Problems, Version, scan, time};

/// Longer values are read the long way.
const LONGEST_VALUE: usize = 40;

/// The fields of a regular message, and where its data area stands.
pub(super) struct Header<'a> {
    texts: Texts<'a>,
    back: Back,
    pub(super) cp: Range<usize>,
}

impl<'a> Header<'a> {
    #[inline(always)]
    pub(super) fn with_area(self, area: DataArea<'a>, problems: Problems) -> Message<'a> {
        Message {
            texts: self.texts,
            others: None,
            flag: self.back.flag,
            packet: self.back.packet,
            rf: self.back.backfill.then_some(1),
            cp: Some(area),
            cp_bytes: self.texts.segment.get(self.cp),
            problems: problems.union(self.back.problems),
        }
    }
}

/// The fields that are text, as places in the segment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Texts<'a> {
    /// ASCII, as far as the places reach.
    segment: &'a [u8],
    qn: Option<Place>,
    st: Place,
    cn: Place,
    pw: Place,
    mn: Place,
}

/// Where a value begins and ends. No regular header is longer than one byte can count.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    start: u8,
    end: u8,
}

impl<'a> Texts<'a> {
    pub(super) fn qn(&self) -> Option<&'a str> {
        self.qn.and_then(|qn| self.text(qn))
    }

    pub(super) fn st(&self) -> Option<&'a str> {
        self.text(self.st)
    }

    pub(super) fn cn(&self) -> Option<&'a str> {
        self.text(self.cn)
    }

    pub(super) fn pw(&self) -> Option<&'a str> {
        self.text(self.pw)
    }

    pub(super) fn mn(&self) -> Option<&'a str> {
        self.text(self.mn)
    }

    fn text(&self, place: Place) -> Option<&'a str> {
        let text = self.segment.get(place.start.into()..place.end.into())?;
        std::str::from_utf8(text).ok()
    }
}

/// Reads the header of a regular segment; nothing where it deviates in any way.
#[inline(always)]
pub(super) fn read(segment: &[u8]) -> Option<Header<'_>> {
    let (Front { qn, st, cn, pw }, mut rest) = match usual_front(segment) {
        Some(front) => (front, Rest { segment, at: USUAL_FRONT.len() }),
        None => {
            let mut rest = Rest { segment, at: 0 };
            (rest.front()?, rest)
        }
    };
    let mn = rest.value()?;
    let back = match rest.usual_back() {
        Some(flag) if qn.is_some() => Back { flag: Some(flag), ..Back::default() },
        _ => rest.back(qn.is_some())?,
    };
    let length = segment.get(rest.at..)?.strip_suffix(b"&&")?.len();
    Some(Header { texts: Texts { segment, qn, st, cn, pw, mn }, back, cp: rest.at..rest.at + length })
}

/// The fields before MN.
struct Front {
    qn: Option<Place>,
    st: Place,
    cn: Place,
    pw: Place,
}

/// The fields behind MN.
#[derive(Default)]
struct Back {
    flag: Option<Flag>,
    packet: Packet,
    backfill: bool,
    problems: Problems,
}

/// The part of a header before the value of MN, as most loggers write it: all fields at known places.
/// `0` stands for a digit and `*` for a byte that can only be part of a value.
const USUAL_FRONT: &[u8; 48] = b"QN=00000000000000000;ST=00;CN=0000;PW=******;MN=";

/// 0xFF for each byte of [`USUAL_FRONT`] that is `kind`, or, for 0, that stands for itself.
#[expect(clippy::indexing_slicing, reason = "evaluated while compiling; the index is below 48")]
const fn places_of(kind: u8) -> [u8; 48] {
    let mut mask = [0; 48];
    let mut at = 0;
    while at < 48 {
        let byte = USUAL_FRONT[at];
        let is = if kind == 0 { byte != b'0' && byte != b'*' } else { byte == kind };
        mask[at] = if is { 0xFF } else { 0 };
        at += 1;
    }
    mask
}

/// Whether bytes have the shape of [`USUAL_FRONT`], all looked at at once.
#[inline(always)]
fn has_usual_front(bytes: &[u8; 48]) -> bool {
    const LITERALS: &[u8; 48] = &places_of(0);
    const DIGITS: &[u8; 48] = &places_of(b'0');
    const VALUES: &[u8; 48] = &places_of(b'*');
    let mut wrong = *USUAL_FRONT;
    for ((((wrong, &byte), literal), digit), value) in
        wrong.iter_mut().zip(bytes).zip(LITERALS).zip(DIGITS).zip(VALUES)
    {
        *wrong = (byte ^ *wrong) & literal
            | byte.wrapping_sub(b'0').saturating_sub(9) & digit
            | special(byte) & value;
    }
    let (words, _) = wrong.as_chunks::<8>();
    words.iter().fold(0, |any, &word| any | u64::from_le_bytes(word)) == 0
}

/// The fields before MN and `MN=`, where they stand as in [`USUAL_FRONT`].
#[inline(always)]
fn usual_front(segment: &[u8]) -> Option<Front> {
    let front = segment.first_chunk::<48>().filter(|front| has_usual_front(front))?;
    is_time(front.get(3..20)?).then_some(())?;
    let place = |start, end| Place { start, end };
    Some(Front { qn: Some(place(3, 20)), st: place(24, 26), cn: place(30, 34), pw: place(38, 44) })
}

/// The part of a header that is not read yet.
struct Rest<'a> {
    segment: &'a [u8],
    at: usize,
}

impl Rest<'_> {
    /// The fields before MN and `MN=`, field by field.
    fn front(&mut self) -> Option<Front> {
        let qn = match self.skip(b"QN=") {
            Some(()) => Some(self.take(17, is_time)?),
            None => None,
        };
        if qn.is_some() {
            self.skip(b";")?;
        }
        self.skip(b"ST=")?;
        let st = self.take(2, is_system)?;
        self.skip(b";CN=")?;
        let cn = self.take(4, |cn| cn.iter().all(u8::is_ascii_digit))?;
        self.skip(b";PW=")?;
        let pw = self.value()?;
        self.skip(b";MN=")?;
        Some(Front { qn, st, cn, pw })
    }

    #[inline(always)]
    fn rest(&self) -> &[u8] {
        self.segment.get(self.at..).unwrap_or_default()
    }

    /// Passes over `expected`, if it stands here.
    #[inline(always)]
    fn skip<const N: usize>(&mut self, expected: &[u8; N]) -> Option<()> {
        if self.rest().first_chunk() != Some(expected) {
            return None;
        }
        self.at += N;
        Some(())
    }

    /// A value of that many bytes, if it is `right`.
    fn take(&mut self, length: usize, right: impl Fn(&[u8]) -> bool) -> Option<Place> {
        self.rest().get(..length).filter(|value| right(value))?;
        self.place(length)
    }

    /// Passes over a value of `length` bytes.
    #[inline(always)]
    fn place(&mut self, length: usize) -> Option<Place> {
        let start = self.at;
        self.at += length;
        Some(Place { start: u8::try_from(start).ok()?, end: u8::try_from(self.at).ok()? })
    }

    /// A value up to `;`, not empty and without anything that could be more than a value.
    #[inline(always)]
    fn value(&mut self) -> Option<Place> {
        let rest = self.rest();
        let length = scan::special(rest).filter(|&length| length > 0 && length <= LONGEST_VALUE)?;
        (rest.get(length) == Some(&b';')).then_some(())?;
        self.place(length)
    }

    /// Flag of one digit and `CP=&&`, with nothing between them, as most loggers have it; else nothing is passed over.
    #[inline(always)]
    fn usual_back(&mut self) -> Option<Flag> {
        const FLAG: u64 = u64::from_le_bytes(*b";Flag=\0;");
        const DIGIT: u64 = 0xFF << 48;
        let (back, rest) = self.rest().split_first_chunk::<8>()?;
        let &[_, _, _, _, _, _, bits @ b'0'..=b'9', _] = back else { return None };
        let as_usual = u64::from_le_bytes(*back) & !DIGIT == FLAG && rest.starts_with(b"CP=&&");
        as_usual.then_some(())?;
        let flag = Flag::new(bits - b'0');
        // All that one digit can say are versions of a standard.
        (!flag.has_packet_number()).then_some(())?;
        self.at += 13;
        Some(flag)
    }

    /// Everything between MN and the data area. Flag is there where QN is, or, in 2005, neither.
    #[inline(never)]
    fn back(&mut self, has_flag: bool) -> Option<Back> {
        let mut back = Back { flag: if has_flag { Some(self.flag()?) } else { None }, ..Back::default() };
        self.skip(b";")?;
        if back.flag.is_some_and(Flag::has_packet_number) {
            match self.rest().first() {
                Some(b'P') => back.packet = self.packet()?,
                _ => back.problems.insert(Problem::PacketNumberMissing),
            }
        }
        back.backfill = self.skip(b"RF=1;").is_some();
        self.skip(b"CP=&&")?;
        Some(back)
    }

    /// Flag, with the version of a standard.
    fn flag(&mut self) -> Option<Flag> {
        self.skip(b";Flag=")?;
        let (bits, length) = match self.rest() {
            [ones @ b'0'..=b'9', b';', ..] => (ones - b'0', 1),
            [tens @ b'1'..=b'9', ones @ b'0'..=b'9', b';', ..] => ((tens - b'0') * 10 + (ones - b'0'), 2),
            _ => return None,
        };
        self.at += length;
        let flag = Flag::new(bits);
        (!matches!(flag.version(), Version::Unknown(_))).then_some(flag)
    }

    /// PNUM and PNO, of which the second is not greater.
    fn packet(&mut self) -> Option<Packet> {
        self.skip(b"PNUM=")?;
        let of = self.count()?;
        self.skip(b"PNO=")?;
        let number = self.count()?;
        (number <= of).then_some(Packet { of: Some(of), number: Some(number) })
    }

    /// A number from 1 to 9999 without zeros in front, and the `;` behind it.
    fn count(&mut self) -> Option<u32> {
        let (first, _) = self.rest().split_at_checked(5)?;
        let length = first.iter().position(|byte| !byte.is_ascii_digit())?;
        let digits =
            first.get(..length).filter(|digits| digits.first().is_some_and(|&digit| digit != b'0'))?;
        let count = digits.iter().fold(0, |count, digit| count * 10 + u32::from(digit - b'0'));
        self.at += length;
        self.skip(b";")?;
        Some(count)
    }
}

/// Not 0 for what may end a value or be left out of it, and for what is not ASCII: many are asked at once.
fn special(byte: u8) -> u8 {
    let is = |special| u8::from(byte == special);
    is(b';') | is(b',') | is(b'=') | is(b' ') | byte & 0x80
}

#[inline(always)]
fn is_time(digits: &[u8]) -> bool {
    time::of_digits(digits).is_some()
}

#[inline(always)]
fn is_system(st: &[u8]) -> bool {
    st.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}
