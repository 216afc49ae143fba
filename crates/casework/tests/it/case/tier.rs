use casework::case::{Command, FactGiven, FactSource, TierGiven, propose};
use law::{Given, Rung};

use super::support::*;
use crate::support::printer;

fn fact(fact: &str, value: Given) -> FactGiven {
    FactGiven { fact: fact.into(), value, reason: String::new() }
}

fn yes(name: &str) -> FactGiven {
    fact(name, Given::Flag(true))
}

#[test]
fn without_facts_it_is_an_ordinary_penalty_and_what_is_open_is_named() {
    let dossier = Dossier::filed();
    let proposal = propose(dossier.state(), &[], None, &dossier.here()).unwrap();
    assert_eq!((proposal.rung, proposal.reasons.len()), (Rung::Ordinary, 0));
    let open: Vec<_> = proposal.open.iter().map(|reason| reason.basis.rule.as_str()).collect();
    assert!(
        open.contains(&"detention-2015") && open.contains(&"malice") && open.contains(&"guide"),
        "{open:?}"
    );
    let guide = proposal.open.iter().find(|reason| reason.basis.rule == "guide").unwrap();
    assert!(!guide.unknown.iter().any(|fact| fact == "first_violation"), "the register knows it: {guide:?}");
}

#[test]
fn the_heaviest_that_holds_counts_and_else_the_gentlest() {
    let dossier = Dossier::filed();
    let rung = |facts: &[FactGiven]| propose(dossier.state(), facts, None, &dossier.here()).unwrap().rung;
    let gentle = ["minor_violation", "corrected_at_once", "no_harm"].map(yes);
    assert_eq!(rung(&gentle), Rung::Guide);
    let mut facts = gentle.to_vec();
    facts.push(yes("night_discharge"));
    assert_eq!(rung(&facts), Rung::Heavier);
    facts.push(yes("data_fraud"));
    assert_eq!(rung(&facts), Rung::Referral);
}

#[test]
fn an_entry_of_the_catalogue_exempts() {
    let dossier = Dossier::filed();
    let facts = [yes("corrected_in_time"), yes("harm_slight"), fact("sensitive_area", Given::Flag(false))];
    let proposal = propose(dossier.state(), &facts, Some("CS-X11"), &dossier.here()).unwrap();
    assert_eq!(proposal.rung, Rung::RectifyExempt);
    assert!(proposal.reasons[0].basis.illustrative);
    let unknown = propose(dossier.state(), &facts, Some("CS-X99"), &dossier.here()).unwrap_err();
    assert_eq!(unknown.code(), "unknown_option");
}

#[test]
fn earlier_cases_of_the_party_in_the_whole_register_count() {
    let mut dossier = Dossier::filed();
    let case = |id: &str, found_on: &str| casework::case::EarlierCase {
        id: id.parse().unwrap(),
        party: printer(),
        found_on: found_on.parse().unwrap(),
        act: None,
    };
    // On the day itself, before two years, and another party's: none of them counts.
    let mut other = case("C-9", "2020-01-01");
    other.party = crate::support::other_enterprise();
    dossier.earlier =
        vec![case("C-2", "2018-08-30"), case("C-3", "2018-08-29"), case("C-4", "2020-08-30"), other];
    let proposal = propose(dossier.state(), &[], None, &dossier.here()).unwrap();
    let known = |name: &str| proposal.facts.iter().find(|fact| fact.fact == name).unwrap();
    assert_eq!(known("violations_2y").value, "1");
    assert_eq!(known("violations_2y").source, FactSource::EarlierCases(vec!["C-2".parse().unwrap()]));
    assert_eq!(
        (&known("first_violation").value, &known("first_within_year").value),
        (&false.into(), &true.into())
    );
}

#[test]
fn of_the_same_kind_are_only_those_of_the_same_act() {
    let mut dossier = Dossier::filed();
    let case = |id: &str, act: Option<&str>| casework::case::EarlierCase {
        id: id.parse().unwrap(),
        party: printer(),
        found_on: "2020-01-01".parse().unwrap(),
        act: act.map(Into::into),
    };
    let value = |dossier: &Dossier, name: &str| {
        let proposal = propose(dossier.state(), &[], None, &dossier.here()).unwrap();
        proposal.facts.iter().find(|fact| fact.fact == name).map(|fact| fact.value.to_string())
    };
    dossier.earlier = vec![case("C-2", Some("air_evasion")), case("C-3", Some("water_over_limit"))];
    assert_eq!(value(&dossier, "violations_2y").unwrap(), r#""2""#);
    assert_eq!(value(&dossier, "same_kind_2y").unwrap(), r#""1""#);
    assert_eq!(value(&dossier, "same_kind_1y").unwrap(), r#""1""#);
    dossier.earlier.push(case("C-4", None));
    assert_eq!(value(&dossier, "violations_2y").unwrap(), r#""3""#);
    assert_eq!(value(&dossier, "same_kind_2y"), None, "nobody knows of which kind that one was");
}

#[test]
fn departing_from_the_proposal_needs_a_reason() {
    let mut dossier = Dossier::filed();
    let refusal = dossier.give("li", &tier(Rung::Heavier, " ")).unwrap_err();
    assert_eq!(refusal.code(), "departure_needs_reason");
    dossier.give("li", &tier(Rung::Heavier, "群众反映强烈")).unwrap();
    assert!(dossier.state().tiers[0].what.departs());
    let wrong = TierGiven {
        facts: vec![fact("nobody_asks", Given::Flag(true))],
        catalogue: None,
        rung: Rung::Ordinary,
        reason: String::new(),
    };
    assert_eq!(dossier.give("li", &Command::SetTier(wrong)).unwrap_err().code(), "unknown_fact");
    let kind = propose(dossier.state(), &[fact("violations_2y", Given::Flag(true))], None, &dossier.here());
    assert!(kind.is_err());
}
