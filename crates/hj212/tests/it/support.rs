//! What the tests share.

use hj212::{CrcCheck, Decoder, Limits, Message, Problem};

/// A frame with everything copied out of the decoder's buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) raw: Vec<u8>,
    pub(crate) segment: Vec<u8>,
    pub(crate) declared: Option<u16>,
    pub(crate) crc_text: Vec<u8>,
    pub(crate) crc: CrcCheck,
    pub(crate) problems: Vec<Problem>,
    pub(crate) usable: bool,
    pub(crate) skipped_before: usize,
}

impl Seen {
    pub(crate) fn message(&self) -> Message<'_> {
        Message::parse(&self.segment)
    }

    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.problems.iter().map(|problem| problem.code()).collect()
    }
}

/// Takes out every frame that is ready.
pub(crate) fn drain(decoder: &mut Decoder, seen: &mut Vec<Seen>) {
    while let Some(frame) = decoder.next_frame() {
        let message = frame.message();
        seen.push(Seen {
            raw: frame.raw().to_vec(),
            segment: frame.segment().to_vec(),
            declared: frame.declared_length(),
            crc_text: frame.crc_text().to_vec(),
            crc: frame.crc(),
            problems: message.problems().iter().collect(),
            usable: message.usable(),
            skipped_before: frame.skipped_before(),
        });
    }
}

/// Pushes all of `bytes`, draining as the decoder demands.
pub(crate) fn feed(decoder: &mut Decoder, mut bytes: &[u8], seen: &mut Vec<Seen>) {
    while !bytes.is_empty() {
        let taken = decoder.push(bytes);
        assert!(taken > 0, "a drained decoder takes bytes");
        bytes = &bytes[taken..];
        drain(decoder, seen);
    }
}

/// The frames of a stream that ends.
pub(crate) fn decode(bytes: &[u8]) -> Vec<Seen> {
    let mut decoder = Decoder::new(Limits::default());
    let mut seen = Vec::new();
    feed(&mut decoder, bytes, &mut seen);
    decoder.flush();
    drain(&mut decoder, &mut seen);
    assert_eq!(decoder.pending(), 0, "a flush leaves nothing");
    let framed: usize = seen.iter().map(|frame| frame.raw.len()).sum();
    assert_eq!(framed as u64 + decoder.skipped(), bytes.len() as u64);
    seen
}

/// A segment in a frame as the standard writes it.
pub(crate) fn frame_of(segment: &[u8]) -> Vec<u8> {
    let mut frame = format!("##{:04}", segment.len()).into_bytes();
    frame.extend_from_slice(segment);
    frame.extend_from_slice(format!("{:04X}\r\n", hj212::crc::hj212(segment)).as_bytes());
    frame
}

/// A flawless frame.
pub(crate) fn clean() -> Vec<u8> {
    frame_of(
        b"QN=20240601085857223;ST=31;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;\
        CP=&&DataTime=20240601085857;a21026-Rtd=18.5,a21026-Flag=N&&",
    )
}
