//! The air quality index of an hour and of a day, and good-air days.

use std::collections::BTreeMap;

use law::{AirQualityIndex, AirTable, Pollutant};
use model::{FactorCode, Unit};

use crate::mean::mean;

/// The pollutant that a factor code of HJ 212 means.
pub fn pollutant_of(factor: &FactorCode) -> Option<Pollutant> {
    match factor.as_str() {
        "a34004" => Some(Pollutant::Pm25),
        "a34002" => Some(Pollutant::Pm10),
        "a21026" => Some(Pollutant::So2),
        "a21004" => Some(Pollutant::No2),
        "a21005" => Some(Pollutant::Co),
        "a05024" => Some(Pollutant::O3),
        _ => None,
    }
}

/// The unit in which breakpoints are written: µg/m³, for carbon monoxide mg/m³.
pub fn unit_of(pollutant: Pollutant) -> Unit {
    match pollutant {
        Pollutant::Co => Unit::MilligramPerCubicMetre,
        Pollutant::Pm25 | Pollutant::Pm10 | Pollutant::So2 | Pollutant::No2 | Pollutant::O3 => {
            Unit::MicrogramPerCubicMetre
        }
    }
}

/// The 24 hour means of a day in the unit of the breakpoints; `None` where an hour is not valid.
pub type DayHours = [Option<f64>; 24];

/// One pollutant's part in an index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partial {
    /// Which.
    pub pollutant: Pollutant,
    /// The concentration that was judged.
    pub concentration: f64,
    /// From how many hours it is.
    pub hours: u8,
    /// Whether hours are missing and no rule is known that says how many may.
    pub provisional: bool,
    /// The partial index; `None` where the breakpoints give none.
    pub index: Option<u16>,
}

/// Whether an index may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is whole, or the rule lets it be published all the same.
    Published,
    /// Hours are missing; how many a mean needs is not known.
    Provisional,
    /// Pollutants are missing, and the rule says that there is no index then.
    NotAvailable,
    /// Pollutants are missing; what that means is not known for this version.
    Unknown,
    /// There is nothing to judge.
    NoData,
}

/// An index with everything it was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// The greatest partial index: the index itself where it is published, at least that much otherwise.
    pub index: Option<u16>,
    /// Whether it may be published.
    pub standing: Standing,
    /// The primary pollutants (首要污染物): all that share the greatest partial index, where it is high enough.
    pub primary: Vec<Pollutant>,
    /// The pollutants that exceed (超标污染物).
    pub exceeding: Vec<Pollutant>,
    /// The pollutants without a partial index.
    pub missing: Vec<Pollutant>,
    /// The parts, in the order of [`Pollutant::ALL`].
    pub partials: Vec<Partial>,
}

/// The index of one hour (实时报) from hour means in the unit of the breakpoints.
pub fn hour_index(rule: &AirQualityIndex, means: &BTreeMap<Pollutant, f64>) -> Index {
    let partials = Pollutant::ALL.into_iter().filter_map(|pollutant| {
        let concentration = *means.get(&pollutant)?;
        let index = rule.partial(AirTable::of_hour(pollutant), concentration);
        Some(Partial { pollutant, concentration, hours: 1, provisional: false, index })
    });
    whole(rule, partials.collect())
}

/// The index of one day (日报): means of 24 hours, for ozone the greatest mean of eight hours.
///
/// Running means of eight hours lie wholly within the day. Which hours may be missing is the rule's to say;
/// where it does not, a mean that lacks an hour is provisional.
pub fn day_index(rule: &AirQualityIndex, hours: &BTreeMap<Pollutant, DayHours>) -> Index {
    let partials = hours.iter().filter_map(|(pollutant, hours)| match pollutant {
        Pollutant::O3 => ozone_of_day(rule, hours),
        Pollutant::Pm25 | Pollutant::Pm10 | Pollutant::So2 | Pollutant::No2 | Pollutant::Co => {
            mean_of_day(rule, *pollutant, hours)
        }
    });
    whole(rule, partials.collect())
}

/// The index of one day from means that are formed already: of 24 hours, for ozone the greatest of eight hours.
/// `ozone_hour` is the greatest hour of ozone, used where the version has no index for so much ozone in eight hours.
pub fn day_index_of_means(
    rule: &AirQualityIndex,
    means: &BTreeMap<Pollutant, f64>,
    ozone_hour: Option<f64>,
) -> Index {
    let partials = Pollutant::ALL.into_iter().filter_map(|pollutant| {
        let concentration = *means.get(&pollutant)?;
        let of_hour = || ozone_hour.and_then(|mean| rule.partial(AirTable::O3Hour, mean));
        let index = rule
            .partial(AirTable::of_day(pollutant), concentration)
            .or_else(|| if pollutant == Pollutant::O3 { of_hour() } else { None });
        Some(Partial { pollutant, concentration, hours: 24, provisional: false, index })
    });
    whole(rule, partials.collect())
}

