//! A look behind the devices, for tests and benchmarks.

use model::{Mark, MeterId, OutletId, Timestamp, TreatmentUnitId};

use crate::city::{City, LoggerModel, Watched};
use crate::production::State;
use crate::{emission, frames, instrument, power};

/// What an outlet's instrument shows for one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The value, in the channel's unit.
    pub value: f64,
    /// The converted value (折算), where there is one.
    pub converted: Option<f64>,
    /// The mark.
    pub mark: Mark,
}

impl Shown {
    /// The figure that is compared with a limit: the converted one where there is one.
    pub fn compared(&self) -> f64 {
        self.converted.unwrap_or(self.value)
    }
}

impl City {
    fn channel(&self, outlet: &OutletId, factor: &str) -> Option<(&LoggerModel, usize)> {
        let logger = self
            .loggers
            .iter()
            .find(|logger| matches!(&logger.watched, Watched::Outlet { id, .. } if id == outlet))?;
        Some((logger, logger.sent.iter().position(|sent| sent.factor == factor)?))
    }

    /// What really leaves `outlet` of `factor` at `time`, in the channel's unit.
    pub fn emitted(&self, outlet: &OutletId, factor: &str, time: Timestamp) -> Option<f64> {
        let (logger, index) = self.channel(outlet, factor)?;
        let Watched::Outlet { plant, kind, .. } = &logger.watched else { return None };
        Some(emission::true_value(&self.plants[*plant], kind, &kind.channels[index], time.as_second()))
    }

    /// What the instrument at `outlet` shows of `factor` at `time`, before rounding.
    pub fn shown(&self, outlet: &OutletId, factor: &str, time: Timestamp) -> Option<Shown> {
        let (logger, index) = self.channel(outlet, factor)?;
        let sample = instrument::sample(self, logger, index, time.as_second());
        Some(Shown { value: sample.value, converted: sample.converted, mark: sample.mark })
    }

    /// The mean that the logger at `outlet` sends of `factor` for the hour that starts at `hour`; `None` if
    /// it recorded nothing.
    pub fn hour_mean(&self, outlet: &OutletId, factor: &str, hour: Timestamp) -> Option<Shown> {
        let (logger, index) = self.channel(outlet, factor)?;
        let mean = frames::mean(self, logger, index, hour.as_second(), 3600)?;
        let converted = mean.converted.map(frames::Figures::average);
        Some(Shown { value: mean.value.average(), converted, mark: mean.mark })
    }

    /// Active power that `meter` reads at `time`, kW.
    pub fn power_kw(&self, meter: &MeterId, time: Timestamp) -> Option<f64> {
        let meter = self.meters.iter().find(|candidate| candidate.id == *meter)?;
        Some(power::sample(self, meter, time.as_second()).power_kw)
    }

    /// Whether any line that `unit` treats really runs at `time`, and whether `unit` does.
    pub fn running(&self, unit: &TreatmentUnitId, time: Timestamp) -> Option<(bool, bool)> {
        let code = unit.as_str().split('-').next()?;
        let plant = self.plants.iter().find(|plant| plant.code.as_str() == code)?;
        let runs = |state| matches!(state, State::Running { .. });
        let lines = 0..plant.trade.lines.len();
        let production = lines.into_iter().any(|line| runs(plant.line_state(line, time.as_second())));
        Some((production, runs(plant.unit_state(time.as_second()))))
    }
}
