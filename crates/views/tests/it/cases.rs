//! Cases, as pages ask for them.

use casework::case::{
    Decided, DecidedOutcome, Ended, Ending, Event, Opened, Party, Source, StageName, Suspected, Withdrawn,
};
use law::PartyKind;
use views::CaseQuery;

use crate::city::{City, enterprise, officer};

fn opened(id: &str, firm: usize, found_on: &str, source: Source) -> Event {
    Event::Opened(Opened {
        id: id.parse().unwrap(),
        source,
        party: Party { code: enterprise(firm), name: "企业".into(), kind: PartyKind::Entity },
        district: "430105".parse().unwrap(),
        suspected: Suspected { words: "超标".into(), act: None, ended_on: None },
        found_on: found_on.parse().unwrap(),
        investigators: Vec::new(),
    })
}

fn decided(firm: usize, outcome: DecidedOutcome) -> Event {
    Event::Decided(Box::new(Decided {
        number: "1".into(),
        on_the_spot: true,
        party: Party { code: enterprise(firm), name: "企业".into(), kind: PartyKind::Entity },
        outcome,
        facts: "超标".into(),
        provisions: vec!["某条".into()],
        reasons: String::new(),
        stated: Vec::new(),
        weighed: String::new(),
        evidence: Vec::new(),
        rung: None,
        review: None,
        deliberation: None,
        hearing_on: None,
        terms: Vec::new(),
        late: None,
    }))
}

fn give(city: &mut City, id: &str, event: &Event) {
    city.by(&officer("430105"), &format!("case/{id}"), event.kind(), event.to_json());
}

fn by_hand() -> Source {
    Source::ByHand { reason: "检查发现".into() }
}

#[test]
fn cases_are_found_by_stage_party_and_alarm() {
    let mut city = City::new();
    let alarm: model::AlarmId = "A20200830-0001".parse().unwrap();
    give(&mut city, "C-1", &opened("C-1", 1, "2020-08-30", Source::Alarm(alarm.clone())));
    give(&mut city, "C-2", &opened("C-2", 1, "2019-05-01", by_hand()));
    give(&mut city, "C-2", &decided(1, DecidedOutcome::NoPenalty { ground: "轻微".into() }));
    give(&mut city, "C-3", &opened("C-3", 1, "2018-05-01", by_hand()));
    give(&mut city, "C-3", &decided(1, DecidedOutcome::NotEstablished { reason: "证据不足".into() }));
    give(&mut city, "C-4", &opened("C-4", 2, "2020-01-01", by_hand()));
    let ending = Ending::NotFiled(Withdrawn { reason: "不属本机关管辖".into() });
    give(&mut city, "C-4", &Event::Ended(Ended { ending }));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let ids = |query: &CaseQuery| {
        let mut ids: Vec<String> =
            views.cases(query).unwrap().iter().map(|row| row.case.id.to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&CaseQuery::default()), ["C-1", "C-2", "C-3", "C-4"]);
    assert_eq!(ids(&CaseQuery { open: true, ..CaseQuery::default() }), ["C-1", "C-2", "C-3"]);
    assert_eq!(ids(&CaseQuery { established: true, ..CaseQuery::default() }), ["C-2"]);
    let stage = Some(StageName::Ended);
    assert_eq!(ids(&CaseQuery { stage, ..CaseQuery::default() }), ["C-4"]);
    let party = Some(enterprise(2));
    assert_eq!(ids(&CaseQuery { party, ..CaseQuery::default() }), ["C-4"]);
    assert_eq!(views.case_of_alarm(&alarm).unwrap().unwrap().as_str(), "C-1");
    let earlier = views.established_cases(&enterprise(1)).unwrap();
    assert_eq!(earlier.iter().map(|case| case.id.as_str()).collect::<Vec<_>>(), ["C-2"]);
    assert_eq!(views.case(&"C-2".parse().unwrap()).unwrap().unwrap().version, 2);
    assert_eq!(views.skipped().unwrap(), []);
}

#[test]
fn what_does_not_follow_is_passed_over_and_counted() {
    let mut city = City::new();
    give(&mut city, "C-1", &decided(1, DecidedOutcome::NoPenalty { ground: "轻微".into() }));
    give(&mut city, "C-2", &opened("C-1", 1, "2020-08-30", by_hand()));
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.cases(&CaseQuery::default()).unwrap(), []);
    assert_eq!(views.skipped().unwrap().len(), 2);
}
