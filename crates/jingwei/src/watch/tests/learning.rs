//! What detectors that begin know of the weeks before.

use super::*;

/// Weeks of an outlet whose channel is registered and that goes up and down by the day, with some noise.
fn weeks(city: &City) {
    let with_channel = entries().into_iter().map(|entry| match entry {
        RegisterEntry::Outlet(mut outlet) => {
            let (factor, unit) = (FACTOR.parse().unwrap(), Unit::MilligramPerCubicMetre);
            outlet.channels = vec![Channel { factor, sent_unit: unit, unit, range: None }];
            RegisterEntry::Outlet(outlet)
        }
        other => other,
    });
    let import =
        casework::register::Command::Import { entries: with_channel.collect(), origin: "test".into() };
    city.rooms.office.register(None, &Actor::system("test"), &import).unwrap();
    let level = |hour: i64| 4.0 + (hour as f64 * 0.2618).sin() + 0.1 * ((hour * 7919 % 97) as f64 / 97.0);
    for day in 0..28 {
        let figures: Vec<f64> = (0..24).map(|hour| level(day * 24 + hour)).collect();
        city.hours(day * 24, &figures);
    }
    city.set(hour(28 * 24));
}

fn kinds_of(city: &City, watch: &mut Watch) -> Vec<FindingKind> {
    city.hours(28 * 24, &[9.1, 9.3, 9.0, 9.2, 9.4, 9.1, 9.2, 9.3]);
    watch.settle();
    city.alarms().into_iter().map(|alarm| alarm.key.kind).collect()
}

#[test]
fn an_outlet_is_judged_by_its_weeks_right_after_a_restart() {
    let city = City::new();
    weeks(&city);
    let mut watch = city.watch();
    assert_eq!(city.alarms().len(), 0, "nothing of the past is told");
    let kinds = kinds_of(&city, &mut watch);
    assert_eq!(kinds, [FindingKind::ImpossibleValue], "beyond all that its weeks have");
}

#[test]
fn without_them_it_is_not_judged_by_what_is_usual() {
    let mut city = City::new();
    city.rooms.learn = Duration::ZERO;
    weeks(&city);
    let mut watch = city.watch();
    assert_eq!(kinds_of(&city, &mut watch), []);
}

#[test]
fn an_exceedance_of_weeks_ago_that_nobody_heard_of_is_not_told_now() {
    let city = City::new();
    weeks(&city);
    city.hours(100, &[25.0]);
    city.watch();
    assert_eq!(city.alarms().len(), 0);
}
