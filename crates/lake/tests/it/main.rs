//! Integration tests of the lake.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod basic;
mod crash;
mod damage;
mod full_disk;
mod reference;
mod seal_crash;
mod sealing;
mod support;
mod together;
mod withdrawal;
