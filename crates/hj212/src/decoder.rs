//! The stream decoder: bytes in, frames out, nothing lost in silence.

use crate::bytes::{between, find_pair};
use crate::frame::crc_check;
use crate::framing::{self, Found, Verdict};
use crate::{Frame, LONGEST_SEGMENT, Problem};

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
    /// Bytes of the buffer before this place are done with.
    head: usize,
    /// Bytes before this place have no continuation.
    sealed: usize,
    longest: usize,
    awaiting: Awaiting,
    /// How far the head at hand was searched for its end.
    looked: usize,
    skipped: u64,
    gap: Gap,
}

/// The bytes skipped since the last frame.
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    bytes: usize,
    /// Some of them are more than white space.
    garbage: bool,
}

impl Decoder {
    /// A decoder with an empty buffer.
    #[must_use]
    pub fn new(limits: Limits) -> Decoder {
        Decoder {
            buffer: Vec::new(),
            head: 0,
            sealed: 0,
            longest: limits.max_segment.min(LONGEST_SEGMENT),
            awaiting: Awaiting::Nothing,
            looked: 0,
            skipped: 0,
            gap: Gap::default(),
        }
    }

    /// Takes as many bytes as the buffer has room for and says how many; the caller drains
    /// [`next_frame`](Decoder::next_frame) and pushes the rest again.
    ///
    /// After a drain there is room for at least 6,000 bytes, so that the caller always comes
    /// forward.
    #[must_use = "the rest must be pushed again"]
    pub fn push(&mut self, bytes: &[u8]) -> usize {
        self.buffer.drain(..self.head);
        self.sealed = self.sealed.saturating_sub(self.head);
        self.head = 0;
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
    pub fn next_frame(&mut self) -> Option<Frame<'_>> {
        let found = self.find()?;
        let start = self.head;
        self.head += found.end;
        let gap = std::mem::take(&mut self.gap);
        let frame = between(&self.buffer, start, self.head);
        let crc_text = between(frame, found.crc.start, found.crc.end);
        let mut problems = found.problems;
        if gap.garbage {
            problems.insert(Problem::GarbageBefore);
        }
        Some(Frame {
            raw: frame,
            segment: between(frame, found.segment.start, found.segment.end),
            crc_text,
            declared: found.declared,
            crc: crc_check(found.computed, framing::hex_value(crc_text), problems),
            problems,
            skipped_before: gap.bytes,
        })
    }

    /// How many bytes are in the buffer and not yet part of a frame or skipped.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.head
    }

    /// How many bytes were skipped since the beginning, because no frame begins with them.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// What the last [`next_frame`](Decoder::next_frame) that gave nothing is waiting for.
    #[must_use]
    pub fn awaiting(&self) -> Awaiting {
        self.awaiting
    }

    fn find(&mut self) -> Option<Found> {
        loop {
            let last = self.sealed > self.head;
            let end = if last { self.sealed } else { self.buffer.len() };
            let window = between(&self.buffer, self.head, end);
            let Some(start) = find_pair(window, 0, *b"##") else {
                let keep = usize::from(!last && window.ends_with(b"#"));
                let rest = window.len() - keep;
                self.skip(rest);
                if last && self.pending() > 0 {
                    continue;
                }
                self.awaiting = if keep == 0 { Awaiting::Nothing } else { Awaiting::Rest };
                return None;
            };
            self.skip(start);
            let window = between(&self.buffer, self.head, end);
            match framing::judge(window, last, self.longest, self.looked) {
                Verdict::NotHead => self.skip(1),
                Verdict::Found(found) => {
                    self.looked = 0;
                    return Some(found);
                }
                Verdict::More { in_tail, looked } => {
                    self.looked = looked;
                    self.awaiting = if in_tail { Awaiting::Tail } else { Awaiting::Rest };
                    return None;
                }
            }
        }
    }

    fn skip(&mut self, count: usize) {
        let skipped = between(&self.buffer, self.head, self.head + count);
        self.gap.garbage |= !skipped.iter().all(u8::is_ascii_whitespace);
        self.gap.bytes += skipped.len();
        self.skipped += skipped.len() as u64;
        self.head += skipped.len();
        if !skipped.is_empty() {
            self.looked = 0;
        }
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
