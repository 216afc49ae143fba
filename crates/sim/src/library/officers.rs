//! The officers: a brigade of the city and one of each district.

use std::collections::BTreeSet;

use casework::inspection_library::{Certificate, Conflict, Enforcer, Leave, RecusalGround, Speciality};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};
use model::china;

use super::CityOfficer;
use crate::City;
use crate::city::id;
use crate::geography::DISTRICTS;
use crate::random::Stream;

/// Officers of the city's brigade, and of each district's.
const IN_CITY: usize = 10;
const IN_DISTRICT: usize = 6;

/// Who issues certificates.
const ISSUER: &str = "湖南省人民政府（演示）";

const FAMILY: [&str; 16] =
    ["陈", "李", "王", "张", "刘", "周", "黄", "彭", "谭", "罗", "曾", "邓", "肖", "唐", "袁", "欧阳"];
/// Given names that nobody has: words of the trade.
const GIVEN: [&str; 4] = ["执明", "检正", "巡远", "核真"];

pub(super) fn all(city: &City) -> Vec<CityOfficer> {
    let root = Stream::new(city.seed).child("officer");
    let of_city = std::iter::repeat_n("长沙市生态环境保护综合行政执法支队".to_owned(), IN_CITY);
    let of_districts = DISTRICTS.iter().flat_map(|district| {
        std::iter::repeat_n(format!("{}生态环境保护综合行政执法大队", district.name), IN_DISTRICT)
    });
    let units = of_city.chain(of_districts).enumerate();
    units.map(|(index, unit)| officer(city, index, unit, root.at(index as i64))).collect()
}

fn officer(city: &City, index: usize, unit: String, key: Stream) -> CityOfficer {
    let number = index + 1;
    let name = format!("{}{}", FAMILY[index % FAMILY.len()], GIVEN[index / FAMILY.len() % GIVEN.len()]);
    let enforcer = Enforcer {
        id: id(&format!("E{number:03}")),
        unit,
        certificate: certificate(city, number),
        specialities: specialities(key),
        leave: leave(city, number),
        conflicts: conflicts(city, number, key),
    };
    CityOfficer { enforcer, name, certificate_number: format!("43010020{number:04}") }
}

/// Certificates hold for five years. One in sixteen ends within weeks of the story, one has ended.
fn certificate(city: &City, number: usize) -> Certificate {
    let today = china::civil(city.start).date();
    let until = match number {
        23 => today.saturating_sub(12.days()),
        _ if number.is_multiple_of(16) => today.saturating_add(Span::new().days(20 + number as i64 / 2)),
        _ => date(today.year() + 2, 1 + (number % 12) as i8, 28),
    };
    let from = until.saturating_sub(5.years()).saturating_add(1.day());
    Certificate { issuer: ISSUER.to_owned(), from, until }
}

fn specialities(key: Stream) -> BTreeSet<Speciality> {
    let pick = |index| Speciality::ALL[(key.between(index, 0.0, 7.0) as usize).min(6)];
    [pick(0), pick(1)].into()
}

/// One in nine is away some days about the story's day.
fn leave(city: &City, number: usize) -> BTreeSet<Leave> {
    if !number.is_multiple_of(9) {
        return BTreeSet::new();
    }
    let today = china::civil(city.start).date();
    let from: Date = today.saturating_add(Span::new().days(number as i64 / 9));
    BTreeSet::from([Leave { from, until: from.saturating_add(4.days()) }])
}

/// One in eight has declared that it must not go to somebody.
fn conflicts(city: &City, number: usize, key: Stream) -> BTreeSet<Conflict> {
    if !number.is_multiple_of(8) {
        return BTreeSet::new();
    }
    let plant = (key.between(9, 0.0, city.plants.len() as f64) as usize).min(city.plants.len() - 1);
    let ground = if number.is_multiple_of(16) { RecusalGround::PartyOrKin } else { RecusalGround::Other };
    BTreeSet::from([Conflict { enterprise: city.plants[plant].code.clone(), ground }])
}
