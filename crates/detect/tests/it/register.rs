//! What a register that changes does to what is known.

use detect::{Engine, Parameters};
use model::{FindingState, Granularity, LimitBasis, Register, RegisterEntry, Unit};

use crate::city::{COD, at, engine, limit, reading, register, run};

fn over(hour: i64) -> model::Reading {
    reading("outlet:W1", COD, Granularity::Hour, at(hour * 60), 700.0)
}

fn states(engine: &mut Engine, hours: &[i64]) -> Vec<FindingState> {
    let readings: Vec<_> = hours.iter().map(|hour| over(*hour)).collect();
    run(engine, &readings).iter().map(|finding| finding.state).collect()
}

fn without_outlets() -> Register {
    let mut register = register(true);
    register.outlets.clear();
    register.loggers.clear();
    register
}

#[test]
fn what_leaves_the_register_is_passed_over_and_begins_anew_when_it_comes_back() {
    let mut engine = engine(true);
    assert_eq!(states(&mut engine, &[0, 1]), [FindingState::Ongoing; 2]);
    engine.replace_register(&without_outlets());
    assert_eq!(states(&mut engine, &[2]), []);
    engine.replace_register(&register(true));
    let mut findings = Vec::new();
    engine.observe(&over(3), &mut findings);
    assert_eq!(findings[0].began, at(3 * 60), "the hours before it are forgotten");
}

#[test]
fn a_limit_that_changes_is_held_against_the_next_reading() {
    let mut engine = engine(true);
    let mut laxer = register(true);
    let mut outlet = laxer.outlets[&"W1".parse().unwrap()].clone();
    outlet.limits = vec![limit(COD, LimitBasis::HourMean, None, 800.0, Unit::MilligramPerLitre)];
    laxer.put(RegisterEntry::Outlet(outlet)).unwrap();
    engine.replace_register(&laxer);
    assert_eq!(states(&mut engine, &[0]), []);
    engine.replace_register(&register(true));
    assert_eq!(states(&mut engine, &[1]), [FindingState::Ongoing]);
}

#[test]
fn a_logger_that_comes_late_is_listened_to_and_keeps_its_silence_apart() {
    let mut engine = Engine::new(&without_outlets(), Parameters::default());
    engine.replace_register(&register(true));
    let mut findings = Vec::new();
    engine.tick(at(0), &mut findings);
    engine.observe(&reading("outlet:W1", COD, Granularity::Realtime, at(1), 10.0), &mut findings);
    engine.tick(at(10), &mut findings);
    assert!(findings.is_empty());
    engine.tick(at(120), &mut findings);
    assert_eq!(findings.len(), 1, "it was heard, and is silent since");
}
