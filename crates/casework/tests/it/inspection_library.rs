//! The libraries of objects and officers.

use std::collections::{BTreeMap, BTreeSet};

use casework::inspection_library::{
    Certificate, CertificateState, CheckClass, CheckMethod, Command, Conflict, EnforcementRecord, Enforcer,
    Event, Imported, InspectionItem, InspectionObject, KeyList, Leave, Library, PermitClass, RecusalGround,
    Refusal, Speciality, Surroundings, Undone, apply, decide,
};
use model::{CreditCode, ImportId};
use proptest::prelude::*;

use crate::support::{KAIFU, actor, district, file, morning};

fn code(number: u8) -> CreditCode {
    CreditCode::from_body(&format!("91430105MA4L000{number:02}")).unwrap()
}

fn object(number: u8, score: u16) -> InspectionObject {
    InspectionObject {
        code: code(number),
        name: format!("企业{number}"),
        district: district(KAIFU),
        trade_code: Some("C2319".into()),
        permit: Some(PermitClass::Key),
        key_lists: None,
        surroundings: None,
        credit_score: Some(score),
        designations: None,
        record: None,
    }
}

fn officer(number: u8) -> Enforcer {
    Enforcer {
        id: format!("ZF-{number:03}").parse().unwrap(),
        unit: "执法支队".into(),
        certificate: Certificate {
            issuer: "湖南省人民政府".into(),
            from: "2018-01-01".parse().unwrap(),
            until: "2020-12-31".parse().unwrap(),
        },
        specialities: BTreeSet::from([Speciality::Water]),
        leave: BTreeSet::new(),
        conflicts: BTreeSet::new(),
    }
}

fn id(number: usize) -> ImportId {
    format!("L-{number}").parse().unwrap()
}

fn imported(number: usize, digit: char, objects: Vec<InspectionObject>, enforcers: Vec<Enforcer>) -> Command {
    Command::Import(Imported {
        id: id(number),
        file: file(digit),
        objects,
        enforcers,
        items: Vec::new(),
        refused: 0,
    })
}

/// The library after `commands` of the duty officer.
fn after(commands: &[Command]) -> Library {
    let mut library = Library::default();
    for command in commands {
        give(&mut library, command).unwrap();
    }
    library
}

fn give(library: &mut Library, command: &Command) -> Result<(), Refusal> {
    let event = decide(library, command, &actor("duty"))?;
    apply(library, &event, &actor("duty"), morning()).unwrap();
    Ok(())
}

#[test]
fn undoing_an_import_brings_back_what_stood_before() {
    let mut library = after(&[
        imported(1, 'a', vec![object(1, 80), object(2, 70)], Vec::new()),
        imported(2, 'b', vec![object(1, 40), object(3, 60)], vec![officer(1)]),
    ]);
    assert_eq!(library.objects.get(&code(1)).unwrap().credit_score, Some(40));
    assert_eq!((library.objects.len(), library.enforcers.len()), (3, 1));
    give(&mut library, &Command::Undo { id: id(2), reason: " 年份不对 ".into() }).unwrap();
    assert_eq!(library.objects.get(&code(1)).unwrap().credit_score, Some(80));
    assert_eq!(library.objects.get(&code(3)), None);
    assert_eq!((library.objects.len(), library.enforcers.is_empty()), (2, true));
    assert_eq!(library.imports[&id(2)].taken_back.as_ref().unwrap().reason, "年份不对");
    let again = Command::Undo { id: id(2), reason: "again".into() };
    assert_eq!(give(&mut library, &again), Err(Refusal::IsUndone));
}

#[test]
fn the_same_file_twice_is_told_and_after_undoing_it_may_come_again() {
    let first = imported(1, 'a', vec![object(1, 80)], Vec::new());
    let mut library = after(std::slice::from_ref(&first));
    let second = imported(2, 'a', vec![object(1, 80)], Vec::new());
    assert_eq!(give(&mut library, &second), Err(Refusal::SameFile { id: id(1), at: morning() }));
    give(&mut library, &Command::Undo { id: id(1), reason: "mistake".into() }).unwrap();
    give(&mut library, &second).unwrap();
    assert_eq!(library.objects.len(), 1);
}

