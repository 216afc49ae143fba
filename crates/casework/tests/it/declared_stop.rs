use casework::declared_stop::{Command, DeclaredStops, Event, Refusal, apply, decide, of_outlet};
use model::{OutletId, Register, StopId, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use crate::register::with_outlet;
use crate::support::*;

fn outlet() -> OutletId {
    "91430105MA4L00001X-DA001".parse().unwrap()
}

fn id(number: u32) -> StopId {
    format!("S-{number}").parse().unwrap()
}

fn declare(number: u32, from: &str, to: &str) -> Command {
    Command::Declare {
        id: id(number),
        outlet: outlet(),
        from: wall(from),
        to: wall(to),
        reason: " 设备检修 ".into(),
    }
}

/// What comes of commands, each by somebody at 08:45.
fn after(register: &Register, commands: &[(&str, Command)]) -> Result<DeclaredStops, Refusal> {
    let mut state = DeclaredStops::new();
    for (who, command) in commands {
        let event = decide(&state, register, command, &actor(who), morning())?;
        apply(&mut state, &event, &actor(who), morning());
    }
    Ok(state)
}

const TODAY: (&str, &str) = ("2020-08-30T10:00:00", "2020-08-30T18:00:00");

#[test]
fn an_enterprise_declares_beforehand_and_the_bureau_records_at_any_time() {
    let register = with_outlet();
    let stops = after(&register, &[("printer", declare(1, TODAY.0, TODAY.1))]).unwrap();
    let stop = &stops[&id(1)];
    assert!(stop.holds() && stop.is_beforehand());
    assert_eq!(stop.reason, "设备检修");
    let begun = declare(1, "2020-08-30T08:00:00", "2020-08-30T18:00:00");
    assert_eq!(after(&register, &[("printer", begun.clone())]), Err(Refusal::NotBeforehand));
    for who in ["duty", "li", "admin"] {
        let stops = after(&register, &[(who, begun.clone())]).unwrap();
        assert!(!stops[&id(1)].is_beforehand(), "{who}");
    }
}

#[test]
fn others_may_not() {
    let register = with_outlet();
    for who in ["other firm", "zhao", "leader", "inspector", "watch"] {
        assert_eq!(after(&register, &[(who, declare(1, TODAY.0, TODAY.1))]), Err(Refusal::MayNot), "{who}");
        let end = Command::End { id: id(1), at: wall("2020-08-30T12:00:00") };
        let commands = [("printer", declare(1, TODAY.0, TODAY.1)), (who, end)];
        assert_eq!(after(&register, &commands), Err(Refusal::MayNot), "{who}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let register = with_outlet();
    let refused = |commands: &[(&str, Command)]| after(&register, commands).unwrap_err().code();
    let first = || ("duty", declare(1, TODAY.0, TODAY.1));
    assert_eq!(refused(&[("duty", declare(1, TODAY.1, TODAY.0))]), "bad_span");
    assert_eq!(refused(&[("duty", declare(1, TODAY.0, "2021-09-02T10:00:00"))]), "bad_span");
    let overlapping = declare(2, "2020-08-30T17:59:59", "2020-08-31T00:00:00");
    assert_eq!(refused(&[first(), ("duty", overlapping)]), "stop_overlaps");
    assert!(after(&register, &[first(), ("duty", declare(2, TODAY.1, "2020-08-31T00:00:00"))]).is_ok());
    let mut unknown = declare(1, TODAY.0, TODAY.1);
    if let Command::Declare { outlet, reason, .. } = &mut unknown {
        *outlet = "nowhere".parse().unwrap();
        reason.clear();
    }
    assert_eq!(refused(&[("duty", unknown)]), "not_registered");
    let end = |at: &str| ("duty", Command::End { id: id(1), at: wall(at) });
    assert_eq!(refused(&[end("2020-08-30T12:00:00")]), "unknown_stop");
    assert_eq!(refused(&[first(), end("2020-08-30T18:00:00")]), "end_outside_stop");
    let withdraw =
        |who: &'static str, reason: &str| (who, Command::Withdraw { id: id(1), reason: reason.into() });
    assert_eq!(refused(&[first(), withdraw("duty", " ")]), "reason_missing");
    assert_eq!(
        refused(&[first(), withdraw("printer", "订单"), withdraw("printer", "订单")]),
        "stop_no_longer_holds"
    );
    let begun = ("duty", declare(1, "2020-08-30T08:00:00", TODAY.1));
    assert_eq!(refused(&[begun.clone(), withdraw("printer", "订单")]), "stop_has_begun");
    assert!(after(&register, &[begun, withdraw("duty", "误报")]).is_ok());
}

#[test]
fn a_stop_that_ends_early_makes_room() {
    let register = with_outlet();
    let noon = "2020-08-30T12:00:00";
    let commands = [
        ("printer", declare(1, TODAY.0, TODAY.1)),
        ("printer", Command::End { id: id(1), at: wall(noon) }),
        ("printer", declare(2, noon, TODAY.1)),
    ];
    let stops = after(&register, &commands).unwrap();
    assert_eq!(
        of_outlet(&stops, &outlet()).map(|stop| stop.to).collect::<Vec<_>>(),
        [wall(noon), wall(TODAY.1)]
    );
    // Ended as it began: it never was.
    let commands = [
        ("printer", declare(1, TODAY.0, TODAY.1)),
        ("printer", Command::End { id: id(1), at: wall(TODAY.0) }),
    ];
    assert_eq!(of_outlet(&after(&register, &commands).unwrap(), &outlet()).count(), 0);
}

#[test]
fn old_events_are_read_and_written_back_as_they_were() {
    let (from, to) = ("2020-08-30T02:00:00Z", "2020-08-30T10:00:00Z");
    let stored = [
        (
            "declared_stop.declared",
            json!({"v": 1, "id": "S-1", "outlet": "91430105MA4L00001X-DA001", "from": from, "to": to, "reason": "检修"}),
        ),
        ("declared_stop.ended", json!({"v": 1, "id": "S-1", "at": "2020-08-30T04:00:00Z"})),
        ("declared_stop.withdrawn", json!({"v": 1, "id": "S-1", "reason": "误报"})),
    ];
    assert_eq!(stored.each_ref().map(|(kind, _)| *kind), Event::KINDS);
    for (kind, body) in stored {
        let event = Event::from_json(kind, &body).unwrap();
        assert_eq!((event.kind(), event.to_json()), (kind, body));
    }
    assert!(Event::from_json("declared_stop.ended", &json!({"v": 2, "id": "S-1"})).is_err());
    assert!(Event::from_json("declared_stop.begun", &json!({"v": 1})).is_err());
}

proptest! {
    /// Whatever is declared, ended and withdrawn, in whatever order: the stops of an outlet that count never
    /// share a moment.
    #[test]
    fn stops_that_count_never_overlap(steps in prop::collection::vec((0..3u8, 0..6u32, 0..48i64, 1..20i64), 1..40)) {
        let register = with_outlet();
        let hour = |hour: i64| -> Timestamp { model::china::plus_seconds(morning(), hour * 3600) };
        let mut state = DeclaredStops::new();
        for (number, (what, which, from, length)) in steps.into_iter().enumerate() {
            let command = match what {
                0 => Command::Declare {
                    id: id(number as u32),
                    outlet: outlet(),
                    from: hour(from),
                    to: hour(from + length),
                    reason: "x".into(),
                },
                1 => Command::End { id: id(which), at: hour(from) },
                _ => Command::Withdraw { id: id(which), reason: "x".into() },
            };
            if let Ok(event) = decide(&state, &register, &command, &actor("duty"), morning()) {
                apply(&mut state, &event, &actor("duty"), morning());
            }
            let mut spans: Vec<_> = of_outlet(&state, &outlet()).map(|stop| (stop.from, stop.to)).collect();
            spans.sort_unstable();
            prop_assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{spans:?}");
        }
    }
}
