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
mod count;
mod error;
mod files;
pub mod power;
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
    sets.retain(|set| files::is_there(set, "power") || stations::is_there(set) || cems::is_there(set));
    sets.sort();
    Ok(sets)
}

/// Reads the set in `folder`, lets the detectors and their peers judge it, and counts.
///
/// # Errors
/// When the folder holds no set of a known kind, or a file of it cannot be read as what its columns say.
pub fn run(folder: &Path) -> Result<Figures, TrialError> {
    if files::is_there(folder, "power") {
        return Ok(Figures::Power(power::run(folder)?));
    }
    if stations::is_there(folder) {
        return Ok(Figures::Stations(stations::run(folder)?));
    }
    if cems::is_there(folder) {
        return Ok(Figures::Cems(cems::run(folder)?));
    }
    Err(TrialError::NoSet { folder: folder.to_owned() })
}
