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
/// The high byte of the register after each byte is `M(high ^ byte)` with `M(x) = TABLE[x] >> 8`,
/// a linear map with `M⁸ = 1`. Bytes eight apart therefore meet in the same way: all words of eight
/// bytes, counted from the end, are folded by exclusive or into one, and each of its bytes goes
/// through the power of `M` that its place demands. The register begins as 0xFF, which is as if the
/// first byte were inverted.
///
/// ```
/// assert_eq!(hj212::crc::hj212(b""), 0xFFFF);
/// ```
#[must_use]
pub fn hj212(segment: &[u8]) -> u16 {
    with_sign(segment, 0).0
}

/// [`hj212`], and whether `sign` stands in the segment: a decoder asks both of every frame, and goes over it once.
#[inline]
pub(crate) fn with_sign(segment: &[u8], sign: u8) -> (u16, bool) {
    let Some(&first) = segment.first_chunk::<16>() else {
        let crc = segment.iter().fold(0xFFFF, |register, &byte| step(register, byte));
        return (crc, segment.contains(&sign));
    };
    let (head, lanes) = segment.as_rchunks::<16>();
    let is_sign = |lane: u8x16| lane.simd_eq(u8x16::splat(sign));
    let (mut folded, mut signs) = (u8x16::splat(0), is_sign(u8x16::new(first)));
    for &lane in lanes {
        let lane = u8x16::new(lane);
        folded ^= lane;
        signs |= is_sign(lane);
    }
    // The bytes before the first whole lane stand in the last places of a lane of their own.
    let head = match head.len() {
        0 => 0,
        length => u128::from_le_bytes(first) << (128 - length * 8),
    };
    let folded = u128::from_le_bytes(folded.to_array()) ^ head;
    let begin = (segment.len().wrapping_neg() % 8 * 8) as u32;
    let word = (folded >> 64) as u64 ^ folded as u64 ^ 0xFF << begin;
    let [a, b, c, d, e, f, g, last] = word.to_le_bytes();
    let [_, m1, m2, m3, m4, m5, m6, m7] = &POWERS;
    let high = of(m7, a) ^ of(m6, b) ^ of(m5, c) ^ of(m4, d) ^ of(m3, e) ^ of(m2, f) ^ of(m1, g);
    (entry(high ^ last), signs.any())
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
            prop_assert_eq!(with_sign(&segment, b'#').1, segment.contains(&b'#'));
        }

        #[test]
        fn the_low_byte_has_eight_values(segment in proptest::collection::vec(any::<u8>(), 1..64)) {
            let [_, low] = hj212(&segment).to_be_bytes();
            prop_assert!([0x00, 0x01, 0x40, 0x41, 0x80, 0x81, 0xC0, 0xC1].contains(&low));
        }
    }
}
