use model::{BlobHash, DistrictCode, TracingId, UserId};
use serde::{Deserialize, Serialize};

use super::{Cause, Missing, Origin, Question, Ranking, Verdict};
use crate::stored::kinds;

/// What happened in a tracing.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It was opened, its input frozen.
    Opened(Opened),
    /// An input was frozen anew.
    Frozen(Frozen),
    /// The ranking of the last input is there.
    Ranked(Ranked),
    /// There can be none.
    NotPossible(NotPossible),
    /// The program failed.
    Failed(Failed),
    /// A van was asked to drive.
    CruiseAsked(CruiseAsked),
    /// Somebody drives.
    CruiseAccepted(CruiseAccepted),
    /// Nobody drives, or no longer.
    CruiseEnded(CruiseEnded),
    /// It is known what turned out.
    Closed(Closed),
}

/// See [`Event::Opened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// Its id.
    pub id: TracingId,
    /// From where it comes.
    pub origin: Origin,
    /// What is asked.
    pub question: Question,
    /// The district of the station.
    pub district: DistrictCode,
    /// The frozen input.
    pub input: BlobHash,
}

/// See [`Event::Frozen`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// The frozen input.
    pub input: BlobHash,
    /// Why.
    pub cause: Cause,
}

/// See [`Event::Ranked`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranked {
    /// Of which input.
    pub input: BlobHash,
    /// Everything that came of it.
    pub found: BlobHash,
    /// How it was made.
    pub method: String,
    /// Its head.
    pub ranking: Ranking,
}

/// See [`Event::NotPossible`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotPossible {
    /// Of which input.
    pub input: BlobHash,
    /// What is missing.
    pub missing: Vec<Missing>,
}

/// See [`Event::Failed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    /// Of which input.
    pub input: BlobHash,
    /// Why, for the operator.
    pub why: String,
}

/// See [`Event::CruiseAsked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CruiseAsked {
    /// Who should drive; whoever may, without a name.
    pub to: Option<UserId>,
    /// Where, and what else matters.
    pub words: String,
}

/// See [`Event::CruiseAccepted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CruiseAccepted {}

/// See [`Event::CruiseEnded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CruiseEnded {
    /// Why.
    pub words: String,
}

/// See [`Event::Closed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// What turned out.
    pub verdict: Verdict,
    /// In words.
    pub words: String,
}

// The shapes above are the stored format and never change.
kinds! {
    Opened = "tracing.opened",
    Frozen = "tracing.frozen",
    Ranked = "tracing.ranked",
    NotPossible = "tracing.not_possible",
    Failed = "tracing.failed",
    CruiseAsked = "tracing.cruise_asked",
    CruiseAccepted = "tracing.cruise_accepted",
    CruiseEnded = "tracing.cruise_ended",
    Closed = "tracing.closed",
}
