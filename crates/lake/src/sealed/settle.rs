//! The last step of sealing: rows leave the hot store, and replaced files the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, PoisonError};

use jiff::civil::Date;
use model::{Granularity, Timestamp};

use super::catalogue::{Edition, Period, SealedFile, day_of, day_start};
use super::seal::{Seal, contains};
use super::sums::path_of_sums;
use super::write::sync_folder_of;
use super::{FileError, Row};
use crate::hot::{Place, next_bucket, series_between, sweep};
use crate::index::keep_latest;
use crate::key::ReadingKey;
use crate::{Lake, LakeError};

impl Lake {
    /// What was sealed and not yet settled, the oldest first.
    pub fn unsettled(&self) -> Vec<Seal> {
        let catalogue = self.shared().sealed.catalogue();
        let mut unsettled: Vec<Seal> =
            catalogue.editions().filter(|edition| !edition.settled).map(Seal::of).collect();
        unsettled.sort_by_key(|seal| (seal.sealed_at, seal.granularity, seal.period));
        unsettled
    }

    /// Ends an act of sealing after its event is in the ledger: removes what it replaced, and takes the rows
    /// of the day out of the hot store, each only after it was read back from the sealed file and found the
    /// same. Repeated, or for a seal that was replaced meanwhile, it does nothing.
    ///
    /// Gives the number of rows that left the hot store.
    ///
    /// # Errors
    /// As [`Lake::seal`]; what was not done is done by the next call.
    pub fn settle(&self, seal: &Seal) -> Result<u64, LakeError> {
        let sealed = &self.shared().sealed;
        let _act = sealed.act.lock().unwrap_or_else(PoisonError::into_inner);
        let found = sealed.catalogue().get(seal.granularity, seal.period).cloned();
        let Some(edition) = found.filter(|edition| edition.generation == seal.generation) else {
            return Ok(0);
        };
        if edition.settled {
            return Ok(0);
        }
        sealed.wait_for_readers();
        let removed = match edition.period {
            Period::Day(day) => self.sweep(edition.granularity, day)?,
            // Rows that came straight into a month's files can have their first and last in the hot store.
            Period::Month(_) => {
                let (first, end) = (edition.period.first_day(), edition.period.end_day());
                let mut removed = 0;
                for (granularity, day) in self.hot_days()? {
                    if granularity == edition.granularity && (first..end).contains(&day) {
                        removed += self.sweep(granularity, day)?;
                    }
                }
                removed
            }
        };
        self.remove_files(&edition.old)?;
        let settled = Edition { settled: true, old: Vec::new(), ..edition };
        let catalogue = sealed.catalogue();
        self.commit_edition(&catalogue, &settled, &[])?;
        Ok(removed)
    }

    /// Takes rows out of the hot store that its files have.
    pub(super) fn sweep(&self, granularity: Granularity, day: Date) -> Result<u64, LakeError> {
        let sealed = &self.shared().sealed;
        let catalogue = sealed.catalogue();
        let (start, end) = (day_start(day), Period::Day(day).end());
        let key = |time| ReadingKey::new(granularity, 0, time, 0);
        let (first, last) = (key(start), key(end));
        let all = self.shared().index().all_series_by_id();
        let known = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let hot = self.shared().with_engine(|engine| series_between(engine, first, last, known))?;
        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for series in hot {
            groups.entry(Place::group_of(series)).or_default().push(series);
        }
        let mut removed = 0;
        for (group, members) in groups {
            let mut there = BTreeMap::new();
            for id in members {
                let Some(series) = all.get(id as usize) else { continue };
                if let Some(rows) = sealed.rows_of_day(&catalogue, series, granularity, day)? {
                    let latest = self.shared().index().latest(id, granularity).map(|latest| latest.key);
                    there.insert(id, (rows, latest));
                }
            }
            let buckets = first.bucket..=last.bucket;
            let places = buckets.map(|bucket| Place { granularity, bucket, group });
            removed += self.remove_rows(places, start..end, &there)?;
        }
        Ok(removed)
    }

    /// One commit for the day of one group.
    fn remove_rows(
        &self,
        places: impl Iterator<Item = Place>,
        times: Range<Timestamp>,
        there: &BTreeMap<u32, (Arc<Vec<Row>>, Option<ReadingKey>)>,
    ) -> Result<u64, LakeError> {
        self.shared().with_engine(|engine| {
            let mut writes = engine.write_set();
            let mut removed = 0;
            for place in places {
                removed += sweep(engine, &mut writes, place, |writes, key, record, bytes| {
                    let Some((there, latest)) = there.get(&key.series) else { return false };
                    let Ok(time) = key.time() else { return false };
                    let row = Row { time, revision: key.revision, record };
                    let goes = times.contains(&time) && contains(there, &row);
                    if goes && Some(key) == *latest {
                        keep_latest(writes, key, bytes);
                    }
                    goes
                })?;
            }
            writes.commit().map(|()| removed)
        })
    }

    /// Removes sealed files that no catalogue names.
    pub(super) fn remove_files(&self, names: &[String]) -> Result<(), LakeError> {
        let sealed = &self.shared().sealed;
        sealed.forget(names);
        let mut synced = Vec::new();
        for name in names {
            let path = sealed.path(name);
            for path in [path_of_sums(&path), path.clone()] {
                match std::fs::remove_file(&path) {
                    Ok(()) => {}
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                    Err(error) => return Err(LakeError::io("remove a replaced file", error)),
                }
            }
            synced.push(path);
        }
        synced.dedup_by(|a, b| a.parent() == b.parent());
        for path in synced {
            let done = sync_folder_of(&path);
            if let Err(error) = done.map_err(FileError::Io) {
                tracing::debug!(%error, "cannot sync a folder of sealed files");
            }
        }
        Ok(())
    }

    /// The days of which the hot store has something, by granularity: days that are to be sealed, or sealed
    /// anew, once they are over. Days outside the years 1 to 9998 are left out: those readings stay in the hot
    /// store.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn hot_days(&self) -> Result<Vec<(Granularity, Date)>, LakeError> {
        let mut days = BTreeSet::new();
        for granularity in Granularity::ALL {
            let mut first = 0;
            let mut note = |key: ReadingKey| {
                days.extend(key.time().map(|time| (granularity, day_of(time))));
                if within_a_day(key) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            while let Some(bucket) =
                self.shared().with_engine(|engine| next_bucket(engine, granularity, first, &mut note))?
            {
                first = bucket.saturating_add(1);
            }
        }
        days.retain(|(_, day)| (1..=9998).contains(&day.year()));
        Ok(days.into_iter().collect())
    }

    /// Sealed files that were found damaged, by name below the lake's folder, with what is wrong. A file is
    /// found when it is read or, if it is missing or has another length, when the lake is opened.
    pub fn damaged_files(&self) -> BTreeMap<String, String> {
        self.shared().sealed.damaged()
    }

    /// Every sealed file that counts, by granularity and time. With what is only in the hot store they are all
    /// there is: rows of a month's file whose day is among its `replaced_days` do not count.
    pub fn sealed_files(&self) -> Vec<SealedFile> {
        self.shared().sealed.catalogue().files()
    }
}

/// Whether the whole bucket of a key is in one day: buckets begin with no hour, so one an hour long can have the
/// midnight in it.
fn within_a_day(key: ReadingKey) -> bool {
    let start = |bucket| ReadingKey::first_in_bucket(key.granularity, bucket, 0).time().map(day_of);
    let next = start(key.bucket.saturating_add(1));
    matches!((start(key.bucket), next), (Ok(first), Ok(next)) if first == next)
}
