mod words;

use model::{AlarmId, CreditCode, DistrictCode, Role, Scope, Timestamp, UserId};

use super::command::CommandName;
use super::state::{Outcome, StageName};

/// Why a command is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// There is no such alarm.
    NotRaised,
    /// There is an alarm of this id already.
    AlreadyRaised {
        /// Its id.
        id: AlarmId,
    },
    /// The actor's role may not do this, whatever the alarm.
    RoleMayNot {
        /// What was wanted.
        command: CommandName,
        /// The actor's role; `None` for a part of the system.
        role: Option<Role>,
        /// The roles that may; none if only the system may.
        may: &'static [Role],
    },
    /// The alarm lies outside what the actor's account is for.
    OutOfScope {
        /// The account's scope.
        scope: Scope,
        /// The alarm's district.
        district: DistrictCode,
        /// The alarm's enterprise.
        enterprise: Option<CreditCode>,
    },
    /// The actor's account cannot give an alarm to this branch.
    BranchOutOfScope {
        /// The wanted branch.
        branch: DistrictCode,
    },
    /// It is given to another branch.
    NotTheBranch {
        /// To which.
        branch: DistrictCode,
    },
    /// It is another officer's.
    NotTheOfficer {
        /// Whose.
        officer: UserId,
    },
    /// Somebody has accepted it already.
    AlreadyAccepted {
        /// Who.
        officer: UserId,
    },
    /// It is given to this branch and officer already.
    AlreadyAssigned {
        /// The branch.
        branch: DistrictCode,
        /// The officer.
        officer: Option<UserId>,
    },
    /// The same explanation is there already.
    AlreadyExplained {
        /// Since when.
        at: Timestamp,
    },
    /// A leader has taken it up at this stage already.
    AlreadyEscalated {
        /// When.
        at: Timestamp,
    },
    /// The episode is over.
    Final {
        /// How.
        stage: StageName,
    },
    /// This cannot be done at the alarm's stage.
    WrongStage {
        /// What was wanted.
        command: CommandName,
        /// Where it stands.
        stage: StageName,
    },
    /// A violation is handed on, not closed.
    ViolationCannotBeClosed,
    /// Only a violation goes to case filing.
    NoViolationToFile {
        /// What was found.
        outcome: Outcome,
    },
    /// No rule says to whom it should go up next, or there is no term to overrun.
    NoEscalationRule {
        /// The level that was asked for.
        level: u8,
    },
    /// It is not late yet.
    NotDue {
        /// When it will be.
        at: Timestamp,
    },
    /// Somebody else is to act next.
    NotYourTurn {
        /// Whose turn it is.
        role: Role,
    },
    /// It is put aside already.
    AlreadySnoozed {
        /// Until when.
        until: Timestamp,
    },
    /// It is not put aside.
    NotSnoozed,
    /// No rule lets an alarm of this severity be put aside.
    NoSnoozeRule,
    /// The time until which it should be put aside is over.
    SnoozeNotAhead,
    /// It may not be put aside for so long.
    SnoozeTooLong {
        /// Until when at most.
        longest: Timestamp,
    },
    /// Its steps are taken at the alarm that it is handled with.
    HandledWith {
        /// Which.
        leading: AlarmId,
    },
    /// It is handled by itself.
    NotMerged,
    /// An alarm cannot lead itself.
    LeadsItself,
    /// The two are not of one enterprise, or of none.
    OtherEnterprise,
    /// The alarm that should lead is over, or is handled with another itself.
    CannotLead {
        /// Which.
        leading: AlarmId,
    },
    /// Others are handled with this one: they would have to be separated before.
    LeadsOthers,
    /// The leading alarm is not over yet, or is another one.
    NotEnded,
    /// The finding is about another anomaly.
    OtherFinding,
    /// A figure of the finding is not a number.
    FactNotFinite {
        /// Which.
        fact: String,
    },
    /// A text is needed.
    TextMissing {
        /// Which.
        field: Field,
    },
    /// A text is too long.
    TextTooLong {
        /// Which.
        field: Field,
        /// Its length, characters.
        length: usize,
        /// The greatest length.
        max: usize,
    },
    /// Too many files.
    TooManyFiles {
        /// How many.
        count: usize,
        /// How many may be.
        max: usize,
    },
}

/// A text that a person writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The note of an assignment, a verification, a closing or a handing on.
    Note,
    /// The reason of a return, an escalation, a snooze, a merging or a separation.
    Reason,
    /// The text of an explanation.
    Text,
    /// The department that an alarm is handed on to.
    To,
}

impl Field {
    /// The field's name in the API.
    pub fn code(self) -> &'static str {
        match self {
            Field::Note => "note",
            Field::Reason => "reason",
            Field::Text => "text",
            Field::To => "to",
        }
    }
}

