//! Values beyond everything that the series has ever shown.

use serde::{Deserialize, Serialize};

use super::window::Recent;

/// Of how many of the last values the usual one is the median.
const USUAL: usize = 168;

/// Of impossible values.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundsParameters {
    /// How many values it takes before anything is impossible.
    pub least_values: usize,
    /// What is below this share of the usual value is a zero.
    pub zero_share: f64,
    /// What is below this share of the usual value, negative, is no zero drift.
    pub negative_share: f64,
    /// By what share of itself the range shrinks with each value.
    pub shrink: f64,
    /// By what share of its distance a value that is not believed widens the range.
    pub widen: f64,
}

impl Default for BoundsParameters {
    fn default() -> Self {
        Self { least_values: 200, zero_share: 0.02, negative_share: 0.01, shrink: 1e-5, widen: 0.01 }
    }
}

/// The range of one series.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bounds {
    usual: Recent,
    low: f64,
    high: f64,
    values: usize,
}

/// How far a value lies beyond what was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beyond {
    /// The least value that was seen before.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// How far beyond: as a share of the range; for a zero how far from zero the series always stayed, as a share
    /// of its usual value; 1 for a negative value of a series that has none.
    pub score: f64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { usual: Recent::default(), low: f64::INFINITY, high: f64::NEG_INFINITY, values: 0 }
    }
}

impl Bounds {
    /// How far `value` lies beyond what the series has shown; score 0 within it.
    pub fn judge(&self, parameters: &BoundsParameters, value: f64) -> Beyond {
        let (low, high) = (self.low, self.high);
        let usual = self.usual.median().unwrap_or(0.0);
        if self.values < parameters.least_values || high <= low {
            return Beyond { low, high, score: 0.0 };
        }
        let outside = (value - high).max(low - value).max(0.0) / (high - low);
        let is_zero = usual > 0.0 && value < low && value < parameters.zero_share * usual;
        let from_zero = if is_zero { low / usual } else { 0.0 };
        let is_negative = low >= 0.0 && value < -parameters.negative_share * usual.abs();
        let negative = if is_negative { 1.0 } else { 0.0 };
        Beyond { low, high, score: outside.max(from_zero).max(negative) }
    }

    /// Learns a value; one that is not believed moves the bounds a little, so that what keeps coming becomes possible.
    pub fn learn(&mut self, parameters: &BoundsParameters, value: f64, is_believed: bool) {
        if !is_believed {
            self.low += parameters.widen * (value - self.low).min(0.0);
            self.high += parameters.widen * (value - self.high).max(0.0);
            return;
        }
        self.usual.push(value, USUAL);
        self.values = self.values.saturating_add(1);
        if self.values == 1 {
            (self.low, self.high) = (value, value);
        }
        let usual = self.usual.median().unwrap_or(value);
        self.low = value.min(self.low + parameters.shrink * (usual - self.low).max(0.0));
        self.high = value.max(self.high - parameters.shrink * (self.high - usual).max(0.0));
    }
}
