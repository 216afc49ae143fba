//! Instruments beside samples that people took.

use detect::{Automatic, Engine};
use model::{Finding, FindingKind, FindingState, Granularity, Reading, Severity, Unit};

use crate::city::{COD, at, engine, figure, reading, run};

use FindingState::{Cleared, Ongoing};

fn sample(minute: i64, value: f64) -> Reading {
    let one = reading("outlet:W1", &format!("{COD}_manual"), Granularity::Realtime, at(minute), value);
    Reading { unit: Unit::MilligramPerLitre, ..one }
}

fn automatic(value: f64, unit: Unit) -> Automatic {
    Automatic { value, unit, from: at(0), span_s: 3600 }
}

fn compare(engine: &mut Engine, minute: i64, manual: f64, measured: f64) -> Vec<Finding> {
    let mut findings = Vec::new();
    engine.compare(&sample(minute, manual), automatic(measured, Unit::MilligramPerLitre), &mut findings);
    findings
}

fn told(findings: &[Finding]) -> Vec<(FindingState, Severity)> {
    assert!(findings.iter().all(|finding| finding.key.kind == FindingKind::SampleAtOdds));
    findings.iter().map(|finding| (finding.state, finding.severity)).collect()
}

#[test]
fn an_instrument_that_hides_an_exceedance_is_grave_and_one_that_agrees_again_ends_it() {
    let mut engine = engine(false);
    assert_eq!(told(&compare(&mut engine, 0, 100.0, 125.0)), [], "within what instruments differ by");
    assert_eq!(told(&compare(&mut engine, 60, 300.0, 120.0)), [(Ongoing, Severity::Serious)]);
    // The limit is 500.
    let findings = compare(&mut engine, 120, 620.0, 120.0);
    assert_eq!(told(&findings), [(Ongoing, Severity::Grave)]);
    assert_eq!(
        (figure(&findings[0], "manual_sample"), figure(&findings[0], "value")),
        (Some(620.0), Some(120.0))
    );
    assert_eq!(findings[0].began, at(60));
    assert_eq!(told(&compare(&mut engine, 180, 110.0, 120.0)), [(Cleared, Severity::Grave)]);
}

#[test]
fn one_that_says_more_than_there_is_hides_nothing() {
    assert_eq!(told(&compare(&mut engine(false), 0, 100.0, 300.0)), [(Ongoing, Severity::Notice)]);
}

#[test]
fn older_samples_other_units_and_other_readings_say_nothing() {
    let mut engine = engine(false);
    assert_eq!(told(&compare(&mut engine, 60, 100.0, 100.0)), []);
    assert_eq!(told(&compare(&mut engine, 30, 300.0, 100.0)), [], "older than what was judged");
    let mut findings = Vec::new();
    engine.compare(&sample(90, 300.0), automatic(0.1, Unit::Celsius), &mut findings);
    engine.compare(
        &reading("outlet:W1", COD, Granularity::Hour, at(90), 300.0),
        automatic(0.1, Unit::MilligramPerLitre),
        &mut findings,
    );
    assert_eq!(told(&findings), []);
    // µg/L are converted.
    engine.compare(&sample(90, 100.0), automatic(100_000.0, Unit::MicrogramPerLitre), &mut findings);
    assert_eq!(told(&findings), []);
    assert_eq!(run(&mut engine, &[sample(120, 9e3)]), [], "a sample alone is no reading of the instrument");
}

#[test]
fn a_new_engine_ends_what_an_earlier_one_told() {
    let findings = compare(&mut engine(false), 60, 300.0, 100.0);
    let mut next = engine(false);
    next.resume(&findings[0]);
    assert_eq!(told(&compare(&mut next, 60, 300.0, 100.0)), []);
    assert_eq!(told(&compare(&mut next, 120, 100.0, 100.0)), [(Cleared, Severity::Serious)]);
}
