//! Readings that a program pushes over HTTP: judged one by one, durable before they are answered for.
//!
//! Who pushes is known already (the token was checked), and so is for which sources. The body is kept as a
//! frame, the readings go the way of all others, and the account is a device's: received = stored + refused.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use lake::{Foreseen, Foresight, FrameOutcome, FrameRecord, Lake, LakeError};
use model::{PushClientId, Reading, Source, Timestamp};
use tokio::time::{Duration, Instant};

use crate::account::{self, Tally};
use crate::commit::Committer;
use crate::device::Device;
use crate::intake::{Arrival, Intake};
use crate::judge::{self, Item};
use crate::presence::{Refusal, excerpt};
use crate::throttle::Throttle;

mod body;

pub use body::PushFormat;
pub(crate) use body::read as read_body;

/// Readings in one request.
pub const MAX_PUSHED: usize = 5_000;
/// Bytes of one request.
pub const MAX_PUSH_BYTES: usize = 1 << 20;
/// Readings a second of one client in the long run; ten times this at once.
const READINGS_PER_SECOND: u32 = 5_000;
/// What a request costs beside its readings, so that empty ones are not free.
const REQUEST_COST: u32 = 100;

/// What became of one pushed reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushOutcome {
    /// It is in the lake.
    Stored,
    /// It is in the lake beside another value for its series and time, and stands.
    Revised,
    /// The lake had it already.
    Duplicate,
    /// It is not stored, with a stable code that says why.
    Refused(&'static str),
}

/// A body that is not of its form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the body cannot be read: {detail}")]
pub struct Unreadable {
    /// A stable code.
    pub reason: &'static str,
    /// Where and why.
    pub detail: String,
}

/// Why a whole request was not taken. Nothing of it is stored.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// It cannot be read at all.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Too many readings at once.
    #[error("a request may hold at most {MAX_PUSHED} readings")]
    TooMany,
    /// The client sends more than its share.
    #[error("too much in a short time, come back in {} s", retry_after.as_secs() + 1)]
    Busy {
        /// When it may come back.
        retry_after: Duration,
    },
    /// The lake does not take readings now; send them again.
    #[error("the readings could not be made durable")]
    NotDurable,
    /// The lake could not say what it has.
    #[error("the lake cannot be read")]
    Lake(#[from] LakeError),
}

/// One request.
#[derive(Debug, Clone)]
pub struct PushRequest {
    /// Who sends.
    pub client: PushClientId,
    /// For which sources it may.
    pub sources: Vec<Source>,
    /// How the body is written.
    pub format: PushFormat,
    /// The body.
    pub body: Vec<u8>,
    /// From where.
    pub peer: SocketAddr,
}

/// Takes pushed readings.
pub(crate) struct Pusher {
    intake: Arc<Intake>,
    committer: Arc<Committer>,
    lake: Lake,
    shares: Mutex<BTreeMap<PushClientId, Throttle>>,
}

impl Pusher {
    pub(crate) fn new(intake: Arc<Intake>, committer: Arc<Committer>, lake: Lake) -> Self {
        Self { intake, committer, lake, shares: Mutex::default() }
    }

    /// Takes one request; on return its readings are durable.
    pub(crate) async fn push(&self, request: PushRequest) -> Result<Vec<PushOutcome>, PushError> {
        self.check_share(&request.client, 0)?;
        let device = Device::PushClient(request.client.clone());
        let items = match body::read(request.format, &request.body) {
            Ok(items) if items.len() <= MAX_PUSHED => items,
            Ok(_) => {
                let too_many = PushError::TooMany;
                return Err(self.refuse_whole(&request, &device, "too_many_readings", too_many).await);
            }
            Err(unreadable) => {
                let reason = unreadable.reason;
                return Err(self.refuse_whole(&request, &device, reason, unreadable.into()).await);
            }
        };
        self.charge(&request.client, items.len());
        let now = self.intake.clock.now();
        let judged = self.judge(items, &request.sources, now)?;
        let frame = FrameRecord {
            device: device.name(),
            received_at: now,
            outcome: FrameOutcome::Stored,
            bytes: request.body,
        };
        self.heard(&device, now);
        match self.store(device, Some(frame), judged.readings, judged.tally).await {
            true => Ok(judged.outcomes),
            false => Err(PushError::NotDurable),
        }
    }

