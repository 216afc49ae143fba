//! What can be drawn of a version of a tracing: reckoned at each look from what was frozen, and stored nowhere.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use casework::tracing::{Found, Frozen, VersionState};
use model::Timestamp;

use super::tracing_versions::version_of;
use super::tracings::visible;
use super::{blocking, parse};
use crate::dto::tracing::TracingVersionWanted;
use crate::dto::tracing_air::{TracingByWind, TracingCruise, TracingPlume, TracingPlumeWanted};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// The frozen input of a version and what came of it.
fn ranked(
    services: &Services,
    user: &SignedIn,
    id: &str,
    wanted: &TracingVersionWanted,
) -> Result<(Frozen, Found), ApiError> {
    let row = visible(services, user, id)?;
    let (_, version) = version_of(&row.tracing, wanted)?;
    let VersionState::Ranked { found, .. } = &version.state else {
        let title = Bilingual::new("这一版没有排序", "this version has no ranking");
        return Err(ApiError::refused("not_ranked", title));
    };
    Ok((crate::tracings::input(services, &version.input)?, crate::tracings::found(services, found)?))
}

/// The plume that a hypothesis would make, over a square around the station and its sources.
#[utoipa::path(
    get, path = "/tracings/{id}/plume", operation_id = "get_tracing_plume", tag = "tracings",
    params(("id" = String, Path), TracingPlumeWanted),
    responses(
        (status = 200, body = TracingPlume), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn plume(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<TracingPlumeWanted>,
) -> Result<Json<TracingPlume>, ApiError> {
    blocking(move || {
        let version = TracingVersionWanted { version: wanted.version };
        let (frozen, found) = ranked(&services, &user, &id, &version)?;
        let at = wanted.at.as_deref().map(|at| parse::<Timestamp>("at", at)).transpose()?;
        Presenter::tracing_plume(&frozen, &found, wanted.hypothesis, at)
    })
    .await
    .map(Json)
}

/// What the stations measured by direction and speed of the wind of that time.
#[utoipa::path(
    get, path = "/tracings/{id}/by-wind", operation_id = "get_tracing_by_wind", tag = "tracings",
    params(("id" = String, Path), TracingVersionWanted),
    responses(
        (status = 200, body = TracingByWind), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn by_wind(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<TracingVersionWanted>,
) -> Result<Json<TracingByWind>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let (_, version) = version_of(&row.tracing, &wanted)?;
        Ok(Presenter::tracing_by_wind(&crate::tracings::input(&services, &version.input)?))
    })
    .await
    .map(Json)
}

/// What to measure next: a cruise over the pieces that tell the leading hypotheses apart best, with its distances.
#[utoipa::path(
    get, path = "/tracings/{id}/cruise", operation_id = "get_tracing_cruise", tag = "tracings",
    params(("id" = String, Path), TracingVersionWanted),
    responses(
        (status = 200, body = TracingCruise), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn cruise(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<TracingVersionWanted>,
) -> Result<Json<TracingCruise>, ApiError> {
    blocking(move || {
        let (frozen, found) = ranked(&services, &user, &id, &wanted)?;
        Presenter::new(&services, &user).tracing_cruise(&frozen, &found)
    })
    .await
    .map(Json)
}
