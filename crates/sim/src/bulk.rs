//! A large city at speed: minute data of thousands of stacks, for measuring what a store of that size can do.
//!
//! No frames, no dialects and no story as in [`crate::City`]: values as a logger would have averaged them, with what
//! makes real data hard to compress and to ask — daily cycles, factors that move together, noise with a memory, stuck
//! analysers, calibrations, faults, and exceedances that come in bouts. Every value is a function of (seed, outlet,
//! factor, minute).

mod signal;

use model::{
    Channel, CreditCode, Enterprise, FactorCode, Limit, LimitBasis, Mark, Medium, Outlet, OutletId,
    RegisterEntry, Timestamp, Unit, Values, china,
};

use crate::city::{district_entry, id};
use crate::geography::{DISTRICTS, PARKS, offset};
use crate::random::Stream;
use crate::trade::{self, OutletKind, Trade};
use signal::Signal;

/// Trades with flue gas, whose stacks measure the same six factors.
const TRADES: [&Trade; 6] = [
    &trade::CEMENT,
    &trade::CERAMICS,
    &trade::BRICKS,
    &trade::HEAT,
    &trade::POWER_STATION,
    &trade::INCINERATION,
];
/// What every stack measures, with the decimals of its logger; the first three have limits.
const FACTORS: [(&str, Unit, i32); 6] = [
    ("a21026", Unit::MilligramPerCubicMetre, 2),
    ("a21002", Unit::MilligramPerCubicMetre, 2),
    ("a34013", Unit::MilligramPerCubicMetre, 2),
    ("a19001", Unit::Percent, 2),
    ("a01012", Unit::Celsius, 1),
    ("a00000", Unit::CubicMetrePerSecond, 2),
];
/// Outlets of one enterprise.
const OUTLETS_OF_ONE: u32 = 2;

/// A city of so many stacks.
#[derive(Debug, Clone, Copy)]
pub struct BulkCity {
    root: Stream,
    outlets: u32,
}

impl BulkCity {
    /// The most outlets that one city can have: the credit codes that are plainly nobody's go no further.
    pub const MAX_OUTLETS: u32 = 9_999 * OUTLETS_OF_ONE;

    /// The city of `seed` with so many outlets, at most [`BulkCity::MAX_OUTLETS`].
    pub fn new(seed: u64, outlets: u32) -> Self {
        Self { root: Stream::new(seed).child("bulk"), outlets: outlets.min(Self::MAX_OUTLETS) }
    }

    /// The codes of what every stack measures.
    pub fn factors() -> Vec<&'static str> {
        FACTORS.map(|(code, _, _)| code).into()
    }

    /// What the bureau knows of it, in an order in which [`model::Register::put`] accepts it.
    pub fn entries(&self) -> Vec<RegisterEntry> {
        let mut entries: Vec<RegisterEntry> = DISTRICTS.iter().map(district_entry).collect();
        for number in 0..self.outlets {
            if number % OUTLETS_OF_ONE == 0 {
                entries.push(RegisterEntry::Enterprise(self.enterprise(number / OUTLETS_OF_ONE)));
            }
            entries.push(RegisterEntry::Outlet(self.outlet(number).entry()));
        }
        entries
    }

    /// Every outlet, in the order of the text of its id.
    pub fn outlets(&self) -> Vec<BulkOutlet> {
        let mut outlets: Vec<BulkOutlet> = (0..self.outlets).map(|number| self.outlet(number)).collect();
        outlets.sort_by(|a, b| a.id.cmp(&b.id));
        outlets
    }

    fn enterprise(&self, number: u32) -> Enterprise {
        let (trade, park) = (trade_of(number), park_of(number));
        let key = self.root.child("enterprise").at(number.into());
        let around = |index| key.between(index, -0.7, 0.7) * park.radius_km;
        Enterprise {
            code: credit_code(number),
            name: format!("第{}{}", number + 1, trade.suffix),
            name_en: format!("No. {} {}", number + 1, trade.suffix_en),
            trade_code: trade.code.into(),
            trade: trade.name.into(),
            trade_en: trade.name_en.into(),
            district: id(DISTRICTS[park.district].code),
            place: offset(park.middle, around(0), around(1)),
        }
    }

    fn outlet(&self, number: u32) -> BulkOutlet {
        let enterprise = number / OUTLETS_OF_ONE;
        let code = credit_code(enterprise);
        BulkOutlet {
            id: id(&format!("{code}-DA{:03}", number % OUTLETS_OF_ONE + 1)),
            enterprise: code,
            kind: &trade_of(enterprise).outlets[0],
            key: self.root.child("outlet").at(number.into()),
            park: park_of(enterprise),
        }
    }
}

