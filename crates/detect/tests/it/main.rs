//! Detectors at the crate's face.

#![allow(clippy::unwrap_used, clippy::panic)]

mod calibration_altered;
mod catalogue;
mod city;
mod clock_error;
mod exceedance_day;
mod exceedance_hour;
mod exceedance_realtime;
mod held_lines;
mod judging;
mod local_spikes;
mod logger_silent;
mod mass_balance;
mod outlet_hours;
mod outlet_lines;
mod properties;
mod range_clipping;
mod register;
mod sample_at_odds;
mod series_score;
mod shelf;
mod station_particles;
mod station_spike;
mod treatment_off;
mod treatment_pairing;
