//! Integration tests of the lake.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod basic;
mod crash;
mod full_disk;
mod reference;
mod sealing;
mod support;
mod withdrawal;
