//! Reading the frames that waited again, once a person has adopted their logger.
//!
//! It begins when no frame of the logger is on its way to the lake any more: later ones find the logger in
//! the register. Frames are adopted in the order in which they came, and each batch counts its own frames as adopted, so
//! that after a crash in the middle the rest, and only the rest, is left to do.

use std::sync::Arc;
use std::time::Duration;

use hj212::reassembly::{Judged, Limits as PackLimits, Reading as PackReading, Reassembly};
use hj212::{Decoder, Limits, Message};
use lake::{Batch, FrameOutcome, FrameRecord, Lake, LakeError};
use model::{Logger, Mn, Register, Timestamp};
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::account::{self, Tally};
use crate::commit::{Committer, afterwards};
use crate::device::Device;
use crate::intake::{Intake, count_mapped, target_of};
use crate::mapping::{self, Mapped};

/// Frames that become durable together.
const FRAMES_AT_ONCE: usize = 100;
/// Between looks whether frames are still on their way to the lake.
const QUIET_PAUSE: Duration = Duration::from_millis(5);
/// Frames of one device that are looked at, at most.
const MAX_SCANNED: usize = 1 << 20;

/// What an adoption did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Adopted {
    /// Frames that had waited and were read again.
    pub frames: u64,
    /// Readings that came of them.
    pub readings: u64,
}

/// Why the frames that waited could not be read again.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// The register does not know the logger.
    #[error("logger {mn} is not in the register")]
    NotRegistered {
        /// Its number.
        mn: Mn,
    },
    /// The lake cannot give or take them just now; the rest is tried again by itself.
    #[error("the frames that waited could not be read or stored")]
    Lake(#[from] LakeError),
}

/// Adopts, one logger at a time.
pub(crate) struct Adopter {
    intake: Arc<Intake>,
    committer: Arc<Committer>,
    lake: Lake,
    turn: Mutex<()>,
}

impl Adopter {
    pub(crate) fn new(intake: Arc<Intake>, committer: Arc<Committer>, lake: Lake) -> Self {
        Self { intake, committer, lake, turn: Mutex::new(()) }
    }

    /// Reads the frames of `mn` that still wait into the series of what it reports for.
    pub(crate) async fn adopt(&self, mn: &Mn) -> Result<Adopted, AdoptError> {
        let _turn = self.turn.lock().await;
        let register = self.intake.register();
        let logger = register.loggers.get(mn);
        let logger = logger.ok_or_else(|| AdoptError::NotRegistered { mn: mn.clone() })?;
        let device = Device::Logger(mn.clone());
        while !self.intake.state().waiting.is_quiet(mn) {
            sleep(QUIET_PAUSE).await;
        }
        let waiting = self.still_waiting(&device);
        let records = self.waiting_frames(&device, waiting).await?;
        let mut adopted = Adopted::default();
        let mut read = self.read_again(&register, logger, &records).into_iter();
        for records in records.chunks(FRAMES_AT_ONCE) {
            let mapped: Vec<Mapped> = read.by_ref().take(records.len()).collect();
            let mut tally = Tally::default();
            let frames = u64::try_from(records.len()).unwrap_or(u64::MAX);
            tally.add(account::FRAMES_ADOPTED, frames);
            mapped.iter().for_each(|mapped| count_mapped(&mut tally, mapped));
            let batch = Batch {
                frames: Vec::new(),
                readings: mapped.into_iter().flat_map(|mapped| mapped.readings).collect(),
                counts: tally.counts(&device.name()).collect(),
            };
            adopted.frames += frames;
            adopted.readings += u64::try_from(batch.readings.len()).unwrap_or(u64::MAX);
            let receipt = self.committer.append(batch).await?;
            let mut state = self.intake.state();
            state.accounts.add(&device, &tally);
            state.accounts.owe(&device, &afterwards(receipt));
        }
        self.intake.state().waiting.remove(mn);
        Ok(adopted)
    }

