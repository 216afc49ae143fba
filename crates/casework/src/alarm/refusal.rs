use model::{AlarmId, CreditCode, DistrictCode, Role, Scope, Timestamp, UserId, china};

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
    /// The reason of a return or of an escalation.
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
            | Refusal::NotTheOfficer { .. } => RefusalKind::Forbidden,
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
            | Refusal::NotDue { .. } => RefusalKind::Conflict,
            Refusal::OtherFinding
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
            | Refusal::OtherFinding
            | Refusal::FactNotFinite { .. } => None,
        }
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::NotRaised => "该预警不存在".into(),
            Refusal::AlreadyRaised { id } => format!("预警 {id} 已存在"),
            Refusal::RoleMayNot { command, may, .. } => {
                let roles: Vec<&str> = may.iter().map(|role| role_zh(*role)).collect();
                let who = if roles.is_empty() { "系统".to_owned() } else { roles.join("、") };
                format!("只有{who}可以{}", command_zh(*command))
            }
            Refusal::OutOfScope { .. } => "该预警不在您的管辖范围内".into(),
            Refusal::BranchOutOfScope { branch } => format!("您无权交办给分局 {branch}"),
            Refusal::NotTheBranch { branch } => format!("该预警已交办给分局 {branch}"),
            Refusal::NotTheOfficer { .. } => "该预警由其他执法人员办理".into(),
            Refusal::AlreadyAccepted { .. } => "该预警已被接收".into(),
            Refusal::AlreadyAssigned { branch, .. } => format!("该预警已交办给分局 {branch},无需重复交办"),
            Refusal::AlreadyExplained { at } => {
                format!("相同的说明已于 {} 提交", china::minute_text(*at))
            }
            Refusal::AlreadyEscalated { at } => format!("本环节已于 {} 督办", china::minute_text(*at)),
            Refusal::Final { stage } => format!("该预警{},不能再变更", stage_zh(*stage)),
            Refusal::WrongStage { command, stage } => {
                format!("该预警{},不能{}", stage_zh(*stage), command_zh(*command))
            }
            Refusal::ViolationCannotBeClosed => "核查结果为涉嫌违法,不能直接办结,须移交".into(),
            Refusal::NoViolationToFile { .. } => "核查结果不是涉嫌违法,不能移交立案".into(),
            Refusal::NoEscalationRule { level } => format!("没有第{level}级督办规则"),
            Refusal::NotDue { at } => format!("尚未超时,时限至 {}", china::minute_text(*at)),
            Refusal::OtherFinding => "该发现与此预警不是同一异常".into(),
            Refusal::FactNotFinite { fact } => format!("事实 {fact} 不是有效数值"),
            Refusal::TextMissing { field } => format!("请填写{}", field_zh(*field)),
            Refusal::TextTooLong { field, length, max } => {
                format!("{}有{length}个字,最多{max}个字", field_zh(*field))
            }
            Refusal::TooManyFiles { count, max } => format!("附件有{count}个,最多{max}个"),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::NotRaised => "there is no such alarm".into(),
            Refusal::AlreadyRaised { id } => format!("alarm {id} exists already"),
            Refusal::RoleMayNot { command, may, .. } => {
                let roles: Vec<&str> = may.iter().map(|role| role.code()).collect();
                let who = if roles.is_empty() { "the system".to_owned() } else { roles.join(", ") };
                format!("{} is for {who} only", command.code())
            }
            Refusal::OutOfScope { .. } => "the alarm lies outside what your account is for".into(),
            Refusal::BranchOutOfScope { branch } => format!("you cannot assign to branch {branch}"),
            Refusal::NotTheBranch { branch } => format!("the alarm is assigned to branch {branch}"),
            Refusal::NotTheOfficer { .. } => "another officer is on the alarm".into(),
            Refusal::AlreadyAccepted { .. } => "the alarm has been accepted already".into(),
            Refusal::AlreadyAssigned { branch, .. } => {
                format!("the alarm is assigned to branch {branch} already")
            }
            Refusal::AlreadyExplained { at } => {
                format!("the same explanation was given at {}", china::minute_text(*at))
            }
            Refusal::AlreadyEscalated { at } => {
                format!("it was escalated at this stage at {}", china::minute_text(*at))
            }
            Refusal::Final { stage } => format!("the alarm is {} and changes no more", stage.code()),
            Refusal::WrongStage { command, stage } => {
                format!("{} is not possible while the alarm is {}", command.code(), stage.code())
            }
            Refusal::ViolationCannotBeClosed => "a violation is handed on, not closed".into(),
            Refusal::NoViolationToFile { .. } => "only a violation goes to case filing".into(),
            Refusal::NoEscalationRule { level } => format!("no rule for escalation at level {level}"),
            Refusal::NotDue { at } => format!("not late yet: due {}", china::minute_text(*at)),
            Refusal::OtherFinding => "the finding is about another anomaly".into(),
            Refusal::FactNotFinite { fact } => format!("fact {fact} is not a finite number"),
            Refusal::TextMissing { field } => format!("{} must not be empty", field.code()),
            Refusal::TextTooLong { field, length, max } => {
                format!("{} has {length} characters, at most {max} are kept", field.code())
            }
            Refusal::TooManyFiles { count, max } => format!("{count} files, at most {max} are kept"),
        }
    }
}

fn role_zh(role: Role) -> &'static str {
    match role {
        Role::DutyOfficer => "值班员",
        Role::BranchOfficer => "分局执法人员",
        Role::EnterpriseUser => "企业用户",
        Role::Leader => "领导",
        Role::InspectorGeneral => "派驻纪检监察组",
        Role::Administrator => "系统管理员",
    }
}

fn command_zh(command: CommandName) -> &'static str {
    match command {
        CommandName::Raise => "生成预警",
        CommandName::Update => "更新预警",
        CommandName::Assign => "交办",
        CommandName::Accept => "接收",
        CommandName::Return => "退回",
        CommandName::Explain => "提交说明",
        CommandName::Verify => "提交核查结果",
        CommandName::Close => "办结",
        CommandName::HandOn => "移交",
        CommandName::Escalate => "督办",
    }
}

fn stage_zh(stage: StageName) -> &'static str {
    match stage {
        StageName::Raised => "尚未交办",
        StageName::Assigned => "待接收",
        StageName::Accepted => "正在核查",
        StageName::Returned => "已退回",
        StageName::Verified => "已核查",
        StageName::Closed => "已办结",
        StageName::HandedOn => "已移交",
    }
}

fn field_zh(field: Field) -> &'static str {
    match field {
        Field::Note => "备注",
        Field::Reason => "理由",
        Field::Text => "说明内容",
        Field::To => "移交去向",
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
