//! Hour means of an outlet with what is measured beside them: `train_clean.csv` and `test.csv` (an `hour` or another
//! time column, companions, and the judged column: `NOX` where there is one, otherwise the last), `truth.csv`
//! (`kind,start,hours`, where `start` is an hour of the test part).

use std::collections::BTreeMap;
use std::path::Path;

use detect::{Engine, Parameters};
use model::china::plus_seconds;
use model::{
    Channel, FactorCode, Granularity, Mark, Medium, Origin, Outlet, OutletId, Problems, Reading, Register,
    RegisterEntry, SeriesKey, Source, Timestamp, Unit, Values,
};
use serde::Serialize;

use self::peer::peer_alarms;
use crate::TrialError;
use crate::city::{self, register_error};
use crate::count::{Alarm, Alarms, Event, matched, share};
use crate::files::{self, Table};

mod peer;

const HOUR_S: i64 = 3600;
/// An alarm at an event's end is in the hour behind it.
const GRACE_S: i64 = -1;
/// Columns of these names say when, not what.
const TIME_COLUMNS: [&str; 5] = ["hour", "time", "date", "datetime", "timestamp"];
/// The column that is judged where there is one; otherwise the last.
const JUDGED_COLUMN: &str = "NOX";

/// How well anomalies are found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// The share of events that are found, by the truth's kinds.
    #[serde(flatten)]
    pub recall: BTreeMap<String, Option<f64>>,
    /// Alarms outside all events in 1,000 hours outside all events.
    pub false_per_1000h: Option<f64>,
    /// The same, by what the detectors call them.
    pub false_by_finding: BTreeMap<&'static str, f64>,
    /// The share of events that as many alarms would find if they were raised at random, by the truth's kinds.
    pub by_chance: BTreeMap<String, f64>,
    /// The median hours from the start of an event to its first alarm, by the truth's kinds.
    pub median_delay_h: BTreeMap<String, Option<f64>>,
    /// A simple peer: the robust distance of the value from the week before it, with the threshold that raises 4 false
    /// alarms in 1,000 hours.
    pub peer: BTreeMap<String, Option<f64>>,
}

/// One part of a set.
struct Part {
    /// The hour of each row, from 0 on.
    hours: Vec<i64>,
    columns: BTreeMap<String, Vec<Option<f64>>>,
    judged: String,
}

/// Whether `folder` holds such a set.
pub(crate) fn is_there(folder: &Path) -> bool {
    ["train_clean", "test", "truth"].iter().all(|name| files::is_there(folder, name))
}

/// Judges the set in `folder`.
///
/// # Errors
/// When a file is missing or not what its columns say.
pub(crate) fn run(folder: &Path) -> Result<Figures, TrialError> {
    let (train, test) = (Part::read(folder, "train_clean")?, Part::read(folder, "test")?);
    let test_begins = train.hours.iter().max().map_or(0, |last| last + 1);
    let events = events(folder, test_begins)?;
    let alarms = alarms(&train, &test, test_begins)?;
    let is_outside = |hour: &i64| {
        let time = at(test_begins + hour);
        !events.iter().any(|event| (event.start..event.end).contains(&time))
    };
    let outside_h = test.hours.iter().filter(|hour| is_outside(hour)).count();
    let by_hour = share(matched(&events, &alarms, GRACE_S).wrong, outside_h);
    let mut false_by_finding = BTreeMap::new();
    for alarm in alarms.iter().filter(|alarm| is_false(alarm, &events)) {
        let name = alarm.kind.map_or("", |kind| kind.code());
        *false_by_finding.entry(name).or_insert(0.0) += 1000.0 / outside_h.max(1) as f64;
    }
    let chance = by_hour.unwrap_or(0.0);
    let by_chance = by_kind(&events, |events| {
        let hours = events.iter().map(|event| model::china::seconds_between(event.start, event.end) / HOUR_S);
        let found: f64 = hours.map(|hours| 1.0 - (1.0 - chance).powi(hours as i32)).sum();
        found / events.len().max(1) as f64
    });
    let theirs = peer_alarms(&test, test_begins, &events, outside_h);
    Ok(Figures {
        recall: by_kind(&events, |events| matched(events, &alarms, GRACE_S).recall()),
        false_per_1000h: by_hour.map(|share| share * 1000.0),
        false_by_finding,
        by_chance,
        median_delay_h: by_kind(&events, |events| {
            matched(events, &alarms, GRACE_S).median_delay_s().map(|delay_s| delay_s as f64 / HOUR_S as f64)
        }),
        peer: by_kind(&events, |events| matched(events, &theirs, GRACE_S).recall()),
    })
}

fn is_false(alarm: &Alarm, events: &[Event]) -> bool {
    !events.iter().any(|event| event.holds(alarm, GRACE_S))
}

fn by_kind<T>(events: &[Event], of: impl Fn(&[Event]) -> T) -> BTreeMap<String, T> {
    let mut kinds: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for event in events {
        kinds.entry(event.kind.clone()).or_default().push(event.clone());
    }
    kinds.into_iter().map(|(kind, events)| (kind, of(&events))).collect()
}

