//! Tests of the packs of this repository, of loading and of counting working time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod alarm_service;
mod calendar;
mod data_marking;
mod loading;
mod statistics;

use law::{Law, OfficeHours, PackFile};

/// The packs of the repository.
const PACKS: [PackFile<'static>; 8] = [
    PackFile {
        name: "law/national/calendar-2020.toml",
        text: include_str!("../../../../law/national/calendar-2020.toml"),
    },
    PackFile {
        name: "law/city/changsha-alarm-service.toml",
        text: include_str!("../../../../law/city/changsha-alarm-service.toml"),
    },
    PackFile {
        name: "law/national/aqi-2012.toml",
        text: include_str!("../../../../law/national/aqi-2012.toml"),
    },
    PackFile {
        name: "law/national/aqi-2026.toml",
        text: include_str!("../../../../law/national/aqi-2026.toml"),
    },
    PackFile {
        name: "law/national/surface-water-2002.toml",
        text: include_str!("../../../../law/national/surface-water-2002.toml"),
    },
    PackFile {
        name: "law/national/monitoring-data.toml",
        text: include_str!("../../../../law/national/monitoring-data.toml"),
    },
    PackFile {
        name: "law/national/data-marking.toml",
        text: include_str!("../../../../law/national/data-marking.toml"),
    },
    PackFile {
        name: "law/city/changsha-data-marking.toml",
        text: include_str!("../../../../law/city/changsha-data-marking.toml"),
    },
];

fn law() -> Law {
    match Law::load(&PACKS, OfficeHours::default()) {
        Ok(law) => law,
        Err(errors) => panic!("{errors}"),
    }
}
