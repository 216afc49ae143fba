mod exceedance;
mod instruments;
mod loggers;
mod power;
mod stations;

use model::Severity;

use crate::methods::outlet::OutletParameters;

pub use exceedance::{ExceedanceDayParameters, ExceedanceParameters, RealtimeParameters};
pub use instruments::{BalanceParameters, CalibrationParameters, RangeParameters, SampleParameters};
pub use loggers::{ClockParameters, SilenceParameters, TimeParameters};
pub use power::{HeldParameters, PairingParameters, PowerParameters, TreatmentOffParameters};
pub use stations::{StationParticlesParameters, StationSpikeParameters, StationStuckParameters};

/// Everything that the detectors can be tuned by. None of it is a legal number: limits are in the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Of what is believed of readings' times.
    pub time: TimeParameters,
    /// Of hour-mean exceedance.
    pub exceedance: ExceedanceParameters,
    /// Of day-mean exceedance.
    pub exceedance_day: ExceedanceDayParameters,
    /// Of real-time exceedance.
    pub realtime: RealtimeParameters,
    /// Of silent loggers.
    pub silence: SilenceParameters,
    /// Of samples at the end of the measuring range.
    pub range: RangeParameters,
    /// Of amounts beside concentration and flow.
    pub balance: BalanceParameters,
    /// Of instruments' settings.
    pub calibration: CalibrationParameters,
    /// Of samples that people take.
    pub samples: SampleParameters,
    /// Of loggers' clocks.
    pub clock: ClockParameters,
    /// Of the states that meters' histories teach.
    pub power: PowerParameters,
    /// Of outlets' hour means beside each other.
    pub outlet_hours: OutletParameters,
    /// Of production with treatment off.
    pub treatment_off: TreatmentOffParameters,
    /// Of production against an order.
    pub under_order: HeldParameters,
    /// Of production outside its permitted hours.
    pub off_hours: HeldParameters,
    /// Of how lines and their treatment go together.
    pub pairing: PairingParameters,
    /// Of local spikes at stations.
    pub station_spike: StationSpikeParameters,
    /// Of stations that rest while the others move.
    pub station_stuck: StationStuckParameters,
    /// Of stations whose fine particles are above their coarse ones.
    pub station_particles: StationParticlesParameters,
}

impl Default for Parameters {
    fn default() -> Self {
        let by_minutes = |base, from, above| SeverityTable { base, steps: vec![(from, above)] };
        Self {
            time: TimeParameters::default(),
            exceedance: ExceedanceParameters::default(),
            exceedance_day: ExceedanceDayParameters::default(),
            realtime: RealtimeParameters::default(),
            silence: SilenceParameters::default(),
            range: RangeParameters::default(),
            balance: BalanceParameters::default(),
            calibration: CalibrationParameters::default(),
            samples: SampleParameters::default(),
            clock: ClockParameters::default(),
            power: PowerParameters::default(),
            outlet_hours: OutletParameters::default(),
            treatment_off: TreatmentOffParameters::default(),
            under_order: HeldParameters::with(by_minutes(Severity::Serious, 240.0, Severity::Grave)),
            off_hours: HeldParameters::with(by_minutes(Severity::Moderate, 120.0, Severity::Serious)),
            pairing: PairingParameters::default(),
            station_spike: StationSpikeParameters::default(),
            station_stuck: StationStuckParameters::default(),
            station_particles: StationParticlesParameters::default(),
        }
    }
}

/// From what size on a finding has which severity.
#[derive(Debug, Clone, PartialEq)]
pub struct SeverityTable {
    /// Below every step.
    pub base: Severity,
    /// `(size, severity)`, sizes ascending: the last step that is reached counts.
    pub steps: Vec<(f64, Severity)>,
}

impl SeverityTable {
    /// The severity of `size`.
    pub fn of(&self, size: f64) -> Severity {
        self.steps.iter().rev().find(|(from, _)| size >= *from).map_or(self.base, |(_, severity)| *severity)
    }
}
