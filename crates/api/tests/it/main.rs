//! The API at its face.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod authorisation;
mod bodies;
mod cases;
mod city;
mod commands;
mod device_requests;
mod dialects;
mod draws;
mod files;
mod groups;
mod health;
mod imports;
mod inspection_plans;
mod inspections;
mod ledger;
mod libraries;
mod lists;
mod markings;
mod merging;
mod openapi;
mod positive_list;
mod questions;
mod request;
mod rules;
mod sign_in;
mod snooze;
mod statistics;
mod stream;
mod tracings;
mod ways_in;
