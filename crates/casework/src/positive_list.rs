//! The lifecycle of the positive list (正面清单): proposed by an enterprise or the bureau, checked by the machine, reviewed
//! by a person, shown to the public, entered; then renewed, or removed by a person when a condition breaks.
//!
//! The criteria are a pack's; what they look at is given as [`Facts`] and stands in the event that rests on it. A fact
//! that nobody knows is no pass: a reviewer settles it with words of their own, or the proposal waits. How long a notice
//! and an entry last follows from the law and is never stored.

mod apply;
mod check;
mod decide;
mod event;
mod refusal;
mod terms;

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{Basis, ListRegime};
use model::{Actor, AlarmId, CreditCode, Timestamp};
use serde::{Deserialize, Serialize};

pub use apply::{ApplyError, apply};
pub use check::{AlarmFact, Facts, Unchecked, check};
pub use decide::{Case, Command, decide, may_decide, may_propose, may_say};
pub use event::{
    Declined, Entered, Event, Kept, NoticeBegun, Objected, ObjectionAnswered, Proposed, RemovalProposed,
    Removed, Renewed, Withdrawn,
};
pub use refusal::Refusal;
pub use terms::{is_in_force, last_day, notice_over};

/// The streams of the list begin so; the credit code of the enterprise follows.
pub const STREAMS: &str = "positive-list/";

/// The longest statement, reason or note, characters.
pub const MAX_WORDS: usize = 1_000;

/// A category as it was when something rested on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// On what it rests; its rule is the category's id.
    pub basis: Basis,
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What it does.
    pub regime: ListRegime,
}

/// What came of looking at one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is fulfilled.
    Met,
    /// It is not.
    Failed,
    /// Nobody knows; that is no pass.
    Unknown,
}

/// What was seen, and so the reason of the verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// The library does not say it.
    NotGiven,
    /// It is not monitored, so that nothing can be seen.
    NotMonitored,
    /// Somebody last looked into its records on this day, which is too long ago.
    RecordOf(Date),
    /// These days fall within the time that counts.
    Days(Vec<Date>),
    /// None does, since this day.
    NoneSince(Date),
    /// How its permit is managed.
    Permit(String),
    /// Its points of environmental credit.
    Score(u16),
    /// These alarms count against it; none, if there is none.
    Alarms(Vec<AlarmId>),
    /// So many alarms, since this day.
    AlarmsSince(usize, Date),
    /// So much, tenths of a per cent.
    PerMille(u16),
    /// Its trade.
    Trade(String),
    /// What it was recognised as.
    Recognised(Vec<String>),
    /// It is monitored.
    Monitored,
}

/// A criterion with what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// Which rule; of belonging to the category at all, the category's own.
    pub basis: Basis,
    /// What it asks.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// What came of it.
    pub verdict: Verdict,
    /// Why.
    pub seen: Seen,
}

/// What the machine found when it looked at everything that a category asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// On which day.
    pub day: Date,
    /// Belonging first, then the criteria in the order of the pack.
    pub checked: Vec<Checked>,
}

impl Report {
    /// What came out so.
    pub fn of(&self, verdict: Verdict) -> impl Iterator<Item = &Checked> {
        self.checked.iter().filter(move |checked| checked.verdict == verdict)
    }
}

/// What is known of an enterprise on the list, or that was to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Whose.
    pub enterprise: CreditCode,
    /// Every proposal, in order; every one but the last is over.
    pub entries: Vec<Entry>,
}

/// A proposal and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// For which category.
    pub category: Category,
    /// By whom.
    pub proposed_by: Actor,
    /// When.
    pub proposed_at: Timestamp,
    /// Why, in the proposer's words.
    pub statement: String,
    /// What the machine last found.
    pub report: Report,
    /// How far it is.
    pub stage: Stage,
}

/// How far a proposal is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    /// It waits for review.
    Proposed,
    /// It ended before it was entered.
    Over(Ended),
    /// It is shown to the public.
    OnNotice(Notice),
    /// It is on the list.
    Listed(Listing),
    /// It was taken off.
    Removed(Listing, Ended),
}

/// Why and by whom something ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// How.
    pub how: End,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// How a proposal or entry ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Whoever proposed it took it back.
    Withdrawn,
    /// The reviewer declined it.
    Declined,
    /// An objection was upheld.
    Objection,
    /// It was taken off the list.
    Removed,
}

/// A notice to the public.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Since when.
    pub since: Timestamp,
    /// Who reviewed it.
    pub by: Actor,
    /// What people say of each criterion that the machine did not know when it was last looked at, by its rule.
    pub settled: BTreeMap<String, String>,
    /// What somebody objected, in order.
    pub objections: Vec<Objection>,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Objection {
    /// What it says, without who said it: that is kept outside.
    pub summary: String,
    /// Who took it down.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What came of it.
    pub answer: Option<Answer>,
}

/// What came of an objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it is right.
    pub upheld: bool,
    /// Why.
    pub finding: String,
    /// Who says so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// An entry on the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The notice before it.
    pub notice: Notice,
    /// Since when it is entered.
    pub since: Timestamp,
    /// By whom.
    pub by: Actor,
    /// When it was renewed.
    pub renewals: Vec<Timestamp>,
    /// That somebody, or the machine, wants it removed.
    pub removal: Option<RemovalProposal>,
    /// What a person decided to let pass, as it was seen then.
    pub let_pass: Vec<Checked>,
}

/// That an entry is to be removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemovalProposal {
    /// By whom; the machine is a part of the system.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Why, where a person says so.
    pub reason: Option<String>,
    /// What is broken.
    pub broken: Vec<Checked>,
}

impl Standing {
    /// The proposal that counts, or the last one.
    pub fn last(&self) -> Option<&Entry> {
        self.entries.last()
    }
}

impl Entry {
    /// The entry on the list, if it is on it.
    pub fn listing(&self) -> Option<&Listing> {
        match &self.stage {
            Stage::Listed(listing) => Some(listing),
            Stage::Proposed | Stage::Over(_) | Stage::OnNotice(_) | Stage::Removed(..) => None,
        }
    }

    /// Whether nothing more can come of it.
    pub fn is_over(&self) -> bool {
        match self.stage {
            Stage::Over(_) | Stage::Removed(..) => true,
            Stage::Proposed | Stage::OnNotice(_) | Stage::Listed(_) => false,
        }
    }
}
