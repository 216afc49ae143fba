//! Who is asking: the session cookie, the CSRF header, and what an account may see.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use model::{Actor, CreditCode, DistrictCode, Register, Role, Scope};
use vault::{Account, SessionToken};

use crate::error::ApiError;
use crate::error::Bilingual;
use crate::services::Services;

pub(crate) const COOKIE: &str = "jingwei_session";
pub(crate) const CSRF_HEADER: &str = "x-csrf-token";

/// A signed-in account. Taking it as an argument is what makes a route ask for a session; for unsafe methods
/// the CSRF header must match too.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) account: Account,
    pub(crate) token: SessionToken,
    pub(crate) csrf: String,
    pub(crate) expires_at: model::Timestamp,
}

impl FromRequestParts<Arc<Services>> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        let token = cookie(&parts.headers).ok_or_else(ApiError::not_signed_in)?;
        let found = services
            .vault
            .session(&token, services.settings.session, services.machine_clock.now())
            .map_err(|error| ApiError::unavailable(&error))?;
        let session = found.ok_or_else(ApiError::not_signed_in)?;
        let safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let given = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        if !safe && given != Some(session.csrf.as_str()) {
            let title = Bilingual::new(
                "请求缺少有效的防伪标记，请刷新页面",
                "the CSRF token is missing or old, reload the page",
            );
            return Err(ApiError::forbidden("csrf", title));
        }
        Ok(Self { account: session.account, token, csrf: session.csrf, expires_at: session.expires_at })
    }
}

fn cookie(headers: &HeaderMap) -> Option<SessionToken> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| SessionToken::from_cookie(value))
}

/// The `Set-Cookie` of a session; without a token, the one that ends it.
pub(crate) fn set_cookie(token: Option<&SessionToken>, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = match token {
        Some(token) => format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict{secure}", token.as_str()),
        None => format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict{secure}; Max-Age=0"),
    };
    // Tokens are base64url, so the text is always a header value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// The address that a request comes from.
pub(crate) struct ClientAddress(pub(crate) String);

impl FromRequestParts<Arc<Services>> for ClientAddress {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        if services.settings.trust_forwarded
            && let Some(nearest) = forwarded.and_then(|list| list.rsplit(',').next())
        {
            return Ok(Self(nearest.trim().to_owned()));
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map_or_else(|| "unknown".to_owned(), |info| info.0.ip().to_string())))
    }
}

impl SignedIn {
    /// The account as it stands in events.
    pub(crate) fn actor(&self) -> Actor {
        Actor::User {
            id: self.account.id.clone(),
            role: self.account.role,
            scope: self.account.scope.clone(),
        }
    }

    /// Refuses accounts of other roles.
    pub(crate) fn require(&self, roles: &[Role]) -> Result<(), ApiError> {
        match roles.contains(&self.account.role) {
            true => Ok(()),
            false => Err(ApiError::not_allowed()),
        }
    }

    /// Whether something of this district and enterprise lies within the account's scope. What belongs to no
    /// enterprise (stations) is for offices, not for enterprises.
    pub(crate) fn sees(&self, district: Option<&DistrictCode>, enterprise: Option<&CreditCode>) -> bool {
        match &self.account.scope {
            Scope::City => true,
            Scope::District(own) => district == Some(own),
            Scope::Enterprise(own) => enterprise == Some(own),
        }
    }

    /// Whether the enterprise lies within the account's scope.
    pub(crate) fn sees_enterprise(&self, register: &Register, code: &CreditCode) -> bool {
        self.sees(register.district_of(code), Some(code))
    }

    /// Whether the account belongs to the bureau, not to an enterprise.
    pub(crate) fn is_office(&self) -> bool {
        self.account.role != Role::EnterpriseUser
    }
}
