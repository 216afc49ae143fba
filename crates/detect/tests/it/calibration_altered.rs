//! Instruments whose settings are changed.

use model::china::plus_seconds;
use model::{Finding, FindingKind, FindingState, Granularity, Mark, Problem, Reading, Severity, Unit};

use crate::city::{COD, at, engine, figure, reading, run};

use FindingState::{Cleared, Ongoing};

const DAY: i64 = 1440;

fn setting(code: &str, minute: i64, value: f64) -> Reading {
    let one = reading("outlet:W1", &format!("{COD}_{code}"), Granularity::Realtime, at(minute), value);
    Reading { unit: Unit::Other, ..one }
}

fn slope(minute: i64, value: f64) -> Reading {
    setting("i13008", minute, value)
}

fn told(findings: &[Finding]) -> Vec<(FindingState, Severity, i64)> {
    let minute = |time| model::china::seconds_between(at(0), time) / 60;
    let ours = findings.iter().filter(|finding| finding.key.kind == FindingKind::CalibrationAltered);
    ours.map(|finding| (finding.state, finding.severity, minute(finding.began))).collect()
}

#[test]
fn a_changed_setting_is_told_and_ends_when_it_is_put_back() {
    let mut engine = engine(false);
    let findings = run(&mut engine, &[slope(0, 1.02), slope(DAY, 1.02), slope(2 * DAY, 0.70)]);
    assert_eq!(told(&findings), [(Ongoing, Severity::Serious, 2 * DAY)]);
    let facts = ["slope_before", "slope_after"].map(|name| figure(&findings[0], name));
    assert_eq!(facts, [Some(1.02), Some(0.70)]);
    assert_eq!(findings[0].key.factor.as_ref().unwrap().as_str(), COD);
    assert_eq!(told(&run(&mut engine, &[slope(3 * DAY, 0.70)])), [], "told once");
    let further = run(&mut engine, &[slope(3 * DAY + 1, 0.65)]);
    assert_eq!(told(&further), [(Ongoing, Severity::Serious, 2 * DAY)]);
    assert_eq!(told(&run(&mut engine, &[slope(4 * DAY, 1.02)])), [(Cleared, Severity::Serious, 2 * DAY)]);
}

#[test]
fn slope_intercept_and_range_are_one_matter() {
    let mut engine = engine(false);
    let start = [slope(0, 1.0), setting("i13007", 0, 0.0), setting("i13001", 0, 1000.0)];
    assert_eq!(told(&run(&mut engine, &start)), []);
    // The limit is 500: an intercept of 20 is less than a tenth of it.
    let findings = run(&mut engine, &[setting("i13007", 60, 20.0)]);
    assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 60)]);
    let findings = run(&mut engine, &[setting("i13001", 120, 2000.0)]);
    assert_eq!(told(&findings), [(Ongoing, Severity::Serious, 60)]);
    assert_eq!(figure(&findings[0], "intercept_after"), Some(20.0));
    assert_eq!(figure(&findings[0], "range_before"), Some(1000.0));
}

#[test]
fn a_change_within_a_calibration_that_the_device_marks_is_worth_a_look() {
    let calibrating = |minute| Reading {
        mark: Mark::Calibration,
        ..reading("outlet:W1", COD, Granularity::Realtime, at(minute), 80.0)
    };
    let findings = run(&mut engine(false), &[slope(0, 1.0), calibrating(30), slope(60, 1.2)]);
    assert_eq!(told(&findings), [(Ongoing, Severity::Notice, 60)]);
    // One that was long over is no excuse.
    let findings = run(&mut engine(false), &[calibrating(-30), slope(0, 1.0), slope(60, 1.2)]);
    assert_eq!(told(&findings), [(Ongoing, Severity::Serious, 60)]);
}

#[test]
fn what_stands_long_enough_is_what_later_ones_are_compared_with() {
    let mut engine = engine(false);
    run(&mut engine, &[slope(0, 1.0), slope(60, 1.2)]);
    let mut findings = Vec::new();
    engine.tick(at(60 + 6 * DAY), &mut findings);
    assert_eq!(told(&findings), []);
    engine.tick(at(60 + 8 * DAY), &mut findings);
    assert_eq!(told(&findings), [(Cleared, Severity::Serious, 60)]);
    assert_eq!(told(&run(&mut engine, &[slope(9 * DAY, 1.2)])), []);
    assert_eq!(told(&run(&mut engine, &[slope(10 * DAY, 1.0)])), [(Ongoing, Severity::Serious, 10 * DAY)]);
}

#[test]
fn printing_repeats_old_ones_and_nonsense_are_no_changes() {
    let mut engine = engine(false);
    let unreadable = Reading { problems: [Problem::NotANumber].into_iter().collect(), ..slope(240, 9.0) };
    let future = Reading { received_at: at(0), ..slope(3 * DAY, 9.0) };
    let readings = [
        slope(0, 1.0),
        slope(60, 1.001),
        slope(120, f64::NAN),
        slope(30, 2.0),
        slope(60, 2.0),
        unreadable,
        future,
    ];
    assert_eq!(told(&run(&mut engine, &readings)), []);
    assert_eq!(
        told(&run(&mut engine, &[reading("outlet:W1", COD, Granularity::Realtime, at(300), 1.0)])),
        []
    );
}

#[test]
fn a_new_engine_ends_what_an_earlier_one_told() {
    let history = [slope(0, 1.0), slope(60, 1.2)];
    let findings = run(&mut engine(false), &history);
    let mut next = engine(false);
    next.resume(&findings[0]);
    assert_eq!(told(&run(&mut next, &history)), []);
    let back = Reading { received_at: plus_seconds(at(120), 5), ..slope(120, 1.0) };
    assert_eq!(told(&run(&mut next, &[back])), [(Cleared, Severity::Serious, 60)]);
}
