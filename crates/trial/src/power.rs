//! Production with treatment off: `power.csv` (`time,line,production_kw,treatment_kw`), `truth.csv`
//! (`line,start,end,kind,minutes`, both ends are readings) and, where rated powers are known, `register.csv`
//! (`line,treatment_rated_kw`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use detect::{Engine, Parameters};
use model::china::{plus_seconds, seconds_between};
use model::{
    FindingKind, Granularity, Mark, MeterTarget, Origin, PowerMeter, Problems, ProductionLine, Reading,
    Register, RegisterEntry, SeriesKey, Source, Timestamp, TreatmentUnit, Unit, Values, power,
};
use serde::Serialize;

use crate::TrialError;
use crate::city::{self, register_error};
use crate::count::{Alarm, Alarms, Event, Matched, matched, median};
use crate::files::{self, Table};

/// Alarms so long after the end of a violation are still of it, s.
const GRACE_S: i64 = 1800;

/// How well violations are found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// The share of alarms that are right; `None` without alarms.
    pub precision: Option<f64>,
    /// The share of violations that are found; `None` without violations.
    pub recall: Option<f64>,
    /// From the start of a violation to its first alarm, min; `None` where none was found.
    pub median_delay_min: Option<f64>,
    /// A simple peer: the mean of three readings of production above 0.3 of its 95th percentile, treatment below
    /// half of its rated power, for a quarter of an hour.
    pub peer: Peer,
}

/// The same of the peer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Peer {
    /// The share of its alarms that are right.
    pub precision: Option<f64>,
    /// The share of violations that it finds.
    pub recall: Option<f64>,
    /// From the start of a violation to its first alarm, min.
    pub median_delay_min: Option<f64>,
}

/// What one line's meters said at one time.
struct Sample {
    time: Timestamp,
    line: String,
    production_kw: Option<f64>,
    treatment_kw: Option<f64>,
}

/// Judges the set in `folder`.
///
/// # Errors
/// When a file is missing or not what its columns say.
pub fn run(folder: &Path) -> Result<Figures, TrialError> {
    let samples = samples(folder)?;
    let events = events(folder, &samples)?;
    let rated = rated(folder)?;
    let ours = matched(&events, &alarms(&samples, &rated)?, GRACE_S);
    let theirs = matched(&events, &peer_alarms(&samples, &rated), GRACE_S);
    let minutes = |matched: &Matched| matched.median_delay_s().map(|delay_s| delay_s as f64 / 60.0);
    Ok(Figures {
        precision: ours.precision(),
        recall: ours.recall(),
        median_delay_min: minutes(&ours),
        peer: Peer {
            precision: theirs.precision(),
            recall: theirs.recall(),
            median_delay_min: minutes(&theirs),
        },
    })
}

fn samples(folder: &Path) -> Result<Vec<Sample>, TrialError> {
    let table = Table::read(folder, "power")?;
    let times = table.times("time")?;
    let production = table.numbers("production_kw")?;
    let treatment = table.numbers("treatment_kw")?;
    let lines = table.texts("line")?;
    let together = times.into_iter().zip(lines).zip(production.into_iter().zip(treatment));
    let mut samples: Vec<_> = together
        .map(|((time, line), (production_kw, treatment_kw))| Sample {
            time,
            line: line.to_owned(),
            production_kw,
            treatment_kw,
        })
        .collect();
    samples.sort_by_key(|sample| sample.time);
    Ok(samples)
}

/// The violations; the last reading of one lasts as long as readings of the set usually do.
fn events(folder: &Path, samples: &[Sample]) -> Result<Vec<Event>, TrialError> {
    let table = Table::read(folder, "truth")?;
    let (starts, ends) = (table.times("start")?, table.times("end")?);
    let mut steps: Vec<i64> = samples
        .windows(2)
        .map(|pair| seconds_between(pair[0].time, pair[1].time))
        .filter(|s| *s > 0)
        .collect();
    let step_s = median(&mut steps).unwrap_or(0);
    let spans = starts.into_iter().zip(ends);
    let events =
        table.texts("line")?.zip(table.texts("kind")?).zip(spans).map(|((line, kind), (start, end))| Event {
            place: line.to_owned(),
            kind: kind.to_owned(),
            start,
            end: plus_seconds(end, step_s),
        });
    Ok(events.collect())
}

/// The rated power of lines' treatment, kW, where it is known.
fn rated(folder: &Path) -> Result<BTreeMap<String, f64>, TrialError> {
    if !files::is_there(folder, "register") {
        return Ok(BTreeMap::new());
    }
    let table = Table::read(folder, "register")?;
    let kilowatts = table.numbers("treatment_rated_kw")?;
    Ok(table.texts("line")?.zip(kilowatts).filter_map(|(line, kw)| Some((line.to_owned(), kw?))).collect())
}

