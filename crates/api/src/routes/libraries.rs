//! The libraries of objects and officers (检查对象名录库、执法人员名录库).

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::inspection_library::{
    CertificateState, Command, Conflict, Enforcer, Imported, InspectionItem, Leave, LibraryImport,
    RecusalGround, TakenBack, may_keep,
};
use jiff::civil::Date;
use model::{EnforcerId, ImportId, china};
use vault::content_hash;

use super::commands::{command_id, office_error};
use super::imports::{file_of, open_code, open_zh};
use super::{blocking, parse};
use crate::dto::Time;
use crate::dto::import::{SheetUpload, Undoing};
use crate::dto::library::{
    Availability, CertificateStanding, DeclaredConflict, EnforcerFilter, EnforcerList, EnforcerRow,
    InspectionItemList, InspectionItemRow, ItemFilter, LeaveSpan, LibraryImportRow, LibraryKind,
    LibraryPreview, LibraryPreviewRow, LibraryRefusal, LibraryUndone, OfKind,
};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::export::Format;
use crate::library::{self, Change, FileError, Kind, ReadFile, Rows};
use crate::office::Office;
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// Refusals and rows that a preview shows.
const SHOWN: usize = 200;

pub(super) fn office(user: &SignedIn) -> Result<(), ApiError> {
    if user.is_office() { Ok(()) } else { Err(ApiError::not_allowed()) }
}

/// What may be inspected, and on what basis.
#[utoipa::path(
    get, path = "/inspection-items", operation_id = "list_inspection_items", tag = "libraries", params(ItemFilter),
    responses(
        (status = 200, body = InspectionItemList, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn items(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(filter): Query<ItemFilter>,
) -> Result<Response, ApiError> {
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let mut items = services.views.inspection_items().map_err(|error| ApiError::unavailable(&error))?;
        let total = items.len();
        let q = filter.q.as_deref().unwrap_or("").trim().to_lowercase();
        items.retain(|item| {
            [item.id.as_str(), &item.name, &item.basis].iter().any(|text| text.to_lowercase().contains(&q))
        });
        if format != Format::Json {
            return library::items_sheet(&items).answer(format);
        }
        let row = |item: &InspectionItem| InspectionItemRow {
            id: item.id.to_string(),
            name: item.name.clone(),
            content: item.content.clone(),
            basis: item.basis.clone(),
            methods: item.methods.iter().map(|method| method.code()).collect(),
            classes: item.classes.iter().map(|class| class.code()).collect(),
        };
        let may_keep = may_keep(&user.actor());
        Ok(Json(InspectionItemList { items: items.iter().map(row).collect(), total, may_keep })
            .into_response())
    })
    .await
}

/// Officers who may inspect, with how their certificates stand today.
#[utoipa::path(
    get, path = "/enforcers", operation_id = "list_enforcers", tag = "libraries", params(EnforcerFilter),
    responses(
        (status = 200, body = EnforcerList, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn enforcers(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(filter): Query<EnforcerFilter>,
) -> Result<Response, ApiError> {
    office(&user)?;
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let today = china::civil(services.clock.now()).date();
        let mut all = services.views.enforcers().map_err(|error| ApiError::unavailable(&error))?;
        let cards = services.vault.enforcers().map_err(|error| ApiError::unavailable(&error))?;
        let total = all.len();
        let q = filter.q.as_deref().unwrap_or("").trim().to_lowercase();
        all.retain(|enforcer| {
            let name = cards.get(&enforcer.id).map_or("", |card| card.name.as_str());
            let texts = [enforcer.id.as_str(), name, enforcer.unit.as_str()];
            texts.iter().any(|text| text.to_lowercase().contains(&q))
                && filter.ending_within.is_none_or(|days| ends_within(enforcer, today, days))
        });
        all.sort_by(|a, b| (a.certificate.until, &a.id).cmp(&(b.certificate.until, &b.id)));
        if format != Format::Json {
            return library::enforcers_sheet(&all, &cards).answer(format);
        }
        let items =
            all.iter().map(|enforcer| enforcer_row(enforcer, cards.get(&enforcer.id), today)).collect();
        let may_keep = may_keep(&user.actor());
        Ok(Json(EnforcerList { items, total, today: today.to_string(), may_keep }).into_response())
    })
    .await
}

fn ends_within(enforcer: &Enforcer, today: Date, days: u16) -> bool {
    match enforcer.certificate.on(today) {
        CertificateState::Ended => true,
        CertificateState::Holds { days_left } => days_left <= i32::from(days),
        CertificateState::NotYet => false,
    }
}

