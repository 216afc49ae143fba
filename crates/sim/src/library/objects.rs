//! The object library.

use std::collections::BTreeSet;

use casework::inspection_library::{EnforcementRecord, InspectionObject, KeyList, PermitClass, Surroundings};
use jiff::Span;
use jiff::civil::Date;
use model::RegisterEntry;

use super::kinds::{self, Kind};
use crate::City;
use crate::catalogue;
use crate::city::{Plant, credit_code, id};
use crate::geography::DISTRICTS;
use crate::random::Stream;
use crate::trade::{self, Trade};

/// The first number of an object without devices: the catalogue may grow up to it.
const FIRST_NUMBER: u32 = 200;
/// So many objects of a hundred are in each district.
const PER_CENT_OF_DISTRICT: [f64; 9] = [6.0, 9.0, 14.0, 9.0, 12.0, 12.0, 16.0, 12.0, 10.0];

pub(super) fn all(city: &City, known_until: Date) -> Vec<InspectionObject> {
    let root = Stream::new(city.seed).child("object");
    let look = Look { new_year: city.new_year(), known_until };
    let with_devices = city.plants.iter().map(|plant| look.with_devices(city, plant, root));
    let slots = kinds::slots();
    let others = (0..slots.len()).map(|index| {
        // Prime to the number of slots: kinds are mixed, and every slot is taken once.
        let kind = slots[index * 1009 % slots.len()];
        look.other(index, kind, root)
    });
    with_devices.chain(others).collect()
}

/// From when records are told, and up to when.
struct Look {
    new_year: Date,
    known_until: Date,
}

impl Look {
    fn with_devices(&self, city: &City, plant: &Plant, root: Stream) -> InspectionObject {
        let key = root.at(i64::from(plant.number));
        let of_plant = |entry: &RegisterEntry| match entry {
            RegisterEntry::Enterprise(known) if known.code == plant.code => Some(known.clone()),
            _ => None,
        };
        let known = city.entries.iter().find_map(of_plant).expect("every plant is in the register");
        let (permit, lists) = watched_for(plant.trade);
        InspectionObject {
            code: plant.code.clone(),
            name: known.name,
            district: known.district,
            trade_code: Some(plant.trade.code.to_owned()),
            permit: Some(permit),
            key_lists: Some(lists.iter().copied().collect()),
            surroundings: surroundings(key),
            credit_score: Some(score(key, 72.0)),
            designations: Some(designations(designation_of(plant))),
            record: Some(self.record(key)),
        }
    }

    fn other(&self, index: usize, kind: &Kind, root: Stream) -> InspectionObject {
        let number = FIRST_NUMBER + u32::try_from(index).unwrap_or(u32::MAX);
        let key = root.at(i64::from(number));
        // Of no seed: who an object is and where it stands are the same in every city.
        let district = DISTRICTS[district(Stream::new(0).at(i64::from(number)))].code;
        let is_key = kind.permit == Some(PermitClass::Key);
        let known = |name: &str, per_cent: f64| key.child(name).between(0, 0.0, 100.0) < per_cent;
        let lists = if is_key { BTreeSet::from([KeyList::Risk]) } else { BTreeSet::new() };
        InspectionObject {
            code: credit_code(district, number),
            name: format!("{}{}", catalogue::long_brand(index), kind.suffix),
            district: id(district),
            trade_code: known("trade", 97.0).then(|| kind.trade.to_owned()),
            permit: kind.permit.filter(|_| known("permit", 98.0)),
            key_lists: (is_key || known("lists", 92.0)).then_some(lists),
            surroundings: surroundings(key),
            credit_score: known("credit", 85.0).then(|| score(key, 55.0)),
            designations: (kind.designation.is_some() || known("recognised", 60.0))
                .then(|| designations(kind.designation)),
            // Into the records of whoever may come on the positive list somebody has looked.
            record: (kind.designation.is_some() || known("record", 90.0)).then(|| self.record(key)),
        }
    }

