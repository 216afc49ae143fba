//! The last values of a series, in the order of time and in the order of size, in little room: a city has tens of
//! thousands of series, and what is asked for are levels, not last digits.

use std::collections::VecDeque;

/// The last so many values; finite ones only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Window {
    capacity: usize,
    by_time: VecDeque<f32>,
    by_size: Vec<f32>,
}

impl Window {
    /// Of `capacity` values.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, by_time: VecDeque::new(), by_size: Vec::new() }
    }

    /// Takes `value`; the oldest goes when the window is full, and is given back.
    pub(crate) fn push(&mut self, value: f64) -> Option<f64> {
        let value = value as f32;
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
        gone.map(f64::from)
    }

    fn rank(&self, value: f32) -> usize {
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
        let (below, above) = (f64::from(*below), f64::from(*above));
        Some(below + (above - below) * last.fract())
    }

    /// The share of values that are `value`, 0 to 1.
    pub(crate) fn share_of(&self, value: f64) -> f64 {
        let value = value as f32;
        let below = self.by_size.partition_point(|other| *other < value);
        let within = self.by_size.partition_point(|other| *other <= value);
        within.saturating_sub(below) as f64 / self.len().max(1) as f64
    }

    /// The values, greatest first.
    pub(crate) fn greatest_first(&self) -> impl Iterator<Item = f64> {
        self.by_size.iter().rev().copied().map(f64::from)
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.by_time.clear();
        self.by_size.clear();
    }
}
