//! Imports of readings from files: looked at, rehearsed, carried out, undone.
//!
//! A file is kept in the vault under its hash; what its columns mean is a [`sheets::Mapping`] that a person
//! confirms; the readings go into the lake in batches whose counts become durable with them, so that an import
//! that was cut off goes on exactly where it was. That it was begun, ended and undone are events.
//!
//! All calls block; jobs run on threads of their own.

mod job;
mod rehearsal;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casework::data_import::{Begun, Command, Counts, Import, Stage};
use lake::{Lake, LakeError};
use ledger::CommandId;
use model::{Actor, BlobHash, Clock, ImportId, Timestamp, UserId, china};
use serde::{Deserialize, Serialize};
use sheets::{
    Catalogue, Guess, Kind, Limits, Mapping, MappingProblem, OpenError, ReadError, Refusal, Workbook,
};
use vault::{Vault, VaultError};
use views::Views;

use crate::office::{Office, OfficeError};

pub use rehearsal::{Rehearsal, Shown};

/// What is imported, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportPlan {
    /// Which sheet of the file, from 0.
    pub sheet: usize,
    /// What its columns mean.
    pub mapping: Mapping,
    /// How many rows it has, as far as somebody counted; for telling how far an import is.
    #[serde(default)]
    pub rows: Option<u64>,
}

/// A file that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// Its place in the vault.
    pub file: BlobHash,
    /// What it is: `xlsx`, `xls`, or `csv` with its encoding and separator.
    pub format: sheets::FileFormat,
    /// Whether its serial dates count from 1904.
    pub since_1904: bool,
    /// Its sheets.
    pub sheets: Vec<sheets::Sheet>,
}

/// How an import is now.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportState {
    /// What the ledger knows.
    pub import: Import,
    /// The plan, as it was confirmed.
    pub plan: Option<ImportPlan>,
    /// What became of its readings so far.
    pub counts: Counts,
    /// The last row that was dealt with; while it is undone, from the beginning again.
    pub row: u64,
    /// Whether a job works on it now.
    pub running: bool,
    /// What is in its way, if anything. It is tried again at the next start.
    pub trouble: Option<String>,
}

