//! A cut of the network: every logger of a large city falls silent in the same minutes. How fast their alarms are raised
//! while a page listens, how soon pages answer when all of them are open, and how fast they are handled as one.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use casework::register::Command;
use model::{Actor, Clock, Logger, LoggerTarget, RegisterEntry, Timestamp};
use serde_json::{Value, json};
use sim::BulkCity;

use super::super::figures::{Report, progress};
use super::super::fleet;
use super::super::http::Client;
use super::super::query::configuration;
use super::super::server::{Account, Served, text};
use super::events::Events;
use crate::clock::ScenarioClock;
use crate::process::Keepers;

const SEED: u64 = 20_200_830;
const START: i64 = 1_598_745_600;
/// A quarter of an hour, after which loggers are silent, is a minute and a half then.
const SPEED: u32 = 10;
const REALTIME_S: u32 = 60;
/// Entries of the register in one event.
const IMPORTED_AT_ONCE: usize = 5_000;
/// Loggers that speak at the same time.
const AT_ONCE: usize = 200;
/// How often each page is asked for.
const ASKED: usize = 10;
/// From the last frame until the first logger is told to be silent, with room for a slow machine.
const SILENCE: Duration = Duration::from_secs(120);

pub(super) fn measure(outlets: u32, report: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new().prefix("jingwei-bench-").tempdir()?;
    let now = Timestamp::from_second(START)?;
    let account = prepare(folder.path(), outlets, now)?;
    let served = Served::start_at_speed(folder.path(), account, now, SPEED)?;
    progress(&format!("judge: {outlets} loggers speak, and speak no more"));
    // Before anybody speaks, so that no alarm is raised unheard.
    let mut events = Events::open(served.address(), &served.sign_in()?.headers)?;
    speak(&served, outlets as usize, now)?;
    let raised = match raised(&mut events, outlets as usize) {
        Ok(raised) => raised,
        Err(error) => {
            let groups = served.sign_in()?.ask("GET", "/api/v1/alarm-groups", "")?;
            return Err(error.context(format!("not every alarm was heard of; the groups: {}", text(&groups))));
        }
    };
    report.add(format!("raise {outlets} alarms at once"), "alarms/s", [rate(&raised)]);
    let tenth = raised.len() / 10;
    let last_tenth = raised.get(raised.len() - tenth..).unwrap_or_default();
    report.add("of these the last tenth", "alarms/s", [rate(last_tenth)]);
    progress("judge: pages with all of them open");
    let mut page = served.sign_in()?;
    let group = group(&mut page, outlets as usize)?;
    for (name, path) in pages(&group) {
        ask(&mut page, name, &path, report)?;
    }
    progress("judge: all of them given to another branch");
    let handled = assign(&mut page, &group)?;
    report.add("handle a group as one", "alarms/s", [handled]);
    served.report_memory("with all of them open", report)?;
    report.note(format!(
        "burst: a clock {SPEED} times faster; a page listens to every alarm, pages are asked for {ASKED} times each \
         over one connection; the browser's own work is not in it"
    ));
    served.stop()
}

/// A data folder with a city whose outlets all have a logger.
fn prepare(folder: &Path, outlets: u32, now: Timestamp) -> anyhow::Result<Account> {
    let keepers = Keepers::open(&configuration(folder)?)?;
    let clock: Arc<dyn Clock> = Arc::new(ScenarioClock::new(now, 1.0));
    let city = BulkCity::new(SEED, outlets);
    let mut entries = city.entries();
    for (number, outlet) in city.outlets().into_iter().enumerate() {
        let target = LoggerTarget::Outlet(outlet.id);
        let logger = Logger { mn: fleet::mn(number)?, target, realtime_interval_s: REALTIME_S };
        entries.push(RegisterEntry::Logger(logger));
    }
    let office = keepers.office(clock);
    // All in one would be larger than an event may be.
    for part in entries.chunks(IMPORTED_AT_ONCE) {
        let import = Command::Import { entries: part.to_vec(), origin: "bench judge".into() };
        office.register(None, &Actor::system("bench"), &import)?;
    }
    Account::open(&keepers.vault, now)
}

