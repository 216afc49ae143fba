use model::{OutletId, StopId, Timestamp, china};

use super::LONGEST_DAYS;

/// Why a command on a declared stop is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Only who runs the outlet, its branch, duty officers and administrators may.
    MayNot,
    /// The register has no such outlet.
    UnknownOutlet {
        /// Which.
        outlet: OutletId,
    },
    /// There is no such stop.
    Unknown {
        /// Which.
        id: StopId,
    },
    /// It has no reason.
    ReasonMissing,
    /// It ends before it begins, or is longer than may be declared at once.
    BadSpan,
    /// An enterprise declares beforehand; afterwards only the bureau records.
    NotBeforehand,
    /// The outlet has a stop for some of that time already.
    Overlaps {
        /// When that one begins.
        from: Timestamp,
        /// When it ends.
        to: Timestamp,
    },
    /// It was withdrawn, or ended as it began.
    NoLongerHolds,
    /// An end lies within the stop.
    EndOutside {
        /// When the stop begins.
        from: Timestamp,
        /// When it ends.
        to: Timestamp,
    },
    /// What has begun, an enterprise ends and does not take back.
    HasBegun,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::MayNot => "role_may_not",
            Refusal::UnknownOutlet { .. } => "not_registered",
            Refusal::Unknown { .. } => "unknown_stop",
            Refusal::ReasonMissing => "reason_missing",
            Refusal::BadSpan => "bad_span",
            Refusal::NotBeforehand => "not_beforehand",
            Refusal::Overlaps { .. } => "stop_overlaps",
            Refusal::NoLongerHolds => "stop_no_longer_holds",
            Refusal::EndOutside { .. } => "end_outside_stop",
            Refusal::HasBegun => "stop_has_begun",
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNot)
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNot => "只有排放单位、所属分局、值班人员和系统管理员可以报备停运".into(),
            Refusal::UnknownOutlet { outlet } => format!("登记册中没有排放口 {outlet}"),
            Refusal::Unknown { id } => format!("没有停运报备 {id}"),
            Refusal::ReasonMissing => "请填写理由".into(),
            Refusal::BadSpan => format!("结束时间须晚于开始时间，且一次报备不超过{LONGEST_DAYS}天"),
            Refusal::NotBeforehand => "企业须在停运开始之前报备；已经开始的停运由生态环境部门登记".into(),
            Refusal::Overlaps { from, to } => {
                format!("该排放口已有{}至{}的停运报备", minute(*from), minute(*to))
            }
            Refusal::NoLongerHolds => "该停运报备已撤回或已结束".into(),
            Refusal::EndOutside { from, to } => {
                format!("结束时间须在{}至{}之间", minute(*from), minute(*to))
            }
            Refusal::HasBegun => "停运已经开始，不能撤回；恢复生产请填写结束时间".into(),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNot => {
                "only who runs the outlet, its branch, duty officers and administrators declare its stops"
                    .into()
            }
            Refusal::UnknownOutlet { outlet } => format!("the register has no outlet {outlet}"),
            Refusal::Unknown { id } => format!("there is no declared stop {id}"),
            Refusal::ReasonMissing => "it needs a reason".into(),
            Refusal::BadSpan => {
                format!("it has to end after it begins, at most {LONGEST_DAYS} days later")
            }
            Refusal::NotBeforehand => {
                "an enterprise declares a stop before it begins; what has begun the bureau records".into()
            }
            Refusal::Overlaps { from, to } => {
                format!("the outlet has a declared stop from {} to {} already", minute(*from), minute(*to))
            }
            Refusal::NoLongerHolds => "it was withdrawn or is over".into(),
            Refusal::EndOutside { from, to } => {
                format!("the end has to lie between {} and {}", minute(*from), minute(*to))
            }
            Refusal::HasBegun => "it has begun and cannot be taken back; say when it ends".into(),
        }
    }
}

/// To the minute, in China's time.
fn minute(at: Timestamp) -> String {
    china::civil(at).strftime("%Y-%m-%d %H:%M").to_string()
}
