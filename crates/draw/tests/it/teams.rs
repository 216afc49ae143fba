//! Who goes where.

use std::collections::{BTreeMap, BTreeSet};

use draw::{Entropy, Id, OfficerFate, Outcome, Pairing, Plan, Recusal, Secret};
use proptest::prelude::*;

use super::support::{frozen, id, officer, plan_of_parties, pool, reveal};

/// A plan by which `visits` of 60 objects are drawn for `officers`.
fn many(officers: usize, visits: u32, salt: u8) -> Plan {
    let mut plan = plan_of_parties();
    plan.salt = Secret([salt; 32]);
    plan.pools = vec![pool("general", visits, 60)];
    plan.officers = (0..officers).map(|n| officer(&format!("officer-{n:02}"))).collect();
    plan
}

fn drawn(plan: Plan) -> Outcome {
    let reveals = vec![reveal(0, 10), reveal(1, 20), reveal(2, 30)];
    frozen(plan).draw(&Entropy::Reveals(reveals)).unwrap()
}

fn visits(outcome: &Outcome) -> BTreeMap<Id, u32> {
    let visits = |fate: &OfficerFate| match fate {
        OfficerFate::Drawn(visits) => *visits,
        OfficerFate::NotDrawn | OfficerFate::NotCertified | OfficerFate::Excluded(_) => 0,
    };
    outcome.officers.iter().map(|officer| (officer.officer.clone(), visits(&officer.fate))).collect()
}

/// How often each two went together.
fn pairs(outcome: &Outcome) -> BTreeMap<[Id; 2], u32> {
    let mut pairs = BTreeMap::new();
    for drawn in outcome.pools.iter().flat_map(|pool| &pool.drawn) {
        let mut pair = drawn.officers.clone();
        pair.sort();
        *pairs.entry(pair).or_insert(0) += 1;
    }
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn two_different_officers_go_and_their_visits_add_up(
        officers in 2..12usize, quota in 1..=60u32, salt in any::<u8>(),
    ) {
        let outcome = drawn(many(officers, quota, salt));
        for drawn in &outcome.pools[0].drawn {
            prop_assert_ne!(&drawn.officers[0], &drawn.officers[1]);
        }
        prop_assert_eq!(visits(&outcome).values().sum::<u32>(), 2 * quota);
    }

    #[test]
    fn whoever_starts_equal_ends_at_most_two_apart(
        officers in 2..12usize, quota in 1..=60u32, salt in any::<u8>(),
    ) {
        let visits = visits(&drawn(many(officers, quota, salt)));
        let (least, most) = (visits.values().min().unwrap(), visits.values().max().unwrap());
        prop_assert!(most - least <= 2, "{visits:?}");
    }

    #[test]
    fn nobody_goes_where_he_is_recused(
        grounds in prop::collection::btree_set((0..6usize, 0..60usize), 0..60), salt in any::<u8>(),
    ) {
        let mut plan = many(6, 30, salt);
        // At most four of six for any one object, so that two are left.
        let mut by_object = BTreeMap::<usize, usize>::new();
        let kept = grounds.into_iter().filter(|(_, object)| {
            let count = by_object.entry(*object).or_default();
            *count += 1;
            *count <= 4
        });
        plan.recusals = kept
            .map(|(officer, object)| Recusal {
                officer: id(&format!("officer-{officer:02}")),
                object: id(&format!("general-{object:03}")),
                ground: id("直接利害关系"),
            })
            .collect();
        let recused: BTreeSet<(Id, Id)> =
            plan.recusals.iter().map(|recusal| (recusal.officer.clone(), recusal.object.clone())).collect();
        for drawn in &drawn(plan).pools[0].drawn {
            for officer in &drawn.officers {
                prop_assert!(!recused.contains(&(officer.clone(), drawn.object.clone())));
            }
        }
    }
}

#[test]
fn pairs_are_not_repeated_while_others_are_left() {
    // Six officers make fifteen pairs; the first visits use each of them about once.
    for salt in 0..40 {
        let outcome = drawn(many(6, 15, salt));
        let most = pairs(&outcome).into_values().max().unwrap();
        assert!(most <= 2, "salt {salt}: a pair went {most} times");
    }
}

#[test]
fn whoever_has_often_gone_together_is_parted() {
    let mut plan = many(4, 2, 0);
    let pairing = |a: &str, b: &str| Pairing { first: id(a), second: id(b), times: 5 };
    plan.pairings = vec![pairing("officer-00", "officer-01"), pairing("officer-02", "officer-03")];
    for salt in 0..50 {
        plan.salt = Secret([salt; 32]);
        for pair in pairs(&drawn(plan.clone())).into_keys() {
            let old = plan.pairings.iter().any(|p| [p.first.clone(), p.second.clone()] == pair);
            assert!(!old, "{pair:?} again");
        }
    }
}

#[test]
fn whoever_has_much_to_do_waits() {
    let mut plan = many(4, 4, 0);
    plan.officers[0].load = 10;
    let visits = visits(&drawn(plan));
    assert_eq!(visits[&id("officer-00")], 0);
}

#[test]
fn one_of_the_two_is_trained_where_the_pool_asks_for_it() {
    let mut plan = many(6, 20, 1);
    plan.pools[0].speciality = Some(id("radiation"));
    plan.officers[4].specialities = vec![id("radiation")];
    plan.officers[5].specialities = vec![id("radiation")];
    for drawn in &drawn(plan).pools[0].drawn {
        let trained = ["officer-04", "officer-05"].map(id);
        assert!(drawn.officers.iter().any(|officer| trained.contains(officer)), "{drawn:?}");
    }
}

/// Chance decides who goes: with four officers and one visit each of the six pairs comes as often.
#[test]
fn every_pair_of_equals_is_equally_likely() {
    let mut counts = BTreeMap::new();
    let rounds = 3_000;
    for number in 0..rounds {
        let mut plan = many(4, 1, 0);
        plan.pools = vec![pool("general", 1, 2)];
        plan.salt.0[..4].copy_from_slice(&u32::to_be_bytes(number));
        let pair = pairs(&drawn(plan)).into_keys().next().unwrap();
        *counts.entry(pair).or_insert(0.0) += 1.0;
    }
    assert_eq!(counts.len(), 6);
    let expected = f64::from(rounds) / 6.0;
    let found: f64 = counts.values().map(|count: &f64| (count - expected).powi(2) / expected).sum();
    assert!(found < 20.515, "χ² = {found} of 5 degrees of freedom");
}
