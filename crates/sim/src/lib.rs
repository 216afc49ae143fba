//! A city with ground truth: plants, weather and devices that speak the real protocols.
#![expect(dead_code, reason = "figures whose signals come with the devices")]

mod catalogue;
mod city;
mod emission;
mod geography;
mod instrument;
mod power;
mod production;
mod random;
mod story;
mod trade;
mod weather;

pub use city::{City, Deviation};
pub use story::{Truth, TruthKind};
