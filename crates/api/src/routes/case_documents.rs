//! Documents of a case, to be read, sealed and served.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use documents::{Document, DocumentError};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::blocking;
use super::cases::visible;
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::papers;
use crate::services::Services;
use crate::session::SignedIn;

/// As which file a document is wanted.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DocumentFormat {
    /// PDF/A-2b.
    Pdf,
    /// Word, to be edited before it is sealed.
    Docx,
}

/// Which document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DocumentWanted {
    /// As which file.
    #[param(inline)]
    pub(super) format: DocumentFormat,
}

/// The decision of a case, with its whole reasoning.
#[utoipa::path(
    get, path = "/cases/{id}/decision", operation_id = "get_case_decision_document", tag = "cases",
    params(("id" = String, Path), DocumentWanted),
    responses(
        (status = 200, content_type = "application/pdf"), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 503, body = ProblemBody)
    )
)]
pub(crate) async fn decision(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(wanted): Query<DocumentWanted>,
) -> Result<Response, ApiError> {
    // One at a time: the fonts of each are tens of megabytes.
    let _place = services.document_places.acquire().await.ok();
    let services = Arc::clone(&services);
    blocking(move || {
        let case = visible(&services, &user, &id)?.case;
        let decided = case.decided.as_ref().ok_or_else(not_decided)?;
        let bureau = services.settings.bureau.as_deref();
        let document = papers::decision(&case, decided, bureau);
        write(&services, &document, wanted.format, &format!("decision-{}", case.id))
    })
    .await
}

fn not_decided() -> ApiError {
    let title = Bilingual::new(
        "案件尚未作出决定，没有决定书",
        "the case is not decided yet, so that there is no decision",
    );
    ApiError::refused("not_decided", title)
}

/// A document as the file that is wanted, to be saved under `name`.
pub(super) fn write(
    services: &Services,
    document: &Document,
    format: DocumentFormat,
    name: &str,
) -> Result<Response, ApiError> {
    let (bytes, kind, ending) = match format {
        DocumentFormat::Pdf => {
            let fonts = (services.fonts)().map_err(|error| {
                let zh = "服务器上没有可用的中文字体，无法生成PDF；可先下载Word，或请管理员安装字体（Debian：fonts-noto-cjk）";
                tracing::warn!(%error, "no document can be written as PDF");
                ApiError::refused("no_font", Bilingual::new(zh, error.to_string()))
            })?;
            (documents::pdf(document, &fonts).map_err(unwritten)?, "application/pdf", "pdf")
        }
        DocumentFormat::Docx => (documents::word(document).map_err(unwritten)?, DOCX, "docx"),
    };
    let disposition = format!("attachment; filename=\"{name}.{ending}\"");
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, &disposition)];
    Ok((headers, bytes).into_response())
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn unwritten(error: DocumentError) -> ApiError {
    match &error {
        DocumentError::NoGlyph { characters } => {
            let zh = format!("字体中没有这些字：{characters}；可先下载Word，或请管理员安装含有它们的字体");
            ApiError::refused("no_glyph", Bilingual::new(zh, error.to_string()))
        }
        DocumentError::Cells { .. } | DocumentError::Layout(_) | DocumentError::Word(_) => {
            ApiError::internal(&error)
        }
    }
}
