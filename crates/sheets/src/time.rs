//! Dates and times as texts and as serial numbers. Nothing ambiguous is read: `8/30/2020` is refused, because
//! `3/8/2020` could be either of two days.

use calamine::ExcelDateTime;
use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, Timestamp};
use model::china;

use crate::cell::Cell;
use crate::figure::half_width;

/// Days from 1899-12-30, the zero of Excel's serial dates after February 1900, to 1904-01-01.
const DAYS_TO_1904: f64 = 1462.0;
/// Serial dates that are believed: 2000-01-01 to 2100-01-01.
const SERIALS: std::ops::Range<f64> = 36_526.0..73_051.0;

/// The wall time in China that `text` says. A date alone is its midnight.
///
/// Read are `2020-08-30 8:05[:00[.5]]` with `-`, `/` or `.` between and a space or `T` before the time,
/// `2020年8月30日8时5分0秒` and its beginnings, `20200830[08[05[00]]]`, 上午 and 下午 before the time, an offset or
/// `Z` behind it, and 24:00 as the end of a day.
pub fn parse(text: &str) -> Option<DateTime> {
    let plain = half_width(text);
    if plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(&plain);
    }
    if let Ok(instant) = plain.replacen(' ', "T", 1).parse::<Timestamp>() {
        return Some(china::civil(instant));
    }
    let (date, rest) = split_date(&plain)?;
    let rest = rest.trim_start_matches(['T', 't', ' ']).trim();
    if rest.is_empty() {
        return Some(date.to_datetime(Time::midnight()));
    }
    at(date, seconds_of_day(rest)?)
}

/// The seconds since midnight that `text` says: `8:05`, `8:05:00`, `8时5分`, `下午3:05`.
pub(crate) fn seconds_of_day(text: &str) -> Option<f64> {
    let plain = half_width(text);
    let (shift, clock) = match plain.strip_prefix("上午").or_else(|| plain.strip_prefix("AM")) {
        Some(rest) => (Some(0.0), rest),
        None => match plain.strip_prefix("下午").or_else(|| plain.strip_prefix("PM")) {
            Some(rest) => (Some(12.0), rest),
            None => (None, plain.as_str()),
        },
    };
    let clock = clock.trim().replace(['时', '点', '分'], ":").replace('秒', "");
    let mut parts = clock.trim_end_matches(':').split(':').map(str::trim);
    let mut hour: f64 = whole(parts.next()?, 24)?;
    let minute = parts.next().map_or(Some(0.0), |text| whole(text, 59))?;
    let second = parts.next().map_or(Some(0.0), |text| {
        text.parse::<f64>().ok().filter(|s| text.starts_with(|c: char| c.is_ascii_digit()) && *s < 60.0)
    })?;
    if parts.next().is_some() {
        return None;
    }
    if let Some(shift) = shift {
        if hour > 12.0 {
            return None;
        }
        hour = hour % 12.0 + shift;
    }
    let seconds = hour * 3600.0 + minute * 60.0 + second;
    (seconds <= 86_400.0).then_some(seconds)
}

fn whole(text: &str, most: u32) -> Option<f64> {
    let sound = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse::<u32>().ok().filter(|number| sound && *number <= most)?;
    Some(f64::from(number))
}

/// A wall time from a date and the seconds since its midnight; 86,400 is the next midnight.
pub(crate) fn at(date: Date, seconds: f64) -> Option<DateTime> {
    if !(0.0..=86_400.0).contains(&seconds) {
        return None;
    }
    // Excel keeps binary fractions of a day: what is meant is the nearest millisecond.
    let milliseconds = (seconds * 1000.0).round() as i64;
    date.to_datetime(Time::midnight()).checked_add(Span::new().milliseconds(milliseconds)).ok()
}

/// A date alone, from its parts.
pub(crate) fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    if (1900..=2200).contains(&year) { Date::new(year, month, day).ok() } else { None }
}

/// The wall time of a serial date, if it is in a believable range.
pub(crate) fn serial(days: f64, since_1904: bool) -> Option<DateTime> {
    let days = if since_1904 { days + DAYS_TO_1904 } else { days };
    if !SERIALS.contains(&days) {
        return None;
    }
    let zero = Date::new(1899, 12, 30).ok()?;
    // Below 73,051 by the line above.
    let day = zero.checked_add(Span::new().days(days.floor() as i64)).ok()?;
    at(day, (days - days.floor()) * 86_400.0)
}

