//! What is known of outlets may lie on a shelf between their hours, and nothing that is found changes by it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use detect::{Engine, Parameters, Shelf};
use model::{
    Channel, Finding, FindingKind, FindingState, Granularity, LimitBasis, MeterTarget, OutletId, Reading,
    Register, RegisterEntry, SeriesKey, Source, Unit, power,
};
use proptest::prelude::*;

use crate::city::{at, limit, reading, register};

const SO2: &str = "a21026";
const FLOW: &str = "a00000";
const OUTLETS: usize = 24;
/// So many of them have a metered treatment facility.
const METERED: usize = 8;
const HOURS: i64 = 620;
/// Of sulphur dioxide, mg/m³: now and then an hour lies beyond it.
const LIMIT: f64 = 105.0;
/// One hour in so many comes a day late, and most of those lie beyond the limit.
const LATE: (i64, i64) = (400, 395);

/// What happens on a shelf.
#[derive(Debug, Default)]
struct Happened {
    lain: BTreeMap<u64, Vec<u8>>,
    laid: u64,
    taken: u64,
}

/// One that lays down what comes, all but each `refuses`-th; what it gives back may be lost.
#[derive(Debug)]
struct Board {
    happened: Arc<Mutex<Happened>>,
    refuses: Option<u64>,
    loses: bool,
}

impl Shelf for Board {
    fn lay(&mut self, bytes: &[u8]) -> Option<u64> {
        let mut happened = self.happened.lock().unwrap();
        happened.laid += 1;
        let number = happened.laid;
        if self.refuses.is_some_and(|refuses| number.is_multiple_of(refuses)) {
            return None;
        }
        happened.lain.insert(number, bytes.to_vec());
        Some(number)
    }

    fn take(&mut self, number: u64) -> Option<Vec<u8>> {
        let mut happened = self.happened.lock().unwrap();
        happened.taken += 1;
        let bytes = happened.lain.remove(&number);
        assert!(bytes.is_some(), "{number} does not lie there");
        bytes.filter(|_| !self.loses)
    }
}

fn outlet(number: usize) -> OutletId {
    format!("S{number}").parse().unwrap()
}

fn city(outlets: usize) -> Register {
    let mut register = register(false);
    let channel =
        |factor: &str, unit| Channel { factor: factor.parse().unwrap(), sent_unit: unit, unit, range: None };
    let first = register.outlets[&"A1".parse().unwrap()].clone();
    for number in 0..outlets {
        let mut stack = first.clone();
        stack.id = outlet(number);
        stack.channels =
            vec![channel(SO2, Unit::MilligramPerCubicMetre), channel(FLOW, Unit::CubicMetrePerHour)];
        stack.limits = vec![limit(SO2, LimitBasis::HourMean, None, LIMIT, Unit::MilligramPerCubicMetre)];
        register.put(RegisterEntry::Outlet(stack)).unwrap();
        if number < METERED {
            metered(&mut register, number);
        }
    }
    register
}

/// Puts a meter at a treatment facility before the outlet.
fn metered(register: &mut Register, number: usize) {
    let mut unit = register.treatment_units[&"T1".parse().unwrap()].clone();
    unit.id = format!("T-{number}").parse().unwrap();
    (unit.treats, unit.outlet) = (Vec::new(), Some(outlet(number)));
    let mut meter = register.meters[&"M-T1".parse().unwrap()].clone();
    meter.id = format!("M-{number}").parse().unwrap();
    meter.target = MeterTarget::TreatmentUnit(unit.id.clone());
    register.put(RegisterEntry::TreatmentUnit(unit)).unwrap();
    register.put(RegisterEntry::Meter(meter)).unwrap();
}

