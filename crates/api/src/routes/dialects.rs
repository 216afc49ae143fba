//! How loggers speak: their deviations from the standard, and their keys.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use casework::register::{Command, KeyAct};
use model::{CrcMode, DeviceProfile, Mn, Role};

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::dialect::{KeyBody, ProfileBody};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::services::Services;
use crate::session::SignedIn;

/// Says in what a logger deviates from the standard: from then on its frames are read so too.
#[utoipa::path(
    post, path = "/loggers/{mn}/profile", operation_id = "set_logger_profile", tag = "devices",
    request_body = ProfileBody,
    params(("mn" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn set_profile(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
    headers: HeaderMap,
    Json(body): Json<ProfileBody>,
) -> Result<StatusCode, ApiError> {
    user.require(&[Role::DutyOfficer, Role::Administrator])?;
    let crc = CrcMode::from_code(&body.crc_mode)
        .ok_or_else(|| ApiError::unreadable("crc_mode", &"hj212, modbus, modbus-swapped or off"))?;
    let mn: Mn = parse("MN", &mn)?;
    let profile = DeviceProfile { mn: mn.clone(), crc, length_offset: body.length_offset };
    act(services, user, headers, mn, Command::SetProfile { profile }, |_| Ok(())).await
}

/// Sets the key by which a logger encrypts (SM4). It is shown never again.
#[utoipa::path(
    put, path = "/loggers/{mn}/key", operation_id = "set_logger_key", tag = "devices", request_body = KeyBody,
    params(("mn" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn set_key(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
    headers: HeaderMap,
    Json(body): Json<KeyBody>,
) -> Result<StatusCode, ApiError> {
    user.require(&[Role::Administrator])?;
    let mn: Mn = parse("MN", &mn)?;
    // Looked at before the ledger says that it was set.
    services.devices.check_key(&body.key).map_err(|reason| ApiError::unreadable("key", &reason))?;
    let command = Command::NoteKey { mn: mn.clone(), act: KeyAct::Set };
    let key = body.key;
    act(services, user, headers, mn.clone(), command, move |services| services.devices.set_key(&mn, &key))
        .await
}

/// Takes all keys of a logger away: what it encrypts cannot be read any more.
#[utoipa::path(
    delete, path = "/loggers/{mn}/key", operation_id = "remove_logger_key", tag = "devices",
    params(("mn" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn remove_key(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    user.require(&[Role::Administrator])?;
    let mn: Mn = parse("MN", &mn)?;
    let command = Command::NoteKey { mn: mn.clone(), act: KeyAct::Removed };
    act(services, user, headers, mn.clone(), command, move |services| services.devices.remove_keys(&mn)).await
}

/// Makes a new key for a logger and tells it with the answers to its frames (1014). Both are good until the
/// logger uses the new one.
#[utoipa::path(
    post, path = "/loggers/{mn}/key/rotation", operation_id = "rotate_logger_key", tag = "devices",
    params(("mn" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)
    )
)]
pub(crate) async fn rotate_key(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(mn): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    user.require(&[Role::Administrator])?;
    let mn: Mn = parse("MN", &mn)?;
    let dialect = services.devices.logger(&mn).map(|state| state.dialect).unwrap_or_default();
    if !dialect.key_set {
        if !services.office.knows_logger(&mn) {
            return Err(ApiError::not_found());
        }
        let title = Bilingual::new(
            "该数采仪没有密钥，无法告知新密钥",
            "the logger has no key with which it could be told a new one",
        );
        return Err(ApiError::conflict("no_key", title));
    }
    if dialect.key_offered {
        // One is on its way already; it is told until the logger uses it.
        return Ok(StatusCode::NO_CONTENT);
    }
    let command = Command::NoteKey { mn: mn.clone(), act: KeyAct::RotationOffered };
    act(services, user, headers, mn.clone(), command, move |services| services.devices.make_key(&mn)).await
}

/// Gives `command` to the register, and does what belongs to it.
async fn act(
    services: Arc<Services>,
    user: SignedIn,
    headers: HeaderMap,
    mn: Mn,
    command: Command,
    then: impl FnOnce(&Services) -> Result<(), String> + Send + 'static,
) -> Result<StatusCode, ApiError> {
    let id = command_id(&user, &headers)?;
    blocking(move || {
        if !services.office.knows_logger(&mn) {
            return Err(ApiError::not_found());
        }
        services.office.register(Some(id), &user.actor(), &command).map_err(office_error)?;
        then(&services).map_err(|reason| ApiError::unavailable(&std::io::Error::other(reason)))?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
