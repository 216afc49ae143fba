//! Bodies of the commands that move an alarm.

use serde::Deserialize;
use utoipa::ToSchema;

/// Body of `assign`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assign {
    /// The branch bureau, by its district's code.
    pub(crate) branch: String,
    /// An officer of that branch.
    #[serde(default)]
    pub(crate) officer: Option<String>,
    #[serde(default)]
    pub(crate) note: Option<String>,
}

/// Body of `return`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Return {
    pub(crate) reason: String,
}

/// Body of `explain`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Explain {
    pub(crate) text: String,
    /// Hashes of uploaded files.
    #[serde(default)]
    pub(crate) files: Vec<String>,
}

/// How a verification was done.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerifyMode {
    OnSite,
    OffSite,
}

/// What a verification found.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    Violation,
    EquipmentFault,
    DeclaredCondition,
    Normal,
    CannotVerify,
}

/// Body of `verify`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verify {
    pub(crate) mode: VerifyMode,
    pub(crate) outcome: Outcome,
    pub(crate) note: String,
    #[serde(default)]
    pub(crate) files: Vec<String>,
}

/// Body of `close`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Close {
    pub(crate) note: String,
}

/// Where a matter is handed on to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HandOnTo {
    /// To the filing of a case.
    CaseFiling,
    /// To another department, named.
    OtherDepartment(String),
}

/// Body of `hand-on`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandOn {
    pub(crate) to: HandOnTo,
    pub(crate) note: String,
}

/// Body of `escalate`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Escalate {
    pub(crate) reason: String,
}

/// Body of `snooze`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnoozeUntil {
    /// Until when, as in `2020-08-30T14:00:00+08:00`.
    pub(crate) until: String,
    pub(crate) reason: String,
}

/// Body of `wake`: an empty object.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wake {}

/// Body of `merge`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeInto {
    /// The alarm to handle it with.
    pub(crate) into: String,
    /// Why; may be left out where the machine proposes the same.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// Body of `separate`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Separate {
    pub(crate) reason: String,
}

/// Body of `accept`: an empty object.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accept {}
