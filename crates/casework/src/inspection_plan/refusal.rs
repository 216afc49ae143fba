use draw::Id;

use super::MAX_WORDS;

/// Why a command on the plan of a year is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Only who manages draws drafts plans.
    MayNotDraft,
    /// Only leaders of the city approve plans and give them back.
    MayNotApprove,
    /// Nobody decides on a draft of his own.
    OwnDraft,
    /// No draft waits.
    NothingWaits,
    /// Another draft than the one that was read waits.
    OtherDraft {
        /// Which.
        number: u32,
    },
    /// The libraries have no such pool.
    UnknownPool {
        /// Which.
        pool: Id,
    },
    /// A pool stands twice.
    PoolTwice {
        /// Which.
        pool: Id,
    },
    /// More are to be drawn in a quarter than the pool has.
    TooMany {
        /// Of which pool.
        pool: Id,
        /// How many it has.
        objects: u32,
    },
    /// A reason is missing or too long.
    ReasonMissing {
        /// Of which pool, where it is one's.
        pool: Option<Id>,
    },
    /// Nobody would be drawn.
    NothingPlanned,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::MayNotDraft | Refusal::MayNotApprove => "role_may_not",
            Refusal::OwnDraft => "own_draft",
            Refusal::NothingWaits => "nothing_waits",
            Refusal::OtherDraft { .. } => "other_draft",
            Refusal::UnknownPool { .. } => "unknown_pool",
            Refusal::PoolTwice { .. } => "pool_twice",
            Refusal::TooMany { .. } => "quota_exceeds_pool",
            Refusal::ReasonMissing { .. } => "reason_missing",
            Refusal::NothingPlanned => "nothing_planned",
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNotDraft | Refusal::MayNotApprove | Refusal::OwnDraft)
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNotDraft => "只有市级值班人员、领导和系统管理员可以拟订抽查计划".into(),
            Refusal::MayNotApprove => "只有市级领导可以批准或退回抽查计划".into(),
            Refusal::OwnDraft => "不得批准或退回本人拟订的计划".into(),
            Refusal::NothingWaits => "没有待批准的计划".into(),
            Refusal::OtherDraft { number } => format!("现在待批准的是第{number}稿，请重新查看"),
            Refusal::UnknownPool { pool } => format!("名录库中没有抽查池 {pool}"),
            Refusal::PoolTwice { pool } => format!("抽查池 {pool} 重复出现"),
            Refusal::TooMany { pool, objects } => format!("{pool} 只有{objects}家，每季度抽取数不得超过该数"),
            Refusal::ReasonMissing { pool: Some(pool) } => {
                format!("{pool} 的抽取数与规则不同或没有规则，请填写理由，不超过{MAX_WORDS}字")
            }
            Refusal::ReasonMissing { pool: None } => format!("请填写理由，不超过{MAX_WORDS}字"),
            Refusal::NothingPlanned => "计划没有安排任何抽查".into(),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNotDraft => {
                "only duty officers, leaders and administrators of the city draft plans of draws".into()
            }
            Refusal::MayNotApprove => "only leaders of the city approve plans and give them back".into(),
            Refusal::OwnDraft => "nobody decides on a draft of his own".into(),
            Refusal::NothingWaits => "no draft waits for anybody".into(),
            Refusal::OtherDraft { number } => format!("draft {number} waits now; read it first"),
            Refusal::UnknownPool { pool } => format!("the libraries have no pool {pool}"),
            Refusal::PoolTwice { pool } => format!("the pool {pool} stands twice"),
            Refusal::TooMany { pool, objects } => {
                format!("{pool} has {objects} objects, and no more are drawn in a quarter")
            }
            Refusal::ReasonMissing { pool: Some(pool) } => {
                format!(
                    "what is drawn of {pool} is not what a rule says: it needs a reason, at most {MAX_WORDS} characters"
                )
            }
            Refusal::ReasonMissing { pool: None } => {
                format!("it needs a reason, at most {MAX_WORDS} characters")
            }
            Refusal::NothingPlanned => "nobody would be drawn".into(),
        }
    }
}
