//! The positive list, as pages ask for it.

use casework::positive_list::{
    Category, Event, NoticeBegun, Objected, Proposed, Report, STREAMS, Stage, Withdrawn,
};
use law::{Basis, ListRegime};
use model::CreditCode;

use crate::city::City;

fn code(number: u32) -> CreditCode {
    CreditCode::from_body(&format!("91430105MA4L0000{number}")).unwrap()
}

fn report() -> Report {
    Report { day: "2020-08-31".parse().unwrap(), checked: Vec::new() }
}

fn proposed(number: u32) -> Event {
    let basis = Basis {
        rule: "livelihood".into(),
        pack: "list".into(),
        version: "1".into(),
        source: "s".into(),
        unverified: true,
        illustrative: true,
    };
    Event::Proposed(Proposed {
        enterprise: code(number),
        category: Category {
            basis,
            number: 2,
            name: "民生".into(),
            name_en: "Daily life".into(),
            regime: ListRegime::Exempt,
        },
        statement: "食品".into(),
        report: report(),
    })
}

fn give(city: &mut City, number: u32, event: &Event) {
    city.foreign(&format!("{STREAMS}{}", code(number)), event.kind(), event.to_json());
}

#[test]
fn an_enterprise_is_found_with_the_version_of_its_stream() {
    let mut city = City::new();
    give(&mut city, 1, &proposed(1));
    give(&mut city, 2, &proposed(2));
    give(&mut city, 1, &Event::NoticeBegun(NoticeBegun { report: report(), settled: [].into() }));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let all: Vec<_> = views.positive_list().unwrap().into_iter().map(|row| row.standing.enterprise).collect();
    assert_eq!(all, [code(1), code(2)]);
    let row = views.positive_list_of(&code(1)).unwrap().unwrap();
    assert_eq!(row.version, 2);
    assert!(matches!(row.standing.last().unwrap().stage, Stage::OnNotice(_)));
    assert_eq!(views.positive_list_of(&code(3)).unwrap(), None);
    assert_eq!(views.skipped().unwrap(), []);
}

#[test]
fn what_does_not_follow_is_passed_over_and_the_version_moves_on() {
    let mut city = City::new();
    give(&mut city, 1, &Event::Withdrawn(Withdrawn { reason: "x".into() }));
    give(&mut city, 1, &proposed(2));
    give(&mut city, 1, &proposed(1));
    give(&mut city, 1, &Event::Objected(Objected { summary: "x".into() }));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let row = views.positive_list_of(&code(1)).unwrap().unwrap();
    assert_eq!((row.version, row.standing.entries.len()), (4, 1));
    let passed_over: u64 = views.skipped().unwrap().iter().map(|skipped| skipped.events).sum();
    assert_eq!(passed_over, 3);
}
