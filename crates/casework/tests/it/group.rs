//! Many alarms that began at once are a group; few, or those that began apart, are not.

use casework::alarm::{Alarm, Command, GroupId, groups};
use model::{Finding, FindingKey, FindingKind, FindingState, Severity, Subject, Timestamp, china};

use crate::support::*;

fn at(second: i64) -> Timestamp {
    china::plus_seconds(wall("2020-08-30T08:00:00"), second)
}

/// A logger of its own that fell silent so many seconds after eight.
fn silent(number: usize, second: i64) -> Alarm {
    let (law, mut episode) = (law(), Episode::default());
    let subject = Subject::Logger(format!("MN-{number}").parse().unwrap());
    let finding = Finding {
        key: FindingKey { kind: FindingKind::LoggerSilent, subject, factor: None },
        began: at(second),
        ..finding(Severity::Moderate, FindingState::Ongoing, 1.0)
    };
    let id = format!("A20200830-{number:04}").parse().unwrap();
    let raise = Command::Raise { id, finding, enterprise: Some(printer()), district: district(KAIFU) };
    episode.give(&actor("watch"), &raise, morning(), &law).unwrap();
    episode.alarm.unwrap()
}

fn found(alarms: &[Alarm]) -> Vec<(usize, GroupId)> {
    let groups = groups(alarms, &law(), morning());
    groups.into_iter().map(|group| (group.members.len(), group.id)).collect()
}

#[test]
fn what_falls_silent_in_the_same_minutes_is_a_group() {
    let id = |from, to| GroupId { kind: FindingKind::LoggerSilent, from: at(from), to: at(to) };
    let mut alarms: Vec<Alarm> = (0..25).map(|number| silent(number, number as i64 * 10)).collect();
    assert_eq!(found(&alarms), [(25, id(0, 240))]);
    assert_eq!(found(&alarms[..19]), [], "the rule wants twenty");

    // One a long time before and one a long time after belong to nothing; a second cut is a second group.
    alarms.push(silent(100, -3600));
    alarms.push(silent(101, 840));
    assert_eq!(found(&alarms), [(25, id(0, 240))]);
    alarms.extend((0..20).map(|number| silent(200 + number, 7200)));
    assert_eq!(found(&alarms), [(25, id(0, 240)), (20, id(7200, 7200))]);
    let (_, group) = found(&alarms)[1];
    assert_eq!(alarms.iter().filter(|alarm| group.holds(alarm)).count(), 20);
    assert_eq!(group.to_string().parse(), Ok(group));
}

#[test]
fn what_is_handled_with_another_is_in_no_group() {
    let mut alarms: Vec<Alarm> = (10..31).map(|number| silent(number, 0)).collect();
    let mut led = Episode { alarm: alarms.pop(), history: Vec::new() };
    led.give(&actor("duty"), &merge(other_alarm(), "同因"), morning(), &law()).unwrap();
    alarms.push(led.alarm.unwrap());
    assert_eq!(found(&alarms)[0].0, 20);
}

#[test]
fn a_text_that_names_no_group_is_told_so() {
    for text in [
        "",
        "logger_silent",
        "logger_silent.1",
        "logger_silent.1.x",
        "nothing.1.2",
        "logger_silent.1.9999999999999999999",
    ] {
        assert!(text.parse::<GroupId>().is_err(), "{text}");
    }
}
