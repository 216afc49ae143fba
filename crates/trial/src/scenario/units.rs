//! Units of concentrations, and the gas that is measured.

use std::path::Path;

use model::Datum;
use serde::Deserialize;
use trace::Terrain;

use crate::TrialError;

/// Methane at 15 °C and 1 atm, kg/m³.
const METHANE_KG_M3: f64 = 0.6785;

/// What `params.json` says about the gas and the ground; everything in it is optional, and so is the file.
#[derive(Debug, Clone, Default, Deserialize)]
struct Parameters {
    /// Density of the pure gas.
    #[serde(alias = "ch4_kg_m3")]
    gas_kg_m3: Option<f64>,
    molar_mass_g_mol: Option<f64>,
    unit: Option<String>,
    terrain: Option<Terrain>,
    datum: Option<Datum>,
}

/// How values become µg/m³.
#[derive(Debug, Clone)]
pub(super) struct Gas {
    kg_m3: f64,
    /// The unit of values whose columns name none.
    pub(super) unit: Option<String>,
    pub(super) terrain: Option<Terrain>,
    pub(super) datum: Option<Datum>,
}

impl Gas {
    pub(super) fn read(folder: &Path, assumed: &mut Vec<String>) -> Result<Self, TrialError> {
        let file = folder.join("params.json");
        let parameters: Parameters = match std::fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text).map_err(|source| TrialError::Json { file, source })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Parameters::default(),
            Err(source) => return Err(TrialError::File { file, source }),
        };
        // 23.64 litres are one mole of a gas at 15 °C and 1 atm.
        let by_mole = parameters.molar_mass_g_mol.map(|grams| grams / 23.645);
        let known = parameters.gas_kg_m3.or(by_mole).filter(|density| *density > 0.0);
        if known.is_none() {
            assumed.push(format!("parts of volume are methane: {METHANE_KG_M3} kg/m³"));
        }
        Ok(Self {
            kg_m3: known.unwrap_or(METHANE_KG_M3),
            unit: parameters.unit,
            terrain: parameters.terrain,
            datum: parameters.datum,
        })
    }

    /// µg/m³ of one `unit`; `None` for a unit that is not known.
    pub(super) fn ug_m3_of(&self, unit: &str) -> Option<f64> {
        let plain: String =
            unit.trim().to_lowercase().replace(['µ', 'μ'], "u").replace(['/', '-', '^', ' '], "_");
        Some(match plain.replace('³', "3").as_str() {
            "ppm" | "ppmv" => self.kg_m3 * 1e3,
            "ppb" | "ppbv" => self.kg_m3,
            "ppt" | "pptv" => self.kg_m3 * 1e-3,
            "ug_m3" | "ugm3" => 1.0,
            "mg_m3" | "mgm3" => 1e3,
            "ng_m3" => 1e-3,
            "g_m3" => 1e6,
            "kg_m3" => 1e9,
            _ => return None,
        })
    }
}

/// Names of units as they may end a column's name, the longest first.
pub(super) const ENDINGS: [&str; 10] =
    ["ug_m3", "mg_m3", "ng_m3", "kg_m3", "g_m3", "ppmv", "ppbv", "ppm", "ppb", "ppt"];
