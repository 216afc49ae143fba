use model::{FindingKind, FindingState, Granularity, Severity};

use crate::city::{COD, at, engine, reading, run};

fn hour(hour: i64, value: f64) -> model::Reading {
    reading("outlet:W1", COD, Granularity::Hour, at(hour * 60), value)
}

#[test]
fn begins_with_the_first_hour_and_clears_with_the_next_compliant_one() {
    let mut engine = engine(false);
    let findings =
        run(&mut engine, &[hour(0, 480.0), hour(1, 620.0), hour(2, 1600.0), hour(3, 500.0), hour(4, 90.0)]);
    let told: Vec<_> = findings.iter().map(|f| (f.state, f.severity, f.began, f.seen)).collect();
    assert_eq!(
        told,
        [
            (FindingState::Ongoing, Severity::Moderate, at(60), at(60)),
            (FindingState::Ongoing, Severity::Grave, at(60), at(120)),
            (FindingState::Cleared, Severity::Grave, at(60), at(180)),
        ]
    );
    assert!(findings.iter().all(|f| f.key.kind == FindingKind::ExceedanceHour));
}
