//! Where the delimiters of a data area stand, 64 bytes at a time.
//!
//! Written as loops over arrays of fixed size, which the compiler turns into vector instructions.

/// How many bytes one mask speaks of.
pub(crate) const BLOCK: usize = 64;

/// What stands where in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Bit `i` is set where byte `i` is `=`, `;` or `,`.
    pub(crate) delimiters: u64,
    /// Whether there is a byte that a regular text does not have: everything outside of ASCII, control
    /// characters, space, `/` (with which a log text begins), and the other marks below `-` but `,`.
    pub(crate) odd: bool,
}

/// The marks of up to [`BLOCK`] bytes. Behind the end nothing stands.
#[inline]
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

#[inline]
fn marks_of(block: &[u8; BLOCK]) -> Marks {
    let delimiters =
        block.map(|byte| u8::from(byte == b'=') | u8::from(byte == b';') | u8::from(byte == b','));
    let odd = block.map(|byte| {
        // Signed, so that bytes outside of ASCII are below too.
        let below = byte.cast_signed() < b'-'.cast_signed();
        (u8::from(below) & u8::from(byte != b',')) | u8::from(byte == b'/')
    });
    let (odd, _) = odd.as_chunks::<8>();
    let odd = odd.iter().fold(0, |any, &word| any | u64::from_le_bytes(word));
    Marks { delimiters: bits(&delimiters), odd: odd != 0 }
}

/// The lowest bits of 64 bytes that are 0 or 1.
#[inline]
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    // The factor moves the lowest bit of byte `i` to bit 56 + `i`; no two of its products meet.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (words, _) = bytes.as_chunks::<8>();
    words.iter().rev().fold(0, |mask, &word| mask << 8 | u64::from_le_bytes(word).wrapping_mul(GATHER) >> 56)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_block_may_be_short_or_empty() {
        assert_eq!(marks(b""), Marks { delimiters: 0, odd: false });
        let delimiters = 1 << 8 | 1 << 10 | 1 << 16 | 1 << 18;
        assert_eq!(marks(b"DataTime=1;a-Rtd=2,b3"), Marks { delimiters, odd: false });
        assert_eq!(marks(b"DataTime=1;a-Rtd=2,b 3"), Marks { delimiters, odd: true });
        assert_eq!(marks(&[b'='; 64]).delimiters, u64::MAX);
    }

    proptest! {
        #[test]
        fn every_byte_is_judged_for_itself(bytes in proptest::collection::vec(any::<u8>(), 0..=64)) {
            let is_odd = |byte: u8| {
                (byte < b'-' && byte != b',') || byte == b'/' || !byte.is_ascii()
            };
            let delimiters = bytes.iter().enumerate().fold(0u64, |mask, (at, byte)| {
                mask | (u64::from(b"=;,".contains(byte)) << at)
            });
            let odd = bytes.iter().any(|&byte| is_odd(byte));
            prop_assert_eq!(marks(&bytes), Marks { delimiters, odd });
        }
    }
}
