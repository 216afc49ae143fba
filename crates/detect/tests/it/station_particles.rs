use detect::Engine;
use model::{Finding, FindingKind, FindingState, Granularity, Mark, Reading, Subject, Unit};

use crate::city::{figure, reading, words};
use crate::station_spike::{engine, start};

fn mean(factor: &str, hour: i64, value: f64) -> Reading {
    let unit = Unit::MicrogramPerCubicMetre;
    Reading { unit, ..reading("station:S1", factor, Granularity::Hour, start(hour), value) }
}

fn run(engine: &mut Engine, hours: std::ops::Range<i64>, fine: f64, coarse: f64) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hour in hours {
        engine.observe(&mean("a34004", hour, fine), &mut findings);
        engine.observe(&mean("a34002", hour, coarse), &mut findings);
    }
    findings
}

#[test]
fn fine_particles_above_coarse_ones_are_told_after_hours_and_end_after_hours() {
    let mut engine = engine();
    assert_eq!(run(&mut engine, 0..11, 90.0, 60.0), []);
    let told = run(&mut engine, 11..40, 90.0, 60.0);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].key.kind, told[0].began), (FindingKind::ImpossibleValue, start(0)));
    assert_eq!(told[0].key.subject, Subject::Station("S1".parse().unwrap()));
    assert_eq!((figure(&told[0], "pm25_mean"), figure(&told[0], "pm10_mean")), (Some(90.0), Some(60.0)));
    assert_eq!(words(&told[0], "contradiction"), Some("pm25_above_pm10"));
    assert_eq!(run(&mut engine, 40..45, 60.0, 90.0), []);
    let cleared = run(&mut engine, 45..60, 60.0, 90.0);
    assert_eq!(cleared.iter().map(|finding| finding.state).collect::<Vec<_>>(), [FindingState::Cleared]);
}

#[test]
fn single_hours_and_what_the_instruments_may_differ_by_are_passed_over() {
    let mut engine = engine();
    for hour in 0..100 {
        let fine = if hour % 6 == 0 { 30.0 } else { 90.0 };
        assert_eq!(run(&mut engine, hour..hour + 1, fine, 60.0), []);
    }
    assert_eq!(run(&mut engine, 100..200, 66.0, 60.0), []);
}

#[test]
fn hours_of_which_one_is_missing_or_no_evidence_say_nothing() {
    let (mut engine, mut findings) = (engine(), Vec::new());
    for hour in 0..100 {
        engine.observe(&mean("a34004", hour, 90.0), &mut findings);
        let mut coarse = mean("a34002", hour, 60.0);
        coarse.mark = Mark::Maintenance;
        engine.observe(&coarse, &mut findings);
    }
    assert_eq!(findings, []);
}

#[test]
fn a_later_engine_ends_what_an_earlier_one_told() {
    let told = run(&mut engine(), 0..12, 90.0, 60.0);
    let mut later = engine();
    later.resume(&told[0]);
    assert_eq!(run(&mut later, 0..30, 90.0, 60.0), []);
    let cleared = run(&mut later, 30..36, 50.0, 60.0);
    assert_eq!((cleared[0].state, cleared[0].began), (FindingState::Cleared, start(0)));
}
