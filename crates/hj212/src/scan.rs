//! Where bytes stand, 64 of them at a time.

use wide::{u8x16, u8x64};

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

/// Where the first byte stands that ends the value of a header field, has no place in one, or is not ASCII; nothing
/// where none does in the first bytes, of which as many are looked at as are a multiple of 16.
#[inline(always)]
pub(crate) fn special(bytes: &[u8]) -> Option<usize> {
    let (lanes, _) = bytes.as_chunks::<16>();
    for (at, lane) in lanes.iter().enumerate() {
        let lane = u8x16::new(*lane);
        let is = |wanted| lane.simd_eq(u8x16::splat(wanted));
        // The mask is made of the high bits, which only what is not ASCII has itself.
        let found = (is(b';') | is(b',') | is(b'=') | is(b' ') | lane).to_bitmask();
        if found != 0 {
            return Some(at * 16 + found.trailing_zeros() as usize);
        }
    }
    None
}

/// The marks of a block.
#[inline(always)]
pub(crate) fn marks(block: &[u8; BLOCK]) -> Marks {
    let block = u8x64::new(*block);
    Marks {
        equals: is(block, b'=').to_bitmask(),
        ends: (is(block, b';') | is(block, b',')).to_bitmask(),
        odd: (is(block, b' ') | is(block, b'/')).any(),
    }
}

/// The marks of the bytes from `at` to `end`, which are fewer than a block.
#[inline(always)]
pub(crate) fn last_marks(around: &[u8], at: usize, end: usize) -> Marks {
    let Window { block, before, wanted } = window(around, at, end);
    let places = |found: u8x64| found.to_bitmask() >> before & wanted;
    Marks {
        equals: places(is(block, b'=')),
        ends: places(is(block, b';') | is(block, b',')),
        odd: places(is(block, b' ') | is(block, b'/')) != 0,
    }
}

#[inline(always)]
fn is(block: u8x64, byte: u8) -> u8x64 {
    block.simd_eq(u8x64::splat(byte))
}

/// A block in which wanted bytes stand.
struct Window {
    block: u8x64,
    /// How many bytes of the block stand before them, below [`BLOCK`].
    before: u32,
    /// A bit for each of them.
    wanted: u64,
}

/// The bytes from `at` to `end`, or the first [`BLOCK`] of them. Where they are no whole block, what stands around
/// them makes one: loading that is faster than filling one up.
#[inline(always)]
fn window(around: &[u8], at: usize, end: usize) -> Window {
    let length = end.saturating_sub(at);
    let wanted = if length < BLOCK { (1 << length) - 1 } else { u64::MAX };
    let rest = around.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return Window { block: u8x64::new(*block), before: 0, wanted };
    }
    if let (Some(block), 1..) = (around.last_chunk(), length) {
        return Window { block: u8x64::new(*block), before: (BLOCK - rest.len()) as u32, wanted };
    }
    let mut block = [0; BLOCK];
    if let Some(begin) = block.get_mut(..rest.len()) {
        begin.copy_from_slice(rest);
    }
    Window { block: u8x64::new(block), before: 0, wanted }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_byte_is_judged_for_itself(
            bytes in proptest::collection::vec(prop_oneof![any::<u8>(), proptest::sample::select(b"=;, /".to_vec())], 0..=200),
            at in any::<proptest::sample::Index>(),
            end in any::<proptest::sample::Index>(),
        ) {
            let end = end.index(bytes.len() + 1);
            let at = at.index(end + 1);
            let part = &bytes[at..end];
            let mask = |of: &[u8]| part.iter().take(BLOCK).enumerate().fold(0u64, |mask, (at, byte)| {
                mask | (u64::from(of.contains(byte)) << at)
            });
            let expected = Marks { equals: mask(b"="), ends: mask(b";,"), odd: mask(b" /") != 0 };
            match part.first_chunk() {
                Some(block) => prop_assert_eq!(marks(block), expected),
                None => prop_assert_eq!(last_marks(&bytes, at, end), expected),
            }
            let looked_at = &part[..part.len() / 16 * 16];
            prop_assert_eq!(special(part), looked_at.iter().position(|byte| b";,= ".contains(byte) || !byte.is_ascii()));
        }
    }
}
