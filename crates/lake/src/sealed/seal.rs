//! Sealing a finished day: what the hot store and the day's former edition have, as new files.

use std::sync::PoisonError;

use jiff::civil::Date;
use model::{Granularity, SeriesKey, Timestamp};

use super::catalogue::{Catalogue, Edition, Period, SealedFile, SealedKind, Stretch};
use super::content::{ValuesFile, split_revisions, write_tallies};
use super::files::{Sealed, file_name};
use super::rollup::{DayTally, Tallies};
use super::{FileError, Row};
use crate::engine::Table;
use crate::error::io_kind;
use crate::{Lake, LakeError};

/// Something that was sealed and is not yet settled: its event is to be written into the ledger, and then
/// [`Lake::settle`] is to be called with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Of which granularity.
    pub granularity: Granularity,
    /// The day or month.
    pub period: Period,
    /// 1 for the first seal of the period, growing by one with each further one.
    pub generation: u32,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// The files that count for the period from now on.
    pub files: Vec<SealedFile>,
}

impl Seal {
    pub(super) fn of(edition: &Edition) -> Self {
        let Edition { granularity, period, generation, sealed_at, files, .. } = edition;
        let (granularity, period, generation, sealed_at) = (*granularity, *period, *generation, *sealed_at);
        Self { granularity, period, generation, sealed_at, files: files.clone() }
    }

    /// Values that stand in it.
    pub fn rows(&self) -> u64 {
        self.rows_of(SealedKind::Values)
    }

    /// Values in it that were replaced.
    pub fn former_rows(&self) -> u64 {
        self.rows_of(SealedKind::Former)
    }

    fn rows_of(&self, kind: SealedKind) -> u64 {
        self.files.iter().filter(|file| file.kind == kind).map(|file| file.rows).sum()
    }
}

impl Lake {
    /// Seals a finished day, or seals it anew with what has come since: files are written, made durable, and
    /// count from then on. `None` if there is nothing (new) to seal.
    ///
    /// Afterwards write the seal into the ledger and call [`Lake::settle`]; after a crash in between
    /// [`Lake::unsettled`] tells what is left to do. Only one act of sealing runs at a time; readers and
    /// writers go on meanwhile. Memory is bounded by one row group of compressed pages and one series' day.
    ///
    /// # Errors
    /// `Internal` if the day is not over at `now`, `Full` if there is no room, `Corrupt` if a sealed file that
    /// is part of it is damaged (see [`Lake::damaged_files`]), otherwise as the disk says. Nothing has then
    /// changed.
    pub fn seal(
        &self,
        granularity: Granularity,
        day: Date,
        now: Timestamp,
    ) -> Result<Option<Seal>, LakeError> {
        let sealed = &self.shared().sealed;
        let _act = sealed.act.lock().unwrap_or_else(PoisonError::into_inner);
        let period = Period::Day(day);
        if now < period.end() {
            return Err(LakeError::NotOver { period });
        }
        self.check_room()?;
        let catalogue = sealed.catalogue();
        if !self.has_new(&catalogue, granularity, day)? {
            return Ok(None);
        }
        let mut edition = next_edition(&catalogue, granularity, period, now);
        remove_remains(sealed, &edition);
        let mut with_exact = false;
        let files = loop {
            match self.write_day(&catalogue, &edition, with_exact, Damage::Refuse) {
                Ok(files) => break files,
                Err(WriteError::NeedsExact) if !with_exact => with_exact = true,
                Err(error) => return Err(error.into_lake()),
            }
        };
        edition.files = files;
        self.commit_edition(&catalogue, &edition, &[])?;
        Ok(Some(Seal::of(&edition)))
    }

