//! The air quality index (环境空气质量指数): breakpoints, levels and what an incomplete index means, each as a
//! dated pack has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Validity};

/// The six pollutants of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pollutant {
    /// Fine particles.
    Pm25,
    /// Particles.
    Pm10,
    /// Sulphur dioxide.
    So2,
    /// Nitrogen dioxide.
    No2,
    /// Carbon monoxide; the only one in mg/m³, the others in µg/m³.
    Co,
    /// Ozone.
    O3,
}

impl Pollutant {
    /// All six, in the order in which they are told.
    pub const ALL: [Pollutant; 6] = [Self::Pm25, Self::Pm10, Self::So2, Self::No2, Self::Co, Self::O3];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pm25 => "pm25",
            Self::Pm10 => "pm10",
            Self::So2 => "so2",
            Self::No2 => "no2",
            Self::Co => "co",
            Self::O3 => "o3",
        }
    }
}

/// A list of breakpoints: of which pollutant, averaged over how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AirTable {
    /// Sulphur dioxide, one hour.
    #[serde(rename = "so2_1h")]
    So2Hour,
    /// Sulphur dioxide, a day.
    #[serde(rename = "so2_24h")]
    So2Day,
    /// Nitrogen dioxide, one hour.
    #[serde(rename = "no2_1h")]
    No2Hour,
    /// Nitrogen dioxide, a day.
    #[serde(rename = "no2_24h")]
    No2Day,
    /// Particles, a day.
    #[serde(rename = "pm10_24h")]
    Pm10Day,
    /// Fine particles, a day.
    #[serde(rename = "pm25_24h")]
    Pm25Day,
    /// Carbon monoxide, one hour.
    #[serde(rename = "co_1h")]
    CoHour,
    /// Carbon monoxide, a day.
    #[serde(rename = "co_24h")]
    CoDay,
    /// Ozone, one hour.
    #[serde(rename = "o3_1h")]
    O3Hour,
    /// Ozone, the greatest mean of eight hours of a day.
    #[serde(rename = "o3_8h")]
    O3EightHours,
}

impl AirTable {
    /// The list by which an hour mean is judged. Particles have none of their own: the list of the day is
    /// used on the hour mean.
    pub fn of_hour(pollutant: Pollutant) -> AirTable {
        match pollutant {
            Pollutant::Pm25 => Self::Pm25Day,
            Pollutant::Pm10 => Self::Pm10Day,
            Pollutant::So2 => Self::So2Hour,
            Pollutant::No2 => Self::No2Hour,
            Pollutant::Co => Self::CoHour,
            Pollutant::O3 => Self::O3Hour,
        }
    }

    /// The list by which a day is judged.
    pub fn of_day(pollutant: Pollutant) -> AirTable {
        match pollutant {
            Pollutant::Pm25 => Self::Pm25Day,
            Pollutant::Pm10 => Self::Pm10Day,
            Pollutant::So2 => Self::So2Day,
            Pollutant::No2 => Self::No2Day,
            Pollutant::Co => Self::CoDay,
            Pollutant::O3 => Self::O3EightHours,
        }
    }
}

/// What holds beyond the last breakpoint of a list that ends before the index does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// This index.
    Index(u16),
    /// No index: the standard looks at another averaging then.
    NoIndex,
}

/// One list of breakpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakpoints {
    /// Rising from 0, at most as many as the index has steps.
    pub(crate) concentrations: Vec<f64>,
    pub(crate) above: Above,
}

/// A level of the index (级别).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AirLevel {
    /// From 1.
    pub number: u8,
    /// Its Chinese name, as in 轻度污染.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The greatest index that belongs to it.
    pub up_to: u16,
    /// Its official colour, as in `#FF7E00`.
    pub colour: String,
}

/// One version of the index.
#[derive(Debug, Clone, PartialEq)]
pub struct AirQualityIndex {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    pub(crate) index: Vec<u16>,
    pub(crate) tables: BTreeMap<AirTable, Breakpoints>,
    /// The index beyond the last breakpoint.
    pub over_top: u16,
    /// Above this index the pollutants that make it are primary (首要污染物).
    pub primary_above: u16,
    /// Above this partial index a pollutant exceeds (超标污染物).
    pub exceeding_above: u16,
    /// Up to this index a day is good (优良天).
    pub good_up_to: u16,
    /// With pollutants missing, an index up to this is published as not available; `None`: not known.
    pub incomplete_na_up_to: Option<u16>,
    /// How many hours a mean of the day needs at least; `None`: not known.
    pub day_hours_least: Option<u8>,
    /// How many hours a mean of eight hours needs at least; `None`: not known.
    pub eight_hours_least: Option<u8>,
    pub(crate) levels: Vec<AirLevel>,
}

impl AirQualityIndex {
    /// The partial index (IAQI) of a concentration in the list's unit: linear between breakpoints, rounded up
    /// to a whole number. `None` for what is no concentration, and where the list gives none.
    pub fn partial(&self, table: AirTable, concentration: f64) -> Option<u16> {
        let breakpoints = self.tables.get(&table)?;
        if !concentration.is_finite() || concentration < 0.0 {
            return None;
        }
        let steps = breakpoints.concentrations.iter().zip(&self.index);
        let ends = steps.clone().skip(1);
        for ((low, index_low), (high, index_high)) in steps.zip(ends) {
            if concentration <= *high {
                let (index_low, index_high) = (f64::from(*index_low), f64::from(*index_high));
                let exact = (index_high - index_low) / (high - low) * (concentration - low) + index_low;
                // The quotient of decimals may stand a hair above the whole number that it is.
                return Some((exact - 1e-9).ceil().max(0.0) as u16);
            }
        }
        match breakpoints.above {
            Above::Index(index) => Some(index),
            Above::NoIndex => None,
        }
    }

    /// The level of an index; the highest for what lies beyond all.
    pub fn level(&self, index: u16) -> Option<&AirLevel> {
        self.levels.iter().find(|level| index <= level.up_to).or(self.levels.last())
    }

    /// All levels, from the best.
    pub fn levels(&self) -> &[AirLevel] {
        &self.levels
    }
}
