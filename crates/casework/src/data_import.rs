//! The lifecycle of an import of a file of readings: begun by a person, finished or stopped, perhaps undone.
//! Readings never enter the ledger; what was imported, by whom, from which file and with what outcome does.

use std::collections::BTreeMap;

use model::{Actor, BlobHash, ImportId, Role, Scope, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::stored::kinds;

/// The stream of all imports.
pub const STREAM: &str = "imports";

/// What became of the readings of a file: `received = stored + duplicates + surplus + refused`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Rows of the sheet that were read, headings not counted.
    pub rows: u64,
    /// Figures that were found in them.
    pub received: u64,
    /// Figures that are in the lake because of it.
    pub stored: u64,
    /// Of those, figures for which the lake had other ones.
    pub revised: u64,
    /// Figures that the lake had already.
    pub duplicates: u64,
    /// Figures and rows that could not be used.
    pub refused: u64,
}

/// What somebody wants to do with an import.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Begin it.
    Begin(Begun),
    /// Say that it has ended, by itself or because it was stopped.
    End(Ended),
    /// Take back what it stored.
    Undo {
        /// Which.
        id: ImportId,
        /// Why.
        reason: String,
    },
    /// Say that everything has been taken back.
    Withdraw(Withdrawn),
}

/// What happened to an import.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A person confirmed it.
    Begun(Begun),
    /// It ended.
    Ended(Ended),
    /// A person wants it undone.
    Undone(Undone),
    /// Everything was taken back.
    Withdrawn(Withdrawn),
}

/// See [`Event::Begun`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// Its id.
    pub id: ImportId,
    /// The file, in the vault.
    pub file: BlobHash,
    /// How it was read: sheet, columns, units, span; as the import confirmed it.
    pub plan: Value,
}

/// See [`Event::Ended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Which.
    pub id: ImportId,
    /// Whether somebody stopped it before the end of the file.
    pub stopped: bool,
    /// What became of the readings.
    pub counts: Counts,
}

/// See [`Event::Undone`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undone {
    /// Which.
    pub id: ImportId,
    /// Why.
    pub reason: String,
}

/// See [`Event::Withdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Which.
    pub id: ImportId,
    /// Figures that stand no longer.
    pub withdrawn: u64,
    /// Of those, slots in which the former figure stands again.
    pub restored: u64,
}

/// An import as its events leave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// What was confirmed.
    pub begun: Begun,
    /// When.
    pub begun_at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// How far it is.
    pub stage: Stage,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Its readings are being stored.
    Running,
    /// It has ended.
    Ended(Ended),
    /// Its readings are being taken back.
    Undoing(Ended, Undone),
    /// They were.
    Withdrawn(Ended, Undone, Withdrawn),
}

/// All imports.
pub type Imports = BTreeMap<ImportId, Import>;

/// Why a command on an import is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Duty officers and administrators may.
    RoleMayNot,
    /// There is no such import.
    NotFound,
    /// The id is taken.
    AlreadyBegun,
    /// It does not stand where this can be done.
    WrongStage,
    /// Undoing needs a reason.
    ReasonMissing,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::RoleMayNot => "role_may_not",
            Refusal::NotFound => "not_found",
            Refusal::AlreadyBegun => "already_begun",
            Refusal::WrongStage => "wrong_stage",
            Refusal::ReasonMissing => "reason_missing",
        }
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> &'static str {
        match self {
            Refusal::RoleMayNot => "只有值班员和系统管理员可以导入数据",
            Refusal::NotFound => "没有这次导入",
            Refusal::AlreadyBegun => "该导入编号已被使用",
            Refusal::WrongStage => "该导入正在进行或已撤销",
            Refusal::ReasonMissing => "请填写撤销理由",
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> &'static str {
        match self {
            Refusal::RoleMayNot => "only duty officers and administrators import readings",
            Refusal::NotFound => "there is no such import",
            Refusal::AlreadyBegun => "the id of the import is taken",
            Refusal::WrongStage => "the import is running or was undone already",
            Refusal::ReasonMissing => "undoing needs a reason",
        }
    }
}

