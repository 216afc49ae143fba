//! Requests to devices between the office and the gateway: sends what the ledger says was asked, and tells the
//! ledger what came of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api::{Office, OfficeError, RequestProgress};
use casework::device_request::{
    Awaited, Command, InterruptCause, NotSentCause, Refusal, Request, RequestKind, Told,
};
use gateway::{Gateway, RequestHandle, RequestOutcome, RequestState};
use model::{Actor, Clock, DeviceRequestId, Mn, china};
use tokio::runtime::Handle;
use tokio::sync::broadcast::error::RecvError;
use views::Views;

/// How often the ledger is tried for the end of a request, and how long apart: it may be full for a while.
const ATTEMPTS: u32 = 30;
const PAUSE: Duration = Duration::from_secs(2);
/// A logger that asks for the time again within so long gets no second answer, s.
const TIME_ASK_APART_S: i64 = 60;

/// Who reports what comes of requests.
pub(crate) fn reporter() -> Actor {
    Actor::system("gateway")
}

/// Carries requests from the office to the gateway and back. Clones share it.
#[derive(Clone)]
pub(crate) struct RequestDesk {
    gateway: Gateway,
    office: Office,
    views: Views,
    clock: Arc<dyn Clock>,
    runtime: Handle,
    on_the_way: Arc<Mutex<BTreeMap<DeviceRequestId, RequestHandle>>>,
}

impl RequestDesk {
    /// Between these.
    pub(crate) fn new(gateway: Gateway, office: Office, views: Views, clock: Arc<dyn Clock>) -> Self {
        Self { gateway, office, views, clock, runtime: Handle::current(), on_the_way: Arc::default() }
    }

    fn on_the_way(&self) -> MutexGuard<'_, BTreeMap<DeviceRequestId, RequestHandle>> {
        self.on_the_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a request that the ledger has, and follows it.
    pub(crate) fn send(&self, id: &DeviceRequestId, mn: &Mn, request: Request) {
        let _runtime = self.runtime.enter();
        let handle = match self.gateway.request(mn, request) {
            Ok(handle) => handle,
            Err(error) => {
                tracing::debug!(logger.mn = %mn, %error, "a request is not sent");
                let command = Command::FailToSend { cause: NotSentCause::QueueFull };
                let (desk, id) = (self.clone(), id.clone());
                self.runtime.spawn(async move { desk.tell(&id, command).await });
                return;
            }
        };
        self.on_the_way().insert(id.clone(), handle.clone());
        let (desk, id) = (self.clone(), id.clone());
        self.runtime.spawn(async move {
            desk.follow(&id, handle).await;
            desk.on_the_way().remove(&id);
        });
    }

    /// Gives a request up.
    pub(crate) fn cancel(&self, id: &DeviceRequestId) {
        if let Some(handle) = self.on_the_way().get(id) {
            handle.cancel();
        }
    }

    /// How far an open request is.
    pub(crate) fn progress(&self, id: &DeviceRequestId) -> Option<RequestProgress> {
        let state = self.on_the_way().get(id).map(RequestHandle::state)?;
        Some(RequestProgress { attempts: state.attempts, data_frames: state.data_frames })
    }

    async fn follow(&self, id: &DeviceRequestId, mut handle: RequestHandle) {
        let mut answered = false;
        let mut state = handle.state();
        loop {
            if let (Some(qn_rtn), false) = (state.answer, answered)
                && !matches!(state.outcome, Some(RequestOutcome::Refused { .. }))
            {
                answered = true;
                self.tell(id, Command::Answer { qn_rtn }).await;
            }
            if let Some(command) = report(&state) {
                return self.tell(id, command).await;
            }
            if state.outcome.is_some() {
                return;
            }
            state = handle.changed().await;
        }
    }

