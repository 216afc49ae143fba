//! The checks of the data segment: the CRC of the standard and the wrong ones seen in the field.
//!
//! HJ 212 annex A calls its check "ANSI CRC16", but drops the low byte of the register at each
//! step, so it differs from CRC-16/MODBUS and knows only 256 values: a damaged segment passes once
//! in 256 times. A reader must check length, tail and grammar too.

use wide::u8x16;

/// The CRC-16/MODBUS table: entry `i` is eight shifts of `i` with the polynomial 0xA001.
const TABLE: [u16; 256] = table();

#[expect(clippy::indexing_slicing, reason = "evaluated while compiling; the index is below 256")]
const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut register = byte as u16;
        let mut bit = 0;
        while bit < 8 {
            let low = register & 1;
            register >>= 1;
            if low == 1 {
                register ^= 0xA001;
            }
            bit += 1;
        }
        table[byte] = register;
        byte += 1;
    }
    table
}

#[expect(clippy::indexing_slicing, reason = "a u8 is always inside a table of 256")]
fn entry(index: u8) -> u16 {
    TABLE[usize::from(index)]
}

/// One byte of the standard's rule: only the high byte of the register goes on.
fn step(register: u16, byte: u8) -> u16 {
    let [high, _] = register.to_be_bytes();
    entry(high ^ byte)
}

/// [`TABLE`] as a frame writes it, in capitals.
const TEXTS: [[u8; 4]; 256] = texts();

#[expect(clippy::indexing_slicing, reason = "evaluated while compiling; the indices are below 256, 4 and 16")]
const fn texts() -> [[u8; 4]; 256] {
    let mut texts = [[0; 4]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut digit = 0;
        while digit < 4 {
            texts[byte][digit] = b"0123456789ABCDEF"[(TABLE[byte] >> (12 - 4 * digit) & 0xF) as usize];
            digit += 1;
        }
        byte += 1;
    }
    texts
}

/// `POWERS[k][x]` is `M^k(x)` with `M(x) = TABLE[x] >> 8`.
const POWERS: [[u8; 256]; 8] = powers();

#[expect(clippy::indexing_slicing, reason = "evaluated while compiling; the indices are below 8 and 256")]
const fn powers() -> [[u8; 256]; 8] {
    let mut powers = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte;
        let mut power = 0;
        while power < 8 {
            powers[power][byte] = value as u8;
            value = (TABLE[value] >> 8) as usize;
            power += 1;
        }
        byte += 1;
    }
    powers
}

/// The CRC of HJ 212 over a data segment (HJ 212-2017, annex A).
///
/// ```
/// assert_eq!(hj212::crc::hj212(b""), 0xFFFF);
/// ```
#[must_use]
pub fn hj212(segment: &[u8]) -> u16 {
    match segment.last_chunk() {
        Some(last) => entry(index(segment, last, 0).0),
        None => segment.iter().fold(0xFFFF, |register, &byte| step(register, byte)),
    }
}

/// Whether `text` is the CRC of a segment, in capitals, as the standard has it, or in small letters, and `sign` does not
/// stand in the segment: a decoder asks both of every frame, and goes over it once. No answer, that is `false`, for a
/// segment below 16 bytes.
#[inline]
#[expect(clippy::indexing_slicing, reason = "a u8 is always inside a table of 256")]
pub(crate) fn is_right(text: [u8; 4], segment: &[u8], sign: u8) -> bool {
    let Some(last) = segment.last_chunk() else { return false };
    let (index, has_sign) = index(segment, last, sign);
    let (text, capitals) = (u32::from_le_bytes(text), u32::from_le_bytes(TEXTS[usize::from(index)]));
    // A digit has the bit that makes letters small.
    !has_sign && (text == capitals || text == capitals | 0x2020_2020)
}

