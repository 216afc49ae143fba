use model::Severity;

use crate::methods::LocalSpikeParameters;
use crate::methods::outlet::OutletParameters;

/// Everything that the detectors can be tuned by. None of it is a legal number: limits are in the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Of what is believed of readings' times.
    pub time: TimeParameters,
    /// Of hour-mean exceedance.
    pub exceedance: ExceedanceParameters,
    /// Of day-mean exceedance.
    pub exceedance_day: ExceedanceDayParameters,
    /// Of real-time exceedance.
    pub realtime: RealtimeParameters,
    /// Of silent loggers.
    pub silence: SilenceParameters,
    /// Of samples at the end of the measuring range.
    pub range: RangeParameters,
    /// Of loggers' clocks.
    pub clock: ClockParameters,
    /// Of the states that meters' histories teach.
    pub power: PowerParameters,
    /// Of outlets' hour means beside each other.
    pub outlet_hours: OutletParameters,
    /// Of production with treatment off.
    pub treatment_off: TreatmentOffParameters,
    /// Of production against an order.
    pub under_order: HeldParameters,
    /// Of production outside its permitted hours.
    pub off_hours: HeldParameters,
    /// Of how lines and their treatment go together.
    pub pairing: PairingParameters,
    /// Of local spikes at stations.
    pub station_spike: StationSpikeParameters,
    /// Of stations that rest while the others move.
    pub station_stuck: StationStuckParameters,
    /// Of stations whose fine particles are above their coarse ones.
    pub station_particles: StationParticlesParameters,
}

impl Default for Parameters {
    fn default() -> Self {
        let by_minutes = |base, from, above| SeverityTable { base, steps: vec![(from, above)] };
        Self {
            time: TimeParameters::default(),
            exceedance: ExceedanceParameters::default(),
            exceedance_day: ExceedanceDayParameters::default(),
            realtime: RealtimeParameters::default(),
            silence: SilenceParameters::default(),
            range: RangeParameters::default(),
            clock: ClockParameters::default(),
            power: PowerParameters::default(),
            outlet_hours: OutletParameters::default(),
            treatment_off: TreatmentOffParameters::default(),
            under_order: HeldParameters::with(by_minutes(Severity::Serious, 240.0, Severity::Grave)),
            off_hours: HeldParameters::with(by_minutes(Severity::Moderate, 120.0, Severity::Serious)),
            pairing: PairingParameters::default(),
            station_spike: StationSpikeParameters::default(),
            station_stuck: StationStuckParameters::default(),
            station_particles: StationParticlesParameters::default(),
        }
    }
}

/// From what size on a finding has which severity.
#[derive(Debug, Clone, PartialEq)]
pub struct SeverityTable {
    /// Below every step.
    pub base: Severity,
    /// `(size, severity)`, sizes ascending: the last step that is reached counts.
    pub steps: Vec<(f64, Severity)>,
}

impl SeverityTable {
    /// The severity of `size`.
    pub fn of(&self, size: f64) -> Severity {
        self.steps.iter().rev().find(|(from, _)| size >= *from).map_or(self.base, |(_, severity)| *severity)
    }
}

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
            start_after_s: 1800,
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
    fn with(by_minutes: SeverityTable) -> Self {
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
            need: 0.65,
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

/// Local spikes at stations.
#[derive(Debug, Clone, PartialEq)]
pub struct StationSpikeParameters {
    /// How hours are weighed.
    pub method: LocalSpikeParameters,
    /// From what logarithm of the odds on a spike is told. On the air of Beijing -1 gives a station about one false
    /// alarm in half a year for each pollutant.
    pub raise_log_odds: f64,
    /// Below which it is over.
    pub clear_log_odds: f64,
    /// How many hours of a station must be learned before its spikes are told, h.
    pub learn_h: u32,
    /// How long after its end an hour waits for stations that have not come, s.
    pub wait_s: i64,
    /// After how many hours without a value a spike is over, h.
    pub silent_h: i64,
    /// The share by which what is unexplained must rise for a spike to be told again.
    pub retell_rise: f64,
    /// Severity by how many times what was expected is on top of it.
    pub by_multiple: SeverityTable,
}

impl Default for StationSpikeParameters {
    fn default() -> Self {
        Self {
            method: LocalSpikeParameters::default(),
            raise_log_odds: -1.0,
            clear_log_odds: -4.0,
            learn_h: 14 * 24,
            wait_s: 2400,
            silent_h: 6,
            retell_rise: 0.5,
            by_multiple: SeverityTable {
                base: Severity::Notice,
                steps: vec![(1.0, Severity::Moderate), (3.0, Severity::Serious)],
            },
        }
    }
}

/// Stations whose values stay the same.
#[derive(Debug, Clone, PartialEq)]
pub struct StationStuckParameters {
    /// After how many hours with the same value it is told, h.
    pub raise_h: i64,
    /// How far the median of all stations must have moved meanwhile, as a share of its mean.
    pub others_range: f64,
    /// Values up to so much above the least of the last month are never told, as a share of it.
    pub floor_share: f64,
    /// How many stations an hour must have.
    pub least_stations: usize,
}

impl Default for StationStuckParameters {
    fn default() -> Self {
        Self { raise_h: 12, others_range: 1.0, floor_share: 0.25, least_stations: 3 }
    }
}

/// PM2.5 above PM10.
#[derive(Debug, Clone, PartialEq)]
pub struct StationParticlesParameters {
    /// How far PM2.5 may be above PM10, as a share of it,
    pub tolerance_share: f64,
    /// and on top of that, µg/m³.
    pub tolerance_ug: f64,
    /// After how many hours in a row it is told, h.
    pub raise_h: i64,
    /// After how many hours in a row without it is over, h.
    pub clear_h: i64,
    /// After how many hours without both figures counting begins anew, h.
    pub most_gap_h: i64,
}

impl Default for StationParticlesParameters {
    fn default() -> Self {
        Self { tolerance_share: 0.1, tolerance_ug: 5.0, raise_h: 12, clear_h: 6, most_gap_h: 6 }
    }
}
