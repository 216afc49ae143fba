use serde::{Deserialize, Serialize};

use crate::DistrictCode;

/// A point on the ground, WGS-84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}

impl Place {
    /// A place, if both degrees are finite and on the globe.
    pub fn new(longitude: f64, latitude: f64) -> Option<Self> {
        ((-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude))
            .then_some(Self { longitude, latitude })
    }

    /// Metres to `other` along the great circle (haversine, sphere of 6,371,008.8 m).
    pub fn distance_m(self, other: Place) -> f64 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half = |x: f64| (x / 2.0).sin().powi(2);
        let h = half(b - a) + a.cos() * b.cos() * half((other.longitude - self.longitude).to_radians());
        2.0 * 6_371_008.8 * h.sqrt().min(1.0).asin()
    }
}

/// A county-level division and the branch bureau (分局) that looks after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// Its code (GB/T 2260).
    pub code: DistrictCode,
    /// Its Chinese name, as in 开福区.
    pub name: String,
    /// Its name on English pages, as in Kaifu.
    pub name_en: String,
    /// Where its label goes on a map.
    pub center: Place,
}
