//! How loggers speak: what a person accepts, and keys that are told nobody.

use api::ReadableAsState;
use model::CrcMode;
use serde_json::json;

use crate::city::{City, Person, STACK_MN, device, start};
use crate::request::Ask;

fn ask(method: &str, what: &str, key: &str) -> Ask {
    Ask::new(method, format!("/api/v1/loggers/{STACK_MN}/{what}")).header("idempotency-key", key)
}

#[tokio::test]
async fn what_a_logger_would_be_readable_as_is_shown_and_accepted() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let mut state = device(STACK_MN, start());
    let swapped =
        ReadableAsState { crc_mode: CrcMode::ModbusSwapped, length_offset: 0, frames: 12, since: start() };
    state.dialect.readable_as = Some(swapped);
    city.devices.loggers.lock().unwrap().insert(STACK_MN.parse().unwrap(), state);
    let list = city.ask(Ask::get("/api/v1/loggers").by(&duty)).await;
    let loggers = list.json()["loggers"].clone();
    let shown = loggers.as_array().unwrap().iter().find(|logger| logger["mn"] == STACK_MN).unwrap();
    let readable = &shown["device"]["dialect"]["readable_as"];
    assert_eq!((&readable["crc_mode"], &readable["frames"]), (&json!("modbus-swapped"), &json!(12)));

    let body = |mode: &str| json!({ "crc_mode": mode }).to_string();
    let profile = |mode: &str, key: &str| ask("POST", "profile", key).body("application/json", body(mode));
    assert_eq!(city.ask(profile("modbus-swapped", "k1").by(&duty)).await.status, 204);
    let register = city.services.views.register();
    assert_eq!(register.device_profiles[&STACK_MN.parse().unwrap()].crc, CrcMode::ModbusSwapped);
    assert_eq!(city.ask(profile("crc32", "k2").by(&duty)).await.status, 400);
    let far = json!({ "crc_mode": "hj212", "length_offset": 99 }).to_string();
    let far = ask("POST", "profile", "k3").body("application/json", far);
    assert_eq!(city.ask(far.by(&duty)).await.status, 422);
}

#[tokio::test]
async fn a_key_is_in_no_answer_and_not_in_the_ledger() {
    let city = City::new();
    let admin = city.session(Person::Administrator);
    let secret = "msbE74gsiSHSEh5e";
    let body = json!({ "key": secret }).to_string();
    let set = city.ask(ask("PUT", "key", "k1").body("application/json", body).by(&admin)).await;
    assert_eq!(set.status, 204);
    let short = ask("PUT", "key", "k2").body("application/json", json!({ "key": "short" }).to_string());
    assert_eq!(city.ask(short.by(&admin)).await.status, 400);
    let no_key = city.ask(ask("POST", "key/rotation", "k3").by(&admin)).await;
    let problem: serde_json::Value = serde_json::from_slice(&no_key.body).unwrap();
    assert_eq!((no_key.status.as_u16(), &problem["code"]), (409, &json!("no_key")));
    let unknown = Ask::new("DELETE", "/api/v1/loggers/MN-NOBODY/key").header("idempotency-key", "k4");
    assert_eq!(city.ask(unknown.by(&admin)).await.status, 404);

    let acts = city.devices.key_acts.lock().unwrap().clone();
    assert_eq!(acts, [(STACK_MN.parse().unwrap(), format!("set {secret}"))]);
    let ledger = &city.services.ledger;
    let events = ledger.read_from(0, 10_000).unwrap();
    assert!(events.iter().all(|event| !event.body.to_string().contains(secret)));
    let last = events.last().unwrap();
    assert_eq!((last.kind.as_str(), &last.body["act"]), ("register.key_noted", &json!("set")));
    let list = city.ask(Ask::get("/api/v1/loggers").by(&admin)).await;
    assert!(!list.json().to_string().contains(secret));
}
