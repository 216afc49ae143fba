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
    /// The numbers of its readings' series, as far as they were found. A series keeps its number for ever.
    series: Vec<Option<u32>>,
}

impl Prepared {
    /// Without the index, while it is being changed, the writer looks for itself: to wait would cost more.
    pub(crate) fn new(batch: Arc<Batch>, index: Option<&Index>) -> Self {
        let series = index
            .map(|index| batch.readings.iter().map(|reading| index.series_id(&reading.series)).collect());
        Self { batch, series: series.unwrap_or_default() }
    }
}

/// A commit, worked out and not yet written.
pub(crate) struct Plan<'a, 'b> {
    pub(crate) writes: WriteSet<'a>,
    pub(crate) changes: Changes<'b>,
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
        last_device: None,
        frame: Vec::new(),
        readings: Vec::with_capacity(readings),
        keys: Vec::with_capacity(readings),
        slots: Slots::default(),
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
    changes: Changes<'b>,
    new_series: QuickMap<&'b SeriesKey, u32>,
    new_devices: QuickMap<&'b str, u32>,
    /// The device that was named last: what a device sends comes together.
    last_device: Option<(&'b str, u32)>,
    /// The stored form of a frame in the making.
    frame: Vec<u8>,
    readings: Vec<Written<'b>>,
    /// Of `readings`.
    keys: Vec<ReadingKey>,
    slots: Slots,
    /// Which of `readings` is the latest, by series and granularity, where one of this commit is.
    latest: QuickMap<(u32, model::Granularity), (ReadingKey, usize)>,
    blocks: Blocks,
    stored: Stored,
}

/// Which readings of a commit are for the same series, granularity and time. Looked for only where a reading is not
/// later than all before it: most commits never ask.
#[derive(Default)]
struct Slots {
    /// By key with revision 0: the last of the readings.
    last: QuickMap<ReadingKey, usize>,
    /// For each reading, the one before it.
    before: Vec<Option<usize>>,
}

impl Slots {
    /// The places of the readings in `keys` for that slot, the last first.
    fn find(&mut self, slot: ReadingKey, keys: &[ReadingKey]) -> Vec<usize> {
        for (place, key) in keys.iter().enumerate().skip(self.before.len()) {
            self.before.push(self.last.insert(key.with_revision(0), place));
        }
        let last = self.last.get(&slot).copied();
        std::iter::successors(last, |place| self.before.get(*place).copied().flatten()).collect()
    }
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
        self.frame.clear();
        encode_frame(&frame.outcome, &frame.bytes, &mut self.frame);
        self.writes.put(Table::Frames, &key, &self.frame);
        if let FrameOutcome::Refused { .. } = frame.outcome {
            self.writes.put(Table::Refused, &refused_key(device, frame.received_at, sequence), &[]);
        }
    }

    fn count(&mut self, count: &'b Count) {
        let device = self.device_id(&count.device);
        self.changes.additions.push(device, &count.counter, count.add);
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
        self.note_latest(key, self.readings.len());
        self.keys.push(key);
        self.readings.push(written);
        Ok(())
    }

    /// Compares a reading with every value that is there for its series, granularity and time, in the store
    /// and in this commit. A device that repeats a whole day thus changes nothing. What was there before a
    /// withdrawal counts no longer: the same value may come again, and then stands.
    fn judge(&mut self, slot: ReadingKey, reading: &Reading) -> Result<Verdict, LakeError> {
        if self.latest_key(slot).is_none_or(|latest| latest < slot) {
            return Ok(Verdict::Write(slot));
        }
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
        let here = self.slots.find(slot, &self.keys);
        revisions += here.len();
        for earlier in here.into_iter().rev().filter_map(|place| self.readings.get(place)) {
            said = Record::of(earlier.reading).still_said(said, reading);
        }
        if said {
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
        if self.latest_key(key).is_none_or(|latest| latest < key) {
            self.latest.insert((key.series, key.granularity), (key, position));
        }
    }

    /// The latest of the series and granularity of `key`, in this commit or before it.
    fn latest_key(&self, key: ReadingKey) -> Option<ReadingKey> {
        match self.latest.get(&(key.series, key.granularity)) {
            Some((latest, _)) => Some(*latest),
            None => self.index.latest(key.series, key.granularity).map(|latest| latest.key),
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
        match self.last_device {
            Some((last, id)) if last == device => id,
            Some(_) | None => {
                let id = self.find_device(device);
                self.last_device = Some((device, id));
                id
            }
        }
    }

    fn find_device(&mut self, device: &'b str) -> u32 {
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
