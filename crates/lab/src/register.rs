//! The tables that somebody above hands in as they stand: the register and the alarms.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::array::{RecordBatchOptions, TimestampMicrosecondArray};
use datafusion::common::Result;
use datafusion::datasource::MemTable;
use model::{LimitBasis, Medium, MeterTarget, Place, Register, StationClass, Timestamp};

use crate::catalogue::{TableInfo, ZONE};

/// What the lab knows besides telemetry. The roof implements it from the views.
pub trait Facts: Send + Sync {
    /// The city's time, for `now()`.
    fn now(&self) -> Timestamp;

    /// The register as it stands.
    fn register(&self) -> Arc<Register>;

    /// All alarms as they stand. May touch the disk.
    ///
    /// # Errors
    /// In words for the log, if they cannot be read.
    fn alarms(&self) -> Result<Vec<AlarmFacts>, String>;
}

/// An alarm without anything about persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmFacts {
    /// Its id.
    pub id: String,
    /// The code of its kind.
    pub kind: String,
    /// The code of its severity.
    pub severity: String,
    /// The code of its stage.
    pub stage: String,
    /// What it is about, as a source: `outlet:…`.
    pub source: String,
    /// Whose.
    pub enterprise: Option<String>,
    /// Where.
    pub district: String,
    /// When the situation began.
    pub began: Timestamp,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When the situation ended.
    pub cleared_at: Option<Timestamp>,
    /// Whether it is open.
    pub open: bool,
    /// Whether it was escalated.
    pub escalated: bool,
}

/// A table in memory.
pub(crate) fn table(info: &TableInfo, register: &Register, alarms: &[AlarmFacts]) -> Result<MemTable> {
    let (arrays, rows) = match info.name {
        "enterprises" => enterprises(register),
        "outlets" => outlets(register),
        "stations" => stations(register),
        "meters" => meters(register),
        "channels" => channels(register),
        "limits" => limits(register),
        _ => alarm_rows(alarms),
    };
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(info.schema(), arrays, &options)?;
    MemTable::try_new(info.schema(), vec![vec![batch]])
}

type Arrays = (Vec<ArrayRef>, usize);

fn texts<T, S: AsRef<str>>(rows: &[T], text: impl Fn(&T) -> S) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(rows.iter().map(text)))
}

fn some_texts<T>(rows: &[T], text: impl Fn(&T) -> Option<String>) -> ArrayRef {
    Arc::new(rows.iter().map(text).collect::<StringArray>())
}

fn figures<T>(rows: &[T], figure: impl Fn(&T) -> Option<f64>) -> ArrayRef {
    Arc::new(rows.iter().map(figure).collect::<Float64Array>())
}

fn flags<T>(rows: &[T], flag: impl Fn(&T) -> bool) -> ArrayRef {
    Arc::new(rows.iter().map(|row| Some(flag(row))).collect::<BooleanArray>())
}

fn times<T>(rows: &[T], time: impl Fn(&T) -> Option<Timestamp>) -> ArrayRef {
    let micros = rows.iter().map(|row| time(row).map(Timestamp::as_microsecond));
    Arc::new(micros.collect::<TimestampMicrosecondArray>().with_timezone(ZONE))
}

fn places<T>(rows: &[T], place: impl Fn(&T) -> Place) -> [ArrayRef; 2] {
    [figures(rows, |row| Some(place(row).longitude)), figures(rows, |row| Some(place(row).latitude))]
}

fn enterprises(register: &Register) -> Arrays {
    let rows: Vec<_> = register.enterprises.values().collect();
    let [longitude, latitude] = places(&rows, |e| e.place);
    let arrays = vec![
        texts(&rows, |e| e.code.to_string()),
        texts(&rows, |e| e.name.clone()),
        texts(&rows, |e| e.name_en.clone()),
        texts(&rows, |e| e.trade_code.clone()),
        texts(&rows, |e| e.trade.clone()),
        texts(&rows, |e| e.trade_en.clone()),
        texts(&rows, |e| e.district.to_string()),
        longitude,
        latitude,
    ];
    (arrays, rows.len())
}

