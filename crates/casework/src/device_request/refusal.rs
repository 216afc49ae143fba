use model::Role;

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The actor's role does not give such commands.
    RoleMayNot {
        /// The roles that do.
        may: &'static [Role],
    },
    /// It changes what a device measures or how it is reached, and nobody said why.
    ReasonMissing,
    /// The reason is too long.
    ReasonTooLong {
        /// Its length, characters.
        length: usize,
        /// The longest, characters.
        max: usize,
    },
    /// A request with this id was made before.
    AlreadyAsked,
    /// No such request was made.
    NotAsked,
    /// It is over.
    Over {
        /// How it ended.
        stage: &'static str,
    },
}

/// What sort of refusal it is, for whoever answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// There is no such request.
    NotFound,
    /// The actor may not.
    Forbidden,
    /// The request does not stand where this can be done.
    Conflict,
    /// The command itself is wrong.
    Invalid,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::RoleMayNot { .. } => "role_may_not",
            Refusal::ReasonMissing => "reason_missing",
            Refusal::ReasonTooLong { .. } => "reason_too_long",
            Refusal::AlreadyAsked => "already_asked",
            Refusal::NotAsked => "not_asked",
            Refusal::Over { .. } => "request_over",
        }
    }

    /// What sort of refusal it is.
    pub fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NotAsked => RefusalKind::NotFound,
            Refusal::RoleMayNot { .. } => RefusalKind::Forbidden,
            Refusal::AlreadyAsked | Refusal::Over { .. } => RefusalKind::Conflict,
            Refusal::ReasonMissing | Refusal::ReasonTooLong { .. } => RefusalKind::Invalid,
        }
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::RoleMayNot { .. } => "您的角色无权下发该指令".into(),
            Refusal::ReasonMissing => "该指令会改变设备的测量或通讯，请填写理由".into(),
            Refusal::ReasonTooLong { length, max } => format!("理由过长：{length}字，最多{max}字"),
            Refusal::AlreadyAsked => "该指令已下发".into(),
            Refusal::NotAsked => "没有这条指令".into(),
            Refusal::Over { .. } => "该指令已经结束".into(),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::RoleMayNot { may } => {
                let roles: Vec<&str> = may.iter().map(|role| role.code()).collect();
                format!("your role may not give this, only {}", roles.join(", "))
            }
            Refusal::ReasonMissing => "this changes how the device measures or is reached: say why".into(),
            Refusal::ReasonTooLong { length, max } => {
                format!("the reason has {length} characters, over {max}")
            }
            Refusal::AlreadyAsked => "this request was made already".into(),
            Refusal::NotAsked => "there is no such request".into(),
            Refusal::Over { stage } => format!("the request is over: {stage}"),
        }
    }
}
