//! What presses for whoever asks.

use serde::Serialize;
use utoipa::ToSchema;

use super::{AlarmSummary, Due};
use crate::dto::case::CaseDue;

/// A term that runs out, for whoever asks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Reminder {
    pub(crate) alarm: AlarmSummary,
    /// The asker's own term: an enterprise's is that for explaining.
    pub(crate) due: Due,
    /// The rule's id in its pack.
    pub(crate) rule: String,
    pub(crate) unverified: bool,
    pub(crate) illustrative: bool,
}

/// How many alarms press for whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ReminderCounts {
    /// Those whose next step is theirs.
    pub(crate) mine: usize,
    /// Those of which they are reminded: the term runs out soon or is over.
    pub(crate) reminded: usize,
    /// Those of them whose term is over.
    pub(crate) overdue: usize,
}

/// What presses for whoever asks, the most pressing first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Reminders {
    #[serde(flatten)]
    pub(crate) counts: ReminderCounts,
    /// The first fifty.
    pub(crate) items: Vec<Reminder>,
    /// Deadlines of cases that are over, or will be before the next working day is, where the asker can do what they wait
    /// for: the earliest first, the first fifty.
    pub(crate) cases: Vec<CaseDue>,
    /// How many of these there are.
    pub(crate) cases_reminded: usize,
    /// How many of them are over.
    pub(crate) cases_overdue: usize,
}
