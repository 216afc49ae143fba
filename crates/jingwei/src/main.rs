//! The Jingwei binary: reads configuration and wires the rooms.

mod clock;
mod config;

fn main() {}
