use model::{
    Channel, CreditCode, District, DistrictCode, Enterprise, Limit, LimitBasis, LineId, Logger, LoggerTarget,
    Medium, Mn, Outlet, OutletId, Place, PowerMeter, ProductionLine, RegisterEntry, Timestamp, TreatmentUnit,
    TreatmentUnitId,
};

use super::{Circuit, City, Deviation, LoggerModel, MeterModel, Plant, SentFactor, Watched};
use crate::catalogue::{self, ENTERPRISES, Row};
use crate::geography::{DISTRICTS, PARKS, offset};
use crate::random::Stream;
use crate::trade::{ChannelSpec, OutletKind};

mod sending;
mod stations;
mod truth;

/// Numbers of the plants whose loggers speak HJ/T 212-2005.
const OLD_PROTOCOL: [u32; 2] = [58, 92];

pub(super) fn build(seed: u64, start: Timestamp) -> City {
    let mut city = City {
        seed,
        start,
        entries: DISTRICTS.iter().map(district_entry).collect(),
        plants: Vec::new(),
        stations: Vec::new(),
        loggers: Vec::new(),
        meters: Vec::new(),
        truth: Vec::new(),
        dialects: std::collections::BTreeMap::new(),
    };
    let root = Stream::new(seed);
    for row in &ENTERPRISES {
        add_plant(&mut city, row, root.child("plant").at(i64::from(row.number)));
    }
    stations::add(&mut city, root.child("station"));
    city.truth = truth::of(&city);
    city
}

/// Parses an id that this crate composes itself.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("ids are composed of literals and numbers in the right form (tested)")
}

pub(crate) fn district_entry(spec: &crate::geography::DistrictSpec) -> RegisterEntry {
    RegisterEntry::District(District {
        code: id(spec.code),
        name: spec.name.into(),
        name_en: spec.name_en.into(),
        center: spec.center,
    })
}

/// A credit code that is plainly nobody's: the organisation part reads `XXXXNNNNX`.
pub(crate) fn credit_code(district: &str, number: u32) -> CreditCode {
    CreditCode::from_body(&format!("91{district}XXXX{number:04}X"))
        .expect("digits and X are of the code's alphabet, and there are 17 of them")
}

fn add_plant(city: &mut City, row: &Row, key: Stream) {
    let park = &PARKS[row.park];
    let district = &DISTRICTS[park.district];
    let code = credit_code(district.code, row.number);
    let around = |name: &str, middle: Place, radius_km: f64| {
        let stream = key.child(name);
        // 0.7 keeps the corners of the square inside the circle.
        offset(middle, stream.between(0, -0.7, 0.7) * radius_km, stream.between(1, -0.7, 0.7) * radius_km)
    };
    let gate = around("place", park.middle, park.radius_km);
    city.entries.push(RegisterEntry::Enterprise(enterprise(row, &code, id(district.code), gate)));
    let plant = city.plants.len();
    city.plants.push(Plant {
        number: row.number,
        key,
        trade: row.trade,
        code: code.clone(),
        of_the_story: is_of_the_story(row.number),
        start_s: city.start.as_second(),
    });

    let mut lines = Vec::new();
    for (index, spec) in row.trade.lines.iter().enumerate() {
        let line: LineId = id(&format!("{code}-L{}", index + 1));
        lines.push(line.clone());
        city.entries.push(RegisterEntry::Line(ProductionLine {
            id: line,
            enterprise: code.clone(),
            name: spec.name.into(),
            name_en: spec.name_en.into(),
            permitted_hours: None,
        }));
    }
    let mut outlets = Vec::new();
    if row.monitored {
        for (index, kind) in row.trade.outlets.iter().enumerate() {
            let place = around(&format!("outlet {index}"), gate, 0.12);
            outlets.push(add_outlet(city, plant, kind, index, place));
        }
    }
    for (index, spec) in row.trade.units.iter().enumerate() {
        city.entries.push(RegisterEntry::TreatmentUnit(TreatmentUnit {
            id: id(&format!("{code}-T{}", index + 1)),
            enterprise: code.clone(),
            name: spec.name.into(),
            name_en: spec.name_en.into(),
            treats: lines.clone(),
            outlet: outlets.first().cloned(),
        }));
    }
    // Hospitals have no production line to pair a meter with, so none was asked of them.
    if !lines.is_empty() {
        add_meters(city, plant, park.district);
    }
}

fn enterprise(row: &Row, code: &CreditCode, district: DistrictCode, place: Place) -> Enterprise {
    let (brand, brand_en) = catalogue::brand(row.number);
    Enterprise {
        code: code.clone(),
        name: format!("{brand}{}", row.trade.suffix),
        name_en: format!("{brand_en} {}", row.trade.suffix_en),
        trade_code: row.trade.code.into(),
        trade: row.trade.name.into(),
        trade_en: row.trade.name_en.into(),
        district,
        place,
    }
}

