//! Times as the protocol writes them.

/// A wall time as written, without a zone: the protocol means Peking time (UTC+8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31, and possible in that month.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
    /// Millisecond, 0 to 999; 0 where only seconds were written.
    pub millisecond: u16,
}

/// Reads `yyyyMMddHHmmss` (DataTime and its like) or `yyyyMMddHHmmsszzz` (QN).
///
/// Gives nothing for another number of digits, for other characters, and for a time that the
/// calendar or the clock does not have. Whether a time is plausible (1970, the future) is for the
/// caller to say, who knows what time it is.
///
/// ```
/// let time = hj212::parse_time("20240601085857223").unwrap();
/// assert_eq!((time.year, time.hour, time.millisecond), (2024, 8, 223));
/// assert_eq!(hj212::parse_time("20230229000000"), None);
/// ```
#[must_use]
pub fn parse_time(text: &str) -> Option<WallTime> {
    of_digits(text.as_bytes())
}

/// [`parse_time`] of bytes.
#[inline]
pub(crate) fn of_digits(bytes: &[u8]) -> Option<WallTime> {
    let (date, rest) = bytes.split_first_chunk::<8>()?;
    let (clock, millisecond) = match rest {
        [a, b, c, d, e, f] => ([*a, *b, *c, *d, *e, *f, b'0', b'0'], b'0'),
        [a, b, c, d, e, f, g, h, last] => ([*a, *b, *c, *d, *e, *f, *g, *h], *last),
        _ => return None,
    };
    let (date, clock) = (pairs_of_digits(*date)?, pairs_of_digits(clock)?);
    let [century, _, year, _, month, _, day, _] = date.to_le_bytes();
    let [hour, _, minute, _, second, _, hundredths, _] = clock.to_le_bytes();
    if !millisecond.is_ascii_digit() {
        return None;
    }
    let time = WallTime {
        year: u16::from(century) * 100 + u16::from(year),
        month,
        day,
        hour,
        minute,
        second,
        millisecond: u16::from(hundredths) * 10 + u16::from(millisecond - b'0'),
    };
    let possible_day =
        (1..=12).contains(&month) && day >= 1 && (day <= 28 || day <= days_of(time.year, month));
    (possible_day && is_clock(clock)).then_some(time)
}

/// Whether calendar and clock have the time that 16 digits or more begin with: what [`of_digits`] says, where it is
/// known that all are digits.
#[inline(always)]
pub(crate) fn is_possible(digits: &[u8; 16]) -> bool {
    let (halves, _) = digits.as_chunks::<8>();
    let &[date, clock] = halves else { return false };
    let numbers = pairs(date);
    // Month and day from 1 on set the high bit of their byte when 0x7F is added, and above 12 and 28 when what they
    // lack of it is. Of the days after the 28th the calendar is asked.
    const FROM: u64 = 0x7F << 48 | 0x7F << 32;
    const LACKING: u64 = (0x80 - 29) << 48 | (0x80 - 13) << 32;
    const BITS: u64 = 0x80 << 48 | 0x80 << 32;
    let in_every_year = (numbers + FROM) & !(numbers + LACKING) & BITS == BITS;
    (in_every_year || of_digits(digits.get(..14).unwrap_or_default()).is_some()) && is_clock(pairs(clock))
}

/// The numbers that eight digits write, two by two: in every second byte, from the lowest on. Nothing where one is
/// no digit.
#[inline]
fn pairs_of_digits(digits: [u8; 8]) -> Option<u64> {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    let word = u64::from_le_bytes(digits);
    if (word & HIGH) ^ ZEROS | (word.wrapping_add(0x0606_0606_0606_0606) & HIGH) ^ ZEROS != 0 {
        return None;
    }
    Some(pairs(digits))
}

/// [`pairs_of_digits`] where it is known that they are digits.
#[inline(always)]
fn pairs(digits: [u8; 8]) -> u64 {
    let values = u64::from_le_bytes(digits) & 0x0F0F_0F0F_0F0F_0F0F;
    (values * 10 + (values >> 8)) & 0x00FF_00FF_00FF_00FF
}

/// Whether the first three numbers of four are an hour, a minute and a second: none reaches its limit, and so none
/// sets the high bit of its byte when what the limit lacks of it is added.
#[inline]
fn is_clock(numbers: u64) -> bool {
    const LACKING: u64 = (0x80 - 60) << 32 | (0x80 - 60) << 16 | (0x80 - 24);
    (numbers + LACKING) & 0x0080_0080_0080 == 0
}

/// Days of a month; none for a month that does not exist.
fn days_of(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Of digits both ways say the same.
        #[test]
        fn a_time_is_possible_if_it_can_be_read(
            parts in (0u16..10_000, 0u8..15, 0u8..34, 0u8..26, 0u8..62, 0u8..62, 0u8..100),
        ) {
            let (year, month, day, hour, minute, second, hundredths) = parts;
            let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{hundredths:02}0");
            let (digits, _) = text.as_bytes().split_first_chunk().unwrap();
            prop_assert_eq!(is_possible(digits), parse_time(&text).is_some(), "{}", text);
        }
    }

    #[test]
    fn only_possible_times_are_read() {
        for good in ["20240229235959", "20000229000000", "20160801085857223", "00010101000000"] {
            assert!(parse_time(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "2024",
            "20240230000000",
            "19000229000000",
            "20241301000000",
            "20240001000000",
            "20240100000000",
            "20240101240000",
            "20240101006000",
            "20240101000060",
            "2024010100000x",
            "202401010000001",
            "２０２４",
            "+0240101000000",
        ] {
            assert_eq!(parse_time(bad), None, "{bad}");
        }
    }
}
