//! Detectors: from readings to findings, deterministic and incremental, each finding with its facts.
//!
//! [`Engine`] is fed every committed reading and asked now and then what time has brought about; it answers
//! with [`model::Finding`]s. A finding of one key is given out when its anomaly begins, when its severity or
//! its facts change in substance, and when it clears.
//!
//! This crate reads no clock, file or random source: time comes with the readings and with
//! [`Engine::tick`], and a [`Shelf`] is given to it. The same calls in the same order give the same findings, however they are grouped.
//!
//! # Readings out of order
//! - A reading that was seen before changes nothing.
//! - Hour means are a set: their findings depend on which hours are known, not on the order in which they
//!   came. A back-filled hour beyond its limit is told when it arrives.
//! - Hour means of an outlet are also judged side by side, each hour once: when all that usually comes has come, or
//!   when a later hour begins. What comes for it after that is not judged beside the others.
//! - Hour means of power ([`PowerHours`] makes them) are part of the hours of the outlets whose lines they are of: an outlet
//!   waits for them as for its own figures.
//! - Real-time, minute and power readings are judged in the order of their time: a series has a high-water
//!   mark, and what is not later than it raises and clears nothing. Late power readings still teach the
//!   meter's model of its own states.
//! - Hours of stations are judged together, once all have come or a later one comes; what comes after that is
//!   passed over.
//! - A time later than the arrival (beyond a tolerance), or one that the device's broken clock made up, is
//!   not believed: such a reading only proves that its logger is alive.
//!
//! Start at [`Engine`]; every detector is one file under `detectors/`, and `Detectors` is their list. What they know of
//! figures alone is under [`methods`].

mod catalogue;
mod detectors;
mod engine;
mod judging;
mod kept;
pub mod methods;
mod parameter_problem;
mod parameters;
mod power;
mod series;
mod shelf;

pub use catalogue::{ParameterForm, ParameterValues, Tunable, tunables};
pub use detectors::{Automatic, meters_beside_outlets};
pub use engine::Engine;
pub use judging::Judging;
pub use parameter_problem::ParameterProblem;
pub use parameters::{
    BalanceParameters, CalibrationParameters, ClockParameters, ExceedanceDayParameters, ExceedanceParameters,
    HeldParameters, PairingParameters, Parameters, PowerParameters, RangeParameters, RealtimeParameters,
    SampleParameters, SeverityTable, SilenceParameters, StationParticlesParameters, StationSpikeParameters,
    StationStuckParameters, TimeParameters, TreatmentOffParameters,
};
pub use power::{MeterState, PowerHours, PowerLevels, PowerState};
pub use shelf::Shelf;
