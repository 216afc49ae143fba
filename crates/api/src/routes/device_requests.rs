//! What is asked of loggers, and what is missing of their data.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use casework::device_request::{
    Command, FirstConnection, Request, RequestError, RequestKind, Stage, Version, roles,
};
use ledger::CommandId;
use model::{Actor, DeviceRequestId, Granularity, Logger, LoggerTarget, Mn, Role, Scope, china};
use serde::Deserialize;
use utoipa::IntoParams;
use views::DeviceRequestRow;

use super::commands::{command_id, office_error};
use super::{blocking, parse, visible_outlet};
use crate::dto::Time;
use crate::dto::device_request::{
    DeviceRequest, DeviceRequestKind, DeviceRequestList, Gap, GapList, NewDeviceRequest, NewFirstConnection,
    Told,
};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::gaps;
use crate::office::Office;
use crate::present::Presenter;
use crate::services::Services;
use crate::session::SignedIn;

/// So many requests of a logger are listed.
const LISTED: u32 = 50;
/// The accounts that may read what is asked of devices.
const READERS: [Role; 5] =
    [Role::DutyOfficer, Role::BranchOfficer, Role::Leader, Role::InspectorGeneral, Role::Administrator];
const ASKERS: [Role; 2] = [Role::DutyOfficer, Role::Administrator];

/// Asks a logger for something. The answer is the request as it stands; what comes of it, the stream tells.
#[utoipa::path(
    post, path = "/loggers/{mn}/requests", operation_id = "ask_device", tag = "device requests",
    request_body = NewDeviceRequest,
    params(("mn" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DeviceRequest), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn ask(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewDeviceRequest>,
) -> Result<Json<DeviceRequest>, ApiError> {
    let command = command_id(&user, &headers)?;
    blocking(move || {
        let logger = visible_logger(&services, &user, &mn)?;
        user.require(&ASKERS)?;
        let request = readable(&body)?;
        ask_one(&services, &user, &logger, command, request, body.reason)
    })
    .await
    .map(Json)
}

/// Tells a logger what a host tells one that connects for the first time: time, time-outs, intervals, start
/// (HJ 212-2017, 6.7). Each is a request of its own, in this order.
#[utoipa::path(
    post, path = "/loggers/{mn}/first-connection", operation_id = "first_connection", tag = "device requests",
    request_body = NewFirstConnection,
    params(("mn" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = Vec<DeviceRequest>), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn first_connection(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewFirstConnection>,
) -> Result<Json<Vec<DeviceRequest>>, ApiError> {
    let command = command_id(&user, &headers)?;
    blocking(move || {
        let logger = visible_logger(&services, &user, &mn)?;
        user.require(&ASKERS)?;
        let version =
            services.devices.logger(&logger.mn).and_then(|device| version(device.protocol.as_deref()));
        let requests =
            settings(&body, &logger).requests(version.unwrap_or(Version::V2017)).map_err(bad_value)?;
        let each = requests.into_iter().enumerate().map(|(number, request)| {
            let command = parse("Idempotency-Key", &format!("{command}/{number}"))?;
            ask_one(&services, &user, &logger, command, request, None)
        });
        each.collect()
    })
    .await
    .map(Json)
}

fn settings(body: &NewFirstConnection, logger: &Logger) -> FirstConnection {
    let usual = FirstConnection::default();
    let registered = u16::try_from(logger.realtime_interval_s).unwrap_or(usual.realtime_interval_s);
    FirstConnection {
        over_time_s: body.over_time_s.unwrap_or(usual.over_time_s),
        retries: body.retries.unwrap_or(usual.retries),
        realtime_interval_s: body.realtime_interval_s.unwrap_or(registered),
        minute_interval_min: body.minute_interval_min.unwrap_or(usual.minute_interval_min),
        facilities: body.facilities,
    }
}

/// Writes a request into the ledger, sends it, and gives it as it stands.
fn ask_one(
    services: &Services,
    user: &SignedIn,
    logger: &Logger,
    command: CommandId,
    request: Request,
    reason: Option<String>,
) -> Result<DeviceRequest, ApiError> {
    let id = Office::device_request_id(&command).map_err(office_error)?;
    let ask = Command::Ask { id: id.clone(), mn: logger.mn.clone(), request: request.clone(), reason };
    let done =
        services.office.device_request(&id, Some(command), &user.actor(), &ask).map_err(office_error)?;
    if !done.repeated {
        services.devices.ask(&id, &logger.mn, request);
    }
    one_of(services, user, &id)
}

/// What a logger was asked, and what it can be asked.
#[utoipa::path(
    get, path = "/loggers/{mn}/requests", operation_id = "list_device_requests", tag = "device requests",
    params(("mn" = String, Path)),
    responses(
        (status = 200, body = DeviceRequestList), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
) -> Result<Json<DeviceRequestList>, ApiError> {
    blocking(move || {
        let logger = visible_logger(&services, &user, &mn)?;
        user.require(&READERS)?;
        let device = services.devices.logger(&logger.mn);
        let protocol = device.as_ref().and_then(|device| device.protocol.clone());
        let rows = services
            .views
            .device_requests_of(&logger.mn, LISTED)
            .map_err(|error| ApiError::unavailable(&error))?;
        let presenter = Presenter::new(&services, &user);
        let items: Result<Vec<_>, _> = rows.iter().map(|row| present(&services, &presenter, row)).collect();
        Ok(DeviceRequestList {
            mn: logger.mn.to_string(),
            connected: device.is_some_and(|device| device.connected),
            kinds: kinds(&user, protocol.as_deref()),
            protocol,
            items: items?,
        })
    })
    .await
    .map(Json)
}

/// One request to a device.
#[utoipa::path(
    get, path = "/device-requests/{id}", operation_id = "device_request", tag = "device requests",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = DeviceRequest), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<DeviceRequest>, ApiError> {
    blocking(move || {
        let id = visible_request(&services, &user, &id)?;
        user.require(&READERS)?;
        one_of(&services, &user, &id)
    })
    .await
    .map(Json)
}

/// Gives a request up. What was sent, the logger may still do.
#[utoipa::path(
    post, path = "/device-requests/{id}/cancel", operation_id = "cancel_device_request", tag = "device requests",
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = DeviceRequest), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn cancel(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<DeviceRequest>, ApiError> {
    let command = command_id(&user, &headers)?;
    blocking(move || {
        let id = visible_request(&services, &user, &id)?;
        user.require(&ASKERS)?;
        services
            .office
            .device_request(&id, Some(command), &user.actor(), &Command::Cancel)
            .map_err(office_error)?;
        services.devices.cancel(&id);
        one_of(&services, &user, &id)
    })
    .await
    .map(Json)
}

/// How far back to look.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct GapQuery {
    /// Days before now, 1 to 31; three unless said.
    days: Option<u32>,
}

