//! Tests of statistics at the crate's face, with the packs of the repository.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod air;
mod outlets;
mod published;
mod water;

use law::{Law, OfficeHours, PackFile};

macro_rules! pack {
    ($name:literal) => {
        PackFile { name: $name, text: include_str!(concat!("../../../../law/national/", $name)) }
    };
}

fn law() -> Law {
    let packs = [
        pack!("aqi-2012.toml"),
        pack!("aqi-2026.toml"),
        pack!("surface-water-2002.toml"),
        pack!("monitoring-data.toml"),
    ];
    match Law::load(&packs, OfficeHours::default()) {
        Ok(law) => law,
        Err(errors) => panic!("{errors}"),
    }
}
