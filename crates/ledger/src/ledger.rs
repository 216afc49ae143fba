mod transact;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use rusqlite::{Connection, OptionalExtension as _};
use tokio::sync::broadcast;

use crate::merkle::{self, Tree};
use crate::schema;
pub use transact::{Expected, Outcomes, Request, Transacted};

use crate::{Checkpoint, Hash, KeyPair, LedgerError, PublicKey, StoredEvent, StreamId};

/// How many commits a slow subscriber may fall behind before it is told that it missed some.
const SUBSCRIBER_BACKLOG: usize = 1024;
/// Idle read connections that are kept open.
const IDLE_READERS: usize = 8;

/// How far the ledger has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many events it has.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
}

/// The ledger in a folder: `ledger.sqlite`, and the lock that keeps a second writer out. Cloning is cheap.
///
/// All calls block on the disk; call them from threads that may block. Every event read back is checked
/// against its own leaf hash.
#[derive(Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    key: KeyPair,
    // Dropped before the writer: the last connection closed tidies the WAL away, and a reader cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    tree: RwLock<Tree>,
    commits: broadcast::Sender<Arc<[StoredEvent]>>,
    /// Held as long as the ledger is open; the system drops the lock with the process.
    _lock: File,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("dir", &self.inner.dir).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens the ledger in `dir`, which is made if it is not there, and locks it.
    ///
    /// The tree is rebuilt from the stored leaf hashes and must have the root that the last checkpoint
    /// signed: what somebody edited is never signed anew.
    ///
    /// # Errors
    /// If another process has it open, if it contradicts its last checkpoint, or if `key` is not the key
    /// that signed it.
    pub fn open(dir: &Path, key: KeyPair) -> Result<Self, LedgerError> {
        std::fs::create_dir_all(dir).map_err(|source| LedgerError::File {
            what: "create",
            path: dir.into(),
            source,
        })?;
        let lock = lock(dir)?;
        let writer = schema::open_writer(dir, &key.sign(0, merkle::empty_root()))?;
        let tree = load_tree(&writer)?;
        let note = check_head(&writer, &tree, &key.public())?;
        check_kept(dir, &tree, &key.public())?;
        // A full disk must not keep the ledger from being read.
        let _kept = schema::keep_checkpoint(dir, &note);
        Ok(Self {
            inner: Arc::new(Inner {
                dir: dir.into(),
                key,
                writer: Mutex::new(writer),
                tree: RwLock::new(tree),
                readers: Mutex::new(Vec::new()),
                commits: broadcast::Sender::new(SUBSCRIBER_BACKLOG),
                _lock: lock,
            }),
        })
    }

    /// All events of a stream, oldest first; empty if there is no such stream.
    ///
    /// # Errors
    /// If the store fails or is damaged.
    pub fn stream(&self, stream: &StreamId) -> Result<Vec<StoredEvent>, LedgerError> {
        self.read(|connection| schema::read_stream(connection, stream))
    }

    /// Events from `sequence` on, at most `limit`, in the order of the ledger.
    ///
    /// # Errors
    /// If the store fails or is damaged.
    pub fn read_from(&self, sequence: u64, limit: u64) -> Result<Vec<StoredEvent>, LedgerError> {
        self.read(|connection| schema::read_range(connection, sequence, limit))
    }

    /// The exact stored bytes of an event: what its leaf hash covers.
    ///
    /// # Errors
    /// If there is no such event, or the store fails.
    pub fn entry(&self, sequence: u64) -> Result<Vec<u8>, LedgerError> {
        let found = self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT entry FROM event WHERE sequence = ?")?;
            Ok(statement.query_row([schema::signed(sequence)], |row| row.get(0)).optional()?)
        })?;
        found.ok_or_else(|| self.out_of_range(sequence))
    }

    /// How far the ledger has come.
    pub fn head(&self) -> Head {
        let tree = self.tree();
        let frontier = tree.frontier();
        Head { size: frontier.size(), root: frontier.root() }
    }

    /// The latest signed checkpoint, a signed note.
    ///
    /// # Errors
    /// If the store fails or is damaged.
    pub fn checkpoint(&self) -> Result<String, LedgerError> {
        self.read(schema::last_checkpoint)?
            .ok_or_else(|| LedgerError::corrupt(None, "there is no checkpoint"))
    }

    /// The hash of an event's leaf.
    ///
    /// # Errors
    /// If there is no such event.
    pub fn leaf_hash(&self, sequence: u64) -> Result<Hash, LedgerError> {
        let leaf = self.tree().leaf(sequence);
        leaf.ok_or_else(|| self.out_of_range(sequence))
    }

    /// The root over the first `size` events.
    ///
    /// # Errors
    /// If there are fewer.
    pub fn root_at(&self, size: u64) -> Result<Hash, LedgerError> {
        let root = self.tree().root_at(size);
        root.ok_or_else(|| self.out_of_range(size))
    }

    /// Shows that an event is in the ledger of `size` events: see
    /// [`verify_inclusion`](merkle::verify_inclusion).
    ///
    /// # Errors
    /// If there is no such event or size.
    pub fn inclusion_proof(&self, sequence: u64, size: u64) -> Result<Vec<Hash>, LedgerError> {
        let proof = self.tree().inclusion_proof(sequence, size);
        proof.ok_or_else(|| self.out_of_range(sequence.max(size)))
    }

    /// Shows that the ledger of `old` events is the beginning of the ledger of `new` events: see
    /// [`verify_consistency`](merkle::verify_consistency).
    ///
    /// # Errors
    /// Unless `old ≤ new ≤` the number of events.
    pub fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, LedgerError> {
        let proof = self.tree().consistency_proof(old, new);
        proof.ok_or_else(|| self.out_of_range(old.max(new)))
    }

    /// Tries whether the folder can be written to, without appending anything: writes the kept checkpoint anew.
    ///
    /// # Errors
    /// If the disk is full or fails, or the store does.
    pub fn check_writable(&self) -> Result<(), LedgerError> {
        // Under the writer's lock, so that an older checkpoint does not replace a newer one.
        let _writer = relock(&self.inner.writer);
        schema::keep_checkpoint(&self.inner.dir, &self.checkpoint()?)
    }

    /// Hears of every commit from now on, in order. A subscriber that falls too far behind gets
    /// `RecvError::Lagged` and should [`read_from`](Self::read_from) where it stopped.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<[StoredEvent]>> {
        self.inner.commits.subscribe()
    }

    /// The key that verifies this ledger's checkpoints.
    pub fn public_key(&self) -> PublicKey {
        self.inner.key.public()
    }

    /// The folder, for [`verify`](fn@crate::verify).
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        self.inner.tree.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn out_of_range(&self, asked: u64) -> LedgerError {
        LedgerError::OutOfRange { asked, size: self.tree().size() }
    }

    fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let idle = relock(&self.inner.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => schema::open_reader(&self.inner.dir)?,
        };
        let answer = ask(&connection);
        let mut readers = relock(&self.inner.readers);
        if answer.is_ok() && readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        answer
    }
}

