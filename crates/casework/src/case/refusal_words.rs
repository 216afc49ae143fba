//! The sentences of refusals.

use law::{Basis, Rung};
use model::{Money, china};

use super::command::Act;
use super::execution::EnforcementStep;
use super::filing::ConditionKind;
use super::refusal::{Field, Refusal};
use super::state::StageName;

impl Refusal {
    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::RoleMayNot { .. } => "您的角色不能办理这一事项".into(),
            Refusal::OutOfScope => "案件不在您的管辖范围内".into(),
            Refusal::Investigated { act: Act::Review } => "参与调查的人员不得进行法制审核".into(),
            Refusal::Investigated { .. } => "参与调查的人员不得主持听证".into(),
            Refusal::Unknown => "没有这个案件".into(),
            Refusal::Exists { id } => format!("案件 {id} 已存在"),
            Refusal::Over { stage, at } => {
                format!("案件已于{}{},不能再办理此事项", china::minute_text(*at), stage_zh(*stage))
            }
            Refusal::WrongStage { stage, .. } => format!("案件处于“{}”阶段,不能办理此事项", stage_zh(*stage)),
            Refusal::Suspended => "办案期限正在中止,请先恢复".into(),
            Refusal::NotSuspended => "办案期限没有中止".into(),
            Refusal::TextMissing { field } => format!("请填写{}", field_zh(*field)),
            Refusal::TextTooLong { field, length, max } => {
                format!("{}过长({length}),最多{max}", field_zh(*field))
            }
            Refusal::TooManyFiles { count, max } => format!("附件{count}个,最多{max}个"),
            Refusal::InFuture { field, day } => format!("{} {day} 尚未到来", field_zh(*field)),
            Refusal::OutOfOrder { field, day, after } => {
                format!("{}的先后不对:{after} 与 {day}", field_zh(*field))
            }
            Refusal::UnknownAct { act } => format!("法规库没有违法行为“{act}”"),
            Refusal::ConditionMissing { condition } => {
                format!("立案条件“{}”须写明依据", condition_zh(*condition))
            }
            Refusal::LimitationOver { due } => format!("发现时已超过追责期限(至 {due}),不得立案"),
            Refusal::LateNeedsReason { due } => format!("已超过期限(至 {due}):可以办理,须写明逾期原因"),
            Refusal::EvidenceTwice { evidence } => format!("该文件已是证据{evidence}"),
            Refusal::FileMissing { file } => format!("找不到文件 {file},或其内容与哈希不符"),
            Refusal::UnknownEvidence { evidence } => format!("没有证据{evidence}"),
            Refusal::NoEvidence => "没有证据".into(),
            Refusal::EvidenceAltered { evidence } => {
                format!("证据{}的内容与登记的哈希不符,不得作为依据", numbers(evidence))
            }
            Refusal::UnknownOrder { order } => format!("没有责令改正决定{order}"),
            Refusal::CorrectedAlready => "复查已确认改正".into(),
            Refusal::NoTier => "尚未确定处理层级".into(),
            Refusal::UnknownFact { fact } => format!("规则没有事实“{fact}”,或重复填写"),
            Refusal::FactContradicts { fact, .. } => format!("“{fact}”与登记记录不符,须写明理由"),
            Refusal::DepartureNeedsReason { proposed } => {
                format!("与建议层级“{}”不同,须写明理由", rung_zh(*proposed))
            }
            Refusal::NoGroundToStop { possible } => {
                format!("依据未列明这一中止事由;可选:{}", possible.join("、"))
            }
            Refusal::NotExtendable { term } => format!("期限 {term} 现在不能延长"),
            Refusal::TermUnknown { term } => format!("法规库没有期限 {term},不能确定是否届满"),
            Refusal::AloneDeliberating => "集体讨论至少应有两人参加".into(),
            Refusal::DeliberationMissing { rules } => {
                format!("依规定须先经集体讨论:{}", sources(rules))
            }
            Refusal::NotReviewed => "未经调查人员以外的人法制审核同意,不得作出决定".into(),
            Refusal::NoticeNotServed => "告知书尚未送达,或送达尚未生效".into(),
            Refusal::PartyMayStillSpeak { until } => format!("当事人可以陈述申辩或要求听证至 {until}"),
            Refusal::NoRightToHearing => "本案不属于应当听证的情形".into(),
            Refusal::HearingAskedLate { due } => format!("要求听证的期限已于 {due} 届满"),
            Refusal::NoHearingAsked => "当事人没有要求听证".into(),
            Refusal::HearingTooSoon { told_by } => format!("来不及通知:最迟应于 {told_by} 通知当事人"),
            Refusal::NoHearingConvened => "没有通知过在该日或之前举行的听证".into(),
            Refusal::HearingNotHeld => "当事人要求听证,尚未举行".into(),
            Refusal::HeavierThanTold { told } => {
                format!("罚款高于告知的 {} 元:须重新告知,不得因申辩加重处罚", told.grouped())
            }
            Refusal::NotOnTheSpot => "超过当场处罚的范围".into(),
            Refusal::PackOfElsewhere { pack } => format!("裁量基准 {pack} 不适用于本地"),
            Refusal::DatesAreTheCases => "行为日期和决定日期以案件为准,不得另填".into(),
            Refusal::FactorContradicts { factor, chosen, known } => {
                format!("“{factor}”选择“{chosen}”,与案件事实(“{known}”)不符,须写明理由")
            }
            Refusal::OutsideTheLaw { least, greatest } => {
                format!("罚款须在法定幅度内({})", range(*least, *greatest, "元"))
            }
            Refusal::Law { refusal } => format!("法规库无法回答:{refusal}"),
            Refusal::NothingToServe => "没有可送达的该文书".into(),
            Refusal::ServedAlready => "该文书已送达".into(),
            Refusal::DecisionNotServed => "决定书尚未送达,或送达尚未生效".into(),
            Refusal::NoFine => "没有罚款".into(),
            Refusal::PaysTooMuch { left } => format!("金额须大于零且不超过尚欠的 {} 元", left.grouped()),
            Refusal::DailyPending { daily } => format!("按日连续处罚{daily}已告知,尚未作出决定"),
            Refusal::NoDaily => "没有待办理的按日连续处罚".into(),
            Refusal::NothingToCount => {
                "没有可计的天数:责令改正决定书须已送达,且其后的复查发现仍未改正".into()
            }
            Refusal::ChallengedAlready { since } => format!("自 {since} 起正在复议或诉讼"),
            Refusal::NotChallenged => "没有进行中的复议或诉讼".into(),
            Refusal::StepTaken => "该步骤已办理".into(),
            Refusal::StepMissing { step } => format!("须先办理:{}", step_zh(*step)),
            Refusal::UnknownMeasure { measure } => format!("没有措施{measure},或均已解除"),
            Refusal::MeasureLifted { on } => format!("该措施已于 {on} 解除"),
            Refusal::MeasureNeedsHead => "执法人员只能在紧急情况下当场查封扣押,其他措施由负责人决定".into(),
            Refusal::NothingToApprove => "没有待补办批准的措施".into(),
            Refusal::UnknownReferral { referral } => format!("没有移送{referral},或均已移交"),
            Refusal::NotHandedOver => "尚未移交公安机关".into(),
            Refusal::NotPerformed { left } => format!("结案理由不成立;尚欠 {} 元", left.grouped()),
            Refusal::CannotMerge { into } => {
                format!("不能并入 {into}:须为同一当事人未作决定的其他案件")
            }
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::RoleMayNot { .. } => "your role may not do this".into(),
            Refusal::OutOfScope => "the case lies outside your scope".into(),
            Refusal::Investigated { act: Act::Review } => {
                "who investigated may not do the legal review".into()
            }
            Refusal::Investigated { .. } => "who investigated may not chair the hearing".into(),
            Refusal::Unknown => "there is no such case".into(),
            Refusal::Exists { id } => format!("the case {id} exists already"),
            Refusal::Over { stage, at } => {
                format!("the case is over ({}) since {}", stage.code(), china::minute_text(*at))
            }
            Refusal::WrongStage { stage, .. } => format!("not at this stage ({})", stage.code()),
            Refusal::Suspended => "the term of the decision is suspended: resume it first".into(),
            Refusal::NotSuspended => "the term of the decision is not suspended".into(),
            Refusal::TextMissing { field } => format!("{} must be filled in", field_en(*field)),
            Refusal::TextTooLong { field, length, max } => {
                format!("{} is too long ({length}), at most {max}", field_en(*field))
            }
            Refusal::TooManyFiles { count, max } => format!("{count} files, at most {max}"),
            Refusal::InFuture { field, day } => format!("{}: {day} has not come", field_en(*field)),
            Refusal::OutOfOrder { field, day, after } => {
                format!("{}: {after} and {day} are in the wrong order", field_en(*field))
            }
            Refusal::UnknownAct { act } => format!("no pack knows the act {act:?}"),
            Refusal::ConditionMissing { condition } => {
                format!("the condition {} needs its ground", condition.code())
            }
            Refusal::LimitationOver { due } => {
                format!("it was found after the time for prosecuting ({due}) and may not be filed")
            }
            Refusal::LateNeedsReason { due } => {
                format!("it was due by {due}: it may be done, with the reason why it comes late")
            }
            Refusal::EvidenceTwice { evidence } => format!("the file is evidence {evidence} already"),
            Refusal::FileMissing { file } => {
                format!("the file {file} is not there, or not what its hash says")
            }
            Refusal::UnknownEvidence { evidence } => format!("there is no evidence {evidence}"),
            Refusal::NoEvidence => "there is no evidence".into(),
            Refusal::EvidenceAltered { evidence } => {
                format!("the hash of evidence {} does not match: nothing may rest on it", numbers(evidence))
            }
            Refusal::UnknownOrder { order } => format!("there is no order {order}"),
            Refusal::CorrectedAlready => "it was found put right already".into(),
            Refusal::NoTier => "the case stands on no rung yet".into(),
            Refusal::UnknownFact { fact } => {
                format!("no rule asks for the fact {fact:?}, or it stands twice")
            }
            Refusal::FactContradicts { fact_en, .. } => {
                format!("{fact_en:?} contradicts the register: say why")
            }
            Refusal::DepartureNeedsReason { proposed } => {
                format!("it is another rung than the proposal ({}): say why", proposed.code())
            }
            Refusal::NoGroundToStop { possible } => {
                format!("the source names no such ground; possible: {}", possible.join(", "))
            }
            Refusal::NotExtendable { term } => format!("the term {term} cannot be extended now"),
            Refusal::TermUnknown { term } => {
                format!("no pack knows the term {term}: nobody can say whether it is over")
            }
            Refusal::AloneDeliberating => "at least two take part in a deliberation".into(),
            Refusal::DeliberationMissing { rules } => {
                format!("the rules want a collective deliberation first: {}", sources(rules))
            }
            Refusal::NotReviewed => {
                "no decision without the legal review of somebody who did not investigate".into()
            }
            Refusal::NoticeNotServed => "the notice is not served, or its service does not count yet".into(),
            Refusal::PartyMayStillSpeak { until } => {
                format!("the party may state, or ask for a hearing, until {until}")
            }
            Refusal::NoRightToHearing => "no rule gives a hearing here".into(),
            Refusal::HearingAskedLate { due } => format!("a hearing could be asked for until {due}"),
            Refusal::NoHearingAsked => "the party asks for no hearing".into(),
            Refusal::HearingTooSoon { told_by } => {
                format!("too soon: the party would have had to be told by {told_by}")
            }
            Refusal::NoHearingConvened => "no hearing was called for that day or before".into(),
            Refusal::HearingNotHeld => "a hearing was asked for and not held".into(),
            Refusal::HeavierThanTold { told } => format!(
                "the fine is more than the {} yuan that the party was told: tell it anew, nobody is punished for defending themselves",
                told.grouped()
            ),
            Refusal::NotOnTheSpot => "it is more than what may be decided on the spot".into(),
            Refusal::PackOfElsewhere { pack } => format!("the pack {pack} does not hold here"),
            Refusal::DatesAreTheCases => "the days of act and decision are those of the case".into(),
            Refusal::FactorContradicts { factor, chosen, known } => {
                format!("{factor}: {chosen:?} contradicts the facts of the case ({known:?}): say why")
            }
            Refusal::OutsideTheLaw { least, greatest } => {
                format!("the law allows {}", range(*least, *greatest, " yuan"))
            }
            Refusal::Law { refusal } => format!("the law does not answer: {refusal}"),
            Refusal::NothingToServe => "there is no such document to serve".into(),
            Refusal::ServedAlready => "it is served already".into(),
            Refusal::DecisionNotServed => {
                "the decision is not served, or its service does not count yet".into()
            }
            Refusal::NoFine => "there is no fine".into(),
            Refusal::PaysTooMuch { left } => {
                format!("it must be more than nothing and at most the {} yuan that are owed", left.grouped())
            }
            Refusal::DailyPending { daily } => {
                format!("the daily penalty {daily} was told and is not imposed yet")
            }
            Refusal::NoDaily => "no daily penalty waits for this".into(),
            Refusal::NothingToCount => {
                "no day counts: the order must be served, and a later look have found the act going on".into()
            }
            Refusal::ChallengedAlready { since } => format!("the decision is challenged since {since}"),
            Refusal::NotChallenged => "the decision is not challenged".into(),
            Refusal::StepTaken => "the step was taken already".into(),
            Refusal::StepMissing { step } => format!("first: {}", step.code()),
            Refusal::UnknownMeasure { measure } => {
                format!("there is no measure {measure}, or all are lifted")
            }
            Refusal::MeasureLifted { on } => format!("the measure was lifted on {on}"),
            Refusal::MeasureNeedsHead => {
                "an officer alone takes only an urgent seizure; everything else is the head's".into()
            }
            Refusal::NothingToApprove => "no measure waits for its approval".into(),
            Refusal::UnknownReferral { referral } => {
                format!("there is no referral {referral}, or all are handed over")
            }
            Refusal::NotHandedOver => "it was not handed over yet".into(),
            Refusal::NotPerformed { left } => {
                format!("that has not happened; {} yuan are owed", left.grouped())
            }
            Refusal::CannotMerge { into } => {
                format!("{into} must be another, undecided case of the same party")
            }
        }
    }
}

