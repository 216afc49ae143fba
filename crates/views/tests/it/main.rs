//! The views from outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail")]

mod city;
mod inspection_draws;
mod inspection_library;
mod markings;
mod rebuild;
mod story;