/// What sort of refusal it is, for whoever answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// There is nothing to act on.
    NotFound,
    /// The actor may not.
    Forbidden,
    /// The alarm does not stand where this can be done.
    Conflict,
    /// The command itself is wrong.
    Invalid,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotRaised => "alarm_not_raised",
            Refusal::AlreadyRaised { .. } => "alarm_already_raised",
            Refusal::RoleMayNot { .. } => "role_may_not",
            Refusal::OutOfScope { .. } => "out_of_scope",
            Refusal::BranchOutOfScope { .. } => "branch_out_of_scope",
            Refusal::NotTheBranch { .. } => "not_the_branch",
            Refusal::NotTheOfficer { .. } => "not_the_officer",
            Refusal::AlreadyAccepted { .. } => "already_accepted",
            Refusal::AlreadyAssigned { .. } => "already_assigned",
            Refusal::AlreadyExplained { .. } => "already_explained",
            Refusal::AlreadyEscalated { .. } => "already_escalated",
            Refusal::Final { .. } => "alarm_final",
            Refusal::WrongStage { .. } => "wrong_stage",
            Refusal::ViolationCannotBeClosed => "violation_cannot_be_closed",
            Refusal::NoViolationToFile { .. } => "no_violation_to_file",
            Refusal::NoEscalationRule { .. } => "no_escalation_rule",
            Refusal::NotDue { .. } => "not_due",
            Refusal::NotYourTurn { .. } => "not_your_turn",
            Refusal::AlreadySnoozed { .. } => "already_snoozed",
            Refusal::NotSnoozed => "not_snoozed",
            Refusal::NoSnoozeRule => "no_snooze_rule",
            Refusal::SnoozeNotAhead => "snooze_not_ahead",
            Refusal::SnoozeTooLong { .. } => "snooze_too_long",
            Refusal::HandledWith { .. } => "handled_with",
            Refusal::NotMerged => "not_merged",
            Refusal::LeadsItself => "leads_itself",
            Refusal::OtherEnterprise => "other_enterprise",
            Refusal::CannotLead { .. } => "cannot_lead",
            Refusal::LeadsOthers => "leads_others",
            Refusal::NotEnded => "leading_not_ended",
            Refusal::OtherFinding => "other_finding",
            Refusal::FactNotFinite { .. } => "fact_not_finite",
            Refusal::TextMissing { .. } => "text_missing",
            Refusal::TextTooLong { .. } => "text_too_long",
            Refusal::TooManyFiles { .. } => "too_many_files",
        }
    }

    /// What sort of refusal it is.
    pub fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NotRaised => RefusalKind::NotFound,
            Refusal::RoleMayNot { .. }
            | Refusal::OutOfScope { .. }
            | Refusal::BranchOutOfScope { .. }
            | Refusal::NotTheBranch { .. }
            | Refusal::NotTheOfficer { .. }
            | Refusal::NotYourTurn { .. } => RefusalKind::Forbidden,
            Refusal::AlreadyRaised { .. }
            | Refusal::AlreadyAccepted { .. }
            | Refusal::AlreadyAssigned { .. }
            | Refusal::AlreadyExplained { .. }
            | Refusal::AlreadyEscalated { .. }
            | Refusal::Final { .. }
            | Refusal::WrongStage { .. }
            | Refusal::ViolationCannotBeClosed
            | Refusal::NoViolationToFile { .. }
            | Refusal::NoEscalationRule { .. }
            | Refusal::NotDue { .. }
            | Refusal::AlreadySnoozed { .. }
            | Refusal::NotSnoozed
            | Refusal::NoSnoozeRule
            | Refusal::HandledWith { .. }
            | Refusal::NotMerged
            | Refusal::CannotLead { .. }
            | Refusal::LeadsOthers
            | Refusal::NotEnded => RefusalKind::Conflict,
            Refusal::OtherFinding
            | Refusal::LeadsItself
            | Refusal::OtherEnterprise
            | Refusal::SnoozeNotAhead
            | Refusal::SnoozeTooLong { .. }
            | Refusal::FactNotFinite { .. }
            | Refusal::TextMissing { .. }
            | Refusal::TextTooLong { .. }
            | Refusal::TooManyFiles { .. } => RefusalKind::Invalid,
        }
    }

    /// The text at fault, where a text is.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Refusal::TextMissing { field } | Refusal::TextTooLong { field, .. } => Some(field.code()),
            Refusal::TooManyFiles { .. } => Some("files"),
            Refusal::BranchOutOfScope { .. } => Some("branch"),
            Refusal::LeadsItself | Refusal::OtherEnterprise | Refusal::CannotLead { .. } => Some("into"),
            Refusal::SnoozeNotAhead | Refusal::SnoozeTooLong { .. } => Some("until"),
            Refusal::NotRaised
            | Refusal::AlreadyRaised { .. }
            | Refusal::RoleMayNot { .. }
            | Refusal::OutOfScope { .. }
            | Refusal::NotTheBranch { .. }
            | Refusal::NotTheOfficer { .. }
            | Refusal::AlreadyAccepted { .. }
            | Refusal::AlreadyAssigned { .. }
            | Refusal::AlreadyExplained { .. }
            | Refusal::AlreadyEscalated { .. }
            | Refusal::Final { .. }
            | Refusal::WrongStage { .. }
            | Refusal::ViolationCannotBeClosed
            | Refusal::NoViolationToFile { .. }
            | Refusal::NoEscalationRule { .. }
            | Refusal::NotDue { .. }
            | Refusal::NotYourTurn { .. }
            | Refusal::AlreadySnoozed { .. }
            | Refusal::NotSnoozed
            | Refusal::NoSnoozeRule
            | Refusal::HandledWith { .. }
            | Refusal::NotMerged
            | Refusal::LeadsOthers
            | Refusal::NotEnded
            | Refusal::OtherFinding
            | Refusal::FactNotFinite { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn one_of_each() -> Vec<Refusal> {
        let branch: DistrictCode = "430105".parse().unwrap();
        let officer: UserId = "u-li".parse().unwrap();
        let at = Timestamp::UNIX_EPOCH;
        vec![
            Refusal::NotRaised,
            Refusal::AlreadyRaised { id: "A20200830-0001".parse().unwrap() },
            Refusal::RoleMayNot { command: CommandName::Assign, role: None, may: &[Role::DutyOfficer] },
            Refusal::OutOfScope { scope: Scope::City, district: branch.clone(), enterprise: None },
            Refusal::BranchOutOfScope { branch: branch.clone() },
            Refusal::NotTheBranch { branch: branch.clone() },
            Refusal::NotTheOfficer { officer: officer.clone() },
            Refusal::AlreadyAccepted { officer: officer.clone() },
            Refusal::AlreadyAssigned { branch, officer: Some(officer) },
            Refusal::AlreadyExplained { at },
            Refusal::AlreadyEscalated { at },
            Refusal::Final { stage: StageName::Closed },
            Refusal::WrongStage { command: CommandName::Verify, stage: StageName::Assigned },
            Refusal::ViolationCannotBeClosed,
            Refusal::NoViolationToFile { outcome: Outcome::Normal },
            Refusal::NoEscalationRule { level: 3 },
            Refusal::NotDue { at },
            Refusal::NotYourTurn { role: Role::BranchOfficer },
            Refusal::AlreadySnoozed { until: at },
            Refusal::NotSnoozed,
            Refusal::NoSnoozeRule,
            Refusal::SnoozeNotAhead,
            Refusal::SnoozeTooLong { longest: at },
            Refusal::HandledWith { leading: "A20200830-0002".parse().unwrap() },
            Refusal::NotMerged,
            Refusal::LeadsItself,
            Refusal::OtherEnterprise,
            Refusal::CannotLead { leading: "A20200830-0002".parse().unwrap() },
            Refusal::LeadsOthers,
            Refusal::NotEnded,
            Refusal::OtherFinding,
            Refusal::FactNotFinite { fact: "hour_mean".into() },
            Refusal::TextMissing { field: Field::Note },
            Refusal::TextTooLong { field: Field::Reason, length: 4001, max: 4000 },
            Refusal::TooManyFiles { count: 21, max: 20 },
        ]
    }

    #[test]
    fn every_refusal_has_its_own_code_and_sentences() {
        let all = one_of_each();
        let codes: BTreeSet<&str> = all.iter().map(Refusal::code).collect();
        assert_eq!(codes.len(), all.len());
        let zh: BTreeSet<String> = all.iter().map(Refusal::message_zh).collect();
        let en: BTreeSet<String> = all.iter().map(Refusal::message_en).collect();
        assert_eq!((zh.len(), en.len()), (all.len(), all.len()));
        for refusal in &all {
            assert!(!refusal.message_zh().is_ascii(), "{refusal:?}");
            // Officers are told apart by the page, which may look their names up; a sentence names nobody.
            assert!(!refusal.message_zh().contains("u-li") && !refusal.message_en().contains("u-li"));
        }
    }

    #[test]
    fn a_refusal_says_who_may() {
        let refusal = Refusal::RoleMayNot {
            command: CommandName::Close,
            role: Some(Role::Leader),
            may: &[Role::DutyOfficer],
        };
        assert_eq!(refusal.message_zh(), "只有值班员可以办结");
        assert_eq!(refusal.to_string(), "close is for duty_officer only");
        let system_only = Refusal::RoleMayNot { command: CommandName::Raise, role: None, may: &[] };
        assert_eq!(system_only.message_zh(), "只有系统可以生成预警");
    }
}
