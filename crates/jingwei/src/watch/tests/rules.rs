//! Rules under the running watch, and rules in shadow beside it.

use super::*;
use crate::watch::shadow::Shadows;

/// Proposes a rule by which samples must lie beyond their limit for so long, at the clock's time.
fn propose_hold(city: &City, number: u32, hold_s: f64) -> RuleId {
    propose_hold_for(city, number, rule::Extent::City, hold_s)
}

/// The same for some only.
fn propose_hold_for(city: &City, number: u32, extent: rule::Extent, hold_s: f64) -> RuleId {
    let id: RuleId = format!("P-{number}").parse().unwrap();
    let command = rule::Command::Propose {
        id: id.clone(),
        kind: FindingKind::ExceedanceRealtime,
        extent,
        values: [("realtime.hold_s".to_owned(), hold_s)].into(),
        valid_from: None,
        valid_to: None,
        reason: "test".into(),
    };
    city.rooms.office.rule(None, &user("duty", Role::DutyOfficer, Scope::City), &command).unwrap();
    id
}

fn activate(city: &City, id: &RuleId) {
    let command = rule::Command::Activate { id: id.clone(), replaces: Default::default() };
    city.rooms.office.rule(None, &user("leader", Role::Leader, Scope::City), &command).unwrap();
}

/// A sample a minute from `from` to `to` (exclusive, minutes after the start), each as it is taken.
fn samples(city: &City, (from, to): (i64, i64), figure: f64) {
    for minute in from..to {
        city.store(vec![reading(Granularity::Realtime, minutes_after_start(minute), figure)]);
    }
}

const DAY_MIN: i64 = 24 * 60;

#[test]
fn a_rule_judges_from_its_activation_on_without_a_restart_and_raises_nothing_twice() {
    let city = City::new();
    let id = propose_hold(&city, 1, 3600.0);
    city.set(minutes_after_start(DAY_MIN));
    let mut watch = city.watch();
    // Ten minutes are enough by default; that alarm goes on while the rule changes.
    samples(&city, (DAY_MIN - 20, DAY_MIN), 30.0);
    watch.settle();
    assert_eq!(city.alarms().len(), 1);
    activate(&city, &id);
    watch.tick(TICK);
    assert_eq!(watch.engine.judging().city().realtime.hold_s, 3600);
    city.set(minutes_after_start(DAY_MIN + 90));
    samples(&city, (DAY_MIN, DAY_MIN + 70), 30.0);
    samples(&city, (DAY_MIN + 70, DAY_MIN + 85), 1.0);
    watch.settle();
    assert_eq!(city.alarms().len(), 1, "the anomaly that was told is not told again");
    assert!(city.alarms()[0].cleared_at.is_some(), "and its end is told");
    // From now on it takes an hour.
    city.set(minutes_after_start(DAY_MIN + 120));
    samples(&city, (DAY_MIN + 85, DAY_MIN + 115), 30.0);
    watch.settle();
    assert_eq!(city.alarms().len(), 1);
}

#[test]
fn a_rule_begins_and_ends_at_its_time() {
    let city = City::new();
    let command = rule::Command::Propose {
        id: "P-1".parse().unwrap(),
        kind: FindingKind::ExceedanceRealtime,
        extent: rule::Extent::City,
        values: [("realtime.hold_s".to_owned(), 3600.0)].into(),
        valid_from: Some(hour(30)),
        valid_to: Some(hour(40)),
        reason: "test".into(),
    };
    city.rooms.office.rule(None, &user("duty", Role::DutyOfficer, Scope::City), &command).unwrap();
    city.set(hour(24));
    activate(&city, &"P-1".parse().unwrap());
    let mut watch = city.watch();
    let mut holds = Vec::new();
    for hours in [29, 30, 39, 40] {
        city.set(hour(hours));
        watch.tick(Duration::from_secs(36_000));
        holds.push(watch.engine.judging().city().realtime.hold_s);
    }
    assert_eq!(holds, [600, 3600, 3600, 600]);
}

