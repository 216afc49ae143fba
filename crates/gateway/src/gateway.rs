use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lake::Lake;
use model::{Clock, Mn, Register, Timestamp};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, broadcast, watch};
use tokio::task::JoinHandle;

use crate::account::{FrameCounts, ReadingCounts, Tally};
use crate::adoption::{AdoptError, Adopted, Adopter};
use crate::commit::Committer;
use crate::config::GatewayConfig;
use crate::connections::Connections;
use crate::credentials::{MeterCredentials, NoCredentials};
use crate::device::Device;
use crate::dialect::Dialect;
use crate::intake::{Intake, State};
use crate::keys::{KeyRing, KeyStore, NoKeys};
use crate::line::stopped;
use crate::listener::{Listener, Protocol};
use crate::metrics::GatewayStatus;
use crate::presence::{Presence, Refusal};
use crate::push::{PushError, PushOutcome, PushRequest, Pusher};
use crate::requests::{Errand, RequestHandle, TooManyRequests};
use crate::tls::{Certificate, TlsError};
use crate::waiting::WaitingLogger;
use crate::{listener, recall};

/// How often frames that wait although their logger is registered are looked for.
const ADOPTION_INTERVAL: Duration = Duration::from_secs(2);
/// How often packs that wait too long are looked for.
const EXPIRY_INTERVAL: Duration = Duration::from_secs(1);

/// Why a gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The port is taken, or may not be used.
    #[error("cannot listen for {protocol} on {address}")]
    Listen {
        /// `hj212` or `mqtt`.
        protocol: &'static str,
        /// Where.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The certificate for MQTT over TLS cannot be used.
    #[error("MQTT over TLS has no certificate")]
    Tls(#[from] TlsError),
    /// The lake does not give what was there before.
    #[error("cannot read what devices sent before")]
    Lake(#[from] lake::LakeError),
}

/// When a device was heard, and its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// When it was last heard.
    pub at: Timestamp,
    /// By how much its clock was ahead of ours, s, in its latest frame that was not late.
    pub clock_offset_s: Option<i64>,
}

/// One device: who it is, whether it speaks, and what became of everything it sent.
#[derive(Debug, Clone)]
pub struct DeviceStatus {
    /// Which.
    pub device: Device,
    /// Whether the register knows it.
    pub registered: bool,
    /// The other ends of its connections; none if it is not connected.
    pub peers: Vec<SocketAddr>,
    /// Whether two connections speak with its name at the moment.
    pub shared: bool,
    /// When it was last heard.
    pub last_seen: Option<Timestamp>,
    /// What it spoke last: `2005`, `2017`, `2025`, `unknown` (versions of HJ 212) or `mqtt`.
    pub protocol: Option<&'static str>,
    /// By how much its clock is ahead of ours, s, from its latest fresh frame.
    pub clock_offset_s: Option<i64>,
    /// What became of its frames (payloads, for a meter).
    pub frames: FrameCounts,
    /// What became of its readings.
    pub readings: ReadingCounts,
    /// Problems by code: of readings (`clock_skew`), of frames (`frame.tail_missing`), and items that are no
    /// readings (`item.text`).
    pub problems: BTreeMap<String, u64>,
    /// The last thing that was refused since the gateway started.
    pub last_refusal: Option<Refusal>,
    /// How it speaks; for loggers.
    pub dialect: Dialect,
}

/// What other rooms give to the gateway.
#[derive(Clone)]
pub struct Ports {
    /// The keys of loggers that encrypt.
    pub keys: Arc<dyn KeyStore>,
    /// The credentials of meters.
    pub credentials: Arc<dyn MeterCredentials>,
}

impl Default for Ports {
    /// Without keys and credentials: what is encrypted cannot be read, and no meter has to say who it is.
    fn default() -> Self {
        Self { keys: Arc::new(NoKeys), credentials: Arc::new(NoCredentials) }
    }
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ports").finish_non_exhaustive()
    }
}

/// Where it listens.
#[derive(Debug, Clone, Copy)]
struct Addresses {
    hj212: SocketAddr,
    mqtt: Option<SocketAddr>,
    mqtts: Option<SocketAddr>,
}

/// The gateway. Clones share it.
#[derive(Clone)]
pub struct Gateway {
    inner: Arc<Inner>,
}

struct Inner {
    intake: Arc<Intake>,
    committer: Arc<Committer>,
    adopter: Adopter,
    connections: BTreeMap<&'static str, Arc<Connections>>,
    pusher: Pusher,
    addresses: Addresses,
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").field("addresses", &self.inner.addresses).finish_non_exhaustive()
    }
}

