//! The shape that nearly every message has: all fields in the order of the standard, nothing
//! between them, nothing to report but what many loggers do: packet numbers that are announced and
//! missing, and a separator at the end of the data area. Read from front to back without looking twice.

use std::ops::Range;

use wide::u8x16;

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
    front: Front,
    /// Where the value of MN ends. It begins behind `;MN=`, which follows PW.
    mn_end: usize,
}

/// The fields before MN.
#[derive(Clone, Copy, Debug, Default)]
struct Front {
    /// Empty where there is none.
    qn: Place,
    st: Place,
    cn: Place,
    pw: Place,
}

/// Where a value begins and ends. No regular header is longer than one byte can count.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    start: u8,
    end: u8,
}

impl<'a> Texts<'a> {
    pub(super) fn qn(&self) -> Option<&'a str> {
        if self.front.has_qn() { self.text(self.front.qn) } else { None }
    }

    pub(super) fn st(&self) -> Option<&'a str> {
        self.text(self.front.st)
    }

    pub(super) fn cn(&self) -> Option<&'a str> {
        self.text(self.front.cn)
    }

    pub(super) fn pw(&self) -> Option<&'a str> {
        self.text(self.front.pw)
    }

    pub(super) fn mn(&self) -> Option<&'a str> {
        self.between(usize::from(self.front.pw.end) + b";MN=".len(), self.mn_end)
    }

    fn text(&self, place: Place) -> Option<&'a str> {
        self.between(place.start.into(), place.end.into())
    }

    fn between(&self, start: usize, end: usize) -> Option<&'a str> {
        std::str::from_utf8(self.segment.get(start..end)?).ok()
    }
}

/// Reads the header of a regular segment as most loggers write it; nothing where it differs in any way.
#[inline(always)]
pub(super) fn read_usual(segment: &[u8]) -> Option<Header<'_>> {
    let mut rest = Rest { segment, at: 0 };
    let front = rest.usual_front()?;
    let mn_end = rest.value()?;
    let back = Back { flag: Some(rest.usual_back()?), ..Back::default() };
    rest.header(front, mn_end, back)
}

/// Reads the header of a regular segment; nothing where it deviates in any way.
pub(super) fn read(segment: &[u8]) -> Option<Header<'_>> {
    let mut rest = Rest { segment, at: 0 };
    let front = match rest.usual_front() {
        Some(front) => front,
        None => rest.front()?,
    };
    let mn_end = rest.value()?;
    let back = match rest.usual_back() {
        Some(flag) if front.has_qn() => Back { flag: Some(flag), ..Back::default() },
        _ => rest.back(front.has_qn())?,
    };
    rest.header(front, mn_end, back)
}

/// The fields behind MN.
#[derive(Default)]
struct Back {
    flag: Option<Flag>,
    packet: Packet,
    backfill: bool,
    problems: Problems,
}

/// The part of a header before the value of MN, as most loggers write it: all fields at known places. `0` stands for
/// a digit.
const USUAL_FRONT: &[u8; 48] = b"QN=00000000000000000;ST=00;CN=0000;PW=000000;MN=";

impl Front {
    /// The places of the values in [`USUAL_FRONT`].
    const USUAL: Front = Front {
        qn: Place { start: 3, end: 20 },
        st: Place { start: 24, end: 26 },
        cn: Place { start: 30, end: 34 },
        pw: Place { start: 38, end: 44 },
    };

    fn has_qn(self) -> bool {
        self.qn.end > 0
    }
}

/// By how much the bytes of [`USUAL_FRONT`] may be exceeded: a digit by 9 in its low bits, the others by nothing.
const ALLOWED: &[u8; 48] = &allowed();

#[expect(clippy::indexing_slicing, reason = "evaluated while compiling; the index is below 48")]
const fn allowed() -> [u8; 48] {
    let mut allowed = [0; 48];
    let mut at = 0;
    while at < 48 {
        if USUAL_FRONT[at] == b'0' {
            allowed[at] = 9;
        }
        at += 1;
    }
    allowed
}

/// Whether bytes have the shape of [`USUAL_FRONT`], all looked at at once.
#[inline(always)]
fn has_usual_front(bytes: &[u8; 48]) -> bool {
    let (bytes, _) = bytes.as_chunks::<16>();
    let (shape, _) = USUAL_FRONT.as_chunks::<16>();
    let (allowed, _) = ALLOWED.as_chunks::<16>();
    let lanes = bytes.iter().zip(shape).zip(allowed);
    let wrong = lanes.fold(u8x16::splat(0), |wrong, ((&bytes, &shape), &allowed)| {
        wrong | (u8x16::new(bytes) ^ u8x16::new(shape)).saturating_sub(u8x16::new(allowed))
    });
    wrong.simd_eq(u8x16::splat(0)).all()
}

fn place(start: usize, end: usize) -> Option<Place> {
    Some(Place { start: u8::try_from(start).ok()?, end: u8::try_from(end).ok()? })
}

/// The part of a header that is not read yet.
struct Rest<'a> {
    segment: &'a [u8],
    at: usize,
}

impl<'a> Rest<'a> {
    /// The fields before MN and `MN=`, where they stand as in [`USUAL_FRONT`]; else nothing is passed over.
    #[inline(always)]
    fn usual_front(&mut self) -> Option<Front> {
        let front = self.segment.first_chunk().filter(|front| has_usual_front(front))?;
        let (_, qn) = front.split_first_chunk::<3>()?;
        time::is_possible(qn.first_chunk()?).then_some(())?;
        self.at = USUAL_FRONT.len();
        Some(Front::USUAL)
    }

    /// The fields before MN and `MN=`, field by field.
    fn front(&mut self) -> Option<Front> {
        let mut qn = Place::default();
        if self.skip(b"QN=").is_some() {
            qn = self.take(17, is_time)?;
            self.skip(b";")?;
        }
        self.skip(b"ST=")?;
        let st = self.take(2, is_system)?;
        self.skip(b";CN=")?;
        let cn = self.take(4, |cn| cn.iter().all(u8::is_ascii_digit))?;
        self.skip(b";PW=")?;
        let start = self.at;
        let pw = place(start, self.value()?)?;
        self.skip(b";MN=")?;
        Some(Front { qn, st, cn, pw })
    }

    /// The header, where nothing is left of it.
    #[inline(always)]
    fn header(self, front: Front, mn_end: usize, back: Back) -> Option<Header<'a>> {
        let Rest { segment, at } = self;
        let length = segment.get(at..)?.strip_suffix(b"&&")?.len();
        Some(Header { texts: Texts { segment, front, mn_end }, back, cp: at..at + length })
    }

    #[inline(always)]
    fn rest(&self) -> &'a [u8] {
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
        let start = self.at;
        self.at += length;
        place(start, self.at)
    }

    /// Passes over a value up to `;`, not empty and without anything that could be more than a value: where it ends.
    #[inline(always)]
    fn value(&mut self) -> Option<usize> {
        let rest = self.rest();
        let length = scan::special(rest).filter(|&length| length > 0 && length <= LONGEST_VALUE)?;
        (rest.get(length) == Some(&b';')).then_some(())?;
        self.at += length;
        Some(self.at)
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

#[inline(always)]
fn is_time(digits: &[u8]) -> bool {
    time::of_digits(digits).is_some()
}

#[inline(always)]
fn is_system(st: &[u8]) -> bool {
    st.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}
