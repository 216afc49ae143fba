//! The server asks loggers of the simulated city over TCP: what is asked for comes, and every end is in the ledger.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use model::{Clock, LoggerTarget, Mn, Timestamp, china};
use serde_json::{Value, json};
use sim::{City, SimOptions, Temper};
use tokio::sync::watch;

use crate::server::{Client, Installation, Server};

const START: &str = "2020-08-30T08:00:00+08:00";

/// The scenario's clock beside that of the server, which begins a moment earlier.
struct Running(Instant);

impl Clock for Running {
    fn now(&self) -> Timestamp {
        let start: Timestamp = START.parse().unwrap();
        china::plus_seconds(start, i64::try_from(self.0.elapsed().as_secs()).unwrap())
    }
}

/// A server of the city's bureau, and some of the city's loggers.
struct Scene {
    city: Arc<City>,
    client: Client,
    _devices: tokio::runtime::Runtime,
    _stop: watch::Sender<bool>,
    _server: Server,
    _installation: Installation,
}

impl Scene {
    fn with(loggers: impl Fn(&City) -> Vec<Mn>) -> (Self, Vec<Mn>) {
        let city = Arc::new(City::build(1, START.parse().unwrap()));
        let loggers = loggers(&city);
        let installation = Installation::with_register(&serde_json::to_value(city.entries()).unwrap());
        installation.configure_gateway("request_answer_seconds = 1\nrequest_retries = 2");
        let server = installation.serve_with(&["--clock", START]);
        let clock = Arc::new(Running(Instant::now()));
        let options = SimOptions {
            tcp: server.hj212.parse().unwrap(),
            mqtt: server.hj212.parse().unwrap(),
            mqtt_credentials: None,
            clock,
            speed: 1.0,
            history_days: sim::HISTORY_DAYS,
            on_history: None,
            only: Some(loggers.iter().cloned().collect::<BTreeSet<_>>()),
        };
        let devices = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let devices = devices.unwrap();
        let (stop, stopping) = watch::channel(false);
        devices.spawn(sim::run(Arc::clone(&city), options, sim::status_board(&city), stopping));
        let client = server.sign_in("duty");
        let scene = Self {
            city,
            client,
            _devices: devices,
            _stop: stop,
            _server: server,
            _installation: installation,
        };
        for mn in &loggers {
            scene.client.until(&format!("/api/v1/loggers/{mn}/requests"), |body| body["connected"] == true);
        }
        (scene, loggers)
    }

    fn outlet(&self, mn: &Mn) -> String {
        match &self.city.register().loggers[mn].target {
            LoggerTarget::Outlet(id) => id.to_string(),
            LoggerTarget::Station(id) => panic!("{mn} is of station {id}"),
        }
    }

    /// Asks, and waits for the end.
    fn ask(&self, mn: &Mn, kind: &str, values: &Value) -> Value {
        let path = format!("/api/v1/loggers/{mn}/requests");
        let key = format!("{kind}-{mn}");
        let body = json!({"kind": kind, "values": values});
        let (status, made) = self.client.post(&path, &body, &[("idempotency-key", &key)]);
        assert_eq!(status, 200, "{made}");
        let id = made["id"].as_str().unwrap();
        self.client.until(&format!("/api/v1/device-requests/{id}"), |body| body["open"] == false)
    }

    /// The kinds of events that the ledger has of a request.
    fn told(&self, request: &Value) -> Vec<String> {
        let stream = format!("device-request/{}", request["id"].as_str().unwrap());
        let (_, events) = self.client.get(&format!("/api/v1/ledger/events?stream={stream}"));
        let kind = |event: &Value| event["kind"].as_str().unwrap().to_owned();
        events.as_array().unwrap().iter().map(kind).collect()
    }
}

fn ordinary(city: &City) -> impl Iterator<Item = Mn> {
    let tempers = city.tempers();
    city.kept_back().into_keys().filter(move |mn| !tempers.contains_key(mn))
}

fn of(city: &City, temper: Temper) -> Mn {
    city.tempers().into_iter().find(|(_, of)| *of == temper).unwrap().0
}

#[test]
fn a_gap_is_found_asked_for_and_filled_and_the_ledger_has_every_step() {
    let (scene, loggers) = Scene::with(|city| ordinary(city).take(1).collect());
    let mn = &loggers[0];
    let hours = &scene.city.kept_back()[mn];
    let path = format!("/api/v1/outlets/{}/gaps", scene.outlet(mn));
    let of_hours = |body: &Value| -> Option<Value> {
        body["items"].as_array()?.iter().find(|item| item["granularity"] == "hour").cloned()
    };
    // Until the history behind the gap has come as well.
    let gaps =
        scene.client.until(&path, |body| of_hours(body).is_some_and(|gap| gap["missing"] == hours.len()));
    let gap = of_hours(&gaps).unwrap();
    assert_eq!(gap["kind"], "hour_history");
    let done = scene.ask(mn, "hour_history", &gap["values"]);
    assert_eq!((&done["stage"], &done["exe_rtn"]), (&json!("completed"), &json!(1)), "{done}");
    assert!(done["data_frames"].as_u64().unwrap() >= hours.len() as u64, "{done}");
    let told = scene.told(&done);
    assert_eq!(told, ["device_request.requested", "device_request.answered", "device_request.completed"]);
    scene.client.until(&path, |body| of_hours(body).is_none());
}

#[test]
fn a_slow_a_guarded_and_a_silent_logger_are_told_apart() {
    let (scene, loggers) = Scene::with(|city| {
        [Temper::Slow, Temper::Guarded, Temper::Deaf].into_iter().map(|temper| of(city, temper)).collect()
    });
    let [slow, guarded, deaf] = loggers.as_slice() else { panic!("{loggers:?}") };
    let silence = scene.ask(deaf, "get_time", &json!({}));
    assert_eq!((&silence["stage"], &silence["qn_rtn"]), (&json!("timed_out"), &Value::Null), "{silence}");
    assert_eq!(scene.told(&silence), ["device_request.requested", "device_request.timed_out"]);
    let refused = scene.ask(guarded, "set_time", &json!({}));
    assert_eq!((&refused["stage"], &refused["qn_rtn"]), (&json!("refused"), &json!(2)), "{refused}");
    let told = scene.ask(guarded, "get_time", &json!({}));
    assert_eq!((&told["stage"], &told["told"][0]["name"]), (&json!("completed"), &json!("SystemTime")));
    // It answers twelve seconds after the host has given it up.
    let slow = scene.ask(slow, "get_time", &json!({}));
    assert_eq!(slow["stage"], "timed_out", "{slow}");
}
