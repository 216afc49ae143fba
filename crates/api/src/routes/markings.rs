//! The marking of monitoring data (自动监测数据标记).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::data_marking::{Command, Content};
use jiff::civil::Date;
use law::MarkingKind;
use model::{MarkingId, Outlet, OutletId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::commands::{command_id, files, office_error};
use super::paging::{Page, Place, Sorted};
use super::{blocking, parse, visible_outlet};
use crate::dto::Time;
use crate::dto::marking::{
    Marking, MarkingAcceptance, MarkingConfirmation, MarkingContest, MarkingCount, MarkingDay,
    MarkingDayList, MarkingDayRow, MarkingStanding, MarkingWithdrawal, NewMarking,
};
use crate::error::{ApiError, ProblemBody};
use crate::export::Format;
use crate::markings::{days_rows, outlet_day, present, rule_of, sheet};
use crate::office::Office;
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

const PAGE_LIMIT: usize = 500;

/// Which outlets are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MarkingDayFilter {
    #[param(inline)]
    standing: Option<MarkingStanding>,
    district: Option<String>,
    /// Only outlets with hours over their limit.
    over: Option<bool>,
    /// A part of a name or an id.
    q: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// 1 to 500, 100 unless said.
    limit: Option<usize>,
    #[param(inline)]
    format: Option<Format>,
}

/// A day over the outlets within the account's scope, those with most hours over their limits first.
#[utoipa::path(
    get, path = "/marking-days/{day}", operation_id = "list_marking_day", tag = "markings",
    params(("day" = String, Path, description = "as in 2020-08-30"), MarkingDayFilter),
    responses(
        (status = 200, body = MarkingDayList, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(day): Path<String>,
    headers: HeaderMap,
    Query(filter): Query<MarkingDayFilter>,
) -> Result<Response, ApiError> {
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let day: Date = parse("day", &day)?;
        let presenter = Presenter::new(&services, &user);
        let register = presenter.register();
        let seen =
            register.outlets.values().filter(|outlet| user.sees_enterprise(register, &outlet.enterprise));
        let outlets: Vec<&Outlet> = seen.collect();
        let rows = days_rows(&services, &presenter, &outlets, day)?;
        let counts = counts(&rows);
        let rows: Vec<(Place, MarkingDayRow)> =
            rows.into_iter().filter(|row| wanted(row, &filter)).map(|row| (place(&row), row)).collect();
        let sorted = Sorted::new(rows, false);
        match format {
            Format::Json => {
                let limit = filter.limit.unwrap_or(100).clamp(1, PAGE_LIMIT);
                let Page { items, next_cursor, total } = sorted.page(filter.cursor.as_deref(), limit)?;
                let (rule, now) = (rule_of(&services.law, day, presenter.now()), Time(presenter.now()));
                let day = day.to_string();
                Ok(Json(MarkingDayList { day, now, rule, items, next_cursor, total, counts }).into_response())
            }
            Format::Csv | Format::Xlsx => sheet(&sorted.into_items()).answer(format),
        }
    })
    .await
}

fn counts(rows: &[MarkingDayRow]) -> Vec<MarkingCount> {
    let all = [
        MarkingStanding::Open,
        MarkingStanding::Marked,
        MarkingStanding::Confirmed,
        MarkingStanding::NoObjection,
        MarkingStanding::NoRule,
    ];
    let count = |standing| MarkingCount {
        standing,
        outlets: rows.iter().filter(|row| row.standing == standing).count(),
    };
    all.into_iter().map(count).filter(|count| count.outlets > 0).collect()
}

fn wanted(row: &MarkingDayRow, filter: &MarkingDayFilter) -> bool {
    let text = filter.q.as_deref().map(|text| text.trim().to_lowercase()).unwrap_or_default();
    let names = [&row.outlet, &row.enterprise].map(|named| [&named.code, &named.name, &named.name_en]);
    filter.standing.is_none_or(|standing| row.standing == standing)
        && filter.district.as_deref().is_none_or(|district| row.district.code == district)
        && (filter.over != Some(true) || row.over > 0)
        && names.iter().flatten().any(|name| name.to_lowercase().contains(&text))
}

/// What counts most comes first, then what waits for a review.
fn place(row: &MarkingDayRow) -> Place {
    let counted = row.over - row.excused - row.invalid;
    let figures = [counted, row.over, row.to_review as u64].map(|figure| -(figure as i64));
    Place { figures, id: row.outlet.code.clone() }
}

/// Everything about the marking of a day of an outlet.
#[utoipa::path(
    get, path = "/outlets/{id}/marking-days/{day}", operation_id = "get_marking_day", tag = "markings",
    params(("id" = String, Path), ("day" = String, Path, description = "as in 2020-08-30")),
    responses(
        (status = 200, body = MarkingDay), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one_day(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path((id, day)): Path<(String, String)>,
) -> Result<Json<MarkingDay>, ApiError> {
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let outlet = visible_outlet(presenter.register(), &user, &id)?;
        outlet_day(&services, &presenter, outlet, parse("day", &day)?)
    })
    .await
    .map(Json)
}

/// Says that there is nothing more to mark on a day.
#[utoipa::path(
    post, path = "/outlets/{id}/marking-days/{day}/confirm", operation_id = "confirm_marking_day",
    tag = "markings", request_body = MarkingConfirmation,
    params(("id" = String, Path), ("day" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = MarkingDay), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn confirm(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path((id, day)): Path<(String, String)>,
    headers: HeaderMap,
    Json(_): Json<MarkingConfirmation>,
) -> Result<Json<MarkingDay>, ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let id = visible_outlet(&services.views.register(), &user, &id)?.id.clone();
        let day: Date = parse("day", &day)?;
        let command = Command::Confirm { day };
        services.office.data_marking(&id, Some(key), &user.actor(), &command).map_err(office_error)?;
        let presenter = Presenter::new(&services, &user);
        outlet_day(&services, &presenter, visible_outlet(presenter.register(), &user, id.as_str())?, day)
    })
    .await
    .map(Json)
}

