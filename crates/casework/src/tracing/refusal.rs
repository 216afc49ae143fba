/// Why a command on a tracing is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// The actor may not.
    MayNot,
    /// There is no such tracing.
    Unknown,
    /// It was opened already.
    Exists,
    /// It is closed.
    Closed,
    /// A ranking is being made.
    Running,
    /// No ranking is waited for, or of another input.
    NotRunning,
    /// The period is upside down, not over, too short or too long.
    BadPeriod,
    /// The factor is not emitted: ozone comes about in the air; or it is no concentration in air.
    NotEmitted,
    /// Nothing has come since the last version.
    NothingNew,
    /// A verdict names no enterprise.
    NobodyNamed,
    /// A ranking holds what is no probability.
    Unsound,
    /// A van was asked already and has not come back.
    CruiseOpen,
    /// No van is asked, or it was accepted already.
    NoCruise,
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
            Refusal::Unknown => "not_found",
            Refusal::Exists => "exists",
            Refusal::Closed => "is_over",
            Refusal::Running => "is_running",
            Refusal::NotRunning => "not_running",
            Refusal::BadPeriod => "bad_period",
            Refusal::NotEmitted => "not_emitted",
            Refusal::NothingNew => "nothing_new",
            Refusal::NobodyNamed => "nobody_named",
            Refusal::Unsound => "unsound",
            Refusal::CruiseOpen => "cruise_open",
            Refusal::NoCruise => "no_cruise",
            Refusal::WordsMissing { .. } => "words_missing",
        }
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::MayNot => "您的账号无权办理这次溯源的这一事项".into(),
            Refusal::Unknown => "没有这次溯源".into(),
            Refusal::Exists => "这次溯源已经建立".into(),
            Refusal::Closed => "这次溯源已经办结".into(),
            Refusal::Running => "正在计算排序，请稍候".into(),
            Refusal::NotRunning => "没有等待计算的排序".into(),
            Refusal::BadPeriod => "时段无效：须已结束，且为1至72小时".into(),
            Refusal::NotEmitted => {
                "该因子不能按排放源溯源：臭氧为二次生成，或该因子不是环境空气中的浓度".into()
            }
            Refusal::NothingNew => "上次排序之后没有新的数据".into(),
            Refusal::NobodyNamed => "请选择企业".into(),
            Refusal::Unsound => "排序中有不是概率的数".into(),
            Refusal::CruiseOpen => "走航任务还没有结束：请等轨迹上传，或先结束任务".into(),
            Refusal::NoCruise => "没有等待接收或正在进行的走航任务".into(),
            Refusal::WordsMissing { most } => format!("请填写说明，不超过{most}字"),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::MayNot => "your account may not do this with the tracing".into(),
            Refusal::Unknown => "there is no such tracing".into(),
            Refusal::Exists => "the tracing was opened already".into(),
            Refusal::Closed => "the tracing is closed".into(),
            Refusal::Running => "a ranking is being made".into(),
            Refusal::NotRunning => "no ranking is waited for".into(),
            Refusal::BadPeriod => "the period must be over and last 1 to 72 hours".into(),
            Refusal::NotEmitted => {
                "the factor cannot be traced to who emits it: ozone comes about in the air, or it is no \
                 concentration in ambient air"
                    .into()
            }
            Refusal::NothingNew => "nothing has come since the last ranking".into(),
            Refusal::NobodyNamed => "name an enterprise".into(),
            Refusal::Unsound => "the ranking holds what is no probability".into(),
            Refusal::CruiseOpen => {
                "a van was asked and has not come back: wait for its track, or end its task first".into()
            }
            Refusal::NoCruise => "no van is asked for, or it was accepted already".into(),
            Refusal::WordsMissing { most } => format!("it needs words, at most {most} characters"),
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::MayNot)
    }
}
