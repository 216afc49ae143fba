//! Amounts beside concentration and flow.

use detect::Engine;
use model::{Finding, FindingKind, FindingState, Granularity, Reading, Severity, Unit, Values};

use crate::city::{COD, NMHC, at, engine, figure, reading, run};

use FindingState::{Cleared, Ongoing};

/// One hour of an outlet: the concentration, m³ that left, and the amount told of it.
fn hour(source: &str, number: i64, concentration: f64, volume: f64, amount: f64) -> [Reading; 2] {
    let (factor, flow) = if source == "outlet:W1" { (COD, "w00000") } else { (NMHC, "a00000") };
    let with_total = |factor, value, total| {
        let one = reading(source, factor, Granularity::Hour, at(number * 60), value);
        Reading { values: Values { total: Some(total), ..one.values }, ..one }
    };
    let flow = Reading { unit: Unit::CubicMetrePerSecond, ..with_total(flow, volume / 3600.0, volume) };
    [with_total(factor, concentration, amount), flow]
}

/// Hours that vary, of which each `kg` makes an amount of kilograms at the hour's number.
fn hours(source: &str, numbers: std::ops::Range<i64>, kg: impl Fn(i64, f64) -> f64) -> Vec<Reading> {
    let one = |number: i64| {
        let (concentration, volume) = (80.0 + (number * 7 % 40) as f64, 300.0 + (number * 11 % 90) as f64);
        hour(source, number, concentration, volume, kg(number, concentration * volume * 1e-3))
    };
    numbers.flat_map(one).collect()
}

fn told(findings: &[Finding]) -> Vec<(FindingState, Severity, i64)> {
    let hour = |time| model::china::seconds_between(at(0), time) / 3600;
    let ours = findings.iter().filter(|finding| finding.key.kind == FindingKind::MassBalance);
    ours.map(|finding| (finding.state, finding.severity, hour(finding.began))).collect()
}

fn learned(source: &str, unit: f64) -> Engine {
    let mut engine = engine(false);
    assert_eq!(told(&run(&mut engine, &hours(source, 0..48, |_, kg| kg * unit))), []);
    engine
}

#[test]
fn an_amount_that_concentration_and_flow_do_not_give_is_told_and_ends() {
    // Kilograms, grams and tonnes: in what an outlet counts is learned.
    for unit in [1.0, 1e3, 1e-3] {
        let mut engine = learned("outlet:W1", unit);
        let findings = run(&mut engine, &hours("outlet:W1", 48..60, |_, kg| kg * unit * 0.4));
        assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 48)], "{unit}");
        assert!((figure(&findings[0], "deviation").unwrap() + 0.6).abs() < 0.02);
        let findings = run(&mut engine, &hours("outlet:W1", 60..70, |_, kg| kg * unit));
        assert_eq!(told(&findings), [(Cleared, Severity::Moderate, 48)], "{unit}");
    }
}

#[test]
fn waste_gas_is_held_against_what_it_was_counted_by_and_waste_water_against_a_unit() {
    // Counted dry and cold: always the same share of what flows.
    let mut engine = learned("outlet:A1", 0.82);
    let findings = run(&mut engine, &hours("outlet:A1", 48..60, |_, kg| kg * 0.82 * 0.5));
    assert_eq!(told(&findings).len(), 1);
    // Waste water has no conditions: two thirds of the amount were never there.
    let mut engine = crate::city::engine(false);
    let findings = run(&mut engine, &hours("outlet:W1", 0..30, |_, kg| kg * 0.33));
    assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 23)]);
}

#[test]
fn rounding_marks_gaps_and_single_hours_say_nothing() {
    let quiet = |readings: &[Reading]| assert_eq!(told(&run(&mut engine(false), readings)), []);
    // Written in tenths of a tonne, where an hour has some hundredths.
    quiet(&hours("outlet:W1", 0..200, |_, kg| (kg / 1e3 * 10.0).round() / 10.0));
    // An hour now and then, and how minutes vary together.
    quiet(&hours("outlet:W1", 0..200, |number, kg| if number % 5 == 4 { 0.3 * kg } else { kg }));
    quiet(&hours("outlet:W1", 0..200, |number, kg| kg * (1.0 + 0.12 * (number as f64).sin())));
    let marked = hours("outlet:W1", 0..200, |number, kg| if number > 100 { 0.0 } else { kg });
    quiet(
        &marked
            .into_iter()
            .map(|one| if one.time > at(100 * 60) { Reading { mark: "D".into(), ..one } } else { one })
            .collect::<Vec<_>>(),
    );
    // Amounts without a volume.
    let without = hours("outlet:W1", 0..100, |_, kg| kg);
    quiet(&without.into_iter().filter(|one| one.series.factor.as_str() == COD).collect::<Vec<_>>());
}

#[test]
fn a_new_engine_ends_what_an_earlier_one_told() {
    let mut engine = learned("outlet:W1", 1.0);
    let before = hours("outlet:W1", 0..60, |number, kg| if number >= 48 { kg * 0.4 } else { kg });
    let findings = run(&mut engine, &before[96..]);
    let mut next = crate::city::engine(false);
    next.resume(&findings[0]);
    assert_eq!(told(&run(&mut next, &before)).len(), 0);
    let findings = run(&mut next, &hours("outlet:W1", 60..70, |_, kg| kg));
    assert_eq!(told(&findings), [(Cleared, Severity::Moderate, 48)]);
}
