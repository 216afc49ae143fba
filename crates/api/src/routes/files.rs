//! Files of evidence: taken by content, served through short-lived signed addresses only.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{BlobHash, Role};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use vault::{ErrorKind, MAX_BLOB_BYTES, SignedAddress, VaultError};

use super::blocking;
use crate::dto::alarm::FileLink;
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct Upload {
    /// JPEG, PNG, WebP, MP4 or PDF, at most 20 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Keeps a file; a command names it by its hash.
#[utoipa::path(
    post, path = "/files", tag = "files",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = FileLink), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn upload(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    mut form: Multipart,
) -> Result<Json<FileLink>, ApiError> {
    user.require(&[Role::DutyOfficer, Role::BranchOfficer, Role::EnterpriseUser])?;
    let unreadable = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => bad_size(&error),
        _ => ApiError::unreadable("form", &error.body_text()),
    };
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or("file").to_owned();
        let bytes = field.bytes().await.map_err(unreadable)?;
        return blocking(move || keep(&services, &user, &bytes, &name)).await.map(Json);
    }
    Err(ApiError::bad_request("no_file", Bilingual::new("没有收到文件", "the form has no file")))
}

fn keep(services: &Services, user: &SignedIn, bytes: &[u8], name: &str) -> Result<FileLink, ApiError> {
    let now = services.machine_clock.now();
    let blob = services.vault.put_blob(bytes, name, &user.account.id, now).map_err(|error| match &error {
        VaultError::MediaType => {
            let title = Bilingual::new("只接收 JPEG、PNG、WebP 图片、MP4 视频和 PDF 文件", error.to_string());
            ApiError::refused("media_type", title)
        }
        VaultError::BlobSize { .. } => bad_size(&error),
        _ => ApiError::unavailable(&error),
    })?;
    Presenter::new(services, user).file(&blob.hash)?.ok_or_else(ApiError::not_found)
}

fn bad_size(reason: &impl std::fmt::Display) -> ApiError {
    let title = Bilingual::new(format!("文件为空或超过{}MB", MAX_BLOB_BYTES >> 20), reason.to_string());
    ApiError::refused("file_size", title)
}

/// What a signed address carries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Signed {
    expires: i64,
    signature: String,
}

/// A file, by a signed address from an answer that the account was allowed to see.
#[utoipa::path(
    get, path = "/files/{hash}", tag = "files", params(("hash" = String, Path), Signed),
    responses(
        (status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn download(
    State(services): State<Arc<Services>>,
    _user: SignedIn,
    Path(hash): Path<String>,
    Query(signed): Query<Signed>,
) -> Result<Response, ApiError> {
    blocking(move || {
        let hash: BlobHash = hash.parse().map_err(|_| ApiError::not_found())?;
        let address = SignedAddress { expires: signed.expires, signature: signed.signature };
        if !services.file_key.check(&hash, &address, services.machine_clock.now()) {
            return Err(ApiError::not_found());
        }
        let error = |error: VaultError| match error.kind() {
            ErrorKind::NotFound => ApiError::not_found(),
            _ => ApiError::unavailable(&error),
        };
        let blob = services.vault.blob(&hash).map_err(error)?.ok_or_else(ApiError::not_found)?;
        let bytes = services.vault.read_blob(&hash).map_err(error)?;
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        let media_type =
            HeaderValue::from_str(&blob.media_type).map_err(|error| ApiError::internal(&error))?;
        headers.insert(header::CONTENT_TYPE, media_type);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=900"));
        Ok(response)
    })
    .await
}
