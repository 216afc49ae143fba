//! What the past of a treatment unit and its lines says about how they go together.

use std::collections::VecDeque;

use model::Timestamp;
use model::china::{plus_seconds, seconds_between};

use crate::power::History;
use crate::{PowerParameters, TreatmentOffParameters};

/// Starts whose lag is remembered.
const MOST_STARTS: usize = 32;
/// Ranks that are averaged at most.
const MOST_RANKS: usize = 1024;

/// A line's powers while its treatment ran, and how the latest ones compare with them.
#[derive(Debug)]
pub(super) struct Treated {
    history: History,
    ranks: VecDeque<(Timestamp, f64)>,
}

impl Treated {
    pub(super) fn new() -> Self {
        Self { history: History::new(), ranks: VecDeque::new() }
    }

    /// The line was at `kw` for `lasted_s` while treatment ran.
    pub(super) fn learn(&mut self, parameters: &PowerParameters, kw: f64, lasted_s: f64) {
        self.history.learn(parameters, kw, lasted_s);
    }

    /// The line is at `kw` while treatment does not run.
    pub(super) fn compare(&mut self, parameters: &TreatmentOffParameters, time: Timestamp, kw: f64) {
        let Some(rank) = self.history.rank(kw, parameters.at_work_least_s) else { return };
        self.ranks.push_back((time, rank));
        let from = plus_seconds(time, -parameters.at_work_window_s);
        while self.ranks.len() > MOST_RANKS || self.ranks.front().is_some_and(|(first, _)| *first < from) {
            self.ranks.pop_front();
        }
    }

    /// The mean rank of the compared powers; `None` if there is nothing to compare with.
    pub(super) fn mean_rank(&self) -> Option<f64> {
        let sum: f64 = self.ranks.iter().map(|(_, rank)| rank).sum();
        (!self.ranks.is_empty()).then(|| sum / self.ranks.len() as f64)
    }

    pub(super) fn forget_comparison(&mut self) {
        self.ranks.clear();
    }
}

/// How long after production a unit's treatment usually starts.
#[derive(Debug, Default)]
pub(super) struct StartLag {
    /// The latest start of production that was taken in.
    counted: Option<Timestamp>,
    /// A start of production that treatment has not followed yet.
    waiting: Option<Timestamp>,
    lags_s: VecDeque<i64>,
}

impl StartLag {
    /// Production started at `start`.
    pub(super) fn production_started(&mut self, start: Timestamp) {
        if self.counted.is_none_or(|counted| start > counted) {
            self.counted = Some(start);
            self.waiting.get_or_insert(start);
        }
    }

    /// No line runs any more.
    pub(super) fn production_stopped(&mut self) {
        self.waiting = None;
    }

    /// Treatment has run since `since`.
    pub(super) fn treatment_runs(&mut self, parameters: &TreatmentOffParameters, since: Option<Timestamp>) {
        let Some(start) = self.waiting.take() else { return };
        let lag_s = since.map_or(0, |since| seconds_between(start, since).max(0));
        // Longer is no lag but what this detector looks for; it must not teach patience.
        if lag_s <= parameters.debounce_most_s {
            self.lags_s.push_back(lag_s);
            if self.lags_s.len() > MOST_STARTS {
                self.lags_s.pop_front();
            }
        }
    }

    /// How long production may run before treatment is missed, s: twice the lag of nine starts in ten.
    pub(super) fn debounce_s(&self, parameters: &TreatmentOffParameters) -> i64 {
        if self.lags_s.len() < parameters.lag_starts.max(1) {
            return parameters.debounce_s;
        }
        let mut sorted: Vec<i64> = self.lags_s.iter().copied().collect();
        sorted.sort_unstable();
        let usual_s = sorted.get((sorted.len() - 1) * 9 / 10).copied().unwrap_or(0);
        let most_s = parameters.debounce_most_s.max(parameters.debounce_least_s);
        usual_s.saturating_mul(2).clamp(parameters.debounce_least_s, most_s)
    }
}
