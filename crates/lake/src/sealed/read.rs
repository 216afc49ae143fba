//! Reading one file: only the pages in which what is wanted can be.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use model::{SeriesKey, Timestamp};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::statistics::Statistics;

use super::candidates::Candidates;
use super::columns::{FIGURE_NAMES, Point, Rows, schema, split};
use super::rollup::{self, TALLY_COLUMNS, Tally, TallyRows};
use super::sums::{CheckedFile, SharedFile};
use super::write::PAGE_ROWS;
use super::{FileError, Row};

/// The metadata key that names the format, and the only format that is known.
pub(super) const FORMAT: (&str, &str) = ("jingwei.format", "1");

/// The columns that [`Rows::point`] needs.
pub(crate) const POINT_COLUMNS: [&str; 9] =
    ["source", "factor", "time", "time_nanos", "decimals", "value", "mark", "problems", "value_exact"];

/// An open file of values or of roll-ups.
pub(crate) struct OpenFile {
    file: SharedFile,
    metadata: ArrowReaderMetadata,
}

/// Which rows are wanted; a whole page around them may be given.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    /// From the first to the last, both included.
    pub(crate) sources: Option<(&'a str, &'a str)>,
    /// Any of these series and days.
    pub(crate) candidates: Option<&'a Candidates>,
    /// From the first to the last, both included.
    pub(crate) factors: Option<(&'a str, &'a str)>,
    /// Exclusive at its end.
    pub(crate) time: Option<(Timestamp, Timestamp)>,
    /// A part of the file by its number, of so many parts.
    pub(crate) part: Option<(usize, usize)>,
}

impl<'a> Wanted<'a> {
    /// Every source of a factor.
    pub(crate) fn of_factor(factor: &'a str, from: Timestamp, to: Timestamp) -> Self {
        Self { factors: Some((factor, factor)), time: Some((from, to)), ..Self::default() }
    }

    /// The row groups of the part, of all that there are.
    fn groups(&self, all: usize) -> Range<usize> {
        let (number, parts) = self.part.unwrap_or((0, 1));
        number * all / parts.max(1)..(number + 1) * all / parts.max(1)
    }
}

