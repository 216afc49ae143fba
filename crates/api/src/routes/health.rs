//! For machines that watch the machine.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::services::Services;

/// How the process does.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok` or `degraded`.
    status: &'static str,
    parts: Vec<Part>,
}

/// One part of the process.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Part {
    name: &'static str,
    ok: bool,
    /// What is wrong and what still works.
    detail: Option<String>,
}

/// 200 where everything works, 503 where something does not; the body says what. Needs no sign-in and tells
/// nothing of the matter.
#[utoipa::path(
    get, path = "/healthz", tag = "health",
    responses((status = 200, body = Health), (status = 503, body = Health))
)]
pub(crate) async fn healthz(State(services): State<Arc<Services>>) -> Response {
    let lake = services.lake.status();
    let position = services.views.position().unwrap_or_default();
    let behind = services.ledger.head().size.saturating_sub(position);
    let mut parts = vec![
        Part {
            name: "lake",
            ok: lake.writable,
            detail: lake.reason.as_ref().map(|reason| {
                format!("not storing, devices get no acknowledgement, reading works: {reason}")
            }),
        },
        Part {
            name: "views",
            ok: behind == 0,
            detail: (behind > 0).then(|| format!("{behind} events behind the ledger")),
        },
    ];
    match services.views.skipped() {
        Ok(skipped) => {
            let events: u64 = skipped.iter().map(|skipped| skipped.events).sum();
            parts.push(Part {
                name: "events",
                ok: events == 0,
                detail: (events > 0)
                    .then(|| format!("{events} events of the ledger are not understood by this version")),
            });
        }
        Err(error) => parts.push(Part { name: "events", ok: false, detail: Some(error.to_string()) }),
    }
    let ok = parts.iter().all(|part| part.ok);
    let status = if ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Health { status: if ok { "ok" } else { "degraded" }, parts })).into_response()
}

/// Figures in Prometheus' text form (version 0.0.4).
#[utoipa::path(get, path = "/metrics", tag = "health", responses((status = 200, body = String, content_type = "text/plain")))]
pub(crate) async fn metrics(State(services): State<Arc<Services>>) -> Response {
    let lake = services.lake.status();
    let mut figures = services.devices.metrics();
    figures.extend([
        ("jingwei_lake_writable", String::new(), f64::from(u8::from(lake.writable))),
        ("jingwei_lake_series", String::new(), lake.series as f64),
        ("jingwei_ledger_events", String::new(), services.ledger.head().size as f64),
        ("jingwei_views_position", String::new(), services.views.position().unwrap_or_default() as f64),
    ]);
    figures.extend(lake.free_bytes.map(|bytes| ("jingwei_lake_free_bytes", String::new(), bytes as f64)));
    figures.extend(lake.disk_bytes.map(|bytes| ("jingwei_lake_disk_bytes", String::new(), bytes as f64)));
    if let Ok(open) = services.views.open_alarms() {
        figures.push(("jingwei_alarms_open", String::new(), open.len() as f64));
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], exposition(&figures))
        .into_response()
}

/// Samples of one name stay together under one type line, as the format demands.
fn exposition(figures: &[(&'static str, String, f64)]) -> String {
    let mut sorted: Vec<_> = figures.iter().collect();
    sorted.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let mut text = String::new();
    let mut last = "";
    for (name, labels, value) in sorted {
        if *name != last {
            let kind = if name.ends_with("_total") { "counter" } else { "gauge" };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "# TYPE {name} {kind}");
            last = name;
        }
        let _ = match labels.is_empty() {
            true => writeln!(text, "{name} {value}"),
            false => writeln!(text, "{name}{{{labels}}} {value}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_one_name_stand_together() {
        let figures = [
            ("jingwei_refused_total", "reason=\"crc\"".to_owned(), 3.0),
            ("jingwei_open", String::new(), 1.0),
            ("jingwei_refused_total", "reason=\"no_mn\"".to_owned(), 0.5),
        ];
        assert_eq!(
            exposition(&figures),
            "# TYPE jingwei_open gauge\njingwei_open 1\n# TYPE jingwei_refused_total counter\n\
             jingwei_refused_total{reason=\"crc\"} 3\njingwei_refused_total{reason=\"no_mn\"} 0.5\n"
        );
    }
}
