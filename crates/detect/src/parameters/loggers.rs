//! Loggers and the times that they tell.

use model::Severity;

use super::SeverityTable;

/// What is believed of the time that a reading gives itself.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeParameters {
    /// How far it may lie after the arrival, s.
    pub future_tolerance_s: i64,
    /// How far it may lie before the arrival if the device's clock is known to be off, s.
    pub skew_tolerance_s: i64,
}

impl Default for TimeParameters {
    fn default() -> Self {
        Self { future_tolerance_s: 600, skew_tolerance_s: 6 * 3600 }
    }
}

/// Silent loggers.
#[derive(Debug, Clone, PartialEq)]
pub struct SilenceParameters {
    /// After how many of its intervals without a frame a logger is silent.
    pub intervals: i64,
    /// But not before, s.
    pub floor_s: i64,
    /// Severity by the hours of silence.
    pub by_hours: SeverityTable,
}

impl Default for SilenceParameters {
    fn default() -> Self {
        Self {
            intervals: 10,
            floor_s: 900,
            by_hours: SeverityTable {
                base: Severity::Notice,
                steps: vec![(1.0, Severity::Moderate), (6.0, Severity::Serious), (24.0, Severity::Grave)],
            },
        }
    }
}

/// Clocks of loggers.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockParameters {
    /// How far a clock may be ahead, s. What comes before its own time proves a clock wrong.
    pub ahead_s: i64,
    /// How far it may be behind, s: frames take their time on the way.
    pub behind_s: i64,
    /// By how much frames may come later or earlier than the others and still say the same of a clock, s.
    pub spread_s: i64,
    /// How many frames in a row must say the same,
    pub frames: u32,
    /// and for how long, s.
    pub hold_s: i64,
    /// How far below what is allowed (share of it) a clock must be off at most for it to be over.
    pub clear_margin: f64,
    /// Severity by the minutes that it is off.
    pub by_minutes: SeverityTable,
}

impl Default for ClockParameters {
    fn default() -> Self {
        Self {
            ahead_s: 120,
            behind_s: 300,
            spread_s: 45,
            frames: 8,
            hold_s: 1800,
            clear_margin: 0.2,
            by_minutes: SeverityTable { base: Severity::Notice, steps: vec![(30.0, Severity::Moderate)] },
        }
    }
}
