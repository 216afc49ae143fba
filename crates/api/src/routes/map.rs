//! Everything that the map draws.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use model::DistrictCode;

use super::blocking;
use crate::dto::city::{District, Map};
use crate::dto::{Place, Time};
use crate::error::{ApiError, ProblemBody};
use crate::present::{Presenter, latest_of};
use crate::services::Services;
use crate::session::SignedIn;

/// What is where and how it stands, within the account's scope.
#[utoipa::path(
    get, path = "/map", tag = "city",
    responses((status = 200, body = Map), (status = 401, body = ProblemBody))
)]
pub(crate) async fn map(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Map>, ApiError> {
    blocking(move || draw(&services, &user)).await.map(Json)
}

fn draw(services: &Services, user: &SignedIn) -> Result<Map, ApiError> {
    let presenter = Presenter::new(services, user);
    let register = presenter.register();
    let mut rows = services.views.open_alarms().map_err(|error| ApiError::unavailable(&error))?;
    rows.retain(|row| presenter.sees_alarm(&row.alarm));
    let open = presenter.open_alarms(&rows);
    let latest = latest_of(services.lake.latest_all());
    let seen = |code: &model::CreditCode| user.sees_enterprise(register, code);
    let outlets: Vec<_> = register
        .outlets
        .values()
        .filter(|outlet| seen(&outlet.enterprise))
        .map(|outlet| presenter.outlet_point(outlet, &open, &latest))
        .collect();
    let equipment = presenter.equipment(&outlets);
    let enterprises = register
        .enterprises
        .keys()
        .filter(|code| seen(code))
        .filter_map(|code| presenter.enterprise_summary(code, &equipment, &open))
        .collect();
    let stations = register.stations.values().filter(|_| user.is_office());
    let mut open_in: BTreeMap<&DistrictCode, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *open_in.entry(&row.alarm.district).or_default() += 1);
    let districts = register.districts.values().map(|district| District {
        code: district.code.to_string(),
        name: district.name.clone(),
        name_en: district.name_en.clone(),
        center: Place::from(district.center),
        open_alarms: open_in.get(&district.code).copied().unwrap_or_default(),
    });
    Ok(Map {
        now: Time(presenter.now()),
        districts: districts.collect(),
        enterprises,
        stations: stations.map(|station| presenter.station_summary(station, &latest)).collect(),
        outlets,
        wind: presenter.wind(&latest),
        tiles: services.settings.map_tiles.clone(),
    })
}
