//! What one commit writes: from batches to rows, with duplicates found and revisions numbered.

use std::sync::Arc;

use model::{Problem, Reading, SeriesKey};

use crate::engine::{Engine, Table, WriteSet};
use crate::QuickMap;
use crate::hot::{Blocks, Stored};
use crate::index::{Changes, Index, Latest};
use crate::key::{ReadingKey, frame_key, refused_key};
use crate::record::{Record, encode_frame};
use crate::sealed::{Catalogue, Sealed};
use crate::{Batch, Count, FrameOutcome, FrameRecord, LakeError, Receipt};

/// A commit, worked out and not yet written.
pub(crate) struct Plan<'a> {
    pub(crate) writes: WriteSet<'a>,
    pub(crate) changes: Changes,
    /// One for each batch.
    pub(crate) receipts: Vec<Receipt>,
    /// The readings that are written.
    pub(crate) readings: Vec<Reading>,
}

/// Works out the commit of `batches`, in order, on top of what the store holds.
pub(crate) fn plan<'a>(
    engine: &'a Engine,
    index: &Index,
    sealed: &Sealed,
    batches: Vec<Batch>,
) -> Result<Plan<'a>, LakeError> {
    let readings = batches.iter().map(|batch| batch.readings.len()).sum();
    let mut planner = Planner {
        engine,
        index,
        // Before anything is read: rows that it does not name are still in the hot store.
        catalogue: sealed.catalogue(),
        sealed,
        writes: engine.write_set(),
        changes: Changes::upon(index),
        new_series: QuickMap::default(),
        new_devices: QuickMap::default(),
        readings: Vec::with_capacity(readings),
        before: Vec::with_capacity(readings),
        slots: QuickMap::with_capacity_and_hasher(readings, Default::default()),
        latest: QuickMap::default(),
        blocks: Blocks::default(),
        stored: Stored::default(),
    };
    let mut receipts = Vec::with_capacity(batches.len());
    for batch in batches {
        receipts.push(planner.batch(batch)?);
    }
    planner.finish(receipts)
}

struct Planner<'a, 'i> {
    engine: &'a Engine,
    index: &'i Index,
    sealed: &'i Sealed,
    catalogue: Arc<Catalogue>,
    writes: WriteSet<'a>,
    changes: Changes,
    new_series: QuickMap<SeriesKey, u32>,
    new_devices: QuickMap<String, u32>,
    readings: Vec<Reading>,
    /// For each of `readings`, the one before it for the same series, granularity and time.
    before: Vec<Option<usize>>,
    /// By key with revision 0: the last of `readings` for that series, granularity and time.
    slots: QuickMap<ReadingKey, usize>,
    /// Which of `readings` is the latest, by series and granularity, where one of this commit is.
    latest: QuickMap<(u32, model::Granularity), (ReadingKey, usize)>,
    blocks: Blocks,
    stored: Stored,
}

enum Verdict {
    Write(ReadingKey),
    Duplicate,
    Surplus,
}