#[test]
fn a_bad_row_or_actor_changes_nothing() {
    let mut library = after(&[imported(1, 'a', Vec::new(), vec![officer(1)])]);
    let before = library.clone();
    let mut backwards = officer(2);
    backwards.certificate.until = "2017-12-31".parse().unwrap();
    let mut leave = officer(1);
    leave.leave.insert(Leave { from: "2020-09-02".parse().unwrap(), until: "2020-09-01".parse().unwrap() });
    let mut nameless = object(1, 1);
    nameless.name = " ".into();
    let twice = imported(2, 'b', vec![object(1, 1), object(1, 2)], Vec::new());
    for (command, refusal) in [
        (imported(2, 'b', Vec::new(), vec![backwards]), "ends_before_it_begins"),
        (Command::PutEnforcer(leave), "ends_before_it_begins"),
        (Command::PutEnforcer(officer(9)), "unknown_enforcer"),
        (imported(2, 'b', vec![nameless], Vec::new()), "name_missing"),
        (twice, "twice"),
        (imported(2, 'b', Vec::new(), Vec::new()), "nothing_to_import"),
        (imported(1, 'b', vec![object(1, 1)], Vec::new()), "already_begun"),
        (Command::Undo { id: id(7), reason: "x".into() }, "not_found"),
        (Command::Undo { id: id(1), reason: "  ".into() }, "reason_missing"),
    ] {
        let refused = give(&mut library, &command).unwrap_err();
        assert_eq!(refused.code(), refusal);
        assert!(!refused.message_zh().is_empty() && !refused.message_en().is_empty());
        assert_eq!(library, before);
    }
    for name in ["watch", "duty kaifu", "li", "printer", "leader", "inspector"] {
        let refused = decide(&library, &Command::PutEnforcer(officer(1)), &actor(name));
        assert_eq!(refused, Err(Refusal::RoleMayNot), "{name}");
    }
}

#[test]
fn what_a_person_says_of_an_officer_stands_above_the_file() {
    let mut library = after(&[imported(1, 'a', Vec::new(), vec![officer(1)])]);
    let mut away = officer(1);
    away.leave.insert(Leave { from: "2020-09-07".parse().unwrap(), until: "2020-09-11".parse().unwrap() });
    away.conflicts.insert(Conflict { enterprise: code(1), ground: RecusalGround::Interest });
    give(&mut library, &Command::PutEnforcer(away.clone())).unwrap();
    let held = library.enforcers.get(&away.id).unwrap();
    assert_eq!(held, &away);
    let day = |text: &str| text.parse().unwrap();
    assert!(held.leave_within(day("2020-09-11"), day("2020-09-30")).is_some());
    assert!(held.leave_within(day("2020-09-12"), day("2020-09-30")).is_none());
}

#[test]
fn a_certificate_stands_by_its_days() {
    let certificate = officer(1).certificate;
    let on = |text: &str| certificate.on(text.parse().unwrap());
    assert_eq!(on("2017-12-31"), CertificateState::NotYet);
    assert_eq!(on("2018-01-01"), CertificateState::Holds { days_left: 1095 });
    assert_eq!(on("2020-12-31"), CertificateState::Holds { days_left: 0 });
    assert_eq!(on("2021-01-01"), CertificateState::Ended);
}

