//! The air quality index of stations.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{AirQualityIndex, Law, Pollutant};
use model::{Granularity, Reading, SeriesKey, Source, Station, StationClass, Timestamp, china};
use stats::Period;
use stats::air::{self, DayHours, Index, Standing};

use super::{read, span, until};
use crate::dto::Time;
use crate::dto::statistics::{
    AirDay, AirIndex, AirLevel, AirPartial, AirStatistics, DayCount, GoodDays, RuleBasis, StationAir,
    StationChoice,
};
use crate::error::ApiError;
use crate::present::Presenter;
use crate::services::Services;

type Days = BTreeMap<Date, BTreeMap<Pollutant, DayHours>>;

/// Whether a station measures anything of the index.
pub(crate) fn measures_air(station: &Station) -> bool {
    station.channels.iter().any(|channel| air::pollutant_of(&channel.factor).is_some())
}

/// The days of `station`, or of the first one of the register: national ones before others.
pub(crate) fn days_of_station(
    services: &Services,
    presenter: &Presenter<'_>,
    station: Option<&Station>,
    period: Period,
) -> Result<AirStatistics, ApiError> {
    let now = presenter.now();
    let mut stations: Vec<&Station> =
        presenter.register().stations.values().filter(|station| measures_air(station)).collect();
    stations.sort_by_key(|station| (station.class, station.id.clone()));
    let station = station.or_else(|| stations.first().copied());
    let days = match station {
        Some(station) => hours_by_day(services, station, period, now)?,
        None => Days::new(),
    };
    let last = china::civil(china::plus_seconds(until(period, now), -1)).date();
    let judged: Vec<(Date, Option<&AirQualityIndex>, Index)> = period
        .days()
        .filter(|date| *date <= last)
        .map(|date| {
            let rule = services.law.air_quality_index(date);
            (date, rule, index_of_day(rule, days.get(&date)))
        })
        .collect();
    let good = air::GoodDays::of(judged.iter().filter_map(|(_, rule, index)| Some(((*rule)?, index))));
    let newest = services.law.air_quality_index(last.max(period.first()));
    Ok(AirStatistics {
        period: span(period, now),
        stations: stations.into_iter().map(choice).collect(),
        station: station.map(choice),
        days: judged
            .iter()
            .map(|(date, rule, index)| AirDay { date: date.to_string(), index: present(*rule, index) })
            .collect(),
        good: good_days(&good),
        levels: newest.map(levels).unwrap_or_default(),
        rules: rules(&services.law, period),
    })
}

fn index_of_day(rule: Option<&AirQualityIndex>, hours: Option<&BTreeMap<Pollutant, DayHours>>) -> Index {
    let none = BTreeMap::new();
    match rule {
        Some(rule) => air::day_index(rule, hours.unwrap_or(&none)),
        None => nothing(),
    }
}

fn nothing() -> Index {
    Index {
        index: None,
        standing: Standing::NoData,
        primary: Vec::new(),
        exceeding: Vec::new(),
        missing: Pollutant::ALL.to_vec(),
        partials: Vec::new(),
    }
}

/// The valid hours of a station by day, in the unit of the breakpoints.
fn hours_by_day(
    services: &Services,
    station: &Station,
    period: Period,
    now: Timestamp,
) -> Result<Days, ApiError> {
    let source = Source::Station(station.id.clone());
    let (from, to) = (period.from(), until(period, now));
    let mut days = Days::new();
    for channel in &station.channels {
        let Some(pollutant) = air::pollutant_of(&channel.factor) else { continue };
        let readings = read(&services.lake, &source, &channel.factor, Granularity::Hour, (from, to))?;
        for hour in stats::hours(
            &readings,
            from,
            to,
            &stats::ValidMinutes::default(),
            None,
            stats::Declared::default(),
        ) {
            let Some(figure) = hour.valid().and_then(|reading| concentration(pollutant, reading)) else {
                continue;
            };
            let at = china::civil(hour.start);
            let hours = days.entry(at.date()).or_default().entry(pollutant).or_insert([None; 24]);
            if let Some(place) = hours.get_mut(usize::from(at.hour().unsigned_abs())) {
                *place = Some(figure);
            }
        }
    }
    Ok(days)
}

