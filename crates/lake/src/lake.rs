use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, TryLockError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use model::Reading;
use tokio::sync::{Semaphore, broadcast, oneshot};

use crate::engine::Engine;
use crate::folder::Folder;
use crate::index::Index;
use crate::plan::Prepared;
use crate::sealed::Sealed;
use crate::space::free_bytes;
use crate::writer::{MIN_CHECK_INTERVAL, Request, Writer};
use crate::{Batch, Count, LakeError, Receipt};

/// How a lake behaves. The defaults suit a city on one machine.
#[derive(Debug, Clone)]
pub struct LakeOptions {
    /// Below this many free bytes on the file system the lake stops writing, so that the rest of the
    /// machine (and the ledger beside it) can go on.
    pub min_free_bytes: u64,
    /// How long a commit waits for further batches, when the one before it was shared.
    pub commit_window: Duration,
    /// A commit with this many rows waits no longer. Every 256 bytes of a frame count as a row.
    pub commit_rows: usize,
    /// Rows that may wait in memory; further callers of [`Lake::append`] wait outside.
    pub queued_rows: usize,
    /// How often the free space is looked at, and how often writing is tried again after a failure.
    pub check_interval: Duration,
    /// Memory for blocks of the store that were read.
    pub cache_bytes: u64,
    /// Memory that each table of the store fills before it writes it out.
    pub memtable_bytes: u64,
    /// Commits that a slow subscriber may be behind before it misses some.
    pub updates_kept: usize,
}

impl Default for LakeOptions {
    fn default() -> Self {
        Self {
            min_free_bytes: 512 << 20,
            commit_window: Duration::from_millis(2),
            commit_rows: 20_000,
            queued_rows: 200_000,
            check_interval: Duration::from_secs(1),
            // The days of some five outlets; what is not here the machine's own cache of files still has.
            cache_bytes: 12 << 20,
            memtable_bytes: 64 << 20,
            updates_kept: 1024,
        }
    }
}

/// How a lake is.
#[derive(Debug, Clone)]
pub struct LakeStatus {
    /// Whether batches are taken.
    pub writable: bool,
    /// Why not.
    pub reason: Option<LakeError>,
    /// How often a write has failed since the lake was opened. What was on its way then may be stored without
    /// its readings having been told to subscribers: after a change read again what should be complete.
    pub write_failures: u64,
    /// Free bytes on the file system now, where it tells.
    pub free_bytes: Option<u64>,
    /// Bytes that the store takes.
    pub disk_bytes: Option<u64>,
    /// Series known.
    pub series: usize,
    /// Devices known.
    pub devices: usize,
}

/// The durable store of telemetry. Clones share it; the last one to go waits for the writer and releases
/// the folder.
///
/// Reading methods work in the caller's thread and may touch the disk: a service should call long ranges
/// from a blocking task.
#[derive(Clone)]
pub struct Lake {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    requests: Option<mpsc::Sender<Request>>,
    room_in_queue: Arc<Semaphore>,
    writer: Option<JoinHandle<()>>,
}

/// What the writer and the readers have in common.
pub(crate) struct Shared {
    /// `None` only while the engine is opened again, or after that has failed. Dropped before the folder.
    pub(crate) engine: RwLock<Option<Engine>>,
    pub(crate) index: RwLock<Index>,
    pub(crate) sealed: Sealed,
    pub(crate) updates: broadcast::Sender<Arc<[Reading]>>,
    trouble: Mutex<Option<LakeError>>,
    pub(crate) write_failures: AtomicU64,
    pub(crate) options: LakeOptions,
    pub(crate) folder: Folder,
}

impl std::fmt::Debug for Lake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lake").field("folder", &self.inner.shared.folder.path()).finish_non_exhaustive()
    }
}

impl Lake {
    /// Opens the lake in `folder`, creating both where they are absent, and starts its writer.
    ///
    /// # Errors
    /// `Conflict` if another process has it open or a version unknown to this one wrote it, `Corrupt` if it
    /// cannot be understood, otherwise as the file system says.
    pub fn open(folder: &Path, options: LakeOptions) -> Result<Lake, LakeError> {
        let folder = Folder::take(folder)?;
        let engine = Engine::open(&folder.hot(), &options)?;
        let index = Index::load(&engine)?;
        let sealed = Sealed::load(folder.path(), &engine)?;
        let (updates, _) = broadcast::channel(options.updates_kept.max(1));
        let options =
            LakeOptions { check_interval: options.check_interval.max(MIN_CHECK_INTERVAL), ..options };
        let room_in_queue = Arc::new(Semaphore::new(options.queued_rows.clamp(1, u32::MAX as usize >> 3)));
        let shared = Arc::new(Shared {
            engine: RwLock::new(Some(engine)),
            index: RwLock::new(index),
            sealed,
            updates,
            trouble: Mutex::new(None),
            write_failures: AtomicU64::new(0),
            options,
            folder,
        });
        let (requests, receiver) = mpsc::channel();
        let writer = Writer::new(Arc::clone(&shared), receiver);
        let writer = std::thread::Builder::new()
            .name("lake-writer".to_owned())
            .spawn(move || writer.run())
            .map_err(|error| LakeError::io("start the lake's writer", error))?;
        let (requests, writer) = (Some(requests), Some(writer));
        Ok(Lake { inner: Arc::new(Inner { shared, requests, room_in_queue, writer }) })
    }

