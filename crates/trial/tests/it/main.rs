//! What the detectors are worth on the labelled sets beside the project, where these are.

#![allow(clippy::unwrap_used, clippy::panic)]

mod cems;
mod incidents;
mod power;
mod prairie_grass;
mod scenario;
mod stations;

use std::path::PathBuf;

/// The folder of a reference set; `None`, said aloud, where it is absent.
fn reference_set(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(name);
    let is_there = folder.is_dir();
    if !is_there {
        println!("skipped: {} is not there", folder.display());
    }
    is_there.then_some(folder)
}
