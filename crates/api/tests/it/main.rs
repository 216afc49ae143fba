//! The API at its face.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod authorisation;
mod city;
mod commands;
mod health;
mod openapi;
mod request;
mod stream;
