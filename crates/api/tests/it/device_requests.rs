//! Requests to devices and missing data over HTTP.

use api::RequestProgress;
use axum::http::StatusCode;
use casework::device_request::{Command, InterruptCause, RequestKind, Told};
use lake::Batch;
use model::{Actor, Granularity, Mark, Origin, Problems, Reading, SeriesKey, Source, Unit, Values, china};
use serde_json::json;

use crate::city::{City, OUTFALL, Person, STACK, STACK_MN, VOC, device, start};
use crate::request::Ask;

fn post(body: &serde_json::Value, key: &str) -> Ask {
    Ask::post(format!("/api/v1/loggers/{STACK_MN}/requests"), body).header("idempotency-key", key)
}

fn gateway() -> Actor {
    Actor::system("gateway")
}

#[tokio::test]
async fn a_request_is_in_the_ledger_before_it_is_sent_and_its_end_after() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let body = json!({ "kind": "set_realtime_interval", "values": { "RtdInterval": "60" } });
    let made = city.ask(post(&body, "k1").by(&duty)).await.json();
    assert_eq!(
        (&made["stage"], &made["open"], &made["command"]),
        (&json!("requested"), &json!(true), &json!(1062))
    );
    assert_eq!(made["asked_by"], "name of duty");
    let again = city.ask(post(&body, "k1").by(&duty)).await.json();
    assert_eq!(again["id"], made["id"]);
    let asked = city.devices.asked.lock().unwrap().clone();
    let [(id, mn, request)] = asked.as_slice() else { panic!("sent {} times", asked.len()) };
    assert_eq!((mn.as_str(), request.kind()), (STACK_MN, RequestKind::SetRealtimeInterval));
    assert_eq!(made["id"], id.as_str());

    *city.devices.progress.lock().unwrap() = Some(RequestProgress { attempts: 2, data_frames: 5 });
    let office = &city.services.office;
    office.device_request(id, None, &gateway(), &Command::Answer { qn_rtn: 1 }).unwrap();
    let path = format!("/api/v1/device-requests/{id}");
    let open = city.ask(Ask::get(path.clone()).by(&duty)).await.json();
    assert_eq!((&open["stage"], &open["qn_rtn"]), (&json!("answered"), &json!(1)));
    assert_eq!((&open["attempts"], &open["data_frames"]), (&json!(2), &json!(5)));
    let told = vec![Told { name: "RtdInterval".into(), value: "60".into() }];
    let complete = Command::Complete { exe_rtn: Some(1), data_frames: 1, told };
    office.device_request(id, None, &gateway(), &complete).unwrap();
    let done = city.ask(Ask::get(path).by(&duty)).await.json();
    assert_eq!(
        (&done["stage"], &done["exe_rtn"], &done["open"]),
        (&json!("completed"), &json!(1), &json!(false))
    );
    assert_eq!(done["told"], json!([{ "name": "RtdInterval", "value": "60" }]));
    let list = city.ask(Ask::get(format!("/api/v1/loggers/{STACK_MN}/requests")).by(&duty)).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn values_roles_and_reasons_are_looked_at_and_nothing_is_sent_otherwise() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let administrator = city.session(Person::Administrator);
    let mut number = 0;
    let mut key = || {
        number += 1;
        format!("k{number}")
    };
    let bad = json!({ "kind": "set_minute_interval", "values": { "MinInterval": "7" } });
    assert_eq!(city.ask(post(&bad, &key()).by(&duty)).await.code(422), "bad_value");
    let unknown = json!({ "kind": "reboot" });
    assert_eq!(city.ask(post(&unknown, &key()).by(&duty)).await.code(400), "unreadable");
    let password = json!({ "kind": "set_password", "values": { "NewPW": "s3cret" } });
    assert_eq!(city.ask(post(&password, &key()).by(&duty)).await.code(403), "role_may_not");
    assert_eq!(city.ask(post(&password, &key()).by(&administrator)).await.code(422), "reason_missing");
    assert!(city.devices.asked.lock().unwrap().is_empty());
    assert!(city.services.views.open_device_requests().unwrap().is_empty(), "a refusal leaves no trace");

    let reasoned = json!({ "kind": "set_password", "values": { "NewPW": "s3cret" }, "reason": "leaked" });
    let made = city.ask(post(&reasoned, &key()).by(&administrator)).await.json();
    assert_eq!(made["values"], json!({}));
    let asked = city.devices.asked.lock().unwrap().clone();
    assert_eq!(asked[0].2.value("NewPW"), Some("s3cret"), "the device gets it");
    let events = city.services.ledger.read_from(0, 1000).unwrap();
    let trace = events.iter().map(|event| event.body.to_string()).collect::<String>();
    assert!(trace.contains("leaked") && !trace.contains("s3cret"), "the ledger does not");
}

#[tokio::test]
async fn a_request_is_given_up_once() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let id = city.ask_device(1);
    let cancel = |key: &str| {
        Ask::new("POST", format!("/api/v1/device-requests/{id}/cancel"))
            .header("idempotency-key", key)
            .by(&duty)
    };
    assert_eq!(city.ask(cancel("c1")).await.json()["stage"], "cancelled");
    assert_eq!(city.devices.cancelled.lock().unwrap().as_slice(), std::slice::from_ref(&id));
    assert_eq!(city.ask(cancel("c2")).await.code(422), "request_over");
    let report = Command::Refuse { qn_rtn: 2 };
    assert!(city.services.office.device_request(&id, None, &gateway(), &report).is_err());
}

