//! The level of a residual: whether it left its place at once (a step) or little by little (a drift).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::window::{Recent, Window};

/// A jump from the value before may be so much smaller than the step against the level.
const SHARP: f64 = 1.3;

/// Of steps and drifts.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelParameters {
    /// How many values must lie beyond the earlier level for a step.
    pub step_values: usize,
    /// How many values the level before a step is the median of.
    pub short: usize,
    /// How many values the level of a drift is the median of.
    pub drift: usize,
    /// How many of them must show it too: what has passed is no drift.
    pub drift_latest: usize,
    /// How many values the longer level before a step is the median of.
    pub long: usize,
    /// How many values the level that a drift is held against is from; a quarter of them will do at the start.
    pub drift_long: usize,
    /// After how many values an old one weighs 1/e in how much is usual.
    pub memory: f64,
}

impl Default for LevelParameters {
    fn default() -> Self {
        Self {
            step_values: 4,
            short: 24,
            drift: 72,
            drift_latest: 24,
            long: 336,
            drift_long: 1400,
            memory: 3000.0,
        }
    }
}

/// So many values are kept as their mean where a level is from many.
const TOGETHER: usize = 6;

/// How far the level is off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Off {
    /// In usual deviations, with its sign.
    pub score: f64,
    /// In the unit of the residual (a drift's: as a share of what is expected).
    pub by: f64,
    /// How much of a step the value itself made; the rest is what was expected of it moving away.
    pub moved: f64,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Residual {
    residual: f64,
    value: f64,
}

/// The level of many values, in little room: a city has tens of thousands of series.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct LongLevel {
    /// Each of [`TOGETHER`] values.
    means: Recent,
    /// How many values wait for the next mean, and their sum.
    waiting: (usize, f64),
}

impl LongLevel {
    /// Takes the next value, of which the last `capacity` count.
    fn push(&mut self, value: f64, capacity: usize) {
        let (values, sum) = (self.waiting.0 + 1, self.waiting.1 + value);
        self.waiting = if values < TOGETHER { (values, sum) } else { (0, 0.0) };
        if values == TOGETHER {
            self.means.push(sum / TOGETHER as f64, (capacity / TOGETHER).max(1));
        }
    }

    /// How many values it is from.
    fn len(&self) -> usize {
        self.means.len() * TOGETHER
    }

    /// `None` before there are [`TOGETHER`] values.
    fn median(&self) -> Option<f64> {
        self.means.median()
    }
}

/// The steps of one residual.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Steps {
    latest: VecDeque<Residual>,
    short: Window,
    long: LongLevel,
    usual: f64,
    values: f64,
}

impl Steps {
    /// Takes the next residual, and the value that it is of.
    pub fn push(&mut self, parameters: &LevelParameters, residual: f64, value: f64) -> Option<Off> {
        self.latest.push_back(Residual { residual, value });
        if self.latest.len() <= parameters.step_values {
            return None;
        }
        let before = self.latest.front().copied()?;
        let after = || self.latest.iter().skip(1);
        let lowest = after().map(|of| of.residual).fold(f64::INFINITY, f64::min);
        let highest = after().map(|of| of.residual).fold(f64::NEG_INFINITY, f64::max);
        let is_known = self.short.len() * 2 >= parameters.short && self.long.len() * 4 >= parameters.long;
        if !is_known || self.usual <= 0.0 {
            return None;
        }
        let (short, long) = (self.short.median()?, self.long.median()?);
        let up = (SHARP * (lowest - before.residual)).min(lowest - short).min(lowest - long).max(0.0);
        let down = (SHARP * (before.residual - highest)).min(short - highest).min(long - highest).max(0.0);
        let by = if up > down { up } else { -down };
        let mean = after().map(|of| of.value).sum::<f64>() / parameters.step_values.max(1) as f64;
        Some(Off { score: by.abs() / self.usual, by, moved: mean - before.value })
    }

    /// The value that `push` was given `step_values` ago is believed: levels learn it.
    pub fn learn(&mut self, parameters: &LevelParameters) {
        if self.latest.len() <= parameters.step_values {
            return;
        }
        let Some(believed) = self.latest.pop_front().map(|of| of.residual) else { return };
        if let Some(short) = self.short.median() {
            self.values = (self.values + 1.0).min(parameters.memory);
            let size = (believed - short).abs();
            let size = if self.values > 50.0 { size.min(5.0 * self.usual) } else { size };
            self.usual += (size - self.usual) / self.values;
        }
        self.short.push(believed, parameters.short);
        self.long.push(believed, parameters.long);
    }

    /// What is waiting is not believed.
    pub fn pass_over(&mut self, parameters: &LevelParameters) {
        if self.latest.len() > parameters.step_values {
            self.latest.pop_front();
        }
    }

    /// The series starts anew after a gap: only what is usual stays.
    pub fn gap(&mut self) {
        self.latest.clear();
        self.short.clear();
    }
}

/// The drifts of one residual.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Drifts {
    latest: Window,
    recent: Window,
    long: LongLevel,
    usual: f64,
    values: f64,
}

impl Drifts {
    /// Takes the next residual, as a share of what is expected.
    pub fn push(&mut self, parameters: &LevelParameters, residual: f64) -> Option<Off> {
        self.latest.push(residual, parameters.drift_latest);
        if let Some(old) = self.recent.push(residual, parameters.drift) {
            if let Some(level) = self.long.median() {
                self.values = (self.values + 1.0).min(parameters.memory);
                let size = (old - level).abs();
                let size = if self.values > 50.0 { size.min(5.0 * self.usual) } else { size };
                self.usual += (size - self.usual) / self.values;
            }
            self.long.push(old, parameters.drift_long);
        }
        let is_known = self.recent.is_full(parameters.drift) && self.long.len() * 4 >= parameters.drift_long;
        if !is_known || self.usual <= 0.0 {
            return None;
        }
        let level = self.long.median()?;
        let by = self.recent.median()? - level;
        let latest = self.latest.median()? - level;
        let by = if by > 0.0 { by.min(latest.max(0.0)) } else { by.max(latest.min(0.0)) };
        Some(Off { score: by.abs() / self.usual, by, moved: 0.0 })
    }

    /// The level that was reached is the level from now on.
    pub fn accept(&mut self) {
        self.long = LongLevel::default();
    }
}
