//! Lines with a treatment unit each: what their past says of when treatment is needed.

use std::collections::BTreeMap;

use detect::{Engine, Parameters};
use model::{
    Finding, FindingState, MeterTarget, PowerMeter, Reading, Register, RegisterEntry, TreatmentUnit,
};

use crate::city::{at, code, kw, register as city_register, run, words};

/// Two units, each with one line and without any rated power.
fn register() -> Register {
    let mut register = city_register(false);
    register.treatment_units.clear();
    register.meters.retain(|_, meter| matches!(meter.target, MeterTarget::Line(_)));
    for (unit, line, meter) in [("T1", "L1", "M-T1"), ("T2", "L2", "M-T2")] {
        let unit = TreatmentUnit {
            id: unit.parse().unwrap(),
            enterprise: code(),
            name: unit.into(),
            name_en: unit.into(),
            treats: vec![line.parse().unwrap()],
            outlet: None,
        };
        let target = MeterTarget::TreatmentUnit(unit.id.clone());
        register.put(RegisterEntry::TreatmentUnit(unit)).unwrap();
        let id = meter.parse().unwrap();
        let meter = PowerMeter { id, enterprise: code(), target, rated_kw: None };
        register.put(RegisterEntry::Meter(meter)).unwrap();
    }
    register
}

fn engine() -> Engine {
    Engine::new(&register(), Parameters::default())
}

/// What a line does at a minute, kW: rest, standby for the last half hour before the shift, work.
fn production(minute: i64, shift: (i64, i64), work_kw: f64) -> f64 {
    let of_day = minute.rem_euclid(1440);
    let waver = 1.0 + 0.1 * ((minute / 5 % 7) - 3) as f64 / 3.0;
    match of_day {
        _ if (shift.0..shift.1).contains(&of_day) => work_kw * waver,
        _ if (shift.0 - 30..shift.0).contains(&of_day) => work_kw * 0.45 * waver,
        _ => work_kw * 0.01,
    }
}

/// Treatment that leads by five minutes, runs on for fifteen, and is at `lapse` (share of its power) in the minutes
/// of `lapses`.
fn treatment(
    minute: i64,
    shift: (i64, i64),
    work_kw: f64,
    lapses: &[std::ops::Range<i64>],
    lapse: f64,
) -> f64 {
    let of_day = minute.rem_euclid(1440);
    let runs = (shift.0 - 5..shift.1 + 15).contains(&of_day);
    let waver = 1.0 + 0.02 * ((minute / 5 % 5) - 2) as f64 / 2.0;
    let kw = work_kw * 0.2 * waver;
    match runs {
        true if lapses.iter().any(|of| of.contains(&minute)) => kw * lapse,
        true => kw,
        false => work_kw * 0.001,
    }
}

const DAY: (i64, i64) = (480, 1080);
const NIGHT: (i64, i64) = (1200, 1410);

/// Five-minute samples of line 1 and its treatment over `minutes`.
fn line_1(
    minutes: std::ops::Range<i64>,
    shift: (i64, i64),
    scale: f64,
    lapses: &[std::ops::Range<i64>],
    lapse: f64,
) -> Vec<Reading> {
    minutes
        .step_by(5)
        .flat_map(|minute| {
            let kws = [
                ("M-L1", production(minute, shift, 40.0 * scale)),
                ("M-T1", treatment(minute, shift, 40.0 * scale, lapses, lapse)),
            ];
            kws.map(|(meter, power)| kw(meter, minute, power))
        })
        .collect()
}

/// When each finding was told first, in minutes.
fn told(findings: &[Finding]) -> Vec<i64> {
    let mut is_open = false;
    let mut told = Vec::new();
    for finding in findings {
        if finding.state == FindingState::Ongoing && !is_open {
            told.push(model::china::seconds_between(at(0), finding.seen) / 60);
        }
        is_open = finding.state == FindingState::Ongoing;
    }
    told
}

/// In the fifth day, for an hour and a half.
fn lapse() -> std::ops::Range<i64> {
    4 * 1440 + 600..4 * 1440 + 690
}

#[test]
fn treatment_that_stops_in_the_middle_of_production_is_told_within_minutes() {
    for (share, said) in [(0.005, "off"), (0.15, "idling"), (0.35, "idling")] {
        let findings = run(&mut engine(), &line_1(0..5 * 1440, DAY, 1.0, &[lapse()], share));
        let [told] = told(&findings).try_into().unwrap();
        assert!((lapse().start + 10..=lapse().start + 25).contains(&told), "{share}: {told}");
        assert_eq!(words(&findings[0], "treatment_lapse"), Some(said), "{share}");
        assert!(findings.last().unwrap().seen <= at(lapse().end + 15), "{share}");
    }
}

#[test]
fn standby_without_treatment_and_treatment_that_runs_on_are_no_finding() {
    let findings = run(&mut engine(), &line_1(0..12 * 1440, DAY, 1.0, &[], 1.0));
    assert_eq!(findings, []);
}

#[test]
fn the_scale_of_power_changes_nothing() {
    let of = |scale: f64| told(&run(&mut engine(), &line_1(0..6 * 1440, DAY, scale, &[lapse()], 0.12)));
    let expected = of(1.0);
    assert_eq!(expected.len(), 1);
    for scale in [0.25, 4.0, 25.0, 200.0] {
        assert_eq!(of(scale), expected, "{scale}");
    }
}

