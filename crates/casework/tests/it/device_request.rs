//! The lifecycle of a device request: who may ask for what, and what can come of it.

use std::collections::BTreeMap;

use casework::device_request::{
    ApplyError, Awaited, Command, DeviceRequest, Event, InterruptCause, NotSentCause, Refusal, Request,
    RequestKind, Stage, Told, apply, decide,
};
use model::{Actor, CreditCode, Role, Scope, Timestamp};
use proptest::prelude::*;

fn user(role: Role, scope: Scope) -> Actor {
    Actor::User { id: "U-1".parse().unwrap(), role, scope }
}

fn duty() -> Actor {
    user(Role::DutyOfficer, Scope::City)
}

fn gateway() -> Actor {
    Actor::system("gateway")
}

fn request(kind: RequestKind) -> Request {
    let value = |name: &str| match name {
        "OverTime" | "ReCount" | "MinInterval" => "10",
        "RtdInterval" => "60",
        "NewPW" => "s3cret",
        "BeginTime" => "20200830000000",
        "EndTime" => "20200830030000",
        "CstartTime" => "080000",
        "Ctime" => "2",
        "CalibrationType" => "1",
        "InfoId" => "i13004",
        "Info" => "168.0",
        _ => "w01018",
    };
    let parameters = kind.parameters().iter();
    let values = parameters.map(|parameter| (parameter.name.to_owned(), value(parameter.name).to_owned()));
    Request::new(kind, values.collect()).unwrap()
}

fn ask(kind: RequestKind, reason: Option<&str>) -> Command {
    Command::Ask {
        id: "R-1".parse().unwrap(),
        mn: "MN1".parse().unwrap(),
        request: request(kind),
        reason: reason.map(str::to_owned),
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_598_745_600 + second).unwrap()
}

/// Gives a command and folds what comes of it, through the stored form.
fn give(state: &mut Option<DeviceRequest>, actor: &Actor, command: &Command) -> Result<usize, Refusal> {
    let events = decide(state.as_ref(), command, actor)?;
    for event in &events {
        let stored = Event::from_json(event.kind(), &event.to_json()).unwrap();
        assert_eq!(stored, *event);
        *state = Some(apply(state.take(), event, at(1)).unwrap());
    }
    Ok(events.len())
}

fn asked(kind: RequestKind) -> Option<DeviceRequest> {
    let mut state = None;
    give(&mut state, &user(Role::Administrator, Scope::City), &ask(kind, Some("test"))).unwrap();
    state
}

fn reports() -> Vec<Command> {
    vec![
        Command::Answer { qn_rtn: 1 },
        Command::Complete {
            exe_rtn: Some(1),
            data_frames: 3,
            told: vec![Told { name: "RtdInterval".into(), value: "30".into() }],
        },
        Command::Refuse { qn_rtn: 3 },
        Command::TimeOut { awaited: Awaited::Answer, data_frames: 0 },
        Command::FailToSend { cause: NotSentCause::NotConnected },
        Command::Interrupt { cause: InterruptCause::Disconnected, data_frames: 1 },
    ]
}

#[test]
fn who_may_ask_for_what() {
    let branch = Scope::District("430105".parse().unwrap());
    let firm = Scope::Enterprise(CreditCode::from_body("91430105MA4L00001").unwrap());
    for kind in RequestKind::ALL {
        let may = |actor: &Actor| decide(None, &ask(*kind, Some("why")), actor).is_ok();
        let careful = [RequestKind::SetPassword, RequestKind::SetInstrumentParameter, RequestKind::Calibrate];
        assert!(may(&user(Role::Administrator, Scope::City)));
        assert_eq!(may(&duty()), !careful.contains(kind), "{kind:?}");
        for role in [Role::Leader, Role::InspectorGeneral] {
            assert!(!may(&user(role, Scope::City)));
        }
        assert!(!may(&user(Role::BranchOfficer, branch.clone())));
        assert!(!may(&user(Role::EnterpriseUser, firm.clone())));
        assert!(!may(&user(Role::Administrator, firm.clone())), "an account of a firm touches no device");
        assert_eq!(may(&gateway()), *kind == RequestKind::SetTime || kind.is_history(), "{kind:?}");
        let reasonless = decide(None, &ask(*kind, Some("  ")), &user(Role::Administrator, Scope::City));
        assert_eq!(reasonless == Err(Refusal::ReasonMissing), careful.contains(kind));
    }
    let endless = "长".repeat(501);
    let refusal = decide(None, &ask(RequestKind::GetTime, Some(&endless)), &duty()).unwrap_err();
    assert_eq!(refusal, Refusal::ReasonTooLong { length: 501, max: 500 });
}

