//! The year's cases, carried out by the product's own lifecycle and law.

use std::collections::{BTreeMap, BTreeSet};

use casework::case::{
    Case, Circumstances, ClosedBecause, Command, DecidedOutcome, EarlierCase, FactSource, Paid, Stage, apply,
    decide, owed,
};
use law::{Law, OfficeHours, PackFile, Rung};
use model::{Actor, BlobHash, CaseId, Money, Role, Scope, Timestamp, UserId, china};
use sim::{CASES, CaseAct, CaseDeed, CaseStaff, City, EXEMPTIONS};

use crate::city;

fn law() -> Law {
    macro_rules! packs {
        ($($name:literal),* $(,)?) => {
            [$(PackFile { name: $name, text: include_str!(concat!("../../../../law/", $name)) },)*]
        };
    }
    let packs = packs![
        "national/calendar-2020.toml",
        "national/procedure.toml",
        "national/exemption.toml",
        "national/case-rules.toml",
        "national/penalties-2020.toml",
        "city/changsha-discretion-demo.toml",
    ];
    Law::load(&packs, OfficeHours::default()).unwrap()
}

fn actor(id: &str, role: Role, scope: Scope) -> Actor {
    Actor::User { id: id.parse::<UserId>().unwrap(), role, scope }
}

fn staff(city: &City) -> CaseStaff {
    let branch = |code: &model::DistrictCode| {
        (code.clone(), actor(&format!("u-{code}"), Role::BranchOfficer, Scope::District(code.clone())))
    };
    CaseStaff {
        duty: actor("u-duty", Role::DutyOfficer, Scope::City),
        leader: actor("u-leader", Role::Leader, Scope::City),
        branches: city.register().districts.keys().map(branch).collect(),
    }
}

fn acts(city: &City) -> Vec<CaseAct> {
    let mut files = 0u32;
    let keep = |_: &str, _: Vec<u8>| -> Result<BlobHash, std::convert::Infallible> {
        files += 1;
        Ok(format!("{files:064x}").parse().unwrap())
    };
    city.case_acts(&staff(city), keep).unwrap()
}

/// Carries everything out; whatever is refused fails.
fn carried_out(acts: &[CaseAct], law: &Law, until: Timestamp) -> BTreeMap<CaseId, Case> {
    let mut cases: BTreeMap<CaseId, Case> = BTreeMap::new();
    let altered = BTreeSet::new();
    for act in acts.iter().take_while(|act| act.at <= until) {
        let case = cases.remove(&act.case);
        let earlier: Vec<EarlierCase> = cases
            .values()
            .filter(|other| other.is_established())
            .map(|other| EarlierCase {
                id: other.id.clone(),
                party: other.party.code.clone(),
                found_on: other.found_on,
                act: other.suspected.act.clone(),
            })
            .collect();
        let here = Circumstances { law, now: act.at, altered: &altered, earlier: &earlier };
        let command = match &act.deed {
            CaseDeed::Give(command) => command.as_ref().clone(),
            CaseDeed::PayWhatIsOwed => {
                let on = china::civil(act.at).date();
                let amount = owed(case.as_ref().unwrap(), law, on).unwrap().left;
                Command::Pay(Paid { on, amount, receipt: None, daily: None })
            }
        };
        let events = decide(case.as_ref(), &command, &act.by, &here)
            .unwrap_or_else(|refusal| panic!("{} at {}: {command:?}: {refusal}", act.case, act.at));
        let mut state = case;
        for event in &events {
            state = Some(apply(state, event, &act.by, act.at).unwrap());
        }
        cases.insert(act.case.clone(), state.unwrap());
    }
    cases
}

#[test]
fn everything_is_accepted_and_the_years_figures_come_out() {
    let law = law();
    let city = city(20_200_830);
    let acts = acts(&city);
    assert!(acts.is_sorted_by_key(|act| act.at));
    let cases = carried_out(&acts, &law, Timestamp::MAX);
    assert_eq!(cases.len(), CASES);
    let exempt: Vec<&Case> = cases
        .values()
        .filter(|case| {
            case.decided
                .as_ref()
                .is_some_and(|decided| matches!(decided.what.outcome, DecidedOutcome::NoPenalty { .. }))
        })
        .collect();
    assert_eq!(exempt.len(), EXEMPTIONS);
    for case in exempt {
        let tier = &case.tiers.last().unwrap().what;
        let proposal = &tier.proposal;
        assert_eq!((tier.rung, tier.departs()), (Rung::RectifyExempt, false), "{}", case.id);
        let entry = tier.catalogue.as_deref().unwrap();
        assert!(
            proposal.reasons.iter().any(|reason| reason.basis.rule == entry),
            "{} passes {entry}",
            case.id
        );
        let first = proposal.facts.iter().find(|fact| fact.fact == "first_violation").unwrap();
        assert_eq!(
            first.source,
            FactSource::EarlierCases(Vec::new()),
            "the register says that it is the first"
        );
        let mended = proposal.facts.iter().find(|fact| fact.fact == "corrected_in_time").unwrap();
        assert_eq!((mended.source.clone(), mended.value.clone()), (FactSource::Orders, true.into()));
    }
    let count = |holds: fn(&Case) -> bool| cases.values().filter(|case| holds(case)).count();
    assert_eq!(count(|case| case.decided.as_ref().is_some_and(|d| d.what.on_the_spot)), 22);
    assert_eq!(count(|case| case.merged_into().is_some()), 2);
    assert_eq!(count(|case| case.decided.as_ref().is_some_and(|d| d.what.late.is_some())), 2);
    assert!(count(|case| matches!(case.stage, Stage::Archived { .. })) > 150);
    assert!(count(Case::is_open) > 20, "those of the last weeks are not over");
    let closed_owing = cases.values().filter(|case| match &case.stage {
        Stage::Closed { closed } | Stage::Archived { closed, .. } => {
            let left = owed(case, &law, china::civil(closed.at).date()).map_or(Money::ZERO, |owed| owed.left);
            closed.what.because == ClosedBecause::Performed && left != Money::ZERO
        }
        _ => false,
    });
    assert_eq!(closed_owing.count(), 0);
    let again = cases.values().filter(|case| {
        let tier = case.tiers.last().map(|tier| &tier.what.proposal.facts);
        tier.is_some_and(|facts| facts.iter().any(|fact| fact.fact == "same_kind_2y" && fact.value == "1"))
    });
    assert!(again.count() >= 3, "some were punished for the same before");
}

#[test]
fn every_case_is_of_an_object_of_the_library() {
    let city = city(7);
    let objects: BTreeSet<_> =
        city.objects("2019-12-31".parse().unwrap()).into_iter().map(|object| object.code).collect();
    let cases = carried_out(&acts(&city), &law(), Timestamp::MAX);
    assert!(cases.values().all(|case| objects.contains(&case.party.code)));
}

#[test]
fn the_same_city_has_the_same_year_and_another_year_has_none() {
    assert_eq!(acts(&city(3)), acts(&city(3)));
    let later = City::build(3, "2021-08-30T08:00:00+08:00".parse().unwrap());
    assert!(acts(&later).is_empty());
}