    /// What happened in the three years before this one, as far as it is known.
    fn record(&self, key: Stream) -> EnforcementRecord {
        let days = |name: &str, per_cent: f64, back_days: f64| {
            let stream = key.child(name);
            let happened = stream.between(0, 0.0, 100.0) < per_cent;
            let back = 1 + stream.between(1, 0.0, back_days) as i64;
            happened.then(|| self.new_year.saturating_sub(Span::new().days(back))).into_iter().collect()
        };
        EnforcementRecord {
            known_until: self.known_until,
            penalties: days("penalty", 7.0, 700.0),
            emergencies: days("emergency", 0.4, 1_000.0),
            false_data: days("false data", 0.3, 1_000.0),
        }
    }
}

fn district(key: Stream) -> usize {
    let mut left = key.child("district").between(0, 0.0, PER_CENT_OF_DISTRICT.iter().sum());
    let at = PER_CENT_OF_DISTRICT.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    at.unwrap_or(0)
}

/// Of one in five nobody has said what lies near it.
fn surroundings(key: Stream) -> Option<BTreeSet<Surroundings>> {
    let near = key.child("near");
    let of_hundred = near.between(0, 0.0, 100.0);
    if of_hundred < 20.0 {
        return None;
    }
    let kinds =
        [Surroundings::School, Surroundings::Hospital, Surroundings::Homes, Surroundings::DrinkingWater];
    let kind = kinds[(near.between(1, 0.0, 4.0) as usize).min(3)];
    Some(if of_hundred < 38.0 { BTreeSet::from([kind]) } else { BTreeSet::new() })
}

/// Points of 100, most in the upper half of what is left above `least`.
fn score(key: Stream, least: f64) -> u16 {
    let stream = key.child("score");
    let part = stream.uniform(0).max(stream.uniform(1));
    (least + (100.0 - least) * part) as u16
}

fn designations(word: Option<&'static str>) -> BTreeSet<String> {
    word.into_iter().map(str::to_owned).collect()
}

/// How the permit of a trade of the city is managed, and on which lists of key units its enterprises stand.
fn watched_for(trade: &Trade) -> (PermitClass, &'static [KeyList]) {
    let is = |trades: &[&Trade]| trades.iter().any(|one| one.code == trade.code);
    if is(&[&trade::SEWAGE, &trade::DYEING, &trade::PAPER, &trade::CIRCUIT_BOARDS, &trade::METAL_SURFACE]) {
        (PermitClass::Key, &[KeyList::Water])
    } else if is(&[&trade::CHEMICAL, &trade::DRUG_SYNTHESIS]) {
        (PermitClass::Key, &[KeyList::Air, KeyList::Risk])
    } else if is(&[
        &trade::CEMENT,
        &trade::POWER_STATION,
        &trade::INCINERATION,
        &trade::CERAMICS,
        &trade::PAINT,
    ]) {
        (PermitClass::Key, &[KeyList::Air])
    } else {
        (PermitClass::Simplified, &[])
    }
}

/// The story's own enterprises are recognised as nothing, so that its morning reads the same beside the positive list.
fn designation_of(plant: &Plant) -> Option<&'static str> {
    let is = |trades: &[&Trade]| trades.iter().any(|one| one.code == plant.trade.code);
    if plant.of_the_story {
        None
    } else if is(&[&trade::FOOD, &trade::HEAT, &trade::HOSPITAL, &trade::BEER]) {
        Some("livelihood")
    } else if is(&[
        &trade::DRUG_SYNTHESIS,
        &trade::CIRCUIT_BOARDS,
        &trade::MACHINERY,
        &trade::AUTO_PARTS,
        &trade::PAINT,
        &trade::PLASTICS,
        &trade::RUBBER,
        &trade::CHEMICAL,
    ]) {
        Some("strategic_industry")
    } else {
        None
    }
}