/// The figure in the unit of the breakpoints. An instrument's zero drift makes clean air a little negative:
/// that is no concentration, and not used.
fn concentration(pollutant: Pollutant, reading: &Reading) -> Option<f64> {
    let figure = reading.unit.convert(reading.evidence()?, air::unit_of(pollutant)).ok()?;
    (figure.is_finite() && figure >= 0.0).then_some(figure)
}

/// The index of the newest hour of a station.
pub(crate) fn now_of_station(services: &Services, station: &Station) -> StationAir {
    let newest: Vec<(Pollutant, Reading)> = station
        .channels
        .iter()
        .filter_map(|channel| {
            let source = Source::Station(station.id.clone());
            let key = SeriesKey { source, factor: channel.factor.clone() };
            Some((air::pollutant_of(&channel.factor)?, services.lake.latest(&key, Granularity::Hour)?))
        })
        .collect();
    let start = |reading: &Reading| china::hour_start(china::plus_seconds(reading.time, 1800));
    let hour = newest.iter().map(|(_, reading)| start(reading)).max();
    let of_hour = newest.iter().filter(|(_, reading)| Some(start(reading)) == hour);
    let means: BTreeMap<Pollutant, f64> = of_hour
        .filter_map(|(pollutant, reading)| Some((*pollutant, concentration(*pollutant, reading)?)))
        .collect();
    let rule = hour.and_then(|hour| services.law.air_quality_index(china::civil(hour).date()));
    let index = rule.map_or_else(nothing, |rule| air::hour_index(rule, &means));
    StationAir {
        hour: hour.map(Time),
        index: present(rule, &index),
        levels: rule.map(levels).unwrap_or_default(),
        rule: rule.map(|rule| RuleBasis::from(&rule.basis)),
    }
}

fn present(rule: Option<&AirQualityIndex>, index: &Index) -> AirIndex {
    let codes = |pollutants: &[Pollutant]| pollutants.iter().map(|pollutant| pollutant.code()).collect();
    AirIndex {
        index: index.index,
        standing: rule.map_or("no_rule", |_| standing_code(index.standing)),
        level: index.index.and_then(|index| rule?.level(index)).map(|level| level.number),
        primary: codes(&index.primary),
        exceeding: codes(&index.exceeding),
        missing: codes(&index.missing),
        partials: index
            .partials
            .iter()
            .map(|partial| AirPartial {
                pollutant: partial.pollutant.code(),
                concentration: partial.concentration,
                unit: air::unit_of(partial.pollutant).text(),
                hours: partial.hours,
                provisional: partial.provisional,
                index: partial.index,
            })
            .collect(),
    }
}

fn standing_code(standing: Standing) -> &'static str {
    match standing {
        Standing::Published => "published",
        Standing::Provisional => "provisional",
        Standing::NotAvailable => "not_available",
        Standing::Unknown => "unknown",
        Standing::NoData => "no_data",
    }
}

fn good_days(good: &air::GoodDays) -> GoodDays {
    let left_out = good.left_out.iter();
    GoodDays {
        counted: good.counted,
        good: good.good,
        rate_percent: good.rate_percent().map(|rate| stats::round_half_even(rate, 1)),
        by_level: good
            .by_level
            .iter()
            .map(|(level, days)| DayCount { code: level.to_string(), days: *days })
            .collect(),
        left_out: left_out
            .map(|(why, days)| DayCount { code: standing_code(*why).into(), days: *days })
            .collect(),
    }
}

fn levels(rule: &AirQualityIndex) -> Vec<AirLevel> {
    let level = |level: &law::AirLevel| AirLevel {
        number: level.number,
        name: level.name.clone(),
        name_en: level.name_en.clone(),
        up_to: level.up_to,
        colour: level.colour.clone(),
    };
    rule.levels().iter().map(level).collect()
}

/// The versions in force in a period.
fn rules(law: &Law, period: Period) -> Vec<RuleBasis> {
    let mut rules: Vec<RuleBasis> = period
        .days()
        .filter_map(|date| law.air_quality_index(date))
        .map(|rule| RuleBasis::from(&rule.basis))
        .collect();
    rules.dedup();
    rules
}

fn choice(station: &Station) -> StationChoice {
    StationChoice {
        id: station.id.to_string(),
        name: station.name.clone(),
        name_en: station.name_en.clone(),
        class: match station.class {
            StationClass::National => "national",
            StationClass::Provincial => "provincial",
            StationClass::Micro => "micro",
            StationClass::Composition => "composition",
        },
    }
}
