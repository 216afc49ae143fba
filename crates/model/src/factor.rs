use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::Unit;
use crate::id::{ParseIdError, text_id};

text_id!(
    /// Code of a factor (因子编码): of HJ 212-2017 annex B (`w01018`, `a21026`), of HJ/T 212-2005 (`011`),
    /// or one of ours for per-line power ([`power`]). 2 to 24 ASCII letters, digits and `_`.
    FactorCode, "factor code", check_factor_code
);

fn check_factor_code(text: &str) -> Result<(), &'static str> {
    if !(2..=24).contains(&text.len()) {
        return Err("it must have 2 to 24 characters");
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        Ok(())
    } else {
        Err("only ASCII letters, digits and '_' are allowed")
    }
}

/// Codes of what a power meter measures. HJ 212-2025 has codes of its own (`d…`), whose table could not be
/// obtained; until it can, these are ours.
pub mod power {
    use super::FactorCode;

    /// Active power of one metered circuit, kW.
    pub const ACTIVE_POWER: &str = "power_active";
    /// Active energy counter of one metered circuit, kWh.
    pub const ACTIVE_ENERGY: &str = "energy_active";
    /// Phase voltages, V.
    pub const VOLTAGES: [&str; 3] = ["voltage_a", "voltage_b", "voltage_c"];
    /// Phase currents, A.
    pub const CURRENTS: [&str; 3] = ["current_a", "current_b", "current_c"];

    /// [`ACTIVE_POWER`] as a code.
    pub fn active_power() -> FactorCode {
        ACTIVE_POWER.parse().expect("a literal of letters and an underscore")
    }

    /// [`ACTIVE_ENERGY`] as a code.
    pub fn active_energy() -> FactorCode {
        ACTIVE_ENERGY.parse().expect("a literal of letters and an underscore")
    }
}

/// Codes of where a moving instrument was, beside the figures of a cruise. No standard has codes for them; these
/// are ours.
pub mod position {
    /// Longitude, degrees east (WGS 84).
    pub const LONGITUDE: &str = "longitude";
    /// Latitude, degrees north (WGS 84).
    pub const LATITUDE: &str = "latitude";
    /// Altitude above the sea, m; its unit is not computed with.
    pub const ALTITUDE: &str = "altitude";
    /// Speed over the ground, m/s.
    pub const GROUND_SPEED: &str = "ground_speed";
}

/// What a factor is measured in or of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Waste water and surface water (`w…`).
    Water,
    /// Waste gas and ambient air (`a…`).
    Air,
    /// Noise (`L…`).
    Noise,
    /// Conditions of waste-water treatment (`e…`).
    ProcessWater,
    /// Conditions of waste-gas treatment (`g…`).
    ProcessGas,
    /// What an instrument says of itself (`i…`).
    DeviceInfo,
    /// Per-line electricity ([`power`]), and power use as HJ 212-2025 reports it (`d…`).
    Power,
    /// Key conditions of production (`p…`, HJ 212-2025).
    Production,
    /// Where a moving instrument was ([`position`]).
    Position,
}

/// One row of the factor table.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its code.
    pub code: FactorCode,
    /// Its Chinese name, as in 化学需氧量.
    pub name: String,
    /// Its name on English pages; the code where no English name is known.
    pub name_en: String,
    /// What it is measured in.
    pub medium: Medium,
    /// The unit that the standard gives. Devices often send another one: see `Channel::sent_unit`.
    pub unit: Unit,
    /// The unit as the table writes it, where [`Unit`] has no such unit.
    pub unit_text: String,
    /// Its code in HJ/T 212-2005.
    pub code_2005: Option<String>,
}

/// The factors of HJ 212-2017 annex B, of [`power`], and a few that the field sends, by code.
#[derive(Debug)]
pub struct FactorTable {
    factors: BTreeMap<FactorCode, Factor>,
    by_code_2005: BTreeMap<String, Vec<FactorCode>>,
}

#[derive(Deserialize)]
struct TableFile {
    codes: Vec<TableRow>,
}

#[derive(Deserialize)]
struct TableRow {
    code: FactorCode,
    name: String,
    medium: Medium,
    old_code_2005: Option<String>,
    unit: String,
}

