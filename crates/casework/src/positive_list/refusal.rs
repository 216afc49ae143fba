use model::{Timestamp, china};

/// Why a command on the positive list is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// The actor may not.
    MayNot,
    /// Whoever proposed it does not review it.
    OwnProposal,
    /// It was not proposed.
    NotProposed,
    /// It is proposed, shown to the public or on the list already.
    IsProposed,
    /// It does not stand where this can be done.
    WrongStage,
    /// No pack has the category today.
    UnknownCategory,
    /// No pack says how the list is kept today.
    NoRule,
    /// Criteria are not fulfilled.
    CriteriaFailed {
        /// Which, by their rules.
        rules: Vec<String>,
    },
    /// Criteria are unknown, and nobody says anything of them.
    NotSettled {
        /// Which, by their rules.
        rules: Vec<String>,
    },
    /// The notice still runs.
    NoticeRuns {
        /// Until when.
        until: Timestamp,
    },
    /// Objections are not answered.
    ObjectionsOpen,
    /// There is no such objection, or it was answered.
    NoSuchObjection,
    /// Its removal was proposed already.
    RemovalProposed,
    /// Nobody proposed its removal.
    NoRemovalProposed,
    /// Nothing is broken that nobody has let pass.
    NothingBroken,
    /// Words are missing or too long.
    WordsMissing {
        /// How many characters there can be.
        most: usize,
    },
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::MayNot => "role_may_not",
            Refusal::OwnProposal => "own_proposal",
            Refusal::NotProposed => "not_proposed",
            Refusal::IsProposed => "is_proposed",
            Refusal::WrongStage => "wrong_stage",
            Refusal::UnknownCategory => "unknown_category",
            Refusal::NoRule => "no_rule",
            Refusal::CriteriaFailed { .. } => "criteria_failed",
            Refusal::NotSettled { .. } => "not_settled",
            Refusal::NoticeRuns { .. } => "notice_runs",
            Refusal::ObjectionsOpen => "objections_open",
            Refusal::NoSuchObjection => "no_such_objection",
            Refusal::RemovalProposed => "removal_proposed",
            Refusal::NoRemovalProposed => "no_removal_proposed",
            Refusal::NothingBroken => "nothing_broken",
            Refusal::WordsMissing { .. } => "words_missing",
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNot | Refusal::OwnProposal)
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNot => "您的账号无权办理正面清单的这一事项".into(),
            Refusal::OwnProposal => "提出申请的人不得审核自己的申请".into(),
            Refusal::NotProposed => "该企业没有正面清单申请".into(),
            Refusal::IsProposed => "该企业已有申请、正在公示或已在清单中".into(),
            Refusal::WrongStage => "当前阶段不能办理这一事项".into(),
            Refusal::UnknownCategory => "现行规则中没有这一类别".into(),
            Refusal::NoRule => "没有现行的正面清单规则".into(),
            Refusal::CriteriaFailed { rules } => format!("有条件不符合：{}", rules.join("、")),
            Refusal::NotSettled { rules } => {
                format!("有条件情况不明，须逐项说明核实情况：{}", rules.join("、"))
            }
            Refusal::NoticeRuns { until } => format!("公示期至{}届满", china::minute_text(*until)),
            Refusal::ObjectionsOpen => "还有异议没有处理".into(),
            Refusal::NoSuchObjection => "没有这条异议，或已处理".into(),
            Refusal::RemovalProposed => "已有移出建议待决定".into(),
            Refusal::NoRemovalProposed => "没有待决定的移出建议".into(),
            Refusal::NothingBroken => "没有新的不符合条件的情况".into(),
            Refusal::WordsMissing { most } => format!("请填写说明，不超过{most}字"),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNot => "your account may not do this with the positive list".into(),
            Refusal::OwnProposal => "whoever proposed it does not review it".into(),
            Refusal::NotProposed => "the enterprise was not proposed".into(),
            Refusal::IsProposed => {
                "the enterprise is proposed, shown to the public or on the list already".into()
            }
            Refusal::WrongStage => "it does not stand where this can be done".into(),
            Refusal::UnknownCategory => "no rule in force has this category".into(),
            Refusal::NoRule => "no rule in force says how the list is kept".into(),
            Refusal::CriteriaFailed { rules } => format!("not fulfilled: {}", rules.join(", ")),
            Refusal::NotSettled { rules } => {
                format!("unknown, so somebody has to say how each was settled: {}", rules.join(", "))
            }
            Refusal::NoticeRuns { until } => format!("the notice runs until {}", china::minute_text(*until)),
            Refusal::ObjectionsOpen => "there are objections that nobody has answered".into(),
            Refusal::NoSuchObjection => "there is no such objection, or it was answered".into(),
            Refusal::RemovalProposed => "its removal is proposed and waits for a decision".into(),
            Refusal::NoRemovalProposed => "nobody has proposed its removal".into(),
            Refusal::NothingBroken => "nothing is broken that nobody has let pass".into(),
            Refusal::WordsMissing { most } => format!("it needs words, at most {most} characters"),
        }
    }
}
