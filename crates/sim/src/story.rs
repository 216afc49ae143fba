//! The morning's story: what really happens, apart from what the devices say of it.
//!
//! All times are offsets from the city's start (08:00 on 2020-08-30 in the demo).

use model::{FactorCode, Subject, Timestamp};

/// A span of the story, minutes after the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    pub(crate) from_min: i64,
    pub(crate) to_min: i64,
}

impl Span {
    /// Whether `seconds` after the start lies in the span.
    pub(crate) fn contains(self, seconds: i64) -> bool {
        (self.from_min * 60..self.to_min * 60).contains(&seconds)
    }
}

/// The presses run (08:40 to noon) while the VOC treatment stays off (switched on at 11:30).
pub(crate) const PRESSES_ON_MIN: i64 = 40;
/// See [`PRESSES_ON_MIN`].
pub(crate) const TREATMENT_ON_MIN: i64 = 210;

/// Ammonia nitrogen rises from 08:20, stands high, and is back at its level at 10:45.
pub(crate) const AMMONIA_RISE: Span = Span { from_min: 20, to_min: 165 };
/// Minutes of the rise and of the fall.
pub(crate) const AMMONIA_RAMP_MIN: f64 = 18.0;
/// Where it stands, mg/L, over a limit of 5.
pub(crate) const AMMONIA_PEAK: f64 = 11.5;

/// The analyser spikes, still with mark N (08:12 to 08:50).
pub(crate) const FAULT_SPIKES: Span = Span { from_min: 12, to_min: 50 };
/// Then it stands frozen above the limit, still with mark N (08:50 to 09:25).
pub(crate) const FAULT_FROZEN: Span = Span { from_min: 50, to_min: 85 };
/// Then somebody sets mark D (09:25 to 11:05).
pub(crate) const FAULT_MARKED: Span = Span { from_min: 85, to_min: 185 };
/// Then it is repaired (mark M until 11:40), and healthy afterwards.
pub(crate) const FAULT_REPAIR: Span = Span { from_min: 185, to_min: 220 };

/// The logger is without power from 08:25 to 13:10.
pub(crate) const SILENCE: Span = Span { from_min: 25, to_min: 310 };

/// What kind of thing really happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TruthKind {
    /// Production runs while its treatment is off: a violation.
    ProductionOnTreatmentOff,
    /// More is emitted than permitted: a violation. The span is the time over the limit.
    Exceedance {
        /// Of what.
        factor: FactorCode,
    },
    /// An instrument is broken; what it shows is not what is emitted.
    InstrumentFault {
        /// Of what.
        factor: FactorCode,
    },
    /// A logger has no power.
    LoggerSilent,
}

/// One thing that really happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// What.
    pub kind: TruthKind,
    /// To whom.
    pub subject: Subject,
    /// From when.
    pub start: Timestamp,
    /// Until when (exclusive).
    pub end: Timestamp,
}
