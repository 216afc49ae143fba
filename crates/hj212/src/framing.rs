//! Where a frame begins and ends: one judgement about one window of bytes.
//!
//! The judgement is a function of the bytes alone and stays the same when more bytes are added,
//! so that a stream gives the same frames however it is cut into reads. Where the bytes at hand
//! allow two answers, the answer is [`Verdict::More`].

use std::ops::Range;

use crate::bytes::{between, find_pair, from, has, trim_end, trim_start};
use crate::{Problem, Problems, STANDARD_SEGMENT, crc};

/// The judgement about a window that begins with `##`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Undecided; `in_tail` when only the line end is missing. A search for the end that found none
    /// before `looked` can go on from there.
    More { in_tail: bool, looked: usize },
    /// No frame begins here.
    NotHead,
    /// A frame, good or bad.
    Found(Found),
}

/// The parts of a frame, as places in the window.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) declared: Option<u16>,
    pub(crate) segment: Range<usize>,
    /// What stands in the place of the CRC; empty when nothing does.
    pub(crate) crc: Range<usize>,
    pub(crate) end: usize,
    pub(crate) computed: u16,
    pub(crate) received: Option<u16>,
    pub(crate) problems: Problems,
}

const MORE: Verdict = Verdict::More { in_tail: false, looked: 0 };

/// Judges `window`, which begins with `##`. With `last`, no byte will follow. `looked` is what the
/// last judgement about the same window, then shorter, gave back, or 0: it saves time and changes
/// nothing else.
pub(crate) fn judge(window: &[u8], last: bool, longest: usize, looked: usize) -> Verdict {
    let head = match read_head(window, last) {
        HeadRead::More => return MORE,
        HeadRead::No => return Verdict::NotHead,
        HeadRead::Head(head) => head,
    };
    let candidate = Candidate { window, last, longest, looked, head };
    match head.declared {
        Some(declared) if usize::from(declared) <= longest => candidate.by_length(usize::from(declared)),
        _ => candidate.by_looking(),
    }
}

/// The length of the segment of a frame at the beginning of `window` that is as the standard
/// writes it. No other frame can begin in it, so that [`judge`] would find the same, and nothing wrong. Not inlined:
/// among what its callers keep in registers, the sums of the CRC would be kept in memory.
#[inline(never)]
pub(crate) fn regular(window: &[u8], longest: usize) -> Option<u16> {
    let (head, rest) = window.split_first_chunk::<6>()?;
    let (sign, digits) = head.split_first_chunk::<2>()?;
    let declared = decimal(digits.first_chunk()?)?;
    let length = usize::from(declared);
    let (segment, closing) = rest.split_at_checked(length)?;
    let (text, line_end) = closing.first_chunk::<6>()?.split_first_chunk::<4>()?;
    (sign == b"##" && line_end == b"\r\n").then_some(())?;
    let regular = length <= longest.min(STANDARD_SEGMENT) && crc::is_right(*text, segment, b'#');
    regular.then_some(declared)
}

/// The value of four decimal digits.
#[inline]
fn decimal(digits: &[u8; 4]) -> Option<u16> {
    let values = u32::from_le_bytes(*digits) ^ 0x3030_3030;
    if (values.wrapping_add(0x7676_7676) | values) & 0x8080_8080 != 0 {
        return None;
    }
    // Two by two, in every second byte.
    let [first, _, second, _] = (values * 10 + (values >> 8)).to_le_bytes();
    Some(u16::from(first) * 100 + u16::from(second))
}

#[derive(Clone, Copy)]
struct Head {
    declared: Option<u16>,
    segment: usize,
    problem: Option<Problem>,
}

enum HeadRead {
    More,
    No,
    Head(Head),
}

/// How many bytes may stand between `##` and the first field where the length is unreadable.
const LONGEST_BAD_LENGTH: usize = 6;

