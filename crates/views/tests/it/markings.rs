//! What enterprises say of their data, as pages ask for it.

use casework::data_marking::{Accepted, Confirmed, Event, Marked, Withdrawn};
use jiff::civil::date;
use law::MarkingKind;
use model::{MarkingId, Timestamp, china};

use crate::city::{City, outlet};

fn id(number: u32) -> MarkingId {
    format!("M-{number}").parse().unwrap()
}

/// An hour of the 30th; later ones are of days after.
fn hour(number: i64) -> Timestamp {
    china::plus_seconds("2020-08-30T00:00:00+08:00".parse().unwrap(), number * 3600)
}

fn marked(number: u32, of: usize, from: i64, to: i64) -> Event {
    Event::Marked(Marked {
        id: id(number),
        outlet: outlet(of),
        from: hour(from),
        to: hour(to),
        factors: Vec::new(),
        kind: MarkingKind::HotStart,
        reason: "点火".into(),
        files: Vec::new(),
    })
}

fn give(city: &mut City, of: usize, event: &Event) {
    city.foreign(&format!("data-marking/{}", outlet(of)), event.kind(), event.to_json());
}

#[test]
fn markings_are_found_by_outlet_and_span_with_what_may_reach_into_it() {
    let mut city = City::new();
    give(&mut city, 1, &marked(1, 1, 6, 9));
    give(&mut city, 1, &marked(2, 1, 20, 30));
    give(&mut city, 2, &marked(3, 2, 24, 26));
    give(&mut city, 2, &Event::Confirmed(Confirmed { outlet: outlet(2), day: date(2020, 8, 30) }));
    give(&mut city, 1, &Event::Accepted(Accepted { id: id(1), reason: String::new() }));
    give(&mut city, 1, &Event::Withdrawn(Withdrawn { id: id(2), reason: "误标".into() }));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let ids = |of: Option<usize>, from: i64, to: i64| -> Vec<String> {
        let only = of.map(outlet);
        let found = views.markings(only.as_ref(), hour(from), hour(to)).unwrap();
        found.values().flat_map(|state| state.markings.keys()).map(ToString::to_string).collect()
    };
    assert_eq!(ids(None, 0, 24), ["M-1", "M-2"]);
    assert_eq!(ids(Some(2), 0, 24), Vec::<String>::new());
    assert_eq!(ids(Some(2), 0, 25), ["M-3"]);
    assert_eq!(ids(Some(1), 48, 72), ["M-1", "M-2"], "a condition may go on from days before");
    assert_eq!(ids(Some(1), 24 * 8, 24 * 9), ["M-2"], "for no longer than any limit");
    let day = views.markings(None, hour(0), hour(24)).unwrap();
    assert!(day[&outlet(1)].markings[&id(1)].review.is_some());
    assert!(day[&outlet(1)].markings[&id(2)].withdrawn.is_some());
    assert!(day[&outlet(2)].confirmed.contains_key(&date(2020, 8, 30)));
    assert_eq!(views.marking(&id(3)).unwrap().unwrap().outlet, outlet(2));
    assert_eq!(views.marking(&id(9)).unwrap(), None);

    let again = city.views("again.sqlite");
    again.catch_up(&city.ledger).unwrap();
    assert_eq!(again.dump().unwrap(), views.dump().unwrap());
}

#[test]
fn what_does_not_belong_to_the_stream_is_passed_over() {
    let mut city = City::new();
    give(&mut city, 1, &marked(1, 2, 6, 9));
    city.foreign(
        &format!("data-marking/{}", outlet(1)),
        "data_marking.marked",
        serde_json::json!({ "v": 9 }),
    );
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let reasons: Vec<String> = views.skipped().unwrap().into_iter().map(|skipped| skipped.reason).collect();
    assert_eq!(reasons, ["marked in the stream of another outlet", "unknown format Some(9)"]);
    assert!(views.markings(None, hour(0), hour(24)).unwrap().is_empty());
}