#[test]
fn items_come_and_go_with_their_import_and_need_a_way() {
    let item = |name: &str, methods: &[CheckMethod]| InspectionItem {
        id: "SX-1".parse().unwrap(),
        name: name.into(),
        content: None,
        basis: "大气污染防治法第二十九条".into(),
        methods: methods.iter().copied().collect(),
        classes: [CheckClass::Routine].into(),
    };
    let bring = |number, digit, item| {
        Command::Import(Imported {
            id: id(number),
            file: file(digit),
            objects: Vec::new(),
            enforcers: Vec::new(),
            items: vec![item],
            refused: 0,
        })
    };
    let mut library = after(&[
        bring(1, 'a', item("废气治理设施运行", &[CheckMethod::OnSite])),
        bring(2, 'b', item("治理设施运行", &[CheckMethod::OnSite, CheckMethod::OffSite])),
    ]);
    let held = |library: &Library| library.items.get(&"SX-1".parse().unwrap()).map(|item| item.name.clone());
    assert_eq!(held(&library).as_deref(), Some("治理设施运行"));
    assert_eq!(give(&mut library, &bring(3, 'c', item("x", &[]))).unwrap_err().code(), "way_missing");
    give(&mut library, &Command::Undo { id: id(2), reason: "x".into() }).unwrap();
    assert_eq!(held(&library).as_deref(), Some("废气治理设施运行"));
}

#[test]
fn an_import_of_before_there_were_items_is_read() {
    let old = serde_json::json!({
        "v": 1, "id": "L-1", "file": "a".repeat(64), "objects": [], "enforcers": [], "refused": 0
    });
    let Event::Imported(imported) = Event::from_json("inspection_library.imported", &old).unwrap() else {
        panic!("another event")
    };
    assert!(imported.items.is_empty());
    assert_eq!(Event::Imported(imported).to_json(), old);
}

#[test]
fn what_nobody_has_given_is_not_none() {
    let mut object = object(1, 80);
    assert_eq!(object.calls_for_care(), None);
    object.key_lists = Some(BTreeSet::new());
    assert_eq!(object.calls_for_care(), None);
    object.surroundings = Some(BTreeSet::new());
    assert_eq!(object.calls_for_care(), Some(false));
    object.surroundings = Some(BTreeSet::from([Surroundings::School]));
    assert_eq!(object.calls_for_care(), Some(true));
    object.surroundings = None;
    object.key_lists = Some(BTreeSet::from([KeyList::Air]));
    assert_eq!(object.calls_for_care(), Some(true));
}

#[test]
fn events_read_as_they_were_written() {
    let mut whole = object(1, 80);
    whole.record = Some(EnforcementRecord {
        known_until: "2020-08-01".parse().unwrap(),
        penalties: BTreeSet::from(["2019-03-04".parse().unwrap()]),
        emergencies: BTreeSet::new(),
        false_data: BTreeSet::new(),
    });
    whole.designations = Some(BTreeSet::from(["livelihood".to_owned()]));
    let mut held = officer(1);
    held.conflicts.insert(Conflict { enterprise: code(1), ground: RecusalGround::PartyOrKin });
    let library = Library::default();
    let command = imported(1, 'a', vec![whole, object(2, 5)], vec![held]);
    for event in [
        decide(&library, &command, &actor("duty")).unwrap(),
        Event::Undone(Undone { id: id(1), reason: "x".into() }),
    ] {
        assert_eq!(Event::from_json(event.kind(), &event.to_json()).unwrap(), event);
    }
}

proptest! {
    /// Taking an import back leaves the library as if it had never been.
    #[test]
    fn an_import_that_is_taken_back_never_was(
        files in prop::collection::vec(prop::collection::btree_map(0u8..6, 0u16..100, 1..4), 1..6),
        which in 0usize..6,
    ) {
        let which = which % files.len();
        let command = |(number, rows): (usize, &BTreeMap<u8, u16>)| {
            let objects = rows.iter().map(|(code, score)| object(*code, *score)).collect();
            imported(number, char::from_digit(u32::try_from(number).unwrap(), 16).unwrap(), objects, Vec::new())
        };
        let all: Vec<Command> = files.iter().enumerate().map(command).collect();
        let mut taken_back = after(&all);
        give(&mut taken_back, &Command::Undo { id: id(which), reason: "x".into() }).unwrap();
        let others: Vec<Command> =
            all.iter().enumerate().filter(|(number, _)| *number != which).map(|(_, c)| c.clone()).collect();
        prop_assert_eq!(&taken_back.objects, &after(&others).objects);
    }
}