#[test]
fn a_rule_in_shadow_is_counted_and_raises_nothing() {
    let city = City::new();
    let id = propose_hold(&city, 1, 300.0);
    let mut watch = city.watch();
    let mut shadows = Shadows::begin(&city.rooms).unwrap();
    shadows.learn(&NEVER);
    // Seven minutes: too short for what holds, long enough for the shadow.
    city.set(minutes_after_start(30));
    samples(&city, (1, 10), 1.0);
    samples(&city, (10, 17), 30.0);
    samples(&city, (17, 30), 1.0);
    watch.settle();
    shadows.settle();
    assert_eq!(city.alarms(), []);
    let found = city.rooms.office.shadow(&id).unwrap();
    assert_eq!((found.count(), found.ongoing().count()), (1, 0));
    assert_eq!(found.episodes().next().unwrap().began, minutes_after_start(10));
    // A restart of both counts nothing twice.
    city.watch().settle();
    let mut shadows = Shadows::begin(&city.rooms).unwrap();
    shadows.learn(&NEVER);
    shadows.settle();
    assert_eq!((city.alarms().len(), city.rooms.office.shadow(&id).unwrap().count()), (0, 1));
}

#[test]
fn without_a_rule_in_shadow_there_is_no_second_engine() {
    let city = City::new();
    assert!(Shadows::begin(&city.rooms).is_none());
    let id = propose_hold(&city, 1, 120.0);
    assert!(Shadows::begin(&city.rooms).is_some());
    city.set(hour(24));
    activate(&city, &id);
    assert!(Shadows::begin(&city.rooms).is_none());
}

/// Registers a second enterprise in a district of its own; that district.
fn elsewhere(city: &City) -> rule::Extent {
    let mut all = Vec::new();
    for entry in entries() {
        match entry {
            RegisterEntry::District(mut district) => {
                district.code = "430111".parse().unwrap();
                all.push(RegisterEntry::District(district));
            }
            RegisterEntry::Enterprise(mut enterprise) => {
                enterprise.code = model::CreditCode::from_body("91350100M00010YY4").unwrap();
                enterprise.district = "430111".parse().unwrap();
                all.push(RegisterEntry::Enterprise(enterprise));
            }
            _ => {}
        }
    }
    let import = casework::register::Command::Import { entries: all, origin: "test".into() };
    city.rooms.office.register(None, &Actor::system("test"), &import).unwrap();
    rule::Extent::Districts(["430111".parse().unwrap()].into())
}

#[test]
fn a_rule_judges_and_counts_only_those_whom_it_is_for() {
    let here = || rule::Extent::Enterprises([ENTERPRISE.parse().unwrap()].into());
    for (is_for_it, hold_s) in [(true, 3600), (false, 600)] {
        let city = City::new();
        let others = elsewhere(&city);
        let id = propose_hold_for(&city, 1, if is_for_it { here() } else { others }, 3600.0);
        let mut watch = city.watch();
        let mut shadows = Shadows::begin(&city.rooms).unwrap();
        shadows.learn(&NEVER);
        city.set(minutes_after_start(30));
        samples(&city, (1, 30), 30.0);
        watch.settle();
        shadows.settle();
        assert_eq!(city.alarms().len(), 1, "what holds is not touched by what is tried");
        assert_eq!(city.rooms.office.shadow(&id).unwrap().count(), 0);
        city.set(hour(24));
        activate(&city, &id);
        watch.tick(TICK);
        let judging = watch.engine.judging();
        assert_eq!(judging.city().realtime.hold_s, 600);
        assert_eq!(judging.of(&ENTERPRISE.parse().unwrap()).realtime.hold_s, hold_s);
    }
    // One that would tell sooner counts where it is for the plant, and nowhere else.
    for (is_for_it, counted) in [(true, 1), (false, 0)] {
        let city = City::new();
        let others = elsewhere(&city);
        let id = propose_hold_for(&city, 1, if is_for_it { here() } else { others }, 300.0);
        let mut shadows = Shadows::begin(&city.rooms).unwrap();
        shadows.learn(&NEVER);
        city.set(minutes_after_start(30));
        samples(&city, (1, 29), 30.0);
        shadows.settle();
        assert_eq!(city.rooms.office.shadow(&id).unwrap().count(), counted);
    }
}
