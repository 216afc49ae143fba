//! Stretches of values that repeat an earlier stretch, also scaled, a little shifted or rounded.
//!
//! The changes of the last hours are held against all changes that are remembered. What counts is how unlikely the
//! coincidence is: a change that many hours share says little, one that no other hour has says much. A stretch is a
//! copy when the changes in a row, taken together, could not be met by chance anywhere in the memory.

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
#[derive(Debug, Clone)]
pub struct Replay {
    parameters: ReplayParameters,
    /// A ring: changes from one value to the next as shares of both, NaN over gaps.
    changes: Vec<f32>,
    /// Where the next one goes.
    next: usize,
    last: Option<f64>,
    usual_change: f64,
    runs: Vec<Run>,
    /// Where the changes like the newest one are; kept for its room.
    near: Vec<(usize, f32)>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where in the ring the next change of the source is.
    source: usize,
    changes: u32,
    surprise: f64,
}

impl Replay {
    /// An empty memory.
    pub fn new(parameters: ReplayParameters) -> Self {
        Self {
            parameters,
            changes: Vec::new(),
            next: 0,
            last: None,
            usual_change: 0.0,
            runs: Vec::new(),
            near: Vec::new(),
        }
    }

    /// A value is missing: what follows is no change from what was before.
    pub fn gap(&mut self) {
        self.last = None;
        self.runs.clear();
    }

    /// Takes the next value and gives the most surprising copy that ends with it.
    pub fn push(&mut self, value: f64) -> Option<Copied> {
        let last = self.last.replace(value);
        let change = last.map_or(f64::NAN, |last| share_of_both(last, value));
        if change.is_finite() {
            self.follow(change);
            let size = if self.usual_change > 0.0 {
                change.abs().min(10.0 * self.usual_change)
            } else {
                change.abs()
            };
            let gain = if self.usual_change > 0.0 { 0.002 } else { 1.0 };
            self.usual_change += gain * (size - self.usual_change);
        }
        self.remember(change);
        self.most_surprising()
    }

    fn follow(&mut self, change: f64) {
        let wanted = change as f32;
        let same = (self.parameters.same * self.usual_change).max(1e-6) as f32;
        let alike = (self.parameters.alike * self.usual_change).max(2e-6) as f32;
        let near = |(index, other): (usize, &f32)| {
            let distance = (other - wanted).abs();
            (distance <= alike).then_some((index, distance))
        };
        self.near.clear();
        self.near.extend(self.changes.iter().enumerate().filter_map(near));
        let all = self.changes.len() as f64 + 2.0;
        // No change says nothing: that an instrument holds a value is another matter.
        let is_still = wanted.abs() <= same;
        let surprise =
            |count: usize| if is_still { 0.0 } else { -(2.0 * (count as f64 + 1.0) / all).min(1.0).ln() };
        let of_alike = surprise(self.near.len());
        let of_same = surprise(self.near.iter().filter(|(_, distance)| *distance <= same).count());
        let mut runs = std::mem::take(&mut self.runs).into_iter().peekable();
        for (index, distance) in &self.near {
            if self.lag_of(*index) < self.parameters.least_lag {
                continue;
            }
            while runs.next_if(|run| run.source < *index).is_some() {}
            let before = runs.next_if(|run| run.source == *index);
            let (changes, earlier) = before.map_or((0, 0.0), |run| (run.changes, run.surprise));
            let surprise = earlier + if *distance <= same { of_same } else { of_alike };
            self.runs.push(Run { source: index + 1, changes: changes.saturating_add(1), surprise });
        }
        if let Some(run) = self.runs.pop_if(|run| run.source >= self.parameters.memory) {
            self.runs.insert(0, Run { source: 0, ..run });
        }
    }

    /// How many changes ago the one at `index` was, seen from the one that comes next.
    fn lag_of(&self, index: usize) -> usize {
        if index < self.next { self.next - index } else { self.next + self.changes.len() - index }
    }

    fn remember(&mut self, change: f64) {
        if self.changes.len() < self.parameters.memory {
            self.changes.push(change as f32);
        } else if let Some(oldest) = self.changes.get_mut(self.next) {
            *oldest = change as f32;
        }
        self.next = (self.next + 1) % self.parameters.memory.max(1);
    }

    fn most_surprising(&self) -> Option<Copied> {
        let is_long = |run: &&Run| run.changes >= self.parameters.least_changes;
        let best = self.runs.iter().filter(is_long).max_by(|a, b| a.surprise.total_cmp(&b.surprise))?;
        let lag = self.next + if best.source <= self.next { 0 } else { self.changes.len() } - best.source;
        // It could have been met anywhere.
        let surprise = best.surprise - (self.changes.len() as f64).ln();
        Some(Copied { lag, changes: best.changes, surprise })
    }
}

/// The change from `before` to `after` as a share of their mean size: a scale drops out of it.
fn share_of_both(before: f64, after: f64) -> f64 {
    let size = (before.abs() + after.abs()) / 2.0;
    if size > 0.0 { (after - before) / size } else { 0.0 }
}
