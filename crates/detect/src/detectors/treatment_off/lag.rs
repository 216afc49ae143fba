//! How long after production a treatment unit usually starts.

use std::collections::VecDeque;

use model::Timestamp;
use model::china::seconds_between;

use crate::TreatmentOffParameters;

/// Starts whose lag is remembered.
const MOST_STARTS: usize = 16;

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
    /// Production started at `start`, without treatment.
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
        if lag_s <= parameters.start_debounce_most_s {
            self.lags_s.push_back(lag_s);
            if self.lags_s.len() > MOST_STARTS {
                self.lags_s.pop_front();
            }
        }
    }

    /// How long production may run before treatment is missed, s: the lag of four starts in five, and some more;
    /// `None` while too few starts were seen.
    pub(super) fn debounce_s(&self, parameters: &TreatmentOffParameters) -> Option<i64> {
        if self.lags_s.len() < parameters.lag_starts.max(1) {
            return None;
        }
        let mut sorted: Vec<i64> = self.lags_s.iter().copied().collect();
        sorted.sort_unstable();
        let usual_s = sorted.get((sorted.len() * 8 / 10).min(sorted.len() - 1)).copied().unwrap_or(0);
        let (least_s, most_s) = (parameters.start_debounce_least_s, parameters.start_debounce_most_s);
        Some((usual_s + usual_s / 5 + 600).clamp(least_s, most_s.max(least_s)))
    }
}
