//! The libraries, as pages ask for them: what the fold of `casework` says.

use casework::inspection_library::{
    Certificate, Enforcer, EnforcerPut, Event, Imported, InspectionObject, Library, ObjectChangeUndone,
    ObjectRenamed, ObjectsMerged, STREAM, Undone, apply,
};
use model::CreditCode;

use crate::city::City;

fn object(number: u32, name: &str) -> InspectionObject {
    InspectionObject {
        code: CreditCode::from_body(&format!("91430105MA4L0000{number}")).unwrap(),
        name: name.into(),
        district: "430105".parse().unwrap(),
        trade_code: None,
        permit: None,
        key_lists: None,
        surroundings: None,
        credit_score: None,
        designations: None,
        record: None,
    }
}

fn officer(unit: &str) -> Enforcer {
    Enforcer {
        id: "ZF-001".parse().unwrap(),
        unit: unit.into(),
        certificate: Certificate {
            issuer: "省政府".into(),
            from: "2018-01-01".parse().unwrap(),
            until: "2020-12-31".parse().unwrap(),
        },
        specialities: Default::default(),
        leave: Default::default(),
        conflicts: Default::default(),
    }
}

fn imported(id: &str, objects: Vec<InspectionObject>, enforcers: Vec<Enforcer>) -> Event {
    let file = id.trim_start_matches("L-").repeat(64).parse().unwrap();
    Event::Imported(Imported {
        id: id.parse().unwrap(),
        file,
        objects,
        enforcers,
        items: Vec::new(),
        refused: 1,
    })
}

fn undone(id: &str) -> Event {
    Event::Undone(Undone { id: id.parse().unwrap(), reason: "年份不对".into() })
}

fn renamed(id: &str, number: u32, from: &str, to: &str) -> Event {
    Event::ObjectRenamed(ObjectRenamed {
        id: id.parse().unwrap(),
        code: object(number, "").code,
        from: from.into(),
        to: to.into(),
        since: "2020-08-01".parse().unwrap(),
        reason: "x".into(),
    })
}

fn merged(id: &str, given_up: u32, kept: u32) -> Event {
    let code = |number| object(number, "").code;
    Event::ObjectsMerged(ObjectsMerged {
        id: id.parse().unwrap(),
        given_up: code(given_up),
        kept: code(kept),
        reason: "x".into(),
    })
}

#[test]
fn every_name_of_a_file_that_stands_is_known() {
    let mut city = City::new();
    let views = city.views("views.sqlite");
    for event in [
        imported("L-1", vec![object(1, "甲")], Vec::new()),
        imported("L-2", vec![object(1, "乙")], Vec::new()),
        imported("L-3", vec![object(1, "丙")], Vec::new()),
        undone("L-2"),
    ] {
        city.foreign(STREAM, event.kind(), event.to_json());
    }
    views.catch_up(&city.ledger).unwrap();
    let names = views.object_names().unwrap();
    let import = |id: &str| Some(id.parse().unwrap());
    let wanted = [("甲".to_owned(), import("L-1")), ("丙".to_owned(), import("L-3"))];
    assert_eq!(names[&object(1, "").code], wanted);
}

#[test]
fn the_rows_are_what_the_fold_says_at_every_step() {
    let mut city = City::new();
    let views = city.views("views.sqlite");
    let mut library = Library::default();
    for event in [
        imported("L-1", vec![object(1, "甲"), object(2, "乙")], vec![officer("一大队")]),
        imported("L-2", vec![object(1, "甲甲"), object(3, "丙")], Vec::new()),
        Event::EnforcerPut(EnforcerPut { enforcer: officer("二大队") }),
        renamed("W-1", 1, "甲甲", "丁"),
        merged("W-2", 3, 1),
        undone("L-1"),
        imported("L-3", vec![object(2, "乙乙")], vec![officer("三大队")]),
        Event::ObjectChangeUndone(ObjectChangeUndone { id: "W-2".parse().unwrap(), reason: "弄错".into() }),
        undone("L-2"),
        undone("L-3"),
    ] {
        city.foreign(STREAM, event.kind(), event.to_json());
        views.catch_up(&city.ledger).unwrap();
        let stored = city.ledger.stream(&STREAM.parse().unwrap()).unwrap();
        let stored = stored.last().unwrap();
        apply(&mut library, &event, &stored.actor, stored.at).unwrap();
        let objects = library.standing_objects();
        for object in &objects {
            assert_eq!(views.inspection_object(&object.code).unwrap().as_ref(), Some(object));
        }
        assert_eq!(views.object_identities().unwrap(), library.identities);
        let enforcers: Vec<_> = library.enforcers.iter().map(|(_, enforcer)| enforcer.clone()).collect();
        assert_eq!(views.inspection_objects().unwrap(), objects);
        assert_eq!(views.enforcers().unwrap(), enforcers);
        let mut imports = views.library_imports().unwrap();
        imports.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(imports, library.imports.values().cloned().collect::<Vec<_>>());
    }
    assert_eq!(views.enforcer(&"ZF-001".parse().unwrap()).unwrap(), Some(officer("二大队")));
    assert_eq!(views.inspection_object(&object(1, "").code).unwrap(), None);
    assert_eq!(views.skipped().unwrap(), []);
    let again = city.views("again.sqlite");
    again.catch_up(&city.ledger).unwrap();
    assert_eq!(again.dump().unwrap(), views.dump().unwrap());
}

#[test]
fn what_does_not_follow_is_passed_over_and_counted() {
    let mut city = City::new();
    for event in [
        imported("L-1", vec![object(1, "甲")], Vec::new()),
        imported("L-1", vec![object(1, "乙")], Vec::new()),
        undone("L-2"),
        undone("L-1"),
        undone("L-1"),
    ] {
        city.foreign(STREAM, event.kind(), event.to_json());
    }
    let views = city.views("views.sqlite");
    views.catch_up(&city.ledger).unwrap();
    assert_eq!(views.inspection_objects().unwrap(), []);
    let passed_over: u64 = views.skipped().unwrap().iter().map(|skipped| skipped.events).sum();
    assert_eq!(passed_over, 3);
}
