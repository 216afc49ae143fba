//! Alarms: the queue and one alarm.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use casework::alarm::{self, GroupId, StageName};
use law::Law;
use model::{FindingKind, Severity, Timestamp};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use views::{AlarmQuery, AlarmRow, AlarmState, AlarmView, SnoozeFilter};

use super::paging::{Page, Place, Sorted};
use super::{blocking, parse};
use crate::dto::alarm::{AlarmDetail, AlarmPage, AlarmSummary};
use crate::error::{ApiError, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::present::{Presenter, severity_code};
use crate::services::Services;
use crate::session::SignedIn;

const PAGE_LIMIT: usize = 200;

/// Which alarms are meant by their state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StateFilter {
    #[default]
    Open,
    Closed,
    All,
}

/// By what a list of alarms is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SortBy {
    /// By the time that is left; what is over comes last.
    #[default]
    Due,
    Raised,
    Severity,
}

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    Asc,
    Desc,
}

/// Which alarms are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AlarmFilter {
    #[param(inline)]
    state: Option<StateFilter>,
    kind: Option<String>,
    severity: Option<String>,
    stage: Option<String>,
    district: Option<String>,
    enterprise: Option<String>,
    /// Those on which this account is the officer; `me` for the viewer's own.
    assignee: Option<String>,
    /// Those that wait for this account now: theirs is the next step, and they are not put aside.
    #[serde(default)]
    mine: bool,
    /// Those that are put aside, or those that are not; for offices.
    snoozed: Option<bool>,
    /// Those of a group, by its id.
    group: Option<String>,
    /// `false` leaves out those that are in groups.
    grouped: Option<bool>,
    /// A part of a name, an id or a trade.
    q: Option<String>,
    #[param(inline)]
    sort: Option<SortBy>,
    #[param(inline)]
    order: Option<Order>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// 1 to 200, 50 unless said.
    limit: Option<usize>,
    #[param(inline)]
    format: Option<Format>,
}

/// The alarms within the account's scope. Sorted and cut here, not in the database: due times are derived from
/// the law at reading time and stored nowhere.
#[utoipa::path(
    get, path = "/alarms", operation_id = "list_alarms", tag = "alarms", params(AlarmFilter),
    responses(
        (status = 200, body = AlarmPage, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(filter): Query<AlarmFilter>,
) -> Result<Response, ApiError> {
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let found = find(&services, &user, &filter)?;
        let presenter = Presenter::new(&services, &user);
        let told = |rows: Vec<AlarmRow>| -> Result<Vec<AlarmSummary>, ApiError> {
            rows.iter().map(|row| presenter.alarm_summary(row)).collect()
        };
        match format {
            Format::Json => {
                let limit = filter.limit.unwrap_or(50).clamp(1, PAGE_LIMIT);
                let Page { items, next_cursor, total } = found.page(filter.cursor.as_deref(), limit)?;
                Ok(Json(AlarmPage { items: told(items)?, next_cursor, total }).into_response())
            }
            Format::Csv | Format::Xlsx => sheet(&told(found.into_items())?).answer(format),
        }
    })
    .await
}

/// In their order, not yet in words: of ten thousand alarms only a page is told.
fn find(services: &Services, user: &SignedIn, filter: &AlarmFilter) -> Result<Sorted<AlarmRow>, ApiError> {
    let presenter = Presenter::new(services, user);
    let (now, actor) = (services.clock.now(), user.actor());
    let rows = services.views.alarms(&query(user, filter, now)?);
    let mut rows = rows.map_err(|error| ApiError::unavailable(&error))?;
    rows.retain(|row| presenter.sees_alarm(&row.alarm));
    rows.retain(|row| !filter.mine || alarm::waits_for(&row.alarm, &actor, now));
    let group = filter.group.as_deref().map(|text| parse::<GroupId>("group", text)).transpose()?;
    rows.retain(|row| group.is_none_or(|group| group.holds(&row.alarm)));
    if filter.grouped == Some(false) {
        let groups = alarm::groups(rows.iter().map(|row| &row.alarm), &services.law, now);
        rows.retain(|row| !groups.iter().any(|group| group.id.holds(&row.alarm)));
    }
    let sort = filter.sort.unwrap_or_default();
    let placed = rows.into_iter().map(|row| (place(&row, sort, &services.law), row)).collect();
    let default = match sort {
        SortBy::Due => Order::Asc,
        SortBy::Raised | SortBy::Severity => Order::Desc,
    };
    let descending = filter.order.unwrap_or(default) == Order::Desc;
    Ok(Sorted::new(placed, descending))
}