fn read_head(window: &[u8], last: bool) -> HeadRead {
    let after = from(window, 2);
    let digits = after.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let declared =
        || between(after, 0, digits).iter().fold(0u16, |value, byte| value * 10 + u16::from(byte - b'0'));
    if digits == 4 {
        return HeadRead::Head(Head { declared: Some(declared()), segment: 6, problem: None });
    }
    for skipped in 0..=LONGEST_BAD_LENGTH {
        let name = from(after, skipped);
        match name {
            [b'#' | b'\r' | b'\n', ..] => return HeadRead::No,
            [a, b, b'=', ..] if is_short_name(*a, *b) => {
                let short = digits > 0 && skipped == digits;
                return HeadRead::Head(Head {
                    declared: short.then(declared),
                    segment: 2 + skipped,
                    problem: Some(if short { Problem::LengthShortForm } else { Problem::LengthUnreadable }),
                });
            }
            [_, _, _, ..] => {}
            _ if last => return HeadRead::No,
            _ => return HeadRead::More,
        }
    }
    HeadRead::No
}

/// The fields that can stand first in a segment, all of two letters.
fn is_short_name(a: u8, b: u8) -> bool {
    matches!(&[a.to_ascii_uppercase(), b.to_ascii_uppercase()], b"QN" | b"ST" | b"CN" | b"PW" | b"MN" | b"CP")
}

/// Whether the bytes begin like a data segment: a name and `=`.
fn begins_like_segment(segment: &[u8]) -> bool {
    let start = trim_start(segment);
    let letters = start.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    (1..=8).contains(&letters) && trim_start(from(start, letters)).first() == Some(&b'=')
}

/// What follows a place where a data segment may end.
enum Closing {
    More { in_tail: bool },
    Crc(Crc),
}

struct Crc {
    digits: usize,
    /// What ends the frame stands right behind the digits: a line end, a frame, or nothing at all.
    bounded: bool,
    tail: Option<Problem>,
    end: usize,
}

/// Reads up to four hexadecimal digits and the line end at `at`.
fn read_closing(window: &[u8], at: usize, last: bool) -> Closing {
    let digits = from(window, at).iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let end = at + digits;
    let crc = |bounded, tail, length| Closing::Crc(Crc { digits, bounded, tail, end: end + length });
    match from(window, end) {
        [b'\r', b'\n', ..] => crc(true, None, 2),
        [b'\r'] | [b'#'] | [] if !last => Closing::More { in_tail: digits == 4 },
        [b'\r', ..] => crc(true, Some(Problem::TailCrOnly), 1),
        [b'\n', ..] => crc(true, Some(Problem::TailLfOnly), 1),
        [b'#', b'#', ..] | [] => crc(true, Some(Problem::TailMissing), 0),
        _ => crc(false, Some(Problem::TailMissing), 0),
    }
}

/// A window with a head.
struct Candidate<'w> {
    window: &'w [u8],
    last: bool,
    longest: usize,
    looked: usize,
    head: Head,
}

