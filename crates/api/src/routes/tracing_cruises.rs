//! The task of a van within a tracing: asked, accepted, ended by the track that it brings back, or in words.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use casework::tracing::{Command, may_work};
use model::{Actor, DistrictCode, UserId};

use super::commands::CommandHeaders;
use super::tracings::{carry_out, visible};
use super::{blocking, parse};
use crate::dto::tracing::TracingDetail;
use crate::dto::tracing_cruise::{AskTracingCruise, EndTracingCruise};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::services::Services;
use crate::session::SignedIn;

/// Asks a van to measure: somebody by name, or whoever may work on the tracing.
#[utoipa::path(
    post, path = "/tracings/{id}/cruise", operation_id = "ask_tracing_cruise", tag = "tracings",
    request_body = AskTracingCruise,
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn ask(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(asked): Json<AskTracingCruise>,
) -> Result<Json<TracingDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        if !may_work(&user.actor(), row.tracing.district()) {
            return Err(ApiError::not_allowed());
        }
        let to = asked.to.as_deref().map(|to| driver(&services, to, row.tracing.district())).transpose()?;
        carry_out(&services, &user, &row, headers, &Command::AskCruise { to, words: asked.words })
    })
    .await
    .map(Json)
}

/// An account that could take the task on.
fn driver(services: &Services, text: &str, district: &DistrictCode) -> Result<UserId, ApiError> {
    let id: UserId = parse("to", text)?;
    let account = services.vault.account(&id).map_err(|error| ApiError::unavailable(&error))?;
    let may = account.filter(|account| account.active).is_some_and(|account| {
        let actor = Actor::User { id: account.id, role: account.role, scope: account.scope };
        may_work(&actor, district)
    });
    match may {
        true => Ok(id),
        false => {
            let title = Bilingual::new(
                "没有这名执法人员，或其无权办理这次溯源",
                "there is no such officer, or the tracing is not theirs to work on",
            );
            Err(ApiError::refused("unknown_officer", title))
        }
    }
}

/// Takes the van's task on.
#[utoipa::path(
    post, path = "/tracings/{id}/cruise/accept", operation_id = "accept_tracing_cruise", tag = "tracings",
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn accept(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<TracingDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        carry_out(&services, &user, &row, headers, &Command::AcceptCruise)
    })
    .await
    .map(Json)
}

/// Ends the van's task without a track, with the reason.
#[utoipa::path(
    post, path = "/tracings/{id}/cruise/end", operation_id = "end_tracing_cruise", tag = "tracings",
    request_body = EndTracingCruise,
    params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn end(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(asked): Json<EndTracingCruise>,
) -> Result<Json<TracingDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        carry_out(&services, &user, &row, headers, &Command::EndCruise { words: asked.words })
    })
    .await
    .map(Json)
}