    fn judge(
        &self,
        items: Vec<Result<Item, &'static str>>,
        sources: &[Source],
        now: Timestamp,
    ) -> Result<Judged, LakeError> {
        let register = self.intake.register();
        let rules = &self.intake.config.times;
        let mut foresight = Foresight::default();
        let mut judged = Judged::default();
        judged.tally.add(account::FRAMES_RECEIVED, 1);
        judged.tally.add(account::FRAMES_STORED, 1);
        for item in items {
            let reading = item.and_then(|item| match sources.contains(&item.source) {
                true => judge::reading(&item, &register, now, rules),
                false => Err("source_not_allowed"),
            });
            let outcome = match &reading {
                Err(reason) => PushOutcome::Refused(reason),
                Ok(reading) => match foresight.foresee(&self.lake, reading)? {
                    Foreseen::New => PushOutcome::Stored,
                    Foreseen::Revision => PushOutcome::Revised,
                    Foreseen::Duplicate => PushOutcome::Duplicate,
                },
            };
            judged.take(reading, outcome);
        }
        Ok(judged)
    }

    /// Accounts for a request of which nothing can be used.
    async fn refuse_whole(
        &self,
        request: &PushRequest,
        device: &Device,
        reason: &str,
        error: PushError,
    ) -> PushError {
        self.charge(&request.client, 0);
        let now = self.intake.clock.now();
        let kept = self.intake.keep_refused(device, &request.body, now);
        let frame = kept.map(|bytes| FrameRecord {
            device: device.name(),
            received_at: now,
            outcome: FrameOutcome::Refused { reason: reason.to_owned() },
            bytes,
        });
        self.heard(device, now);
        let refusal = Refusal {
            at: now,
            reason: reason.to_owned(),
            peer: request.peer,
            excerpt: excerpt(&request.body),
        };
        self.intake.state().presences.entry(device.clone()).or_default().last_refusal = Some(refusal);
        let mut tally = Tally::default();
        tally.add(account::FRAMES_RECEIVED, 1);
        tally.add(account::frame_refused(reason), 1);
        // What cannot be counted durably is counted with the next batch.
        let _counted = self.store(device.clone(), frame, Vec::new(), tally).await;
        error
    }

    fn heard(&self, device: &Device, now: Timestamp) {
        let mut state = self.intake.state();
        let presence = state.presences.entry(device.clone()).or_default();
        presence.last_seen = Some(presence.last_seen.map_or(now, |seen| seen.max(now)));
        presence.protocol = Some("http");
    }

    /// Whether it became durable.
    async fn store(
        &self,
        device: Device,
        frame: Option<FrameRecord>,
        readings: Vec<Reading>,
        tally: Tally,
    ) -> bool {
        let arrival = Arrival {
            device,
            frame,
            readings,
            tally,
            // The committer gives back the replies of what is durable, and only those.
            reply: vec![1],
            usable: true,
            on_the_way: None,
            key: None,
            suspect: false,
            arrived: Instant::now(),
        };
        !self.committer.commit(vec![arrival]).await.is_empty()
    }

    fn check_share(&self, client: &PushClientId, cost: u32) -> Result<(), PushError> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let share = shares.entry(client.clone()).or_insert_with(|| {
            Throttle::new(READINGS_PER_SECOND, READINGS_PER_SECOND.saturating_mul(10), Instant::now())
        });
        match share.take(cost, Instant::now()) {
            Duration::ZERO => Ok(()),
            retry_after => Err(PushError::Busy { retry_after }),
        }
    }

    fn charge(&self, client: &PushClientId, readings: usize) {
        let cost = u32::try_from(readings).unwrap_or(u32::MAX).saturating_add(REQUEST_COST);
        // The debt is asked for at the next request.
        drop(self.check_share(client, cost));
    }
}

/// The readings of one request with what becomes of them.
#[derive(Default)]
struct Judged {
    readings: Vec<Reading>,
    outcomes: Vec<PushOutcome>,
    tally: Tally,
}

impl Judged {
    fn take(&mut self, reading: Result<Reading, &'static str>, outcome: PushOutcome) {
        self.tally.add(account::READINGS_RECEIVED, 1);
        self.outcomes.push(outcome);
        match reading {
            Err(reason) => self.tally.add(account::reading_refused(reason), 1),
            Ok(reading) => {
                self.tally.add(account::READINGS_STORED, 1);
                for problem in reading.problems.iter() {
                    self.tally.add(account::reading_problem(problem.code()), 1);
                }
                self.readings.push(reading);
            }
        }
    }
}
