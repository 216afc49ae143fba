//! Secrets of devices: made, shown once, replaced, taken away. Administrators only.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use casework::credential::Command;
use model::{CredentialHolder, Role, Source, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vault::Credential;

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::Time;
use crate::dto::device::Device;
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::services::Services;
use crate::session::SignedIn;
use crate::ways_in::TOKEN_PREFIX;

/// A credential without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CredentialRow {
    /// `meter:…` or `push:…`.
    holder: String,
    /// For which sources a push client may send.
    sources: Vec<String>,
    issued_at: Time,
    expires_at: Option<Time>,
    revoked_at: Option<Time>,
    /// `holds`, `expired` or `revoked`.
    state: &'static str,
    /// The account of a push client, if it was ever heard; meters have theirs among the meters.
    device: Option<Device>,
}

/// Whom to give a secret.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCredential {
    /// `meter:` and the id of a registered meter, or `push:` and a name for the program (letters, digits, `-`, `_`, `.`).
    holder: String,
    /// For which sources a push client may send, as in `station:1335A`; none for a meter.
    #[serde(default)]
    sources: Vec<String>,
    /// From when on it no longer holds (RFC 3339).
    expires_at: Option<String>,
}

/// Why a secret is taken away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Revocation {
    reason: String,
}

/// A new secret. It is shown this once and kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownSecret {
    holder: String,
    /// The MQTT user name of a meter.
    user_name: Option<String>,
    /// The MQTT password of a meter, or the token of a push client.
    secret: String,
}

/// All credentials that were ever given.
#[utoipa::path(
    get, path = "/credentials", operation_id = "list_credentials", tag = "devices",
    responses(
        (status = 200, body = Vec<CredentialRow>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<Vec<CredentialRow>>, ApiError> {
    user.require(&[Role::Administrator])?;
    blocking(move || {
        let now = services.machine_clock.now();
        let credentials = services.vault.credentials().map_err(|error| ApiError::unavailable(&error))?;
        Ok(credentials.into_iter().map(|credential| row(&services, credential, now)).collect())
    })
    .await
    .map(Json)
}

fn row(services: &Services, credential: Credential, now: Timestamp) -> CredentialRow {
    let state = match (credential.revoked_at, credential.holds(now)) {
        (Some(_), _) => "revoked",
        (None, true) => "holds",
        (None, false) => "expired",
    };
    let device = match &credential.holder {
        CredentialHolder::PushClient(id) => services.ways_in.client_account(id).map(Device::from),
        CredentialHolder::Meter(_) => None,
    };
    CredentialRow {
        holder: credential.holder.to_string(),
        sources: credential.sources.iter().map(ToString::to_string).collect(),
        issued_at: Time(credential.issued_at),
        expires_at: credential.expires_at.map(Time),
        revoked_at: credential.revoked_at.map(Time),
        state,
        device,
    }
}

/// Gives a meter or a push client its secret.
#[utoipa::path(
    post, path = "/credentials", operation_id = "issue_credential", tag = "devices", request_body = NewCredential,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = ShownSecret), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn issue(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Json(new): Json<NewCredential>,
) -> Result<(StatusCode, Json<ShownSecret>), ApiError> {
    user.require(&[Role::Administrator])?;
    let holder: CredentialHolder = parse("holder", &new.holder)?;
    let sources: Vec<Source> =
        new.sources.iter().map(|text| parse("source", text)).collect::<Result<_, _>>()?;
    let expires_at =
        new.expires_at.as_deref().map(|text| parse::<Timestamp>("expires_at", text)).transpose()?;
    let command = Command::Issue { holder: holder.clone(), sources: sources.clone(), expires_at };
    let shown = shown(services, user, &headers, command, Secret { holder, sources, expires_at }).await?;
    Ok((StatusCode::CREATED, shown))
}

/// Replaces the secret of a meter or push client; the former one holds no longer.
#[utoipa::path(
    post, path = "/credentials/{holder}/rotate", operation_id = "rotate_credential", tag = "devices",
    params(("holder" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = ShownSecret), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn rotate(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(holder): Path<String>,
    headers: HeaderMap,
) -> Result<Json<ShownSecret>, ApiError> {
    user.require(&[Role::Administrator])?;
    let holder: CredentialHolder = parse("holder", &holder)?;
    let known = services.vault.credentials().map_err(|error| ApiError::unavailable(&error))?;
    let known = known.into_iter().find(|credential| credential.holder == holder);
    let (sources, expires_at) = known.map(|known| (known.sources, known.expires_at)).unwrap_or_default();
    let command = Command::Rotate { holder: holder.clone() };
    shown(services, user, &headers, command, Secret { holder, sources, expires_at }).await
}

/// Takes the secret of a meter or push client away.
#[utoipa::path(
    post, path = "/credentials/{holder}/revoke", operation_id = "revoke_credential", tag = "devices",
    request_body = Revocation, params(("holder" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn revoke(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(holder): Path<String>,
    headers: HeaderMap,
    Json(revocation): Json<Revocation>,
) -> Result<StatusCode, ApiError> {
    user.require(&[Role::Administrator])?;
    let holder: CredentialHolder = parse("holder", &holder)?;
    let id = command_id(&user, &headers)?;
    blocking(move || {
        let now = services.machine_clock.now();
        let command = Command::Revoke { holder: holder.clone(), reason: revocation.reason };
        services.office.credential(Some(id), &user.actor(), &command, now).map_err(office_error)?;
        services.vault.revoke_credential(&holder, now).map_err(|error| ApiError::unavailable(&error))?;
        services.ways_in.credentials_changed();
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// What a new secret is for.
struct Secret {
    holder: CredentialHolder,
    sources: Vec<Source>,
    expires_at: Option<Timestamp>,
}

/// Carries the command out and makes the secret: the event first, so that no secret is good of which the
/// ledger does not know. If the vault then fails, the credential has no good secret until it is rotated.
async fn shown(
    services: Arc<Services>,
    user: SignedIn,
    headers: &HeaderMap,
    command: Command,
    secret: Secret,
) -> Result<Json<ShownSecret>, ApiError> {
    let id = command_id(&user, headers)?;
    blocking(move || {
        let now = services.machine_clock.now();
        let done =
            services.office.credential(Some(id), &user.actor(), &command, now).map_err(office_error)?;
        if done.repeated {
            let title = Bilingual::new(
                "凭据只显示一次，如未保存请更换",
                "the secret was shown once; rotate it if it was not kept",
            );
            return Err(ApiError::refused("secret_shown", title));
        }
        let Secret { holder, sources, expires_at } = secret;
        let new = services
            .vault
            .issue_credential(&holder, &sources, expires_at, now)
            .map_err(|error| ApiError::unavailable(&error))?;
        services.ways_in.credentials_changed();
        let (user_name, secret) = match &holder {
            CredentialHolder::Meter(id) => (Some(id.to_string()), new.reveal().to_owned()),
            CredentialHolder::PushClient(id) => (None, format!("{TOKEN_PREFIX}{id}.{}", new.reveal())),
        };
        Ok(ShownSecret { holder: holder.to_string(), user_name, secret })
    })
    .await
    .map(Json)
}
