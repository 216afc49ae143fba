//! Detectors at the crate's face.

#![allow(clippy::unwrap_used, clippy::panic)]

mod city;
mod exceedance_hour;
mod treatment_off;
