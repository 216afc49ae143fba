//! Stations of the air.

use model::Severity;

use super::SeverityTable;
use crate::methods::LocalSpikeParameters;

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
