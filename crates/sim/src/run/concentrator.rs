use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rumqttc::{AsyncClient, Event, EventLoop, MqttOptions, Packet, QoS};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::status::count;
use super::{HISTORY_DAYS, Shared, pace, payload};
use crate::city::MeterModel;
use crate::geography::DISTRICTS;
use crate::power::EnergyCounter;

/// Messages on the way without an acknowledgement.
const WINDOW: usize = 32;

/// How often meters are read, s.
const INTERVAL_S: i64 = 60;

/// Back-filled points are so far apart, s, and so many go in one message (six hours).
const HISTORY_STEP_S: i64 = 300;
const HISTORY_POINTS: i64 = 72;

/// A meter with its counter and the second of the minute in which it is read.
struct Circuit<'a> {
    meter: &'a MeterModel,
    counter: EnergyCounter,
    phase_s: i64,
}

/// One district's concentrator: the history of its meters, then their readings once a minute, for ever.
pub(super) async fn run(shared: Arc<Shared>, district: usize) {
    let begin_s = shared.city.start.as_second() - i64::from(HISTORY_DAYS) * 86_400;
    let mut circuits: Vec<Circuit<'_>> = shared
        .city
        .meters
        .iter()
        .filter(|meter| meter.district == district)
        .map(|meter| Circuit {
            meter,
            counter: EnergyCounter::new(meter, begin_s),
            phase_s: (meter.key.child("phase").uniform(0) * INTERVAL_S as f64) as i64,
        })
        .collect();
    circuits.sort_by_key(|circuit| circuit.phase_s);
    if circuits.is_empty() {
        return;
    }
    let mut publisher = Publisher::new(&shared, district);
    tell_history(&shared, &mut publisher, &mut circuits).await;
    let task = shared.city.loggers.len() + district;
    let mut minute_s = shared.city.start.as_second().div_euclid(INTERVAL_S) * INTERVAL_S;
    loop {
        for circuit in &mut circuits {
            let time_s = minute_s + circuit.phase_s;
            let late_ms = pace::wait_until(&shared, time_s).await;
            shared.board.set_late_ms(task, late_ms);
            let text = payload::reading(&shared.city, circuit.meter, &mut circuit.counter, time_s);
            publisher.publish(payload::topic(circuit.meter), text).await;
        }
        minute_s += INTERVAL_S;
    }
}

async fn tell_history(shared: &Shared, publisher: &mut Publisher<'_>, circuits: &mut [Circuit<'_>]) {
    let start_s = shared.city.start.as_second();
    for circuit in circuits.iter_mut() {
        let mut from_s = shared.history_from_s();
        while from_s < start_s {
            let to_s = (from_s + HISTORY_STEP_S * HISTORY_POINTS).min(start_s);
            let times = (from_s..to_s).step_by(HISTORY_STEP_S as usize);
            let text = payload::history(&shared.city, circuit.meter, &mut circuit.counter, times);
            publisher.publish(payload::topic(circuit.meter), text).await;
            from_s = to_s;
            // The figures of six hours take a while; let others have the thread.
            tokio::task::yield_now().await;
        }
        publisher.settle().await;
        shared.history_delivered(1);
    }
}

/// What happened on the connection.
enum Happened {
    /// The broker has a message for good.
    Acknowledged,
    /// A new session, which knows nothing of messages on the way.
    NewSession,
}

/// A client that sends again what a lost session has forgotten.
struct Publisher<'a> {
    shared: &'a Shared,
    client: AsyncClient,
    window: VecDeque<(String, String)>,
    happened: mpsc::UnboundedReceiver<Happened>,
    /// Ends with the publisher.
    _connection: JoinSet<()>,
}

impl<'a> Publisher<'a> {
    fn new(shared: &'a Shared, district: usize) -> Self {
        let code = DISTRICTS.get(district).map_or("", |spec| spec.code);
        let address = shared.options.mqtt;
        let name = format!("concentrator-{code}");
        let mut options = MqttOptions::new(name, address.ip().to_string(), address.port());
        options.set_keep_alive(Duration::from_secs(30));
        options.set_max_packet_size(64 * 1024, 64 * 1024);
        if let Some((user, password)) = &shared.options.mqtt_credentials {
            options.set_credentials(user, password);
        }
        // Room for the window twice: after a lost session everything on the way is sent again.
        let (client, connection) = AsyncClient::new(options, WINDOW * 2);
        let (tell, happened) = mpsc::unbounded_channel();
        let mut tasks = JoinSet::new();
        tasks.spawn(keep_connection(connection, tell));
        Self { shared, client, window: VecDeque::new(), happened, _connection: tasks }
    }

    /// Sends a message when the window has room.
    async fn publish(&mut self, topic: String, payload: String) {
        while let Ok(happened) = self.happened.try_recv() {
            self.note(&happened).await;
        }
        while self.window.len() >= WINDOW {
            self.wait().await;
        }
        self.send(&topic, &payload).await;
        self.window.push_back((topic, payload));
        count(&self.shared.board.power_sent);
    }

    /// Waits until everything sent is acknowledged.
    async fn settle(&mut self) {
        while !self.window.is_empty() {
            self.wait().await;
        }
    }

    async fn wait(&mut self) {
        match self.happened.recv().await {
            Some(happened) => self.note(&happened).await,
            // The connection's task ends only with this publisher.
            None => std::future::pending().await,
        }
    }

    async fn note(&mut self, happened: &Happened) {
        match happened {
            Happened::Acknowledged => {
                if self.window.pop_front().is_some() {
                    count(&self.shared.board.power_acknowledged);
                }
            }
            Happened::NewSession => {
                for (topic, payload) in self.window.clone() {
                    self.send(&topic, &payload).await;
                }
            }
        }
    }

    async fn send(&self, topic: &str, payload: &str) {
        if let Err(error) = self.client.publish(topic, QoS::AtLeastOnce, false, payload).await {
            tracing::warn!(%topic, %error, "a power reading could not be handed to the connection");
        }
    }
}

/// Keeps the connection up and tells what happens on it.
async fn keep_connection(mut connection: EventLoop, tell: mpsc::UnboundedSender<Happened>) {
    let mut connected_before = false;
    let mut failures = 0;
    loop {
        let happened = match connection.poll().await {
            Ok(Event::Incoming(Packet::PubAck(_))) => Happened::Acknowledged,
            Ok(Event::Incoming(Packet::ConnAck(answer))) => {
                failures = 0;
                let forgotten = connected_before && !answer.session_present;
                connected_before = true;
                if !forgotten {
                    continue;
                }
                Happened::NewSession
            }
            Ok(_) => continue,
            Err(error) => {
                tracing::debug!(%error, failures, "the concentrator's connection is down");
                tokio::time::sleep(pace::backoff(failures)).await;
                failures += 1;
                continue;
            }
        };
        if tell.send(happened).is_err() {
            return;
        }
    }
}
