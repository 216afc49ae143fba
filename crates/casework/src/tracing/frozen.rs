//! What a ranking is made from, and what came of it, as they are kept.

use std::collections::BTreeMap;

use model::{
    BlobHash, CreditCode, FactorCode, Granularity, MeterId, OutletId, Place, StationClass, StationId,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use trace::{Input, ModelledBlock, Outcome, Position, Reach};

use super::ReleaseSeen;

/// Metres of a degree of latitude (mean radius of the Earth).
const METRES_A_DEGREE: f64 = 111_195.08;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// At which station.
    pub station: StationId,
    /// Of which factor.
    pub factor: FactorCode,
    /// The record that is looked at, from …
    pub from: Timestamp,
    /// … until.
    pub to: Timestamp,
    /// The anomaly in it, from …
    pub anomaly_from: Timestamp,
    /// … until.
    pub anomaly_to: Timestamp,
}

/// The whole input of a ranking. Its bytes are kept under their hash and never written anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// The format's number: 1.
    pub format: u32,
    /// What is asked.
    pub question: Question,
    /// The place at which the plane of `input` begins: the station.
    pub origin: Place,
    /// The question as [`trace::trace()`] takes it.
    pub input: Input,
    /// By instrument of `input`: what it is.
    pub instruments: Vec<InstrumentSeen>,
    /// By candidate of `input`: who it is.
    pub candidates: Vec<CandidateSeen>,
    /// What was taken because nothing says it.
    pub assumed: Vec<Assumed>,
    /// What is missing.
    pub missing: Vec<Missing>,
}

/// What measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentSeen {
    /// What it is.
    pub what: Measuring,
    /// Its name.
    pub name: String,
    /// Its name on English pages.
    pub name_en: String,
    /// How many values were taken.
    pub values: usize,
}

/// What an instrument is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measuring {
    /// A station.
    Station {
        /// Which.
        id: StationId,
        /// Its class.
        class: StationClass,
        /// Which of its values were taken.
        granularity: Granularity,
    },
    /// A cruise along a track.
    Track {
        /// Its file, in the vault.
        file: BlobHash,
        /// How high above the ground it was measured, m, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        height_m: Option<f64>,
    },
}

impl InstrumentSeen {
    /// The station that it is, if it is one.
    pub fn station(&self) -> Option<&StationId> {
        match &self.what {
            Measuring::Station { id, .. } => Some(id),
            Measuring::Track { .. } => None,
        }
    }
}

/// Who may be a source: outlets of one enterprise that lie together, or its gate where the register has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateSeen {
    /// Whose.
    pub enterprise: CreditCode,
    /// Its name.
    pub name: String,
    /// Its name on English pages.
    pub name_en: String,
    /// Its trade's code.
    pub trade_code: String,
    /// The outlets; none for a gate.
    pub outlets: Vec<OutletId>,
    /// Where.
    pub place: Place,
    /// How high its plume begins, as far as the register tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseSeen>,
    /// What its meters tell.
    pub power: PowerKnown,
}

/// What meters tell of the lines of an enterprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "known")]
pub enum PowerKnown {
    /// Nothing: lines without a meter, or meters whose rated power the register does not have.
    Nothing,
    /// Every line is metered.
    Metered {
        /// The meters.
        meters: Vec<MeterId>,
        /// For how long of the record all lines stood still, s.
        still_s: i64,
    },
}

