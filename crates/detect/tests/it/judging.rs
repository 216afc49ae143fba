//! Enterprises that are judged by parameters of their own.

use detect::{Engine, Judging, Parameters};
use model::{
    CreditCode, FindingKind, Granularity, LimitBasis, Logger, LoggerTarget, Reading, Register, RegisterEntry,
    Unit,
};

use crate::city::{NMHC, at, limit, reading, register as city_register};

fn other() -> CreditCode {
    CreditCode::from_body("91350100M00010YY4").unwrap()
}

/// Two enterprises with a stack each, `A1` and `B1`, whose loggers are `MN-A` and `MN-B`.
fn register() -> Register {
    let mut register = city_register(false);
    let mut neighbour = register.enterprises.values().next().unwrap().clone();
    neighbour.code = other();
    register.put(RegisterEntry::Enterprise(neighbour)).unwrap();
    let mut stack = register.outlets[&"A1".parse().unwrap()].clone();
    stack.limits = vec![limit(NMHC, LimitBasis::Realtime, None, 50.0, Unit::MilligramPerCubicMetre)];
    register.put(RegisterEntry::Outlet(stack.clone())).unwrap();
    (stack.id, stack.enterprise) = ("B1".parse().unwrap(), other());
    register.put(RegisterEntry::Outlet(stack)).unwrap();
    for (mn, outlet) in [("MN-A", "A1"), ("MN-B", "B1")] {
        let target = LoggerTarget::Outlet(outlet.parse().unwrap());
        let logger = Logger { mn: mn.parse().unwrap(), target, realtime_interval_s: 60 };
        register.put(RegisterEntry::Logger(logger)).unwrap();
    }
    register
}

/// The second enterprise is judged more patiently.
fn patient() -> Judging {
    let mut judging = Judging::from(Parameters::default());
    let mut parameters = Parameters::default();
    parameters.realtime.hold_s = 3600;
    parameters.silence.floor_s = 7200;
    judging.put([other()], parameters);
    judging
}

/// Half an hour of samples beyond the limit.
fn bout(outlet: &str, minute: i64) -> Vec<Reading> {
    let sample = |minute| reading(&format!("outlet:{outlet}"), NMHC, Granularity::Realtime, at(minute), 80.0);
    (minute..minute + 30).map(sample).collect()
}

/// Of whom something is told.
fn told(engine: &mut Engine, minute: i64) -> Vec<String> {
    let mut findings = Vec::new();
    for reading in bout("A1", minute).into_iter().chain(bout("B1", minute)) {
        engine.observe(&reading, &mut findings);
    }
    findings.retain(|finding| finding.key.kind == FindingKind::ExceedanceRealtime);
    let mut told: Vec<String> = findings.iter().map(|finding| format!("{:?}", finding.key.subject)).collect();
    told.dedup();
    told
}

#[test]
fn each_enterprise_is_judged_by_its_own_parameters() {
    assert_eq!(told(&mut Engine::new(&register(), Parameters::default()), 0).len(), 2);
    let alone = told(&mut Engine::new(&register(), patient()), 0);
    assert_eq!(alone.len(), 1);
    assert!(alone[0].contains("A1"), "{alone:?}");
}

#[test]
fn what_changes_while_an_engine_runs_reaches_series_that_it_knows() {
    let mut engine = Engine::new(&register(), Parameters::default());
    engine.observe(&reading("outlet:B1", NMHC, Granularity::Realtime, at(-60), 4.0), &mut Vec::new());
    engine.replace_parameters(patient());
    assert_eq!(told(&mut engine, 0).len(), 1);
    // The stack goes to the other enterprise, and is judged as that is.
    let mut sold = register();
    let mut stack = sold.outlets[&"B1".parse().unwrap()].clone();
    stack.enterprise = sold.outlets[&"A1".parse().unwrap()].enterprise.clone();
    sold.put(RegisterEntry::Outlet(stack)).unwrap();
    let mut engine = Engine::new(&register(), patient());
    engine.replace_register(&sold);
    assert_eq!(told(&mut engine, 100).len(), 2);
}

#[test]
fn what_time_brings_is_judged_so_too() {
    let mut engine = Engine::new(&register(), patient());
    let mut findings = Vec::new();
    for mn in ["MN-A", "MN-B"] {
        engine.heard(&mn.parse().unwrap(), at(0), &mut findings);
    }
    let mut silent_at = |minute: i64| {
        let mut findings = Vec::new();
        engine.tick(at(minute), &mut findings);
        let of = |mn: &str| findings.iter().any(|finding| format!("{:?}", finding.key.subject).contains(mn));
        (of("MN-A"), of("MN-B"))
    };
    assert_eq!(silent_at(60), (true, false));
    assert_eq!(silent_at(121), (false, true), "the other one was told of before");
}
