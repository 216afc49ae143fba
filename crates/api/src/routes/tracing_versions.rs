//! A version of a tracing: made again, as its frozen input, as a report.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use casework::tracing::{Checked, Tracing, Version, VersionState, check as check_again};

use super::blocking;
use super::case_documents::write;
use super::tracings::{detail, visible};
use crate::dto::tracing::{TracingChecked, TracingDocumentWanted, TracingVersionWanted};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::services::Services;
use crate::session::SignedIn;

/// The version that is wanted, the last one unless said, and its number.
pub(super) fn version_of<'a>(
    tracing: &'a Tracing,
    wanted: &TracingVersionWanted,
) -> Result<(usize, &'a Version), ApiError> {
    let last = tracing.versions.len().saturating_sub(1);
    let number = wanted.version.unwrap_or(last);
    let version = tracing.versions.get(number).ok_or_else(ApiError::not_found)?;
    Ok((number, version))
}

/// Makes a ranking again from its frozen input and says whether the same comes out.
#[utoipa::path(
    post, path = "/tracings/{id}/check", operation_id = "check_tracing", tag = "tracings",
    params(("id" = String, Path), TracingVersionWanted),
    responses(
        (status = 200, body = TracingChecked), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn check(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<TracingVersionWanted>,
) -> Result<Json<TracingChecked>, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let (number, version) = version_of(&row.tracing, &wanted)?;
        let VersionState::Ranked { found, method, .. } = &version.state else {
            let title =
                Bilingual::new("这一版没有排序可以复算", "this version has no ranking to be made again");
            return Err(ApiError::refused("not_ranked", title));
        };
        // The vault holds what it reads against the hash.
        let read = |hash| services.vault.read_blob(hash).map_err(|error| error.to_string());
        let checked = match (read(&version.input), read(found)) {
            (Ok(input), Ok(kept)) => {
                let _place = services.tracing_place.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                check_again(&input, &version.input, &kept)
            }
            (Err(why), _) | (_, Err(why)) => Checked::Unreadable { why },
        };
        let (result, most, why) = match checked {
            Checked::Same => ("same", None, None),
            Checked::Alike { most } => ("alike", Some(most), None),
            Checked::Differs(difference) => ("differs", Some(difference.most), None),
            Checked::Unreadable { why } => ("unreadable", None, Some(why)),
        };
        Ok(TracingChecked {
            version: number,
            result,
            most,
            method: Some(method.clone()),
            method_now: trace::METHOD,
            input: version.input.to_string(),
            found: found.to_string(),
            why,
        })
    })
    .await
    .map(Json)
}

/// The frozen input of a version, byte for byte as it was hashed.
#[utoipa::path(
    get, path = "/tracings/{id}/input", operation_id = "get_tracing_input", tag = "tracings",
    params(("id" = String, Path), TracingVersionWanted),
    responses(
        (status = 200, content_type = "application/json"), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn input(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<TracingVersionWanted>,
) -> Result<Response, ApiError> {
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let (_, version) = version_of(&row.tracing, &wanted)?;
        let bytes =
            services.vault.read_blob(&version.input).map_err(|error| ApiError::unavailable(&error))?;
        let name = format!("attachment; filename=\"{}-input.json\"", row.tracing.id());
        let headers =
            [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
        Ok((headers, bytes).into_response())
    })
    .await
}

/// The report of a version: the ranking, its reasons, what was assumed and is missing, and the hash of the frozen data.
#[utoipa::path(
    get, path = "/tracings/{id}/document", operation_id = "get_tracing_document", tag = "tracings",
    params(("id" = String, Path), TracingDocumentWanted),
    responses(
        (status = 200, content_type = "application/pdf"), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 503, body = ProblemBody)
    )
)]
pub(crate) async fn document(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<TracingDocumentWanted>,
) -> Result<Response, ApiError> {
    // One at a time: the fonts of each are tens of megabytes.
    let _place = services.document_places.acquire().await.ok();
    let services = Arc::clone(&services);
    blocking(move || {
        let row = visible(&services, &user, &id)?;
        let detail = detail(&services, &user, &row, wanted.version)?;
        let version = detail.versions.get(detail.shown).ok_or_else(ApiError::not_found)?;
        let bureau = services.settings.bureau.as_deref();
        let document = crate::papers::tracing(&detail, version, bureau);
        write(&services, &document, wanted.format, &format!("tracing-{}", row.tracing.id()))
    })
    .await
}
