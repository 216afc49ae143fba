//! The last step of sealing: rows leave the hot store, and replaced files the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use jiff::civil::Date;
use model::{Granularity, SeriesKey, Timestamp};

use super::catalogue::{Edition, Period, SealedFile, day_of, day_start};
use super::seal::{Seal, contains};
use super::sums::path_of_sums;
use super::write::sync_folder_of;
use super::{FileError, Row};
use crate::engine::Table;
use crate::index::keep_latest;
use crate::key::ReadingKey;
use crate::{Lake, LakeError};

/// Rows that leave the hot store in one commit, so that no writer waits for long.
const ROWS_OF_A_COMMIT: usize = 5_000;

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
            Period::Month(_) => 0,
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
        let mut removed = 0;
        for series in self.series() {
            let hot = self.hot_rows_of_day(&series, granularity, day)?;
            if hot.is_empty() {
                continue;
            }
            let Some(there) = sealed.rows_of_day(&catalogue, &series, granularity, day)? else { continue };
            let mut gone = hot;
            gone.retain(|row| contains(&there, row));
            removed += self.remove_rows(&series, granularity, &gone)?;
        }
        Ok(removed)
    }

    fn remove_rows(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        rows: &[Row],
    ) -> Result<u64, LakeError> {
        let (id, latest) = {
            let index = self.shared().index();
            let Some(id) = index.series_id(series) else { return Ok(0) };
            (id, index.latest(id, granularity).map(|latest| latest.key))
        };
        let mut removed = 0;
        for rows in rows.chunks(ROWS_OF_A_COMMIT) {
            self.shared().with_engine(|engine| {
                let mut writes = engine.write_set();
                for row in rows {
                    let key = ReadingKey::new(granularity, id, row.time, row.revision);
                    if Some(key) == latest
                        && let Some(value) = engine.get(Table::Readings, &key.encode())?
                    {
                        keep_latest(&mut writes, key, &value);
                    }
                    writes.remove(Table::Readings, &key.encode());
                    removed += 1;
                }
                writes.commit()
            })?;
        }
        Ok(removed)
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
    /// anew, once they are over. Days outside
    /// the years 1 to 9998 are left out: those readings stay in the hot store.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn hot_days(&self) -> Result<Vec<(Granularity, Date)>, LakeError> {
        let mut days = BTreeSet::new();
        for granularity in Granularity::ALL {
            let mut start = ReadingKey::new(granularity, 0, Timestamp::MIN, 0);
            let end = ReadingKey::new(granularity, u32::MAX, Timestamp::MAX, u8::MAX);
            while let Some(key) = self.first_hot_key(start, end)? {
                let day = day_of(key.time()?);
                days.insert((granularity, day));
                start = after_day(key, day);
            }
        }
        days.retain(|(_, day)| (1..=9998).contains(&day.year()));
        Ok(days.into_iter().collect())
    }

    fn first_hot_key(&self, from: ReadingKey, to: ReadingKey) -> Result<Option<ReadingKey>, LakeError> {
        self.shared().with_engine(|engine| {
            let first = engine.scan(Table::Readings, &from.encode(), &to.encode()).next();
            first.map(|row| ReadingKey::decode(&row?.0)).transpose()
        })
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

/// Where another day than that of `key` can be found next: within a bucket the series comes before the time.
fn after_day(key: ReadingKey, day: Date) -> ReadingKey {
    let ReadingKey { granularity, bucket, series, .. } = key;
    let next_bucket = ReadingKey::first_in_bucket(granularity, bucket.saturating_add(1), 0);
    let Ok(next_day) = day.tomorrow().map(day_start) else { return next_bucket };
    let same_series = ReadingKey::new(granularity, series, next_day, 0);
    let bucket_began = ReadingKey::first_in_bucket(granularity, bucket, series).time();
    let begins_with_the_day = bucket_began.is_ok_and(|began| day_of(began) == day);
    if begins_with_the_day && same_series.bucket > bucket {
        next_bucket
    } else if same_series.bucket == bucket {
        same_series
    } else {
        ReadingKey::first_in_bucket(granularity, bucket, series.saturating_add(1))
    }
}
