//! The router with its layers, and the server around it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::error::ApiError;
use crate::routes::{
    alarms, case_documents, cases, commands, credentials, declared_stops, device_requests, devices, dialects,
    draws, enterprises, files, groups, health, imports, inspection_numbers, inspection_plans, inspections,
    lab, ledger, libraries, library_objects, map, markings, monitoring, positive_list, production_orders,
    public_draws, public_results, push, questions, reminders, replays, rules, seals, sessions, statistics,
    stream, tracing_air, tracing_cruises, tracing_tracks, tracing_versions, tracings,
};
use crate::services::Services;

/// JSON bodies up to this size are read: the longest text with the most files of a command is a tenth of it.
const BODY_MAX: usize = 256 << 10;
/// Forms with a file of readings up to this size are read; the file may be 64 MiB.
const SHEET_MAX: usize = 65 << 20;
/// Pushed bodies up to this size are read.
const PUSH_MAX: usize = 1 << 20;
/// Forms up to this size are read; a file may be 20 MiB.
const UPLOAD_MAX: usize = 21 << 20;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Jingwei 泾渭",
        description = "Times are RFC 3339 with offset. Errors are problem+json (RFC 9457) with a stable code. \
                       Unsafe methods need the session cookie and the header X-CSRF-Token.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(
        crate::error::ProblemBody,
        stream::AlarmMoved,
        stream::DeviceRequestMoved,
        stream::ReadingsArrived,
        stream::ClockTick
    ))
)]
struct Document;

