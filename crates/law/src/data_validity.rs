//! From how many minutes, hours and days a mean counts, and what share of data has to arrive.

use model::Medium;

use crate::pack::{Basis, Validity};

/// When hours, days and months of one medium are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataValidity {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// For which medium.
    pub medium: Medium,
    /// Valid minutes that an hour needs.
    pub hour_minutes_least: u8,
    /// Valid hours that a day needs.
    pub day_hours_least: u8,
    /// Valid days that a month needs.
    pub month_days_least: u8,
    /// Valid days that a February needs.
    pub february_days_least: u8,
}

impl DataValidity {
    /// Valid days that this month (1 to 12) needs.
    pub fn days_least(&self, month: i8) -> u8 {
        if month == 2 { self.february_days_least } else { self.month_days_least }
    }
}

/// What the effective transmission rate (传输有效率) should reach.
#[derive(Debug, Clone, PartialEq)]
pub struct TransmissionTarget {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// The rate, per cent.
    pub percent: f64,
}
