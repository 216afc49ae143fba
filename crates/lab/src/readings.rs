//! `readings` and `hours`: what the lake has, page by page through its own face.

use std::collections::VecDeque;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchOptions, StringArray,
    TimestampMicrosecondArray,
};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use lake::{Lake, Summary};
use model::{Granularity, Reading, Register, SeriesKey, Timestamp, Unit};

use crate::LabError;
use crate::catalogue::ZONE;
use crate::scope::{Owner, Scope, kind_and_id};
use crate::stop::Stop;

/// Readings that are taken from the lake at a time: more than a month of minutes, so that no sealed month is
/// read twice for one series.
const PAGE: usize = 65_536;
/// Rows of a batch.
const BATCH: usize = 4_096;

/// What a table gives of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Every value.
    Readings,
    /// A row for each day.
    Days,
}

/// A table over the lake.
#[derive(Debug)]
pub(crate) struct LakeTable {
    pub(crate) lake: Lake,
    pub(crate) register: Arc<Register>,
    pub(crate) stop: Arc<Stop>,
    pub(crate) schema: SchemaRef,
    pub(crate) content: Content,
    /// The only granularity that the table has.
    pub(crate) only: Option<Granularity>,
}

#[async_trait]
impl TableProvider for LakeTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        // Scopes only leave out what cannot fit; the engine looks at every row that remains.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = match projection {
            Some(columns) => Arc::new(self.schema.project(columns)?),
            None => Arc::clone(&self.schema),
        };
        let scan = LakeScan {
            lake: self.lake.clone(),
            register: Arc::clone(&self.register),
            stop: Arc::clone(&self.stop),
            schema: Arc::clone(&schema),
            content: self.content,
            only: self.only,
            scope: Scope::of(filters),
        };
        let parts: Vec<Arc<dyn PartitionStream>> = vec![Arc::new(scan)];
        Ok(Arc::new(StreamingTableExec::try_new(schema, parts, None, [], false, limit)?))
    }
}

#[derive(Debug)]
struct LakeScan {
    lake: Lake,
    register: Arc<Register>,
    stop: Arc<Stop>,
    schema: SchemaRef,
    content: Content,
    only: Option<Granularity>,
    scope: Scope,
}

impl PartitionStream for LakeScan {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let walk = Walk {
            lake: self.lake.clone(),
            register: Arc::clone(&self.register),
            stop: Arc::clone(&self.stop),
            schema: Arc::clone(&self.schema),
            content: self.content,
            scope: self.scope.clone(),
            series: self.series().into(),
            after: None,
            ready: VecDeque::new(),
        };
        let batches = futures_util::stream::iter(walk);
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), batches))
    }
}

/// A series with the unit of its latest value.
type Series = (SeriesKey, Granularity, Unit);

impl LakeScan {
    /// The series that can be meant, in an order that stays the same.
    fn series(&self) -> Vec<Series> {
        let mut latest: Vec<Reading> = self.lake.latest_all();
        latest.retain(|reading| self.may_have(reading));
        let mut series: Vec<Series> = latest.into_iter().map(|r| (r.series, r.granularity, r.unit)).collect();
        series.sort();
        series
    }

    fn may_have(&self, latest: &Reading) -> bool {
        let source = latest.series.source.to_string();
        let (kind, id) = kind_and_id(&source);
        let owner = Owner::of(&latest.series.source, &self.register);
        let allows = |column: &str, value: &str| self.scope.allows(column, value);
        let day = self.content == Content::Days;
        self.only.is_none_or(|only| only == latest.granularity)
            && allows("source", &source)
            && allows("kind", kind)
            && allows("id", id)
            && allows("factor", latest.series.factor.as_str())
            && allows("granularity", granularity_text(latest.granularity))
            && owner.enterprise.as_deref().is_none_or(|code| allows("enterprise", code))
            && owner.district.as_deref().is_none_or(|code| allows("district", code))
            // A day begins before the values that it is about.
            && (day || self.scope.from().is_none_or(|from| from <= latest.time))
    }
}

