use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! units {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal, $dimension:ident, $factor:expr;)*) => {
        /// The unit of a value. Closed: a unit that is not here is not understood, and says so.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "&'static str", try_from = "String")]
        pub enum Unit { $($(#[$doc])* $name,)* }

        impl Unit {
    /// Whether it is one of concentration, in air or in water.
    pub fn is_concentration(self) -> bool {
        matches!(self.scale().0, Dimension::AirConcentration | Dimension::WaterConcentration)
    }

            /// Every unit, in the order of declaration.
            pub const ALL: &'static [Unit] = &[$(Unit::$name,)*];

            /// The unit as it is written: `mg/m³`.
            pub fn text(self) -> &'static str {
                match self { $(Unit::$name => $text,)* }
            }

            /// A number that stays the same for ever, for storage.
            pub fn code(self) -> u8 {
                match self { $(Unit::$name => $code,)* }
            }

            /// The unit of that storage number.
            pub fn from_code(code: u8) -> Option<Unit> {
                match code { $($code => Some(Unit::$name),)* _ => None }
            }

            fn scale(self) -> (Dimension, f64) {
                match self { $(Unit::$name => (Dimension::$dimension, $factor),)* }
            }
        }
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    One,
    AirConcentration,
    WaterConcentration,
    Flow,
    Speed,
    Temperature,
    Pressure,
    Fraction,
    Power,
    Energy,
    Current,
    Voltage,
    Angle,
    Duration,
    Other,
}

units! {
    /// No unit: pH, counts, states.
    One = 0, "", One, 1.0;
    /// Milligrams a cubic metre (gas).
    MilligramPerCubicMetre = 1, "mg/m³", AirConcentration, 1.0;
    /// Micrograms a cubic metre (gas).
    MicrogramPerCubicMetre = 2, "µg/m³", AirConcentration, 1e-3;
    /// Nanograms a cubic metre (gas).
    NanogramPerCubicMetre = 3, "ng/m³", AirConcentration, 1e-6;
    /// Milligrams a litre (water).
    MilligramPerLitre = 4, "mg/L", WaterConcentration, 1.0;
    /// Micrograms a litre (water).
    MicrogramPerLitre = 5, "µg/L", WaterConcentration, 1e-3;
    /// Cubic metres a second.
    CubicMetrePerSecond = 6, "m³/s", Flow, 1.0;
    /// Cubic metres an hour.
    CubicMetrePerHour = 7, "m³/h", Flow, 1.0 / 3600.0;
    /// Litres a second.
    LitrePerSecond = 8, "L/s", Flow, 1e-3;
    /// Metres a second.
    MetrePerSecond = 9, "m/s", Speed, 1.0;
    /// Degrees Celsius.
    Celsius = 10, "℃", Temperature, 1.0;
    /// Kilopascals.
    Kilopascal = 11, "kPa", Pressure, 1.0;
    /// Pascals.
    Pascal = 12, "Pa", Pressure, 1e-3;
    /// Per cent.
    Percent = 13, "%", Fraction, 1.0;
    /// Kilowatts.
    Kilowatt = 14, "kW", Power, 1.0;
    /// Kilowatt-hours.
    KilowattHour = 15, "kWh", Energy, 1.0;
    /// Amperes.
    Ampere = 16, "A", Current, 1.0;
    /// Volts.
    Volt = 17, "V", Voltage, 1.0;
    /// Degrees of the compass, where the wind comes from.
    Degree = 18, "°", Angle, 1.0;
    /// Minutes.
    Minute = 19, "min", Duration, 60.0;
    /// Seconds.
    Second = 20, "s", Duration, 1.0;
    /// Hours.
    Hour = 21, "h", Duration, 3600.0;
    /// A unit of the code table that no rule computes with; the text stands in the factor table.
    Other = 255, "?", Other, 1.0;
}

/// Two units that measure different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{from} cannot be converted to {to}")]
pub struct UnitMismatch {
    /// The unit of the value.
    pub from: Unit,
    /// The wanted unit.
    pub to: Unit,
}

impl Unit {
    /// `value` in `self`, expressed in `to`.
    ///
    /// # Errors
    /// If the units measure different things, or one of them is [`Unit::Other`] and they are not the same.
    pub fn convert(self, value: f64, to: Unit) -> Result<f64, UnitMismatch> {
        if self == to {
            return Ok(value);
        }
        let ((from_dimension, from_factor), (to_dimension, to_factor)) = (self.scale(), to.scale());
        if from_dimension != to_dimension || from_dimension == Dimension::Other {
            return Err(UnitMismatch { from: self, to });
        }
        Ok(value * from_factor / to_factor)
    }

    /// The unit written as `text`, in the spellings of HJ 212-2017 annex B and of the register.
    pub fn parse(text: &str) -> Option<Unit> {
        let plain = text.trim().replace('³', "3").replace('μ', "µ");
        let alias = match plain.as_str() {
            "--" => "",
            "ug/m3" => "µg/m3",
            "ug/L" => "µg/L",
            "°C" | "C" => "℃",
            other => other,
        };
        Unit::ALL.iter().copied().find(|unit| *unit != Unit::Other && unit.text().replace('³', "3") == alias)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl From<Unit> for &'static str {
    fn from(unit: Unit) -> &'static str {
        unit.text()
    }
}

impl TryFrom<String> for Unit {
    type Error = String;

    fn try_from(text: String) -> Result<Unit, String> {
        if text == "?" {
            return Ok(Unit::Other);
        }
        Unit::parse(&text).ok_or_else(|| format!("unknown unit {text:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_within_a_dimension_only() {
        let ng = Unit::NanogramPerCubicMetre;
        assert_eq!(ng.convert(2_000_000.0, Unit::MilligramPerCubicMetre), Ok(2.0));
        assert_eq!(Unit::CubicMetrePerHour.convert(3600.0, Unit::LitrePerSecond), Ok(1000.0));
        assert!(Unit::MilligramPerLitre.convert(1.0, Unit::MilligramPerCubicMetre).is_err());
        assert!(Unit::Other.convert(1.0, Unit::One).is_err());
    }

    #[test]
    fn every_unit_is_read_back_from_its_text_and_code() {
        for unit in Unit::ALL.iter().copied() {
            assert_eq!(Unit::from_code(unit.code()), Some(unit));
            if unit != Unit::Other {
                assert_eq!(Unit::parse(unit.text()), Some(unit), "{unit:?}");
            }
        }
        assert_eq!(Unit::parse("ug/m3"), Some(Unit::MicrogramPerCubicMetre));
        assert_eq!(Unit::parse("furlong"), None);
    }
}
