//! Tracing at the crate's face.

#![allow(clippy::unwrap_used, clippy::panic)]

mod bad_input;
mod kernel;
mod reach;
mod next;
mod support;
mod tracing;
