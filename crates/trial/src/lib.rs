//! What the detectors are worth, counted on labelled sets.
//!
//! A set is a folder of tables with the truth beside them. [`run`] reads one, gives its rows to the same
//! [`detect::Engine`] that the product runs, holds what it tells against the truth, and does the same with simple
//! peers. Nothing here may know a name, a time or a length of a particular set: which kind of set a folder holds
//! follows from its files' names, what is in it from their columns.
//!
//! How it is counted, strictly: an *alarm* is a finding that becomes ongoing, at the time of the reading that made
//! the engine tell it. An *event* of the truth is found by an alarm that is raised inside it. An alarm raised
//! outside all events is false.

pub mod cems;
mod city;
mod count;
mod error;
mod files;
pub mod incidents;
pub mod power;
pub mod prairie_grass;
pub mod scenario;
pub mod stations;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

pub use error::TrialError;

/// The figures of one set.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figures {
    /// Production with treatment off, from meters.
    Power(power::Figures),
    /// Local spikes at stations, by pollutant.
    Stations(BTreeMap<String, stations::Figures>),
    /// Anomalies in the hour means of an outlet.
    Cems(cems::Figures),
}

/// The folders inside `folder` that hold a set of a known kind, by name.
///
/// # Errors
/// When `folder` cannot be read.
pub fn sets_in(folder: &Path) -> Result<Vec<PathBuf>, TrialError> {
    let listed = || -> std::io::Result<Vec<PathBuf>> {
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    let mut sets = listed().map_err(|source| TrialError::File { file: folder.to_owned(), source })?;
    sets.retain(|set| Kind::of(set).is_some());
    sets.sort();
    Ok(sets)
}

/// Reads the set in `folder`, lets the detectors and their peers judge it, and counts.
///
/// # Errors
/// When the folder holds no set of a known kind, or a file of it cannot be read as what its columns say.
pub fn run(folder: &Path) -> Result<Figures, TrialError> {
    match Kind::of(folder) {
        Some(Kind::Power) => Ok(Figures::Power(power::run(folder)?)),
        Some(Kind::Stations) => Ok(Figures::Stations(stations::run(folder)?)),
        Some(Kind::Cems) => Ok(Figures::Cems(cems::run(folder)?)),
        None => Err(TrialError::NoSet { folder: folder.to_owned() }),
    }
}

/// What a folder holds, by its files' names.
enum Kind {
    Power,
    Stations,
    Cems,
}

impl Kind {
    fn of(folder: &Path) -> Option<Self> {
        if files::is_there(folder, "power") {
            return Some(Kind::Power);
        }
        if stations::is_there(folder) {
            return Some(Kind::Stations);
        }
        cems::is_there(folder).then_some(Kind::Cems)
    }
}