    /// Stores a batch, all of it or nothing, and returns once it is on the disk (`fsync`).
    ///
    /// Whoever would append the same batch again after an error keeps an `Arc` of it.
    ///
    /// Batches are stored in the order in which they were handed over. The future may be dropped: the batch
    /// is then stored or not, as if the answer had been lost.
    ///
    /// Within one series, granularity and time:
    /// - the same figures, mark and unit as any value that is there already are a duplicate, and not stored;
    /// - other ones are stored beside what is there, with [`model::Problem::Revised`].
    ///
    /// # Errors
    /// `Full` while there is no room, `Unavailable` while the disk fails; writing begins again by itself.
    /// After an error the batch may be there all the same, whole: a repeat of its readings then counts as
    /// duplicates, a repeat of its frames and counts as new ones.
    pub async fn append(&self, batch: impl Into<Arc<Batch>>) -> Result<Receipt, LakeError> {
        let batch = batch.into();
        if batch.is_empty() {
            return Ok(Receipt::default());
        }
        let too_long = batch.counts.iter().find(|count| count.counter.len() > Count::MAX_NAME_BYTES);
        if let Some(Count { counter, .. }) = too_long {
            return Err(LakeError::CounterName { length: counter.len() });
        }
        let inner = &self.inner;
        let most = inner.shared.options.queued_rows.clamp(1, u32::MAX as usize >> 3);
        // At most 2^29 by the line above.
        let rows = rows(&batch).min(most) as u32;
        let room = Arc::clone(&inner.room_in_queue).acquire_many_owned(rows).await;
        let permit = room.map_err(|_| LakeError::Stopped)?;
        let (answer, answered) = oneshot::channel();
        let batch = Prepared::new(batch, inner.shared.index_at_once().as_deref());
        let requests = inner.requests.as_ref().ok_or(LakeError::Stopped)?;
        requests.send(Request { batch, answer, permit }).map_err(|_| LakeError::Stopped)?;
        answered.await.unwrap_or(Err(LakeError::Stopped))
    }

    /// Every commit's readings from now on, as stored (revisions marked, duplicates left out).
    ///
    /// This is for what must be quick, not for what must be complete: a subscriber that lags, and one that
    /// waits while writing fails and begins again, can miss readings and should catch up with
    /// [`Lake::range`].
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<[Reading]>> {
        self.inner.shared.updates.subscribe()
    }

    /// How the lake is: whether it writes, and what room there is.
    pub fn status(&self) -> LakeStatus {
        let shared = &self.inner.shared;
        let writer_ended = self.inner.writer.as_ref().is_none_or(JoinHandle::is_finished);
        let reason = if writer_ended { Some(LakeError::Stopped) } else { shared.trouble() };
        let engine = shared.engine.read().unwrap_or_else(PoisonError::into_inner);
        let index = shared.index();
        LakeStatus {
            writable: reason.is_none(),
            reason,
            write_failures: shared.write_failures.load(Ordering::Relaxed),
            free_bytes: free_bytes(shared.folder.path()).ok(),
            disk_bytes: engine.as_ref().and_then(|engine| engine.disk_bytes().ok()),
            series: index.series_count(),
            devices: index.devices().len(),
        }
    }

    /// Gives back memory that only makes the next question quicker and that none has used for so long. Call it now
    /// and then.
    pub fn forget_unused(&self, unused: Duration) {
        self.inner.shared.sealed.forget_unused(unused);
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.inner.shared
    }
}

impl Shared {
    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The index, if nobody changes it at the moment.
    fn index_at_once(&self) -> Option<RwLockReadGuard<'_, Index>> {
        match self.index.try_read() {
            Ok(index) => Some(index),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Runs `read` on the engine, which stays open meanwhile.
    pub(crate) fn with_engine<T>(
        &self,
        read: impl FnOnce(&Engine) -> Result<T, LakeError>,
    ) -> Result<T, LakeError> {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        match engine.as_ref() {
            Some(engine) => read(engine),
            None => Err(self.trouble().unwrap_or(LakeError::Stopped)),
        }
    }

    /// Why nothing can be written now.
    pub(crate) fn trouble(&self) -> Option<LakeError> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_trouble(&self, trouble: Option<LakeError>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has said so already.
            let _ = writer.join();
        }
    }
}

fn rows(batch: &Batch) -> usize {
    let frames: usize = batch.frames.iter().map(|frame| 1 + frame.bytes.len() / 256).sum();
    frames + batch.readings.len() + batch.counts.len()
}