/// The way through all series.
struct Walk {
    lake: Lake,
    register: Arc<Register>,
    stop: Arc<Stop>,
    schema: SchemaRef,
    content: Content,
    scope: Scope,
    series: VecDeque<Series>,
    /// Where the first series goes on.
    after: Option<Timestamp>,
    ready: VecDeque<RecordBatch>,
}

impl Iterator for Walk {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Result<RecordBatch>> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Some(Ok(batch));
            }
            if let Some(reason) = self.stop.reason() {
                return Some(Err(DataFusionError::External(Box::new(reason))));
            }
            let series = self.series.front()?.clone();
            let read = match self.content {
                Content::Readings => self.read_page(&series),
                Content::Days => self.read_days(&series),
            };
            if let Err(error) = read {
                self.series.clear();
                return Some(Err(error));
            }
        }
    }
}

impl Walk {
    fn read_page(&mut self, series: &Series) -> Result<()> {
        let (key, granularity, _) = series;
        let from = self.after.take().or(self.scope.from()).unwrap_or(Timestamp::MIN);
        let to = self.scope.to().unwrap_or(Timestamp::MAX);
        let page = self.lake.range_current(key, *granularity, from, to, PAGE).map_err(storage)?;
        self.stop.count_scanned(page.len());
        if page.len() < PAGE {
            self.series.pop_front();
        }
        self.after = page.last().filter(|_| page.len() == PAGE).map(|last| just_after(last.time));
        let common = Common::of(series, &self.register);
        for part in page.chunks(BATCH) {
            self.push(part.len(), |name| {
                common.array(name, part.len()).or_else(|| reading_array(name, part))
            })?;
        }
        Ok(())
    }

    fn read_days(&mut self, series: &Series) -> Result<()> {
        self.series.pop_front();
        let (key, granularity, unit) = series;
        let (from, to) = (whole_day(self.scope.from()), self.scope.to().unwrap_or_else(|| at_day(LAST_DAY)));
        let step_s = std::num::NonZeroU32::new(86_400).unwrap_or(std::num::NonZeroU32::MIN);
        // A day counts whole, even if the scope ends within it.
        let to = model::china::plus_seconds(model::china::day_start(to), 86_400);
        let days = self.lake.summarise(key, *granularity, from, to, step_s).map_err(storage)?;
        self.stop.count_scanned(days.len());
        let common = Common::of(series, &self.register);
        for part in days.chunks(BATCH) {
            self.push(part.len(), |name| {
                common.array(name, part.len()).or_else(|| day_array(name, part, *unit))
            })?;
        }
        Ok(())
    }

    fn push(&mut self, rows: usize, array: impl Fn(&str) -> Option<ArrayRef>) -> Result<()> {
        let missing = |name: &str| DataFusionError::Internal(format!("the table has no column {name}"));
        let arrays: Result<Vec<ArrayRef>> = self
            .schema
            .fields()
            .iter()
            .map(|field| array(field.name()).ok_or_else(|| missing(field.name())))
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        self.ready.push_back(RecordBatch::try_new_with_options(Arc::clone(&self.schema), arrays?, &options)?);
        Ok(())
    }
}

/// Days from 1970 on, in China; what claims to be older was sent by a clock that was never set.
const FIRST_DAY: i64 = 0;
/// The year 2200.
const LAST_DAY: i64 = 84_006;

fn at_day(day: i64) -> Timestamp {
    let utc = Timestamp::from_second(day * 86_400).unwrap_or(Timestamp::UNIX_EPOCH);
    model::china::day_start(utc)
}

fn whole_day(from: Option<Timestamp>) -> Timestamp {
    let first = at_day(FIRST_DAY);
    from.map_or(first, |from| model::china::day_start(from).max(first))
}

fn just_after(time: Timestamp) -> Timestamp {
    Timestamp::from_nanosecond(time.as_nanosecond().saturating_add(1)).unwrap_or(Timestamp::MAX)
}

