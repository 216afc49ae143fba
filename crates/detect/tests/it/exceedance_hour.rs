use detect::{Engine, Parameters};
use model::china::plus_seconds;
use model::{
    FactValue, Finding, FindingKind, FindingState, Granularity, LimitBasis, Mark, Origin, Problem, Reading,
    RegisterEntry, Severity, Unit,
};

use crate::city::{COD, NMHC, PH, at, engine, figure, limit, reading, register, run};

fn hour(hour: i64, value: f64) -> Reading {
    reading("outlet:W1", COD, Granularity::Hour, at(hour * 60), value)
}

fn told(findings: &[Finding]) -> Vec<(FindingState, Severity, i64, i64)> {
    let hour = |time: model::Timestamp| model::china::seconds_between(at(0), time) / 3600;
    findings.iter().map(|f| (f.state, f.severity, hour(f.began), hour(f.seen))).collect()
}

use FindingState::{Cleared, Ongoing};

#[test]
fn begins_with_the_first_hour_and_clears_with_the_next_compliant_one() {
    let hours = [hour(0, 480.0), hour(1, 620.0), hour(2, 1600.0), hour(3, 500.0), hour(4, 90.0)];
    let findings = run(&mut engine(false), &hours);
    assert_eq!(
        told(&findings),
        [
            (Ongoing, Severity::Moderate, 1, 1),
            (Ongoing, Severity::Grave, 1, 2),
            (Cleared, Severity::Grave, 1, 3)
        ]
    );
    let first = &findings[0];
    assert_eq!(first.key.kind, FindingKind::ExceedanceHour);
    assert_eq!(first.detector, "exceedance_hour/1");
    assert_eq!(figure(first, "hour_mean"), Some(620.0));
    assert!((figure(first, "multiple_over").unwrap() - 0.24).abs() < 1e-9);
    let limit = first.facts.iter().find(|fact| fact.name == "limit").unwrap();
    assert!(
        matches!(&limit.value, FactValue::Limit { upper: 500.0, source, .. } if source == "permit, table 5")
    );
}

#[test]
fn figures_that_are_no_evidence_never_begin_or_end_anything() {
    let mut engine = engine(false);
    let mut bad = Vec::new();
    for mark in ["M", "S", "D", "C", "T", "B", "F", "x"] {
        bad.push(Reading { mark: Mark::from(mark), ..hour(1, 900.0) });
    }
    for problem in [Problem::NotANumber, Problem::OutOfBounds, Problem::SharedMn, Problem::UnitUnknown] {
        bad.push(Reading { problems: [problem].into_iter().collect(), ..hour(1, 900.0) });
    }
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        bad.push(hour(1, value));
    }
    bad.push(Reading { unit: Unit::Kilowatt, ..hour(1, 900.0) });
    assert_eq!(run(&mut engine, &bad), []);
    assert_eq!(run(&mut engine, &[hour(2, 900.0)]).len(), 1);
    let marked = Reading { mark: Mark::Fault, ..hour(3, 10.0) };
    assert_eq!(run(&mut engine, &[marked]), []);
    assert_eq!(told(&run(&mut engine, &[hour(4, 10.0)])), [(Cleared, Severity::Serious, 2, 4)]);
}

#[test]
fn ph_is_judged_on_both_sides_by_its_distance() {
    let ph = |h: i64, value| reading("outlet:W1", PH, Granularity::Hour, at(h * 60), value);
    let findings = run(&mut engine(false), &[ph(0, 6.0), ph(1, 5.6), ph(2, 9.0), ph(3, 11.5)]);
    assert_eq!(
        told(&findings),
        [
            (Ongoing, Severity::Moderate, 1, 1),
            (Cleared, Severity::Moderate, 1, 2),
            (Ongoing, Severity::Grave, 3, 3)
        ]
    );
    assert!((figure(&findings[0], "beyond_by").unwrap() - 0.4).abs() < 1e-9);
    assert_eq!(figure(&findings[0], "multiple_over"), None);
}

#[test]
fn converted_figures_are_compared_where_the_limit_says_so() {
    let nmhc = |h: i64, measured, converted| {
        let mut reading = reading("outlet:A1", NMHC, Granularity::Hour, at(h * 60), measured);
        reading.values.converted = converted;
        reading
    };
    let hours = [nmhc(0, 90.0, Some(39.0)), nmhc(1, 90.0, None), nmhc(2, 20.0, Some(44.0))];
    let findings = run(&mut engine(false), &hours);
    assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 2, 2)]);
    assert_eq!(figure(&findings[0], "hour_mean_converted"), Some(44.0));
}

