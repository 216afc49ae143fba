use std::collections::BTreeMap;

use model::{Finding, FindingKey, Granularity, Mark, Origin, Problem, Problems, Reading, Values, power};
use proptest::prelude::*;

use crate::city::{COD, PH, at, engine, reading};

#[derive(Debug, Clone)]
enum Step {
    Read(Box<Reading>),
    Tick(i64),
    Heard(i64),
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..2000.0_f64,
        1 => prop::sample::select(vec![
            f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0, 1e9, -1e9,
        ]),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let source = prop::sample::select(vec![
        ("outlet:W1", COD),
        ("outlet:W1", PH),
        ("outlet:nowhere", COD),
        ("waiting:X", COD),
        ("meter:M-L1", power::ACTIVE_POWER),
        ("meter:M-L2", power::ACTIVE_POWER),
        ("meter:M-T1", power::ACTIVE_POWER),
        ("meter:nowhere", power::ACTIVE_POWER),
    ]);
    let granularity = prop::sample::select(Granularity::ALL.to_vec());
    let mark = prop::sample::select(vec!["", "N", "D", "F", "zz"]);
    let extra = (any::<bool>(), prop::option::of(prop::sample::select(Problem::ALL.to_vec())), -30i64..400);
    let read = (source, granularity, 0i64..600, value(), mark, extra).prop_map(
        |((source, factor), granularity, minute, value, mark, (backfill, problem, delay_min))| {
            let mut reading = reading(source, factor, granularity, at(minute), value);
            reading.values = Values { value: Some(value), converted: Some(value), ..reading.values };
            reading.mark = Mark::from(mark);
            reading.problems = problem.into_iter().collect::<Problems>();
            reading.origin = if backfill { Origin::Backfill } else { Origin::Live };
            reading.received_at = at(minute + delay_min);
            Step::Read(Box::new(reading))
        },
    );
    prop_oneof![12 => read, 1 => (0i64..3000).prop_map(Step::Tick), 1 => (0i64..3000).prop_map(Step::Heard)]
}

fn take(engine: &mut detect::Engine, step: &Step, findings: &mut Vec<Finding>) {
    match step {
        Step::Read(reading) => engine.observe(reading, findings),
        Step::Tick(minute) => engine.tick(at(*minute), findings),
        Step::Heard(minute) => engine.heard(&"MN-W1".parse().unwrap(), at(*minute), findings),
    }
}

/// What is told of each anomaly, by an engine that an earlier one has told of silence.
fn told_by_key(readings: &[Reading]) -> BTreeMap<FindingKey, Vec<String>> {
    let mut engine = engine(true);
    let mut findings = Vec::new();
    engine.tick(at(-600), &mut findings);
    engine.tick(at(-60), &mut findings);
    assert!(!findings.is_empty(), "the logger is silent");
    for reading in readings {
        engine.observe(reading, &mut findings);
    }
    let mut told: BTreeMap<FindingKey, Vec<String>> = BTreeMap::new();
    for finding in findings {
        told.entry(finding.key.clone()).or_default().push(format!("{finding:?}"));
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// The same steps give the same findings, whatever the lists they are gathered in, and no figure is
    /// too absurd to be taken.
    #[test]
    fn the_same_input_gives_the_same_findings(
        steps in prop::collection::vec(step(), 0..400),
        chunk in 1usize..50,
    ) {
        let (mut once, mut chunked) = (engine(true), engine(true));
        let mut all = Vec::new();
        for step in &steps {
            take(&mut once, step, &mut all);
        }
        let mut gathered = Vec::new();
        for chunk in steps.chunks(chunk) {
            let mut part = Vec::new();
            for step in chunk {
                take(&mut chunked, step, &mut part);
            }
            gathered.append(&mut part);
        }
        prop_assert_eq!(format!("{all:?}"), format!("{gathered:?}"));
    }

    /// A reading that comes twice says nothing new.
    #[test]
    fn duplicates_change_nothing(steps in prop::collection::vec(step(), 0..400)) {
        let (mut once, mut twice) = (engine(true), engine(true));
        let (mut told_once, mut told_twice) = (Vec::new(), Vec::new());
        for step in &steps {
            take(&mut once, step, &mut told_once);
            take(&mut twice, step, &mut told_twice);
            let before = told_twice.len();
            take(&mut twice, step, &mut told_twice);
            prop_assert_eq!(before, told_twice.len(), "{:?}", step);
        }
        prop_assert_eq!(format!("{told_once:?}"), format!("{told_twice:?}"));
    }

    /// A new engine may be told of one source after the other, and of all meters together.
    #[test]
    fn sources_one_after_the_other_tell_the_same_of_each_anomaly(steps in prop::collection::vec(step(), 0..400)) {
        let reading = |step: &Step| match step {
            Step::Read(reading) => Some(reading.as_ref().clone()),
            Step::Tick(_) | Step::Heard(_) => None,
        };
        let mut readings: Vec<Reading> = steps.iter().filter_map(reading).collect();
        readings.sort_by_key(|reading| reading.time);
        let by_time = told_by_key(&readings);
        readings.sort_by_key(|reading| match &reading.series.source {
            model::Source::Meter(_) => None,
            other => Some(other.clone()),
        });
        prop_assert_eq!(by_time, told_by_key(&readings));
    }

    /// For every key, findings begin before they clear and clear once; all figures can be shown.
    #[test]
    fn findings_of_a_key_are_well_formed(steps in prop::collection::vec(step(), 0..600)) {
        let mut engine = engine(true);
        let mut findings = Vec::new();
        for step in &steps {
            take(&mut engine, step, &mut findings);
        }
        let mut open = std::collections::BTreeSet::new();
        for finding in &findings {
            match finding.state {
                model::FindingState::Ongoing => { open.insert(finding.key.clone()); }
                model::FindingState::Cleared => prop_assert!(open.remove(&finding.key), "{:?}", finding),
            }
            prop_assert!(finding.began <= finding.seen, "{:?}", finding);
            for fact in &finding.facts {
                if let model::FactValue::Figure { value, .. } = fact.value {
                    prop_assert!(value.is_finite(), "{:?}", finding);
                }
            }
        }
    }
}
