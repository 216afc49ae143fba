//! Everything that a tracing is made from, in one plain value: frozen and hashed as it is, it gives the same result
//! again at any time.

use std::collections::BTreeMap;

use model::Timestamp;
use serde::{Deserialize, Serialize};

/// The question with all that is known for it. Places are metres in a plane whose origin the caller chooses.
///
/// What is not known is `None`, and stands in the result's notes; nothing is filled in silently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What measured.
    pub instruments: Vec<Instrument>,
    /// What was measured, in any order: by stations and by cruises alike.
    pub observations: Vec<Observation>,
    /// The wind, in any order.
    pub wind: Vec<Wind>,
    /// The sources that are known.
    pub candidates: Vec<Candidate>,
    /// What the ground is like.
    pub terrain: Option<Terrain>,
}

/// A place in the plane, m.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// East of the origin.
    pub east_m: f64,
    /// North of the origin.
    pub north_m: f64,
}

/// One factor of one instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its name in the result.
    pub id: String,
    /// Which factor it measures; those of one name have one background and one emission.
    pub factor: String,
    /// Standard deviation of a single value without any source, µg/m³, where it is known.
    pub noise_ug_m3: Option<f64>,
    /// Below this it cannot tell a value from nothing, µg/m³.
    pub detection_limit_ug_m3: Option<f64>,
}

/// One value: a mean over time at a place, whether that moves or not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Which instrument, as its place in [`Input::instruments`].
    pub instrument: usize,
    /// When the averaging began.
    pub at: Timestamp,
    /// Over how long, s; 0 for a single look.
    pub averaging_s: f64,
    /// Where.
    pub position: Position,
    /// How high above the ground, m.
    pub height_m: f64,
    /// The mean concentration, µg/m³; what is below zero stays below zero.
    pub value_ug_m3: f64,
}

/// The mean wind over a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wind {
    /// When the averaging began.
    pub at: Timestamp,
    /// Over how long, s; it is taken to hold until then or until the next row.
    pub averaging_s: f64,
    /// Where it was measured, if it matters: rows without a place are of one site.
    pub position: Option<Position>,
    /// How high above the ground, m.
    pub height_m: f64,
    /// From where it blows, degrees clockwise from north; `None` when the vane stood still.
    pub from_deg: Option<f64>,
    /// How fast, m/s.
    pub speed_m_s: f64,
    /// Standard deviation of its direction, degrees.
    pub sigma_theta_deg: Option<f64>,
    /// Standard deviation of its elevation, degrees.
    pub sigma_phi_deg: Option<f64>,
}

/// An outlet of the register, or an enterprise taken as a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// Its name in the result.
    pub id: String,
    /// Where.
    pub position: Position,
    /// The height of release above the ground, m.
    pub height_m: Option<f64>,
    /// What of its emission is which factor, by mass, as far as its trade tells.
    pub profile: Option<BTreeMap<String, f64>>,
    /// When it worked and how much, as far as its meters tell; [`None`] when they tell nothing.
    pub activity: Option<Vec<Activity>>,
}

/// What a candidate did from some time on, until the next one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// From when.
    pub from: Timestamp,
    /// How much of its usual, 0 for standing still.
    pub level: f64,
}

/// What the ground is like: its aerodynamic roughness (classes of Wieringa, J. Wind Eng. Ind. Aerodyn. 41 (1992)
/// 357–368).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terrain {
    /// Short grass, fields: 0.03 m.
    Open,
    /// High crops, scattered obstacles: 0.1 m.
    Rough,
    /// Villages, parks, low houses: 0.5 m.
    Suburban,
    /// Dense or high buildings: 1 m.
    Urban,
}

impl Terrain {
    /// The aerodynamic roughness length, m.
    pub fn roughness_m(self) -> f64 {
        match self {
            Terrain::Open => 0.03,
            Terrain::Rough => 0.1,
            Terrain::Suburban => 0.5,
            Terrain::Urban => 1.0,
        }
    }
}

/// Why a tracing cannot begin: the input contradicts itself.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InputError {
    /// An observation names an instrument that is not there.
    #[error("observation {observation} is of instrument {instrument}, and there are {instruments}")]
    NoInstrument {
        /// Its place in the list.
        observation: usize,
        /// What it names.
        instrument: usize,
        /// How many there are.
        instruments: usize,
    },
    /// Two candidates have the same name.
    #[error("two candidates are called {id:?}")]
    SameCandidate {
        /// The name.
        id: String,
    },
    /// A figure is no number, or not one that can be.
    #[error("{what} {number} has {field} {value}")]
    Figure {
        /// Whose: an observation, a row of wind, a candidate.
        what: &'static str,
        /// Its place in its list.
        number: usize,
        /// Which figure.
        field: &'static str,
        /// What stands there.
        value: f64,
    },
}

impl Input {
    /// Looks for what no tracing could be made from.
    ///
    /// # Errors
    /// The first contradiction that is found.
    pub fn check(&self) -> Result<(), InputError> {
        for (number, seen) in self.observations.iter().enumerate() {
            if seen.instrument >= self.instruments.len() {
                let (instrument, instruments) = (seen.instrument, self.instruments.len());
                return Err(InputError::NoInstrument { observation: number, instrument, instruments });
            }
            let of = Figures { what: "observation", number };
            of.number("value", seen.value_ug_m3)?;
            of.place(seen.position)?;
            of.at_least_zero("averaging", seen.averaging_s)?;
            of.at_least_zero("height", seen.height_m)?;
        }
        for (number, wind) in self.wind.iter().enumerate() {
            let of = Figures { what: "row of wind", number };
            of.at_least_zero("speed", wind.speed_m_s)?;
            of.at_least_zero("averaging", wind.averaging_s)?;
            of.at_least_zero("height", wind.height_m)?;
            of.number("direction", wind.from_deg.unwrap_or(0.0))?;
            of.at_least_zero("sigma of direction", wind.sigma_theta_deg.unwrap_or(0.0))?;
            of.at_least_zero("sigma of elevation", wind.sigma_phi_deg.unwrap_or(0.0))?;
            wind.position.map_or(Ok(()), |position| of.place(position))?;
        }
        let mut names = std::collections::BTreeSet::new();
        for (number, candidate) in self.candidates.iter().enumerate() {
            if !names.insert(&candidate.id) {
                return Err(InputError::SameCandidate { id: candidate.id.clone() });
            }
            let of = Figures { what: "candidate", number };
            of.place(candidate.position)?;
            of.at_least_zero("height", candidate.height_m.unwrap_or(0.0))?;
            for share in candidate.profile.iter().flatten() {
                of.at_least_zero("share of a factor", *share.1)?;
            }
            for activity in candidate.activity.iter().flatten() {
                of.at_least_zero("level of activity", activity.level)?;
            }
        }
        Ok(())
    }
}

/// Whose figures are looked at.
struct Figures {
    what: &'static str,
    number: usize,
}

impl Figures {
    fn number(&self, field: &'static str, value: f64) -> Result<(), InputError> {
        let error = InputError::Figure { what: self.what, number: self.number, field, value };
        value.is_finite().then_some(()).ok_or(error)
    }

    fn at_least_zero(&self, field: &'static str, value: f64) -> Result<(), InputError> {
        self.number(field, if value >= 0.0 { value } else { f64::NAN }).map_err(|_| InputError::Figure {
            what: self.what,
            number: self.number,
            field,
            value,
        })
    }

    fn place(&self, position: Position) -> Result<(), InputError> {
        self.number("east", position.east_m)?;
        self.number("north", position.north_m)
    }
}
