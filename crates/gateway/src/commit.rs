//! Making arrivals durable. A reply exists outside of this module only after the lake has returned.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use lake::{Batch, Count, Lake, LakeError, Receipt};
use model::Timestamp;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::account::{self, Tally};
use crate::device::Device;
use crate::intake::{Arrival, Intake};
use crate::line::stopped;
use crate::repeats::FrameKey;
use crate::waiting::OnTheWay;

/// Between attempts while the lake cannot write.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A reply that may go out.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) bytes: Vec<u8>,
    pub(crate) arrived: Instant,
}

/// Puts arrivals into the lake.
pub(crate) struct Committer {
    intake: Arc<Intake>,
    lake: Lake,
    stop: watch::Receiver<bool>,
    trouble: Mutex<Option<String>>,
    /// Whether there is trouble, to be seen without the lock.
    troubled: AtomicBool,
}

/// The arrivals of one device in one commit.
struct Group {
    device: Device,
    batch: Batch,
    tally: Tally,
    on_the_way: Vec<OnTheWay>,
    /// What to know its frames by when they come again.
    keys: Vec<(FrameKey, Timestamp)>,
    /// Whether it is one frame that looks as if it had come before.
    suspect: bool,
    /// Places of its arrivals among all.
    places: Vec<usize>,
}

impl Group {
    /// The group for an arrival of `device`. A suspect has a commit of its own, so that the lake says of it alone
    /// how much it knew.
    fn of(groups: &mut Vec<Group>, device: Device, suspect: bool) -> &mut Group {
        // A connection rarely speaks for more than one device.
        let together = |group: &Group| !suspect && !group.suspect && group.device == device;
        let place = groups.iter().position(together).unwrap_or_else(|| {
            groups.push(Group {
                device,
                batch: Batch::default(),
                tally: Tally::default(),
                on_the_way: Vec::new(),
                keys: Vec::new(),
                suspect,
                places: Vec::new(),
            });
            groups.len() - 1
        });
        &mut groups[place]
    }
}

impl Committer {
    pub(crate) fn new(intake: Arc<Intake>, lake: Lake, stop: watch::Receiver<bool>) -> Self {
        Self { intake, lake, stop, trouble: Mutex::new(None), troubled: AtomicBool::new(false) }
    }

    /// Makes `arrivals` durable and gives the replies that they earn, in their order. What could not be
    /// made durable gets no reply and is counted as refused.
    pub(crate) async fn commit(&self, arrivals: Vec<Arrival>) -> Vec<Reply> {
        let mut replies: Vec<Option<Reply>> = Vec::with_capacity(arrivals.len());
        let mut groups: Vec<Group> = Vec::with_capacity(1);
        for (place, arrival) in arrivals.into_iter().enumerate() {
            let Arrival { device, frame, readings, tally, reply, on_the_way, key, suspect, arrived, .. } =
                arrival;
            replies.push(Some(Reply { bytes: reply, arrived }));
            let group = Group::of(&mut groups, device, suspect);
            group.keys.extend(key.zip(frame.as_ref().map(|frame| frame.received_at)));
            group.batch.frames.extend(frame);
            match group.batch.readings.is_empty() {
                true => group.batch.readings = readings,
                false => group.batch.readings.extend(readings),
            }
            group.tally.merge(&tally);
            group.on_the_way.extend(on_the_way);
            group.places.push(place);
        }
        let given_up: Vec<_> = match groups.len() {
            1 => self.store(groups.swap_remove(0)).await.err().into_iter().collect(),
            _ => {
                let all = join_all(groups.into_iter().map(|group| self.store(group))).await;
                all.into_iter().filter_map(Result::err).collect()
            }
        };
        for place in given_up.into_iter().flatten() {
            if let Some(reply) = replies.get_mut(place) {
                *reply = None;
            }
        }
        replies.into_iter().flatten().filter(|reply| !reply.bytes.is_empty()).collect()
    }

