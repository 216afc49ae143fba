//! Chance from a beacon and from parties that commit and reveal.

use draw::{Entropy, EntropyRefusal, Reveal, Round, beacon};

use super::support::{ROUND_1000, frozen, id, plan, plan_of_parties, reveal, round_1000, secret};

fn round(number: u64, signature: &str) -> Round {
    Round { round: number, signature: id(signature) }
}

#[test]
fn a_round_is_taken_when_it_is_out_and_signed() {
    let commitment = frozen(plan());
    let due = beacon::due(1000).unwrap().instant();
    assert_eq!(commitment.accept_round(&round(1000, ROUND_1000), due), Ok(()));
    assert_eq!(commitment.draw(&round_1000()).unwrap().pools[0].drawn.len(), 4);
}

#[test]
fn a_round_that_is_not_out_yet_is_refused_with_the_time_when_it_will_be() {
    let due = beacon::due(1000).unwrap();
    let early = due.instant() - jiff::SignedDuration::from_secs(1);
    let refusal = frozen(plan()).accept_round(&round(1000, ROUND_1000), early).unwrap_err();
    assert_eq!(refusal, EntropyRefusal::NotOutYet { round: 1000, due });
    assert_eq!((refusal.code(), due.to_string().as_str()), ("not_out_yet", "2023-08-23T15:59:24Z"));
}

#[test]
fn a_forged_round_and_another_round_are_refused() {
    let commitment = frozen(plan());
    let late = beacon::due(2000).unwrap().instant();
    let forged = ROUND_1000.replace("5e39", "5e38");
    assert_eq!(commitment.accept_round(&round(1000, &forged), late), Err(EntropyRefusal::Forged));
    // A real signature of another round.
    let other =
        "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
    assert!(beacon::verify(123, &super::support::id::<draw::Signature>(other).0));
    assert_eq!(commitment.accept_round(&round(1000, other), late), Err(EntropyRefusal::Forged));
    let refusal = commitment.accept_round(&round(123, other), late).unwrap_err();
    assert_eq!(refusal, EntropyRefusal::OtherRound { wanted: 1000, given: 123 });
    assert_eq!(commitment.draw(&Entropy::Beacon(round(123, other))), Err(refusal));
}

#[test]
fn parties_reveal_in_any_order_after_the_holder_of_the_plan() {
    let commitment = frozen(plan_of_parties());
    let in_order = vec![reveal(0, 10), reveal(1, 20), reveal(2, 30)];
    let turned = vec![reveal(0, 10), reveal(2, 10), reveal(1, 60)];
    let outcome = commitment.draw(&Entropy::Reveals(in_order)).unwrap();
    assert_eq!(commitment.draw(&Entropy::Reveals(turned)).unwrap(), outcome);
    let holder = id("bureau");
    let first = commitment.accept_reveal(&[], &reveal(1, 10));
    assert_eq!(first, Err(EntropyRefusal::HolderFirst { holder }));
}

#[test]
fn every_secret_counts() {
    // Another secret of one party, under another commitment of course, gives another outcome.
    let drawn = |last: u8| {
        let mut plan = plan_of_parties();
        let changed = secret(last);
        if let draw::Source::Reveals { parties, .. } = &mut plan.source {
            parties[2].share = draw::share(&plan.occasion, 1, &parties[2].id, &changed);
        }
        let last = Reveal { secret: changed, ..reveal(2, 30) };
        frozen(plan).draw(&Entropy::Reveals(vec![reveal(0, 10), reveal(1, 20), last])).unwrap()
    };
    assert_ne!(drawn(3), drawn(4));
    assert_eq!(drawn(3), drawn(3));
}

#[test]
fn a_reveal_that_does_not_match_is_refused() {
    let commitment = frozen(plan_of_parties());
    let other = Reveal { secret: secret(9), ..reveal(1, 20) };
    let refusal = commitment.accept_reveal(&[reveal(0, 10)], &other).unwrap_err();
    assert_eq!(refusal, EntropyRefusal::Mismatch { party: id("inspectors") });
    // The secret of another, too: a share holds for its party alone.
    let stolen = Reveal { party: id("delegate"), ..reveal(1, 20) };
    assert_eq!(commitment.accept_reveal(&[reveal(0, 10)], &stolen).unwrap_err().code(), "reveal_mismatch");
    let drawn = commitment.draw(&Entropy::Reveals(vec![reveal(0, 10), other, reveal(2, 30)]));
    assert_eq!(drawn.unwrap_err(), refusal);
}

#[test]
fn a_party_that_never_reveals_stops_the_draw_and_is_named() {
    let commitment = frozen(plan_of_parties());
    let so_far = Entropy::Reveals(vec![reveal(0, 10), reveal(2, 20)]);
    let refusal = commitment.draw(&so_far).unwrap_err();
    assert_eq!(refusal, EntropyRefusal::Missing { parties: vec![id("inspectors")] });
    assert_eq!(commitment.silent(Some(&so_far)), vec![id("inspectors")]);
    assert_eq!(commitment.silent(None).len(), 3);
}

#[test]
fn a_reveal_has_its_time() {
    let commitment = frozen(plan_of_parties());
    let late = commitment.accept_reveal(&[reveal(0, 10)], &reveal(1, 61));
    assert_eq!(late, Err(EntropyRefusal::TooLate { deadline: id("2023-08-23T16:00:00Z") }));
    let early = commitment.accept_reveal(&[reveal(0, 10)], &reveal(1, 9));
    assert_eq!(early, Err(EntropyRefusal::TooEarly { party: id("inspectors") }));
    let twice = commitment.accept_reveal(&[reveal(0, 10)], &reveal(0, 11));
    assert_eq!(twice, Err(EntropyRefusal::AlreadyRevealed { party: id("bureau") }));
    let stranger = Reveal { party: id("stranger"), ..reveal(1, 10) };
    let refusal = commitment.accept_reveal(&[reveal(0, 10)], &stranger).unwrap_err();
    assert_eq!(refusal.code(), "unknown_party");
}

#[test]
fn chance_from_elsewhere_is_refused() {
    let reveals = Entropy::Reveals(vec![reveal(0, 10)]);
    assert_eq!(frozen(plan()).draw(&reveals), Err(EntropyRefusal::OtherSource));
    assert_eq!(frozen(plan_of_parties()).draw(&round_1000()), Err(EntropyRefusal::OtherSource));
}
