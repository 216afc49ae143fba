//! Exact shares and amounts: what a fine is reckoned in before it is money again.

use std::fmt;
use std::str::FromStr;

use model::Money;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A part of a whole, or a multiple of it, exact to a millionth. Written in percent: `12.5` is an eighth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share {
    millionths: i64,
}

/// Why a text is no share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no decimal number from 0 to {most} with at most {places} decimal places")]
pub struct ParseShareError {
    /// What was written.
    pub text: String,
    /// The greatest that is taken.
    pub most: i64,
    /// How many decimal places are taken.
    pub places: usize,
}

const MILLION: i64 = 1_000_000;

impl Share {
    /// Nothing.
    pub const ZERO: Share = Share { millionths: 0 };
    /// All of it.
    pub const WHOLE: Share = Share { millionths: MILLION };
    const MOST: i64 = 1_000_000;

    /// From percent, as in `12.5`.
    ///
    /// # Errors
    /// If it is no decimal number from 0 to a million with at most four places.
    pub fn from_percent(text: &str) -> Result<Share, ParseShareError> {
        decimal(text, 4).map(|millionths| Share { millionths })
    }

    /// From a number of times, as in `0.05` or `5`.
    ///
    /// # Errors
    /// If it is no decimal number from 0 to a million with at most six places.
    pub fn from_times(text: &str) -> Result<Share, ParseShareError> {
        decimal(text, 6).map(|millionths| Share { millionths })
    }

    /// In millionths.
    pub fn millionths(self) -> i64 {
        self.millionths
    }

    /// So many times the share.
    pub(crate) fn times(self, times: u32) -> Share {
        Share { millionths: self.millionths.saturating_mul(i64::from(times)) }
    }

    pub(crate) fn plus(self, other: Share) -> Share {
        Share { millionths: self.millionths.saturating_add(other.millionths) }
    }
}

/// A decimal number with at most `places` decimal places, in units of its last place.
fn decimal(text: &str, places: usize) -> Result<i64, ParseShareError> {
    let error = || ParseShareError { text: text.to_owned(), most: Share::MOST, places };
    let trimmed = text.trim();
    let (whole, part) = trimmed.split_once('.').unwrap_or((trimmed, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let part_short = part.trim_end_matches('0');
    if !digits(whole) || !digits(part) || part_short.len() > places {
        return Err(error());
    }
    let whole: i64 = whole.parse().map_err(|_| error())?;
    let part: i64 = format!("{part_short:0<places$}").parse().map_err(|_| error())?;
    if whole >= Share::MOST && (whole > Share::MOST || part > 0) {
        return Err(error());
    }
    Ok(whole * 10_i64.pow(places as u32) + part)
}

impl fmt::Display for Share {
    /// In percent, without the sign: `12.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.millionths / 10_000, self.millionths % 10_000);
        if part == 0 {
            return f.pad(&whole.to_string());
        }
        f.pad(format!("{whole}.{part:04}").trim_end_matches('0'))
    }
}

impl FromStr for Share {
    type Err = ParseShareError;

    fn from_str(text: &str) -> Result<Self, ParseShareError> {
        Share::from_percent(text)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// An amount between steps: exact to 10⁻¹⁸ fen, so that three shares of an amount of money are never rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exact(i128);

/// 1 fen.
const FEN: i128 = 1_000_000_000_000_000_000;

impl Exact {
    pub(crate) fn of(money: Money) -> Exact {
        Exact(i128::from(money.fen()) * FEN)
    }

    /// A share of it; `None` if it leaves what can be represented exactly.
    pub(crate) fn times(self, share: Share) -> Option<Exact> {
        let (million, share) = (i128::from(MILLION), i128::from(share.millionths));
        // Divided first, as far as it goes: the product itself may not fit.
        let fine = self.0 % million * share;
        let coarse = (self.0 / million).checked_mul(share)?;
        if fine % million != 0 {
            return None;
        }
        coarse.checked_add(fine / million).map(Exact)
    }

    pub(crate) fn plus(self, other: Exact) -> Option<Exact> {
        self.0.checked_add(other.0).map(Exact)
    }

    /// The difference, nothing at least.
    pub(crate) fn minus(self, other: Exact) -> Exact {
        Exact(self.0.saturating_sub(other.0).max(0))
    }

    /// Halfway between the two.
    pub(crate) fn mean(self, other: Exact) -> Option<Exact> {
        // Whole fen are even in this unit.
        self.plus(other).map(|sum| Exact(sum.0 / 2))
    }

    /// Whole fen, what is finer dropped, and whether anything was dropped. `None` beyond [`Money::MAX`].
    pub(crate) fn to_money(self) -> Option<(Money, bool)> {
        let money = Money::from_fen(i64::try_from(self.0 / FEN).ok()?)?;
        Some((money, self.0 % FEN != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_back() {
        for (written, millionths, shown) in
            [("7", 70_000, "7"), ("12.50", 125_000, "12.5"), ("0.0001", 1, "0.0001"), ("100", MILLION, "100")]
        {
            let share = Share::from_percent(written).unwrap();
            assert_eq!((share.millionths(), share.to_string().as_str()), (millionths, shown));
            assert_eq!(shown.parse(), Ok(share));
        }
        assert_eq!(Share::from_times("0.05"), Share::from_percent("5"));
        for text in ["", "-1", "1e2", "0.00001", "1000000.1", "1,5", "5%", "nan"] {
            assert!(Share::from_percent(text).is_err(), "{text}");
        }
    }

    #[test]
    fn three_shares_are_exact_and_fractions_of_a_fen_are_told() {
        let share = |text: &str| Share::from_percent(text).unwrap();
        let exact = Exact::of(Money::from_fen(1).unwrap());
        let thrice = exact.times(share("0.0001")).and_then(|x| x.times(share("0.0001")));
        let thrice = thrice.and_then(|x| x.times(share("0.0001"))).unwrap();
        assert_eq!(thrice, Exact(1));
        assert_eq!(thrice.times(share("0.0001")), None);
        assert_eq!(thrice.to_money(), Some((Money::ZERO, true)));
        assert_eq!(exact.to_money(), Some((Money::from_fen(1).unwrap(), false)));
        let most = Exact::of(Money::MAX);
        assert!(most.times(share("99.9999")).is_some());
        assert_eq!(most.times(share("500")).and_then(Exact::to_money), None);
    }
}
