use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use model::{Timestamp, china};

/// A month, a quarter or a year of the calendar in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// As in `2020-08`.
    Month {
        /// The year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// As in `2020-Q3`.
    Quarter {
        /// The year.
        year: i16,
        /// 1 to 4.
        quarter: i8,
    },
    /// As in `2020`.
    Year {
        /// The year.
        year: i16,
    },
}

/// The text names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no period of the years 1990 to 2100, as in 2020-08, 2020-Q3 or 2020")]
pub struct ParsePeriodError {
    /// The text as it was given, cut to 80 characters.
    pub text: String,
}

impl Period {
    /// The month in which `date` lies.
    pub fn month_of(date: Date) -> Period {
        Period::Month { year: date.year(), month: date.month() }
    }

    /// Its first day.
    pub fn first(self) -> Date {
        let (year, month) = match self {
            Period::Month { year, month } => (year, month),
            Period::Quarter { year, quarter } => (year, quarter * 3 - 2),
            Period::Year { year } => (year, 1),
        };
        Date::new(year, month, 1).unwrap_or(Date::MIN)
    }

    /// The day after its last one.
    pub fn end(self) -> Date {
        let (year, month) = match self {
            Period::Month { year, month } => (year, month + 1),
            Period::Quarter { year, quarter } => (year, quarter * 3 + 1),
            Period::Year { year } => (year, 13),
        };
        let (year, month) = if month > 12 { (year + 1, 1) } else { (year, month) };
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    }

    /// When it begins.
    pub fn from(self) -> Timestamp {
        midnight(self.first())
    }

    /// When it ends (exclusive).
    pub fn to(self) -> Timestamp {
        midnight(self.end())
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        let end = self.end();
        std::iter::successors(Some(self.first()), |day| day.tomorrow().ok()).take_while(move |day| *day < end)
    }

    /// Its months, in order.
    pub fn months(self) -> Vec<Period> {
        self.days().filter(|day| day.day() == 1).map(Period::month_of).collect()
    }
}

/// The instant at which a day begins in China.
pub(crate) fn midnight(date: Date) -> Timestamp {
    china::instant(date.to_datetime(Time::midnight()))
}

/// The day in China on which an instant lies.
pub(crate) fn day_of(instant: Timestamp) -> Date {
    china::civil(instant).date()
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Period::Quarter { year, quarter } => write!(f, "{year:04}-Q{quarter}"),
            Period::Year { year } => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for Period {
    type Err = ParsePeriodError;

    fn from_str(text: &str) -> Result<Self, ParsePeriodError> {
        parse(text).ok_or_else(|| ParsePeriodError { text: text.chars().take(80).collect() })
    }
}

fn parse(text: &str) -> Option<Period> {
    let digits = |text: &str, length: usize| -> Option<i16> {
        let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    let (year, rest) = text.split_once('-').map_or((text, None), |(year, rest)| (year, Some(rest)));
    let year = digits(year, 4).filter(|year| (1990..=2100).contains(year))?;
    let Some(rest) = rest else { return Some(Period::Year { year }) };
    let quarter = rest.strip_prefix('Q').and_then(|quarter| digits(quarter, 1));
    match (quarter, digits(rest, 2)) {
        (Some(quarter), _) if (1..=4).contains(&quarter) => {
            Some(Period::Quarter { year, quarter: quarter as i8 })
        }
        (None, Some(month)) if (1..=12).contains(&month) => Some(Period::Month { year, month: month as i8 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_back_from_their_text() {
        for (text, days) in
            [("2020-02", 29), ("2021-02", 28), ("2020-12", 31), ("2020-Q1", 91), ("2020", 366)]
        {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.days().count(), days);
            assert_eq!(china::seconds_between(period.from(), period.to()), days as i64 * 86_400);
        }
        assert_eq!("2020-Q4".parse::<Period>().unwrap().end(), Date::constant(2021, 1, 1));
        assert_eq!("2020-Q3".parse::<Period>().unwrap().months().len(), 3);
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "2020-13",
            "2020-00",
            "2020-Q0",
            "2020-Q5",
            "2020-8",
            "20-08",
            "1989",
            "2101",
            "2020-08-01",
            "+020",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text:?}");
        }
    }
}
