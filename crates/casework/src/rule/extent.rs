use std::collections::BTreeSet;

use model::{CreditCode, DistrictCode, Enterprise, Register};
use serde::{Deserialize, Serialize};

/// Whom a rule judges (适用范围).
///
/// The narrower one judges: a list of enterprises goes before their districts and trades, and these before the city.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Everybody, stations included.
    #[default]
    City,
    /// The enterprises of some districts.
    Districts(BTreeSet<DistrictCode>),
    /// Those of some trades, by their code (GB/T 4754).
    Trades(BTreeSet<String>),
    /// These.
    Enterprises(BTreeSet<CreditCode>),
}

impl Extent {
    /// The stable code of API and pages.
    pub fn code(&self) -> &'static str {
        match self {
            Extent::City => "city",
            Extent::Districts(_) => "districts",
            Extent::Trades(_) => "trades",
            Extent::Enterprises(_) => "enterprises",
        }
    }

    /// Whether it is everybody.
    pub fn is_city(&self) -> bool {
        *self == Extent::City
    }

    /// Whether `enterprise` is judged; `None`: what belongs to nobody, as stations do.
    pub fn holds_for(&self, enterprise: Option<&Enterprise>) -> bool {
        match (self, enterprise) {
            (Extent::City, _) => true,
            (_, None) => false,
            (Extent::Districts(districts), Some(enterprise)) => districts.contains(&enterprise.district),
            (Extent::Trades(trades), Some(enterprise)) => trades.contains(&enterprise.trade_code),
            (Extent::Enterprises(enterprises), Some(enterprise)) => enterprises.contains(&enterprise.code),
        }
    }

    /// How narrow it is: of two rules of a kind that judge an enterprise, the narrower one does.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Extent::City => 0,
            Extent::Districts(_) | Extent::Trades(_) => 1,
            Extent::Enterprises(_) => 2,
        }
    }

    /// Whether the two may have an enterprise in common, whoever comes or moves.
    pub(super) fn may_share(&self, other: &Self) -> bool {
        match (self, other) {
            (Extent::Districts(one), Extent::Districts(other)) => !one.is_disjoint(other),
            (Extent::Trades(one), Extent::Trades(other)) => !one.is_disjoint(other),
            (Extent::Enterprises(one), Extent::Enterprises(other)) => !one.is_disjoint(other),
            (
                Extent::City | Extent::Districts(_) | Extent::Trades(_) | Extent::Enterprises(_),
                Extent::City | Extent::Districts(_) | Extent::Trades(_) | Extent::Enterprises(_),
            ) => true,
        }
    }

    /// Whether of rules of these two extents neither is the narrower one for an enterprise that both may judge.
    pub(super) fn clashes(&self, other: &Self) -> bool {
        self.rank() == other.rank() && self.may_share(other)
    }

    /// Whether it names nobody.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Extent::City => false,
            Extent::Districts(districts) => districts.is_empty(),
            Extent::Trades(trades) => trades.is_empty(),
            Extent::Enterprises(enterprises) => enterprises.is_empty(),
        }
    }

    /// What of it `register` does not know.
    pub(super) fn unknown(&self, register: &Register) -> Vec<String> {
        match self {
            Extent::City => Vec::new(),
            Extent::Districts(districts) => {
                let unknown = districts.iter().filter(|code| !register.districts.contains_key(*code));
                unknown.map(ToString::to_string).collect()
            }
            Extent::Trades(trades) => {
                let known: BTreeSet<&str> =
                    register.enterprises.values().map(|enterprise| enterprise.trade_code.as_str()).collect();
                trades.iter().filter(|trade| !known.contains(trade.as_str())).cloned().collect()
            }
            Extent::Enterprises(enterprises) => {
                let unknown = enterprises.iter().filter(|code| !register.enterprises.contains_key(*code));
                unknown.map(ToString::to_string).collect()
            }
        }
    }
}
