//! Figures as they are written: an integer and where the point stands.

use std::fmt;

/// A decimal figure, `digits` × 10^-`scale`. As written: `1.50` is 150 with scale 2, not 15 with 1.
///
/// ```
/// use hj212::Decimal;
///
/// let figure = Decimal::parse("-18.50").unwrap();
/// assert_eq!((figure.digits, figure.scale), (-1850, 2));
/// assert_eq!(Decimal::parse("1.8E+03").unwrap().to_f64(), 1800.0);
/// assert_eq!(Decimal::parse("-"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// All digits with the sign, without the point.
    pub digits: i64,
    /// How many of them stand behind the point; negative where an exponent moved it to the right.
    pub scale: i8,
}

/// The greatest number of digits behind which another one still fits.
const ROOM: u64 = (i64::MAX as u64 - 9) / 10;

impl Decimal {
    /// Reads `[+-]digits[.digits][E[+-]digits]`, with at least one digit before the exponent.
    ///
    /// Nothing for another text, and for what needs more than 18 digits or an exponent beyond ±99:
    /// no instrument measures that.
    #[must_use]
    pub fn parse(text: &str) -> Option<Decimal> {
        Decimal::any(text.as_bytes())
    }

    fn any(bytes: &[u8]) -> Option<Decimal> {
        let (negative, bytes) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            bytes => (false, bytes),
        };
        let (mut digits, mut scale, mut points, mut any) = (0u64, 0i8, 0i8, false);
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    if digits > ROOM {
                        return None;
                    }
                    digits = digits * 10 + u64::from(byte - b'0');
                    scale = scale.checked_add(points)?;
                    any = true;
                }
                b'.' if points == 0 => points = 1,
                b'e' | b'E' => {
                    scale = scale.checked_sub(exponent(bytes.get(at + 1..)?)?)?;
                    break;
                }
                _ => return None,
            }
        }
        let digits = digits.cast_signed();
        any.then_some(Decimal { digits: if negative { -digits } else { digits }, scale })
    }

    /// The nearest floating-point number.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        const EXACT: u64 = 1 << 53;
        match (self.digits.unsigned_abs() <= EXACT, self.scale) {
            // Both exact, so that the quotient is the nearest.
            (true, 0..=22) => self.digits as f64 / 10f64.powi(i32::from(self.scale)),
            _ => self.to_string().parse().unwrap_or(f64::NAN),
        }
    }
}

/// The scale in a [`Parts`] that is no figure.
pub(crate) const NO_FIGURE: i8 = i8::MIN;

/// Digits and scale of a figure, or anything and [`NO_FIGURE`]. Unlike an `Option` of a [`Decimal`] it
/// stays in registers.
pub(crate) type Parts = (i64, i8);

const NO_PARTS: Parts = (0, NO_FIGURE);

/// The figure with these parts.
pub(crate) fn of_parts((digits, scale): Parts) -> Option<Decimal> {
    (scale != NO_FIGURE).then_some(Decimal { digits, scale })
}

/// [`Decimal::parse`] of `text[..length]`, faster where the text goes on behind it.
#[inline]
pub(crate) fn parts_at(text: &[u8], length: usize) -> Parts {
    let parts = match text.first() {
        Some(b'0'..=b'9') => unsigned(text, length),
        Some(b'-') => {
            let (digits, scale) = unsigned(text.get(1..).unwrap_or_default(), length.wrapping_sub(1));
            (-digits, scale)
        }
        Some(b'+' | b'.') => NO_PARTS,
        _ => return NO_PARTS,
    };
    if parts.1 == NO_FIGURE { text.get(..length).map_or(NO_PARTS, any_parts) } else { parts }
}

/// Digits and at most one point, where enough bytes are there and nothing is wrong.
#[inline(always)]
fn unsigned(text: &[u8], length: usize) -> Parts {
    match (text.first_chunk::<8>(), length) {
        (Some(eight), 1..=8) => short(u64::from_le_bytes(*eight), length as u32),
        (Some(front), 9..=16) => match text.get(length - 8..).and_then(<[u8]>::first_chunk) {
            Some(back) => long(u64::from_le_bytes(*front), u64::from_le_bytes(*back), length as u32),
            None => NO_PARTS,
        },
        _ => NO_PARTS,
    }
}

#[cold]
fn any_parts(text: &[u8]) -> Parts {
    Decimal::any(text).map_or(NO_PARTS, |figure| (figure.digits, figure.scale))
}

/// Eight times `0`.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// A point, less `0`.
const POINT: u64 = (b'.' ^ b'0') as u64;

/// The high bit of each byte above 9; carries reach only bytes behind one that is above 9 too.
#[inline(always)]
fn not_digits(values: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    (values.wrapping_add(ONES * 0x76) | values) & (ONES << 7)
}

