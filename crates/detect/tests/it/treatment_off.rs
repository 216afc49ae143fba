use detect::{Engine, Parameters, PowerState};
use model::china::plus_seconds;
use model::{
    Finding, FindingKind, FindingState, Mark, MeterTarget, Origin, Problem, Reading, Severity, Subject,
};

use crate::city::{at, engine, figure, kw, register, run, words};

/// A sample a minute of both lines and the treatment over `minutes`.
fn plant(minutes: std::ops::Range<i64>, line_1: f64, line_2: f64, treatment: f64) -> Vec<Reading> {
    minutes
        .flat_map(|minute| {
            // No meter shows the same figure twice.
            let waver = 1.0 + 0.02 * ((minute % 7) - 3) as f64 / 3.0;
            [
                kw("M-L1", minute, line_1 * waver),
                kw("M-L2", minute, line_2 * waver),
                kw("M-T1", minute, treatment * waver),
            ]
        })
        .collect()
}

/// An engine without rated powers that has seen two working days: 12 h of rest, 1 h of standby (6 kW) and
/// 11 h of work (60 kW) each, treatment (10 kW) with the work. They end at minute 0.
fn experienced() -> Engine {
    let mut engine = engine(false);
    for day in [-2, -1] {
        let start = day * 1440;
        let mut findings = run(&mut engine, &plant(start..start + 720, 0.3, 0.3, 0.1));
        findings.extend(run(&mut engine, &plant(start + 720..start + 780, 6.0, 0.3, 0.1)));
        findings.extend(run(&mut engine, &plant(start + 780..start + 1440, 60.0, 50.0, 10.0)));
        assert!(findings.is_empty() || day == -2, "{findings:?}");
    }
    // Minutes 0 to 120: the shift is over.
    assert_eq!(run(&mut engine, &plant(0..120, 0.3, 0.3, 0.1)), []);
    engine
}

fn line_state(engine: &Engine, line: &str) -> PowerState {
    engine.line_state(&line.parse().unwrap()).unwrap().state
}

fn states(findings: &[Finding]) -> Vec<FindingState> {
    findings.iter().map(|finding| finding.state).collect()
}

/// The presses start at minute 40 while treatment stays off until minute 120.
fn the_morning() -> Vec<Reading> {
    let mut readings = plant(0..40, 1.5, 1.0, 0.2);
    readings.extend(plant(40..120, 62.0, 1.0, 0.2));
    readings.extend(plant(120..180, 62.0, 1.0, 11.0));
    readings
}

#[test]
fn a_press_that_runs_without_treatment_is_told_from_rated_power_alone() {
    let mut engine = engine(true);
    let findings = run(&mut engine, &the_morning());
    let first = findings.first().unwrap();
    assert_eq!(first.key.kind, FindingKind::ProductionOnTreatmentOff);
    assert_eq!(first.key.subject, Subject::TreatmentUnit("T1".parse().unwrap()));
    assert_eq!((first.state, first.severity), (FindingState::Ongoing, Severity::Moderate));
    assert!(first.began >= at(40) && first.began <= at(50), "{}", first.began);
    assert!(first.seen <= at(65), "{}", first.seen);
    assert_eq!(words(first, "line"), Some("L1"));
    assert_eq!(words(first, "levels_from"), Some("rated_power"));
    assert_eq!(words(first, "treatment_lapse"), Some("off"));
    assert!(figure(first, "production_power").unwrap() > 50.0);
    assert!(figure(first, "treatment_power").unwrap() < 0.3);
    let last = findings.last().unwrap();
    assert_eq!((last.state, last.severity), (FindingState::Cleared, Severity::Serious));
    assert!(last.seen >= at(120) && last.seen <= at(135), "{}", last.seen);
    assert_eq!(states(&findings), [FindingState::Ongoing, FindingState::Ongoing, FindingState::Cleared]);
    assert_eq!(line_state(&engine, "L1"), PowerState::Running);
    assert_eq!(line_state(&engine, "L2"), PowerState::Idle);
}

#[test]
fn nothing_is_known_of_a_meter_without_history_and_rated_power() {
    let mut engine = engine(false);
    assert_eq!(run(&mut engine, &the_morning()[..60 * 3]), []);
    assert_eq!(line_state(&engine, "L2"), PowerState::Unknown);
    let never_heard = engine.line_state(&"L9".parse().unwrap());
    assert_eq!(never_heard, None);
}