impl Candidate<'_> {
    fn segment(&self, end: usize) -> &[u8] {
        between(self.window, self.head.segment, end)
    }

    /// The ordinary way: the length says where the CRC stands.
    fn by_length(&self, declared: usize) -> Verdict {
        let end = self.head.segment + declared;
        if self.window.len() < end {
            return if self.last { self.by_looking() } else { MORE };
        }
        let closing = match read_closing(self.window, end, self.last) {
            Closing::More { in_tail } => return Verdict::More { in_tail, looked: 0 },
            Closing::Crc(closing) => closing,
        };
        let segment = self.segment(end);
        let closed = segment.ends_with(b"&&") && !self.is_opening(end);
        let believable = match closing.digits {
            4 => closed || closing.bounded,
            _ => closed && closing.bounded,
        };
        if !believable {
            return if closed { self.unreadable_crc(end) } else { self.by_looking() };
        }
        let computed = crc::hj212(segment);
        let right = closing.digits > 0
            && hex_value(between(self.window, end, end + closing.digits)) == Some(computed);
        let mut inner = inner_frames(self.window, closing.end);
        let mistaken = if right && (segment.is_empty() || begins_like_segment(segment)) {
            inner.any(|inner_end| inner_end == end + closing.digits)
        } else {
            inner.next().is_some()
        };
        if mistaken {
            return self.by_looking();
        }
        self.found(end, &closing, Some(computed), Problems::NONE)
    }

    /// The segment is closed where the length says, but four odd bytes stand for the CRC.
    fn unreadable_crc(&self, end: usize) -> Verdict {
        match from(self.window, end) {
            [_, _, _, _, b'\r', b'\n', ..] => {
                let closing = Crc { digits: 4, bounded: true, tail: None, end: end + 6 };
                if between(self.window, end, end + 4).iter().any(|b| b"#&\r\n".contains(b)) {
                    return self.by_looking();
                }
                self.found(end, &closing, None, Problems::from_iter([Problem::CrcUnreadable]))
            }
            rest if rest.len() < 6 && !self.last => MORE,
            _ => self.by_looking(),
        }
    }

    /// The length lies: finds the end by what the bytes look like, which is the first of
    /// `&&` with a CRC and a line end, a line end, and the head of another frame.
    fn by_looking(&self) -> Verdict {
        let start = self.head.segment;
        let limit = start + self.longest + 8;
        let mut at = start.max(self.looked);
        let undecided_at = |looked| Verdict::More { in_tail: false, looked };
        loop {
            let special = |byte: &u8| matches!(byte, b'#' | b'&' | b'\n');
            at += match from(self.window, at).iter().position(special) {
                Some(plain) => plain,
                None => break,
            };
            if at >= limit {
                break;
            }
            match from(self.window, at) {
                [b'\n', ..] => {
                    let line = if has(self.window, at - 1, b"\r") && at > start { at - 1 } else { at };
                    return self.cut(line, at + 1, true);
                }
                [b'#', b'#', ..] => match read_head(from(self.window, at), self.last) {
                    HeadRead::More => return undecided_at(at),
                    HeadRead::Head(_) => return self.cut(at, at, false),
                    HeadRead::No => {}
                },
                [b'&', b'&', ..] if !self.is_opening(at + 2) => {
                    match read_closing(self.window, at + 2, self.last) {
                        Closing::More { .. } => return undecided_at(at),
                        Closing::Crc(closing) if closing.bounded => {
                            return self.found(at + 2, &closing, None, Problems::NONE);
                        }
                        Closing::Crc(_) => {}
                    }
                }
                _ => {}
            }
            at += 1;
        }
        if self.window.len() > limit {
            self.cut(limit, limit, false)
        } else if self.last {
            self.cut(self.window.len(), self.window.len(), true)
        } else {
            // The last byte may be the first of a pair.
            undecided_at(self.window.len() - 1)
        }
    }

    /// Whether the `&&` that ends at `end` is the one that opens the data area.
    fn is_opening(&self, end: usize) -> bool {
        let before = trim_end(between(self.window, self.head.segment, end - 2));
        let Some((b'=', before)) = before.split_last() else { return false };
        match trim_end(before) {
            [before @ .., c, p] => {
                [*c, *p].eq_ignore_ascii_case(b"CP")
                    && matches!(before.last(), None | Some(b';' | b',' | b' '))
            }
            _ => false,
        }
    }

    /// A segment that nothing closes: a CRC may still stand at its end.
    fn cut(&self, line_end: usize, end: usize, at_line_end: bool) -> Verdict {
        let start = self.head.segment;
        let crc_at = line_end.saturating_sub(4).max(start);
        let text = between(self.window, crc_at, line_end);
        let is_hex = text.len() == 4 && text.iter().all(u8::is_ascii_hexdigit);
        if !begins_like_segment(self.segment(line_end)) {
            return Verdict::NotHead;
        }
        let right = is_hex && hex_value(text) == Some(crc::hj212(self.segment(crc_at)));
        let tail = match between(self.window, line_end, end) {
            b"\r\n" => None,
            b"\n" => Some(Problem::TailLfOnly),
            _ => Some(Problem::TailMissing),
        };
        let has_crc = right || (is_hex && at_line_end);
        let closing = Crc { digits: if has_crc { 4 } else { 0 }, bounded: true, tail, end };
        let segment_end = if has_crc { crc_at } else { line_end };
        let mut problems = Problems::NONE;
        if !has_crc {
            problems.insert(Problem::Truncated);
        }
        self.found(segment_end, &closing, None, problems)
    }

    fn length_problem(&self, segment: &[u8], declared: usize, right: bool) -> Option<Problem> {
        if declared > self.longest {
            Some(Problem::SegmentOverLimit)
        } else if declared == segment.len() {
            None
        } else if right && counts_characters(segment, declared) {
            Some(Problem::LengthInCharacters)
        } else {
            Some(Problem::LengthMismatch)
        }
    }

    fn found(&self, end: usize, closing: &Crc, computed: Option<u16>, mut problems: Problems) -> Verdict {
        let segment = self.segment(end);
        let computed = computed.unwrap_or_else(|| crc::hj212(segment));
        let text = between(self.window, end, end + closing.digits);
        problems.extend(self.head.problem);
        problems.extend(closing.tail);
        problems = problems.union(crc_problems(segment, text, computed));
        if segment.len() > STANDARD_SEGMENT {
            problems.insert(Problem::SegmentOverStandard);
        }
        if let Some(declared) = self.head.declared.map(usize::from) {
            let right = hex_value(text) == Some(computed);
            problems.extend(self.length_problem(segment, declared, right));
        }
        Verdict::Found(Found {
            declared: self.head.declared,
            segment: self.head.segment..end,
            crc: end..end + closing.digits,
            end: closing.end,
            computed,
            received: hex_value(text),
            problems,
        })
    }
}

