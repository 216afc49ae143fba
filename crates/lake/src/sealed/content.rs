//! Files of values and of roll-ups, from rows to names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use model::{Problem, SeriesKey, Timestamp};
use parquet::file::metadata::KeyValue;

use super::Row;
use super::catalogue::{Edition, SealedFile, SealedKind};
use super::columns::{self, Columns};
use super::files::{Sealed, file_name, granularity_text};
use super::read::FORMAT;
use super::rollup::{self, Tallies};
use super::seal::WriteError;
use super::write::{FileWriter, PAGE_ROWS, Written};

/// Rows in the order of time as those that stand and those that were replaced; the last of a time stands.
pub(super) fn split_revisions(rows: &[Row]) -> (Cow<'_, [Row]>, Vec<Row>) {
    // Nearly every day: nothing was said twice.
    if rows.iter().all(|row| row.revision == 0) && rows.is_sorted_by(|a, b| a.time < b.time) {
        return (Cow::Borrowed(rows), Vec::new());
    }
    let rows = numbered(rows);
    let times: Vec<Timestamp> = rows.iter().map(|row| row.time).collect();
    let stands = |index: usize| times.get(index) != times.get(index + 1);
    let (mut standing, mut former) = (Vec::with_capacity(rows.len()), Vec::new());
    for (index, row) in rows.into_iter().enumerate() {
        if stands(index) { standing.push(row) } else { former.push(row) }
    }
    (Cow::Owned(standing), former)
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

/// The file of roll-ups: one row group for each factor, in the order in which they come.
pub(super) fn write_tallies(
    sealed: &Sealed,
    edition: &Edition,
    by_factor: impl Iterator<Item = Tallies>,
) -> Result<Option<SealedFile>, WriteError> {
    let kind = SealedKind::Rollup;
    let name = file_name(edition, None, kind);
    let mut sources = Sources::default();
    let mut writer: Option<FileWriter> = None;
    for mut tallies in by_factor {
        if tallies.len() == 0 {
            continue;
        }
        tallies.note_sources(&mut sources);
        let writer = match &mut writer {
            Some(writer) => writer,
            slot @ None => {
                let metadata = metadata(edition, kind);
                slot.insert(FileWriter::create(&sealed.path(&name), &rollup::schema(), metadata)?)
            }
        };
        writer.write(&tallies.take()?)?;
        writer.end_group()?;
    }
    let Some(writer) = writer else { return Ok(None) };
    Ok(Some(sealed_file(edition, kind, name, writer.finish()?, 0, sources)))
}

/// A file of values, made when its first row comes.
pub(super) struct ValuesFile<'a> {
    sealed: &'a Sealed,
    edition: &'a Edition,
    kind: SealedKind,
    part: Option<usize>,
    with_exact: bool,
    columns: Columns,
    writer: Option<FileWriter>,
    figures: u64,
    rows: u64,
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

impl<'a> ValuesFile<'a> {
    pub(super) fn new(
        sealed: &'a Sealed,
        edition: &'a Edition,
        kind: SealedKind,
        part: Option<usize>,
        with_exact: bool,
    ) -> Self {
        let (columns, sources) = (Columns::default(), Sources::default());
        Self { sealed, edition, kind, part, with_exact, columns, writer: None, figures: 0, rows: 0, sources }
    }

    /// Rows so far.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds rows of a series; after [`WriteError::NeedsExact`] the file is of no use.
    pub(super) fn push(&mut self, series: &SeriesKey, rows: &[Row]) -> Result<(), WriteError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.sources.note(&series.source.to_string());
        let figures = |row: &Row| super::figures::figures(&row.record.values).into_iter().flatten().count();
        self.rows += rows.len() as u64;
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
                let name = file_name(self.edition, self.part, self.kind);
                let metadata = metadata(self.edition, self.kind);
                slot.insert(FileWriter::create(&self.sealed.path(&name), &schema, metadata)?)
            }
        };
        Ok(writer.write(&batch)?)
    }

    pub(super) fn end_group(&mut self) -> Result<(), WriteError> {
        self.write()?;
        match &mut self.writer {
            Some(writer) => Ok(writer.end_group()?),
            None => Ok(()),
        }
    }

    pub(super) fn finish(mut self) -> Result<Option<SealedFile>, WriteError> {
        self.write()?;
        let Some(writer) = self.writer else { return Ok(None) };
        let name = file_name(self.edition, self.part, self.kind);
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
