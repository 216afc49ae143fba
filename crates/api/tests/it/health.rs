//! What machines that watch the machine get.

use std::collections::BTreeMap;

use axum::http::header;
use lake::LakeOptions;
use serde_json::json;

use crate::city::{City, Person, Plan, STACK, VOC};
use crate::request::Ask;

#[tokio::test]
async fn all_is_well() {
    let city = City::new();
    let health = city.ask(Ask::get("/healthz")).await.json();
    assert_eq!(health["status"], "ok");
    assert!(health["parts"].as_array().unwrap().iter().all(|part| part["ok"] == true));
}

#[tokio::test]
async fn a_full_disk_is_told_and_reading_goes_on() {
    let lake = LakeOptions { min_free_bytes: u64::MAX, ..LakeOptions::default() };
    let city = City::planned(Plan { lake, ..Plan::default() });
    // The lake looks at the disk when somebody wants to write.
    let reading = lake::FrameRecord {
        device: "d".into(),
        received_at: crate::city::start(),
        outcome: lake::FrameOutcome::Stored,
        bytes: vec![1],
    };
    let batch = lake::Batch { frames: vec![reading], ..lake::Batch::default() };
    assert!(city.services.lake.append(batch).await.is_err());
    let answer = city.ask(Ask::get("/healthz")).await;
    assert_eq!(answer.status, 503);
    let health: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(health["status"], "degraded");
    let lake = health["parts"].as_array().unwrap().iter().find(|part| part["name"] == "lake").unwrap();
    assert_eq!(lake["ok"], false);
    assert!(lake["detail"].as_str().unwrap().contains("reading works"));
    let metrics = city.ask(Ask::get("/metrics")).await;
    assert!(metrics.text().contains("\njingwei_lake_writable 0\n"), "{}", metrics.text());

    let session = city.session(Person::Duty);
    for path in ["map", "alarms", "enterprises", "loggers"] {
        city.ask(Ask::get(format!("/api/v1/{path}")).by(&session)).await.json();
    }
    let series = format!("/api/v1/outlets/{STACK}/series?factor={VOC}&granularity=hour");
    assert_eq!(city.ask(Ask::get(series).by(&session)).await.json()["points"], json!([]));
    // Deciding needs no telemetry.
    let id = city.raise_at_stack();
    let accept = Ask::command(&id, "accept", 2, "k", &json!({})).by(&city.session(Person::Officer));
    city.ask(accept).await.json();
}

/// A reader of the text format 0.0.4, as strict as Prometheus' own about what matters: every sample belongs to
/// the type line before it, and no family comes twice.
fn families(text: &str) -> BTreeMap<String, (String, Vec<(String, f64)>)> {
    assert!(text.ends_with('\n'));
    let mut families: BTreeMap<String, (String, Vec<(String, f64)>)> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        if let Some(typed) = line.strip_prefix("# TYPE ") {
            let (name, kind) = typed.split_once(' ').unwrap();
            name.clone_into(&mut current);
            let twice = families.insert(current.clone(), (kind.to_owned(), Vec::new()));
            assert!(twice.is_none(), "{name} comes twice");
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let name = series.split('{').next().unwrap();
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{name:?}");
        let (kind, samples) = families.get_mut(&current).unwrap();
        let suffix = name.strip_prefix(current.as_str()).unwrap_or_else(|| panic!("{name} under {current}"));
        match kind.as_str() {
            "histogram" => assert!(["_bucket", "_sum", "_count"].contains(&suffix), "{name}"),
            "counter" | "gauge" => assert_eq!(suffix, ""),
            other => panic!("type {other:?}"),
        }
        samples.push((series.to_owned(), value.parse().unwrap()));
    }
    families
}

#[tokio::test]
async fn metrics_are_prometheus_text() {
    let city = City::new();
    let bucket = |bound: &str| format!("le=\"{bound}\"");
    *city.devices.figures.lock().unwrap() = vec![
        ("jingwei_gateway_frames_refused_total", "reason=\"crc\"".into(), 3.0),
        ("jingwei_gateway_ack_seconds_bucket", bucket("+Inf"), 9.0),
        ("jingwei_gateway_ack_seconds_bucket", bucket("10"), 8.0),
        ("jingwei_gateway_ack_seconds_bucket", bucket("0.005"), 1.0),
        ("jingwei_gateway_ack_seconds_bucket", bucket("2.5"), 7.0),
        ("jingwei_gateway_ack_seconds_count", String::new(), 9.0),
        ("jingwei_gateway_frames_refused_total", "reason=\"no_mn\"".into(), 1.0),
        ("jingwei_gateway_ack_seconds_sum", String::new(), 12.5),
    ];
    city.raise_at_stack();
    let answer = city.ask(Ask::get("/metrics")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header(header::CONTENT_TYPE), "text/plain; version=0.0.4; charset=utf-8");
    let families = families(answer.text());
    let (kind, refused) = &families["jingwei_gateway_frames_refused_total"];
    assert_eq!((kind.as_str(), refused.len()), ("counter", 2));
    let (kind, samples) = &families["jingwei_gateway_ack_seconds"];
    assert_eq!(kind, "histogram");
    let buckets = samples.iter().filter_map(|(series, count)| {
        Some((series.strip_prefix("jingwei_gateway_ack_seconds_bucket")?, *count))
    });
    let expected =
        [("{le=\"0.005\"}", 1.0), ("{le=\"2.5\"}", 7.0), ("{le=\"10\"}", 8.0), ("{le=\"+Inf\"}", 9.0)];
    assert_eq!(buckets.collect::<Vec<_>>(), expected);
    assert_eq!(samples.len(), 6);
    let one = |name: &str| families[name].1[0].1;
    assert_eq!(one("jingwei_alarms_open"), 1.0);
    assert_eq!(one("jingwei_ledger_events"), city.services.ledger.head().size as f64);
    assert_eq!(one("jingwei_views_position"), one("jingwei_ledger_events"));
}
