//! The library of objects (检查对象名录库): the list, one object with who it was, and saying that it has another name or is
//! the same as another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::inspection_library::{
    Change, Command, InTheWay, InspectionObject, Merging, ObjectChange, Renaming, may_keep,
};
use casework::positive_list;
use jiff::civil::Date;
use model::{CreditCode, LibraryChangeId, china};

use super::commands::{command_id, office_error};
use super::libraries::{keeper, office, undone};
use super::paging::{Page, Place, Sorted};
use super::{blocking, parse};
use crate::dto::Time;
use crate::dto::import::Undoing;
use crate::dto::library::{
    GivenUp, InspectionObjectDetail, InspectionObjectPage, InspectionObjectRow, NewName, ObjectChangeKind,
    ObjectChangeRow, ObjectFilter, ObjectRecord, SameObject,
};
use crate::error::{ApiError, ProblemBody};
use crate::export::Format;
use crate::library::{self, KnownNames};
use crate::office::Office;
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;
use crate::visits;

/// Objects that may be inspected, with the facts that pools and weights need.
#[utoipa::path(
    get, path = "/inspection-objects", operation_id = "list_inspection_objects", tag = "libraries",
    params(ObjectFilter),
    responses(
        (status = 200, body = InspectionObjectPage, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(filter): Query<ObjectFilter>,
) -> Result<Response, ApiError> {
    office(&user)?;
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let objects = services.views.inspection_objects().map_err(|error| ApiError::unavailable(&error))?;
        let known = KnownNames::of(&services)?;
        let twice = if filter.same_name.unwrap_or(false) { Some(named_twice(&objects)) } else { None };
        let wanted = |object: &InspectionObject| {
            fits(object, &known, &filter)
                && twice.as_ref().is_none_or(|twice| twice.contains(&plain(&object.name)))
        };
        let objects: Vec<_> = objects.into_iter().filter(wanted).collect();
        if format != Format::Json {
            return library::objects_sheet(&objects).answer(format);
        }
        let presenter = Presenter::new(&services, &user);
        let place = |object: &InspectionObject| Place { figures: [0; 3], id: object.code.to_string() };
        let sorted = objects.into_iter().map(|object| (place(&object), object)).collect();
        let limit = filter.limit.unwrap_or(100).clamp(1, 500);
        let Page { items, next_cursor, total } =
            Sorted::new(sorted, false).page(filter.cursor.as_deref(), limit)?;
        let items = items.iter().map(|object| object_row(&presenter, &known, object)).collect();
        let may_keep = may_keep(&user.actor());
        Ok(Json(InspectionObjectPage { items, next_cursor, total, may_keep }).into_response())
    })
    .await
}

fn fits(object: &InspectionObject, known: &KnownNames, filter: &ObjectFilter) -> bool {
    let q = filter.q.as_deref().unwrap_or("").trim().to_lowercase();
    let mut texts = vec![object.name.clone(), object.trade_code.clone().unwrap_or_default()];
    texts.extend(known.former(object));
    texts.extend(known.identities.codes(&object.code).iter().map(ToString::to_string));
    let permit = object.permit.map_or("unknown", |permit| permit.code());
    texts.iter().any(|text| text.to_lowercase().contains(&q))
        && filter.district.as_deref().is_none_or(|district| object.district.as_str() == district)
        && filter.permit.as_deref().is_none_or(|wanted| wanted == permit)
}

fn object_row(
    presenter: &Presenter<'_>,
    known: &KnownNames,
    object: &InspectionObject,
) -> InspectionObjectRow {
    let days = |days: &std::collections::BTreeSet<Date>| days.iter().map(Date::to_string).collect();
    InspectionObjectRow {
        code: object.code.to_string(),
        name: object.name.clone(),
        district: presenter.district_named(&object.district),
        trade_code: object.trade_code.clone(),
        permit: object.permit.map(casework::inspection_library::PermitClass::code),
        key_lists: object.key_lists.as_ref().map(|lists| lists.iter().map(|list| list.code()).collect()),
        surroundings: object.surroundings.as_ref().map(|near| near.iter().map(|near| near.code()).collect()),
        credit_score: object.credit_score,
        designations: object.designations.as_ref().map(|words| words.iter().cloned().collect()),
        record: object.record.as_ref().map(|record| ObjectRecord {
            known_until: record.known_until.to_string(),
            penalties: days(&record.penalties),
            emergencies: days(&record.emergencies),
            false_data: days(&record.false_data),
        }),
        former_names: known.former(object),
        merged: known.merged(object).iter().map(ToString::to_string).collect(),
        monitored: presenter.register().enterprises.contains_key(&object.code),
    }
}

