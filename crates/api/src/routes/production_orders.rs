//! Orders to limit or stop production (停限产令).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use casework::register::{Command, may_order};
use model::{CreditCode, OrderId, ProductionOrder as Order, Register, Restraint, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::commands::{command_id, office_error};
use super::{blocking, parse};
use crate::dto::Time;
use crate::error::{ApiError, ProblemBody};
use crate::office::Office;
use crate::services::Services;
use crate::session::SignedIn;

/// The orders that bind an enterprise, the last one first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductionOrderList {
    items: Vec<ProductionOrder>,
    /// Whether this account may issue and lift them.
    may_order: bool,
    /// What can be ordered.
    lines: Vec<OrderableLine>,
}

/// A line that an order can bind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderableLine {
    id: String,
    name: String,
    name_en: String,
    /// Whether a power meter says what it does: without one nothing is told of it.
    metered: bool,
    /// kW; a limit is a share of it and is not watched without.
    rated_kw: Option<f64>,
}

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OrderState {
    Coming,
    InForce,
    Over,
    Lifted,
}

/// An order to limit or stop production.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductionOrder {
    id: String,
    enterprise: String,
    /// Ids of the lines that it binds; all of the enterprise, if none.
    lines: Vec<String>,
    /// The share of rated power that it allows, per cent; 0 stops production.
    allowed_percent: f64,
    from: Time,
    /// Exclusive.
    to: Time,
    document: String,
    state: OrderState,
    /// Why it was lifted before its end.
    lifted: Option<String>,
}

/// A new order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrder {
    /// Ids of the lines that it binds; all of the enterprise, if none.
    #[serde(default)]
    lines: Vec<String>,
    /// The share of rated power that it allows, per cent, below 100; 0 stops production.
    allowed_percent: f64,
    /// RFC 3339.
    from: String,
    /// RFC 3339, exclusive.
    to: String,
    /// The document that orders it, as in its number.
    document: String,
}

/// Why an order is lifted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderLifting {
    reason: String,
}

/// The orders that bind an enterprise.
#[utoipa::path(
    get, path = "/enterprises/{code}/production-orders", operation_id = "list_production_orders", tag = "city",
    params(("code" = String, Path)),
    responses(
        (status = 200, body = ProductionOrderList), (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody)
    )
)]
pub(crate) async fn list(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
) -> Result<Json<ProductionOrderList>, ApiError> {
    blocking(move || {
        let register = services.views.register();
        let code = visible_enterprise(&register, &user, &code)?;
        let now = services.clock.now();
        let mut items: Vec<&Order> =
            register.orders.values().filter(|order| order.enterprise == code).collect();
        items.sort_by(|a, b| b.from.cmp(&a.from).then_with(|| b.id.cmp(&a.id)));
        Ok(ProductionOrderList {
            items: items.into_iter().map(|order| present(order, now)).collect(),
            may_order: may_order(&register, &code, &user.actor()),
            lines: lines(&register, &code),
        })
    })
    .await
    .map(Json)
}

/// Orders an enterprise to limit or stop production.
#[utoipa::path(
    post, path = "/enterprises/{code}/production-orders", operation_id = "issue_production_order", tag = "city",
    request_body = NewOrder, params(("code" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = ProductionOrder), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn issue(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewOrder>,
) -> Result<(StatusCode, Json<ProductionOrder>), ApiError> {
    let command = command_id(&user, &headers)?;
    blocking(move || {
        let enterprise = visible_enterprise(&services.views.register(), &user, &code)?;
        let id = Office::order_id(&command).map_err(office_error)?;
        let order = Order {
            id: id.clone(),
            enterprise,
            lines: new.lines.iter().map(|line| parse("line", line)).collect::<Result<_, _>>()?,
            restraint: match new.allowed_percent {
                0.0 => Restraint::Stop,
                percent => Restraint::Limit(percent / 100.0),
            },
            from: parse("from", &new.from)?,
            to: parse("to", &new.to)?,
            document: new.document.trim().to_owned(),
            lifted: None,
        };
        carry_out(&services, &user, Some(command), &Command::IssueOrder { order })?;
        one(&services, &id)
    })
    .await
    .map(|order| (StatusCode::CREATED, Json(order)))
}

/// Lifts an order from now on.
#[utoipa::path(
    post, path = "/production-orders/{id}/lift", operation_id = "lift_production_order", tag = "city",
    request_body = OrderLifting, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = ProductionOrder), (status = 400, body = ProblemBody),
        (status = 401, body = ProblemBody), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)
    )
)]
pub(crate) async fn lift(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(lifting): Json<OrderLifting>,
) -> Result<Json<ProductionOrder>, ApiError> {
    let command = command_id(&user, &headers)?;
    blocking(move || {
        let id: OrderId = id.parse().map_err(|_| ApiError::not_found())?;
        let register = services.views.register();
        let order = register.orders.get(&id).ok_or_else(ApiError::not_found)?;
        visible_enterprise(&register, &user, order.enterprise.as_str())?;
        let lift = Command::LiftOrder { id: id.clone(), at: services.clock.now(), reason: lifting.reason };
        carry_out(&services, &user, Some(command), &lift)?;
        one(&services, &id)
    })
    .await
    .map(Json)
}

fn carry_out(
    services: &Services,
    user: &SignedIn,
    id: Option<ledger::CommandId>,
    command: &Command,
) -> Result<(), ApiError> {
    services.office.register(id, &user.actor(), command).map(drop).map_err(office_error)
}

fn visible_enterprise(register: &Register, user: &SignedIn, code: &str) -> Result<CreditCode, ApiError> {
    let code: CreditCode = code.parse().map_err(|_| ApiError::not_found())?;
    let is_seen = register.enterprises.contains_key(&code) && user.sees_enterprise(register, &code);
    is_seen.then_some(code).ok_or_else(ApiError::not_found)
}

fn one(services: &Services, id: &OrderId) -> Result<ProductionOrder, ApiError> {
    let register = services.views.register();
    let order = register.orders.get(id).ok_or_else(ApiError::not_found)?;
    Ok(present(order, services.clock.now()))
}

fn present(order: &Order, now: Timestamp) -> ProductionOrder {
    let state = match order {
        order if order.lifted.is_some() => OrderState::Lifted,
        order if now < order.from => OrderState::Coming,
        order if now < order.to => OrderState::InForce,
        _ => OrderState::Over,
    };
    ProductionOrder {
        id: order.id.to_string(),
        enterprise: order.enterprise.to_string(),
        lines: order.lines.iter().map(ToString::to_string).collect(),
        allowed_percent: match order.restraint {
            Restraint::Stop => 0.0,
            Restraint::Limit(share) => share * 100.0,
        },
        from: Time(order.from),
        to: Time(order.to),
        document: order.document.clone(),
        state,
        lifted: order.lifted.clone(),
    }
}

fn lines(register: &Register, code: &CreditCode) -> Vec<OrderableLine> {
    let own = register.lines.values().filter(|line| line.enterprise == *code);
    own.map(|line| {
        let meter = register.meter_of(&model::MeterTarget::Line(line.id.clone()));
        OrderableLine {
            id: line.id.to_string(),
            name: line.name.clone(),
            name_en: line.name_en.clone(),
            metered: meter.is_some(),
            rated_kw: meter.and_then(|meter| meter.rated_kw),
        }
    })
    .collect()
}
