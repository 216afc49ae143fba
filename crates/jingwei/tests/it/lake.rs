//! Sealed telemetry against the ledger, by the commands.

use std::path::Path;

use ::lake::{Batch, Lake, LakeOptions};
use model::{Granularity, Mark, Origin, Problems, Reading, SeriesKey, Timestamp, Unit, Values, china};
use serde_json::Value;

use crate::server::{Installation, jingwei};

/// Two days of a year that is long over.
fn fill(folder: &Path) {
    let lake = Lake::open(folder, LakeOptions { min_free_bytes: 0, ..LakeOptions::default() }).unwrap();
    let start: Timestamp = "2020-08-28T16:00:00Z".parse().unwrap();
    let one = |step: i64| Reading {
        series: SeriesKey { source: "outlet:O-1".parse().unwrap(), factor: "w01018".parse().unwrap() },
        granularity: Granularity::Minute,
        time: china::plus_seconds(start, step * 60),
        unit: Unit::MilligramPerLitre,
        values: Values { value: Some((step * step % 1009) as f64 / 10.0), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: china::plus_seconds(start, step * 60 + 2),
    };
    let batch = Batch { readings: (0..2880).map(one).collect(), ..Batch::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(lake.append(batch)).unwrap().stored, 2880);
}

fn json(output: &std::process::Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn an_edited_a_missing_and_an_unknown_file_are_told_from_the_ledger() {
    let installation = Installation::new();
    let data = installation.path("data");
    fill(&data.join("lake"));
    let config = installation.config();
    let lake = |act: &str| json(&jingwei(&["lake", act, "--json", "--config", config.to_str().unwrap()]));
    let verify = || {
        let output = jingwei(&["verify", "lake", data.to_str().unwrap(), "--json"]);
        (output.status.code(), json(&output))
    };
    let sealed = lake("seal");
    assert_eq!((&sealed["periods"], &sealed["rows"]), (&2.into(), &2880.into()));
    assert_eq!(lake("seal")["periods"], 0, "nothing new");
    let (code, report) = verify();
    assert_eq!((code, &report["verified"], &report["ok"]), (Some(0), &4.into(), &true.into()), "{report}");
    assert_eq!(lake("compact")["periods"], 1);
    let (code, report) = verify();
    assert_eq!((code, &report["verified"], &report["replaced"]), (Some(0), &2.into(), &0.into()), "{report}");
    let status = lake("status");
    assert_eq!((&status["unsettled"], &status["files"][0]["period"]), (&0.into(), &"2020-08".into()));
    assert!(jingwei(&["verify", "ledger", data.to_str().unwrap()]).status.success());

    let name = status["files"].as_array().unwrap().iter().find(|file| file["kind"] == "values").unwrap();
    let name = name["path"].as_str().unwrap().to_owned();
    let path = data.join("lake").join(&name);
    let whole = std::fs::read(&path).unwrap();
    let mut edited = whole.clone();
    edited[100] ^= 1;
    std::fs::write(&path, &edited).unwrap();
    let (code, report) = verify();
    assert_eq!((code, &report["altered"]), (Some(3), &serde_json::json!([name])));
    std::fs::remove_file(&path).unwrap();
    let (code, report) = verify();
    assert_eq!((code, &report["missing"]), (Some(3), &serde_json::json!([name])));
    std::fs::write(&path, &whole).unwrap();
    std::fs::write(data.join("lake/sealed/minute/2020-08/2020-08-29.9.values.parquet"), b"x").unwrap();
    let (code, report) = verify();
    let unknown = serde_json::json!(["sealed/minute/2020-08/2020-08-29.9.values.parquet"]);
    assert_eq!((code, &report["unknown"]), (Some(3), &unknown));
}