/// A name without what people write in several ways.
fn plain(name: &str) -> String {
    let mark = |c| match c {
        '（' => '(',
        '）' => ')',
        other => other,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(mark).collect()
}

/// Names that stand at more than one object: perhaps the same enterprise.
fn named_twice(objects: &[InspectionObject]) -> BTreeSet<String> {
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for object in objects {
        *times.entry(plain(&object.name)).or_default() += 1;
    }
    times.into_iter().filter(|(_, times)| *times > 1).map(|(name, _)| name).collect()
}

/// One object, with its former names, what was said of who it is, and others of the same name.
#[utoipa::path(
    get, path = "/inspection-objects/{code}", operation_id = "get_inspection_object", tag = "libraries",
    params(("code" = String, Path)),
    responses(
        (status = 200, body = InspectionObjectDetail), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
) -> Result<Json<InspectionObjectDetail>, ApiError> {
    office(&user)?;
    blocking(move || detail(&services, &user, &code.parse().map_err(|_| ApiError::not_found())?))
        .await
        .map(Json)
}

fn detail(
    services: &Services,
    user: &SignedIn,
    code: &CreditCode,
) -> Result<InspectionObjectDetail, ApiError> {
    let object = services.views.inspection_object(code).map_err(|error| ApiError::unavailable(&error))?;
    let object = object.ok_or_else(ApiError::not_found)?;
    let known = KnownNames::of(services)?;
    let presenter = Presenter::new(services, user);
    let kept = known.identities.kept(code);
    let codes = known.identities.codes(kept);
    let changes = known.identities.all().iter().filter(|change| concerns(change, &codes));
    let objects = services.views.inspection_objects().map_err(|error| ApiError::unavailable(&error))?;
    let same = |other: &&InspectionObject| other.code != *kept && plain(&other.name) == plain(&object.name);
    let same_name = objects.iter().filter(same).map(|other| SameObject {
        code: other.code.to_string(),
        name: other.name.clone(),
        district: presenter.district_named(&other.district),
    });
    Ok(InspectionObjectDetail {
        object: object_row(&presenter, &known, &object),
        kept: (kept != code).then(|| kept.to_string()),
        changes: changes.map(|change| change_row(&presenter, user, change)).collect::<Result<_, _>>()?,
        same_name: same_name.collect(),
        may_keep: may_keep(&user.actor()),
    })
}

fn concerns(change: &ObjectChange, codes: &BTreeSet<CreditCode>) -> bool {
    match &change.what {
        Change::Renamed { code, .. } => codes.contains(code),
        Change::Merged { given_up, kept } => codes.contains(given_up) || codes.contains(kept),
    }
}

fn change_row(
    presenter: &Presenter<'_>,
    user: &SignedIn,
    change: &ObjectChange,
) -> Result<ObjectChangeRow, ApiError> {
    let (kind, code, from, to, since) = match &change.what {
        Change::Renamed { code, from, to, since } => {
            (ObjectChangeKind::Renamed, code, from.clone(), to.clone(), Some(since.to_string()))
        }
        Change::Merged { given_up, kept } => {
            (ObjectChangeKind::Merged, given_up, given_up.to_string(), kept.to_string(), None)
        }
    };
    let undone = change.taken_back.as_ref().map(|back| undone(presenter, back));
    Ok(ObjectChangeRow {
        id: change.id.to_string(),
        kind,
        code: code.to_string(),
        from,
        to,
        since,
        reason: change.reason.clone(),
        at: Time(change.at),
        by: presenter.actor(&change.by)?,
        may_undo: change.taken_back.is_none() && may_keep(&user.actor()),
        undone: undone.transpose()?,
    })
}

/// Says that an enterprise has another name; the former one stays visible and is found.
#[utoipa::path(
    post, path = "/inspection-objects/{code}/rename", operation_id = "rename_inspection_object", tag = "libraries",
    request_body = NewName, params(("code" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionObjectDetail), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn rename(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewName>,
) -> Result<Json<InspectionObjectDetail>, ApiError> {
    keeper(&user)?;
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let code = there(&services, &code)?;
        let command = Command::Rename(Renaming {
            id: Office::library_change_id(&key).map_err(office_error)?,
            code: code.clone(),
            to: new.name,
            since: parse("since", &new.since)?,
            reason: new.reason,
            today: china::civil(services.clock.now()).date(),
        });
        services.office.inspection_library(Some(key), &user.actor(), &command).map_err(office_error)?;
        detail(&services, &user, &code)
    })
    .await
    .map(Json)
}

