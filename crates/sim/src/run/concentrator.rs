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

/// What happened on a connection.
enum Happened {
    /// The broker has the oldest message on the way for good (MQTT 3.1.1, 4.6: in the order sent).
    Acknowledged,
    /// The connection is gone.
    Lost,
}

/// One connection and what happens on it. A lost one is never used again, so that nothing half-sent in it
/// can be confused with what is sent next.
struct Connection {
    client: AsyncClient,
    happened: mpsc::UnboundedReceiver<Happened>,
    /// Ends with the connection.
    _task: JoinSet<()>,
}

impl Connection {
    fn open(options: &MqttOptions) -> Self {
        // The window fits, so handing over a message never waits for the network.
        let (client, events) = AsyncClient::new(options.clone(), WINDOW);
        let (tell, happened) = mpsc::unbounded_channel();
        let mut tasks = JoinSet::new();
        tasks.spawn(follow(events, tell));
        Self { client, happened, _task: tasks }
    }
}

/// Drives a connection until it is lost.
async fn follow(mut events: EventLoop, tell: mpsc::UnboundedSender<Happened>) {
    loop {
        let happened = match events.poll().await {
            Ok(Event::Incoming(Packet::PubAck(_))) => Happened::Acknowledged,
            Ok(_) => continue,
            Err(error) => {
                tracing::debug!(%error, "a concentrator's connection is down");
                Happened::Lost
            }
        };
        let lost = matches!(happened, Happened::Lost);
        if tell.send(happened).is_err() || lost {
            return;
        }
    }
}

/// Publishes with QoS 1, and sends again what was on the way when a connection was lost.
struct Publisher<'a> {
    shared: &'a Shared,
    options: MqttOptions,
    connection: Connection,
    window: VecDeque<(String, String)>,
    failures: u32,
}

impl<'a> Publisher<'a> {
    fn new(shared: &'a Shared, district: usize) -> Self {
        let code = DISTRICTS.get(district).map_or("", |spec| spec.code);
        let address = shared.options.mqtt;
        let mut options =
            MqttOptions::new(format!("concentrator-{code}"), address.ip().to_string(), address.port());
        options.set_keep_alive(Duration::from_secs(30));
        options.set_max_packet_size(64 * 1024, 64 * 1024);
        if let Some((user, password)) = &shared.options.mqtt_credentials {
            options.set_credentials(user, password);
        }
        let connection = Connection::open(&options);
        Self { shared, options, connection, window: VecDeque::new(), failures: 0 }
    }

    /// Sends a message when the window has room.
    async fn publish(&mut self, topic: String, payload: String) {
        while let Ok(happened) = self.connection.happened.try_recv() {
            self.note(&happened).await;
        }
        while self.window.len() >= WINDOW {
            self.wait().await;
        }
        self.hand_over(&topic, &payload).await;
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
        // A task that ended without a word lost its connection.
        let happened = self.connection.happened.recv().await.unwrap_or(Happened::Lost);
        self.note(&happened).await;
    }

    async fn note(&mut self, happened: &Happened) {
        match happened {
            Happened::Acknowledged => {
                self.failures = 0;
                if self.window.pop_front().is_some() {
                    count(&self.shared.board.power_acknowledged);
                }
            }
            Happened::Lost => {
                tokio::time::sleep(pace::backoff(self.failures)).await;
                self.failures += 1;
                self.connection = Connection::open(&self.options);
                for (topic, payload) in &self.window {
                    self.hand_over(topic, payload).await;
                }
            }
        }
    }

    /// Gives a message to the connection. If that is lost meanwhile, [`Happened::Lost`] follows, and the
    /// message is sent again from the window.
    async fn hand_over(&self, topic: &str, payload: &str) {
        if let Err(error) = self.connection.client.publish(topic, QoS::AtLeastOnce, false, payload).await {
            tracing::debug!(%topic, %error, "a power reading waits for a new connection");
        }
    }
}
