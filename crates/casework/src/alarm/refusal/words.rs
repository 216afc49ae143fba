//! What a refusal says to people.

use model::{Role, china};

use super::{Field, Refusal};
use crate::alarm::{CommandName, StageName};

impl Refusal {
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
            Refusal::NotYourTurn { role } => format!("该预警现由{}办理", role_zh(*role)),
            Refusal::AlreadySnoozed { until } => format!("该预警已暂缓至 {}", china::minute_text(*until)),
            Refusal::NotSnoozed => "该预警没有暂缓".into(),
            Refusal::NoSnoozeRule => "规则不允许暂缓该等级的预警".into(),
            Refusal::SnoozeNotAhead => "暂缓的时间须晚于现在".into(),
            Refusal::SnoozeTooLong { longest } => {
                format!("最多可暂缓至 {}", china::minute_text(*longest))
            }
            Refusal::HandledWith { leading } => format!("该预警已并入 {leading},请在 {leading} 办理"),
            Refusal::NotMerged => "该预警没有并案".into(),
            Refusal::LeadsItself => "预警不能并入自身".into(),
            Refusal::OtherEnterprise => "只能并入同一企业的预警".into(),
            Refusal::CannotLead { leading } => format!("预警 {leading} 已结束或已并入其他预警,不能并入"),
            Refusal::LeadsOthers => "已有其他预警并入该预警,请先解除".into(),
            Refusal::NotEnded => "主预警尚未结束".into(),
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
            Refusal::NotYourTurn { role } => format!("the next step is for {}", role.code()),
            Refusal::AlreadySnoozed { until } => {
                format!("the alarm is put aside until {} already", china::minute_text(*until))
            }
            Refusal::NotSnoozed => "the alarm is not put aside".into(),
            Refusal::NoSnoozeRule => "no rule lets an alarm of this severity be put aside".into(),
            Refusal::SnoozeNotAhead => "the time must lie ahead".into(),
            Refusal::SnoozeTooLong { longest } => {
                format!("it can be put aside until {} at most", china::minute_text(*longest))
            }
            Refusal::HandledWith { leading } => {
                format!("the alarm is handled with {leading}: take its steps there")
            }
            Refusal::NotMerged => "the alarm is handled by itself".into(),
            Refusal::LeadsItself => "an alarm cannot be merged into itself".into(),
            Refusal::OtherEnterprise => "only alarms of one enterprise can be merged".into(),
            Refusal::CannotLead { leading } => {
                format!("alarm {leading} is over or handled with another, and cannot lead")
            }
            Refusal::LeadsOthers => "other alarms are handled with this one: separate them first".into(),
            Refusal::NotEnded => "the leading alarm is not over".into(),
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
        CommandName::Snooze => "暂缓提醒",
        CommandName::Wake => "结束暂缓",
        CommandName::Merge => "并案",
        CommandName::Separate => "解除并案",
        CommandName::HearLed => "更新并案预警的等级",
        CommandName::EndWith => "随主预警结束",
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
