//! Checks the entries that statistics are made by.

use std::collections::BTreeMap;

use model::Unit;

use super::merge::{checked, narrow_first};
use super::{At, Entry, Mistakes, raw};
use crate::air_quality::{Above, AirLevel, AirQualityIndex, Breakpoints};
use crate::data_validity::{DataValidity, TransmissionTarget};
use crate::pack::{Layer, PackHead, Validity};
use crate::water_class::{WaterAssessment, WaterBody, WaterClass, WaterLimit, WaterLimits};

/// Checks every entry with `build`; two that `clash` in one layer at one time are a mistake.
pub(super) fn merge<R, T>(
    heads: &[PackHead],
    entries: Vec<Entry<R>>,
    mistakes: &mut Mistakes<'_>,
    common: impl Fn(&R) -> raw::Common,
    build: impl Fn(R, crate::pack::Basis, Validity) -> Result<T, String>,
    clash: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    let mut merged: Vec<(Layer, At, T)> = Vec::new();
    for Entry { at, pack, raw } in entries {
        let Some((basis, validity, layer)) = checked(heads, at, pack, &common(&raw), mistakes) else {
            continue;
        };
        let rule = basis.rule.clone();
        match build(raw, basis, validity) {
            Err(message) => mistakes.add(at, message),
            Ok(entry) if merged.iter().any(|(other, _, there)| *other == layer && clash(there, &entry)) => {
                mistakes.add(at, format!("`{rule}` says what another entry says already, at the same time"));
            }
            Ok(entry) => merged.push((layer, at, entry)),
        }
    }
    narrow_first(merged)
}

pub(super) fn air_quality_indices(
    heads: &[PackHead],
    entries: Vec<Entry<raw::AirQualityIndex>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<AirQualityIndex> {
    let build = |raw: raw::AirQualityIndex, basis, validity| {
        rising("index", raw.index.iter().copied().map(f64::from))?;
        Ok(AirQualityIndex {
            basis,
            validity,
            tables: breakpoints(&raw)?,
            levels: levels(&raw.level)?,
            index: raw.index,
            over_top: raw.over_top,
            primary_above: raw.primary_above,
            exceeding_above: raw.exceeding_above,
            good_up_to: raw.good_up_to,
            incomplete_na_up_to: raw.incomplete_na_up_to,
            day_hours_least: within("day_hours_least", raw.day_hours_least, 24)?,
            eight_hours_least: within("eight_hours_least", raw.eight_hours_least, 8)?,
        })
    };
    let clash = |a: &AirQualityIndex, b: &AirQualityIndex| a.validity.overlaps(b.validity);
    merge(heads, entries, mistakes, raw::AirQualityIndex::common, build, clash)
}

fn breakpoints(
    raw: &raw::AirQualityIndex,
) -> Result<BTreeMap<crate::air_quality::AirTable, Breakpoints>, String> {
    let mut tables = BTreeMap::new();
    for (table, concentrations) in &raw.breakpoints {
        rising("breakpoints", concentrations.iter().copied())?;
        if concentrations.first() != Some(&0.0) || concentrations.len() > raw.index.len() {
            return Err("`breakpoints` begin at 0 and are not more than the steps of `index`".into());
        }
        let above = match raw.above.get(table) {
            Some(raw::Above::Index(index)) => Above::Index(*index),
            Some(raw::Above::Nothing(raw::Nothing::None)) => Above::NoIndex,
            None if concentrations.len() == raw.index.len() => Above::Index(raw.over_top),
            None => return Err("a list that ends before `index` does needs its entry in `above`".into()),
        };
        tables.insert(*table, Breakpoints { concentrations: concentrations.clone(), above });
    }
    Ok(tables)
}

fn levels(raw: &[raw::AirLevel]) -> Result<Vec<AirLevel>, String> {
    rising("level", raw.iter().map(|level| f64::from(level.up_to)))?;
    let level = |(number, level): (u8, &raw::AirLevel)| {
        let digits = level.colour.strip_prefix('#').unwrap_or("");
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(format!("{:?} is not a colour, as in \"#FF7E00\"", level.colour));
        }
        Ok(AirLevel {
            number,
            name: level.name.clone(),
            name_en: level.name_en.clone(),
            up_to: level.up_to,
            colour: level.colour.clone(),
        })
    };
    (1u8..).zip(raw).map(level).collect()
}

