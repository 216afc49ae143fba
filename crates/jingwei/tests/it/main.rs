//! What must hold for the workspace and the binary as a whole.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod architecture;
mod asking;
mod commands;
mod fuzz;
mod lake;
mod law;
mod score;
mod server;
mod serving;
