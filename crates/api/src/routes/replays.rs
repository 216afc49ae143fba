//! A past period judged again by a rule (回溯对比).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use casework::rule;
use jiff::civil::Date;
use model::{RuleId, china};

use super::commands::office_error;
use super::{blocking, parse, rules};
use crate::dto::replay::{NewReplay, Replay};
use crate::error::{ApiError, Bilingual, ProblemBody};
use crate::present::Presenter;
use crate::replays::{Busy, ReplayQuestion};
use crate::services::Services;
use crate::session::SignedIn;

/// More days are not judged at once.
const MOST_DAYS: i32 = 366;

/// Judges a past period again, by the rules in force without this one and with it. One runs at a time.
#[utoipa::path(
    post, path = "/rules/{id}/replay", operation_id = "replay_rule", tag = "rules", request_body = NewReplay,
    params(("id" = String, Path)),
    responses(
        (status = 202, body = Replay), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn begin(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    Json(new): Json<NewReplay>,
) -> Result<(StatusCode, Json<Replay>), ApiError> {
    may(&user)?;
    blocking(move || {
        let rule = known(&services, &id)?;
        let now = services.clock.now();
        let question = question(rule, &new, china::civil(now).date())?;
        let begun = services.replays.begin(question, user.actor(), now).map_err(|Busy| {
            let title = Bilingual::new(
                "正在回溯另一个时段，请等它结束",
                "another past period is being judged; wait for its end",
            );
            ApiError::conflict("replay_runs", title)
        })?;
        Presenter::new(&services, &user).replay(&begun)
    })
    .await
    .map(|replay| (StatusCode::ACCEPTED, Json(replay)))
}

/// How far the last replay of a rule is, and what came of it.
#[utoipa::path(
    get, path = "/rules/{id}/replay", operation_id = "get_replay", tag = "rules", params(("id" = String, Path)),
    responses(
        (status = 200, body = Option<Replay>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Option<Replay>>, ApiError> {
    rules::for_offices(&user)?;
    blocking(move || {
        let rule = known(&services, &id)?;
        let presenter = Presenter::new(&services, &user);
        services.replays.of_rule(&rule).map(|replay| presenter.replay(&replay)).transpose()
    })
    .await
    .map(Json)
}

/// Breaks off the replay of a rule.
#[utoipa::path(
    delete, path = "/rules/{id}/replay", operation_id = "stop_replay", tag = "rules", params(("id" = String, Path)),
    responses(
        (status = 200, body = Option<Replay>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn stop(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Option<Replay>>, ApiError> {
    may(&user)?;
    blocking(move || {
        let rule = known(&services, &id)?;
        let presenter = Presenter::new(&services, &user);
        services.replays.stop(&rule).map(|replay| presenter.replay(&replay)).transpose()
    })
    .await
    .map(Json)
}

/// Who may propose rules may see what they would have done.
fn may(user: &SignedIn) -> Result<(), ApiError> {
    if rule::may_propose(&user.actor()) { Ok(()) } else { Err(ApiError::not_allowed()) }
}

fn known(services: &Services, id: &str) -> Result<RuleId, ApiError> {
    let id: RuleId = id.parse().map_err(|_| ApiError::not_found())?;
    let rules = services.office.rules().map_err(office_error)?;
    if rules.contains_key(&id) { Ok(id) } else { Err(ApiError::not_found()) }
}

fn question(rule: RuleId, new: &NewReplay, today: Date) -> Result<ReplayQuestion, ApiError> {
    let (from, to): (Date, Date) = (parse("from", &new.from)?, parse("to", &new.to)?);
    let refused = |code: &str, zh: &str, en: &str| Err(ApiError::refused(code, Bilingual::new(zh, en)));
    if to < from {
        return refused("replay_order", "结束日期早于开始日期", "the last day is before the first");
    }
    if to > today {
        return refused("replay_future", "结束日期晚于今天", "the last day is after today");
    }
    let days = from.until(to).map_or(i32::MAX, |span| span.get_days()).saturating_add(1);
    if days > MOST_DAYS {
        return refused("replay_length", "一次最多回溯366天", "at most 366 days are judged at once");
    }
    let midnight = |day: Date| china::instant(day.at(0, 0, 0, 0));
    let after = to.tomorrow().map_err(|error| ApiError::unreadable("to", &error))?;
    Ok(ReplayQuestion { rule, from: midnight(from), to: midnight(after) })
}
