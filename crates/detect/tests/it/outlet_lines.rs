//! An outlet whose sulphur dioxide follows the power of the line behind it, hour by hour.

use detect::{Engine, Parameters, PowerHours};
use model::{
    Channel, Finding, FindingKind, FindingState, Granularity, Reading, Register, RegisterEntry, Unit, power,
};

use crate::city::{at, figure, kw, reading, register, words};
use crate::outlet_hours::noise;

const SO2: &str = "a21026";
/// Hours that are learned from before anything is done to the series.
const LEARNED: i64 = 1500;
/// What a treatment facility takes, kW.
const TREATMENT_KW: f64 = 12.0;

/// Two lines in shifts, kW.
fn load(hour: i64) -> f64 {
    let shift = if hour.rem_euclid(24) < 8 { 0.5 } else { 1.0 };
    shift * (80.0 + 15.0 * (hour as f64 / 41.0).sin()) + 2.0 * noise(hour, 1)
}

fn usual(hour: i64) -> f64 {
    0.5 * load(hour) + noise(hour, 2) + 0.5 * noise(hour / 3, 3)
}

/// With `T1` and its lines before stack `A1`, which sends sulphur dioxide alone.
fn with_stack() -> Register {
    let mut register = register(false);
    let mut stack = register.outlets[&"A1".parse().unwrap()].clone();
    let unit = Unit::MilligramPerCubicMetre;
    stack.channels = vec![Channel { factor: SO2.parse().unwrap(), sent_unit: unit, unit, range: None }];
    register.put(RegisterEntry::Outlet(stack)).unwrap();
    register
}

fn engine() -> Engine {
    Engine::new(&with_stack(), Parameters::default())
}

fn sulphur(hour: i64, value: f64) -> Reading {
    let mut mean = reading("outlet:A1", SO2, Granularity::Hour, at(hour * 60), value);
    mean.unit = Unit::MilligramPerCubicMetre;
    mean
}

fn hour_of_power(meter: &str, hour: i64, value: f64) -> Reading {
    let mut mean =
        reading(&format!("meter:{meter}"), power::ACTIVE_POWER, Granularity::Hour, at(hour * 60), value);
    // Made when the first sample of the next hour is there.
    mean.received_at = at(hour * 60 + 61);
    mean
}

/// Both lines and their treatment.
fn powers(hour: i64, load: f64) -> [Reading; 3] {
    [
        hour_of_power("M-L1", hour, 0.6 * load),
        hour_of_power("M-L2", hour, 0.4 * load),
        hour_of_power("M-T1", hour, TREATMENT_KW + 0.2 * noise(hour, 5)),
    ]
}

/// What comes in an hour, in the order in which it comes.
fn of_hour(hour: i64, value: f64, load: f64) -> Vec<Reading> {
    let mut all = vec![sulphur(hour, value)];
    all.extend(powers(hour, load));
    all
}

fn run(engine: &mut Engine, readings: impl IntoIterator<Item = Reading>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for reading in readings {
        engine.observe(&reading, &mut findings);
    }
    findings
}

fn told(findings: &[Finding]) -> Vec<FindingKind> {
    let ongoing = findings.iter().filter(|finding| finding.state == FindingState::Ongoing);
    ongoing.map(|finding| finding.key.kind).collect()
}

fn learned() -> Engine {
    let mut engine = engine();
    let findings = run(&mut engine, (0..LEARNED).flat_map(|hour| of_hour(hour, usual(hour), load(hour))));
    assert!(findings.len() <= 6, "{findings:#?}");
    engine
}

fn only_unexplained(findings: &[Finding]) -> &Finding {
    assert_eq!(told(findings), [FindingKind::Unexplained], "{findings:#?}");
    findings.iter().find(|finding| finding.key.kind == FindingKind::Unexplained).unwrap()
}

