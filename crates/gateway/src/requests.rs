//! Requests to loggers: each goes out on the connection on which its logger spoke last, one at a time, and is
//! followed to its end. What the logger says goes its normal way to the lake as well.
//!
//! Who may ask for what, and the record of it, are not for this room.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hj212::dialogue::{Addressee, Awaited, Dialogue, Heard, Outcome, Patience};
use hj212::{Command, ExeRtn, Message, Request, RequestKind, SystemCode, Version};
use model::{Mn, Timestamp, china};
use tokio::sync::{Notify, OwnedMutexGuard, broadcast, watch};
use tokio::time::sleep;

use crate::device::Device;
use crate::intake::Intake;
use crate::line::{LineWriter, stopped};
use crate::presence::ConnectionId;

/// How requests to devices are handled.
#[derive(Debug, Clone, Copy)]
pub struct RequestLimits {
    /// How long a logger is waited for, until a request 1000 has told it something else.
    pub patience: Patience,
    /// How many requests to one logger may wait for their turn.
    pub waiting: usize,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self { patience: Patience::default(), waiting: 16 }
    }
}

/// Too many requests to one logger wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many requests to this logger wait for their turn")]
pub struct TooManyRequests;

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestOutcome {
    /// The logger said how the execution went (9012).
    Executed {
        /// ExeRtn; 1 is done.
        exe_rtn: u16,
    },
    /// The logger heard the notice (9013).
    Noticed,
    /// The logger refused (9011).
    Refused {
        /// QnRtn; never 1.
        qn_rtn: u16,
    },
    /// Nothing came in time, after all repetitions.
    NoAnswer,
    /// The request was answered, but its execution was not reported in time.
    NoResult,
    /// The logger is not connected, so nothing was sent.
    NotConnected,
    /// The logger's version does not have the request, so nothing was sent.
    Impossible {
        /// Why, in English.
        reason: String,
    },
    /// The connection ended in the middle.
    Disconnected,
    /// The gateway stopped in the middle, or before its turn.
    Stopped,
    /// Whoever asked no longer wants it. What was sent, the logger may still do.
    Cancelled,
}

/// How far a request has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestState {
    /// How often it was sent.
    pub attempts: u32,
    /// QnRtn of 9011, if it came.
    pub answer: Option<u16>,
    /// How many frames of data came.
    pub data_frames: u32,
    /// What the logger told in answer to a question, by the names of the items.
    pub told: Vec<(String, String)>,
    /// How it ended; nothing changes after.
    pub outcome: Option<RequestOutcome>,
}

/// One request on its way. Dropping it changes nothing.
#[derive(Debug, Clone)]
pub struct RequestHandle {
    state: watch::Receiver<RequestState>,
    cancel: Arc<Notify>,
}

impl RequestHandle {
    /// How far it is now.
    pub fn state(&self) -> RequestState {
        self.state.borrow().clone()
    }

    /// Waits until something changes, and gives it; the last one has an outcome.
    pub async fn changed(&mut self) -> RequestState {
        if self.state.changed().await.is_err() && self.state.borrow().outcome.is_none() {
            // The task is gone with the runtime.
            return RequestState { outcome: Some(RequestOutcome::Stopped), ..self.state() };
        }
        self.state.borrow_and_update().clone()
    }

    /// Waits for the end.
    pub async fn ended(&mut self) -> RequestState {
        loop {
            let state = self.state();
            if state.outcome.is_some() {
                return state;
            }
            let state = self.changed().await;
            if state.outcome.is_some() {
                return state;
            }
        }
    }

    /// Gives it up: not sent if it waits for its turn, no longer waited for if it was sent.
    pub fn cancel(&self) {
        self.cancel.notify_one();
    }
}

/// How a logger names itself, from its own frames.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Voice {
    st: SystemCode,
    pw: String,
    version: Version,
}

