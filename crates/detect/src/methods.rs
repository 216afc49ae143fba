//! Methods: what detectors compute with. They are fed numbers and know nothing of readings or the register, so the
//! same code can be held against any labelled series.

mod local_spikes;
mod ridge;
pub mod series_score;

pub use local_spikes::{LocalSpikeJudgement, LocalSpikeParameters, LocalSpikes};
