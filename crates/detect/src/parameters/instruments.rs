//! Instruments and what they are set to.

use model::Severity;

use super::SeverityTable;

/// Samples at the end of what an instrument can measure.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeParameters {
    /// What lies within this share of the range below its upper end lies at it.
    pub top_share: f64,
    /// How long samples must lie there before it is told, s.
    pub hold_s: i64,
    /// How long they must lie below before it is over, s.
    pub clear_s: i64,
    /// Severity by its minutes.
    pub by_minutes: SeverityTable,
}

impl Default for RangeParameters {
    fn default() -> Self {
        Self {
            top_share: 0.005,
            hold_s: 1800,
            clear_s: 1800,
            by_minutes: SeverityTable { base: Severity::Moderate, steps: vec![(240.0, Severity::Serious)] },
        }
    }
}

/// By what amounts are held against concentration and flow.
#[derive(Debug, Clone, PartialEq)]
pub struct BalanceParameters {
    /// By how much an amount may differ, as a share of what concentration and flow give.
    pub tolerance: f64,
    /// Hours that teach in which unit an outlet counts.
    pub learn_hours: usize,
    /// How long amounts must differ before it is told, s.
    pub hold_s: i64,
    /// How long they must agree before it is over, s.
    pub clear_s: i64,
    /// Severity by its minutes.
    pub by_minutes: SeverityTable,
}

impl Default for BalanceParameters {
    fn default() -> Self {
        Self {
            // A logger that adds up minutes differs from the product of two hour means by how they vary together.
            tolerance: 0.2,
            learn_hours: 24,
            hold_s: 2 * 3600,
            clear_s: 3 * 3600,
            by_minutes: SeverityTable { base: Severity::Moderate, steps: vec![(720.0, Severity::Serious)] },
        }
    }
}

/// By what the settings of instruments are watched.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationParameters {
    /// What differs by less than this share is the same figure, printed otherwise.
    pub tolerance: f64,
    /// From what share a changed slope or range is serious; a changed intercept from this share of the limit.
    pub serious_from: f64,
    /// How long changed settings stand until they are the ones to compare with, s.
    pub settle_s: i64,
}

impl Default for CalibrationParameters {
    fn default() -> Self {
        Self { tolerance: 0.005, serious_from: 0.1, settle_s: 7 * 86_400 }
    }
}

/// By what instruments are held against samples that people took. The standards of comparison (HJ 75, HJ 355) have tables
/// of their own; these are no legal numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleParameters {
    /// By how much the instrument may differ, as a share of what the laboratory found.
    pub relative: f64,
    /// By how much it may always differ, as a share of the limit.
    pub share_of_limit: f64,
}

impl Default for SampleParameters {
    fn default() -> Self {
        Self { relative: 0.3, share_of_limit: 0.1 }
    }
}
