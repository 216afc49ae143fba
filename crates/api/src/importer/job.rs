//! Jobs: storing the readings of an import, and taking them back.
//!
//! What a job has done stands in the lake's counters of the device `import:{id}`, in the same commit as the
//! readings themselves; a job that was cut off begins after the last row that is counted.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use casework::data_import::{Command, Counts, Ended, Import, Stage, Withdrawn};
use lake::{Batch, Count, Foreseen, Foresight, Lake, LakeError, Receipt};
use model::{Actor, ImportId, Mark, Origin, Problem, Problems, Reading, Timestamp, Values};
use sheets::{Catalogue, Limits, RowResult, Workbook};

use super::{ImportError, ImportPlan, Inner};

/// Readings that become durable together.
const BATCH: usize = 5_000;
/// Rows after which what was done is counted although there is little to store.
const BATCH_ROWS: u64 = 20_000;

/// A job as others see it.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch(Arc<Seen>);

#[derive(Debug, Default)]
struct Seen {
    running: AtomicBool,
    stop: AtomicBool,
    row: AtomicU64,
    trouble: Mutex<Option<String>>,
}

impl Watch {
    pub(super) fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_running(&self) -> bool {
        self.0.running.load(Ordering::Relaxed)
    }

    pub(super) fn row(&self) -> u64 {
        self.0.row.load(Ordering::Relaxed)
    }

    pub(super) fn trouble(&self) -> Option<String> {
        self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn fail(&self, trouble: String) {
        *self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
    }

    fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    fn at_row(&self, row: u64) {
        self.0.row.store(row, Ordering::Relaxed);
    }
}

/// Says that a job runs, until it is dropped.
struct Running<'w>(&'w Watch);

impl<'w> Running<'w> {
    fn begin(watch: &'w Watch) -> Self {
        watch.0.running.store(true, Ordering::Relaxed);
        Self(watch)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.0.running.store(false, Ordering::Relaxed);
    }
}

/// How far a job has come, durably.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Progress {
    pub(super) row: u64,
    pub(super) counts: Counts,
    withdrawn: u64,
    restored: u64,
}

fn device_of(id: &ImportId) -> String {
    format!("import:{id}")
}

/// What the lake has counted of an import.
pub(super) fn progress_of(lake: &Lake, id: &ImportId) -> Progress {
    let counters = lake.counters(&device_of(id));
    let of = |name: &str| counters.get(name).copied().unwrap_or(0);
    Progress {
        row: of("import.row"),
        counts: Counts {
            rows: of("import.rows"),
            received: of("readings.received"),
            stored: of("readings.stored"),
            revised: of("readings.revised"),
            duplicates: of("readings.duplicate"),
            refused: of("readings.refused"),
        },
        withdrawn: of("import.withdrawn"),
        restored: of("import.restored"),
    }
}

impl Progress {
    /// What to add to the counters on the way from `before` to here.
    fn counts_since(&self, before: &Progress, id: &ImportId) -> Vec<Count> {
        let device = device_of(id);
        let (now, then) = (&self.counts, &before.counts);
        [
            ("import.row", self.row, before.row),
            ("import.rows", now.rows, then.rows),
            ("readings.received", now.received, then.received),
            ("readings.stored", now.stored, then.stored),
            ("readings.revised", now.revised, then.revised),
            ("readings.duplicate", now.duplicates, then.duplicates),
            ("readings.refused", now.refused, then.refused),
            ("import.withdrawn", self.withdrawn, before.withdrawn),
            ("import.restored", self.restored, before.restored),
        ]
        .into_iter()
        .filter(|(_, now, then)| now > then)
        .map(|(counter, now, then)| Count {
            device: device.as_str().into(),
            counter: counter.into(),
            add: now - then,
        })
        .collect()
    }
}

/// What a job works with.
struct Work<'w> {
    lake: &'w Lake,
    id: &'w ImportId,
    /// What became durable so far, and what will with the next batch.
    durable: Progress,
    progress: Progress,
    foresight: Foresight,
    readings: Vec<Reading>,
    runtime: tokio::runtime::Runtime,
}

impl Inner {
    /// Carries an import, or its undoing, to its end.
    pub(super) fn work(&self, id: &ImportId, watch: &Watch) -> Result<(), ImportError> {
        let _running = Running::begin(watch);
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let import = self.office.data_imports()?.remove(id).ok_or(ImportError::NotFound)?;
        let system = Actor::system("import");
        let command = match &import.stage {
            Stage::Running => {
                let (counts, stopped) = self.store(&import, watch)?;
                Command::End(Ended { id: id.clone(), stopped, counts })
            }
            Stage::Undoing(..) => {
                let (withdrawn, restored) = self.take_back(&import, watch)?;
                Command::Withdraw(Withdrawn { id: id.clone(), withdrawn, restored })
            }
            Stage::Ended(_) | Stage::Withdrawn(..) => return Ok(()),
        };
        self.office.data_import(None, &system, &command)?;
        tracing::info!(import.id = %id, "the import's job has ended");
        Ok(())
    }