/// Which entry of the table the CRC of a segment is, whose last bytes are `last`; and whether `sign` stands in it.
///
/// The high byte of the register after each byte is `M(high ^ byte)` with `M(x) = TABLE[x] >> 8`, a linear map with
/// `M⁸ = 1`. Bytes eight apart therefore meet in the same way: all words of eight bytes are folded by exclusive or into
/// one, and each of its bytes goes through the power of `M` that its place, counted from the end, demands. The register
/// begins as 0xFF, which is as if the first byte were inverted.
#[inline(always)]
fn index(segment: &[u8], last: &[u8; 16], sign: u8) -> (u8, bool) {
    let (lanes, rest) = segment.as_chunks::<16>();
    let is_sign = |lane: u8x16| lane.simd_eq(u8x16::splat(sign));
    let last = u8x16::new(*last);
    let (mut folded, mut signs) = (u8x16::splat(0), is_sign(last));
    for &lane in lanes {
        let lane = u8x16::new(lane);
        folded ^= lane;
        signs |= is_sign(lane);
    }
    // Counted from the end, as the bytes behind the last whole lane stand in `last`.
    let folded = (word(folded) ^ 0xFF).rotate_right(segment.len() as u32 % 8 * 8);
    let [a, b, c, d, e, f, g, end] = (folded ^ word(last & last_bytes(rest.len()))).to_le_bytes();
    let [_, m1, m2, m3, m4, m5, m6, m7] = &POWERS;
    let high = of(m7, a) ^ of(m6, b) ^ of(m5, c) ^ of(m4, d) ^ of(m3, e) ^ of(m2, f) ^ of(m1, g);
    (high ^ end, signs.any())
}

/// Both halves folded into one.
#[inline(always)]
fn word(lane: u8x16) -> u64 {
    let lane = u128::from_le_bytes(lane.to_array());
    (lane >> 64) as u64 ^ lane as u64
}

/// All ones in the last `count` bytes, below 16.
#[inline(always)]
fn last_bytes(count: usize) -> u8x16 {
    const NONE_AND_ALL: &[[u8; 16]; 2] = &[[0; 16], [0xFF; 16]];
    let mask = NONE_AND_ALL.as_flattened().get(count % 16..).and_then(|mask| mask.first_chunk());
    mask.map_or(u8x16::splat(0), |mask| u8x16::new(*mask))
}

#[expect(clippy::indexing_slicing, reason = "a u8 is always inside a table of 256")]
fn of(power: &[u8; 256], byte: u8) -> u8 {
    power[usize::from(byte)]
}

/// CRC-16/MODBUS, which some loggers send in place of the standard's.
#[must_use]
pub fn modbus(segment: &[u8]) -> u16 {
    segment.iter().fold(0xFFFF, |register: u16, &byte| {
        let [_, low] = register.to_be_bytes();
        (register >> 8) ^ entry(low ^ byte)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rule as annex A writes it, bit by bit.
    fn by_bits(segment: &[u8]) -> u16 {
        let mut register: u16 = 0xFFFF;
        for &byte in segment {
            register = (register >> 8) ^ u16::from(byte);
            for _ in 0..8 {
                let low = register & 1;
                register >>= 1;
                if low == 1 {
                    register ^= 0xA001;
                }
            }
        }
        register
    }

    #[test]
    fn vectors_of_the_standard() {
        let example = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";
        assert_eq!(example.len(), 101);
        assert_eq!(hj212(example), 0x1C80);
        assert_eq!(hj212(b""), 0xFFFF);
        assert_eq!(modbus(b"123456789"), 0x4B37);
    }

    proptest! {
        #[test]
        fn the_fold_is_the_bit_loop(segment in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(hj212(&segment), by_bits(&segment));
            let crc = by_bits(&segment);
            let right = segment.len() >= 16 && !segment.contains(&b'#');
            for text in [format!("{crc:04X}"), format!("{crc:04x}")] {
                prop_assert_eq!(is_right(text.as_bytes().try_into().unwrap(), &segment, b'#'), right);
            }
            let other = format!("{:04X}", crc ^ 0x0100);
            prop_assert!(!is_right(other.as_bytes().try_into().unwrap(), &segment, b'#'));
        }

        #[test]
        fn the_low_byte_has_eight_values(segment in proptest::collection::vec(any::<u8>(), 1..64)) {
            let [_, low] = hj212(&segment).to_be_bytes();
            prop_assert!([0x00, 0x01, 0x40, 0x41, 0x80, 0x81, 0xC0, 0xC1].contains(&low));
        }
    }
}