fn add_outlet(
    city: &mut City,
    plant: usize,
    kind: &'static OutletKind,
    index: usize,
    place: Place,
) -> OutletId {
    let Plant { number, key, code, .. } = &city.plants[plant];
    let (number, key, code) = (*number, key.child("logger").at(index as i64), code.clone());
    let letter = if kind.medium == Medium::Water { "DW" } else { "DA" };
    let outlet: OutletId = id(&format!("{code}-{letter}001"));
    let old_protocol = OLD_PROTOCOL.contains(&number);
    let sent: Vec<SentFactor> =
        kind.channels.iter().map(|channel| sending::sent_factor(channel, key, old_protocol)).collect();
    let channels = kind.channels.iter().map(|channel| Channel {
        factor: id(channel.factor),
        sent_unit: sending::sent_unit(channel, key),
        unit: channel.unit,
        range: None,
    });
    city.entries.push(RegisterEntry::Outlet(Outlet {
        id: outlet.clone(),
        enterprise: code,
        name: kind.name.into(),
        name_en: kind.name_en.into(),
        medium: kind.medium,
        place,
        channels: channels.collect(),
        limits: kind.channels.iter().flat_map(|channel| limits(channel, kind)).collect(),
        release: None,
    }));
    let district = &city.plants[plant].code.as_str()[2..8];
    let mn: Mn = id(&match old_protocol {
        true => format!("{district}8888{number:03}{}", index + 1),
        false => format!("{district}FFFFFFFF{number:06}{:04}", index + 1),
    });
    let exemplary = is_of_the_story(number);
    let deviation = if exemplary || old_protocol { Deviation::None } else { sending::deviation(key) };
    let logger = LoggerModel {
        mn: mn.clone(),
        key,
        watched: Watched::Outlet { plant, kind, id: outlet.clone() },
        sent,
        interval_s: sending::interval_s(key, deviation),
        old_protocol,
        deviation,
        skew_s: if exemplary { 0 } else { sending::skew_s(key) },
        pw: sending::PASSWORD.into(),
    };
    city.entries.push(RegisterEntry::Logger(Logger {
        mn,
        target: LoggerTarget::Outlet(outlet.clone()),
        realtime_interval_s: logger.interval_s,
    }));
    city.loggers.push(logger);
    outlet
}

/// The story's own devices deviate in nothing, so that the story reads the same for every seed.
fn is_of_the_story(number: u32) -> bool {
    [catalogue::STORY_PRINTER, catalogue::STORY_SEWAGE, catalogue::STORY_FAULT, catalogue::STORY_SILENT]
        .contains(&number)
}

/// The limits of a channel: on single samples and hour means, and for water, as the standards judge it, on
/// day means.
fn limits(channel: &ChannelSpec, kind: &OutletKind) -> Vec<Limit> {
    let Some(spec) = &channel.limit else { return Vec::new() };
    let water = kind.medium == Medium::Water;
    let bases: &[LimitBasis] = match water {
        true => &[LimitBasis::Realtime, LimitBasis::HourMean, LimitBasis::DayMean],
        false => &[LimitBasis::Realtime, LimitBasis::HourMean],
    };
    // GB 37823-2019 and GB 37824-2019 bind existing plants from July 2020, the others did before.
    let since =
        if spec.source.contains("-2019") { "2020-07-01T00:00:00+08:00" } else { "2018-10-01T00:00:00+08:00" };
    let limit = |basis: &LimitBasis| Limit {
        factor: id(channel.factor),
        basis: *basis,
        lower: spec.lower,
        upper: spec.upper,
        unit: channel.unit,
        converted: kind.reference_oxygen.is_some(),
        valid_from: id(since),
        valid_to: None,
        source: match basis {
            // The note on hour means in brackets is not about day means.
            LimitBasis::DayMean => spec.source.split('（').next().unwrap_or(spec.source).into(),
            LimitBasis::Realtime | LimitBasis::HourMean => spec.source.into(),
        },
        unverified: spec.unverified,
    };
    bases.iter().map(limit).collect()
}

fn add_meters(city: &mut City, plant: usize, district: usize) {
    let Plant { key, trade, code, .. } = &city.plants[plant];
    let (key, trade, code) = (*key, *trade, code.clone());
    let lines = trade.lines.iter().enumerate().map(|(index, line)| (Circuit::Line(index), line.rated_kw));
    let units = trade.units.iter().enumerate().map(|(index, unit)| (Circuit::Unit(index), unit.rated_kw));
    for (circuit, rated_kw) in lines.chain(units) {
        let (text, target) = match circuit {
            Circuit::Line(index) => {
                let line: LineId = id(&format!("{code}-L{}", index + 1));
                (format!("{code}-ML{}", index + 1), model::MeterTarget::Line(line))
            }
            Circuit::Unit(index) => {
                let unit: TreatmentUnitId = id(&format!("{code}-T{}", index + 1));
                (format!("{code}-MT{}", index + 1), model::MeterTarget::TreatmentUnit(unit))
            }
        };
        city.entries.push(RegisterEntry::Meter(PowerMeter {
            id: id(&text),
            enterprise: code.clone(),
            target,
            rated_kw: Some(rated_kw),
        }));
        city.meters.push(MeterModel {
            id: id(&text),
            key: key.child(&text),
            plant,
            circuit,
            rated_kw,
            district,
        });
    }
}
