use proptest::prelude::*;

use super::*;
use crate::words::Digest;

/// The law as docs/draw.md states it, straight: run through what is left until the ticket is exceeded.
fn plainly(stream: &mut Stream, weights: &[u32], quota: usize) -> Vec<usize> {
    let mut left: Vec<usize> = (0..weights.len()).collect();
    let mut drawn = Vec::new();
    for _ in 0..quota {
        let total: u64 = left.iter().map(|place| u64::from(weights[*place])).sum();
        let ticket = stream.below(total);
        let mut sum = 0;
        let at = left.iter().position(|place| {
            sum += u64::from(weights[*place]);
            sum > ticket
        });
        drawn.push(left.remove(at.unwrap()));
    }
    drawn
}

proptest! {
    #[test]
    fn partial_sums_find_what_running_through_finds(
        weights in prop::collection::vec(1..=1_000_000u32, 1..60),
        part in 0.0..=1.0f64,
        seed in any::<[u8; 32]>(),
    ) {
        let quota = (weights.len() as f64 * part) as usize;
        let stream = || Stream::new(Digest(seed), "test");
        prop_assert_eq!(
            select(&mut stream(), &weights, quota),
            plainly(&mut stream(), &weights, quota)
        );
    }
}

/// How many draws stand behind each test of the law.
const DRAWS: u32 = 1_000_000;

fn stream_of(draw: u32) -> Stream {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&draw.to_be_bytes());
    Stream::new(Digest(seed), "objects/test")
}

/// How often each ordered outcome of `quota` out of four came, by its places read as digits of base four.
fn counts(weights: &[u32; 4], quota: usize) -> Vec<f64> {
    let mut counts = vec![0.0; 4_usize.pow(quota as u32)];
    for draw in 0..DRAWS {
        let drawn = select(&mut stream_of(draw), weights, quota);
        counts[drawn.iter().fold(0, |outcome, place| outcome * 4 + place)] += 1.0;
    }
    counts
}

/// How likely each ordered outcome of two is by the law.
fn expected(weights: &[u32; 4]) -> Vec<f64> {
    let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    let mut likely = vec![0.0; 16];
    for first in 0..4 {
        for second in (0..4).filter(|second| *second != first) {
            let (a, b) = (f64::from(weights[first]), f64::from(weights[second]));
            likely[first * 4 + second] = a / total * (b / (total - a)) * f64::from(DRAWS);
        }
    }
    likely
}

fn chi_square(counts: &[f64], expected: &[f64]) -> f64 {
    let pairs = counts.iter().zip(expected);
    for (count, _) in pairs.clone().filter(|(_, expected)| **expected == 0.0) {
        assert_eq!(*count, 0.0, "what cannot come came");
    }
    pairs.filter(|(_, expected)| **expected > 0.0).map(|(c, e)| (c - e).powi(2) / e).sum()
}

/// What χ² of 11 degrees of freedom exceeds once in a thousand times.
const CRITICAL_11: f64 = 31.264;

#[test]
fn equal_weights_make_every_ordered_pair_equally_likely() {
    let weights = [5; 4];
    let found = chi_square(&counts(&weights, 2), &expected(&weights));
    assert!(found < CRITICAL_11, "χ² = {found}");
}

#[test]
fn weights_make_what_the_law_says_and_the_test_would_find_a_percent_of_difference() {
    let weights = [1, 2, 3, 10];
    let counts = counts(&weights, 2);
    let found = chi_square(&counts, &expected(&weights));
    assert!(found < CRITICAL_11, "χ² = {found}");
    let wrong = chi_square(&counts, &expected(&[100, 200, 303, 1000].map(|w: u32| w)));
    assert!(wrong > CRITICAL_11, "χ² = {wrong} for weights that were not used");
}

/// A bound of the size at which taking numbers modulo it would show: the upper third of the numbers below 3·2⁶² would
/// come half as often as the rest.
#[test]
fn a_large_bound_favours_no_part() {
    let mut parts = [0.0; 3];
    let mut stream = stream_of(0);
    for _ in 0..DRAWS / 10 {
        parts[(stream.below(3 << 62) >> 62) as usize] += 1.0;
    }
    let found = chi_square(&parts, &[f64::from(DRAWS / 10) / 3.0; 3]);
    assert!(found < 13.816, "χ² = {found} of 2 degrees of freedom");
}
