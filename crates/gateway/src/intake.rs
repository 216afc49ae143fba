//! What becomes of one frame or payload: stored, waiting or refused, with the reply it earns.
//!
//! Nothing here waits: [`commit`](crate::commit) makes an [`Arrival`] durable and only then lets its reply go.

mod caller;
mod known;
mod logger;
mod meter;
mod sealed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hj212::{Command, Message, QnRtn, reply};
use lake::{FrameOutcome, FrameRecord};
use model::{
    Clock, LoggerTarget, MeterId, Mn, Origin, ParseIdError, Problem, Reading, Register, Source, Timestamp,
    china,
};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::account::{self, Accounts, Tally};
use crate::config::GatewayConfig;
use crate::credentials::MeterCredentials;
use crate::device::Device;
use crate::gateway::Ports;
use crate::keys::KeyStore;
use crate::mapping::{self, Circumstances, Mapped, Target};
use crate::metrics::Metrics;
use crate::packs::Packs;
use crate::presence::{Presence, Presences, Refusal, excerpt};
use crate::refused::RefusedBudget;
use crate::repeats::{FrameKey, Repeats};
use crate::requests::{Requests, Voice};
use crate::timing;
use crate::waiting::{OnTheWay, Sighting, WaitingRoom};

pub(crate) use caller::Caller;
use known::KnownLogger;
pub(crate) use logger::Newest;
use logger::{Heard, Pack};
pub(crate) use meter::NotLetIn;

/// One frame or payload with what became of it, before it is durable.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) device: Device,
    /// Nothing for refused frames beyond what is kept of them.
    pub(crate) frame: Option<FrameRecord>,
    pub(crate) readings: Vec<Reading>,
    pub(crate) tally: Tally,
    /// What may be written to the device once this is durable; empty if nothing.
    pub(crate) reply: Vec<u8>,
    /// Whether it shows that the sender speaks the protocol.
    pub(crate) usable: bool,
    /// Of a frame that will wait: an adoption begins when none is on the way any more.
    pub(crate) on_the_way: Option<OnTheWay>,
    /// What to know it by when it comes again; a frame is remembered when it is durable.
    pub(crate) key: Option<FrameKey>,
    /// Whether it is old and looks as if it had come before; the lake knows.
    pub(crate) suspect: bool,
    pub(crate) arrived: Instant,
}

/// Everything that all connections share.
pub(crate) struct Intake {
    pub(crate) config: GatewayConfig,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) register: watch::Receiver<Arc<Register>>,
    pub(crate) metrics: Metrics,
    pub(crate) keys: Arc<dyn KeyStore>,
    pub(crate) credentials: Arc<dyn MeterCredentials>,
    pub(crate) requests: Requests,
    state: Mutex<State>,
    /// From when the time of packs counts.
    started: Instant,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) accounts: Accounts,
    pub(crate) presences: Presences,
    pub(crate) waiting: WaitingRoom,
    pub(crate) repeats: Repeats,
    pub(crate) packs: Packs<Pack>,
    refused: RefusedBudget,
    pub(crate) known_peers: BTreeSet<std::net::IpAddr>,
    pub(crate) unknown_meters: BTreeSet<MeterId>,
}

impl State {
    /// Judges a durable frame that looked as if it had come before: if the lake knew all of it, it is a replay;
    /// else it is late data, and a sign of life.
    pub(crate) fn judge_suspect(&mut self, device: &Device, knew_all: bool, at: Option<Timestamp>) {
        if knew_all {
            let mut tally = Tally::default();
            tally.add(account::FRAMES_REPLAYED, 1);
            self.accounts.owe(device, &tally);
        } else if let Some(at) = at {
            self.presences.entry(device.clone()).or_default().heard(at);
        }
    }
}

/// What becomes of a frame of a logger that was not in the register a moment ago.
enum Admission {
    Admitted(OnTheWay),
    /// It has just been adopted.
    Registered(Box<KnownLogger>),
    NoRoom,
}

/// What a refusal is charged to.
struct Refused<'r> {
    device: Device,
    reason: &'r str,
    bytes: &'r [u8],
    problems: hj212::Problems,
    reply: Vec<u8>,
    now: Timestamp,
}

impl Intake {
    pub(crate) fn new(
        config: GatewayConfig,
        clock: Arc<dyn Clock>,
        register: watch::Receiver<Arc<Register>>,
        ports: Ports,
        state: State,
    ) -> Self {
        Self {
            config,
            clock,
            register,
            metrics: Metrics::default(),
            keys: ports.keys,
            credentials: ports.credentials,
            requests: Requests::default(),
            state: Mutex::new(state),
            started: Instant::now(),
        }
    }

