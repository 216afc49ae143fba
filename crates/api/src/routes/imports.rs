//! Imports of readings from files: upload, proposal, rehearsal, confirmation, progress, undoing.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{BlobHash, ImportId, Role};
use sheets::{FileFormat, OpenError};
use vault::{ErrorKind, VaultError};

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::import::{
    BegunImport, GuessRequest, ImportRequest, ImportRow, Proposal, SheetName, SheetUpload, Undoing,
    UploadedSheet,
};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::importer::{ImportError, ImportState, Rehearsal};
use crate::services::Services;
use crate::session::SignedIn;

const MAY: [Role; 2] = [Role::DutyOfficer, Role::Administrator];

/// Keeps a file of readings and says what it is.
#[utoipa::path(
    post, path = "/imports/files", operation_id = "upload_sheet", tag = "imports",
    request_body(content = SheetUpload, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = UploadedSheet), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn upload(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    form: Multipart,
) -> Result<Json<UploadedSheet>, ApiError> {
    user.require(&MAY)?;
    let _place = services.import_place().await;
    let (name, bytes) = file_of(form).await?;
    let services = Arc::clone(&services);
    blocking(move || {
        let now = services.machine_clock.now();
        let found = services.importer.inspect(&bytes, &name, &user.account.id, now).map_err(failed)?;
        let (format, encoding, separator) = match found.format {
            FileFormat::Csv { encoding, separator } => ("csv", Some(encoding), Some(separator.to_string())),
            FileFormat::Xlsx => ("xlsx", None, None),
            FileFormat::Xls => ("xls", None, None),
        };
        let sheets = found.sheets.into_iter();
        Ok(UploadedSheet {
            file: found.file.to_string(),
            name,
            format,
            encoding,
            separator,
            since_1904: found.since_1904,
            sheets: sheets.map(|sheet| SheetName { name: sheet.name, hidden: sheet.hidden }).collect(),
        })
    })
    .await
    .map(Json)
}

/// The field `file` of a form: its name and bytes.
pub(super) async fn file_of(form: Multipart) -> Result<(String, axum::body::Bytes), ApiError> {
    let mut files = files_of(form, &["file"]).await?;
    let file = files.remove("file");
    file.ok_or_else(|| {
        ApiError::bad_request("no_file", Bilingual::new("没有收到文件", "the form has no file"))
    })
}

/// The named files of a form that are there, each with its own name. It is read no farther than the last of them.
pub(super) async fn files_of(
    mut form: Multipart,
    wanted: &[&'static str],
) -> Result<BTreeMap<&'static str, (String, axum::body::Bytes)>, ApiError> {
    let unreadable = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ApiError::refused("file_size", Bilingual::new("文件过大", "the file is too large"))
        }
        _ => ApiError::unreadable("form", &error.body_text()),
    };
    let mut found = BTreeMap::new();
    while found.len() < wanted.len()
        && let Some(field) = form.next_field().await.map_err(unreadable)?
    {
        let Some(which) = wanted.iter().find(|which| field.name() == Some(which)) else { continue };
        let name = field.file_name().unwrap_or("file").to_owned();
        found.insert(*which, (name, field.bytes().await.map_err(unreadable)?));
    }
    Ok(found)
}

