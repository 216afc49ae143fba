//! Readings as the columns of a file: `docs/lake-format.md` is the contract.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, Float64Builder, Int8Builder, Int32Builder, Int64Builder};
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int8Array, Int32Array, Int64Array,
    RecordBatch, StringArray, TimestampMicrosecondArray, UInt32Array,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use model::{Mark, Origin, Problems, SeriesKey, Timestamp, Unit};

use super::figures::{FIGURES, Scale, Stored, TOTAL, figures, unscale, values};
use super::{FileError, Row};
use crate::record::Record;

/// The columns of the figures, in the order of [`figures`].
pub(crate) const FIGURE_NAMES: [&str; FIGURES] =
    ["value", "min", "max", "total", "converted", "converted_min", "converted_max"];
const EXACT_NAMES: [&str; FIGURES] = [
    "value_exact",
    "min_exact",
    "max_exact",
    "total_exact",
    "converted_exact",
    "converted_min_exact",
    "converted_max_exact",
];

/// Text that repeats, in memory.
pub(super) fn text_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// An instant, in a file.
pub(super) fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The columns of a file of values; with those for figures that are no decimals, or without.
pub(crate) fn schema(with_exact: bool) -> SchemaRef {
    let mut fields = vec![
        Field::new("source", text_type(), false),
        Field::new("factor", text_type(), false),
        Field::new("time", time_type(), false),
        Field::new("time_nanos", DataType::Int32, true),
        Field::new("revision", DataType::Int32, false),
        Field::new("decimals", DataType::Int8, true),
        Field::new("total_decimals", DataType::Int8, true),
    ];
    fields.extend(FIGURE_NAMES.map(|name| Field::new(name, DataType::Int64, true)));
    fields.extend([
        Field::new("unit", text_type(), false),
        Field::new("mark", text_type(), false),
        Field::new("problems", DataType::UInt32, false),
        Field::new("backfill", DataType::Boolean, false),
        Field::new("received_after", DataType::Int64, false),
        Field::new("received_nanos", DataType::Int32, true),
    ]);
    if with_exact {
        fields.extend(EXACT_NAMES.map(|name| Field::new(name, DataType::Float64, true)));
    }
    Arc::new(Schema::new(fields))
}

/// Rows on their way into a file.
#[derive(Default)]
pub(crate) struct Columns {
    source: Texts,
    factor: Texts,
    time: Vec<i64>,
    time_nanos: Int32Builder,
    revision: Vec<i32>,
    decimals: Int8Builder,
    total_decimals: Int8Builder,
    figures: [Int64Builder; FIGURES],
    unit: Texts,
    mark: Texts,
    problems: Vec<u32>,
    backfill: Vec<bool>,
    received_after: Vec<i64>,
    received_nanos: Int32Builder,
    /// Each only as long as up to its last figure.
    exact: [Float64Builder; FIGURES],
    has_exact: bool,
}

impl Columns {
    /// Rows that wait.
    pub(crate) fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether a figure among them is no decimal, so that the file needs the columns for those.
    pub(crate) fn has_exact(&self) -> bool {
        self.has_exact
    }