impl OpenFile {
    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        let file = SharedFile(Arc::new(CheckedFile::open(path)?));
        guarded(|| {
            let metadata = ParquetMetaDataReader::new()
                .with_page_index_policy(PageIndexPolicy::Required)
                .parse_and_finish(&file)?;
            let schema = expected_schema(&metadata)?;
            let options = ArrowReaderOptions::new().with_schema(schema);
            let metadata = ArrowReaderMetadata::try_new(Arc::new(metadata), options)?;
            Ok(Self { file, metadata })
        })
    }

    /// Bytes of memory that its metadata takes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.metadata.metadata().memory_size()
    }

    /// The rows of a series from `from` to `to`, in order.
    pub(crate) fn rows(
        &self,
        series: &SeriesKey,
        from: Timestamp,
        to: Timestamp,
        found: &mut Vec<Row>,
    ) -> Result<(), FileError> {
        self.each_of_series(series, from, to, None, &mut |rows, row| {
            found.push(rows.row(row)?);
            Ok(())
        })
    }

    /// As [`OpenFile::rows`], page by page, without the pages that cannot be read.
    pub(super) fn readable_rows(
        &self,
        series: &SeriesKey,
        from: Timestamp,
        to: Timestamp,
        found: &mut Vec<Row>,
    ) {
        let (source, factor) = (series.source.to_string(), series.factor.as_str());
        let wanted = Wanted { sources: Some((&source, &source)), ..Wanted::of_factor(factor, from, to) };
        let metadata = self.metadata.metadata();
        for group in 0..metadata.num_row_groups() {
            for page in single_pages(metadata, group, &pages(metadata, group, wanted)) {
                let mut of_page = Vec::new();
                let read = self.group(group, vec![page], None, &mut |batch| {
                    let rows = Rows::of(batch)?;
                    for row in 0..rows.len() {
                        let ours = rows.source.get(row) == source && rows.factor.get(row) == factor;
                        if ours && (from..to).contains(&rows.time(row)?) {
                            of_page.push(rows.row(row)?);
                        }
                    }
                    Ok(())
                });
                if read.is_ok() {
                    found.append(&mut of_page);
                }
            }
        }
    }

    /// As [`OpenFile::rows`], with only what summaries are made of.
    pub(crate) fn points(
        &self,
        series: &SeriesKey,
        from: Timestamp,
        to: Timestamp,
        each: &mut dyn FnMut(Point),
    ) -> Result<(), FileError> {
        self.each_of_series(series, from, to, Some(&POINT_COLUMNS), &mut |rows, row| {
            each(rows.point(row)?);
            Ok(())
        })
    }

    fn each_of_series(
        &self,
        series: &SeriesKey,
        from: Timestamp,
        to: Timestamp,
        columns: Option<&[&str]>,
        each: &mut dyn FnMut(&Rows<'_>, usize) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let (source, factor) = (series.source.to_string(), series.factor.as_str());
        let wanted = Wanted {
            sources: Some((&source, &source)),
            factors: Some((factor, factor)),
            time: Some((from, to)),
            ..Wanted::default()
        };
        self.batches(wanted, columns, &mut |batch| {
            let rows = Rows::of(batch)?;
            let mut ours = false;
            for row in 0..rows.len() {
                if !(rows.source.same_as_before(row) && rows.factor.same_as_before(row)) {
                    ours = rows.source.get(row) == source && rows.factor.get(row) == factor;
                }
                if ours && (from..to).contains(&rows.time(row)?) {
                    each(&rows, row)?;
                }
            }
            Ok(())
        })
    }

    /// Every page with something of what is wanted, in order. All columns where none are named.
    pub(crate) fn batches(
        &self,
        wanted: Wanted<'_>,
        columns: Option<&[&str]>,
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let metadata = self.metadata.metadata();
        for group in wanted.groups(metadata.num_row_groups()) {
            let ranges = pages(metadata, group, wanted);
            if !ranges.is_empty() {
                self.group(group, ranges, columns, each)?;
            }
        }
        Ok(())
    }

    /// The rows of several sources, one factor, all of a stretch; by source, in the order of time.
    pub(super) fn rows_of_sources(
        &self,
        sources: (&str, &str),
        factor: &str,
        from: Timestamp,
        to: Timestamp,
        found: &mut BTreeMap<String, Vec<Row>>,
    ) -> Result<(), FileError> {
        let wanted = Wanted { sources: Some(sources), ..Wanted::of_factor(factor, from, to) };
        self.batches(wanted, None, &mut |batch| {
            let rows = Rows::of(batch)?;
            for row in 0..rows.len() {
                let source = rows.source.get(row);
                let ours = sources.0 <= source && source <= sources.1 && rows.factor.get(row) == factor;
                if ours && (from..to).contains(&rows.time(row)?) {
                    let read = rows.row(row)?;
                    match found.get_mut(source) {
                        Some(of_source) => of_source.push(read),
                        None => drop(found.insert(source.to_owned(), vec![read])),
                    }
                }
            }
            Ok(())
        })
    }

    /// The rows of one source in a stretch, of the factors that `found` has; by factor, in the order of time.
    pub(super) fn rows_of_source(
        &self,
        source: &str,
        from: Timestamp,
        to: Timestamp,
        found: &mut BTreeMap<String, Vec<Row>>,
    ) -> Result<(), FileError> {
        let (Some((first, _)), Some((last, _))) = (found.first_key_value(), found.last_key_value()) else {
            return Ok(());
        };
        let (first, last) = (first.clone(), last.clone());
        let wanted = Wanted {
            sources: Some((source, source)),
            factors: Some((&first, &last)),
            time: Some((from, to)),
            ..Wanted::default()
        };
        self.batches(wanted, None, &mut |batch| {
            let rows = Rows::of(batch)?;
            for run in rows.runs().filter(|run| rows.source.get(run.start) == source) {
                let Some(of_factor) = found.get_mut(rows.factor.get(run.start)) else { continue };
                for row in run {
                    if (from..to).contains(&rows.time(row)?) {
                        of_factor.push(rows.row(row)?);
                    }
                }
            }
            Ok(())
        })
    }

    /// The roll-ups of a series for days from `from` to `to`, in order.
    pub(crate) fn tallies(
        &self,
        series: &SeriesKey,
        from: Timestamp,
        to: Timestamp,
        each: &mut dyn FnMut(Timestamp, Tally),
    ) -> Result<(), FileError> {
        let (source, factor) = (series.source.to_string(), series.factor.as_str());
        let wanted = Wanted { sources: Some((&source, &source)), ..Wanted::of_factor(factor, from, to) };
        self.batches(wanted, Some(&TALLY_COLUMNS), &mut |batch| {
            let rows = TallyRows::of(batch)?;
            for row in 0..batch.num_rows() {
                if rows.extremes.source.get(row) == source && rows.extremes.factor.get(row) == factor {
                    let (day, tally) = rows.get(row)?;
                    if (from..to).contains(&day) {
                        each(day, tally);
                    }
                }
            }
            Ok(())
        })
    }

    fn group(
        &self,
        group: usize,
        ranges: Vec<Range<usize>>,
        columns: Option<&[&str]>,
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let metadata = self.metadata.metadata();
        let total = metadata.row_group(group).num_rows() as usize;
        let descriptor = metadata.file_metadata().schema_descr();
        let of_group = metadata.row_group(group);
        let needed = (0..of_group.num_columns()).filter(|column| {
            let name = of_group.column(*column).column_path().string();
            columns.is_none_or(|columns| columns.contains(&name.as_str()))
                && !may_be_left_out(of_group, *column)
        });
        let mask = ProjectionMask::leaves(descriptor, needed);
        let selection = RowSelection::from_consecutive_ranges(ranges.into_iter(), total);
        let mut reader = guarded(|| {
            let builder =
                ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.clone(), self.metadata.clone());
            let builder = builder.with_row_groups(vec![group]).with_row_selection(selection);
            Ok(builder.with_projection(mask).with_batch_size(PAGE_ROWS).build()?)
        })?;
        while let Some(batch) = guarded(|| Ok(reader.next().transpose()?))? {
            each(&batch)?;
        }
        Ok(())
    }
}

