use std::fmt;

use model::{LoggerTarget, Mn, OrderId, RegisterError, ReleaseFault, Role, Timestamp, china};

use super::LONGEST_ORDER_DAYS;

/// Why a command on the register is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// The actor's role may not do this.
    RoleMayNot {
        /// The actor's role; `None` for a part of the system.
        role: Option<Role>,
        /// The roles that may.
        may: &'static [Role],
    },
    /// The actor's account is not for the whole city.
    NotForTheCity,
    /// The command does not say where the entries come from.
    OriginMissing,
    /// Entries that cannot enter; none of the command has entered.
    BadEntries {
        /// Every one of them, in the order of the command.
        entries: Vec<BadEntry>,
    },
    /// The logger is in the register already.
    AlreadyAdopted {
        /// Its number.
        mn: Mn,
        /// What it reports for.
        target: LoggerTarget,
    },
    /// Another logger reports for this already.
    TargetTaken {
        /// For what.
        target: LoggerTarget,
        /// Which logger.
        mn: Mn,
    },
    /// The register does not know the logger.
    UnknownLogger {
        /// Its number.
        mn: Mn,
    },
    /// There is an order of that id already.
    OrderExists {
        /// Which.
        id: OrderId,
    },
    /// There is no such order.
    UnknownOrder {
        /// Which.
        id: OrderId,
    },
    /// The order does not hold any more.
    OrderOver {
        /// Which.
        id: OrderId,
        /// When it ended.
        to: Timestamp,
    },
    /// It has no reason.
    ReasonMissing,
}

/// An entry that cannot enter the register.
#[derive(Debug, Clone, PartialEq)]
pub struct BadEntry {
    /// Its place in the command, from 0.
    pub index: usize,
    /// The entry, as in `outlet 91430105MA4L00001X-DA001`.
    pub entry: String,
    /// What is wrong with it.
    pub problem: EntryProblem,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryProblem {
    /// It names something that is not there.
    Missing(RegisterError),
    /// The same id stands earlier in the same command.
    Twice,
    /// A name is empty.
    NoName,
    /// A place is not on the globe.
    BadPlace,
    /// A factor stands twice among the channels.
    ChannelTwice,
    /// A measuring range is no range.
    BadRange,
    /// A limit is not a number, its lower bound is above its upper one, or it ends before it begins.
    BadLimit,
    /// How it releases into the air has a figure that cannot be.
    BadRelease(ReleaseFault),
    /// A rated power is not above zero.
    BadPower,
    /// The real-time interval is out of range.
    BadInterval,
    /// A length that is wrong by so much is no habit.
    BadLengthOffset,
    /// The permitted hours of a line are an empty list: unknown ones are left out.
    NoHours,
    /// An order names no document.
    NoDocument,
    /// The share to which an order limits power does not lie between 0 and 1.
    BadShare,
    /// An order ends before it begins, or holds for too long.
    BadOrderSpan,
}

impl fmt::Display for EntryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryProblem::Missing(error) => write!(f, "{error}"),
            EntryProblem::Twice => f.write_str("it stands twice in the same import"),
            EntryProblem::NoName => f.write_str("a name is empty"),
            EntryProblem::BadPlace => f.write_str("its place is not on the globe"),
            EntryProblem::ChannelTwice => f.write_str("a factor stands twice among its channels"),
            EntryProblem::BadRange => f.write_str("a measuring range is no number or upside down"),
            EntryProblem::BadLimit => f.write_str("a limit is no number, upside down or never in force"),
            EntryProblem::BadRelease(fault) => f.write_str(release_en(*fault)),
            EntryProblem::BadPower => f.write_str("its rated power is not above zero"),
            EntryProblem::BadInterval => f.write_str("its real-time interval is out of range"),
            EntryProblem::BadLengthOffset => f.write_str("its length offset is out of range"),
            EntryProblem::NoHours => {
                f.write_str("its permitted hours are an empty list; leave out what is unknown")
            }
            EntryProblem::NoDocument => f.write_str("it names no document"),
            EntryProblem::BadShare => f.write_str("the share that it allows does not lie between 0 and 1"),
            EntryProblem::BadOrderSpan => {
                write!(f, "it has to end after it begins, at most {LONGEST_ORDER_DAYS} days later")
            }
        }
    }
}

impl EntryProblem {
    /// The problem in Chinese.
    pub fn text_zh(&self) -> String {
        match self {
            EntryProblem::Missing(error) => format!("引用了登记册中不存在的 {}", error.missing),
            EntryProblem::Twice => "在同一次导入中重复".into(),
            EntryProblem::NoName => "名称为空".into(),
            EntryProblem::BadRelease(fault) => release_zh(*fault).into(),
            EntryProblem::BadPlace => "坐标无效".into(),
            EntryProblem::ChannelTwice => "监测因子重复".into(),
            EntryProblem::BadRange => "量程无效".into(),
            EntryProblem::BadLimit => "限值无效".into(),
            EntryProblem::BadPower => "额定功率必须大于零".into(),
            EntryProblem::BadInterval => "实时数据间隔超出范围".into(),
            EntryProblem::BadLengthOffset => "长度偏差超出范围".into(),
            EntryProblem::NoHours => "许可生产时段为空；不清楚时请不要填写".into(),
            EntryProblem::NoDocument => "没有填写文号".into(),
            EntryProblem::BadShare => "限产比例须在0与1之间".into(),
            EntryProblem::BadOrderSpan => format!("结束时间须晚于开始时间，且不超过{LONGEST_ORDER_DAYS}天"),
        }
    }
}

