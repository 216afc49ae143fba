use model::{AlarmId, BlobHash, CreditCode, DistrictCode, Fact, Finding, Severity, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::event::EndedWith;
use super::merge::Leading;
use super::state::{HandOnTo, Outcome, VerificationMode};

/// The longest text that a person may write, in characters.
pub const MAX_TEXT: usize = 4000;

/// The most files that come with one act.
pub const MAX_FILES: usize = 20;

/// What somebody wants to do with an alarm.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A finding begins an episode; it is assigned in the same decision, by rule.
    Raise {
        /// The new alarm's id.
        id: AlarmId,
        /// What was found.
        finding: Finding,
        /// Whose it is, if the subject belongs to an enterprise.
        enterprise: Option<CreditCode>,
        /// The subject's district.
        district: DistrictCode,
    },
    /// The detector says something new about the same anomaly. Nothing happens if nothing of substance is new.
    Update {
        /// What it says.
        finding: Finding,
    },
    /// The duty room gives it to a branch, or to another one.
    Assign {
        /// The branch bureau, by its district.
        branch: DistrictCode,
        /// The officer who should accept it; any of the branch if `None`.
        officer: Option<UserId>,
        /// A word to the branch.
        note: Option<String>,
    },
    /// An officer of the branch takes it on.
    Accept,
    /// The branch gives it back to the duty room.
    Return {
        /// Why.
        reason: String,
    },
    /// The enterprise explains.
    Explain {
        /// Its words.
        text: String,
        /// What comes with them.
        files: Vec<BlobHash>,
    },
    /// The officer says what was found.
    Verify {
        /// How it was verified.
        mode: VerificationMode,
        /// What was found.
        outcome: Outcome,
        /// In words; needed on site.
        note: String,
        /// Photos, sheets.
        files: Vec<BlobHash>,
    },
    /// The duty room closes it.
    Close {
        /// Why.
        note: String,
    },
    /// The duty room hands it on.
    HandOn {
        /// To whom.
        to: HandOnTo,
        /// Why.
        note: String,
    },
    /// It goes up: by the watch when nobody accepts it in time, or by a leader.
    Escalate {
        /// Why; a leader must say, the watch needs not.
        reason: Option<String>,
    },
    /// Whoever is to act next puts it aside until a time (暂缓提醒). Its terms run on.
    Snooze {
        /// Until when; at most as long as the law lets.
        until: Timestamp,
        /// Why.
        reason: String,
    },
    /// Whoever is to act next takes it up before that time.
    Wake,
    /// The duty room has it handled with another alarm of the same enterprise that explains it (并案).
    Merge {
        /// With which, as it stands.
        leading: Leading,
        /// Why; needed unless the machine proposed it.
        reason: Option<String>,
        /// The facts of the proposal, if the machine made it.
        facts: Vec<Fact>,
    },
    /// The duty room handles it by itself again (解除并案).
    Separate {
        /// Why.
        reason: String,
    },
    /// Tells a leading alarm how much one presses that is handled with it, so that a rise is nowhere passed over. Nothing
    /// happens where it knows.
    HearLed {
        /// The merged alarm.
        merged: AlarmId,
        /// How much it presses; `None` if it is no longer handled with this one.
        severity: Option<Severity>,
    },
    /// The leading alarm has ended, and this one ends with it.
    EndWith {
        /// How.
        ending: EndedWith,
    },
}

/// The name of a [`Command`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandName {
    /// See [`Command::Raise`].
    Raise,
    /// See [`Command::Update`].
    Update,
    /// See [`Command::Assign`].
    Assign,
    /// See [`Command::Accept`].
    Accept,
    /// See [`Command::Return`].
    Return,
    /// See [`Command::Explain`].
    Explain,
    /// See [`Command::Verify`].
    Verify,
    /// See [`Command::Close`].
    Close,
    /// See [`Command::HandOn`].
    HandOn,
    /// See [`Command::Escalate`].
    Escalate,
    /// See [`Command::Snooze`].
    Snooze,
    /// See [`Command::Wake`].
    Wake,
    /// See [`Command::Merge`].
    Merge,
    /// See [`Command::Separate`].
    Separate,
    /// See [`Command::HearLed`].
    HearLed,
    /// See [`Command::EndWith`].
    EndWith,
}

impl CommandName {
    /// All names.
    pub const ALL: [CommandName; 16] = [
        CommandName::Raise,
        CommandName::Update,
        CommandName::Assign,
        CommandName::Accept,
        CommandName::Return,
        CommandName::Explain,
        CommandName::Verify,
        CommandName::Close,
        CommandName::HandOn,
        CommandName::Escalate,
        CommandName::Snooze,
        CommandName::Wake,
        CommandName::Merge,
        CommandName::Separate,
        CommandName::HearLed,
        CommandName::EndWith,
    ];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            CommandName::Raise => "raise",
            CommandName::Update => "update",
            CommandName::Assign => "assign",
            CommandName::Accept => "accept",
            CommandName::Return => "return",
            CommandName::Explain => "explain",
            CommandName::Verify => "verify",
            CommandName::Close => "close",
            CommandName::HandOn => "hand_on",
            CommandName::Escalate => "escalate",
            CommandName::Snooze => "snooze",
            CommandName::Wake => "wake",
            CommandName::Merge => "merge",
            CommandName::Separate => "separate",
            CommandName::HearLed => "hear_led",
            CommandName::EndWith => "end_with",
        }
    }
}

impl Command {
    /// Its name.
    pub fn name(&self) -> CommandName {
        match self {
            Command::Raise { .. } => CommandName::Raise,
            Command::Update { .. } => CommandName::Update,
            Command::Assign { .. } => CommandName::Assign,
            Command::Accept => CommandName::Accept,
            Command::Return { .. } => CommandName::Return,
            Command::Explain { .. } => CommandName::Explain,
            Command::Verify { .. } => CommandName::Verify,
            Command::Close { .. } => CommandName::Close,
            Command::HandOn { .. } => CommandName::HandOn,
            Command::Escalate { .. } => CommandName::Escalate,
            Command::Snooze { .. } => CommandName::Snooze,
            Command::Wake => CommandName::Wake,
            Command::Merge { .. } => CommandName::Merge,
            Command::Separate { .. } => CommandName::Separate,
            Command::HearLed { .. } => CommandName::HearLed,
            Command::EndWith { .. } => CommandName::EndWith,
        }
    }
}
