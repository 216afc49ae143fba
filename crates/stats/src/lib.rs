//! Statistics as the rules have them: valid hours, days and months, means and totals of outlets, effective
//! transmission rates, the air quality index and classes of surface water.
//!
//! Everything is a plain function of readings and of a [`law::Law`]: no clock, no store, no legal number. What
//! no rule is known for is a state of its own (as in [`Standing::NoRule`]), never a guess, and what could not
//! be formed is `None`, never zero.
//!
//! Start at [`hours()`], which says of each hour of a series whether it counts and why not; [`FactorTable`] makes
//! days and months of them, [`Transmission`] the rates; [`air`] and [`section_class`] stand apart.

pub mod air;
mod figure;
mod hours;
mod mean;
mod period;
mod table;
mod transmission;
mod water;

pub use figure::{Figure, HourCounts, Standing};
pub use hours::{Declared, Doubt, Hour, HourState, Invalid, Stop, ValidMinutes, hours};
pub use mean::{mean, oxygen_converted, round_half_even, weighted_mean};
pub use period::{ParsePeriodError, Period};
pub use table::{DayRow, FactorTable, FlowOf, Weighting};
pub use transmission::{Gap, Transmission, gaps};
pub use water::{FactorClass, FactorMean, SectionClass, section_class};
