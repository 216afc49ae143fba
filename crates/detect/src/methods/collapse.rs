//! Values that hardly move any more, while what explains them moves as it used to: a filter that was turned up, a
//! figure that is made up.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::window::Recent;

/// Of collapsed variation.
#[derive(Debug, Clone, PartialEq)]
pub struct CollapseParameters {
    /// How many movements from one value to the next are looked at.
    pub values: usize,
    /// After how many values an old one weighs 1/e in how much movement is usual.
    pub memory: f64,
    /// How much of its usual movement what is expected must keep.
    pub expected_share: f64,
    /// What may lie below so small a share of the usual movement counts as that.
    pub least_share: f64,
}

impl Default for CollapseParameters {
    fn default() -> Self {
        Self { values: 24, memory: 2000.0, expected_share: 0.5, least_share: 1e-3 }
    }
}

/// How much the last values moved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calm {
    /// How many movements were looked at.
    pub values: usize,
    /// The usual movement of the last values, from one to the next.
    pub movement: f64,
    /// What it was before.
    pub usual_movement: f64,
    /// How much what is expected still moves, as a share of what it usually does.
    pub expected_share: f64,
    /// How many times less the values move than both make likely: 1 is usual.
    pub score: f64,
}

/// The movements of one series.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Collapse {
    before: Option<(f64, f64)>,
    value: Movement,
    expected: Movement,
}

/// Of one of the two.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Movement {
    recent: Recent,
    count: usize,
    /// Medians that were seen and do not teach yet: they are of values that are still looked at.
    waiting: VecDeque<f32>,
    usual: f64,
    medians: f64,
}

impl Collapse {
    /// Takes the next value and what was expected of it; `is_usual`: whether it may teach what is usual.
    pub fn push(
        &mut self,
        parameters: &CollapseParameters,
        value: f64,
        expected: f64,
        is_usual: bool,
    ) -> Option<Calm> {
        let before = self.before.replace((value, expected))?;
        let values = parameters.values.max(2);
        let (movement, usual) = self.value.push(values, parameters.memory, value - before.0, is_usual)?;
        let (expects, expects_usual) =
            self.expected.push(values, parameters.memory, expected - before.1, is_usual)?;
        if usual <= 0.0 || expects_usual <= 0.0 {
            return None;
        }
        let expected_share = expects / expects_usual;
        let floor = movement.max(parameters.least_share * usual);
        let moves = expected_share >= parameters.expected_share;
        let score = if moves { usual / floor * expected_share.min(1.0) } else { 0.0 };
        Some(Calm { values, movement, usual_movement: usual, expected_share, score })
    }

    /// The series starts anew after a gap.
    pub fn gap(&mut self) {
        self.before = None;
        self.value.gap();
        self.expected.gap();
    }
}

impl Movement {
    /// Takes the next movement: how large they are of late, and how large they were.
    fn push(&mut self, values: usize, memory: f64, by: f64, is_usual: bool) -> Option<(f64, f64)> {
        self.recent.push(by.abs(), values);
        self.count = (self.count + 1).min(values);
        if self.count < values {
            return None;
        }
        let median = self.recent.median()?;
        let usual = self.usual;
        let is_known = self.medians >= 200.0;
        if is_usual {
            self.learn(values, memory, median);
        }
        is_known.then_some((median, usual))
    }

    fn learn(&mut self, values: usize, memory: f64, median: f64) {
        if self.waiting.capacity() == 0 {
            self.waiting.reserve_exact(values + 1);
        }
        self.waiting.push_back(median as f32);
        if self.waiting.len() <= values {
            return;
        }
        let Some(median) = self.waiting.pop_front().map(f64::from) else { return };
        if self.usual <= 0.0 {
            self.usual = median;
        }
        self.medians += 1.0;
        // A running median: each one moves it by the same share.
        let gain = (3.0 / self.medians.min(memory)).min(0.2);
        self.usual *= if median > self.usual { 1.0 + gain } else { 1.0 - gain };
    }

    fn gap(&mut self) {
        self.recent = Recent::default();
        self.count = 0;
        self.waiting.clear();
    }
}
