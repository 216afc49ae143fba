//! From the frame to the page: loggers send as much as is asked for, and among them one after the other sends an hour
//! mean beyond its limit. It counts from there until the list of alarms that a page asks for, when it is told that
//! something happened, has the alarm.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use casework::register::Command;
use model::{Actor, Clock, RegisterEntry, Timestamp, china};

use super::super::figures::{Report, progress, quantile};
use super::super::fleet::{self, FACTORS};
use super::super::query::configuration;
use super::super::server::{Account, Served};
use super::events::{Events, PATIENCE};
use crate::clock::ScenarioClock;
use crate::process::Keepers;

/// Loggers that keep the server busy.
const BUSY: usize = 1_000;
/// Loggers whose hour means are beyond their limit, each in every factor.
const BEYOND: usize = 900 / FACTORS.len();
/// What their limit is, and what they send, mg/m³.
const LIMIT_AND_MEAN: (f64, f64) = (50.0, 80.0);
const START: i64 = 1_598_745_600;
/// Frames are of the seconds from the start on; the server's clock begins this much later, s.
const AHEAD_S: i64 = 3_600;
/// From the start of the load until alarms are waited for.
const WARM_UP: Duration = Duration::from_secs(3);
/// Between an alarm and the next frame that is beyond the limit.
const PAUSE: Duration = Duration::from_millis(50);

pub(super) fn measure(loads: &[u32], alarms: u32, report: &mut Report) -> anyhow::Result<()> {
    for load in loads {
        let name = match load {
            0 => "as fast as they are acknowledged".to_owned(),
            load => format!("{load} readings/s"),
        };
        progress(&format!("judge: alarms at {name}"));
        let Round { mut waits_ms, readings_per_second } = round(*load, alarms as usize)?;
        let all = waits_ms.clone();
        report.add(format!("frame to page, loggers send {name}"), "ms", all);
        report.add(format!("frame to page, p99, {name}"), "ms", [quantile(&mut waits_ms, 0.99)]);
        report.add(format!("readings stored meanwhile, {name}"), "readings/s", [readings_per_second]);
    }
    report.note(format!(
        "frame to page: {alarms} alarms, one after the other, of hour means beyond their limit; {BUSY} loggers keep the \
         server busy from the same cores; the browser's own work is not in it"
    ));
    Ok(())
}

/// What one load gave.
struct Round {
    waits_ms: Vec<f64>,
    readings_per_second: f64,
}

fn round(load: u32, alarms: usize) -> anyhow::Result<Round> {
    let folder = tempfile::Builder::new().prefix("jingwei-bench-").tempdir()?;
    let start = Timestamp::from_second(START)?;
    let now = china::plus_seconds(start, AHEAD_S);
    let account = prepare(folder.path(), now)?;
    let served = Served::start(folder.path(), account, now)?;
    let (stop, stored) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    for number in 0..BUSY {
        let speaker = Speaker { number, start, load, stop: Arc::clone(&stop), stored: Arc::clone(&stored) };
        runtime.spawn(speaker.speak(served.gateway().to_owned()));
    }
    std::thread::sleep(WARM_UP);
    let (began, before) = (Instant::now(), stored.load(Ordering::Relaxed));
    let waits_ms = alarms_of(&served, start, alarms)?;
    let frames = stored.load(Ordering::Relaxed) - before;
    let readings_per_second = (frames * FACTORS.len()) as f64 / began.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    runtime.shutdown_timeout(Duration::from_secs(5));
    served.stop()?;
    Ok(Round { waits_ms, readings_per_second })
}

/// A data folder with every logger in its register.
fn prepare(folder: &std::path::Path, now: Timestamp) -> anyhow::Result<Account> {
    let keepers = Keepers::open(&configuration(folder)?)?;
    let clock: Arc<dyn Clock> = Arc::new(ScenarioClock::new(now, 1.0));
    let mut entries = fleet::entries(0..BUSY, None)?;
    let beyond = fleet::entries(BUSY..BUSY + BEYOND, Some(LIMIT_AND_MEAN.0))?;
    let is_new = |entry: &RegisterEntry| matches!(entry, RegisterEntry::Outlet(_) | RegisterEntry::Logger(_));
    entries.extend(beyond.into_iter().filter(is_new));
    let import = Command::Import { entries, origin: "bench judge".into() };
    keepers.office(clock).register(None, &Actor::system("bench"), &import)?;
    Account::open(&keepers.vault, now)
}

/// A logger that keeps the server busy.
struct Speaker {
    number: usize,
    start: Timestamp,
    /// Readings a second of all; 0 is as fast as they are acknowledged.
    load: u32,
    stop: Arc<AtomicBool>,
    /// Frames that were acknowledged.
    stored: Arc<AtomicUsize>,
}

impl Speaker {
    async fn speak(self, gateway: String) -> anyhow::Result<()> {
        let mut stream = tokio::net::TcpStream::connect(gateway).await?;
        stream.set_nodelay(true)?;
        let every = (self.load > 0)
            .then(|| Duration::from_secs_f64((BUSY * FACTORS.len()) as f64 / f64::from(self.load)));
        // Loggers do not all speak at the same moment.
        let mut next = Instant::now() + every.unwrap_or_default().mul_f64(self.number as f64 / BUSY as f64);
        for n in 0.. {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            if let Some(every) = every {
                tokio::time::sleep_until(next.into()).await;
                next += every;
            }
            fleet::send(&mut stream, &fleet::frame(self.number, self.start, n)?).await?;
            self.stored.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// How long each of so many alarms took, ms.
fn alarms_of(served: &Served, start: Timestamp, alarms: usize) -> anyhow::Result<Vec<f64>> {
    let mut page = served.sign_in()?;
    let mut events = Events::open(served.address(), &page.headers)?;
    let factors = (BUSY..BUSY + BEYOND).flat_map(|number| FACTORS.map(|factor| (number, factor)));
    let mut gateway = TcpStream::connect(served.gateway())?;
    gateway.set_nodelay(true)?;
    gateway.set_read_timeout(Some(PATIENCE))?;
    let mut loggers = 0;
    let mut waits_ms = Vec::with_capacity(alarms);
    for (number, factor) in factors.take(alarms) {
        if number != loggers {
            gateway = TcpStream::connect(served.gateway())?;
            gateway.set_nodelay(true)?;
            gateway.set_read_timeout(Some(PATIENCE))?;
            loggers = number;
        }
        let frame = fleet::hour_frame(number, start, factor, LIMIT_AND_MEAN.1)?;
        let sent = Instant::now();
        gateway.write_all(&frame)?;
        let id = events.next_alarm()?;
        let list = page.ask("GET", "/api/v1/alarms?sort=raised&order=desc", "")?;
        waits_ms.push(sent.elapsed().as_secs_f64() * 1e3);
        let has_it = String::from_utf8_lossy(&list.body).contains(&id);
        anyhow::ensure!(list.status == 200 && has_it, "the list has no alarm {id}");
        let mut acknowledgement = [0; 1024];
        anyhow::ensure!(gateway.read(&mut acknowledgement)? > 0, "the gateway closed a connection");
        std::thread::sleep(PAUSE);
    }
    Ok(waits_ms)
}