fn query(user: &SignedIn, filter: &AlarmFilter, now: Timestamp) -> Result<AlarmQuery, ApiError> {
    if filter.snoozed.is_some() && !user.is_office() {
        return Err(ApiError::not_allowed());
    }
    let officer = match filter.assignee.as_deref() {
        Some("me") => Some(user.account.id.clone()),
        other => other.map(|text| parse("assignee", text)).transpose()?,
    };
    Ok(AlarmQuery {
        state: match filter.state.unwrap_or_default() {
            StateFilter::Open => AlarmState::Open,
            StateFilter::Closed => AlarmState::Closed,
            StateFilter::All => AlarmState::All,
        },
        scope: Some(user.account.scope.clone()),
        kinds: coded("kind", filter.kind.as_deref(), &FindingKind::ALL, FindingKind::code)?,
        severities: coded("severity", filter.severity.as_deref(), &SEVERITIES, severity_code)?,
        stages: coded("stage", filter.stage.as_deref(), &STAGES, StageName::code)?,
        officer,
        district: filter.district.as_deref().map(|text| parse("district", text)).transpose()?,
        enterprise: filter.enterprise.as_deref().map(|text| parse("enterprise", text)).transpose()?,
        snooze: filter.snoozed.map(|aside| match aside {
            true => SnoozeFilter::AsideAt(now),
            false => SnoozeFilter::AwakeAt(now),
        }),
        text: filter.q.clone().filter(|text| !text.trim().is_empty()),
        ..AlarmQuery::default()
    })
}

const SEVERITIES: [Severity; 4] = [Severity::Notice, Severity::Moderate, Severity::Serious, Severity::Grave];
const STAGES: [StageName; 7] = [
    StageName::Raised,
    StageName::Assigned,
    StageName::Accepted,
    StageName::Returned,
    StageName::Verified,
    StageName::Closed,
    StageName::HandedOn,
];

/// The value that a code names, none where no code is given. A code that names nothing is refused: an empty
/// list would look like good news.
fn coded<T: Copy>(
    what: &str,
    given: Option<&str>,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Result<Vec<T>, ApiError> {
    let Some(given) = given else { return Ok(Vec::new()) };
    match all.iter().find(|value| code(**value) == given) {
        Some(value) => Ok(vec![*value]),
        None => {
            let known: Vec<_> = all.iter().map(|value| code(*value)).collect();
            Err(ApiError::unreadable(what, &format!("{given:?} is none of {}", known.join(", "))))
        }
    }
}

fn place(row: &AlarmRow, sort: SortBy, law: &Law) -> Place {
    let severity = SEVERITIES.iter().position(|severity| *severity == row.alarm.pressing());
    let severity = severity.map_or(0, |rank| rank as i64);
    let raised = row.alarm.raised_at.as_microsecond();
    let figures = match sort {
        SortBy::Due => {
            let due = alarm::due(&row.alarm, law).map_or(i64::MAX, |due| due.at.as_microsecond());
            [due, -severity, -raised]
        }
        SortBy::Raised => [raised, 0, 0],
        SortBy::Severity => [severity, raised, 0],
    };
    Place { figures, id: row.alarm.id.to_string() }
}

fn sheet(found: &[AlarmSummary]) -> Sheet<'static> {
    let named =
        |named: &Option<crate::dto::Named>| named.as_ref().map_or(String::new(), |named| named.name.clone());
    let time = |time: crate::dto::Time| model::china::minute_text(time.0);
    let row = |alarm: &AlarmSummary| -> Vec<Cell> {
        vec![
            alarm.id.clone().into(),
            alarm.kind.into(),
            alarm.severity.into(),
            alarm.stage.clone().into(),
            named(&alarm.enterprise).into(),
            named(&alarm.district).into(),
            alarm.subject.name.clone().into(),
            named(&alarm.factor).into(),
            time(alarm.raised_at).into(),
            time(alarm.began).into(),
            alarm.due.as_ref().map_or(String::new(), |due| due.step.clone()).into(),
            alarm.due.as_ref().map_or(String::new(), |due| time(due.at)).into(),
            if alarm.escalated { "是" } else { "" }.into(),
            alarm.snoozed_until.map_or(String::new(), time).into(),
            alarm.outcome.clone().unwrap_or_default().into(),
        ]
    };
    Sheet {
        name: "alarms",
        headings: vec![
            "预警编号",
            "类型",
            "等级",
            "环节",
            "企业",
            "区县",
            "对象",
            "因子",
            "预警时间",
            "异常开始",
            "待办环节",
            "办理时限",
            "督办",
            "暂缓至",
            "核查结果",
        ],
        rows: found.iter().map(row).collect(),
    }
}

/// One alarm with its evidence and steps.
#[utoipa::path(
    get, path = "/alarms/{id}", operation_id = "get_alarm", tag = "alarms", params(("id" = String, Path)),
    responses((status = 200, body = AlarmDetail), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<AlarmDetail>, ApiError> {
    blocking(move || detail(&services, &user, &id)).await.map(Json)
}

fn detail(services: &Services, user: &SignedIn, id: &str) -> Result<AlarmDetail, ApiError> {
    let view = visible(services, user, id)?;
    Presenter::new(services, user).alarm_detail(&view)
}

/// The alarm, if it is there and the viewer may see it.
pub(crate) fn visible(services: &Services, user: &SignedIn, id: &str) -> Result<AlarmView, ApiError> {
    let id: model::AlarmId = id.parse().map_err(|_| ApiError::not_found())?;
    let view = services.views.alarm(&id).map_err(|error| ApiError::unavailable(&error))?;
    let view = view.ok_or_else(ApiError::not_found)?;
    match Presenter::new(services, user).sees_alarm(&view.row.alarm) {
        true => Ok(view),
        false => Err(ApiError::not_found()),
    }
}
