//! The bureau's libraries, brought in by files at the beginning of the year as an administrator would bring them.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context;
use casework::inspection_library::{Command, Imported};
use jiff::ToSpan as _;
use jiff::civil::date;
use model::{BlobHash, Clock as _, ImportId, ManualClock, Role, china};
use serde::Serialize;
use sim::City;
use vault::{EnforcerCard, Vault, content_hash};

use super::accounts;
use crate::clock::MachineClock;
use crate::process::Keepers;

/// Brings in objects, officers and items on the sixth of January, or when the story starts if that is earlier.
pub(super) fn fill(keepers: &Keepers, city: &City) -> anyhow::Result<()> {
    let new_year = city.new_year();
    let at = china::instant(date(new_year.year(), 1, 6).at(9, 30, 0, 0)).min(city.start());
    let known_until = new_year.saturating_sub(1.day());
    let (objects, officers, items) = (city.objects(known_until), city.officers(), city.inspection_items());
    let enforcers: Vec<_> = officers.iter().map(|officer| officer.enforcer.clone()).collect();
    let files = [
        Imported { objects: objects.clone(), ..file("L-demo-objects", &objects)? },
        Imported { enforcers: enforcers.clone(), ..file("L-demo-officers", &enforcers)? },
        Imported { items: items.clone(), ..file("L-demo-items", &items)? },
    ];
    let office = keepers.office(Arc::new(ManualClock::new(at)));
    let keeper = accounts::of(&keepers.vault, Role::Administrator)?;
    for file in files {
        office.inspection_library(None, &keeper, &Command::Import(file))?;
    }
    keep_names(&keepers.vault, officers)
}

/// A file that says nothing yet, by the hash of what it would hold.
pub(super) fn file(import: &str, rows: &impl Serialize) -> anyhow::Result<Imported> {
    let id: ImportId = import.parse().context("the import has no id")?;
    let file: BlobHash = content_hash(&serde_json::to_vec(rows)?);
    let (objects, enforcers, items) = (Vec::new(), Vec::new(), Vec::new());
    Ok(Imported { id, file, objects, enforcers, items, refused: 0 })
}

fn keep_names(vault: &Vault, officers: Vec<sim::CityOfficer>) -> anyhow::Result<()> {
    let card = |officer: sim::CityOfficer| {
        let card = EnforcerCard { name: officer.name, certificate_number: officer.certificate_number };
        (officer.enforcer.id, card)
    };
    let cards: BTreeMap<_, _> = officers.into_iter().map(card).collect();
    Ok(vault.keep_enforcers(&cards, MachineClock::default().now())?)
}
