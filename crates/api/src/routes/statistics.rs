//! Statistics of outlets, transmission, air and water.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use law::WaterBody;
use model::{Outlet, StationId, china};
use serde::Deserialize;
use stats::Period;
use utoipa::{IntoParams, ToSchema};

use super::paging::{Page, Place, Sorted};
use super::{blocking, parse, visible_outlet};
use crate::dto::statistics::{
    AirStatistics, OutletStatistics, StationAir, TransmissionPage, TransmissionRow, WaterStatistics,
};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::export::Format;
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;
use crate::statistics::{self, Group};

mod sheets;

/// What rows of the transmission table stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GroupBy {
    Outlet,
    Enterprise,
    District,
}

/// By which rate rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RateSort {
    Effective,
    Transmission,
    Validity,
}

/// The direction of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RateOrder {
    Asc,
    Desc,
}

/// Which rates are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TransmissionQuery {
    /// `2020-08` or `2020-Q3`; this month unless said.
    period: Option<String>,
    district: Option<String>,
    /// A credit code.
    enterprise: Option<String>,
    /// Outlets unless said.
    #[param(inline)]
    group: Option<GroupBy>,
    /// The effective rate unless said.
    #[param(inline)]
    sort: Option<RateSort>,
    /// The lowest first unless said; what has no rate comes last.
    #[param(inline)]
    order: Option<RateOrder>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// 1 to 500, 100 unless said.
    limit: Option<usize>,
    #[param(inline)]
    format: Option<Format>,
}

/// Effective transmission rates within the account's scope.
#[utoipa::path(
    get, path = "/statistics/transmission", operation_id = "transmission_statistics", tag = "statistics",
    params(TransmissionQuery),
    responses(
        (status = 200, body = TransmissionPage, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn transmission(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(query): Query<TransmissionQuery>,
) -> Result<Response, ApiError> {
    let format = Format::of(query.format, &headers);
    blocking(move || {
        let page = rates(&services, &user, &query, format == Format::Json)?;
        match format {
            Format::Json => Ok(Json(page).into_response()),
            Format::Csv | Format::Xlsx => sheets::transmission(&page).answer(format),
        }
    })
    .await
}

fn rates(
    services: &Services,
    user: &SignedIn,
    query: &TransmissionQuery,
    in_pages: bool,
) -> Result<TransmissionPage, ApiError> {
    let presenter = Presenter::new(services, user);
    let register = presenter.register();
    let period = period(&presenter, query.period.as_deref(), Longest::Quarter)?;
    let fits = |outlet: &&Outlet| {
        let district = register.district_of(&outlet.enterprise).map(model::DistrictCode::as_str);
        user.sees_enterprise(register, &outlet.enterprise)
            && query.district.as_deref().is_none_or(|wanted| district == Some(wanted))
            && query.enterprise.as_deref().is_none_or(|wanted| outlet.enterprise.as_str() == wanted)
    };
    let group = match query.group {
        None | Some(GroupBy::Outlet) => Group::Outlet,
        Some(GroupBy::Enterprise) => Group::Enterprise,
        Some(GroupBy::District) => Group::District,
    };
    let outlets = register.outlets.values().filter(fits);
    let (rows, whole) = statistics::transmission(services, &presenter, outlets, period, group)?;
    let descending = query.order == Some(RateOrder::Desc);
    let sort = query.sort.unwrap_or(RateSort::Effective);
    let sorted =
        Sorted::new(rows.into_iter().map(|row| (place(&row, sort, descending), row)).collect(), descending);
    let page = if in_pages {
        sorted.page(query.cursor.as_deref(), query.limit.unwrap_or(100).clamp(1, 500))?
    } else {
        let items = sorted.into_items();
        Page { total: items.len(), items, next_cursor: None }
    };
    Ok(TransmissionPage {
        period: statistics::span(period, presenter.now()),
        targets: statistics::targets(&services.law, period),
        whole,
        items: page.items,
        next_cursor: page.next_cursor,
        total: page.total,
    })
}

/// By the rate, in hundredths of a per cent; without one at the end.
fn place(row: &TransmissionRow, sort: RateSort, descending: bool) -> Place {
    let rate = match sort {
        RateSort::Effective => row.rates.effective_percent,
        RateSort::Transmission => row.rates.transmission_percent,
        RateSort::Validity => row.rates.validity_percent,
    };
    let last = if descending { -1 } else { i64::MAX };
    let id = [row.outlet.as_ref(), row.enterprise.as_ref(), Some(&row.district)]
        .into_iter()
        .flatten()
        .find(|named| !named.code.is_empty())
        .map_or_else(|| "unknown".to_owned(), |named| named.code.clone());
    Place { figures: [rate.map_or(last, |rate| (rate * 100.0).round() as i64), 0, 0], id }
}

/// Which table is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TableQuery {
    /// `2020-08` or `2020-Q3`; this month unless said.
    period: Option<String>,
    #[param(inline)]
    format: Option<Format>,
}

/// The month's or quarter's table of an outlet: daily means, valid hours, totals, limits, rates and gaps.
#[utoipa::path(
    get, path = "/statistics/outlets/{id}", operation_id = "outlet_statistics", tag = "statistics",
    params(("id" = String, Path), TableQuery),
    responses(
        (status = 200, body = OutletStatistics, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn outlet(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(query): Query<TableQuery>,
) -> Result<Response, ApiError> {
    let format = Format::of(query.format, &headers);
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let register = presenter.register();
        let outlet = visible_outlet(register, &user, &id)?;
        let period = period(&presenter, query.period.as_deref(), Longest::Quarter)?;
        let table = statistics::outlet_table(&services, &presenter, outlet, period)?;
        match format {
            Format::Json => Ok(Json(table).into_response()),
            Format::Csv | Format::Xlsx => sheets::outlet(&table).answer(format),
        }
    })
    .await
}

/// Which days are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AirQuery {
    /// `2020-08`, `2020-Q3` or `2020`; this month unless said.
    period: Option<String>,
    /// A station's id; the first national one unless said.
    station: Option<String>,
    #[param(inline)]
    format: Option<Format>,
}

