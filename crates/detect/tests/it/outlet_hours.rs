//! An outlet whose load swings, its sulphur dioxide beside its flow, hour by hour.

use detect::{Engine, Parameters};
use model::china::plus_seconds;
use model::{
    Channel, Finding, FindingKind, FindingState, Granularity, Mark, Reading, Register, RegisterEntry, Unit,
};

use crate::city::{at, figure, reading, register};

const SO2: &str = "a21026";
const FLOW: &str = "a00000";
/// Hours that are learned from before anything is done to the series.
const LEARNED: i64 = 3000;

/// A number in -1 to 1 that has no pattern.
pub(crate) fn noise(hour: i64, of: u64) -> f64 {
    let mut bits = (hour as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ of.wrapping_mul(0xd1b5_4a32_d192_ed03);
    bits = (bits ^ (bits >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 32)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

fn flow(hour: i64) -> f64 {
    let swing = (hour as f64 / 37.0).sin() + 0.5 * (hour as f64 / 11.0).sin();
    100.0 + 20.0 * swing + 2.0 * noise(hour, 1)
}

fn usual(hour: i64) -> f64 {
    0.5 * flow(hour) + 1.5 * noise(hour, 2) + noise(hour / 3, 3)
}

fn with_stack() -> Register {
    let mut register = register(false);
    let mut stack = register.outlets[&"A1".parse().unwrap()].clone();
    let channel =
        |factor: &str, unit| Channel { factor: factor.parse().unwrap(), sent_unit: unit, unit, range: None };
    stack.channels = vec![channel(SO2, Unit::MilligramPerCubicMetre), channel(FLOW, Unit::CubicMetrePerHour)];
    register.put(RegisterEntry::Outlet(stack)).unwrap();
    register
}

fn engine() -> Engine {
    Engine::new(&with_stack(), Parameters::default())
}

fn hour_mean(factor: &str, hour: i64, value: f64) -> Reading {
    let mut reading = reading("outlet:A1", factor, Granularity::Hour, at(hour * 60), value);
    reading.unit = if factor == SO2 { Unit::MilligramPerCubicMetre } else { Unit::CubicMetrePerHour };
    reading
}

/// Feeds hours, each with what `sulphur` makes of the usual value; `None` leaves it out.
fn feed(
    engine: &mut Engine,
    hours: std::ops::Range<i64>,
    sulphur: impl Fn(i64, f64) -> Option<f64>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hour in hours {
        engine.observe(&hour_mean(FLOW, hour, flow(hour)), &mut findings);
        if let Some(value) = sulphur(hour, usual(hour)) {
            engine.observe(&hour_mean(SO2, hour, value), &mut findings);
        }
    }
    findings
}

fn kinds(findings: &[Finding]) -> Vec<FindingKind> {
    findings
        .iter()
        .filter(|finding| finding.state == FindingState::Ongoing)
        .map(|finding| finding.key.kind)
        .collect()
}

fn learned() -> Engine {
    let mut engine = engine();
    let findings = feed(&mut engine, 0..LEARNED, |_, value| Some(value));
    assert!(findings.len() <= 6, "{findings:#?}");
    engine
}

#[test]
fn a_held_value_is_told_with_its_hours_and_cleared() {
    let mut engine = learned();
    let findings = feed(&mut engine, LEARNED..LEARNED + 24, |hour, value| {
        Some(if hour < LEARNED + 12 { 50.0 } else { value })
    });
    assert_eq!(kinds(&findings), [FindingKind::ConstantValue], "{findings:#?}");
    assert_eq!(findings[0].began, at(LEARNED * 60));
    assert_eq!(figure(&findings[0], "equal_values"), Some(5.0));
    assert_eq!(findings[1].state, FindingState::Cleared);
}

#[test]
fn a_value_beyond_everything_before_is_told_at_once() {
    let mut engine = learned();
    let findings = feed(&mut engine, LEARNED..LEARNED + 3, |hour, value| {
        Some(if hour == LEARNED + 1 { 400.0 } else { value })
    });
    assert_eq!(kinds(&findings), [FindingKind::ImpossibleValue], "{findings:#?}");
    assert!(figure(&findings[0], "highest_before").unwrap() < 100.0);
}

#[test]
fn a_wrong_unit_is_impossible_and_a_registered_one_is_converted() {
    let mut engine = learned();
    let mut findings = feed(&mut engine, LEARNED..LEARNED + 2, |_, value| Some(value * 1000.0));
    assert_eq!(kinds(&findings), [FindingKind::ImpossibleValue], "{findings:#?}");
    findings.clear();
    let mut engine = learned();
    for hour in LEARNED..LEARNED + 12 {
        engine.observe(&hour_mean(FLOW, hour, flow(hour)), &mut findings);
        let mut micrograms = hour_mean(SO2, hour, usual(hour) * 1000.0);
        micrograms.unit = Unit::MicrogramPerCubicMetre;
        engine.observe(&micrograms, &mut findings);
    }
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn a_copied_stretch_is_told_with_its_source() {
    for scale in [1.0, 1.15] {
        let mut engine = learned();
        let copy = |hour: i64, _| Some(scale * usual(hour - 1000));
        let findings = feed(&mut engine, LEARNED..LEARNED + 20, copy);
        let replay = findings.iter().find(|finding| finding.key.kind == FindingKind::Replay).unwrap();
        let from = replay.facts.iter().find(|fact| fact.name == "source_from").unwrap();
        let lag_s = 1000 * 3600;
        assert_eq!(
            *from,
            model::Fact::time("source_from", plus_seconds(replay.began, -lag_s)),
            "{replay:#?}"
        );
    }
}

#[test]
fn a_level_that_jumps_is_a_step_and_its_end_is_none() {
    let mut engine = learned();
    let findings = feed(&mut engine, LEARNED..LEARNED + 40, |hour, value| {
        Some(if hour < LEARNED + 10 { value + 25.0 } else { value })
    });
    assert_eq!(kinds(&findings), [FindingKind::Step], "{findings:#?}");
    assert!((figure(&findings[0], "off_by").unwrap() - 25.0).abs() < 6.0, "{findings:#?}");
    assert_eq!(findings.len(), 2, "told, and cleared");
}

#[test]
fn a_plant_that_changes_its_load_explains_what_it_shows() {
    let mut engine = learned();
    let mut findings = Vec::new();
    for hour in LEARNED..LEARNED + 48 {
        engine.observe(&hour_mean(FLOW, hour, flow(hour) + 30.0), &mut findings);
        engine.observe(&hour_mean(SO2, hour, usual(hour) + 15.0), &mut findings);
    }
    assert!(!kinds(&findings).contains(&FindingKind::Step), "{findings:#?}");
    // The same load without the emission that belongs to it is explained by nothing.
    let mut engine = learned();
    findings.clear();
    for hour in LEARNED..LEARNED + 12 {
        engine.observe(&hour_mean(FLOW, hour, flow(hour) + 40.0), &mut findings);
        engine.observe(&hour_mean(SO2, hour, usual(hour)), &mut findings);
    }
    assert!(kinds(&findings).contains(&FindingKind::Unexplained), "{findings:#?}");
}

#[test]
fn a_level_that_creeps_is_a_drift() {
    let mut engine = learned();
    let creep = |hour: i64, value: f64| Some(value * (1.0 + 0.4 * (hour - LEARNED) as f64 / 240.0));
    let findings = feed(&mut engine, LEARNED..LEARNED + 240, creep);
    assert!(kinds(&findings).contains(&FindingKind::Drift), "{findings:#?}");
}

#[test]
fn values_that_stop_at_a_ceiling_are_told() {
    let mut engine = learned();
    // A ceiling that cuts off little at once: a deep cut is told as a step first.
    let stop = |hour: i64, value: f64| Some(value.min(49.0) + 0.1 * noise(hour, 9));
    let findings = feed(&mut engine, LEARNED..LEARNED + 96, stop);
    assert!(kinds(&findings).contains(&FindingKind::LimitHugging), "{findings:#?}");
}

#[test]
fn gaps_and_marks_raise_nothing() {
    let mut engine = learned();
    // Two days without anything, then every third hour missing, then a week under maintenance.
    let mut findings =
        feed(&mut engine, LEARNED + 48..LEARNED + 120, |hour, value| (hour % 3 != 0).then_some(value));
    for hour in LEARNED + 120..LEARNED + 288 {
        engine.observe(&hour_mean(FLOW, hour, flow(hour)), &mut findings);
        let mut under_maintenance = hour_mean(SO2, hour, 0.0);
        under_maintenance.mark = Mark::Maintenance;
        engine.observe(&under_maintenance, &mut findings);
    }
    findings.extend(feed(&mut engine, LEARNED + 288..LEARNED + 300, |_, value| Some(value)));
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn without_companions_an_outlet_is_judged_by_its_own_past() {
    let mut engine = engine();
    let mut findings = Vec::new();
    for hour in 0..LEARNED + 12 {
        let value = if hour < LEARNED { 40.0 + 3.0 * noise(hour, 4) } else { 90.0 + 3.0 * noise(hour, 4) };
        engine.observe(&hour_mean(SO2, hour, value), &mut findings);
    }
    let told = kinds(&findings);
    assert!(
        told.contains(&FindingKind::Step) || told.contains(&FindingKind::ImpossibleValue),
        "{findings:#?}"
    );
}

#[test]
fn companions_that_fall_silent_are_not_waited_for() {
    let mut engine = learned();
    let mut findings = Vec::new();
    for hour in LEARNED..LEARNED + 20 {
        let value = if hour < LEARNED + 8 { usual(hour) } else { 50.0 };
        engine.observe(&hour_mean(SO2, hour, value), &mut findings);
    }
    assert!(kinds(&findings).contains(&FindingKind::ConstantValue), "{findings:#?}");
}

#[test]
fn what_an_earlier_engine_told_ends_only_when_this_one_knows_better() {
    let mut first = learned();
    let told = feed(&mut first, LEARNED..LEARNED + 8, |_, value| Some(value + 25.0));
    let mut second = engine();
    second.resume(told.last().unwrap());
    let findings = feed(&mut second, LEARNED + 8..LEARNED + 300, |_, value| Some(value));
    let cleared: Vec<_> = findings.iter().filter(|finding| finding.state == FindingState::Cleared).collect();
    assert_eq!(cleared.len(), 1, "{findings:#?}");
    assert_eq!(cleared[0].key, told.last().unwrap().key);
    assert_eq!(cleared[0].began, told.last().unwrap().began);
}

#[test]
fn values_that_hardly_move_while_the_load_does_are_told() {
    let mut engine = learned();
    // What is shown is smoothed over two days from here on.
    let shown = std::cell::Cell::new(usual(LEARNED));
    let findings = feed(&mut engine, LEARNED..LEARNED + 96, |_, value| {
        shown.set(shown.get() + (value - shown.get()) / 48.0);
        Some(shown.get())
    });
    let told = findings.iter().find(|finding| finding.key.kind == FindingKind::VarianceCollapse);
    let told = told.unwrap_or_else(|| panic!("{findings:#?}"));
    assert!(told.seen <= at((LEARNED + 48) * 60), "{told:#?}");
    let (movement, usual) = (figure(told, "movement").unwrap(), figure(told, "usual_movement").unwrap());
    assert!(movement < 0.2 * usual && figure(told, "expected_movement_share").unwrap() >= 50.0, "{told:#?}");
    let findings = feed(&mut engine, LEARNED + 96..LEARNED + 200, |_, value| Some(value));
    let ended = findings.iter().find(|finding| finding.key.kind == FindingKind::VarianceCollapse);
    assert_eq!(ended.map(|finding| finding.state), Some(FindingState::Cleared), "{findings:#?}");
}

#[test]
fn a_plant_that_rests_moves_little_and_that_is_no_collapse() {
    let mut engine = learned();
    let mut findings = Vec::new();
    for hour in LEARNED..LEARNED + 96 {
        let (flow, value) = (100.0 + 0.1 * noise(hour, 1), 50.0 + 0.1 * noise(hour, 2));
        engine.observe(&hour_mean(FLOW, hour, flow), &mut findings);
        engine.observe(&hour_mean(SO2, hour, value), &mut findings);
    }
    assert!(!kinds(&findings).contains(&FindingKind::VarianceCollapse), "{findings:#?}");
}

#[test]
fn a_changed_rule_reaches_series_that_run() {
    let jump = |hour: i64, value: f64| Some(if hour >= LEARNED { value + 25.0 } else { value });
    let told = |floor: Option<f64>| {
        let mut engine = learned();
        if let Some(floor) = floor {
            let mut parameters = Parameters::default();
            parameters.outlet_hours.step_watch.peaks.floor = floor;
            engine.replace_parameters(parameters);
        }
        let findings = feed(&mut engine, LEARNED..LEARNED + 12, jump);
        kinds(&findings).contains(&FindingKind::Step)
    };
    assert!(told(None), "by the defaults it is a step");
    assert!(!told(Some(1000.0)), "by a rule that came while it ran it is none");
    let mut engine = learned();
    let mut parameters = Parameters::default();
    parameters.outlet_hours.constant.least_values = 20;
    engine.replace_parameters(parameters);
    let findings = feed(&mut engine, LEARNED..LEARNED + 12, |_, _| Some(50.0));
    assert!(!kinds(&findings).contains(&FindingKind::ConstantValue), "{findings:#?}");
}

/// Feeds hours whose least and greatest values lie so far around the mean.
fn feed_spread(
    engine: &mut Engine,
    hours: std::ops::Range<i64>,
    spread: impl Fn(i64) -> f64,
    value: impl Fn(i64) -> f64,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hour in hours {
        engine.observe(&hour_mean(FLOW, hour, flow(hour)), &mut findings);
        let mut mean = hour_mean(SO2, hour, value(hour));
        let (min, max) = (value(hour) - spread(hour), value(hour) + spread(hour));
        (mean.values.min, mean.values.max) = (Some(min), Some(max));
        engine.observe(&mean, &mut findings);
    }
    findings
}

#[test]
fn hours_within_which_nothing_moved_are_told_as_constant() {
    let mut engine = engine();
    let moving = |hour: i64| 1.0 + noise(hour, 4).abs();
    assert_eq!(kinds(&feed_spread(&mut engine, 0..200, moving, usual)), []);
    // The minutes of each hour are equal; the hours are not.
    let findings = feed_spread(&mut engine, 200..206, |_| 0.0, usual);
    assert_eq!(kinds(&findings), [FindingKind::ConstantValue], "{findings:#?}");
    assert_eq!((findings[0].began, figure(&findings[0], "flat_hours")), (at(200 * 60), Some(2.0)));
    let findings = feed_spread(&mut engine, 206..208, moving, usual);
    assert_eq!(findings.iter().map(|finding| finding.state).collect::<Vec<_>>(), [FindingState::Cleared]);
}

#[test]
fn a_series_that_is_often_flat_a_plant_at_rest_and_a_new_series_are_not() {
    let quiet = |spread: &dyn Fn(i64) -> f64, value: &dyn Fn(i64) -> f64| {
        let findings = feed_spread(&mut engine(), 0..400, spread, value);
        assert!(!kinds(&findings).contains(&FindingKind::ConstantValue), "{findings:#?}");
    };
    quiet(&|_| 0.0, &usual);
    quiet(&|hour| if hour % 24 < 3 { 0.0 } else { 1.0 }, &usual);
    // A device that sends no least and no greatest value says nothing of that.
    let findings = feed(&mut engine(), 0..400, |_, value| Some(value));
    assert!(!kinds(&findings).contains(&FindingKind::ConstantValue));
    // Zeros while it rests, four hours of them: five in a row are told by the hour means themselves.
    let rests = |hour: i64| hour > 300 && hour % 20 < 4;
    let rest_value = |hour: i64| if rests(hour) { 0.0 } else { usual(hour) };
    quiet(&|hour| if rests(hour) { 0.0 } else { 1.0 }, &rest_value);
}
