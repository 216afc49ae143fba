//! From what score on a method speaks: its own history says how high it goes by itself.
//!
//! A budget says how often it may be wrong. The threshold is the score that the peaks of the past passed that
//! often. Peaks that were told count as just above the threshold once the first year is over: what raises
//! alarms must not make a method deaf to it, and one that raises fewer than its budget becomes keener.

use serde::{Deserialize, Serialize};

/// Of one method's threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeakParameters {
    /// It never speaks below this score.
    pub floor: f64,
    /// How often the past may have passed the threshold, in 1,000 values.
    pub budget: f64,
}

/// How many values teach before anything is told.
const SILENT: f64 = 500.0;
/// How many values the threshold needs to be trusted; until then a score must pass everything before it.
const TRUSTED: f64 = 2000.0;
/// How many values are remembered.
const MOST: f64 = 20_000.0;
/// How far a peak that was told may lift the threshold.
const LIFT: f64 = 1.1;
/// How many peaks are kept.
const KEPT: usize = 48;
/// By what share peaks fade in 1,000 values once the memory is full.
const FADE: f64 = 0.97;

/// The peaks of one score.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Peaks {
    /// Greatest first.
    peaks: Vec<f32>,
    values: f64,
    since_fade: f64,
    running: f64,
    was_told: bool,
    /// What its own history asks for.
    level: f64,
}

impl Default for Peaks {
    fn default() -> Self {
        Self {
            peaks: Vec::new(),
            values: 0.0,
            since_fade: 0.0,
            running: 0.0,
            was_told: false,
            level: f64::INFINITY,
        }
    }
}

impl Peaks {
    /// From what score on it speaks now.
    pub fn threshold(&self, parameters: &PeakParameters) -> f64 {
        self.level.max(parameters.floor)
    }

    /// Takes the next score and whether it was told; a peak ends when the score falls below half of the floor.
    pub fn learn(&mut self, parameters: &PeakParameters, score: f64, was_told: bool) {
        self.values += 1.0;
        if score >= parameters.floor / 2.0 {
            self.running = self.running.max(score);
            self.was_told |= was_told;
        } else if self.running > 0.0 {
            self.end(parameters);
        }
        if self.values > MOST {
            self.values = MOST;
            self.since_fade += 1.0;
            if self.since_fade >= 1000.0 {
                self.since_fade = 0.0;
                self.peaks.iter_mut().for_each(|peak| *peak *= FADE as f32);
                self.settle(parameters);
            }
        } else if self.values >= SILENT && self.values % 100.0 == 0.0 {
            self.settle(parameters);
        }
    }

    fn end(&mut self, parameters: &PeakParameters) {
        let most = if !self.was_told || self.values < TRUSTED {
            f64::INFINITY
        } else if self.values < 8760.0 {
            self.threshold(parameters) * LIFT
        } else {
            self.threshold(parameters)
        };
        let peak = self.running.min(most) as f32;
        let at = self.peaks.partition_point(|other| *other > peak);
        self.peaks.insert(at, peak);
        self.peaks.truncate(KEPT);
        (self.running, self.was_told) = (0.0, false);
        if self.values >= SILENT {
            self.settle(parameters);
        }
    }

    fn settle(&mut self, parameters: &PeakParameters) {
        let rank = parameters.budget * self.values / 1000.0;
        let nth = |nth: f64| f64::from(self.peaks.get(nth as usize).copied().unwrap_or(0.0));
        self.level = if self.values < TRUSTED {
            1.2 * nth(0.0)
        } else {
            let (upper, lower) = (nth((rank.floor() - 1.0).max(0.0)), nth(rank.floor()));
            upper + (lower - upper) * if rank < 1.0 { 0.0 } else { rank.fract() }
        };
    }
}
