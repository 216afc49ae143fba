//! What another law would change in an open case.

use casework::case::{CaseChange, ChangeKind, DeadlineKind, changes};
use law::{Law, OfficeHours, PackFile};

use super::support::*;

const LOW: &str = r#"{"mode": "部分不正常运行", "coop": "配合"}"#;

/// The law of the tests with one pack in other words.
fn with(name: &str, words: &[(&str, &str)]) -> Law {
    let mut text = PACKS.iter().find(|pack| pack.name == name).unwrap().text.to_owned();
    for (old, new) in words {
        assert!(text.contains(old), "{old} stands in {name}");
        text = text.replacen(old, new, 1);
    }
    let changed = |pack: &PackFile<'static>| pack.name == name;
    let mut packs: Vec<PackFile<'_>> = PACKS.iter().filter(|pack| !changed(pack)).copied().collect();
    packs.push(PackFile { name, text: &text });
    Law::load(&packs, OfficeHours::default()).unwrap()
}

fn between(dossier: &Dossier, after: &Law) -> Vec<CaseChange> {
    changes(dossier.state(), law(), after, &dossier.earlier, dossier.now)
}

#[test]
fn the_same_law_changes_nothing() {
    for dossier in [Dossier::opened(), Dossier::filed(), Dossier::noticed(by_table(LOW))] {
        assert!(between(&dossier, law()).is_empty());
    }
}

#[test]
fn a_longer_term_moves_what_is_still_to_come_and_not_what_is_done() {
    let term =
        "span = \"立案→处罚决定\"\nspan_en = \"from filing to the decision on the penalty\"\namount = ";
    // Its worked examples go with it, or the pack would not load.
    let (old, new) = (format!("{term}90"), format!("{term}100"));
    let words = [(old.as_str(), new.as_str()), ("2020-06-10", "2020-06-20"), ("2020-07-30", "2020-08-09")];
    let after = with("national/procedure.toml", &words);
    let found = between(&Dossier::noticed(by_table(LOW)), &after);
    let change = &found[0];
    assert_eq!((found.len(), change.kind), (1, ChangeKind::Deadline(DeadlineKind::Decision, None)));
    assert_eq!((change.before.as_str(), change.after.as_str()), ("2020-11-29", "2020-12-09"));
    assert!(between(&Dossier::decided(by_table(LOW)), &after).is_empty(), "it is decided");
}

#[test]
fn another_amount_changes_the_fine_that_was_told_and_the_right_to_a_hearing() {
    let table = "act = \"air_evasion\"\nformula = \"share_of_greatest\"\nleast = 100000\ngreatest = ";
    let (old, new) = (format!("{table}1000000"), format!("{table}2000000"));
    let words = [(old.as_str(), new.as_str()), ("fine = 220000", "fine = 440000")];
    let found =
        between(&Dossier::noticed(by_table(LOW)), &with("city/changsha-discretion-demo.toml", &words));
    let fine = found.iter().find(|change| change.kind == ChangeKind::Fine).unwrap();
    assert_eq!((fine.before.as_str(), fine.after.as_str()), ("100000.00", "200000.00"));
    let words = [(
        "id = \"hearing-entity-2010\"\nstep = \"hearing\"\nparty = \"entity\"\namount = 50000",
        "id = \"hearing-entity-2010\"\nstep = \"hearing\"\nparty = \"entity\"\namount = 500000",
    )];
    let found = between(&Dossier::noticed(by_table(LOW)), &with("national/case-rules.toml", &words));
    assert_eq!(found.iter().map(|change| change.kind).collect::<Vec<_>>(), [ChangeKind::Hearing]);
    assert_eq!(found[0].after, "none");
}

#[test]
fn another_rule_of_the_ladder_changes_the_rung() {
    let words = [(
        "{ fact = \"violations_2y\", at_least = 2 }]] }]",
        "{ fact = \"violations_2y\", at_least = 0 }]] }]",
    )];
    let after = with("city/changsha-discretion-demo.toml", &words);
    let found = between(&Dossier::reviewed(), &after);
    let rung = found.iter().find(|change| change.kind == ChangeKind::Rung).unwrap();
    assert_eq!((rung.before.as_str(), rung.after.as_str()), ("ordinary", "heavier"));
}