impl std::fmt::Debug for Voice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Voice").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Voice {
    /// Brings `known` up to date with a message; replies say nothing of the system.
    pub(crate) fn note(known: &mut Option<Voice>, message: &Message<'_>) {
        let Some(st) = message.system().filter(|st| *st != SystemCode::INTERACTION) else { return };
        let (pw, version) = (message.pw().unwrap_or_default(), message.version());
        match known {
            Some(voice) if voice.st == st && voice.pw == pw && voice.version == version => {}
            _ => *known = Some(Voice { st, pw: pw.to_owned(), version }),
        }
    }
}

/// So many loggers may ask for the time before anybody listens; those beyond ask again.
const TIME_ASKS: usize = 256;

/// The requests to all loggers.
#[derive(Debug)]
pub(crate) struct Requests {
    desks: Mutex<Desks>,
    /// How many dialogues are open, so that a frame costs nothing while none is.
    open: AtomicUsize,
    /// Loggers that ask for the time.
    time_asks: broadcast::Sender<Mn>,
}

impl Default for Requests {
    fn default() -> Self {
        let (time_asks, _) = broadcast::channel(TIME_ASKS);
        Self { desks: Mutex::default(), open: AtomicUsize::new(0), time_asks }
    }
}

#[derive(Debug, Default)]
struct Desks {
    of_logger: BTreeMap<Mn, Desk>,
    lines: BTreeMap<ConnectionId, LineWriter>,
    last_qn: Option<Timestamp>,
}

#[derive(Debug, Default)]
struct Desk {
    turn: Arc<tokio::sync::Mutex<()>>,
    waiting: usize,
    talk: Option<Talk>,
    /// As the last request 1000 has set it.
    patience: Option<Patience>,
}

#[derive(Debug)]
struct Talk {
    dialogue: Dialogue,
    connection: ConnectionId,
    lost: bool,
    changed: Arc<Notify>,
}

impl Requests {
    fn desks(&self) -> MutexGuard<'_, Desks> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that bytes can be written to a connection.
    pub(crate) fn line_opened(&self, connection: ConnectionId, writer: LineWriter) {
        self.desks().lines.insert(connection, writer);
    }

    /// Notes that a connection ended, with every dialogue on it.
    pub(crate) fn line_closed(&self, connection: ConnectionId) {
        let mut desks = self.desks();
        desks.lines.remove(&connection);
        let talks = desks.of_logger.values_mut().filter_map(|desk| desk.talk.as_mut());
        for talk in talks.filter(|talk| talk.connection == connection) {
            talk.lost = true;
            talk.changed.notify_one();
        }
    }

    /// Shows a message of a logger to the dialogue with it, if there is one.
    pub(crate) fn heard(&self, mn: &Mn, message: &Message<'_>, now_ms: u64) {
        if message.command() == Some(Command::ASK_DEVICE_TIME) {
            // Without anybody who listens the logger asks in vain, and asks again.
            drop(self.time_asks.send(mn.clone()));
        }
        if self.open.load(Ordering::Acquire) == 0 {
            return;
        }
        let mut desks = self.desks();
        let Some(talk) = desks.of_logger.get_mut(mn).and_then(|desk| desk.talk.as_mut()) else { return };
        match talk.dialogue.handle(message, now_ms) {
            Heard::Answered(_) | Heard::Data | Heard::Ended(_) => talk.changed.notify_one(),
            Heard::Again | Heard::Foreign => {}
        }
    }

    /// Takes a place in the queue of a logger.
    fn queue(&self, mn: &Mn, limit: usize) -> Result<Arc<tokio::sync::Mutex<()>>, TooManyRequests> {
        let mut desks = self.desks();
        let desk = desks.of_logger.entry(mn.clone()).or_default();
        if desk.waiting >= limit {
            return Err(TooManyRequests);
        }
        desk.waiting += 1;
        Ok(Arc::clone(&desk.turn))
    }

    /// The loggers that ask for the time (1013), from now on.
    pub(crate) fn time_asks(&self) -> broadcast::Receiver<Mn> {
        self.time_asks.subscribe()
    }

