//! Tracing at the crate's face.

#![allow(clippy::unwrap_used, clippy::panic)]

mod bad_input;
mod drawn;
mod kernel;
mod next;
mod reach;
mod support;
mod tracing;
