//! The flow of an outlet (HJ 212-2017 annex B), which amounts and means weighted by water are made with.

use crate::{FactorCode, Reading, Unit};

/// Flow of waste water.
pub const WATER: &str = "w00000";

/// Flow of waste gas.
pub const AIR: &str = "a00000";

/// Whether the factor is an outlet's flow.
pub fn is_flow(factor: &FactorCode) -> bool {
    matches!(factor.as_str(), WATER | AIR)
}

/// Cubic metres that an hour's flow reading stands for: as the device counted them (`-Cou`), or its mean times an
/// hour. `None` below zero or without a figure.
pub fn volume_m3(reading: &Reading) -> Option<f64> {
    let mean = reading.values.value.and_then(|flow| reading.unit.convert(flow, Unit::CubicMetrePerHour).ok());
    reading.values.total.or(mean).filter(|volume| volume.is_finite() && *volume >= 0.0)
}
