//! Plans of a year's draws (年度抽查计划).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use casework::inspection_plan::{
    Command, Draft, DraftState, Ground, InspectionPlan, PlannedPool, Wish, may_approve, may_draft,
};
use ledger::CommandId;
use model::{Actor, china};

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::Time;
use crate::dto::inspection_plan::{
    InspectionPlanDetail, InspectionPlanList, NewInspectionPlan, PlanApproval, PlanDraft, PlanPool,
    PlanProposal, PlanQuarter, PlanReturn, ProposedPool,
};
use crate::error::{ApiError, ProblemBody};
use crate::library::planned::{DrawnOf, drawn_under, proposed};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// The years for which anybody plans.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// Every plan, with what was drawn under each.
#[utoipa::path(
    get, path = "/inspection-plans", operation_id = "list_inspection_plans", tag = "draws",
    responses(
        (status = 200, body = InspectionPlanList), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<InspectionPlanList>, ApiError> {
    super::libraries::office(&user)?;
    blocking(move || {
        let plans = services.views.inspection_plans().map_err(|error| ApiError::unavailable(&error))?;
        Ok(InspectionPlanList {
            plans: plans.iter().map(|plan| detail(&services, &user, plan)).collect::<Result<_, _>>()?,
            this_year: china::civil(services.clock.now()).date().year(),
            may_draft: may_draft(&user.actor()),
        })
    })
    .await
    .map(Json)
}

/// What the libraries and the rules give for the plan of a year.
#[utoipa::path(
    get, path = "/inspection-plans/{year}/proposal", operation_id = "get_inspection_plan_proposal", tag = "draws",
    params(("year" = i16, Path)),
    responses(
        (status = 200, body = PlanProposal), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn proposal(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(year): Path<String>,
) -> Result<Json<PlanProposal>, ApiError> {
    super::libraries::office(&user)?;
    blocking(move || {
        let year = year_of(&year)?;
        let pools = proposed(&services, year)?.into_iter().map(|pool| ProposedPool {
            id: pool.id.to_string(),
            title: pool.title.to_string(),
            objects: pool.objects,
            quarters: pool.by_rule.as_ref().map(|(quarters, _)| *quarters),
            rule: pool.by_rule.as_ref().map(|(_, basis)| basis.into()),
        });
        Ok(PlanProposal { year, pools: pools.collect() })
    })
    .await
    .map(Json)
}

/// Drafts the plan of a year, or drafts it anew; what holds holds until the draft is approved.
#[utoipa::path(
    post, path = "/inspection-plans/{year}/draft", operation_id = "draft_inspection_plan", tag = "draws",
    request_body = NewInspectionPlan, params(("year" = i16, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionPlanDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn draft(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(year): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewInspectionPlan>,
) -> Result<Json<InspectionPlanDetail>, ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let wish = |pool: crate::dto::inspection_plan::NewPlanPool| {
            Ok(Wish { id: parse("pools", &pool.id)?, quarters: pool.quarters, reason: pool.reason })
        };
        let wishes = new.pools.into_iter().map(wish).collect::<Result<_, ApiError>>()?;
        give(&services, &user, (&year, key), &Command::Draft(wishes))
    })
    .await
    .map(Json)
}

/// Approves the draft of somebody else: from now on it holds.
#[utoipa::path(
    post, path = "/inspection-plans/{year}/approve", operation_id = "approve_inspection_plan", tag = "draws",
    request_body = PlanApproval, params(("year" = i16, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionPlanDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn approve(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(year): Path<String>,
    headers: HeaderMap,
    Json(PlanApproval { draft }): Json<PlanApproval>,
) -> Result<Json<InspectionPlanDetail>, ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || give(&services, &user, (&year, key), &Command::Approve { number: draft }))
        .await
        .map(Json)
}

/// Gives the draft of somebody else back, with the reason.
#[utoipa::path(
    post, path = "/inspection-plans/{year}/return", operation_id = "return_inspection_plan", tag = "draws",
    request_body = PlanReturn, params(("year" = i16, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionPlanDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn give_back(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(year): Path<String>,
    headers: HeaderMap,
    Json(PlanReturn { draft, reason }): Json<PlanReturn>,
) -> Result<Json<InspectionPlanDetail>, ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || give(&services, &user, (&year, key), &Command::Return { number: draft, reason }))
        .await
        .map(Json)
}

fn year_of(year: &str) -> Result<i16, ApiError> {
    year.parse().ok().filter(|year| YEARS.contains(year)).ok_or_else(ApiError::not_found)
}

fn give(
    services: &Services,
    user: &SignedIn,
    (year, key): (&str, CommandId),
    command: &Command,
) -> Result<InspectionPlanDetail, ApiError> {
    super::libraries::office(user)?;
    let year = year_of(year)?;
    let proposed = match command {
        Command::Draft(_) => proposed(services, year)?,
        Command::Approve { .. } | Command::Return { .. } => Vec::new(),
    };
    let done = services.office.inspection_plan((year, &proposed), Some(key), &user.actor(), command);
    done.map_err(office_error)?;
    let plan = services.views.inspection_plan(year).map_err(|error| ApiError::unavailable(&error))?;
    detail(services, user, &plan.ok_or_else(ApiError::not_found)?)
}

fn detail(
    services: &Services,
    user: &SignedIn,
    plan: &InspectionPlan,
) -> Result<InspectionPlanDetail, ApiError> {
    let drawn = drawn_under(services, plan.year)?;
    let presenter = Presenter::new(services, user);
    let told = |draft: Option<&Draft>| draft.map(|draft| draft_of(&presenter, draft, &drawn)).transpose();
    let actor = user.actor();
    let others = plan.waiting().is_some_and(|draft| match (&draft.by, &actor) {
        (Actor::User { id: drafter, .. }, Actor::User { id, .. }) => drafter != id,
        (Actor::User { .. } | Actor::System { .. }, _) => true,
    });
    let last = plan.drafts.last();
    Ok(InspectionPlanDetail {
        year: plan.year,
        in_force: told(plan.in_force())?,
        waiting: told(plan.waiting())?,
        returned: told(last.filter(|draft| matches!(draft.state, DraftState::Returned { .. })))?,
        may_approve: others && may_approve(&actor),
    })
}

fn draft_of(presenter: &Presenter<'_>, draft: &Draft, drawn: &DrawnOf) -> Result<PlanDraft, ApiError> {
    let (decided, reason) = match &draft.state {
        DraftState::Waiting | DraftState::Replaced => (None, None),
        DraftState::Approved { by, at } => (Some((by, *at)), None),
        DraftState::Returned { reason, by, at } => (Some((by, *at)), Some(reason.clone())),
    };
    Ok(PlanDraft {
        number: draft.drafted.number,
        pools: draft.drafted.pools.iter().map(|pool| pool_of(pool, drawn)).collect(),
        drafted_by: presenter.actor(&draft.by)?,
        drafted_at: Time(draft.at),
        decided_by: decided.map(|(by, _)| presenter.actor(by)).transpose()?,
        decided_at: decided.map(|(_, at)| Time(at)),
        reason,
    })
}

fn pool_of(pool: &PlannedPool, drawn: &DrawnOf) -> PlanPool {
    let drawn = drawn.get(pool.id.as_str()).copied().unwrap_or_default();
    let quarters = pool.quarters.iter().zip(drawn);
    let quarter = |(planned, drawn): (&u32, u32)| PlanQuarter {
        planned: *planned,
        drawn,
        left: planned.saturating_sub(drawn),
    };
    let (planned, all): (u32, u32) = (pool.quarters.iter().sum(), drawn.iter().sum());
    let (rule, reason) = match &pool.ground {
        Ground::Rule(basis) => (Some(basis.into()), None),
        Ground::ByHand(reason) => (None, Some(reason.clone())),
    };
    PlanPool {
        id: pool.id.to_string(),
        title: pool.title.to_string(),
        objects: pool.objects,
        quarters: quarters.map(quarter).collect(),
        planned,
        drawn: all,
        left: planned.saturating_sub(all),
        rule,
        reason,
    }
}
