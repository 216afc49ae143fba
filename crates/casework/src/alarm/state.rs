use std::collections::BTreeMap;

use law::Basis;
use model::{AlarmId, BlobHash, CreditCode, DistrictCode, Fact, FindingKey, Severity, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::event::EscalationCause;

/// One alarm episode as its events leave it.
///
/// Serialisable for read models, which can always be folded again; what is kept for ever is the events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// Its id.
    pub id: AlarmId,
    /// The anomaly that it is about.
    pub key: FindingKey,
    /// How much it presses now by itself; with those that are handled with it, see [`Alarm::pressing`].
    pub severity: Severity,
    /// How much it has pressed at most by itself.
    pub highest_severity: Severity,
    /// How much it pressed with those that are handled with it, from the first time on.
    pub severities: Vec<SeverityChange>,
    /// When the anomaly began the first time: before [`began`](Self::began) if it ended and came back.
    pub first_began: Timestamp,
    /// When the anomaly began, by the readings.
    pub began: Timestamp,
    /// The latest evidence, by the readings.
    pub seen: Timestamp,
    /// Since when the anomaly is over, by the readings; `None` while it holds.
    pub cleared_at: Option<Timestamp>,
    /// Why the detector fired, as it last said while the anomaly held.
    pub facts: Vec<Fact>,
    /// Why it says that the anomaly is over; empty while it holds.
    pub ending_facts: Vec<Fact>,
    /// The detector and its version.
    pub detector: String,
    /// Whose it is, if the subject belongs to an enterprise.
    pub enterprise: Option<CreditCode>,
    /// The district of the subject.
    pub district: DistrictCode,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// What the enterprise said, in order.
    pub explanations: Vec<Explanation>,
    /// To whom it went up, in order.
    pub escalations: Vec<Escalation>,
    /// How it was put aside the last time, unless that was ended before its time. Whether it still is at an instant
    /// says [`Alarm::snoozed`].
    pub snooze: Option<Snooze>,
    /// The alarm that it is handled with, or ended with.
    pub merged: Option<Merge>,
    /// How much those press that are handled with it.
    #[serde(default)]
    pub led: BTreeMap<AlarmId, Severity>,
    /// When it was last separated from another.
    pub separated_at: Option<Timestamp>,
    /// How many times it has changed its stage.
    pub moves: u32,
    /// Where it stands.
    pub stage: Stage,
}

/// A severity and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeverityChange {
    /// Since when.
    pub at: Timestamp,
    /// How much it presses since then.
    pub severity: Severity,
}

/// Where an alarm stands. Each stage owns what is known in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Stage {
    /// Raised and not assigned yet: it stands so only between two events of one decision.
    Raised,
    /// Given to a branch, which has not accepted it.
    Assigned {
        /// To which.
        assignment: Assignment,
        /// How many levels this assignment went up because nobody accepted it.
        level: u8,
    },
    /// An officer is on it.
    Accepted {
        /// The assignment that was accepted.
        assignment: Assignment,
        /// Who is on it.
        officer: UserId,
        /// Since when.
        at: Timestamp,
    },
    /// Given back to the duty room.
    Returned {
        /// The assignment that was returned.
        assignment: Assignment,
        /// By whom.
        officer: UserId,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Verified, and not closed yet.
    Verified {
        /// The assignment that led to it.
        assignment: Assignment,
        /// What was found.
        verification: Verification,
    },
    /// Closed. Final.
    Closed {
        /// The assignment that led to it.
        assignment: Assignment,
        /// What was found.
        verification: Verification,
        /// By whom it was closed.
        by: UserId,
        /// When.
        at: Timestamp,
        /// Why.
        note: String,
    },
    /// Handed on. Final.
    HandedOn {
        /// The assignment that led to it.
        assignment: Assignment,
        /// What was found.
        verification: Verification,
        /// To whom.
        to: HandOnTo,
        /// By whom.
        by: UserId,
        /// When.
        at: Timestamp,
        /// Why.
        note: String,
    },
}

/// The name of a [`Stage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// See [`Stage::Raised`].
    Raised,
    /// See [`Stage::Assigned`].
    Assigned,
    /// See [`Stage::Accepted`].
    Accepted,
    /// See [`Stage::Returned`].
    Returned,
    /// See [`Stage::Verified`].
    Verified,
    /// See [`Stage::Closed`].
    Closed,
    /// See [`Stage::HandedOn`].
    HandedOn,
}

impl StageName {
    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            StageName::Raised => "raised",
            StageName::Assigned => "assigned",
            StageName::Accepted => "accepted",
            StageName::Returned => "returned",
            StageName::Verified => "verified",
            StageName::Closed => "closed",
            StageName::HandedOn => "handed_on",
        }
    }

    /// Whether the episode is over.
    pub fn is_final(self) -> bool {
        match self {
            StageName::Closed | StageName::HandedOn => true,
            StageName::Raised
            | StageName::Assigned
            | StageName::Accepted
            | StageName::Returned
            | StageName::Verified => false,
        }
    }
}

/// To which branch an alarm was given (交办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The branch bureau, by its district.
    pub branch: DistrictCode,
    /// The officer who should accept it; any officer of the branch if `None`.
    pub officer: Option<UserId>,
    /// What the duty room wrote to it.
    pub note: Option<String>,
    /// When.
    pub at: Timestamp,
    /// The rule by which it was assigned; `None` where a person chose, or where no rule fits and it went to
    /// the subject's own district.
    pub basis: Option<Basis>,
}

