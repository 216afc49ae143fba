//! The lifecycle of a tracing (溯源): opened from a station's alarm or by hand, its whole input frozen, ranked by
//! [`trace`], ranked again when more is known, and closed with what turned out, which scores it.
//!
//! What a ranking was made from is kept as bytes under their hash ([`Frozen`]), and so is what came of it ([`Found`]):
//! anybody who has the bytes can make it again ([`check()`]). Events hold the hashes and the head of the ranking.

mod apply;
mod check;
mod compute;
mod cruise;
mod decide;
mod event;
mod freeze;
mod frozen;
mod refusal;
mod release;
mod score;
mod standing;

use std::collections::BTreeSet;

use model::{
    Actor, AlarmId, BlobHash, CreditCode, Datum, DistrictCode, FactorCode, StationId, Timestamp, TracingId,
    Unit,
};
use serde::{Deserialize, Serialize};

pub use apply::{ApplyError, apply};
pub use check::{Checked, Difference, check};
pub use compute::{compute, ranking};
pub use cruise::{Cruise, CruiseEnd, Done};
pub use decide::{Command, decide, may_work};
pub use event::{
    Closed, CruiseAccepted, CruiseAsked, CruiseEnded, Event, Failed, Frozen as FrozenEvent, NotPossible,
    Opened, Ranked,
};
pub use freeze::{
    CandidateArea, Gathered, MastSeen, SeriesSeen, TrackSeen, freeze, is_emitted, masts_near, mean_wind,
    stations_near,
};
pub use frozen::{
    Assumed, CandidateSeen, Found, Frozen, InstrumentSeen, Measuring, Missing, Model, PowerKnown, Question,
};
pub use refusal::Refusal;
pub use release::ReleaseSeen;
pub use score::{Item, Score, Tally, Tenth, Thing, score, tally};

/// The streams of tracings begin so; the id follows.
pub const STREAMS: &str = "tracing/";

/// The longest text of a person, characters.
pub const MAX_WORDS: usize = 1_000;

/// The longest record that a tracing looks at, s: three days.
pub const LONGEST_S: i64 = 72 * 3_600;

/// The shortest, s.
pub const SHORTEST_S: i64 = 3_600;

/// So many enterprises stand in the head of a ranking that an event keeps.
pub const RANKED: usize = 20;

/// From where a tracing comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// An alarm of a station.
    Alarm(AlarmId),
    /// Somebody asked, for this reason.
    ByHand(String),
}

/// Why a version of the ranking was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The tracing was opened.
    Opened,
    /// More had come meanwhile.
    Again,
    /// A cruise measured along a track (走航).
    Track(TrackFile),
}

/// The file of a track and what somebody said of it, with which it can be read again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackFile {
    /// Its bytes, in the vault.
    pub file: BlobHash,
    /// Its name.
    pub name: String,
    /// The datum of its places.
    pub datum: Datum,
    /// The unit of its values.
    pub unit: Unit,
    /// The column of its values; of a profile the one of the lowest height.
    pub column: String,
    /// The file of its places, in the vault, where they stand apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<BlobHash>,
    /// Whether all heights of a profile were taken, and not only its column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub profile: bool,
    /// How high above the ground it was measured, m, where somebody said so and the file does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
}

/// Everything that happened in one tracing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tracing {
    /// As what it was opened.
    pub opened: Opened,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Rankings, the first one first; at least one.
    pub versions: Vec<Version>,
    /// Vans that were asked to measure, the first one first.
    #[serde(default)]
    pub cruises: Vec<Cruise>,
    /// What turned out.
    pub closing: Option<Closing>,
}

/// One ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Its frozen input, in the vault.
    pub input: BlobHash,
    /// Why it was made.
    pub cause: Cause,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// How far it is.
    pub state: VersionState,
}

/// How far a ranking is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum VersionState {
    /// It is reckoned.
    Running,
    /// It is there.
    Ranked {
        /// Everything that came of it, in the vault.
        found: BlobHash,
        /// How it was made ([`trace::METHOD`]).
        method: String,
        /// Its head.
        ranking: Ranking,
        /// When.
        at: Timestamp,
    },
    /// It cannot be made: without this nothing can be told.
    NotPossible {
        /// What.
        missing: Vec<Missing>,
        /// When.
        at: Timestamp,
    },
    /// The program failed.
    Failed {
        /// Why.
        why: String,
        /// When.
        at: Timestamp,
    },
}

/// The head of a ranking. Probabilities of enterprises may sum to more than one: two may both be sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// That no source near is needed.
    pub none: f64,
    /// That there is a source in no register.
    pub unregistered: f64,
    /// The most probable ones first, [`RANKED`] at most.
    pub enterprises: Vec<RankedEnterprise>,
    /// Of how many.
    pub of: usize,
}

/// An enterprise in a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankedEnterprise {
    /// Which.
    pub enterprise: CreditCode,
    /// That it is a source.
    pub probability: f64,
}

/// What turned out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// These enterprises of the register; one at least.
    Enterprises(BTreeSet<CreditCode>),
    /// Somebody who is in no register.
    NotInRegister,
    /// Nobody near: it came from afar, or from traffic and the like everywhere.
    Regional,
    /// It was not found out. Such a tracing is not scored.
    NotFound,
}

/// How a tracing ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closing {
    /// What turned out.
    pub verdict: Verdict,
    /// In words.
    pub words: String,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl Tracing {
    /// Its id.
    pub fn id(&self) -> &TracingId {
        &self.opened.id
    }

    /// The district of its station.
    pub fn district(&self) -> &DistrictCode {
        &self.opened.district
    }

    /// The station whose air it is about.
    pub fn station(&self) -> &StationId {
        &self.opened.question.station
    }

    /// The factor.
    pub fn factor(&self) -> &FactorCode {
        &self.opened.question.factor
    }

    /// The alarm that it was opened from.
    pub fn alarm(&self) -> Option<&AlarmId> {
        match &self.opened.origin {
            Origin::Alarm(id) => Some(id),
            Origin::ByHand(_) => None,
        }
    }

    /// The tracks of cruises that came to it, the first one first.
    pub fn tracks(&self) -> impl Iterator<Item = &TrackFile> {
        self.versions.iter().filter_map(|version| match &version.cause {
            Cause::Track(track) => Some(track),
            Cause::Opened | Cause::Again => None,
        })
    }

    /// The last version.
    pub fn last(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The number of the version that is being reckoned, from 0.
    pub fn running(&self) -> Option<usize> {
        self.versions.iter().position(|version| matches!(version.state, VersionState::Running))
    }

    /// The last ranking that is there.
    pub fn ranking(&self) -> Option<&Ranking> {
        self.versions.iter().rev().find_map(|version| match &version.state {
            VersionState::Ranked { ranking, .. } => Some(ranking),
            VersionState::Running | VersionState::NotPossible { .. } | VersionState::Failed { .. } => None,
        })
    }

    /// How good the last ranking was, once it is known what turned out.
    pub fn score(&self) -> Option<Score> {
        score(self.ranking()?, &self.closing.as_ref()?.verdict)
    }
}
