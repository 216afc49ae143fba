//! Outlets, stations and meters: what they are and what they said.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use model::{
    FactorCode, FactorTable, LoggerTarget, MeterId, OutletId, SeriesKey, Source, StationId, Timestamp, china,
};
use serde::Deserialize;
use utoipa::IntoParams;
use views::{AlarmQuery, AlarmState};

use super::{blocking, parse, visible_outlet};
use crate::dto::city::{Outlet, OutletRelease, OutletShare, Station};
use crate::dto::device::Device;
use crate::dto::series::model_granularity::Granularity;
use crate::dto::series::{Limit, Point, Series, factor_names};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::export::{Cell, Format, Sheet};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// What one answer holds at most; a day of 5-second samples fits.
pub(super) const POINTS_LIMIT: usize = 20_000;
/// The longest span that may be asked for.
const SPAN_MAX_S: i64 = 400 * 86_400;

/// Which readings are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SeriesQuery {
    /// The factor's code, as in `w01018`.
    factor: String,
    #[param(inline)]
    granularity: Granularity,
    /// RFC 3339 with offset; a day before `to` unless said.
    from: Option<String>,
    /// RFC 3339 with offset, exclusive; now unless said.
    to: Option<String>,
    #[param(inline)]
    format: Option<Format>,
}

/// Everything about one outlet.
#[utoipa::path(
    get, path = "/outlets/{id}", tag = "monitoring", params(("id" = String, Path)),
    responses((status = 200, body = Outlet), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn outlet(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Outlet>, ApiError> {
    blocking(move || describe_outlet(&services, &user, &id)).await.map(Json)
}

fn release(release: &model::Release) -> OutletRelease {
    let share = |(factor, share): (&model::FactorCode, &f64)| OutletShare {
        factor: Presenter::factor_named(factor),
        share: *share,
    };
    OutletRelease {
        height_m: release.height_m,
        diameter_m: release.diameter_m,
        exhaust_celsius: release.exhaust_celsius,
        exhaust_m_s: release.exhaust_m_s,
        profile: release.profile.iter().map(share).collect(),
        profile_source: release.profile_source.clone(),
    }
}

fn describe_outlet(services: &Services, user: &SignedIn, id: &str) -> Result<Outlet, ApiError> {
    let presenter = Presenter::new(services, user);
    let register = presenter.register();
    let outlet = visible_outlet(register, user, id)?;
    let id = &outlet.id;
    let query = AlarmQuery {
        state: AlarmState::Open,
        enterprise: Some(outlet.enterprise.clone()),
        ..AlarmQuery::default()
    };
    let rows = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
    let open = presenter.open_alarms(&rows);
    let mn = register.logger_of(&LoggerTarget::Outlet(id.clone())).map(|logger| &logger.mn);
    let mut treatment_units = presenter.treatment_units(&outlet.enterprise);
    treatment_units.retain(|unit| unit.outlet.as_deref() == Some(id.as_str()));
    let mut lines = presenter.lines(&outlet.enterprise);
    lines.retain(|line| treatment_units.iter().any(|unit| unit.treats.contains(&line.id)));
    Ok(Outlet {
        summary: presenter.outlet_summary(outlet, &open),
        enterprise_named: presenter.enterprise_named(&outlet.enterprise),
        district: register.district_of(&outlet.enterprise).map(ToString::to_string).unwrap_or_default(),
        channels: presenter.channels(&outlet.channels),
        limits: outlet.limits.iter().map(Limit::from).collect(),
        release: outlet.release.as_ref().map(release),
        device: mn.and_then(|mn| services.devices.logger(mn)).map(Device::from),
        mn: mn.map(ToString::to_string),
        lines,
        treatment_units,
        alarms: rows.iter().map(|row| presenter.alarm_summary(row)).collect::<Result<_, _>>()?,
    })
}

/// Everything about one station.
#[utoipa::path(
    get, path = "/stations/{id}", tag = "monitoring", params(("id" = String, Path)),
    responses((status = 200, body = Station), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody))
)]
pub(crate) async fn station(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Station>, ApiError> {
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let id: StationId = id.parse().map_err(|_| ApiError::not_found())?;
        let found = presenter.register().stations.get(&id).filter(|_| user.is_office());
        let station = found.ok_or_else(ApiError::not_found)?;
        let logger = presenter.register().logger_of(&LoggerTarget::Station(id.clone()));
        let mn = logger.map(|logger| &logger.mn);
        Ok(Station {
            summary: presenter.station_summary(station, &presenter.latest_at(Source::Station(id.clone()))),
            channels: presenter.channels(&station.channels),
            device: mn.and_then(|mn| services.devices.logger(mn)).map(Device::from),
            mn: mn.map(ToString::to_string),
        })
    })
    .await
    .map(Json)
}

macro_rules! series_route {
    ($(#[$doc:meta])* $name:ident, $path:literal, $source:path) => {
        $(#[$doc])*
        #[utoipa::path(
            get, path = $path, tag = "monitoring", params(("id" = String, Path), SeriesQuery),
            responses(
                (status = 200, body = Series, description = "JSON, or CSV and XLSX by `Accept` or `format`"),
                (status = 400, body = ProblemBody), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
            )
        )]
        pub(crate) async fn $name(
            State(services): State<Arc<Services>>,
            user: SignedIn,
            headers: HeaderMap,
            Path(id): Path<String>,
            Query(query): Query<SeriesQuery>,
        ) -> Result<Response, ApiError> {
            let source = $source(id.parse().map_err(|_| ApiError::not_found())?);
            answer(services, user, headers, source, query).await
        }
    };
}

