//! Configuration: one TOML file in which every field is optional, with the environment on top
//! (`JINGWEI_HTTP_LISTEN` is `[http] listen`). All mistakes are reported at once.

// Its path is said because fuzz/ takes this file over as it stands.
#[path = "config/reader.rs"]
mod reader;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use law::OfficeHours;
use model::Timestamp;

use reader::Reader;

/// One mistake in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConfigProblem {
    /// `http.listen`, or empty where the file as a whole is meant.
    pub(crate) field: String,
    /// `line 7`, `environment JINGWEI_HTTP_LISTEN`.
    pub(crate) place: String,
    /// What is wrong and what would be right.
    pub(crate) message: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.is_empty() {
            true => write!(f, "{}: {}", self.place, self.message),
            false => write!(f, "{}: {}: {}", self.place, self.field, self.message),
        }
    }
}

/// All mistakes of a configuration.
#[derive(Debug, thiserror::Error)]
#[error("the configuration has {} mistake(s):{}", .0.len(), .0.iter().map(|p| format!("\n  {p}")).collect::<String>())]
pub(crate) struct ConfigError(pub(crate) Vec<ConfigProblem>);

/// Which clock the process runs on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ClockConfig {
    /// The machine's.
    Machine,
    /// A scenario's.
    Scenario {
        /// Where it starts.
        start: Timestamp,
        /// Scenario seconds a second.
        speed: f64,
    },
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The configuration, checked and complete.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Config {
    /// The data folder.
    pub(crate) data_folder: PathBuf,
    /// Where pages and API are served.
    pub(crate) http_listen: SocketAddr,
    /// Whether the session cookie is for HTTPS only (set it behind a TLS proxy).
    pub(crate) http_secure_cookies: bool,
    /// Whether the address of a client is taken from `X-Forwarded-For` (only behind a proxy of one's own).
    pub(crate) http_trust_forwarded: bool,
    /// A session ends after so long without a request.
    pub(crate) session_idle: Duration,
    /// A session ends after so long in any case.
    pub(crate) session_absolute: Duration,
    /// Where loggers connect.
    pub(crate) hj212_listen: SocketAddr,
    /// Where meters connect.
    pub(crate) mqtt_listen: SocketAddr,
    /// Who may speak MQTT, and how: port without TLS, port with TLS, credentials.
    pub(crate) mqtt_access: gateway::MqttAccess,
    /// The greatest number of device connections.
    pub(crate) gateway_connections_max: usize,
    /// A device connection is closed after so long without a byte.
    pub(crate) gateway_idle: Duration,
    /// Whether the system accepts by itself that a logger's check sums are those of MODBUS.
    pub(crate) gateway_accept_check_sums: bool,
    /// How long a logger has to answer a request.
    pub(crate) gateway_request_answer: Duration,
    /// How often a request is sent again that was not answered.
    pub(crate) gateway_request_retries: u32,
    /// Requests for missing data that the system makes to one logger in 24 hours; 0 makes none.
    pub(crate) gateway_gap_requests_per_day: u64,
    /// How long a commit waits for company.
    pub(crate) lake_commit_window: Duration,
    /// Below this many free bytes the lake refuses to store.
    pub(crate) lake_free_min_bytes: u64,
    /// A day of telemetry is sealed so long after its end.
    pub(crate) lake_seal_after: Duration,
    /// A month of sealed days is compacted so long after its end.
    pub(crate) lake_compact_after: Duration,
    /// Days for which received frames are kept; 0: for ever.
    pub(crate) retention_frames_days: u64,
    /// Days for which real-time, minute, hour and day readings are kept; 0: for ever.
    pub(crate) retention_readings_days: [u64; 4],
    /// How long a query of the lab may run.
    pub(crate) lab_time: Duration,
    /// Memory that one may hold.
    pub(crate) lab_memory_bytes: usize,
    /// Rows of an answer that is exported.
    pub(crate) lab_rows: usize,
    /// Queries at once.
    pub(crate) lab_at_once: usize,
    /// The clock.
    pub(crate) clock: ClockConfig,
    /// The organ's name as documents state it.
    pub(crate) bureau: Option<String>,
    /// A folder of fonts for documents, instead of the machine's.
    pub(crate) fonts: Option<PathBuf>,
    /// Files or folders of law packs to use instead of the built-in ones.
    pub(crate) law_packs: Option<PathBuf>,
    /// When the offices are open, for terms in working time.
    pub(crate) office_hours: OfficeHours,
    /// How much history the detectors read at start.
    pub(crate) watch_history: Duration,
    pub(crate) watch_learn: Duration,
    /// Whether a station's alarm is traced by itself.
    pub(crate) tracing_automatic: bool,
    /// A map tile address (`https://…/{z}/{x}/{y}.png`); none by default.
    pub(crate) map_tiles: Option<String>,
    /// Log format.
    pub(crate) log_format: LogFormat,
    /// Log filter, as in `info,gateway=debug`.
    pub(crate) log_filter: String,
}