fn mean_of_day(rule: &AirQualityIndex, pollutant: Pollutant, hours: &DayHours) -> Option<Partial> {
    let concentration = mean(hours.iter().copied().flatten())?;
    let (count, provisional) = completeness(hours, rule.day_hours_least)?;
    let index = rule.partial(AirTable::of_day(pollutant), concentration);
    Some(Partial { pollutant, concentration, hours: count, provisional, index })
}

fn ozone_of_day(rule: &AirQualityIndex, hours: &DayHours) -> Option<Partial> {
    let (count, provisional) = completeness(hours, rule.day_hours_least)?;
    let concentration = greatest_eight_hours(hours, rule.eight_hours_least)?;
    let index = rule.partial(AirTable::O3EightHours, concentration).or_else(|| {
        // Beyond its list the index of eight hours is not reported; that of one hour is.
        let greatest = hours.iter().copied().flatten().reduce(f64::max)?;
        rule.partial(AirTable::O3Hour, greatest)
    });
    Some(Partial { pollutant: Pollutant::O3, concentration, hours: count, provisional, index })
}

/// How many hours there are and whether the mean is provisional; `None` if it is known to be too few.
fn completeness(hours: &DayHours, least: Option<u8>) -> Option<(u8, bool)> {
    let count = hours.iter().flatten().count() as u8;
    match least {
        Some(least) => (count >= least).then_some((count, false)),
        None => Some((count, count < 24)),
    }
}

/// The greatest running mean of eight hours within the day; of whole stretches only, unless the rule says how
/// many hours they need.
pub fn greatest_eight_hours(hours: &DayHours, least: Option<u8>) -> Option<f64> {
    let least = usize::from(least.unwrap_or(8));
    let means = hours.windows(8).filter_map(|window| {
        let valid = || window.iter().copied().flatten();
        if valid().count() < least { None } else { mean(valid()) }
    });
    means.reduce(f64::max)
}

fn whole(rule: &AirQualityIndex, partials: Vec<Partial>) -> Index {
    let having = |wanted: &dyn Fn(u16) -> bool| -> Vec<Pollutant> {
        let found = partials.iter().filter(|partial| partial.index.is_some_and(wanted));
        found.map(|partial| partial.pollutant).collect()
    };
    let index = partials.iter().filter_map(|partial| partial.index).max();
    let has = |pollutant: &Pollutant| partials.iter().any(|p| p.pollutant == *pollutant && p.index.is_some());
    let missing: Vec<Pollutant> = Pollutant::ALL.into_iter().filter(|pollutant| !has(pollutant)).collect();
    let standing = match (index, rule.incomplete_na_up_to) {
        (None, _) => Standing::NoData,
        (Some(_), _) if partials.iter().any(|partial| partial.provisional) => Standing::Provisional,
        (Some(_), _) if missing.is_empty() => Standing::Published,
        (Some(index), Some(up_to)) if index > up_to => Standing::Published,
        (Some(_), Some(_)) => Standing::NotAvailable,
        (Some(_), None) => Standing::Unknown,
    };
    Index {
        primary: having(&|partial| Some(partial) == index && partial > rule.primary_above),
        exceeding: having(&|partial| partial > rule.exceeding_above),
        index,
        standing,
        missing,
        partials,
    }
}

/// Good-air days (优良天数) of a span.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoodDays {
    /// Days with a published index.
    pub counted: u32,
    /// Of them good.
    pub good: u32,
    /// Counted days by number of their level.
    pub by_level: BTreeMap<u8, u32>,
    /// Days that are not counted, by why.
    pub left_out: BTreeMap<Standing, u32>,
}

impl GoodDays {
    /// Counts the days, each with the rule of its date.
    pub fn of<'a>(days: impl IntoIterator<Item = (&'a AirQualityIndex, &'a Index)>) -> GoodDays {
        let mut count = GoodDays::default();
        for (rule, day) in days {
            let Some(index) = day.index.filter(|_| day.standing == Standing::Published) else {
                *count.left_out.entry(day.standing).or_insert(0) += 1;
                continue;
            };
            count.counted += 1;
            count.good += u32::from(index <= rule.good_up_to);
            if let Some(level) = rule.level(index) {
                *count.by_level.entry(level.number).or_insert(0) += 1;
            }
        }
        count
    }

    /// 优良率, per cent: good of counted days. `None` if none counts.
    pub fn rate_percent(&self) -> Option<f64> {
        (self.counted > 0).then(|| f64::from(self.good) * 100.0 / f64::from(self.counted))
    }
}
