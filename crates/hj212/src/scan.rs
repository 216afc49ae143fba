//! Where the delimiters of a data area stand, 64 bytes at a time.
//!
//! Written as loops over arrays of fixed size, which the compiler turns into vector instructions.

/// How many bytes one mask speaks of.
pub(crate) const BLOCK: usize = 64;

/// What stands where in a block: bit `i` speaks of byte `i`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The places of `=`.
    pub(crate) equals: u64,
    /// The places of `;` and `,`.
    pub(crate) ends: u64,
    /// Whether there is a byte that a regular text does not have: a space, or `/`, with which a log text
    /// begins.
    pub(crate) odd: bool,
}

/// The marks of the first [`BLOCK`] bytes. Behind the end nothing stands.
#[inline(always)]
pub(crate) fn marks(bytes: &[u8]) -> Marks {
    match bytes.first_chunk::<BLOCK>() {
        Some(block) => marks_of(block),
        None => {
            let mut padded = [b'0'; BLOCK];
            if let Some(begin) = padded.get_mut(..bytes.len()) {
                begin.copy_from_slice(bytes);
            }
            marks_of(&padded)
        }
    }
}

/// Not inlined: with its surroundings the compiler makes loops of it again.
#[inline(never)]
fn marks_of(block: &[u8; BLOCK]) -> Marks {
    Marks {
        equals: places(block, |byte| byte == b'='),
        ends: places(block, |byte| (byte == b';') | (byte == b',')),
        odd: has_odd(block),
    }
}

#[inline(always)]
fn has_odd(block: &[u8; BLOCK]) -> bool {
    let odd = block.map(|byte| u8::from(byte == b' ') | u8::from(byte == b'/'));
    let (odd, _) = odd.as_chunks::<8>();
    odd.iter().fold(0, |any, &word| any | u64::from_le_bytes(word)) != 0
}

/// Where `wanted` bytes stand.
///
/// The block is eight words of eight bytes. First bit `k` of byte `i` of one word says whether byte `i`
/// of word `k` is wanted, which takes no more than an `or` a word; then the 8 × 8 bits are turned over.
#[inline(always)]
fn places(block: &[u8; BLOCK], wanted: impl Fn(u8) -> bool) -> u64 {
    let mut picked = WORD_BITS;
    for (bit, &byte) in picked.iter_mut().zip(block) {
        *bit &= 0u8.wrapping_sub(u8::from(wanted(byte)));
    }
    let (words, _) = picked.as_chunks::<8>();
    transposed(words.iter().fold(0, |all, &word| all | u64::from_le_bytes(word)))
}

/// For each byte of a block the bit that is the number of its word.
#[expect(clippy::indexing_slicing, reason = "evaluated while compiling; the index is below 64")]
const WORD_BITS: [u8; BLOCK] = {
    let mut bits = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        bits[at] = 1 << (at / 8);
        at += 1;
    }
    bits
};

/// Turns 8 × 8 bits over their diagonal.
#[inline(always)]
fn transposed(bits: u64) -> u64 {
    let swap = |bits: u64, mask: u64, by: u32| {
        let differ = (bits ^ (bits >> by)) & mask;
        bits ^ differ ^ (differ << by)
    };
    let bits = swap(bits, 0x00AA_00AA_00AA_00AA, 7);
    let bits = swap(bits, 0x0000_CCCC_0000_CCCC, 14);
    swap(bits, 0x0000_0000_F0F0_F0F0, 28)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_block_may_be_short_or_empty() {
        assert_eq!(marks(b""), Marks { equals: 0, ends: 0, odd: false });
        let (equals, ends) = (1 << 8 | 1 << 16, 1 << 10 | 1 << 18);
        assert_eq!(marks(b"DataTime=1;a-Rtd=2,b3"), Marks { equals, ends, odd: false });
        assert_eq!(marks(b"DataTime=1;a-Rtd=2,b 3"), Marks { equals, ends, odd: true });
        assert_eq!(marks(&[b'='; 64]).equals, u64::MAX);
    }

    proptest! {
        #[test]
        fn every_byte_is_judged_for_itself(bytes in proptest::collection::vec(any::<u8>(), 0..=64)) {
            let mask = |of: &[u8]| bytes.iter().enumerate().fold(0u64, |mask, (at, byte)| {
                mask | (u64::from(of.contains(byte)) << at)
            });
            let odd = mask(b" /") != 0;
            prop_assert_eq!(marks(&bytes), Marks { equals: mask(b"="), ends: mask(b";,"), odd });
        }
    }
}
