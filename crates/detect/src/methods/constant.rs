//! Values that stay the same for longer than the series itself makes likely.

use serde::{Deserialize, Serialize};

use super::window::Recent;

/// Among how many of the last values it is looked how often the series shows a value.
const RECENT: usize = 336;

/// Of constant values.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstantParameters {
    /// How many equal values in a row are needed at least.
    pub least_values: u32,
    /// And at most, however often the series repeats itself.
    pub most_values: u32,
    /// How unlikely such a run must be, by how often the series repeats itself.
    pub likelihood: f64,
    /// Values as near as this share of their size are equal.
    pub tolerance: f64,
    /// After how many values an old one weighs 1/e in how often the series repeats itself.
    pub memory: f64,
}

impl Default for ConstantParameters {
    fn default() -> Self {
        Self { least_values: 5, most_values: 48, likelihood: 1e-5, tolerance: 1e-9, memory: 5000.0 }
    }
}

/// The running series.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Constant {
    held: Option<f64>,
    run: u32,
    repeats: Repeats,
    /// As they were before the run began: a run that is too long teaches nothing, it is the anomaly.
    repeats_before: Repeats,
    /// The last values, without those of too long a run.
    recent: Recent,
    /// How often the held value was among them when it came.
    share: f64,
}

/// How often the series repeats a value, and repeats it again.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Repeats {
    pairs: f64,
    equal: f64,
    pairs_after_equal: f64,
    equal_after_equal: f64,
}

impl Constant {
    /// Takes the next value; the number of equal values in a row where that is too many.
    pub fn push(&mut self, parameters: &ConstantParameters, value: f64) -> Option<u32> {
        let is_held = |held: f64| (value - held).abs() <= parameters.tolerance * held.abs();
        let held = self.held.map(is_held);
        let is_equal = held == Some(true);
        let needed = self.needed(parameters);
        if held.is_some() && self.run < needed {
            self.repeats.count(self.run > 1, is_equal, 1.0 - 1.0 / parameters.memory);
        }
        self.run = if is_equal { self.run.saturating_add(1) } else { 1 };
        if !is_equal {
            self.held = Some(value);
            self.repeats_before = self.repeats;
            self.share = self.recent.share_of(value);
        }
        if self.run < needed {
            self.recent.push(value, RECENT);
            return None;
        }
        self.repeats = self.repeats_before;
        Some(self.run)
    }

    /// The series starts anew after a gap.
    pub fn gap(&mut self) {
        self.held = None;
        self.run = 0;
    }

    fn needed(&self, parameters: &ConstantParameters) -> u32 {
        let (repeat, again) = self.repeats_before.likelihoods();
        // A value that the series often shows, as at its detection limit, is likelier to stay.
        let again = again.max(self.share.cbrt()).min(0.99);
        let further = (parameters.likelihood.ln() - repeat.ln()) / again.ln();
        let most = f64::from(parameters.most_values);
        (2 + further.clamp(0.0, most) as u32).clamp(parameters.least_values, parameters.most_values)
    }
}

impl Repeats {
    fn count(&mut self, is_after_equal: bool, is_equal: bool, keep: f64) {
        let equal = f64::from(u8::from(is_equal));
        self.pairs = self.pairs * keep + 1.0;
        self.equal = self.equal * keep + equal;
        if is_after_equal {
            self.pairs_after_equal = self.pairs_after_equal * keep + 1.0;
            self.equal_after_equal = self.equal_after_equal * keep + equal;
        }
    }

    /// Of a repeat, and of one more after a repeat.
    fn likelihoods(&self) -> (f64, f64) {
        let repeat = (self.equal + 0.1) / (self.pairs + 10.0);
        let again = (self.equal_after_equal + 10.0 * repeat) / (self.pairs_after_equal + 10.0);
        (repeat, again.clamp(1e-6, 0.999))
    }
}
