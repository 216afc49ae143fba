//! The one place that converts between instants and China Standard Time (UTC+08:00, no daylight saving
//! since 1991): protocols, documents and screens speak it, everything inside is UTC.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// UTC+08:00.
pub const OFFSET: Offset = Offset::constant(8);

/// The fixed zone UTC+08:00.
pub fn zone() -> TimeZone {
    TimeZone::fixed(OFFSET)
}

/// Wall time in China at `instant`.
pub fn civil(instant: Timestamp) -> DateTime {
    OFFSET.to_datetime(instant)
}

/// The instant at which clocks in China show `wall`.
///
/// Clamped to the ends of the representable range (years −9999 to 9999), where the offset would leave it.
pub fn instant(wall: DateTime) -> Timestamp {
    OFFSET.to_timestamp(wall).unwrap_or(if wall.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// The start of the calendar hour, in China, that contains `instant`.
pub fn hour_start(instant: Timestamp) -> Timestamp {
    floor(instant, 3600)
}

/// The start of the calendar day, in China, that contains `instant`.
pub fn day_start(instant: Timestamp) -> Timestamp {
    floor(instant, 86_400)
}

fn floor(instant_utc: Timestamp, step_s: i64) -> Timestamp {
    let local_s = instant_utc.as_second() + i64::from(OFFSET.seconds());
    let floored_s = local_s.div_euclid(step_s) * step_s - i64::from(OFFSET.seconds());
    Timestamp::from_second(floored_s).unwrap_or(Timestamp::MIN)
}

/// `2020-08-30 08:05` in China.
pub fn minute_text(instant: Timestamp) -> String {
    civil(instant).strftime("%Y-%m-%d %H:%M").to_string()
}

/// `2020-08-30T08:05:00+08:00`: RFC 3339 with China's offset, to the second.
pub fn rfc3339(instant: Timestamp) -> String {
    let wall = civil(instant);
    let Ok(year @ 0..=9999) = u32::try_from(wall.year()) else {
        return format!("{}+08:00", wall.strftime("%Y-%m-%dT%H:%M:%S"));
    };
    // By hand: answers with thousands of readings are mostly instants.
    let mut text = *b"0000-00-00T00:00:00+08:00";
    let parts = [wall.month(), wall.day(), wall.hour(), wall.minute(), wall.second()];
    let numbers = std::iter::once(year).chain(parts.map(|part| u32::from(part.unsigned_abs())));
    for (end, mut number) in [4, 7, 10, 13, 16, 19].into_iter().zip(numbers) {
        for digit in text.iter_mut().take(end).rev() {
            if !digit.is_ascii_digit() {
                break;
            }
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// `instant` moved by `seconds` (negative: earlier), clamped to the representable range.
pub fn plus_seconds(instant: Timestamp, seconds: i64) -> Timestamp {
    instant.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// Whole seconds from `from` to `to` (negative if `to` is earlier).
pub fn seconds_between(from: Timestamp, to: Timestamp) -> i64 {
    to.as_second().saturating_sub(from.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_time_is_eight_hours_ahead_and_comes_back() {
        let instant_utc: Timestamp = "2020-08-30T00:40:00Z".parse().unwrap();
        assert_eq!(minute_text(instant_utc), "2020-08-30 08:40");
        assert_eq!(rfc3339(instant_utc), "2020-08-30T08:40:00+08:00");
        assert_eq!(instant(civil(instant_utc)), instant_utc);
    }

    #[test]
    fn instants_are_written_as_the_format_says() {
        for (number, second) in (-80_000_000_000i64..250_000_000_000).step_by(97_654_321).enumerate() {
            let instant_utc = Timestamp::from_second(second + number as i64).unwrap();
            let expected = format!("{}+08:00", civil(instant_utc).strftime("%Y-%m-%dT%H:%M:%S"));
            assert_eq!(rfc3339(instant_utc), expected);
        }
    }

    #[test]
    fn a_day_starts_at_midnight_in_china() {
        let instant_utc: Timestamp = "2020-08-29T16:00:00Z".parse().unwrap();
        assert_eq!(day_start(instant_utc), instant_utc);
        assert_eq!(day_start(plus_seconds(instant_utc, -1)), plus_seconds(instant_utc, -86_400));
        assert_eq!(hour_start(plus_seconds(instant_utc, 3599)), instant_utc);
    }
}
