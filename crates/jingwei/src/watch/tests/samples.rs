//! Samples that people took, which are compared with what the instrument said then.

use super::*;

fn sample(at: Timestamp, figure: f64) -> Reading {
    let one = reading(Granularity::Realtime, at, figure);
    let factor = format!("{FACTOR}_manual").parse().unwrap();
    Reading { series: SeriesKey { factor, ..one.series }, origin: Origin::Backfill, ..one }
}

fn at_odds(city: &City) -> Vec<(f64, bool)> {
    let ours = city.alarms().into_iter().filter(|alarm| alarm.key.kind == FindingKind::SampleAtOdds);
    let value = |alarm: &Alarm| {
        alarm.facts.iter().find_map(|fact| match fact.value {
            model::FactValue::Figure { value, .. } if fact.name == "value" => Some(value),
            _ => None,
        })
    };
    ours.map(|alarm| (value(&alarm).unwrap(), alarm.cleared_at.is_some())).collect()
}

#[test]
fn a_sample_that_comes_days_later_is_held_against_the_hour_in_which_it_was_taken() {
    let city = City::new();
    let mut watch = city.watch();
    city.hours(0, &[4.0, 5.0, 6.0]);
    watch.settle();
    city.set(hour(100));
    city.store(vec![sample(china::plus_seconds(hour(1), 1200), 12.0)]);
    watch.settle();
    assert_eq!(at_odds(&city), [(5.0, false)]);
    // As after a restart: nothing is told twice, and a later one that agrees ends it.
    let mut watch = city.watch();
    watch.settle();
    city.store(vec![sample(china::plus_seconds(hour(2), 1200), 6.5)]);
    watch.settle();
    assert_eq!(at_odds(&city), [(5.0, true)]);
}

#[test]
fn without_a_mean_the_nearest_sample_of_the_instrument_is_taken_and_without_that_nothing() {
    let city = City::new();
    let mut watch = city.watch();
    let instant = |second| china::plus_seconds(hour(1), second);
    let faulty = Reading { mark: Mark::Fault, ..reading(Granularity::Hour, hour(1), 0.1) };
    let samples = [(-200, 3.0), (60, 5.0), (250, 7.0)]
        .map(|(second, figure)| reading(Granularity::Realtime, instant(second), figure));
    city.set(hour(2));
    city.store([vec![faulty], samples.to_vec()].concat());
    city.store(vec![sample(instant(0), 9.5)]);
    watch.settle();
    assert_eq!(at_odds(&city), [(5.0, false)]);
    let city = City::new();
    let mut watch = city.watch();
    city.set(hour(2));
    city.store(vec![sample(instant(0), 9.5)]);
    watch.settle();
    assert_eq!(at_odds(&city), []);
}