/// Proposes what a sheet means.
#[utoipa::path(
    post, path = "/imports/proposal", operation_id = "propose_import", tag = "imports", request_body = GuessRequest,
    responses(
        (status = 200, body = Proposal), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn propose(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Json(request): Json<GuessRequest>,
) -> Result<Json<Proposal>, ApiError> {
    user.require(&MAY)?;
    let file: BlobHash = parse("file", &request.file)?;
    let _place = services.import_place().await;
    let services = Arc::clone(&services);
    blocking(move || {
        let guess = services.importer.guess(&file, request.sheet, request.kind).map_err(failed)?;
        let shown = |row: &sheets::Row| row.cells.iter().map(sheets::Cell::shown).collect();
        Ok(Proposal {
            problems: guess.mapping.problems(),
            first_rows: guess.first_rows.iter().map(shown).collect(),
            headings: guess.headings,
            mapping: guess.mapping,
        })
    })
    .await
    .map(Json)
}

/// Says what an import would do: what would be stored, what is there already, what would be refused and why.
#[utoipa::path(
    post, path = "/imports/rehearsal", operation_id = "rehearse_import", tag = "imports", request_body = ImportRequest,
    responses(
        (status = 200, body = Rehearsal), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn rehearse(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Json(request): Json<ImportRequest>,
) -> Result<Json<Rehearsal>, ApiError> {
    user.require(&MAY)?;
    let file: BlobHash = parse("file", &request.file)?;
    let _place = services.import_place().await;
    let services = Arc::clone(&services);
    blocking(move || services.importer.rehearse(&file, &request.plan).map_err(failed)).await.map(Json)
}

/// Everything that an import would refuse, as CSV.
#[utoipa::path(
    post, path = "/imports/refusals", operation_id = "list_import_refusals", tag = "imports",
    request_body = ImportRequest,
    responses(
        (status = 200, description = "row, column, reason, text", content_type = "text/csv", body = String),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn refusals(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Json(request): Json<ImportRequest>,
) -> Result<Response, ApiError> {
    user.require(&MAY)?;
    let file: BlobHash = parse("file", &request.file)?;
    let _place = services.import_place().await;
    let services = Arc::clone(&services);
    let csv = blocking(move || {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        let mut failure = writer.write_record(["row", "column", "reason", "text"]).err();
        services
            .importer
            .refusals(&file, &request.plan, |refusal| {
                let column = refusal.column.map(|column| (column + 1).to_string()).unwrap_or_default();
                // A spreadsheet must not take what a file says for a formula.
                let text = match refusal.text.starts_with(['=', '+', '-', '@']) {
                    true => format!("'{}", refusal.text),
                    false => refusal.text,
                };
                let row = refusal.row.to_string();
                let written = writer.write_record([&row, &column, refusal.reason.code(), &text]);
                failure = failure.take().or(written.err());
            })
            .map_err(failed)?;
        match failure {
            Some(error) => Err(ApiError::internal(&error)),
            None => writer.into_inner().map_err(|error| ApiError::internal(&error)),
        }
    })
    .await?;
    let mut response = csv.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"refusals.csv\""),
    );
    Ok(response)
}

/// Confirms an import: it begins, and goes on by itself.
#[utoipa::path(
    post, path = "/imports", operation_id = "begin_import", tag = "imports", request_body = ImportRequest,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = BegunImport), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn begin(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Json(request): Json<ImportRequest>,
) -> Result<(StatusCode, Json<BegunImport>), ApiError> {
    user.require(&MAY)?;
    let command = command_id(&user, &headers)?;
    let file: BlobHash = parse("file", &request.file)?;
    blocking(move || {
        let id = services.importer.begin(&file, &request.plan, &command, &user.actor()).map_err(failed)?;
        Ok((StatusCode::CREATED, Json(BegunImport { id: id.to_string() })))
    })
    .await
}