impl Config {
    /// Reads `toml_text` with `environment` on top.
    ///
    /// # Errors
    /// With every mistake that was found: syntax, unknown fields, wrong types, values out of range.
    pub(crate) fn resolve(
        toml_text: &str,
        environment: &BTreeMap<String, String>,
    ) -> Result<Config, ConfigError> {
        let mut reader = Reader::new(toml_text, environment)?;
        let config = Config {
            data_folder: reader.text("data.folder").unwrap_or_else(|| "data".into()).into(),
            http_listen: reader.address("http.listen", ([127, 0, 0, 1], 8080)),
            http_secure_cookies: reader.flag("http.secure_cookies", false),
            http_trust_forwarded: reader.flag("http.trust_forwarded", false),
            session_idle: reader.minutes("http.session_idle_minutes", 60, 1..=1440),
            session_absolute: reader.minutes("http.session_minutes", 720, 1..=10_080),
            hj212_listen: reader.address("gateway.hj212_listen", ([0, 0, 0, 0], 9212)),
            mqtt_listen: reader.address("gateway.mqtt_listen", ([0, 0, 0, 0], 1883)),
            mqtt_access: mqtt_access(&mut reader),
            gateway_connections_max: reader.integer("gateway.connections_max", 10_000, 1..=1_000_000)
                as usize,
            gateway_idle: reader.seconds("gateway.idle_seconds", 7_200, 5..=86_400),
            gateway_accept_check_sums: reader.flag("gateway.accept_check_sums", false),
            gateway_request_answer: reader.seconds("gateway.request_answer_seconds", 10, 1..=600),
            gateway_request_retries: reader.integer("gateway.request_retries", 3, 0..=99) as u32,
            gateway_gap_requests_per_day: reader.integer("gateway.gap_requests_per_day", 0, 0..=1000),
            lake_commit_window: Duration::from_millis(reader.integer("lake.commit_window_ms", 5, 0..=1000)),
            lake_free_min_bytes: reader.integer("lake.free_min_mib", 512, 0..=1_000_000) << 20,
            lake_seal_after: Duration::from_secs(
                reader.integer("lake.seal_after_hours", 24, 1..=8760) * 3600,
            ),
            lake_compact_after: Duration::from_secs(
                reader.integer("lake.compact_after_days", 5, 0..=3650) * 86_400,
            ),
            retention_frames_days: reader.integer("retention.frames_days", 400, 0..=36_500),
            retention_readings_days: [
                reader.integer("retention.realtime_days", 0, 0..=36_500),
                reader.integer("retention.minute_days", 0, 0..=36_500),
                reader.integer("retention.hour_days", 0, 0..=36_500),
                reader.integer("retention.day_days", 0, 0..=36_500),
            ],
            lab_time: reader.seconds("lab.time_seconds", 30, 1..=3_600),
            lab_memory_bytes: (reader.integer("lab.memory_mib", 256, 16..=65_536) as usize) << 20,
            lab_rows: reader.integer("lab.rows_max", 100_000, 100..=1_048_000) as usize,
            lab_at_once: reader.integer("lab.queries_max", 2, 1..=64) as usize,
            clock: clock(&mut reader),
            law_packs: reader.text("law.packs").map(PathBuf::from),
            bureau: reader.text("office.bureau"),
            fonts: reader.text("documents.fonts").map(PathBuf::from),
            office_hours: office_hours(&mut reader),
            watch_history: Duration::from_secs(reader.integer("watch.history_hours", 72, 1..=2400) * 3600),
            watch_learn: Duration::from_secs(reader.integer("watch.learn_hours", 720, 0..=9600) * 3600),
            tracing_automatic: reader.flag("tracing.automatic", true),
            map_tiles: map_tiles(&mut reader),
            log_format: match reader.choice("log.format", &["text", "json"]) {
                Some("json") => LogFormat::Json,
                _ => LogFormat::Text,
            },
            log_filter: reader.text("log.filter").unwrap_or_else(|| "info".into()),
        };
        reader.finish()?;
        Ok(config)
    }
}

fn clock(reader: &mut Reader<'_>) -> ClockConfig {
    let kind = reader.choice("clock.kind", &["machine", "scenario"]);
    let start = reader.instant("clock.start");
    let speed = reader.number("clock.speed", 1.0, 0.01..=10_000.0);
    match (kind, start) {
        (Some("scenario"), Some(start)) => ClockConfig::Scenario { start, speed },
        (Some("scenario"), None) => {
            reader
                .report("clock.start", "a scenario clock needs a start, as in \"2020-08-30T08:00:00+08:00\"");
            ClockConfig::Machine
        }
        (_, Some(_)) => {
            reader.report("clock.start", "only a clock of kind \"scenario\" has a start");
            ClockConfig::Machine
        }
        (_, None) => ClockConfig::Machine,
    }
}

