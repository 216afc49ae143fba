//! Freezing: what order does not change, and what each thing in a plan does.

use draw::{Commitment, Pairing, Plan, Recusal};
use proptest::prelude::*;

use super::support::{frozen, id, plan, plan_of_parties, round_1000};

/// A plan in which every list has something.
fn full() -> Plan {
    let mut plan = plan();
    let recusal = |officer: &str, object: &str| Recusal {
        officer: id(officer),
        object: id(object),
        ground: id("近亲属在该单位任职"),
    };
    plan.recusals = vec![recusal("officer-1", "key-003"), recusal("officer-2", "general-007")];
    let pairing = |first: &str, second: &str, times| Pairing { first: id(first), second: id(second), times };
    plan.pairings = vec![pairing("officer-1", "officer-2", 3), pairing("officer-3", "officer-4", 1)];
    plan.pools[0].candidates[5].excluded = Some(id("正面清单免除现场检查"));
    plan.officers[2].specialities = vec![id("radiation"), id("monitoring")];
    plan
}

proptest! {
    #[test]
    fn the_order_of_the_input_does_not_matter(
        objects in Just((0..40).collect::<Vec<usize>>()).prop_shuffle(),
        officers in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        turn in any::<bool>(),
    ) {
        let mut shuffled = full();
        let general = &mut shuffled.pools[0].candidates;
        *general = objects.iter().map(|index| general[*index].clone()).collect();
        shuffled.officers = officers.iter().map(|index| shuffled.officers[*index].clone()).collect();
        if turn {
            shuffled.pools.reverse();
            shuffled.recusals.reverse();
            shuffled.pairings.reverse();
            shuffled.pools[0].classes.reverse();
            let pairing = &mut shuffled.pairings[0];
            std::mem::swap(&mut pairing.first, &mut pairing.second);
            shuffled.officers.iter_mut().for_each(|officer| officer.specialities.reverse());
        }
        let (given, turned) = (frozen(full()), frozen(shuffled));
        prop_assert_eq!(given.hash(), turned.hash());
        prop_assert_eq!(given.draw(&round_1000()), turned.draw(&round_1000()));
    }
}

/// Every field of a plan, changed.
#[test]
fn everything_in_a_plan_is_in_its_hash() {
    type Change = fn(&mut Plan);
    let changes: &[(&str, Change)] = &[
        ("occasion", |plan| plan.occasion = id("other")),
        ("attempt and predecessor", |plan| {
            plan.attempt = 2;
            plan.predecessor = Some(draw::Digest([1; 32]));
        }),
        ("title", |plan| plan.title = id("other")),
        ("authority", |plan| plan.authority = id("other")),
        ("committed_at", |plan| plan.committed_at = id("2023-08-23T15:00:01Z")),
        ("visits_from", |plan| plan.visits_from = id("2023-08-25")),
        ("visits_until", |plan| plan.visits_until = id("2023-09-23")),
        ("salt", |plan| plan.salt.0[31] ^= 1),
        ("source", |plan| plan.source = plan_of_parties().source),
        ("pool title", |plan| plan.pools[0].title = id("other")),
        ("quota", |plan| plan.pools[0].quota += 1),
        ("basis", |plan| plan.pools[0].basis = id("other")),
        ("pool speciality", |plan| plan.pools[0].speciality = Some(id("monitoring"))),
        ("class title", |plan| plan.pools[0].classes[0].title = id("other")),
        ("weight", |plan| plan.pools[0].classes[0].weight += 1),
        ("class of a candidate", |plan| plan.pools[0].candidates[1].class = id("high")),
        ("a candidate", |plan| plan.pools[0].candidates[39].id = id("general-040")),
        ("a candidate more", |plan| {
            plan.pools[0].candidates.push(super::support::candidate("general-040", "low"));
        }),
        ("exclusion", |plan| plan.pools[0].candidates[6].excluded = Some(id("停产"))),
        ("its reason", |plan| plan.pools[0].candidates[5].excluded = Some(id("停产"))),
        ("officer", |plan| plan.officers[5].id = id("officer-7")),
        ("certificate's first day", |plan| plan.officers[5].certified_from = id("2022-01-02")),
        ("certificate's last day", |plan| plan.officers[5].certified_until = id("2027-12-30")),
        ("speciality", |plan| drop(plan.officers[2].specialities.pop())),
        ("load", |plan| plan.officers[5].load = 1),
        ("officer's exclusion", |plan| plan.officers[5].excluded = Some(id("休假"))),
        ("recusal", |plan| plan.recusals[0].object = id("key-004")),
        ("recused officer", |plan| plan.recusals[0].officer = id("officer-4")),
        ("ground", |plan| plan.recusals[0].ground = id("other")),
        ("pairing", |plan| plan.pairings[0].second = id("officer-5")),
        ("times", |plan| plan.pairings[0].times = 4),
    ];
    let hash = frozen(full()).hash();
    for (what, change) in changes {
        let mut plan = full();
        change(&mut plan);
        assert_ne!(Commitment::freeze(plan).unwrap().hash(), hash, "{what}");
    }
}

#[test]
fn every_object_and_officer_has_one_fate() {
    let commitment = frozen(full());
    let outcome = commitment.draw(&round_1000()).unwrap();
    for (pool, outcome) in commitment.plan().pools.iter().zip(&outcome.pools) {
        let drawn = outcome.drawn.iter().map(|drawn| &drawn.object);
        let excluded = outcome.excluded.iter().map(|excluded| &excluded.object);
        let mut named: Vec<_> = drawn.chain(&outcome.not_drawn).chain(excluded).collect();
        named.sort();
        let candidates: Vec<_> = pool.candidates.iter().map(|candidate| &candidate.id).collect();
        assert_eq!(named, candidates);
        assert_eq!(outcome.drawn.len(), pool.quota as usize);
    }
    let named: Vec<_> = outcome.officers.iter().map(|officer| &officer.officer).collect();
    let officers: Vec<_> = commitment.plan().officers.iter().map(|officer| &officer.id).collect();
    assert_eq!(named, officers);
}

#[test]
fn the_whole_pool_can_be_drawn() {
    let mut plan = plan();
    plan.pools[1].quota = 12;
    let outcome = frozen(plan).draw(&round_1000()).unwrap();
    assert_eq!((outcome.pools[1].drawn.len(), outcome.pools[1].not_drawn.len()), (12, 0));
}
