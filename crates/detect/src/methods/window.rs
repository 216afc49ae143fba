//! The last values of a series, in the order of time and in the order of size.

use std::collections::VecDeque;

/// The last so many values; finite ones only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Window {
    capacity: usize,
    by_time: VecDeque<f64>,
    by_size: Vec<f64>,
}

impl Window {
    /// Of `capacity` values.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, by_time: VecDeque::new(), by_size: Vec::new() }
    }

    /// Takes `value`; the oldest goes when the window is full, and is given back.
    pub(crate) fn push(&mut self, value: f64) -> Option<f64> {
        if !value.is_finite() {
            return None;
        }
        let gone = (self.by_time.len() >= self.capacity).then(|| self.by_time.pop_front()).flatten();
        if let Some(gone) = gone {
            let at = self.rank(gone);
            self.by_size.remove(at);
        }
        self.by_time.push_back(value);
        let at = self.rank(value);
        self.by_size.insert(at, value);
        gone
    }

    fn rank(&self, value: f64) -> usize {
        self.by_size.partition_point(|other| other.total_cmp(&value).is_lt())
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.by_time.len()
    }

    /// Whether it holds as many as it can.
    pub(crate) fn is_full(&self) -> bool {
        self.len() >= self.capacity
    }

    /// The median; `None` of nothing.
    pub(crate) fn median(&self) -> Option<f64> {
        self.quantile(0.5)
    }

    /// The value below which `share` of the others lie, 0 to 1; `None` of nothing.
    pub(crate) fn quantile(&self, share: f64) -> Option<f64> {
        let last = self.by_size.len().checked_sub(1)? as f64 * share.clamp(0.0, 1.0);
        let (below, above) =
            (self.by_size.get(last.floor() as usize)?, self.by_size.get(last.ceil() as usize)?);
        Some(below + (above - below) * last.fract())
    }

    /// The share of values within `tolerance` of `value`, 0 to 1.
    pub(crate) fn share_near(&self, value: f64, tolerance: f64) -> f64 {
        let below = self.by_size.partition_point(|other| *other < value - tolerance);
        let within = self.by_size.partition_point(|other| *other <= value + tolerance);
        within.saturating_sub(below) as f64 / self.len().max(1) as f64
    }

    /// The values, greatest first.
    pub(crate) fn greatest_first(&self) -> impl Iterator<Item = f64> {
        self.by_size.iter().rev().copied()
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.by_time.clear();
        self.by_size.clear();
    }
}
