//! The stream decoder: bytes in, frames out, nothing lost in silence.

use crate::bytes::{between, find_pair};
use crate::frame::{Places, crc_check};
use crate::framing::{self, Found, Verdict};
use crate::{CrcCheck, Frame, LONGEST_SEGMENT, Problem, Problems};

/// The buffer never holds more bytes than this.
const CAPACITY: usize = 16 * 1024;

/// What a decoder accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest data segment, in bytes. The standard allows 1024, loggers send more, the
    /// length field can say 9999: larger values are taken as 9999.
    pub max_segment: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_segment: LONGEST_SEGMENT }
    }
}

/// What a decoder without a ready frame is waiting for: how long the shell should wait before it
/// calls [`Decoder::flush`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaiting {
    /// No bytes are pending: wait as long as the connection may live.
    Nothing,
    /// A frame is complete but for its line end. Many loggers never send one, and some wait for
    /// the answer: wait a moment, a fraction of a second.
    Tail,
    /// The rest of a frame: wait as long as the slowest link needs.
    Rest,
}

/// Finds frames in a stream of bytes.
///
/// Every byte taken by [`push`](Decoder::push) ends up in exactly one place: in
/// [`Frame::raw`] of a frame (good or bad), counted in [`skipped`](Decoder::skipped), or
/// [`pending`](Decoder::pending). However a stream is cut into pushes, the frames are the same.
///
/// The shell drains [`next_frame`](Decoder::next_frame) after each push and calls
/// [`flush`](Decoder::flush) at the end of the stream and when the bytes stop coming, so that a
/// length that lies cannot stall the stream for ever.
#[derive(Debug)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Bytes before this place have no continuation.
    sealed: usize,
    walk: Walk,
}

impl Decoder {
    /// A decoder with an empty buffer.
    #[must_use]
    pub fn new(limits: Limits) -> Decoder {
        Decoder { buffer: Vec::new(), sealed: 0, walk: Walk::new(limits) }
    }

    /// Takes as many bytes as the buffer has room for and says how many; the caller drains
    /// [`next_frame`](Decoder::next_frame) and pushes the rest again.
    ///
    /// After a drain there is room for at least 6,000 bytes, so that the caller always comes
    /// forward.
    #[must_use = "the rest must be pushed again"]
    pub fn push(&mut self, bytes: &[u8]) -> usize {
        let done = std::mem::take(&mut self.walk.head);
        self.buffer.drain(..done);
        self.sealed = self.sealed.saturating_sub(done);
        let room = CAPACITY.saturating_sub(self.buffer.len());
        let taken = between(bytes, 0, room.min(bytes.len()));
        self.buffer.extend_from_slice(taken);
        taken.len()
    }

    /// Gives up waiting: the bytes pending now have no continuation. The frames that can still
    /// be found in them come out of [`next_frame`](Decoder::next_frame), beginning with the one
    /// that was waited for, as a bad frame, if it looks like one.
    pub fn flush(&mut self) {
        self.sealed = self.buffer.len();
    }

    /// The next frame, or nothing until more bytes are pushed.
    #[inline]
    pub fn next_frame(&mut self) -> Option<Frame<'_>> {
        self.walk.next(&self.buffer, self.sealed)
    }

    /// How many bytes are in the buffer and not yet part of a frame or skipped.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.walk.head
    }

    /// How many bytes were skipped since the beginning, because no frame begins with them.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.walk.skipped
    }

    /// What the last [`next_frame`](Decoder::next_frame) that gave nothing is waiting for.
    #[must_use]
    pub fn awaiting(&self) -> Awaiting {
        self.walk.awaiting
    }
}

/// The frames of a stream that is all there, such as the bytes of a file or of a kept frame, good and
/// bad: what a [`Decoder`] gives that is flushed at the end, without copying.
///
/// ```
/// let kept = b"##0011CN=9014;CP=8E01\r\n";
/// let frames: Vec<_> = hj212::frames(kept, hj212::Limits::default()).collect();
/// assert_eq!(frames.len(), 1);
/// ```
#[inline]
#[must_use]
pub fn frames(stream: &[u8], limits: Limits) -> Frames<'_> {
    Frames { stream, walk: Walk::new(limits) }
}

/// The iterator of [`frames`].
#[derive(Debug)]
pub struct Frames<'a> {
    stream: &'a [u8],
    walk: Walk,
}

impl Frames<'_> {
    /// How many bytes were skipped so far, because no frame begins with them.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.walk.skipped
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    /// Inlined, as what follows, because moving a frame takes a good part of what finding it takes.
    #[inline]
    fn next(&mut self) -> Option<Frame<'a>> {
        if self.walk.head == self.stream.len() {
            return None;
        }
        self.walk.next(self.stream, self.stream.len())
    }
}

/// Goes through bytes from frame to frame.
#[derive(Debug)]
struct Walk {
    /// Bytes before this place are done with.
    head: usize,
    longest: usize,
    /// How far the head at hand was searched for its end.
    looked: usize,
    skipped: u64,
    gap: Gap,
    /// What is missing where there was no frame.
    awaiting: Awaiting,
}