    /// Adds rows of one series, which share a scale.
    pub(crate) fn push<'a>(&mut self, series: &SeriesKey, rows: impl Iterator<Item = &'a Row> + Clone) {
        let scale = Scale::common(rows.clone().map(|row| &row.record.values));
        let (source, factor) = (series.source.to_string(), series.factor.as_str());
        let (source, factor) = (self.source.key(&source), self.factor.key(factor));
        for row in rows {
            self.source.keys.push(source);
            self.factor.keys.push(factor);
            self.push_row(row, scale);
        }
    }

    fn push_row(&mut self, row: &Row, scale: Scale) {
        let Row { time, revision, record } = row;
        let (micros, nanos) = split_time(*time);
        self.time.push(micros);
        self.time_nanos.append_option(nanos);
        self.revision.push(i32::from(*revision));
        let scaled = scale.apply(&record.values);
        self.decimals.append_option(scaled.decimals.map(|decimals| decimals as i8));
        self.total_decimals.append_option(scaled.total_decimals.map(|decimals| decimals as i8));
        for ((figure, integers), exact) in
            scaled.figures.into_iter().zip(&mut self.figures).zip(&mut self.exact)
        {
            let (integer, double) = match figure {
                Stored::Absent => (None, None),
                Stored::Scaled(integer) => (Some(integer), None),
                Stored::Exact(figure) => (None, Some(figure)),
            };
            integers.append_option(integer);
            if double.is_some() {
                self.has_exact = true;
                // Rows before it, and those after it, that have none are filled up when they are needed.
                exact.append_nulls(self.time.len() - 1 - exact.len());
                exact.append_option(double);
            }
        }
        self.unit.push(record.unit.text());
        self.mark.push(record.mark.text());
        self.problems.push(record.problems.bits());
        self.backfill.push(record.origin == Origin::Backfill);
        let (micros, nanos) = split_difference(record.received_at, *time);
        self.received_after.push(micros);
        self.received_nanos.append_option(nanos);
    }

    /// The rows as a batch; none wait afterwards.
    pub(crate) fn take(&mut self, schema: &SchemaRef) -> Result<RecordBatch, FileError> {
        let taken = std::mem::take(self);
        let rows = taken.time.len();
        let Self { source, factor, time, mut time_nanos, revision, mut decimals, mut total_decimals, .. } =
            taken;
        let time = TimestampMicrosecondArray::from(time).with_timezone("UTC");
        let mut arrays: Vec<ArrayRef> = vec![
            source.finish()?,
            factor.finish()?,
            Arc::new(time),
            Arc::new(time_nanos.finish()),
            Arc::new(Int32Array::from(revision)),
            Arc::new(decimals.finish()),
            Arc::new(total_decimals.finish()),
        ];
        arrays.extend(taken.figures.map(|mut column| Arc::new(column.finish()) as ArrayRef));
        arrays.push(taken.unit.finish()?);
        arrays.push(taken.mark.finish()?);
        arrays.push(Arc::new(UInt32Array::from(taken.problems)));
        arrays.push(Arc::new(BooleanArray::from(taken.backfill)));
        arrays.push(Arc::new(Int64Array::from(taken.received_after)));
        let mut received_nanos = taken.received_nanos;
        arrays.push(Arc::new(received_nanos.finish()));
        if arrays.len() < schema.fields().len() {
            arrays.extend(taken.exact.map(|mut column| {
                column.append_nulls(rows - column.len());
                Arc::new(column.finish()) as ArrayRef
            }));
        }
        Ok(RecordBatch::try_new(Arc::clone(schema), arrays)?)
    }
}

/// Nanoseconds as whole microseconds, rounded down, and the rest, if any.
pub(super) fn split(nanoseconds: i128) -> (i64, Option<i32>) {
    let (micros, rest) = (nanoseconds.div_euclid(1000), nanoseconds.rem_euclid(1000));
    // The differences of representable instants are below 2^60 µs.
    (micros as i64, (rest != 0).then_some(rest as i32))
}

/// As [`split`], of an instant.
pub(super) fn split_time(time: Timestamp) -> (i64, Option<i32>) {
    match time.subsec_nanosecond() {
        // Nearly every reading is of a whole second, and 128 bits are slow.
        0 => (time.as_second() * 1_000_000, None),
        _ => split(time.as_nanosecond()),
    }
}

fn split_difference(later: Timestamp, earlier: Timestamp) -> (i64, Option<i32>) {
    match later.subsec_nanosecond() == earlier.subsec_nanosecond() {
        true => ((later.as_second() - earlier.as_second()) * 1_000_000, None),
        false => split(later.as_nanosecond() - earlier.as_nanosecond()),
    }
}