/// Runs a part of the Parquet library, which panics at some files whose parts do not fit together: for us such a
/// file is damaged like any other. Its sums find what a disk does to it, not what it was written with.
fn guarded<T>(read: impl FnOnce() -> Result<T, FileError>) -> Result<T, FileError> {
    std::panic::catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(FileError::Shape("its parts do not fit together".to_owned())))
}

/// Whether nothing is lost if a column is not read: it may be absent, and has no figure in the whole group.
fn may_be_left_out(group: &RowGroupMetaData, column: usize) -> bool {
    let column = group.column(column);
    let name = column.column_path().string();
    let optional =
        FIGURE_NAMES.contains(&name.as_str()) || name.ends_with("_exact") || name.ends_with("_nanos");
    let nulls = column.statistics().and_then(Statistics::null_count_opt);
    optional && nulls == u64::try_from(group.num_rows()).ok()
}

/// The columns in memory for the columns in the file, if they are those of a known format.
fn expected_schema(metadata: &ParquetMetaData) -> Result<SchemaRef, FileError> {
    let pairs = metadata.file_metadata().key_value_metadata();
    let value =
        |key: &str| pairs.and_then(|pairs| pairs.iter().find(|pair| pair.key == key)?.value.as_deref());
    if value(FORMAT.0) != Some(FORMAT.1) {
        return Err(FileError::Shape("it is not of a known format".to_owned()));
    }
    if value("jingwei.kind") == Some("rollup") {
        return Ok(rollup::schema());
    }
    let columns = metadata.file_metadata().schema_descr().num_columns();
    Ok(schema(columns > schema(false).fields().len()))
}

/// The rows of a group's pages that can have what is wanted.
fn pages(metadata: &ParquetMetaData, group: usize, wanted: Wanted<'_>) -> Vec<Range<usize>> {
    let row_group = metadata.row_group(group);
    let micros = wanted.time.map(|(from, to)| {
        // The last microsecond that can have a row: `to` is exclusive, its microsecond may not be.
        (split(from.as_nanosecond()).0, split(to.as_nanosecond()).0)
    });
    let bounds = [
        ("source", wanted.sources.map(|(from, to)| Bounds::Text(from, to))),
        ("factor", wanted.factors.map(|(from, to)| Bounds::Text(from, to))),
        ("time", micros.map(|(from, to)| Bounds::Number(from, to))),
    ];
    let total = row_group.num_rows() as usize;
    let mut ranges: Vec<Range<usize>> = std::iter::once(0..total).collect();
    for (name, bounds) in bounds {
        let Some(bounds) = bounds else { continue };
        let Some(column) = column_number(row_group, name) else { continue };
        if !bounds.may_be_in_group(row_group.column(column).statistics()) {
            return Vec::new();
        }
        ranges = intersect(&ranges, &pages_of_column(metadata, group, column, total, bounds));
    }
    match wanted.candidates {
        Some(candidates) if !ranges.is_empty() => {
            let starts = page_starts(metadata, group, total, "time");
            if ["source", "factor"].iter().any(|name| page_starts(metadata, group, total, name) != starts) {
                return ranges;
            }
            let found = candidates.pages(metadata, group, starts.len() - 1);
            let found: Vec<Range<usize>> =
                found.filter_map(|page| Some(*starts.get(page)?..*starts.get(page + 1)?)).collect();
            intersect(&ranges, &found)
        }
        Some(_) | None => ranges,
    }
}