#[test]
fn a_value_that_falls_while_the_power_of_its_lines_stays_is_unexplained() {
    let mut engine = learned();
    let fallen = (LEARNED..LEARNED + 12).flat_map(|hour| of_hour(hour, usual(hour) - 20.0, load(hour)));
    let findings = run(&mut engine, fallen);
    let finding = only_unexplained(&findings);
    assert_eq!(finding.began, at(LEARNED * 60));
    assert!(figure(finding, "off_by").unwrap() < -10.0, "{finding:#?}");
    let mean = |first: i64| (first..first + 4).map(load).sum::<f64>() / 4.0;
    let power = |name| figure(finding, name).unwrap();
    assert!((power("production_power_before") - mean(LEARNED - 4)).abs() < 0.1, "{finding:#?}");
    assert!((power("production_power_mean") - mean(LEARNED)).abs() < 0.1, "{finding:#?}");
    assert!((power("treatment_power_mean") - TREATMENT_KW).abs() < 0.5);
    assert_eq!(words(finding, "line"), Some("L1"));

    let usual_again = (LEARNED + 12..LEARNED + 24).flat_map(|hour| of_hour(hour, usual(hour), load(hour)));
    let findings = run(&mut engine, usual_again);
    let cleared = findings.iter().find(|finding| finding.key.kind == FindingKind::Unexplained).unwrap();
    assert_eq!(cleared.state, FindingState::Cleared);
    assert!(figure(cleared, "production_power_mean").is_some(), "what it was told by is kept");
}

#[test]
fn a_value_that_stays_while_its_lines_stop_is_unexplained() {
    let mut engine = learned();
    let stopped = (LEARNED..LEARNED + 12).flat_map(|hour| of_hour(hour, usual(hour), 2.0));
    let findings = run(&mut engine, stopped);
    let finding = only_unexplained(&findings);
    assert!(figure(finding, "off_by").unwrap() > 10.0);
    assert!(figure(finding, "production_power_before").unwrap() > 30.0);
    assert!((figure(finding, "production_power_mean").unwrap() - 2.0).abs() < 0.01);
}

#[test]
fn lines_that_stop_explain_a_value_that_falls_with_them() {
    let mut engine = learned();
    let stopped = (LEARNED..LEARNED + 12).flat_map(|hour| of_hour(hour, 0.4 * usual(hour), 0.4 * load(hour)));
    let findings = run(&mut engine, stopped);
    let of_level = |kind: &FindingKind| matches!(kind, FindingKind::Step | FindingKind::Unexplained);
    assert!(!told(&findings).iter().any(of_level), "{findings:#?}");
    // The same fall is a step, where nobody meters the lines.
    let mut alone = engine_of_sulphur_alone();
    let findings = run(&mut alone, (LEARNED..LEARNED + 12).map(|hour| sulphur(hour, 0.4 * usual(hour))));
    assert_eq!(told(&findings), [FindingKind::Step], "{findings:#?}");
    assert!(findings.iter().all(|finding| figure(finding, "production_power_mean").is_none()));
}

fn engine_of_sulphur_alone() -> Engine {
    let mut engine = engine();
    run(&mut engine, (0..LEARNED).map(|hour| sulphur(hour, usual(hour))));
    engine
}

#[test]
fn meters_that_never_speak_change_nothing() {
    let mut unmetered = with_stack();
    unmetered.meters.clear();
    let hours = |engine: &mut Engine| {
        let value = |hour: i64| usual(hour) + if hour % 400 > 380 { 25.0 } else { 0.0 };
        run(engine, (0..LEARNED).map(|hour| sulphur(hour, value(hour))))
    };
    let without = hours(&mut Engine::new(&unmetered, Parameters::default()));
    assert!(without.len() >= 4, "{without:#?}");
    assert_eq!(hours(&mut engine()), without);
}

#[test]
fn an_outlet_gains_its_lines_without_losing_what_it_has_learned() {
    let mut engine = engine_of_sulphur_alone();
    // Right after they begin to speak, nothing is known of them; what is known of the outlet still holds.
    let first = (LEARNED..LEARNED + 6).flat_map(|hour| of_hour(hour, usual(hour), load(hour)));
    assert_eq!(told(&run(&mut engine, first)), []);
    let jumped = (LEARNED + 6..LEARNED + 12).flat_map(|hour| of_hour(hour, usual(hour) + 60.0, load(hour)));
    assert!(!told(&run(&mut engine, jumped)).is_empty());
}

