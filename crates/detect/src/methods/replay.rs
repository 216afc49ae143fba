//! Stretches of values that repeat an earlier stretch, also scaled, a little shifted or rounded.
//!
//! The changes of the last hours are held against all changes that are remembered. What counts is how unlikely the
//! coincidence is: a change that many hours share says little, one that no other hour has says much. A stretch is a
//! copy when the changes in a row, taken together, could not be met by chance anywhere in the memory.

use std::ops::RangeInclusive;

use half::f16;
use serde::{Deserialize, Serialize};

/// Of copied stretches.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayParameters {
    /// How many values are remembered.
    pub memory: usize,
    /// How many of the newest are no source of copies.
    pub least_lag: usize,
    /// How near a change must be to be the same, in usual changes.
    pub same: f64,
    /// How near it must be to be alike: the source may have been scaled, shifted or rounded.
    pub alike: f64,
    /// How many changes in a row must be the same.
    pub least_changes: u32,
}

impl Default for ReplayParameters {
    fn default() -> Self {
        Self { memory: 17_520, least_lag: 12, same: 0.01, alike: 0.1, least_changes: 4 }
    }
}

/// A stretch that is a copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copied {
    /// How many values ago its source is.
    pub lag: usize,
    /// How many changes are the same.
    pub changes: u32,
    /// How unlikely that is anywhere in the memory, as the negative natural logarithm.
    pub surprise: f64,
}

/// The memory of one series.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Replay {
    /// A ring: changes from one value to the next as shares of both, in few digits; nothing over gaps.
    #[serde(with = "as_bytes")]
    changes: Vec<Change>,
    /// Where the next one goes.
    next: usize,
    last: Option<f64>,
    usual_change: f64,
    /// Runs of two changes and more, by source.
    runs: Vec<Run>,
    /// The newest change as it was looked for: it may be the first of a run.
    newest: Option<Looked>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Run {
    /// Where in the ring the next change of the source is.
    source: u32,
    changes: u32,
    surprise: f32,
}

/// A change that was looked for among the earlier ones.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Looked {
    change: Change,
    same: f32,
    alike: f32,
    /// How unlikely one that is the same was, and one that is alike.
    of_same: f32,
    of_alike: f32,
}

impl Looked {
    /// The surprise that `other` is like it; `None` if it is not.
    fn surprise(&self, other: Change) -> Option<f32> {
        let distance = (other.share() - self.change.share()).abs();
        match distance <= self.same {
            true => Some(self.of_same),
            false => (distance <= self.alike).then_some(self.of_alike),
        }
    }
}

impl Replay {
    /// A value is missing: what follows is no change from what was before.
    pub fn gap(&mut self) {
        self.last = None;
        self.runs.clear();
        self.newest = None;
    }

    /// Takes the next value and gives the most surprising copy that ends with it.
    pub fn push(&mut self, parameters: &ReplayParameters, value: f64) -> Option<Copied> {
        let last = self.last.replace(value);
        let change = last.map(|last| share_of_both(last, value)).filter(|change| change.is_finite());
        if let Some(change) = change {
            self.follow(parameters, change);
            let size = if self.usual_change > 0.0 {
                change.abs().min(10.0 * self.usual_change)
            } else {
                change.abs()
            };
            let gain = if self.usual_change > 0.0 { 0.002 } else { 1.0 };
            self.usual_change += gain * (size - self.usual_change);
        }
        self.remember(parameters, change.map_or(Change::NONE, Change::new));
        self.most_surprising(parameters)
    }

    fn follow(&mut self, parameters: &ReplayParameters, change: f64) {
        let change = Change::new(change);
        let wanted = change.share();
        let same = (parameters.same * self.usual_change).max(1e-6) as f32;
        let alike = (parameters.alike * self.usual_change).max(2e-6) as f32;
        let range = Change::around(wanted, alike);
        let in_range = |(index, other): (usize, &Change)| range.contains(other).then_some((index, *other));
        let near: Vec<_> = self.changes.iter().enumerate().filter_map(in_range).collect();
        let all = self.changes.len() as f64 + 2.0;
        // No change says nothing: that an instrument holds a value is another matter.
        let is_still = wanted.abs() <= same;
        let surprise = |count: usize| {
            let share = (2.0 * (count as f64 + 1.0) / all).min(1.0);
            if is_still { 0.0 } else { -share.ln() as f32 }
        };
        let distance = |other: &Change| (other.share() - wanted).abs();
        let of_alike = surprise(near.iter().filter(|(_, other)| distance(other) <= alike).count());
        let of_same = surprise(near.iter().filter(|(_, other)| distance(other) <= same).count());
        let looked = Looked { change, same, alike, of_same, of_alike };
        let mut runs = std::mem::take(&mut self.runs).into_iter().peekable();
        for (index, other) in near {
            let source = index as u32;
            while runs.next_if(|run| run.source < source).is_some() {}
            let run = runs.next_if(|run| run.source == source);
            let Some(surprise) =
                looked.surprise(other).filter(|_| self.lag_of(index) >= parameters.least_lag)
            else {
                continue;
            };
            let Some(before) = run.or_else(|| self.begun_before(index)) else { continue };
            let changes = before.changes.saturating_add(1);
            self.runs.push(Run { source: source + 1, changes, surprise: before.surprise + surprise });
        }
        if let Some(run) = self.runs.pop_if(|run| run.source as usize >= parameters.memory) {
            self.runs.insert(0, Run { source: 0, ..run });
        }
        // Some hour had many; the room is not kept for the next one that has.
        self.runs.shrink_to_fit();
        self.newest = Some(looked);
    }

