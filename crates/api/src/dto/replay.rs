//! Past periods judged again.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;
use super::alarm::{Person, Subject};

/// Which period.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReplay {
    /// The first day, in China, as in `2020-08-01`.
    pub(crate) from: String,
    /// The last day.
    pub(crate) to: String,
}

/// A past period judged again by a rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replay {
    pub(crate) rule: String,
    pub(crate) from: Time,
    /// Exclusive.
    pub(crate) to: Time,
    pub(crate) begun: ReplayBegun,
    /// `running`, `done`, `stopped` or `failed`.
    pub(crate) state: &'static str,
    /// Which part is done, 0 to 1.
    pub(crate) done: f64,
    /// Why it failed, for the operator.
    pub(crate) failure: Option<String>,
    /// What came of it, when it is done.
    pub(crate) outcome: Option<ReplayOutcome>,
}

/// Who asked for it, when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReplayBegun {
    pub(crate) by: Person,
    pub(crate) at: Time,
}

/// What a rule would have changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReplayOutcome {
    /// Readings that were judged.
    pub(crate) readings: u64,
    /// Alarms with and without it.
    pub(crate) stay: u64,
    /// Alarms only with it, the first one first; at most 200.
    pub(crate) appear: Vec<ReplayedAlarm>,
    pub(crate) appear_count: u64,
    /// Alarms only without it, the first one first; at most 200.
    pub(crate) vanish: Vec<ReplayedAlarm>,
    pub(crate) vanish_count: u64,
}

/// An alarm as it would have been raised.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReplayedAlarm {
    pub(crate) subject: Subject,
    /// The factor's code.
    pub(crate) factor: Option<String>,
    pub(crate) severity: &'static str,
    pub(crate) began: Time,
    pub(crate) raised_at: Time,
    /// Absent where it held to the end of the period.
    pub(crate) cleared_at: Option<Time>,
}
