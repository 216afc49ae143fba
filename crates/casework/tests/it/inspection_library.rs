//! The libraries of objects and officers.

use std::collections::{BTreeMap, BTreeSet};

use casework::inspection_library::{
    Certificate, CertificateState, CheckClass, CheckMethod, Command, Conflict, EnforcementRecord, Enforcer,
    Event, Imported, InTheWay, InspectionItem, InspectionObject, KeyList, Leave, Library, Merging,
    PermitClass, RecusalGround, Refusal, Renaming, Speciality, Surroundings, Undone, apply, decide,
};
use model::{CreditCode, ImportId, LibraryChangeId};
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

fn change(number: u8) -> LibraryChangeId {
    format!("W-{number}").parse().unwrap()
}

fn rename(number: u8, of: u8, to: &str) -> Command {
    Command::Rename(Renaming {
        id: change(number),
        code: code(of),
        to: to.into(),
        since: "2020-08-01".parse().unwrap(),
        reason: "营业执照变更".into(),
        today: "2020-08-30".parse().unwrap(),
    })
}

fn merge(number: u8, given_up: u8, kept: u8) -> Command {
    Command::Merge(Merging {
        id: change(number),
        given_up: code(given_up),
        kept: code(kept),
        reason: "换发信用代码".into(),
        in_the_way: Vec::new(),
    })
}

fn undo_change(number: u8) -> Command {
    Command::UndoChange { id: change(number), reason: "弄错了".into() }
}

fn name(library: &Library, of: u8) -> Option<String> {
    library.object(&code(of)).map(|object| object.name)
}

#[test]
fn a_name_that_was_given_up_does_not_come_back_by_a_file() {
    let mut library = after(&[imported(1, 'a', vec![object(1, 80)], Vec::new()), rename(1, 1, " 新名 ")]);
    assert_eq!(name(&library, 1).as_deref(), Some("新名"));
    // An older list, and then one that knows a name that nobody has entered.
    give(&mut library, &imported(2, 'b', vec![object(1, 70)], Vec::new())).unwrap();
    assert_eq!(name(&library, 1).as_deref(), Some("新名"));
    assert_eq!(library.object(&code(1)).unwrap().credit_score, Some(70));
    let mut other = object(1, 60);
    other.name = "又一名".into();
    give(&mut library, &imported(3, 'c', vec![other], Vec::new())).unwrap();
    assert_eq!(name(&library, 1).as_deref(), Some("又一名"));
    give(&mut library, &Command::Undo { id: id(3), reason: "x".into() }).unwrap();
    assert_eq!(name(&library, 1).as_deref(), Some("新名"));
    give(&mut library, &rename(2, 1, "企业1")).unwrap();
    assert_eq!(name(&library, 1).as_deref(), Some("企业1"), "back to the first name");
    assert_eq!(give(&mut library, &undo_change(1)), Err(Refusal::RenamedAgain));
    give(&mut library, &undo_change(2)).unwrap();
    give(&mut library, &undo_change(1)).unwrap();
    assert_eq!(name(&library, 1).as_deref(), Some("企业1"));
    assert_eq!(library.identities.all().len(), 2, "both stay in the ledger");
}

