//! Enterprises: the list and one page each.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use model::CreditCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use views::AlarmQuery;

use super::blocking;
use super::paging::{Page, Place, Sorted};
use crate::dto::Time;
use crate::dto::city::{Enterprise, EnterpriseSummary, OutletPoint, OutletSummary, Status, TimelineEntry};
use crate::error::{ApiError, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::present::{Presenter, latest_of};
use crate::services::Services;
use crate::session::SignedIn;

/// What a time line holds at most.
const TIMELINE_LIMIT: usize = 200;

/// Which enterprises are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EnterpriseFilter {
    /// A part of its name, code or trade.
    q: Option<String>,
    district: Option<String>,
    #[param(inline)]
    status: Option<StatusFilter>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// 1 to 500, 100 unless said.
    limit: Option<usize>,
    #[param(inline)]
    format: Option<Format>,
}

/// A status to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatusFilter {
    Normal,
    Unknown,
    Declared,
    Silent,
    Alarm,
}

impl StatusFilter {
    fn matches(self, status: Status) -> bool {
        let wanted = match self {
            StatusFilter::Normal => Status::Normal,
            StatusFilter::Unknown => Status::Unknown,
            StatusFilter::Declared => Status::Declared,
            StatusFilter::Silent => Status::Silent,
            StatusFilter::Alarm => Status::Alarm,
        };
        wanted == status
    }
}

/// A page of enterprises.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnterprisePage {
    items: Vec<EnterpriseSummary>,
    next_cursor: Option<String>,
    total: usize,
}

/// The enterprises within the account's scope, worst status first.
#[utoipa::path(
    get, path = "/enterprises", operation_id = "list_enterprises", tag = "city", params(EnterpriseFilter),
    responses(
        (status = 200, body = EnterprisePage, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(filter): Query<EnterpriseFilter>,
) -> Result<Response, ApiError> {
    let format = Format::of(filter.format, &headers);
    blocking(move || {
        let found = find(&services, &user, &filter)?;
        match format {
            Format::Json => {
                let limit = filter.limit.unwrap_or(100).clamp(1, 500);
                let Page { items, next_cursor, total } = found.page(filter.cursor.as_deref(), limit)?;
                Ok(Json(EnterprisePage { items, next_cursor, total }).into_response())
            }
            Format::Csv | Format::Xlsx => sheet(&found.into_items()).answer(format),
        }
    })
    .await
}

fn find(
    services: &Services,
    user: &SignedIn,
    filter: &EnterpriseFilter,
) -> Result<Sorted<EnterpriseSummary>, ApiError> {
    let presenter = Presenter::new(services, user);
    let register = presenter.register();
    let rows = services.views.open_alarms().map_err(|error| ApiError::unavailable(&error))?;
    let open = presenter.open_alarms(&rows);
    let latest = latest_of(services.lake.latest_all());
    let outlets: Vec<OutletPoint> =
        register.outlets.values().map(|outlet| presenter.outlet_point(outlet, &open, &latest)).collect();
    let equipment = presenter.equipment(&outlets);
    let q = filter.q.as_deref().unwrap_or("").trim().to_lowercase();
    let found = register
        .enterprises
        .keys()
        .filter(|code| user.sees_enterprise(register, code))
        .filter_map(|code| presenter.enterprise_summary(code, &equipment, &open))
        .filter(|e| filter.district.as_deref().is_none_or(|district| district == e.district))
        .filter(|e| filter.status.is_none_or(|status| status.matches(e.status)))
        .filter(|e| {
            q.is_empty()
                || [&e.name, &e.name_en, &e.code, &e.trade, &e.trade_en]
                    .into_iter()
                    .any(|text| text.to_lowercase().contains(&q))
        })
        .map(|e| (place(&e), e))
        .collect();
    Ok(Sorted::new(found, false))
}

/// The worst status first, then the most open alarms.
fn place(enterprise: &EnterpriseSummary) -> Place {
    let open_alarms = i64::try_from(enterprise.open_alarms).unwrap_or(i64::MAX);
    Place { figures: [-(enterprise.status as i64), -open_alarms, 0], id: enterprise.code.clone() }
}

fn sheet(found: &[EnterpriseSummary]) -> Sheet<'static> {
    let row = |e: &EnterpriseSummary| -> Vec<Cell> {
        vec![
            e.code.clone().into(),
            e.name.clone().into(),
            e.trade.clone().into(),
            e.district.clone().into(),
            Some(e.outlets as f64).into(),
            Some(e.meters as f64).into(),
            Some(e.open_alarms as f64).into(),
        ]
    };
    Sheet {
        name: "enterprises",
        headings: vec!["统一社会信用代码", "名称", "行业", "区县", "排放口", "电表", "未办结预警"],
        rows: found.iter().map(row).collect(),
    }
}

/// Everything about one enterprise.
#[utoipa::path(
    get, path = "/enterprises/{code}", operation_id = "get_enterprise", tag = "city", params(("code" = String, Path)),
    responses((status = 200, body = Enterprise), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
) -> Result<Json<Enterprise>, ApiError> {
    blocking(move || describe(&services, &user, &code)).await.map(Json)
}

fn describe(services: &Services, user: &SignedIn, code: &str) -> Result<Enterprise, ApiError> {
    let code: CreditCode = code.parse().map_err(|_| ApiError::not_found())?;
    let presenter = Presenter::new(services, user);
    let register = presenter.register();
    if !register.enterprises.contains_key(&code) || !user.sees_enterprise(register, &code) {
        return Err(ApiError::not_found());
    }
    let query = AlarmQuery { enterprise: Some(code.clone()), ..AlarmQuery::default() };
    let rows = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
    let open_rows: Vec<_> = rows.iter().filter(|row| row.alarm.is_open()).cloned().collect();
    let open = presenter.open_alarms(&open_rows);
    let outlets: Vec<OutletSummary> = register
        .outlets
        .values()
        .filter(|outlet| outlet.enterprise == code)
        .map(|outlet| presenter.outlet_summary(outlet, &open))
        .collect();
    let equipment = presenter.equipment(outlets.iter().map(|outlet| &outlet.point));
    let summary = presenter.enterprise_summary(&code, &equipment, &open).ok_or_else(ApiError::not_found)?;
    let mut alarms = rows.iter().map(|row| presenter.alarm_summary(row)).collect::<Result<Vec<_>, _>>()?;
    alarms.sort_by_key(|alarm| std::cmp::Reverse(alarm.raised_at));
    Ok(Enterprise {
        district_named: register
            .district_of(&code)
            .map(|d| presenter.district_named(d))
            .ok_or_else(ApiError::not_found)?,
        summary,
        outlet_list: outlets,
        lines: presenter.lines(&code),
        treatment_units: presenter.treatment_units(&code),
        timeline: timeline(services, &rows)?,
        alarms,
    })
}

/// The steps of the enterprise's alarms, newest first.
fn timeline(services: &Services, rows: &[views::AlarmRow]) -> Result<Vec<TimelineEntry>, ApiError> {
    let mut entries = Vec::new();
    for row in rows {
        let view = services.views.alarm(&row.alarm.id).map_err(|error| ApiError::unavailable(&error))?;
        entries.extend(view.into_iter().flat_map(|view| view.steps).map(|step| TimelineEntry {
            at: Time(step.at),
            kind: step.kind,
            stream: step.stream.to_string(),
            sequence: step.sequence,
        }));
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.sequence));
    entries.truncate(TIMELINE_LIMIT);
    Ok(entries)
}