/// What happens when `actor` gives `command`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(state: &Imports, command: &Command, actor: &Actor) -> Result<Event, Refusal> {
    let person = match actor {
        Actor::User { role: Role::DutyOfficer | Role::Administrator, scope: Scope::City, .. } => true,
        Actor::User { .. } => return Err(Refusal::RoleMayNot),
        Actor::System { .. } => false,
    };
    let stage = |id: &ImportId| state.get(id).map(|import| &import.stage).ok_or(Refusal::NotFound);
    match command {
        Command::Begin(begun) if state.contains_key(&begun.id) => Err(Refusal::AlreadyBegun),
        Command::Begin(begun) => Ok(Event::Begun(begun.clone())),
        Command::End(ended) => match (person, stage(&ended.id)?) {
            (false, Stage::Running) => Ok(Event::Ended(ended.clone())),
            (false, Stage::Ended(_) | Stage::Undoing(..) | Stage::Withdrawn(..)) => Err(Refusal::WrongStage),
            (true, _) => Err(Refusal::RoleMayNot),
        },
        Command::Undo { id, reason } => match stage(id)? {
            Stage::Ended(_) if reason.trim().is_empty() => Err(Refusal::ReasonMissing),
            Stage::Ended(_) => Ok(Event::Undone(Undone { id: id.clone(), reason: reason.trim().to_owned() })),
            Stage::Running | Stage::Undoing(..) | Stage::Withdrawn(..) => Err(Refusal::WrongStage),
        },
        Command::Withdraw(withdrawn) => match (person, stage(&withdrawn.id)?) {
            (false, Stage::Undoing(..)) => Ok(Event::Withdrawn(withdrawn.clone())),
            (false, Stage::Running | Stage::Ended(_) | Stage::Withdrawn(..)) => Err(Refusal::WrongStage),
            (true, _) => Err(Refusal::RoleMayNot),
        },
    }
}

/// Folds `event`, which `by` caused at `at`, into `state`. An event that does not fit where the import stands
/// changes nothing: the history was not written by [`decide`].
pub fn apply(state: &mut Imports, event: &Event, by: &Actor, at: Timestamp) {
    match event {
        Event::Begun(begun) => {
            let import = Import { begun: begun.clone(), begun_at: at, by: by.clone(), stage: Stage::Running };
            state.insert(begun.id.clone(), import);
        }
        Event::Ended(ended) => step(state, &ended.id, |stage| match stage {
            Stage::Running => Stage::Ended(ended.clone()),
            other @ (Stage::Ended(_) | Stage::Undoing(..) | Stage::Withdrawn(..)) => other,
        }),
        Event::Undone(undone) => step(state, &undone.id, |stage| match stage {
            Stage::Ended(ended) => Stage::Undoing(ended, undone.clone()),
            other @ (Stage::Running | Stage::Undoing(..) | Stage::Withdrawn(..)) => other,
        }),
        Event::Withdrawn(withdrawn) => step(state, &withdrawn.id, |stage| match stage {
            Stage::Undoing(ended, undone) => Stage::Withdrawn(ended, undone, withdrawn.clone()),
            other @ (Stage::Running | Stage::Ended(_) | Stage::Withdrawn(..)) => other,
        }),
    }
}

fn step(state: &mut Imports, id: &ImportId, next: impl FnOnce(Stage) -> Stage) {
    if let Some(import) = state.get_mut(id) {
        let stage = std::mem::replace(&mut import.stage, Stage::Running);
        import.stage = next(stage);
    }
}

kinds! {
    Begun = "import.begun",
    Ended = "import.ended",
    Undone = "import.undone",
    Withdrawn = "import.withdrawn",
}