/// The bytes skipped since the last frame.
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    bytes: usize,
    /// Some of them are more than white space.
    garbage: bool,
}

impl Walk {
    #[inline]
    fn new(limits: Limits) -> Walk {
        Walk {
            head: 0,
            longest: limits.max_segment.min(LONGEST_SEGMENT),
            looked: 0,
            skipped: 0,
            gap: Gap::default(),
            awaiting: Awaiting::Nothing,
        }
    }

    /// The next frame in `bytes`, of which those before `sealed` have no continuation.
    #[inline(always)]
    fn next<'b>(&mut self, bytes: &'b [u8], sealed: usize) -> Option<Frame<'b>> {
        match self.regular(bytes, sealed) {
            Some(frame) => Some(frame),
            None => self.any(bytes, sealed),
        }
    }

    /// The next frame, wherever it begins and whatever is wrong with it.
    #[inline(never)]
    fn any<'b>(&mut self, bytes: &'b [u8], sealed: usize) -> Option<Frame<'b>> {
        match self.find(bytes, sealed) {
            Ok(found) => Some(self.frame(bytes, found)),
            Err(awaiting) => {
                self.awaiting = awaiting;
                None
            }
        }
    }

    /// The next frame, if it begins right here and is as the standard writes it.
    #[inline(always)]
    fn regular<'b>(&mut self, bytes: &'b [u8], sealed: usize) -> Option<Frame<'b>> {
        let end = if sealed > self.head { sealed } else { bytes.len() };
        let window = bytes.get(self.head..end)?;
        let declared = framing::regular(window, self.longest)?;
        let places = Places { segment: 6, crc: 6 + declared, crc_end: 10 + declared };
        let raw = window.get(..usize::from(declared) + 12)?;
        self.head += raw.len();
        self.looked = 0;
        let gap = std::mem::take(&mut self.gap);
        let mut problems = Problems::NONE;
        if gap.garbage {
            problems.insert(Problem::GarbageBefore);
        }
        Some(Frame {
            raw,
            places,
            declared: Some(declared),
            crc: CrcCheck::Ok,
            problems,
            skipped_before: gap.bytes,
        })
    }

    /// Finds the next frame in `bytes`, of which those before `sealed` have no continuation.
    fn find(&mut self, bytes: &[u8], sealed: usize) -> Result<Found, Awaiting> {
        loop {
            let last = sealed > self.head;
            let end = if last { sealed } else { bytes.len() };
            let window = between(bytes, self.head, end);
            let Some(start) = find_pair(window, 0, *b"##") else {
                let keep = usize::from(!last && window.ends_with(b"#"));
                self.skip(between(window, 0, window.len() - keep));
                if last && self.head < bytes.len() {
                    continue;
                }
                return Err(if keep == 0 { Awaiting::Nothing } else { Awaiting::Rest });
            };
            self.skip(between(window, 0, start));
            let window = between(bytes, self.head, end);
            match framing::judge(window, last, self.longest, self.looked) {
                Verdict::NotHead => self.skip(between(window, 0, 1)),
                Verdict::Found(found) => {
                    self.looked = 0;
                    return Ok(found);
                }
                Verdict::More { in_tail, looked } => {
                    self.looked = looked;
                    return Err(if in_tail { Awaiting::Tail } else { Awaiting::Rest });
                }
            }
        }
    }

    /// Takes the frame that was found out of `bytes`.
    fn frame<'b>(&mut self, bytes: &'b [u8], found: Found) -> Frame<'b> {
        let start = self.head;
        self.head += found.end;
        let gap = std::mem::take(&mut self.gap);
        let frame = between(bytes, start, self.head);
        let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let mut problems = found.problems;
        if gap.garbage {
            problems.insert(Problem::GarbageBefore);
        }
        Frame {
            raw: frame,
            places: Places {
                segment: place(found.segment.start),
                crc: place(found.crc.start),
                crc_end: place(found.crc.end),
            },
            declared: found.declared,
            crc: crc_check(found.computed, found.received, problems),
            problems,
            skipped_before: gap.bytes,
        }
    }

    fn skip(&mut self, skipped: &[u8]) {
        if skipped.is_empty() {
            return;
        }
        self.gap.garbage |= !skipped.iter().all(u8::is_ascii_whitespace);
        self.gap.bytes += skipped.len();
        self.skipped += skipped.len() as u64;
        self.head += skipped.len();
        self.looked = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buffer_is_bounded() {
        let mut decoder = Decoder::new(Limits::default());
        let flood = vec![b'#'; 3 * CAPACITY];
        assert_eq!(decoder.push(&flood), CAPACITY);
        assert_eq!(decoder.push(&flood), 0, "full until it is drained");
        assert!(decoder.next_frame().is_none());
        assert!(decoder.push(&flood) >= 6_000);
        assert!(decoder.buffer.len() <= CAPACITY);
    }
}
