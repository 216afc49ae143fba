//! Plans that cannot be drawn by: each is refused before anything is published.

use draw::{Commitment, Id, OfficerFate, Pairing, Plan, PlanRefusal, Recusal, Source, beacon};

use super::support::{candidate, frozen, id, plan, plan_of_parties, pool, round_1000};

fn refused(change: impl Fn(&mut Plan)) -> PlanRefusal {
    let mut plan = plan();
    change(&mut plan);
    Commitment::freeze(plan).unwrap_err()
}

#[test]
fn an_empty_pool_is_refused() {
    let none = refused(|plan| plan.pools[1].candidates.clear());
    assert_eq!(none, PlanRefusal::EmptyPool { pool: id("key") });
    let excluded = refused(|plan| {
        for candidate in &mut plan.pools[1].candidates {
            candidate.excluded = Some(id("停产"));
        }
    });
    assert_eq!(excluded, PlanRefusal::EmptyPool { pool: id("key") });
    assert_eq!(refused(|plan| plan.pools.clear()), PlanRefusal::NoPool);
}

#[test]
fn more_quota_than_objects_is_refused_with_both_figures() {
    let refusal = refused(|plan| {
        plan.pools[1].candidates[0].excluded = Some(id("停产"));
        plan.pools[1].quota = 12;
    });
    assert_eq!(refusal, PlanRefusal::QuotaExceedsPool { pool: id("key"), quota: 12, eligible: 11 });
    assert_eq!(refused(|plan| plan.pools[1].quota = 0), PlanRefusal::NoQuota { pool: id("key") });
}

#[test]
fn all_officers_recused_is_refused_with_the_object() {
    let recuse = |plan: &mut Plan, officers: usize| {
        for officer in 1..=officers {
            plan.recusals.push(Recusal {
                officer: id(&format!("officer-{officer}")),
                object: id("key-003"),
                ground: id("曾任职"),
            });
        }
    };
    for officers in [5, 6] {
        let refusal = refused(|plan| recuse(plan, officers));
        assert_eq!(refusal, PlanRefusal::NoTeam { object: id("key-003") });
    }
    let mut two_left = plan();
    recuse(&mut two_left, 4);
    frozen(two_left);
    // Who is excluded needs no officers.
    let mut excluded = plan();
    recuse(&mut excluded, 6);
    excluded.pools[1].candidates[3].excluded = Some(id("移交省厅"));
    frozen(excluded);
}

#[test]
fn the_last_one_who_is_trained_recused_is_refused() {
    let refusal = refused(|plan| {
        plan.pools[1].speciality = Some(id("radiation"));
        plan.officers[0].specialities = vec![id("radiation")];
        plan.recusals =
            vec![Recusal { officer: id("officer-1"), object: id("key-000"), ground: id("曾任职") }];
    });
    assert_eq!(refusal, PlanRefusal::NoTeam { object: id("key-000") });
    let nobody = refused(|plan| plan.pools[1].speciality = Some(id("radiation")));
    assert_eq!(nobody.code(), "no_specialist");
}

#[test]
fn fewer_than_two_officers_is_refused() {
    assert_eq!(refused(|plan| plan.officers.truncate(1)), PlanRefusal::TooFewOfficers { eligible: 1 });
    let on_leave = refused(|plan| {
        for officer in &mut plan.officers[1..] {
            officer.excluded = Some(id("休假"));
        }
    });
    assert_eq!(on_leave, PlanRefusal::TooFewOfficers { eligible: 1 });
}

/// A certificate that ends between the draw and the last day of the visits does not count: the officer could come to
/// a visit without one.
#[test]
fn a_certificate_that_expires_between_draw_and_visit_is_no_certificate() {
    let mut plan = plan();
    plan.officers[0].certified_until = id("2023-09-21");
    plan.officers[1].certified_until = id("2023-09-22");
    plan.officers[2].certified_from = id("2023-08-25");
    plan.officers[3].certified_from = id("2023-08-24");
    let outcome = frozen(plan).draw(&round_1000()).unwrap();
    let fates: Vec<bool> =
        outcome.officers.iter().map(|officer| officer.fate == OfficerFate::NotCertified).collect();
    assert_eq!(fates, [true, false, true, false, false, false]);
    for drawn in outcome.pools.iter().flat_map(|pool| &pool.drawn) {
        for expired in ["officer-1", "officer-3"] {
            assert!(!drawn.officers.contains(&id(expired)), "{drawn:?}");
        }
    }
}

#[test]
fn what_stands_twice_is_refused() {
    let code = |change: fn(&mut Plan)| refused(change).code();
    assert_eq!(code(|plan| plan.pools[0].candidates.push(candidate("general-000", "low"))), "twice");
    assert_eq!(code(|plan| plan.pools[0].candidates.push(candidate("key-000", "low"))), "twice");
    assert_eq!(code(|plan| plan.pools.push(pool("key", 1, 2))), "twice");
    assert_eq!(code(|plan| plan.officers[1].id = id("officer-1")), "twice");
    assert_eq!(code(|plan| plan.pools[0].classes[1].id = id("low")), "twice");
    assert_eq!(code(|plan| plan.officers[0].specialities = vec![id("air"), id("air")]), "twice");
}

