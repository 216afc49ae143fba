//! Alarms: the queue and one alarm.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use views::{AlarmQuery, AlarmRow, AlarmState, AlarmView};

use super::{blocking, parse};
use crate::dto::alarm::{AlarmDetail, AlarmPage, AlarmSummary};
use crate::error::{ApiError, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::present::Presenter;
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
    /// `me`: those on which the viewer is the officer.
    assignee: Option<String>,
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
    get, path = "/alarms", tag = "alarms", params(AlarmFilter),
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
        match format {
            Format::Json => Ok(Json(page(found, &filter)?).into_response()),
            Format::Csv | Format::Xlsx => sheet(&found).answer(format),
        }
    })
    .await
}

fn find(services: &Services, user: &SignedIn, filter: &AlarmFilter) -> Result<Vec<AlarmSummary>, ApiError> {
    let presenter = Presenter::new(services, user);
    let district = filter.district.as_deref().map(|text| parse::<model::DistrictCode>("district", text));
    let enterprise = filter.enterprise.as_deref().map(|text| parse::<model::CreditCode>("enterprise", text));
    let query = AlarmQuery {
        state: match filter.state.unwrap_or_default() {
            StateFilter::Open => AlarmState::Open,
            StateFilter::Closed => AlarmState::Closed,
            StateFilter::All => AlarmState::All,
        },
        scope: Some(user.account.scope.clone()),
        district: district.transpose()?,
        enterprise: enterprise.transpose()?,
        text: filter.q.clone().filter(|text| !text.trim().is_empty()),
        ..AlarmQuery::default()
    };
    let rows = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
    let seen = rows.iter().filter(|row| presenter.sees_alarm(&row.alarm) && is_wanted(row, user, filter));
    let mut found = seen.map(|row| presenter.alarm_summary(row)).collect::<Result<Vec<_>, _>>()?;
    sort(&mut found, filter);
    Ok(found)
}

fn is_wanted(row: &AlarmRow, user: &SignedIn, filter: &AlarmFilter) -> bool {
    let alarm = &row.alarm;
    let is = |wanted: &Option<String>, actual: &str| wanted.as_deref().is_none_or(|wanted| wanted == actual);
    is(&filter.kind, alarm.key.kind.code())
        && is(&filter.severity, crate::present::severity_code(alarm.severity))
        && is(&filter.stage, alarm.stage_name().code())
        && (filter.assignee.as_deref() != Some("me") || alarm.officer() == Some(&user.account.id))
}

fn sort(found: &mut [AlarmSummary], filter: &AlarmFilter) {
    let severity = |alarm: &AlarmSummary| {
        ["notice", "moderate", "serious", "grave"].iter().position(|code| *code == alarm.severity)
    };
    match filter.sort.unwrap_or_default() {
        SortBy::Due => found.sort_by_key(|alarm| {
            let due = alarm.due.as_ref().map(|due| due.at);
            (due.is_none(), due, Reverse(severity(alarm)), Reverse(alarm.raised_at))
        }),
        SortBy::Raised => found.sort_by_key(|alarm| (alarm.raised_at, alarm.id.clone())),
        SortBy::Severity => found.sort_by_key(|alarm| (severity(alarm), alarm.raised_at, alarm.id.clone())),
    }
    let default = match filter.sort.unwrap_or_default() {
        SortBy::Due => Order::Asc,
        SortBy::Raised | SortBy::Severity => Order::Desc,
    };
    if filter.order.unwrap_or(default) == Order::Desc {
        found.reverse();
    }
}

/// The page after the alarm that the cursor names: a list that moves meanwhile repeats nothing it showed
/// before that alarm.
fn page(found: Vec<AlarmSummary>, filter: &AlarmFilter) -> Result<AlarmPage, ApiError> {
    let total = found.len();
    let limit = filter.limit.unwrap_or(50).clamp(1, PAGE_LIMIT);
    let start = match filter.cursor.as_deref() {
        None => 0,
        Some(cursor) => found.iter().position(|alarm| alarm.id == cursor).map_or(total, |at| at + 1),
    };
    let items: Vec<AlarmSummary> = found.into_iter().skip(start).take(limit).collect();
    let more = start + items.len() < total;
    let next_cursor = items.last().filter(|_| more).map(|alarm| alarm.id.clone());
    Ok(AlarmPage { items, next_cursor, total })
}

fn sheet(found: &[AlarmSummary]) -> Sheet {
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
            "核查结果",
        ],
        rows: found.iter().map(row).collect(),
    }
}

/// One alarm with its evidence and steps.
#[utoipa::path(
    get, path = "/alarms/{id}", tag = "alarms", params(("id" = String, Path)),
    responses((status = 200, body = AlarmDetail), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<AlarmDetail>, ApiError> {
    blocking(move || detail(&services, &user, &id)).await.map(Json)
}

pub(crate) fn detail(services: &Services, user: &SignedIn, id: &str) -> Result<AlarmDetail, ApiError> {
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
