//! The API at its face.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod authorisation;
mod city;
mod openapi;
mod request;
