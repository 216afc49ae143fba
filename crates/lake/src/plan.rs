//! What one commit writes: from batches to rows, with duplicates found and revisions numbered.

use std::sync::Arc;

use model::{Problem, Reading, SeriesKey};

use crate::engine::{Engine, Table, WriteSet};
use crate::hot::{Blocks, Stored};
use crate::index::{Changes, Index, Latest};
use crate::key::{ReadingKey, frame_key, refused_key};
use crate::record::{Record, encode_frame};
use crate::sealed::{Catalogue, Sealed};
use crate::{Batch, Count, FrameOutcome, FrameRecord, LakeError, QuickMap, Receipt};

/// A batch with what its caller could look up for it: the one writer has the least time of all.
pub(crate) struct Prepared {
    batch: Arc<Batch>,
    /// The numbers of its readings' series, where they have one already. A series keeps its number for ever.
    series: Vec<Option<u32>>,
}

impl Prepared {
    pub(crate) fn new(batch: Arc<Batch>, index: &Index) -> Self {
        let series = batch.readings.iter().map(|reading| index.series_id(&reading.series)).collect();
        Self { batch, series }
    }
}

/// A commit, worked out and not yet written.
pub(crate) struct Plan<'a, 'b> {
    pub(crate) writes: WriteSet<'a>,
    pub(crate) changes: Changes,
    /// One for each batch.
    pub(crate) receipts: Vec<Receipt>,
    /// The readings that are written.
    pub(crate) readings: Vec<Written<'b>>,
}

/// A reading that is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'b> {
    reading: &'b Reading,
    /// Whether the store holds other figures for its series and time.
    revised: bool,
}

impl Written<'_> {
    /// As it is stored.
    pub(crate) fn stored(self) -> Reading {
        let mut reading = self.reading.clone();
        if self.revised {
            reading.problems.insert(Problem::Revised);
        }
        reading
    }

    fn record(self) -> Record {
        let mut record = Record::of(self.reading);
        if self.revised {
            record.problems.insert(Problem::Revised);
        }
        record
    }
}

/// Works out the commit of `batches`, in order, on top of what the store holds.
pub(crate) fn plan<'a, 'b>(
    engine: &'a Engine,
    index: &Index,
    sealed: &Sealed,
    batches: &'b [Prepared],
) -> Result<Plan<'a, 'b>, LakeError> {
    let readings = batches.iter().map(|prepared| prepared.batch.readings.len()).sum();
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
    for Prepared { batch, series } in batches {
        receipts.push(planner.batch(batch, series)?);
    }
    planner.finish(receipts)
}

struct Planner<'a, 'b, 'i> {
    engine: &'a Engine,
    index: &'i Index,
    sealed: &'i Sealed,
    catalogue: Arc<Catalogue>,
    writes: WriteSet<'a>,
    changes: Changes,
    new_series: QuickMap<&'b SeriesKey, u32>,
    new_devices: QuickMap<&'b str, u32>,
    readings: Vec<Written<'b>>,
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

impl<'a, 'b> Planner<'a, 'b, '_> {
    fn batch(&mut self, batch: &'b Batch, series: &[Option<u32>]) -> Result<Receipt, LakeError> {
        let mut receipt = Receipt::default();
        let mut known = series.iter().copied();
        for frame in &batch.frames {
            self.frame(frame);
        }
        for reading in &batch.readings {
            self.reading(reading, known.next().flatten(), &mut receipt)?;
        }
        for count in &batch.counts {
            self.count(count);
        }
        Ok(receipt)
    }

    fn finish(mut self, receipts: Vec<Receipt>) -> Result<Plan<'a, 'b>, LakeError> {
        // In the order of arrival: series that come together lie together, here and in the index.
        let mut latest: Vec<(ReadingKey, usize)> = self.latest.into_values().collect();
        latest.sort_unstable_by_key(|(_, reading)| *reading);
        let latest = latest.into_iter().filter_map(|(key, reading)| {
            let record = self.readings.get(reading)?.record();
            Some(Latest { key, record })
        });
        self.changes.latest = latest.collect();
        self.changes.blocks = self.blocks.write(self.changes.first_block, &mut self.writes);
        self.changes.write(self.index, &mut self.writes);
        Ok(Plan { writes: self.writes, changes: self.changes, receipts, readings: self.readings })
    }

    fn frame(&mut self, frame: &'b FrameRecord) {
        let device = self.device_id(&frame.device);
        let sequence = self.changes.frame_sequence;
        self.changes.frame_sequence += 1;
        let key = frame_key(device, frame.received_at, sequence);
        self.writes.put(Table::Frames, &key, &encode_frame(&frame.outcome, &frame.bytes));
        if let FrameOutcome::Refused { .. } = frame.outcome {
            self.writes.put(Table::Refused, &refused_key(device, frame.received_at, sequence), &[]);
        }
    }

    fn count(&mut self, count: &'b Count) {
        let device = self.device_id(&count.device);
        let before = || self.index.counters(device).cloned().unwrap_or_default();
        self.changes.counters.entry(device).or_insert_with(before).add(&count.counter, count.add);
    }

    fn reading(
        &mut self,
        reading: &'b Reading,
        series: Option<u32>,
        receipt: &mut Receipt,
    ) -> Result<(), LakeError> {
        let series = self.series_id(&reading.series, series);
        let slot = ReadingKey::new(reading.granularity, series, reading.time, 0);
        let key = match self.judge(slot, reading)? {
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
        let written = Written { reading, revised: key.revision > 0 };
        match written.revised {
            true => {
                receipt.revised += 1;
                self.blocks.push(key, &written.stored());
            }
            false => self.blocks.push(key, reading),
        }
        let position = self.readings.len();
        self.before.push(self.slots.insert(slot, position));
        self.readings.push(written);
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
        if here
            .fold(said, |said, earlier: &Written<'_>| Record::of(earlier.reading).still_said(said, reading))
        {
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

    fn series_id(&mut self, series: &'b SeriesKey, known: Option<u32>) -> u32 {
        let known = known.or_else(|| self.index.series_id(series));
        if let Some(id) = known.or_else(|| self.new_series.get(series).copied()) {
            return id;
        }
        let id = (self.index.series_count() + self.changes.series.len()) as u32;
        self.new_series.insert(series, id);
        self.changes.series.push(series.clone());
        id
    }

    fn device_id(&mut self, device: &'b str) -> u32 {
        let known = self.index.device_id(device).or_else(|| self.new_devices.get(device).copied());
        if let Some(id) = known {
            return id;
        }
        let id = (self.index.devices().len() + self.changes.devices.len()) as u32;
        self.changes.devices.push(device.to_owned());
        self.new_devices.insert(device, id);
        id
    }
}
