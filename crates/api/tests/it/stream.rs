//! Server-sent events: what arrives, what is replayed, and who hears it. Every wait has a deadline and ends as
//! soon as what it waits for is there.

use std::time::Duration;

use axum::http::header;
use casework::alarm::Command;
use futures_util::StreamExt;
use model::{Severity, Source};
use serde_json::Value;

use crate::city::{COD, City, OUTFALL, Person, STACK, Session, VOC, exceedance, start};
use crate::request::Ask;

const DEADLINE: Duration = Duration::from_secs(60);

/// One event as a browser would see it.
#[derive(Debug, PartialEq)]
struct Heard {
    name: String,
    id: Option<u64>,
    data: Value,
}

/// An open stream.
struct Ear {
    body: axum::body::BodyDataStream,
    text: String,
}

impl Ear {
    async fn open(city: &City, session: &Session, last: Option<u64>) -> Self {
        let mut ask = Ask::get("/api/v1/stream").cookie(session).header("accept-encoding", "gzip");
        if let Some(last) = last {
            ask = ask.header("last-event-id", last.to_string());
        }
        let response = city.open(ask).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        assert_eq!(
            response.headers().get(header::CONTENT_ENCODING),
            None,
            "events must not wait in a compressor"
        );
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event, nothing once the stream has ended.
    async fn next(&mut self) -> Option<Heard> {
        let read = async {
            loop {
                if let Some(end) = self.text.find("\n\n") {
                    let event: String = self.text.drain(..end + 2).collect();
                    if let Some(heard) = parse(&event) {
                        return Some(heard);
                    }
                    continue;
                }
                let bytes = self.body.next().await?.unwrap();
                self.text.push_str(std::str::from_utf8(&bytes).unwrap());
            }
        };
        tokio::time::timeout(DEADLINE, read).await.expect("nothing came before the deadline")
    }

    /// The next event of this name, nothing once the stream has ended.
    async fn next_of(&mut self, name: &str) -> Option<Heard> {
        let search = async {
            loop {
                let heard = self.next().await?;
                if heard.name == name {
                    return Some(heard);
                }
            }
        };
        tokio::time::timeout(DEADLINE, search).await.expect("it did not come before the deadline")
    }
}

fn parse(event: &str) -> Option<Heard> {
    let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim_start);
    let (name, data) = (field("event:")?.to_owned(), serde_json::from_str(field("data:")?).unwrap());
    Some(Heard { name, id: field("id:").map(|id| id.parse().unwrap()), data })
}

#[tokio::test]
async fn a_command_is_heard_at_once() {
    let city = City::new();
    let mut ear = Ear::open(&city, &city.session(Person::Duty), None).await;
    let clock = ear.next_of("clock").await.unwrap();
    assert_eq!(clock.data, serde_json::json!({ "now": "2020-08-31T09:00:00+08:00", "speed": 1.0 }));
    let size = city.services.ledger.head().size;
    let id = city.raise_at_stack();
    let raised = ear.next_of("alarm").await.unwrap();
    assert_eq!(raised.id, Some(size));
    assert_eq!(raised.data["id"], id.to_string());
    assert_eq!(
        (raised.data["event"].as_str(), raised.data["version"].as_u64()),
        (Some("alarm.raised"), Some(1))
    );
    assert_eq!(ear.next_of("alarm").await.unwrap().data["event"], "alarm.assigned");
    city.act(Person::Officer, &id, &Command::Accept);
    let accepted = ear.next_of("alarm").await.unwrap();
    assert_eq!((accepted.id, accepted.data["stage"].as_str()), (Some(size + 2), Some("accepted")));
    assert_eq!(accepted.data["severity"], "moderate");
    assert_eq!(accepted.data["kind"], "exceedance_hour");
}

#[tokio::test]
async fn what_was_missed_is_replayed_once_and_in_order() {
    let city = City::new();
    let session = city.session(Person::Duty);
    let id = city.raise_at_stack();
    let last = city.services.ledger.head().size - 1;
    city.act(Person::Officer, &id, &Command::Accept);
    city.raise(&exceedance(OUTFALL, COD, Severity::Grave));
    let mut ear = Ear::open(&city, &session, Some(last)).await;
    let mut kinds = Vec::new();
    for sequence in last + 1..=last + 3 {
        let heard = ear.next_of("alarm").await.unwrap();
        assert_eq!(heard.id, Some(sequence));
        kinds.push(heard.data["event"].as_str().unwrap().to_owned());
    }
    assert_eq!(kinds, ["alarm.accepted", "alarm.raised", "alarm.assigned"]);
    // A browser that is ahead of the ledger misses nothing from now on.
    let mut ahead = Ear::open(&city, &session, Some(u64::MAX)).await;
    ahead.next_of("clock").await.unwrap();
    let next = city.services.ledger.head().size;
    city.raise(&exceedance(STACK, "a21026", Severity::Notice));
    for ear in [&mut ear, &mut ahead] {
        assert_eq!(ear.next_of("alarm").await.unwrap().id, Some(next));
    }
}

