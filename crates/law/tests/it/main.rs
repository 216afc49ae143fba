//! Tests of the packs of this repository, of loading and of counting working time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod alarm_service;
mod calendar;
mod data_marking;
mod draw_quota;
mod exemption;
mod fine;
mod loading;
mod positive_list;
mod procedure;
mod publication;
mod statistics;
mod terms;
mod visit_cap;

use std::sync::LazyLock;

use law::{Law, OfficeHours, PackFile};

/// The packs of the repository.
const PACKS: [PackFile<'static>; 28] = [
    PackFile {
        name: "law/national/calendar-2019.toml",
        text: include_str!("../../../../law/national/calendar-2019.toml"),
    },
    PackFile {
        name: "law/national/calendar-2020.toml",
        text: include_str!("../../../../law/national/calendar-2020.toml"),
    },
    PackFile {
        name: "law/national/calendar-2021.toml",
        text: include_str!("../../../../law/national/calendar-2021.toml"),
    },
    PackFile {
        name: "law/national/calendar-2022.toml",
        text: include_str!("../../../../law/national/calendar-2022.toml"),
    },
    PackFile {
        name: "law/national/calendar-2023.toml",
        text: include_str!("../../../../law/national/calendar-2023.toml"),
    },
    PackFile {
        name: "law/national/calendar-2024.toml",
        text: include_str!("../../../../law/national/calendar-2024.toml"),
    },
    PackFile {
        name: "law/national/calendar-2025.toml",
        text: include_str!("../../../../law/national/calendar-2025.toml"),
    },
    PackFile {
        name: "law/national/calendar-2026.toml",
        text: include_str!("../../../../law/national/calendar-2026.toml"),
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
    PackFile {
        name: "law/city/changsha-positive-list.toml",
        text: include_str!("../../../../law/city/changsha-positive-list.toml"),
    },
    PackFile {
        name: "law/city/changsha-draw-quota.toml",
        text: include_str!("../../../../law/city/changsha-draw-quota.toml"),
    },
    PackFile {
        name: "law/national/publication.toml",
        text: include_str!("../../../../law/national/publication.toml"),
    },
    PackFile {
        name: "law/city/changsha-visit-cap.toml",
        text: include_str!("../../../../law/city/changsha-visit-cap.toml"),
    },
    PackFile {
        name: "law/province/guangdong-2021.toml",
        text: include_str!("../../../../law/province/guangdong-2021.toml"),
    },
    PackFile {
        name: "law/national/penalties-2020.toml",
        text: include_str!("../../../../law/national/penalties-2020.toml"),
    },
    PackFile {
        name: "law/national/eco-code-2026.toml",
        text: include_str!("../../../../law/national/eco-code-2026.toml"),
    },
    PackFile {
        name: "law/national/mee-2019.toml",
        text: include_str!("../../../../law/national/mee-2019.toml"),
    },
    PackFile {
        name: "law/province/hunan-2021.toml",
        text: include_str!("../../../../law/province/hunan-2021.toml"),
    },
    PackFile {
        name: "law/city/changsha-discretion-demo.toml",
        text: include_str!("../../../../law/city/changsha-discretion-demo.toml"),
    },
    PackFile {
        name: "law/national/procedure.toml",
        text: include_str!("../../../../law/national/procedure.toml"),
    },
    PackFile {
        name: "law/national/exemption.toml",
        text: include_str!("../../../../law/national/exemption.toml"),
    },
    PackFile {
        name: "law/national/case-rules.toml",
        text: include_str!("../../../../law/national/case-rules.toml"),
    },
];

fn law() -> &'static Law {
    static LAW: LazyLock<Law> = LazyLock::new(|| match Law::load(&PACKS, OfficeHours::default()) {
        Ok(law) => law,
        Err(errors) => panic!("{errors}"),
    });
    &LAW
}
