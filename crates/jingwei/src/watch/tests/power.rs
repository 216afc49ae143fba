//! Hour means of power, made while meters speak and judged beside outlets' hours.

use std::ops::ControlFlow;

use detect::{Judging, Parameters};
use model::{LineId, MeterId, MeterTarget, PowerMeter, ProductionLine, TreatmentUnit, power};

use super::*;
use crate::rejudge::{Case, rejudge};

const METER: &str = "M-1";

/// The outlet's treatment facility with one line, which has a meter.
fn with_line(city: &City) {
    let enterprise: model::CreditCode = ENTERPRISE.parse().unwrap();
    let line: LineId = "L-1".parse().unwrap();
    let unit = Unit::MilligramPerCubicMetre;
    let mut all: Vec<RegisterEntry> = entries();
    for entry in &mut all {
        if let RegisterEntry::Outlet(outlet) = entry {
            outlet.channels =
                vec![Channel { factor: FACTOR.parse().unwrap(), sent_unit: unit, unit, range: None }];
            outlet.limits.clear();
        }
    }
    all.extend([
        RegisterEntry::Line(ProductionLine {
            id: line.clone(),
            enterprise: enterprise.clone(),
            name: "line".into(),
            name_en: "line".into(),
            permitted_hours: None,
        }),
        RegisterEntry::TreatmentUnit(TreatmentUnit {
            id: "T-1".parse().unwrap(),
            enterprise: enterprise.clone(),
            name: "treatment".into(),
            name_en: "treatment".into(),
            treats: vec![line.clone()],
            outlet: Some(OUTLET.parse().unwrap()),
        }),
        RegisterEntry::Meter(PowerMeter {
            id: METER.parse().unwrap(),
            enterprise,
            target: MeterTarget::Line(line),
            rated_kw: None,
        }),
    ]);
    let import = casework::register::Command::Import { entries: all, origin: "test".into() };
    city.rooms.office.register(None, &Actor::system("test"), &import).unwrap();
}

fn of_meter(granularity: Granularity, time: Timestamp, kw: f64) -> Reading {
    let source = Source::Meter(METER.parse::<MeterId>().unwrap());
    let series = SeriesKey { source, factor: power::active_power() };
    Reading { series, unit: Unit::Kilowatt, ..reading(granularity, time, kw) }
}

/// What the lake has of the meter's hours, once there are so many.
fn stored_hours(city: &City, watch: &mut Watch, count: usize) -> Vec<Reading> {
    let series = of_meter(Granularity::Hour, hour(0), 0.0).series;
    let began = Instant::now();
    loop {
        watch.store_power_hours();
        let all = city.rooms.lake.range(&series, Granularity::Hour, hour(-1000), hour(1000), 10_000).unwrap();
        if all.len() >= count || began.elapsed() > Duration::from_secs(10) {
            return all;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A watch that makes hours, as after a start of the process.
fn watch(city: &City) -> Watch {
    let mut watch = Watch::new(city.rooms.clone(), rule::parameters).with_power_hours();
    watch.learn(&NEVER);
    watch.tell();
    watch
}

#[test]
fn an_hour_of_power_is_stored_once_also_over_restarts() {
    let city = City::new();
    with_line(&city);
    let minutes = |of: std::ops::Range<i64>| -> Vec<Reading> {
        let sample =
            |minute: i64| of_meter(Granularity::Realtime, minutes_after_start(minute), 200.0 + minute as f64);
        of.map(sample).collect()
    };
    let means =
        |stored: &[Reading]| -> Vec<f64> { stored.iter().map(|hour| hour.values.value.unwrap()).collect() };
    let mut first = watch(&city);
    city.store(minutes(-180..-59));
    first.settle();
    assert_eq!(means(&stored_hours(&city, &mut first, 2)), [49.5, 109.5]);
    drop(first);
    // While nobody watched an hour went by, and one that was stored gets a sample more.
    city.store(minutes(-59..2));
    city.store(vec![of_meter(Granularity::Realtime, china::plus_seconds(hour(-2), 30), 9000.0)]);
    let mut second = watch(&city);
    second.settle();
    assert_eq!(means(&stored_hours(&city, &mut second, 3)), [49.5, 109.5, 169.5]);
    // They are readings like others: whoever listens hears of them, and makes nothing of them again.
    second.settle();
    assert_eq!(stored_hours(&city, &mut second, 3).len(), 3);
}

#[test]
fn hours_that_somebody_pushes_are_left_as_they_are() {
    let city = City::new();
    with_line(&city);
    city.store(vec![of_meter(Granularity::Hour, hour(-2), 77.0)]);
    let mut watch = watch(&city);
    let samples = (-180..1).map(|minute| of_meter(Granularity::Realtime, minutes_after_start(minute), 5.0));
    city.store(samples.collect());
    watch.settle();
    let stored = stored_hours(&city, &mut watch, 2);
    let figures: Vec<_> = stored.iter().map(|hour| (hour.time, hour.values.value)).collect();
    assert_eq!(figures, [(hour(-2), Some(77.0)), (hour(-1), Some(5.0))]);
}

/// Hours in which the outlet follows its line.
fn weeks(hours: std::ops::Range<i64>) -> Vec<Reading> {
    let jitter = |of: i64| (of.rem_euclid(97) * 7919 % 97) as f64 / 97.0 - 0.5;
    let load = |of: i64| 50.0 + 20.0 * (of as f64 * 0.17).sin() + 10.0 * (of as f64 * 0.05).sin();
    let both = |of: i64| {
        [
            reading(Granularity::Hour, hour(of), 0.5 * load(of) + jitter(of)),
            of_meter(Granularity::Hour, hour(of), load(of) + jitter(of * 3)),
        ]
    };
    hours.flat_map(both).collect()
}

/// Eight hours in which the line works as before and the outlet shows much less.
fn fallen() -> Vec<Reading> {
    let mut hours = weeks(0..8);
    for reading in hours.iter_mut().filter(|reading| matches!(reading.series.source, Source::Outlet(_))) {
        reading.values.value = reading.values.value.map(|value| value - 14.0);
    }
    hours
}

#[test]
fn what_the_power_of_its_lines_does_not_explain_is_told_right_after_a_restart_and_found_again() {
    let mut city = City::new();
    // What steps of a series are usual takes 500 hours to learn, once it is known what is expected of it.
    city.rooms.learn = Duration::from_secs(1000 * 3600);
    with_line(&city);
    city.store(weeks(-1000..0));
    city.set(hour(0));
    let mut watch = watch(&city);
    assert_eq!(city.alarms(), []);
    for reading in fallen() {
        city.set(china::plus_seconds(reading.time, 3660));
        city.store(vec![reading]);
        watch.settle();
    }
    let alarms = city.alarms();
    assert_eq!(alarms.iter().map(|alarm| alarm.key.kind).collect::<Vec<_>>(), [FindingKind::Unexplained]);
    assert!(alarms[0].facts.iter().any(|fact| fact.name == "production_power_mean"), "{alarms:#?}");

    let (judging, register) = (Judging::from(Parameters::default()), city.rooms.views.register());
    let case = Case {
        lake: &city.rooms.lake,
        register: &register,
        learn_from: hour(-1000),
        from: hour(0),
        to: hour(24),
        counts: &|_| true,
        judging: [&judging, &judging],
    };
    let change = rejudge(&case, 1, &|_| ControlFlow::Continue(())).unwrap();
    assert_eq!(change.stay, [(FindingKind::Unexplained, 1)].into());
}