/// A number in -1 to 1 that has no pattern.
fn noise(seed: u64, number: usize, hour: i64) -> f64 {
    let mut bits = seed ^ (hour as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (number as u64) << 40;
    bits = (bits ^ (bits >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 32)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// What comes in one hour: its means, or none, and those of a day ago that were late.
fn of_hour(seed: u64, number: usize, hour: i64) -> Vec<Reading> {
    let is_late = |hour: i64| own(number, hour) % LATE.0 == LATE.1;
    let hours = [hour - 24, hour].into_iter().filter(|one| is_late(*one) == (*one < hour));
    hours.flat_map(|hour| means_of(seed, number, hour)).collect()
}

fn own(number: usize, hour: i64) -> i64 {
    hour + 7 * number as i64
}

/// Both factors of one hour; each outlet holds a value, is silent and jumps at times of its own.
fn means_of(seed: u64, number: usize, hour: i64) -> Vec<Reading> {
    let own = own(number, hour);
    if own % 211 < 3 {
        return Vec::new();
    }
    let flow = 100.0 + 20.0 * (hour as f64 / 37.0).sin() + 2.0 * noise(seed, number, hour);
    let jumped = if own % 400 > 390 { 60.0 } else { 0.0 };
    let sulphur = if own % 300 > 285 { 50.0 } else { 0.5 * flow + 2.0 * noise(!seed, number, hour) + jumped };
    let mean = |factor: &str, unit, value| {
        let mut reading = reading("outlet:A1", factor, Granularity::Hour, at(hour * 60), value);
        reading.series =
            SeriesKey { source: Source::Outlet(outlet(number)), factor: factor.parse().unwrap() };
        reading.unit = unit;
        reading
    };
    let mut means =
        vec![mean(FLOW, Unit::CubicMetrePerHour, flow), mean(SO2, Unit::MilligramPerCubicMetre, sulphur)];
    if number < METERED {
        let mut power = mean(power::ACTIVE_POWER, Unit::Kilowatt, flow + 5.0 * noise(seed, number, hour / 2));
        power.series.source = format!("meter:M-{number}").parse().unwrap();
        means.push(power);
    }
    means
}

fn judge(engine: &mut Engine, seed: u64, hours: std::ops::Range<i64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hour in hours {
        for number in 0..OUTLETS {
            for reading in of_hour(seed, number, hour) {
                engine.observe(&reading, &mut findings);
            }
        }
    }
    findings
}

fn with_board(refuses: Option<u64>, loses: bool) -> (Engine, Arc<Mutex<Happened>>) {
    let happened = Arc::default();
    let board = Board { happened: Arc::clone(&happened), refuses, loses };
    (Engine::new(&city(OUTLETS), Parameters::default()).with_shelf(Box::new(board)), happened)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    #[test]
    fn a_shelf_changes_nothing_that_is_found(seed: u64, refuses in proptest::option::of(2_u64..9)) {
        let mut without = Engine::new(&city(OUTLETS), Parameters::default());
        let found = judge(&mut without, seed, 0..HOURS);
        let is_hour = |finding: &&Finding| finding.key.kind == FindingKind::ExceedanceHour;
        let hours = found.iter().filter(is_hour).count();
        prop_assert!(hours > 2 * OUTLETS && found.len() > hours + OUTLETS, "{hours} of {} findings", found.len());
        let (mut with, happened) = with_board(refuses, false);
        prop_assert_eq!(judge(&mut with, seed, 0..HOURS), found);
        let happened = happened.lock().unwrap();
        prop_assert!(happened.taken > 1000, "hardly anything was laid down");
    }
}

#[test]
fn what_a_shelf_loses_is_learned_anew() {
    let (mut engine, happened) = with_board(None, true);
    let findings = judge(&mut engine, 1, 0..HOURS);
    let (hours, shapes): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.key.kind == FindingKind::ExceedanceHour);
    assert!(shapes.is_empty(), "nothing is known for long enough: {shapes:#?}");
    // What was told is not lost: it ends.
    let last: BTreeMap<_, _> = hours.iter().map(|finding| (finding.key.subject.clone(), finding)).collect();
    assert!(last.len() > OUTLETS / 2, "only {} went beyond the limit", last.len());
    assert!(last.values().all(|finding| finding.state == FindingState::Cleared), "{last:#?}");
    assert!(happened.lock().unwrap().taken > 1000);
}

#[test]
fn an_outlet_that_goes_gives_its_place_back() {
    let (mut engine, happened) = with_board(None, false);
    judge(&mut engine, 1, 0..50);
    let before = happened.lock().unwrap().lain.len();
    assert!(before > 3);
    engine.replace_register(&city(0));
    assert_eq!(happened.lock().unwrap().lain.len(), 0);
    engine.replace_register(&city(OUTLETS));
    judge(&mut engine, 1, 50..60);
    assert!(!happened.lock().unwrap().lain.is_empty());
}