/// All imports, the latest first.
#[utoipa::path(
    get, path = "/imports", operation_id = "list_imports", tag = "imports",
    responses(
        (status = 200, body = Vec<ImportRow>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Vec<ImportRow>>, ApiError> {
    user.require(&MAY)?;
    blocking(move || {
        let states = services.importer.list().map_err(failed)?;
        states.into_iter().map(|state| row(&services, state)).collect()
    })
    .await
    .map(Json)
}

/// One import, and how far it is.
#[utoipa::path(
    get, path = "/imports/{id}", operation_id = "one_import", tag = "imports", params(("id" = String, Path)),
    responses(
        (status = 200, body = ImportRow), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<ImportRow>, ApiError> {
    user.require(&MAY)?;
    blocking(move || {
        let id: ImportId = id.parse().map_err(|_| ApiError::not_found())?;
        let state = services.importer.one(&id).map_err(failed)?;
        row(&services, state)
    })
    .await
    .map(Json)
}

/// Asks a running import to stop; what is stored stays until it is undone.
#[utoipa::path(
    post, path = "/imports/{id}/stop", operation_id = "stop_import", tag = "imports", params(("id" = String, Path)),
    responses(
        (status = 204), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn stop(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    user.require(&MAY)?;
    let id: ImportId = id.parse().map_err(|_| ApiError::not_found())?;
    services.importer.stop(&id).map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back what an import stored.
#[utoipa::path(
    post, path = "/imports/{id}/undo", operation_id = "undo_import", tag = "imports", request_body = Undoing,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn undo(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(undoing): Json<Undoing>,
) -> Result<StatusCode, ApiError> {
    user.require(&MAY)?;
    let command = command_id(&user, &headers)?;
    blocking(move || {
        let id: ImportId = id.parse().map_err(|_| ApiError::not_found())?;
        services.importer.undo(&id, undoing.reason, Some(command), &user.actor()).map_err(failed)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

fn row(services: &Services, state: ImportState) -> Result<ImportRow, ApiError> {
    let file_name = services.importer.file_name(&state.import.begun.file).map_err(failed)?;
    Ok(ImportRow::new(state, file_name))
}

fn failed(error: ImportError) -> ApiError {
    match error {
        ImportError::Open(error) => {
            ApiError::refused(open_code(&error), Bilingual::new(open_zh(&error), error.to_string()))
        }
        ImportError::Read(error) => {
            let title = Bilingual::new(format!("工作表无法读取：{error}"), error.to_string());
            ApiError::refused("sheet_unreadable", title)
        }
        ImportError::Mapping(problems) => {
            let list = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            let title = Bilingual::new(format!("列的含义不完整：{list}"), list);
            ApiError::refused("mapping_incomplete", title)
        }
        ImportError::NotFound => ApiError::not_found(),
        ImportError::Office(error) => office_error(error),
        ImportError::Vault(error) => vault_failed(&error),
        ImportError::Lake(error) => ApiError::unavailable(&error),
        ImportError::Plan(error) => ApiError::internal(&error),
        ImportError::Thread(error) => ApiError::unavailable(&error),
    }
}

fn vault_failed(error: &VaultError) -> ApiError {
    match (error, error.kind()) {
        (VaultError::BlobSize { .. }, _) => {
            ApiError::refused("file_size", Bilingual::new("文件为空或超过64MB", error.to_string()))
        }
        (_, ErrorKind::NotFound) => ApiError::not_found(),
        _ => ApiError::unavailable(error),
    }
}

pub(super) fn open_code(error: &OpenError) -> &'static str {
    match error {
        OpenError::Empty => "file_empty",
        OpenError::TooLarge { .. } => "file_size",
        OpenError::UnpacksTooLarge { .. } => "unpacks_too_large",
        OpenError::Encrypted => "file_encrypted",
        OpenError::NotRead { .. } => "format_not_read",
        OpenError::NotATable => "not_a_table",
        OpenError::Encoding { .. } => "encoding_unknown",
        OpenError::Damaged { .. } => "file_damaged",
    }
}

pub(super) fn open_zh(error: &OpenError) -> String {
    match error {
        OpenError::Empty => "文件是空的".into(),
        OpenError::TooLarge { .. } => "文件过大".into(),
        OpenError::UnpacksTooLarge { .. } => "文件解压后过大，已拒绝".into(),
        OpenError::Encrypted => "文件有密码保护，请取消密码后再上传".into(),
        OpenError::NotRead { format } => format!("不支持 {format} 格式，请另存为 .xlsx 或 .csv"),
        OpenError::NotATable => "既不是CSV也不是Excel文件".into(),
        OpenError::Encoding { line } => format!("第{line}行既不是UTF-8也不是GB18030编码"),
        OpenError::Damaged { detail } => format!("文件已损坏：{detail}"),
    }
}
