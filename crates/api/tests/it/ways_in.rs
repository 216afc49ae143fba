//! Secrets of devices, and what is pushed with them.

use std::time::Duration;

use api::{BodyFormat, PushFailure, PushedReading};
use serde_json::json;

use crate::city::{City, Person, STACK_METER, STATION, TOKEN};
use crate::request::{Answer, Ask};

/// The JSON of a 201.
fn created(answer: &Answer) -> serde_json::Value {
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    serde_json::from_slice(&answer.body).unwrap()
}

fn issue(holder: &str, sources: &[&str], key: &str) -> Ask {
    let body = json!({ "holder": holder, "sources": sources });
    Ask::post("/api/v1/credentials", &body).header("idempotency-key", key)
}

#[tokio::test]
async fn a_secret_is_shown_once_and_is_in_no_ledger_and_no_list() {
    let city = City::new();
    let session = city.session(Person::Administrator);
    let holder = format!("meter:{STACK_METER}");
    let shown = city.ask(issue(&holder, &[], "k1").by(&session)).await;
    let shown = created(&shown);
    let secret = shown["secret"].as_str().unwrap().to_owned();
    assert_eq!(shown["user_name"], STACK_METER);
    assert_eq!(*city.ways_in.changes.lock().unwrap(), 1);

    let again = city.ask(issue(&holder, &[], "k1").by(&session)).await;
    assert_eq!(again.code(422), "secret_shown");
    let twice = city.ask(issue(&holder, &[], "k2").by(&session)).await;
    assert_eq!(twice.code(422), "already_issued");

    let list = city.ask(Ask::get("/api/v1/credentials").by(&session)).await;
    assert_eq!(list.json()[0]["state"], "holds");
    let head = city.services.ledger.head().size;
    let events = city.services.ledger.read_from(0, head).unwrap();
    let issued: Vec<_> = events.iter().filter(|event| event.kind == "credential.issued").collect();
    assert_eq!(issued.len(), 1);
    for text in [list.text().to_owned(), serde_json::to_string(&issued[0].body).unwrap()] {
        assert!(!text.contains(&secret), "{text}");
    }
}

#[tokio::test]
async fn a_secret_is_replaced_and_taken_away_with_a_reason() {
    let city = City::new();
    let session = city.session(Person::Administrator);
    let source = format!("station:{STATION}");
    let first = created(&city.ask(issue("push:lims", &[&source], "k1").by(&session)).await);
    let token = first["secret"].as_str().unwrap();
    assert!(token.starts_with("jw_lims."), "{token}");
    let command = |name: &str, body: serde_json::Value, key: &str| {
        Ask::post(format!("/api/v1/credentials/push:lims/{name}"), &body)
            .header("idempotency-key", key)
            .by(&session)
    };
    let second = city.ask(command("rotate", json!({}), "k2")).await.json();
    assert_ne!(first["secret"], second["secret"]);
    let bare = city.ask(command("revoke", json!({ "reason": " " }), "k3")).await;
    assert_eq!(bare.code(422), "reason_missing");
    assert_eq!(city.ask(command("revoke", json!({ "reason": "lost" }), "k4")).await.status, 204);
    let gone = city.ask(command("rotate", json!({}), "k5")).await;
    assert_eq!(gone.code(422), "not_issued");
    let list = city.ask(Ask::get("/api/v1/credentials").by(&session)).await.json();
    assert_eq!(list[0]["state"], "revoked");
    assert!(
        city.services
            .vault
            .credentials()
            .unwrap()
            .iter()
            .all(|credential| !credential.holds(model::Timestamp::MAX))
    );
}

#[tokio::test]
async fn a_credential_for_what_is_not_there_is_refused() {
    let city = City::new();
    let session = city.session(Person::Administrator);
    for (holder, sources, code) in [
        ("meter:M-404", vec![], "not_registered"),
        ("push:a", vec![], "bad_sources"),
        ("push:a", vec!["station:404"], "not_registered"),
        ("push:a", vec!["waiting:X"], "not_registered"),
    ] {
        let answer = city.ask(issue(holder, &sources, &format!("{holder}{sources:?}")).by(&session)).await;
        assert_eq!(answer.code(422), code, "{holder} {sources:?}");
    }
    let unreadable = city.ask(issue("boat:1", &[], "k").by(&session)).await;
    assert_eq!(unreadable.status, 400);
}

#[tokio::test]
async fn what_is_pushed_is_answered_one_by_one() {
    let city = City::new();
    let push = |body: &str, media_type: &str| {
        Ask::new("POST", "/api/v1/push/readings")
            .body(media_type, body)
            .header("authorization", format!("Bearer {TOKEN}"))
    };
    *city.ways_in.answer.lock().unwrap() = Some(Ok(vec![
        PushedReading::Stored,
        PushedReading::Duplicate,
        PushedReading::Revised,
        PushedReading::Refused("time_impossible"),
    ]));
    let answer = city.ask(push("[]", "application/json")).await.json();
    assert_eq!(
        (
            &answer["received"],
            &answer["stored"],
            &answer["revised"],
            &answer["duplicates"],
            &answer["refused"]
        ),
        (&json!(4), &json!(2), &json!(1), &json!(1), &json!(1))
    );
    assert_eq!(answer["outcomes"][3], json!({ "outcome": "refused", "reason": "time_impossible" }));
    assert_eq!(city.ask(push("source\n", "text/csv; charset=utf-8")).await.status, 200);
    assert_eq!(city.ways_in.pushed.lock().unwrap()[1], (BodyFormat::Csv, b"source\n".to_vec()));
    assert_eq!(city.ask(push("x", "text/plain")).await.status, 415);

    let wrong = push("[]", "application/json").header("authorization", "Bearer jw_lab.other");
    assert_eq!(city.ask(wrong).await.code(401), "token_invalid");
    *city.ways_in.answer.lock().unwrap() = Some(Err(PushFailure::Busy(Duration::from_secs(2))));
    let busy = city.ask(push("[]", "application/json")).await;
    assert_eq!((busy.status.as_u16(), busy.headers["retry-after"].to_str().unwrap()), (429, "3"));
    *city.ways_in.answer.lock().unwrap() = Some(Err(PushFailure::NotDurable("full".into())));
    assert_eq!(city.ask(push("[]", "application/json")).await.status, 503);
    let large = "x".repeat((1 << 20) + 1);
    assert_eq!(city.ask(push(&large, "application/json")).await.status, 413);
}
