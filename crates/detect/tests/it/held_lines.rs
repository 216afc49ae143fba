//! Production against an order, and outside permitted hours.

use detect::{Engine, Parameters};
use model::china::plus_seconds;
use model::{
    DailySpan, Finding, FindingKind, FindingState, ProductionOrder, Reading, Register, RegisterEntry,
    Restraint, Severity, Subject, Timestamp,
};

use crate::city::{at, code, figure, kw, register, run, words};

use FindingKind::{OffHoursProduction, ProductionUnderOrder};
use FindingState::{Cleared, Ongoing};

const WORK_KW: f64 = 60.0;
const REST_KW: f64 = 0.5;

fn order(restraint: Restraint, from: Timestamp, to: Timestamp) -> ProductionOrder {
    ProductionOrder {
        id: "O-1".parse().unwrap(),
        enterprise: code(),
        lines: vec!["L1".parse().unwrap()],
        restraint,
        from,
        to,
        document: "长环停字〔2020〕3号".into(),
        lifted: None,
    }
}

/// The small city with rated powers (90 kW lines) and one order, from 10:00 to 20:00.
fn ordered(restraint: Restraint) -> Register {
    let mut register = register(true);
    register.put(RegisterEntry::Order(order(restraint, at(120), at(720)))).unwrap();
    register
}

/// L1 may produce from 08:00 to 18:00.
fn with_hours(mut register: Register) -> Register {
    let mut line = register.lines.values().find(|line| line.id.as_str() == "L1").unwrap().clone();
    let hours = DailySpan { from: "08:00".parse().unwrap(), to: "18:00".parse().unwrap() };
    line.permitted_hours = Some(vec![hours]);
    register.put(RegisterEntry::Line(line)).unwrap();
    register
}

/// A power for each minute from `from` on, with treatment beside it.
fn minutes(meter: &str, from: i64, to: i64, power_kw: f64) -> Vec<Reading> {
    (from..to).flat_map(|minute| [kw(meter, minute, power_kw), kw("M-T1", minute, 12.0)]).collect()
}

fn of(kind: FindingKind, findings: &[Finding]) -> Vec<(FindingState, Severity, i64, i64)> {
    let minute = |time| model::china::seconds_between(at(0), time) / 60;
    let findings = findings.iter().filter(|finding| finding.key.kind == kind);
    findings.map(|f| (f.state, f.severity, minute(f.began), minute(f.seen))).collect()
}

#[test]
fn a_line_that_runs_against_a_stop_is_told_after_its_grace_and_ends_when_it_rests() {
    let mut engine = Engine::new(&ordered(Restraint::Stop), Parameters::default());
    let findings = run(&mut engine, &minutes("M-L1", 0, 164, WORK_KW));
    assert_eq!(of(ProductionUnderOrder, &findings), [], "half an hour to come to rest, and then a quarter");
    let findings = run(&mut engine, &minutes("M-L1", 164, 200, WORK_KW));
    assert_eq!(of(ProductionUnderOrder, &findings), [(Ongoing, Severity::Serious, 150, 165)]);
    let told = &findings[0];
    assert_eq!(told.key.subject, Subject::Meter("M-L1".parse().unwrap()));
    assert_eq!((words(told, "line"), words(told, "restraint")), (Some("L1"), Some("stop")));
    assert_eq!(words(told, "order"), Some("长环停字〔2020〕3号"));
    let findings = run(&mut engine, &minutes("M-L1", 200, 240, REST_KW));
    let [(Cleared, Severity::Serious, 150, ended)] = of(ProductionUnderOrder, &findings)[..] else {
        panic!("{findings:?}")
    };
    assert!((205..220).contains(&ended), "{ended}");
}

#[test]
fn other_lines_other_times_and_lines_that_keep_to_it_are_left_alone() {
    let mut engine = Engine::new(&ordered(Restraint::Stop), Parameters::default());
    let mut all = minutes("M-L2", 0, 720, WORK_KW);
    all.extend(minutes("M-L1", 0, 130, WORK_KW));
    all.extend(minutes("M-L1", 130, 725, REST_KW));
    all.extend(minutes("M-L1", 725, 900, WORK_KW));
    all.sort_by_key(|reading| reading.time);
    assert_eq!(of(ProductionUnderOrder, &run(&mut engine, &all)), []);
}

#[test]
fn a_limit_is_a_share_of_rated_power() {
    let parameters = Parameters::default();
    let mut engine = Engine::new(&ordered(Restraint::Limit(0.5)), parameters.clone());
    assert_eq!(
        of(ProductionUnderOrder, &run(&mut engine, &minutes("M-L1", 0, 400, 46.0))),
        [],
        "45 kW and a little"
    );
    let findings = run(&mut engine, &minutes("M-L1", 400, 480, 60.0));
    assert_eq!(of(ProductionUnderOrder, &findings).len(), 1);
    assert_eq!(
        (figure(&findings[0], "allowed_power"), figure(&findings[0], "allowed_share")),
        (Some(45.0), Some(50.0))
    );
    // Without a rated power there is nothing that half of it could be.
    let mut register = register(false);
    register.put(RegisterEntry::Order(order(Restraint::Limit(0.5), at(0), at(900)))).unwrap();
    let mut engine = Engine::new(&register, parameters);
    assert_eq!(of(ProductionUnderOrder, &run(&mut engine, &minutes("M-L1", 0, 400, 500.0))), []);
}