fn numbers(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("、")
}

fn sources(rules: &[Basis]) -> String {
    rules.iter().map(|basis| basis.source.as_str()).collect::<Vec<_>>().join("; ")
}

fn range(least: Option<Money>, greatest: Option<Money>, unit: &str) -> String {
    let text = |money: Option<Money>| {
        money.map_or_else(|| "—".to_owned(), |money| format!("{}{unit}", money.grouped()))
    };
    format!("{}..{}", text(least), text(greatest))
}

fn stage_zh(stage: StageName) -> &'static str {
    match stage {
        StageName::Opened => "线索核查",
        StageName::Investigating => "调查",
        StageName::UnderReview => "法制审核",
        StageName::Reviewed => "审核通过",
        StageName::Noticed => "告知",
        StageName::Decided => "已决定",
        StageName::Closed => "结案",
        StageName::Archived => "归档",
        StageName::Ended => "终结",
    }
}

fn condition_zh(condition: ConditionKind) -> &'static str {
    match condition {
        ConditionKind::Evidence => "有涉嫌违法的初步证据",
        ConditionKind::Punishable => "依法应当给予处罚",
        ConditionKind::Jurisdiction => "属于本机关管辖",
        ConditionKind::Limitation => "未超过追责期限",
    }
}

fn rung_zh(rung: Rung) -> &'static str {
    match rung {
        Rung::Remind => "提醒",
        Rung::Guide => "指导帮扶",
        Rung::RectifyExempt => "责令改正、免予处罚",
        Rung::Ordinary => "一般处罚",
        Rung::Heavier => "从重处罚",
        Rung::Measures => "按日计罚、查封扣押、限产停产",
        Rung::Referral => "移送",
    }
}

