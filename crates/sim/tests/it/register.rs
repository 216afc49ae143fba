use std::collections::BTreeSet;

use model::{LoggerTarget, Medium, MeterTarget, Place, Register, RegisterEntry, StationClass};
use serde_json::Value;
use sim::TruthKind;

use crate::city;

#[test]
fn one_seed_one_city() {
    assert_eq!(city(7).entries(), city(7).entries());
    assert_eq!(city(7).truth(), city(7).truth());
    assert_ne!(city(7).entries(), city(8).entries());
    // Whatever the seed, the same enterprises: only where they stand and how they behave differs.
    let codes = |seed| city(seed).register().enterprises.into_keys().collect::<Vec<_>>();
    assert_eq!(codes(7), codes(8));
}

#[test]
fn the_register_accepts_every_entry_in_order() {
    let mut register = Register::default();
    for entry in city(1).entries() {
        register.put(entry.clone()).unwrap();
    }
    assert_eq!(register.districts.len(), 9);
    assert!((110..=130).contains(&register.enterprises.len()), "{}", register.enterprises.len());
    assert!((150..=250).contains(&register.meters.len()), "{}", register.meters.len());
    assert!(register.outlets.len() > 80, "{}", register.outlets.len());
    let national = register.stations.values().filter(|s| s.class == StationClass::National).count();
    assert_eq!(national, 10);
    assert!((8..=12).contains(&(register.stations.len() - national)));
}

#[test]
fn nothing_has_the_id_of_another() {
    let mut seen = BTreeSet::new();
    for entry in city(1).entries() {
        let id = match entry {
            RegisterEntry::District(e) => format!("district {}", e.code),
            RegisterEntry::Enterprise(e) => format!("enterprise {}", e.code),
            RegisterEntry::Outlet(e) => format!("outlet {}", e.id),
            RegisterEntry::Line(e) => format!("line {}", e.id),
            RegisterEntry::TreatmentUnit(e) => format!("unit {}", e.id),
            RegisterEntry::Meter(e) => format!("meter {}", e.id),
            RegisterEntry::Logger(e) => format!("logger {}", e.mn),
            RegisterEntry::Station(e) => format!("station {}", e.id),
            RegisterEntry::DeviceProfile(e) => format!("device profile {}", e.mn),
            RegisterEntry::Order(e) => format!("production order {}", e.id),
        };
        assert!(seen.insert(id.clone()), "{id} twice");
        if let RegisterEntry::Enterprise(e) = entry {
            assert!(seen.insert(e.name.clone()), "{} twice", e.name);
        }
    }
}

#[test]
fn every_channel_is_in_the_factor_table_and_its_units_convert() {
    let register = city(1).register();
    let stations = register.stations.values().flat_map(|station| &station.channels);
    for channel in register.outlets.values().flat_map(|outlet| &outlet.channels).chain(stations) {
        let factor = model::FactorTable::standard().get(&channel.factor).unwrap();
        assert!(channel.sent_unit.convert(1.0, channel.unit).is_ok(), "{}", channel.factor);
        assert!(factor.unit.convert(1.0, channel.unit).is_ok(), "{}: {}", channel.factor, factor.unit);
        let letter = if factor.medium == Medium::Water { 'w' } else { 'a' };
        assert!(channel.factor.as_str().starts_with(letter));
    }
}

#[test]
fn every_limit_holds_at_the_start_and_names_its_source() {
    let city = city(1);
    for outlet in city.register().outlets.values() {
        assert!(!outlet.limits.is_empty(), "{}", outlet.id);
        for limit in &outlet.limits {
            assert!(limit.holds_at(city.start()));
            assert!(!limit.source.is_empty());
            assert_eq!(limit.unverified, limit.source.starts_with("DB43"), "{}", limit.source);
        }
    }
}

#[test]
fn every_line_with_a_meter_has_a_metered_treatment_unit() {
    let register = city(1).register();
    for unit in register.treatment_units.values() {
        let metered = register.meter_of(&MeterTarget::TreatmentUnit(unit.id.clone())).is_some();
        for line in &unit.treats {
            assert_eq!(metered, register.meter_of(&MeterTarget::Line(line.clone())).is_some());
        }
    }
}

#[test]
fn the_story_is_about_things_of_the_register() {
    let city = city(1);
    let register = city.register();
    assert_eq!(city.truth().len(), 4);
    for truth in city.truth() {
        assert!(truth.subject.enterprise(&register).is_some(), "{truth:?}");
        assert!(truth.start >= city.start() && truth.start < truth.end);
        if let TruthKind::LoggerSilent = truth.kind {
            let model::Subject::Logger(mn) = &truth.subject else { panic!("{truth:?}") };
            assert!(matches!(register.loggers[mn].target, LoggerTarget::Outlet(_)));
        }
    }
}

fn inside(place: Place, ring: &[Value]) -> bool {
    let degree = |value: &Value| value.as_f64().expect("coordinates are numbers");
    let point = |value: &Value| (degree(&value[0]), degree(&value[1]));
    let mut within = false;
    for (index, corner) in ring.iter().enumerate() {
        let (x1, y1) = point(corner);
        let (x2, y2) = point(&ring[(index + ring.len() - 1) % ring.len()]);
        if (y1 > place.latitude) != (y2 > place.latitude)
            && place.longitude < (x2 - x1) * (place.latitude - y1) / (y2 - y1) + x1
        {
            within = !within;
        }
    }
    within
}

#[test]
fn everything_stands_in_its_own_district() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/changsha_districts/changsha.geojson");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: {path} is not there");
        return;
    };
    let shapes: Value = serde_json::from_str(&text).unwrap();
    let within = |code: &str, place: Place| {
        // The shapes still carry the code of Ningxiang as a county.
        let code = if code == "430182" { "430124" } else { code };
        let feature = shapes["features"].as_array().unwrap().iter().find(|f| f["id"] == code).unwrap();
        let geometry = &feature["geometry"];
        let coordinates = geometry["coordinates"].as_array().unwrap();
        match geometry["type"].as_str() {
            Some("MultiPolygon") => {
                coordinates.iter().any(|polygon| inside(place, polygon[0].as_array().unwrap()))
            }
            _ => inside(place, coordinates[0].as_array().unwrap()),
        }
    };
    for seed in 0..5 {
        let register = city(seed).register();
        for district in register.districts.values() {
            assert!(within(district.code.as_str(), district.center), "{}", district.name_en);
        }
        for enterprise in register.enterprises.values() {
            assert!(within(enterprise.district.as_str(), enterprise.place), "{}", enterprise.name_en);
        }
        for outlet in register.outlets.values() {
            let district = register.district_of(&outlet.enterprise).unwrap();
            assert!(within(district.as_str(), outlet.place), "{}", outlet.id);
        }
        for station in register.stations.values() {
            assert!(within(station.district.as_str(), station.place), "{}", station.name_en);
        }
    }
}
