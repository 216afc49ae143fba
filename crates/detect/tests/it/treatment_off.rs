use detect::PowerState;
use model::{FindingKind, FindingState, Severity};

use crate::city::{at, engine, kw, run};

/// The presses start at minute 40 while treatment stays off until minute 120.
fn the_morning() -> Vec<model::Reading> {
    (0..180)
        .flat_map(|minute| {
            let press = if minute >= 40 { 62.0 } else { 1.5 };
            let treatment = if minute >= 120 { 11.0 } else { 0.2 };
            [kw("M-L1", minute, press), kw("M-L2", minute, 1.0), kw("M-T1", minute, treatment)]
        })
        .collect()
}

#[test]
fn a_press_that_runs_without_treatment_is_told_from_rated_power_alone() {
    let mut engine = engine(true);
    let findings = run(&mut engine, &the_morning());
    assert!(findings.iter().all(|f| f.key.kind == FindingKind::ProductionOnTreatmentOff));
    let first = findings.first().unwrap();
    assert_eq!((first.state, first.severity), (FindingState::Ongoing, Severity::Moderate));
    assert!(first.began >= at(40) && first.began <= at(50), "{}", first.began);
    assert!(first.seen <= at(65), "{}", first.seen);
    let last = findings.last().unwrap();
    assert_eq!(last.state, FindingState::Cleared);
    assert!(last.seen >= at(120) && last.seen <= at(135), "{}", last.seen);
    assert_eq!(engine.line_state(&"L1".parse().unwrap()).unwrap().state, PowerState::Running);
}

#[test]
fn nothing_is_known_of_a_meter_without_history_and_rated_power() {
    let mut engine = engine(false);
    assert_eq!(run(&mut engine, &the_morning()[..60 * 3]), []);
    assert_eq!(engine.line_state(&"L2".parse().unwrap()).unwrap().state, PowerState::Unknown);
}