/// What the product's engine raises.
fn alarms(samples: &[Sample], rated: &BTreeMap<String, f64>) -> Result<Vec<Alarm>, TrialError> {
    let lines: BTreeSet<&str> = samples.iter().map(|sample| sample.line.as_str()).collect();
    let mut engine = Engine::new(&register(&lines, rated)?, Parameters::default());
    let (mut alarms, mut findings) = (Alarms::default(), Vec::new());
    for sample in samples {
        for (prefix, kw) in [("P-", sample.production_kw), ("T-", sample.treatment_kw)] {
            let Some(kw) = kw else { continue };
            engine.observe(&reading(&format!("{prefix}{}", sample.line), sample.time, kw)?, &mut findings);
        }
        alarms.take(&sample.line, sample.time, &mut findings);
    }
    alarms.raised.retain(|alarm| alarm.kind == Some(FindingKind::ProductionOnTreatmentOff));
    Ok(alarms.raised)
}

fn reading(meter: &str, time: Timestamp, kw: f64) -> Result<Reading, TrialError> {
    let meter = meter.parse().map_err(register_error)?;
    Ok(Reading {
        series: SeriesKey { source: Source::Meter(meter), factor: power::active_power() },
        granularity: Granularity::Realtime,
        time,
        unit: Unit::Kilowatt,
        values: Values { value: Some(kw), ..Values::default() },
        mark: Mark::Absent,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: time,
    })
}

/// One enterprise with every line, its treatment and their meters.
fn register(lines: &BTreeSet<&str>, rated: &BTreeMap<String, f64>) -> Result<Register, TrialError> {
    let (mut register, enterprise) = city::register()?;
    for line in lines {
        let meter = |prefix: &str, target: MeterTarget, rated_kw: Option<f64>| -> Result<_, TrialError> {
            let id = format!("{prefix}{line}").parse().map_err(register_error)?;
            Ok(RegisterEntry::Meter(PowerMeter { id, enterprise: enterprise.clone(), target, rated_kw }))
        };
        let line_id = line.parse().map_err(register_error)?;
        let unit_id = line.parse().map_err(register_error)?;
        let produces = meter("P-", MeterTarget::Line(line.parse().map_err(register_error)?), None)?;
        let of_unit = MeterTarget::TreatmentUnit(line.parse().map_err(register_error)?);
        let treats = meter("T-", of_unit, rated.get(*line).copied())?;
        let (name, name_en) = ((*line).to_owned(), (*line).to_owned());
        let line_entry = ProductionLine {
            id: line_id,
            enterprise: enterprise.clone(),
            name: name.clone(),
            name_en: name_en.clone(),
            permitted_hours: None,
        };
        let treated = vec![line.parse().map_err(register_error)?];
        let unit = TreatmentUnit {
            id: unit_id,
            enterprise: enterprise.clone(),
            name,
            name_en,
            treats: treated,
            outlet: None,
        };
        let entries = [RegisterEntry::Line(line_entry), RegisterEntry::TreatmentUnit(unit), produces, treats];
        for entry in entries {
            register.put(entry).map_err(register_error)?;
        }
    }
    Ok(register)
}

/// The peer: its levels are taken from the whole of the set, which favours it.
fn peer_alarms(samples: &[Sample], rated: &BTreeMap<String, f64>) -> Vec<Alarm> {
    let mut by_line: BTreeMap<&str, Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        by_line.entry(&sample.line).or_default().push(sample);
    }
    by_line.iter().flat_map(|(line, of_line)| peer_alarms_of(of_line, rated.get(*line).copied())).collect()
}

fn peer_alarms_of(samples: &[&Sample], rated_kw: Option<f64>) -> Vec<Alarm> {
    const DEBOUNCE_S: i64 = 900;
    let usual_most = |of: fn(&Sample) -> Option<f64>| -> f64 {
        let mut all: Vec<f64> = samples.iter().filter_map(|sample| of(sample)).collect();
        all.sort_unstable_by(f64::total_cmp);
        all.get(all.len() * 95 / 100).copied().unwrap_or(0.0)
    };
    let works_from = usual_most(|sample| sample.production_kw) * 0.3;
    let runs_from = rated_kw.unwrap_or_else(|| usual_most(|sample| sample.treatment_kw)) / 2.0;
    let (mut since, mut is_told, mut alarms) = (None, false, Vec::new());
    for three in samples.windows(3) {
        let produced: Vec<f64> = three.iter().filter_map(|sample| sample.production_kw).collect();
        let Some(sample) = three.last() else { continue };
        let Some(treatment) = sample.treatment_kw else { continue };
        let mean = produced.iter().sum::<f64>() / produced.len().max(1) as f64;
        if mean <= works_from || treatment >= runs_from {
            (since, is_told) = (None, false);
            continue;
        }
        let began = *since.get_or_insert(sample.time);
        if !is_told && seconds_between(began, sample.time) >= DEBOUNCE_S {
            is_told = true;
            alarms.push(Alarm { place: sample.line.clone(), kind: None, raised: sample.time });
        }
    }
    alarms
}
