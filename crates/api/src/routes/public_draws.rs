//! What everybody may know of draws, without signing in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use model::DrawId;

use super::blocking;
use super::draws::as_record;
use crate::dto::Time;
use crate::dto::draw::PublicDraws;
use crate::error::{ApiError, ProblemBody};
use crate::present::{public_draw, published_record};
use crate::services::Services;

/// Every draw whose plan is frozen, with its commitment: who keeps that can check the record when it is published.
#[utoipa::path(
    get, path = "/public/draws", operation_id = "list_public_draws", tag = "public",
    responses((status = 200, body = PublicDraws))
)]
pub(crate) async fn list(State(services): State<Arc<Services>>) -> Result<Json<PublicDraws>, ApiError> {
    blocking(move || {
        let draws = services.views.inspection_draws().map_err(|error| ApiError::unavailable(&error))?;
        Ok(PublicDraws {
            draws: draws.iter().filter_map(public_draw).collect(),
            now: Time(services.clock.now()),
        })
    })
    .await
    .map(Json)
}

/// The record of a draw, once it is published.
#[utoipa::path(
    get, path = "/public/draws/{id}/record", operation_id = "get_public_draw_record", tag = "public",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = Object, description = "docs/draw.md §9"), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn record(
    State(services): State<Arc<Services>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    blocking(move || {
        let id: DrawId = id.parse().map_err(|_| ApiError::not_found())?;
        let draw = services.views.inspection_draw(&id).map_err(|error| ApiError::unavailable(&error))?;
        let draw = draw.ok_or_else(ApiError::not_found)?;
        let file = published_record(&draw).ok_or_else(ApiError::not_found)?;
        let bytes = services.vault.read_blob(file).map_err(|error| ApiError::unavailable(&error))?;
        Ok(as_record(bytes))
    })
    .await
}
