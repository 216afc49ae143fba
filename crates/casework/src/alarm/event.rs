use law::Basis;
use model::{AlarmId, BlobHash, CreditCode, DistrictCode, Fact, Finding, Role, Severity, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::due::Why;
use super::state::{HandOnTo, Outcome, VerificationMode};

/// What happened to an alarm. When and by whom stands beside it in the ledger; an account that the state needs
/// stands in the event too.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A finding began an episode.
    Raised(Raised),
    /// It presses more, or less.
    SeverityChanged(SeverityChanged),
    /// The detector tells new facts.
    FactsChanged(FactsChanged),
    /// The anomaly passed.
    Cleared(Cleared),
    /// The anomaly came back while the episode was open.
    Recurred(Recurred),
    /// It was given to a branch.
    Assigned(Assigned),
    /// An officer took it on.
    Accepted(Accepted),
    /// The branch gave it back.
    Returned(Returned),
    /// The enterprise explained.
    Explained(Explained),
    /// An officer said what was found.
    Verified(Verified),
    /// The duty room closed it.
    Closed(Closed),
    /// The duty room handed it on.
    HandedOn(HandedOn),
    /// It went up.
    Escalated(Escalated),
    /// Whoever is to act next put it aside.
    Snoozed(Snoozed),
    /// It was taken up before its time.
    Woken(Woken),
    /// It is handled with another alarm.
    Merged(Merged),
    /// It is handled by itself again.
    Separated(Separated),
    /// An alarm that is handled with it presses more or less, or is no longer handled with it.
    LedChanged(LedChanged),
    /// It ended with the alarm that led it.
    EndedWith(EndedWith),
}

/// See [`Event::Raised`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raised {
    /// The alarm's id.
    pub id: AlarmId,
    /// What was found.
    pub finding: Finding,
    /// Whose it is.
    pub enterprise: Option<CreditCode>,
    /// The subject's district.
    pub district: DistrictCode,
}

/// What a detector says about an anomaly that goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// When it began, by the readings.
    pub began: Timestamp,
    /// The latest evidence, by the readings.
    pub seen: Timestamp,
    /// The facts.
    pub facts: Vec<Fact>,
    /// The detector and its version.
    pub detector: String,
}

/// See [`Event::SeverityChanged`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityChanged {
    /// How much it pressed.
    pub from: Severity,
    /// How much it presses.
    pub to: Severity,
    /// Why.
    pub evidence: Evidence,
}

/// See [`Event::FactsChanged`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactsChanged {
    /// What is new.
    pub evidence: Evidence,
}

/// See [`Event::Cleared`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cleared {
    /// Why.
    pub evidence: Evidence,
}

/// See [`Event::Recurred`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurred {
    /// Why.
    pub evidence: Evidence,
}

/// See [`Event::Assigned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assigned {
    /// The branch bureau, by its district.
    pub branch: DistrictCode,
    /// The officer who should accept it.
    pub officer: Option<UserId>,
    /// A word to the branch.
    pub note: Option<String>,
    /// The rule that chose, where a rule did.
    pub basis: Option<Basis>,
}

/// See [`Event::Accepted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Who is on it.
    pub officer: UserId,
}

/// See [`Event::Returned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// Who gave it back.
    pub officer: UserId,
    /// Why.
    pub reason: String,
}

/// See [`Event::Explained`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// Who speaks for the enterprise.
    pub by: UserId,
    /// The words.
    pub text: String,
    /// What came with them.
    pub files: Vec<BlobHash>,
}

/// See [`Event::Verified`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// By whom.
    pub officer: UserId,
    /// How.
    pub mode: VerificationMode,
    /// What was found.
    pub outcome: Outcome,
    /// In words.
    pub note: String,
    /// Photos, sheets.
    pub files: Vec<BlobHash>,
}

/// See [`Event::Closed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// By whom.
    pub by: UserId,
    /// Why.
    pub note: String,
}

/// See [`Event::HandedOn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOn {
    /// By whom.
    pub by: UserId,
    /// To whom.
    pub to: HandOnTo,
    /// Why.
    pub note: String,
}

/// See [`Event::Escalated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalated {
    /// Why.
    pub cause: EscalationCause,
}

/// See [`Event::Snoozed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snoozed {
    /// By whom.
    pub by: UserId,
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
    /// The rule that lets it be so long.
    pub basis: Basis,
}

/// See [`Event::Woken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Woken {
    /// By whom.
    pub by: UserId,
}

/// See [`Event::Merged`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merged {
    /// By whom.
    pub by: UserId,
    /// The leading alarm.
    pub into: AlarmId,
    /// In words; always there if the machine did not propose it.
    pub reason: Option<String>,
    /// Why the machine proposed it; empty if it did not.
    pub facts: Vec<Fact>,
}

/// See [`Event::Separated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Separated {
    /// By whom.
    pub by: UserId,
    /// Why.
    pub reason: String,
}

/// See [`Event::LedChanged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedChanged {
    /// The merged alarm.
    pub merged: AlarmId,
    /// How much it presses; `None` if it is no longer handled with this one.
    pub severity: Option<Severity>,
}

/// See [`Event::EndedWith`]: what was found for the leading alarm, and how that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndedWith {
    /// The leading alarm.
    pub leading: AlarmId,
    /// Who verified that.
    pub officer: UserId,
    /// When.
    pub verified_at: Timestamp,
    /// How.
    pub mode: VerificationMode,
    /// What was found.
    pub outcome: Outcome,
    /// Who closed it or handed it on.
    pub by: UserId,
    /// To whom it was handed on; `None` if it was closed.
    pub to: Option<HandOnTo>,
    /// Why.
    pub note: String,
}

/// Why an alarm went up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EscalationCause {
    /// Nobody accepted it in time.
    Overdue {
        /// The level reached, from 1.
        level: u8,
        /// To whom it went.
        to: Role,
        /// When this level was due.
        due_at: Timestamp,
        /// By which rule.
        why: Why,
    },
    /// A leader took it up.
    ByHand {
        /// Who.
        by: UserId,
        /// Why.
        reason: String,
    },
}