fn api() -> OpenApiRouter<Arc<Services>> {
    OpenApiRouter::new()
        .routes(routes!(sessions::sign_in, sessions::who, sessions::sign_out))
        .routes(routes!(sessions::server))
        .routes(routes!(map::map))
        .routes(routes!(alarms::list))
        .routes(routes!(alarms::one))
        .routes(routes!(cases::list, cases::open))
        .routes(routes!(cases::due))
        .routes(routes!(cases::one))
        .routes(routes!(cases::act))
        .routes(routes!(cases::reckoning))
        .routes(routes!(cases::proposal))
        .routes(routes!(cases::law))
        .routes(routes!(case_documents::decision))
        .routes(routes!(groups::list))
        .routes(routes!(groups::act))
        .routes(routes!(reminders::list))
        .routes(routes!(commands::assign))
        .routes(routes!(commands::accept))
        .routes(routes!(commands::give_back))
        .routes(routes!(commands::explain))
        .routes(routes!(commands::verify))
        .routes(routes!(commands::close))
        .routes(routes!(commands::hand_on))
        .routes(routes!(commands::escalate))
        .routes(routes!(commands::snooze))
        .routes(routes!(commands::wake))
        .routes(routes!(commands::merge))
        .routes(routes!(commands::separate))
        .routes(routes!(files::upload).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .routes(routes!(files::download))
        .routes(routes!(enterprises::list))
        .routes(routes!(enterprises::one))
        .routes(routes!(monitoring::outlet))
        .routes(routes!(monitoring::outlet_series))
        .routes(routes!(monitoring::station))
        .routes(routes!(monitoring::station_series))
        .routes(routes!(monitoring::meter_series))
        .routes(routes!(statistics::transmission))
        .routes(routes!(statistics::outlet))
        .routes(routes!(statistics::air))
        .routes(routes!(statistics::water))
        .routes(routes!(statistics::station_aqi))
        .routes(routes!(questions::outlet_readings))
        .routes(routes!(questions::outlet_summary))
        .routes(routes!(questions::station_summary))
        .routes(routes!(questions::meter_summary))
        .routes(routes!(questions::exceedances))
        .routes(routes!(devices::list))
        .routes(routes!(devices::waiting))
        .routes(routes!(devices::adopt))
        .routes(routes!(devices::officers))
        .routes(routes!(dialects::set_profile))
        .routes(routes!(dialects::set_key, dialects::remove_key))
        .routes(routes!(dialects::rotate_key))
        .routes(routes!(device_requests::ask, device_requests::list))
        .routes(routes!(device_requests::first_connection))
        .routes(routes!(device_requests::one))
        .routes(routes!(device_requests::cancel))
        .routes(routes!(device_requests::outlet_gaps))
        .routes(routes!(imports::upload).layer(DefaultBodyLimit::max(SHEET_MAX)))
        .routes(routes!(imports::propose))
        .routes(routes!(imports::rehearse))
        .routes(routes!(imports::refusals))
        .routes(routes!(imports::begin, imports::list))
        .routes(routes!(imports::one))
        .routes(routes!(imports::stop))
        .routes(routes!(imports::undo))
        .routes(routes!(declared_stops::list, declared_stops::declare))
        .routes(routes!(declared_stops::end))
        .routes(routes!(declared_stops::withdraw))
        .routes(routes!(markings::list))
        .routes(routes!(markings::one_day))
        .routes(routes!(markings::confirm))
        .routes(routes!(markings::mark))
        .routes(routes!(markings::change_marking))
        .routes(routes!(markings::withdraw))
        .routes(routes!(markings::accept))
        .routes(routes!(markings::contest))
        .routes(routes!(draws::list, draws::open))
        .routes(routes!(draws::one))
        .routes(routes!(draws::share))
        .routes(routes!(draws::abandon))
        .routes(routes!(draws::commit).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .routes(routes!(draws::reveal))
        .routes(routes!(draws::round))
        .routes(routes!(draws::publish))
        .routes(routes!(draws::void))
        .routes(routes!(draws::record))
        .routes(routes!(draws::candidates))
        .routes(routes!(public_draws::list))
        .routes(routes!(public_draws::record))
        .routes(routes!(public_results::results))
        .routes(routes!(positive_list::list))
        .routes(routes!(positive_list::badges))
        .routes(routes!(positive_list::look_again))
        .routes(routes!(positive_list::one))
        .routes(routes!(positive_list::check))
        .routes(routes!(positive_list::act))
        .routes(routes!(positive_list::public))
        .routes(routes!(inspections::list))
        .routes(routes!(inspections::assign))
        .routes(routes!(inspection_numbers::numbers))
        .routes(routes!(inspections::one))
        .routes(routes!(inspections::open))
        .routes(routes!(inspections::gather))
        .routes(routes!(inspections::act))
        .routes(routes!(inspections::document))
        .routes(routes!(tracings::list, tracings::open))
        .routes(routes!(tracings::one))
        .routes(routes!(tracings::renew))
        .routes(routes!(tracing_versions::check))
        .routes(routes!(tracing_air::plume))
        .routes(routes!(tracing_air::by_wind))
        .routes(routes!(tracing_air::cruise, tracing_cruises::ask))
        .routes(routes!(tracing_cruises::accept))
        .routes(routes!(tracing_cruises::end))
        .routes(routes!(tracing_tracks::preview_track).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .routes(routes!(tracing_tracks::add_track).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .routes(routes!(tracings::close))
        .routes(routes!(tracing_versions::input))
        .routes(routes!(tracing_versions::document))
        .routes(routes!(inspection_plans::list))
        .routes(routes!(inspection_plans::proposal))
        .routes(routes!(inspection_plans::draft))
        .routes(routes!(inspection_plans::approve))
        .routes(routes!(inspection_plans::give_back))
        .routes(routes!(library_objects::list))
        .routes(routes!(library_objects::one))
        .routes(routes!(library_objects::rename))
        .routes(routes!(library_objects::merge))
        .routes(routes!(library_objects::undo_change))
        .routes(routes!(libraries::items))
        .routes(routes!(libraries::enforcers))
        .routes(routes!(libraries::availability))
        .routes(routes!(libraries::preview).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .routes(routes!(libraries::import).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .routes(routes!(libraries::imports))
        .routes(routes!(libraries::undo))
        .routes(routes!(production_orders::list, production_orders::issue))
        .routes(routes!(production_orders::lift))
        .routes(routes!(rules::list, rules::propose))
        .routes(routes!(rules::precision))
        .routes(routes!(rules::one))
        .routes(routes!(rules::activate))
        .routes(routes!(rules::retire))
        .routes(routes!(replays::begin, replays::one, replays::stop))
        .routes(routes!(credentials::list, credentials::issue))
        .routes(routes!(credentials::rotate))
        .routes(routes!(credentials::revoke))
        .routes(routes!(push::readings).layer(DefaultBodyLimit::max(PUSH_MAX)))
        .routes(routes!(lab::tables))
        .routes(routes!(lab::run))
        .routes(routes!(lab::progress, lab::cancel))
        .routes(routes!(lab::export))
        .routes(routes!(lab::saved, lab::save))
        .routes(routes!(lab::change, lab::delete))
        .routes(routes!(ledger::head))
        .routes(routes!(ledger::events))
        .routes(routes!(ledger::proof))
        .routes(routes!(ledger::consistency))
        .routes(routes!(ledger::verify))
        .routes(routes!(seals::seals))
        .routes(routes!(stream::stream))
}

fn whole() -> (Router<Arc<Services>>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Document::openapi())
        .nest("/api/v1", api())
        .routes(routes!(health::healthz))
        .routes(routes!(health::metrics))
        .split_for_parts()
}

/// The OpenAPI document of everything that this room answers, but for the pages.
pub fn openapi() -> utoipa::openapi::OpenApi {
    whole().1
}

/// The router over `services`.
pub fn router(services: Arc<Services>) -> Router {
    let (routes, document) = whole();
    let document = document.to_json().unwrap_or_default();
    routes
        .route(
            "/api/openapi.json",
            axum::routing::get(|| async move {
                ([(header::CONTENT_TYPE, "application/json")], document).into_response()
            }),
        )
        .fallback(crate::pages::serve)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(axum::middleware::from_fn(readable_refusals))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            ApiError::internal(&"a handler panicked").into_response()
        }))
        // A day of minutes is a megabyte: compressing it harder takes longer than everything else.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(compressible()))
        .layer(security_header(header::CONTENT_SECURITY_POLICY, policy(&services)))
        .layer(security_header(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(security_header(header::REFERRER_POLICY, HeaderValue::from_static("same-origin")))
        .layer(security_header(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")))
        .with_state(services)
}

/// Server-sent events must not wait in a compressor.
fn compressible() -> impl tower_http::compression::predicate::Predicate {
    use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
    DefaultPredicate::new().and(NotForContentType::SSE)
}

fn security_header(name: HeaderName, value: HeaderValue) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, value)
}

/// Everything from our own origin; the configured tile server may give images. Ant Design writes its styles
/// at run time, hence inline styles.
fn policy(services: &Services) -> HeaderValue {
    let tiles = services.settings.map_tiles.as_deref().map(origin).unwrap_or_default();
    let text = format!(
        "default-src 'self'; img-src 'self' data: blob: {tiles}; style-src 'self' 'unsafe-inline'; \
         worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

fn origin(address: &str) -> String {
    let mut parts = address.splitn(4, '/');
    let (scheme, host) = (parts.next().unwrap_or(""), parts.nth(1).unwrap_or(""));
    format!("{scheme}//{}", host.replace("{s}", "*"))
}

/// Extractors refuse bodies and queries in plain text; callers get problem+json everywhere.
async fn readable_refusals(request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|value| value.as_bytes().starts_with(b"text/plain"));
    let refused = matches!(
        response.status(),
        StatusCode::BAD_REQUEST
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::METHOD_NOT_ALLOWED
    );
    if !(is_api && plain && refused) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 4096).await.unwrap_or_default();
    let mut problem =
        ApiError::unreadable_request(parts.status, &String::from_utf8_lossy(&body)).into_response();
    // A refused method names those that work (RFC 9110, 15.5.6).
    if let Some(allow) = parts.headers.get(header::ALLOW) {
        problem.headers_mut().insert(header::ALLOW, allow.clone());
    }
    problem
}

/// Serves until `stop` resolves, then lets running requests end. Server-sent events end when the keepers close.
///
/// # Errors
/// If the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    services: Arc<Services>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let app = router(services).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}