/// Says that another object is the same enterprise: it is an object no more, and both histories are told of this one.
#[utoipa::path(
    post, path = "/inspection-objects/{code}/merge", operation_id = "merge_inspection_objects", tag = "libraries",
    request_body = GivenUp,
    params(("code" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = InspectionObjectDetail), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn merge(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(given): Json<GivenUp>,
) -> Result<Json<InspectionObjectDetail>, ApiError> {
    keeper(&user)?;
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let kept = there(&services, &code)?;
        let given_up: CreditCode = parse("given_up", &given.given_up)?;
        let command = Command::Merge(Merging {
            id: Office::library_change_id(&key).map_err(office_error)?,
            in_the_way: in_the_way(&services, &given_up)?,
            given_up,
            kept: kept.clone(),
            reason: given.reason,
        });
        services.office.inspection_library(Some(key), &user.actor(), &command).map_err(office_error)?;
        detail(&services, &user, &kept)
    })
    .await
    .map(Json)
}

fn there(services: &Services, code: &str) -> Result<CreditCode, ApiError> {
    let code: CreditCode = code.parse().map_err(|_| ApiError::not_found())?;
    let object = services.views.inspection_object(&code).map_err(|error| ApiError::unavailable(&error))?;
    object.map(|_| code).ok_or_else(ApiError::not_found)
}

/// What goes on under a code, so that giving it up would leave it without an enterprise.
fn in_the_way(services: &Services, code: &CreditCode) -> Result<Vec<InTheWay>, ApiError> {
    let mut found = Vec::new();
    if services.views.register().enterprises.contains_key(code) {
        found.push(InTheWay::Monitored);
    }
    let row = services.views.positive_list_of(code).map_err(|error| ApiError::unavailable(&error))?;
    let on_list = row.as_ref().and_then(|row| row.standing.last()).is_some_and(|entry| match &entry.stage {
        positive_list::Stage::Proposed
        | positive_list::Stage::OnNotice(_)
        | positive_list::Stage::Listed(_) => true,
        positive_list::Stage::Over(_) | positive_list::Stage::Removed(..) => false,
    });
    if on_list {
        found.push(InTheWay::PositiveList);
    }
    let rows = visits::inspections_of(services, code)?;
    let open = rows.iter().filter(|row| !row.inspection.is_over());
    found.extend(open.map(|row| InTheWay::Inspection(row.inspection.id().clone())));
    Ok(found)
}

/// Takes a change of who is who back.
#[utoipa::path(
    post, path = "/inspection-objects/{code}/changes/{id}/undo", operation_id = "undo_inspection_object_change",
    tag = "libraries", request_body = Undoing,
    params(("code" = String, Path), ("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn undo_change(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path((code, id)): Path<(String, String)>,
    headers: HeaderMap,
    Json(undoing): Json<Undoing>,
) -> Result<StatusCode, ApiError> {
    keeper(&user)?;
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let code = there(&services, &code)?;
        let id: LibraryChangeId = id.parse().map_err(|_| ApiError::not_found())?;
        let identities = services.views.object_identities().map_err(|error| ApiError::unavailable(&error))?;
        let codes = identities.codes(identities.kept(&code));
        identities.get(&id).filter(|change| concerns(change, &codes)).ok_or_else(ApiError::not_found)?;
        let command = Command::UndoChange { id, reason: undoing.reason };
        services.office.inspection_library(Some(key), &user.actor(), &command).map_err(office_error)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
