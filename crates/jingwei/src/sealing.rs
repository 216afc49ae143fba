//! The sealing: finished days of telemetry into files, their hashes into the ledger, months compacted, damage
//! repaired, what is too old dropped. On a thread of its own, a little at a time.
//!
//! The order is always: files durable, event in the ledger, then rows and replaced files go. Whatever a crash
//! leaves half done the next turn finishes, and the command's id keeps an event from being written twice.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use api::Office;
use casework::telemetry::{Dropped, DroppedKind, Event, FileSeal, Quarantined, Sealed};
use jiff::ToSpan;
use jiff::civil::Date;
use lake::{Lake, Period, Seal, SealedFile};
use model::{Actor, Clock, Granularity, Timestamp, china};

/// Between two turns, machine time; the first comes after so long too.
pub(crate) const TURN: Duration = Duration::from_secs(20);
/// How long the loop sleeps between two looks at `stop`.
const IDLE: Duration = Duration::from_millis(100);
/// A sealed day that has got late values is sealed anew after so long, machine time: late values come in crowds.
const SEAL_AGAIN: Duration = Duration::from_secs(1800);
/// What questions leave in memory for the next ones goes after so long without one.
const UNUSED: Duration = Duration::from_secs(60);
/// Between two looks at what is too old, machine time.
const RETAIN: Duration = Duration::from_secs(3600);

/// When what is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SealingPolicy {
    /// A day is sealed so long after its end.
    pub(crate) seal_after: Duration,
    /// A month is compacted so long after its end.
    pub(crate) compact_after: Duration,
    /// Days for which received frames are kept; 0: for ever.
    pub(crate) frames_days: u64,
    /// Days for which readings are kept, by the number of their granularity; 0: for ever.
    pub(crate) readings_days: [u64; 4],
}

/// What the sealing works with.
#[derive(Clone)]
pub(crate) struct Sealing {
    pub(crate) lake: Lake,
    pub(crate) office: Office,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) policy: SealingPolicy,
    /// What is wrong, if anything; others read it.
    pub(crate) trouble: Arc<Mutex<Option<String>>>,
}

/// Seals until `stop` is set, on the calling thread; a turn begins so long after the one before it.
pub(crate) fn run(sealing: &Sealing, between_turns: Duration, stop: &AtomicBool) {
    let mut memory = Memory::default();
    let mut last = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(IDLE);
        if last.elapsed() < between_turns {
            continue;
        }
        let turned = std::panic::catch_unwind(AssertUnwindSafe(|| sealing.turn(&mut memory, stop)));
        let trouble = match turned {
            Ok(Ok(())) => None,
            Ok(Err(error)) => {
                tracing::error!("sealing failed, and is tried again: {error:#}");
                Some(format!("{error:#}; it is tried again"))
            }
            Err(_) => Some("it failed and begins again soon".to_owned()),
        };
        *sealing.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
        last = Instant::now();
    }
}

/// What the turns remember of each other; nothing that a restart must not forget.
#[derive(Debug, Default)]
struct Memory {
    /// When a sealed day was last looked at.
    looked: BTreeMap<(Granularity, Date), Instant>,
    retained: Option<Instant>,
}

impl Sealing {
    /// One turn: everything that is due.
    fn turn(&self, memory: &mut Memory, stop: &AtomicBool) -> anyhow::Result<()> {
        self.lake.forget_unused(UNUSED);
        self.finish_what_was_begun()?;
        self.repair()?;
        let now = self.clock.now();
        for (granularity, day) in self.lake.hot_days()? {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let recently = memory.looked.get(&(granularity, day)).is_some_and(|at| at.elapsed() < SEAL_AGAIN);
            if !recently && is_past(Period::Day(day).end(), self.policy.seal_after, now) {
                self.seal(granularity, day)?;
                memory.looked.insert((granularity, day), Instant::now());
            }
        }
        memory.looked.retain(|_, at| at.elapsed() < SEAL_AGAIN);
        for (granularity, month) in self.months_of_days() {
            if !stop.load(Ordering::Relaxed)
                && is_past(Period::Month(month).end(), self.policy.compact_after, now)
            {
                self.compact(granularity, month)?;
            }
        }
        if memory.retained.is_none_or(|at| at.elapsed() >= RETAIN) {
            self.retain(now)?;
            memory.retained = Some(Instant::now());
        }
        Ok(())
    }

    /// Writes what was sealed into the ledger and settles it: what a crash has left, too.
    pub(crate) fn finish_what_was_begun(&self) -> anyhow::Result<()> {
        for seal in self.lake.unsettled() {
            self.record_and_settle(&seal)?;
        }
        Ok(())
    }

    /// Seals a day if there is something to seal; gives the seal.
    pub(crate) fn seal(&self, granularity: Granularity, day: Date) -> anyhow::Result<Option<Seal>> {
        let started = Instant::now();
        let sealed = self.lake.seal(granularity, day, self.clock.now());
        let Some(seal) = sealed.with_context(|| format!("cannot seal {day}"))? else { return Ok(None) };
        self.record_and_settle(&seal)?;
        let (rows, elapsed_ms) = (seal.rows(), started.elapsed().as_millis() as u64);
        tracing::info!(%day, granularity = ?granularity, rows, elapsed_ms, "a day was sealed");
        Ok(Some(seal))
    }

