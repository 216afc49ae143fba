//! Frames as the field and the standards have them, and the script that sends them.

use std::path::Path;
use std::process::Command;

use model::Timestamp;
use serde_json::Value;
use tempfile::tempdir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::*;

#[tokio::test]
async fn every_sample_frame_is_accounted_for() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/hj212/frames.jsonl");
    let Ok(lines) = std::fs::read_to_string(samples) else {
        println!("skipped: {samples} is not there");
        return;
    };
    let folder = tempdir().unwrap();
    let site = Site::open(folder.path()).await;
    let mut sent = 0;
    for line in lines.lines() {
        let sample: Value = serde_json::from_str(line).unwrap();
        let Some(frame) = sample["frame"].as_str() else { continue };
        let mut stream = TcpStream::connect(site.gateway.tcp_address()).await.unwrap();
        stream.write_all(frame.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut replies = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut replies)).await.expect("it was not closed").unwrap();
        sent += 1;
    }
    let status = site.gateway.status();
    assert!(sent > 100 && status.frames.received >= sent, "{sent} sent, {:?}", status.frames);
    assert!(status.frames.waiting > 50, "{:?}", status.frames);
    assert!(status.frames.balance() && status.readings.balance());
    let kept: usize = site
        .gateway
        .devices()
        .iter()
        .map(|device| site.lake.frames(&device.device.to_string(), Timestamp::MIN, Timestamp::MAX, 10_000))
        .map(|frames| frames.unwrap().len())
        .sum();
    // What is refused is kept only up to an hour's share.
    let refused: u64 = status.frames.refused.values().sum();
    assert!(kept as u64 >= status.frames.received - refused, "{kept} kept, {:?}", status.frames);
    assert!(!site.gateway.waiting().is_empty());
    site.close().await;
}

#[tokio::test]
async fn the_documented_script_sends_frames_and_prints_acknowledgements() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/send_frames.py");
    let folder = tempdir().unwrap();
    let site = Site::open(&folder.path().join("lake")).await;
    let whole = String::from_utf8(frame(&mn(1), start_time(), "35.5")).unwrap();
    let segment = format!(
        "QN=20200830083930000;ST=31;CN=2011;PW=123456;MN={};Flag=5;CP=&&DataTime=20200830083930;a21026-Rtd=36&&",
        mn(1)
    );
    let object = serde_json::json!({ "frame": segment.replace("0839", "0838") });
    let file = folder.path().join("frames.txt");
    std::fs::write(&file, format!("# three ways to say it\n{whole}\n{segment}\n{object}\n")).unwrap();
    let address = site.gateway.tcp_address().to_string();
    let run = move || Command::new("python3").arg(script).args([&address, "--wait", "30"]).arg(file).output();
    let output = match tokio::task::spawn_blocking(run).await.unwrap() {
        Ok(output) => output,
        Err(error) => {
            println!("skipped: python3 cannot be run: {error}");
            return;
        }
    };
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(printed.matches("<- CN=9014 (data is stored)").count(), 3, "{printed}");
    let values: Vec<_> = site.stored(1).iter().map(|reading| reading.values.value).collect();
    assert_eq!(values, [Some(36.0), Some(36.0), Some(35.5)]);
    site.close().await;
}
