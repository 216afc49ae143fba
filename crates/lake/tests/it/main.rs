//! Integration tests of the lake.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod basic;
mod support;