/// A dictionary that grows.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) keys: Vec<i32>,
    pub(super) distinct: Vec<String>,
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        let key = self.key(text);
        self.keys.push(key);
    }

    /// Texts come in runs: an entry that came up long ago is entered again rather than searched for.
    pub(super) fn key(&mut self, text: &str) -> i32 {
        let recent = self.distinct.len().saturating_sub(16);
        let found = self.distinct.iter().skip(recent).rposition(|known| known == text).map(|at| at + recent);
        let position = found.unwrap_or_else(|| {
            self.distinct.push(text.to_owned());
            self.distinct.len() - 1
        });
        position as i32
    }

    pub(super) fn finish(self) -> Result<ArrayRef, FileError> {
        let distinct = Arc::new(StringArray::from(self.distinct));
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(Int32Array::from(self.keys), distinct)?))
    }
}

/// Figures that are compared in one go.
const CHUNK: usize = 64;

/// The columns of a batch that was read; those of figures that were not asked for are absent.
pub(crate) struct Rows<'a> {
    pub(crate) source: Text<'a>,
    pub(crate) factor: Text<'a>,
    time: &'a TimestampMicrosecondArray,
    /// Absent where no time has a part of a microsecond.
    time_nanos: Option<&'a Int32Array>,
    revision: Option<&'a Int32Array>,
    decimals: &'a Int8Array,
    total_decimals: Option<&'a Int8Array>,
    figures: [Option<&'a Int64Array>; FIGURES],
    exact: [Option<&'a Float64Array>; FIGURES],
    unit: Option<Text<'a>>,
    mark: Text<'a>,
    problems: &'a UInt32Array,
    backfill: Option<&'a BooleanArray>,
    received_after: Option<&'a Int64Array>,
    received_nanos: Option<&'a Int32Array>,
}

/// A column of text.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    keys: &'a Int32Array,
    distinct: &'a StringArray,
}

impl<'a> Text<'a> {
    pub(super) fn of(array: &'a dyn Array) -> Option<Self> {
        let array = array.as_any().downcast_ref::<DictionaryArray<Int32Type>>()?;
        Some(Self { keys: array.keys(), distinct: array.values().as_any().downcast_ref()? })
    }

    pub(crate) fn get(&self, row: usize) -> &'a str {
        let key = self.keys.value(row) as usize;
        if key < self.distinct.len() { self.distinct.value(key) } else { "" }
    }

    /// Whether `row` has the same entry as the row before it.
    pub(crate) fn same_as_before(&self, row: usize) -> bool {
        row > 0 && self.keys.value(row) == self.keys.value(row - 1)
    }
}

