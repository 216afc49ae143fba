//! Plans of draws, as pages ask for them: what the fold of `casework` says.

use casework::inspection_plan::{
    Approved, Drafted, Event, Ground, InspectionPlan, PlannedPool, Returned, STREAMS, apply,
};

use crate::city::City;

fn drafted(year: i16, number: u32) -> Event {
    let pool = PlannedPool {
        id: "key".parse().unwrap(),
        title: "重点管理单位".parse().unwrap(),
        objects: 12,
        quarters: [3, 3, 3, number],
        ground: Ground::ByHand("x".into()),
    };
    Event::Drafted(Drafted { year, number, pools: vec![pool] })
}

#[test]
fn the_rows_are_what_the_fold_says_and_what_does_not_follow_is_counted() {
    let mut city = City::new();
    let views = city.views("views.sqlite");
    let stream = format!("{STREAMS}2020");
    let mut plan: Option<InspectionPlan> = None;
    for event in [
        drafted(2020, 1),
        Event::Returned(Returned { number: 1, reason: "x".into() }),
        drafted(2020, 2),
        Event::Approved(Approved { number: 2 }),
        drafted(2020, 3),
    ] {
        city.foreign(&stream, event.kind(), event.to_json());
        views.catch_up(&city.ledger).unwrap();
        let stored = city.ledger.stream(&stream.parse().unwrap()).unwrap();
        let stored = stored.last().unwrap();
        plan = Some(apply(plan, &event, &stored.actor, stored.at).unwrap());
        assert_eq!(views.inspection_plan(2020).unwrap(), plan);
    }
    let foreign = drafted(2021, 1);
    city.foreign(&stream, foreign.kind(), foreign.to_json());
    let twice = Event::Approved(Approved { number: 2 });
    city.foreign(&stream, twice.kind(), twice.to_json());
    let other = drafted(2019, 1);
    city.foreign(&format!("{STREAMS}2019"), other.kind(), other.to_json());
    views.catch_up(&city.ledger).unwrap();
    let years: Vec<i16> = views.inspection_plans().unwrap().iter().map(|plan| plan.year).collect();
    assert_eq!((years, views.inspection_plan(2020).unwrap()), (vec![2020, 2019], plan));
    assert_eq!(views.skipped().unwrap().iter().map(|skipped| skipped.events).sum::<u64>(), 2);
}
