//! Tracing: from what was measured in the air, the wind and the register to the sources that would explain it, with
//! how sure that is.
//!
//! [`trace()`] compares hypotheses — no source near, one known source, several, one in no register — by how probable
//! they make what was measured, and gives probabilities, emission rates with intervals and the facts behind them.
//! Everything is a plain function of one [`Input`]: no clock, no file, no chance, so that a result can be made again
//! from what was frozen.
//!
//! This crate shares no model of the air with `sim`, whose incidents it is measured with.
//!
//! Start at [`trace()`]; [`kernel`] is how concentration follows from emission.

mod background;
mod blocks;
mod by_wind;
mod cruise;
mod emission;
mod exposure;
mod input;
pub mod kernel;
mod likelihood;
mod modelled;
mod next;
mod outcome;
mod parallel;
mod plume;
mod quick;
mod reach;
mod robust;
mod search;
mod setting;
mod world;

pub use by_wind::{ByWind, SECTORS, SPEEDS_M_S, WindCell, by_wind};
pub use cruise::{Cruise, CruisePiece, Suspect, cruise};
pub use input::{Activity, Candidate, Input, InputError, Instrument, Observation, Position, Terrain, Wind};
pub use modelled::{ModelledBlock, modelled};
pub use next::{NextMeasurement, Predicted, Way, next_measurement, places_all_over};
pub use outcome::{Explanation, Note, OfCandidate, Outcome, Rate, Reason, Unregistered, trace, trace_on};
pub use plume::{Cells, plume};
pub use reach::{AirWay, Reach, WayPoint, reach};

/// How it is done; a figure that two methods give may differ.
pub const METHOD: &str = concat!("trace/", env!("CARGO_PKG_VERSION"));
