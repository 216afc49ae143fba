//! `jingwei demo`: a simulated city in a data folder of its own, with accounts whose passwords are made at
//! this start and shown once.

mod accounts;
mod asking;
mod cases;
mod libraries;
mod story;
mod year;

use std::collections::BTreeMap;
use std::fs;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use api::Notice;
use casework::register::{Command, KeyAct};
use clap::Args;
use model::{Actor, Clock, Role, Timestamp, china};
use serde::Serialize;
use sim::{City, SimOptions};
use tokio::sync::watch;

use crate::clock::ScenarioClock;
use crate::config::{ClockConfig, Config};
use crate::folder::DataFolder;
use crate::process::{Keepers, Process};
use accounts::DemoAccount;
use asking::Asking;

/// The morning of the story: 08:00 in Changsha.
const START: &str = "2020-08-30T08:00:00+08:00";

/// On documents: nobody shall take them for those of a bureau.
const BUREAU: &str = "长沙市生态环境局（演示）";
/// Room for the city's devices and a few of one's own, within what every system allows to be open.
const CONNECTIONS: usize = 1_000;

/// What `demo` takes.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// The data folder. One that is there already is kept beside it as `…-previous`.
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// Scenario seconds a second.
    #[arg(long, default_value_t = 20.0, value_parser = super::parse_speed)]
    speed: f64,
    /// When the story starts.
    #[arg(long, value_name = "INSTANT", default_value = START)]
    clock: Timestamp,
    /// The seed of the city: the same seed gives the same city and the same signals.
    #[arg(long, default_value_t = 20_200_830)]
    seed: u64,
    /// Where pages and API are served.
    #[arg(long, default_value = "127.0.0.1:8080")]
    http: SocketAddr,
    /// Where loggers connect.
    #[arg(long, default_value = "127.0.0.1:9212")]
    hj212: SocketAddr,
    /// Where meters connect.
    #[arg(long, default_value = "127.0.0.1:1883")]
    mqtt: SocketAddr,
    /// Print one JSON object when the city stands, for scripts.
    #[arg(long)]
    json: bool,
}

/// What is printed once the city stands.
#[derive(Debug, Serialize)]
struct Standing {
    http: String,
    hj212: String,
    mqtt: String,
    data: String,
    ledger_key: String,
    starts: Timestamp,
    speed: f64,
    accounts: Vec<DemoAccount>,
    story: Vec<story::Scene>,
    asking: Vec<Asking>,
}

pub(crate) fn run(arguments: &DemoArguments) -> anyhow::Result<ExitCode> {
    let config = config(arguments)?;
    crate::logs::start(config.log_format, &config.log_filter);
    set_aside(&arguments.data)?;
    let clock = Arc::new(ScenarioClock::new(arguments.clock, arguments.speed));
    let city = Arc::new(City::build(arguments.seed, arguments.clock).with_dialects());
    let keepers = Keepers::open(&config)?;
    let accounts = accounts::create(&keepers.vault, &city)?;
    // What happened before the morning comes first, so that the ledger goes forward in time.
    libraries::fill(&keepers, &city)?;
    let mut coming = cases::of(&keepers, &city)?;
    year::tell(&keepers, &city, &mut |until| coming.enter_before(&keepers, until))?;
    let office = keepers.office(clock.clone());
    let register = Command::Import { entries: city.entries().to_vec(), origin: "demo city".into() };
    keepers.office(clock.clone()).register(None, &Actor::system("demo"), &register)?;
    set_keys(&keepers, &city, clock.clone())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let ending = super::Ending::listen()?;
        let process = Process::start(&config, keepers, clock.clone()).await?;
        announce(arguments, &process, accounts, &city)?;
        let (stop, stopping) = watch::channel(false);
        let bureau = tokio::spawn(cases::follow(coming, office, clock.clone(), stopping.clone()));
        let devices = tokio::spawn(run_city(arguments.speed, city, clock, &process, stopping));
        ending.asked_for().await;
        stop.send_replace(true);
        // A task that panicked has said so in the log.
        let _ = (devices.await, bureau.await);
        process.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Gives the host the keys of the loggers that encrypt, as the administrator would.
fn set_keys(keepers: &Keepers, city: &City, clock: Arc<dyn Clock>) -> anyhow::Result<()> {
    let actor = accounts::of(&keepers.vault, Role::Administrator)?;
    let (office, now) = (keepers.office(Arc::clone(&clock)), clock.now());
    for (mn, key) in city.device_keys() {
        office.register(None, &actor, &Command::NoteKey { mn: mn.clone(), act: KeyAct::Set })?;
        keepers.vault.set_device_key(&mn, key, now)?;
    }
    Ok(())
}

fn config(arguments: &DemoArguments) -> anyhow::Result<Config> {
    let environment: BTreeMap<String, String> =
        std::env::vars().filter(|(name, _)| name.starts_with("JINGWEI_LOG_")).collect();
    let mut config = Config::resolve("", &environment)?;
    if !environment.contains_key("JINGWEI_LOG_FILTER") {
        config.log_filter = "warn".into();
    }
    config.data_folder.clone_from(&arguments.data);
    config.bureau = Some(BUREAU.into());
    config.http_listen = free(arguments.http)?;
    config.hj212_listen = free(arguments.hj212)?;
    config.mqtt_listen = free(arguments.mqtt)?;
    config.gateway_connections_max = CONNECTIONS;
    config.clock = ClockConfig::Scenario { start: arguments.clock, speed: arguments.speed };
    Ok(config)
}

/// `address`, or the same with a port that the system chooses where somebody else listens there.
fn free(address: SocketAddr) -> anyhow::Result<SocketAddr> {
    match std::net::TcpListener::bind(address) {
        Ok(_) => Ok(address),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            eprintln!("{address} is in use; another port is taken instead");
            Ok(SocketAddr::new(address.ip(), 0))
        }
        Err(error) => Err(error).with_context(|| format!("cannot listen on {address}")),
    }
}

