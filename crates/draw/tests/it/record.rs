//! The published record: whatever is changed in it is found, and no attempt can be left out.

use draw::{
    Attempt, Digest, Entropy, Fault, Plan, Record, Reveal, State, Void, verify, verify_against, verify_record,
};
use proptest::prelude::*;

use super::support::{frozen, id, officer, plan, plan_of_parties, pool, reveal, round_1000, secret};

fn all_reveals() -> Entropy {
    Entropy::Reveals(vec![reveal(0, 10), reveal(1, 20), reveal(2, 30)])
}

fn drawn(plan: Plan, entropy: Entropy) -> Attempt {
    let commitment = frozen(plan);
    let outcome = commitment.draw(&entropy).unwrap();
    Attempt::new(commitment, Some(entropy), Some(outcome), None)
}

fn bytes(attempts: Vec<Attempt>) -> Vec<u8> {
    serde_json::to_vec(&Record::new(attempts)).unwrap()
}

fn codes(faults: &[Fault]) -> Vec<(Option<usize>, &'static str)> {
    faults.iter().map(|fault| (fault.attempt, fault.code)).collect()
}

/// A first attempt that a party spoilt, and a second that was drawn.
fn repeated() -> Vec<Attempt> {
    let commitment = frozen(plan_of_parties());
    let so_far = Entropy::Reveals(vec![reveal(0, 10), reveal(2, 20)]);
    let at = id("2023-08-23T16:00:01Z");
    let void = Void::of(&commitment, Some(&so_far), at, id("派驻纪检监察组逾期未公布"));
    let first = Attempt::new(commitment, Some(so_far), None, Some(void));
    let mut plan = plan();
    (plan.attempt, plan.predecessor) = (2, Some(first.hash));
    vec![first, drawn(plan, round_1000())]
}

#[test]
fn an_honest_record_verifies() {
    let records = [
        (vec![drawn(plan(), round_1000())], State::Drawn),
        (vec![drawn(plan_of_parties(), all_reveals())], State::Drawn),
        (vec![Attempt::new(frozen(plan()), None, None, None)], State::Committed),
        (repeated(), State::Drawn),
    ];
    for (attempts, state) in records {
        let commitment = attempts.last().unwrap().commitment;
        let report = verify_against(&bytes(attempts), commitment);
        assert_eq!(codes(&report.faults), []);
        assert!(report.ok);
        assert_eq!(report.attempts.last().unwrap().state, state);
    }
}

#[test]
fn a_party_that_never_reveals_stands_in_the_void_record() {
    let attempts = repeated();
    let void = attempts[0].void.as_ref().unwrap();
    assert_eq!(void.silent, vec![id("inspectors")]);
    let report = verify_record(Record::new(attempts.clone()));
    assert_eq!((report.attempts[0].state, report.attempts[0].drawn), (State::Void, 0));

    // Left out of the record, even with hashes that fit, it is missed.
    let mut first = attempts[0].clone();
    let mut void = first.void.take().unwrap();
    void.silent.clear();
    let hidden = Attempt::new(frozen(first.plan), first.entropy, None, Some(void));
    let report = verify_record(Record::new(vec![hidden]));
    assert_eq!(codes(&report.faults), [(Some(1), "void_silent")]);
}

#[test]
fn a_draw_cannot_be_repeated_without_a_void_record() {
    let attempts = repeated();
    // The second alone, as if it were the first.
    let report = verify_record(Record::new(vec![attempts[1].clone()]));
    assert_eq!(codes(&report.faults), [(Some(1), "attempt_number"), (Some(1), "predecessor")]);
    // The first without its void.
    let first = &attempts[0];
    let first = Attempt::new(frozen(first.plan.clone()), first.entropy.clone(), None, None);
    let report = verify_record(Record::new(vec![first, attempts[1].clone()]));
    assert_eq!(codes(&report.faults), [(Some(1), "not_void"), (Some(2), "predecessor")]);
    // One that was drawn, and did not suit.
    let drawn_first = drawn(plan(), round_1000());
    let mut second = plan_of_parties();
    (second.attempt, second.predecessor) = (2, Some(drawn_first.hash));
    let second = Attempt::new(frozen(second), None, None, None);
    let report = verify_record(Record::new(vec![drawn_first, second]));
    assert_eq!(codes(&report.faults), [(Some(1), "not_void")]);
}

#[test]
fn an_attempt_that_was_drawn_and_declared_void_keeps_its_outcome() {
    let attempt = drawn(plan(), round_1000());
    let commitment = frozen(attempt.plan.clone());
    let at = id("2023-08-24T01:00:00Z");
    let void = Void::of(&commitment, attempt.entropy.as_ref(), at, id("名录遗漏三家单位"));
    let attempt = Attempt::new(commitment, attempt.entropy, attempt.outcome, Some(void));
    let report = verify_record(Record::new(vec![attempt]));
    assert!(report.ok);
    assert_eq!((report.attempts[0].state, report.attempts[0].drawn), (State::Void, 7));
}

#[test]
fn an_outcome_that_suits_better_is_found_with_what_it_should_be() {
    let honest = drawn(plan(), round_1000());
    let mut outcome = honest.outcome.clone().unwrap();
    let spared = outcome.pools[0].drawn[0].object.clone();
    outcome.pools[0].drawn[0].object = outcome.pools[0].not_drawn[0].clone();
    outcome.pools[0].not_drawn[0] = spared.clone();
    let forged = Attempt::new(frozen(honest.plan.clone()), honest.entropy, Some(outcome), None);
    let report = verify_record(Record::new(vec![forged]));
    assert!(codes(&report.faults).iter().all(|fault| *fault == (Some(1), "outcome")));
    assert!(report.faults[0].detail.contains(spared.as_str()), "{}", report.faults[0]);
}