    /// Adopts all whose frames still wait although the register knows them: those that were registered
    /// while the gateway was down, and frames that were on their way to the lake during an adoption.
    pub(crate) async fn adopt_registered(&self) {
        let register = self.intake.register();
        let left_over: Vec<&Mn> = {
            let state = self.intake.state();
            let waits = |mn: &&Mn| {
                let tally = state.accounts.get(&Device::Logger((*mn).clone()));
                tally.is_some_and(|tally| {
                    tally.get(account::FRAMES_WAITING) > tally.get(account::FRAMES_ADOPTED)
                })
            };
            register.loggers.keys().filter(waits).collect()
        };
        for mn in left_over {
            match self.adopt(mn).await {
                Ok(adopted) => tracing::info!(
                    logger.mn = %mn, frames = adopted.frames, readings = adopted.readings,
                    "adopted: the frames that waited are read"
                ),
                Err(error) => tracing::warn!(
                    logger.mn = %mn, error = &error as &dyn std::error::Error,
                    "not adopted yet; it is tried again"
                ),
            }
        }
    }

    /// How many frames of the device wait, by the counts that became durable with the frames.
    fn still_waiting(&self, device: &Device) -> u64 {
        self.lake.counters(&device.to_string()).into_iter().collect::<Tally>().frames().waiting
    }

    /// The latest `count` frames that waited, oldest first: the ones before them are adopted.
    async fn waiting_frames(&self, device: &Device, count: u64) -> Result<Vec<FrameRecord>, LakeError> {
        let count = usize::try_from(count).unwrap_or(usize::MAX).min(MAX_SCANNED);
        let (lake, device) = (self.lake.clone(), device.to_string());
        let scan = move || latest_waiting(&lake, &device, count);
        match tokio::task::spawn_blocking(scan).await {
            Ok(found) => found,
            // The scan neither panics nor is it cancelled but by the end of the runtime.
            Err(_) => Ok(Vec::new()),
        }
    }

    /// What each frame says, in their order. Packs of split messages are put together as they are while a logger
    /// speaks, by the times at which they came.
    fn read_again(&self, register: &Register, logger: &Logger, records: &[FrameRecord]) -> Vec<Mapped> {
        let Some(target) = target_of(register, logger) else {
            return records.iter().map(|_| Mapped::default()).collect();
        };
        let mut all: Vec<Mapped> = records.iter().map(|_| Mapped::default()).collect();
        let (mut packs, limits) = (Reassembly::default(), PackLimits::default());
        let mut judge = |judged: Judged<usize>| {
            let (Some(mapped), Some(record)) = (all.get_mut(judged.token), records.get(judged.token)) else {
                return;
            };
            let circumstances = self.intake.circumstances(record.received_at, false);
            match judged.reading {
                PackReading::Alone => {
                    let mut decoder = decoder_of(&record.bytes);
                    let Some(frame) = decoder.next_frame() else { return };
                    *mapped = mapping::map(&frame.message(), &target, circumstances);
                }
                PackReading::Continued(segment) => {
                    *mapped = mapping::map(&Message::parse(&segment), &target, circumstances);
                }
                PackReading::Refused(refusal) => mapped.refuse(refusal.code()),
            }
        };
        for (index, record) in records.iter().enumerate() {
            let now_ms = u64::try_from(record.received_at.as_millisecond()).unwrap_or_default();
            packs.expire(now_ms, &limits).given_up.into_iter().for_each(&mut judge);
            let mut decoder = decoder_of(&record.bytes);
            let Some(frame) = decoder.next_frame() else { continue };
            packs.take(&frame.message(), index, now_ms, &limits).into_iter().for_each(&mut judge);
        }
        packs.flush().given_up.into_iter().for_each(&mut judge);
        all
    }
}

/// The latest `count` waiting frames of a device in the lake, oldest first.
pub(crate) fn latest_waiting(lake: &Lake, device: &str, count: usize) -> Result<Vec<FrameRecord>, LakeError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let mut limit = count;
    loop {
        let frames = lake.frames(device, Timestamp::MIN, Timestamp::MAX, limit)?;
        let all = frames.len() < limit || limit >= MAX_SCANNED;
        let mut waiting: Vec<FrameRecord> =
            frames.into_iter().filter(|frame| frame.outcome == FrameOutcome::Waiting).collect();
        if all || waiting.len() >= count {
            waiting.truncate(count);
            waiting.reverse();
            return Ok(waiting);
        }
        limit = limit.saturating_mul(4);
    }
}

/// A decoder with one kept frame in it.
pub(crate) fn decoder_of(bytes: &[u8]) -> Decoder {
    let mut decoder = Decoder::new(Limits::default());
    // A kept frame came out of such a decoder, so it fits into one.
    let _taken = decoder.push(bytes);
    decoder.flush();
    decoder
}