/// What [`Rows::point`] gives of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) time: Timestamp,
    /// As [`model::Reading::evidence`].
    pub(crate) evidence: Option<f64>,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(batch: &'a RecordBatch) -> Result<Self, FileError> {
        let text = |name: &'static str| {
            column::<DictionaryArray<Int32Type>>(batch, name)
                .and_then(|_| batch.column_by_name(name).and_then(|array| Text::of(array.as_ref())))
        };
        let need = |name: &'static str| FileError::Shape(format!("no column {name}"));
        Ok(Self {
            source: text("source").ok_or_else(|| need("source"))?,
            factor: text("factor").ok_or_else(|| need("factor"))?,
            time: column(batch, "time").ok_or_else(|| need("time"))?,
            time_nanos: column(batch, "time_nanos"),
            revision: column(batch, "revision"),
            decimals: column(batch, "decimals").ok_or_else(|| need("decimals"))?,
            total_decimals: column(batch, "total_decimals"),
            figures: FIGURE_NAMES.map(|name| column(batch, name)),
            exact: EXACT_NAMES.map(|name| column(batch, name)),
            unit: text("unit"),
            mark: text("mark").ok_or_else(|| need("mark"))?,
            problems: column(batch, "problems").ok_or_else(|| need("problems"))?,
            backfill: column(batch, "backfill"),
            received_after: column(batch, "received_after"),
            received_nanos: column(batch, "received_nanos"),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.time.len()
    }

    /// Rows of one series each, as far as neighbours tell.
    pub(crate) fn runs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let (sources, factors) = (self.source.keys.values(), self.factor.keys.values());
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at;
            let first = (sources.get(start)?, factors.get(start)?);
            let rest = sources.get(start..)?.iter().zip(factors.get(start..)?);
            at += rest.take_while(|keys| *keys == first).count();
            Some(start..at)
        })
    }

    /// Calls `each` with the rows of a run whose value can be outside of the limits: all that are, and those that are
    /// so near that only [`Rows::point`] tells. Integers are compared, nothing is converted.
    pub(crate) fn near_or_outside(
        &self,
        run: Range<usize>,
        (lower, upper): (Option<f64>, Option<f64>),
        each: &mut dyn FnMut(usize) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let [integers, ..] = self.figures;
        let [exact, ..] = self.exact;
        if let (Some(integers), None) = (integers, exact)
            && let Some((decimals, figures)) = self.of_one_scale(integers, run.clone())
        {
            let (low, high) = surely_inside(lower, upper, decimals).into_inner();
            let beyond = |figure: i64| (figure < low) | (figure > high);
            for (chunk, of_chunk) in figures.chunks(CHUNK).enumerate() {
                // Without a branch for each figure: nearly all chunks are wholly inside.
                if of_chunk.iter().fold(false, |any, figure| any | beyond(*figure)) {
                    let rows = (run.start + chunk * CHUNK..).zip(of_chunk);
                    rows.filter(|(_, figure)| beyond(**figure)).try_for_each(|(row, _)| each(row))?;
                }
            }
            return Ok(());
        }
        let mut bounds: Option<(i8, RangeInclusive<i64>)> = None;
        for row in run {
            if exact.is_some_and(|exact| exact.is_valid(row)) || !self.decimals.is_valid(row) {
                each(row)?;
                continue;
            }
            let Some(integers) = integers.filter(|integers| integers.is_valid(row)) else { continue };
            let decimals = self.decimals.value(row);
            let inside = match &bounds {
                Some((known, inside)) if *known == decimals => inside,
                Some(_) | None => &bounds.insert((decimals, surely_inside(lower, upper, decimals))).1,
            };
            if !inside.contains(&integers.value(row)) {
                each(row)?;
            }
        }
        Ok(())
    }

    /// The figures of a run, if all are there and of one number of decimals.
    fn of_one_scale<'b>(&self, integers: &'b Int64Array, run: Range<usize>) -> Option<(i8, &'b [i64])> {
        if self.decimals.null_count() > 0 || integers.null_count() > 0 {
            return None;
        }
        let decimals = self.decimals.values().get(run.clone())?;
        let first = *decimals.first()?;
        let same = decimals.iter().fold(true, |same, other| same & (*other == first));
        same.then_some((first, integers.values().get(run)?))
    }

    pub(crate) fn time(&self, row: usize) -> Result<Timestamp, FileError> {
        match self.time_nanos.map_or(0, |column| nanos(column, row)) {
            // Nearly always, and 128 bits are slow.
            0 => whole_micros(self.time.value(row)),
            rest => instant(join(self.time.value(row), rest)),
        }
    }

    /// The whole row; every column must have been read.
    pub(crate) fn row(&self, row: usize) -> Result<Row, FileError> {
        let (Some(revision), Some(unit), Some(backfill), Some(after)) =
            (self.revision, self.unit, self.backfill, self.received_after)
        else {
            return Err(FileError::Shape("a column is missing".to_owned()));
        };
        let time = self.time(row)?;
        let mut all = [None; FIGURES];
        for (index, figure) in all.iter_mut().enumerate() {
            *figure = self.figure(index, row)?;
        }
        let unit = unit.get(row);
        let unit = Unit::ALL.iter().copied().find(|known| known.text() == unit);
        let after_nanos = self.received_nanos.map_or(0, |column| nanos(column, row));
        let received_at = match (time.subsec_nanosecond() % 1000, after_nanos) {
            (0, 0) => whole_micros(time.as_microsecond().saturating_add(after.value(row)))?,
            _ => instant(time.as_nanosecond() + join(after.value(row), after_nanos))?,
        };
        Ok(Row {
            time,
            revision: u8::try_from(revision.value(row))
                .map_err(|_| FileError::Shape("a revision out of bounds".to_owned()))?,
            record: Record {
                unit: unit.ok_or_else(|| FileError::Shape("an unknown unit".to_owned()))?,
                values: values(all),
                mark: Mark::from(self.mark.get(row)),
                problems: Problems::from_bits(self.problems.value(row)),
                origin: if backfill.value(row) { Origin::Backfill } else { Origin::Live },
                received_at,
            },
        })
    }

    /// The time of a row, and its value if it may be used as evidence.
    pub(crate) fn point(&self, row: usize) -> Result<Point, FileError> {
        let mark = self.mark.get(row);
        let usable = matches!(mark, "" | "N");
        let problems = Problems::from_bits(self.problems.value(row));
        let evidence = if usable && !problems.is_doubtful() { self.figure(0, row)? } else { None };
        Ok(Point { time: self.time(row)?, evidence })
    }

    fn figure(&self, index: usize, row: usize) -> Result<Option<f64>, FileError> {
        let (integers, exact) = (self.figures.get(index).copied(), self.exact.get(index).copied());
        if let Some(exact) = exact.flatten().filter(|exact| exact.is_valid(row)) {
            return Ok(Some(exact.value(row)));
        }
        let Some(integers) = integers.flatten().filter(|integers| integers.is_valid(row)) else {
            return Ok(None);
        };
        let decimals = if index == TOTAL { self.total_decimals } else { Some(self.decimals) };
        let decimals = decimals.filter(|decimals| decimals.is_valid(row)).map(|decimals| decimals.value(row));
        let figure = decimals
            .and_then(|decimals| u8::try_from(decimals).ok())
            .and_then(|decimals| unscale(integers.value(row), decimals));
        figure.map(Some).ok_or_else(|| FileError::Shape("a figure without its decimals".to_owned()))
    }
}

