//! The whole way: 1,000 loggers speak HJ 212 over TCP, each sends its next frame when the last one is
//! acknowledged, which is when it is on the disk.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use gateway::{ConnectionLimits, Gateway, GatewayConfig};
use lake::{Lake, LakeOptions};
use model::{Granularity, ManualClock, Mark, Reading, Register, SeriesKey, Source, Timestamp, china};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::super::figures::{Report, quantile};
use super::super::fleet::{self, FACTORS, figure, frame, mn, outlet};

const LOGGERS: usize = 1_000;
/// Frames that a logger may send at most in a second of the measurement; they are made before it begins.
const FRAMES_A_SECOND: usize = 120;
const START: i64 = 1_598_745_600;
/// Of so many loggers one has its readings compared after a round.
const COMPARED: usize = 20;

/// What the rounds gave.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    frames: Vec<f64>,
    readings: Vec<f64>,
    p50_ms: Vec<f64>,
    p99_ms: Vec<f64>,
    processor_us: Vec<f64>,
}

impl Rounds {
    pub(super) fn measure(&mut self, base: &Path, seconds: u32) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let Round { took, processor, mut waits_ms } = runtime.block_on(round(base, seconds))?;
        let frames = waits_ms.len() as f64;
        self.processor_us.push(processor.as_secs_f64() * 1e6 / frames);
        let frames = frames / took.as_secs_f64();
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
        report.add(name(", processor time of a frame, client and server"), "µs", self.processor_us);
        report.note(format!(
            "a frame has {} factors, each with its mark; frames are made before the clock starts; afterwards every \
             frame that was acknowledged is looked for in the store, and every reading of each {COMPARED}th logger",
            FACTORS.len()
        ));
    }
}

/// What a round took.
struct Round {
    took: Duration,
    /// Of all threads.
    processor: Duration,
    /// How long each acknowledgement took, ms.
    waits_ms: Vec<f64>,
}

async fn round(base: &Path, seconds: u32) -> anyhow::Result<Round> {
    let folder = super::folder(base)?;
    let lake = Lake::open(folder.path(), LakeOptions::default())?;
    let start = Timestamp::from_second(START)?;
    // In the middle of the round's frames, which are a second apart: short rounds have no back-fill.
    let now = china::plus_seconds(start, i64::from(seconds) * FRAMES_A_SECOND as i64 / 2);
    let mut register = Register::default();
    for entry in fleet::entries(0..LOGGERS, None)? {
        register.put(entry)?;
    }
    let (_sender, register) = watch::channel(Arc::new(register));
    let limits = ConnectionLimits {
        frames_per_second: 1_000_000,
        bytes_per_second: 1 << 30,
        ..ConnectionLimits::default()
    };
    let config = GatewayConfig { limits, ..GatewayConfig::default() };
    let gateway = Gateway::start(config, lake.clone(), register, Arc::new(ManualClock::new(now))).await?;
    let mut loggers = Vec::with_capacity(LOGGERS);
    for number in 0..LOGGERS {
        let stream = TcpStream::connect(gateway.tcp_address()).await?;
        stream.set_nodelay(true)?;
        let frames = (0..seconds as usize * FRAMES_A_SECOND).map(|n| frame(number, start, n));
        loggers.push((stream, frames.collect::<anyhow::Result<Vec<_>>>()?));
    }
    let (begun, processor) = (Instant::now(), ProcessTime::now());
    let until = begun + Duration::from_secs(seconds.into());
    let tasks: Vec<_> =
        loggers.into_iter().map(|(stream, frames)| tokio::spawn(speak(stream, frames, until))).collect();
    let mut loggers = Vec::with_capacity(LOGGERS);
    for task in tasks {
        loggers.push(task.await??);
    }
    let (took, processor) = (begun.elapsed(), processor.elapsed());
    gateway.shutdown().await;
    for (number, spoken) in loggers.iter().enumerate() {
        compare(&lake, start, number, spoken)?;
    }
    let waits_ms = loggers.into_iter().flat_map(|spoken| spoken.waits_ms).collect();
    Ok(Round { took, processor, waits_ms })
}

/// What a logger has sent and what was acknowledged of it: the first of `frames`, as many as there are waits.
struct Spoken {
    frames: Vec<Vec<u8>>,
    waits_ms: Vec<f64>,
}

/// Sends frames one after the other, each when the one before it is acknowledged.
async fn speak(mut stream: TcpStream, frames: Vec<Vec<u8>>, until: Instant) -> anyhow::Result<Spoken> {
    let mut waits_ms = Vec::with_capacity(frames.len());
    let mut sent = Instant::now();
    for frame in &frames {
        if sent >= until {
            break;
        }
        fleet::send(&mut stream, frame).await?;
        let answered = Instant::now();
        waits_ms.push((answered - sent).as_secs_f64() * 1e3);
        sent = answered;
    }
    Ok(Spoken { frames, waits_ms })
}

/// Compares what the store has of a logger with what it has sent.
fn compare(lake: &Lake, start: Timestamp, number: usize, spoken: &Spoken) -> anyhow::Result<()> {
    let device = format!("mn:{}", mn(number)?);
    let acknowledged = spoken.waits_ms.len();
    let stored = lake.frames(&device, Timestamp::MIN, Timestamp::MAX, acknowledged + 1)?;
    anyhow::ensure!(
        stored.len() == acknowledged
            && stored.iter().rev().zip(&spoken.frames).all(|(stored, sent)| stored.bytes == *sent),
        "{device}: {acknowledged} frames acknowledged, {} others stored",
        stored.len()
    );
    if !number.is_multiple_of(COMPARED) {
        return Ok(());
    }
    for (place, factor) in FACTORS.into_iter().enumerate() {
        let series = SeriesKey { source: Source::Outlet(outlet(number)?), factor: factor.parse()? };
        let values =
            lake.range(&series, Granularity::Realtime, Timestamp::MIN, Timestamp::MAX, acknowledged + 1)?;
        let as_sent = |n: usize, reading: &Reading| {
            reading.time == china::plus_seconds(start, n as i64)
                && reading.values.value == figure(number, n, place).parse().ok()
                && reading.mark == Mark::Normal
        };
        anyhow::ensure!(
            values.len() == acknowledged && values.iter().enumerate().all(|(n, value)| as_sent(n, value)),
            "{device}: the readings of {factor} are not what was sent"
        );
    }
    Ok(())
}