/// Keeps the folder of an earlier demo beside the new one. Only folders of ours are touched.
fn set_aside(folder: &Path) -> anyhow::Result<()> {
    if !folder.exists() || fs::read_dir(folder)?.next().is_none() {
        return Ok(());
    }
    if !folder.join("lock").is_file() {
        bail!("{} holds something else than a data folder; name another one with --data", folder.display());
    }
    // Fails where a process still uses it.
    drop(DataFolder::open(folder)?);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let previous = folder.with_file_name(format!("{name}-previous"));
    if previous.join("lock").is_file() {
        fs::remove_dir_all(&previous).with_context(|| format!("cannot remove {}", previous.display()))?;
    }
    fs::rename(folder, &previous)
        .with_context(|| format!("cannot move {} to {}", folder.display(), previous.display()))
}

fn announce(
    arguments: &DemoArguments,
    process: &Process,
    accounts: Vec<DemoAccount>,
    city: &City,
) -> anyhow::Result<()> {
    let standing = Standing {
        http: format!("http://{}", process.http),
        hj212: process.gateway.tcp_address().to_string(),
        mqtt: process.gateway.mqtt_address().to_string(),
        data: arguments.data.display().to_string(),
        ledger_key: process.keepers().ledger.public_key().to_string(),
        starts: arguments.clock,
        speed: arguments.speed,
        accounts,
        story: story::scenes(city),
        asking: asking::examples(city),
    };
    match arguments.json {
        true => println!("{}", serde_json::to_string(&standing)?),
        false => print(&standing),
    }
    Ok(())
}

fn print(standing: &Standing) {
    println!("\nJingwei 泾渭  {}\n", standing.http);
    println!("Accounts of this start (the passwords are stored nowhere in clear):");
    for account in &standing.accounts {
        println!("  {:<18} {:<14} {}   {}", account.role, account.login, account.password, account.name);
    }
    println!("\nDevices: HJ 212 over TCP on {}, MQTT on {}", standing.hj212, standing.mqtt);
    let starts = china::civil(standing.starts).strftime("%Y-%m-%d %H:%M");
    println!("Clock: stands at {starts} until three days of history are delivered (under a minute),");
    println!("then runs {} times as fast as yours. What will happen:", standing.speed);
    for scene in &standing.story {
        let wall_s = scene.seconds_from_start / standing.speed;
        println!("  {}  (after {:.0} s)  {}", scene.at, wall_s, scene.text);
    }
    println!("\nLoggers to ask for something, on the page of their outlet:");
    for Asking { outlet, text, .. } in &standing.asking {
        println!("  {outlet}  {text}");
    }
    println!("\nCheck the ledger at any time: {} verify ledger {}", program(), standing.data);
    println!("Stop with Ctrl-C.\n");
}

/// How this program was called, so that what is printed can be typed.
fn program() -> String {
    std::env::args().next().unwrap_or_else(|| "jingwei".into())
}

/// Devices first tell their history while the clock stands; then the story begins.
fn run_city(
    speed: f64,
    city: Arc<City>,
    clock: Arc<ScenarioClock>,
    process: &Process,
    stopping: watch::Receiver<bool>,
) -> impl Future<Output = ()> + Send + 'static {
    let notice = Arc::clone(&process.notice);
    let board = sim::status_board(&city);
    let (released, terminal) = (Arc::clone(&clock), std::io::stderr().is_terminal());
    set_notice(&notice, 0, board.snapshot().history_total);
    let on_history: sim::HistoryProgress = Arc::new(move |done, total| {
        if done >= total {
            released.release();
            *notice.lock().unwrap_or_else(PoisonError::into_inner) = None;
            if terminal {
                eprintln!("\rhistory delivered by {total} devices; the clock runs      ");
            }
        } else {
            set_notice(&notice, done, total);
            if terminal && done.is_multiple_of(10) {
                eprint!("\rdevices deliver three days of history: {done} of {total}");
            }
        }
    });
    let clock: Arc<dyn Clock> = clock;
    let options = SimOptions {
        tcp: process.gateway.tcp_address(),
        mqtt: process.gateway.mqtt_address(),
        mqtt_credentials: None,
        clock,
        speed,
        history_days: sim::HISTORY_DAYS,
        on_history: Some(on_history),
        only: None,
    };
    sim::run(city, options, board, stopping)
}

fn set_notice(notice: &Mutex<Option<Notice>>, done: u64, total: u64) {
    *notice.lock().unwrap_or_else(PoisonError::into_inner) = Some(Notice {
        code: "demo_history".into(),
        zh: format!("演示城市正在补传三天历史数据：{done}/{total} 台设备，完成后时钟开始走动"),
        en: format!(
            "the demo city is delivering three days of history: {done} of {total} devices; then the clock starts"
        ),
    });
}
