//! Stops of outlets that were declared (停运报备).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use casework::declared_stop::{Command, DeclaredStop as Stop, may};
use model::{Role, StopId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::commands::{command_id, office_error};
use super::{blocking, parse, visible_outlet};
use crate::dto::Time;
use crate::error::{ApiError, ProblemBody};
use crate::office::Office;
use crate::services::Services;
use crate::session::SignedIn;

/// The declared stops of an outlet, the last one first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeclaredStopList {
    items: Vec<DeclaredStop>,
    /// Whether this account may declare and change them.
    may_declare: bool,
    /// Whether it may also record what has begun.
    may_record: bool,
}

/// How a declared stop stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StopState {
    Coming,
    Running,
    Over,
    Withdrawn,
}

/// A declared stop.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeclaredStop {
    id: String,
    outlet: String,
    from: Time,
    /// Exclusive.
    to: Time,
    reason: String,
    /// `enterprise` or `bureau`.
    declared_by: &'static str,
    declared_at: Time,
    /// Whether it was declared before it began.
    beforehand: bool,
    state: StopState,
    /// Why it does not count.
    withdrawn: Option<String>,
}

/// A new stop.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStop {
    /// RFC 3339.
    from: String,
    /// RFC 3339, exclusive.
    to: String,
    reason: String,
}

/// When a stop ends, earlier than was said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StopEnd {
    /// RFC 3339.
    at: String,
}

/// Why a stop does not count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StopWithdrawal {
    reason: String,
}

/// The declared stops of an outlet.
#[utoipa::path(
    get, path = "/outlets/{id}/declared-stops", operation_id = "list_declared_stops", tag = "statistics",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = DeclaredStopList), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<DeclaredStopList>, ApiError> {
    blocking(move || {
        let register = services.views.register();
        let outlet = visible_outlet(&register, &user, &id)?;
        let stops = services.office.declared_stops().map_err(office_error)?;
        let now = services.clock.now();
        let mut items: Vec<DeclaredStop> = stops
            .iter()
            .filter(|(_, stop)| stop.outlet == outlet.id)
            .map(|(id, stop)| present(id, stop, now))
            .collect();
        items.sort_by(|a, b| b.from.0.cmp(&a.from.0).then_with(|| b.id.cmp(&a.id)));
        let may_declare = may(&register, &outlet.id, &user.actor());
        Ok(DeclaredStopList { items, may_declare, may_record: may_declare && user.is_office() })
    })
    .await
    .map(Json)
}

/// Declares a stop: an enterprise beforehand, the bureau at any time.
#[utoipa::path(
    post, path = "/outlets/{id}/declared-stops", operation_id = "declare_stop", tag = "statistics",
    request_body = NewStop, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = DeclaredStop), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn declare(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewStop>,
) -> Result<(StatusCode, Json<DeclaredStop>), ApiError> {
    let command = command_id(&user, &headers)?;
    blocking(move || {
        let outlet = visible_outlet(&services.views.register(), &user, &id)?.id.clone();
        let (from, to) = (parse("from", &new.from)?, parse("to", &new.to)?);
        let id = Office::stop_id(&command).map_err(office_error)?;
        let declare = Command::Declare { id: id.clone(), outlet, from, to, reason: new.reason };
        services.office.declared_stop(Some(command), &user.actor(), &declare).map_err(office_error)?;
        one(&services, &id)
    })
    .await
    .map(|stop| (StatusCode::CREATED, Json(stop)))
}

/// Says that a stop ends earlier.
#[utoipa::path(
    post, path = "/declared-stops/{id}/end", operation_id = "end_declared_stop", tag = "statistics",
    request_body = StopEnd, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DeclaredStop), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn end(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(end): Json<StopEnd>,
) -> Result<Json<DeclaredStop>, ApiError> {
    change(services, user, id, &headers, move |id| Ok(Command::End { id, at: parse("at", &end.at)? })).await
}

/// Takes a stop back: it does not count.
#[utoipa::path(
    post, path = "/declared-stops/{id}/withdraw", operation_id = "withdraw_declared_stop", tag = "statistics",
    request_body = StopWithdrawal, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DeclaredStop), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn withdraw(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(withdrawal): Json<StopWithdrawal>,
) -> Result<Json<DeclaredStop>, ApiError> {
    let reason = withdrawal.reason;
    change(services, user, id, &headers, move |id| Ok(Command::Withdraw { id, reason })).await
}

/// Carries out a command on a stop, and gives the stop as it then stands.
async fn change(
    services: Arc<Services>,
    user: SignedIn,
    id: String,
    headers: &HeaderMap,
    command: impl FnOnce(StopId) -> Result<Command, ApiError> + Send + 'static,
) -> Result<Json<DeclaredStop>, ApiError> {
    let key = command_id(&user, headers)?;
    blocking(move || {
        let id = visible_stop(&services, &user, &id)?;
        let command = command(id.clone())?;
        services.office.declared_stop(Some(key), &user.actor(), &command).map_err(office_error)?;
        one(&services, &id)
    })
    .await
    .map(Json)
}

/// A stop of an outlet that the account may see.
fn visible_stop(services: &Services, user: &SignedIn, id: &str) -> Result<StopId, ApiError> {
    let id: StopId = id.parse().map_err(|_| ApiError::not_found())?;
    let stops = services.office.declared_stops().map_err(office_error)?;
    let stop = stops.get(&id).ok_or_else(ApiError::not_found)?;
    visible_outlet(&services.views.register(), user, stop.outlet.as_str())?;
    Ok(id)
}

fn one(services: &Services, id: &StopId) -> Result<DeclaredStop, ApiError> {
    let stops = services.office.declared_stops().map_err(office_error)?;
    let stop = stops.get(id).ok_or_else(ApiError::not_found)?;
    Ok(present(id, stop, services.clock.now()))
}

fn present(id: &StopId, stop: &Stop, now: Timestamp) -> DeclaredStop {
    let state = match stop {
        stop if stop.withdrawn.is_some() => StopState::Withdrawn,
        stop if now < stop.from => StopState::Coming,
        stop if now < stop.to => StopState::Running,
        _ => StopState::Over,
    };
    DeclaredStop {
        id: id.to_string(),
        outlet: stop.outlet.to_string(),
        from: Time(stop.from),
        to: Time(stop.to),
        reason: stop.reason.clone(),
        declared_by: match stop.declared_by {
            model::Actor::User { role: Role::EnterpriseUser, .. } => "enterprise",
            model::Actor::User { .. } | model::Actor::System { .. } => "bureau",
        },
        declared_at: Time(stop.declared_at),
        beforehand: stop.is_beforehand(),
        state,
        withdrawn: stop.withdrawn.clone(),
    }
}
