//! Values that are means of equal ones: nothing moved while they were measured, more often in a row than the series makes
//! likely.

use serde::{Deserialize, Serialize};

/// Of flat values.
#[derive(Debug, Clone, PartialEq)]
pub struct FlatParameters {
    /// How many flat values in a row are needed at least.
    pub least_values: u32,
    /// How unlikely such a run must be, by how often the series is flat.
    pub likelihood: f64,
    /// How many values must be known before a run for it to be told.
    pub learn_values: f64,
    /// After how many values an old one weighs 1/e in how often the series is flat.
    pub memory: f64,
}

impl Default for FlatParameters {
    fn default() -> Self {
        Self { least_values: 2, likelihood: 1e-4, learn_values: 72.0, memory: 2000.0 }
    }
}

/// How often a series is flat, and how often in a row it has been of late.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Flat {
    run: u32,
    values: f64,
    flat: f64,
    /// As it was before the run began: how much was known, and which share of it was flat.
    values_before: f64,
    share_before: f64,
}

impl Flat {
    /// Takes whether the next value is flat; the number of flat values in a row where that is too many.
    pub fn push(&mut self, parameters: &FlatParameters, is_flat: bool) -> Option<u32> {
        if !is_flat || self.run == 0 {
            self.values_before = self.values;
            self.share_before = (self.flat + 0.1) / (self.values + 10.0);
        }
        self.run = if is_flat { self.run.saturating_add(1) } else { 0 };
        // After a flat value the next one is likelier to be flat.
        let share = self.share_before;
        let likelihood = share * share.sqrt().powf(f64::from(self.run.saturating_sub(1)));
        let is_known = self.values_before >= parameters.learn_values;
        if is_known && self.run >= parameters.least_values && likelihood < parameters.likelihood {
            // A run that is too long teaches nothing, it is the anomaly.
            return Some(self.run);
        }
        let keep = 1.0 - 1.0 / parameters.memory;
        self.values = self.values * keep + 1.0;
        self.flat = self.flat * keep + f64::from(u8::from(is_flat));
        None
    }

    /// The series starts anew after a gap.
    pub fn gap(&mut self) {
        self.run = 0;
    }
}