/// What was taken because nothing says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Assumed {
    /// The height of the stations' inlets.
    InletHeight {
        /// m.
        taken_m: f64,
    },
    /// The height of the masts.
    MastHeight {
        /// m.
        taken_m: f64,
    },
    /// The height of release of candidates of which the register has none.
    ReleaseHeight {
        /// Of how many.
        candidates: usize,
        /// m.
        taken_m: f64,
    },
    /// That plumes begin at the mouth: diameter, temperature or speed of what leaves is not in the register.
    NoRise {
        /// Of how many candidates that have a height.
        candidates: usize,
    },
    /// The temperature of the air around, for how far warm plumes rise.
    AmbientTemperature {
        /// ℃.
        taken_celsius: f64,
    },
    /// The gate as the place of release of enterprises without an outlet to air in the register.
    GateAsOutlet {
        /// Of how many.
        enterprises: usize,
    },
    /// That enterprises may have worked at any time whose meters do not tell.
    MayHaveWorked {
        /// How many.
        enterprises: usize,
    },
    /// The ground: scattered obstacles.
    Ground {
        /// Its roughness length, m.
        roughness_m: f64,
    },
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Missing {
    /// Nobody near measured the wind: from where the air came cannot be told.
    Wind,
    /// The station has no value of the factor in this time.
    Readings,
    /// No other station near has one: the background rests on one alone.
    OtherStations,
    /// No enterprise of the register is near.
    Candidates,
    /// Stations near that measure the factor and have no value in this time.
    SilentStations {
        /// Which.
        stations: Vec<StationId>,
    },
    /// At a part of the time nobody near measured the wind.
    WindAtTimes {
        /// At how many per cent of it.
        percent: u32,
    },
}

impl Missing {
    /// Whether nothing can be told without it.
    pub fn is_fatal(&self) -> bool {
        match self {
            Missing::Wind | Missing::Readings => true,
            Missing::OtherStations
            | Missing::Candidates
            | Missing::SilentStations { .. }
            | Missing::WindAtTimes { .. } => false,
        }
    }
}

/// Everything that came of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The format's number: 1.
    pub format: u32,
    /// How it was made.
    pub method: String,
    /// Of which frozen input.
    pub input: BlobHash,
    /// The ranking.
    pub outcome: Outcome,
    /// From where the station's air came during the anomaly.
    pub reach: Reach,
    /// By candidate: in what part of that time air that passed over it came to the station.
    pub in_reach: Vec<f64>,
    /// What the most probable hypotheses would have made the instruments show.
    pub models: Vec<Model>,
}

/// What a hypothesis would have made the instruments show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Which hypothesis, as its place in [`Outcome::explanations`].
    pub explanation: usize,
    /// By instrument and time.
    pub blocks: Vec<ModelledBlock>,
}

impl Frozen {
    /// Its bytes: the same value has the same ones.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes(self)
    }

    /// What can be made of bytes that were kept.
    ///
    /// # Errors
    /// If they are not of this format.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let read: Self = serde_json::from_slice(bytes)?;
        match read.format {
            1 => Ok(read),
            other => Err(serde::de::Error::custom(format!("format {other} is not known"))),
        }
    }

    /// The place of a position of the plane.
    pub fn place_of(&self, position: Position) -> Place {
        let shrunk = self.origin.latitude.to_radians().cos();
        Place {
            longitude: self.origin.longitude + position.east_m / (METRES_A_DEGREE * shrunk),
            latitude: self.origin.latitude + position.north_m / METRES_A_DEGREE,
        }
    }

    /// What is missing without which nothing can be told.
    pub fn fatal(&self) -> Vec<Missing> {
        self.missing.iter().filter(|missing| missing.is_fatal()).cloned().collect()
    }

    /// The candidates' places in the list, by enterprise.
    pub fn by_enterprise(&self) -> BTreeMap<&CreditCode, Vec<usize>> {
        let mut found: BTreeMap<&CreditCode, Vec<usize>> = BTreeMap::new();
        for (number, candidate) in self.candidates.iter().enumerate() {
            found.entry(&candidate.enterprise).or_default().push(number);
        }
        found
    }
}

impl Found {
    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes(self)
    }

    /// What can be made of bytes that were kept.
    ///
    /// # Errors
    /// If they are not of this format.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

/// The position of a place in the plane that begins at `origin`.
pub(super) fn position_of(origin: Place, place: Place) -> Position {
    let shrunk = origin.latitude.to_radians().cos();
    // Tenths of a metre: no place is known better, and the bytes stay readable.
    let tenths = |metres: f64| (metres * 10.0).round() / 10.0;
    Position {
        east_m: tenths((place.longitude - origin.longitude) * METRES_A_DEGREE * shrunk),
        north_m: tenths((place.latitude - origin.latitude) * METRES_A_DEGREE),
    }
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("structs of texts, numbers and lists always have a JSON form")
}
