use detect::{Engine, Parameters};
use model::{
    FindingKind, FindingState, Granularity, LimitBasis, Mark, Origin, Reading, RegisterEntry, Severity, Unit,
};

use crate::city::{COD, PH, at, engine, figure, limit, reading, register, run, words};

fn sample(minute: i64, value: f64) -> Reading {
    reading("outlet:W1", COD, Granularity::Realtime, at(minute), value)
}

fn samples(minutes: std::ops::Range<i64>, value: f64) -> Vec<Reading> {
    minutes.map(|minute| sample(minute, value)).collect()
}

#[test]
fn a_spike_is_no_finding() {
    let mut readings = samples(0..20, 300.0);
    readings.extend(samples(20..24, 5000.0));
    readings.extend(samples(24..60, 300.0));
    assert_eq!(run(&mut engine(false), &readings), []);
}

#[test]
fn more_than_a_spike_is_told_grows_and_clears_once() {
    let mut readings = samples(0..20, 300.0);
    readings.extend(samples(20..40, 600.0));
    readings.extend(samples(40..60, 1800.0));
    readings.extend(samples(60..90, 300.0));
    let findings = run(&mut engine(false), &readings);
    let first = &findings[0];
    assert_eq!(first.key.kind, FindingKind::ExceedanceRealtime);
    assert_eq!((first.state, first.severity, first.began), (FindingState::Ongoing, Severity::Notice, at(20)));
    assert!(first.seen >= at(27) && first.seen <= at(31), "{}", first.seen);
    assert_eq!(words(first, "limit_basis"), Some("hour_mean"));
    let last = findings.last().unwrap();
    assert_eq!((last.state, last.severity), (FindingState::Cleared, Severity::Serious));
    assert_eq!(figure(last, "worst_sample"), Some(1800.0));
    assert_eq!(findings.iter().filter(|f| f.state == FindingState::Cleared).count(), 1);
    assert!(findings.len() <= 6, "told {} times", findings.len());
}

#[test]
fn hovering_at_the_limit_does_not_flap() {
    let mut readings = samples(0..20, 600.0);
    // Within the limit, but not by the margin that ends a finding.
    readings.extend((20..80).map(|minute| sample(minute, if minute % 3 == 0 { 505.0 } else { 497.0 })));
    let findings = run(&mut engine(false), &readings);
    assert_eq!(findings.len(), 1, "{findings:?}");
}

#[test]
fn a_device_that_declares_a_fault_ends_it_and_says_so() {
    let mut engine = engine(false);
    assert_eq!(run(&mut engine, &samples(0..15, 900.0)).len(), 1);
    let marked = |minute| Reading { mark: Mark::Fault, ..sample(minute, 900.0) };
    assert_eq!(run(&mut engine, &[marked(15)]), []);
    let findings = run(&mut engine, &[marked(16), marked(17)]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].state, FindingState::Cleared);
    assert_eq!(words(&findings[0], "device_declared"), Some("D"));
    let normal_again = samples(18..22, 900.0);
    assert_eq!(run(&mut engine, &normal_again), [], "it takes its whole time again");
}

#[test]
fn marked_and_broken_samples_never_begin_one() {
    let mut readings = Vec::new();
    for minute in 0..60 {
        readings.push(Reading { mark: Mark::Calibration, ..sample(minute, 900.0) });
    }
    readings.extend(samples(60..120, f64::NAN));
    assert_eq!(run(&mut engine(false), &readings), []);
}

#[test]
fn late_samples_raise_nothing() {
    let mut engine = engine(false);
    run(&mut engine, &samples(60..61, 100.0));
    let late: Vec<_> = samples(0..60, 900.0)
        .into_iter()
        .map(|sample| Reading { origin: Origin::Backfill, received_at: at(61), ..sample })
        .collect();
    assert_eq!(run(&mut engine, &late), []);
}

#[test]
fn minute_means_need_fewer_and_share_the_episode() {
    let minute = |m: i64, value| reading("outlet:W1", COD, Granularity::Minute, at(m), value);
    let mut engine = engine(false);
    let findings = run(&mut engine, &[minute(0, 900.0), minute(10, 900.0)]);
    assert_eq!(findings.len(), 1);
    assert_eq!(words(&findings[0], "granularity"), Some("minute"));
    assert_eq!(run(&mut engine, &samples(11..40, 900.0)), [], "already told");
    assert_eq!(run(&mut engine, &[minute(20, 90.0), minute(30, 90.0)])[0].state, FindingState::Cleared);
}

#[test]
fn a_limit_for_samples_goes_before_one_for_hours() {
    let mut register = register(false);
    let mut outlet = register.outlets.values().find(|outlet| outlet.id.as_str() == "W1").unwrap().clone();
    outlet.limits.push(limit(COD, LimitBasis::Realtime, None, 2000.0, Unit::MilligramPerLitre));
    register.put(RegisterEntry::Outlet(outlet)).unwrap();
    let mut engine = Engine::new(&register, Parameters::default());
    assert_eq!(run(&mut engine, &samples(0..60, 900.0)), []);
    let findings = run(&mut engine, &samples(60..80, 2500.0));
    assert_eq!(words(&findings[0], "limit_basis"), None);
    assert_eq!(findings.len(), 1);
}

#[test]
fn hour_limits_can_be_kept_out_of_it() {
    let mut parameters = Parameters::default();
    parameters.realtime.against_hour_limit = false;
    let mut engine = Engine::new(&register(false), parameters);
    assert_eq!(run(&mut engine, &samples(0..60, 900.0)), []);
}

#[test]
fn ph_below_its_range_is_told() {
    let acid: Vec<_> = (0..20).map(|m| reading("outlet:W1", PH, Granularity::Realtime, at(m), 4.0)).collect();
    let findings = run(&mut engine(false), &acid);
    assert_eq!(findings.len(), 1);
    assert_eq!(figure(&findings[0], "beyond_by"), Some(2.0));
}

#[test]
fn an_engine_that_takes_over_ends_it() {
    let mut first = engine(false);
    let told = run(&mut first, &samples(0..15, 900.0));
    let mut second = engine(false);
    second.resume(&told[0]);
    assert_eq!(run(&mut second, &samples(-60..10, 100.0)), [], "before what was told");
    let findings = run(&mut second, &samples(15..40, 100.0));
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].state, findings[0].began), (FindingState::Cleared, at(0)));
}