fn trade_of(enterprise: u32) -> &'static Trade {
    TRADES[enterprise as usize % TRADES.len()]
}

fn park_of(enterprise: u32) -> &'static crate::geography::Park {
    &PARKS[enterprise as usize % PARKS.len()]
}

fn credit_code(enterprise: u32) -> CreditCode {
    let district = DISTRICTS[park_of(enterprise).district].code;
    CreditCode::from_body(&format!("91{district}XXXX{:04}X", enterprise + 1))
        .expect("digits and X are of the code's alphabet, and there are 17 of them")
}

/// A stack of the large city.
#[derive(Debug, Clone)]
pub struct BulkOutlet {
    /// Its id in the register.
    pub id: OutletId,
    enterprise: CreditCode,
    kind: &'static OutletKind,
    key: Stream,
    park: &'static crate::geography::Park,
}

/// One value of a series of the large city.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkReading {
    /// The start of its minute or hour.
    pub time: Timestamp,
    /// Unit of the figures.
    pub unit: Unit,
    /// Mean, least, greatest and, of pollutants and flow, the total.
    pub values: Values,
    /// The device's mark.
    pub mark: Mark,
    /// When the bureau got it.
    pub received_at: Timestamp,
}

/// Readings by factor, in the order of the factors' codes and of time.
pub type BySeries = Vec<(FactorCode, Vec<BulkReading>)>;

impl BulkOutlet {
    /// The minutes of `days` days from the midnight (in China) `start` on.
    pub fn minutes(&self, start: Timestamp, days: u32) -> BySeries {
        let signal = Signal::new(self.key, self.kind, start.as_second(), i64::from(days));
        let mut series: BySeries = FACTORS
            .iter()
            .enumerate()
            .map(|(index, (factor, unit, decimals))| {
                (id(factor), signal.minutes(index, factor, *unit, *decimals))
            })
            .collect();
        series.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        series
    }

    fn entry(&self) -> Outlet {
        let channels = FACTORS.iter().map(|(factor, unit, _)| Channel {
            factor: id(factor),
            sent_unit: *unit,
            unit: *unit,
            range: None,
        });
        let limits =
            self.kind.channels.iter().filter(|spec| FACTORS.iter().any(|known| known.0 == spec.factor));
        let limits = limits.filter_map(|spec| Some((spec, spec.limit.as_ref()?)));
        let of_bases = limits.flat_map(|(spec, limit)| {
            [LimitBasis::Realtime, LimitBasis::HourMean].map(|basis| Limit {
                factor: id(spec.factor),
                basis,
                lower: limit.lower,
                upper: limit.upper,
                unit: spec.unit,
                converted: false,
                valid_from: Timestamp::UNIX_EPOCH,
                valid_to: None,
                source: limit.source.into(),
                unverified: limit.unverified,
            })
        });
        Outlet {
            id: self.id.clone(),
            enterprise: self.enterprise.clone(),
            name: self.kind.name.into(),
            name_en: self.kind.name_en.into(),
            medium: Medium::Air,
            place: offset(self.park.middle, self.key.between(2, -0.6, 0.6), self.key.between(3, -0.6, 0.6)),
            channels: channels.collect(),
            limits: of_bases.collect(),
            release: None,
        }
    }
}

