//! Live changes to browsers, as server-sent events.
//!
//! `alarm` events carry the ledger's sequence as their id, so that a browser that lost the line resumes with
//! `Last-Event-ID` and misses no step. `readings` say whose readings arrived, about once a second; `clock`
//! gives the time of the city; `register` says that the register has changed; `reminders` says how many alarms press
//! for the account, whenever that has changed.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use ledger::StoredEvent;
use model::{AlarmId, Reading, Source};
use serde::Serialize;
use tokio::sync::{broadcast::error::RecvError, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;

use super::blocking;
use crate::dto::Time;
use crate::dto::alarm::reminder::ReminderCounts;
use crate::error::{ApiError, ProblemBody};
use crate::office::{REGISTER_STREAM, device_requests};
use crate::present::{Presenter, severity_code};
use crate::routes::device_requests::sees_logger;
use crate::services::Services;
use crate::session::SignedIn;

/// Events that wait for a browser; one that reads still more slowly is cut off at the next beat and resumes by
/// itself.
const BACKLOG: usize = 256;
/// Between two looks at what presses, s: time alone makes alarms press.
const REMINDERS_EVERY: u64 = 20;
/// So many events are read from the ledger at once.
const REPLAY_PAGE: u64 = 200;

/// Data of an `alarm` event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AlarmMoved {
    id: String,
    version: u64,
    kind: &'static str,
    stage: &'static str,
    severity: &'static str,
    /// What happened, as in `alarm.accepted`.
    event: String,
}

/// Data of a `device_request` event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeviceRequestMoved {
    id: String,
    mn: String,
    kind: String,
    stage: &'static str,
    version: u64,
}

/// Data of a `readings` event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadingsArrived {
    /// As in `outlet:91430105MA4L00001X-DA001`.
    sources: Vec<String>,
    now: Time,
}

/// Data of a `clock` event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClockTick {
    now: Time,
    speed: f64,
}

