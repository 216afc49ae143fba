use jiff::civil::Date;
use law::MarkingKind;
use model::{FactorCode, MarkingId, Timestamp, china};

use super::{MAX_FILES, MAX_REASON};

/// Why a command on markings is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Only who runs the outlet marks its data.
    MayNotMark,
    /// Only officers of the branch and the duty room review markings.
    MayNotReview,
    /// There is no such marking.
    Unknown {
        /// Which.
        id: MarkingId,
    },
    /// It was taken back.
    AlreadyWithdrawn,
    /// The bureau has accepted or contested it.
    Reviewed,
    /// It has no reason.
    ReasonMissing,
    /// The reason is longer than [`MAX_REASON`].
    ReasonTooLong,
    /// It has more than [`MAX_FILES`] files.
    TooManyFiles,
    /// It does not go from a whole hour to a later one.
    BadSpan,
    /// It reaches into hours that have not begun.
    NotYet,
    /// No rule on marking holds on that day.
    NoRule {
        /// Which day.
        day: Date,
    },
    /// The time for marking that day is over.
    Late {
        /// Which day.
        day: Date,
        /// When it was over.
        until: Timestamp,
    },
    /// The rule of the day has no such kind.
    KindNotKnown {
        /// Which.
        kind: MarkingKind,
    },
    /// The outlet does not measure that.
    NotMeasured {
        /// What.
        factor: FactorCode,
    },
    /// Some of these hours are marked already.
    Overlaps {
        /// From when.
        from: Timestamp,
        /// Until when.
        to: Timestamp,
    },
    /// A day is confirmed when it is over.
    DayNotOver {
        /// Which day.
        day: Date,
    },
    /// The day is confirmed already.
    AlreadyConfirmed {
        /// Which day.
        day: Date,
    },
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::MayNotMark | Refusal::MayNotReview => "role_may_not",
            Refusal::Unknown { .. } => "unknown_marking",
            Refusal::AlreadyWithdrawn => "marking_withdrawn",
            Refusal::Reviewed => "marking_reviewed",
            Refusal::ReasonMissing => "reason_missing",
            Refusal::ReasonTooLong => "reason_too_long",
            Refusal::TooManyFiles => "too_many_files",
            Refusal::BadSpan => "bad_span",
            Refusal::NotYet => "hours_not_begun",
            Refusal::NoRule { .. } => "no_marking_rule",
            Refusal::Late { .. } => "marking_late",
            Refusal::KindNotKnown { .. } => "marking_kind_not_known",
            Refusal::NotMeasured { .. } => "factor_not_measured",
            Refusal::Overlaps { .. } => "marking_overlaps",
            Refusal::DayNotOver { .. } => "day_not_over",
            Refusal::AlreadyConfirmed { .. } => "day_confirmed",
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNotMark | Refusal::MayNotReview)
    }

    /// What is in the way, and what can be done, in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNotMark => "只有该排放口的排污单位可以标记其数据".into(),
            Refusal::MayNotReview => "只有所属分局的执法人员和值班人员可以认可或质疑标记".into(),
            Refusal::Unknown { id } => format!("没有标记 {id}"),
            Refusal::AlreadyWithdrawn => "该标记已撤回".into(),
            Refusal::Reviewed => {
                "生态环境部门已对该标记作出意见，不能再修改或撤回；如有异议，请在预警的企业说明中说明".into()
            }
            Refusal::ReasonMissing => "请填写理由".into(),
            Refusal::ReasonTooLong => format!("理由不超过{MAX_REASON}字"),
            Refusal::TooManyFiles => format!("附件不超过{MAX_FILES}个"),
            Refusal::BadSpan => "标记须从整点开始、在更晚的整点结束".into(),
            Refusal::NotYet => "不能标记尚未开始的小时；计划停运请事先报备".into(),
            Refusal::NoRule { day } => {
                format!("{day}没有适用的标记规则，标记不产生任何效力；请在预警的企业说明中说明情况")
            }
            Refusal::Late { day, until } => format!(
                "{day}的数据须在{}前标记，现已截止，未标记视为无异议；仍可在预警的企业说明中说明情况，或只标记尚未截止的小时",
                china::minute_text(*until)
            ),
            Refusal::KindNotKnown { kind } => format!("当日的标记规则中没有这种标记：{}", kind.code()),
            Refusal::NotMeasured { factor } => format!("该排放口不监测因子 {factor}"),
            Refusal::Overlaps { from, to } => format!(
                "与已有标记({}至{})重叠；请修改或撤回该标记",
                china::minute_text(*from),
                china::minute_text(*to)
            ),
            Refusal::DayNotOver { day } => format!("{day}尚未结束，次日方可确认"),
            Refusal::AlreadyConfirmed { day } => format!("{day}已确认"),
        }
    }

    /// The same in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNotMark => "only the enterprise that runs the outlet marks its data".into(),
            Refusal::MayNotReview => {
                "only officers of the branch and the duty room accept and contest markings".into()
            }
            Refusal::Unknown { id } => format!("there is no marking {id}"),
            Refusal::AlreadyWithdrawn => "the marking was withdrawn".into(),
            Refusal::Reviewed => "the bureau has given its view of the marking, which cannot be changed or \
                                  withdrawn any more; object in the explanation of the alarm"
                .into(),
            Refusal::ReasonMissing => "it needs a reason".into(),
            Refusal::ReasonTooLong => format!("a reason has at most {MAX_REASON} characters"),
            Refusal::TooManyFiles => format!("at most {MAX_FILES} files"),
            Refusal::BadSpan => "a marking goes from a whole hour to a later one".into(),
            Refusal::NotYet => {
                "hours that have not begun cannot be marked; declare a planned stop beforehand".into()
            }
            Refusal::NoRule { day } => format!(
                "no rule on marking holds on {day}, a marking would do nothing; explain it with the alarm"
            ),
            Refusal::Late { day, until } => format!(
                "the data of {day} had to be marked before {}; what is not marked counts without objection. \
                 You can still explain it with the alarm, or mark only hours whose time is not over",
                china::minute_text(*until)
            ),
            Refusal::KindNotKnown { kind } => format!("the rule of that day has no mark {}", kind.code()),
            Refusal::NotMeasured { factor } => format!("the outlet does not measure {factor}"),
            Refusal::Overlaps { from, to } => format!(
                "it overlaps a marking from {} to {}; change or withdraw that one",
                china::minute_text(*from),
                china::minute_text(*to)
            ),
            Refusal::DayNotOver { day } => format!("{day} is not over; it is confirmed on the next day"),
            Refusal::AlreadyConfirmed { day } => format!("{day} is confirmed already"),
        }
    }
}