/// What is wrong with the text of a CRC.
fn crc_problems(segment: &[u8], text: &[u8], computed: u16) -> Problems {
    let mut problems = Problems::NONE;
    if text.is_empty() {
        problems.insert(Problem::CrcMissing);
        return problems;
    }
    let Some(received) = hex_value(text) else {
        problems.insert(Problem::CrcUnreadable);
        return problems;
    };
    if text.len() < 4 {
        problems.insert(Problem::CrcShort);
    }
    if received != computed {
        problems.insert(Problem::CrcMismatch);
        let modbus = crc::modbus(segment);
        if received == modbus {
            problems.insert(Problem::CrcModbus);
        } else if received == modbus.swap_bytes() {
            problems.insert(Problem::CrcModbusSwapped);
        }
    }
    problems
}

/// The value of one to four hexadecimal digits.
fn hex_value(digits: &[u8]) -> Option<u16> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    digits.iter().try_fold(0, |value, &byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => return None,
        };
        Some(value << 4 | u16::from(digit))
    })
}

/// Whether `count` is the number of characters of a segment that is not all ASCII.
fn counts_characters(segment: &[u8], count: usize) -> bool {
    match std::str::from_utf8(segment) {
        Ok(text) => text.chars().count() == count,
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(segment)
            .is_some_and(|text| text.chars().count() == count),
    }
}

/// The frames with four length digits and the right CRC inside `window[2..end]`: where the CRC of
/// each ends. Such a frame is believed rather than a frame around it that is damaged, or that ends
/// in the very same CRC.
fn inner_frames(window: &[u8], end: usize) -> impl Iterator<Item = usize> {
    let window = between(window, 0, end);
    let mut searched = 2;
    std::iter::from_fn(move || {
        loop {
            let at = find_pair(window, searched, *b"##")?;
            searched = at + 1;
            if let Some(length) = whole_frame(from(window, at)) {
                return Some(at + length);
            }
        }
    })
}

/// The length up to the end of the CRC, if a flawless frame begins here.
fn whole_frame(window: &[u8]) -> Option<usize> {
    let HeadRead::Head(Head { declared: Some(declared), segment: start, problem: None }) =
        read_head(window, true)
    else {
        return None;
    };
    let end = start + usize::from(declared);
    let text = window.get(end..end + 4)?;
    let segment = between(window, start, end);
    let flawless = begins_like_segment(segment) && hex_value(text) == Some(crc::hj212(segment));
    flawless.then_some(end + 4)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: &[u8] = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

    proptest! {
        /// Where the short way answers, the long way answers the same.
        #[test]
        fn both_ways_judge_damaged_frames_alike(
            damage in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..3, any::<u8>()), 0..3),
            after in prop_oneof![Just(b"".to_vec()), Just(FRAME.to_vec()), Just(b"##00".to_vec())],
            last in any::<bool>(),
            longest in prop_oneof![Just(9999usize), Just(100), Just(101)],
        ) {
            let mut window = FRAME.to_vec();
            for (at, kind, byte) in damage {
                let at = at.index(window.len());
                match kind {
                    0 => window[at] = byte,
                    1 => window.insert(at, byte),
                    _ => drop(window.remove(at)),
                }
            }
            window.extend_from_slice(&after);
            if let Some(length) = regular(&window, longest) {
                let end = 6 + usize::from(length);
                let crc = crc::hj212(&window[6..end]);
                let found = Found {
                    declared: Some(length),
                    segment: 6..end,
                    crc: end..end + 4,
                    end: end + 6,
                    computed: crc,
                    received: Some(crc),
                    problems: Problems::NONE,
                };
                prop_assert_eq!(judge(&window, last, longest, 0), Verdict::Found(found));
            }
        }
    }
}
