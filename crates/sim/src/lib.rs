//! A city with ground truth: plants, weather and devices that speak the real protocols.
//!
//! [`City::build`] makes a Changsha of invented enterprises and true station places from a seed; [`run()`]
//! lets its loggers speak HJ 212 over TCP and its meters JSON over MQTT to a gateway, on a scenario's clock.
//! What really happens ([`City::truth`]) is kept apart from what the devices say and is for tests and
//! benchmarks alone. See `docs/demo-city.md` for the morning's story.
//!
//! Every signal is a pure function of (seed, entity, time): history, live data and a second run agree byte
//! for byte, and adding an entity changes no other. This crate shares no forward model with `detect`:
//! neither may use the other, or the detectors would be tested against their own assumptions.
//!
//! What its bureau has in its libraries is here too ([`City::objects`]), from the same seed.

mod attendant;
mod bulk;
mod cases;
mod catalogue;
mod city;
mod dialect;
mod emission;
mod frames;
mod geography;
mod incident;
mod instrument;
mod library;
mod observe;
mod power;
mod production;
mod random;
mod run;
mod schedule;
mod story;
mod trade;
mod weather;
mod year;

pub use attendant::Temper;
pub use bulk::{BulkCity, BulkOutlet, BulkReading, BySeries, decimals_of, hours_of};
pub use cases::{CASES, CaseAct, CaseDeed, CaseStaff, EXEMPTIONS};
pub use city::{City, Deviation};
pub use dialect::Dialect;
pub use frames::TimedFrame;
pub use incident::{Incident, IncidentKind, MastRow, Site};
pub use library::CityOfficer;
pub use observe::Shown;
pub use run::{HISTORY_DAYS, HistoryProgress, SimOptions, SimStatus, StatusBoard, run, status_board};
pub use story::{Truth, TruthKind};