#[test]
fn stored_hours_are_judged_as_live_ones_were() {
    // The value jumps, the lines stop; hours are missing, and a meter is silent for a day.
    let value = |hour: i64| usual(hour) + if hour > LEARNED && hour % 100 > 88 { 20.0 } else { 0.0 };
    let power = |hour: i64| if hour > LEARNED && hour % 100 < 12 { 3.0 } else { load(hour) };
    let live: Vec<Reading> = (0..LEARNED + 300)
        .filter(|hour| hour % 97 > 2)
        .flat_map(|hour| of_hour(hour, value(hour), power(hour)))
        .filter(|reading| {
            let is_first = reading.series.source.to_string() == "meter:M-L1";
            !(is_first && (at(900 * 60)..at(924 * 60)).contains(&reading.time))
        })
        .collect();
    let findings = run(&mut engine(), live.clone());
    assert!(told(&findings).contains(&FindingKind::Unexplained), "{findings:#?}");
    let mut stored = live.clone();
    stored.sort_by(|a, b| (a.time, a.received_at, &a.series).cmp(&(b.time, b.received_at, &b.series)));
    assert_eq!(run(&mut engine(), stored), findings);
    // Meters may be as much as a day ahead of a logger that was cut off, and come a second time.
    let ahead = |reading: &Reading| match reading.series.source {
        model::Source::Meter(_) => reading.time,
        _ => model::china::plus_seconds(reading.time, 86_400),
    };
    let mut cut_off = live;
    cut_off.sort_by_key(ahead);
    let again = cut_off.clone().into_iter().flat_map(|reading| [reading.clone(), reading]);
    assert_eq!(run(&mut engine(), again), findings);
}

#[test]
fn a_meter_that_fell_silent_is_not_waited_for() {
    let mut engine = learned();
    let hours = LEARNED..LEARNED + 12;
    let value = |hour: i64| if hour < LEARNED + 5 { usual(hour) } else { 50.0 };
    let mut findings = run(&mut engine, hours.map(|hour| sulphur(hour, value(hour))));
    findings.retain(|finding| finding.key.kind == FindingKind::ConstantValue);
    let seen: Vec<_> = findings.iter().map(|finding| finding.seen).collect();
    assert_eq!(seen, [at((LEARNED + 9) * 60)], "the fifth equal hour is told when it comes");
}

#[test]
fn other_meters_are_learned_anew() {
    let mut engine = learned();
    let mut fewer = with_stack();
    fewer.meters.remove(&"M-L2".parse().unwrap());
    engine.replace_register(&fewer);
    let jumped = (LEARNED..LEARNED + 12).flat_map(|hour| of_hour(hour, usual(hour) + 60.0, load(hour)));
    assert_eq!(told(&run(&mut engine, jumped)), [], "nothing is known that could be held against it");
}

#[test]
fn hour_means_are_made_of_samples_once_and_as_they_come() {
    let (register, parameters) = (with_stack(), Parameters::default());
    let mut hours = PowerHours::default();
    let mut make = |reading: &Reading| hours.observe(&register, &parameters, reading);
    let samples: Vec<Reading> = (0..130).map(|minute| kw("M-L1", minute, f64::from(minute as u32))).collect();
    let mut made: Vec<Reading> = samples.iter().filter_map(&mut make).collect();
    assert_eq!(made.len(), 2);
    let first = made.remove(0);
    assert_eq!((first.time, first.granularity, first.unit), (at(0), Granularity::Hour, Unit::Kilowatt));
    assert_eq!((first.values.value, first.values.min, first.values.max), (Some(29.5), Some(0.0), Some(59.0)));
    assert_eq!(first.received_at, samples[60].received_at);
    assert!(first.evidence().is_some());
    assert_eq!(samples.iter().filter_map(&mut make).count(), 0, "what came before makes nothing");
    assert_eq!(make(&hour_of_power("M-L1", 9, 5.0)), None, "an hour makes no hour");
    assert_eq!(make(&kw("nobody", 900, 5.0)), None);
    assert_eq!(make(&reading("meter:M-L1", power::ACTIVE_ENERGY, Granularity::Realtime, at(900), 5.0)), None);
}

#[test]
fn hour_means_are_no_samples_of_a_meter() {
    let mut engine = engine();
    run(&mut engine, (0..90).map(|minute| kw("M-L1", minute, 50.0)));
    let before = engine.meter_state(&"M-L1".parse().unwrap());
    run(&mut engine, [hour_of_power("M-L1", 2, 1.0)]);
    assert_eq!(engine.meter_state(&"M-L1".parse().unwrap()), before);
}