    /// The run of one change that `index` would go on with: the change before it was like the newest.
    fn begun_before(&self, index: usize) -> Option<Run> {
        if index == self.next % self.changes.len().max(1) {
            return None;
        }
        // While the ring is not full nothing is before its first place: the next one goes to its end.
        let before = index.checked_sub(1).or_else(|| self.changes.len().checked_sub(1))?;
        let surprise = self.newest?.surprise(*self.changes.get(before)?)?;
        Some(Run { source: index as u32, changes: 1, surprise })
    }

    /// How many changes ago the one at `index` was, seen from the one that comes next.
    fn lag_of(&self, index: usize) -> usize {
        if index < self.next { self.next - index } else { self.next + self.changes.len() - index }
    }

    fn remember(&mut self, parameters: &ReplayParameters, change: Change) {
        if self.changes.len() < parameters.memory {
            if self.changes.len() == self.changes.capacity() {
                self.changes.reserve_exact(self.changes.len() / 4 + 8);
            }
            self.changes.push(change);
        } else if let Some(oldest) = self.changes.get_mut(self.next) {
            *oldest = change;
        }
        self.next = (self.next + 1) % parameters.memory.max(1);
    }

    fn most_surprising(&self, parameters: &ReplayParameters) -> Option<Copied> {
        let is_long = |run: &&Run| run.changes >= parameters.least_changes.max(2);
        let best = self.runs.iter().filter(is_long).max_by(|a, b| a.surprise.total_cmp(&b.surprise))?;
        let source = best.source as usize;
        let lag = self.next + if source <= self.next { 0 } else { self.changes.len() } - source;
        // It could have been met anywhere.
        let surprise = f64::from(best.surprise) - (self.changes.len() as f64).ln();
        Some(Copied { lag, changes: best.changes, surprise })
    }
}

/// A change in half precision (about three digits), as a number that sorts like it: two years of hours of a city's
/// series are remembered, and all of them are looked through each hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Change(u16);

impl Change {
    /// Of two values with a gap between them: above every change.
    const NONE: Self = Self(u16::MAX);

    fn new(share: f64) -> Self {
        let bits = f16::from_f64(share).to_bits();
        Self(if bits & 0x8000 == 0 { bits | 0x8000 } else { !bits })
    }

    fn share(self) -> f32 {
        let bits = if self.0 & 0x8000 == 0 { !self.0 } else { self.0 & 0x7FFF };
        f16::from_bits(bits).to_f32()
    }

    /// All that may lie within `distance` of `share`, and hardly more.
    fn around(share: f32, distance: f32) -> RangeInclusive<Self> {
        let least = Self::new(f64::from(share - distance)).0.saturating_sub(1);
        let most = Self::new(f64::from(share + distance)).0.saturating_add(1);
        Self(least)..=Self(most.min(Self::NONE.0 - 1))
    }
}

/// Two bytes a change: numbers of varying length would take three of most.
mod as_bytes {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Change;

    pub(super) fn serialize<S: Serializer>(changes: &[Change], to: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = changes.iter().flat_map(|change| change.0.to_le_bytes()).collect();
        to.serialize_bytes(&bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Change>, D::Error> {
        let bytes = <&[u8]>::deserialize(from)?;
        Ok(bytes.as_chunks::<2>().0.iter().map(|pair| Change(u16::from_le_bytes(*pair))).collect())
    }
}

/// The change from `before` to `after` as a share of their mean size: a scale drops out of it.
fn share_of_both(before: f64, after: f64) -> f64 {
    let size = (before.abs() + after.abs()) / 2.0;
    if size > 0.0 { (after - before) / size } else { 0.0 }
}