/// Every logger connects, sends one frame, and leaves when it is acknowledged.
fn speak(served: &Served, loggers: usize, start: Timestamp) -> anyhow::Result<()> {
    let factors = BulkCity::factors();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut speakers = tokio::task::JoinSet::new();
        for number in 0..loggers {
            let frame = fleet::frame_of(number, start, 0, &factors)?;
            let gateway = served.gateway().to_owned();
            speakers.spawn(async move {
                let mut stream = tokio::net::TcpStream::connect(gateway).await?;
                fleet::send(&mut stream, &frame).await
            });
            if speakers.len() >= AT_ONCE {
                speakers.join_next().await.context("nobody speaks")???;
            }
        }
        while let Some(spoken) = speakers.join_next().await {
            spoken??;
        }
        Ok(())
    })
}

/// When a page heard of each alarm.
fn raised(events: &mut Events, alarms: usize) -> anyhow::Result<Vec<Instant>> {
    let mut heard = Vec::with_capacity(alarms);
    let began = Instant::now();
    while heard.len() < alarms {
        match events.next_alarm() {
            Ok(_) => heard.push(Instant::now()),
            Err(_) if heard.is_empty() && began.elapsed() < SILENCE => {}
            Err(error) => return Err(error.context(format!("after {} alarms", heard.len()))),
        }
    }
    Ok(heard)
}

/// So many a second from the first to the last.
fn rate(heard: &[Instant]) -> f64 {
    match heard {
        [first, .., last] => (heard.len() - 1) as f64 / last.duration_since(*first).as_secs_f64(),
        _ => f64::NAN,
    }
}

/// The id of the one group that all alarms are in.
fn group(page: &mut Client, alarms: usize) -> anyhow::Result<String> {
    let answer = page.ask("GET", "/api/v1/alarm-groups", "")?;
    let groups: Value = serde_json::from_slice(&answer.body)?;
    anyhow::ensure!(
        groups.as_array().is_some_and(|all| all.len() == 1) && groups[0]["total"] == alarms,
        "not one group of {alarms}: {}",
        text(&answer)
    );
    groups[0]["id"].as_str().map(str::to_owned).context("a group without an id")
}

/// What pages ask for.
fn pages(group: &str) -> [(&'static str, String); 5] {
    let queue = "/api/v1/alarms?state=open&sort=due&order=asc&limit=100";
    [
        ("first page of the queue", format!("{queue}&grouped=false")),
        ("first page of the group", format!("{queue}&group={group}")),
        ("line of the group", "/api/v1/alarm-groups".to_owned()),
        ("reminders", "/api/v1/reminders".to_owned()),
        ("map", "/api/v1/map".to_owned()),
    ]
}

fn ask(page: &mut Client, name: &str, path: &str, report: &mut Report) -> anyhow::Result<()> {
    let (mut took, mut kilobytes) = (Vec::new(), Vec::new());
    for _ in 0..ASKED {
        let asked = Instant::now();
        let answer = page.ask("GET", path, "")?;
        took.push(asked.elapsed().as_secs_f64() * 1e3);
        anyhow::ensure!(answer.status == 200, "{path}: {}", text(&answer));
        kilobytes.push(answer.body.len() as f64 / 1e3);
    }
    report.add(name, "ms", took);
    report.add(format!("{name}: answer"), "kB", kilobytes);
    Ok(())
}

/// Gives all of them to one branch, part by part as the page does; so many a second.
/// What that branch has already is refused and not counted.
fn assign(page: &mut Client, group: &str) -> anyhow::Result<f64> {
    let headers = page.headers.clone();
    page.headers = format!("{headers}Content-Type: application/json\r\nIdempotency-Key: bench\r\n");
    let (began, mut done, mut after) = (Instant::now(), 0, Value::Null);
    loop {
        let act = json!({ "command": { "assign": { "branch": "430105" } }, "after": after });
        let answer = page.ask("POST", &format!("/api/v1/alarm-groups/{group}/act"), &act.to_string())?;
        anyhow::ensure!(answer.status == 200, "assigning: {}", text(&answer));
        let part: Value = serde_json::from_slice(&answer.body)?;
        done += part["done"].as_u64().unwrap_or_default();
        after = part["next"].clone();
        if after.is_null() {
            page.headers = headers;
            return Ok(done as f64 / began.elapsed().as_secs_f64());
        }
    }
}