    /// Stores one device's arrivals; the places of those that earn no reply if it cannot be done.
    async fn store(&self, group: Group) -> Result<(), Vec<usize>> {
        // What was on the way is there, or given up, when this returns.
        let Group { device, mut batch, tally, on_the_way: _on_the_way, keys, suspect, places } = group;
        let readings = u64::try_from(batch.readings.len()).unwrap_or(u64::MAX);
        let received_at = batch.frames.first().map(|frame| frame.received_at);
        let owed = self.intake.state().accounts.take_owed(&device);
        let mut counts = owed.clone();
        counts.merge(&tally);
        batch.counts = counts.counts(&device.name()).collect();
        match self.append_held(batch).await {
            Ok(receipt) => {
                let mut state = self.intake.state();
                state.accounts.add(&device, &tally);
                state.accounts.owe(&device, &afterwards(receipt));
                if suspect {
                    state.judge_suspect(&device, receipt.duplicates == readings, received_at);
                }
                if let Device::Logger(mn) = &device {
                    keys.iter().for_each(|(key, at)| state.repeats.remember(mn, *key, *at));
                }
                Ok(())
            }
            Err(error) => {
                tracing::warn!(device = %device, %error, "frames given up: the lake does not take them");
                let mut state = self.intake.state();
                state.accounts.owe_again(&device, &owed);
                state.accounts.owe(&device, &given_up(&tally));
                Err(places)
            }
        }
    }

    /// Appends, holding on for a while where the lake cannot write just now: devices that ask for no
    /// acknowledgement would not send again.
    async fn append_held(&self, batch: Batch) -> Result<Receipt, LakeError> {
        let batch = Arc::new(batch);
        let (mut until, mut stopping) = (None, false);
        let mut pause = FIRST_PAUSE;
        loop {
            let error = match self.append(Arc::clone(&batch)).await {
                Ok(receipt) => return Ok(receipt),
                Err(error) => error,
            };
            let now = Instant::now();
            if stopping || now >= *until.get_or_insert(now + self.intake.config.limits.hold_unwritable) {
                return Err(error);
            }
            let mut stop = self.stop.clone();
            // A stop wakes it for a last attempt.
            tokio::select! {
                () = sleep(pause) => {}
                () = stopped(&mut stop) => {}
            }
            stopping = *stop.borrow();
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Appends once and remembers whether the lake takes what comes.
    pub(crate) async fn append(&self, batch: impl Into<Arc<Batch>>) -> Result<Receipt, LakeError> {
        let outcome = self.lake.append(batch).await;
        match &outcome {
            Ok(_) if self.troubled.load(Ordering::Relaxed) => self.note(None),
            Ok(_) => {}
            Err(error) => self.note(Some(error)),
        }
        outcome
    }

    /// Notes whether the lake takes what comes, and says so when that changes.
    fn note(&self, error: Option<&LakeError>) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *trouble, error.map(ToString::to_string));
        self.troubled.store(error.is_some(), Ordering::Relaxed);
        match (before, error) {
            (None, Some(error)) => {
                tracing::error!(%error, "the lake does not take readings; nothing is acknowledged");
            }
            (Some(_), None) => tracing::info!("the lake takes readings again"),
            (None, None) | (Some(_), Some(_)) => {}
        }
    }

    /// Why the lake does not take what comes, while it does not.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Writes the counts that no further batch would carry.
    pub(crate) async fn settle(&self) {
        let owed = self.intake.state().accounts.take_all_owed();
        let counts: Vec<Count> = owed
            .iter()
            .flat_map(|(device, tally)| tally.counts(&device.name()).collect::<Vec<_>>())
            .collect();
        if counts.is_empty() {
            return;
        }
        let batch = Batch { counts, ..Batch::default() };
        if let Err(error) = self.append(batch).await {
            tracing::warn!(%error, "the last counts of refused and repeated readings are lost");
        }
    }
}

/// What is known only after the commit; it reaches the lake with the device's next batch.
pub(crate) fn afterwards(receipt: Receipt) -> Tally {
    let mut tally = Tally::default();
    tally.add(account::READINGS_DUPLICATE, receipt.duplicates);
    tally.add(account::READINGS_REVISED, receipt.revised);
    tally.add(account::READINGS_SURPLUS, receipt.surplus);
    tally
}

/// The account of frames that could not be made durable: all of it refused.
fn given_up(tally: &Tally) -> Tally {
    let reason = "lake_unavailable";
    let mut refused = Tally::default();
    let (frames, readings) = (tally.get(account::FRAMES_RECEIVED), tally.get(account::READINGS_RECEIVED));
    refused.add(account::FRAMES_RECEIVED, frames);
    refused.add(account::frame_refused(reason), frames);
    refused.add(account::READINGS_RECEIVED, readings);
    refused.add(account::reading_refused(reason), readings);
    refused
}