/// What an enterprise said about an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// When.
    pub at: Timestamp,
    /// Who said it.
    pub by: UserId,
    /// The words.
    pub text: String,
    /// What came with them.
    pub files: Vec<BlobHash>,
}

/// One time that an alarm went up (督办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// When.
    pub at: Timestamp,
    /// How many times the alarm had changed its stage by then ([`Alarm::moves`]).
    pub moves: u32,
    /// Why.
    pub cause: EscalationCause,
}

/// That an alarm was put aside (暂缓提醒).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
}

/// That an alarm is handled with another (并案): the other's steps are its own, and it ends with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// The leading alarm.
    pub into: AlarmId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// Why, in words.
    pub reason: Option<String>,
    /// Why the machine proposed it; empty if it did not.
    pub facts: Vec<Fact>,
}

/// How an alarm was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationMode {
    /// Somebody went there (现场检查).
    OnSite,
    /// By data, calls and pictures (非现场检查).
    OffSite,
}

/// What a verification found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A violation (涉嫌违法).
    Violation,
    /// The equipment was at fault, not the enterprise (设备故障).
    EquipmentFault,
    /// A working condition that the enterprise had declared (已申报工况).
    DeclaredCondition,
    /// Nothing wrong (正常).
    Normal,
    /// It could not be verified (无法核实).
    CannotVerify,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Outcome; 5] = [
        Outcome::Violation,
        Outcome::EquipmentFault,
        Outcome::DeclaredCondition,
        Outcome::Normal,
        Outcome::CannotVerify,
    ];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Violation => "violation",
            Outcome::EquipmentFault => "equipment_fault",
            Outcome::DeclaredCondition => "declared_condition",
            Outcome::Normal => "normal",
            Outcome::CannotVerify => "cannot_verify",
        }
    }
}

/// What was found, how and by whom (核查).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: UserId,
    /// How.
    pub mode: VerificationMode,
    /// What was found.
    pub outcome: Outcome,
    /// In the officer's words; never empty on site.
    pub note: String,
    /// Photos, sheets.
    pub files: Vec<BlobHash>,
}

/// Where an alarm goes that the duty room does not close.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOnTo {
    /// A case is to be filed (立案).
    CaseFiling,
    /// Another department, by its name.
    OtherDepartment(String),
}

impl Alarm {
    /// How much its next step presses: as much as the most pressing of itself and those that are handled with it.
    pub fn pressing(&self) -> Severity {
        self.led.values().copied().fold(self.severity, Severity::max)
    }

    /// The name of its stage.
    pub fn stage_name(&self) -> StageName {
        match &self.stage {
            Stage::Raised => StageName::Raised,
            Stage::Assigned { .. } => StageName::Assigned,
            Stage::Accepted { .. } => StageName::Accepted,
            Stage::Returned { .. } => StageName::Returned,
            Stage::Verified { .. } => StageName::Verified,
            Stage::Closed { .. } => StageName::Closed,
            Stage::HandedOn { .. } => StageName::HandedOn,
        }
    }

    /// Whether people still have to do something about it.
    pub fn is_open(&self) -> bool {
        !self.stage_name().is_final()
    }

    /// When its stage began.
    pub fn stage_since(&self) -> Timestamp {
        match &self.stage {
            Stage::Raised => self.raised_at,
            Stage::Assigned { assignment, .. } => assignment.at,
            Stage::Accepted { at, .. }
            | Stage::Returned { at, .. }
            | Stage::Closed { at, .. }
            | Stage::HandedOn { at, .. } => *at,
            Stage::Verified { verification, .. } => verification.at,
        }
    }

    /// The latest assignment.
    pub fn assignment(&self) -> Option<&Assignment> {
        match &self.stage {
            Stage::Raised => None,
            Stage::Assigned { assignment, .. }
            | Stage::Accepted { assignment, .. }
            | Stage::Returned { assignment, .. }
            | Stage::Verified { assignment, .. }
            | Stage::Closed { assignment, .. }
            | Stage::HandedOn { assignment, .. } => Some(assignment),
        }
    }

    /// The branch that it was last given to.
    pub fn branch(&self) -> Option<&DistrictCode> {
        self.assignment().map(|assignment| &assignment.branch)
    }

    /// Who is on it, verified it, or is named to accept it.
    pub fn officer(&self) -> Option<&UserId> {
        match &self.stage {
            Stage::Raised | Stage::Returned { .. } => None,
            Stage::Assigned { assignment, .. } => assignment.officer.as_ref(),
            Stage::Accepted { officer, .. } => Some(officer),
            Stage::Verified { verification, .. }
            | Stage::Closed { verification, .. }
            | Stage::HandedOn { verification, .. } => Some(&verification.officer),
        }
    }

    /// What was found, once it is verified.
    pub fn verification(&self) -> Option<&Verification> {
        match &self.stage {
            Stage::Raised | Stage::Assigned { .. } | Stage::Accepted { .. } | Stage::Returned { .. } => None,
            Stage::Verified { verification, .. }
            | Stage::Closed { verification, .. }
            | Stage::HandedOn { verification, .. } => Some(verification),
        }
    }

    /// How it is put aside at `now`; `None` if it is not. It wakes by itself: nothing happens for that.
    pub fn snoozed(&self, now: Timestamp) -> Option<&Snooze> {
        self.snooze.as_ref().filter(|snooze| now < snooze.until)
    }

    /// Whether its steps are taken at another alarm.
    pub fn is_led(&self) -> bool {
        self.merged.is_some() && self.is_open()
    }

    /// Whether it went up at its present stage.
    pub fn is_escalated(&self) -> bool {
        self.escalations.iter().any(|escalation| escalation.moves == self.moves)
    }
}
