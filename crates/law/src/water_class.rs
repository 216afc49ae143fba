//! Classes of surface water (地表水水质类别): the limits of single factors.

use model::{FactorCode, Unit};
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Validity};

/// A class of water quality, from the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaterClass {
    /// Ⅰ类.
    I,
    /// Ⅱ类.
    Ii,
    /// Ⅲ类.
    Iii,
    /// Ⅳ类.
    Iv,
    /// Ⅴ类.
    V,
    /// 劣Ⅴ类: worse than class V.
    WorseThanV,
}

impl WaterClass {
    /// From the best to the worst.
    pub const ALL: [WaterClass; 6] = [Self::I, Self::Ii, Self::Iii, Self::Iv, Self::V, Self::WorseThanV];

    /// 1 to 6.
    pub fn number(self) -> u8 {
        match self {
            Self::I => 1,
            Self::Ii => 2,
            Self::Iii => 3,
            Self::Iv => 4,
            Self::V => 5,
            Self::WorseThanV => 6,
        }
    }
}

/// What kind of water body a section belongs to: phosphorus and nitrogen have other limits in lakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaterBody {
    /// A river.
    River,
    /// A lake or reservoir.
    Lake,
}

/// How figures are compared with the limits of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum WaterLimits {
    /// The greatest figures of classes I to V.
    UpTo([f64; 5]),
    /// The least figures of classes I to V.
    AtLeast([f64; 5]),
    /// Least and greatest figure, the same for all classes.
    Within(f64, f64),
}

/// The limits of one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterLimit {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// For which factors; more than one where the code table has several codes for one thing.
    pub factors: Vec<FactorCode>,
    /// For which bodies.
    pub bodies: Vec<WaterBody>,
    /// The unit of the limits.
    pub unit: Unit,
    /// The limits.
    pub limits: WaterLimits,
    /// Whether it is part of a section's class.
    pub assessed: bool,
}

impl WaterLimit {
    /// The class of a figure in the limits' unit; `None` for what is no number.
    pub fn class_of(&self, figure: f64) -> Option<WaterClass> {
        if !figure.is_finite() {
            return None;
        }
        let place = match &self.limits {
            WaterLimits::UpTo(limits) => limits.iter().position(|limit| figure <= *limit),
            WaterLimits::AtLeast(limits) => limits.iter().position(|limit| figure >= *limit),
            WaterLimits::Within(least, greatest) => (*least..=*greatest).contains(&figure).then_some(0),
        };
        Some(place.and_then(|place| WaterClass::ALL.get(place).copied()).unwrap_or(WaterClass::WorseThanV))
    }
}

/// How a section's class is made of those of its factors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaterAssessment {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// The worst class that still counts as good (优良).
    pub good_up_to: WaterClass,
    /// How many factors a whole assessment has.
    pub indicators: u8,
}
