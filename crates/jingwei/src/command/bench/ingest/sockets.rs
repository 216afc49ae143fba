//! The whole way: 1,000 loggers speak HJ 212 over TCP, each sends its next frame when the last one is
//! acknowledged, which is when it is on the disk.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
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

use super::super::figures::{Report, quantile};

const LOGGERS: usize = 1_000;
/// What a logger of a stack with continuous monitoring reports: pollutants, and what they are converted with.
const FACTORS: [&str; 9] =
    ["a21026", "a21002", "a34013", "a19001", "a01012", "a01013", "a01014", "a01011", "a00000"];
/// Frames that a logger may send at most in a second of the measurement; they are made before it begins.
const FRAMES_A_SECOND: usize = 120;
const START: i64 = 1_598_745_600;

/// What the rounds gave.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    frames: Vec<f64>,
    readings: Vec<f64>,
    p50_ms: Vec<f64>,
    p99_ms: Vec<f64>,
}

impl Rounds {
    pub(super) fn measure(&mut self, base: &Path, seconds: u32) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (took, mut waits_ms) = runtime.block_on(round(base, seconds))?;
        let frames = waits_ms.len() as f64 / took.as_secs_f64();
        self.frames.push(frames);
        self.readings.push(frames * FACTORS.len() as f64);
        self.p50_ms.push(quantile(&mut waits_ms, 0.5));
        self.p99_ms.push(quantile(&mut waits_ms, 0.99));
        Ok(())
    }

    pub(super) fn report(self, report: &mut Report) {
        let name = |what: &str| format!("sockets, {LOGGERS} loggers{what}");
        report.add(name(""), "readings/s", self.readings);
        report.add(name(", frames"), "frames/s", self.frames);
        report.add(name(", acknowledgement p50"), "ms", self.p50_ms);
        report.add(name(", acknowledgement p99"), "ms", self.p99_ms);
        report.note(format!(
            "a frame has {} factors, each with its mark; frames are made before the clock starts",
            FACTORS.len()
        ));
    }
}

/// How long it took, and how long each acknowledgement, ms.
async fn round(base: &Path, seconds: u32) -> anyhow::Result<(Duration, Vec<f64>)> {
    let folder = super::folder(base)?;
    let lake = Lake::open(folder.path(), LakeOptions::default())?;
    let start = Timestamp::from_second(START)?;
    // In the middle of the round's frames, which are a second apart: short rounds have no back-fill.
    let now = china::plus_seconds(start, i64::from(seconds) * FRAMES_A_SECOND as i64 / 2);
    let (_sender, register) = watch::channel(Arc::new(register()?));
    let limits = ConnectionLimits {
        frames_per_second: 1_000_000,
        bytes_per_second: 1 << 30,
        ..ConnectionLimits::default()
    };
    let config = GatewayConfig { limits, ..GatewayConfig::default() };
    let gateway = Gateway::start(config, lake, register, Arc::new(ManualClock::new(now))).await?;
    let mut loggers = Vec::with_capacity(LOGGERS);
    for number in 0..LOGGERS {
        let stream = TcpStream::connect(gateway.tcp_address()).await?;
        stream.set_nodelay(true)?;
        let frames = (0..seconds as usize * FRAMES_A_SECOND).map(|n| frame(number, start, n));
        loggers.push((stream, frames.collect::<anyhow::Result<Vec<_>>>()?));
    }
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds.into());
    let tasks: Vec<_> =
        loggers.into_iter().map(|(stream, frames)| tokio::spawn(speak(stream, frames, until))).collect();
    let mut waits_ms = Vec::new();
    for task in tasks {
        waits_ms.extend(task.await??);
    }
    let took = begun.elapsed();
    let stored = gateway.status().frames.stored;
    gateway.shutdown().await;
    anyhow::ensure!(
        stored == waits_ms.len() as u64,
        "{stored} frames stored, {} acknowledged",
        waits_ms.len()
    );
    Ok((took, waits_ms))
}

/// Sends frames one after the other; gives how long each waited for its acknowledgement, ms.
async fn speak(mut stream: TcpStream, frames: Vec<Vec<u8>>, until: Instant) -> anyhow::Result<Vec<f64>> {
    let mut waits_ms = Vec::with_capacity(frames.len());
    let mut chunk = [0; 1024];
    for frame in &frames {
        if Instant::now() >= until {
            break;
        }
        let sent = Instant::now();
        stream.write_all(frame).await?;
        loop {
            let count = stream.read(&mut chunk).await?;
            anyhow::ensure!(count > 0, "the gateway closed a connection");
            // Every acknowledgement ends with the one line feed in it.
            if chunk.get(..count).is_some_and(|bytes| bytes.contains(&b'\n')) {
                break;
            }
        }
        waits_ms.push(sent.elapsed().as_secs_f64() * 1e3);
    }
    Ok(waits_ms)
}

fn mn(number: usize) -> anyhow::Result<Mn> {
    Ok(format!("88888880{number:08}").parse()?)
}

/// The `n`-th frame of a logger: real-time data of the `n`-th second.
fn frame(number: usize, start: Timestamp, n: usize) -> anyhow::Result<Vec<u8>> {
    let at = china::civil(china::plus_seconds(start, n as i64));
    let wall = at.strftime("%Y%m%d%H%M%S").to_string();
    let mut message = MessageBuilder::new(Version::V2017)
        .qn(format!("{wall}000"))
        .st(SystemCode::AIR_SOURCE)
        .cn(Command::REALTIME_DATA)
        .pw("123456")
        .mn(mn(number)?.as_str())
        .answer_required(true)
        .item("DataTime", wall);
    for (place, factor) in FACTORS.iter().enumerate() {
        let value = number.wrapping_mul(31).wrapping_add(n * 7 + place * 13) % 9_000;
        let value = format!("{}.{:02}", value / 100, value % 100);
        message =
            message.group([(format!("{factor}-Rtd"), value), (format!("{factor}-Flag"), "N".to_owned())]);
    }
    message.build().context("cannot build a frame")
}

fn register() -> anyhow::Result<Register> {
    let mut register = Register::default();
    let center = Place::new(113.0, 28.2).context("no such place")?;
    let enterprise = CreditCode::from_body("91430105MA4L00001")?;
    let district: model::DistrictCode = "430105".parse()?;
    let (name, name_en) = ("开福区".to_owned(), "Kaifu".to_owned());
    register.put(RegisterEntry::District(District { code: district.clone(), name, name_en, center }))?;
    register.put(RegisterEntry::Enterprise(Enterprise {
        code: enterprise.clone(),
        name: "甲".to_owned(),
        name_en: "A".to_owned(),
        trade_code: "C2319".into(),
        trade: "印刷".to_owned(),
        trade_en: "Printing".to_owned(),
        district,
        place: center,
    }))?;
    let mg = Unit::MilligramPerCubicMetre;
    let mut channels = Vec::new();
    for factor in FACTORS {
        channels.push(Channel { factor: factor.parse()?, sent_unit: mg, unit: mg });
    }
    for number in 0..LOGGERS {
        let id: model::OutletId = format!("OUT-{number}").parse()?;
        register.put(RegisterEntry::Outlet(Outlet {
            id: id.clone(),
            enterprise: enterprise.clone(),
            name: "排放口".to_owned(),
            name_en: "Outlet".to_owned(),
            medium: Medium::Air,
            place: center,
            channels: channels.clone(),
            limits: Vec::new(),
        }))?;
        let target = LoggerTarget::Outlet(id);
        register.put(RegisterEntry::Logger(Logger { mn: mn(number)?, target, realtime_interval_s: 30 }))?;
    }
    Ok(register)
}