#[test]
fn gaps_raise_nothing_and_hide_no_violation_that_goes_on() {
    let readings = |lapses: &[std::ops::Range<i64>]| -> Vec<Reading> {
        let all = line_1(0..6 * 1440, DAY, 1.0, lapses, 0.01);
        // Every third treatment sample, and the whole fourth afternoon of both meters, are missing.
        let kept = |index: usize, reading: &Reading| {
            let minute = model::china::seconds_between(at(0), reading.time) / 60;
            index % 6 != 1 && !(3 * 1440 + 700..3 * 1440 + 1300).contains(&minute)
        };
        all.into_iter()
            .enumerate()
            .filter(|(index, reading)| kept(*index, reading))
            .map(|(_, of)| of)
            .collect()
    };
    assert_eq!(run(&mut engine(), &readings(&[])), []);
    assert_eq!(told(&run(&mut engine(), &readings(&[lapse()]))).len(), 1);
}

#[test]
fn a_plant_that_changes_its_shifts_is_no_finding_by_itself() {
    let mut readings = line_1(0..5 * 1440, DAY, 1.0, &[], 1.0);
    readings.extend(line_1(5 * 1440..12 * 1440, NIGHT, 1.0, &[], 1.0));
    assert_eq!(run(&mut engine(), &readings), []);
}

/// Five-minute samples of both lines, which work by day and by night, each with its treatment. `names`: what the meters of
/// the first line, the second, and of their treatment go by.
fn both_lines(minutes: std::ops::Range<i64>, names: [&str; 4]) -> Vec<Reading> {
    let [line_1, line_2, treatment_1, treatment_2] = names;
    let samples = minutes.step_by(5).flat_map(|minute| {
        [
            kw(line_1, minute, production(minute, DAY, 40.0)),
            kw(line_2, minute, production(minute, NIGHT, 40.0)),
            kw(treatment_1, minute, treatment(minute, DAY, 40.0, &[], 1.0)),
            kw(treatment_2, minute, treatment(minute, NIGHT, 40.0, &[], 1.0)),
        ]
    });
    samples.collect()
}

/// The readings, but one meter says `kw` all the time.
fn with_meter_at(mut readings: Vec<Reading>, meter: &str, kw: f64) -> Vec<Reading> {
    for reading in &mut readings {
        if reading.series.source.to_string() == meter {
            reading.values.value = Some(kw);
        }
    }
    readings
}

const NAMES: [&str; 4] = ["M-L1", "M-L2", "M-T1", "M-T2"];

/// With which line each unit is said to have been swapped.
fn swaps(findings: &[Finding]) -> BTreeMap<String, Option<&str>> {
    let of_unit = |finding: &Finding| format!("{:?}", finding.key.subject);
    findings.iter().map(|finding| (of_unit(finding), words(finding, "swapped_with"))).collect()
}

#[test]
fn meters_swapped_between_two_lines_are_named_with_both_units() {
    for names in [["M-L2", "M-L1", "M-T1", "M-T2"], ["M-L1", "M-L2", "M-T2", "M-T1"]] {
        let mut engine = engine();
        assert_eq!(run(&mut engine, &both_lines(0..5 * 1440, NAMES)), []);
        let findings = run(&mut engine, &both_lines(5 * 1440..6 * 1440, names));
        let swaps = swaps(&findings);
        assert_eq!(swaps.values().copied().collect::<Vec<_>>(), [Some("L2"), Some("L1")], "{findings:#?}");
        let first = findings.iter().find(|finding| words(finding, "swapped_with").is_some()).unwrap();
        assert!(first.seen <= at(5 * 1440 + 480 + 60), "{first:#?}");
    }
}

#[test]
fn treatment_that_stops_is_no_swap_whatever_other_lines_do() {
    let mut engine = engine();
    run(&mut engine, &both_lines(0..5 * 1440, NAMES));
    let stopped = with_meter_at(both_lines(5 * 1440..6 * 1440, NAMES), "meter:M-T1", 0.04);
    let findings = run(&mut engine, &stopped);
    assert_eq!(swaps(&findings).into_values().collect::<Vec<_>>(), [None], "{findings:#?}");
}

#[test]
fn treatment_that_often_runs_alone_is_no_sign_of_a_swap() {
    // The second line's treatment runs day and night, whatever its line does.
    let day_and_night = |minutes, names| with_meter_at(both_lines(minutes, names), "meter:M-T2", 8.0);
    let mut engine = engine();
    run(&mut engine, &day_and_night(0..5 * 1440, NAMES));
    let stopped = with_meter_at(day_and_night(5 * 1440..6 * 1440, NAMES), "meter:M-T1", 0.04);
    let findings = run(&mut engine, &stopped);
    assert_eq!(swaps(&findings).into_values().collect::<Vec<_>>(), [None], "{findings:#?}");
}

#[test]
fn a_meter_that_turns_from_kilowatts_to_watts_is_not_believed() {
    let mut engine = engine();
    run(&mut engine, &line_1(0..5 * 1440, DAY, 1.0, &[], 1.0));
    // The night at rest: 0.4 kW become 400 "kW".
    let night: Vec<Reading> = (5 * 1440..5 * 1440 + 420)
        .step_by(5)
        .flat_map(|minute| {
            [
                kw("M-L1", minute, production(minute, DAY, 40.0) * 1000.0),
                kw("M-T1", minute, treatment(minute, DAY, 40.0, &[], 1.0)),
            ]
        })
        .collect();
    assert_eq!(run(&mut engine, &night), []);
}
