//! The tracks of cruises: looked at, and taken into a further version of a tracing.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use casework::tracing::TrackFile;
use sheets::{Layer, TrackPlan};

use super::blocking;
use super::commands::CommandHeaders;
use super::imports::files_of;
use super::tracings::{carry_out, workable};
use crate::dto::tracing::{TracingDetail, TrackAsked, TrackPreview, TrackUpload};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::services::Services;
use crate::session::SignedIn;
use crate::tracings::Files;

/// What would be taken of a cruise's file (CSV, GPX with values in its extensions, GeoJSON), and what not and why.
#[utoipa::path(
    post, path = "/tracings/{id}/tracks/preview", operation_id = "preview_tracing_track", tag = "tracings",
    params(("id" = String, Path), TrackAsked),
    request_body(content = TrackUpload, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = TrackPreview), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn preview_track(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<TrackAsked>,
    form: Multipart,
) -> Result<Json<TrackPreview>, ApiError> {
    let cruise = CruiseFiles::of(form).await?;
    blocking(move || {
        let row = workable(&services, &user, &id)?;
        let plan = crate::tracings::asked(&asked);
        let read = crate::tracings::read(&services, &row.tracing.opened.question, &plan, &cruise.files())?;
        crate::tracings::preview(&read)
    })
    .await
    .map(Json)
}

/// Takes a cruise's file, freezes anew with it and ranks; former rankings stay.
#[utoipa::path(
    post, path = "/tracings/{id}/tracks", operation_id = "add_tracing_track", tag = "tracings",
    params(
        ("id" = String, Path), TrackAsked, ("If-Match" = String, Header), ("Idempotency-Key" = String, Header)
    ),
    request_body(content = TrackUpload, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = TracingDetail), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)
    )
)]
pub(crate) async fn add_track(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<TrackAsked>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Json<TracingDetail>, ApiError> {
    let headers = CommandHeaders::of(&user, &headers)?;
    let cruise = CruiseFiles::of(form).await?;
    blocking(move || {
        let row = workable(&services, &user, &id)?;
        let plan = crate::tracings::asked(&asked);
        let read = crate::tracings::read(&services, &row.tracing.opened.question, &plan, &cruise.files())?;
        if read.iter().all(|layer| layer.track.points.is_empty()) {
            let title = Bilingual::new("没有一行可以采用", "no row of it could be taken");
            return Err(ApiError::refused("nothing_taken", title));
        }
        let file = cruise.keep(&services, &user, (&plan, &asked), &read)?;
        let command = crate::tracings::again(&services, &row.tracing, Some(file), &user.actor())?;
        let answer = carry_out(&services, &user, &row, headers, &command)?;
        crate::tracings::begin(&services, row.tracing.id().clone());
        Ok(answer)
    })
    .await
    .map(Json)
}

/// The files of a cruise, as they came.
struct CruiseFiles {
    name: String,
    values: Bytes,
    places: Option<(String, Bytes)>,
}

impl CruiseFiles {
    async fn of(form: Multipart) -> Result<Self, ApiError> {
        let mut files = files_of(form, &["file", "places"]).await?;
        let (name, values) = files.remove("file").ok_or_else(|| {
            ApiError::bad_request("no_file", Bilingual::new("没有收到文件", "the form has no file"))
        })?;
        Ok(Self { name, values, places: files.remove("places") })
    }

    fn files(&self) -> Files<'_> {
        Files { values: &self.values, places: self.places.as_ref().map(|(_, bytes)| bytes.as_ref()) }
    }

    /// Keeps them in the vault, with all that is needed to read them again.
    fn keep(
        &self,
        services: &Services,
        user: &SignedIn,
        (plan, asked): (&TrackPlan, &TrackAsked),
        read: &[Layer],
    ) -> Result<TrackFile, ApiError> {
        let now = services.machine_clock.now();
        let keep = |name: &str, bytes: &[u8]| {
            let kept = services.vault.put_sheet(bytes, name, &user.account.id, now);
            kept.map_err(|error| ApiError::unavailable(&error))
        };
        let places = self.places.as_ref().map(|(name, bytes)| keep(name, bytes)).transpose()?;
        let kept = keep(&self.name, &self.values)?;
        let column = read.first().map(|layer| layer.track.column.clone()).unwrap_or_default();
        Ok(TrackFile {
            file: kept.hash,
            name: kept.name,
            datum: plan.datum,
            unit: plan.unit,
            column,
            places: places.map(|places| places.hash),
            profile: read.len() > 1,
            height_m: crate::tracings::height_m(asked)?,
        })
    }
}
