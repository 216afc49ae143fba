//! Samples at the end of the measuring range.

use detect::{Engine, Parameters};
use model::{
    Finding, FindingKind, FindingState, Granularity, MeasuringRange, Problem, Reading, Register,
    RegisterEntry, Severity, Unit,
};

use crate::city::{COD, at, figure, reading, register, run};

use FindingState::{Cleared, Ongoing};

/// The instrument for COD measures up to 300 mg/L.
fn ranged() -> Register {
    let mut register = register(false);
    let mut outlet = register.outlets.values().find(|outlet| outlet.id.as_str() == "W1").unwrap().clone();
    outlet.limits.clear();
    for channel in outlet.channels.iter_mut().filter(|channel| channel.factor.as_str() == COD) {
        channel.range = Some(MeasuringRange { lower: 0.0, upper: 300.0 });
    }
    register.put(RegisterEntry::Outlet(outlet)).unwrap();
    register
}

fn engine() -> Engine {
    Engine::new(&ranged(), Parameters::default())
}

fn cod(minute: i64, value: f64) -> Reading {
    reading("outlet:W1", COD, Granularity::Realtime, at(minute), value)
}

fn minutes(from: i64, to: i64, value: f64) -> Vec<Reading> {
    (from..to).map(|minute| cod(minute, value)).collect()
}

fn told(findings: &[Finding]) -> Vec<(FindingState, Severity, i64, i64)> {
    let minute = |time| model::china::seconds_between(at(0), time) / 60;
    let clipped = findings.iter().filter(|finding| finding.key.kind == FindingKind::RangeClipping);
    clipped.map(|f| (f.state, f.severity, minute(f.began), minute(f.seen))).collect()
}

#[test]
fn samples_that_stay_at_the_end_are_told_and_end_below_it() {
    let mut engine = engine();
    let findings = run(&mut engine, &[minutes(0, 60, 120.0), minutes(60, 120, 300.0)].concat());
    assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 60, 90)]);
    assert_eq!(
        (figure(&findings[0], "range_upper"), figure(&findings[0], "value")),
        (Some(300.0), Some(300.0))
    );
    let findings = run(&mut engine, &[minutes(120, 310, 299.0), minutes(310, 400, 120.0)].concat());
    assert_eq!(
        told(&findings),
        [(Ongoing, Severity::Serious, 60, 300), (Cleared, Severity::Serious, 60, 340)]
    );
}

#[test]
fn minute_means_say_it_too_where_no_samples_come() {
    let means = (0..8).map(|ten| Reading { granularity: Granularity::Minute, ..cod(ten * 10, 300.0) });
    let findings = run(&mut engine(), &means.collect::<Vec<_>>());
    assert_eq!(told(&findings), [(Ongoing, Severity::Moderate, 0, 30)]);
}

#[test]
fn peaks_gaps_marks_wrong_units_and_unknown_ranges_say_nothing() {
    let quiet = |readings: &[Reading]| assert_eq!(told(&run(&mut engine(), readings)), []);
    quiet(&minutes(0, 600, 298.0));
    // Twenty-five minutes at the end, and five below.
    quiet(
        &(0..600).map(|minute| cod(minute, if minute % 30 < 25 { 300.0 } else { 200.0 })).collect::<Vec<_>>(),
    );
    // A sample an hour: what lay between is not known.
    quiet(&(0..24).map(|hour| cod(hour * 60, 300.0)).collect::<Vec<_>>());
    quiet(
        &minutes(0, 300, 300.0)
            .into_iter()
            .map(|one| Reading { mark: "T".into(), ..one })
            .collect::<Vec<_>>(),
    );
    let doubtful = |one: Reading| Reading { problems: [Problem::OutOfBounds].into_iter().collect(), ..one };
    quiet(&minutes(0, 300, 9e6).into_iter().map(doubtful).collect::<Vec<_>>());
    quiet(
        &minutes(0, 300, 300.0)
            .into_iter()
            .map(|one| Reading { unit: Unit::Celsius, ..one })
            .collect::<Vec<_>>(),
    );
    // The same minutes again, and from tomorrow.
    let ahead = |one: Reading| Reading { received_at: at(-900), ..one };
    quiet(&minutes(0, 300, 300.0).into_iter().map(ahead).collect::<Vec<_>>());
    let twice: Vec<Reading> = minutes(0, 20, 300.0).into_iter().cycle().take(200).collect();
    quiet(&twice);
    let mut unknown = Engine::new(&register(false), Parameters::default());
    assert_eq!(told(&run(&mut unknown, &minutes(0, 300, 300.0))), []);
}

#[test]
fn micrograms_are_held_against_a_range_in_milligrams() {
    let micro = |one: Reading| Reading { unit: Unit::MicrogramPerLitre, ..one };
    let findings = run(&mut engine(), &minutes(0, 60, 300_000.0).into_iter().map(micro).collect::<Vec<_>>());
    assert_eq!(told(&findings).len(), 1);
}

#[test]
fn an_engine_that_takes_over_ends_what_the_earlier_one_began() {
    let findings = run(&mut engine(), &minutes(0, 60, 300.0));
    let mut second = engine();
    second.resume(findings.last().unwrap());
    assert_eq!(told(&run(&mut second, &minutes(0, 60, 300.0))), []);
    assert_eq!(told(&run(&mut second, &minutes(60, 120, 50.0))), [(Cleared, Severity::Moderate, 0, 90)]);
}

#[test]
fn other_parameters_and_another_range_reach_series_that_run() {
    let mut engine = engine();
    run(&mut engine, &minutes(0, 20, 300.0));
    let mut parameters = Parameters::default();
    parameters.range.hold_s = 600;
    engine.replace_parameters(parameters);
    assert_eq!(told(&run(&mut engine, &minutes(20, 22, 300.0))), [(Ongoing, Severity::Moderate, 0, 20)]);
    let mut wider = ranged();
    let mut outlet = wider.outlets.values().find(|outlet| outlet.id.as_str() == "W1").unwrap().clone();
    for channel in &mut outlet.channels {
        channel.range = channel.range.map(|range| MeasuringRange { upper: 1000.0, ..range });
    }
    wider.put(RegisterEntry::Outlet(outlet)).unwrap();
    engine.replace_register(&wider);
    assert_eq!(told(&run(&mut engine, &minutes(22, 60, 300.0))), [(Cleared, Severity::Moderate, 0, 52)]);
}