pub(super) fn water_limits(
    heads: &[PackHead],
    entries: Vec<Entry<raw::WaterLimit>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<WaterLimit> {
    let build = |raw: raw::WaterLimit, basis, validity| {
        Ok(WaterLimit {
            basis,
            validity,
            limits: limits(&raw)?,
            unit: Unit::parse(&raw.unit).ok_or_else(|| format!("unknown unit {:?}", raw.unit))?,
            factors: raw.factor,
            bodies: raw.water.map_or_else(|| vec![WaterBody::River, WaterBody::Lake], |body| vec![body]),
            assessed: raw.assessed,
        })
    };
    let clash = |a: &WaterLimit, b: &WaterLimit| {
        a.validity.overlaps(b.validity)
            && a.factors.iter().any(|factor| b.factors.contains(factor))
            && a.bodies.iter().any(|body| b.bodies.contains(body))
    };
    merge(heads, entries, mistakes, raw::WaterLimit::common, build, clash)
}

fn limits(raw: &raw::WaterLimit) -> Result<WaterLimits, String> {
    let five = || <[f64; 5]>::try_from(raw.limits.as_slice()).map_err(|_| "`limits` must be five figures");
    let is_sorted = |sorted: bool| match sorted {
        true => Ok(()),
        false => Err("`limits` must go from the best class to the worst".to_owned()),
    };
    match raw.direction {
        raw::Direction::UpTo => {
            is_sorted(raw.limits.is_sorted())?;
            Ok(WaterLimits::UpTo(five()?))
        }
        raw::Direction::AtLeast => {
            is_sorted(raw.limits.is_sorted_by(|a, b| a >= b))?;
            Ok(WaterLimits::AtLeast(five()?))
        }
        raw::Direction::Within => match raw.limits.as_slice() {
            [least, greatest] if least < greatest => Ok(WaterLimits::Within(*least, *greatest)),
            _ => Err("`limits` must be the least and the greatest figure".into()),
        },
    }
}

pub(super) fn water_assessments(
    heads: &[PackHead],
    entries: Vec<Entry<raw::WaterAssessment>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<WaterAssessment> {
    let build = |raw: raw::WaterAssessment, basis, validity| {
        let good = WaterClass::ALL.into_iter().find(|class| class.number() == raw.good_up_to);
        let good_up_to = good.ok_or("`good_up_to` must lie between 1 and 6")?;
        Ok(WaterAssessment { basis, validity, good_up_to, indicators: raw.indicators })
    };
    let clash = |a: &WaterAssessment, b: &WaterAssessment| a.validity.overlaps(b.validity);
    merge(heads, entries, mistakes, raw::WaterAssessment::common, build, clash)
}

pub(super) fn data_validities(
    heads: &[PackHead],
    entries: Vec<Entry<raw::DataValidity>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<DataValidity> {
    let build = |raw: raw::DataValidity, basis, validity| {
        within("hour_minutes_least", Some(raw.hour_minutes_least), 60)?;
        within("day_hours_least", Some(raw.day_hours_least), 24)?;
        within("month_days_least", Some(raw.month_days_least), 31)?;
        within("february_days_least", Some(raw.february_days_least), 29)?;
        Ok(DataValidity {
            basis,
            validity,
            medium: raw.medium,
            hour_minutes_least: raw.hour_minutes_least,
            day_hours_least: raw.day_hours_least,
            month_days_least: raw.month_days_least,
            february_days_least: raw.february_days_least,
        })
    };
    let clash = |a: &DataValidity, b: &DataValidity| a.medium == b.medium && a.validity.overlaps(b.validity);
    merge(heads, entries, mistakes, raw::DataValidity::common, build, clash)
}

pub(super) fn transmission_targets(
    heads: &[PackHead],
    entries: Vec<Entry<raw::TransmissionTarget>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<TransmissionTarget> {
    let build = |raw: raw::TransmissionTarget, basis, validity| match raw.percent {
        percent if percent > 0.0 && percent <= 100.0 => Ok(TransmissionTarget { basis, validity, percent }),
        percent => Err(format!("`percent` must lie between 0 and 100, not {percent}")),
    };
    // Several may stand beside each other: which one binds is not always known.
    merge(heads, entries, mistakes, raw::TransmissionTarget::common, build, |_, _| false)
}

fn rising(key: &str, figures: impl Iterator<Item = f64>) -> Result<(), String> {
    let figures: Vec<f64> = figures.collect();
    let rises = figures.iter().zip(figures.iter().skip(1)).all(|(low, high)| low < high);
    match figures.len() >= 2 && rises && figures.iter().all(|figure| figure.is_finite()) {
        true => Ok(()),
        false => Err(format!("`{key}` must be at least two rising figures")),
    }
}

fn within(key: &str, figure: Option<u8>, most: u8) -> Result<Option<u8>, String> {
    match figure {
        Some(figure) if figure == 0 || figure > most => {
            Err(format!("`{key}` must lie between 1 and {most}, not {figure}"))
        }
        figure => Ok(figure),
    }
}
