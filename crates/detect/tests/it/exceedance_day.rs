//! Day means beyond their limit.

use detect::{Engine, Parameters};
use model::{
    Finding, FindingKind, FindingState, Granularity, LimitBasis, Mark, Origin, Problem, Reading, Register,
    RegisterEntry, Severity, Timestamp, Unit, flow,
};

use crate::city::{COD, NMHC, PH, figure, limit, reading, register, run, words};

use FindingState::{Cleared, Ongoing};

/// Midnight in China, so many days after 2020-08-30.
fn day(day: i64) -> Timestamp {
    hour(day * 24)
}

/// So many hours after midnight.
fn hour(hour: i64) -> Timestamp {
    let midnight: Timestamp = "2020-08-29T16:00:00Z".parse().unwrap();
    model::china::plus_seconds(midnight, hour * 3600)
}

fn city() -> Register {
    let mut register = register(false);
    let mut water = register.outlets.values().find(|outlet| outlet.id.as_str() == "W1").unwrap().clone();
    water.limits.push(limit(COD, LimitBasis::DayMean, None, 100.0, Unit::MilligramPerLitre));
    water.limits.push(limit(PH, LimitBasis::DayMean, Some(6.0), 9.0, Unit::One));
    let mut air = register.outlets.values().find(|outlet| outlet.id.as_str() == "A1").unwrap().clone();
    air.limits.clear();
    let mut converted = limit(NMHC, LimitBasis::DayMean, None, 40.0, Unit::MilligramPerCubicMetre);
    converted.converted = true;
    air.limits.push(converted);
    for outlet in [water, air] {
        register.put(RegisterEntry::Outlet(outlet)).unwrap();
    }
    register
}

fn engine() -> Engine {
    Engine::new(&city(), Parameters::default())
}

fn cod(at: i64, value: f64) -> Reading {
    reading("outlet:W1", COD, Granularity::Hour, hour(at), value)
}

/// The hours from `from` on, up to `to`, each with the same value.
fn hours(from: i64, to: i64, value: f64) -> Vec<Reading> {
    (from..to).map(|at| cod(at, value)).collect()
}

fn of_days(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().filter(|finding| finding.key.kind == FindingKind::ExceedanceDay).collect()
}

/// State, severity, first and last day.
fn told(findings: &[Finding]) -> Vec<(FindingState, Severity, i64, i64)> {
    let number = |time| model::china::seconds_between(day(0), time) / 86_400;
    findings.iter().map(|f| (f.state, f.severity, number(f.began), number(f.seen))).collect()
}

#[test]
fn a_day_is_told_once_it_is_over_and_ends_with_the_next_compliant_one() {
    let mut engine = engine();
    assert_eq!(
        of_days(run(&mut engine, &hours(0, 24, 120.0))),
        [],
        "it is not over before the next hour says so"
    );
    let first = of_days(run(&mut engine, &hours(24, 25, 90.0)));
    assert_eq!(told(&first), [(Ongoing, Severity::Serious, 0, 0)]);
    assert_eq!(first[0].detector, "exceedance_day/1");
    assert_eq!((figure(&first[0], "day_mean"), figure(&first[0], "valid_hours")), (Some(120.0), Some(24.0)));
    assert_eq!(words(&first[0], "day_mean_from"), Some("hours"));
    assert!((figure(&first[0], "multiple_over").unwrap() - 0.2).abs() < 1e-9);
    let rest = of_days(run(&mut engine, &[hours(25, 48, 300.0), hours(48, 73, 80.0)].concat()));
    assert_eq!(told(&rest), [(Ongoing, Severity::Grave, 0, 1), (Cleared, Severity::Grave, 0, 2)]);
    assert_eq!(
        (figure(&rest[1], "days_over"), figure(&rest[1], "compliant_day_mean")),
        (Some(2.0), Some(80.0))
    );
}

