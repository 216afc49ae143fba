//! A cut of the network: thousands of loggers fall silent in the same minutes.

use std::collections::BTreeSet;

use casework::alarm::{Alarm, groups};

use super::*;

/// So many loggers, each at an outlet of its own.
const LOGGERS: usize = 1_000;

fn loggers() -> Vec<RegisterEntry> {
    let mut all = entries();
    let outlet = all.iter().find_map(|entry| match entry {
        RegisterEntry::Outlet(outlet) => Some(outlet.clone()),
        _ => None,
    });
    let outlet = outlet.unwrap();
    for number in 0..LOGGERS {
        let id: model::OutletId = format!("{ENTERPRISE}-DA{:04}", number + 1000).parse().unwrap();
        let target = LoggerTarget::Outlet(id.clone());
        all.push(RegisterEntry::Outlet(Outlet { id, limits: Vec::new(), ..outlet.clone() }));
        let mn = format!("CUT-{number:05}").parse().unwrap();
        all.push(RegisterEntry::Logger(Logger { mn, target, realtime_interval_s: 60 }));
    }
    all
}

#[test]
fn thousands_of_loggers_that_fall_silent_together_are_alarms_of_their_own_and_one_group() {
    let city = City::new();
    let import = casework::register::Command::Import { entries: loggers(), origin: "test".into() };
    city.rooms.office.register(None, &Actor::system("test"), &import).unwrap();
    let mns: Vec<Mn> = (0..LOGGERS).map(|number| format!("CUT-{number:05}").parse().unwrap()).collect();
    let hear = |minute: i64| {
        let at = |number: usize| china::plus_seconds(minutes_after_start(minute), number as i64 % 60);
        *city.heard.lock().unwrap() =
            mns.iter().enumerate().map(|(number, mn)| (mn.clone(), on_time(at(number)))).collect();
    };
    let mut watch = city.watch();
    let pass = |watch: &mut Watch, minute: i64| {
        city.set(minutes_after_start(minute));
        watch.tick(Duration::from_secs(60));
        watch.tell();
        watch.escalate();
    };
    // Minute by minute: a clock that jumps makes nobody silent.
    hear(1);
    (1..=15).for_each(|minute| pass(&mut watch, minute));
    assert_eq!(city.alarms(), []);

    (16..=20).for_each(|minute| pass(&mut watch, minute));
    let silent: Vec<Alarm> =
        city.alarms().into_iter().filter(|alarm| alarm.key.kind == FindingKind::LoggerSilent).collect();
    let ids: BTreeSet<&AlarmId> = silent.iter().map(|alarm| &alarm.id).collect();
    assert!(ids.len() >= LOGGERS, "each has an alarm of its own: {}", ids.len());
    let law = crate::packs::load(None, Default::default()).unwrap();
    let found = groups(&silent, &law, minutes_after_start(20));
    assert_eq!(found.len(), 1);
    assert!(found[0].members.len() >= LOGGERS);

    // The line is there again: the anomalies pass, and nothing is raised a second time.
    hear(21);
    pass(&mut watch, 21);
    let after = city.alarms();
    let passed = after.iter().filter(|alarm| alarm.cleared_at.is_some()).count();
    assert!(passed >= LOGGERS, "{passed}");
    assert_eq!(after.len(), city.alarms().len());
    assert_eq!(groups(&after, &law, minutes_after_start(21)).len(), 1, "what passed is closed together");
}
