//! Amounts that are not what concentration and flow give (排放量与浓度、流量不符): the three come from one logger, and who
//! alters one of them must alter the others.
//!
//! In which unit an outlet counts its amounts is not known: loggers write kilograms, tonnes and grams. It is learned, as
//! the ratio of amount to concentration times volume over its first hours. Of waste water that can only be a power of ten,
//! so that an outlet whose ratio was never one is told too; waste gas is counted under other conditions than it flows.

use std::collections::BTreeMap;

use model::{
    Fact, FactorCode, Finding, FindingKey, FindingKind, Granularity, Medium, OutletId, Reading, Source,
    Subject, Timestamp, Unit,
};

use super::lasting::{Lasting, Patience, Verdict};
use super::{Context, Detector, time_is_believable};
use crate::BalanceParameters;
use crate::series::Series;

const ID: &str = "mass_balance/1";

/// The volume that left (污水, 废气; HJ 212-2017 annex B).
const FLOWS: [&str; 2] = ["w00000", "a00000"];

/// A ratio within this share of a power of ten is one.
const UNIT_TOLERANCE: f64 = 0.03;

/// An amount must be so many times the step in which it is written: below, rounding alone explains much.
const STEPS: f64 = 20.0;

/// The outlets that sent amounts.
#[derive(Debug, Default)]
pub(crate) struct MassBalance {
    outlets: BTreeMap<OutletId, Outlet>,
}

#[derive(Debug, Default)]
struct Outlet {
    /// The hour at hand.
    hour: Option<Timestamp>,
    /// Its volume.
    volume: Option<f64>,
    /// What was told of it before the volume was.
    waiting: Vec<Amount>,
    factors: BTreeMap<FactorCode, Counted>,
}

/// What was told of one factor for an hour.
#[derive(Debug, Clone)]
struct Amount {
    factor: FactorCode,
    concentration: f64,
    unit: Unit,
    amount: f64,
}

/// How an outlet counts one factor.
#[derive(Debug, Default)]
struct Counted {
    /// Ratios of amount to concentration times volume, until there are enough.
    learning: Vec<f64>,
    reference: Option<f64>,
    /// Decimal places of amounts, the most that were seen.
    places: u8,
    high_water: Option<Timestamp>,
    lasting: Lasting,
}

impl Detector for MassBalance {
    fn observe(&mut self, context: &Context<'_>, _: &Series, reading: &Reading, findings: &mut Vec<Finding>) {
        let (Some(amount), Granularity::Hour) = (reading.values.total, reading.granularity) else { return };
        let Source::Outlet(id) = &reading.series.source else { return };
        let Some(value) = reading.evidence().filter(|value| value.is_finite() && amount.is_finite()) else {
            return;
        };
        if !time_is_believable(context, reading) {
            return;
        }
        let outlet = self.outlets.entry(id.clone()).or_default();
        if outlet.hour != Some(reading.time) {
            outlet.begin(reading.time);
        }
        let factor = &reading.series.factor;
        if FLOWS.contains(&factor.as_str()) {
            outlet.volume = Some(amount);
        } else if reading.unit.is_concentration() {
            let (factor, unit) = (factor.clone(), reading.unit);
            outlet.waiting.push(Amount { factor, concentration: value, unit, amount });
        }
        let Some(volume) = outlet.volume.filter(|volume| *volume > 0.0) else { return };
        for amount in std::mem::take(&mut outlet.waiting) {
            outlet.judge(context, id, reading.time, volume, &amount, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.outlets.retain(|id, _| context.register.outlets.contains_key(id));
    }

    fn resume(&mut self, _: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let (Subject::Outlet(id), Some(factor)) = (&finding.key.subject, &finding.key.factor) else { return };
        if finding.key.kind == FindingKind::MassBalance {
            let outlet = self.outlets.entry(id.clone()).or_default();
            outlet.factors.entry(factor.clone()).or_default().lasting.resume(finding);
        }
    }
}

impl Outlet {
    fn begin(&mut self, hour: Timestamp) {
        self.hour = Some(hour);
        self.volume = None;
        self.waiting.clear();
    }

    fn judge(
        &mut self,
        context: &Context<'_>,
        id: &OutletId,
        hour: Timestamp,
        volume: f64,
        told: &Amount,
        findings: &mut Vec<Finding>,
    ) {
        let counted = self.factors.entry(told.factor.clone()).or_default();
        if counted.high_water.is_some_and(|high_water| hour <= high_water) {
            return;
        }
        counted.high_water = Some(hour);
        let BalanceParameters { tolerance, learn_hours, hold_s, clear_s, by_minutes } =
            &context.parameters.balance;
        counted.places = counted.places.max(places(told.amount));
        let product = told.concentration * volume;
        let step = 10f64.powi(-i32::from(counted.places));
        let is_clear = product > 0.0 && told.amount > STEPS * step;
        let is_water = context.register.outlets.get(id).is_some_and(|outlet| outlet.medium == Medium::Water);
        if counted.reference.is_none() && is_clear {
            counted.learn(told.amount / product, *learn_hours, is_water);
        }
        let Some(reference) = counted.reference else { return };
        let expected = reference * product;
        // An amount of nothing is clear where more than a few steps were to be expected.
        let verdict = if !is_clear && expected <= STEPS * step {
            Verdict::Unclear
        } else if (told.amount - expected).abs() > tolerance * expected {
            Verdict::Shows
        } else {
            Verdict::Calm
        };
        let patience = Patience { hold_s: *hold_s, clear_s: *clear_s, by_minutes };
        let Some((state, ongoing, lasted_s)) = counted.lasting.advance(&patience, verdict, hour) else {
            return;
        };
        let facts = vec![
            Fact::figure("amount", told.amount, Unit::One),
            Fact::figure("expected_amount", expected, Unit::One),
            Fact::figure("hour_mean", told.concentration, told.unit),
            Fact::figure("volume", volume, Unit::One),
            Fact::figure("deviation", (told.amount - expected) / expected, Unit::One),
            Fact::span("lasted", lasted_s),
        ];
        let key = FindingKey {
            kind: FindingKind::MassBalance,
            subject: Subject::Outlet(id.clone()),
            factor: Some(told.factor.clone()),
        };
        let (began, severity, seen) = (ongoing.began, ongoing.severity, hour.max(ongoing.began));
        findings.push(Finding { key, severity, state, began, seen, facts, detector: ID.into() });
    }
}

impl Counted {
    fn learn(&mut self, ratio: f64, hours: usize, is_water: bool) {
        self.learning.push(ratio);
        if self.learning.len() < hours.max(1) {
            return;
        }
        let mut ratios = std::mem::take(&mut self.learning);
        ratios.sort_by(f64::total_cmp);
        let Some(&median) = ratios.get(ratios.len() / 2) else { return };
        let unit = 10f64.powf(median.log10().round());
        let is_unit = (median / unit - 1.0).abs() <= UNIT_TOLERANCE;
        self.reference = Some(if is_unit || is_water { unit } else { median });
    }
}

/// In how many decimal places a figure is written, at most six.
fn places(figure: f64) -> u8 {
    let is_whole = |scale: f64| {
        let scaled = figure * scale;
        (scaled - scaled.round()).abs() <= 1e-6 * scaled.abs().max(1.0)
    };
    (0..6u8).find(|places| is_whole(10f64.powi(i32::from(*places)))).unwrap_or(6)
}
