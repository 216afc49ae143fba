//! What a value should be, given what is measured beside it: a regression that forgets.
//!
//! Companions are brought to their own scale; each counts by itself and by its square, the hour of the day by a
//! wave. The coefficients minimise the squared residuals, old ones weighing less and less; a residual beyond twice
//! the usual one pulls no more than that. Coefficients as they were some days ago are kept beside the newest:
//! against them shows what creeps, which the newest have already learned.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::ridge::Sums;

/// Of the regression.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectationParameters {
    /// After how many values an old one weighs 1/e.
    pub memory: f64,
    /// After how many values the moments of companions weigh 1/e.
    pub scale_memory: f64,
    /// How strongly coefficients are pulled to nothing, in values.
    pub ridge: f64,
    /// How many values it takes before anything is expected.
    pub least_values: u32,
    /// The coefficients are solved anew after so many values.
    pub solve_every: u32,
    /// How many solutions ago the steady coefficients are from.
    pub steady_lag: usize,
}

impl Default for ExpectationParameters {
    fn default() -> Self {
        Self {
            memory: 1000.0,
            scale_memory: 3000.0,
            ridge: 5.0,
            least_values: 200,
            solve_every: 12,
            steady_lag: 14,
        }
    }
}

/// What is expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// By the newest coefficients.
    pub now: f64,
    /// By those of some days ago.
    pub steady: f64,
}

/// The regression of one series on `companions` others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Expectation {
    moments: Vec<Moments>,
    /// How many companions there were from the beginning.
    first: usize,
    /// The features of the value that came last.
    features: Vec<f64>,
    sums: Sums,
    /// The coefficients as they were solved, the oldest first.
    solutions: VecDeque<Box<[f32]>>,
    values: u32,
    residual_scale: f64,
    /// The running mean of values: without companions it is all that is expected.
    usual_value: f64,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Moments {
    values: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn learn(&mut self, value: f64, memory: f64) {
        self.values = (self.values + 1.0).min(memory);
        let gain = 1.0 / self.values;
        let distance = value - self.mean;
        self.mean += gain * distance;
        self.variance = (1.0 - gain) * (self.variance + gain * distance * distance);
    }

    fn scaled(&self, value: f64) -> f64 {
        let deviation = self.variance.sqrt();
        let least = 1e-9 * self.mean.abs() + f64::MIN_POSITIVE;
        if deviation > least { ((value - self.mean) / deviation).clamp(-4.0, 4.0) } else { 0.0 }
    }
}

impl Expectation {
    /// A regression that has seen nothing.
    pub fn new(companions: usize) -> Self {
        let features = 3 + 2 * companions;
        Self {
            moments: vec![Moments::default(); companions],
            first: companions,
            features: vec![0.0; features],
            sums: Sums::new(features),
            solutions: VecDeque::new(),
            values: 0,
            residual_scale: 0.0,
            usual_value: 0.0,
        }
    }

    /// Whether companions explain anything at all; without them only the time of the day does.
    pub fn has_companions(&self) -> bool {
        !self.moments.is_empty()
    }

    /// What is expected beside `companions` at `hour_of_day` (0 to 24); a companion that is no number is taken for
    /// usual, and one more than before is one more to learn from. `None` before enough was learned.
    pub fn expect(
        &mut self,
        parameters: &ExpectationParameters,
        companions: &[f64],
        hour_of_day: f64,
    ) -> Option<Expected> {
        let memory = parameters.scale_memory;
        while self.moments.len() < companions.len() {
            self.add_companion();
        }
        let day = hour_of_day / 24.0 * std::f64::consts::TAU;
        let head = [1.0, day.sin(), day.cos()];
        self.features[..3].copy_from_slice(&head);
        for (index, moments) in self.moments.iter_mut().enumerate() {
            let value = companions.get(index).copied().filter(|value| value.is_finite());
            let scaled = value.map_or(0.0, |value| {
                moments.learn(value, memory);
                moments.scaled(value)
            });
            let (itself, square) = places(self.first, index);
            self.features[itself] = scaled;
            self.features[square] = if value.is_some() { scaled * scaled - 1.0 } else { 0.0 };
        }
        let now = dot(self.solutions.back()?, &self.features);
        let steady = dot(self.solutions.front()?, &self.features);
        let expected = Expected { now, steady };
        (expected.now.is_finite() && expected.steady.is_finite()).then_some(expected)
    }

    /// What was learned of the others stays; of this one nothing is known.
    fn add_companion(&mut self) {
        self.moments.push(Moments::default());
        for _ in 0..2 {
            self.features.push(0.0);
            self.sums.add_input();
        }
        for solution in &mut self.solutions {
            *solution = solution.iter().copied().chain([0.0, 0.0]).collect();
        }
    }

    /// Learns that `value` was measured beside the companions that were asked about last.
    pub fn learn(&mut self, parameters: &ExpectationParameters, value: f64) {
        let residual = self.solutions.back().map(|solution| value - dot(solution, &self.features));
        let weight = residual.map_or(1.0, |residual| self.weigh(residual.abs()));
        self.sums.fade(1.0 - 1.0 / parameters.memory);
        self.sums.learn(&self.features, value, weight);
        self.usual_value +=
            (value - self.usual_value) / (f64::from(self.values) + 1.0).min(parameters.memory);
        self.values = self.values.saturating_add(1);
        let is_due = self.values.is_multiple_of(parameters.solve_every.max(1));
        if self.values >= parameters.least_values && is_due {
            self.solve(parameters);
        }
    }

    /// The weight of a residual; its usual size is the running median.
    fn weigh(&mut self, size: f64) -> f64 {
        if self.residual_scale <= 0.0 {
            self.residual_scale = size.max(f64::MIN_POSITIVE);
        }
        let usual = self.residual_scale;
        self.residual_scale *= if size > 0.6745 * usual { 1.01 } else { 0.99 };
        if size > 2.0 * usual { 2.0 * usual / size } else { 1.0 }
    }

    fn solve(&mut self, parameters: &ExpectationParameters) {
        let mut prior = vec![0.0; self.features.len()];
        prior[0] = self.usual_value;
        let mut solution = prior.clone();
        self.sums.solve(&prior, parameters.ridge / parameters.memory, &mut Vec::new(), &mut solution);
        let solution: Box<[f32]> = solution.into_iter().map(|value| value as f32).collect();
        if solution.iter().all(|value| value.is_finite()) {
            self.solutions.push_back(solution);
            if self.solutions.len() > parameters.steady_lag.max(1) {
                self.solutions.pop_front();
            }
        }
    }
}

/// Where among the features a companion stands, and its square. Those that came later stand after all others.
fn places(first: usize, index: usize) -> (usize, usize) {
    if index < first { (3 + index, 3 + first + index) } else { (3 + 2 * index, 4 + 2 * index) }
}

fn dot(solution: &[f32], features: &[f64]) -> f64 {
    solution.iter().zip(features).map(|(coefficient, feature)| f64::from(*coefficient) * feature).sum()
}
