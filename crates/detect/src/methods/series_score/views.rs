//! The views that look at single values and at their variation.

use std::collections::VecDeque;

use super::memory::Memory;

/// Rows after which a spread is believed.
const ENOUGH: usize = 10;

/// How far out `value` is among the values of the past: the logarithm of the share that lies further out, and beyond
/// all of them the distance in units of their range.
pub(super) fn rarity(past: &Memory, value: f64) -> f64 {
    let count = past.len();
    if count < ENOUGH {
        return 0.0;
    }
    let sorted = past.sorted();
    let below = sorted.partition_point(|other| *other < value);
    let up_to = sorted.partition_point(|other| *other <= value);
    let rank = (below + up_to) as f64 / 2.0 / count as f64;
    let share = rank.min(1.0 - rank).max(0.5 / count as f64);
    let (lowest, highest) = (past.quantile(0.0), past.quantile(1.0));
    let beyond = (value - highest).max(lowest - value).max(0.0);
    let range = past.quantile(0.99) - past.quantile(0.01);
    let ranges = if beyond > 0.0 { (beyond / (range + 1e-12)).min(100.0) } else { 0.0 };
    -(2.0 * share).ln() + 5.0 * ranges.sqrt()
}

/// How far a value is from the exponentially weighted mean of those before, in units of how far it usually is.
#[derive(Debug, Clone)]
pub(super) struct Departure {
    weight: f64,
    mean: f64,
    seen: u64,
    departures: Memory,
}

impl Departure {
    /// `weight` is that of the last row in the mean.
    pub(super) fn new(weight: f64) -> Self {
        Self { weight, mean: 0.0, seen: 0, departures: Memory::new(512) }
    }

    pub(super) fn push(&mut self, value: f64) -> f64 {
        if self.seen == 0 {
            self.mean = value;
        }
        let departure = value - self.mean;
        let figure = in_spreads(departure, value, &self.departures);
        self.departures.push(departure);
        self.seen += 1;
        // While there are fewer rows than the mean would reach back, it is the plain mean.
        self.mean += self.weight.max(1.0 / self.seen as f64) * departure;
        figure
    }
}

/// `departure` in units of the spread of those before, 0 while that is not known. Where all were alike, the precision
/// of `value` takes the spread's place.
pub(super) fn in_spreads(departure: f64, value: f64, before: &Memory) -> f64 {
    if before.len() < ENOUGH {
        return 0.0;
    }
    (departure.abs() / (before.spread() + 1e-9 * value.abs() + 1e-12)).min(1e6)
}

/// Whether the last rows vary unusually much or unusually little: the logarithm of their mean squared step from row
/// to row, against what it usually is.
#[derive(Debug, Clone)]
pub(super) struct Variation {
    width: usize,
    last: Option<f64>,
    steps: VecDeque<f64>,
    logarithms: Memory,
}

impl Variation {
    /// Over `width` rows.
    pub(super) fn new(width: usize) -> Self {
        Self { width, last: None, steps: VecDeque::with_capacity(width + 1), logarithms: Memory::new(512) }
    }

    /// `scale` is the spread of the series: steps of less than a thousandth of it count as none.
    pub(super) fn push(&mut self, value: f64, scale: f64) -> f64 {
        let step = value - self.last.unwrap_or(value);
        self.last = Some(value);
        self.steps.push_back(step);
        if self.steps.len() <= self.width {
            return 0.0;
        }
        self.steps.pop_front();
        let squares: f64 = self.steps.iter().map(|step| (step / scale).clamp(-1e6, 1e6).powi(2)).sum();
        let logarithm = (squares / self.width as f64 + 1e-6).ln();
        let figure = if self.logarithms.len() < ENOUGH {
            0.0
        } else {
            (logarithm - self.logarithms.median()).abs() / (self.logarithms.spread() + 0.1)
        };
        self.logarithms.push(logarithm);
        figure
    }
}