#[test]
fn states_come_from_the_meters_own_history() {
    let mut engine = experienced();
    run(&mut engine, &plant(120..150, 6.0, 0.3, 0.1));
    assert_eq!(line_state(&engine, "L1"), PowerState::Standby);
    run(&mut engine, &plant(150..180, 60.0, 0.3, 0.1));
    let state = engine.line_state(&"L1".parse().unwrap()).unwrap();
    assert_eq!(state.state, PowerState::Running);
    assert!(state.since.unwrap() >= at(150) && state.since.unwrap() <= at(160));
    assert!(state.levels.unwrap().learned);
    let unit = engine.unit_state(&"T1".parse().unwrap()).unwrap();
    assert_eq!(unit.state, PowerState::Idle);
}

#[test]
fn standby_without_treatment_is_no_finding() {
    assert_eq!(run(&mut experienced(), &plant(120..900, 6.0, 6.0, 0.1)), []);
}

#[test]
fn treatment_that_only_idles_is_found() {
    let findings = run(&mut experienced(), &plant(120..180, 60.0, 50.0, 1.2));
    assert_eq!(states(&findings), [FindingState::Ongoing]);
    assert_eq!(words(&findings[0], "treatment_lapse"), Some("idling"));
    assert_eq!(words(&findings[0], "levels_from"), Some("history"));
    assert!(figure(&findings[0], "production_rank_at_work").unwrap() > 30.0);
}

#[test]
fn treatment_that_follows_within_minutes_is_no_finding() {
    let mut engine = experienced();
    assert_eq!(run(&mut engine, &plant(120..128, 60.0, 50.0, 0.1)), []);
    assert_eq!(run(&mut engine, &plant(128..400, 60.0, 50.0, 10.0)), []);
}

#[test]
fn a_unit_that_always_starts_late_is_given_its_lag() {
    let mut engine = experienced();
    let mut minute = 120;
    for _ in 0..6 {
        run(&mut engine, &plant(minute..minute + 12, 60.0, 50.0, 0.1));
        run(&mut engine, &plant(minute + 12..minute + 120, 60.0, 50.0, 10.0));
        run(&mut engine, &plant(minute + 120..minute + 240, 0.3, 0.3, 0.1));
        minute += 240;
    }
    let findings = run(&mut engine, &plant(minute..minute + 60, 60.0, 50.0, 0.1));
    let debounce = findings[0].facts.iter().find(|fact| fact.name == "debounce").unwrap();
    match debounce.value {
        model::FactValue::Span { seconds } => assert!(seconds > 900 && seconds <= 1800, "{seconds}"),
        _ => panic!("{debounce:?}"),
    }
}

#[test]
fn a_silent_treatment_meter_proves_nothing() {
    let mut engine = experienced();
    let production: Vec<_> = plant(120..600, 60.0, 50.0, 0.1)
        .into_iter()
        .filter(|reading| !reading.series.source.to_string().contains("T1"))
        .collect();
    assert_eq!(run(&mut engine, &production), []);
}

#[test]
fn marked_broken_and_absurd_samples_teach_and_tell_nothing() {
    let mut engine = experienced();
    for meter in ["M-L1", "M-T1"] {
        let mut bad: Vec<_> =
            [f64::NAN, f64::INFINITY, f64::MAX, -1e300, 2e5].map(|v| kw(meter, 121, v)).to_vec();
        bad.push(Reading { mark: Mark::Fault, ..kw(meter, 122, 60.0) });
        bad.push(Reading { problems: [Problem::OutOfBounds].into_iter().collect(), ..kw(meter, 123, 60.0) });
        assert_eq!(run(&mut engine, &bad), []);
    }
    assert_eq!(engine.line_state(&"L1".parse().unwrap()).unwrap().seen, at(119));
}

#[test]
fn gaps_and_a_meter_that_is_minutes_ahead_are_tolerated() {
    let mut engine = experienced();
    let readings: Vec<_> = plant(120..220, 60.0, 50.0, 0.1)
        .into_iter()
        .enumerate()
        .filter(|(index, _)| index % 4 != 1)
        .map(|(_, mut reading)| {
            if reading.series.source.to_string().contains("T1") {
                reading.time = plus_seconds(reading.time, 240);
            }
            reading
        })
        .collect();
    assert_eq!(run(&mut engine, &readings)[0].state, FindingState::Ongoing);
}

