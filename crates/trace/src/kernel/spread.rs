//! Stability classes, and how a plume spreads sideways.

use serde::{Deserialize, Serialize};

use super::similarity::SurfaceLayer;

/// What the air does sideways even when the mean wind is nothing, m/s: the low-wind meander that Hanna, Boundary-Layer
/// Meteorology 39 (1987) 205, puts at half a metre a second at most; half of that here.
pub(crate) const CALM_DRIFT_M_S: f64 = 0.25;

/// Stability as Pasquill classed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PasquillClass {
    /// Very unstable.
    A,
    /// Unstable.
    B,
    /// Slightly unstable.
    C,
    /// Neutral.
    D,
    /// Slightly stable.
    E,
    /// Stable.
    F,
}

impl PasquillClass {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F];

    /// The surface layer of this class over `roughness_m`: Golder, Boundary-Layer Meteorology 3 (1972) 47–58, as
    /// 1/L = a + b log₁₀ z₀ (Seinfeld and Pandis, Atmospheric Chemistry and Physics, table 16.8).
    pub fn surface_layer(self, roughness_m: f64) -> SurfaceLayer {
        let (a, b) = match self {
            Self::A => (-0.096, 0.029),
            Self::B => (-0.037, 0.029),
            Self::C => (-0.002, 0.018),
            Self::D => (0.0, 0.0),
            Self::E => (0.004, -0.018),
            Self::F => (0.035, -0.036),
        };
        let inverse_obukhov_1_m = a + b * roughness_m.log10();
        // Above a rough ground the straight lines would cross zero; the class's sign stays.
        let inverse_obukhov_1_m = match self {
            Self::A | Self::B | Self::C => inverse_obukhov_1_m.min(-0.001),
            Self::D => 0.0,
            Self::E | Self::F => inverse_obukhov_1_m.max(0.001),
        };
        SurfaceLayer { roughness_m, inverse_obukhov_1_m }
    }

    /// A usual standard deviation of the wind's direction, degrees (Slade, Meteorology and Atomic Energy 1968, table
    /// 3.1, middle of each class).
    pub(crate) fn usual_sigma_theta_deg(self) -> f64 {
        match self {
            Self::A => 25.0,
            Self::B => 20.0,
            Self::C => 15.0,
            Self::D => 10.0,
            Self::E => 5.0,
            Self::F => 2.5,
        }
    }

    /// A usual height of the mixed layer, m.
    pub(crate) fn usual_mixing_height_m(self) -> f64 {
        match self {
            Self::A | Self::B => 1_500.0,
            Self::C => 1_000.0,
            Self::D => 800.0,
            Self::E => 300.0,
            Self::F => 150.0,
        }
    }

    /// How much sense the class makes at this wind, up to a factor: table of Pasquill, Meteorological Magazine 90
    /// (1961) 33, with sun and clouds unknown.
    pub(crate) fn weight_at(self, speed_m_s: f64) -> f64 {
        let weights: [f64; 6] = match speed_m_s {
            ..2.0 => [0.2, 0.25, 0.1, 0.1, 0.1, 0.25],
            ..3.0 => [0.1, 0.25, 0.15, 0.15, 0.15, 0.2],
            ..5.0 => [0.02, 0.2, 0.25, 0.28, 0.2, 0.05],
            ..6.0 => [0.01, 0.05, 0.25, 0.6, 0.08, 0.01],
            _ => [0.01, 0.02, 0.2, 0.74, 0.02, 0.01],
        };
        weights[self as usize]
    }
}

/// By how much a plume is narrower than σθ times distance, after `travel_s` on its way near the ground: Draxler,
/// Atmospheric Environment 10 (1976) 99–105, releases at the ground, 300 s.
pub fn lateral_narrowing(travel_s: f64) -> f64 {
    1.0 / (1.0 + 0.9 * (travel_s / 300.0).sqrt())
}
