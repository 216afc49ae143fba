//! From a source's emission to the concentration at a sensor: dispersion from published laws alone.

pub mod similarity;
mod spread;
pub(crate) mod track;
pub(crate) mod wind_field;

pub(crate) use spread::CALM_DRIFT_M_S;
pub use spread::{PasquillClass, lateral_narrowing};
