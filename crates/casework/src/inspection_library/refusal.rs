use model::{CreditCode, EnforcerId, ImportId, Timestamp, china};

use super::InTheWay;

/// Why a command on the libraries is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Duty officers and administrators of the city may.
    RoleMayNot,
    /// There is no such import.
    NotFound,
    /// The id of the import is taken.
    IdTaken,
    /// The same file was imported already and stands.
    SameFile {
        /// As which import.
        id: ImportId,
        /// When.
        at: Timestamp,
    },
    /// No row of the file can be used.
    NothingToImport,
    /// Something stands twice.
    Twice {
        /// What.
        what: String,
    },
    /// A name, basis, unit or issuer is missing or too long.
    NameMissing {
        /// Of what.
        what: String,
        /// How many characters there can be.
        most: usize,
    },
    /// An item has no method or no class.
    WayMissing {
        /// Which.
        what: String,
    },
    /// A certificate or leave ends before it begins.
    EndsBeforeItBegins {
        /// Of whom.
        what: String,
    },
    /// The import was taken back already.
    IsUndone,
    /// A reason is missing or too long.
    ReasonMissing {
        /// How many characters there can be.
        most: usize,
    },
    /// The library has no such officer.
    UnknownEnforcer {
        /// Who.
        id: EnforcerId,
    },
    /// The library has no such object.
    UnknownObject {
        /// Which.
        code: CreditCode,
    },
    /// The object was merged into another.
    GivenUp {
        /// Which.
        code: CreditCode,
        /// Into which.
        kept: CreditCode,
    },
    /// It is called so already.
    SameName,
    /// A new name that does not hold yet.
    InTheFuture,
    /// An object cannot be merged with itself.
    WithItself,
    /// Something goes on under the code that was to be given up.
    InTheWay {
        /// What.
        what: Vec<InTheWay>,
    },
    /// It was renamed again since.
    RenamedAgain,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::RoleMayNot => "role_may_not",
            Refusal::NotFound => "not_found",
            Refusal::IdTaken => "already_begun",
            Refusal::SameFile { .. } => "same_file",
            Refusal::NothingToImport => "nothing_to_import",
            Refusal::Twice { .. } => "twice",
            Refusal::NameMissing { .. } => "name_missing",
            Refusal::WayMissing { .. } => "way_missing",
            Refusal::EndsBeforeItBegins { .. } => "ends_before_it_begins",
            Refusal::IsUndone => "is_undone",
            Refusal::ReasonMissing { .. } => "reason_missing",
            Refusal::UnknownEnforcer { .. } => "unknown_enforcer",
            Refusal::UnknownObject { .. } => "unknown_object",
            Refusal::GivenUp { .. } => "object_given_up",
            Refusal::SameName => "same_name",
            Refusal::InTheFuture => "in_the_future",
            Refusal::WithItself => "with_itself",
            Refusal::InTheWay { .. } => "in_the_way",
            Refusal::RenamedAgain => "renamed_again",
        }
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::RoleMayNot => "只有市级值班人员和系统管理员可以维护名录".into(),
            Refusal::NotFound => "没有这次导入".into(),
            Refusal::IdTaken => "该导入编号已被使用".into(),
            Refusal::SameFile { id, at } => {
                format!(
                    "同一文件已于{}导入（{id}），未重复导入；如需重新导入，请先撤销该次导入",
                    china::minute_text(*at)
                )
            }
            Refusal::NothingToImport => "文件中没有可以导入的行".into(),
            Refusal::Twice { what } => format!("{what} 重复出现"),
            Refusal::NameMissing { what, most } => {
                format!("{what} 的名称、依据、单位或发证机关为空或超过{most}字")
            }
            Refusal::WayMissing { what } => format!("{what} 没有检查方式或检查类别"),
            Refusal::EndsBeforeItBegins { what } => format!("{what} 的证件或请假的截止日早于起始日"),
            Refusal::IsUndone => "该导入已撤销".into(),
            Refusal::ReasonMissing { most } => format!("请填写理由，不超过{most}字"),
            Refusal::UnknownEnforcer { id } => format!("名录中没有执法人员 {id}"),
            Refusal::UnknownObject { code } => format!("名录中没有检查对象 {code}"),
            Refusal::GivenUp { code, kept } => format!("{code} 已并入 {kept}"),
            Refusal::SameName => "名称没有变化".into(),
            Refusal::InTheFuture => "更名日期不得晚于今天".into(),
            Refusal::WithItself => "不能与自身合并".into(),
            Refusal::InTheWay { what } => {
                format!(
                    "被并入的代码下尚有未了事项：{}",
                    what.iter().map(in_the_way_zh).collect::<Vec<_>>().join("；")
                )
            }
            Refusal::RenamedAgain => "此后又更过名，请先撤销后一次更名".into(),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::RoleMayNot => {
                "only duty officers and administrators of the city keep the libraries".into()
            }
            Refusal::NotFound => "there is no such import".into(),
            Refusal::IdTaken => "the id of the import is taken".into(),
            Refusal::SameFile { id, at } => format!(
                "the same file was imported at {} ({id}) and not again; undo that import to import it anew",
                china::minute_text(*at)
            ),
            Refusal::NothingToImport => "no row of the file can be imported".into(),
            Refusal::Twice { what } => format!("{what} stands twice"),
            Refusal::NameMissing { what, most } => {
                format!("{what} has no name, basis, unit or issuer, or one of more than {most} characters")
            }
            Refusal::WayMissing { what } => format!("{what} has no method or no class of inspection"),
            Refusal::EndsBeforeItBegins { what } => {
                format!("the certificate or a leave of {what} ends before it begins")
            }
            Refusal::IsUndone => "the import was undone already".into(),
            Refusal::ReasonMissing { most } => format!("it needs a reason, at most {most} characters"),
            Refusal::UnknownEnforcer { id } => format!("the library has no officer {id}"),
            Refusal::UnknownObject { code } => format!("the library has no object {code}"),
            Refusal::GivenUp { code, kept } => format!("{code} was merged into {kept}"),
            Refusal::SameName => "it is called so already".into(),
            Refusal::InTheFuture => "the new name does not hold yet".into(),
            Refusal::WithItself => "an object cannot be merged with itself".into(),
            Refusal::InTheWay { what } => {
                let what: Vec<_> = what.iter().map(in_the_way_en).collect();
                format!("something goes on under the code that is to be given up: {}", what.join("; "))
            }
            Refusal::RenamedAgain => "it was renamed again since; undo that first".into(),
        }
    }
}

fn in_the_way_zh(what: &InTheWay) -> String {
    match what {
        InTheWay::Inspection(id) => format!("检查任务 {id} 未办结"),
        InTheWay::PositiveList => "列入正面清单或正在办理".into(),
        InTheWay::Monitored => "是在线监测单位，请改为并入该单位".into(),
    }
}

fn in_the_way_en(what: &InTheWay) -> String {
    match what {
        InTheWay::Inspection(id) => format!("inspection {id} is not done"),
        InTheWay::PositiveList => "it is on the positive list, or about to be".into(),
        InTheWay::Monitored => "it is monitored; merge the other one into it".into(),
    }
}