/// Daily air quality index of a station, good-air days and their rate.
#[utoipa::path(
    get, path = "/statistics/air", operation_id = "air_statistics", tag = "statistics", params(AirQuery),
    responses(
        (status = 200, body = AirStatistics, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
        (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn air(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Query(query): Query<AirQuery>,
) -> Result<Response, ApiError> {
    for_offices(&user)?;
    let format = Format::of(query.format, &headers);
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let station = match &query.station {
            None => None,
            Some(id) => {
                let id: StationId = id.parse().map_err(|_| ApiError::not_found())?;
                Some(presenter.register().stations.get(&id).ok_or_else(ApiError::not_found)?)
            }
        };
        let period = period(&presenter, query.period.as_deref(), Longest::Year)?;
        let days = statistics::days_of_station(&services, &presenter, station, period)?;
        match format {
            Format::Json => Ok(Json(days).into_response()),
            Format::Csv | Format::Xlsx => sheets::air(&days).answer(format),
        }
    })
    .await
}

/// A kind of water body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Body {
    River,
    Lake,
}

/// Which classes are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WaterQuery {
    /// `2020-08`, `2020-Q3` or `2020`; this month unless said.
    period: Option<String>,
    /// Whose limits hold; a river's unless said.
    #[param(inline)]
    body: Option<Body>,
}

/// Water classes of the sections whose loggers send surface water.
#[utoipa::path(
    get, path = "/statistics/water", operation_id = "water_statistics", tag = "statistics", params(WaterQuery),
    responses(
        (status = 200, body = WaterStatistics), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn water(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(query): Query<WaterQuery>,
) -> Result<Json<WaterStatistics>, ApiError> {
    for_offices(&user)?;
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let period = period(&presenter, query.period.as_deref(), Longest::Year)?;
        let body = match query.body {
            None | Some(Body::River) => WaterBody::River,
            Some(Body::Lake) => WaterBody::Lake,
        };
        statistics::sections(&services, &presenter, body, period)
    })
    .await
    .map(Json)
}

/// The air quality index of a station's newest hour.
#[utoipa::path(
    get, path = "/stations/{id}/aqi", operation_id = "station_aqi", tag = "statistics", params(("id" = String, Path)),
    responses((status = 200, body = StationAir), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn station_aqi(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<StationAir>, ApiError> {
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let id: StationId = id.parse().map_err(|_| ApiError::not_found())?;
        let station = presenter.register().stations.get(&id).filter(|_| user.is_office());
        let station = station.ok_or_else(ApiError::not_found)?;
        Ok(statistics::now_of_station(&services, station))
    })
    .await
    .map(Json)
}

/// Stations belong to no enterprise.
fn for_offices(user: &SignedIn) -> Result<(), ApiError> {
    if user.is_office() { Ok(()) } else { Err(ApiError::not_allowed()) }
}

/// How long a period may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Longest {
    Quarter,
    Year,
}

/// The period that was asked for; this month unless said.
fn period(presenter: &Presenter<'_>, text: Option<&str>, longest: Longest) -> Result<Period, ApiError> {
    let period = match text {
        Some(text) => parse("period", text)?,
        None => Period::month_of(china::civil(presenter.now()).date()),
    };
    match period {
        Period::Year { .. } if longest == Longest::Quarter => {
            let title = Bilingual::new("时间范围最长为一个季度", "the span may be a quarter at most");
            Err(ApiError::bad_request("bad_span", title))
        }
        Period::Month { .. } | Period::Quarter { .. } | Period::Year { .. } => Ok(period),
    }
}
