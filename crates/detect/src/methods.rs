//! Methods: what detectors compute with. They are fed numbers and know nothing of readings or the register, so the
//! same code can be held against any labelled series.
//!
//! Each knows only what came before, keeps a bounded memory, and gives the same for the same values. What a finding
//! makes of it is the matter of the detectors.

pub mod bounds;
pub mod ceiling;
pub mod collapse;
pub mod constant;
pub mod expectation;
pub mod flat;
pub mod levels;
mod local_spikes;
pub mod outlet;
pub mod peaks;
pub mod replay;
mod ridge;
pub mod series_score;
pub mod watch;
mod window;

pub use local_spikes::{LocalSpikeJudgement, LocalSpikeParameters, LocalSpikes};
