//! Bytes of a connection: however they are cut, the frames are the same and every byte is in one place.
#![no_main]

use hj212::{CrcCheck, Problems};
use libfuzzer_sys::fuzz_target;

/// What is told of a frame.
type Seen = (Vec<u8>, Vec<u8>, CrcCheck, Problems, usize);

fn seen(stream: &[u8], cut: usize) -> (Vec<Seen>, u64) {
    let mut seen = Vec::new();
    let decoder = jingwei_fuzz::frames(stream, cut, |frame| {
        let (raw, segment) = (frame.raw().to_vec(), frame.segment().to_vec());
        seen.push((raw, segment, frame.crc(), frame.problems(), frame.skipped_before()));
    });
    assert_eq!(decoder.pending(), 0, "after a flush nothing is pending");
    (seen, decoder.skipped())
}

fuzz_target!(|stream: &[u8]| {
    let whole = seen(stream, usize::MAX);
    let framed: usize = whole.0.iter().map(|frame| frame.0.len()).sum();
    assert_eq!(framed as u64 + whole.1, stream.len() as u64, "every byte is in one place");
    for cut in [1, 7, 1 + usize::from(stream.last().copied().unwrap_or_default())] {
        assert_eq!(seen(stream, cut), whole, "cut into pieces of {cut}");
    }
    let borrowed = hj212::frames(stream, hj212::Limits::default());
    let borrowed: Vec<_> = borrowed.map(|frame| frame.raw().to_vec()).collect();
    assert_eq!(borrowed, whole.0.iter().map(|frame| frame.0.clone()).collect::<Vec<_>>());
});