#[test]
fn an_order_that_is_lifted_ends_it_though_the_meter_is_silent() {
    let mut register = ordered(Restraint::Stop);
    let mut engine = Engine::new(&register, Parameters::default());
    run(&mut engine, &minutes("M-L1", 0, 200, WORK_KW));
    register.put(RegisterEntry::Order(order(Restraint::Stop, at(120), at(210)))).unwrap();
    engine.replace_register(&register);
    let mut findings = Vec::new();
    engine.tick(at(209), &mut findings);
    assert_eq!(of(ProductionUnderOrder, &findings), []);
    engine.tick(at(211), &mut findings);
    assert_eq!(of(ProductionUnderOrder, &findings), [(Cleared, Severity::Serious, 150, 211)]);
}

#[test]
fn production_at_night_is_told_where_the_hours_are_known() {
    let mut engine = Engine::new(&with_hours(register(true)), Parameters::default());
    // 08:00 to 22:00 with its hours ending at 18:00; L2 has none.
    let mut all = [minutes("M-L1", 0, 840, WORK_KW), minutes("M-L2", 0, 840, WORK_KW)].concat();
    all.sort_by_key(|reading| reading.time);
    let findings = run(&mut engine, &all);
    assert_eq!(
        of(OffHoursProduction, &findings),
        [(Ongoing, Severity::Moderate, 630, 645), (Ongoing, Severity::Serious, 630, 750)]
    );
    assert_eq!(words(&findings[0], "permitted_hours"), Some("08:00–18:00"));
    // It runs on into the morning: from 08:00 on it may.
    let findings = run(&mut engine, &minutes("M-L1", 840, 1500, WORK_KW));
    assert_eq!(of(OffHoursProduction, &findings).last(), Some(&(Cleared, Severity::Serious, 630, 1440)));
    // The next night it rests.
    let next = [minutes("M-L1", 1500, 2045, WORK_KW), minutes("M-L1", 2045, 2900, REST_KW)].concat();
    assert_eq!(of(OffHoursProduction, &run(&mut engine, &next)), []);
}

#[test]
fn gaps_duplicates_wrong_units_and_broken_samples_tell_nothing() {
    let mut engine = Engine::new(&ordered(Restraint::Stop), Parameters::default());
    let mut all = minutes("M-L1", 0, 130, WORK_KW);
    // Then a sample every twenty minutes: what lay between is not known.
    all.extend((160..700).step_by(20).map(|minute| kw("M-L1", minute, WORK_KW)));
    all.extend((130..700).map(|minute| Reading { mark: "D".into(), ..kw("M-L1", minute, WORK_KW) }));
    all.extend(
        (130..700).map(|minute| Reading { unit: model::Unit::Celsius, ..kw("M-L1", minute, WORK_KW) }),
    );
    all.extend((130..700).map(|minute| Reading { received_at: at(-600), ..kw("M-L1", minute, WORK_KW) }));
    all.sort_by_key(|reading| reading.time);
    assert_eq!(of(ProductionUnderOrder, &run(&mut engine, &all)), []);
    let mut twice = Engine::new(&ordered(Restraint::Stop), Parameters::default());
    let doubled: Vec<Reading> =
        minutes("M-L1", 0, 300, WORK_KW).into_iter().flat_map(|one| [one.clone(), one]).collect();
    assert_eq!(
        of(ProductionUnderOrder, &run(&mut twice, &doubled)),
        [(Ongoing, Severity::Serious, 150, 165)]
    );
}

#[test]
fn an_engine_that_takes_over_tells_nothing_twice_and_ends_it() {
    let register = with_hours(ordered(Restraint::Stop));
    let mut first = Engine::new(&register, Parameters::default());
    let findings = run(&mut first, &minutes("M-L1", 0, 660, WORK_KW));
    assert_eq!(of(OffHoursProduction, &findings), [(Ongoing, Severity::Moderate, 630, 645)]);
    let mut second = Engine::new(&register, Parameters::default());
    for finding in &findings {
        second.resume(finding);
    }
    // Read from before the order, in which nothing held the line.
    assert_eq!(of(OffHoursProduction, &run(&mut second, &minutes("M-L1", 0, 660, WORK_KW))), []);
    let rest = run(&mut second, &minutes("M-L1", 660, 719, REST_KW));
    assert!(matches!(of(OffHoursProduction, &rest)[..], [(Cleared, _, 630, _)]), "{rest:?}");
    assert!(matches!(of(ProductionUnderOrder, &rest)[..], [(Cleared, Severity::Grave, 150, _)]), "{rest:?}");
}

#[test]
fn other_parameters_reach_lines_that_are_watched() {
    let mut engine = Engine::new(&ordered(Restraint::Stop), Parameters::default());
    run(&mut engine, &minutes("M-L1", 0, 125, WORK_KW));
    let mut parameters = Parameters::default();
    (parameters.under_order.grace_s, parameters.under_order.hold_s) = (0, 300);
    engine.replace_parameters(parameters);
    let findings = run(&mut engine, &minutes("M-L1", 125, 140, WORK_KW));
    assert_eq!(of(ProductionUnderOrder, &findings).len(), 1);
    assert!(findings[0].seen < plus_seconds(at(0), 140 * 60));
}
