//! SQL for analysts: running, exporting, cancelling, and the queries that people keep.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use model::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vault::SavedQueryText;

use super::blocking;
use crate::dto::Time;
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::lab::{Lab, LabAnswer, LabLimits, LabTable};
use crate::services::Services;
use crate::session::SignedIn;

/// Who may ask: the tables hold the figures of every enterprise.
const ANALYSTS: [Role; 4] = [Role::DutyOfficer, Role::Leader, Role::InspectorGeneral, Role::Administrator];
/// Rows of an answer on a page; an export has more.
const PAGE_ROWS: usize = 10_000;
/// Letters of the name of a saved query.
const NAME_MAX: usize = 80;
/// Bytes of the text of one.
const TEXT_MAX: usize = 20_000;

/// What is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabQuestion {
    /// Chosen by whoever asks, to follow and cancel the query: at most 64 letters.
    id: String,
    /// One `SELECT` or `EXPLAIN`.
    text: String,
}

/// An answer as a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabExport {
    id: String,
    text: String,
    format: Format,
}

/// How far a running query is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LabProgress {
    running: bool,
    /// Stored values that it has looked at.
    scanned: u64,
    elapsed_ms: u64,
}

/// What can be asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LabTables {
    /// Whether this server was built with the engine (feature `sql`).
    available: bool,
    tables: Vec<LabTable>,
    limits: Option<LabLimits>,
}

/// A query that somebody keeps.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SavedQueryBody {
    id: String,
    name: String,
    text: String,
    shared: bool,
    /// Whether it is the reader's own.
    own: bool,
    changed_at: Time,
}

/// What to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SavedQueryChange {
    name: String,
    text: String,
    shared: bool,
}

fn analyst<'a>(services: &'a Services, user: &SignedIn) -> Result<&'a Arc<dyn Lab>, ApiError> {
    user.require(&ANALYSTS)?;
    services.lab.as_ref().ok_or_else(ApiError::without_lab)
}

/// The tables with their columns, and the limits of a query.
#[utoipa::path(
    get, path = "/lab/tables", operation_id = "lab_tables", tag = "lab",
    responses((status = 200, body = LabTables), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn tables(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<LabTables>, ApiError> {
    user.require(&ANALYSTS)?;
    let lab = services.lab.as_ref();
    let tables = lab.map(|lab| lab.tables()).unwrap_or_default();
    Ok(Json(LabTables { available: lab.is_some(), tables, limits: lab.map(|lab| lab.limits()) }))
}

/// Answers a query. A closed connection cancels it.
#[utoipa::path(
    post, path = "/lab/queries", operation_id = "run_query", tag = "lab", request_body = LabQuestion,
    responses(
        (status = 200, body = LabAnswer), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 501, body = ProblemBody), (status = 503, body = ProblemBody)
    )
)]
pub(crate) async fn run(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Json(question): Json<LabQuestion>,
) -> Result<Json<LabAnswer>, ApiError> {
    let LabQuestion { id, text } = question;
    ask(&services, &user, &id, text, PAGE_ROWS).await.map(Json)
}

/// The answer of a query as a sheet, up to the row limit of the server.
#[utoipa::path(
    post, path = "/lab/exports", operation_id = "export_query", tag = "lab", request_body = LabExport,
    responses(
        (status = 200, content_type = "text/csv"), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody), (status = 501, body = ProblemBody)
    )
)]
pub(crate) async fn export(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Json(asked): Json<LabExport>,
) -> Result<Response, ApiError> {
    let LabExport { id, text, format } = asked;
    let answer = ask(&services, &user, &id, text, usize::MAX).await?;
    blocking(move || sheet(&answer).answer(format)).await
}

