use model::{Channel, Logger, LoggerTarget, RegisterEntry, Station, StationClass, Unit};

use super::super::{City, Deviation, LoggerModel, SentFactor, StationModel, Watched};
use super::{id, sending};
use crate::geography::{DISTRICTS, MICRO_STATIONS, NATIONAL_STATIONS, StationSpec};
use crate::random::Stream;

/// What every station measures, with its digits.
const AIR: [(&str, Unit, usize); 6] = [
    ("a34004", Unit::MicrogramPerCubicMetre, 0),
    ("a34002", Unit::MicrogramPerCubicMetre, 0),
    ("a21026", Unit::MicrogramPerCubicMetre, 1),
    ("a21004", Unit::MicrogramPerCubicMetre, 1),
    ("a21005", Unit::MilligramPerCubicMetre, 3),
    ("a05024", Unit::MicrogramPerCubicMetre, 0),
];

/// What stations with a mast measure besides.
const WEATHER: [(&str, Unit, usize); 5] = [
    ("a01001", Unit::Celsius, 1),
    ("a01002", Unit::Percent, 1),
    ("a01006", Unit::Kilopascal, 2),
    ("a01007", Unit::MetrePerSecond, 1),
    ("a01008", Unit::Degree, 0),
];

/// Stations with a mast.
const MASTS: [&str; 5] = ["1337A", "1343A", "1344A", "micro-06", "micro-09"];

/// The micro station that sends particles in mg/m³.
const MILLIGRAMS: &str = "micro-03";

pub(super) fn add(city: &mut City, key: Stream) {
    for spec in &NATIONAL_STATIONS {
        add_one(city, spec, false, key.child(spec.id));
    }
    for spec in &MICRO_STATIONS {
        add_one(city, spec, true, key.child(spec.id));
    }
}

fn add_one(city: &mut City, spec: &StationSpec, micro: bool, key: Stream) {
    let weather: &[_] = if MASTS.contains(&spec.id) { &WEATHER } else { &[] };
    let measured = || AIR.iter().chain(weather).copied();
    let milligrams = |factor: &str| spec.id == MILLIGRAMS && matches!(factor, "a34004" | "a34002");
    let channel = |(factor, unit, _): (&str, Unit, usize)| Channel {
        factor: id(factor),
        sent_unit: if milligrams(factor) { Unit::MilligramPerCubicMetre } else { unit },
        unit,
        range: None,
    };
    let sent = |(factor, _, digits): (&'static str, Unit, usize)| match milligrams(factor) {
        true => SentFactor { factor, sent_as: factor, scale: 1e-3, digits: 3 },
        false => SentFactor { factor, sent_as: factor, scale: 1.0, digits },
    };
    let district = DISTRICTS[spec.district].code;
    city.entries.push(RegisterEntry::Station(Station {
        id: id(spec.id),
        name: spec.name.into(),
        name_en: spec.name_en.into(),
        class: if micro { StationClass::Micro } else { StationClass::National },
        district: id(district),
        place: spec.place,
        channels: measured().map(channel).collect(),
    }));
    let number = city.stations.len() + 1;
    let interval_s = 60;
    let logger = LoggerModel {
        mn: id(&format!("{district}FFFFFFFF22{number:08}")),
        key: key.child("logger"),
        watched: Watched::Station(city.stations.len()),
        sent: measured().map(sent).collect(),
        interval_s,
        old_protocol: false,
        deviation: if micro { sending::deviation(key) } else { Deviation::None },
        skew_s: 0,
        pw: sending::PASSWORD.into(),
    };
    city.entries.push(RegisterEntry::Logger(Logger {
        mn: logger.mn.clone(),
        target: LoggerTarget::Station(id(spec.id)),
        realtime_interval_s: interval_s,
    }));
    city.stations.push(StationModel { key, micro });
    city.loggers.push(logger);
}
