//! Rules by which kinds of findings are judged (预警规则).

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use casework::rule::{Command, Extent};
use model::{FindingKind, RuleId};

use serde::Deserialize;
use utoipa::IntoParams;

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::rule::{
    ExtentKind, NewRule, PrecisionReport, Rule, RuleActivation, RuleBook, RuleDetail, RuleExtent,
    RuleRetirement,
};
use crate::error::{ApiError, ProblemBody};
use crate::office::Office;
use crate::present::{Presenter, rule_precision};
use crate::services::Services;
use crate::session::SignedIn;

/// How far back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MonthsQuery {
    /// The present month and those before it; 12 if it is left out.
    months: Option<u32>,
}

/// Every kind of finding with what it is judged by, and all its rules.
#[utoipa::path(
    get, path = "/rules", operation_id = "list_rules", tag = "rules",
    responses(
        (status = 200, body = RuleBook), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<RuleBook>, ApiError> {
    for_offices(&user)?;
    blocking(move || {
        let rules = services.office.rules().map_err(office_error)?;
        Presenter::new(&services, &user).rule_book(&rules)
    })
    .await
    .map(Json)
}

/// What became of the alarms of each kind that were raised in a number of months.
#[utoipa::path(
    get, path = "/rules/precision", operation_id = "rule_precision", tag = "rules", params(MonthsQuery),
    responses(
        (status = 200, body = PrecisionReport), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody)
    )
)]
pub(crate) async fn precision(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Query(query): Query<MonthsQuery>,
) -> Result<Json<PrecisionReport>, ApiError> {
    for_offices(&user)?;
    let months = query.months.unwrap_or(12);
    if !(1..=120).contains(&months) {
        return Err(ApiError::unreadable("months", &"1 to 120 months can be asked for"));
    }
    blocking(move || {
        let rules = services.office.rules().map_err(office_error)?;
        let since = rule_precision::first_of(services.clock.now(), months);
        let alarms = services.views.alarms_raised_since(since);
        let alarms = alarms.map_err(|error| ApiError::unavailable(&error))?;
        Ok(rule_precision::report(&rules, &services.views.register(), &alarms, since))
    })
    .await
    .map(Json)
}

/// One rule, with what it would have raised while it was in shadow.
#[utoipa::path(
    get, path = "/rules/{id}", operation_id = "get_rule", tag = "rules", params(("id" = String, Path)),
    responses(
        (status = 200, body = RuleDetail), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn one(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<RuleDetail>, ApiError> {
    for_offices(&user)?;
    blocking(move || {
        let id: RuleId = id.parse().map_err(|_| ApiError::not_found())?;
        let rules = services.office.rules().map_err(office_error)?;
        let rule = rules.get(&id).ok_or_else(ApiError::not_found)?;
        let presenter = Presenter::new(&services, &user);
        Ok(RuleDetail { rule: presenter.rule(&id, rule)?, shadow: presenter.shadow_report(&id, rule)? })
    })
    .await
    .map(Json)
}

/// Proposes a rule: it runs in shadow, counted and not sent.
#[utoipa::path(
    post, path = "/rules", operation_id = "propose_rule", tag = "rules", request_body = NewRule,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = Rule), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn propose(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
    Json(new): Json<NewRule>,
) -> Result<(StatusCode, Json<Rule>), ApiError> {
    for_offices(&user)?;
    let key = command_id(&user, &headers)?;
    blocking(move || {
        let id = Office::rule_id(&key).map_err(office_error)?;
        let time = |what, text: &Option<String>| text.as_deref().map(|text| parse(what, text)).transpose();
        let command = Command::Propose {
            id: id.clone(),
            kind: kind(&new.kind)?,
            extent: new.extent.map_or(Ok(Extent::City), extent)?,
            valid_from: time("valid_from", &new.valid_from)?,
            valid_to: time("valid_to", &new.valid_to)?,
            values: new.values,
            reason: new.reason,
        };
        services.office.rule(Some(key), &user.actor(), &command).map_err(office_error)?;
        present(&services, &user, &id)
    })
    .await
    .map(|rule| (StatusCode::CREATED, Json(rule)))
}

/// Lets a rule judge that somebody else proposed and that was in shadow.
#[utoipa::path(
    post, path = "/rules/{id}/activate", operation_id = "activate_rule", tag = "rules",
    request_body = RuleActivation, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = Rule), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn activate(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(activation): Json<RuleActivation>,
) -> Result<Json<Rule>, ApiError> {
    change(services, user, id, &headers, move |id| {
        let replaces = activation.replaces.iter().map(|text| parse("replaces", text));
        Ok(Command::Activate { id, replaces: replaces.collect::<Result<_, _>>()? })
    })
    .await
}

/// Takes a rule back: it judges no more, or never will.
#[utoipa::path(
    post, path = "/rules/{id}/retire", operation_id = "retire_rule", tag = "rules",
    request_body = RuleRetirement, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = Rule), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn retire(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(retirement): Json<RuleRetirement>,
) -> Result<Json<Rule>, ApiError> {
    let reason = retirement.reason;
    change(services, user, id, &headers, move |id| Ok(Command::Retire { id, reason })).await
}

/// Carries out a command on a rule, and gives the rule as it then stands.
async fn change(
    services: Arc<Services>,
    user: SignedIn,
    id: String,
    headers: &HeaderMap,
    command: impl FnOnce(RuleId) -> Result<Command, ApiError> + Send + 'static,
) -> Result<Json<Rule>, ApiError> {
    for_offices(&user)?;
    let key = command_id(&user, headers)?;
    blocking(move || {
        let id: RuleId = id.parse().map_err(|_| ApiError::not_found())?;
        if !services.office.rules().map_err(office_error)?.contains_key(&id) {
            return Err(ApiError::not_found());
        }
        let command = command(id.clone())?;
        services.office.rule(Some(key), &user.actor(), &command).map_err(office_error)?;
        present(&services, &user, &id)
    })
    .await
    .map(Json)
}

fn present(services: &Services, user: &SignedIn, id: &RuleId) -> Result<Rule, ApiError> {
    let rules = services.office.rules().map_err(office_error)?;
    let rule = rules.get(id).ok_or_else(ApiError::not_found)?;
    Presenter::new(services, user).rule(id, rule)
}

/// How the bureau judges is its own affair.
pub(super) fn for_offices(user: &SignedIn) -> Result<(), ApiError> {
    if user.is_office() { Ok(()) } else { Err(ApiError::not_allowed()) }
}

fn extent(asked: RuleExtent) -> Result<Extent, ApiError> {
    let RuleExtent { kind, of } = asked;
    Ok(match kind {
        ExtentKind::City => Extent::City,
        ExtentKind::Districts => Extent::Districts(codes("district", &of)?),
        ExtentKind::Trades => Extent::Trades(of.into_iter().collect()),
        ExtentKind::Enterprises => Extent::Enterprises(codes("enterprise", &of)?),
    })
}

fn codes<T>(what: &'static str, texts: &[String]) -> Result<BTreeSet<T>, ApiError>
where
    T: FromStr + Ord,
    T::Err: std::fmt::Display,
{
    texts.iter().map(|text| parse(what, text.trim())).collect()
}

fn kind(code: &str) -> Result<FindingKind, ApiError> {
    let found = FindingKind::ALL.into_iter().find(|kind| kind.code() == code);
    found.ok_or_else(|| ApiError::unreadable("kind", &format!("there is no kind {code:?}")))
}
