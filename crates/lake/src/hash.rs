//! A quick hash for maps on the path of every reading.
//!
//! The standard one costs more than the rest of a look-up. This one folds a product, as many do, from a seed
//! that each map draws anew, so that nobody outside can choose names that meet.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A map with the quick hash.
pub(crate) type QuickMap<K, V> = HashMap<K, V, QuickState>;

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The seed of one map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuickState(u64);

impl Default for QuickState {
    fn default() -> Self {
        // What the standard hash makes of nothing is as random as its keys.
        Self(RandomState::new().build_hasher().finish() | 1)
    }
}

impl BuildHasher for QuickState {
    type Hasher = QuickHasher;

    fn build_hasher(&self) -> QuickHasher {
        QuickHasher { state: self.0, seed: self.0 }
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct QuickHasher {
    state: u64,
    seed: u64,
}

impl QuickHasher {
    fn fold(&mut self, word: u64) {
        let product = u128::from(self.state ^ word) * u128::from(MULTIPLIER ^ self.seed.rotate_left(17));
        self.state = (product as u64) ^ ((product >> 64) as u64) ^ self.seed;
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.fold(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            for (to, from) in last.iter_mut().zip(rest) {
                *to = *from;
            }
            self.fold(u64::from_le_bytes(last) ^ (rest.len() as u64) << 56);
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.fold(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.fold(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.fold(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.fold(number as u64);
    }

    fn finish(&self) -> u64 {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn hashes_of_names_that_differ_little_differ() {
        let state = QuickState::default();
        let hashes: BTreeSet<u64> =
            (0..20_000).map(|n| state.hash_one(format!("outlet:O-{n:05}")) & 0xff_ffff_ffff).collect();
        assert!(hashes.len() > 19_990, "{}", hashes.len());
    }

    #[test]
    fn numbers_in_a_row_use_all_of_the_low_and_the_high_bits() {
        let state = QuickState::default();
        for shift in [0, 57] {
            let used: BTreeSet<u64> = (0..2_000u32).map(|n| state.hash_one(n) >> shift & 0x7f).collect();
            assert_eq!(used.len(), 128);
        }
    }
}
