use std::fmt;

use model::china::{plus_seconds, seconds_between};
use model::{
    Fact, FactValue, FactorCode, Finding, Limit, LimitBasis, LoggerTarget, Mark, Origin, OutletId, Problem,
    Reading, Register, Source, Timestamp, Unit,
};
use serde::{Deserialize, Serialize};

use crate::kept::SharedShelf;
use crate::power::Meters;
use crate::series::{AllSeries, Series, enterprise_of};
use crate::{Judging, Parameters, TimeParameters};

mod calibration_altered;
mod clock_error;
mod exceedance_day;
mod exceedance_hour;
mod exceedance_realtime;
mod held_lines;
mod lasting;
mod logger_silent;
mod mass_balance;
mod means;
mod outlet_hours;
mod range_clipping;
mod sample_at_odds;
mod station_particles;
mod station_spike;
mod treatment_off;

pub use outlet_hours::meters_beside_outlets;
pub use sample_at_odds::Automatic;

/// What every detector may look at besides its own state.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) register: &'a Register,
    /// Those of the enterprise that it is about; while time passes, and where it is about none, the city's.
    pub(crate) parameters: &'a Parameters,
    pub(crate) judging: &'a Judging,
    pub(crate) all: &'a AllSeries,
    pub(crate) meters: &'a Meters,
    /// Where the reading is the newest sample of its meter: when that was taken.
    pub(crate) sampled: Option<Timestamp>,
}

impl<'a> Context<'a> {
    /// By the parameters of whoever sends `series`.
    pub(crate) fn of_series(self, series: &Series) -> Self {
        Self { parameters: self.judging.at(series.judged_by), ..self }
    }

    /// By those of whose logger `number` is.
    pub(crate) fn of_logger(self, number: usize) -> Self {
        Self { parameters: self.judging.at(self.all.loggers().judged_by(number)), ..self }
    }

    /// By those of whose `source` is.
    pub(crate) fn of_source(self, source: &Source) -> Self {
        match enterprise_of(self.register, source) {
            Some(enterprise) => Self { parameters: self.judging.of(enterprise), ..self },
            None => self,
        }
    }
}

