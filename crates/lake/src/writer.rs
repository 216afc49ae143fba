//! The one thread that writes: gathers the batches of many callers into one commit, and stops and starts
//! writing with the state of the disk.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use crate::engine::Engine;
use crate::index::Index;
use crate::lake::Shared;
use crate::plan::{Plan, Prepared, Written, plan};
use crate::space::free_bytes;
use crate::{LakeError, Receipt};

/// What the engine needs beside a memtable to be opened again after a write error: it writes its journal
/// anew, as tables.
const REOPEN_RESERVE_BYTES: u64 = 16 << 20;

/// A batch on its way to the disk.
pub(crate) struct Request {
    pub(crate) batch: Prepared,
    pub(crate) answer: oneshot::Sender<Result<Receipt, LakeError>>,
    /// Given back when the batch is answered: bounds what waits in memory.
    pub(crate) permit: OwnedSemaphorePermit,
}

pub(crate) struct Writer {
    shared: Arc<Shared>,
    requests: Receiver<Request>,
    /// When the disk was last looked at.
    checked_at: Option<Instant>,
    /// Whether a write failed, so that the engine must be opened again.
    engine_failed: bool,
    /// Whether the last commit was shared: only then is it worth waiting for company.
    crowded: bool,
}

impl Writer {
    pub(crate) fn new(shared: Arc<Shared>, requests: Receiver<Request>) -> Self {
        Self { shared, requests, checked_at: None, engine_failed: false, crowded: false }
    }

    /// Until every `Lake` is gone.
    pub(crate) fn run(mut self) {
        loop {
            match self.requests.recv_timeout(self.shared.options.check_interval) {
                Ok(first) => {
                    let group = self.gather(first);
                    self.serve(group);
                }
                Err(RecvTimeoutError::Timeout) => self.check_if_due(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// What shares a commit with `first`: all that waits, and, when there was company last time, what comes
    /// within the window. A lone caller never waits for anybody.
    fn gather(&mut self, first: Request) -> Vec<Request> {
        let options = &self.shared.options;
        let deadline = Instant::now() + options.commit_window;
        let mut rows = first.permit.num_permits();
        let mut group = vec![first];
        while rows < options.commit_rows {
            let next = self.requests.try_recv().ok().or_else(|| {
                if !self.crowded && group.len() == 1 {
                    return None;
                }
                self.requests.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
            });
            let Some(request) = next else { break };
            rows += request.permit.num_permits();
            group.push(request);
        }
        self.crowded = group.len() > 1;
        group
    }

    fn serve(&mut self, group: Vec<Request>) {
        self.check_if_due();
        let stopped = self.shared.trouble();
        let (batches, answers): (Vec<_>, Vec<_>) =
            group.into_iter().map(|request| (request.batch, (request.answer, request.permit))).unzip();
        let result = match stopped {
            Some(error) => Err(error),
            None => self.commit(batches),
        };
        // A caller that has gone away needs no answer; its batch is stored all the same.
        match result {
            Ok(receipts) => {
                for ((answer, _permit), receipt) in answers.into_iter().zip(receipts) {
                    let _ = answer.send(Ok(receipt));
                }
            }
            Err(error) => {
                for (answer, _permit) in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }

    fn commit(&mut self, batches: Vec<Prepared>) -> Result<Vec<Receipt>, LakeError> {
        let shared = Arc::clone(&self.shared);
        let engine = shared.engine.read().unwrap_or_else(PoisonError::into_inner);
        let Some(engine) = engine.as_ref() else { return Err(self.stop(LakeError::Stopped)) };
        let Plan { writes, changes, receipts, readings } = {
            let index = shared.index();
            plan(engine, &index, &shared.sealed, &batches)?
        };
        writes.commit().map_err(|error| self.stop(error))?;
        shared.index.write().unwrap_or_else(PoisonError::into_inner).apply(changes)?;
        if !readings.is_empty() && shared.updates.receiver_count() > 0 {
            // That the last subscriber goes meanwhile is no error.
            let _ = shared.updates.send(readings.into_iter().map(Written::stored).collect());
        }
        Ok(receipts)
    }

    /// Notes that the engine failed to write; gives the error that callers should see.
    fn stop(&mut self, error: LakeError) -> LakeError {
        self.engine_failed = true;
        self.shared.write_failures.fetch_add(1, Ordering::Relaxed);
        let error = self.room_for_reopening().err().unwrap_or(error);
        tracing::error!(error = &error as &dyn std::error::Error, "the lake stops writing");
        self.shared.set_trouble(Some(error.clone()));
        error
    }

    fn check_if_due(&mut self) {
        let now = Instant::now();
        let due = self.checked_at.is_none_or(|at| now - at >= self.shared.options.check_interval);
        if !due {
            return;
        }
        self.checked_at = Some(now);
        let checked = match self.shared.with_engine(Engine::check) {
            Ok(()) if !self.engine_failed => self.room(0),
            Ok(()) | Err(_) => {
                self.engine_failed = true;
                self.reopen()
            }
        };
        let was_stopped = self.shared.trouble().is_some();
        match &checked {
            Ok(()) if was_stopped => tracing::info!("the lake writes again"),
            Err(error) if !was_stopped => {
                tracing::error!(error = error as &dyn std::error::Error, "the lake stops writing");
            }
            Ok(()) | Err(_) => {}
        }
        self.shared.set_trouble(checked.err());
    }

    fn room(&self, reserve_bytes: u64) -> Result<(), LakeError> {
        let free_bytes = free_bytes(self.shared.folder.path())?;
        let min_free_bytes = self.shared.options.min_free_bytes.max(reserve_bytes);
        if free_bytes < min_free_bytes {
            return Err(LakeError::Full { free_bytes, min_free_bytes });
        }
        Ok(())
    }

    fn room_for_reopening(&self) -> Result<(), LakeError> {
        self.room(REOPEN_RESERVE_BYTES.saturating_add(self.shared.options.memtable_bytes))
    }

    /// Replaces the engine that failed to write; it served reads until now, so it is kept as long as there
    /// is no room to begin again.
    fn reopen(&mut self) -> Result<(), LakeError> {
        self.room_for_reopening()?;
        let mut slot = self.shared.engine.write().unwrap_or_else(PoisonError::into_inner);
        // The engine locks its files: the old one must be gone first.
        *slot = None;
        let engine = Engine::open(&self.shared.folder.hot(), &self.shared.options)?;
        let index = Index::load(&engine)?;
        *self.shared.index.write().unwrap_or_else(PoisonError::into_inner) = index;
        self.shared.sealed.reload(&engine)?;
        let engine = slot.insert(engine);
        engine.settle()?;
        self.engine_failed = false;
        Ok(())
    }
}

/// The shortest check interval that makes sense.
pub(crate) const MIN_CHECK_INTERVAL: Duration = Duration::from_millis(1);