#[test]
fn a_meter_whose_clock_is_known_to_be_off_is_judged_by_arrival() {
    let mut engine = experienced();
    let readings: Vec<_> = plant(120..180, 60.0, 50.0, 0.1)
        .into_iter()
        .map(|mut reading| {
            if reading.series.source.to_string().contains("T1") {
                reading.time = model::Timestamp::UNIX_EPOCH;
                reading.problems.insert(Problem::ClockSkew);
            }
            reading
        })
        .collect();
    let findings = run(&mut engine, &readings);
    assert!(findings[0].began >= at(120), "{}", findings[0].began);
}

#[test]
fn late_samples_teach_but_tell_nothing() {
    let mut engine = engine(false);
    run(&mut engine, &plant(0..1, 0.3, 0.3, 0.1));
    let mut late = plant(-3000..-1500, 60.0, 50.0, 0.1);
    late.extend(plant(-1500..-1, 0.3, 0.3, 10.0));
    let late: Vec<_> =
        late.into_iter().map(|r| Reading { origin: Origin::Backfill, received_at: at(1), ..r }).collect();
    assert_eq!(run(&mut engine, &late), []);
    run(&mut engine, &plant(1..10, 60.0, 0.3, 0.1));
    let state = engine.line_state(&"L1".parse().unwrap()).unwrap();
    assert!(state.levels.is_some_and(|levels| levels.learned), "{state:?}");
}

#[test]
fn one_line_at_work_is_enough_and_its_rest_ends_it() {
    let mut engine = experienced();
    let findings = run(&mut engine, &plant(120..181, 0.3, 50.0, 0.1));
    assert_eq!(words(&findings[0], "line"), Some("L2"));
    let ended = run(&mut engine, &plant(181..230, 0.3, 0.3, 0.1));
    assert_eq!(ended.last().unwrap().state, FindingState::Cleared);
    // A new spell is a new finding with its own beginning.
    let again = run(&mut engine, &plant(230..300, 0.3, 50.0, 0.1));
    assert!(again[0].began >= at(230), "{}", again[0].began);
}

#[test]
fn a_line_that_joins_in_is_told_once() {
    let mut engine = experienced();
    let lines = |finding: &Finding| finding.facts.iter().filter(|fact| fact.name == "line").count();
    let alone = run(&mut engine, &plant(120..200, 60.0, 0.3, 0.1));
    assert!(!alone.is_empty() && alone.iter().all(|finding| lines(finding) == 1), "{alone:?}");
    let joined = run(&mut engine, &plant(200..235, 60.0, 50.0, 0.1));
    assert_eq!(joined.iter().map(lines).collect::<Vec<_>>(), [2]);
}

#[test]
fn severity_grows_with_its_length() {
    let findings = run(&mut experienced(), &plant(120..420, 60.0, 50.0, 0.1));
    let severities: Vec<_> = findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Moderate, Severity::Serious, Severity::Grave]);
}

#[test]
fn a_new_register_keeps_what_was_learned() {
    let mut engine = experienced();
    let mut register = register(false);
    engine.replace_register(&register);
    assert_eq!(line_state(&engine, "L1"), PowerState::Idle);
    register.meters.retain(|_, meter| meter.target != MeterTarget::Line("L1".parse().unwrap()));
    engine.replace_register(&register);
    assert_eq!(engine.line_state(&"L1".parse().unwrap()), None);
    assert_eq!(run(&mut engine, &plant(120..180, 60.0, 0.3, 0.1)), []);
}

#[test]
fn an_engine_that_takes_over_does_not_begin_again_and_ends_it() {
    let mut readings = the_morning();
    let rest = readings.split_off(100 * 3);
    let told = run(&mut engine(true), &readings);
    let mut second = Engine::new(&register(true), Parameters::default());
    second.resume(told.last().unwrap());
    let findings: Vec<_> = [readings, rest].concat().iter().fold(Vec::new(), |mut findings, reading| {
        second.observe(reading, &mut findings);
        findings
    });
    assert!(findings.iter().all(|finding| finding.began == told[0].began), "{findings:?}");
    assert_eq!(findings.last().unwrap().state, FindingState::Cleared);
    assert_eq!(findings.iter().filter(|finding| finding.state == FindingState::Cleared).count(), 1);
}