    /// The shared state. No lock is held across a wait, and no code under it panics half-way through a
    /// change, so a poisoned lock still guards a sound state.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn register(&self) -> Arc<Register> {
        Arc::clone(&self.register.borrow())
    }

    /// Takes one HJ 212 frame, good or bad. It may be held for the packs of its message that are still to come,
    /// and may bring those along that were held for it.
    pub(crate) fn frame(&self, frame: &hj212::Frame<'_>, caller: &mut Caller) -> Vec<Arrival> {
        let now = self.clock.now();
        let message = frame.message();
        let named = message.mn().filter(|text| !text.is_empty());
        let known = named.and_then(|named| self.known(named, caller));
        if let Some(logger) = known {
            let arrivals = self.heard_of_logger(frame, &message, &logger, caller, now);
            caller.last = Some(logger);
            return arrivals;
        }
        let mn = named.map(str::parse::<Mn>);
        vec![self.heard_of_stranger(frame, &message, mn, caller, now)]
    }

    /// The logger of the register that a frame names. It is taken from the caller, if it is the one that spoke last.
    fn known(&self, named: &str, caller: &mut Caller) -> Option<Box<KnownLogger>> {
        let register = self.register.borrow();
        if let Some(last) = caller.last.take_if(|last| last.holds(&register, named)) {
            return Some(last);
        }
        let register = Arc::clone(&register);
        KnownLogger::find(&register, &named.parse().ok()?)
    }

    /// Takes a frame of somebody whom the register does not know.
    fn heard_of_stranger(
        &self,
        frame: &hj212::Frame<'_>,
        message: &Message<'_>,
        mn: Option<Result<Mn, ParseIdError>>,
        caller: &mut Caller,
        now: Timestamp,
    ) -> Arrival {
        let refused = |device, reason, reply| Refused {
            device,
            reason,
            bytes: frame.raw(),
            problems: message.problems(),
            reply,
            now,
        };
        if let Some(problem) = message.problems().iter().find(|problem| problem.is_fatal()) {
            // No answer: with a wrong CRC neither QN nor Flag can be believed, and the device sends again.
            let device = self.trusted_device(mn.and_then(Result::ok), caller);
            return self.refuse(caller, refused(device, problem.code(), Vec::new()));
        }
        match mn {
            Some(Ok(mn)) => self.wait(frame, message, mn, caller, now),
            nameless => {
                let reason = match nameless {
                    Some(_) => "mn_invalid",
                    None if asks_for_its_number(message) => "mn_not_set",
                    None => "mn_missing",
                };
                let reply = reply_to_nameless(message);
                self.refuse(caller, refused(self.peer_device(caller), reason, reply))
            }
        }
    }

    fn wait(
        &self,
        frame: &hj212::Frame<'_>,
        message: &Message<'_>,
        mn: Mn,
        caller: &mut Caller,
        now: Timestamp,
    ) -> Arrival {
        let device = Device::Logger(mn.clone());
        let target = Target { source: Source::Waiting(mn.clone()), channels: &[], medium: None };
        let mapped = mapping::map(message, &target, self.circumstances(now, false));
        let sighting = Sighting {
            mn: &mn,
            at: now,
            bytes: length(frame.raw()),
            peer: Some(caller.peer),
            system: message.st(),
            readings: &mapped.readings,
        };
        let on_the_way = match self.admit(&sighting, caller) {
            Admission::Admitted(on_the_way) => Some(on_the_way),
            Admission::Registered(logger) => {
                let (raw, segment) = (frame.raw(), frame.segment());
                let (key, arrived) = (FrameKey::of(message, raw), caller.heard_at);
                let heard =
                    Heard { raw, segment, message, key, opened_with: None, received_at: now, arrived };
                return self.store(&heard, message, &logger, Some(caller));
            }
            Admission::NoRoom => {
                // Charged to the address, unless it waits already: an account for every invented number
                // would be a flood too.
                let device = self.trusted_device(Some(mn), caller);
                let (reason, problems) = ("waiting_room_full", message.problems());
                let refused =
                    Refused { device, reason, bytes: frame.raw(), problems, reply: Vec::new(), now };
                return self.refuse(caller, refused);
            }
        };
        self.spoke(&device, caller, now, i64::from(self.config.times.sharing_window_s));
        remember(self.state().presences.entry(device.clone()).or_default(), message, &mapped, now);
        let mut tally = Tally::default();
        tally.add(account::FRAMES_RECEIVED, 1);
        tally.add(account::FRAMES_WAITING, 1);
        count_problems(&mut tally, message.problems());
        Arrival {
            frame: Some(record(&device, now, FrameOutcome::Waiting, frame.raw())),
            device,
            readings: Vec::new(),
            tally,
            reply: reply_to(message, QnRtn::CnError),
            usable: true,
            on_the_way,
            key: None,
            suspect: false,
            arrived: caller.heard_at,
        }
    }

    /// Finds room for one frame of an unknown logger.
    fn admit(&self, sighting: &Sighting<'_>, caller: &mut Caller) -> Admission {
        let mut state = self.state();
        // An adoption looks for frames on the way under the same lock, after the register has changed:
        // either it finds this frame there, or this frame finds the logger in the register.
        if let Some(logger) = KnownLogger::find(&self.register(), sighting.mn) {
            return Admission::Registered(logger);
        }
        let limits = &self.config.waiting;
        let new = !state.waiting.contains(sighting.mn);
        if new && caller.unknown_loggers >= limits.loggers_per_connection {
            return Admission::NoRoom;
        }
        caller.unknown_loggers += usize::from(new);
        match state.waiting.admit(sighting, limits) {
            Some(on_the_way) => Admission::Admitted(on_the_way),
            None => Admission::NoRoom,
        }
    }

    /// Takes bytes that are no frame at all.
    pub(crate) fn garbage(&self, reason: &str, bytes: &[u8], caller: &Caller) -> Arrival {
        let device = self.peer_device(caller);
        let (problems, now) = (hj212::Problems::NONE, self.clock.now());
        let refused = Refused { device, reason, bytes, problems, reply: Vec::new(), now };
        self.refuse(caller, refused)
    }

    /// Notes that a connection ended.
    pub(crate) fn left(&self, caller: &Caller) {
        self.requests.line_closed(caller.connection);
        let mut state = self.state();
        for device in &caller.spoke {
            if let Some(presence) = state.presences.get_mut(device) {
                presence.left(caller.connection);
            }
        }
    }

    /// What may be kept of something that is refused, if anything.
    pub(crate) fn keep_refused(&self, device: &Device, bytes: &[u8], now: Timestamp) -> Option<Vec<u8>> {
        self.state().refused.keep(device, bytes, now, &self.config.refused).map(<[u8]>::to_vec)
    }

    fn refuse(&self, caller: &Caller, refused: Refused<'_>) -> Arrival {
        let Refused { device, reason, bytes, problems, reply, now } = refused;
        let mut tally = Tally::default();
        tally.add(account::FRAMES_RECEIVED, 1);
        tally.add(account::frame_refused(reason), 1);
        count_problems(&mut tally, problems);
        let mut state = self.state();
        let kept = state.refused.keep(&device, bytes, now, &self.config.refused);
        let outcome = FrameOutcome::Refused { reason: reason.to_owned() };
        let frame = kept.map(|kept| record(&device, now, outcome, kept));
        state.presences.entry(device.clone()).or_default().last_refusal =
            Some(Refusal { at: now, reason: reason.to_owned(), peer: caller.peer, excerpt: excerpt(bytes) });
        drop(state);
        tracing::debug!(peer = %caller.peer, device = %device, reason, "frame refused");
        Arrival {
            device,
            frame,
            readings: Vec::new(),
            tally,
            reply,
            usable: false,
            on_the_way: None,
            key: None,
            suspect: false,
            arrived: caller.heard_at,
        }
    }

    /// The account of an unidentified caller.
    fn peer_device(&self, caller: &Caller) -> Device {
        let address = caller.peer.ip();
        let mut state = self.state();
        if state.known_peers.contains(&address) {
            return Device::Peer(address);
        }
        if state.known_peers.len() >= self.config.refused.peers {
            return Device::OtherPeers;
        }
        state.known_peers.insert(address);
        Device::Peer(address)
    }

    /// The account of a number that may be damaged or invented: its own only if it is known.
    fn trusted_device(&self, mn: Option<Mn>, caller: &Caller) -> Device {
        let known = |mn: &Mn| self.register().loggers.contains_key(mn) || self.state().waiting.contains(mn);
        match mn.filter(known) {
            Some(mn) => Device::Logger(mn),
            None => self.peer_device(caller),
        }
    }

    fn unknown_meter(&self, meter: MeterId) -> Device {
        let mut state = self.state();
        if !state.unknown_meters.contains(&meter) {
            if state.unknown_meters.len() >= self.config.refused.unknown_meters {
                return Device::OtherMeters;
            }
            state.unknown_meters.insert(meter.clone());
        }
        Device::Meter(meter)
    }

    fn spoke(&self, device: &Device, caller: &mut Caller, now: Timestamp, window_s: i64) -> bool {
        let mut state = self.state();
        caller.spoke(device, state.presences.entry(device.clone()).or_default(), now, window_s)
    }

    pub(crate) fn circumstances(&self, received_at: Timestamp, shared_mn: bool) -> Circumstances<'_> {
        Circumstances { received_at, rules: &self.config.times, shared_mn }
    }
}

