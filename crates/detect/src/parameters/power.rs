//! Meters, lines and their treatment.

use model::Severity;

use super::SeverityTable;

/// How a meter's history is turned into states.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerParameters {
    /// Over how long power is averaged before it is judged, s: machines that switch in short cycles run on.
    pub smoothing_s: i64,
    /// The same of treatment, whose fans and pumps turn evenly: the longer it is, the later a stop is seen.
    pub treatment_smoothing_s: i64,
    /// How much history a meter with one level must have before its state is known, s.
    pub least_history_s: f64,
    /// How long a second level must have been held for the state to be known earlier, s.
    pub least_level_s: f64,
    /// After how much observed time a level that is not seen any more weighs half, s.
    pub half_life_s: f64,
    /// What meters show when nothing runs, at most, kW: below it nothing is ever taken for running.
    pub noise_floor_kw: f64,
    /// A level of at least this share of the highest one counts as running too (partial load).
    pub partial_load: f64,
    /// The share of its rated power at which a circuit usually works, until its history tells.
    pub rated_load: f64,
    /// How much history it takes to believe that a circuit works far below that, s.
    pub rated_trust_s: f64,
    /// The share of its rated power below which no level is ever taken for running.
    pub rated_least: f64,
    /// How far (as a share) power must cross a boundary for the state to change.
    pub hysteresis: f64,
    /// After how much observed time at most the boundaries are learned again, s.
    pub relearn_s: f64,
    /// After how many of its own intervals without a sample a meter's state is stale, and at least
    /// [`Self::stale_floor_s`].
    pub stale_intervals: i64,
    /// See [`Self::stale_intervals`], s.
    pub stale_floor_s: i64,
}

impl Default for PowerParameters {
    fn default() -> Self {
        Self {
            smoothing_s: 600,
            treatment_smoothing_s: 300,
            least_history_s: 86_400.0,
            least_level_s: 1800.0,
            half_life_s: 7.0 * 86_400.0,
            noise_floor_kw: 0.1,
            partial_load: 0.45,
            rated_load: 0.6,
            rated_trust_s: 7.0 * 86_400.0,
            rated_least: 0.15,
            hysteresis: 0.1,
            relearn_s: 600.0,
            stale_intervals: 4,
            stale_floor_s: 900,
        }
    }
}

/// Production with treatment off.
#[derive(Debug, Clone, PartialEq)]
pub struct TreatmentOffParameters {
    /// How long it must last before it is told while it is not known how line and treatment go together, s.
    pub debounce_s: i64,
    /// The same where treatment stopped in the middle of production, s.
    pub stop_debounce_s: i64,
    /// The same where production started without treatment and no start lag has been learned, s.
    pub start_debounce_s: i64,
    /// The shortest time that a learned start lag may make of it, s.
    pub start_debounce_least_s: i64,
    /// The longest, s.
    pub start_debounce_most_s: i64,
    /// How long treatment must have been off before production starts for it to be a start, s; sooner, it is a
    /// stop of treatment during production that had a lull.
    pub start_after_s: i64,
    /// From how many starts on a unit's start lag counts as learned.
    pub lag_starts: usize,
    /// How long treatment must run, or all lines rest, before it is over, s.
    pub clear_s: i64,
    /// Severity by its minutes.
    pub by_minutes: SeverityTable,
}

impl Default for TreatmentOffParameters {
    fn default() -> Self {
        Self {
            debounce_s: 900,
            stop_debounce_s: 900,
            start_debounce_s: 1800,
            start_debounce_least_s: 900,
            start_debounce_most_s: 3600,
            start_after_s: 3600,
            lag_starts: 3,
            clear_s: 300,
            by_minutes: SeverityTable {
                base: Severity::Moderate,
                steps: vec![(60.0, Severity::Serious), (240.0, Severity::Grave)],
            },
        }
    }
}

/// Production where it is held.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldParameters {
    /// How long after it is held a line may take to come to rest, s.
    pub grace_s: i64,
    /// How long production must then last before it is told, s.
    pub hold_s: i64,
    /// How long it must keep to what it is held to before it is over, s.
    pub clear_s: i64,
    /// How far (as a share) power may lie above a limit.
    pub tolerance: f64,
    /// Severity by its minutes.
    pub by_minutes: SeverityTable,
}

impl HeldParameters {
    pub(super) fn with(by_minutes: SeverityTable) -> Self {
        Self { grace_s: 1800, hold_s: 900, clear_s: 300, tolerance: 0.05, by_minutes }
    }
}

/// How a line and its treatment go together, as their past says.
#[derive(Debug, Clone, PartialEq)]
pub struct PairingParameters {
    /// Over how long a line's power is averaged, s.
    pub window_s: i64,
    /// How far before the stop of treatment that window reaches at most, s: what the line did earlier says
    /// nothing about whether treatment is needed now.
    pub before_stop_s: i64,
    /// How much time with treatment must be known for the past to be believed alone, s.
    pub trained_s: f64,
    /// How much untreated time counts as seen at any power before anything was seen, s.
    pub doubt_s: f64,
    /// From which need on, 0 to 1, a line's power calls for treatment.
    pub need: f64,
    /// Below which need it does not.
    pub no_need: f64,
    /// The share of a line's usual highest power below which it never calls for treatment.
    pub least_share: f64,
    /// How many times its usual highest power with treatment a line must reach for that to be disbelieved: a meter
    /// that turns to another unit, not a machine that works.
    pub beyond_times: f64,
    /// How long treatment must have run for what the line did then to be learned, s: treatment runs on after
    /// production, and that is no work of the line.
    pub learn_delay_s: i64,
    /// How long treatment must have been off for what the line does to be learned, s.
    pub untreated_delay_s: i64,
    /// The weight of what is learned of untreated time that is told as a violation.
    pub told_weight: f64,
    /// The time before the stop of treatment with which a line's power after it is compared, s.
    pub reference_s: i64,
    /// The share of that power from which on the line counts as going on as before.
    pub goes_on_share: f64,
    /// How many times more likely it makes a need that the line goes on as before.
    pub goes_on_odds: f64,
    /// How long treatment must have run before it stopped for that comparison to be made, s.
    pub ran_least_s: i64,
}

impl Default for PairingParameters {
    fn default() -> Self {
        Self {
            window_s: 1800,
            before_stop_s: 300,
            trained_s: 7200.0,
            doubt_s: 2700.0,
            need: 0.7,
            no_need: 0.4,
            least_share: 0.15,
            beyond_times: 5.0,
            learn_delay_s: 1800,
            untreated_delay_s: 600,
            told_weight: 0.5,
            reference_s: 3600,
            goes_on_share: 0.85,
            goes_on_odds: 5.0,
            ran_least_s: 1500,
        }
    }
}
