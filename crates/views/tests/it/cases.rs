//! Cases, as pages ask for them.

use casework::case::{
    ChallengeEnded, ChallengeKind, ChallengeOutcome, Challenged, Decided, DecidedOutcome, Ended, Ending,
    Event, FineHow, FineSet, Likeness, Opened, OutcomeName, Party, PenaltySet, Source, StageName, Suspected,
    Withdrawn,
};
use law::PartyKind;
use views::{CasePlace, CaseQuery};

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
    let stage = Some(StageName::Ended);
    assert_eq!(ids(&CaseQuery { stage, ..CaseQuery::default() }), ["C-4"]);
    let party = Some(enterprise(2));
    assert_eq!(ids(&CaseQuery { party, ..CaseQuery::default() }), ["C-4"]);
    let reason = "同一违法行为".into();
    let merged = Ending::Merged { into: "C-1".parse().unwrap(), reason };
    give(&mut city, "C-5", &opened("C-5", 1, "2020-08-30", by_hand()));
    give(&mut city, "C-5", &Event::Ended(Ended { ending: merged }));
    views.catch_up(&city.ledger).unwrap();
    let taken_up = views.cases_merged_into(&"C-1".parse().unwrap()).unwrap();
    assert_eq!(taken_up.iter().map(model::CaseId::as_str).collect::<Vec<_>>(), ["C-5"]);
    assert_eq!(views.case_of_alarm(&alarm).unwrap().unwrap().as_str(), "C-1");
    let earlier = views.established_cases(&enterprise(1)).unwrap();
    assert_eq!(earlier.iter().map(|case| case.id.as_str()).collect::<Vec<_>>(), ["C-2"]);
    assert_eq!(views.case(&"C-2".parse().unwrap()).unwrap().unwrap().version, 2);
    assert_eq!(views.skipped().unwrap(), []);
}

fn fined(yuan: &str) -> DecidedOutcome {
    let amount = yuan.parse().unwrap();
    let how = FineHow::ByHand { reason: "没有适用的裁量表".into(), range: None, basis: None };
    let fine = Some(FineSet { amount, how });
    DecidedOutcome::Penalty(PenaltySet { warning: false, fine, other: None })
}

#[test]
fn fines_are_found_by_act_and_district_and_go_when_annulled() {
    let mut city = City::new();
    for (id, act) in [("C-1", Some("air_evasion")), ("C-2", Some("water_evasion")), ("C-3", None)] {
        let Event::Opened(mut file) = opened(id, 1, "2020-08-30", by_hand()) else { panic!() };
        file.suspected.act = act.map(Into::into);
        give(&mut city, id, &Event::Opened(file));
        give(&mut city, id, &decided(1, fined("100000")));
    }
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let ids = |act: &str, district: Option<&str>| {
        let district = district.map(|code| code.parse().unwrap());
        let found = views.decided_fines(&Likeness::Act(act.into()), district.as_ref()).unwrap();
        found.iter().map(|fine| fine.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids("air_evasion", None), ["C-1"]);
    assert_eq!(ids("air_evasion", Some("430105")), ["C-1"]);
    assert!(ids("air_evasion", Some("430102")).is_empty(), "of another district");
    assert!(ids("air_over_limit", None).is_empty());
    let on = "2020-10-01".parse().unwrap();
    let challenged =
        Challenged { kind: ChallengeKind::Reconsideration, on, before: "市人民政府".into() };
    give(&mut city, "C-1", &Event::Challenged(challenged));
    let ended = ChallengeEnded { on, outcome: ChallengeOutcome::Annulled, words: String::new() };
    give(&mut city, "C-1", &Event::ChallengeEnded(ended));
    views.catch_up(&city.ledger).unwrap();
    assert!(ids("air_evasion", None).is_empty(), "annulled");
    let earlier = views.established_cases(&enterprise(1)).unwrap();
    assert_eq!(
        earlier.iter().map(|case| case.act.as_deref()).collect::<Vec<_>>(),
        [Some("water_evasion"), None]
    );
}

#[test]
fn pages_go_on_where_they_ended_and_figures_count_what_they_open_into() {
    let mut city = City::new();
    for number in 0..7 {
        let id = format!("C-{number}");
        give(&mut city, &id, &opened(&id, 1, "2020-08-30", by_hand()));
        match number {
            0..3 => give(&mut city, &id, &decided(1, fined("1000.50"))),
            3 => give(&mut city, &id, &decided(1, DecidedOutcome::NoPenalty { ground: "轻微".into() })),
            _ => {}
        }
    }
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    let query = CaseQuery::default();
    let whole: Vec<_> = views.cases(&query).unwrap().into_iter().map(|row| row.case.id).collect();
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let page = views.cases_page(&query, after.as_ref(), 3).unwrap();
        let Some(last) = page.last() else { break };
        after = Some(CasePlace::of(&last.case));
        paged.extend(page.into_iter().map(|row| row.case.id));
    }
    assert_eq!(paged, whole);
    let figures = views.case_figures(&query).unwrap();
    assert_eq!((figures.all, figures.open, figures.punished, figures.exempt), (7, 7, 3, 1));
    assert_eq!(figures.fines.to_string(), "3001.50");
    let outcome = Some(OutcomeName::Penalty);
    assert_eq!(views.cases(&CaseQuery { outcome, ..query.clone() }).unwrap().len(), 3);
    let words = "c-5".to_owned();
    assert_eq!(views.cases(&CaseQuery { words, ..query.clone() }).unwrap().len(), 1);
    let elsewhere = Some("430102".parse().unwrap());
    assert_eq!(views.case_figures(&CaseQuery { within: elsewhere, ..query.clone() }).unwrap().all, 0);
    assert_eq!(views.case_figures(&CaseQuery { year: Some(1999), ..query }).unwrap().all, 0);
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