/// Why something about an import is not done.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no table that is read here.
    #[error("the file cannot be opened")]
    Open(#[from] OpenError),
    /// The sheet cannot be read.
    #[error("the sheet cannot be read")]
    Read(#[from] ReadError),
    /// The mapping gives no readings.
    #[error("the columns do not say enough")]
    Mapping(Vec<MappingProblem>),
    /// There is no such import.
    #[error("there is no such import")]
    NotFound,
    /// The office refuses or fails.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// The vault fails.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The lake fails.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// A stored plan is not of this program's form.
    #[error("the plan of the import cannot be read")]
    Plan(#[source] serde_json::Error),
    /// The system gives no thread.
    #[error("no thread for the import")]
    Thread(#[source] std::io::Error),
}

/// Carries out imports. Cheap to clone.
#[derive(Clone)]
pub struct Importer {
    inner: Arc<Inner>,
}

struct Inner {
    lake: Lake,
    vault: Vault,
    office: Office,
    views: Views,
    clock: Arc<dyn Clock>,
    jobs: Mutex<BTreeMap<ImportId, job::Watch>>,
    /// One job at a time: an import shares the lake with everything that devices send.
    turn: Mutex<()>,
}

impl Importer {
    /// An importer over these keepers. [`Importer::resume`] takes up what was cut off.
    pub fn new(lake: Lake, vault: Vault, office: Office, views: Views, clock: Arc<dyn Clock>) -> Self {
        let (jobs, turn) = (Mutex::default(), Mutex::default());
        Self { inner: Arc::new(Inner { lake, vault, office, views, clock, jobs, turn }) }
    }

    /// Keeps a file and says what it is.
    ///
    /// # Errors
    /// If it is no table, is damaged, locked or too large, or the vault fails.
    pub fn inspect(
        &self,
        bytes: &[u8],
        name: &str,
        uploader: &UserId,
        now: Timestamp,
    ) -> Result<Inspected, ImportError> {
        let workbook = Workbook::open(bytes, Limits::default())?;
        let blob = self.inner.vault.put_sheet(bytes, name, uploader, now)?;
        Ok(Inspected {
            file: blob.hash,
            format: workbook.format().clone(),
            since_1904: workbook.since_1904(),
            sheets: workbook.sheets().to_vec(),
        })
    }

    /// Proposes what a sheet means.
    ///
    /// # Errors
    /// If file or sheet cannot be read.
    pub fn guess(&self, file: &BlobHash, sheet: usize, kind: Kind) -> Result<Guess, ImportError> {
        let bytes = self.inner.vault.read_blob(file)?;
        let workbook = Workbook::open(&bytes, Limits::default())?;
        Ok(sheets::guess(&workbook, sheet, kind, &self.catalogue())?)
    }

    /// Says what an import would do, without doing it.
    ///
    /// # Errors
    /// If the file cannot be read, the mapping gives no readings, or a keeper fails.
    pub fn rehearse(&self, file: &BlobHash, plan: &ImportPlan) -> Result<Rehearsal, ImportError> {
        check(&plan.mapping)?;
        let bytes = self.inner.vault.read_blob(file)?;
        let workbook = Workbook::open(&bytes, Limits::default())?;
        rehearsal::rehearse(&self.inner.lake, &workbook, plan, &self.catalogue(), self.inner.clock.now())
    }

    /// Gives everything that an import would refuse to `each`, in the order of the file.
    ///
    /// # Errors
    /// If the file cannot be read or the mapping gives no readings.
    pub fn refusals(
        &self,
        file: &BlobHash,
        plan: &ImportPlan,
        each: impl FnMut(Refusal),
    ) -> Result<(), ImportError> {
        check(&plan.mapping)?;
        let bytes = self.inner.vault.read_blob(file)?;
        let workbook = Workbook::open(&bytes, Limits::default())?;
        let mut each = each;
        let now = self.inner.clock.now();
        sheets::read(&workbook, plan.sheet, &plan.mapping, &self.catalogue(), now, |row| {
            row.refusals.into_iter().for_each(&mut each);
            std::ops::ControlFlow::Continue(())
        })?;
        Ok(())
    }

    /// Begins an import. Its job runs by itself; a repeat of the same command gives the same import.
    ///
    /// # Errors
    /// If the mapping gives no readings, the file is not there, or the office refuses or fails.
    pub fn begin(
        &self,
        file: &BlobHash,
        plan: &ImportPlan,
        command_id: &CommandId,
        actor: &Actor,
    ) -> Result<ImportId, ImportError> {
        let id = self.enter(file, plan, command_id, actor)?;
        self.spawn(&id)?;
        Ok(id)
    }

    /// Begins an import and carries it out before it returns.
    ///
    /// # Errors
    /// As [`Importer::begin`], and if a keeper fails on the way.
    pub fn import(
        &self,
        file: &BlobHash,
        plan: &ImportPlan,
        command_id: &CommandId,
        actor: &Actor,
    ) -> Result<ImportId, ImportError> {
        let id = self.enter(file, plan, command_id, actor)?;
        self.inner.work(&id, &job::Watch::default())?;
        Ok(id)
    }

    fn enter(
        &self,
        file: &BlobHash,
        plan: &ImportPlan,
        command_id: &CommandId,
        actor: &Actor,
    ) -> Result<ImportId, ImportError> {
        check(&plan.mapping)?;
        self.inner.vault.blob(file)?.ok_or_else(|| VaultError::NoBlob(file.clone()))?;
        let id = self.id_for(command_id)?;
        let plan = serde_json::to_value(plan).map_err(ImportError::Plan)?;
        let begun = Begun { id: id.clone(), file: file.clone(), plan };
        self.inner.office.data_import(Some(command_id.clone()), actor, &Command::Begin(begun))?;
        Ok(id)
    }

    /// The id of an import: the day, and a number that the same command always gives.
    fn id_for(&self, command_id: &CommandId) -> Result<ImportId, ImportError> {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        command_id.to_string().hash(&mut hasher);
        let day = china::civil(self.inner.clock.now()).date().strftime("%Y%m%d").to_string();
        let text = format!("I{day}-{:08x}", hasher.finish() >> 32);
        text.parse().map_err(|error| OfficeError::History(format!("{error}")).into())
    }

    /// Takes back what an import stored. Its job runs by itself.
    ///
    /// # Errors
    /// If the office refuses or fails.
    pub fn undo(
        &self,
        id: &ImportId,
        reason: String,
        command_id: Option<CommandId>,
        actor: &Actor,
    ) -> Result<(), ImportError> {
        let command = Command::Undo { id: id.clone(), reason };
        self.inner.office.data_import(command_id, actor, &command)?;
        self.spawn(id)
    }

    /// Asks the job of an import to stop after the rows that it has in hand. What is stored stays.
    ///
    /// # Errors
    /// If there is no such import, or none that is running.
    pub fn stop(&self, id: &ImportId) -> Result<(), ImportError> {
        match self.inner.jobs().get(id) {
            Some(watch) => {
                watch.stop();
                Ok(())
            }
            None => Err(ImportError::NotFound),
        }
    }

    /// Takes up every import that was cut off.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn resume(&self) -> Result<(), ImportError> {
        for (id, import) in self.inner.office.data_imports()? {
            match import.stage {
                Stage::Running | Stage::Undoing(..) => self.spawn(&id)?,
                Stage::Ended(_) | Stage::Withdrawn(..) => {}
            }
        }
        Ok(())
    }

    /// All imports, the latest first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn list(&self) -> Result<Vec<ImportState>, ImportError> {
        let imports = self.inner.office.data_imports()?;
        let mut states: Vec<ImportState> =
            imports.into_values().map(|import| self.inner.state_of(import)).collect();
        states.sort_by_key(|state| std::cmp::Reverse(state.import.begun_at));
        Ok(states)
    }

    /// One import.
    ///
    /// # Errors
    /// If there is none of that id, or the ledger cannot be read.
    pub fn one(&self, id: &ImportId) -> Result<ImportState, ImportError> {
        let import = self.inner.office.data_imports()?.remove(id).ok_or(ImportError::NotFound)?;
        Ok(self.inner.state_of(import))
    }

    /// The name of a file that was uploaded.
    ///
    /// # Errors
    /// If the vault fails.
    pub fn file_name(&self, file: &BlobHash) -> Result<Option<String>, ImportError> {
        Ok(self.inner.vault.blob(file)?.map(|blob| blob.name))
    }

    fn catalogue(&self) -> Catalogue {
        Catalogue::of(&self.inner.views.register())
    }

    fn spawn(&self, id: &ImportId) -> Result<(), ImportError> {
        let watch = job::Watch::default();
        {
            let mut jobs = self.inner.jobs();
            if jobs.get(id).is_some_and(job::Watch::is_running) {
                return Ok(());
            }
            jobs.insert(id.clone(), watch.clone());
        }
        let (inner, id) = (Arc::clone(&self.inner), id.clone());
        let job = move || {
            if let Err(error) = inner.work(&id, &watch) {
                let error = crate::error::chain(&error);
                tracing::error!(import.id = %id, error, "the import stopped; it goes on at the next start");
                watch.fail(error);
            }
        };
        std::thread::Builder::new().name("import".into()).spawn(job).map_err(ImportError::Thread)?;
        Ok(())
    }
}

impl Inner {
    fn jobs(&self) -> MutexGuard<'_, BTreeMap<ImportId, job::Watch>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_of(&self, import: Import) -> ImportState {
        let id = &import.begun.id;
        let watch = self.jobs().get(id).cloned().unwrap_or_default();
        let progress = job::progress_of(&self.lake, id);
        let counts = match &import.stage {
            Stage::Running => progress.counts,
            Stage::Ended(ended) | Stage::Undoing(ended, _) | Stage::Withdrawn(ended, ..) => ended.counts,
        };
        let row = match &import.stage {
            Stage::Undoing(..) => watch.row(),
            Stage::Running | Stage::Ended(_) | Stage::Withdrawn(..) => progress.row,
        };
        ImportState {
            plan: serde_json::from_value(import.begun.plan.clone()).ok(),
            counts,
            row,
            running: watch.is_running(),
            trouble: watch.trouble(),
            import,
        }
    }
}

fn check(mapping: &Mapping) -> Result<(), ImportError> {
    match mapping.problems() {
        problems if problems.is_empty() => Ok(()),
        problems => Err(ImportError::Mapping(problems)),
    }
}