series_route!(
    /// Readings of one factor of an outlet.
    outlet_series, "/outlets/{id}/series", Source::Outlet
);
series_route!(
    /// Readings of one factor of a station.
    station_series, "/stations/{id}/series", Source::Station
);
series_route!(
    /// Readings of a power meter.
    meter_series, "/meters/{id}/series", Source::Meter
);

async fn answer(
    services: Arc<Services>,
    user: SignedIn,
    headers: HeaderMap,
    source: Source,
    query: SeriesQuery,
) -> Result<Response, ApiError> {
    let format = Format::of(query.format, &headers);
    blocking(move || {
        let series = read(&services, &user, source, &query)?;
        match format {
            Format::Json => Ok(Json(series).into_response()),
            Format::Csv | Format::Xlsx => sheet(&series).answer(format),
        }
    })
    .await
}

fn read(
    services: &Services,
    user: &SignedIn,
    source: Source,
    query: &SeriesQuery,
) -> Result<Series, ApiError> {
    let presenter = Presenter::new(services, user);
    let factor: FactorCode = parse("factor", &query.factor)?;
    let unit = known_unit(&presenter, user, &source, &factor)?;
    let span = span(&presenter, query.from.as_deref(), query.to.as_deref())?;
    series_of(services, SeriesKey { source, factor }, query.granularity, span, unit)
}

/// The span of a question: a day up to now unless said.
pub(super) fn span(
    presenter: &Presenter<'_>,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<(Timestamp, Timestamp), ApiError> {
    let to = instant("to", to)?.unwrap_or_else(|| presenter.now());
    let from = instant("from", from)?.unwrap_or_else(|| china::plus_seconds(to, -86_400));
    if from >= to || china::seconds_between(from, to) > SPAN_MAX_S {
        let title = Bilingual::new("时间范围无效，最长400天", "the span is empty or longer than 400 days");
        return Err(ApiError::bad_request("bad_span", title));
    }
    Ok((from, to))
}

/// The readings of a series that the viewer may see; `unit` holds where there are none.
pub(super) fn series_of(
    services: &Services,
    key: SeriesKey,
    granularity: Granularity,
    (from, to): (Timestamp, Timestamp),
    unit: model::Unit,
) -> Result<Series, ApiError> {
    let all = all_series_of(services, &key.source, granularity, (from, to), &[(key.factor.clone(), unit)])?;
    all.into_iter().next().ok_or_else(ApiError::not_found)
}

/// As [`series_of`], of several factors of one source, each with the unit that it has where nothing says another.
pub(super) fn all_series_of(
    services: &Services,
    source: &Source,
    granularity: Granularity,
    span: (Timestamp, Timestamp),
    factors: &[(FactorCode, model::Unit)],
) -> Result<Vec<Series>, ApiError> {
    let codes: Vec<FactorCode> = factors.iter().map(|(factor, _)| factor.clone()).collect();
    let found = services.lake.values_current(source, &codes, granularity.into(), span, POINTS_LIMIT + 1);
    let found = found.map_err(|error| ApiError::unavailable(&error))?;
    let one = |((factor, unit), values): (&(FactorCode, model::Unit), Vec<lake::SeriesValue>)| {
        let (name, name_en) = factor_names(factor);
        Series {
            factor: factor.to_string(),
            name,
            name_en,
            unit: values.first().map_or(*unit, |value| value.unit).text().to_owned(),
            granularity,
            points: values.iter().take(POINTS_LIMIT).map(Point::from).collect(),
            truncated: values.len() > POINTS_LIMIT,
        }
    };
    Ok(factors.iter().zip(found).map(one).collect())
}

/// The unit of the source's channel, if the source is there and the viewer may see it.
pub(super) fn known_unit(
    presenter: &Presenter<'_>,
    user: &SignedIn,
    source: &Source,
    factor: &FactorCode,
) -> Result<model::Unit, ApiError> {
    let register = presenter.register();
    let of = |channels: &[model::Channel]| channels.iter().find(|c| c.factor == *factor).map(|c| c.unit);
    let table = || FactorTable::standard().get(factor).map_or(model::Unit::Other, |factor| factor.unit);
    let unit = match source {
        Source::Outlet(id) => register
            .outlets
            .get::<OutletId>(id)
            .filter(|outlet| user.sees_enterprise(register, &outlet.enterprise))
            .map(|outlet| of(&outlet.channels)),
        Source::Station(id) => {
            register.stations.get(id).filter(|_| user.is_office()).map(|station| of(&station.channels))
        }
        Source::Meter(id) => register
            .meters
            .get::<MeterId>(id)
            .filter(|meter| user.sees_enterprise(register, &meter.enterprise))
            .map(|_| None),
        // A cruise has no page of its own yet; its track is for the office's analysts.
        Source::Cruise(_) | Source::Waiting(_) => None,
    };
    unit.map(|unit| unit.unwrap_or_else(table)).ok_or_else(ApiError::not_found)
}

fn instant(what: &str, text: Option<&str>) -> Result<Option<Timestamp>, ApiError> {
    // A plus sign in an unescaped query arrives as a space.
    text.map(|text| parse(what, &text.replace(' ', "+"))).transpose()
}

fn sheet(series: &Series) -> Sheet<'static> {
    let row = |point: &Point| -> Vec<Cell> {
        vec![
            china::civil(point.time.0).strftime("%Y-%m-%d %H:%M:%S").to_string().into(),
            point.value.into(),
            point.min.into(),
            point.max.into(),
            point.converted.into(),
            point.mark.clone().into(),
            point.problems.join(" ").into(),
            if point.backfill { "补传" } else { "" }.into(),
        ]
    };
    Sheet {
        name: "series",
        headings: vec!["时间(北京时间)", "数值", "最小值", "最大值", "折算值", "数据标记", "问题", "来源"],
        rows: series.points.iter().map(row).collect(),
    }
}
