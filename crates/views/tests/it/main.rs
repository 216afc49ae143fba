//! The views from outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail")]

mod cases;
mod city;
mod inspection_draws;
mod inspection_library;
mod inspection_plans;
mod markings;
mod positive_list;
mod rebuild;
mod story;
mod tracings;
