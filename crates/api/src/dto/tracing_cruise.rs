//! The task of a van, as the API takes and tells it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;

/// Asks a van to measure.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskTracingCruise {
    /// An account's id; whoever may, without one.
    pub(crate) to: Option<String>,
    /// Where, and what else matters.
    pub(crate) words: String,
}

/// Ends a van's task without a track.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndTracingCruise {
    /// Why.
    pub(crate) words: String,
}

/// How far a van's task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TracingTaskStage {
    Asked,
    Accepted,
    /// It brought a track.
    Driven,
    /// It ended without one.
    Ended,
}

/// The task of a van.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingTask {
    pub(crate) stage: TracingTaskStage,
    /// Who should drive; absent where whoever may.
    pub(crate) to: Option<String>,
    pub(crate) words: String,
    pub(crate) by: String,
    pub(crate) at: Time,
    pub(crate) accepted_by: Option<String>,
    pub(crate) accepted_at: Option<Time>,
    pub(crate) ended_by: Option<String>,
    pub(crate) ended_at: Option<Time>,
    /// The version, from 0, that its track made.
    pub(crate) version: Option<usize>,
    /// Why it brought nothing.
    pub(crate) why: Option<String>,
}