#[tokio::test]
async fn what_a_former_process_left_open_is_ended_at_the_start() {
    let city = City::new();
    let (first, second) = (city.ask_device(1), city.ask_device(2));
    city.services.office.device_request(&second, None, &gateway(), &Command::Answer { qn_rtn: 1 }).unwrap();
    assert_eq!(city.services.office.interrupt_unfinished_requests(&gateway()).unwrap(), 2);
    for id in [first, second] {
        let stage = city.services.views.device_request(&id).unwrap().unwrap().request.stage;
        assert_eq!(stage.code(), "interrupted");
        let json = serde_json::to_value(InterruptCause::Unfinished).unwrap();
        assert_eq!(serde_json::to_value(&stage).unwrap()["cause"], json);
    }
    assert_eq!(city.services.office.interrupt_unfinished_requests(&gateway()).unwrap(), 0);
    let rebuilt = city.services.views.dump().unwrap();
    assert!(rebuilt.contains("device_request\t"), "the rows are part of the views");
}

#[tokio::test]
async fn the_list_says_what_the_logger_can_be_asked() {
    let city = City::new();
    let path = format!("/api/v1/loggers/{STACK_MN}/requests");
    let kinds = |list: &serde_json::Value, field: &str| -> Vec<String> {
        let kinds = list["kinds"].as_array().unwrap().iter();
        kinds.filter(|kind| kind[field] == json!(true)).map(|kind| kind["code"].to_string()).collect()
    };
    let never = city.ask(Ask::get(path.clone()).by(&city.session(Person::Duty))).await.json();
    assert_eq!((&never["connected"], &never["protocol"]), (&json!(false), &json!(null)));
    assert_eq!(kinds(&never, "available").len(), RequestKind::ALL.len());
    let state = device(STACK_MN, start());
    city.devices.loggers.lock().unwrap().insert(STACK_MN.parse().unwrap(), state);
    let heard = city.ask(Ask::get(path.clone()).by(&city.session(Person::Administrator))).await.json();
    assert_eq!((&heard["connected"], &heard["protocol"]), (&json!(true), &json!("2017")));
    assert!(!kinds(&heard, "available").contains(&"\"power_history\"".to_owned()));
    assert_eq!(kinds(&heard, "allowed").len(), RequestKind::ALL.len());
    let leader = city.ask(Ask::get(path).by(&city.session(Person::Leader))).await.json();
    assert!(kinds(&leader, "allowed").is_empty());
}

#[tokio::test]
async fn missing_hours_are_listed_with_the_request_that_asks_for_them() {
    let city = City::new();
    let hour = |number: i64| Reading {
        series: SeriesKey { source: Source::Outlet(STACK.parse().unwrap()), factor: VOC.parse().unwrap() },
        granularity: Granularity::Hour,
        time: china::plus_seconds(china::hour_start(start()), -number * 3600),
        unit: Unit::MilligramPerCubicMetre,
        values: Values { value: Some(1.0), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: start(),
    };
    let readings = [10, 9, 6, 5, 3].map(hour).to_vec();
    city.services.lake.append(Batch { readings, ..Batch::default() }).await.unwrap();
    let duty = city.session(Person::Duty);
    let gaps = city.ask(Ask::get(format!("/api/v1/outlets/{STACK}/gaps")).by(&duty)).await.json();
    assert_eq!(gaps["mn"], STACK_MN);
    let items = gaps["items"].as_array().unwrap();
    let missing: Vec<_> = items.iter().map(|item| item["missing"].as_u64().unwrap()).collect();
    assert_eq!(missing, [1, 2], "the latest first");
    let ask = json!({ "kind": items[1]["kind"], "values": items[1]["values"] });
    let made = city.ask(post(&ask, "k1").by(&duty)).await.json();
    assert_eq!((&made["kind"], &made["command"]), (&json!("hour_history"), &json!(2061)));
    let none = city.ask(Ask::get(format!("/api/v1/outlets/{OUTFALL}/gaps")).by(&duty)).await.json();
    assert_eq!(none["items"], json!([]));
    let endless = city.ask(Ask::get(format!("/api/v1/outlets/{STACK}/gaps?days=400")).by(&duty)).await;
    assert_eq!(endless.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_first_connection_is_the_sequence_of_the_standard_in_one_action() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let path = format!("/api/v1/loggers/{STACK_MN}/first-connection");
    let first = |body: &serde_json::Value, key: &str| {
        Ask::post(path.clone(), body).header("idempotency-key", key).by(&duty)
    };
    let wrong = json!({ "minute_interval_min": 7 });
    assert_eq!(city.ask(first(&wrong, "f1")).await.code(422), "bad_value");
    assert!(city.devices.asked.lock().unwrap().is_empty(), "all of it or nothing");
    let body = json!({ "over_time_s": 5, "retries": 2, "facilities": true });
    let made = city.ask(first(&body, "f2")).await.json();
    let again = city.ask(first(&body, "f2")).await.json();
    let ids = |list: &serde_json::Value| -> Vec<_> {
        list.as_array().unwrap().iter().map(|request| request["id"].clone()).collect()
    };
    assert_eq!(ids(&made), ids(&again), "a double click asks once");
    let asked: Vec<RequestKind> =
        city.devices.asked.lock().unwrap().iter().map(|(_, _, request)| request.kind()).collect();
    use RequestKind as K;
    let expected = [
        K::SetTime,
        K::SetTimeouts,
        K::SetRealtimeInterval,
        K::SetMinuteInterval,
        K::StartRealtime,
        K::StartFacilityState,
    ];
    assert_eq!(asked, expected);
    assert_eq!(made[1]["values"], json!({ "OverTime": "5", "ReCount": "2" }));
}