#[test]
fn two_objects_that_are_one_stand_once_with_what_is_known_of_both() {
    let day = |text: &str| text.parse().unwrap();
    let record = |until: &str, penalty: &str| {
        Some(EnforcementRecord {
            known_until: day(until),
            penalties: BTreeSet::from([day(penalty)]),
            emergencies: BTreeSet::new(),
            false_data: BTreeSet::new(),
        })
    };
    let (mut first, mut second) = (object(1, 80), object(2, 70));
    first.record = record("2020-08-01", "2019-03-04");
    (first.trade_code, first.permit) = (None, None);
    second.record = record("2020-07-01", "2020-05-06");
    let mut library =
        after(&[imported(1, 'a', vec![first.clone(), second, object(3, 60)], Vec::new()), merge(1, 2, 1)]);
    let codes: Vec<_> = library.standing_objects().into_iter().map(|object| object.code).collect();
    assert_eq!(codes, [code(1), code(3)]);
    let one = library.object(&code(1)).unwrap();
    assert_eq!(
        (one.credit_score, one.permit),
        (Some(80), Some(PermitClass::Key)),
        "what nobody said is taken"
    );
    let record = one.record.unwrap();
    assert_eq!((record.known_until, record.penalties.len()), (day("2020-07-01"), 2));
    assert_eq!(library.object(&code(2)), None);
    assert_eq!(
        give(&mut library, &rename(9, 2, "新名")),
        Err(Refusal::GivenUp { code: code(2), kept: code(1) })
    );
    // Of the third nobody has looked into the records: nobody knows the whole.
    give(&mut library, &merge(2, 1, 3)).unwrap();
    assert_eq!(library.identities.kept(&code(2)), &code(3));
    assert_eq!(library.object(&code(3)).unwrap().record, None);
    give(&mut library, &undo_change(2)).unwrap();
    give(&mut library, &undo_change(1)).unwrap();
    assert_eq!(library.object(&code(1)), Some(first));
    assert_eq!(library.standing_objects().len(), 3);
    // Without the one that was kept the other stands by itself again, whatever was said of both.
    give(&mut library, &merge(3, 3, 1)).unwrap();
    give(&mut library, &imported(2, 'b', vec![object(3, 1)], Vec::new())).unwrap();
    give(&mut library, &Command::Undo { id: id(1), reason: "x".into() }).unwrap();
    assert_eq!(library.object(&code(3)), Some(object(3, 1)));
}

#[test]
fn a_change_that_cannot_be_is_refused_and_changes_nothing() {
    let mut library =
        after(&[imported(1, 'a', vec![object(1, 80), object(2, 70)], Vec::new()), rename(1, 1, "新名")]);
    let before = library.clone();
    let with = |command: Command, change: &dyn Fn(&mut Renaming, &mut Merging)| {
        let (Command::Rename(mut renaming), Command::Merge(mut merging)) =
            (rename(2, 1, "x"), merge(2, 2, 1))
        else {
            panic!("other commands")
        };
        change(&mut renaming, &mut merging);
        match command {
            Command::Rename(_) => Command::Rename(renaming),
            _ => Command::Merge(merging),
        }
    };
    for (command, code) in [
        (rename(2, 7, "x"), "unknown_object"),
        (rename(2, 1, "新名"), "same_name"),
        (rename(2, 1, " "), "name_missing"),
        (rename(1, 2, "x"), "already_begun"),
        (with(rename(2, 1, "x"), &|r, _| r.since = "2020-08-31".parse().unwrap()), "in_the_future"),
        (with(rename(2, 1, "x"), &|r, _| r.reason = " ".into()), "reason_missing"),
        (merge(2, 1, 1), "with_itself"),
        (merge(2, 7, 1), "unknown_object"),
        (merge(2, 1, 7), "unknown_object"),
        (with(merge(2, 2, 1), &|_, m| m.in_the_way.push(InTheWay::Monitored)), "in_the_way"),
        (with(merge(2, 2, 1), &|_, m| m.in_the_way.push(InTheWay::PositiveList)), "in_the_way"),
        (undo_change(2), "not_found"),
    ] {
        let refused = give(&mut library, &command).unwrap_err();
        assert_eq!(refused.code(), code, "{command:?}");
        assert!(!refused.message_zh().is_empty() && !refused.message_en().is_empty());
        assert_eq!(library, before);
    }
    for who in ["watch", "duty kaifu", "li", "printer", "leader", "inspector"] {
        assert_eq!(decide(&library, &merge(2, 2, 1), &actor(who)), Err(Refusal::RoleMayNot), "{who}");
    }
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
    let two = after(std::slice::from_ref(&command));
    for event in [
        decide(&library, &command, &actor("duty")).unwrap(),
        Event::Undone(Undone { id: id(1), reason: "x".into() }),
        decide(&two, &rename(1, 1, "新名"), &actor("duty")).unwrap(),
        decide(&two, &merge(1, 1, 2), &actor("duty")).unwrap(),
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
