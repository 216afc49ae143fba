//! What a city promises.

mod register;

use model::Timestamp;
use sim::City;

/// The demo's start.
fn start() -> Timestamp {
    "2020-08-30T08:00:00+08:00".parse().expect("a literal in RFC 3339")
}

fn city(seed: u64) -> City {
    City::build(seed, start())
}
