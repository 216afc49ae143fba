//! Values that stop at a ceiling: most of the last hours lie close together at their top, though what is expected of
//! them spreads and the series itself used to.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::window::Window;

/// Of ceilings.
#[derive(Debug, Clone, PartialEq)]
pub struct CeilingParameters {
    /// How many values are looked at.
    pub values: usize,
    /// Which share of them must lie at the top.
    pub share: f64,
    /// After how many values an old one weighs 1/e in how wide the top usually is.
    pub memory: f64,
}

impl Default for CeilingParameters {
    fn default() -> Self {
        Self { values: 16, share: 0.7, memory: 720.0 }
    }
}

/// How the last values end at the top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Top {
    /// How many values were looked at.
    pub values: usize,
    /// The greatest of them.
    pub ceiling: f64,
    /// How wide the top of them is.
    pub width: f64,
    /// How wide the top of what is expected is.
    pub expected_width: f64,
    /// How wide the top usually is.
    pub usual_width: f64,
    /// How much narrower the top is than both make likely: 1 is usual.
    pub score: f64,
}

/// The last values of one series.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ceiling {
    values: Window,
    expected: Window,
    recent_widths: VecDeque<f64>,
    usual_width: f64,
    widths: f64,
}

impl Ceiling {
    /// Takes the next value and what was expected of it, if companions explain it; `is_usual`: whether it may
    /// teach how wide the top usually is.
    pub fn push(
        &mut self,
        parameters: &CeilingParameters,
        value: f64,
        expected: Option<f64>,
        is_usual: bool,
    ) -> Option<Top> {
        self.values.push(value, parameters.values);
        match expected {
            Some(expected) => {
                self.expected.push(expected, parameters.values);
            }
            None => self.expected.clear(),
        }
        if !self.values.is_full(parameters.values) {
            return None;
        }
        let width = top_width(&self.values, parameters)?;
        let usual_width = self.usual_width;
        let has_expected = self.expected.is_full(parameters.values);
        let expected_width = if has_expected { top_width(&self.expected, parameters)? } else { usual_width };
        if is_usual {
            self.learn(parameters, width);
        }
        if usual_width <= 0.0 || self.widths < 100.0 {
            return None;
        }
        // Equal values have no width; a thousandth of the usual one is as narrow as it counts.
        let floor = width.max(1e-3 * usual_width);
        let score = (expected_width * usual_width).sqrt() / floor;
        let ceiling = self.values.greatest_first().next()?;
        Some(Top { values: self.values.len(), ceiling, width, expected_width, usual_width, score })
    }

    /// The series starts anew after a gap.
    pub fn gap(&mut self) {
        self.values.clear();
        self.expected.clear();
        self.recent_widths.clear();
    }

    /// Widths teach when the values that they are of have all gone by.
    fn learn(&mut self, parameters: &CeilingParameters, width: f64) {
        self.recent_widths.push_back(width);
        if self.recent_widths.len() <= parameters.values {
            return;
        }
        let Some(width) = self.recent_widths.pop_front() else { return };
        if self.usual_width <= 0.0 {
            self.usual_width = width;
        }
        self.widths += 1.0;
        // A running median: each width moves it by the same share.
        let gain = (3.0 / self.widths.min(parameters.memory)).min(0.2);
        let step = gain * self.usual_width;
        self.usual_width += if width > self.usual_width { step } else { -step };
        if self.usual_width <= 0.0 {
            self.usual_width = width;
        }
    }
}

/// How far the values at the top lie apart.
fn top_width(window: &Window, parameters: &CeilingParameters) -> Option<f64> {
    let nth = (parameters.share * window.len() as f64).ceil() as usize;
    let top = window.greatest_first().next()?;
    let bottom = window.greatest_first().nth(nth.saturating_sub(1))?;
    Some(top - bottom)
}
