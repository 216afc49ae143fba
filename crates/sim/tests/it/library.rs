use std::collections::{BTreeMap, BTreeSet};

use casework::inspection_library::{Command, Imported, Library, PermitClass, decide};
use jiff::civil::{Date, date};
use model::{Actor, Role, Scope};

use crate::city;

fn until() -> Date {
    date(2019, 12, 31)
}

#[test]
fn three_thousand_objects_are_everybody_with_devices_and_many_others() {
    let city = city(1);
    let objects = city.objects(until());
    assert_eq!(objects.len(), 3_000);
    let register = city.register();
    let names: BTreeMap<_, _> = objects.iter().map(|object| (&object.code, &object.name)).collect();
    assert_eq!(names.len(), 3_000, "every code is somebody else's");
    assert_eq!(names.values().collect::<BTreeSet<_>>().len(), 3_000, "so is every name");
    for (code, enterprise) in &register.enterprises {
        assert_eq!(names[code], &enterprise.name);
    }
    assert!(objects.iter().all(|object| register.districts.contains_key(&object.district)));
}

#[test]
fn the_casework_takes_them_and_what_nobody_knows_is_absent() {
    let city = city(1);
    let (objects, officers) = (city.objects(until()), city.officers());
    let imported = Imported {
        id: "demo".parse().unwrap(),
        file: "0".repeat(64).parse().unwrap(),
        objects: objects.clone(),
        enforcers: officers.iter().map(|officer| officer.enforcer.clone()).collect(),
        items: city.inspection_items(),
        refused: 0,
    };
    let keeper = Actor::User { id: "duty".parse().unwrap(), role: Role::DutyOfficer, scope: Scope::City };
    decide(&Library::default(), &Command::Import(imported), &keeper).unwrap();
    for unknown in [
        objects.iter().filter(|object| object.permit.is_none()).count(),
        objects.iter().filter(|object| object.surroundings.is_none()).count(),
        objects.iter().filter(|object| object.credit_score.is_none()).count(),
        objects.iter().filter(|object| object.record.is_none()).count(),
    ] {
        assert!((30..1_000).contains(&unknown), "{unknown}");
    }
    let key = objects.iter().filter(|object| object.permit == Some(PermitClass::Key)).count();
    assert!((150..250).contains(&key), "{key}");
}

#[test]
fn another_day_of_looking_changes_nothing_else_and_another_seed_nobody() {
    let (one, other) = (city(1), city(2));
    let (earlier, later) = (one.objects(until()), one.objects(date(2020, 6, 30)));
    let mut told_again = earlier.clone();
    for record in told_again.iter_mut().filter_map(|object| object.record.as_mut()) {
        record.known_until = date(2020, 6, 30);
    }
    assert_eq!(told_again, later);
    let identities = |city: &sim::City| {
        let names = |object: casework::inspection_library::InspectionObject| (object.code, object.name);
        city.objects(until()).into_iter().map(names).collect::<Vec<_>>()
    };
    assert_eq!(identities(&one), identities(&other));
}

#[test]
fn enough_officers_of_every_brigade_may_go_and_no_two_have_a_name() {
    let officers = city(1).officers();
    let names: BTreeSet<_> = officers.iter().map(|officer| &officer.name).collect();
    assert_eq!(names.len(), officers.len());
    let day = date(2020, 8, 30);
    let mut brigades: BTreeMap<&str, usize> = BTreeMap::new();
    for officer in &officers {
        let enforcer = &officer.enforcer;
        if enforcer.certificate.from <= day && day <= enforcer.certificate.until {
            *brigades.entry(&enforcer.unit).or_default() += 1;
        }
    }
    assert_eq!(brigades.len(), 10);
    assert!(brigades.values().all(|certified| *certified >= 4), "{brigades:?}");
    assert!(officers.iter().any(|officer| officer.enforcer.certificate.until < day), "one has ended");
}

#[test]
fn as_many_are_proposed_for_the_list_for_every_seed_and_nobody_twice() {
    for seed in [1, 7, 20_200_830] {
        let proposed = city(seed).proposed_for_list();
        let codes: BTreeSet<_> = proposed.iter().map(|(code, _)| code).collect();
        let categories: BTreeSet<_> = proposed.iter().map(|(_, category)| category).collect();
        assert_eq!((proposed.len(), codes.len(), categories.len()), (566, 566, 6), "seed {seed}");
    }
}

#[test]
fn what_devices_told_adds_up_and_nobody_without_devices_told_anything() {
    let city = city(1);
    let (from, to) = (date(2020, 1, 1), date(2020, 3, 31));
    let register = city.register();
    for code in register.enterprises.keys() {
        let (outlets, _) = city.told_by_devices(code, from, to);
        for outlet in outlets {
            let lost: u64 = outlet.lost.iter().map(|lost| lost.hours).sum();
            assert_eq!(outlet.received_h + lost, outlet.expected_h);
            assert!(outlet.valid_h * 100 >= outlet.expected_h * 95);
        }
    }
    let other = city.objects(until()).pop().unwrap();
    assert_eq!(city.told_by_devices(&other.code, from, to), (Vec::new(), None));
}