fn outlets(register: &Register) -> Arrays {
    let rows: Vec<_> = register.outlets.values().collect();
    let [longitude, latitude] = places(&rows, |o| o.place);
    let arrays = vec![
        texts(&rows, |o| o.id.to_string()),
        texts(&rows, |o| o.enterprise.to_string()),
        texts(&rows, |o| o.name.clone()),
        texts(&rows, |o| o.name_en.clone()),
        texts(&rows, |o| if o.medium == Medium::Water { "water" } else { "air" }),
        some_texts(&rows, |o| register.district_of(&o.enterprise).map(ToString::to_string)),
        longitude,
        latitude,
    ];
    (arrays, rows.len())
}

fn stations(register: &Register) -> Arrays {
    let rows: Vec<_> = register.stations.values().collect();
    let [longitude, latitude] = places(&rows, |s| s.place);
    let class = |class: StationClass| match class {
        StationClass::National => "national",
        StationClass::Provincial => "provincial",
        StationClass::Micro => "micro",
        StationClass::Composition => "composition",
    };
    let arrays = vec![
        texts(&rows, |s| s.id.to_string()),
        texts(&rows, |s| s.name.clone()),
        texts(&rows, |s| s.name_en.clone()),
        texts(&rows, |s| class(s.class)),
        texts(&rows, |s| s.district.to_string()),
        longitude,
        latitude,
    ];
    (arrays, rows.len())
}

fn meters(register: &Register) -> Arrays {
    let rows: Vec<_> = register.meters.values().collect();
    let arrays = vec![
        texts(&rows, |m| m.id.to_string()),
        texts(&rows, |m| m.enterprise.to_string()),
        texts(&rows, |m| match m.target {
            MeterTarget::Line(_) => "line",
            MeterTarget::TreatmentUnit(_) => "treatment_unit",
        }),
        texts(&rows, |m| match &m.target {
            MeterTarget::Line(id) => id.to_string(),
            MeterTarget::TreatmentUnit(id) => id.to_string(),
        }),
        figures(&rows, |m| m.rated_kw),
    ];
    (arrays, rows.len())
}

fn channels(register: &Register) -> Arrays {
    let outlets = register
        .outlets
        .values()
        .flat_map(|o| o.channels.iter().map(move |c| (format!("outlet:{}", o.id), c)));
    let stations = register
        .stations
        .values()
        .flat_map(|s| s.channels.iter().map(move |c| (format!("station:{}", s.id), c)));
    let rows: Vec<_> = outlets.chain(stations).collect();
    let arrays = vec![
        texts(&rows, |(source, _)| source.clone()),
        texts(&rows, |(_, channel)| channel.factor.to_string()),
        texts(&rows, |(_, channel)| channel.sent_unit.text()),
        texts(&rows, |(_, channel)| channel.unit.text()),
    ];
    (arrays, rows.len())
}

fn limits(register: &Register) -> Arrays {
    let rows: Vec<_> =
        register.outlets.values().flat_map(|o| o.limits.iter().map(move |l| (&o.id, l))).collect();
    let basis = |basis: LimitBasis| match basis {
        LimitBasis::Realtime => "realtime",
        LimitBasis::HourMean => "hour_mean",
        LimitBasis::DayMean => "day_mean",
    };
    let arrays = vec![
        texts(&rows, |(outlet, _)| outlet.to_string()),
        texts(&rows, |(_, limit)| limit.factor.to_string()),
        texts(&rows, |(_, limit)| basis(limit.basis)),
        figures(&rows, |(_, limit)| limit.lower),
        figures(&rows, |(_, limit)| Some(limit.upper)),
        texts(&rows, |(_, limit)| limit.unit.text()),
        flags(&rows, |(_, limit)| limit.converted),
        times(&rows, |(_, limit)| Some(limit.valid_from)),
        times(&rows, |(_, limit)| limit.valid_to),
        texts(&rows, |(_, limit)| limit.source.clone()),
        flags(&rows, |(_, limit)| limit.unverified),
    ];
    (arrays, rows.len())
}

fn alarm_rows(rows: &[AlarmFacts]) -> Arrays {
    let arrays = vec![
        texts(rows, |a| a.id.clone()),
        texts(rows, |a| a.kind.clone()),
        texts(rows, |a| a.severity.clone()),
        texts(rows, |a| a.stage.clone()),
        texts(rows, |a| a.source.clone()),
        some_texts(rows, |a| a.enterprise.clone()),
        texts(rows, |a| a.district.clone()),
        times(rows, |a| Some(a.began)),
        times(rows, |a| Some(a.raised_at)),
        times(rows, |a| a.cleared_at),
        flags(rows, |a| a.open),
        flags(rows, |a| a.escalated),
    ];
    (arrays, rows.len())
}
