//! Numbers from the seed (docs/draw.md §5): SHA-256 in counter mode, and whole numbers below a bound of which none
//! is likelier than another.

use sha2::{Digest as _, Sha256};

use crate::encode::Encoder;
use crate::words::Digest;

/// The endless numbers of one seed under one label.
pub struct Stream {
    /// Has taken in the seed and the label.
    prefix: Sha256,
    counter: u64,
    block: [u8; 32],
    /// How many bytes of the block are used.
    used: usize,
}

impl Stream {
    /// From the beginning.
    pub fn new(seed: Digest, label: &str) -> Self {
        let mut encoder = Encoder::new("stream");
        encoder.put(seed);
        encoder.put(label);
        Self { prefix: encoder.into_hash(), counter: 0, block: [0; 32], used: 32 }
    }

    /// The next eight bytes as a number.
    pub fn number(&mut self) -> u64 {
        if self.used == self.block.len() {
            let mut hash = self.prefix.clone();
            hash.update(self.counter.to_be_bytes());
            self.block = hash.finalize().into();
            self.counter += 1;
            self.used = 0;
        }
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.block[self.used..self.used + 8]);
        self.used += 8;
        u64::from_be_bytes(bytes)
    }

    /// A number from 0 to `bound` - 1, each equally likely: numbers beyond the last whole multiple of `bound` are
    /// passed over, since taking them modulo `bound` would favour the small. `bound` is at least 1.
    pub fn below(&mut self, bound: u64) -> u64 {
        // 2⁶⁴ modulo `bound`: how many numbers at the end are too many.
        let surplus = (u64::MAX % bound + 1) % bound;
        loop {
            let number = self.number();
            if number <= u64::MAX - surplus {
                return number % bound;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_below_the_bound_comes_and_none_else() {
        let mut stream = Stream::new(Digest([7; 32]), "test");
        let mut seen = [false; 7];
        for _ in 0..200 {
            seen[stream.below(7) as usize] = true;
        }
        assert!(seen.iter().all(|seen| *seen));
        assert_eq!(stream.below(1), 0);
    }

    #[test]
    fn a_bound_above_half_of_all_numbers_passes_over_the_rest() {
        // Of 2⁶⁴ numbers only the first 2⁶³ + 1 count: nearly half are passed over, and none of them is wrapped.
        let bound = (1 << 63) + 1;
        let (mut bounded, mut plain) = (Stream::new(Digest([9; 32]), "a"), Stream::new(Digest([9; 32]), "a"));
        for _ in 0..100 {
            let expected = std::iter::repeat_with(|| plain.number()).find(|number| *number < bound);
            assert_eq!(Some(bounded.below(bound)), expected);
        }
    }

    #[test]
    fn seed_and_label_each_make_another_stream() {
        let first = |seed: u8, label: &str| Stream::new(Digest([seed; 32]), label).number();
        assert_ne!(first(1, "a"), first(2, "a"));
        assert_ne!(first(1, "a"), first(1, "b"));
        assert_eq!(first(1, "a"), first(1, "a"));
    }
}
