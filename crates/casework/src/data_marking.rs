//! The lifecycle of markings (自动监测数据标记): until noon of the next day an enterprise says of hours of an outlet
//! that the instrument did not measure what was emitted, or under which condition the plant ran. The bureau may
//! accept or contest what was said. What a marking does to an hour, [`effect_at`] derives from it and the law.

mod decide;
mod effect;
mod event;
mod refusal;

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::MarkingKind;
use model::{Actor, BlobHash, FactorCode, MarkingId, OutletId, Timestamp};
use serde::{Deserialize, Serialize};

pub use decide::{Case, Command, Content, decide, may_mark, may_review};
pub use effect::{Counted, Effect, HourEffect, effect_at};
pub use event::{Accepted, Changed, Confirmed, Contested, Event, Marked, Withdrawn, apply};
pub use refusal::Refusal;

/// The streams of markings begin so; the outlet's id follows.
pub const STREAMS: &str = "data-marking/";

/// The longest reason, in characters.
pub const MAX_REASON: usize = 1000;

/// The most files that come with one marking.
pub const MAX_FILES: usize = 20;

/// What is marked are hour means: spans are whole hours of this length.
pub const HOUR_S: i64 = 3600;

/// Whoever judges an hour needs to know when its condition began, s: no limit of a condition is longer, and what
/// began earlier is beyond it anyway.
pub const LOOK_BACK_S: i64 = law::LONGEST_LIMIT_H as i64 * HOUR_S;

/// What the bureau says of a marking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is as it was said.
    Accepted,
    /// It is not, or nothing shows that it is: the marking does nothing.
    Contested,
    /// It was contested, and is thought to be false on purpose.
    SuspectedFalse,
}

impl Verdict {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Accepted => "accepted",
            Verdict::Contested => "contested",
            Verdict::SuspectedFalse => "suspected_false",
        }
    }
}

/// What the bureau said of a marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// What.
    pub verdict: Verdict,
    /// Why; empty where a marking was accepted without a word.
    pub reason: String,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A marking as its events leave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marking {
    /// Of what.
    pub outlet: OutletId,
    /// The first hour's start.
    pub from: Timestamp,
    /// The last hour's end.
    pub to: Timestamp,
    /// Which factors; all, if empty.
    pub factors: Vec<FactorCode>,
    /// As what.
    pub kind: MarkingKind,
    /// Why.
    pub reason: String,
    /// What shows it.
    pub files: Vec<BlobHash>,
    /// Who marked it, or changed it last.
    pub marked_by: Actor,
    /// When it was first marked.
    pub marked_at: Timestamp,
    /// When it was changed last.
    pub changed_at: Option<Timestamp>,
    /// What the bureau says of it.
    pub review: Option<Review>,
    /// Why it was taken back, where it was.
    pub withdrawn: Option<String>,
}

impl Marking {
    /// Whether it does something: it was neither taken back nor contested.
    pub fn counts(&self) -> bool {
        self.withdrawn.is_none() && !self.is_contested()
    }

    /// Whether the bureau contests it.
    pub fn is_contested(&self) -> bool {
        self.review.as_ref().is_some_and(|review| match review.verdict {
            Verdict::Accepted => false,
            Verdict::Contested | Verdict::SuspectedFalse => true,
        })
    }

    /// Whether it speaks of a factor.
    pub fn is_of_factor(&self, factor: &FactorCode) -> bool {
        self.factors.is_empty() || self.factors.contains(factor)
    }

    /// Whether it speaks of something that another one speaks of.
    pub fn shares_factor(&self, other: &[FactorCode]) -> bool {
        other.is_empty() || self.factors.is_empty() || other.iter().any(|factor| self.is_of_factor(factor))
    }

    /// Whether it covers the hour that begins at `hour`.
    pub fn covers(&self, hour: Timestamp) -> bool {
        self.from <= hour && hour < self.to
    }
}

/// That an enterprise has nothing more to mark on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Who says so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// The markings of one outlet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletMarkings {
    /// Every one that was ever made.
    pub markings: BTreeMap<MarkingId, Marking>,
    /// The days that were confirmed.
    pub confirmed: BTreeMap<Date, Confirmation>,
}