#[test]
fn a_plan_that_was_frozen_anew_is_not_the_one_that_was_published() {
    let kept = frozen(plan()).hash();
    let mut lighter = plan();
    lighter.pools[0].classes[1].weight = 1;
    let report = verify_against(&bytes(vec![drawn(lighter, round_1000())]), kept);
    assert_eq!(codes(&report.faults), [(None, "other_commitment")]);
}

#[test]
fn chance_that_is_wrong_is_found() {
    let attempt = |plan: Plan, entropy, outcome| {
        let attempt = Attempt::new(frozen(plan), entropy, outcome, None);
        codes(&verify_record(Record::new(vec![attempt])).faults)
    };
    let outcome = drawn(plan(), round_1000()).outcome;
    assert_eq!(attempt(plan(), None, outcome.clone()), [(Some(1), "no_entropy")]);
    assert_eq!(attempt(plan(), Some(all_reveals()), outcome), [(Some(1), "other_source")]);
    let outcome = drawn(plan_of_parties(), all_reveals()).outcome;
    let missing = Entropy::Reveals(vec![reveal(0, 10), reveal(1, 20)]);
    assert_eq!(attempt(plan_of_parties(), Some(missing), outcome.clone()), [(Some(1), "reveal_missing")]);
    let other = Reveal { secret: secret(8), ..reveal(1, 20) };
    let other = Entropy::Reveals(vec![reveal(0, 10), other, reveal(2, 30)]);
    assert_eq!(attempt(plan_of_parties(), Some(other), outcome), [(Some(1), "reveal_mismatch")]);
}

#[test]
fn what_is_no_record_is_a_fault() {
    for text in ["", "{}", "[]", r#"{"format":"jingwei-draw/1"}"#, r#"{"format":"a","attempts":[],"more":1}"#]
    {
        assert_eq!(codes(&verify(text.as_bytes()).faults), [(None, "unreadable")], "{text}");
    }
    let report = verify(br#"{"format":"jingwei-draw/2","attempts":[]}"#);
    assert_eq!(codes(&report.faults), [(None, "unknown_format")]);
    let report = verify(br#"{"format":"jingwei-draw/1","attempts":[]}"#);
    assert_eq!(codes(&report.faults), [(None, "no_attempts")]);
}

/// A record with something in every list, as small as that can be.
fn small(plan: Plan, entropy: Entropy) -> Vec<u8> {
    let mut plan = plan;
    plan.pools = vec![pool("a", 1, 3)];
    plan.pools[0].candidates[2].excluded = Some(id("停产"));
    plan.officers = vec![officer("p"), officer("q"), officer("r"), officer("s")];
    plan.officers[2].excluded = Some(id("休假"));
    plan.officers[3].specialities = vec![id("air")];
    plan.recusals = vec![draw::Recusal { officer: id("s"), object: id("a-000"), ground: id("曾任职") }];
    plan.pairings = vec![draw::Pairing { first: id("p"), second: id("q"), times: 2 }];
    let first = Attempt::new(frozen(plan.clone()), None, None, None);
    let commitment = frozen(first.plan);
    let void = Void::of(&commitment, None, id("2023-08-23T16:30:00Z"), id("误"));
    let first = Attempt::new(commitment, None, None, Some(void));
    (plan.attempt, plan.predecessor) = (2, Some(first.hash));
    if let draw::Source::Reveals { parties, .. } = &mut plan.source {
        for (number, party) in parties.iter_mut().enumerate() {
            party.share = draw::share(&plan.occasion, 2, &party.id, &secret(number as u8 + 1));
        }
    }
    bytes(vec![first, drawn(plan, entropy)])
}

#[test]
fn any_changed_byte_of_a_record_is_found() {
    let record = small(plan_of_parties(), all_reveals());
    assert!(verify(&record).ok);
    for at in 0..record.len() {
        for bit in [0, 2, 5, 7] {
            let mut changed = record.clone();
            changed[at] ^= 1 << bit;
            assert!(!verify(&changed).ok, "bit {bit} of byte {at}: {}", String::from_utf8_lossy(&changed));
        }
    }
}

#[test]
fn any_changed_byte_of_a_beacon_s_round_is_found() {
    let record = small(plan(), round_1000());
    let text = String::from_utf8(record.clone()).unwrap();
    let from = text.rfind("\"entropy\"").unwrap();
    assert!(verify(&record).ok);
    for at in from..text[from..].find("\"outcome\"").unwrap() + from {
        let mut changed = record.clone();
        changed[at] ^= 1;
        assert!(!verify(&changed).ok, "byte {at}: {}", String::from_utf8_lossy(&changed));
    }
}

proptest! {
    #[test]
    fn whatever_is_read_gives_a_report(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(!verify(&bytes).ok);
    }

    #[test]
    fn a_piece_of_a_record_is_no_record(part in 0.0..1.0f64) {
        let record = bytes(vec![Attempt::new(frozen(plan()), None, None, None)]);
        prop_assert!(!verify(&record[..(record.len() as f64 * part) as usize]).ok);
    }
}

/// The chain of hashes runs through everything, so that one kept hash pins it.
#[test]
fn the_record_s_hash_is_over_commitment_chance_outcome_and_void() {
    let attempts = repeated();
    let mut seen: Vec<Digest> = attempts.iter().map(|attempt| attempt.hash).collect();
    let first = &attempts[0];
    let parts = |entropy, void| Attempt::new(frozen(first.plan.clone()), entropy, None, void).hash;
    seen.push(parts(None, first.void.clone()));
    seen.push(parts(first.entropy.clone(), None));
    seen.push(parts(None, None));
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count);
}