#[test]
fn the_limit_in_force_at_the_readings_time_counts() {
    let mut register = register(false);
    let mut outlet = register.outlets.values().find(|outlet| outlet.id.as_str() == "W1").unwrap().clone();
    let mut stricter = limit(COD, LimitBasis::HourMean, None, 100.0, Unit::MilligramPerLitre);
    stricter.valid_from = at(120);
    outlet.limits[0].valid_to = Some(at(120));
    outlet.limits.push(stricter);
    register.put(RegisterEntry::Outlet(outlet)).unwrap();
    let mut engine = Engine::new(&register, Parameters::default());
    let findings = run(&mut engine, &[hour(1, 300.0), hour(2, 300.0)]);
    assert_eq!(told(&findings), [(Ongoing, Severity::Grave, 2, 2)]);
}

#[test]
fn a_limit_in_another_unit_is_understood() {
    let micro = Reading { unit: Unit::MicrogramPerLitre, ..hour(0, 620_000.0) };
    let findings = run(&mut engine(false), &[micro]);
    assert!((figure(&findings[0], "hour_mean").unwrap() - 620.0).abs() < 1e-9);
}

#[test]
fn a_back_filled_hour_is_told_when_it_comes() {
    let mut engine = engine(false);
    assert_eq!(run(&mut engine, &[hour(0, 90.0), hour(4, 90.0)]), []);
    let late = Reading { origin: Origin::Backfill, received_at: at(600), ..hour(2, 900.0) };
    let findings = run(&mut engine, &[late]);
    assert_eq!(told(&findings), [(Ongoing, Severity::Serious, 2, 2), (Cleared, Severity::Serious, 2, 4)]);
}

#[test]
fn a_back_filled_hour_before_an_open_run_leaves_it_open() {
    let mut engine = engine(false);
    run(&mut engine, &[hour(0, 90.0), hour(4, 90.0), hour(6, 700.0)]);
    let findings = run(&mut engine, &[hour(2, 900.0)]);
    let last = findings.last().unwrap();
    assert_eq!((last.state, last.began), (Ongoing, at(6 * 60)));
    assert_eq!(told(&run(&mut engine, &[hour(7, 90.0)])), [(Cleared, Severity::Moderate, 6, 7)]);
}

#[test]
fn a_late_compliant_hour_inside_a_run_moves_its_beginning() {
    let mut engine = engine(false);
    run(&mut engine, &[hour(1, 700.0), hour(3, 700.0)]);
    assert_eq!(told(&run(&mut engine, &[hour(2, 90.0)])), [(Ongoing, Severity::Moderate, 3, 3)]);
}

#[test]
fn a_corrected_value_does_not_undo_the_first_one() {
    let mut engine = engine(false);
    assert_eq!(run(&mut engine, &[hour(1, 700.0)]).len(), 1);
    assert_eq!(run(&mut engine, &[hour(1, 70.0), hour(1, 700.0)]), []);
    assert_eq!(told(&run(&mut engine, &[hour(1, 2000.0)])), [(Ongoing, Severity::Grave, 1, 1)]);
}

#[test]
fn impossible_times_are_not_believed() {
    let mut engine = engine(false);
    let future = Reading { received_at: at(0), ..hour(30 * 24, 900.0) };
    let epoch = Reading {
        time: model::Timestamp::UNIX_EPOCH,
        problems: [Problem::ClockSkew].into_iter().collect(),
        ..hour(0, 900.0)
    };
    assert_eq!(run(&mut engine, &[future, epoch]), []);
    assert_eq!(run(&mut engine, &[hour(1, 900.0)]).len(), 1);
    let too_old = Reading { received_at: at(0), ..hour(-15 * 24, 900.0) };
    assert_eq!(run(&mut engine, &[too_old]), []);
}

#[test]
fn an_engine_that_takes_over_ends_what_the_earlier_one_began() {
    let mut first = engine(false);
    let findings = run(&mut first, &[hour(1, 700.0), hour(2, 1300.0)]);
    let mut second = engine(false);
    second.resume(findings.last().unwrap());
    // What was told is not told again, in whatever part it is replayed.
    assert_eq!(run(&mut second, &[hour(0, 50.0), hour(1, 700.0), hour(2, 1300.0)]), []);
    assert_eq!(told(&run(&mut second, &[hour(3, 50.0)])), [(Cleared, Severity::Serious, 1, 3)]);
    let mut third = engine(false);
    third.resume(findings.last().unwrap());
    assert_eq!(told(&run(&mut third, &[hour(3, 50.0)])), [(Cleared, Severity::Serious, 1, 3)]);
}

#[test]
fn arrival_order_does_not_matter_in_the_end() {
    let hours = [hour(0, 90.0), hour(1, 700.0), hour(2, 800.0), hour(3, 700.0)];
    let mut reversed = hours.clone();
    reversed.reverse();
    for reading in &mut reversed {
        reading.received_at = plus_seconds(at(0), 86_400);
    }
    let (forward, backward) = (run(&mut engine(false), &hours), run(&mut engine(false), &reversed));
    let last =
        |findings: &[Finding]| findings.iter().rev().find(|f| f.state == Ongoing).map(|f| (f.began, f.seen));
    assert_eq!(last(&forward), last(&backward));
}
