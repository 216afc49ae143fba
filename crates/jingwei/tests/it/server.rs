//! A real server process with a small register, and a client that signs in.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const ENTERPRISE: &str = "91350100M000100Y43";
pub(crate) const OUTLET: &str = "91350100M000100Y43-DW001";
/// The MN of frame F0147 and its kin in the protocol's reference frames.
pub(crate) const MN: &str = "010000A8900016F000169DC0";

pub(crate) fn jingwei(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jingwei")).args(arguments).output().unwrap()
}

/// A data folder with a configuration, a register and two accounts.
pub(crate) struct Installation {
    folder: tempfile::TempDir,
    passwords: Vec<(String, String)>,
}

impl Installation {
    pub(crate) fn new() -> Self {
        let mut installation = Self::with_register(&register_json());
        installation.account("plant", "enterprise_user", &["--enterprise", ENTERPRISE]);
        installation
    }

    /// With another register, and the duty officer alone.
    pub(crate) fn with_register(entries: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut installation = Self { folder, passwords: Vec::new() };
        installation.configure("");
        let register = installation.path("register.json");
        std::fs::write(&register, entries.to_string()).unwrap();
        installation.run_ok(&["import", "register", "--config"], &[register.to_str().unwrap()]);
        installation.account("duty", "duty_officer", &[]);
        installation
    }

    /// Writes the configuration: system-chosen ports, no demand on free space, and `extra` sections.
    pub(crate) fn configure(&self, extra: &str) {
        self.write_configuration("", extra);
    }

    /// The same, with more fields of `[gateway]`.
    pub(crate) fn configure_gateway(&self, fields: &str) {
        self.write_configuration(fields, "");
    }

    fn write_configuration(&self, gateway: &str, extra: &str) {
        let text = format!(
            "[data]\nfolder = {:?}\n[http]\nlisten = \"127.0.0.1:0\"\n[gateway]\nhj212_listen = \"127.0.0.1:0\"\n\
             mqtt_listen = \"127.0.0.1:0\"\n{gateway}\n{extra}\n",
            self.path("data")
        );
        let text = if extra.contains("[lake]") { text } else { text + "[lake]\nfree_min_mib = 0\n" };
        std::fs::write(self.config(), text).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.path("jingwei.toml")
    }

    fn run_ok(&self, before: &[&str], after: &[&str]) -> String {
        let config = self.config();
        let arguments: Vec<&str> =
            before.iter().copied().chain([config.to_str().unwrap()]).chain(after.iter().copied()).collect();
        let output = jingwei(&arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn account(&mut self, login: &str, role: &str, scope: &[&str]) {
        let mut after = vec!["--login", login, "--name", login, "--role", role];
        after.extend(scope);
        let printed = self.run_ok(&["account", "create", "--config"], &after);
        let password = printed.trim().rsplit(' ').next().unwrap().to_owned();
        self.passwords.push((login.to_owned(), password));
    }

    /// Starts the server and waits until it serves.
    pub(crate) fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    pub(crate) fn serve_with(&self, arguments: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jingwei"))
            .args(["serve", "--config", self.config().to_str().unwrap()])
            .args(arguments)
            .env("JINGWEI_LOG_FORMAT", "json")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel::<Value>();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                // The receiver goes when the server stands; reading on keeps the pipe from filling.
                let _ = serde_json::from_str(&line).map(|line| sender.send(line));
            }
        });
        let mut server =
            Server { child, http: String::new(), hj212: String::new(), passwords: self.passwords.clone() };
        let started = Instant::now();
        while server.http.is_empty() || server.hj212.is_empty() {
            let left = PATIENCE.checked_sub(started.elapsed()).expect("the server did not start in time");
            let line = lines.recv_timeout(left).expect("the server ended before it served");
            if let Some(address) = line["http"].as_str() {
                server.http = format!("http://{address}");
            }
            if let Some(address) = line["hj212"].as_str() {
                server.hj212 = address.to_owned();
            }
        }
        server
    }
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) http: String,
    pub(crate) hj212: String,
    passwords: Vec<(String, String)>,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Asks it to end, as service managers do, and waits; gives its exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(started.elapsed() < PATIENCE, "the server did not stop in time");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it without asking, as a power cut does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn sign_in(&self, login: &str) -> Client {
        let password = &self.passwords.iter().find(|(known, _)| known == login).unwrap().1;
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let mut client = Client { agent: config.into(), base: self.http.clone(), csrf: String::new() };
        let (status, body) =
            client.post("/api/v1/session", &json!({"login": login, "password": password}), &[]);
        assert_eq!(status, 200, "{body}");
        client.csrf = body["csrf_token"].as_str().unwrap().to_owned();
        client
    }
}

/// A signed-in client.
pub(crate) struct Client {
    agent: ureq::Agent,
    base: String,
    csrf: String,
}

impl Client {
    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        let mut response = self.agent.get(format!("{}{path}", self.base)).call().unwrap();
        (response.status().as_u16(), response.body_mut().read_json().unwrap_or(Value::Null))
    }

    pub(crate) fn post(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> (u16, Value) {
        let mut request = self.agent.post(format!("{}{path}", self.base)).header("x-csrf-token", &self.csrf);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.send_json(body).unwrap();
        (response.status().as_u16(), response.body_mut().read_json().unwrap_or(Value::Null))
    }

    /// Asks `path` until `wanted` is true of the answer.
    pub(crate) fn until(&self, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let (_, body) = self.get(path);
            if wanted(&body) {
                return body;
            }
            assert!(started.elapsed() < PATIENCE, "{path} never became what was expected: {body}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

pub(crate) fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn register_json() -> Value {
    let place = json!({"longitude": 113.0, "latitude": 28.3});
    let channel = |factor: &str, unit: &str| json!({"factor": factor, "sent_unit": unit, "unit": unit});
    json!([
        {"district": {"code": "430105", "name": "开福区", "name_en": "Kaifu", "center": place}},
        {"enterprise": {
            "code": ENTERPRISE, "name": "测试污水厂", "name_en": "Test Plant", "trade_code": "D4620",
            "trade": "污水处理", "trade_en": "Sewage treatment", "district": "430105", "place": place
        }},
        {"outlet": {
            "id": OUTLET, "enterprise": ENTERPRISE, "name": "总排口", "name_en": "Main outfall", "medium": "air",
            "place": place, "channels": [channel("a21026", "mg/m³"), channel("a34013", "mg/m³")],
            "limits": [{
                "factor": "a21026", "basis": "hour_mean", "upper": 10.0, "unit": "mg/m³",
                "valid_from": "2019-01-01T00:00:00Z", "source": "test permit"
            }]
        }},
        {"outlet": {
            "id": format!("{ENTERPRISE}-DW002"), "enterprise": ENTERPRISE, "name": "二号口", "name_en": "Second outfall",
            "medium": "water", "place": place, "channels": [channel("w01018", "mg/L")], "limits": []
        }},
        {"logger": {"mn": MN, "target": {"outlet": OUTLET}, "realtime_interval_s": 60}}
    ])
}
