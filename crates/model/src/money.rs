//! Money: whole fen, so that nothing of it can be lost.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of yuan, exact to the fen (1 yuan = 100 fen), never negative and at most [`Money::MAX`].
///
/// Written and stored as decimal yuan with two places: `250000.00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money {
    fen: i64,
}

/// Why a text is no amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// It holds a separator of thousands.
    #[error("{text:?} has a comma: write yuan without separators, as in 1234567.89")]
    Comma {
        /// What was written.
        text: String,
    },
    /// It is negative.
    #[error("{text:?} is negative")]
    Negative {
        /// What was written.
        text: String,
    },
    /// It is finer than a fen.
    #[error("{text:?} has more than two decimal places")]
    FinerThanFen {
        /// What was written.
        text: String,
    },
    /// It is more than [`Money::MAX`].
    #[error("{text:?} is more than {} yuan", Money::MAX)]
    TooMuch {
        /// What was written.
        text: String,
    },
    /// It is no decimal number.
    #[error("{text:?} is no amount of yuan, as in 250000 or 1234.56")]
    Form {
        /// What was written.
        text: String,
    },
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money { fen: 0 };

    /// A thousand million million yuan: a slip of the pen, not a sum, lies beyond.
    pub const MAX: Money = Money { fen: 100_000_000_000_000_000 };

    /// The amount of so many fen; `None` if negative or more than [`Money::MAX`].
    pub fn from_fen(fen: i64) -> Option<Money> {
        (0..=Self::MAX.fen).contains(&fen).then_some(Money { fen })
    }

    /// Whole fen.
    pub fn fen(self) -> i64 {
        self.fen
    }

    /// The sum; `None` if it is more than [`Money::MAX`].
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.fen.checked_add(other.fen).and_then(Money::from_fen)
    }

    /// The difference; `None` if it is negative.
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.fen.checked_sub(other.fen).and_then(Money::from_fen)
    }

    /// So many times the amount; `None` if it is more than [`Money::MAX`].
    pub fn checked_times(self, times: u32) -> Option<Money> {
        self.fen.checked_mul(i64::from(times)).and_then(Money::from_fen)
    }

    /// The amount as people read it in a sentence: thousands apart, fen where there are any, `1,234,567.05`. It is not
    /// read back: a comma is refused.
    pub fn grouped(self) -> String {
        let digits = (self.fen / 100).to_string();
        let parts: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
        let whole = String::from_utf8_lossy(&parts.join(&b',')).into_owned();
        match self.fen % 100 {
            0 => whole,
            fen => format!("{whole}.{fen:02}"),
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.fen / 100, self.fen % 100))
    }
}

impl FromStr for Money {
    type Err = ParseMoneyError;

    fn from_str(text: &str) -> Result<Self, ParseMoneyError> {
        let trimmed = text.trim();
        let form = || ParseMoneyError::Form { text: text.to_owned() };
        if trimmed.contains([',', '，']) {
            return Err(ParseMoneyError::Comma { text: text.to_owned() });
        }
        if trimmed.starts_with(['-', '−']) {
            return Err(ParseMoneyError::Negative { text: text.to_owned() });
        }
        let (whole, part) = trimmed.split_once('.').unwrap_or((trimmed, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) {
            return Err(form());
        }
        let part = part.trim_end_matches('0');
        if part.len() > 2 {
            return Err(ParseMoneyError::FinerThanFen { text: text.to_owned() });
        }
        let too_much = || ParseMoneyError::TooMuch { text: text.to_owned() };
        let yuan: i64 = whole.parse().map_err(|_| too_much())?;
        let fen: i64 = format!("{part:0<2}").parse().map_err(|_| form())?;
        let all = yuan.checked_mul(100).and_then(|whole| whole.checked_add(fen));
        all.and_then(Money::from_fen).ok_or_else(too_much)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for (written, fen, shown) in [
            ("0", 0, "0.00"),
            ("250000", 25_000_000, "250000.00"),
            (" 1234.5 ", 123_450, "1234.50"),
            ("0.01", 1, "0.01"),
            ("7.1000", 710, "7.10"),
            ("1000000000000000", Money::MAX.fen(), "1000000000000000.00"),
        ] {
            let money: Money = written.parse().unwrap();
            assert_eq!((money.fen(), money.to_string().as_str()), (fen, shown), "{written}");
            assert_eq!(shown.parse::<Money>(), Ok(money));
            assert_eq!(
                serde_json::from_str::<Money>(&serde_json::to_string(&money).unwrap()).unwrap(),
                money
            );
        }
    }

    #[test]
    fn what_is_no_money_says_why() {
        let parse = |text: &str| text.parse::<Money>().unwrap_err();
        for text in ["1,000", "1，000.00", "100,5"] {
            assert!(matches!(parse(text), ParseMoneyError::Comma { .. }), "{text}");
        }
        assert!(matches!(parse("-1"), ParseMoneyError::Negative { .. }));
        assert!(matches!(parse("0.001"), ParseMoneyError::FinerThanFen { .. }));
        for text in ["1000000000000000.01", "99999999999999999999"] {
            assert!(matches!(parse(text), ParseMoneyError::TooMuch { .. }), "{text}");
        }
        for text in ["", ".", "1.", ".5", "1e5", "12 万", "+1", "NaN", "二十万"] {
            assert!(matches!(parse(text), ParseMoneyError::Form { .. }), "{text}");
        }
    }

    #[test]
    fn a_sentence_has_its_thousands_apart() {
        let all = ["0", "999", "1000", "40000.00", "1234567.05", "0.5"]
            .map(|text| text.parse::<Money>().unwrap().grouped());
        assert_eq!(all, ["0", "999", "1,000", "40,000", "1,234,567.05", "0.50"]);
    }

    #[test]
    fn nothing_leaves_its_bounds() {
        let one = Money::from_fen(1).unwrap();
        assert_eq!(Money::MAX.checked_add(one), None);
        assert_eq!(Money::ZERO.checked_sub(one), None);
        assert_eq!(Money::MAX.checked_times(2), None);
        assert_eq!(one.checked_times(300), Money::from_fen(300));
        assert_eq!(Money::from_fen(-1), None);
        assert_eq!(Money::from_fen(i64::MAX), None);
    }
}
