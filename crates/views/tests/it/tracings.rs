//! Tracings, as pages ask for them.

use casework::tracing::{Closed, Event, NotPossible, Opened, Origin, Question, Verdict};
use model::Timestamp;

use crate::city::City;

fn at(text: &str) -> Timestamp {
    format!("2020-07-29T{text}:00+08:00").parse().unwrap()
}

/// Any hash.
fn hash<T: serde::de::DeserializeOwned>() -> T {
    serde_json::from_value("00".repeat(32).into()).unwrap()
}

fn opened(id: &str, origin: Origin) -> Event {
    Event::Opened(Opened {
        id: id.parse().unwrap(),
        origin,
        question: Question {
            station: "1335A".parse().unwrap(),
            factor: "a21026".parse().unwrap(),
            from: at("18:00"),
            to: at("23:00"),
            anomaly_from: at("20:00"),
            anomaly_to: at("22:00"),
        },
        district: "430105".parse().unwrap(),
        input: hash(),
    })
}

fn give(city: &mut City, id: &str, event: &Event) {
    city.foreign(&format!("tracing/{id}"), event.kind(), event.to_json());
}

#[test]
fn a_tracing_is_found_by_its_id_and_by_its_alarm() {
    let mut city = City::new();
    let alarm = "A20200729-0001";
    give(&mut city, "T-1", &opened("T-1", Origin::Alarm(alarm.parse().unwrap())));
    give(&mut city, "T-2", &opened("T-2", Origin::ByHand("异味".into())));
    give(&mut city, "T-1", &Event::NotPossible(NotPossible { input: hash(), missing: Vec::new() }));
    let words = "沙尘".to_owned();
    give(&mut city, "T-1", &Event::Closed(Closed { verdict: Verdict::Regional, words }));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let ids: Vec<String> = views.tracings().unwrap().iter().map(|row| row.tracing.id().to_string()).collect();
    assert_eq!(ids, ["T-2", "T-1"], "the one opened last first");
    let row = views.tracing(&"T-1".parse().unwrap()).unwrap().unwrap();
    assert_eq!(row.version, 3);
    assert!(row.tracing.closing.is_some());
    assert_eq!(views.tracing_of_alarm(&alarm.parse().unwrap()).unwrap(), Some(row));
    assert_eq!(views.tracing_of_alarm(&"A20200729-0002".parse().unwrap()).unwrap(), None);
    assert_eq!(views.skipped().unwrap(), []);
}

#[test]
fn what_does_not_follow_is_passed_over_and_counted() {
    let mut city = City::new();
    give(&mut city, "T-1", &opened("T-2", Origin::ByHand("异味".into())));
    let closed = Closed { verdict: Verdict::NotFound, words: "无".into() };
    give(&mut city, "T-3", &Event::Closed(closed));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.tracings().unwrap(), []);
    assert_eq!(views.skipped().unwrap().len(), 2);
}
