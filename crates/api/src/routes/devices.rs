//! Loggers and meters with their accounts, the waiting room, and who may be assigned.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use casework::register::Command;
use model::{LoggerTarget, MeterTarget, Mn, PowerMeter, Role, Scope};
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
    get, path = "/loggers", operation_id = "list_devices", tag = "devices",
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
    let loggers = register.loggers.values().filter_map(|logger| {
        Some(Logger {
            mn: logger.mn.to_string(),
            target: logger_target(&presenter, user, &logger.target)?,
            realtime_interval_s: logger.realtime_interval_s,
            device: services.devices.logger(&logger.mn).map(Device::from),
        })
    });
    let meters = register.meters.values().filter(|meter| user.sees_enterprise(register, &meter.enterprise));
    let meters = meters.filter_map(|meter| {
        let target = meter_target(&presenter, meter)?;
        let device = services.devices.meter(&meter.id).map(Device::from);
        Some(MeterDevice { id: meter.id.to_string(), target, device })
    });
    let strangers = match user.account.scope {
        Scope::City => services.devices.strangers().into_iter().map(Device::from).collect(),
        Scope::District(_) | Scope::Enterprise(_) => Vec::new(),
    };
    DeviceList { loggers: loggers.collect(), meters: meters.collect(), strangers }
}

/// What a logger reports for, if the account may see it.
fn logger_target(presenter: &Presenter<'_>, user: &SignedIn, target: &LoggerTarget) -> Option<DeviceTarget> {
    let register = presenter.register();
    match target {
        LoggerTarget::Outlet(id) => {
            let outlet = register.outlets.get(id)?;
            let (name, code) = ((outlet.name.as_str(), outlet.name_en.as_str()), &outlet.enterprise);
            let seen = user.sees_enterprise(register, code);
            seen.then(|| target_of(presenter, "outlet", id.as_str(), name, code))
        }
        LoggerTarget::Station(id) => {
            let station = register.stations.get(id)?;
            user.sees(Some(&station.district), None).then(|| DeviceTarget {
                kind: "station",
                id: id.to_string(),
                name: station.name.clone(),
                name_en: station.name_en.clone(),
                enterprise: None,
                district: Some(station.district.to_string()),
            })
        }
    }
}

/// What a meter is wired to.
fn meter_target(presenter: &Presenter<'_>, meter: &PowerMeter) -> Option<DeviceTarget> {
    let register = presenter.register();
    let code = &meter.enterprise;
    match &meter.target {
        MeterTarget::Line(id) => {
            let line = register.lines.get(id)?;
            Some(target_of(presenter, "line", id.as_str(), (&line.name, &line.name_en), code))
        }
        MeterTarget::TreatmentUnit(id) => {
            let unit = register.treatment_units.get(id)?;
            Some(target_of(presenter, "treatment_unit", id.as_str(), (&unit.name, &unit.name_en), code))
        }
    }
}

/// Something of an enterprise, with its name in both languages.
fn target_of(
    presenter: &Presenter<'_>,
    kind: &'static str,
    id: &str,
    (name, name_en): (&str, &str),
    code: &model::CreditCode,
) -> DeviceTarget {
    DeviceTarget {
        kind,
        id: id.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        enterprise: Some(presenter.enterprise_named(code)),
        district: presenter.register().district_of(code).map(ToString::to_string),
    }
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