    fn with_talk<T>(&self, mn: &Mn, act: impl FnOnce(&mut Talk) -> T) -> Option<T> {
        self.desks().of_logger.get_mut(mn).and_then(|desk| desk.talk.as_mut()).map(act)
    }
}

/// A request in its queue and at its turn.
pub(crate) struct Errand {
    intake: Arc<Intake>,
    mn: Mn,
    state: watch::Sender<RequestState>,
    cancel: Arc<Notify>,
    stop: watch::Receiver<bool>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Errand {
    /// Queues a request.
    ///
    /// # Errors
    /// If too many wait already.
    pub(crate) fn queued(
        intake: Arc<Intake>,
        mn: &Mn,
        stop: watch::Receiver<bool>,
    ) -> Result<(Errand, RequestHandle), TooManyRequests> {
        let turn = intake.requests.queue(mn, intake.config.requests.waiting)?;
        let (state, receiver) = watch::channel(RequestState::default());
        let cancel = Arc::new(Notify::new());
        let handle = RequestHandle { state: receiver, cancel: Arc::clone(&cancel) };
        Ok((Errand { intake, mn: mn.clone(), state, cancel, stop, turn }, handle))
    }

    /// Waits for its turn, asks, and follows the dialogue to its end.
    pub(crate) async fn run(mut self, request: Request) {
        let turn = self.turn().await;
        self.waits_no_longer();
        let outcome = match turn {
            Ok(_turn) => self.ask(request).await,
            Err(outcome) => outcome,
        };
        self.state.send_modify(|state| state.outcome = Some(outcome));
    }

    async fn turn(&mut self) -> Result<OwnedMutexGuard<()>, RequestOutcome> {
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Err(RequestOutcome::Stopped),
            () = self.cancel.notified() => Err(RequestOutcome::Cancelled),
            turn = Arc::clone(&self.turn).lock_owned() => Ok(turn),
        }
    }

    fn waits_no_longer(&self) {
        if let Some(desk) = self.intake.requests.desks().of_logger.get_mut(&self.mn) {
            desk.waiting = desk.waiting.saturating_sub(1);
        }
    }

    async fn ask(&mut self, request: Request) -> RequestOutcome {
        let timeouts = new_patience(&request);
        let (changed, writer) = match self.begin(request) {
            Ok(begun) => begun,
            Err(outcome) => return outcome,
        };
        self.intake.requests.open.fetch_add(1, Ordering::AcqRel);
        let outcome = self.follow(&changed, &writer).await;
        self.intake.requests.open.fetch_sub(1, Ordering::AcqRel);
        if let Some(desk) = self.intake.requests.desks().of_logger.get_mut(&self.mn) {
            desk.talk = None;
            let done = outcome == RequestOutcome::Executed { exe_rtn: ExeRtn::Done.number() };
            if let (true, Some(change)) = (done, timeouts) {
                desk.patience = Some(change(desk.patience.unwrap_or(self.intake.config.requests.patience)));
            }
        }
        outcome
    }

    /// Finds the logger's connection and writes the request down for it.
    fn begin(&self, request: Request) -> Result<(Arc<Notify>, LineWriter), RequestOutcome> {
        let found = {
            let state = self.intake.state();
            let presence = state.presences.get(&Device::Logger(self.mn.clone()));
            presence.and_then(|presence| Some((presence.latest_connection()?, presence.voice.clone()?)))
        };
        let Some((connection, Voice { st, pw, version })) = found else {
            return Err(RequestOutcome::NotConnected);
        };
        let now = self.intake.clock.now();
        let mut desks = self.intake.requests.desks();
        let Some(writer) = desks.lines.get(&connection).cloned() else {
            return Err(RequestOutcome::NotConnected);
        };
        let qn = desks.next_qn(now);
        let desk = desks.of_logger.entry(self.mn.clone()).or_default();
        let addressee = Addressee { st, pw, mn: self.mn.to_string(), version };
        let patience = desk.patience.unwrap_or(self.intake.config.requests.patience);
        let dialogue = Dialogue::new(request, addressee, &qn, patience, self.intake.now_ms())
            .map_err(|error| RequestOutcome::Impossible { reason: error.to_string() })?;
        let changed = Arc::new(Notify::new());
        desk.talk = Some(Talk { dialogue, connection, lost: false, changed: Arc::clone(&changed) });
        Ok((changed, writer))
    }