    fn store(&self, import: &Import, watch: &Watch) -> Result<(Counts, bool), ImportError> {
        let mut work = Work::begin(&self.lake, &import.begun.id)?;
        let mut stopped = false;
        self.each_row(import, |row| {
            watch.at_row(row.row.into());
            // What an earlier run of this job has dealt with.
            if u64::from(row.row) <= work.durable.row {
                return Ok(true);
            }
            work.take(row)?;
            stopped = watch.is_stopped();
            Ok(!stopped)
        })?;
        work.commit()?;
        Ok((work.progress.counts, stopped))
    }

    fn take_back(&self, import: &Import, watch: &Watch) -> Result<(u64, u64), ImportError> {
        let mut work = Work::begin(&self.lake, &import.begun.id)?;
        let now = self.clock.now();
        self.each_row(import, |row| {
            watch.at_row(row.row.into());
            for reading in row.readings {
                work.withdraw(&reading, import.begun_at, now)?;
            }
            Ok(true)
        })?;
        work.commit()?;
        Ok((work.progress.withdrawn, work.progress.restored))
    }

    /// Reads the import's sheet as it was read when it was begun: the same readings, with the same time of
    /// arrival. Goes on as long as `each` says so. A file that ends in damage gave its good rows.
    fn each_row(
        &self,
        import: &Import,
        mut each: impl FnMut(RowResult) -> Result<bool, ImportError>,
    ) -> Result<(), ImportError> {
        let plan: ImportPlan =
            serde_json::from_value(import.begun.plan.clone()).map_err(ImportError::Plan)?;
        let bytes = self.vault.read_blob(&import.begun.file)?;
        let workbook = Workbook::open(&bytes, Limits::default())?;
        let catalogue = Catalogue::of(&self.views.register());
        let mut failed = None;
        let outcome = sheets::read(
            &workbook,
            plan.sheet,
            &plan.mapping,
            &catalogue,
            import.begun_at,
            |row| match each(row) {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            },
        );
        match (failed, outcome) {
            (Some(error), _) => Err(error),
            (None, Ok(())) => Ok(()),
            (None, Err(error)) => {
                tracing::warn!(import.id = %import.begun.id, %error, "the sheet ends before its end");
                Ok(())
            }
        }
    }
}

impl<'w> Work<'w> {
    fn begin(lake: &'w Lake, id: &'w ImportId) -> Result<Self, ImportError> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(ImportError::Thread)?;
        let durable = progress_of(lake, id);
        let (foresight, readings) = (Foresight::default(), Vec::new());
        Ok(Self { lake, id, durable, progress: durable, foresight, readings, runtime })
    }

    fn take(&mut self, row: RowResult) -> Result<(), LakeError> {
        self.progress.row = row.row.into();
        let counts = &mut self.progress.counts;
        counts.rows += 1;
        let refused = u64::try_from(row.refusals.len()).unwrap_or(u64::MAX);
        counts.refused += refused;
        counts.received += refused;
        for reading in row.readings {
            counts.received += 1;
            match self.foresight.foresee(self.lake, &reading)? {
                Foreseen::Duplicate => counts.duplicates += 1,
                Foreseen::New => counts.stored += 1,
                Foreseen::Revision => {
                    counts.stored += 1;
                    counts.revised += 1;
                }
            }
            self.readings.push(reading);
        }
        let rows = self.progress.row.saturating_sub(self.durable.row);
        if self.readings.len() >= BATCH || rows >= BATCH_ROWS { self.commit() } else { Ok(()) }
    }

    /// Takes one reading of the import back, if it is what stands: the slot then has no value, or the one that
    /// stood before the import. What somebody said after the import stays.
    fn withdraw(
        &mut self,
        reading: &Reading,
        imported_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), LakeError> {
        let standing = self.lake.standing(reading)?;
        let ours = |stored: &Reading| stored.received_at == imported_at;
        let is_ours = standing.last().is_some_and(|last| {
            ours(last)
                && (last.values, last.unit, &last.mark) == (reading.values, reading.unit, &reading.mark)
        });
        if !is_ours {
            return Ok(());
        }
        self.progress.withdrawn += 1;
        self.readings.push(Reading {
            values: Values::default(),
            mark: Mark::Absent,
            problems: Problems::NONE.with(Problem::Withdrawn),
            origin: Origin::Backfill,
            received_at: now,
            ..reading.clone()
        });
        if let Some(former) = standing.iter().rev().find(|stored| !ours(stored)) {
            self.progress.restored += 1;
            self.readings.push(Reading { received_at: now, ..former.clone() });
        }
        if self.readings.len() >= BATCH { self.commit() } else { Ok(()) }
    }

    /// Makes what is in hand durable, with its counts.
    fn commit(&mut self) -> Result<(), LakeError> {
        let counts = self.progress.counts_since(&self.durable, self.id);
        let batch = Batch { frames: Vec::new(), readings: std::mem::take(&mut self.readings), counts };
        let _receipt: Receipt = self.runtime.block_on(self.lake.append(batch))?;
        self.durable = self.progress;
        // The lake knows now what was foreseen.
        self.foresight = Foresight::default();
        Ok(())
    }
}
