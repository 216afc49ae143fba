//! What was written stays readable: one stored example of every kind of event.

use std::collections::BTreeSet;

use casework::{StoredEventError, alarm, register};
use model::{Register, Timestamp};
use serde_json::{Value, json};

/// Lines of `{"kind", "at", "body"}` as a ledger holds them: one story of an alarm with every kind of event.
/// Never edited: a new format gets a new file.
const ALARM_V1: &str = include_str!("golden/alarm_v1.jsonl");
/// The same for the kinds of events that came later.
const ALARM_V1_HANDLING: &str = include_str!("golden/alarm_v1_handling.jsonl");
/// The same for a register.
const REGISTER_V1: &str = include_str!("golden/register_v1.jsonl");

fn lines(golden: &str) -> Vec<(String, Timestamp, Value)> {
    let parse = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let kind = line["kind"].as_str().unwrap().to_owned();
        (kind, line["at"].as_str().unwrap().parse().unwrap(), line["body"].clone())
    };
    golden.lines().map(parse).collect()
}

#[test]
fn old_alarm_events_are_read_and_written_back_as_they_were() {
    let mut kinds = BTreeSet::new();
    let mut read = |golden: &str| {
        let mut alarm = None;
        for (kind, at, body) in lines(golden) {
            let event = alarm::Event::from_json(&kind, &body).unwrap();
            assert_eq!((event.kind(), &event.to_json()), (kind.as_str(), &body));
            alarm = Some(alarm::apply(alarm, &event, at).unwrap());
            kinds.insert(kind);
        }
        alarm.unwrap()
    };
    read(ALARM_V1_HANDLING);
    let alarm = read(ALARM_V1);
    let all: BTreeSet<String> = alarm::Event::KINDS.iter().map(ToString::to_string).collect();
    // Closed and handed on exclude each other in one story.
    let missing: Vec<_> = all.difference(&kinds).map(String::as_str).collect();
    assert_eq!(missing, ["alarm.closed"]);
    assert_eq!(alarm.stage_name(), alarm::StageName::HandedOn);
    assert_eq!(alarm.escalations.len(), 2);

    let closed = json!({"v": 1, "by": "u-duty", "note": "正常"});
    let event = alarm::Event::from_json("alarm.closed", &closed).unwrap();
    assert_eq!(event.to_json(), closed);
}

#[test]
fn old_register_events_are_read_and_written_back_as_they_were() {
    let mut kinds = BTreeSet::new();
    let mut folded = Register::default();
    for (kind, _, body) in lines(REGISTER_V1) {
        let event = register::Event::from_json(&kind, &body).unwrap();
        assert_eq!((event.kind(), &event.to_json()), (kind.as_str(), &body));
        register::apply(&mut folded, &event).unwrap();
        kinds.insert(kind);
    }
    assert_eq!(kinds.len(), register::Event::KINDS.len());
    assert_eq!((folded.outlets.len(), folded.loggers.len()), (1, 1));
}

#[test]
fn what_cannot_be_read_is_said() {
    let read = |kind: &str, body: Value| alarm::Event::from_json(kind, &body).unwrap_err();
    let body = || json!({"v": 1, "officer": "u-li"});
    assert!(alarm::Event::from_json("alarm.accepted", &body()).is_ok());
    assert!(matches!(read("alarm.vanished", body()), StoredEventError::UnknownKind { .. }));
    assert!(matches!(
        read("alarm.accepted", json!({"v": 2, "officer": "u-li"})),
        StoredEventError::UnknownFormat { found: Some(2), .. }
    ));
    assert!(matches!(
        read("alarm.accepted", json!({"officer": "u-li"})),
        StoredEventError::UnknownFormat { found: None, .. }
    ));
    for wrong in [
        json!({"v": 1}),
        json!({"v": 1, "officer": "not an id!"}),
        json!({"v": 1, "officer": "u-li", "name": "李"}),
    ] {
        assert!(matches!(read("alarm.accepted", wrong), StoredEventError::Shape { .. }));
    }
    let unknown = register::Event::from_json("register.burned", &json!({"v": 1})).unwrap_err();
    assert!(matches!(unknown, StoredEventError::UnknownKind { .. }));
}

#[test]
fn a_history_that_cannot_be_is_not_folded() {
    let stories = lines(ALARM_V1);
    let events: Vec<(alarm::Event, Timestamp)> =
        stories.iter().map(|(kind, at, body)| (alarm::Event::from_json(kind, body).unwrap(), *at)).collect();
    let fold =
        |events: &[(alarm::Event, Timestamp)]| alarm::fold(events.iter().map(|(event, at)| (event, *at)));
    assert_eq!(fold(&[]), Ok(None));
    let headless = fold(&events[1..]).unwrap_err();
    assert_eq!((headless.kind, headless.stage), ("alarm.assigned", None));
    let twice = fold(&[events[0].clone(), events[0].clone()]).unwrap_err();
    assert_eq!((twice.kind, twice.stage), ("alarm.raised", Some(alarm::StageName::Raised)));
    let mut after_the_end = events.clone();
    after_the_end.push(events[1].clone());
    assert_eq!(fold(&after_the_end).unwrap_err().stage, Some(alarm::StageName::HandedOn));
}
