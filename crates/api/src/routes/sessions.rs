//! Sign-in, sign-out, and what the server says of itself.

use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::blocking;
use crate::dto::Time;
use crate::error::{ApiError, ProblemBody};
use crate::services::Services;
use crate::session::{ClientAddress, SignedIn, set_cookie};

/// What signing in takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    login: String,
    password: String,
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionBody {
    user: User,
    /// What unsafe requests must send as `X-CSRF-Token`.
    csrf_token: String,
    expires_at: Time,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct User {
    id: String,
    login: String,
    name: String,
    /// `duty_officer`, `branch_officer`, `enterprise_user`, `leader`, `inspector_general` or `administrator`.
    role: &'static str,
    scope: ScopeBody,
}

/// How far an account reaches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScopeBody {
    /// `city`, `district` or `enterprise`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// What the server says of itself to everybody.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ServerBody {
    name: &'static str,
    version: &'static str,
    now: Time,
    /// `machine` or `scenario`.
    clock: &'static str,
    /// Scenario seconds a second.
    speed: f64,
    notice: Option<NoticeBody>,
}

/// Something that everybody should know now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeBody {
    code: String,
    zh: String,
    en: String,
}

fn body(user: SignedIn) -> SessionBody {
    let (kind, code) = match &user.account.scope {
        model::Scope::City => ("city", None),
        model::Scope::District(code) => ("district", Some(code.to_string())),
        model::Scope::Enterprise(code) => ("enterprise", Some(code.to_string())),
    };
    SessionBody {
        user: User {
            id: user.account.id.to_string(),
            login: user.account.login,
            name: user.account.name,
            role: user.account.role.code(),
            scope: ScopeBody { kind, code },
        },
        csrf_token: user.csrf,
        expires_at: Time(user.expires_at),
    }
}

/// Signs in. Failures are counted by login and by address.
#[utoipa::path(
    post, path = "/session", tag = "session", request_body = Credentials,
    responses((status = 200, body = SessionBody), (status = 401, body = ProblemBody), (status = 429, body = ProblemBody))
)]
pub(crate) async fn sign_in(
    State(services): State<Arc<Services>>,
    ClientAddress(address): ClientAddress,
    Json(credentials): Json<Credentials>,
) -> Result<Response, ApiError> {
    let secure = services.settings.secure_cookies;
    let checking = Arc::clone(&services);
    let _place = checking.sign_ins.acquire().await.map_err(|error| ApiError::internal(&error))?;
    let signed_in = blocking(move || try_sign_in(&services, &credentials, &address)).await?;
    let cookie = set_cookie(Some(&signed_in.token), secure);
    Ok(([(header::SET_COOKIE, cookie)], Json(body(signed_in))).into_response())
}

fn try_sign_in(services: &Services, given: &Credentials, address: &str) -> Result<SignedIn, ApiError> {
    let now = services.machine_clock.now();
    let attempts = || services.attempts.lock().unwrap_or_else(PoisonError::into_inner);
    {
        let mut attempts = attempts();
        attempts.check(&given.login, address, now).map_err(ApiError::too_many_attempts)?;
        // Counted before the slow check and under the same lock, so that many at once cannot slip through.
        attempts.failed(&given.login, address, now);
    }
    let account = services
        .vault
        .check_password(&given.login, &given.password)
        .map_err(|error| ApiError::unavailable(&error))?
        .ok_or_else(ApiError::wrong_credentials)?;
    attempts().succeeded(&given.login, address);
    let (token, session) = services
        .vault
        .start_session(&account, services.settings.session, now)
        .map_err(|error| ApiError::unavailable(&error))?;
    Ok(SignedIn { account, token, csrf: session.csrf, expires_at: session.expires_at })
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/session", tag = "session",
    responses((status = 200, body = SessionBody), (status = 401, body = ProblemBody))
)]
pub(crate) async fn who(user: SignedIn) -> Json<SessionBody> {
    Json(body(user))
}

/// Signs out.
#[utoipa::path(
    delete, path = "/session", tag = "session",
    responses((status = 204), (status = 401, body = ProblemBody))
)]
pub(crate) async fn sign_out(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Response, ApiError> {
    let secure = services.settings.secure_cookies;
    blocking(move || services.vault.end_session(&user.token).map_err(|error| ApiError::unavailable(&error)))
        .await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, set_cookie(None, secure))]).into_response())
}

/// What the server says of itself; needs no sign-in.
#[utoipa::path(get, path = "/server", tag = "session", responses((status = 200, body = ServerBody)))]
pub(crate) async fn server(State(services): State<Arc<Services>>) -> Json<ServerBody> {
    let notice = services.notice.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Json(ServerBody {
        name: "Jingwei",
        version: env!("CARGO_PKG_VERSION"),
        now: Time(services.clock.now()),
        clock: if services.settings.scenario_speed.is_some() { "scenario" } else { "machine" },
        speed: services.settings.scenario_speed.unwrap_or(1.0),
        notice: notice.map(|notice| NoticeBody { code: notice.code, zh: notice.zh, en: notice.en }),
    })
}