/// What sort of refusal it is, for whoever answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// The actor may not.
    Forbidden,
    /// The register does not stand where this can be done.
    Conflict,
    /// The command itself is wrong.
    Invalid,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::RoleMayNot { .. } => "role_may_not",
            Refusal::NotForTheCity => "out_of_scope",
            Refusal::OriginMissing => "origin_missing",
            Refusal::BadEntries { .. } => "bad_entries",
            Refusal::AlreadyAdopted { .. } => "already_adopted",
            Refusal::TargetTaken { .. } => "target_taken",
            Refusal::UnknownLogger { .. } => "unknown_logger",
            Refusal::OrderExists { .. } => "order_exists",
            Refusal::UnknownOrder { .. } => "unknown_order",
            Refusal::OrderOver { .. } => "order_over",
            Refusal::ReasonMissing => "reason_missing",
        }
    }

    /// What sort of refusal it is.
    pub fn kind(&self) -> RefusalKind {
        match self {
            Refusal::RoleMayNot { .. } | Refusal::NotForTheCity => RefusalKind::Forbidden,
            Refusal::AlreadyAdopted { .. }
            | Refusal::TargetTaken { .. }
            | Refusal::UnknownLogger { .. }
            | Refusal::OrderExists { .. }
            | Refusal::UnknownOrder { .. }
            | Refusal::OrderOver { .. } => RefusalKind::Conflict,
            Refusal::OriginMissing | Refusal::BadEntries { .. } | Refusal::ReasonMissing => {
                RefusalKind::Invalid
            }
        }
    }

    /// One sentence in Chinese, with every bad entry.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::RoleMayNot { .. } => "您的角色无权变更登记册".into(),
            Refusal::NotForTheCity => "只有全市范围的账号可以变更登记册".into(),
            Refusal::OriginMissing => "请说明数据来源".into(),
            Refusal::BadEntries { entries } => {
                let each = |bad: &BadEntry| format!("{}:{}", bad.entry, bad.problem.text_zh());
                format!("有{}条登记无效,全部未导入:{}", entries.len(), join(entries, each, ";"))
            }
            Refusal::AlreadyAdopted { mn, .. } => format!("数采仪 {mn} 已在登记册中"),
            Refusal::TargetTaken { target, mn } => {
                let place = match target {
                    LoggerTarget::Outlet(id) => format!("排放口 {id}"),
                    LoggerTarget::Station(id) => format!("空气站 {id}"),
                };
                format!("{place} 已有数采仪 {mn}")
            }
            Refusal::UnknownLogger { mn } => format!("登记册中没有数采仪 {mn}"),
            Refusal::OrderExists { id } => format!("已有停限产令 {id}"),
            Refusal::UnknownOrder { id } => format!("没有停限产令 {id}"),
            Refusal::OrderOver { id, to } => format!("停限产令 {id} 已于{}结束", china::minute_text(*to)),
            Refusal::ReasonMissing => "请填写理由".into(),
        }
    }

    /// One sentence in English, with every bad entry.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::RoleMayNot { may, .. } => {
                let roles: Vec<&str> = may.iter().map(|role| role.code()).collect();
                format!("the register is changed by {} only", roles.join(", "))
            }
            Refusal::NotForTheCity => "the register is changed by accounts for the whole city only".into(),
            Refusal::OriginMissing => "the import does not say where it comes from".into(),
            Refusal::BadEntries { entries } => {
                let each = |bad: &BadEntry| format!("{}: {}", bad.entry, bad.problem);
                format!("{} bad entries, nothing was imported: {}", entries.len(), join(entries, each, "; "))
            }
            Refusal::AlreadyAdopted { mn, .. } => format!("logger {mn} is in the register already"),
            Refusal::TargetTaken { target, mn } => {
                let place = match target {
                    LoggerTarget::Outlet(id) => format!("outlet {id}"),
                    LoggerTarget::Station(id) => format!("station {id}"),
                };
                format!("{place} has logger {mn} already")
            }
            Refusal::UnknownLogger { mn } => format!("logger {mn} is not in the register"),
            Refusal::OrderExists { id } => format!("there is a production order {id} already"),
            Refusal::UnknownOrder { id } => format!("there is no production order {id}"),
            Refusal::OrderOver { id, to } => {
                format!("production order {id} ended at {}", china::minute_text(*to))
            }
            Refusal::ReasonMissing => "it needs a reason".into(),
        }
    }
}

fn join(entries: &[BadEntry], each: impl Fn(&BadEntry) -> String, separator: &str) -> String {
    entries.iter().map(each).collect::<Vec<_>>().join(separator)
}

fn release_en(fault: ReleaseFault) -> &'static str {
    match fault {
        ReleaseFault::Height => "the height of its mouth is not from 0 to 400 m",
        ReleaseFault::Diameter => "the diameter of its mouth is not from 0.01 to 30 m",
        ReleaseFault::Temperature => "its exhaust is not from -50 to 1000 degrees Celsius",
        ReleaseFault::Speed => "its exhaust does not leave with 0 to 100 m/s",
        ReleaseFault::Profile => {
            "the shares of its profile do not lie between 0 and 1, or are more than 1 together"
        }
        ReleaseFault::NoSource => "its profile does not say where it is from (profile_source)",
    }
}

fn release_zh(fault: ReleaseFault) -> &'static str {
    match fault {
        ReleaseFault::Height => "排口高度不在0至400米之间",
        ReleaseFault::Diameter => "排口内径不在0.01至30米之间",
        ReleaseFault::Temperature => "排气温度不在-50至1000℃之间",
        ReleaseFault::Speed => "排气流速不在0至100米/秒之间",
        ReleaseFault::Profile => "成分谱的占比不在0至1之间，或合计超过1",
        ReleaseFault::NoSource => "成分谱没有注明来源(profile_source)",
    }
}
