//! Sealing a finished day: what the hot store and the day's former edition have, as new files.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use jiff::civil::Date;
use model::{Granularity, Problem, SeriesKey, Timestamp};
use parquet::file::metadata::KeyValue;

use super::catalogue::{Catalogue, Edition, Period, SealedFile, SealedKind};
use super::columns::{self, Columns};
use super::files::{Sealed, file_name, granularity_text};
use super::read::FORMAT;
use super::rollup::{self, DayTally, Tallies};
use super::write::{FileWriter, PAGE_ROWS, Written};
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
            match self.write_day(&catalogue, &edition, with_exact) {
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
    fn write_day(
        &self,
        catalogue: &Catalogue,
        edition: &Edition,
        with_exact: bool,
    ) -> Result<Vec<SealedFile>, WriteError> {
        let sealed = &self.shared().sealed;
        let day = edition.period.first_day();
        let mut all = self.series();
        all.sort_by_cached_key(|series| (series.factor.as_str().to_owned(), series.source.to_string()));
        let mut writer = DayWriter::new(sealed, edition, with_exact);
        for series in all {
            let hot = self.hot_rows_of_day(&series, edition.granularity, day).map_err(WriteError::Lake)?;
            let there = sealed.rows_of_day(catalogue, &series, edition.granularity, day);
            let rows = match there.map_err(WriteError::Lake)? {
                Some(there) => merge(&there, hot),
                None => hot,
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
pub(crate) fn merge(sealed: &[Row], hot: Vec<Row>) -> Vec<Row> {
    if sealed.is_empty() {
        return hot;
    }
    let mut rows = sealed.to_vec();
    rows.extend(hot.into_iter().filter(|row| !contains(sealed, row)));
    // Stable: of one time the sealed ones stay before the hot ones, each in their order.
    rows.sort_by_key(|row| row.time);
    rows
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
    tallies: Tallies,
    factor: Option<String>,
}

impl<'a> DayWriter<'a> {
    fn new(sealed: &'a Sealed, edition: &'a Edition, with_exact: bool) -> Self {
        let file = |kind| ValuesFile {
            sealed,
            edition,
            kind,
            with_exact,
            columns: Columns::default(),
            writer: None,
            figures: 0,
            sources: Sources::default(),
        };
        let (values, former) = (file(SealedKind::Values), file(SealedKind::Former));
        Self { sealed, edition, values, former, tallies: Tallies::default(), factor: None }
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
        }
        let rows = numbered(rows);
        let times: Vec<Timestamp> = rows.iter().map(|row| row.time).collect();
        // The last of the rows of a time is the one that stands.
        let stands = |index: usize| times.get(index) != times.get(index + 1);
        let (mut standing, mut former) = (Vec::with_capacity(rows.len()), Vec::new());
        for (index, row) in rows.into_iter().enumerate() {
            if stands(index) { standing.push(row) } else { former.push(row) }
        }
        let day = self.edition.period.start();
        if let Some(tally) = DayTally::of(day, standing.iter()) {
            self.tallies.push(series, tally);
        }
        self.values.push(series, &standing)?;
        self.former.push(series, &former)
    }

    fn finish(self) -> Result<Vec<SealedFile>, WriteError> {
        let mut files = Vec::new();
        files.extend(self.values.finish()?);
        files.extend(self.former.finish()?);
        files.extend(write_tallies(self.sealed, self.edition, self.tallies)?);
        Ok(files)
    }
}

/// Revisions of one time numbered from 0 on.
fn numbered(rows: &[Row]) -> Vec<Row> {
    let mut numbered: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        let revision = match numbered.last() {
            Some(before) if before.time == row.time => before.revision.saturating_add(1),
            Some(_) | None => 0,
        };
        let mut row = Row { revision, ..row.clone() };
        if revision > 0 {
            row.record.problems.insert(Problem::Revised);
        }
        numbered.push(row);
    }
    numbered
}

pub(super) fn write_tallies(
    sealed: &Sealed,
    edition: &Edition,
    mut tallies: Tallies,
) -> Result<Option<SealedFile>, WriteError> {
    if tallies.len() == 0 {
        return Ok(None);
    }
    let kind = SealedKind::Rollup;
    let name = file_name(edition, None, kind);
    let mut writer = FileWriter::create(&sealed.path(&name), &rollup::schema(), metadata(edition, kind))?;
    let sources = tallies.sources();
    writer.write(&tallies.take()?)?;
    Ok(Some(sealed_file(edition, kind, name, writer.finish()?, 0, sources)))
}

/// A file of values, made when its first row comes.
struct ValuesFile<'a> {
    sealed: &'a Sealed,
    edition: &'a Edition,
    kind: SealedKind,
    with_exact: bool,
    columns: Columns,
    writer: Option<FileWriter>,
    figures: u64,
    sources: Sources,
}

/// The first and the last source of a file, in the order of their text.
#[derive(Default, Clone)]
pub(super) struct Sources(Option<(String, String)>);

impl Sources {
    pub(super) fn note(&mut self, source: &str) {
        match &mut self.0 {
            None => self.0 = Some((source.to_owned(), source.to_owned())),
            Some((first, _)) if source < first.as_str() => source.clone_into(first),
            Some((_, last)) if source > last.as_str() => source.clone_into(last),
            Some(_) => {}
        }
    }
}

impl ValuesFile<'_> {
    fn push(&mut self, series: &SeriesKey, rows: &[Row]) -> Result<(), WriteError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.sources.note(&series.source.to_string());
        let figures = |row: &Row| super::figures::figures(&row.record.values).into_iter().flatten().count();
        self.figures += rows.iter().map(figures).sum::<usize>() as u64;
        self.columns.push(series, rows.iter());
        if self.columns.has_exact() && !self.with_exact {
            return Err(WriteError::NeedsExact);
        }
        if self.columns.len() >= PAGE_ROWS { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), WriteError> {
        if self.columns.len() == 0 {
            return Ok(());
        }
        let schema = columns::schema(self.with_exact);
        let batch = self.columns.take(&schema)?;
        let writer = match &mut self.writer {
            Some(writer) => writer,
            slot @ None => {
                let name = file_name(self.edition, None, self.kind);
                let metadata = metadata(self.edition, self.kind);
                slot.insert(FileWriter::create(&self.sealed.path(&name), &schema, metadata)?)
            }
        };
        Ok(writer.write(&batch)?)
    }

    fn end_group(&mut self) -> Result<(), WriteError> {
        self.write()?;
        match &mut self.writer {
            Some(writer) => Ok(writer.end_group()?),
            None => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Option<SealedFile>, WriteError> {
        self.write()?;
        let Some(writer) = self.writer else { return Ok(None) };
        let name = file_name(self.edition, None, self.kind);
        Ok(Some(sealed_file(self.edition, self.kind, name, writer.finish()?, self.figures, self.sources)))
    }
}

pub(super) fn sealed_file(
    edition: &Edition,
    kind: SealedKind,
    name: String,
    written: Written,
    figures: u64,
    sources: Sources,
) -> SealedFile {
    let (first_source, last_source) = sources.0.unwrap_or_default();
    SealedFile {
        name,
        kind,
        granularity: edition.granularity,
        period: edition.period,
        rows: written.rows,
        values: figures,
        bytes: written.bytes,
        sha256: hex(&written.sha256),
        first_source,
        last_source,
        replaced_days: Vec::new(),
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn metadata(edition: &Edition, kind: SealedKind) -> Vec<KeyValue> {
    let problems: Vec<String> =
        Problem::ALL.iter().enumerate().map(|(bit, problem)| format!("{bit}={}", problem.code())).collect();
    let pairs: BTreeMap<&str, String> = [
        (FORMAT.0, FORMAT.1.to_owned()),
        ("jingwei.kind", kind.text().to_owned()),
        ("jingwei.granularity", granularity_text(edition.granularity).to_owned()),
        ("jingwei.from", edition.period.first_day().to_string()),
        ("jingwei.to", edition.period.end_day().to_string()),
        ("jingwei.generation", edition.generation.to_string()),
        ("jingwei.problems", problems.join(",")),
    ]
    .into();
    pairs.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()
}