    /// Whether the hot store has rows of the day that its edition has not.
    fn has_new(&self, catalogue: &Catalogue, granularity: Granularity, day: Date) -> Result<bool, LakeError> {
        let sealed = catalogue.of_day(granularity, day).is_some();
        for series in self.series() {
            let hot = self.hot_rows_of_day(&series, granularity, day)?;
            if hot.is_empty() {
                continue;
            }
            if !sealed {
                return Ok(true);
            }
            let there = self.shared().sealed.rows_of_day(catalogue, &series, granularity, day)?;
            if !hot.iter().all(|row| contains(there.as_deref().map_or(&[], Vec::as_slice), row)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn hot_rows_of_day(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        day: Date,
    ) -> Result<Vec<Row>, LakeError> {
        let period = Period::Day(day);
        self.hot_rows(series, granularity, period.start(), period.end())
    }

    /// All rows of the day, by factor and then by source.
    pub(super) fn write_day(
        &self,
        catalogue: &Catalogue,
        edition: &Edition,
        with_exact: bool,
        damage: Damage,
    ) -> Result<Vec<SealedFile>, WriteError> {
        let sealed = &self.shared().sealed;
        let day = edition.period.first_day();
        let mut all = self.series();
        all.sort_by_cached_key(|series| (series.factor.as_str().to_owned(), series.source.to_string()));
        let mut writer = DayWriter::new(sealed, edition, with_exact);
        for series in all {
            let hot = self.hot_rows_of_day(&series, edition.granularity, day).map_err(WriteError::Lake)?;
            let rows = match catalogue.of_day(edition.granularity, day) {
                None => hot,
                Some(before) => {
                    let (from, to) = (edition.period.start(), edition.period.end());
                    let stretch = Stretch { from, to, edition: before };
                    merge(sealed.rows_despite(&series, stretch, damage).map_err(WriteError::Lake)?, hot)
                }
            };
            writer.series(&series, &rows)?;
        }
        writer.finish()
    }

    /// Makes an edition count, in the place of the one of its period and of `replaced` days.
    pub(super) fn commit_edition(
        &self,
        catalogue: &Catalogue,
        edition: &Edition,
        replaced: &[Period],
    ) -> Result<(), LakeError> {
        let mut next = catalogue.clone();
        next.insert(edition.clone());
        self.shared().with_engine(|engine| {
            let mut writes = engine.write_set();
            writes.put(Table::Sealed, &edition.key(), &edition.encode());
            for period in replaced {
                writes.remove(Table::Sealed, &super::catalogue::key(edition.granularity, *period));
            }
            writes.commit()
        })?;
        for period in replaced {
            next.remove(edition.granularity, *period);
        }
        self.shared().sealed.exchange(next);
        Ok(())
    }

    pub(super) fn check_room(&self) -> Result<(), LakeError> {
        let shared = self.shared();
        let free_bytes = crate::space::free_bytes(shared.folder.path())?;
        let min_free_bytes = shared.options.min_free_bytes;
        if free_bytes < min_free_bytes {
            return Err(LakeError::Full { free_bytes, min_free_bytes });
        }
        Ok(())
    }
}

/// The edition after the one that counts for the period.
pub(super) fn next_edition(
    catalogue: &Catalogue,
    granularity: Granularity,
    period: Period,
    now: Timestamp,
) -> Edition {
    let before = catalogue.get(granularity, period);
    let highest = catalogue.highest_generation(granularity, period);
    let old = before.map(|edition| {
        let names = edition.files.iter().map(|file| file.name.clone());
        names.chain(edition.old.iter().cloned()).collect()
    });
    Edition {
        granularity,
        period,
        generation: highest + 1,
        sealed_at: now,
        settled: false,
        files: Vec::new(),
        old: old.unwrap_or_default(),
    }
}

/// Removes what an attempt at this edition left behind that did not come to its end.
pub(super) fn remove_remains(sealed: &Sealed, edition: &Edition) {
    let stem = file_name(edition, None, SealedKind::Values).replace("values.parquet", "");
    let path = sealed.path(&stem);
    let (Some(folder), Some(prefix)) = (path.parent(), path.file_name()) else { return };
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&*prefix.to_string_lossy()) {
            tracing::info!(file = %entry.path().display(), "removing an unfinished sealed file");
            if let Err(error) = std::fs::remove_file(entry.path()) {
                tracing::warn!(%error, file = %entry.path().display(), "cannot remove an unfinished file");
            }
        }
    }
}

/// Whether `rows`, in order, have this value at its time. What was numbered after all of them came after them,
/// and is news although the value is not: it was withdrawn meanwhile.
pub(super) fn contains(rows: &[Row], row: &Row) -> bool {
    let start = rows.partition_point(|other| other.time < row.time);
    let same_time = || rows.iter().skip(start).take_while(|other| other.time == row.time);
    let highest = same_time().map(|other| other.revision).max();
    highest.is_some_and(|highest| row.revision <= highest)
        && same_time().any(|other| other.record.is_the_same_value(&row.record))
}

/// Every revision of both, in the order of time; those that the sealed side has come first, as they came first.
pub(crate) fn merge(sealed: Vec<Row>, hot: Vec<Row>) -> Vec<Row> {
    if sealed.is_empty() {
        return hot;
    }
    if hot.is_empty() {
        return sealed;
    }
    let new: Vec<Row> = hot.into_iter().filter(|row| !contains(&sealed, row)).collect();
    let mut rows = sealed;
    rows.extend(new);
    // Stable: of one time the sealed ones stay before the hot ones, each in their order.
    rows.sort_by_key(|row| row.time);
    rows
}

/// What to do where a file that is part of a new one is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// Give up: nothing may be lost in silence.
    Refuse,
    /// Take what can be read.
    Skip,
}

