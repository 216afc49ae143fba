//! The crate at its face.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bad_input;
mod entropy;
mod plan;
mod record;
mod support;
mod teams;
mod vectors;
