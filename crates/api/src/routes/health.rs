//! For machines that watch the machine.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::blocking;
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
    let office = services.office.clone();
    // It may try the disk.
    let ledger = blocking(move || Ok(office.ledger_trouble()))
        .await
        .unwrap_or_else(|_| Some("the attempt to write to it failed".to_owned()));
    let watch = services.watch_trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
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
            name: "ledger",
            ok: ledger.is_none(),
            detail: ledger.map(|reason| format!("commands are not taken, reading works: {reason}")),
        },
        Part { name: "watch", ok: watch.is_none(), detail: watch },
        sealing_part(&services),
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

fn sealing_part(services: &Services) -> Part {
    let trouble = services.sealing_trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let damaged = services.lake.damaged_files();
    let detail = match damaged.first_key_value() {
        Some((name, detail)) => {
            let count = damaged.len();
            Some(format!("{count} sealed files are damaged, their days are not answered: {name}: {detail}"))
        }
        None => {
            trouble.map(|trouble| format!("days stay in the hot store, everything else works: {trouble}"))
        }
    };
    Part { name: "sealing", ok: detail.is_none(), detail }
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
    let sealed = services.lake.sealed_status();
    figures.extend([
        ("jingwei_lake_sealed_periods", String::new(), sealed.periods as f64),
        ("jingwei_lake_sealed_rows", String::new(), sealed.rows as f64),
        ("jingwei_lake_sealed_bytes", String::new(), sealed.bytes as f64),
        ("jingwei_lake_sealed_damaged", String::new(), sealed.damaged as f64),
        ("jingwei_lake_seals_pending", String::new(), sealed.unsettled as f64),
    ]);
    figures.extend(lake.free_bytes.map(|bytes| ("jingwei_lake_free_bytes", String::new(), bytes as f64)));
    figures.extend(lake.disk_bytes.map(|bytes| ("jingwei_lake_disk_bytes", String::new(), bytes as f64)));
    if let Ok(open) = services.views.open_alarms() {
        figures.push(("jingwei_alarms_open", String::new(), open.len() as f64));
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], exposition(&figures))
        .into_response()
}

/// A sample: its name, its labels as they are written, its value.
type Sample = (&'static str, String, f64);

/// Samples of one family stand together under one type line, as the format demands.
fn exposition(figures: &[Sample]) -> String {
    let histograms: BTreeSet<&str> = figures
        .iter()
        .filter(|(_, labels, _)| bound(labels).is_some())
        .filter_map(|(name, _, _)| name.strip_suffix("_bucket"))
        .collect();
    let mut families: BTreeMap<&str, Vec<&Sample>> = BTreeMap::new();
    for sample in figures {
        families.entry(family(sample.0, &histograms)).or_default().push(sample);
    }
    let mut text = String::new();
    for (name, mut samples) in families {
        let kind = match name {
            _ if histograms.contains(name) => "histogram",
            _ if name.ends_with("_total") => "counter",
            _ => "gauge",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# TYPE {name} {kind}");
        samples.sort_by(|a, b| in_family(a, b));
        for (name, labels, value) in samples {
            let _ = match labels.is_empty() {
                true => writeln!(text, "{name} {value}"),
                false => writeln!(text, "{name}{{{labels}}} {value}"),
            };
        }
    }
    text
}

/// The name that the parts of a histogram share; for others their own.
fn family<'a>(name: &'a str, histograms: &BTreeSet<&str>) -> &'a str {
    let base = ["_bucket", "_sum", "_count"].iter().find_map(|part| name.strip_suffix(part));
    base.filter(|base| histograms.contains(base)).unwrap_or(name)
}

/// By name (`_bucket` before `_count` before `_sum`), then buckets by their bound, then by labels.
fn in_family(a: &Sample, b: &Sample) -> Ordering {
    let bounds = || bound(&a.1).unwrap_or_default().total_cmp(&bound(&b.1).unwrap_or_default());
    a.0.cmp(b.0).then_with(bounds).then_with(|| a.1.cmp(&b.1))
}

/// The upper bound of a bucket, from its label `le`.
fn bound(labels: &str) -> Option<f64> {
    let at = labels.find("le=\"").filter(|at| *at == 0 || labels[..*at].ends_with(','))?;
    labels[at + 4..].split('"').next()?.parse().ok()
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

    #[test]
    fn a_histogram_is_one_family_with_its_buckets_in_order() {
        let bucket = |bound: &str, count| ("ack_seconds_bucket", format!("le=\"{bound}\""), count);
        let figures = [
            ("ack_seconds_sum", String::new(), 0.25),
            bucket("+Inf", 4.0),
            bucket("10", 3.0),
            bucket("0.5", 1.0),
            bucket("2", 2.0),
            ("ack_seconds_count", String::new(), 4.0),
            ("open_count", String::new(), 7.0),
        ];
        assert_eq!(
            exposition(&figures),
            "# TYPE ack_seconds histogram\nack_seconds_bucket{le=\"0.5\"} 1\nack_seconds_bucket{le=\"2\"} 2\n\
             ack_seconds_bucket{le=\"10\"} 3\nack_seconds_bucket{le=\"+Inf\"} 4\nack_seconds_count 4\n\
             ack_seconds_sum 0.25\n# TYPE open_count gauge\nopen_count 7\n"
        );
    }
}
