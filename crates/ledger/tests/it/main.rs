//! The ledger from outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail")]

mod conformance;
mod document;
mod kill;
mod merkle;
mod open;
mod tamper;
