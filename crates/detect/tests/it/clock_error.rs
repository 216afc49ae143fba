//! Loggers whose clocks are off.

use detect::{Engine, Parameters};
use model::china::plus_seconds;
use model::{
    FactValue, Finding, FindingKind, FindingState, Granularity, Origin, Problem, Reading, Severity, Subject,
};

use crate::city::{COD, PH, at, engine, reading, run, words};

use FindingState::{Cleared, Ongoing};

/// A real-time frame that arrives at a minute, by so many seconds after the time that it bears.
fn frame(minute: i64, late_s: i64) -> [Reading; 2] {
    [COD, PH].map(|factor| {
        let time = plus_seconds(at(minute), -late_s);
        let received_at = at(minute);
        Reading { received_at, ..reading("outlet:W1", factor, Granularity::Realtime, time, 8.0) }
    })
}

fn frames(from: i64, to: i64, late_s: i64) -> Vec<Reading> {
    (from..to).flat_map(|minute| frame(minute, late_s + minute % 5)).collect()
}

fn of_clocks(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().filter(|finding| finding.key.kind == FindingKind::ClockError).collect()
}

fn told(findings: &[Finding]) -> Vec<(FindingState, Severity, i64)> {
    let minute = |time| model::china::seconds_between(at(0), time) / 60;
    findings.iter().map(|f| (f.state, f.severity, minute(f.seen))).collect()
}

fn off_by(finding: &Finding) -> i64 {
    let fact = finding.facts.iter().find(|fact| fact.name == "clock_off_by").unwrap();
    let FactValue::Span { seconds } = fact.value else { panic!("{fact:?}") };
    seconds
}

#[test]
fn a_clock_that_is_an_hour_behind_is_told_once_for_the_logger_and_ends_when_it_is_set() {
    let mut engine = engine(false);
    let mut all = frames(0, 120, 3600);
    for reading in &mut all {
        // So the gateway marks what comes this late.
        reading.origin = Origin::Backfill;
    }
    let findings = of_clocks(run(&mut engine, &all));
    assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 30)]);
    assert_eq!(findings[0].key.subject, Subject::Logger("MN-W1".parse().unwrap()));
    assert_eq!(
        (words(&findings[0], "outlet"), words(&findings[0], "clock_side")),
        (Some("W1"), Some("behind"))
    );
    assert!((3600..=3605).contains(&off_by(&findings[0])));
    let findings = of_clocks(run(&mut engine, &frames(120, 200, 1)));
    assert_eq!(told(&findings), [(Cleared, Severity::Moderate, 150)]);
}

#[test]
fn a_clock_that_is_ahead_is_told_sooner_and_one_that_is_set_wrong_again() {
    let mut engine = engine(false);
    let mut all = frames(0, 60, -240);
    for reading in &mut all {
        reading.problems.insert(Problem::ClockSkew);
    }
    let findings = of_clocks(run(&mut engine, &all));
    assert_eq!(told(&findings), [(Ongoing, Severity::Notice, 30)]);
    assert_eq!((off_by(&findings[0]), words(&findings[0], "clock_side")), (238, Some("ahead")));
    let findings = of_clocks(run(&mut engine, &frames(60, 120, 8 * 3600)));
    assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 90)]);
    assert_eq!(words(&findings[0], "clock_side"), Some("behind"));
}

#[test]
fn seconds_back_fill_bursts_and_wandering_delays_are_no_clock_error() {
    let quiet = |readings: &[Reading]| assert_eq!(of_clocks(run(&mut engine(false), readings)), []);
    quiet(&frames(0, 600, 50));
    // After a day without a line everything comes within minutes, ever less late.
    let burst: Vec<Reading> = (0..1440)
        .flat_map(|minute| frame(minute, 0))
        .enumerate()
        .map(|(number, reading)| Reading {
            received_at: plus_seconds(at(1440), number as i64 / 4),
            ..reading
        })
        .collect();
    quiet(&burst);
    // What is sent in batches of a quarter of an hour.
    let batches: Vec<Reading> = (0..600)
        .flat_map(|minute| frame(minute, 0))
        .map(|reading| {
            let minute = model::china::seconds_between(at(0), reading.time) / 60;
            Reading { received_at: plus_seconds(at(minute / 15 * 15 + 15), minute % 15), ..reading }
        })
        .collect();
    quiet(&batches);
    // Two devices under one number, one of them an hour behind.
    let shared: Vec<Reading> =
        (0..300).flat_map(|minute| frame(minute, if minute % 2 == 0 { 2 } else { 3600 })).collect();
    quiet(&shared);
    // Hour means bear the beginning of their hour.
    let hours: Vec<Reading> =
        (0..48).map(|hour| reading("outlet:W1", COD, Granularity::Hour, at(hour * 60), 8.0)).collect();
    quiet(&hours);
}

#[test]
fn what_comes_twice_says_nothing_more() {
    let mut engine = engine(false);
    let few = frames(0, 7, 900);
    let repeated: Vec<Reading> = (0..60)
        .flat_map(|again| {
            few.iter().map(move |reading| Reading { received_at: at(again), ..reading.clone() })
        })
        .collect();
    assert_eq!(of_clocks(run(&mut engine, &few)), []);
    assert_eq!(of_clocks(run(&mut engine, &repeated)), [], "frames that are sent again come ever later");
}

#[test]
fn an_engine_that_takes_over_tells_nothing_twice_and_ends_it() {
    let findings = of_clocks(run(&mut engine(false), &frames(0, 60, 1200)));
    let mut second = engine(false);
    second.resume(findings.last().unwrap());
    assert_eq!(of_clocks(run(&mut second, &frames(0, 120, 1200))), []);
    assert_eq!(told(&of_clocks(run(&mut second, &frames(120, 160, 0)))), [(Cleared, Severity::Notice, 150)]);
}

#[test]
fn other_parameters_reach_loggers_that_are_listened_to() {
    let mut engine: Engine = engine(false);
    run(&mut engine, &frames(0, 60, 200));
    let mut parameters = Parameters::default();
    parameters.clock.behind_s = 100;
    engine.replace_parameters(parameters);
    assert_eq!(told(&of_clocks(run(&mut engine, &frames(60, 62, 200)))), [(Ongoing, Severity::Notice, 60)]);
}
