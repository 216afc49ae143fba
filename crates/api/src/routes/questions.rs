//! Questions over many readings: all factors of an outlet, a series in steps, exceedances over the city.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use model::{FactorCode, SeriesKey, Source, Timestamp, china};
use serde::Deserialize;
use utoipa::IntoParams;

use super::exceedances::{Question, exceedances_of};
use super::monitoring::{POINTS_LIMIT, all_series_of, known_unit, span};
use super::{blocking, parse, visible_outlet};
use crate::dto::Time;
use crate::dto::question::{Exceedances, Group, OutletReadings, SeriesSummary, SummaryStep};
use crate::dto::series::factor_names;
use crate::dto::series::model_granularity::Granularity;
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// Shorter steps are what the readings themselves are.
const STEP_MIN_S: u32 = 60;
const STEP_MAX_S: u32 = 366 * 86_400;

/// Which readings of an outlet are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutletReadingsQuery {
    #[param(inline)]
    granularity: Granularity,
    /// RFC 3339 with offset; a day before `to` unless said.
    from: Option<String>,
    /// RFC 3339 with offset, exclusive; now unless said.
    to: Option<String>,
}

/// Which summary is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SummaryQuery {
    /// The factor's code, as in `w01018`.
    factor: String,
    /// Of the readings to be summarised.
    #[param(inline)]
    granularity: Granularity,
    /// Length of a step, s: from 60 to a year. Steps are counted from `from`.
    step_s: u32,
    /// RFC 3339 with offset; a day before `to` unless said.
    from: Option<String>,
    /// RFC 3339 with offset, exclusive; now unless said.
    to: Option<String>,
}

/// Which exceedances are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExceedancesQuery {
    /// Values are compared with the limits of their kind: samples and minute means with those for single
    /// samples, hour and day means with those for such means.
    #[param(inline)]
    granularity: Granularity,
    #[param(inline)]
    group: Option<Group>,
    /// RFC 3339 with offset; a day before `to` unless said.
    from: Option<String>,
    /// RFC 3339 with offset, exclusive; now unless said.
    to: Option<String>,
}

/// Readings of all factors of an outlet.
#[utoipa::path(
    get, path = "/outlets/{id}/readings", tag = "monitoring",
    params(("id" = String, Path), OutletReadingsQuery),
    responses(
        (status = 200, body = OutletReadings), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn outlet_readings(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<OutletReadingsQuery>,
) -> Result<Json<OutletReadings>, ApiError> {
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let outlet = visible_outlet(presenter.register(), &user, &id)?;
        let (from, to) = span(&presenter, query.from.as_deref(), query.to.as_deref())?;
        let factors: Vec<_> =
            outlet.channels.iter().map(|channel| (channel.factor.clone(), channel.unit)).collect();
        let series = all_series_of(
            &services,
            &Source::Outlet(outlet.id.clone()),
            query.granularity,
            (from, to),
            &factors,
        )?;
        Ok(OutletReadings { from: Time(from), to: Time(to), series })
    })
    .await
    .map(Json)
}

macro_rules! summary_route {
    ($(#[$doc:meta])* $name:ident, $path:literal, $source:path) => {
        $(#[$doc])*
        #[utoipa::path(
            get, path = $path, tag = "monitoring", params(("id" = String, Path), SummaryQuery),
            responses(
                (status = 200, body = SeriesSummary), (status = 400, body = ProblemBody),
                (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
            )
        )]
        pub(crate) async fn $name(
            State(services): State<Arc<Services>>,
            user: SignedIn,
            Path(id): Path<String>,
            Query(query): Query<SummaryQuery>,
        ) -> Result<Json<SeriesSummary>, ApiError> {
            let source = $source(id.parse().map_err(|_| ApiError::not_found())?);
            blocking(move || summarise(&services, &user, source, &query)).await.map(Json)
        }
    };
}

summary_route!(
    /// Readings of one factor of an outlet, summarised in steps of time.
    outlet_summary, "/outlets/{id}/series/summary", Source::Outlet
);
summary_route!(
    /// Readings of one factor of a station, summarised in steps of time.
    station_summary, "/stations/{id}/series/summary", Source::Station
);
summary_route!(
    /// Readings of a power meter, summarised in steps of time.
    meter_summary, "/meters/{id}/series/summary", Source::Meter
);

fn summarise(
    services: &Services,
    user: &SignedIn,
    source: Source,
    query: &SummaryQuery,
) -> Result<SeriesSummary, ApiError> {
    let presenter = Presenter::new(services, user);
    let factor: FactorCode = parse("factor", &query.factor)?;
    let unit = known_unit(&presenter, user, &source, &factor)?;
    let (from, to) = span(&presenter, query.from.as_deref(), query.to.as_deref())?;
    let step_s = step(query.step_s, from, to)?;
    let key = SeriesKey { source, factor };
    let steps = services.lake.summarise(&key, query.granularity.into(), from, to, step_s);
    let steps = steps.map_err(|error| ApiError::unavailable(&error))?;
    let (name, name_en) = factor_names(&key.factor);
    Ok(SeriesSummary {
        factor: key.factor.to_string(),
        name,
        name_en,
        unit: unit.text().to_owned(),
        granularity: query.granularity,
        step_s: step_s.get(),
        steps: steps.iter().map(SummaryStep::from).collect(),
    })
}

fn step(step_s: u32, from: Timestamp, to: Timestamp) -> Result<NonZeroU32, ApiError> {
    let title =
        Bilingual::new("步长无效，或步数过多", "the step is out of bounds, or there are too many steps");
    let most_steps = china::seconds_between(from, to) / i64::from(step_s.max(1));
    let fits = (STEP_MIN_S..=STEP_MAX_S).contains(&step_s) && most_steps <= POINTS_LIMIT as i64;
    NonZeroU32::new(step_s).filter(|_| fits).ok_or_else(|| ApiError::bad_request("bad_step", title))
}

/// Where values exceeded limits, over everything that the viewer may see.
#[utoipa::path(
    get, path = "/statistics/exceedances", tag = "statistics", params(ExceedancesQuery),
    responses((status = 200, body = Exceedances), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody))
)]
pub(crate) async fn exceedances(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(query): Query<ExceedancesQuery>,
) -> Result<Json<Exceedances>, ApiError> {
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let (from, to) = span(&presenter, query.from.as_deref(), query.to.as_deref())?;
        let group = query.group.unwrap_or_default();
        let question = Question { granularity: query.granularity, group, from, to };
        exceedances_of(&services, presenter.register(), &user, question)
    })
    .await
    .map(Json)
}
