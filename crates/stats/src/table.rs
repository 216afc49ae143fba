use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{DataValidity, Law};
use model::flow::{is_flow, volume_m3};
use model::{FactorCode, Medium, Timestamp, Unit};

use crate::figure::{Figure, HourCounts, Standing};
use crate::hours::Hour;
use crate::mean::{mean, weighted_mean};
use crate::period::{Period, day_of, midnight};

/// Cubic metres by hour, of the hours whose flow is valid.
pub type FlowOf = BTreeMap<Timestamp, f64>;

/// How means over more than an hour are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    /// Each hour counts the same (waste gas; pH, temperature and whatever is no concentration).
    Arithmetic,
    /// By the water that flowed (waste water, concentrations).
    Flow,
}

impl Weighting {
    /// What HJ 212-2017 annex D has for a factor of this medium and unit.
    pub fn of(medium: Medium, unit: Unit) -> Weighting {
        match (medium, unit) {
            (Medium::Water, Unit::MilligramPerLitre | Unit::MicrogramPerLitre) => Weighting::Flow,
            _ => Weighting::Arithmetic,
        }
    }
}

/// A day of a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayRow {
    /// The day, in China.
    pub date: Date,
    /// Its figure.
    pub figure: Figure,
}

/// A factor of an outlet over a period: its days, its months, and the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorTable {
    /// Every day of the period up to now.
    pub days: Vec<DayRow>,
    /// Every month of the period up to now.
    pub months: Vec<(Period, Figure)>,
    /// The period. A month is judged by its valid days; for longer ones no rule is known.
    pub whole: Figure,
}

/// What a factor's table is made of.
struct Maker<'a> {
    law: &'a Law,
    medium: Medium,
    weighting: Weighting,
    factor: &'a FactorCode,
    flow: &'a FlowOf,
    now: Timestamp,
}

impl FactorTable {
    /// The table of one factor from its `hours` (of the period, in order), with the outlet's `flow`, as it
    /// stands at `now`.
    pub fn new(
        law: &Law,
        period: Period,
        medium: Medium,
        (factor, unit): (&FactorCode, Unit),
        hours: &[Hour<'_>],
        flow: &FlowOf,
        now: Timestamp,
    ) -> FactorTable {
        let weighting = Weighting::of(medium, unit);
        let maker = Maker { law, medium, weighting, factor, flow, now };
        let mut by_day: BTreeMap<Date, Vec<&Hour<'_>>> = BTreeMap::new();
        for hour in hours {
            by_day.entry(day_of(hour.start)).or_default().push(hour);
        }
        let days: Vec<DayRow> = by_day
            .iter()
            .map(|(date, hours)| DayRow { date: *date, figure: maker.day(*date, hours) })
            .collect();
        let months = period.months().into_iter().filter_map(|month| {
            let days: Vec<&DayRow> = days.iter().filter(|day| Period::month_of(day.date) == month).collect();
            let hours: Vec<&Hour<'_>> =
                hours.iter().filter(|hour| Period::month_of(day_of(hour.start)) == month).collect();
            (!hours.is_empty()).then(|| (month, maker.month(month, &days, &hours)))
        });
        let months: Vec<(Period, Figure)> = months.collect();
        let all: Vec<&Hour<'_>> = hours.iter().collect();
        let whole = match (period, months.as_slice()) {
            (Period::Month { .. }, [(_, only)]) => *only,
            _ => maker.figure(&all, Standing::NoRule),
        };
        FactorTable { days, months, whole }
    }
}

impl Maker<'_> {
    fn rule(&self, date: Date) -> Option<&DataValidity> {
        self.law.data_validity(self.medium, date)
    }

    fn day(&self, date: Date, hours: &[&Hour<'_>]) -> Figure {
        let counts = HourCounts::of(hours.iter().copied());
        let is_running = date.tomorrow().is_ok_and(|next| midnight(next) > self.now);
        let standing = match self.rule(date) {
            _ if counts.hours > 0 && counts.stopped == counts.hours => Standing::Stopped,
            _ if is_running => Standing::Running,
            _ if counts.valid == 0 => Standing::NoData,
            None => Standing::NoRule,
            Some(rule) => enough(counts.valid, rule.day_hours_least),
        };
        self.figure(hours, standing)
    }

    fn month(&self, month: Period, days: &[&DayRow], hours: &[&Hour<'_>]) -> Figure {
        let valid_days = days.iter().filter(|day| day.figure.standing == Standing::Valid).count() as u32;
        let counts = HourCounts::of(hours.iter().copied());
        let standing = match self.rule(month.first()) {
            _ if counts.hours > 0 && counts.stopped == counts.hours => Standing::Stopped,
            _ if month.to() > self.now => Standing::Running,
            _ if counts.valid == 0 => Standing::NoData,
            None => Standing::NoRule,
            Some(rule) => enough(valid_days, rule.days_least(month.first().month())),
        };
        self.figure(hours, standing)
    }

    fn figure(&self, hours: &[&Hour<'_>], standing: Standing) -> Figure {
        let counts = HourCounts::of(hours.iter().copied());
        let values = || hours.iter().filter_map(|hour| hour.value().map(|value| (hour.start, value)));
        let volumes: Option<Vec<(f64, f64)>> =
            values().map(|(start, value)| Some((value, *self.flow.get(&start)?))).collect();
        let weighted = match self.weighting {
            Weighting::Flow => volumes.and_then(weighted_mean),
            Weighting::Arithmetic => None,
        };
        let masses: Vec<f64> = hours.iter().filter_map(|hour| self.amount(hour)).collect();
        Figure {
            mean: weighted.or_else(|| mean(values().map(|(_, value)| value))),
            weighted: weighted.is_some(),
            converted: mean(hours.iter().filter_map(|hour| hour.converted())),
            max: values().map(|(_, value)| value).reduce(f64::max),
            total: (!masses.is_empty()).then(|| masses.iter().sum()),
            total_hours: masses.len() as u32,
            counts,
            standing,
        }
    }

    /// What an hour emitted: kg, for the flow itself m³. The device's own figure goes first.
    fn amount(&self, hour: &Hour<'_>) -> Option<f64> {
        let reading = hour.valid()?;
        if is_flow(self.factor) {
            return volume_m3(reading);
        }
        let kg_per_m3 = match reading.unit {
            Unit::MilligramPerLitre => 1e-3,
            Unit::MicrogramPerLitre | Unit::MilligramPerCubicMetre => 1e-6,
            Unit::MicrogramPerCubicMetre => 1e-9,
            Unit::NanogramPerCubicMetre => 1e-12,
            _ => return None,
        };
        let computed = || Some(reading.values.value? * kg_per_m3 * self.flow.get(&hour.start)?);
        reading.values.total.or_else(computed).filter(|mass| mass.is_finite())
    }
}

fn enough(have: u32, least: u8) -> Standing {
    let least = u32::from(least);
    if have >= least { Standing::Valid } else { Standing::Short { have, least } }
}