/// What is missing of an outlet's minute, hour and day data, in pieces that its logger can be asked for.
#[utoipa::path(
    get, path = "/outlets/{id}/gaps", operation_id = "outlet_gaps", tag = "device requests",
    params(("id" = String, Path), GapQuery),
    responses(
        (status = 200, body = GapList), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn outlet_gaps(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<GapQuery>,
) -> Result<Json<GapList>, ApiError> {
    let days = query.days.unwrap_or(3);
    if !(1..=31).contains(&days) {
        return Err(ApiError::unreadable("days", &"1 to 31"));
    }
    blocking(move || {
        let register = services.views.register();
        let outlet = visible_outlet(&register, &user, &id)?;
        let to = services.clock.now();
        let from = china::plus_seconds(to, -86_400 * i64::from(days));
        let missing = gaps::missing_of(&services.lake, outlet, from, to)
            .map_err(|error| ApiError::unavailable(&error))?;
        let logger = register.logger_of(&LoggerTarget::Outlet(outlet.id.clone()));
        let items = missing.iter().map(gap).collect();
        Ok(GapList { mn: logger.map(|logger| logger.mn.to_string()), from: Time(from), to: Time(to), items })
    })
    .await
    .map(Json)
}

fn gap(piece: &gaps::MissingPiece) -> Gap {
    let granularity = match piece.granularity {
        Granularity::Realtime => "realtime",
        Granularity::Minute => "minute",
        Granularity::Hour => "hour",
        Granularity::Day => "day",
    };
    Gap {
        granularity,
        from: Time(piece.gap.from),
        to: Time(piece.gap.to),
        missing: piece.gap.missing(),
        kind: piece.kind.code(),
        values: piece.values(),
    }
}

/// The request of a body.
fn readable(body: &NewDeviceRequest) -> Result<Request, ApiError> {
    let kind = RequestKind::with_code(&body.kind)
        .ok_or_else(|| ApiError::unreadable("kind", &"no such request to a device"))?;
    Request::new(kind, body.values.clone()).map_err(bad_value)
}

fn bad_value(error: RequestError) -> ApiError {
    let zh = match &error {
        RequestError::Missing { name } => format!("缺少 {name}"),
        RequestError::Surplus { name } => format!("该指令没有参数 {name}"),
        RequestError::Malformed { name, .. } => format!("{name} 的取值不符合要求"),
        RequestError::SpanReversed => "结束时间早于开始时间".to_owned(),
        _ => "该指令无法下发".to_owned(),
    };
    ApiError::refused("bad_value", Bilingual::new(zh, error.to_string()))
}

fn kinds(user: &SignedIn, protocol: Option<&str>) -> Vec<DeviceRequestKind> {
    let version = version(protocol);
    let within = !matches!(user.account.scope, Scope::Enterprise(_));
    let kind = |kind: &RequestKind| {
        let allowed = within && roles(*kind).contains(&user.account.role);
        DeviceRequestKind::of(*kind, allowed, version.is_none_or(|version| kind.exists_in(version)))
    };
    RequestKind::ALL.iter().map(kind).collect()
}

/// The version of this name.
fn version(protocol: Option<&str>) -> Option<Version> {
    [Version::V2005, Version::V2017, Version::V2025]
        .into_iter()
        .find(|version| Some(version.name()) == protocol)
}

/// A logger of the register that reports for something within the account's scope.
fn visible_logger(services: &Services, user: &SignedIn, mn: &str) -> Result<Logger, ApiError> {
    let mn: Mn = mn.parse().map_err(|_| ApiError::not_found())?;
    let register = services.views.register();
    let logger = register.loggers.get(&mn).filter(|logger| sees_logger(services, user, logger));
    logger.cloned().ok_or_else(ApiError::not_found)
}

/// Whether a logger reports for something within the account's scope.
pub(crate) fn sees_logger(services: &Services, user: &SignedIn, logger: &Logger) -> bool {
    let register = services.views.register();
    match &logger.target {
        LoggerTarget::Outlet(id) => {
            register.outlets.get(id).is_some_and(|outlet| user.sees_enterprise(&register, &outlet.enterprise))
        }
        LoggerTarget::Station(id) => {
            register.stations.get(id).is_some_and(|station| user.sees(Some(&station.district), None))
        }
    }
}

fn visible_request(services: &Services, user: &SignedIn, id: &str) -> Result<DeviceRequestId, ApiError> {
    let id: DeviceRequestId = id.parse().map_err(|_| ApiError::not_found())?;
    let row = services.views.device_request(&id).map_err(|error| ApiError::unavailable(&error))?;
    let row = row.ok_or_else(ApiError::not_found)?;
    visible_logger(services, user, row.request.mn.as_str()).map(|_| id)
}

fn one_of(services: &Services, user: &SignedIn, id: &DeviceRequestId) -> Result<DeviceRequest, ApiError> {
    let row = services.views.device_request(id).map_err(|error| ApiError::unavailable(&error))?;
    let row = row.ok_or_else(ApiError::not_found)?;
    present(services, &Presenter::new(services, user), &row)
}

fn present(
    services: &Services,
    presenter: &Presenter<'_>,
    row: &DeviceRequestRow,
) -> Result<DeviceRequest, ApiError> {
    let request = &row.request;
    let (asked_by, automatic) = match &request.asked_by {
        Actor::User { id, .. } => (presenter.person(id)?, false),
        Actor::System { name } => (name.to_string(), true),
    };
    let mut shown = DeviceRequest {
        id: request.id.to_string(),
        mn: request.mn.to_string(),
        kind: request.kind.clone(),
        command: RequestKind::with_code(&request.kind).map(|kind| kind.command().number()),
        values: request.values.clone(),
        reason: request.reason.clone(),
        asked_by,
        automatic,
        asked_at: Some(Time(request.asked_at)),
        stage: request.stage.code(),
        stage_at: request.stage.at().map(Time),
        open: request.stage.is_open(),
        ..DeviceRequest::default()
    };
    fill(&mut shown, &request.stage)?;
    if let Some(progress) = services.devices.progress(&request.id).filter(|_| shown.open) {
        shown.attempts = Some(progress.attempts);
        shown.data_frames = progress.data_frames;
    }
    Ok(shown)
}

/// What the stage says.
fn fill(shown: &mut DeviceRequest, stage: &Stage) -> Result<(), ApiError> {
    match stage {
        Stage::Requested | Stage::Cancelled { .. } => {}
        Stage::Answered { qn_rtn, .. } | Stage::Refused { qn_rtn, .. } => shown.qn_rtn = Some(*qn_rtn),
        Stage::Completed { exe_rtn, data_frames, told, .. } => {
            (shown.exe_rtn, shown.data_frames) = (*exe_rtn, *data_frames);
            let told = told.iter().map(|item| Told { name: item.name.clone(), value: item.value.clone() });
            shown.told = told.collect();
        }
        Stage::TimedOut { awaited, data_frames, .. } => {
            shown.awaited = Some(code(awaited)?);
            shown.data_frames = *data_frames;
        }
        Stage::NotSent { cause, .. } => shown.cause = Some(code(cause)?),
        Stage::Interrupted { cause, data_frames, .. } => {
            shown.cause = Some(code(cause)?);
            shown.data_frames = *data_frames;
        }
    }
    Ok(())
}

/// The code of an enum without data, as the ledger writes it.
fn code(value: &impl serde::Serialize) -> Result<String, ApiError> {
    let value = serde_json::to_value(value).map_err(|error| ApiError::internal(&error))?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