/// Live changes within the account's scope.
#[utoipa::path(
    get, path = "/stream", tag = "stream",
    responses(
        (status = 200, description = "server-sent events: alarm, device_request, readings, clock, register, reminders", content_type = "text/event-stream"),
        (status = 401, body = ProblemBody)
    )
)]
pub(crate) async fn stream(
    State(services): State<Arc<Services>>,
    user: SignedIn,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let (sender, receiver) = mpsc::channel(BACKLOG);
    tokio::spawn(Feed { services, user, sender }.run(seen));
    Ok(Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

struct Feed {
    services: Arc<Services>,
    user: SignedIn,
    sender: mpsc::Sender<Result<Event, Infallible>>,
}

/// The browser has gone or reads too slowly, or its session has ended.
struct Gone;

impl Feed {
    async fn run(self, seen: Option<u64>) {
        // Subscribed before the replay, so that nothing falls between.
        let mut events = self.services.ledger.subscribe();
        let mut readings = self.services.lake.subscribe();
        let mut next = self.services.ledger.head().size;
        if let Some(seen) = seen {
            next = seen.saturating_add(1).min(next);
            if self.replay(&mut next).await.is_err() {
                return;
            }
        }
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut sources = BTreeSet::new();
        let mut ticks = 0u64;
        let mut pressing = None;
        loop {
            let outcome = tokio::select! {
                committed = events.recv() => match committed {
                    Ok(_) | Err(RecvError::Lagged(_)) => self.replay(&mut next).await,
                    Err(RecvError::Closed) => Err(Gone),
                },
                stored = readings.recv() => match stored {
                    Ok(stored) => { self.collect(&stored, &mut sources); Ok(()) }
                    Err(RecvError::Lagged(_)) => Ok(()),
                    Err(RecvError::Closed) => Err(Gone),
                },
                _ = tick.tick() => {
                    ticks += 1;
                    match self.beat(&mut sources, ticks).await {
                        Ok(()) if ticks % REMINDERS_EVERY == 1 => self.remind(&mut pressing).await,
                        outcome => outcome,
                    }
                }
            };
            if outcome.is_err() {
                return;
            }
        }
    }

    /// Sends all that the ledger has from `next` on, as fast as the browser reads.
    async fn replay(&self, next: &mut u64) -> Result<(), Gone> {
        loop {
            let (from, services, user) = (*next, Arc::clone(&self.services), self.user.clone());
            let page = blocking(move || page(&services, &user, from)).await.map_err(|_| Gone)?;
            let is_last = (page.len() as u64) < REPLAY_PAGE;
            for (sequence, event) in page {
                *next = sequence + 1;
                if let Some(event) = event {
                    let event = event.id(sequence.to_string());
                    self.sender.send(Ok(event)).await.map_err(|_| Gone)?;
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// Whether the session still holds; listening does not keep it alive.
    async fn still_signed_in(&self) -> Result<(), Gone> {
        let (services, user) = (Arc::clone(&self.services), self.user.clone());
        blocking(move || holds(&services, &user)).await.map_err(|_| Gone)
    }

    fn collect(&self, stored: &[Reading], sources: &mut BTreeSet<Source>) {
        for reading in stored {
            sources.insert(reading.series.source.clone());
        }
    }

    async fn beat(&self, sources: &mut BTreeSet<Source>, ticks: u64) -> Result<(), Gone> {
        if ticks.is_multiple_of(5) {
            self.still_signed_in().await?;
        }
        let now = Time(self.services.clock.now());
        if !sources.is_empty() {
            let register = self.services.views.register();
            let seen = std::mem::take(sources).into_iter().filter(|source| match source {
                Source::Outlet(id) => register
                    .outlets
                    .get(id)
                    .is_some_and(|o| self.user.sees_enterprise(&register, &o.enterprise)),
                Source::Meter(id) => register
                    .meters
                    .get(id)
                    .is_some_and(|m| self.user.sees_enterprise(&register, &m.enterprise)),
                Source::Station(_) | Source::Cruise(_) | Source::Waiting(_) => self.user.is_office(),
            });
            let arrived = ReadingsArrived { sources: seen.map(|source| source.to_string()).collect(), now };
            self.send_json("readings", &arrived)?;
        }
        if ticks % 5 == 1 {
            let speed = self.services.settings.scenario_speed.unwrap_or(1.0);
            self.send_json("clock", &ClockTick { now, speed })?;
        }
        Ok(())
    }

    /// Tells how many alarms press, if that is not what was told last.
    async fn remind(&self, told: &mut Option<ReminderCounts>) -> Result<(), Gone> {
        let (services, user) = (Arc::clone(&self.services), self.user.clone());
        // What cannot be counted now is counted the next time.
        let Ok(counts) = blocking(move || super::reminders::counts(&services, &user)).await else {
            return Ok(());
        };
        if told.replace(counts) == Some(counts) {
            return Ok(());
        }
        self.send_json("reminders", &counts)
    }

    fn send_json(&self, name: &str, data: &impl Serialize) -> Result<(), Gone> {
        match Event::default().event(name).json_data(data) {
            Ok(event) => self.send(event),
            Err(_) => Ok(()),
        }
    }

    fn send(&self, event: Event) -> Result<(), Gone> {
        self.sender.try_send(Ok(event)).map_err(|_| Gone)
    }
}

fn holds(services: &Services, user: &SignedIn) -> Result<(), ApiError> {
    let held = services
        .vault
        .session_holds(&user.token, services.settings.session, services.machine_clock.now())
        .map_err(|error| ApiError::unavailable(&error))?;
    if held { Ok(()) } else { Err(ApiError::not_signed_in()) }
}

/// Events from a sequence on, with what this account may hear of them. Nobody hears anything once the session
/// has ended.
fn page(services: &Services, user: &SignedIn, from: u64) -> Result<Vec<(u64, Option<Event>)>, ApiError> {
    holds(services, user)?;
    // Up to the head and no further: the views follow no further either, and an event that they do not know yet would be
    // passed over for good. Whoever moves the head tells of it afterwards.
    let behind = services.ledger.head().size.saturating_sub(from);
    let found = services
        .ledger
        .read_from(from, behind.min(REPLAY_PAGE))
        .map_err(|error| ApiError::unavailable(&error))?;
    // The ledger tells of an event before whoever wrote it lets the views follow.
    services.views.catch_up(&services.ledger).map_err(|error| ApiError::unavailable(&error))?;
    Ok(found.into_iter().map(|stored| (stored.sequence, event_of(services, user, &stored))).collect())
}

fn event_of(services: &Services, user: &SignedIn, stored: &StoredEvent) -> Option<Event> {
    if stored.stream.as_str() == REGISTER_STREAM {
        return Some(Event::default().event("register").data("{}"));
    }
    if let Some(id) = stored.stream.as_str().strip_prefix(device_requests::STREAMS) {
        return device_request_event(services, user, id);
    }
    let id: AlarmId = stored.stream.as_str().strip_prefix("alarm/")?.parse().ok()?;
    let view = services.views.alarm(&id).ok()??;
    let alarm = &view.row.alarm;
    let presenter = Presenter::new(services, user);
    if !presenter.sees_alarm(alarm) || !presenter.sees_step(&stored.kind) {
        return None;
    }
    let moved = AlarmMoved {
        id: id.to_string(),
        version: stored.version,
        kind: alarm.key.kind.code(),
        stage: alarm.stage_name().code(),
        severity: severity_code(alarm.pressing()),
        event: stored.kind.clone(),
    };
    Event::default().event("alarm").json_data(&moved).ok()
}

/// What an account may hear of a request to a device: it is for the bureau.
fn device_request_event(services: &Services, user: &SignedIn, id: &str) -> Option<Event> {
    let row = services.views.device_request(&id.parse().ok()?).ok()??;
    let register = services.views.register();
    let logger = register.loggers.get(&row.request.mn)?;
    if !user.is_office() || !sees_logger(services, user, logger) {
        return None;
    }
    let moved = DeviceRequestMoved {
        id: row.request.id.to_string(),
        mn: row.request.mn.to_string(),
        kind: row.request.kind.clone(),
        stage: row.request.stage.code(),
        version: row.version,
    };
    Event::default().event("device_request").json_data(&moved).ok()
}