impl FactorTable {
    /// The built-in table (`data/factors.json`, source inside; English names in `data/factor_names_en.json`).
    pub fn standard() -> &'static FactorTable {
        static TABLE: OnceLock<FactorTable> = OnceLock::new();
        TABLE.get_or_init(|| {
            FactorTable::parse(
                include_str!("../data/factors.json"),
                include_str!("../data/factor_names_en.json"),
            )
            .expect("the built-in files are parsed by this module's tests")
        })
    }

    fn parse(table_json: &str, names_en_json: &str) -> serde_json::Result<FactorTable> {
        let file: TableFile = serde_json::from_str(table_json)?;
        let names_en: BTreeMap<String, String> = serde_json::from_str(names_en_json)?;
        let mut table = FactorTable { factors: BTreeMap::new(), by_code_2005: BTreeMap::new() };
        for row in file.codes {
            if let Some(old) = &row.old_code_2005 {
                table.by_code_2005.entry(old.clone()).or_default().push(row.code.clone());
            }
            table.insert(row, &names_en);
        }
        for (code, name, medium, unit) in rows_beyond_the_standard() {
            if let Ok(code) = code.parse() {
                let row = TableRow {
                    code,
                    name: name.into(),
                    medium,
                    old_code_2005: None,
                    unit: unit.text().into(),
                };
                table.insert(row, &names_en);
            }
        }
        Ok(table)
    }

    fn insert(&mut self, row: TableRow, names_en: &BTreeMap<String, String>) {
        let name_en = names_en.get(row.code.as_str()).cloned().unwrap_or_else(|| row.code.to_string());
        let factor = Factor {
            code: row.code.clone(),
            name: row.name,
            name_en,
            medium: row.medium,
            unit: Unit::parse(&row.unit).unwrap_or(Unit::Other),
            unit_text: row.unit,
            code_2005: row.old_code_2005,
        };
        self.factors.insert(row.code, factor);
    }

    /// The factor of `code`.
    pub fn get(&self, code: &FactorCode) -> Option<&Factor> {
        self.factors.get(code)
    }

    /// The factor that a frame means by `text`: a code of 2017, or a code of 2005 in the medium that the
    /// frame's system code implies (2005 codes are the same for different things in water and air).
    pub fn resolve(&self, text: &str, medium: Medium) -> Option<&Factor> {
        if let Some(factor) = text.parse().ok().and_then(|code| self.factors.get(&code)) {
            return Some(factor);
        }
        let candidates = self.by_code_2005.get(text)?;
        candidates.iter().filter_map(|code| self.factors.get(code)).find(|factor| factor.medium == medium)
    }

    /// All factors, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Factor> {
        self.factors.values()
    }
}

/// Our own codes of [`power`], and codes that field devices send but annex B, as we have it, does not list.
fn rows_beyond_the_standard() -> Vec<(&'static str, &'static str, Medium, Unit)> {
    let mut rows = vec![
        ("a05024", "臭氧", Medium::Air, Unit::MicrogramPerCubicMetre),
        ("a99054", "总挥发性有机物", Medium::Air, Unit::MicrogramPerCubicMetre),
        // Its meaning is known from samples only; the standard's table of conditions could not be obtained.
        ("p99101", "生产工况标记（编码表未核实）", Medium::Production, Unit::Other),
        (power::ACTIVE_POWER, "有功功率", Medium::Power, Unit::Kilowatt),
        (power::ACTIVE_ENERGY, "有功电量", Medium::Power, Unit::KilowattHour),
    ];
    let phases = |codes: [&'static str; 3], names: [&'static str; 3], unit| {
        codes.into_iter().zip(names).map(move |(code, name)| (code, name, Medium::Power, unit))
    };
    rows.extend([
        (position::LONGITUDE, "经度", Medium::Position, Unit::Degree),
        (position::LATITUDE, "纬度", Medium::Position, Unit::Degree),
        (position::ALTITUDE, "海拔", Medium::Position, Unit::Other),
        (position::GROUND_SPEED, "车速", Medium::Position, Unit::MetrePerSecond),
    ]);
    rows.extend(phases(power::VOLTAGES, ["A相电压", "B相电压", "C相电压"], Unit::Volt));
    rows.extend(phases(power::CURRENTS, ["A相电流", "B相电流", "C相电流"], Unit::Ampere));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_table_is_whole() {
        let table = FactorTable::standard();
        assert_eq!(table.iter().count(), 377 + 15);
        let cod = table.get(&"w01018".parse().unwrap()).unwrap();
        assert_eq!(
            (cod.name.as_str(), cod.unit, cod.medium),
            ("化学需氧量", Unit::MilligramPerLitre, Medium::Water)
        );
        assert_eq!(table.get(&power::active_power()).unwrap().unit, Unit::Kilowatt);
    }

    #[test]
    fn codes_of_2005_are_resolved_by_medium() {
        let table = FactorTable::standard();
        assert_eq!(table.resolve("011", Medium::Water).unwrap().code.as_str(), "w01018");
        assert_eq!(table.resolve("02", Medium::Air).unwrap().code.as_str(), "a21026");
        assert!(table.resolve("zz9", Medium::Air).is_none());
    }

    #[test]
    fn every_english_name_belongs_to_a_factor() {
        let names: BTreeMap<FactorCode, String> =
            serde_json::from_str(include_str!("../data/factor_names_en.json")).unwrap();
        for code in names.keys() {
            assert!(FactorTable::standard().get(code).is_some(), "{code}");
        }
    }
}