/// How far a query is.
#[utoipa::path(
    get, path = "/lab/queries/{id}", operation_id = "query_progress", tag = "lab", params(("id" = String, Path)),
    responses((status = 200, body = LabProgress), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn progress(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<LabProgress>, ApiError> {
    let found = analyst(&services, &user)?.progress(&own_id(&user, &id));
    let (scanned, elapsed_ms) = found.unwrap_or_default();
    Ok(Json(LabProgress { running: found.is_some(), scanned, elapsed_ms }))
}

/// Ends a running query.
#[utoipa::path(
    delete, path = "/lab/queries/{id}", operation_id = "cancel_query", tag = "lab", params(("id" = String, Path)),
    responses((status = 204), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn cancel(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    analyst(&services, &user)?.cancel(&own_id(&user, &id));
    Ok(StatusCode::NO_CONTENT)
}

/// The reader's own queries and those that colleagues share.
#[utoipa::path(
    get, path = "/lab/saved", operation_id = "list_saved_queries", tag = "lab",
    responses((status = 200, body = [SavedQueryBody]), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn saved(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Vec<SavedQueryBody>>, ApiError> {
    user.require(&ANALYSTS)?;
    blocking(move || {
        let reader = &user.account.id;
        let found = services.vault.saved_queries(reader).map_err(|error| ApiError::unavailable(&error))?;
        let body = |query: vault::SavedQuery| SavedQueryBody {
            own: query.owner == *reader,
            id: query.id,
            name: query.name,
            text: query.text,
            shared: query.shared,
            changed_at: Time(query.changed_at),
        };
        Ok(Json(found.into_iter().map(body).collect()))
    })
    .await
}

/// Keeps a query; gives its id.
#[utoipa::path(
    post, path = "/lab/saved", operation_id = "save_query", tag = "lab", request_body = SavedQueryChange,
    responses((status = 201, body = String), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody))
)]
pub(crate) async fn save(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Json(change): Json<SavedQueryChange>,
) -> Result<(StatusCode, Json<String>), ApiError> {
    user.require(&ANALYSTS)?;
    let text = checked(change)?;
    blocking(move || {
        let now = services.machine_clock.now();
        let id = services.vault.save_query(&user.account.id, &text, now);
        let id = id.map_err(|error| ApiError::unavailable(&error))?;
        let full =
            Bilingual::new("保存的查询过多，请先删除一些", "too many saved queries, delete some first");
        Ok((StatusCode::CREATED, Json(id.ok_or_else(|| ApiError::refused("too_many_saved", full))?)))
    })
    .await
}

/// Renames, rewrites or shares an own query; brings back one that was deleted.
#[utoipa::path(
    put, path = "/lab/saved/{id}", operation_id = "change_saved_query", tag = "lab",
    params(("id" = String, Path)), request_body = SavedQueryChange,
    responses((status = 204), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn change(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Json(change): Json<SavedQueryChange>,
) -> Result<StatusCode, ApiError> {
    user.require(&ANALYSTS)?;
    let text = checked(change)?;
    blocking(move || {
        let now = services.machine_clock.now();
        found(services.vault.change_query(&user.account.id, &id, &text, now))
    })
    .await
}

/// Deletes an own query. Writing it anew under its id brings it back.
#[utoipa::path(
    delete, path = "/lab/saved/{id}", operation_id = "delete_saved_query", tag = "lab", params(("id" = String, Path)),
    responses((status = 204), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn delete(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    user.require(&ANALYSTS)?;
    blocking(move || {
        let now = services.machine_clock.now();
        found(services.vault.delete_query(&user.account.id, &id, now))
    })
    .await
}

fn found(done: Result<bool, vault::VaultError>) -> Result<StatusCode, ApiError> {
    match done.map_err(|error| ApiError::unavailable(&error))? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(ApiError::not_found()),
    }
}

fn checked(change: SavedQueryChange) -> Result<SavedQueryText, ApiError> {
    let name = change.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME_MAX || change.text.len() > TEXT_MAX {
        let title = Bilingual::new(
            "名称应为1至80个字，查询不超过20000字节",
            "a name has 1 to 80 letters, a query at most 20,000 bytes",
        );
        return Err(ApiError::bad_request("saved_query", title));
    }
    Ok(SavedQueryText { name, text: change.text, shared: change.shared })
}

/// Nobody can follow or cancel the query of somebody else.
fn own_id(user: &SignedIn, id: &str) -> String {
    format!("{}/{}", user.account.id, id.chars().take(64).collect::<String>())
}

/// Runs a query; who asked what, and how many rows went out, is recorded before the answer goes out.
async fn ask(
    services: &Arc<Services>,
    user: &SignedIn,
    id: &str,
    text: String,
    rows: usize,
) -> Result<LabAnswer, ApiError> {
    let lab = Arc::clone(analyst(services, user)?);
    let answer = lab.run(own_id(user, id), text.clone(), rows).await;
    let outcome = match &answer {
        Ok(answer) => format!("{} rows", answer.rows.len()),
        Err(refusal) => refusal.code.to_owned(),
    };
    let (services, reader) = (Arc::clone(services), user.account.id.clone());
    let what = format!("lab ({outcome}): {}", text.chars().take(TEXT_MAX).collect::<String>());
    blocking(move || {
        let recorded = services.vault.record_access(&reader, &what, services.machine_clock.now());
        recorded.map_err(|error| ApiError::unavailable(&error))
    })
    .await?;
    answer.map_err(ApiError::from_lab)
}

fn sheet(answer: &LabAnswer) -> Sheet<'_> {
    let cell = |value: &serde_json::Value| match value {
        serde_json::Value::Null => Cell::Empty,
        serde_json::Value::Number(number) => number.as_f64().map_or(Cell::Empty, Cell::Number),
        serde_json::Value::String(text) => Cell::Text(text.clone()),
        other => Cell::Text(other.to_string()),
    };
    Sheet {
        name: "lab",
        headings: answer.columns.iter().map(|column| column.name.as_str()).collect(),
        rows: answer.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}