fn storage(error: lake::LakeError) -> DataFusionError {
    let told: &dyn std::error::Error = &error;
    let causes = std::iter::successors(Some(told), |error| error.source());
    let text: Vec<String> = causes.map(ToString::to_string).collect();
    tracing::error!(error = text.join(": "), "the lab cannot read the lake");
    DataFusionError::External(Box::new(LabError::Storage(text.join(": "))))
}

/// What is the same in every row of a series.
struct Common {
    source: String,
    factor: String,
    granularity: &'static str,
    owner: Owner,
}

impl Common {
    fn of((key, granularity, _): &Series, register: &Register) -> Self {
        Self {
            source: key.source.to_string(),
            factor: key.factor.to_string(),
            granularity: granularity_text(*granularity),
            owner: Owner::of(&key.source, register),
        }
    }

    fn array(&self, name: &str, rows: usize) -> Option<ArrayRef> {
        let (kind, id) = kind_and_id(&self.source);
        let text = match name {
            "source" => Some(self.source.as_str()),
            "kind" => Some(kind),
            "id" => Some(id),
            "factor" => Some(self.factor.as_str()),
            "granularity" => Some(self.granularity),
            "enterprise" => self.owner.enterprise.as_deref(),
            "district" => self.owner.district.as_deref(),
            _ => return None,
        };
        Some(Arc::new(StringArray::from_iter(std::iter::repeat_n(text, rows))))
    }
}

fn reading_array(name: &str, rows: &[Reading]) -> Option<ArrayRef> {
    let figures = |figure: fn(&Reading) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(figure).collect::<Float64Array>())
    };
    let flags = |flag: fn(&Reading) -> bool| -> ArrayRef {
        Arc::new(rows.iter().map(|row| Some(flag(row))).collect::<BooleanArray>())
    };
    Some(match name {
        "time" => times(rows.iter().map(|row| row.time)),
        "received_at" => times(rows.iter().map(|row| row.received_at)),
        "value" => figures(|row| row.values.value),
        "min" => figures(|row| row.values.min),
        "max" => figures(|row| row.values.max),
        "total" => figures(|row| row.values.total),
        "converted" => figures(|row| row.values.converted),
        "converted_min" => figures(|row| row.values.converted_min),
        "converted_max" => figures(|row| row.values.converted_max),
        "unit" => Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.unit.text()))),
        "mark" => Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.mark.text()))),
        "problems" => Arc::new(StringArray::from_iter_values(rows.iter().map(problems_text))),
        "evidence" => flags(|row| row.evidence().is_some()),
        "backfill" => flags(|row| row.origin == model::Origin::Backfill),
        _ => return None,
    })
}

fn problems_text(reading: &Reading) -> String {
    reading.problems.iter().map(model::Problem::code).collect::<Vec<_>>().join(",")
}

fn day_array(name: &str, rows: &[Summary], unit: Unit) -> Option<ArrayRef> {
    let counts = |count: fn(&Summary) -> u64| -> ArrayRef {
        Arc::new(rows.iter().map(|row| i64::try_from(count(row)).ok()).collect::<Int64Array>())
    };
    let figures = |figure: fn(&Summary) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(figure).collect::<Float64Array>())
    };
    Some(match name {
        "time" => times(rows.iter().map(|row| row.start)),
        "count" => counts(|row| row.count),
        "evidence" => counts(|row| row.evidence),
        "mean" => figures(|row| row.mean),
        "min" => figures(|row| row.min),
        "max" => figures(|row| row.max),
        "unit" => Arc::new(StringArray::from_iter_values(std::iter::repeat_n(unit.text(), rows.len()))),
        _ => return None,
    })
}

pub(crate) fn times(times: impl Iterator<Item = Timestamp>) -> ArrayRef {
    let micros = times.map(|time| Some(time.as_microsecond()));
    Arc::new(micros.collect::<TimestampMicrosecondArray>().with_timezone(ZONE))
}

pub(crate) fn granularity_text(granularity: Granularity) -> &'static str {
    match granularity {
        Granularity::Realtime => "realtime",
        Granularity::Minute => "minute",
        Granularity::Hour => "hour",
        Granularity::Day => "day",
    }
}