    /// Tells the ledger, and holds on while it cannot write.
    async fn tell(&self, id: &DeviceRequestId, command: Command) {
        for _ in 0..ATTEMPTS {
            let (office, id, command) = (self.office.clone(), id.clone(), command.clone());
            let told =
                tokio::task::spawn_blocking(move || office.device_request(&id, None, &reporter(), &command));
            match told.await {
                // Somebody gave it up meanwhile.
                Ok(Ok(_) | Err(OfficeError::DeviceRequest(Refusal::Over { .. }) | OfficeError::Views(_))) => {
                    return;
                }
                Ok(Err(error @ OfficeError::DeviceRequest(_))) => {
                    return tracing::error!(%error, "what came of a device request does not fit the ledger");
                }
                Ok(Err(error)) => tracing::warn!(%error, "what came of a device request is not told yet"),
                Err(error) => tracing::error!(%error, "telling what came of a device request ended badly"),
            }
            tokio::time::sleep(PAUSE).await;
        }
        tracing::error!(device_request.id = %id, "what came of a device request is lost");
    }

    /// Asks for something by itself; gives whether it was asked.
    pub(crate) async fn ask_by_itself(&self, part: &str, mn: &Mn, request: Request) -> bool {
        let now = self.clock.now();
        let key = format!("{part}/{mn}/{}/{}", request.kind().code(), now.as_microsecond());
        let (office, actor, mn) = (self.office.clone(), Actor::system(part), mn.clone());
        let made = {
            let (mn, request) = (mn.clone(), request.clone());
            tokio::task::spawn_blocking(move || {
                let command = key.parse().map_err(|error| OfficeError::History(format!("{error}")))?;
                let id = Office::device_request_id(&command)?;
                let ask = Command::Ask { id: id.clone(), mn, request, reason: None };
                office.device_request(&id, Some(command), &actor, &ask).map(|done| (id, done))
            })
        };
        match made.await {
            Ok(Ok((id, done))) => {
                if !done.repeated {
                    self.send(&id, &mn, request);
                }
                !done.repeated
            }
            Ok(Err(error)) => {
                tracing::warn!(logger.mn = %mn, %error, "the system cannot ask a device");
                false
            }
            Err(error) => {
                tracing::error!(%error, "asking a device ended badly");
                false
            }
        }
    }

    /// Sets the time of loggers that ask for it (1013), for ever. The gateway has answered 9013 already.
    pub(crate) async fn set_clocks(self) {
        let mut asks = self.gateway.time_asks();
        loop {
            match asks.recv().await {
                Ok(mn) => self.set_clock(&mn).await,
                // They ask again.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }

    async fn set_clock(&self, mn: &Mn) {
        let since = china::plus_seconds(self.clock.now(), -TIME_ASK_APART_S);
        let recent = match self.views.device_requests_of(mn, 16) {
            Ok(rows) => rows.into_iter().any(|row| {
                let request = row.request;
                request.kind == RequestKind::SetTime.code()
                    && (request.stage.is_open() || request.asked_at > since)
            }),
            Err(error) => return tracing::warn!(%error, "a logger that asks for the time waits"),
        };
        if recent {
            return;
        }
        if let Ok(request) = Request::new(RequestKind::SetTime, BTreeMap::new()) {
            self.ask_by_itself("gateway", mn, request).await;
        }
    }
}

/// What the ledger hears of an end; nothing of one that it was the first to know.
fn report(state: &RequestState) -> Option<Command> {
    let data_frames = state.data_frames;
    let told = || state.told.iter().map(|(name, value)| Told { name: name.clone(), value: value.clone() });
    Some(match state.outcome.as_ref()? {
        RequestOutcome::Executed { exe_rtn } => {
            Command::Complete { exe_rtn: Some(*exe_rtn), data_frames, told: told().collect() }
        }
        RequestOutcome::Noticed => Command::Complete { exe_rtn: None, data_frames, told: Vec::new() },
        RequestOutcome::Refused { qn_rtn } => Command::Refuse { qn_rtn: *qn_rtn },
        RequestOutcome::NoAnswer => Command::TimeOut { awaited: Awaited::Answer, data_frames },
        RequestOutcome::NoResult => Command::TimeOut { awaited: Awaited::Result, data_frames },
        RequestOutcome::NotConnected => Command::FailToSend { cause: NotSentCause::NotConnected },
        RequestOutcome::Impossible { .. } => Command::FailToSend { cause: NotSentCause::NotInVersion },
        RequestOutcome::Disconnected => {
            Command::Interrupt { cause: InterruptCause::Disconnected, data_frames }
        }
        RequestOutcome::Stopped => Command::Interrupt { cause: InterruptCause::Stopped, data_frames },
        RequestOutcome::Cancelled => return None,
    })
}
