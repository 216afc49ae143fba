//! The last values of a series in little room: a city has tens of thousands of series, and what is asked for are
//! levels, not last digits.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// How much room is taken at once when there is none left: a quarter more, not twice as much.
fn more_room(len: usize) -> usize {
    len / 4 + 8
}

/// The last so many values in the order of time and in the order of size; finite ones only.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Window {
    by_time: VecDeque<f32>,
    by_size: Vec<f32>,
}

impl Window {
    /// Takes `value` into a window of `capacity`; the oldest goes when it is full, and is given back.
    pub(crate) fn push(&mut self, value: f64, capacity: usize) -> Option<f64> {
        let value = value as f32;
        if !value.is_finite() {
            return None;
        }
        let gone = self.is_full(capacity).then(|| self.by_time.pop_front()).flatten();
        if let Some(gone) = gone {
            let at = self.rank(gone);
            self.by_size.remove(at);
        }
        if self.by_size.len() == self.by_size.capacity() {
            let room = more_room(self.len()).min(capacity.saturating_sub(self.len()).max(1));
            self.by_time.reserve_exact(room);
            self.by_size.reserve_exact(room);
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

    /// Whether there are as many as `capacity`.
    pub(crate) fn is_full(&self, capacity: usize) -> bool {
        self.len() >= capacity
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

/// The last so many values, in no order that can be asked for: half the room of a [`Window`], and a median is
/// looked for each time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Recent {
    values: Vec<f32>,
    next: usize,
}

impl Recent {
    /// Takes `value` in the place of the oldest of `capacity`, at least one.
    pub(crate) fn push(&mut self, value: f64, capacity: usize) {
        if self.values.len() < capacity {
            if self.values.len() == self.values.capacity() {
                let room = more_room(self.values.len()).min(capacity - self.values.len());
                self.values.reserve_exact(room);
            }
            self.values.push(value as f32);
            return;
        }
        if let Some(oldest) = self.values.get_mut(self.next) {
            *oldest = value as f32;
        }
        self.next = (self.next + 1) % capacity.max(1);
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// The upper median; `None` of nothing.
    pub(crate) fn median(&self) -> Option<f64> {
        let mut values = self.values.clone();
        let middle = values.len() / 2;
        let (_, median, _) =
            (!values.is_empty()).then(|| values.select_nth_unstable_by(middle, f32::total_cmp))?;
        Some(f64::from(*median))
    }

    /// The share of values that are `value`, 0 to 1.
    pub(crate) fn share_of(&self, value: f64) -> f64 {
        let value = value as f32;
        #[expect(clippy::float_cmp, reason = "how often the very same figure came")]
        let equal = self.values.iter().filter(|other| **other == value).count();
        equal as f64 / self.values.len().max(1) as f64
    }
}