/// More than any buffer on the way holds.
#[tokio::test]
async fn a_long_absence_is_made_up_for_in_full() {
    let city = City::new();
    let session = city.session(Person::Duty);
    let first = city.services.ledger.head().size;
    let mut finding = exceedance(STACK, VOC, Severity::Moderate);
    city.raise(&finding);
    for n in 0..300 {
        finding.facts = vec![model::Fact::span("lasts", n)];
        city.raise(&finding);
    }
    let mut ear = Ear::open(&city, &session, Some(first - 1)).await;
    for sequence in first..first + 302 {
        assert_eq!(ear.next_of("alarm").await.unwrap().id, Some(sequence));
    }
}

#[tokio::test]
async fn an_enterprise_hears_only_of_its_own() {
    let city = City::new();
    let mut ear = Ear::open(&city, &city.session(Person::Owner), None).await;
    ear.next_of("clock").await.unwrap();
    city.raise(&exceedance(OUTFALL, COD, Severity::Grave));
    let kilowatt = model::Unit::MilligramPerCubicMetre;
    city.store(Source::Outlet(OUTFALL.parse().unwrap()), COD, kilowatt, start(), &[1.0]).await;
    city.store(Source::Station("1335A".parse().unwrap()), "a34004", kilowatt, start(), &[1.0]).await;
    city.store(Source::Outlet(STACK.parse().unwrap()), VOC, kilowatt, start(), &[1.0]).await;
    let own = city.raise_at_stack();
    let (mut alarms, mut sources) = (Vec::new(), Vec::new());
    while alarms.len() < 2 || sources.is_empty() {
        let heard = ear.next().await.unwrap();
        match heard.name.as_str() {
            "alarm" => alarms.push(heard.data["id"].as_str().unwrap().to_owned()),
            "readings" => sources.extend(heard.data["sources"].as_array().unwrap().clone()),
            _ => {}
        }
    }
    assert_eq!(alarms, [own.to_string(), own.to_string()]);
    assert_eq!(sources, [format!("outlet:{STACK}")]);
}

#[tokio::test]
async fn a_change_of_the_register_is_told() {
    let city = City::new();
    let mut ear = Ear::open(&city, &city.session(Person::Officer), None).await;
    ear.next_of("clock").await.unwrap();
    city.build_outlet("YH-DW009");
    assert!(ear.next_of("register").await.unwrap().id.is_some());
}

#[tokio::test]
async fn nobody_hears_on_after_signing_out() {
    let city = City::new();
    let session = city.session(Person::Duty);
    let mut ear = Ear::open(&city, &session, None).await;
    ear.next_of("clock").await.unwrap();
    assert_eq!(city.ask(Ask::new("DELETE", "/api/v1/session").by(&session)).await.status, 204);
    city.raise_at_stack();
    assert_eq!(ear.next_of("alarm").await, None);
}

/// Listening is no request: a page that nobody touches signs out, though its stream is open.
#[tokio::test]
async fn listening_does_not_keep_a_session_alive() {
    let city = City::new();
    let session = city.session(Person::Duty);
    let mut ear = Ear::open(&city, &session, None).await;
    ear.next_of("clock").await.unwrap();
    for minutes in [10, 20, 30] {
        city.machine.advance_seconds(600);
        city.build_outlet(&format!("YH-DW1{minutes}"));
        ear.next_of("register").await.unwrap();
    }
    city.machine.advance_seconds(1);
    assert_eq!(ear.next_of("register").await, None);
    assert_eq!(city.ask(Ask::get("/api/v1/session").cookie(&session)).await.code(401), "not_signed_in");
}

#[tokio::test]
async fn how_much_presses_is_told_and_told_again_only_when_it_changes() {
    let city = City::new();
    let id = city.raise_at_stack();
    let mut ear = Ear::open(&city, &city.session(Person::Officer), None).await;
    let told = ear.next_of("reminders").await.unwrap();
    assert_eq!(told.data, serde_json::json!({ "mine": 1, "reminded": 0, "overdue": 0 }));
    city.act(Person::Officer, &id, &Command::Return { reason: "not ours".into() });
    assert_eq!(ear.next_of("alarm").await.unwrap().data["event"], "alarm.returned");
}
