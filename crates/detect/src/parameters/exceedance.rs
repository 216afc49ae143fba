//! Exceedance of limits.

use model::Severity;

use super::SeverityTable;

/// Hour means against limits.
#[derive(Debug, Clone, PartialEq)]
pub struct ExceedanceParameters {
    /// Severity by the multiple over an upper limit (超标倍数: figure / limit − 1).
    pub by_multiple: SeverityTable,
    /// Severity by the distance beyond a limit of pH, where a multiple means nothing.
    pub by_ph_distance: SeverityTable,
    /// How many hours back an hour mean may arrive and still be judged, h.
    pub memory_h: i64,
}

impl Default for ExceedanceParameters {
    fn default() -> Self {
        Self {
            by_multiple: SeverityTable {
                base: Severity::Moderate,
                steps: vec![(0.5, Severity::Serious), (2.0, Severity::Grave)],
            },
            by_ph_distance: SeverityTable {
                base: Severity::Moderate,
                steps: vec![(1.0, Severity::Serious), (2.0, Severity::Grave)],
            },
            memory_h: 14 * 24,
        }
    }
}

/// Day means against limits.
#[derive(Debug, Clone, PartialEq)]
pub struct ExceedanceDayParameters {
    /// How many hours of a day must count for it to have a mean. HJ 75 asks for 20 of flue gas; what HJ 356 asks for of
    /// waste water could not be read, so the same is asked for.
    pub least_hours: u32,
    /// How long after its end a day is judged whose hours are all there, s.
    pub settle_s: i64,
    /// How long after its end a day is judged of which hours are missing, s.
    pub wait_s: i64,
    /// How many days back hours may arrive and still be judged, d.
    pub memory_d: i64,
    /// Severity by the multiple over an upper limit.
    pub by_multiple: SeverityTable,
    /// Severity by the distance beyond a limit of pH.
    pub by_ph_distance: SeverityTable,
}

impl Default for ExceedanceDayParameters {
    fn default() -> Self {
        let table = || SeverityTable { base: Severity::Serious, steps: vec![(1.0, Severity::Grave)] };
        Self {
            least_hours: 20,
            settle_s: 600,
            wait_s: 2 * 3600,
            memory_d: 7,
            by_multiple: table(),
            by_ph_distance: table(),
        }
    }
}

/// Real-time and minute samples against limits.
#[derive(Debug, Clone, PartialEq)]
pub struct RealtimeParameters {
    /// How long samples must lie beyond the limit before it is more than a spike, s.
    pub hold_s: i64,
    /// How many of the samples of that time must lie beyond it, 0 to 1.
    pub hold_share: f64,
    /// How many real-time samples that time must hold at least.
    pub hold_samples: usize,
    /// How many minute means it must hold at least.
    pub hold_minute_means: usize,
    /// How long all samples must lie within the limit before it is over, s.
    pub clear_s: i64,
    /// How far below the limit (share of it) a sample must lie to count towards that, 0 to 1.
    pub clear_margin: f64,
    /// How many samples in a row must carry the device's mark of a fault, maintenance, calibration, stop or
    /// broken line for a finding to end with that declaration.
    pub declared_samples: u32,
    /// The share by which the highest sample must rise for the finding to be told again.
    pub retell_rise: f64,
    /// Whether samples are compared with the hour-mean limit where there is none for samples: an early
    /// warning of the hour that is running.
    pub against_hour_limit: bool,
    /// Severity by the multiple over the limit of the samples' mean.
    pub by_multiple: SeverityTable,
}

impl Default for RealtimeParameters {
    fn default() -> Self {
        Self {
            hold_s: 600,
            hold_share: 0.8,
            hold_samples: 5,
            hold_minute_means: 2,
            clear_s: 600,
            clear_margin: 0.02,
            declared_samples: 2,
            retell_rise: 0.25,
            against_hour_limit: true,
            by_multiple: SeverityTable {
                base: Severity::Notice,
                steps: vec![(0.5, Severity::Moderate), (2.0, Severity::Serious)],
            },
        }
    }
}
