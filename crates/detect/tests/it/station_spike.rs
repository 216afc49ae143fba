use detect::{Engine, Parameters};
use model::china::plus_seconds;
use model::{
    Finding, FindingKind, FindingState, Granularity, Mark, Place, Reading, Register, RegisterEntry, Station,
    StationClass, Subject, Timestamp, Unit,
};

use crate::city::{self, figure, reading};
use crate::local_spikes::{STATIONS, values};

const PM25: &str = "a34004";
const HOURS: i64 = 500;

/// The start of hour `hour`; the first one is a midnight in China.
pub(crate) fn start(hour: i64) -> Timestamp {
    plus_seconds("2024-02-29T16:00:00Z".parse().unwrap(), hour * 3600)
}

fn name(station: usize) -> String {
    format!("S{station}")
}

fn register() -> Register {
    let mut register = city::register(false);
    for station in 0..STATIONS {
        let entry = RegisterEntry::Station(Station {
            id: name(station).parse().unwrap(),
            name: name(station),
            name_en: name(station),
            class: StationClass::National,
            district: "430105".parse().unwrap(),
            place: Place::new(112.9 + 0.02 * station as f64, 28.2).unwrap(),
            channels: Vec::new(),
        });
        register.put(entry).unwrap();
    }
    register
}

pub(crate) fn engine() -> Engine {
    Engine::new(&register(), Parameters::default())
}

fn hour_mean(station: usize, hour: i64, value: f64) -> Reading {
    let source = format!("station:{}", name(station));
    let unit = Unit::MicrogramPerCubicMetre;
    Reading { unit, ..reading(&source, PM25, Granularity::Hour, start(hour), value) }
}

/// What all stations send of an hour; station 2 has a spike of four hours from hour 450 on.
fn row(hour: i64) -> Vec<Reading> {
    let added =
        usize::try_from(hour - 450).ok().and_then(|hour| [50.0, 140.0, 140.0, 50.0].get(hour).copied());
    let with_spike = |(station, value): (usize, Option<f64>)| {
        let added = if station == 2 { added.unwrap_or(0.0) } else { 0.0 };
        hour_mean(station, hour, value.unwrap() + added)
    };
    values(hour).into_iter().enumerate().map(with_spike).collect()
}

fn run(engine: &mut Engine, hours: std::ops::Range<i64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hour in hours {
        for reading in row(hour) {
            engine.observe(&reading, &mut findings);
        }
    }
    findings
}

#[test]
fn a_spike_is_told_with_what_was_expected_and_ends() {
    let findings = run(&mut engine(), 0..HOURS);
    let (first, last) = (findings.first().unwrap(), findings.last().unwrap());
    assert_eq!((first.state, last.state), (FindingState::Ongoing, FindingState::Cleared));
    for finding in &findings {
        assert_eq!(finding.key.kind, FindingKind::StationSpike);
        assert_eq!(finding.key.subject, Subject::Station("S2".parse().unwrap()));
        assert!((450..=452).map(start).any(|hour| finding.began == hour), "{finding:?}");
        let (value, expected) = (figure(finding, "worst_hour_mean"), figure(finding, "expected_mean"));
        assert!(value > expected.map(|expected| expected + 30.0), "{finding:?}");
        assert!(figure(finding, "stations_judged") == Some(STATIONS as f64), "{finding:?}");
    }
    assert!((453..=456).map(start).any(|hour| last.seen == hour), "{last:?}");
}

#[test]
fn nothing_is_told_before_enough_is_learned() {
    let mut parameters = Parameters::default();
    parameters.station_spike.learn_h = 1000;
    assert_eq!(run(&mut Engine::new(&register(), parameters), 0..HOURS), []);
}

#[test]
fn the_order_of_stations_and_readings_that_come_again_change_nothing() {
    let expected = run(&mut engine(), 0..HOURS);
    let (mut engine, mut findings) = (engine(), Vec::new());
    for hour in 0..HOURS {
        // All of an hour in another order, then the hour before once more.
        let turn = usize::try_from(hour).unwrap() % STATIONS;
        let mut readings = row(hour);
        // The first hour's order numbers the stations.
        if hour > 0 {
            readings.rotate_left(turn);
            readings.extend(row(hour - 1));
        }
        for reading in readings {
            engine.observe(&reading, &mut findings);
        }
    }
    assert_eq!(findings, expected);
}

