//! Loggers and meters with their accounts, the waiting room, and who may be assigned.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use casework::register::Command;
use model::{LoggerTarget, MeterTarget, Mn, Role, Scope};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::Named;
use crate::dto::device::{Adoption, AdoptionTarget, Device, DeviceTarget, Logger, WaitingLogger};
use crate::error::{ApiError, ProblemBody};
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

const OFFICE: [Role; 5] =
    [Role::DutyOfficer, Role::BranchOfficer, Role::Leader, Role::InspectorGeneral, Role::Administrator];

/// All devices within the account's scope.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeviceList {
    loggers: Vec<Logger>,
    meters: Vec<MeterDevice>,
    /// Who sent something without being in the register; for offices of the whole city.
    strangers: Vec<Device>,
}

/// A registered meter with what it is wired to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeterDevice {
    id: String,
    target: DeviceTarget,
    /// Absent where it was never heard.
    device: Option<Device>,
}

/// Registered loggers and meters with their accounts: received = stored + refused.
#[utoipa::path(
    get, path = "/loggers", tag = "devices",
    responses((status = 200, body = DeviceList), (status = 401, body = ProblemBody))
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<DeviceList>, ApiError> {
    blocking(move || Ok(devices(&services, &user))).await.map(Json)
}

fn devices(services: &Services, user: &SignedIn) -> DeviceList {
    let presenter = Presenter::new(services, user);
    let register = presenter.register();
    let target =
        |kind, id: String, name: String, name_en: String, code: Option<&model::CreditCode>, district| {
            DeviceTarget {
                kind,
                id,
                name,
                name_en,
                enterprise: code.map(|code| presenter.enterprise_named(code)),
                district,
            }
        };
    let district = |code: &model::CreditCode| register.district_of(code).map(ToString::to_string);
    let loggers = register.loggers.values().filter_map(|logger| {
        let target = match &logger.target {
            LoggerTarget::Outlet(id) => {
                let outlet = register.outlets.get(id)?;
                let code = &outlet.enterprise;
                user.sees_enterprise(register, code).then(|| {
                    target(
                        "outlet",
                        id.to_string(),
                        outlet.name.clone(),
                        outlet.name_en.clone(),
                        Some(code),
                        district(code),
                    )
                })?
            }
            LoggerTarget::Station(id) => {
                let station = register.stations.get(id)?;
                let place = Some(station.district.to_string());
                user.sees(Some(&station.district), None).then(|| {
                    target(
                        "station",
                        id.to_string(),
                        station.name.clone(),
                        station.name_en.clone(),
                        None,
                        place,
                    )
                })?
            }
        };
        Some(Logger {
            mn: logger.mn.to_string(),
            target,
            realtime_interval_s: logger.realtime_interval_s,
            device: services.devices.logger(&logger.mn).map(Device::from),
        })
    });
    let meters = register.meters.values().filter(|meter| user.sees_enterprise(register, &meter.enterprise));
    let meters = meters.filter_map(|meter| {
        let code = Some(&meter.enterprise);
        let place = district(&meter.enterprise);
        let target = match &meter.target {
            MeterTarget::Line(id) => {
                let line = register.lines.get(id)?;
                target("line", id.to_string(), line.name.clone(), line.name_en.clone(), code, place)
            }
            MeterTarget::TreatmentUnit(id) => {
                let unit = register.treatment_units.get(id)?;
                target("treatment_unit", id.to_string(), unit.name.clone(), unit.name_en.clone(), code, place)
            }
        };
        let device = services.devices.meter(&meter.id).map(Device::from);
        Some(MeterDevice { id: meter.id.to_string(), target, device })
    });
    let strangers = match user.account.scope {
        Scope::City => services.devices.strangers().into_iter().map(Device::from).collect(),
        Scope::District(_) | Scope::Enterprise(_) => Vec::new(),
    };
    DeviceList { loggers: loggers.collect(), meters: meters.collect(), strangers }
}

/// The loggers that the register does not know.
#[utoipa::path(
    get, path = "/loggers/waiting", tag = "devices",
    responses(
        (status = 200, body = Vec<WaitingLogger>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn waiting(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Vec<WaitingLogger>>, ApiError> {
    user.require(&[Role::DutyOfficer, Role::Administrator, Role::Leader, Role::InspectorGeneral])?;
    Ok(Json(services.devices.waiting().into_iter().map(WaitingLogger::from).collect()))
}

/// Gives a waiting logger its place in the register; its kept frames are read again into that place.
#[utoipa::path(
    post, path = "/loggers/waiting/{mn}/adopt", tag = "devices", request_body = Adoption,
    params(("mn" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn adopt(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
    headers: HeaderMap,
    Json(adoption): Json<Adoption>,
) -> Result<axum::http::StatusCode, ApiError> {
    user.require(&[Role::DutyOfficer, Role::Administrator])?;
    let id = command_id(&user, &headers)?;
    let mn: Mn = parse("MN", &mn)?;
    let target = match &adoption.target {
        AdoptionTarget::Outlet(id) => LoggerTarget::Outlet(parse("outlet", id)?),
        AdoptionTarget::Station(id) => LoggerTarget::Station(parse("station", id)?),
    };
    blocking(move || {
        if !services.devices.waiting().iter().any(|waiting| waiting.mn == mn)
            && !services.office.knows_logger(&mn)
        {
            return Err(ApiError::not_found());
        }
        let command = Command::AdoptLogger {
            mn: mn.clone(),
            target,
            realtime_interval_s: adoption.realtime_interval_s,
        };
        services.office.register(Some(id), &user.actor(), &command).map_err(office_error)?;
        services.devices.adopted(&mn);
        Ok(axum::http::StatusCode::NO_CONTENT)
    })
    .await
}

/// Of which branch the officers are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfficerFilter {
    district: Option<String>,
}

/// An officer who may be assigned.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Officer {
    id: String,
    name: String,
    branch: Named,
}

/// The officers who may be assigned; reading them is recorded, since they are people.
#[utoipa::path(
    get, path = "/officers", tag = "devices", params(OfficerFilter),
    responses(
        (status = 200, body = Vec<Officer>), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn officers(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(filter): Query<OfficerFilter>,
) -> Result<Json<Vec<Officer>>, ApiError> {
    user.require(&OFFICE)?;
    let wanted =
        filter.district.as_deref().map(|text| parse::<model::DistrictCode>("district", text)).transpose()?;
    blocking(move || {
        let presenter = Presenter::new(&services, &user);
        let accounts = services.vault.accounts().map_err(|error| ApiError::unavailable(&error))?;
        let what = format!("officers:{}", wanted.as_ref().map_or("all", |code| code.as_str()));
        services
            .vault
            .record_access(&user.account.id, &what, services.machine_clock.now())
            .map_err(|error| ApiError::unavailable(&error))?;
        let officers = accounts.into_iter().filter_map(|account| match &account.scope {
            Scope::District(code)
                if account.role == Role::BranchOfficer
                    && account.active
                    && user.sees(Some(code), None)
                    && wanted.as_ref().is_none_or(|wanted| wanted == code) =>
            {
                let branch = presenter.district_named(code);
                Some(Officer { id: account.id.to_string(), name: account.name, branch })
            }
            Scope::City | Scope::District(_) | Scope::Enterprise(_) => None,
        });
        Ok(officers.collect())
    })
    .await
    .map(Json)
}