impl Gateway {
    /// Listens, and takes what devices send into `lake`, until [`shutdown`](Self::shutdown).
    ///
    /// `register` says who is known; a change holds from the next frame. Must be called in a tokio runtime
    /// with time and network. Raises the soft limit of open files of this process, as far as the configured
    /// connections need and the hard limit allows.
    ///
    /// # Errors
    /// If it cannot listen, or the lake does not give the accounts of before.
    pub async fn start(
        config: GatewayConfig,
        lake: Lake,
        register: watch::Receiver<Arc<Register>>,
        clock: Arc<dyn Clock>,
    ) -> Result<Gateway, GatewayError> {
        Self::start_with(config, lake, register, clock, Ports::default()).await
    }

    /// [`start`](Self::start) with what other rooms give.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn start_with(
        config: GatewayConfig,
        lake: Lake,
        register: watch::Receiver<Arc<Register>>,
        clock: Arc<dyn Clock>,
        ports: Ports,
    ) -> Result<Gateway, GatewayError> {
        crate::file_limit::raise(config.limits.connections.saturating_mul(2));
        let (hj212, tcp_address) = bind(Protocol::Hj212, config.tcp).await?;
        let mqtt = match config.mqtt_access.plain {
            true => Some(bind(Protocol::Mqtt, config.mqtt).await?),
            false => None,
        };
        let mqtts = match config.mqtt_access.tls.clone() {
            None => None,
            Some(port) => {
                let (socket, address) = bind(Protocol::Mqtt, port.listen).await?;
                Some((socket, address, Arc::new(Certificate::load(port)?)))
            }
        };
        let state =
            recall::state(&lake, &register.borrow().clone(), &config, ports.keys.as_ref(), clock.now())?;
        let bytes_in_flight = usize::try_from(config.limits.bytes_in_flight).unwrap_or(usize::MAX);
        let limit = config.limits.connections;
        let intake = Arc::new(Intake::new(config, clock, register, ports, state));
        let (stop, stopping) = watch::channel(false);
        let committer = Arc::new(Committer::new(Arc::clone(&intake), lake.clone(), stopping.clone()));
        let in_flight = Arc::new(Semaphore::new(bytes_in_flight.min(Semaphore::MAX_PERMITS)));
        let mut connections = BTreeMap::new();
        let mut tasks = Vec::new();
        let mqtt_address = mqtt.as_ref().map(|(_, address)| *address);
        let mqtts_address = mqtts.as_ref().map(|(_, address, _)| *address);
        let mut ports = vec![("hj212", Protocol::Hj212, hj212, None)];
        ports.extend(mqtt.map(|(socket, _)| ("mqtt", Protocol::Mqtt, socket, None)));
        ports.extend(
            mqtts.map(|(socket, _, certificate)| ("mqtts", Protocol::Mqtt, socket, Some(certificate))),
        );
        for (name, protocol, socket, certificate) in ports {
            let places = Connections::new(limit);
            let listener = Listener {
                protocol,
                certificate,
                socket,
                intake: Arc::clone(&intake),
                committer: Arc::clone(&committer),
                connections: Arc::clone(&places),
                in_flight: Arc::clone(&in_flight),
                stop: stopping.clone(),
            };
            connections.insert(name, places);
            tasks.push(tokio::spawn(listener::run(listener)));
        }
        let pusher = Pusher::new(Arc::clone(&intake), Arc::clone(&committer), lake.clone());
        let adopter = Adopter::new(Arc::clone(&intake), Arc::clone(&committer), lake);
        let addresses = Addresses { hj212: tcp_address, mqtt: mqtt_address, mqtts: mqtts_address };
        let inner = Inner {
            intake,
            committer,
            adopter,
            connections,
            pusher,
            addresses,
            stop,
            tasks: Mutex::new(tasks),
        };
        let gateway = Gateway { inner: Arc::new(inner) };
        gateway.keep_expiring(stopping.clone());
        gateway.keep_adopting(stopping);
        let shown = |address: Option<SocketAddr>| address.map(tracing::field::display);
        let (hj212, mqtt, mqtts) = (addresses.hj212, shown(addresses.mqtt), shown(addresses.mqtts));
        tracing::info!(%hj212, mqtt, mqtts, "the gateway listens");
        Ok(gateway)
    }

    /// Where HJ 212 is spoken.
    pub fn tcp_address(&self) -> SocketAddr {
        self.inner.addresses.hj212
    }

    /// Where MQTT is spoken without TLS; where it is not, the port that is configured for it.
    pub fn mqtt_address(&self) -> SocketAddr {
        self.inner.addresses.mqtt.unwrap_or(self.inner.intake.config.mqtt)
    }

    /// Where MQTT is spoken over TLS, if it is.
    pub fn mqtts_address(&self) -> Option<SocketAddr> {
        self.inner.addresses.mqtts
    }

    /// Takes the readings that a program pushes; on return they are durable, and each has its outcome.
    ///
    /// # Errors
    /// If the request as a whole cannot be taken; nothing of it is then stored.
    pub async fn push(&self, request: PushRequest) -> Result<Vec<PushOutcome>, PushError> {
        self.inner.pusher.push(request).await
    }

    /// Everybody who ever sent something, and every logger and meter of the register.
    pub fn devices(&self) -> Vec<DeviceStatus> {
        let register = self.inner.intake.register();
        let now = self.inner.intake.clock.now();
        let state = self.inner.intake.state();
        let mut devices: BTreeMap<Device, DeviceStatus> = BTreeMap::new();
        let loggers = register.loggers.keys().cloned().map(Device::Logger);
        let meters = register.meters.keys().cloned().map(Device::Meter);
        let heard = state.accounts.iter().map(|(device, _)| device.clone());
        let present = state.presences.keys().cloned();
        for device in loggers.chain(meters).chain(heard).chain(present) {
            devices.entry(device).or_insert_with_key(|device| self.status_of(device, &register, &state, now));
        }
        devices.into_values().collect()
    }

    /// One device, if it ever sent something or is in the register.
    pub fn device(&self, device: &Device) -> Option<DeviceStatus> {
        let register = self.inner.intake.register();
        let now = self.inner.intake.clock.now();
        let state = self.inner.intake.state();
        let known = is_registered(device, &register)
            || state.accounts.get(device).is_some()
            || state.presences.contains_key(device);
        known.then(|| self.status_of(device, &register, &state, now))
    }

    /// Loggers that the register does not know and that a person may adopt.
    pub fn waiting(&self) -> Vec<WaitingLogger> {
        let register = self.inner.intake.register();
        let mut waiting = self.inner.intake.state().waiting.list();
        waiting.retain(|logger| !register.loggers.contains_key(&logger.mn));
        waiting
    }

    /// When each logger was last heard, whatever it said, and its clock then; for judging silence and clocks.
    pub fn heard(&self) -> BTreeMap<Mn, Heard> {
        let state = self.inner.intake.state();
        let heard = state.presences.iter().filter_map(|(device, presence)| match device {
            Device::Logger(mn) => {
                let clock_offset_s = presence.clock_offset_s;
                presence.last_seen.map(|at| (mn.clone(), Heard { at, clock_offset_s }))
            }
            Device::Meter(_)
            | Device::PushClient(_)
            | Device::Peer(_)
            | Device::OtherMeters
            | Device::OtherPeers => None,
        });
        heard.collect()
    }

    /// Reads the frames that a logger sent before it was in the register into the series of what it reports
    /// for. Doing it again changes nothing.
    ///
    /// # Errors
    /// If the register does not know it (yet), or the lake fails; what is left is tried again by itself.
    pub async fn adopted(&self, mn: &Mn) -> Result<Adopted, AdoptError> {
        self.inner.adopter.adopt(mn).await
    }

    /// Asks a logger for something, in its turn: one request at a time is on its way to each logger. What it
    /// sends goes to the lake like everything it sends. Must be called in the runtime of the gateway.
    ///
    /// # Errors
    /// If too many requests to this logger wait already.
    pub fn request(&self, mn: &Mn, request: hj212::Request) -> Result<RequestHandle, TooManyRequests> {
        let stop = self.inner.stop.subscribe();
        let (errand, handle) = Errand::queued(Arc::clone(&self.inner.intake), mn, stop)?;
        let task = tokio::spawn(errand.run(request));
        let mut tasks = self.inner.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(task);
        Ok(handle)
    }

    /// The loggers of the register that ask for the time (1013), from now on.
    pub fn time_asks(&self) -> broadcast::Receiver<Mn> {
        self.inner.intake.requests.time_asks()
    }

    /// The gateway as a whole.
    pub fn status(&self) -> GatewayStatus {
        let inner = &self.inner;
        let (mut frames, mut readings) = (FrameCounts::default(), ReadingCounts::default());
        let state = inner.intake.state();
        for (_, tally) in state.accounts.iter() {
            frames.add(&tally.frames());
            readings.add(&tally.readings());
        }
        GatewayStatus {
            connections: inner.connections.iter().map(|(name, all)| (*name, all.counts())).collect(),
            frames,
            readings,
            waiting_loggers: state.waiting.len(),
            ack_latency: inner.intake.metrics.histogram(),
            lake_trouble: inner.committer.trouble(),
        }
    }

    /// Stops listening, finishes what is on its way to the lake, acknowledges it and closes.
    pub async fn shutdown(&self) {
        self.inner.stop.send_replace(true);
        let mut tasks = std::mem::take(&mut *self.inner.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        let until = tokio::time::Instant::now() + self.inner.intake.config.limits.stop;
        for task in &mut tasks {
            if tokio::time::timeout_at(until, &mut *task).await.is_err() {
                tracing::warn!("some connections did not end in time and are cut");
                task.abort();
                // An aborted task ends at its next wait; nothing is left to learn from it.
                drop(task.await);
            }
        }
        self.inner.give_up_packs(true).await;
        self.inner.committer.settle().await;
    }

    fn status_of(&self, device: &Device, register: &Register, state: &State, now: Timestamp) -> DeviceStatus {
        let ring = match device {
            Device::Logger(mn) => self.inner.intake.keys.ring(mn),
            Device::Meter(_)
            | Device::PushClient(_)
            | Device::Peer(_)
            | Device::OtherMeters
            | Device::OtherPeers => KeyRing::default(),
        };
        status(device, register, state, &ring, now)
    }

    /// Gives up, in the background, packs of messages that do not come to an end.
    fn keep_expiring(&self, mut stopping: watch::Receiver<bool>) {
        let gateway = Arc::downgrade(&self.inner);
        let task = tokio::spawn(async move {
            loop {
                let stopped = tokio::select! {
                    () = stopped(&mut stopping) => true,
                    () = tokio::time::sleep(EXPIRY_INTERVAL) => false,
                };
                let Some(inner) = gateway.upgrade() else { return };
                if stopped {
                    return;
                }
                inner.give_up_packs(false).await;
            }
        });
        self.inner.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    /// Adopts in the background what [`adopted`](Self::adopted) has not.
    fn keep_adopting(&self, mut stopping: watch::Receiver<bool>) {
        let gateway = Arc::downgrade(&self.inner);
        let mut register = self.inner.intake.register.clone();
        register.mark_changed();
        let task = tokio::spawn(async move {
            loop {
                // With nobody left who could change the register, only time wakes this.
                let changed = async {
                    if register.changed().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                };
                let stopped = tokio::select! {
                    () = stopped(&mut stopping) => true,
                    () = changed => false,
                    () = tokio::time::sleep(ADOPTION_INTERVAL) => false,
                };
                if stopped {
                    return;
                }
                let Some(inner) = gateway.upgrade() else { return };
                inner.adopter.adopt_registered().await;
            }
        });
        self.inner.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }
}

impl Inner {
    /// Refuses packs that waited too long, or (`all`) that wait.
    async fn give_up_packs(&self, all: bool) {
        let arrivals = self.intake.expired_packs(all);
        if !arrivals.is_empty() {
            // What is refused earns no reply.
            drop(self.committer.commit(arrivals).await);
        }
    }
}

async fn bind(protocol: Protocol, address: SocketAddr) -> Result<(TcpListener, SocketAddr), GatewayError> {
    let failed = |source| GatewayError::Listen { protocol: protocol.name(), address, source };
    let socket = TcpListener::bind(address).await.map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    Ok((socket, address))
}

fn is_registered(device: &Device, register: &Register) -> bool {
    match device {
        Device::Logger(mn) => register.loggers.contains_key(mn),
        Device::Meter(id) => register.meters.contains_key(id),
        // A token was checked before anything was heard.
        Device::PushClient(_) => true,
        Device::Peer(_) | Device::OtherMeters | Device::OtherPeers => false,
    }
}

fn status(
    device: &Device,
    register: &Register,
    state: &State,
    ring: &KeyRing,
    now: Timestamp,
) -> DeviceStatus {
    let absent = (Tally::default(), Presence::default());
    let tally = state.accounts.get(device).unwrap_or(&absent.0);
    let presence = state.presences.get(device).unwrap_or(&absent.1);
    DeviceStatus {
        device: device.clone(),
        registered: is_registered(device, register),
        peers: presence.peers(),
        shared: presence.is_shared(now),
        last_seen: presence.last_seen,
        protocol: presence.protocol,
        clock_offset_s: presence.clock_offset_s,
        frames: tally.frames(),
        readings: tally.readings(),
        problems: tally.problems(),
        last_refusal: presence.last_refusal.clone(),
        dialect: match device {
            Device::Logger(mn) => Dialect::of(mn, register, state, tally, presence, ring),
            Device::Meter(_)
            | Device::PushClient(_)
            | Device::Peer(_)
            | Device::OtherMeters
            | Device::OtherPeers => Dialect::default(),
        },
    }
}