#[test]
fn an_hour_does_not_wait_for_ever() {
    let mut engine = engine();
    let mut findings = run(&mut engine, 0..451);
    findings.clear();
    // Station 5 has fallen silent: hour 451 lacks it.
    for reading in row(451).iter().take(STATIONS - 1) {
        engine.observe(reading, &mut findings);
    }
    assert_eq!(findings, []);
    engine.tick(plus_seconds(start(452), 600), &mut findings);
    assert_eq!(findings, []);
    engine.tick(plus_seconds(start(452), 2400), &mut findings);
    findings.retain(|finding| finding.key.kind == FindingKind::StationSpike);
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding.seen == start(451)));
}

#[test]
fn what_is_no_evidence_is_not_judged() {
    let (mut engine, mut findings) = (engine(), Vec::new());
    for hour in 0..HOURS {
        for mut reading in row(hour) {
            if hour >= 440 && reading.series.source.to_string().ends_with("S2") {
                reading.mark = Mark::Fault;
            }
            engine.observe(&reading, &mut findings);
        }
    }
    assert_eq!(findings, []);
}

#[test]
fn readings_from_tomorrow_do_not_close_today() {
    let mut engine = engine();
    let mut findings = run(&mut engine, 0..450);
    let mut ahead = hour_mean(4, 480, 50.0);
    ahead.received_at = start(451);
    engine.observe(&ahead, &mut findings);
    findings.extend(run(&mut engine, 450..HOURS));
    assert!(!findings.is_empty());
}

#[test]
fn a_unit_that_changes_is_converted() {
    let expected = run(&mut engine(), 0..HOURS);
    let (mut engine, mut findings) = (engine(), Vec::new());
    for hour in 0..HOURS {
        for mut reading in row(hour) {
            if hour >= 300 {
                reading.values.value = reading.values.value.map(|value| value / 1000.0);
                reading.unit = Unit::MilligramPerCubicMetre;
            }
            engine.observe(&reading, &mut findings);
        }
    }
    assert_eq!(findings.len(), expected.len());
    assert_eq!(findings.first().map(|f| f.began), expected.first().map(|f| f.began));
}

#[test]
fn a_later_engine_ends_what_an_earlier_one_told_and_tells_nothing_twice() {
    let all = run(&mut engine(), 0..HOURS);
    let told = run(&mut engine(), 0..452);
    let mut later = engine();
    later.resume(told.last().unwrap());
    assert_eq!(run(&mut later, 0..452), []);
    let rest = run(&mut later, 452..HOURS);
    assert_eq!(
        rest.last().map(|finding| (finding.state, finding.began)),
        all.last().map(|f| (f.state, f.began))
    );
}

#[test]
fn a_station_that_leaves_the_register_is_judged_no_more() {
    let mut engine = engine();
    let mut findings = run(&mut engine, 0..451);
    let mut without = register();
    without.stations.remove(&"S2".parse().unwrap());
    engine.replace_register(&without);
    findings.clear();
    findings.extend(run(&mut engine, 451..HOURS));
    assert_eq!(findings, []);
}

/// Findings of stations' hours to which `change` is done.
fn changed(hours: i64, change: impl Fn(i64, usize, &mut Reading)) -> Vec<Finding> {
    let (mut engine, mut findings) = (engine(), Vec::new());
    for hour in 0..hours {
        for (station, mut reading) in row(hour).into_iter().enumerate() {
            change(hour, station, &mut reading);
            engine.observe(&reading, &mut findings);
        }
    }
    findings
}

#[test]
fn a_station_that_rests_while_the_others_move_is_told_until_it_moves() {
    let findings = changed(400, |hour, station, reading| {
        if station == 4 && (300..380).contains(&hour) {
            reading.values.value = Some(77.0);
        }
    });
    let stuck: Vec<_> =
        findings.iter().filter(|finding| finding.key.kind == FindingKind::ConstantValue).collect();
    let told: Vec<_> = stuck.iter().map(|finding| (finding.state, finding.began)).collect();
    assert_eq!(told, [(FindingState::Ongoing, start(300)), (FindingState::Cleared, start(300))]);
    assert_eq!(stuck[0].key.subject, Subject::Station("S4".parse().unwrap()));
    assert_eq!(stuck[1].seen, start(380));
}

#[test]
fn air_that_rests_everywhere_and_the_least_that_can_be_told_are_no_stuck_station() {
    let resting = changed(400, |hour, station, reading| {
        if hour >= 300 {
            reading.values.value = Some(40.0 + station as f64);
        }
    });
    let floor = changed(400, |_, station, reading| {
        if station == 3 {
            reading.values.value = reading.values.value.map(|value| (value - 60.0).max(2.0));
        }
    });
    let kinds = resting.iter().chain(&floor).map(|finding| finding.key.kind);
    assert!(!kinds.into_iter().any(|kind| kind == FindingKind::ConstantValue));
}