/// Remembers what a message tells of its sender.
fn remember(presence: &mut Presence, message: &Message<'_>, mapped: &Mapped, now: Timestamp) {
    let live = mapped.readings.iter().all(|reading| reading.origin == Origin::Live);
    let sent_at = message.qn().and_then(hj212::parse_time).and_then(timing::instant);
    presence.protocol = Some(message.version().name());
    Voice::note(&mut presence.voice, message);
    if let (true, Some(sent_at)) = (live, sent_at) {
        presence.clock_offset_s = Some(china::seconds_between(now, sent_at));
    }
}

/// What a logger of the register reports for.
pub(crate) fn target_of<'r>(register: &'r Register, logger: &model::Logger) -> Option<Target<'r>> {
    match &logger.target {
        LoggerTarget::Outlet(id) => register.outlets.get(id).map(|outlet| Target {
            source: Source::Outlet(id.clone()),
            channels: &outlet.channels,
            medium: Some(outlet.medium),
        }),
        LoggerTarget::Station(id) => register.stations.get(id).map(|station| Target {
            source: Source::Station(id.clone()),
            channels: &station.channels,
            medium: Some(model::Medium::Air),
        }),
    }
}

/// The frame as the lake keeps it.
fn record(device: &Device, received_at: Timestamp, outcome: FrameOutcome, bytes: &[u8]) -> FrameRecord {
    FrameRecord { device: device.name(), received_at, outcome, bytes: bytes.to_vec() }
}

