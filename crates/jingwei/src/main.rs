//! The Jingwei binary: reads configuration, wires the rooms, runs the watch loop.
//!
//! Start at [`process`] for what runs in a city and in which order it starts and stops.

mod accept_check_sums;
mod clock;
mod command;
mod config;
mod device_keys;
mod device_requests;
mod devices;
mod feed;
mod fill_gaps;
mod folder;
mod fonts;
mod history;
mod lab;
mod logs;
mod looks;
mod packs;
mod process;
mod rejudge;
mod replays;
mod sealing;
mod shelf;
mod tracings;
mod watch;
mod ways_in;

use std::process::ExitCode;

use clap::Parser;

/// A frame is many short-lived pieces that threads hand to each other, which the system's allocator is slow at: it took
/// a quarter of the gateway's time. And what is free again must go back to the machine while the server is idle, which
/// a thread of this one sees to.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    command::run(command::Arguments::parse())
}
