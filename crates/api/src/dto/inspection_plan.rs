//! Plans of a year's draws (年度抽查计划).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;
use super::statistics::RuleBasis;

/// Every plan, the last year first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionPlanList {
    pub(crate) plans: Vec<InspectionPlanDetail>,
    /// The year of today.
    pub(crate) this_year: i16,
    pub(crate) may_draft: bool,
}

/// The plan of a year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionPlanDetail {
    pub(crate) year: i16,
    /// What holds.
    pub(crate) in_force: Option<PlanDraft>,
    /// What waits for somebody else's approval.
    pub(crate) waiting: Option<PlanDraft>,
    /// The last draft that was given back, if none came after it.
    pub(crate) returned: Option<PlanDraft>,
    /// Whether this account may approve what waits, or give it back.
    pub(crate) may_approve: bool,
}

/// A draft.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanDraft {
    /// Which draft of the year, from 1.
    pub(crate) number: u32,
    pub(crate) pools: Vec<PlanPool>,
    pub(crate) drafted_by: String,
    pub(crate) drafted_at: Time,
    /// Who approved it or gave it back.
    pub(crate) decided_by: Option<String>,
    pub(crate) decided_at: Option<Time>,
    /// Why it was given back.
    pub(crate) reason: Option<String>,
}

/// What a plan says of a pool.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanPool {
    pub(crate) id: String,
    pub(crate) title: String,
    /// How many objects it had when the plan was drafted.
    pub(crate) objects: u32,
    /// The first quarter first.
    pub(crate) quarters: Vec<PlanQuarter>,
    pub(crate) planned: u32,
    pub(crate) drawn: u32,
    pub(crate) left: u32,
    /// The rule that asks for so many.
    pub(crate) rule: Option<RuleBasis>,
    /// Why so many, where that is not what a rule says.
    pub(crate) reason: Option<String>,
}

/// A quarter of a pool.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanQuarter {
    pub(crate) planned: u32,
    /// By draws under the plan whose visits begin in the quarter.
    pub(crate) drawn: u32,
    pub(crate) left: u32,
}

/// What the libraries and the rules give for a year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanProposal {
    pub(crate) year: i16,
    pub(crate) pools: Vec<ProposedPool>,
}

/// A pool of the libraries.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposedPool {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) objects: u32,
    /// How many the rule asks for in each quarter; nothing where no pack says.
    pub(crate) quarters: Option<[u32; 4]>,
    pub(crate) rule: Option<RuleBasis>,
}

/// A plan to draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInspectionPlan {
    pub(crate) pools: Vec<NewPlanPool>,
}

/// What is to be drawn of a pool.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlanPool {
    pub(crate) id: String,
    pub(crate) quarters: [u32; 4],
    /// Why so many; needed where that is not what a rule says.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// Which draft was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanApproval {
    pub(crate) draft: u32,
}

/// Which draft was read, and why it is given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanReturn {
    pub(crate) draft: u32,
    pub(crate) reason: String,
}
