//! How fast frames of HJ 212 are read, beside the peer that is a crate (feature `peers`): in one binary, one thread,
//! round robin, in processor time of the thread.
//!
//! The two sides do not do the same. Ours does the full work: it finds the frame, checks length, line end, grammar and
//! CRC with all tolerances on, and hands out of every item the name, the value as text and the figure. The peer's
//! `parse_frame` does its own partial work: it checks the CRC and splits at `;`, so that the items of a factor stay one
//! text without figures, and PNUM, PNO and RF are passed over. It is given text that is known to be UTF-8; ours is
//! given bytes. Whatever is unequal is so in the peer's favour.

mod readers;
mod streams;

use std::hint::black_box;
use std::path::PathBuf;

use clap::Args;
use cpu_time::ThreadTime;

use super::OutputArguments;
use super::figures::{Report, progress};
use readers::{READ, WAYS, Way};
use streams::Stream;

/// What each side reads in a round, bytes, at least: some milliseconds, far above the grain of the clock.
const BYTES_A_ROUND: usize = 1 << 21;

/// What `bench hj212` takes.
#[derive(Debug, Args)]
pub(crate) struct Hj212Arguments {
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// Rounds of each measurement; they take turns.
    #[arg(long, default_value_t = 31, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    rounds: u32,
    /// A folder of streams, `NAME.txt` with one frame a line. Without it four streams are made: a city's mix, real-time
    /// data of ten factors, minute data of eight, acknowledgements.
    #[arg(long, value_name = "FOLDER")]
    streams: Option<PathBuf>,
}

pub(super) fn run(arguments: &Hj212Arguments) -> anyhow::Result<Report> {
    let streams = match &arguments.streams {
        Some(folder) => streams::of_folder(folder)?,
        None => streams::made()?,
    };
    let mut report = Report::new("hj212");
    for stream in &streams {
        describe(stream, &mut report);
    }
    let mut measured: Vec<Measured<'_>> =
        streams.iter().flat_map(|stream| WAYS.iter().map(|way| Measured::new(stream, way))).collect();
    for round in 1..=arguments.rounds {
        progress(&format!("hj212: round {round} of {}", arguments.rounds));
        for measured in &mut measured {
            measured.measure();
        }
    }
    for measured in measured {
        measured.report(&mut report);
    }
    report.note(format!("pieces are of {READ} bytes; seconds are processor time of the one thread"));
    report.note(
        "ours: CRC, grammar, and of every item name, value and figure; the peer: CRC, split at `;` alone",
    );
    report.note("frames alone: ours with the CRC checked, the peer without");
    if WAYS.iter().all(|way| way.peer.is_none()) {
        report.note("the peer was not measured: this binary is built without the feature `peers`");
    }
    Ok(report)
}

/// Says what is in a stream, and that both sides read it.
fn describe(stream: &Stream, report: &mut Report) {
    let (name, frames) = (&stream.name, stream.frames.len());
    report.note(format!("{name}: {frames} frames, {} bytes", stream.bytes.len()));
    let mut note = |side: &str, readable: usize| {
        if readable < frames {
            report.note(format!("{name}: {side} reads {readable} of them"));
        }
    };
    note("ours", readers::readable(stream));
    if let Some([whole, in_pieces]) = readers::readable_by_peer(stream) {
        note("the peer", whole);
        // It takes three digits of a length for the whole when a piece ends after them.
        note("the peer, in pieces,", in_pieces);
    }
}

/// One way of reading one stream, by both sides.
struct Measured<'s> {
    stream: &'s Stream,
    way: &'static Way,
    passes: usize,
    /// Seconds a pass.
    ours: Vec<f64>,
    /// The same, of the same rounds.
    peer: Vec<f64>,
}

impl<'s> Measured<'s> {
    fn new(stream: &'s Stream, way: &'static Way) -> Self {
        let passes = BYTES_A_ROUND.div_ceil(stream.bytes.len());
        Self { stream, way, passes, ours: Vec::new(), peer: Vec::new() }
    }

    fn measure(&mut self) {
        let seconds_a_pass = |read: fn(&Stream) -> usize| {
            let started = ThreadTime::now();
            for _ in 0..self.passes {
                black_box(read(black_box(self.stream)));
            }
            started.elapsed().as_secs_f64() / self.passes as f64
        };
        let ours = seconds_a_pass(self.way.ours);
        let peer = self.way.peer.map(seconds_a_pass);
        self.ours.push(ours);
        self.peer.extend(peer);
    }

    fn report(self, report: &mut Report) {
        let name = |what: &str| format!("{}, {}: {what}", self.stream.name, self.way.name);
        let (bytes, frames) = (self.stream.bytes.len() as f64, self.stream.frames.len() as f64);
        for (side, seconds) in [("ours", &self.ours), ("peer", &self.peer)] {
            report.add(name(side), "MB/s", seconds.iter().map(|seconds| bytes / seconds / 1e6));
            report.add(name(&format!("{side}, frames")), "frames/s", seconds.iter().map(|s| frames / s));
        }
        // Round by round, so that a slow moment of the machine weighs on both.
        report.add(name("ratio"), "times", self.ours.iter().zip(&self.peer).map(|(ours, peer)| peer / ours));
    }
}
