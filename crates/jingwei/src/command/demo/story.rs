//! What the demo announces of its own future. Pages and detectors know none of it.

use model::{FactorCode, FactorTable, Register, Subject, china};
use serde::Serialize;
use sim::{City, Truth, TruthKind};

/// One thing that will happen.
#[derive(Debug, Serialize)]
pub(super) struct Scene {
    /// `08:40`.
    pub(super) at: String,
    pub(super) seconds_from_start: f64,
    pub(super) text: String,
    /// `production_on_treatment_off`, `exceedance`, `instrument_fault` or `logger_silent`.
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) enterprise: Option<String>,
}

/// The story, in the order of time.
pub(super) fn scenes(city: &City) -> Vec<Scene> {
    let register = city.register();
    let mut truths: Vec<&Truth> = city.truth().iter().collect();
    truths.sort_by_key(|truth| truth.start);
    truths.into_iter().map(|truth| scene(city, &register, truth)).collect()
}

fn scene(city: &City, register: &Register, truth: &Truth) -> Scene {
    let enterprise = truth.subject.enterprise(register);
    let name = enterprise
        .and_then(|code| register.enterprises.get(code))
        .map_or_else(String::new, |enterprise| format!("{} ({})", enterprise.name_en, enterprise.name));
    let (kind, what) = match &truth.kind {
        TruthKind::ProductionOnTreatmentOff => {
            ("production_on_treatment_off", "starts its presses while the VOC treatment stays off".to_owned())
        }
        TruthKind::Exceedance { factor } => {
            ("exceedance", format!("discharges {} above its limit", substance(factor)))
        }
        TruthKind::InstrumentFault { factor } => {
            ("instrument_fault", format!("has a broken instrument that shows {} too high", substance(factor)))
        }
        TruthKind::LoggerSilent => ("logger_silent", "has a logger that falls silent".to_owned()),
    };
    let subject = match &truth.subject {
        Subject::Outlet(id) => id.to_string(),
        Subject::TreatmentUnit(id) => id.to_string(),
        Subject::Logger(mn) => mn.to_string(),
        Subject::Meter(id) => id.to_string(),
        Subject::Station(id) => id.to_string(),
    };
    Scene {
        at: china::civil(truth.start).strftime("%H:%M").to_string(),
        seconds_from_start: china::seconds_between(city.start(), truth.start) as f64,
        text: format!("{name} {what}"),
        kind,
        subject,
        enterprise: enterprise.map(ToString::to_string),
    }
}

/// `ammonia nitrogen`; the code where the standard's table has no name.
fn substance(factor: &FactorCode) -> String {
    FactorTable::standard()
        .get(factor)
        .map_or_else(|| factor.to_string(), |known| known.name_en.to_lowercase())
}
