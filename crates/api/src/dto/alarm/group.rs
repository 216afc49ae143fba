//! Groups of alarms, and acts on all of a group.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::command::{Accept, Assign, Close, Return, SnoozeUntil, Verify, Wake};
use crate::dto::Time;

/// Open alarms that began at once, as after a network cut.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlarmGroup {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    /// When the first and the last of them began, by the readings.
    pub(crate) from: Time,
    pub(crate) to: Time,
    pub(crate) total: usize,
    /// Of how many the anomaly has passed.
    pub(crate) cleared: usize,
    /// How much the most pressing of them presses.
    pub(crate) severity: &'static str,
    /// How many stand at which stage.
    #[schema(value_type = Object)]
    pub(crate) stages: std::collections::BTreeMap<&'static str, usize>,
    /// To how many of them this account could give a command now.
    #[schema(value_type = Object)]
    pub(crate) allowed: std::collections::BTreeMap<&'static str, usize>,
    /// Until when those may be put aside that this account may put aside, all of them: at most.
    pub(crate) snooze_limit: Option<Time>,
    /// The rule that sees a group in them.
    pub(crate) rule: String,
    pub(crate) unverified: bool,
    pub(crate) illustrative: bool,
}

/// A command for every alarm of a group that it can be given to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GroupCommand {
    Assign(Assign),
    Accept(Accept),
    Return(Return),
    Verify(Verify),
    Close(Close),
    Snooze(SnoozeUntil),
    Wake(Wake),
}

/// Body of an act on a group.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupAct {
    pub(crate) command: GroupCommand,
    /// Where the answer before said to go on.
    #[serde(default)]
    pub(crate) after: Option<String>,
}

/// What came of a part of an act on a group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct GroupDone {
    pub(crate) done: usize,
    /// Why some were left as they are.
    pub(crate) refused: Vec<GroupRefused>,
    /// Where to go on; absent when all were seen.
    pub(crate) next: Option<String>,
}

/// A reason for which alarms of a group were left as they are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct GroupRefused {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) count: usize,
}