fn enforcer_row(enforcer: &Enforcer, card: Option<&vault::EnforcerCard>, today: Date) -> EnforcerRow {
    let (standing, days_left) = match enforcer.certificate.on(today) {
        CertificateState::NotYet => (CertificateStanding::NotYet, None),
        CertificateState::Holds { days_left } => (CertificateStanding::Holds, Some(days_left)),
        CertificateState::Ended => (CertificateStanding::Ended, None),
    };
    EnforcerRow {
        id: enforcer.id.to_string(),
        name: card.map(|card| card.name.clone()).unwrap_or_default(),
        certificate_number: card.map(|card| card.certificate_number.clone()).unwrap_or_default(),
        unit: enforcer.unit.clone(),
        issuer: enforcer.certificate.issuer.clone(),
        certified_from: enforcer.certificate.from.to_string(),
        certified_until: enforcer.certificate.until.to_string(),
        standing,
        days_left,
        specialities: enforcer.specialities.iter().map(|speciality| speciality.code()).collect(),
        leave: enforcer
            .leave
            .iter()
            .map(|leave| LeaveSpan { from: leave.from.to_string(), until: leave.until.to_string() })
            .collect(),
        conflicts: enforcer
            .conflicts
            .iter()
            .map(|conflict| DeclaredConflict {
                enterprise: conflict.enterprise.to_string(),
                ground: conflict.ground.code().to_owned(),
            })
            .collect(),
    }
}

