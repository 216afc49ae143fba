//! Roll-ups: what a series' day comes to, so that long spans need not be read value by value.

use std::sync::Arc;

use arrow_array::builder::Float64Builder;
use arrow_array::{
    Array, ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use model::{Mark, SeriesKey, Timestamp};

use super::columns::{Text, Texts, column, evidence, split, text_type, time_type};
use super::content::Sources;
use super::{FileError, Row};

const MARKS: [&str; 10] = [
    "absent",
    "normal",
    "stopped",
    "maintenance",
    "manual_set",
    "fault",
    "calibration",
    "over_range",
    "communication",
    "other",
];

/// What the values of one series that stand come to over some span.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Tally {
    pub(crate) count: u64,
    pub(crate) evidence: u64,
    /// Added in the order of time.
    pub(crate) sum: f64,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
}

impl Tally {
    pub(crate) fn add(&mut self, evidence: Option<f64>) {
        self.count += 1;
        // A figure that is no number would make every sum with it none.
        let Some(figure) = evidence.filter(|figure| figure.is_finite()) else { return };
        self.evidence += 1;
        self.sum += figure;
        self.min = Some(self.min.map_or(figure, |min| min.min(figure)));
        self.max = Some(self.max.map_or(figure, |max| max.max(figure)));
    }

    /// Adds what another stretch comes to.
    pub(crate) fn merge(&mut self, other: &Tally) {
        self.count += other.count;
        self.evidence += other.evidence;
        if other.evidence > 0 {
            self.sum += other.sum;
        }
        self.min = [self.min, other.min].into_iter().flatten().reduce(f64::min);
        self.max = [self.max, other.max].into_iter().flatten().reduce(f64::max);
    }
}

/// One row of a roll-up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DayTally {
    pub(crate) day: Timestamp,
    pub(crate) tally: Tally,
    first: Timestamp,
    last: Timestamp,
    marks: [i32; MARKS.len()],
}

impl DayTally {
    /// What `standing` rows of one day, in the order of time, come to; `None` for none.
    pub(crate) fn of<'a>(day: Timestamp, standing: impl Iterator<Item = &'a Row>) -> Option<Self> {
        let mut made: Option<Self> = None;
        for row in standing {
            let empty = Self {
                day,
                tally: Tally::default(),
                first: row.time,
                last: row.time,
                marks: [0; MARKS.len()],
            };
            let all = made.get_or_insert(empty);
            all.tally.add(evidence(&row.record));
            all.last = row.time;
            if let Some(count) = all.marks.get_mut(mark_number(&row.record.mark)) {
                *count += 1;
            }
        }
        made
    }
}

fn mark_number(mark: &Mark) -> usize {
    match mark {
        Mark::Absent => 0,
        Mark::Normal => 1,
        Mark::Stopped => 2,
        Mark::Maintenance => 3,
        Mark::ManualSet => 4,
        Mark::Fault => 5,
        Mark::Calibration => 6,
        Mark::OverRange => 7,
        Mark::Communication => 8,
        Mark::Other(_) => 9,
    }
}

pub(crate) fn schema() -> SchemaRef {
    let mut fields = vec![
        Field::new("source", text_type(), false),
        Field::new("factor", text_type(), false),
        Field::new("time", time_type(), false),
        Field::new("count", DataType::Int64, false),
        Field::new("evidence", DataType::Int64, false),
        Field::new("sum", DataType::Float64, true),
        Field::new("min", DataType::Float64, true),
        Field::new("max", DataType::Float64, true),
        Field::new("first", time_type(), false),
        Field::new("last", time_type(), false),
    ];
    fields.extend(MARKS.map(|name| Field::new(name, DataType::Int32, false)));
    Arc::new(Schema::new(fields))
}

/// Roll-ups on their way into a file.
#[derive(Default)]
pub(super) struct Tallies {
    source: Texts,
    factor: Texts,
    tallies: Vec<DayTally>,
}

impl Tallies {
    pub(super) fn len(&self) -> usize {
        self.tallies.len()
    }

    pub(super) fn push(&mut self, series: &SeriesKey, tally: DayTally) {
        self.push_text(&series.source.to_string(), series, tally);
    }

    /// As [`Tallies::push`], with the text of the source at hand.
    pub(super) fn push_text(&mut self, source: &str, series: &SeriesKey, tally: DayTally) {
        self.source.push(source);
        self.factor.push(series.factor.as_str());
        self.tallies.push(tally);
    }