/// The first `length` bytes of a word, 1 to 8, where they are digits with at most one point; all at once.
#[inline(always)]
fn short(word: u64, length: u32) -> Parts {
    // Right-aligned: the last byte is the highest. A digit becomes its value, and what is missing 0.
    let bits = length * 8;
    let values = (word ^ ZEROS) << (64 - bits);
    let others = not_digits(values);
    if others == 0 {
        return (number(values), 0);
    }
    match without_point(values, others) {
        Some((digits, behind)) if length > 1 => (digits, behind),
        _ => NO_PARTS,
    }
}

/// As [`short`], of 9 to 16 bytes: the first eight and the last eight, which may overlap.
#[inline(always)]
fn long(front: u64, back: u64, length: u32) -> Parts {
    let front = (front ^ ZEROS) << (128 - length * 8);
    let back = back ^ ZEROS;
    let parts = match (not_digits(front), not_digits(back)) {
        (0, 0) => Some((number(front) * 100_000_000 + number(back), 0)),
        (0, others) => {
            without_point(back, others).map(|(digits, behind)| (number(front) * 10_000_000 + digits, behind))
        }
        (others, 0) => without_point(front, others)
            .map(|(digits, behind)| (digits * 100_000_000 + number(back), behind + 8)),
        // With a point in each there would be two.
        _ => None,
    };
    parts.unwrap_or(NO_PARTS)
}

/// The number that eight values write of which one, the only one above 9, is a point, and how many stand behind it.
#[inline(always)]
fn without_point(values: u64, others: u64) -> Option<Parts> {
    let point = others.trailing_zeros() - 7;
    if others & (others - 1) != 0 || values >> point & 0xFF != POINT {
        return None;
    }
    // What stands before the point moves one place up.
    let behind = u64::MAX << point << 8;
    Some((number(values << 8 & !behind | values & behind), 7 - (point / 8) as i8))
}

/// The number that eight values of 0 to 9 are the digits of, the first in the lowest byte.
#[inline(always)]
fn number(values: u64) -> i64 {
    const MASK: u64 = 0x0000_00FF_0000_00FF;
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
    let front = (pairs & MASK).wrapping_mul(100 + (1_000_000 << 32));
    let back = (pairs >> 16 & MASK).wrapping_mul(1 + (10_000 << 32));
    (front.wrapping_add(back) >> 32).cast_signed()
}

/// An exponent of at most two digits.
fn exponent(text: &[u8]) -> Option<i8> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        rest => (1, rest),
    };
    if digits.is_empty() || digits.len() > 2 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(sign * digits.iter().fold(0i8, |value, digit| value * 10 + (digit - b'0').cast_signed()))
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        let Ok(places) = usize::try_from(self.scale) else {
            return write!(f, "{sign}{digits}E+{}", -i16::from(self.scale));
        };
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = padded.split_at(padded.len() - places);
        match part {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_are_read_as_written() {
        for (text, digits, scale) in [
            ("0", 0, 0),
            ("12.34", 1234, 2),
            ("-0.50", -50, 2),
            ("+3", 3, 0),
            ("5.", 5, 0),
            (".5", 5, 1),
            ("235.576536233014", 235_576_536_233_014, 12),
            ("1.8E+03", 18, -2),
            ("1e-2", 1, 2),
            ("999999999999999999", 999_999_999_999_999_999, 0),
            ("0000000000000000000000001", 1, 0),
        ] {
            assert_eq!(Decimal::parse(text), Some(Decimal { digits, scale }), "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            "-.",
            "1.2.3",
            "N",
            "1,5",
            " 1",
            "1e",
            "1e100",
            "NaN",
            "inf",
            "０",
            "99999999999999999999",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_gives_what_the_long_way_gives(text in "[0-9.E-]{1,18}", digits in "[0-9]{1,9}\\.?[0-9]{0,9}\\.?") {
            for text in [text, digits] {
                for end in 0..=text.len() {
                    let short = of_parts(parts_at(text.as_bytes(), end));
                    prop_assert_eq!(short, Decimal::any(&text.as_bytes()[..end]), "{}", &text[..end]);
                }
            }
        }

        #[test]
        fn the_nearest_number_is_that_of_the_text(text in "[+-]?[0-9]{1,9}(\\.[0-9]{0,9})?(E[+-]?[0-9]{1,2})?") {
            if let Some(figure) = Decimal::parse(&text) {
                prop_assert_eq!(figure.to_f64(), text.parse::<f64>().unwrap());
            }
        }

        #[test]
        fn what_is_written_is_read(digits in -999_999_999_999_999_999i64..=999_999_999_999_999_999, scale in -99i8..=99) {
            let figure = Decimal { digits, scale };
            prop_assert_eq!(Decimal::parse(&figure.to_string()), Some(figure));
        }
    }
}