#[test]
fn what_refers_to_nothing_is_refused() {
    let recusal = |officer: &str, object: &str| Recusal {
        officer: id(officer),
        object: id(object),
        ground: id("曾任职"),
    };
    let officer = refused(|plan| plan.recusals = vec![recusal("nobody", "key-000")]);
    assert_eq!(officer, PlanRefusal::UnknownOfficer { officer: id("nobody") });
    let object = refused(|plan| plan.recusals = vec![recusal("officer-1", "nothing")]);
    assert_eq!(object, PlanRefusal::UnknownObject { object: id("nothing") });
    let class = refused(|plan| plan.pools[0].candidates[0].class = id("none"));
    assert_eq!(class.code(), "unknown_class");
    let pairing = |first: &str, second: &str, times| {
        refused(|plan| plan.pairings = vec![Pairing { first: id(first), second: id(second), times }]).code()
    };
    assert_eq!(pairing("officer-1", "nobody", 1), "unknown_officer");
    assert_eq!(pairing("officer-1", "officer-1", 1), "bad_pairing");
    assert_eq!(pairing("officer-1", "officer-2", 0), "bad_pairing");
}

#[test]
fn weights_are_bounded() {
    for weight in [0, 1_000_001] {
        assert_eq!(refused(|plan| plan.pools[0].classes[0].weight = weight).code(), "bad_weight");
    }
    let mut most = plan();
    most.pools[0].classes[0].weight = 1_000_000;
    frozen(most);
}

#[test]
fn a_round_that_may_be_known_already_is_refused() {
    // Round 1000 is due at 15:59:24.
    let at = |second: &str| refused_or(|plan| plan.committed_at = id(second));
    assert_eq!(at("2023-08-23T15:58:24Z"), None);
    assert_eq!(at("2023-08-23T15:58:25Z"), Some("round_too_soon"));
    assert_eq!(at("2024-01-01T00:00:00Z"), Some("round_too_soon"));
    let source =
        |round| move |plan: &mut Plan| plan.source = Source::Beacon { chain: beacon::chain(), round };
    assert_eq!(refused(source(0)).code(), "round_too_soon");
    assert_eq!(refused(source(u64::MAX)).code(), "round_too_soon");
    let other = Source::Beacon { chain: draw::Digest([0; 32]), round: 1000 };
    assert_eq!(refused(|plan| plan.source = other.clone()).code(), "unknown_chain");
}

fn refused_or(change: impl Fn(&mut Plan)) -> Option<&'static str> {
    let mut plan = plan();
    change(&mut plan);
    Commitment::freeze(plan).err().map(|refusal| refusal.code())
}

#[test]
fn one_party_alone_is_no_chance() {
    type Change = fn(&mut Vec<draw::Party>);
    let parties = |change: Change| {
        let mut plan = plan_of_parties();
        if let Source::Reveals { parties, .. } = &mut plan.source {
            change(parties);
        }
        Commitment::freeze(plan).unwrap_err().code()
    };
    assert_eq!(parties(|parties| parties.truncate(1)), "bad_parties");
    assert_eq!(parties(|parties| parties[1].id = parties[0].id.clone()), "twice");
    let mut over = plan_of_parties();
    over.committed_at = id("2023-08-23T16:00:00Z");
    assert_eq!(Commitment::freeze(over).unwrap_err().code(), "bad_deadline");
}

#[test]
fn days_and_attempts_have_their_order() {
    assert_eq!(refused(|plan| plan.visits_until = id("2023-08-23")), PlanRefusal::BadVisits);
    assert_eq!(refused(|plan| plan.attempt = 0).code(), "bad_attempt");
    assert_eq!(refused(|plan| plan.attempt = 2).code(), "bad_attempt");
    assert_eq!(refused(|plan| plan.predecessor = Some(draw::Digest([0; 32]))).code(), "bad_attempt");
}

#[test]
fn words_have_one_form() {
    for bad in ["", "a b", "é", "a\u{7f}", &"x".repeat(65)] {
        assert!(bad.parse::<Id>().is_err(), "{bad:?}");
    }
    for bad in ["", " a", "a ", "a\nb", "\u{85}", &"x".repeat(2001)] {
        assert!(bad.parse::<draw::Text>().is_err(), "{bad:?}");
    }
    for bad in ["2023-8-23", "20230823", "2023-02-30", "1969-12-31", "2023-08-23T00:00:00Z"] {
        assert!(bad.parse::<draw::Day>().is_err(), "{bad}");
    }
    let seconds = [
        "2023-08-23T15:00:00+08:00",
        "2023-08-23t15:00:00Z",
        "2023-08-23T15:00:00.5Z",
        "1969-12-31T23:59:59Z",
    ];
    for bad in seconds {
        assert!(bad.parse::<draw::Second>().is_err(), "{bad}");
    }
    for bad in [&"A".repeat(64), &"a".repeat(63), &"a".repeat(66)] {
        assert!(bad.parse::<draw::Digest>().is_err(), "{bad}");
    }
}
