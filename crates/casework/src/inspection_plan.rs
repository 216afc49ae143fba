//! The plan of a year's draws (年度抽查计划): how many of each pool are drawn in each quarter, by the rule in force or by hand with
//! the reason. Somebody drafts it, somebody else approves it; another draft can follow, and the approved one holds until that
//! is approved as well.
//!
//! What was drawn under a plan is counted from the draws, never stored here.

mod decide;
mod event;
mod refusal;

use draw::{Id, Text};
use law::Basis;
use model::{Actor, Timestamp};
use serde::{Deserialize, Serialize};

pub use decide::{Command, Proposed, Wish, decide, may_approve, may_draft};
pub use event::{ApplyError, Approved, Drafted, Event, Returned, apply};
pub use refusal::Refusal;

/// The streams of plans begin so; the year follows.
pub const STREAMS: &str = "inspection-plan/";

/// The longest reason, characters.
pub const MAX_WORDS: usize = 200;

/// Quarters of a year.
pub const QUARTERS: usize = 4;

/// The plan of a year and what happened to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InspectionPlan {
    /// Which year.
    pub year: i16,
    /// Every draft, in order.
    pub drafts: Vec<Draft>,
}

/// A draft and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What it says.
    pub drafted: Drafted,
    /// Who drafted it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What came of it.
    pub state: DraftState,
}

/// What came of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DraftState {
    /// It waits for somebody else.
    Waiting,
    /// It holds, unless a later one does.
    Approved {
        /// By whom.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// It was given back.
    Returned {
        /// Why.
        reason: String,
        /// By whom.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// Another draft came before anybody had decided.
    Replaced,
}

/// What a plan says of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedPool {
    /// The pool, as draws name it.
    pub id: Id,
    /// What people call it.
    pub title: Text,
    /// How many objects it had when it was drafted.
    pub objects: u32,
    /// How many are drawn in each quarter.
    pub quarters: [u32; QUARTERS],
    /// On what that rests.
    pub ground: Ground,
}

/// On what the figures of a pool rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ground {
    /// A rule in force.
    Rule(Basis),
    /// A person's word, with the reason.
    ByHand(String),
}

impl InspectionPlan {
    /// The draft that waits for somebody else.
    pub fn waiting(&self) -> Option<&Draft> {
        self.drafts.last().filter(|draft| draft.state == DraftState::Waiting)
    }

    /// What holds.
    pub fn in_force(&self) -> Option<&Draft> {
        self.drafts.iter().rev().find(|draft| matches!(draft.state, DraftState::Approved { .. }))
    }
}

impl Draft {
    /// What it says of a pool.
    pub fn pool(&self, id: &str) -> Option<&PlannedPool> {
        self.drafted.pools.iter().find(|pool| pool.id.as_str() == id)
    }
}