/// Says when an officer cannot go, and where; what was said before is replaced.
#[utoipa::path(
    post, path = "/enforcers/{id}/availability", operation_id = "change_enforcer_availability", tag = "libraries",
    request_body = Availability, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn availability(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<Availability>,
) -> Result<StatusCode, ApiError> {
    keeper(&user)?;
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let id: EnforcerId = id.parse().map_err(|_| ApiError::not_found())?;
        let there = services.views.enforcer(&id).map_err(|error| ApiError::unavailable(&error))?;
        let there = there.ok_or_else(ApiError::not_found)?;
        let leave = |span: &LeaveSpan| {
            Ok(Leave { from: parse("from", &span.from)?, until: parse("until", &span.until)? })
        };
        let conflict = |conflict: &DeclaredConflict| {
            let ground = RecusalGround::ALL.into_iter().find(|ground| ground.code() == conflict.ground);
            let ground = ground.ok_or_else(|| ApiError::unreadable("ground", &"not one of the grounds"))?;
            Ok(Conflict { enterprise: parse("enterprise", &conflict.enterprise)?, ground })
        };
        let enforcer = Enforcer {
            leave: given.leave.iter().map(leave).collect::<Result<_, ApiError>>()?,
            conflicts: given.conflicts.iter().map(conflict).collect::<Result<_, ApiError>>()?,
            ..there
        };
        let command = Command::PutEnforcer(enforcer);
        services.office.inspection_library(Some(key), &user.actor(), &command).map_err(office_error)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

pub(super) fn keeper(user: &SignedIn) -> Result<(), ApiError> {
    if may_keep(&user.actor()) { Ok(()) } else { Err(ApiError::not_allowed()) }
}

/// Reads a file and says what an import would do, without doing it. The file is not kept.
#[utoipa::path(
    post, path = "/library-imports/preview", operation_id = "preview_library_import", tag = "libraries",
    params(OfKind), request_body(content = SheetUpload, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = LibraryPreview), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn preview(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(OfKind { kind }): Query<OfKind>,
    form: Multipart,
) -> Result<Json<LibraryPreview>, ApiError> {
    keeper(&user)?;
    let (_, bytes) = file_of(form).await?;
    blocking(move || {
        let file = library::read(&services, kind_of(kind), &bytes).map_err(unread)?;
        told(&services, &file, &bytes)
    })
    .await
    .map(Json)
}

fn kind_of(kind: LibraryKind) -> Kind {
    match kind {
        LibraryKind::Objects => Kind::Objects,
        LibraryKind::Enforcers => Kind::Enforcers,
        LibraryKind::Items => Kind::Items,
    }
}

fn told(services: &Services, file: &ReadFile, bytes: &[u8]) -> Result<LibraryPreview, ApiError> {
    let hash = content_hash(bytes);
    let imports = services.views.library_imports().map_err(|error| ApiError::unavailable(&error))?;
    let same = imports.iter().find(|import| import.file == hash && import.taken_back.is_none());
    let preview = library::preview(services, file)?;
    let refusal = |refusal: &library::RowRefusal| LibraryRefusal {
        row: refusal.row,
        column: refusal.column,
        reason: refusal.reason.code(),
        text: refusal.text.clone(),
    };
    let row = |(id, name, change): &(String, String, Change)| LibraryPreviewRow {
        id: id.clone(),
        name: name.clone(),
        change: match change {
            Change::New => "added",
            Change::Changed => "changed",
            Change::Unchanged => "unchanged",
        },
    };
    Ok(LibraryPreview {
        added: preview.count(Change::New),
        changed: preview.count(Change::Changed),
        unchanged: preview.count(Change::Unchanged),
        refused: file.refused.len(),
        refusals: file.refused.iter().take(SHOWN).map(refusal).collect(),
        first: preview.rows.iter().take(SHOWN).map(row).collect(),
        unknown_headings: file.unknown.clone(),
        missing_columns: file.missing.clone(),
        same_as: same.map(|import| import.id.to_string()),
        file: hash.to_string(),
    })
}

/// Imports a file: every row that can be used, at once.
#[utoipa::path(
    post, path = "/library-imports", operation_id = "import_library", tag = "libraries",
    params(OfKind, ("Idempotency-Key" = String, Header)),
    request_body(content = SheetUpload, content_type = "multipart/form-data"),
    responses(
        (status = 201, body = LibraryImportRow), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn import(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(OfKind { kind }): Query<OfKind>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<(StatusCode, Json<LibraryImportRow>), ApiError> {
    keeper(&user)?;
    let key = command_id(&user, &headers)?;
    let (_, bytes) = file_of(form).await?;
    blocking(move || {
        let file = library::read(&services, kind_of(kind), &bytes).map_err(unread)?;
        let id = Office::library_import_id(&key).map_err(office_error)?;
        let refused = u32::try_from(file.refused.len()).unwrap_or(u32::MAX);
        let (objects, read, items) = match file.rows {
            Rows::Objects(objects) => (objects, Vec::new(), Vec::new()),
            Rows::Enforcers(read) => (Vec::new(), read, Vec::new()),
            Rows::Items(items) => (Vec::new(), Vec::new(), items),
        };
        let enforcers = read.iter().map(|read| read.enforcer.clone()).collect();
        let imported =
            Imported { id: id.clone(), file: content_hash(&bytes), objects, enforcers, items, refused };
        let done = services.office.inspection_library(Some(key), &user.actor(), &Command::Import(imported));
        done.map_err(office_error)?;
        // After the ledger: what is refused must not change a name. Who tries again with the same key comes here again.
        let cards = read.into_iter().map(|read| (read.enforcer.id, read.card)).collect();
        let kept = services.vault.keep_enforcers(&cards, services.machine_clock.now());
        kept.map_err(|error| ApiError::unavailable(&error))?;
        let imports = services.views.library_imports().map_err(|error| ApiError::unavailable(&error))?;
        let import = imports.iter().find(|import| import.id == id).ok_or_else(ApiError::not_found)?;
        import_row(&Presenter::new(&services, &user), import)
    })
    .await
    .map(|row| (StatusCode::CREATED, Json(row)))
}

/// All imports into the libraries, the last one first.
#[utoipa::path(
    get, path = "/library-imports", operation_id = "list_library_imports", tag = "libraries",
    responses(
        (status = 200, body = Vec<LibraryImportRow>), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn imports(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Vec<LibraryImportRow>>, ApiError> {
    keeper(&user)?;
    blocking(move || {
        let imports = services.views.library_imports().map_err(|error| ApiError::unavailable(&error))?;
        let presenter = Presenter::new(&services, &user);
        imports.iter().map(|import| import_row(&presenter, import)).collect()
    })
    .await
    .map(Json)
}

/// Takes a whole import back: what it said stands no longer, and what stood before stands again.
#[utoipa::path(
    post, path = "/library-imports/{id}/undo", operation_id = "undo_library_import", tag = "libraries",
    request_body = Undoing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
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
    keeper(&user)?;
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let id: ImportId = id.parse().map_err(|_| ApiError::not_found())?;
        let command = Command::Undo { id, reason: undoing.reason };
        services.office.inspection_library(Some(key), &user.actor(), &command).map_err(office_error)?;
        forget_those_who_left(&services)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Who is in no library any more is nobody whose name we keep.
fn forget_those_who_left(services: &Services) -> Result<(), ApiError> {
    let there = services.views.enforcers().map_err(|error| ApiError::unavailable(&error))?;
    let there: std::collections::BTreeSet<_> = there.into_iter().map(|enforcer| enforcer.id).collect();
    let cards = services.vault.enforcers().map_err(|error| ApiError::unavailable(&error))?;
    for id in cards.keys().filter(|id| !there.contains(*id)) {
        services.vault.forget_enforcer(id).map_err(|error| ApiError::unavailable(&error))?;
    }
    Ok(())
}

pub(super) fn undone(presenter: &Presenter<'_>, back: &TakenBack) -> Result<LibraryUndone, ApiError> {
    Ok(LibraryUndone { at: Time(back.at), by: presenter.actor(&back.by)?, reason: back.reason.clone() })
}

fn import_row(presenter: &Presenter<'_>, import: &LibraryImport) -> Result<LibraryImportRow, ApiError> {
    Ok(LibraryImportRow {
        id: import.id.to_string(),
        file: import.file.to_string(),
        at: Time(import.at),
        by: presenter.actor(&import.by)?,
        objects: import.objects,
        enforcers: import.enforcers,
        items: import.items,
        refused: import.refused,
        undone: import.taken_back.as_ref().map(|back| undone(presenter, back)).transpose()?,
    })
}

fn unread(error: FileError) -> ApiError {
    match error {
        FileError::Open(error) => {
            ApiError::refused(open_code(&error), Bilingual::new(open_zh(&error), error.to_string()))
        }
        FileError::Read(error) => {
            let title = Bilingual::new(format!("工作表无法读取：{error}"), error.to_string());
            ApiError::refused("sheet_unreadable", title)
        }
        FileError::TooManyRows { rows } => {
            let title = Bilingual::new(format!("文件有{rows}行，超过上限"), error.to_string());
            ApiError::refused("too_many_rows", title)
        }
    }
}