    /// Compacts a month if a day of it has files of its own; gives the seal.
    pub(crate) fn compact(&self, granularity: Granularity, month: Date) -> anyhow::Result<Option<Seal>> {
        let compacted = self.lake.compact(granularity, month, self.clock.now());
        let Some(seal) = compacted.with_context(|| format!("cannot compact the month of {month}"))? else {
            return Ok(None);
        };
        self.record_and_settle(&seal)?;
        tracing::info!(month = %seal.period, granularity = ?granularity, rows = seal.rows(), "a month was compacted");
        Ok(Some(seal))
    }

    /// Months of which days have files of their own, by granularity.
    pub(crate) fn months_of_days(&self) -> Vec<(Granularity, Date)> {
        let days = self.lake.sealed_files().into_iter().filter_map(|file| match file.period {
            Period::Day(day) => Some((file.granularity, day.first_of_month())),
            Period::Month(_) => None,
        });
        let mut months: Vec<_> = days.collect();
        months.sort();
        months.dedup();
        months
    }

    fn record_and_settle(&self, seal: &Seal) -> anyhow::Result<()> {
        let sealed = Sealed {
            granularity: seal.granularity,
            period: seal.period.to_string(),
            generation: seal.generation,
            rows: seal.rows(),
            former_rows: seal.former_rows(),
            files: files(&seal.files),
        };
        let event = match seal.period {
            Period::Day(_) => Event::DaySealed(sealed),
            Period::Month(_) => Event::MonthCompacted(sealed),
        };
        self.record(&event, &format!("{}-{}", act(seal), seal.generation))?;
        self.lake.settle(seal).with_context(|| format!("cannot settle {}", seal.period))?;
        Ok(())
    }

    fn repair(&self) -> anyhow::Result<()> {
        if self.lake.damaged_files().is_empty() {
            return Ok(());
        }
        for repair in self.lake.repair(self.clock.now()).context("cannot repair a sealed file")? {
            let event = Event::Quarantined(Quarantined {
                file: repair.file.name.clone(),
                granularity: repair.file.granularity,
                period: repair.file.period.to_string(),
                detail: repair.detail.chars().take(500).collect(),
                rows_before: repair.rows_before,
                rows_after: repair.rows_after,
            });
            self.record(&event, &format!("quarantine-{}-{}", act(&repair.seal), repair.seal.generation))?;
            self.record_and_settle(&repair.seal)?;
        }
        Ok(())
    }

    fn retain(&self, now: Timestamp) -> anyhow::Result<()> {
        let today = china::civil(now).date();
        let first_kept = |days: u64| {
            let kept = i64::try_from(days).ok().filter(|days| *days > 0)?;
            today.checked_sub(kept.days()).ok()
        };
        for granularity in Granularity::ALL {
            let days = self.policy.readings_days.get(usize::from(granularity.code())).copied();
            let Some(before) = first_kept(days.unwrap_or_default()) else { continue };
            for seal in self.lake.expired(granularity, before) {
                let event = Event::Dropped(Dropped {
                    kind: DroppedKind::Readings { granularity },
                    period: Some(seal.period.to_string()),
                    before: before.to_string(),
                    rows: seal.rows() + seal.former_rows(),
                    files: files(&seal.files),
                });
                self.record(&event, &format!("drop-{}-{}", act(&seal), seal.generation))?;
                self.lake.drop_sealed(&seal)?;
                tracing::info!(period = %seal.period, granularity = ?granularity, "old readings were dropped");
            }
        }
        if let Some(before) = first_kept(self.policy.frames_days) {
            self.drop_frames(before)?;
        }
        Ok(())
    }

    fn drop_frames(&self, before: Date) -> anyhow::Result<()> {
        let until = Period::Day(before).start();
        let rows = self.lake.frames_before(until)?;
        if rows == 0 {
            return Ok(());
        }
        let event = Event::Dropped(Dropped {
            kind: DroppedKind::Frames,
            period: None,
            before: before.to_string(),
            rows,
            files: Vec::new(),
        });
        self.record(&event, &format!("drop-frames-{before}"))?;
        let dropped = self.lake.drop_frames_before(until)?;
        tracing::info!(%before, dropped, "old frames were dropped");
        Ok(())
    }

    fn record(&self, event: &Event, act: &str) -> anyhow::Result<()> {
        let command = format!("telemetry-{act}").parse().context("the act has no name")?;
        let actor = Actor::system("sealing");
        self.office.telemetry(command, &actor, event).context("the ledger does not take a seal")?;
        Ok(())
    }
}

/// What names an act of sealing, as in `minute-2020-08-30`.
fn act(seal: &Seal) -> String {
    let granularity = api::granularity_code(seal.granularity);
    format!("{granularity}-{}", seal.period)
}

fn files(files: &[SealedFile]) -> Vec<FileSeal> {
    let seal = |file: &SealedFile| FileSeal {
        name: file.name.clone(),
        rows: file.rows,
        bytes: file.bytes,
        sha256: file.sha256.clone(),
    };
    files.iter().map(seal).collect()
}

fn is_past(end: Timestamp, delay: Duration, now: Timestamp) -> bool {
    let seconds = i64::try_from(delay.as_secs()).unwrap_or(i64::MAX);
    china::plus_seconds(end, seconds) <= now
}

#[cfg(test)]
mod tests;
