//! How fast frames are read, beside a peer (crate `a`), on the reference streams of
//! `../shared/hj212/bench`. One thread, round robin, thread CPU time, medians; asserts nothing.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a benchmark reads files and the clock")]

use std::hint::black_box;
use std::path::Path;

use hj212::{Decoder, Limits};

const ROUNDS: usize = 31;
const READ: usize = 4096;

fn main() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/hj212/bench"));
    let folder = std::env::var("HJ212_BENCH").map_or(folder.to_path_buf(), Into::into);
    println!(
        "{:<8} {:>10} {:>10} {:>7} | {:>10} {:>10} {:>7} | frames-only {:>10} {:>10}",
        "stream", "ours", "peer", "ratio", "ours 4K", "peer 4K", "ratio", "ours", "peer"
    );
    for name in ["mix", "rtd10", "min8", "ack"] {
        let Ok(text) = std::fs::read(folder.join(name).with_extension("txt")) else { continue };
        let lines: Vec<&str> =
            std::str::from_utf8(&text).unwrap().lines().filter(|line| !line.is_empty()).collect();
        let frames: Vec<String> = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let stream: Vec<u8> = frames.concat().into_bytes();
        let runs: [&dyn Fn() -> usize; 6] = [
            &|| frames.iter().map(|frame| ours(frame.as_bytes())).sum(),
            &|| {
                frames
                    .iter()
                    .map(|frame| black_box(a::parse_frame(frame)).map_or(0, |p| 1 + p.cp.len()))
                    .sum()
            },
            &|| ours_in_pieces(&stream, true),
            &|| peer_in_pieces(&stream, true),
            &|| ours_in_pieces(&stream, false),
            &|| peer_in_pieces(&stream, false),
        ];
        let mut times = [const { Vec::new() }; 6];
        for _ in 0..ROUNDS {
            for (run, times) in runs.iter().zip(&mut times) {
                let start = cpu();
                let mut count = 0;
                for _ in 0..20 {
                    count += black_box(run());
                }
                times.push((cpu() - start) / 20.0);
                assert!(count > 0);
            }
        }
        let mb = times.map(|mut times| {
            times.sort_by(f64::total_cmp);
            stream.len() as f64 / times[ROUNDS / 2] / 1e6
        });
        let [a, b, c, d, e, f] = mb;
        println!(
            "{name:<8} {a:>10.0} {b:>10.0} {:>7.2} | {c:>10.0} {d:>10.0} {:>7.2} | {e:>10.0} {f:>10.0}",
            a / b,
            c / d
        );
    }
}

fn cpu() -> f64 {
    cpu_time::ThreadTime::now().as_duration().as_secs_f64()
}

/// Hands out all that a receiver uses: whether the message may be used, and of every item the name, the
/// value as text (a mark is one) and as a figure.
fn read(frame: &hj212::Frame<'_>) -> usize {
    let message = frame.message();
    let mut count = usize::from(message.usable());
    let Some(area) = message.cp() else { return count };
    for item in area.items() {
        black_box((item.name, item.value, item.figure()));
        count += 1;
    }
    count
}

fn ours(frame: &[u8]) -> usize {
    hj212::frames(frame, Limits::default()).map(|frame| read(&frame)).sum()
}

fn ours_in_pieces(stream: &[u8], full: bool) -> usize {
    let mut decoder = Decoder::new(Limits::default());
    let mut sum = 0;
    for piece in stream.chunks(READ) {
        let mut rest = piece;
        while !rest.is_empty() {
            let taken = decoder.push(rest);
            rest = &rest[taken..];
            while let Some(frame) = decoder.next_frame() {
                sum += if full { read(&frame) } else { usize::from(frame.crc_ok()) };
            }
        }
    }
    sum
}

fn peer_in_pieces(stream: &[u8], full: bool) -> usize {
    let mut framer = a::Framer::new();
    let mut sum = 0;
    for piece in stream.chunks(READ) {
        framer.push(piece);
        while let Some(frame) = framer.next_frame() {
            sum += if full {
                a::parse_frame(std::str::from_utf8(&frame).unwrap()).map_or(0, |p| 1 + p.cp.len())
            } else {
                black_box(frame).len()
            };
        }
    }
    sum
}
