//! What is measured: ways of reading a stream, ours and the peer's.

use std::hint::black_box;

use hj212::{Decoder, Frame, Limits};

use super::streams::Stream;

/// How much a socket gives at once, bytes.
pub(super) const READ: usize = 4096;

/// One way of reading. Each side reads the whole stream and gives a number that depends on all that it did.
pub(super) struct Way {
    pub(super) name: &'static str,
    pub(super) ours: fn(&Stream) -> usize,
    /// None in a binary without peers.
    pub(super) peer: Option<fn(&Stream) -> usize>,
}

/// Every way, in the order in which they take turns.
pub(super) const WAYS: &[Way] = &[
    Way {
        name: "whole frames",
        ours: |stream| {
            let all =
                |bytes| hj212::frames(bytes, Limits::default()).map(|frame| read(&frame)).sum::<usize>();
            stream.frames.iter().map(|frame| all(frame.as_bytes())).sum()
        },
        peer: peer::WHOLE_FRAMES,
    },
    Way { name: "in pieces", ours: |stream| in_pieces(stream, read), peer: peer::IN_PIECES },
    Way {
        name: "frames alone, in pieces",
        ours: |stream| in_pieces(stream, |frame| usize::from(frame.crc_ok())),
        peer: peer::FRAMES_ALONE,
    },
];

/// How many frames give a message that may be used.
pub(super) fn readable(stream: &Stream) -> usize {
    in_pieces(stream, |frame| usize::from(frame.message().usable()))
}

/// How many frames the peer reads, if it is there: given whole, and found in pieces.
pub(super) fn readable_by_peer(stream: &Stream) -> Option<[usize; 2]> {
    peer::READABLE.map(|readable| readable(stream))
}

/// Hands out all that a receiver uses: whether the message may be used, and of every item the name, the value as text
/// (a mark is one) and as a figure.
fn read(frame: &Frame<'_>) -> usize {
    let message = frame.message();
    let mut count = usize::from(message.usable());
    let Some(area) = message.cp() else { return count };
    for item in area.items() {
        black_box((item.name, item.value, item.figure()));
        count += 1;
    }
    count
}

fn in_pieces(stream: &Stream, read: impl Fn(&Frame<'_>) -> usize) -> usize {
    let mut decoder = Decoder::new(Limits::default());
    let mut sum = 0;
    for mut rest in stream.bytes.chunks(READ) {
        while !rest.is_empty() {
            let taken = decoder.push(rest);
            rest = rest.get(taken..).unwrap_or_default();
            while let Some(frame) = decoder.next_frame() {
                sum += read(&frame);
            }
        }
    }
    sum
}

/// Crate `a`: `parse_frame` reads one frame, `Framer` finds frames in pieces.
#[cfg(feature = "peers")]
mod peer {
    use std::hint::black_box;

    use super::{READ, Stream};

    type Read<T = usize> = Option<fn(&Stream) -> T>;

    pub(super) const WHOLE_FRAMES: Read = Some(|stream| stream.frames.iter().map(|frame| read(frame)).sum());
    pub(super) const IN_PIECES: Read = Some(|stream| in_pieces(stream, |frame| read(text(&frame))));
    pub(super) const FRAMES_ALONE: Read = Some(|stream| in_pieces(stream, |frame| black_box(frame).len()));
    pub(super) const READABLE: Read<[usize; 2]> = Some(|stream| {
        let is_read = |frame: &str| usize::from(a::parse_frame(frame).is_ok());
        let whole = stream.frames.iter().map(|frame| is_read(frame)).sum();
        [whole, in_pieces(stream, |frame| is_read(text(&frame)))]
    });

    fn read(frame: &str) -> usize {
        black_box(a::parse_frame(frame)).map_or(0, |packet| 1 + packet.cp.len())
    }

    /// Its `parse_frame` takes text, its `Framer` gives bytes.
    fn text(frame: &[u8]) -> &str {
        std::str::from_utf8(frame).unwrap_or_default()
    }

    fn in_pieces(stream: &Stream, read: impl Fn(Vec<u8>) -> usize) -> usize {
        let mut framer = a::Framer::new();
        let mut sum = 0;
        for piece in stream.bytes.chunks(READ) {
            framer.push(piece);
            while let Some(frame) = framer.next_frame() {
                sum += read(frame);
            }
        }
        sum
    }
}

#[cfg(not(feature = "peers"))]
mod peer {
    use super::Stream;

    type Read<T = usize> = Option<fn(&Stream) -> T>;

    pub(super) const WHOLE_FRAMES: Read = None;
    pub(super) const IN_PIECES: Read = None;
    pub(super) const FRAMES_ALONE: Read = None;
    pub(super) const READABLE: Read<[usize; 2]> = None;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_reads_every_frame_of_every_stream_that_is_made() {
        for stream in super::super::streams::made().unwrap() {
            assert_eq!(readable(&stream), stream.frames.len(), "{}", stream.name);
            assert!(readable_by_peer(&stream).is_none_or(|[whole, _]| whole == stream.frames.len()));
            let [whole, pieces, frames] = [0, 1, 2].map(|way| (WAYS[way].ours)(&stream));
            assert_eq!(whole, pieces, "{}", stream.name);
            assert_eq!(frames, stream.frames.len(), "{}", stream.name);
        }
    }
}