#[test]
fn the_passing_of_time_ends_a_day_whose_logger_fell_silent() {
    let mut engine = engine();
    let mut findings = run(&mut engine, &hours(0, 22, 120.0));
    engine.tick(hour(25), &mut findings);
    assert_eq!(of_days(std::mem::take(&mut findings)), [], "two hours are missing and may still come");
    engine.tick(hour(26), &mut findings);
    let said = of_days(std::mem::take(&mut findings));
    assert_eq!(told(&said), [(Ongoing, Severity::Serious, 0, 0)]);
    assert_eq!(figure(&said[0], "valid_hours"), Some(22.0));
    engine.tick(hour(27), &mut findings);
    assert_eq!(of_days(findings), []);
}

#[test]
fn a_day_with_too_few_hours_has_no_mean_and_neither_begins_nor_ends_anything() {
    let mut engine = engine();
    assert_eq!(of_days(run(&mut engine, &[hours(0, 19, 500.0), hours(24, 28, 500.0)].concat())), []);
    assert_eq!(told(&of_days(run(&mut engine, &hours(28, 49, 500.0)))), [(Ongoing, Severity::Grave, 1, 1)]);
    // Of the third day only nineteen hours are evidence.
    let mut third = hours(49, 72, 10.0);
    for (reading, mark) in third.iter_mut().zip(["M", "C", "D", "F", "T"]) {
        reading.mark = Mark::from(mark);
    }
    let (third_told, fourth) = (of_days(run(&mut engine, &third)), hours(72, 98, 10.0));
    assert_eq!(third_told, []);
    assert_eq!(told(&of_days(run(&mut engine, &fourth))), [(Cleared, Severity::Grave, 1, 3)]);
}

#[test]
fn hours_that_come_late_have_their_day_judged_again() {
    let mut engine = engine();
    assert_eq!(of_days(run(&mut engine, &[hours(0, 18, 300.0), hours(24, 30, 10.0)].concat())), []);
    let late: Vec<Reading> = hours(18, 24, 300.0)
        .into_iter()
        .map(|reading| Reading { origin: Origin::Backfill, received_at: hour(40), ..reading })
        .collect();
    let findings = of_days(run(&mut engine, &late));
    assert_eq!(told(&findings)[0], (Ongoing, Severity::Grave, 0, 0));
    assert_eq!(figure(&findings[0], "valid_hours"), Some(20.0), "as soon as there are enough");
    assert_eq!(told(&of_days(run(&mut engine, &hours(30, 49, 10.0)))), [(Cleared, Severity::Grave, 0, 1)]);
    // What is older than is remembered is passed over.
    run(&mut engine, &hours(240, 265, 10.0));
    assert_eq!(of_days(run(&mut engine, &hours(24, 48, 900.0))), []);
}

#[test]
fn a_concentration_in_water_is_weighted_by_the_water_that_flowed() {
    let with_flow = |flows: &[f64]| {
        let mut all = Vec::new();
        for at in 0..25 {
            // Foul while little flows, clean while much does: 120 by the hour, 72 by the water.
            let is_night = at % 2 == 0;
            let mut water =
                reading("outlet:W1", flow::WATER, Granularity::Hour, hour(at), flows[usize::from(is_night)]);
            water.unit = Unit::CubicMetrePerHour;
            all.push(cod(at, if is_night { 200.0 } else { 40.0 }));
            all.push(water);
        }
        of_days(run(&mut engine(), &all))
    };
    assert_eq!(with_flow(&[40.0, 10.0]), []);
    let findings = with_flow(&[10.0, 40.0]);
    assert!((figure(&findings[0], "day_mean").unwrap() - 168.0).abs() < 1e-9);
    assert_eq!(words(&findings[0], "day_mean_from"), Some("hours_by_flow"));
    // A flow that stands still, or is not known for every hour, weighs nothing.
    for flows in [[0.0, 0.0], [f64::NAN, 40.0], [-3.0, 40.0]] {
        let findings = with_flow(&flows);
        assert_eq!(words(&findings[0], "day_mean_from"), Some("hours"));
        assert!((figure(&findings[0], "day_mean").unwrap() - 120.0).abs() < 1e-9);
    }
}