#[test]
fn every_end_can_come_and_nothing_after_it() {
    for report in reports() {
        let mut state = asked(RequestKind::GetRealtimeInterval);
        assert_eq!(give(&mut state, &gateway(), &report), Ok(1));
        let stage = state.as_ref().unwrap().stage.clone();
        if stage.is_open() {
            assert_eq!(give(&mut state, &gateway(), &report), Ok(0), "told twice is one answer");
            continue;
        }
        for after in reports().into_iter().chain([Command::Cancel]) {
            let actor = if after == Command::Cancel { duty() } else { gateway() };
            assert_eq!(
                give(&mut state, &actor, &after),
                Err(Refusal::Over { stage: stage.code() }),
                "{after:?} after {report:?}"
            );
        }
    }
}

#[test]
fn people_give_up_and_only_the_system_reports() {
    let mut state = asked(RequestKind::HourHistory);
    for report in reports() {
        assert!(matches!(give(&mut state, &duty(), &report), Err(Refusal::RoleMayNot { .. })));
    }
    let leader = user(Role::Leader, Scope::City);
    assert!(give(&mut state, &leader, &Command::Cancel).is_err());
    assert_eq!(give(&mut state, &duty(), &Command::Cancel), Ok(1));
    assert!(matches!(state.unwrap().stage, Stage::Cancelled { .. }));
    assert_eq!(decide(None, &Command::Cancel, &duty()), Err(Refusal::NotAsked));
}

#[test]
fn a_password_is_in_no_event() {
    let administrator = user(Role::Administrator, Scope::City);
    let events = decide(None, &ask(RequestKind::SetPassword, Some("leaked")), &administrator).unwrap();
    let [Event::Requested(requested)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(requested.values, BTreeMap::new());
    assert!(!events[0].to_json().to_string().contains("s3cret"));
}

#[test]
fn a_history_that_no_decision_wrote_is_found() {
    let answer = Event::from_json("device_request.answered", &serde_json::json!({ "v": 1, "qn_rtn": 1 }));
    let answer = answer.unwrap();
    assert!(matches!(apply(None, &answer, at(0)), Err(ApplyError::NotRequested { .. })));
    assert!(
        Event::from_json("device_request.answered", &serde_json::json!({ "v": 2, "qn_rtn": 1 })).is_err()
    );
    assert!(Event::from_json("device_request.dreamt", &serde_json::json!({ "v": 1 })).is_err());
}

proptest! {
    /// Whatever is given in whatever order: a request begins once and ends at most once.
    #[test]
    fn a_request_ends_once(script in prop::collection::vec((0usize..8, any::<bool>()), 0..30)) {
        let mut state = None;
        let mut ends = 0;
        for (index, by_person) in script {
            let command = match index {
                0 => ask(RequestKind::SetTime, None),
                1 => Command::Cancel,
                other => reports()[other - 2].clone(),
            };
            let actor = if by_person { duty() } else { gateway() };
            if give(&mut state, &actor, &command) == Ok(1) && !state.as_ref().unwrap().stage.is_open() {
                ends += 1;
            }
        }
        prop_assert!(ends <= 1);
    }
}
