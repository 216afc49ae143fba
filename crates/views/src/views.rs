use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use ledger::{Ledger, LedgerError};
use model::Register;
use rusqlite::{Connection, TransactionBehavior};

use crate::fold::{self, Fold};
use crate::{Skipped, ViewsError, register, schema};

/// Events folded in one transaction.
const BATCH: u64 = 1000;
/// Idle read connections that are kept open.
const IDLE_READERS: usize = 8;

/// The read models in one SQLite file. Cloning is cheap; calls block on the disk.
#[derive(Clone)]
pub struct Views {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    // Dropped before the writer: the last connection closed tidies the WAL away, and a reader cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    register: RwLock<Arc<Register>>,
}

impl std::fmt::Debug for Views {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Views").field("path", &self.inner.path).finish_non_exhaustive()
    }
}

impl Views {
    /// Opens the file at `path`, or makes it anew where there is none, where it is of another version or
    /// where it is damaged. It holds what it held; [`catch_up`](Self::catch_up) brings it up to date.
    ///
    /// # Errors
    /// If the file cannot be made or read.
    pub fn open(path: &Path) -> Result<Self, ViewsError> {
        let mut writer = schema::open_writer(path)?;
        let register = match register::load(&writer) {
            Ok(register) => register,
            // What cannot be read is folded again.
            Err(ViewsError::Row { what }) => {
                tracing::warn!(views.path = %path.display(), what, "the views cannot be read: rebuilding");
                let transaction = writer.transaction()?;
                schema::clear(&transaction)?;
                transaction.commit()?;
                Register::default()
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                path: path.into(),
                writer: Mutex::new(writer),
                readers: Mutex::new(Vec::new()),
                register: RwLock::new(Arc::new(register)),
            }),
        })
    }

    /// Folds every event of `ledger` that is not folded yet and returns the position after: the number of
    /// events folded. What it has committed to every reader sees.
    ///
    /// Where the views were folded from another ledger (the last folded event has another leaf hash there)
    /// they are emptied and folded from the beginning.
    ///
    /// # Errors
    /// If the ledger or the file fails. Events that cannot be understood are no error: see
    /// [`skipped`](Self::skipped).
    pub fn catch_up(&self, ledger: &Ledger) -> Result<u64, ViewsError> {
        let mut writer = relock(&self.inner.writer);
        let mut position = fold::position(&writer)?;
        if !is_prefix(&writer, ledger, position)? {
            tracing::warn!(views.position = position, "the views are of another ledger: rebuilding");
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            schema::clear(&transaction)?;
            transaction.commit()?;
            self.publish(Arc::new(Register::default()));
            position = 0;
        }
        loop {
            // Up to the head and no further: the leaf hashes of later commits may not be known yet.
            let behind = ledger.head().size.saturating_sub(position);
            let events = ledger.read_from(position, behind.min(BATCH))?;
            let Some(last) = events.last() else { return Ok(position) };
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut fold = Fold::new(&transaction, self.register());
            for event in &events {
                fold.event(event)?;
            }
            let register = fold.finish();
            position = last.sequence + 1;
            let leaf = ledger.leaf_hash(last.sequence)?;
            fold::set_position(&transaction, position, leaf)?;
            transaction.commit()?;
            self.publish(register);
        }
    }

    /// How many events of the ledger are folded.
    ///
    /// # Errors
    /// If the file fails.
    pub fn position(&self) -> Result<u64, ViewsError> {
        self.read(fold::position)
    }

    /// The register as the events folded so far leave it.
    pub fn register(&self) -> Arc<Register> {
        Arc::clone(&self.inner.register.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was passed over because this version does not understand it, by kind and reason.
    ///
    /// # Errors
    /// If the file fails.
    pub fn skipped(&self) -> Result<Vec<Skipped>, ViewsError> {
        self.read(fold::skipped)
    }

    /// Every row of every table as ordered text: equal dumps are equal views.
    ///
    /// # Errors
    /// If the file fails.
    pub fn dump(&self) -> Result<String, ViewsError> {
        self.read(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            schema::dump(&snapshot)
        })
    }

    /// Called under the writer's lock, after the commit.
    fn publish(&self, register: Arc<Register>) {
        *self.inner.register.write().unwrap_or_else(PoisonError::into_inner) = register;
    }

    pub(crate) fn read<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, ViewsError>,
    ) -> Result<T, ViewsError> {
        let idle = relock(&self.inner.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => schema::open_reader(&self.inner.path)?,
        };
        let answer = ask(&connection);
        let mut readers = relock(&self.inner.readers);
        if answer.is_ok() && readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        answer
    }
}

/// A transaction whose fold panicked was rolled back; what the lock guards is whole.
fn relock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the first `position` events of `ledger` are those that were folded.
fn is_prefix(connection: &Connection, ledger: &Ledger, position: u64) -> Result<bool, ViewsError> {
    let Some(last) = position.checked_sub(1) else { return Ok(true) };
    match ledger.leaf_hash(last) {
        Ok(leaf) => Ok(fold::leaf_hash(connection)?.as_deref() == Some(leaf.to_string().as_str())),
        Err(LedgerError::OutOfRange { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