    async fn follow(&mut self, changed: &Notify, writer: &LineWriter) -> RequestOutcome {
        let requests = &self.intake.requests;
        loop {
            let now_ms = self.intake.now_ms();
            let wall = wall(self.intake.clock.now());
            let step = requests.with_talk(&self.mn, |talk| {
                talk.dialogue.handle_timeout(now_ms);
                let bytes = talk.dialogue.poll_transmit(&wall);
                (bytes, talk.dialogue.clone(), talk.lost)
            });
            let Some((bytes, dialogue, lost)) = step else { return RequestOutcome::Stopped };
            self.state.send_if_modified(|state| note(state, &dialogue, bytes.is_some()));
            if let Some(outcome) = dialogue.outcome() {
                return ended(outcome);
            }
            let written = match bytes {
                Some(bytes) => writer.write(bytes).await,
                None => true,
            };
            if lost || !written {
                return RequestOutcome::Disconnected;
            }
            let wait_ms = dialogue.poll_timeout().unwrap_or(now_ms).saturating_sub(self.intake.now_ms());
            tokio::select! {
                biased;
                () = stopped(&mut self.stop) => return RequestOutcome::Stopped,
                () = self.cancel.notified() => return RequestOutcome::Cancelled,
                () = changed.notified() => {}
                // A millisecond more, so that the deadline has passed in whole milliseconds too.
                () = sleep(Duration::from_millis(wait_ms + 1)) => {}
            }
        }
    }
}

impl Desks {
    /// The time of the sending as a request number that was not given before.
    fn next_qn(&mut self, now: Timestamp) -> String {
        let next_ms = self.last_qn.map_or(i64::MIN, |last| last.as_millisecond() + 1);
        let at = Timestamp::from_millisecond(now.as_millisecond().max(next_ms)).unwrap_or(now);
        self.last_qn = Some(at);
        format!("{}{:03}", wall(at), at.as_millisecond().rem_euclid(1000))
    }
}

/// China's time in the protocol's fourteen digits.
fn wall(at: Timestamp) -> String {
    china::civil(at).strftime("%Y%m%d%H%M%S").to_string()
}

/// Brings a state up to date; says whether it changed.
fn note(state: &mut RequestState, dialogue: &Dialogue, sending: bool) -> bool {
    let before = (state.attempts, state.answer, state.data_frames);
    state.attempts += u32::from(sending);
    state.answer = dialogue.answer().map(hj212::QnRtn::number);
    state.data_frames = dialogue.data_frames();
    state.told = dialogue.told().to_vec();
    before != (state.attempts, state.answer, state.data_frames)
}

fn ended(outcome: Outcome) -> RequestOutcome {
    match outcome {
        Outcome::Executed(result) => RequestOutcome::Executed { exe_rtn: result.number() },
        Outcome::Noticed => RequestOutcome::Noticed,
        Outcome::Refused(result) => RequestOutcome::Refused { qn_rtn: result.number() },
        Outcome::TimedOut(Awaited::Answer) => RequestOutcome::NoAnswer,
        Outcome::TimedOut(Awaited::Execution) => RequestOutcome::NoResult,
    }
}

/// What a request 1000 changes, once it is done.
fn new_patience(request: &Request) -> Option<impl FnOnce(Patience) -> Patience + use<>> {
    let number = |name| request.value(name).and_then(|text| text.parse::<u32>().ok());
    let (over_time_s, retries) = (number("OverTime"), number("ReCount"));
    let sets = request.kind() == RequestKind::SetTimeouts;
    sets.then_some(move |before: Patience| Patience {
        answer_ms: over_time_s.map_or(before.answer_ms, |seconds| u64::from(seconds) * 1000),
        retries: retries.unwrap_or(before.retries),
        ..before
    })
}