/// One detector: state for what the register names, and findings out.
pub(crate) trait Detector: fmt::Debug {
    /// Takes one reading of `series`.
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    );

    /// Tells what time alone brings about.
    fn tick(&mut self, _context: &Context<'_>, _now: Timestamp, _findings: &mut Vec<Finding>) {}

    /// Forgets what the register does not name any more.
    fn register_changed(&mut self, context: &Context<'_>);

    /// Takes over an ongoing finding of an earlier engine, if it is of this detector's kind. `series` is the one that it is
    /// about, where it is about one that is registered.
    fn resume(&mut self, context: &Context<'_>, series: Option<&Series>, finding: &Finding);
}

/// The list of detectors. A new one is a field here, a line in [`Detectors::list`] and a file.
#[derive(Debug, Default)]
pub(crate) struct Detectors {
    pub(crate) calibration_altered: calibration_altered::CalibrationAltered,
    pub(crate) clock_error: clock_error::ClockError,
    pub(crate) exceedance_day: exceedance_day::ExceedanceDay,
    pub(crate) exceedance_hour: exceedance_hour::ExceedanceHour,
    pub(crate) exceedance_realtime: exceedance_realtime::ExceedanceRealtime,
    pub(crate) held_lines: held_lines::HeldLines,
    pub(crate) logger_silent: logger_silent::LoggerSilent,
    pub(crate) mass_balance: mass_balance::MassBalance,
    pub(crate) outlet_hours: outlet_hours::OutletHours,
    pub(crate) range_clipping: range_clipping::RangeClipping,
    pub(crate) sample_at_odds: sample_at_odds::SampleAtOdds,
    pub(crate) station_particles: station_particles::StationParticles,
    pub(crate) station_spike: station_spike::StationSpike,
    pub(crate) treatment_off: treatment_off::TreatmentOff,
}

impl Detectors {
    pub(crate) fn list(&mut self) -> [&mut dyn Detector; 14] {
        [
            &mut self.calibration_altered,
            &mut self.clock_error,
            &mut self.exceedance_day,
            &mut self.exceedance_hour,
            &mut self.exceedance_realtime,
            &mut self.held_lines,
            &mut self.logger_silent,
            &mut self.mass_balance,
            &mut self.outlet_hours,
            &mut self.range_clipping,
            &mut self.sample_at_odds,
            &mut self.station_particles,
            &mut self.station_spike,
            &mut self.treatment_off,
        ]
    }

    /// From now on what most of the memory would go to lies on `shelf` between the hours.
    pub(crate) fn use_shelf(&mut self, shelf: &SharedShelf) {
        self.exceedance_hour.use_shelf(shelf.clone());
        self.outlet_hours.use_shelf(shelf.clone());
    }
}

/// Whether the reading's own time can be believed: not after its arrival, and not far before it where the
/// device's clock is known to be off.
pub(crate) fn time_is_believable(context: &Context<'_>, reading: &Reading) -> bool {
    is_believable(&context.parameters.time, reading)
}

/// See [`time_is_believable`].
pub(crate) fn is_believable(parameters: &TimeParameters, reading: &Reading) -> bool {
    if reading.time > plus_seconds(reading.received_at, parameters.future_tolerance_s) {
        return false;
    }
    let flagged = reading.origin == Origin::Live && reading.problems.contains(Problem::ClockSkew);
    !flagged || seconds_between(reading.time, reading.received_at) <= parameters.skew_tolerance_s
}

/// The figure of a reading that may be held against `limit`, in the limit's unit: evidence, converted where
/// the limit asks for it, finite.
pub(crate) fn comparable(reading: &Reading, limit: &Limit) -> Option<f64> {
    let measured = reading.evidence()?;
    let figure = if limit.converted { reading.values.converted? } else { measured };
    reading.unit.convert(figure, limit.unit).ok().filter(|figure| figure.is_finite())
}

/// Which side of a limit a figure lies beyond, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) enum Beyond {
    /// Above the upper limit by so many times the limit (超标倍数).
    Multiple(f64),
    /// Outside a range by so much, in the limit's unit (pH; upper limits of zero).
    Distance(f64),
}

impl Beyond {
    /// How far `figure` lies beyond `limit`; `None` within it.
    pub(crate) fn of(figure: f64, limit: &Limit) -> Option<Self> {
        let below = limit.lower.map_or(0.0, |lower| lower - figure);
        if below > 0.0 {
            return Some(Beyond::Distance(below));
        }
        let above = figure - limit.upper;
        if above.is_nan() || above <= 0.0 {
            return None;
        }
        let has_multiple = limit.lower.is_none() && limit.upper > 0.0;
        Some(if has_multiple { Beyond::Multiple(above / limit.upper) } else { Beyond::Distance(above) })
    }

    /// How far, for ordering the figures of one series.
    pub(crate) fn size(self) -> f64 {
        match self {
            Beyond::Multiple(size) | Beyond::Distance(size) => size,
        }
    }

    /// As a fact.
    pub(crate) fn fact(self, unit: Unit) -> Fact {
        match self {
            Beyond::Multiple(multiple) => Fact::figure("multiple_over", multiple, Unit::One),
            Beyond::Distance(distance) => Fact::figure("beyond_by", distance, unit),
        }
    }
}

/// The limits of `basis` that an outlet has for a factor, whenever they hold.
pub(crate) fn limits_of<'a>(
    context: &Context<'a>,
    outlet: &OutletId,
    factor: &'a FactorCode,
    basis: LimitBasis,
) -> impl Iterator<Item = &'a Limit> {
    let limits = context.register.outlets.get(outlet).into_iter().flat_map(|outlet| &outlet.limits);
    limits.filter(move |limit| limit.factor == *factor && limit.basis == basis)
}

/// A limit as a fact.
pub(crate) fn limit_fact(limit: &Limit) -> Fact {
    Fact {
        name: "limit".into(),
        value: FactValue::Limit {
            lower: limit.lower,
            upper: limit.upper,
            unit: limit.unit,
            source: limit.source.clone(),
            unverified: limit.unverified,
        },
    }
}

/// What a logger reports for, as a fact.
pub(crate) fn target_fact(target: &LoggerTarget) -> Fact {
    match target {
        LoggerTarget::Outlet(id) => Fact::text("outlet", id.as_str()),
        LoggerTarget::Station(id) => Fact::text("station", id.as_str()),
    }
}

/// Whether the device itself says with this mark that its figures are no measurement of the emission.
pub(crate) fn declares_no_measurement(mark: &Mark) -> bool {
    match mark {
        Mark::Fault | Mark::Maintenance | Mark::Calibration | Mark::Stopped | Mark::Communication => true,
        Mark::Absent | Mark::Normal | Mark::ManualSet | Mark::OverRange | Mark::Other(_) => false,
    }
}
