//! How well production with treatment off is found in `../shared/data/sim_power_offtreat`: real machines'
//! production power, simulated treatment with injected violations. Prints precision, recall and delay.
//!
//! A violation counts as found if a finding's span, from when it began to when it cleared, overlaps it; a
//! finding counts as right if it overlaps a violation. Delay is from a violation's start to the first finding.

#![allow(clippy::unwrap_used, clippy::panic)]
// It reads reference data; the crate itself reads no files.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::Path;

use detect::{Engine, Parameters};
use model::china::{instant, minute_text, seconds_between};
use model::{
    CreditCode, District, Enterprise, Finding, FindingState, Granularity, Mark, MeterTarget, Origin, Place,
    PowerMeter, Problems, ProductionLine, Reading, Register, RegisterEntry, SeriesKey, Source, Subject,
    Timestamp, TreatmentUnit, Unit, Values, power,
};

/// A span of time on one line.
#[derive(Debug, Clone)]
struct Span {
    line: String,
    from: Timestamp,
    to: Timestamp,
    first_seen: Timestamp,
}

impl Span {
    fn overlaps(&self, other: &Span) -> bool {
        self.line == other.line && self.from <= other.to && other.from <= self.to
    }
}

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sim_power_offtreat");
    if !Path::new(folder).is_dir() {
        println!("skipped: {folder} is not there");
        return;
    }
    let rows = |name: &str| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let rated: BTreeMap<String, f64> =
        rows("register.csv").iter().map(|row| (row[0].clone(), row[1].parse().unwrap())).collect();
    let truth: Vec<Span> = rows("truth.csv")
        .iter()
        .map(|row| {
            let from = time(&row[1]);
            Span { line: row[0].clone(), from, to: time(&row[2]), first_seen: from }
        })
        .collect();
    let mut readings: Vec<Reading> = rows("power.csv")
        .iter()
        .flat_map(|row| {
            [("P-", &row[2]), ("T-", &row[3])]
                .into_iter()
                .filter_map(|(prefix, kw)| {
                    Some(reading(&format!("{prefix}{}", row[1]), time(&row[0]), kw.parse().ok()?))
                })
                .collect::<Vec<_>>()
        })
        .collect();
    readings.sort_by_key(|reading| reading.time);
    for (name, is_rated) in [("with rated power", true), ("without rated power", false)] {
        let mut engine = Engine::new(&register(&rated, is_rated), Parameters::default());
        let mut findings = Vec::new();
        for reading in &readings {
            engine.observe(reading, &mut findings);
        }
        report(name, &episodes(&findings), &truth);
    }
}

fn report(name: &str, found: &[Span], truth: &[Span]) {
    let is_verbose = std::env::args().any(|argument| argument == "--list");
    let right = found.iter().filter(|found| truth.iter().any(|event| event.overlaps(found))).count();
    let mut delays: Vec<i64> = Vec::new();
    for event in truth {
        let first = found.iter().filter(|found| found.overlaps(event)).map(|found| found.first_seen).min();
        match first {
            Some(first) => delays.push(seconds_between(event.from, first) / 60),
            None if is_verbose => {
                println!("missed {} {} {}", event.line, minute_text(event.from), minute_text(event.to));
            }
            None => {}
        }
    }
    if is_verbose {
        for wrong in found.iter().filter(|found| !truth.iter().any(|event| event.overlaps(found))) {
            println!("wrong  {} {} {}", wrong.line, minute_text(wrong.from), minute_text(wrong.to));
        }
    }
    delays.sort_unstable();
    println!(
        "{name}: {} findings, precision {:.3}, recall {:.3}, median delay {} min",
        found.len(),
        right as f64 / found.len().max(1) as f64,
        delays.len() as f64 / truth.len() as f64,
        delays.get(delays.len() / 2).copied().unwrap_or(-1),
    );
}

fn episodes(findings: &[Finding]) -> Vec<Span> {
    let mut open: BTreeMap<String, Span> = BTreeMap::new();
    let mut all = Vec::new();
    for finding in findings {
        let Subject::TreatmentUnit(unit) = &finding.key.subject else { continue };
        let line = unit.as_str().to_owned();
        let span = open.entry(line.clone()).or_insert_with(|| Span {
            line: line.clone(),
            from: finding.began,
            to: finding.seen,
            first_seen: finding.seen,
        });
        span.to = finding.seen;
        if finding.state == FindingState::Cleared {
            all.extend(open.remove(&line));
        }
    }
    all.extend(open.into_values());
    all
}

fn time(text: &str) -> Timestamp {
    instant(text.parse().unwrap())
}

fn reading(meter: &str, time: Timestamp, kw: f64) -> Reading {
    Reading {
        series: SeriesKey { source: Source::Meter(meter.parse().unwrap()), factor: power::active_power() },
        granularity: Granularity::Realtime,
        time,
        unit: Unit::Kilowatt,
        values: Values { value: Some(kw), ..Values::default() },
        mark: Mark::Absent,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: time,
    }
}

fn register(rated: &BTreeMap<String, f64>, is_rated: bool) -> Register {
    let enterprise = CreditCode::from_body("91430105MA4L00001").unwrap();
    let place = Place::new(112.9, 28.2).unwrap();
    let text = |text: &str| text.to_owned();
    let mut entries = vec![
        RegisterEntry::District(District {
            code: "430105".parse().unwrap(),
            name: text("开福区"),
            name_en: text("Kaifu"),
            center: place,
        }),
        RegisterEntry::Enterprise(Enterprise {
            code: enterprise.clone(),
            name: text("样例"),
            name_en: text("Sample"),
            trade_code: text("C33"),
            trade: text("金属制品业"),
            trade_en: text("metal products"),
            district: "430105".parse().unwrap(),
            place,
        }),
    ];
    for (line, kw) in rated {
        entries.push(RegisterEntry::Line(ProductionLine {
            id: line.parse().unwrap(),
            enterprise: enterprise.clone(),
            name: line.clone(),
            name_en: line.clone(),
        }));
        entries.push(RegisterEntry::TreatmentUnit(TreatmentUnit {
            id: line.parse().unwrap(),
            enterprise: enterprise.clone(),
            name: line.clone(),
            name_en: line.clone(),
            treats: vec![line.parse().unwrap()],
            outlet: None,
        }));
        let meter = |prefix: &str, target: MeterTarget, rated_kw: Option<f64>| {
            RegisterEntry::Meter(PowerMeter {
                id: format!("{prefix}{line}").parse().unwrap(),
                enterprise: enterprise.clone(),
                target,
                rated_kw,
            })
        };
        entries.push(meter("P-", MeterTarget::Line(line.parse().unwrap()), None));
        entries.push(meter("T-", MeterTarget::TreatmentUnit(line.parse().unwrap()), is_rated.then_some(*kw)));
    }
    let mut register = Register::default();
    for entry in entries {
        register.put(entry).unwrap();
    }
    register
}