/// Hour `hour` of the set.
fn at(hour: i64) -> Timestamp {
    plus_seconds(Timestamp::UNIX_EPOCH, hour * HOUR_S)
}

fn events(folder: &Path, test_begins: i64) -> Result<Vec<Event>, TrialError> {
    let table = Table::read(folder, "truth")?;
    let whole = |text: &str| text.trim().parse::<f64>().ok().map(|number| number.round() as i64);
    let starts = table.parsed("start", "hour", whole)?;
    let hours = table.parsed("hours", "number of hours", whole)?;
    let spans = starts.into_iter().zip(hours);
    let event = |(kind, (start, hours)): (&str, (i64, i64))| Event {
        place: PLACE.to_owned(),
        kind: kind.to_owned(),
        start: at(test_begins + start),
        end: at(test_begins + start + hours),
    };
    Ok(table.texts("kind")?.zip(spans).map(event).collect())
}

impl Part {
    fn read(folder: &Path, name: &str) -> Result<Self, TrialError> {
        let table = Table::read(folder, name)?;
        let is_time = |column: &&str| TIME_COLUMNS.contains(&column.to_lowercase().as_str());
        let names: Vec<&str> = table.names().filter(|column| !is_time(column)).collect();
        let preferred = names.iter().find(|column| column.eq_ignore_ascii_case(JUDGED_COLUMN));
        let Some(judged) = preferred.or(names.last()).map(|column| (*column).to_owned()) else {
            return Err(TrialError::NoSet { folder: folder.to_owned() });
        };
        let counted = table.names().find(|column| column.eq_ignore_ascii_case("hour"));
        let hours = match counted.map(|column| table.numbers(column)) {
            Some(Ok(hours)) => {
                let rows = hours.into_iter().enumerate();
                rows.map(|(row, hour)| hour.map_or(row as i64, |hour| hour.round() as i64)).collect()
            }
            Some(Err(_)) | None => (0..table.len() as i64).collect(),
        };
        let columns = names.into_iter().map(|name| Ok((name.to_owned(), table.numbers(name)?)));
        Ok(Self { hours, columns: columns.collect::<Result<_, TrialError>>()?, judged })
    }
}

const PLACE: &str = "outlet";
/// The judged factor; what it is called matters to no detector.
const JUDGED_CODE: &str = "a21002";

/// What the product's engine raises in the test part, having seen the train part.
fn alarms(train: &Part, test: &Part, test_begins: i64) -> Result<Vec<Alarm>, TrialError> {
    let companions: Vec<&String> = train.columns.keys().filter(|column| **column != train.judged).collect();
    let mut codes = vec![(train.judged.clone(), JUDGED_CODE.parse().map_err(register_error)?)];
    for (number, column) in companions.into_iter().enumerate() {
        codes.push((column.clone(), format!("g{number:05}").parse().map_err(register_error)?));
    }
    let id: OutletId = PLACE.parse().map_err(register_error)?;
    let mut engine = Engine::new(&register(&id, &codes)?, Parameters::default());
    let (mut alarms, mut findings) = (Alarms::default(), Vec::new());
    for (part, begins) in [(train, 0), (test, test_begins)] {
        for (row, hour) in part.hours.iter().enumerate() {
            let time = at(begins + hour);
            for (column, code) in &codes {
                let of_column =
                    part.columns.get(column).and_then(|values| values.get(row).copied().flatten());
                let Some(value) = of_column else { continue };
                engine.observe(&reading(&id, code, time, value), &mut findings);
            }
            alarms.take(PLACE, time, &mut findings);
        }
    }
    alarms.raised.retain(|alarm| alarm.raised >= at(test_begins));
    Ok(alarms.raised)
}

fn unit(code: &FactorCode) -> Unit {
    if code.as_str() == JUDGED_CODE { Unit::MilligramPerCubicMetre } else { Unit::One }
}

fn reading(id: &OutletId, code: &FactorCode, time: Timestamp, value: f64) -> Reading {
    Reading {
        series: SeriesKey { source: Source::Outlet(id.clone()), factor: code.clone() },
        granularity: Granularity::Hour,
        time,
        unit: unit(code),
        values: Values { value: Some(value), ..Values::default() },
        mark: Mark::Absent,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: plus_seconds(time, HOUR_S),
    }
}

/// One enterprise with the outlet; no limit holds there.
fn register(id: &OutletId, codes: &[(String, FactorCode)]) -> Result<Register, TrialError> {
    let (mut register, code) = city::register()?;
    let channel = |code: &FactorCode| Channel {
        factor: code.clone(),
        sent_unit: unit(code),
        unit: unit(code),
        range: None,
    };
    let outlet = Outlet {
        id: id.clone(),
        enterprise: code,
        name: "样例".into(),
        name_en: "Sample".into(),
        medium: Medium::Air,
        place: city::place()?,
        channels: codes.iter().map(|(_, code)| channel(code)).collect(),
        limits: Vec::new(),
        release: None,
    };
    register.put(RegisterEntry::Outlet(outlet)).map_err(register_error)?;
    Ok(register)
}
