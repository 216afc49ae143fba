//! The gateway with real sockets on loopback and a real lake.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod acknowledge;
mod crash;
mod credentials;
mod crowd;
mod dialect;
mod hostile;
mod keys;
mod meters;
mod once;
mod push;
mod repeats;
mod requests;
mod samples;
mod support;
mod unknown;