/// Integers that, divided by that power of ten, keep to both limits whatever rounding does: below 2^53 a product is
/// wrong by one at most.
fn surely_inside(lower: Option<f64>, upper: Option<f64>, decimals: i8) -> RangeInclusive<i64> {
    let power = u8::try_from(decimals).ok().and_then(|decimals| unscale(1, decimals));
    let Some(step) = power else { return RangeInclusive::new(1, 0) };
    // Out of range a conversion gives the nearest bound, and 0 for what is no number: then rows are only looked at.
    let low = lower.map_or(i64::MIN, |lower| ((lower / step).ceil() as i64).saturating_add(3));
    let high = upper.map_or(i64::MAX, |upper| ((upper / step).floor() as i64).saturating_sub(3));
    low..=high
}

pub(super) fn column<'a, T: 'static>(batch: &'a RecordBatch, name: &str) -> Option<&'a T> {
    batch.column_by_name(name)?.as_any().downcast_ref()
}

fn nanos(column: &Int32Array, row: usize) -> i32 {
    if column.is_valid(row) { column.value(row) } else { 0 }
}

fn join(micros: i64, nanos: i32) -> i128 {
    i128::from(micros) * 1000 + i128::from(nanos)
}

fn whole_micros(micros: i64) -> Result<Timestamp, FileError> {
    Timestamp::from_microsecond(micros).map_err(|_| FileError::Shape(format!("{micros} µs is no time")))
}

fn instant(nanoseconds: i128) -> Result<Timestamp, FileError> {
    Timestamp::from_nanosecond(nanoseconds)
        .map_err(|_| FileError::Shape(format!("{nanoseconds} ns is no time")))
}

/// Whether a row counts as evidence, and with which figure.
pub(crate) fn evidence(record: &Record) -> Option<f64> {
    let usable = record.mark.is_evidence() && !record.problems.is_doubtful();
    if usable { figures(&record.values)[0] } else { None }
}
