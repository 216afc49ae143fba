//! Whether an anomaly is on: it begins at a threshold, ends well below it, and is the new normal after a while.

use serde::{Deserialize, Serialize};

use super::peaks::{PeakParameters, Peaks};

/// Of one anomaly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WatchParameters {
    /// Of the threshold.
    pub peaks: PeakParameters,
    /// It is over below this share of the threshold.
    pub release: f64,
    /// After so many values it is the new normal.
    pub most: u32,
}

/// One anomaly of one series.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Watch {
    peaks: Peaks,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
enum State {
    #[default]
    Off,
    /// For so many values.
    On(u32),
    /// It lasted too long: nothing is told until it is over.
    Spent,
}

/// What the last score changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Change {
    None,
    Began,
    Ended,
    /// Ended because it is the new normal.
    Spent,
}

impl Watch {
    pub(crate) fn is_on(&self) -> bool {
        matches!(self.state, State::On(_))
    }

    /// Takes the next score. `may_begin`: whether something else already explains it; `holds`: whether what began is
    /// still there, where more than the score says so.
    pub(crate) fn judge(
        &mut self,
        parameters: &WatchParameters,
        score: f64,
        may_begin: bool,
        holds: Option<bool>,
    ) -> Change {
        let threshold = self.peaks.threshold(&parameters.peaks);
        let holds = holds.unwrap_or(score >= parameters.release * threshold);
        let change = match self.state {
            State::Off if may_begin && score >= threshold => Change::Began,
            State::On(_) if !holds => Change::Ended,
            State::On(values) if values + 1 >= parameters.most => Change::Spent,
            State::Off | State::On(_) | State::Spent => Change::None,
        };
        self.state = match (self.state, change) {
            (_, Change::Began) => State::On(0),
            (_, Change::Ended) => State::Off,
            (_, Change::Spent) => State::Spent,
            (State::On(values), Change::None) => State::On(values + 1),
            (State::Spent, Change::None) if holds => State::Spent,
            (State::Off | State::Spent, Change::None) => State::Off,
        };
        self.peaks.learn(&parameters.peaks, score, self.state != State::Off);
        change
    }
}