fn mqtt_access(reader: &mut Reader<'_>) -> gateway::MqttAccess {
    let plain = reader.flag("mqtt.plain", true);
    let credentials_required =
        reader.choice("mqtt.credentials", &["optional", "required"]) == Some("required");
    let listen = reader.address("mqtt.tls_listen", ([0, 0, 0, 0], 8883));
    let tls = match (reader.text("mqtt.tls_cert"), reader.text("mqtt.tls_key")) {
        (Some(certificate), Some(key)) => {
            let port = gateway::TlsPort { listen, certificate: certificate.into(), key: key.into() };
            if let Err(error) = port.check() {
                reader.report("mqtt.tls_cert", &format!("{:#}", anyhow::Error::new(error)));
            }
            Some(port)
        }
        (Some(_), None) => {
            reader.report("mqtt.tls_key", "a certificate needs its key: the path of a PEM file");
            None
        }
        (None, Some(_)) => {
            reader.report("mqtt.tls_cert", "a key needs its certificate: the path of a PEM file");
            None
        }
        (None, None) => None,
    };
    if !plain && tls.is_none() {
        reader.report("mqtt.plain", "without it meters need mqtt.tls_cert and mqtt.tls_key");
    }
    gateway::MqttAccess { plain, tls, credentials_required }
}

fn office_hours(reader: &mut Reader<'_>) -> OfficeHours {
    let Some(text) = reader.text("office.hours") else { return OfficeHours::default() };
    match text.parse() {
        Ok(hours) => hours,
        Err(error) => {
            reader.report("office.hours", &format!("{error}; as in \"09:00-12:00, 13:00-17:00\""));
            OfficeHours::default()
        }
    }
}

fn map_tiles(reader: &mut Reader<'_>) -> Option<String> {
    let address = reader.text("map.tiles")?;
    let whole = ["{z}", "{x}", "{y}"].into_iter().all(|part| address.contains(part));
    if !whole || !(address.starts_with("https://") || address.starts_with("http://")) {
        reader.report("map.tiles", "it must be an http(s) address with {z}, {x} and {y} in it");
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str) -> Result<Config, Vec<String>> {
        Config::resolve(text, &BTreeMap::new())
            .map_err(|error| error.0.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_empty_file_is_a_whole_configuration() {
        let config = resolve("").unwrap();
        assert_eq!(config.http_listen, SocketAddr::from(([127, 0, 0, 1], 8080)));
        assert_eq!(config.clock, ClockConfig::Machine);
    }

    #[test]
    fn all_mistakes_are_told_at_once_with_their_lines() {
        let problems = resolve(
            "[http]\nlisten = \"nowhere\"\nlisten_on = 3\n[gateway]\nconnections_max = -4\nidle_seconds = \"x\"\n\
             [clock]\nkind = \"sundial\"\n[sauce]\nhot = true\n",
        )
        .unwrap_err();
        let all = problems.join("\n");
        for expected in [
            "line 2: http.listen: ",
            "line 3: http.listen_on: unknown field; did you mean http.listen?",
            "line 5: gateway.connections_max: ",
            "line 6: gateway.idle_seconds: ",
            "line 8: clock.kind: ",
            "line 10: sauce.hot: unknown field",
        ] {
            assert!(all.contains(expected), "{expected} is not in\n{all}");
        }
        assert_eq!(problems.len(), 6, "{all}");
    }

    #[test]
    fn the_environment_goes_over_the_file_and_is_checked_alike() {
        let set = |value: &str| BTreeMap::from([("JINGWEI_HTTP_LISTEN".to_owned(), value.to_owned())]);
        let file = "[http]\nlisten = \"127.0.0.1:1\"\n";
        let config = Config::resolve(file, &set("127.0.0.1:2")).unwrap();
        assert_eq!(config.http_listen.port(), 2);
        let error = Config::resolve(file, &set("x")).unwrap_err();
        assert!(error.to_string().contains("environment JINGWEI_HTTP_LISTEN: http.listen"), "{error}");
    }

    #[test]
    fn a_scenario_needs_a_start() {
        assert!(resolve("[clock]\nkind = \"scenario\"\n").is_err());
        let config =
            resolve("[clock]\nkind = \"scenario\"\nstart = \"2020-08-30T08:00:00+08:00\"\nspeed = 20\n")
                .unwrap();
        let start = "2020-08-30T00:00:00Z".parse().unwrap();
        assert_eq!(config.clock, ClockConfig::Scenario { start, speed: 20.0 });
    }

    #[test]
    fn broken_toml_is_one_mistake_with_its_line() {
        let problems = resolve("[http]\nlisten = \n").unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("line 2: "), "{problems:?}");
    }
}