/// Hours as a logger makes them of its minutes, which begin with an hour: the mean of the minutes that are evidence, or,
/// where fewer than 45 are, the mark of the first that is none.
pub fn hours_of(minutes: &[BulkReading], decimals: i32) -> Vec<BulkReading> {
    let hour = |reading: &BulkReading| reading.time.as_second().div_euclid(3600);
    let one = |of_hour: &[BulkReading]| {
        let first = of_hour.first()?;
        let evidence = || of_hour.iter().filter(|reading| reading.mark.is_evidence());
        let all = |part: fn(&Values) -> Option<f64>| {
            of_hour.iter().filter_map(move |reading| part(&reading.values))
        };
        let good = evidence().count();
        let used: Vec<f64> = match good {
            45.. => evidence().filter_map(|reading| reading.values.value).collect(),
            _ => all(|values| values.value).collect(),
        };
        let mean = used.iter().sum::<f64>() / used.len() as f64;
        let mark = of_hour.iter().map(|reading| &reading.mark).find(|mark| !mark.is_evidence());
        let total = all(|values| values.total).reduce(|sum, one| sum + one);
        Some(BulkReading {
            time: first.time,
            unit: first.unit,
            values: Values {
                value: Some(signal::round(mean, decimals)),
                min: all(|values| values.min).reduce(f64::min),
                max: all(|values| values.max).reduce(f64::max),
                total: total.map(|total| signal::round(total, 3)),
                ..Values::default()
            },
            mark: if good >= 45 { Mark::Normal } else { mark.cloned().unwrap_or(Mark::Normal) },
            received_at: china::plus_seconds(first.time, 3_675),
        })
    };
    minutes.chunk_by(|a, b| hour(a) == hour(b)).filter_map(one).collect()
}

/// Decimals with which loggers of the large city send a factor.
pub fn decimals_of(factor: &FactorCode) -> i32 {
    FACTORS.iter().find(|known| known.0 == factor.as_str()).map_or(2, |known| known.2)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn start() -> Timestamp {
        "2020-05-31T16:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_register_takes_every_entry_and_knows_every_outlet() {
        let city = BulkCity::new(1, 50);
        let mut register = model::Register::default();
        for entry in city.entries() {
            register.put(entry).unwrap();
        }
        let known: Vec<_> = register.outlets.keys().cloned().collect();
        assert_eq!(known, city.outlets().into_iter().map(|outlet| outlet.id).collect::<Vec<_>>());
        assert!(
            register.outlets.values().all(|outlet| outlet.channels.len() == 6 && outlet.limits.len() == 6)
        );
        let trades: BTreeSet<_> = register.enterprises.values().map(|one| &one.trade_code).collect();
        assert_eq!(trades.len(), TRADES.len());
    }

    #[test]
    fn a_value_depends_on_nothing_but_its_place() {
        let outlet = BulkCity::new(1, 50).outlets()[7].clone();
        let same = BulkCity::new(1, 3000).outlets().into_iter().find(|other| other.id == outlet.id).unwrap();
        let month = outlet.minutes(start(), 30);
        let day = same.minutes(china::plus_seconds(start(), 4 * 86_400), 1);
        for ((factor, month), (of_day, day)) in month.iter().zip(&day) {
            assert_eq!((factor, &month[4 * 1440..5 * 1440]), (of_day, day.as_slice()));
        }
    }

    #[test]
    fn exceedances_are_few_and_marks_fewer_and_hours_follow_their_minutes() {
        let city = BulkCity::new(1, 24);
        let (mut all, mut marked, mut exceeding) = (0u64, 0u64, 0u64);
        for outlet in city.outlets() {
            let limits = outlet.entry().limits;
            for (factor, minutes) in outlet.minutes(start(), 10) {
                let hours = hours_of(&minutes, decimals_of(&factor));
                assert_eq!((minutes.len(), hours.len()), (14_400, 240));
                all += minutes.len() as u64;
                marked += minutes.iter().filter(|one| one.mark != Mark::Normal).count() as u64;
                let Some(limit) = limits.iter().find(|limit| limit.factor == factor) else { continue };
                let above =
                    |one: &&BulkReading| one.mark.is_evidence() && one.values.value > Some(limit.upper);
                exceeding += minutes.iter().filter(above).count() as u64;
            }
        }
        let (marked, exceeding) = (marked as f64 / all as f64, exceeding as f64 / all as f64);
        assert!((0.001..0.02).contains(&marked), "{marked}");
        assert!((0.001..0.006).contains(&exceeding), "{exceeding}");
    }
}