/// The first row of each page of a column, and after them the number of rows; as if all were one page where that is
/// unknown.
fn page_starts(metadata: &ParquetMetaData, group: usize, total: usize, name: &str) -> Vec<usize> {
    let column = column_number(metadata.row_group(group), name);
    let offsets = column.and_then(|column| metadata.offset_index()?.get(group)?.get(column));
    let mut starts: Vec<usize> = match offsets {
        Some(offsets) => offsets.page_locations().iter().map(|page| page.first_row_index as usize).collect(),
        None => vec![0],
    };
    starts.push(total);
    starts
}

/// Ranges cut where pages begin. Pages of all columns begin together.
fn single_pages(metadata: &ParquetMetaData, group: usize, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let total = metadata.row_group(group).num_rows() as usize;
    let starts = page_starts(metadata, group, total, "source");
    let mut single = Vec::new();
    for range in ranges {
        let mut at = range.start;
        for cut in starts.iter().copied().filter(|start| range.start < *start && *start < range.end) {
            single.push(at..cut);
            at = cut;
        }
        single.push(at..range.end);
    }
    single
}

#[derive(Clone, Copy)]
enum Bounds<'a> {
    Text(&'a str, &'a str),
    Number(i64, i64),
}

impl Bounds<'_> {
    fn may_be_in_group(self, statistics: Option<&Statistics>) -> bool {
        match (self, statistics) {
            (Bounds::Text(from, to), Some(Statistics::ByteArray(found))) => {
                let (min, max) = (found.min_bytes_opt(), found.max_bytes_opt());
                min.is_none_or(|min| min <= to.as_bytes()) && max.is_none_or(|max| max >= from.as_bytes())
            }
            (Bounds::Number(from, to), Some(Statistics::Int64(found))) => {
                found.min_opt().is_none_or(|min| *min <= to) && found.max_opt().is_none_or(|max| *max >= from)
            }
            (Bounds::Text(..) | Bounds::Number(..), _) => true,
        }
    }

    fn may_be_in_page(self, index: &ColumnIndexMetaData, page: usize) -> bool {
        match (self, index) {
            (Bounds::Text(from, to), ColumnIndexMetaData::BYTE_ARRAY(index)) => {
                index.min_value(page).is_none_or(|min| min <= to.as_bytes())
                    && index.max_value(page).is_none_or(|max| max >= from.as_bytes())
            }
            (Bounds::Number(from, to), ColumnIndexMetaData::INT64(index)) => {
                index.min_value(page).is_none_or(|min| *min <= to)
                    && index.max_value(page).is_none_or(|max| *max >= from)
            }
            (Bounds::Text(..) | Bounds::Number(..), _) => true,
        }
    }
}

fn pages_of_column(
    metadata: &ParquetMetaData,
    group: usize,
    column: usize,
    total: usize,
    bounds: Bounds<'_>,
) -> Vec<Range<usize>> {
    let index = metadata.column_index().and_then(|index| index.get(group)?.get(column));
    let offsets = metadata.offset_index().and_then(|index| index.get(group)?.get(column));
    let (Some(index), Some(offsets)) = (index, offsets) else { return std::iter::once(0..total).collect() };
    let starts = offsets.page_locations();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (page, location) in starts.iter().enumerate() {
        if !bounds.may_be_in_page(index, page) {
            continue;
        }
        let start = location.first_row_index as usize;
        let end = starts.get(page + 1).map_or(total, |next| next.first_row_index as usize);
        match ranges.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

fn intersect(a: &[Range<usize>], b: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut found, mut i, mut j) = (Vec::new(), 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let both = x.start.max(y.start)..x.end.min(y.end);
        if !both.is_empty() {
            found.push(both);
        }
        if x.end < y.end { i += 1 } else { j += 1 }
    }
    found
}

fn column_number(group: &RowGroupMetaData, name: &str) -> Option<usize> {
    group.columns().iter().position(|column| column.column_path().string() == name)
}