fn step_zh(step: EnforcementStep) -> &'static str {
    match step {
        EnforcementStep::Urged => "催告",
        EnforcementStep::AppliedToCourt => "申请法院强制执行",
        EnforcementStep::CourtAllowed => "法院裁定准予执行",
        EnforcementStep::CourtRefused => "法院裁定不予执行",
        EnforcementStep::Enforced => "执行完毕",
        EnforcementStep::Terminated => "终结执行",
    }
}

fn field_zh(field: Field) -> &'static str {
    match field {
        Field::Reason => "理由",
        Field::Ground => "依据",
        Field::Suspected => "涉嫌违法行为",
        Field::FoundOn => "线索初查日期",
        Field::EndedOn => "行为终了日期",
        Field::On => "日期",
        Field::Until => "改正期限",
        Field::Place => "地点",
        Field::Words => "内容",
        Field::Title => "证据名称",
        Field::Shows => "证明内容",
        Field::To => "对象",
        Field::Facts => "查明的事实",
        Field::Provisions => "法律依据",
        Field::Reasons => "决定理由",
        Field::Weighed => "对陈述申辩的采纳情况",
        Field::Penalty => "处罚",
        Field::Number => "文书号",
        Field::Note => "说明",
        Field::Volume => "卷号",
        Field::Objects => "查封、限制或停产的对象",
        Field::Was => "原文",
        Field::Becomes => "更正为",
    }
}

fn field_en(field: Field) -> &'static str {
    match field {
        Field::Reason => "the reason",
        Field::Ground => "the ground",
        Field::Suspected => "what is suspected",
        Field::FoundOn => "the day of the first check",
        Field::EndedOn => "the last day of the act",
        Field::On => "the day",
        Field::Until => "the day until which to rectify",
        Field::Place => "the place",
        Field::Words => "the words",
        Field::Title => "the title",
        Field::Shows => "what it shows",
        Field::To => "to whom",
        Field::Facts => "the facts found",
        Field::Provisions => "the provisions",
        Field::Reasons => "the reasons",
        Field::Weighed => "how the statement was weighed",
        Field::Penalty => "the penalty",
        Field::Number => "the document's number",
        Field::Note => "the note",
        Field::Volume => "the volume",
        Field::Objects => "what is seized, limited or stopped",
        Field::Was => "what stands there",
        Field::Becomes => "what it should be",
    }
}
