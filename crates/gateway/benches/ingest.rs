//! Frames a second from loopback to an acknowledgement after `fsync`, with 1, 64 and 1,000 connections.
//!
//! `cargo bench -p gateway`. Prints medians of five runs; each device sends up to eight frames ahead of its
//! acknowledgements. The lake's folder is a temporary one: set `TMPDIR` to measure another disk.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on has failed"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use gateway::{ConnectionLimits, Gateway, GatewayConfig};
use hj212::{Command, MessageBuilder, SystemCode, Version};
use lake::{Lake, LakeOptions};
use model::{
    Channel, CreditCode, District, Enterprise, Logger, LoggerTarget, ManualClock, Medium, Mn, Outlet, Place,
    Register, RegisterEntry, Timestamp, Unit, china,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

const RUNS: usize = 5;
const AHEAD: usize = 8;
const FACTORS: [&str; 6] = ["a21026", "a21002", "a34013", "a19001", "a01012", "a00000"];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    println!("{:>11}  {:>9}  {:>10}  {:>8}", "connections", "frames/s", "readings/s", "p50 ms");
    for (connections, frames) in [(1, 2_000), (64, 300), (1_000, 20)] {
        let mut runs: Vec<(f64, f64)> =
            (0..RUNS).map(|_| runtime.block_on(run(connections, frames))).collect();
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (per_second, p50_ms) = runs[RUNS / 2];
        let readings = per_second * FACTORS.len() as f64;
        println!("{connections:>11}  {per_second:>9.0}  {readings:>10.0}  {p50_ms:>8.1}");
    }
}

/// Frames a second, and the median time from writing a frame to its acknowledgement, ms.
async fn run(connections: usize, frames: usize) -> (f64, f64) {
    let folder = tempfile::tempdir().unwrap();
    let lake =
        Lake::open(folder.path(), LakeOptions { min_free_bytes: 0, ..LakeOptions::default() }).unwrap();
    let now: Timestamp = "2020-08-30T00:40:00Z".parse().unwrap();
    let (_sender, register) = watch::channel(Arc::new(register(connections)));
    let limits = ConnectionLimits {
        frames_per_second: 1_000_000,
        bytes_per_second: 1 << 30,
        ..ConnectionLimits::default()
    };
    let config = GatewayConfig { limits, ..GatewayConfig::default() };
    let gateway = Gateway::start(config, lake, register, Arc::new(ManualClock::new(now))).await.unwrap();
    let address = gateway.tcp_address();
    let mut devices = Vec::new();
    for number in 0..connections {
        let stream = TcpStream::connect(address).await.unwrap();
        let script: Vec<Vec<u8>> =
            (0..frames).map(|n| frame(number, china::plus_seconds(now, -(n as i64)))).collect();
        devices.push((stream, script));
    }
    let begun = Instant::now();
    let tasks: Vec<_> =
        devices.into_iter().map(|(stream, script)| tokio::spawn(speak(stream, script))).collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await.unwrap());
    }
    let took = begun.elapsed().as_secs_f64();
    assert_eq!(gateway.status().frames.stored, (connections * frames) as u64);
    gateway.shutdown().await;
    waits.sort();
    (waits.len() as f64 / took, waits[waits.len() / 2].as_secs_f64() * 1000.0)
}

/// Sends the frames, at most [`AHEAD`] before their acknowledgements, and says how long each waited.
async fn speak(mut stream: TcpStream, script: Vec<Vec<u8>>) -> Vec<Duration> {
    let mut sent = std::collections::VecDeque::new();
    let mut waits = Vec::with_capacity(script.len());
    let mut frames = script.into_iter();
    let mut chunk = [0; 4096];
    loop {
        while sent.len() < AHEAD {
            let Some(frame) = frames.next() else { break };
            sent.push_back(Instant::now());
            stream.write_all(&frame).await.unwrap();
        }
        if sent.is_empty() {
            return waits;
        }
        let count = stream.read(&mut chunk).await.unwrap();
        assert!(count > 0, "the gateway closed");
        // Every acknowledgement ends with the one line feed in it.
        for _ in chunk[..count].iter().filter(|byte| **byte == b'\n') {
            waits.push(sent.pop_front().unwrap().elapsed());
        }
    }
}

fn mn(number: usize) -> Mn {
    format!("88888880{number:08}").parse().unwrap()
}

fn frame(number: usize, at: Timestamp) -> Vec<u8> {
    let wall = china::civil(at).strftime("%Y%m%d%H%M%S").to_string();
    let mut message = MessageBuilder::new(Version::V2017)
        .qn(format!("{wall}000"))
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::REALTIME_DATA)
        .pw("123456")
        .mn(mn(number).as_str())
        .answer_required(true)
        .item("DataTime", wall);
    for factor in FACTORS {
        message = message.group([(format!("{factor}-Rtd"), "18.5"), (format!("{factor}-Flag"), "N")]);
    }
    message.build().unwrap()
}

fn register(count: usize) -> Register {
    let mut register = Register::default();
    let center = Place::new(113.0, 28.2).unwrap();
    let enterprise = CreditCode::from_body("91430105MA4L00001").unwrap();
    let district: model::DistrictCode = "430105".parse().unwrap();
    let names = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    let (name, name_en) = names("开福区", "Kaifu");
    register
        .put(RegisterEntry::District(District { code: district.clone(), name, name_en, center }))
        .unwrap();
    let (name, name_en) = names("甲", "A");
    let (trade, trade_en) = names("印刷", "Printing");
    let entry = Enterprise {
        code: enterprise.clone(),
        name,
        name_en,
        trade_code: "C2319".into(),
        trade,
        trade_en,
        district,
        place: center,
    };
    register.put(RegisterEntry::Enterprise(entry)).unwrap();
    let mg = Unit::MilligramPerCubicMetre;
    let channel =
        |factor: &str| Channel { factor: factor.parse().unwrap(), sent_unit: mg, unit: mg, range: None };
    for number in 0..count {
        let id: model::OutletId = format!("OUT-{number}").parse().unwrap();
        let (name, name_en) = names("排放口", "Outlet");
        let outlet = Outlet {
            id: id.clone(),
            enterprise: enterprise.clone(),
            name,
            name_en,
            medium: Medium::Air,
            place: center,
            channels: FACTORS.map(channel).to_vec(),
            limits: Vec::new(),
            release: None,
        };
        register.put(RegisterEntry::Outlet(outlet)).unwrap();
        let target = LoggerTarget::Outlet(id);
        register
            .put(RegisterEntry::Logger(Logger { mn: mn(number), target, realtime_interval_s: 30 }))
            .unwrap();
    }
    register
}