    pub(super) fn note_sources(&self, sources: &mut Sources) {
        self.source.distinct.iter().for_each(|source| sources.note(source));
    }

    pub(super) fn take(&mut self) -> Result<RecordBatch, FileError> {
        let Self { source, factor, tallies } = std::mem::take(self);
        let times = |of: fn(&DayTally) -> Timestamp| -> ArrayRef {
            let times: Vec<i64> = tallies.iter().map(|t| split(of(t).as_nanosecond()).0).collect();
            Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))
        };
        let counts = |of: fn(&DayTally) -> u64| -> ArrayRef {
            Arc::new(tallies.iter().map(|t| of(t) as i64).collect::<Int64Array>())
        };
        let doubles = |of: fn(&Tally) -> Option<f64>| -> ArrayRef {
            let mut column = Float64Builder::new();
            tallies.iter().for_each(|t| column.append_option(of(&t.tally)));
            Arc::new(column.finish())
        };
        let mut arrays = vec![
            source.finish()?,
            factor.finish()?,
            times(|t| t.day),
            counts(|t| t.tally.count),
            counts(|t| t.tally.evidence),
            doubles(|t| (t.evidence > 0).then_some(t.sum)),
            doubles(|t| t.min),
            doubles(|t| t.max),
            times(|t| t.first),
            times(|t| t.last),
        ];
        for mark in 0..MARKS.len() {
            let counts = tallies.iter().map(|t| t.marks.get(mark).copied().unwrap_or_default());
            arrays.push(Arc::new(counts.collect::<Int32Array>()));
        }
        Ok(RecordBatch::try_new(schema(), arrays)?)
    }
}

/// The least and the greatest figure of each roll-up of a batch.
pub(crate) struct Extremes<'a> {
    pub(crate) source: Text<'a>,
    pub(crate) factor: Text<'a>,
    day: &'a TimestampMicrosecondArray,
    /// Absent where no roll-up has one, as of days without evidence.
    min: Option<&'a Float64Array>,
    max: Option<&'a Float64Array>,
}

/// The columns that [`Extremes`] needs.
pub(crate) const EXTREME_COLUMNS: [&str; 5] = ["source", "factor", "time", "min", "max"];

impl<'a> Extremes<'a> {
    pub(crate) fn of(batch: &'a RecordBatch) -> Result<Self, FileError> {
        let text =
            |name| Text::of(batch.column_by_name(name).ok_or_else(missing)?.as_ref()).ok_or_else(missing);
        Ok(Self {
            source: text("source")?,
            factor: text("factor")?,
            day: column(batch, "time").ok_or_else(missing)?,
            min: column(batch, "min"),
            max: column(batch, "max"),
        })
    }

    /// The day's first microsecond, and its figures.
    pub(crate) fn get(&self, row: usize) -> (i64, [Option<f64>; 2]) {
        (self.day.value(row), [self.min, self.max].map(|column| double(column?, row)))
    }
}

/// The roll-ups of a batch, as far as questions need them.
pub(crate) struct TallyRows<'a> {
    pub(crate) extremes: Extremes<'a>,
    count: &'a Int64Array,
    evidence: &'a Int64Array,
    sum: &'a Float64Array,
}

/// The columns that [`TallyRows`] needs.
pub(crate) const TALLY_COLUMNS: [&str; 8] =
    ["source", "factor", "time", "count", "evidence", "sum", "min", "max"];

impl<'a> TallyRows<'a> {
    pub(crate) fn of(batch: &'a RecordBatch) -> Result<Self, FileError> {
        Ok(Self {
            extremes: Extremes::of(batch)?,
            count: column(batch, "count").ok_or_else(missing)?,
            evidence: column(batch, "evidence").ok_or_else(missing)?,
            sum: column(batch, "sum").ok_or_else(missing)?,
        })
    }

    pub(crate) fn get(&self, row: usize) -> Result<(Timestamp, Tally), FileError> {
        let (day, [min, max]) = self.extremes.get(row);
        let day = Timestamp::from_microsecond(day)
            .map_err(|_| FileError::Shape("a roll-up's day is no time".to_owned()))?;
        let tally = Tally {
            count: self.count.value(row) as u64,
            evidence: self.evidence.value(row) as u64,
            sum: double(self.sum, row).unwrap_or_default(),
            min,
            max,
        };
        Ok((day, tally))
    }
}

fn missing() -> FileError {
    FileError::Shape("a column of the roll-up is missing".to_owned())
}

fn double(column: &Float64Array, row: usize) -> Option<f64> {
    column.is_valid(row).then(|| column.value(row))
}