#[test]
fn ph_and_converted_figures_are_judged_as_their_limit_says() {
    let all = (0..25).map(|at| reading("outlet:W1", PH, Granularity::Hour, hour(at), 5.5));
    let findings = of_days(run(&mut engine(), &all.collect::<Vec<_>>()));
    assert!((figure(&findings[0], "beyond_by").unwrap() - 0.5).abs() < 1e-9);
    let nmhc = |at, converted| {
        let mut reading = reading("outlet:A1", NMHC, Granularity::Hour, hour(at), 10.0);
        reading.values.converted = converted;
        reading
    };
    let converted: Vec<Reading> = (0..25).map(|at| nmhc(at, Some(50.0))).collect();
    let findings = of_days(run(&mut engine(), &converted));
    assert_eq!(figure(&findings[0], "day_mean_converted"), Some(50.0));
    let unconverted: Vec<Reading> = (0..25).map(|at| nmhc(at, None)).collect();
    assert_eq!(of_days(run(&mut engine(), &unconverted)), [], "what is not there is not compared");
}

#[test]
fn the_devices_own_day_mean_speaks_where_no_hour_came() {
    let of_device = |day_number, value| reading("outlet:W1", COD, Granularity::Day, day(day_number), value);
    let mut engine = engine();
    let findings = of_days(run(&mut engine, &[of_device(0, 150.0)]));
    assert_eq!(words(&findings[0], "day_mean_from"), Some("device"));
    // Hours of the next day say 60; what the device makes of them does not count.
    run(&mut engine, &hours(24, 48, 60.0));
    assert_eq!(of_days(run(&mut engine, &[of_device(1, 900.0)])), []);
}

#[test]
fn what_is_no_evidence_and_clocks_that_are_off_say_nothing() {
    let mut engine = engine();
    let mut bad = Vec::new();
    for (number, reading) in hours(0, 24, 900.0).into_iter().enumerate() {
        bad.push(match number % 4 {
            0 => Reading { unit: Unit::Kilowatt, ..reading },
            1 => Reading { problems: [Problem::OutOfBounds].into_iter().collect(), ..reading },
            2 => cod(number as i64, f64::INFINITY),
            _ => Reading { received_at: hour(-300), ..reading },
        });
    }
    bad.extend(hours(24, 27, 10.0));
    assert_eq!(of_days(run(&mut engine, &bad)), []);
    // Hours whose clock is off by seconds are the hours that they are nearest to; a twin adds nothing.
    let skewed = hours(48, 73, 300.0).into_iter().flat_map(|reading| {
        let early = Reading { time: model::china::plus_seconds(reading.time, -20), ..reading };
        [early.clone(), early]
    });
    let findings = of_days(run(&mut engine, &skewed.collect::<Vec<_>>()));
    assert_eq!(figure(&findings[0], "valid_hours"), Some(24.0));
}

#[test]
fn a_new_engine_judges_no_day_that_it_saw_a_part_of() {
    // Twenty-one hours are known to it, and they are the foul ones.
    let mut late = engine();
    assert_eq!(of_days(run(&mut late, &hours(3, 25, 120.0))), []);
    assert_eq!(told(&of_days(run(&mut late, &hours(25, 49, 120.0)))), [(Ongoing, Severity::Serious, 1, 1)]);
}

#[test]
fn an_engine_that_takes_over_ends_what_the_earlier_one_began() {
    let mut first = engine();
    let findings = of_days(run(&mut first, &hours(0, 50, 120.0)));
    assert_eq!(told(&findings), [(Ongoing, Severity::Serious, 0, 0), (Ongoing, Severity::Serious, 0, 1)]);
    let mut second = engine();
    second.resume(findings.last().unwrap());
    assert_eq!(of_days(run(&mut second, &hours(0, 72, 120.0))), [], "what was told is not told again");
    let ended = of_days(run(&mut second, &[hours(72, 73, 50.0), hours(73, 97, 50.0)].concat()));
    assert_eq!(told(&ended), [(Ongoing, Severity::Serious, 0, 2), (Cleared, Severity::Serious, 0, 3)]);
}

#[test]
fn other_parameters_reach_series_that_run() {
    let mut engine = engine();
    assert_eq!(of_days(run(&mut engine, &hours(0, 12, 120.0))), []);
    let mut parameters = Parameters::default();
    parameters.exceedance_day.least_hours = 12;
    engine.replace_parameters(parameters);
    let findings = of_days(run(&mut engine, &hours(27, 28, 10.0)));
    assert_eq!(figure(&findings[0], "valid_hours"), Some(12.0));
}