/// A cell that Excel formats as a date, a time or a span.
pub(crate) fn excel(moment: &ExcelDateTime) -> Cell {
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        return Cell::Span(days * 86_400.0);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let moment =
        date(year.into(), month.into(), day.into()).and_then(|day| at(day, (days - days.floor()) * 86_400.0));
    moment.map_or(Cell::Number(days), Cell::Moment)
}

/// `20200830`, with hour, minute and second behind it or not.
fn compact(digits: &str) -> Option<DateTime> {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|text| text.parse::<i64>().ok());
    if ![8, 10, 12, 14].contains(&digits.len()) {
        return None;
    }
    let day = date(part(0..4)?, part(4..6)?, part(6..8)?)?;
    let (hour, minute, second) =
        (part(8..10).unwrap_or(0), part(10..12).unwrap_or(0), part(12..14).unwrap_or(0));
    if hour > 24 || minute > 59 || second > 59 {
        return None;
    }
    at(day, (hour * 3600 + minute * 60 + second) as f64)
}

/// The date at the beginning of `text`, year first, and what follows it.
fn split_date(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(text)?;
    let (first, rest) = separator(rest, &['-', '/', '.', '年'])?;
    let (month, rest) = digits(rest)?;
    let (second, rest) = separator(rest, &['-', '/', '.', '月'])?;
    let (day, rest) = digits(rest)?;
    let alike = first == second || (first == '年' && second == '月');
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    let ends = rest.is_empty()
        || !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
        || first == '年';
    if year < 1000 || !alike || !ends {
        return None;
    }
    Some((date(year, month, day)?, rest))
}

fn digits(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    Some((number.parse().ok()?, rest))
}

fn separator<'t>(text: &'t str, allowed: &[char]) -> Option<(char, &'t str)> {
    let text = text.trim_start();
    let sign = text.chars().next().filter(|sign| allowed.contains(sign))?;
    Some((sign, text.get(sign.len_utf8()..)?.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = parse(text).map(|moment| moment.strftime("%Y-%m-%d %H:%M:%S").to_string());
        assert_eq!(found.as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn the_forms_that_people_write() {
        for text in [
            "2020-08-30 08:05",
            "2020-8-30 8:05:00",
            "2020/8/30 8:05",
            "2020.08.30 08:05",
            "2020-08-30T08:05:00",
            "2020年8月30日8时5分",
            "2020年08月30日 08:05:00",
            "20200830080500",
            "202008300805",
            "2020-08-30 上午8:05",
            "2020-08-30T08:05:00+08:00",
            "2020-08-30 00:05:00Z",
            "２０２０－０８－３０　０８：０５",
        ] {
            check(text, "2020-08-30 08:05:00");
        }
        check("2020年8月30日", "2020-08-30 00:00:00");
        check("20200830", "2020-08-30 00:00:00");
        check("2020/8/30 下午3:05:07", "2020-08-30 15:05:07");
        check("2020-08-30 24:00", "2020-08-31 00:00:00");
        check("2020-08-30 下午12:30", "2020-08-30 12:30:00");
        check("2020-08-30 8时", "2020-08-30 08:00:00");
    }

    #[test]
    fn what_could_mean_two_days_or_none_is_not_read() {
        for text in [
            "8/30/2020",
            "30.08.2020 08:05",
            "2020-13-01",
            "2020-02-30",
            "2020-08-30 25:00",
            "2020-08-30 8:60",
            "2020-08-30 24:01",
            "08:05",
            "20-08-30",
            "2020083",
            "yesterday",
            "",
            "2020-08/30",
            "2020-08-30 下午13:00",
            "2020-08-301",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn serial_dates_of_both_systems() {
        let expected = date(2020, 8, 30).unwrap().at(8, 5, 0, 0);
        assert_eq!(serial(44_073.336_805_555_555, false), Some(expected));
        assert_eq!(serial(44_073.336_805_555_555 - 1462.0, true), Some(expected));
        assert_eq!(serial(12.5, false), None);
        assert_eq!(serial(f64::NAN, false), None);
    }
}