/// Why a file was not written.
pub(super) enum WriteError {
    /// There is a figure that is no decimal, and no column for it.
    NeedsExact,
    File(FileError),
    Lake(LakeError),
}

impl From<FileError> for WriteError {
    fn from(error: FileError) -> Self {
        WriteError::File(error)
    }
}

impl WriteError {
    pub(super) fn into_lake(self) -> LakeError {
        match self {
            WriteError::Lake(error) => error,
            WriteError::NeedsExact => LakeError::corrupt("sealed file", "a figure has no column"),
            WriteError::File(FileError::Io(error)) => LakeError::io("write a sealed file", error),
            WriteError::File(error) => {
                // Parquet wraps what the file system says.
                let source: &(dyn std::error::Error + 'static) = &error;
                let kind = std::iter::successors(Some(source), |error| error.source())
                    .find_map(|error| error.downcast_ref::<std::io::Error>())
                    .map_or(model::ErrorKind::Unavailable, io_kind);
                let text = error.to_string();
                let full = text.contains("No space left");
                let kind = if full { model::ErrorKind::Full } else { kind };
                LakeError::Storage { doing: "write a sealed file", kind, source: std::sync::Arc::new(error) }
            }
        }
    }
}

/// The files of a day, or one part of a month's.
pub(super) struct DayWriter<'a> {
    sealed: &'a Sealed,
    edition: &'a Edition,
    values: ValuesFile<'a>,
    former: ValuesFile<'a>,
    /// One for each factor.
    tallies: Vec<Tallies>,
    factor: Option<String>,
}

impl<'a> DayWriter<'a> {
    fn new(sealed: &'a Sealed, edition: &'a Edition, with_exact: bool) -> Self {
        let file = |kind| ValuesFile::new(sealed, edition, kind, None, with_exact);
        let (values, former) = (file(SealedKind::Values), file(SealedKind::Former));
        Self { sealed, edition, values, former, tallies: Vec::new(), factor: None }
    }

    /// Adds a series' rows of the day, in the order of time.
    fn series(&mut self, series: &SeriesKey, rows: &[Row]) -> Result<(), WriteError> {
        if rows.is_empty() {
            return Ok(());
        }
        if self.factor.as_deref() != Some(series.factor.as_str()) {
            if self.factor.is_some() {
                self.values.end_group()?;
                self.former.end_group()?;
            }
            self.factor = Some(series.factor.as_str().to_owned());
            self.tallies.push(Tallies::default());
        }
        let (standing, former) = split_revisions(rows);
        let day = self.edition.period.start();
        if let (Some(tally), Some(tallies)) = (DayTally::of(day, standing.iter()), self.tallies.last_mut()) {
            tallies.push(series, tally);
        }
        self.values.push(series, &standing)?;
        self.former.push(series, &former)
    }

    fn finish(self) -> Result<Vec<SealedFile>, WriteError> {
        let mut files = Vec::new();
        files.extend(self.values.finish()?);
        files.extend(self.former.finish()?);
        let tallies = self.tallies.into_iter();
        files.extend(write_tallies(self.sealed, self.edition, tallies)?);
        Ok(files)
    }
}
