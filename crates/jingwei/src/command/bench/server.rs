//! The product's own server over a data folder, as a process of its own: only then is its memory that of a server.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use model::{Role, Scope, Timestamp};
use vault::{NewAccount, Vault};

use super::figures::{Report, progress};
use super::http::{Answer, Client};
use crate::command::account::{generated_password, new_id};

/// How long a server may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(300);
/// How long its detectors may take to read the history: a city month is three days of 18,000 series.
const HISTORY_PATIENCE: Duration = Duration::from_secs(1200);
/// A server is idle after so long without a request.
const IDLE: Duration = Duration::from_secs(10);
/// So long an idle server is watched.
const WATCHED: Duration = Duration::from_secs(20);

const LOGIN: &str = "bench";

/// Somebody who may sign in.
#[derive(Debug, Clone)]
pub(super) struct Account {
    password: String,
}

impl Account {
    /// A duty officer, who sees the whole city, with a new password at every start.
    pub(super) fn open(vault: &Vault, now: Timestamp) -> anyhow::Result<Self> {
        let password = generated_password()?;
        match vault.accounts()?.into_iter().find(|account| account.login == LOGIN) {
            Some(account) => vault.set_password(&account.id, &password)?,
            None => {
                let new = NewAccount {
                    id: new_id(vault)?,
                    login: LOGIN.into(),
                    name: "测量".into(),
                    role: Role::DutyOfficer,
                    scope: Scope::City,
                    password: password.clone(),
                };
                vault.create_account(&new, now)?;
            }
        }
        Ok(Self { password })
    }
}

/// A server that runs. Killed when dropped without [`Served::stop`].
pub(super) struct Served {
    child: Child,
    address: String,
    gateway: String,
    account: Account,
    started: Duration,
    /// From the start until the detectors had read the history; none if they did not in time.
    history: Option<Duration>,
    folder: PathBuf,
}

impl Served {
    /// Starts it on a port of its own and waits until it answers and its detectors have read the history.
    /// `now` is what its clock begins with.
    pub(super) fn start(folder: &Path, account: Account, now: Timestamp) -> anyhow::Result<Self> {
        Self::start_at_speed(folder, account, now, 1)
    }

    /// The same, with a clock that runs so many times faster than the machine's.
    pub(super) fn start_at_speed(
        folder: &Path,
        account: Account,
        now: Timestamp,
        speed: u32,
    ) -> anyhow::Result<Self> {
        let free = || anyhow::Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string());
        let (address, gateway) = (free()?, free()?);
        let began = Instant::now();
        let child = Command::new(std::env::current_exe()?)
            .args(["serve", "--clock", &now.to_string(), "--speed", &speed.to_string()])
            .env("JINGWEI_DATA_FOLDER", folder)
            .env("JINGWEI_HTTP_LISTEN", &address)
            .env("JINGWEI_GATEWAY_HJ212_LISTEN", &gateway)
            .env("JINGWEI_GATEWAY_MQTT_LISTEN", "127.0.0.1:0")
            .env("JINGWEI_LOG_FILTER", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("the server cannot be started")?;
        let (started, history, folder) = (Duration::ZERO, None, folder.to_owned());
        let mut served = Self { child, address, gateway, account, started, history, folder };
        while Client::connect(&served.address).is_err() {
            if let Some(status) = served.child.try_wait()? {
                bail!("the server ended: {status}");
            }
            anyhow::ensure!(began.elapsed() < PATIENCE, "the server does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        served.started = began.elapsed();
        progress("the detectors read the history");
        while served.history.is_none() && began.elapsed() < HISTORY_PATIENCE {
            std::thread::sleep(Duration::from_millis(200));
            served.history = served.is_watching()?.then(|| began.elapsed());
        }
        Ok(served)
    }

    /// Whether its detectors have read the history.
    fn is_watching(&self) -> anyhow::Result<bool> {
        let answer = Client::connect(&self.address)?.ask("GET", "/healthz", "")?;
        let health: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let parts = health["parts"].as_array().context("a health without parts")?;
        let watch =
            parts.iter().find(|part| part["name"] == "watch").context("a health without the watch")?;
        Ok(watch["ok"] == true)
    }

    /// Its start, and its memory and use of the processor while nobody asks.
    pub(super) fn report_idle(&self, report: &mut Report) -> anyhow::Result<()> {
        report.add("start to first answer", "s", [self.started.as_secs_f64()]);
        report.add("start to the end of the history", "s", self.history.map(|history| history.as_secs_f64()));
        if self.history.is_none() {
            report.note("the detectors had not read the history in time, and went on with it meanwhile");
        }
        std::thread::sleep(IDLE);
        let (began, before) = (Instant::now(), self.processor_s()?);
        std::thread::sleep(WATCHED);
        let used = (self.processor_s()? - before) / began.elapsed().as_secs_f64();
        report.add("idle: of one core", "%", [used * 100.0]);
        self.report_memory("idle", report)
    }

    pub(super) fn report_memory(&self, when: &str, report: &mut Report) -> anyhow::Result<()> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let megabytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? * 1024.0 / 1e6)
        };
        report.add(format!("{when}: resident memory"), "MB", megabytes("VmRSS:"));
        report.add(format!("{when}: highest resident memory so far"), "MB", megabytes("VmHWM:"));
        Ok(())
    }

    /// Processor seconds that it has used.
    fn processor_s(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = stat.rsplit_once(')').context("no process status")?.1;
        let ticks =
            after_name.split_whitespace().skip(11).take(2).filter_map(|text| text.parse::<f64>().ok());
        // Linux counts in hundredths of a second on every machine that it runs on today.
        Ok(ticks.sum::<f64>() / 100.0)
    }

    /// A connection of somebody who has signed in.
    pub(super) fn sign_in(&self) -> anyhow::Result<Client> {
        let mut client = Client::connect(&self.address)?;
        client.headers = "Content-Type: application/json\r\n".to_owned();
        let body = serde_json::json!({ "login": LOGIN, "password": self.account.password }).to_string();
        let answer = client.ask("POST", "/api/v1/session", &body)?;
        anyhow::ensure!(answer.status == 200, "signing in: {}", text(&answer));
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let session: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let token = session["csrf_token"].as_str().context("no token against forged requests")?;
        client.headers =
            format!("Cookie: {}\r\nX-CSRF-Token: {token}\r\n", cookie.context("no session cookie")?);
        Ok(client)
    }

    /// Where it answers HTTP.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Where loggers connect.
    pub(super) fn gateway(&self) -> &str {
        &self.gateway
    }

    /// The data folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends it as service managers do.
    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().context("the server cannot be stopped")?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It has ended already where nothing went wrong.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What an answer says, as far as an error needs it.
pub(super) fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).chars().take(300).collect()
}
