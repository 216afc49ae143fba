//! Retention: what is older than somebody decided is dropped, after that decision is in the ledger. And how
//! the sealed side stands.

use std::sync::PoisonError;

use jiff::civil::Date;
use model::{Granularity, Timestamp};

use super::catalogue::{SealedKind, key};
use super::seal::Seal;
use crate::engine::Table;
use crate::key::{frame_key, refused_key};
use crate::record::decode_frame;
use crate::{FrameOutcome, Lake, LakeError};

/// Rows that are removed in one commit.
const ROWS_OF_A_COMMIT: usize = 5_000;

/// How the sealed side of a lake stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SealedStatus {
    /// Days and months that are sealed.
    pub periods: u64,
    /// Files that count.
    pub files: u64,
    /// Their rows without those of roll-ups.
    pub rows: u64,
    /// Their figures.
    pub values: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Periods of which the event is not in the ledger, or the hot rows and replaced files are still there.
    pub unsettled: u64,
    /// Files that are known to be damaged.
    pub damaged: u64,
}

impl Lake {
    /// How the sealed side stands. From memory.
    pub fn sealed_status(&self) -> SealedStatus {
        let sealed = &self.shared().sealed;
        let mut status = SealedStatus { damaged: sealed.damaged().len() as u64, ..SealedStatus::default() };
        for edition in sealed.catalogue().editions() {
            status.periods += 1;
            status.unsettled += u64::from(!edition.settled);
            for file in &edition.files {
                status.files += 1;
                status.bytes += file.bytes;
                status.values += file.values;
                status.rows += if file.kind == SealedKind::Rollup { 0 } else { file.rows };
            }
        }
        status
    }

    /// Sealed days and months that end before `day`, and are settled: what a retention of that granularity
    /// would drop. To keep all, do not ask.
    pub fn expired(&self, granularity: Granularity, day: Date) -> Vec<Seal> {
        let catalogue = self.shared().sealed.catalogue();
        let old = catalogue.editions().filter(|edition| {
            edition.granularity == granularity && edition.settled && edition.period.end_day() <= day
        });
        old.map(Seal::of).collect()
    }

    /// Removes the files of a sealed day or month. Its readings are gone for good: the decision belongs into
    /// the ledger before. Repeated, or for a seal that was replaced meanwhile, it does nothing.
    ///
    /// # Errors
    /// As [`Lake::seal`].
    pub fn drop_sealed(&self, seal: &Seal) -> Result<(), LakeError> {
        let sealed = &self.shared().sealed;
        let _act = sealed.act.lock().unwrap_or_else(PoisonError::into_inner);
        let mut catalogue = (*sealed.catalogue()).clone();
        let found = catalogue.get(seal.granularity, seal.period);
        let Some(edition) = found.filter(|edition| edition.generation == seal.generation).cloned() else {
            return Ok(());
        };
        self.shared().with_engine(|engine| {
            let mut writes = engine.write_set();
            writes.remove(Table::Sealed, &key(edition.granularity, edition.period));
            writes.commit()
        })?;
        catalogue.remove(edition.granularity, edition.period);
        sealed.exchange(catalogue);
        sealed.wait_for_readers();
        let mut names: Vec<String> = edition.files.iter().map(|file| file.name.clone()).collect();
        names.extend(edition.old);
        self.remove_files(&names)
    }

    /// Raw frames that arrived before `time`.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn frames_before(&self, time: Timestamp) -> Result<u64, LakeError> {
        let mut count = 0;
        for device in 0..self.shared().index().devices().len() as u32 {
            let (from, to) = (frame_key(device, Timestamp::MIN, 0), frame_key(device, time, 0));
            count += self.shared().with_engine(|engine| {
                engine.scan(Table::Frames, &from, &to).try_fold(0u64, |count, row| row.map(|_| count + 1))
            })?;
        }
        Ok(count)
    }

    /// Removes the raw frames that arrived before `time`, and gives their number. The decision belongs into the
    /// ledger before. Counters stay: they count what was received.
    ///
    /// # Errors
    /// As [`Lake::seal`]; frames removed before an error stay removed.
    pub fn drop_frames_before(&self, time: Timestamp) -> Result<u64, LakeError> {
        let mut removed = 0;
        for device in 0..self.shared().index().devices().len() as u32 {
            loop {
                let batch = self.drop_some_frames(device, time)?;
                removed += batch as u64;
                if batch < ROWS_OF_A_COMMIT {
                    break;
                }
            }
        }
        Ok(removed)
    }

    fn drop_some_frames(&self, device: u32, time: Timestamp) -> Result<usize, LakeError> {
        let (from, to) = (frame_key(device, Timestamp::MIN, 0), frame_key(device, time, 0));
        self.shared().with_engine(|engine| {
            let mut writes = engine.write_set();
            let mut count = 0;
            for row in engine.scan(Table::Frames, &from, &to).take(ROWS_OF_A_COMMIT) {
                let (key, value) = row?;
                if let FrameOutcome::Refused { .. } = decode_frame(&value)?.0 {
                    let received_at = crate::key::frame_time(&key)?;
                    let sequence = key.last_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes));
                    writes.remove(
                        Table::Refused,
                        &refused_key(device, received_at, sequence.unwrap_or_default()),
                    );
                }
                writes.remove(Table::Frames, &key);
                count += 1;
            }
            writes.commit()?;
            Ok(count)
        })
    }
}
