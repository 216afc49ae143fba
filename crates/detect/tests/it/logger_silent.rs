use detect::Engine;
use model::{Finding, FindingKind, FindingState, Granularity, Mn, Severity};

use crate::city::{COD, at, engine, reading, register, run, words};

fn mn() -> Mn {
    "MN-W1".parse().unwrap()
}

fn ticks(engine: &mut Engine, minutes: std::ops::Range<i64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for minute in minutes {
        engine.tick(at(minute), &mut findings);
    }
    findings
}

fn heard(engine: &mut Engine, minute: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    engine.heard(&mn(), at(minute), &mut findings);
    findings
}

#[test]
fn silence_is_told_grows_with_hours_and_ends_with_the_first_frame() {
    let mut engine = engine(false);
    assert_eq!(heard(&mut engine, 0), []);
    assert_eq!(ticks(&mut engine, 0..16), []);
    let findings = ticks(&mut engine, 16..25 * 60);
    let told: Vec<_> = findings.iter().map(|f| (f.severity, f.began, f.seen)).collect();
    assert_eq!(
        told,
        [
            (Severity::Notice, at(0), at(16)),
            (Severity::Moderate, at(0), at(60)),
            (Severity::Serious, at(0), at(360)),
            (Severity::Grave, at(0), at(24 * 60)),
        ]
    );
    assert!(findings.iter().all(|f| f.key.kind == FindingKind::LoggerSilent));
    let cleared = heard(&mut engine, 25 * 60);
    assert_eq!((cleared[0].state, cleared[0].began), (FindingState::Cleared, at(0)));
    assert_eq!(heard(&mut engine, 25 * 60 + 1), []);
}

#[test]
fn a_logger_that_was_never_heard_has_its_time_first() {
    let mut engine = engine(false);
    assert_eq!(ticks(&mut engine, 0..16), []);
    let findings = ticks(&mut engine, 16..20);
    assert_eq!(findings.len(), 1);
    assert_eq!(words(&findings[0], "last_frame"), Some("never"));
    assert_eq!(heard(&mut engine, 30)[0].state, FindingState::Cleared);
}

#[test]
fn any_reading_of_its_outlet_is_a_sign_of_life_even_a_bad_one() {
    let mut engine = engine(false);
    heard(&mut engine, 0);
    ticks(&mut engine, 0..10);
    let mut bad = reading("outlet:W1", COD, Granularity::Realtime, at(14), f64::NAN);
    bad.time = model::Timestamp::UNIX_EPOCH;
    run(&mut engine, &[bad]);
    assert_eq!(ticks(&mut engine, 10..29), []);
    assert_eq!(ticks(&mut engine, 29..32).len(), 1);
}

#[test]
fn a_slow_logger_is_given_its_own_pace() {
    let mut register = register(false);
    register.loggers.get_mut(&mn()).unwrap().realtime_interval_s = 600;
    let mut engine = engine(false);
    engine.replace_register(&register);
    heard(&mut engine, 0);
    assert_eq!(ticks(&mut engine, 0..100), []);
    assert_eq!(ticks(&mut engine, 100..105).len(), 1);
}

#[test]
fn unknown_loggers_and_clocks_that_go_back_change_nothing() {
    let mut engine = engine(false);
    let mut findings = Vec::new();
    engine.heard(&"NOBODY".parse().unwrap(), at(0), &mut findings);
    heard(&mut engine, 0);
    engine.tick(at(10), &mut findings);
    engine.tick(at(-10_000), &mut findings);
    heard(&mut engine, -10_000);
    engine.tick(at(14), &mut findings);
    assert_eq!(findings, []);
    assert_eq!(ticks(&mut engine, 16..17).len(), 1);
}

#[test]
fn a_logger_that_left_the_register_is_forgotten() {
    let mut engine = engine(false);
    heard(&mut engine, 0);
    let mut without = register(false);
    without.loggers.clear();
    engine.replace_register(&without);
    assert_eq!(ticks(&mut engine, 0..600), []);
}

#[test]
fn an_engine_that_takes_over_does_not_tell_again_and_ends_it() {
    let mut first = engine(false);
    heard(&mut first, 0);
    let told = ticks(&mut first, 0..20);
    let mut second = engine(false);
    second.resume(&told[0]);
    assert_eq!(heard(&mut second, 0), [], "the frame before the silence");
    assert_eq!(ticks(&mut second, 20..40), []);
    assert_eq!(heard(&mut second, 40)[0].state, FindingState::Cleared);
}

#[test]
fn silence_while_nobody_listened_is_not_the_loggers() {
    let mut engine = engine(false);
    heard(&mut engine, 0);
    engine.listening_since(at(120));
    assert_eq!(ticks(&mut engine, 120..136), []);
    let findings = ticks(&mut engine, 136..137);
    assert_eq!(
        (findings.len(), findings[0].began),
        (1, at(120)),
        "it has its time from when it could be heard"
    );
    engine.listening_since(at(1000));
    let grown = ticks(&mut engine, 1000..1001);
    assert_eq!(grown[0].severity, Severity::Serious, "what is told as silent already stays so");
}
