use std::collections::BTreeMap;

use model::CreditCode;
use serde::{Deserialize, Serialize};

use super::{Category, Checked, Report};
use crate::stored::kinds;

/// What happened to an enterprise and the positive list.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It was proposed.
    Proposed(Proposed),
    /// Whoever proposed it took it back.
    Withdrawn(Withdrawn),
    /// The reviewer declined it.
    Declined(Declined),
    /// The reviewer agreed, and it is shown to the public.
    NoticeBegun(NoticeBegun),
    /// Somebody objects.
    Objected(Objected),
    /// An objection was answered; one that is upheld ends the proposal.
    ObjectionAnswered(ObjectionAnswered),
    /// It is on the list.
    Entered(Entered),
    /// It stays on the list for another time.
    Renewed(Renewed),
    /// Somebody, or the machine, wants it removed.
    RemovalProposed(RemovalProposed),
    /// A person decided that it stays.
    Kept(Kept),
    /// A person took it off.
    Removed(Removed),
}

/// See [`Event::Proposed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// Whom.
    pub enterprise: CreditCode,
    /// For which category.
    pub category: Category,
    /// Why, in the proposer's words.
    pub statement: String,
    /// What the machine found.
    pub report: Report,
}

/// See [`Event::Withdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Why.
    pub reason: String,
}

/// See [`Event::Declined`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declined {
    /// Why.
    pub reason: String,
    /// What the machine found.
    pub report: Report,
}

/// See [`Event::NoticeBegun`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeBegun {
    /// What the machine found.
    pub report: Report,
    /// What the reviewer says of each criterion that the machine did not know, by its rule.
    pub settled: BTreeMap<String, String>,
}

/// See [`Event::Objected`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objected {
    /// What the objection says, without who said it.
    pub summary: String,
}

/// See [`Event::ObjectionAnswered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionAnswered {
    /// Which, counted from 0.
    pub objection: usize,
    /// Whether it is right.
    pub upheld: bool,
    /// Why.
    pub finding: String,
}

/// See [`Event::Entered`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entered {
    /// What the machine found.
    pub report: Report,
    /// What people said of each criterion that the machine did not know, by its rule.
    pub settled: BTreeMap<String, String>,
}

/// See [`Event::Renewed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewed {
    /// What the machine found.
    pub report: Report,
    /// What the reviewer says of each criterion that the machine did not know, by its rule.
    pub settled: BTreeMap<String, String>,
}

/// See [`Event::RemovalProposed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovalProposed {
    /// Why, where a person says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is broken.
    pub broken: Vec<Checked>,
}

/// See [`Event::Kept`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Why.
    pub reason: String,
}

/// See [`Event::Removed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// Why.
    pub reason: String,
}

// The shapes above are the stored format and never change.
kinds! {
    Proposed = "positive_list.proposed",
    Withdrawn = "positive_list.withdrawn",
    Declined = "positive_list.declined",
    NoticeBegun = "positive_list.notice_begun",
    Objected = "positive_list.objected",
    ObjectionAnswered = "positive_list.objection_answered",
    Entered = "positive_list.entered",
    Renewed = "positive_list.renewed",
    RemovalProposed = "positive_list.removal_proposed",
    Kept = "positive_list.kept",
    Removed = "positive_list.removed",
}
