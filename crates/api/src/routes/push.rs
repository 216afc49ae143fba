//! Readings that programs push, by token.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::services::Services;
use crate::ways_in::{BodyFormat, PushFailure, PushedReading};

/// What became of a request: `received = stored + duplicates + refused`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PushAnswer {
    received: usize,
    /// In the lake because of this request, the revised ones among them.
    stored: usize,
    /// Of the stored ones, those that stand beside another value.
    revised: usize,
    duplicates: usize,
    refused: usize,
    /// One for each reading, in the order of the request.
    outcomes: Vec<PushOutcome>,
}

/// What became of one reading.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PushOutcome {
    /// `stored`, `revised`, `duplicate` or `refused`.
    outcome: &'static str,
    /// Why it was refused, as a stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// Takes readings: a JSON array (or `{"readings": [...]}`) or CSV with the same names in its first line: `source`,
/// `factor`, `time`, `value`, and where wanted `granularity`, `min`, `max`, `unit`, `mark`. At most 5,000 readings
/// and 1 MiB. The answer comes when they are durable; the same readings again are duplicates.
#[utoipa::path(
    post, path = "/push/readings", operation_id = "push_readings", tag = "push",
    request_body(content = String, content_type = "application/json"),
    params(("Authorization" = String, Header, description = "Bearer and the token")),
    responses(
        (status = 200, body = PushAnswer), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 415, body = ProblemBody), (status = 422, body = ProblemBody), (status = 429, body = ProblemBody),
        (status = 503, body = ProblemBody)
    )
)]
pub(crate) async fn readings(
    State(services): State<Arc<Services>>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<PushAnswer>, ApiError> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let client = token.and_then(|token| services.ways_in.client_of(token)).ok_or_else(bad_token)?;
    let format = format_of(&headers)?;
    let peer = peer.map_or_else(|| SocketAddr::from(([0, 0, 0, 0], 0)), |info| info.0.0);
    let outcomes = services.ways_in.push(client, format, body.to_vec(), peer).await.map_err(refused)?;
    Ok(Json(answer(&outcomes)))
}

fn refused(failure: PushFailure) -> ApiError {
    match failure {
        PushFailure::Unreadable(code, detail) => {
            let title = Bilingual::new(
                format!("无法读取推送内容：{detail}"),
                format!("the body cannot be read: {detail}"),
            );
            ApiError::bad_request(code, title)
        }
        PushFailure::TooMany => {
            let title = Bilingual::new("一次最多推送5000条数据", "a request may hold at most 5000 readings");
            ApiError::refused("too_many_readings", title)
        }
        PushFailure::Busy(retry_after) => {
            let title = Bilingual::new("推送过快，请稍后再试", "too much in a short time, come back later");
            ApiError::too_busy("push_too_fast", title, retry_after.as_secs().saturating_add(1))
        }
        PushFailure::NotDurable(reason) => ApiError::not_durable(&reason),
    }
}

fn bad_token() -> ApiError {
    let title =
        Bilingual::new("令牌缺失、错误、已过期或已吊销", "the token is missing, wrong, expired or revoked");
    ApiError::unauthorised("token_invalid", title)
}

fn format_of(headers: &HeaderMap) -> Result<BodyFormat, ApiError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    match content_type.split(';').next().unwrap_or("").trim() {
        "application/json" => Ok(BodyFormat::Json),
        "text/csv" => Ok(BodyFormat::Csv),
        _ => Err(ApiError::unreadable_request(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the content type must be application/json or text/csv",
        )),
    }
}

fn answer(outcomes: &[PushedReading]) -> PushAnswer {
    let count = |wanted: fn(&PushedReading) -> bool| outcomes.iter().filter(|o| wanted(o)).count();
    let revised = count(|outcome| matches!(outcome, PushedReading::Revised));
    PushAnswer {
        received: outcomes.len(),
        stored: revised + count(|outcome| matches!(outcome, PushedReading::Stored)),
        revised,
        duplicates: count(|outcome| matches!(outcome, PushedReading::Duplicate)),
        refused: count(|outcome| matches!(outcome, PushedReading::Refused(_))),
        outcomes: outcomes
            .iter()
            .map(|outcome| match outcome {
                PushedReading::Stored => PushOutcome { outcome: "stored", reason: None },
                PushedReading::Revised => PushOutcome { outcome: "revised", reason: None },
                PushedReading::Duplicate => PushOutcome { outcome: "duplicate", reason: None },
                PushedReading::Refused(reason) => PushOutcome { outcome: "refused", reason: Some(reason) },
            })
            .collect(),
    }
}