/// A panic in somebody's `decide` rolled its transaction back; what the lock guards is whole.
fn relock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn lock(dir: &Path) -> Result<File, LedgerError> {
    let path = dir.join("ledger.lock");
    let failed = |what| {
        let path = path.clone();
        move |source| LedgerError::File { what, path, source }
    };
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(failed("create"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LedgerError::Locked { dir: dir.into() }),
        Err(TryLockError::Error(source)) => Err(failed("lock")(source)),
    }
}

fn load_tree(connection: &Connection) -> Result<Tree, LedgerError> {
    let mut statement = connection.prepare("SELECT sequence, leaf_hash FROM event ORDER BY sequence")?;
    let mut rows = statement.query([])?;
    let mut tree = Tree::default();
    while let Some(row) = rows.next()? {
        let sequence = schema::unsigned(row, 0)?;
        if sequence != tree.size() {
            return Err(LedgerError::corrupt(tree.size(), format!("event {} is missing", tree.size())));
        }
        let bytes: Vec<u8> = row.get(1)?;
        let leaf = Hash::from_slice(&bytes)
            .ok_or_else(|| LedgerError::corrupt(sequence, format!("event {sequence} has no leaf hash")))?;
        tree.push(leaf);
    }
    Ok(tree)
}

/// Returns the last checkpoint's note.
fn check_head(connection: &Connection, tree: &Tree, key: &PublicKey) -> Result<String, LedgerError> {
    let note = schema::last_checkpoint(connection)?
        .ok_or_else(|| LedgerError::corrupt(None, "there is no checkpoint"))?;
    let checkpoint = Checkpoint::verify(&note, key).map_err(|error| match error {
        crate::note::NoteError::NotSigned(_) => LedgerError::OtherKey {
            signed_by: note.lines().next().unwrap_or_default().into(),
            given: key.to_string(),
        },
        other => LedgerError::corrupt(None, format!("the last checkpoint: {other}")),
    })?;
    if checkpoint.size != tree.size() {
        let what = format!("{} events, but the last checkpoint covers {}", tree.size(), checkpoint.size);
        return Err(LedgerError::corrupt(None, what));
    }
    if tree.root_at(checkpoint.size) != Some(checkpoint.root) {
        return Err(LedgerError::corrupt(None, "the events do not have the root that was signed"));
    }
    Ok(note)
}

/// A database that has lost its last commits (a damaged WAL is cut off in silence) must not be continued.
fn check_kept(dir: &Path, tree: &Tree, key: &PublicKey) -> Result<(), LedgerError> {
    // A file cut short by a power failure says nothing; it is written anew.
    let Some(kept) = schema::read_kept_checkpoint(dir)?.and_then(|note| Checkpoint::verify(&note, key).ok())
    else {
        return Ok(());
    };
    if tree.root_at(kept.size) == Some(kept.root) {
        return Ok(());
    }
    let what = format!("a checkpoint of {} events was signed that these events do not continue", kept.size);
    Err(LedgerError::corrupt(None, what))
}

#[cfg(test)]
mod tests {
    use model::{Actor, Timestamp};

    use super::*;
    use crate::{ErrorKind, NewEvent, TransactError};

    #[test]
    fn a_full_disk_appends_nothing_and_keeps_reading() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(dir.path(), KeyPair::from_seed("test", [7; 32]).unwrap()).unwrap();
        let stream: StreamId = "a".parse().unwrap();
        let append = |bytes: usize| {
            let at = Timestamp::from_second(0).unwrap();
            ledger.transact(&stream, Expected::Any, None, &Actor::system("test"), at, |_| {
                let body = serde_json::Value::String("x".repeat(bytes));
                Ok::<_, ()>(vec![NewEvent { kind: "noted".into(), body }])
            })
        };
        append(10).unwrap();
        let limit = |pages: i64| {
            let set =
                relock(&ledger.inner.writer)
                    .pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0));
            set.unwrap();
        };
        limit(20);
        let Err(TransactError::Store(error)) = append(500_000) else { panic!("it found room") };
        assert_eq!(error.kind(), ErrorKind::Full);
        assert_eq!(ledger.read_from(0, 9).unwrap().len(), 1);
        assert_eq!(ledger.head().size, 1);
        limit(1_000_000);
        append(500_000).unwrap();
        assert!(crate::verify(dir.path(), &ledger.public_key()).ok);
    }
}