impl<'a> Planner<'a, '_> {
    fn batch(&mut self, batch: Batch) -> Result<Receipt, LakeError> {
        let mut receipt = Receipt::default();
        for frame in batch.frames {
            self.frame(frame);
        }
        for reading in batch.readings {
            self.reading(reading, &mut receipt)?;
        }
        for count in batch.counts {
            self.count(count);
        }
        Ok(receipt)
    }

    fn finish(mut self, receipts: Vec<Receipt>) -> Result<Plan<'a>, LakeError> {
        let readings = &self.readings;
        let latest = self.latest.into_values().filter_map(|(key, reading)| {
            let record = Record::of(readings.get(reading)?);
            Some(Latest { key, record })
        });
        self.changes.latest = latest.collect();
        self.changes.blocks = self.blocks.write(self.changes.first_block, &mut self.writes);
        self.changes.write(self.index, &mut self.writes);
        Ok(Plan { writes: self.writes, changes: self.changes, receipts, readings: self.readings })
    }

    fn frame(&mut self, frame: FrameRecord) {
        let device = self.device_id(frame.device);
        let sequence = self.changes.frame_sequence;
        self.changes.frame_sequence += 1;
        let key = frame_key(device, frame.received_at, sequence);
        self.writes.put(Table::Frames, &key, &encode_frame(&frame.outcome, &frame.bytes));
        if let FrameOutcome::Refused { .. } = frame.outcome {
            self.writes.put(Table::Refused, &refused_key(device, frame.received_at, sequence), &[]);
        }
    }

    fn count(&mut self, count: Count) {
        let device = self.device_id(count.device);
        let before = self.index.counters(device).and_then(|counters| counters.get(&count.counter));
        let before = before.copied().unwrap_or_default();
        let total = self.changes.counters.entry((device, count.counter)).or_insert(before);
        *total = total.saturating_add(count.add);
    }

    fn reading(&mut self, mut reading: Reading, receipt: &mut Receipt) -> Result<(), LakeError> {
        let series = self.series_id(&reading.series);
        let slot = ReadingKey::new(reading.granularity, series, reading.time, 0);
        let key = match self.judge(slot, &reading)? {
            Verdict::Write(key) => key,
            Verdict::Duplicate => {
                receipt.duplicates += 1;
                return Ok(());
            }
            Verdict::Surplus => {
                receipt.surplus += 1;
                return Ok(());
            }
        };
        receipt.stored += 1;
        if key.revision > 0 {
            receipt.revised += 1;
            reading.problems.insert(Problem::Revised);
        }
        self.blocks.push(key, &reading);
        let position = self.readings.len();
        self.before.push(self.slots.insert(slot, position));
        self.readings.push(reading);
        self.note_latest(key, position);
        Ok(())
    }

    /// Compares a reading with every value that is there for its series, granularity and time, in the store
    /// and in this commit. A device that repeats a whole day thus changes nothing. What was there before a
    /// withdrawal counts no longer: the same value may come again, and then stands.
    fn judge(&mut self, slot: ReadingKey, reading: &Reading) -> Result<Verdict, LakeError> {
        let mut revisions = 0;
        let mut said = false;
        if self.may_be_stored(slot) {
            let sealed = self.sealed_revisions(reading)?;
            said = sealed.iter().fold(said, |said, record| record.still_said(said, reading));
            // What is sealed has left the hot store, or is about to: the numbers go on after it.
            revisions = sealed.len();
            for (revision, stored) in self.stored.values(self.engine, slot)? {
                if usize::from(revision) < sealed.len() {
                    said |= stored.says_the_same(reading) && !sealed.iter().any(Record::is_withdrawal);
                    continue;
                }
                said = stored.still_said(said, reading);
                revisions = revisions.max(usize::from(revision) + 1);
            }
        }
        let mut here = Vec::new();
        let mut position = self.slots.get(&slot).copied();
        while let Some(earlier) = position {
            here.extend(self.readings.get(earlier));
            position = self.before.get(earlier).copied().flatten();
        }
        revisions += here.len();
        let here = here.into_iter().rev();
        if here.fold(said, |said, earlier| Record::of(earlier).still_said(said, reading)) {
            return Ok(Verdict::Duplicate);
        }
        match u8::try_from(revisions) {
            Ok(revision) if revisions < Receipt::MAX_REVISIONS => {
                Ok(Verdict::Write(slot.with_revision(revision)))
            }
            _ => Ok(Verdict::Surplus),
        }
    }

    /// Live data is later than anything the store has of its series, and needs no look at the disk.
    fn may_be_stored(&self, slot: ReadingKey) -> bool {
        self.index.latest(slot.series, slot.granularity).is_some_and(|latest| slot <= latest.key)
    }

    /// Every value for the reading's time that is in a sealed file. Where the file is damaged there is none
    /// to compare with: the reading is kept, and the damage is noted.
    fn sealed_revisions(&self, reading: &Reading) -> Result<Vec<Record>, LakeError> {
        if self.catalogue.is_empty() {
            return Ok(Vec::new());
        }
        let found =
            self.sealed.revisions(&self.catalogue, &reading.series, reading.granularity, reading.time);
        match found {
            Err(LakeError::SealedFile { .. }) => Ok(Vec::new()),
            found => found,
        }
    }

    fn note_latest(&mut self, key: ReadingKey, position: usize) {
        let slot = (key.series, key.granularity);
        let before = match self.latest.get(&slot) {
            Some((key, _)) => Some(*key),
            None => self.index.latest(key.series, key.granularity).map(|latest| latest.key),
        };
        if before.is_none_or(|before| before < key) {
            self.latest.insert(slot, (key, position));
        }
    }

    fn series_id(&mut self, series: &SeriesKey) -> u32 {
        if let Some(id) = self.index.series_id(series).or_else(|| self.new_series.get(series).copied()) {
            return id;
        }
        let id = (self.index.series_count() + self.changes.series.len()) as u32;
        self.new_series.insert(series.clone(), id);
        self.changes.series.push(series.clone());
        id
    }

    fn device_id(&mut self, device: String) -> u32 {
        let known = self.index.device_id(&device).or_else(|| self.new_devices.get(&device).copied());
        if let Some(id) = known {
            return id;
        }
        let id = (self.index.devices().len() + self.changes.devices.len()) as u32;
        self.changes.devices.push(device.clone());
        self.new_devices.insert(device, id);
        id
    }
}
