//! What a city promises.

#![allow(clippy::unwrap_used, clippy::panic)]

mod cases;
mod devices;
mod frames;
mod library;
mod register;
mod signals;

use model::{Timestamp, china};
use sim::City;

/// The demo's start.
fn start() -> Timestamp {
    "2020-08-30T08:00:00+08:00".parse().expect("a literal in RFC 3339")
}

/// So many minutes after the start.
fn minute(minutes: i64) -> Timestamp {
    china::plus_seconds(start(), minutes * 60)
}

fn city(seed: u64) -> City {
    City::build(seed, start())
}