/// Adds the deviations of a frame.
fn count_problems(tally: &mut Tally, problems: hj212::Problems) {
    for problem in problems.iter() {
        tally.add(account::frame_problem(problem.code()), 1);
    }
}

/// Adds the readings of a message: received = stored + refused.
pub(crate) fn count_mapped(tally: &mut Tally, mapped: &Mapped) {
    let stored = length(&mapped.readings);
    let refused: u64 = mapped.refused.values().sum();
    tally.add(account::READINGS_RECEIVED, stored + refused);
    tally.add(account::READINGS_STORED, stored);
    for (reason, count) in &mapped.refused {
        tally.add(account::reading_refused(reason), *count);
    }
    // A name is made for each problem, not for each reading that has it: a slow clock is on all of them.
    let mut counts: BTreeMap<Problem, u64> = BTreeMap::new();
    for problem in mapped.readings.iter().flat_map(|reading| reading.problems.iter()) {
        *counts.entry(problem).or_default() += 1;
    }
    for (problem, count) in counts {
        tally.add(account::reading_problem(problem.code()), count);
    }
    for (kind, count) in &mapped.notes {
        tally.add(account::note(kind), *count);
    }
}

/// The reply that a readable message demands. A device that asks something of the host gets `to_request`.
fn reply_to(message: &Message<'_>, to_request: QnRtn) -> Vec<u8> {
    let demanded = reply::demanded_by(message);
    // A pack of data without a time of its own looks like a request; a request is never split.
    let is_pack =
        message.pnum().is_some_and(|pnum| pnum > 1) && message.command().is_some_and(Command::is_data);
    let reply = match demanded {
        None => return Vec::new(),
        Some(reply::Kind::RequestAck) if is_pack => reply::data_ack(message),
        Some(reply::Kind::RequestAck) if sealed::asks_for_key(message) => reply::notice_ack(message),
        Some(reply::Kind::DataAck) => reply::data_ack(message),
        Some(reply::Kind::NoticeAck) => reply::notice_ack(message),
        Some(reply::Kind::RequestAck) => reply::request_ack(message, to_request),
    };
    reply.unwrap_or_else(|error| {
        tracing::debug!(%error, "a reply cannot echo the message");
        Vec::new()
    })
}

/// Whether a logger that has no MN yet tells its hardware (1001), so that somebody sets one (HJ 212-2025).
fn asks_for_its_number(message: &Message<'_>) -> bool {
    message.command() == Some(Command::HARDWARE_SERIAL) && message.value("i23005-Info").is_some()
}

/// The reply to a message without a usable MN. Its data is in no series, so it is not acknowledged.
fn reply_to_nameless(message: &Message<'_>) -> Vec<u8> {
    match reply::demanded_by(message) {
        Some(reply::Kind::DataAck) => Vec::new(),
        _ => reply_to(message, QnRtn::MnError),
    }
}

fn length<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}
