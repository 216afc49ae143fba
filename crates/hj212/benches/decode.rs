//! How fast a stream of frames is read, on the reference streams of `../shared/hj212/bench`.
//!
//! Prints the median of several rounds; asserts nothing, because a figure depends on the machine.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads files and the clock")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use hj212::{Decoder, Limits};

const ROUNDS: usize = 15;

/// The streams are small: each round reads one this often.
const REPETITIONS: usize = 100;

/// A read of a socket is seldom larger.
const READ: usize = 4096;

fn main() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/hj212/bench"));
    let mut streams = Vec::new();
    for name in ["ack", "rtd10", "min8", "mix"] {
        match std::fs::read(folder.join(name).with_extension("txt")) {
            Ok(text) => streams.push((name, with_line_ends(&text))),
            Err(error) => println!("hj212: skipped {name}: {error}"),
        }
    }
    println!("{:<8} {:>8} {:>14} {:>10} {:>10}", "stream", "frames", "level", "MB/s", "frames/s");
    for (name, stream) in &streams {
        report(name, "frames", stream, find_frames);
        report(name, "messages", stream, read_messages);
        report(name, "items", stream, read_items);
    }
}

/// The reference streams are lines of text; a frame ends with CR LF.
fn with_line_ends(text: &[u8]) -> Vec<u8> {
    let mut stream = Vec::with_capacity(text.len() * 2);
    for line in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        stream.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        stream.extend_from_slice(b"\r\n");
    }
    stream
}

fn report(name: &str, level: &str, stream: &[u8], run: fn(&[u8]) -> usize) {
    let mut frames = 0;
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..REPETITIONS {
                frames = run(black_box(stream));
            }
            start.elapsed()
        })
        .collect();
    rounds.sort_unstable();
    let seconds = rounds.get(ROUNDS / 2).map_or(f64::NAN, Duration::as_secs_f64);
    let per_second = |count: usize| count as f64 * REPETITIONS as f64 / seconds;
    println!(
        "{name:<8} {frames:>8} {level:>14} {:>10.0} {:>10.0}",
        per_second(stream.len()) / 1e6,
        per_second(frames)
    );
}

/// Framing and CRC.
fn find_frames(stream: &[u8]) -> usize {
    each_frame(stream, |frame| usize::from(frame.crc_ok()))
}

/// And the header fields and the checks of the data area.
fn read_messages(stream: &[u8]) -> usize {
    each_frame(stream, |frame| usize::from(frame.message().usable()))
}

/// And every item.
fn read_items(stream: &[u8]) -> usize {
    each_frame(stream, |frame| {
        let message = frame.message();
        let items = message.cp().into_iter().flat_map(hj212::DataArea::items);
        black_box(items.map(|item| item.value.len()).sum::<usize>());
        usize::from(message.usable())
    })
}

fn each_frame(stream: &[u8], mut count: impl FnMut(&hj212::Frame<'_>) -> usize) -> usize {
    let mut decoder = Decoder::new(Limits::default());
    let mut frames = 0;
    for read in stream.chunks(READ) {
        let mut rest = read;
        while !rest.is_empty() {
            let taken = decoder.push(rest);
            rest = rest.get(taken..).unwrap_or_default();
            while let Some(frame) = decoder.next_frame() {
                frames += count(&frame);
            }
        }
    }
    frames
}