/// Marks hours of an outlet.
#[utoipa::path(
    post, path = "/outlets/{id}/markings", operation_id = "mark_data", tag = "markings",
    request_body = NewMarking, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = Marking), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn mark(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewMarking>,
) -> Result<(StatusCode, Json<Marking>), ApiError> {
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let outlet = visible_outlet(&services.views.register(), &user, &id)?.id.clone();
        let id = Office::marking_id(&key).map_err(office_error)?;
        let command = Command::Mark { id: id.clone(), content: content(&services, &new)? };
        services.office.data_marking(&outlet, Some(key), &user.actor(), &command).map_err(office_error)?;
        one(&services, &user, &id)
    })
    .await
    .map(|marking| (StatusCode::CREATED, Json(marking)))
}

fn content(services: &Services, new: &NewMarking) -> Result<Content, ApiError> {
    let kind = MarkingKind::ALL.into_iter().find(|kind| kind.code() == new.kind);
    let unknown = || {
        let known: Vec<_> = MarkingKind::ALL.map(MarkingKind::code).into();
        ApiError::unreadable("kind", &format!("{:?} is none of {}", new.kind, known.join(", ")))
    };
    Ok(Content {
        from: parse("from", &new.from)?,
        to: parse("to", &new.to)?,
        factors: new.factors.iter().map(|factor| parse("factor", factor)).collect::<Result<_, _>>()?,
        kind: kind.ok_or_else(unknown)?,
        reason: new.reason.clone(),
        files: files(services, &new.files)?,
    })
}

macro_rules! marking_route {
    ($(#[$doc:meta])* $name:ident, $path:literal, $operation:literal, $body:ty, |$services:ident, $id:ident, $given:ident| $command:expr) => {
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, operation_id = $operation, tag = "markings", request_body = $body,
            params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
            responses(
                (status = 200, body = Marking), (status = 400, body = ProblemBody),
                (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
                (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
            )
        )]
        pub(crate) async fn $name(
            State(services): State<Arc<Services>>,
            user: SignedIn,
            Path(id): Path<String>,
            headers: HeaderMap,
            Json($given): Json<$body>,
        ) -> Result<Json<Marking>, ApiError> {
            change(services, user, id, &headers, move |$services, $id| $command).await
        }
    };
}

marking_route!(
    /// Lets a marking say something else.
    change_marking, "/markings/{id}/change", "change_marking", NewMarking,
    |services, id, new| Ok(Command::Change { id, content: content(services, &new)? })
);

marking_route!(
    /// Takes a marking back.
    withdraw, "/markings/{id}/withdraw", "withdraw_marking", MarkingWithdrawal,
    |_services, id, body| Ok(Command::Withdraw { id, reason: body.reason })
);

marking_route!(
    /// Accepts a marking, for the bureau.
    accept, "/markings/{id}/accept", "accept_marking", MarkingAcceptance,
    |_services, id, body| Ok(Command::Accept { id, reason: body.reason })
);

marking_route!(
    /// Contests a marking, for the bureau: it does nothing any more.
    contest, "/markings/{id}/contest", "contest_marking", MarkingContest,
    |_services, id, body| {
        Ok(Command::Contest { id, reason: body.reason, suspected_false: body.suspected_false })
    }
);

/// Carries out a command on a marking, and gives the marking as it then stands.
async fn change(
    services: Arc<Services>,
    user: SignedIn,
    id: String,
    headers: &HeaderMap,
    command: impl FnOnce(&Services, MarkingId) -> Result<Command, ApiError> + Send + 'static,
) -> Result<Json<Marking>, ApiError> {
    let key = command_id(&user, headers)?;
    blocking(move || {
        let id: MarkingId = id.parse().map_err(|_| ApiError::not_found())?;
        let outlet = visible(&services, &user, &id)?;
        let command = command(&services, id.clone())?;
        services.office.data_marking(&outlet, Some(key), &user.actor(), &command).map_err(office_error)?;
        one(&services, &user, &id)
    })
    .await
    .map(Json)
}

/// The outlet of a marking, if the account may see it.
fn visible(services: &Services, user: &SignedIn, id: &MarkingId) -> Result<OutletId, ApiError> {
    let marking = services.views.marking(id).map_err(|error| ApiError::unavailable(&error))?;
    let marking = marking.ok_or_else(ApiError::not_found)?;
    Ok(visible_outlet(&services.views.register(), user, marking.outlet.as_str())?.id.clone())
}

fn one(services: &Services, user: &SignedIn, id: &MarkingId) -> Result<Marking, ApiError> {
    let unavailable = |error| ApiError::unavailable(&error);
    let marking = services.views.marking(id).map_err(unavailable)?.ok_or_else(ApiError::not_found)?;
    let presenter = Presenter::new(services, user);
    let outlet = visible_outlet(presenter.register(), user, marking.outlet.as_str())?;
    let mut all = services.views.markings(Some(&outlet.id), marking.from, marking.to).map_err(unavailable)?;
    let state = all.remove(&outlet.id).unwrap_or_default();
    present(services, &presenter, outlet, &state, (id, &marking))
}
