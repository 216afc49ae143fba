//! Draws by lot, as pages ask for them.

use casework::inspection_draw::{Abandoned, Chance, Drawn, Event, Opened, Stage};
use model::DrawId;

use crate::city::City;

fn opened(id: &str) -> Event {
    Event::Opened(Opened {
        id: id.parse().unwrap(),
        title: "日常抽查".parse().unwrap(),
        visits_from: "2020-09-01".parse().unwrap(),
        visits_until: "2020-09-30".parse().unwrap(),
        plan: None,
        chance: Chance::Beacon,
    })
}

fn give(city: &mut City, id: &str, event: &Event) {
    city.foreign(&format!("inspection-draw/{id}"), event.kind(), event.to_json());
}

#[test]
fn a_draw_is_found_by_its_occasion_with_all_its_attempts() {
    let mut city = City::new();
    give(&mut city, "a", &opened("a"));
    give(&mut city, "b", &opened("b"));
    give(&mut city, "a", &Event::Abandoned(Abandoned { reason: "换人".into() }));
    give(&mut city, "a", &opened("a"));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let a: DrawId = "a".parse().unwrap();
    let draw = views.inspection_draw(&a).unwrap().unwrap();
    let stages: Vec<_> = draw.attempts.iter().map(|attempt| &attempt.stage).collect();
    assert_eq!(stages, [&Stage::Abandoned("换人".into()), &Stage::Open]);
    let mut ids: Vec<String> =
        views.inspection_draws().unwrap().iter().map(|draw| draw.id.to_string()).collect();
    ids.sort();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(views.inspection_draw(&"c".parse().unwrap()).unwrap(), None);
    assert_eq!(views.skipped().unwrap(), []);
}

#[test]
fn what_does_not_follow_is_passed_over_and_counted() {
    let mut city = City::new();
    give(&mut city, "a", &opened("a"));
    give(&mut city, "a", &Event::Drawn(Drawn { hash: draw_hash() }));
    give(&mut city, "b", &opened("a"));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.inspection_draws().unwrap().len(), 1);
    let skipped = views.skipped().unwrap();
    let kinds: Vec<&str> = skipped.iter().map(|skipped| skipped.kind.as_str()).collect();
    assert_eq!(kinds, ["inspection_draw.drawn", "inspection_draw.opened"]);
}

/// Any hash.
fn draw_hash<T: serde::de::DeserializeOwned>() -> T {
    serde_json::from_value("00".repeat(32).into()).unwrap()
}
