//! What can be drawn of a tracing, as the API tells it: plumes, values by wind, the cruise that is proposed.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::tracing::TracingThing;
use super::{Named, Place, Time};

/// Which plume.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TracingPlumeWanted {
    /// The version's number, from 0; the last one unless said.
    pub(crate) version: Option<usize>,
    /// Of which hypothesis, as its place in the ranking's list.
    pub(crate) hypothesis: usize,
    /// The ten minutes around this instant; the mean over the anomaly unless said.
    pub(crate) at: Option<String>,
}

/// What the sources of a hypothesis would add near the ground.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingPlume {
    /// The mean between these.
    pub(crate) from: Time,
    pub(crate) to: Time,
    pub(crate) south_west: Place,
    pub(crate) north_east: Place,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// By cell, from west to east and then from south to north, µg/m³.
    pub(crate) values: Vec<f64>,
}

/// What the stations measured by the wind of that time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingByWind {
    /// Sectors of the compass that there are, the first one around north.
    pub(crate) sectors: usize,
    /// The beginnings of the classes of speed, m/s.
    pub(crate) speeds: Vec<f64>,
    pub(crate) stations: Vec<TracingStationByWind>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingStationByWind {
    pub(crate) station: Named,
    pub(crate) cells: Vec<TracingWindCell>,
    /// In air that hardly moved.
    pub(crate) calm: Option<TracingCalm>,
    /// So many values were measured when the wind was not known.
    pub(crate) without_wind: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingWindCell {
    /// Clockwise from 0 around north.
    pub(crate) sector: usize,
    /// The class of speed.
    pub(crate) speed: usize,
    /// The mean, µg/m³.
    pub(crate) mean: f64,
    pub(crate) count: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingCalm {
    /// µg/m³.
    pub(crate) mean: f64,
    pub(crate) count: usize,
}

/// What to measure next: the pieces of a cruise that tell the leading hypotheses apart best.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingCruise {
    /// Where it begins.
    pub(crate) start: Place,
    /// From where the wind is taken to blow; none where it is not known, or nothing is left to be told apart.
    pub(crate) from_deg: Option<f64>,
    pub(crate) speed_m_s: Option<f64>,
    /// In the order of the drive.
    pub(crate) pieces: Vec<TracingCruisePiece>,
    /// Everything in straight lines, m: roads are longer.
    pub(crate) total_m: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingCruisePiece {
    /// Behind whom the plume is crossed.
    pub(crate) behind: TracingThing,
    /// How far downwind, m.
    pub(crate) downwind_m: f64,
    /// In the direction of the drive.
    pub(crate) points: Vec<Place>,
    pub(crate) length_m: f64,
    /// From the end of the piece before it, m.
    pub(crate) way_m: f64,
    /// How much is learned on it, nats.
    pub(crate) gain: f64,
    /// Where on it most is told.
    pub(crate) best: Place,
    /// What each hypothesis would show there, the most probable first.
    pub(crate) predicted: Vec<TracingPredicted>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingPredicted {
    /// None: no source near.
    pub(crate) things: Vec<TracingThing>,
    pub(crate) probability: f64,
    /// Above the background, µg/m³.
    pub(crate) added: f64,
    /// A standard deviation of that, µg/m³.
    pub(crate) uncertain: f64,
}
