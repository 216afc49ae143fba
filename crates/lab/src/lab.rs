use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use datafusion::arrow::temporal_conversions::timestamp_us_to_datetime;
use datafusion::catalog::{
    CatalogProvider, MemoryCatalogProvider, MemorySchemaProvider, SchemaProvider, TableProvider,
};
use datafusion::common::Result as EngineResult;
use datafusion::execution::SessionStateDefaults;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::SessionConfig;
use futures_util::StreamExt;
use lake::Lake;
use model::Granularity;
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::answer::Growing;
use crate::catalogue::tables;
use crate::functions::with_functions;
use crate::readings::{Content, LakeTable};
use crate::stop::{Stop, watched};
use crate::{Answer, Facts, LabError, Limits, register, statement};

/// How long the caller waits for a query to notice that its time is up, before it is answered all the same.
const GRACE: Duration = Duration::from_secs(2);
/// Threads for all queries together.
const THREADS: usize = 2;
/// Address space for the deepest query that is let in; only what is used of it becomes memory.
const STACK_BYTES: usize = 256 << 20;
/// How much less urgent than everything else a query is (`nice`).
const NICENESS: i32 = 10;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Query {
    /// Names it while it runs, for [`Lab::cancel`]. Whoever asks chooses it.
    pub id: String,
    /// The statement.
    pub text: String,
    /// Rows that are wanted at most, below [`Limits::rows`].
    pub rows: usize,
}

/// The place where queries run.
pub struct Lab {
    room: Arc<Room>,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

struct Room {
    lake: Lake,
    facts: Arc<dyn Facts>,
    limits: Limits,
    places: Arc<Semaphore>,
    running: Mutex<BTreeMap<String, Arc<Stop>>>,
}

impl std::fmt::Debug for Lab {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lab").field("limits", &self.room.limits).finish_non_exhaustive()
    }
}

impl Lab {
    /// A lab over a lake and what else is known.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn new(lake: Lake, facts: Arc<dyn Facts>, limits: Limits) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("lab")
            .thread_stack_size(STACK_BYTES)
            .on_thread_start(|| {
                // On Linux this is the thread's own; where it cannot be set, queries compete like everybody.
                let _set = rustix::process::nice(NICENESS);
            })
            .enable_time()
            .build()?;
        let places = Arc::new(Semaphore::new(limits.at_once.max(1)));
        let room = Arc::new(Room { lake, facts, limits, places, running: Mutex::default() });
        Ok(Self { room, runtime: Some(runtime) })
    }

    /// The limits that hold.
    pub fn limits(&self) -> &Limits {
        &self.room.limits
    }

    /// Answers a query. A dropped future cancels it.
    ///
    /// # Errors
    /// See [`LabError`]; whatever was wrong with a query, others are not affected.
    pub async fn run(&self, query: Query) -> Result<Answer, LabError> {
        let limits = self.room.limits;
        let runtime = self.runtime.as_ref().ok_or(LabError::Cancelled)?;
        let waited = tokio::time::timeout(limits.wait, Arc::clone(&self.room.places).acquire_owned()).await;
        let Ok(Ok(place)) = waited else { return Err(LabError::Busy { at_once: limits.at_once }) };
        let stop = Arc::new(Stop::after(limits.time));
        let _entry = Entry::enter(&self.room, &query.id, &stop)?;
        let room = Arc::clone(&self.room);
        let work = runtime.spawn(room.answer(query, Arc::clone(&stop), place));
        let answered = tokio::time::timeout(limits.time + GRACE, work).await;
        match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => {
                tracing::error!(%error, "a query of the lab panicked");
                Err(LabError::Failed("the engine failed; the query was ended".to_owned()))
            }
            // Planning asks nobody whether to go on; its place comes back when it has ended.
            Err(_) => Err(stop.reason().unwrap_or(LabError::TimeUp { limit: limits.time })),
        }
    }

    /// Ends a running query; whether there was one.
    pub fn cancel(&self, id: &str) -> bool {
        self.room.running().get(id).inspect(|stop| stop.cancel()).is_some()
    }

    /// Stored values that a running query has looked at, and since when it runs.
    pub fn progress(&self, id: &str) -> Option<(u64, Duration)> {
        self.room.running().get(id).map(|stop| (stop.scanned(), stop.elapsed()))
    }

    /// Queries that may begin at once now.
    pub fn free_places(&self) -> usize {
        self.room.places.available_permits()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        for stop in self.room.running().values() {
            stop.cancel();
        }
        if let Some(runtime) = self.runtime.take() {
            // Dropping it would wait, which a caller inside another runtime must not.
            runtime.shutdown_background();
        }
    }
}

/// A query in the list of those that run; cancels it when its caller goes.
struct Entry<'a> {
    room: &'a Room,
    id: String,
}

impl<'a> Entry<'a> {
    fn enter(room: &'a Room, id: &str, stop: &Arc<Stop>) -> Result<Self, LabError> {
        let mut running = room.running();
        if running.contains_key(id) {
            return Err(LabError::Running);
        }
        running.insert(id.to_owned(), Arc::clone(stop));
        drop(running);
        Ok(Self { room, id: id.to_owned() })
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        if let Some(stop) = self.room.running().remove(&self.id) {
            stop.cancel();
        }
    }
}

impl Room {
    fn running(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Stop>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place is given back when the work has really ended, also where nobody waits for it any more.
    async fn answer(
        self: Arc<Self>,
        query: Query,
        stop: Arc<Stop>,
        place: OwnedSemaphorePermit,
    ) -> Result<Answer, LabError> {
        let answer = self.compute(&query, &stop).await;
        drop(place);
        // An operator that was told to end may give another reason than the one it was told.
        answer.map_err(|error| match (&error, stop.reason()) {
            (LabError::Failed(_), Some(reason)) => reason,
            _ => error,
        })
    }

    async fn compute(&self, query: &Query, stop: &Arc<Stop>) -> Result<Answer, LabError> {
        let state = self.session(stop)?;
        let failed = |error| LabError::failed(&error, self.limits.memory_bytes);
        let logical = statement::plan(&state, &query.text, &self.limits).await?;
        let optimized = state.optimize(&logical).map_err(failed)?;
        let planned = state.query_planner().create_physical_plan(&optimized, &state).await.map_err(failed)?;
        let plan = watched(planned, stop).map_err(failed)?;
        let rows = query.rows.min(self.limits.rows);
        let mut growing = Growing::new(&plan.schema(), rows, self.limits.answer_bytes);
        let mut batches = execute_stream(plan, state.task_ctx()).map_err(failed)?;
        while let Some(batch) = batches.next().await {
            if !growing.push(&batch.map_err(failed)?) {
                break;
            }
        }
        Ok(growing.finish(stop.scanned(), stop.elapsed()))
    }

    /// An engine for one query: its own memory, no disk, no files, only the tables and functions of this crate.
    fn session(&self, stop: &Arc<Stop>) -> Result<SessionState, LabError> {
        let storage = |error: String| LabError::Storage(error);
        let alarms = self.facts.alarms().map_err(storage)?;
        let internal = |error: datafusion::common::DataFusionError| LabError::Failed(error.to_string());
        let environment = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(GreedyMemoryPool::new(self.limits.memory_bytes)))
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
            .build_arc()
            .map_err(internal)?;
        let mut config = SessionConfig::new()
            .with_target_partitions(1)
            .with_batch_size(4096)
            .with_default_catalog_and_schema("jingwei", "city")
            .with_create_default_catalog_and_schema(false)
            .with_information_schema(false);
        config.options_mut().sql_parser.collect_spans = true;
        config.options_mut().execution.time_zone = Some(crate::catalogue::ZONE.to_owned());
        let builder = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(environment)
            .with_expr_planners(SessionStateDefaults::default_expr_planners());
        let mut state = with_functions(builder).build();
        let now = timestamp_us_to_datetime(self.facts.now().as_microsecond()).map(|now| now.and_utc());
        state.execution_props_mut().query_execution_start_time = now;
        let catalog = MemoryCatalogProvider::new();
        catalog.register_schema("city", self.schema(&alarms, stop).map_err(internal)?).map_err(internal)?;
        state.catalog_list().register_catalog("jingwei".to_owned(), Arc::new(catalog));
        Ok(state)
    }

    fn schema(
        &self,
        alarms: &[crate::AlarmFacts],
        stop: &Arc<Stop>,
    ) -> EngineResult<Arc<MemorySchemaProvider>> {
        let schema = MemorySchemaProvider::new();
        let current = self.facts.register();
        for info in tables() {
            let lake_table = |content, only| -> Arc<dyn TableProvider> {
                Arc::new(LakeTable {
                    lake: self.lake.clone(),
                    register: Arc::clone(&current),
                    stop: Arc::clone(stop),
                    schema: info.schema(),
                    content,
                    only,
                })
            };
            let table = match info.name {
                "readings" => lake_table(Content::Readings, None),
                "hours" => lake_table(Content::Readings, Some(Granularity::Hour)),
                "days" => lake_table(Content::Days, None),
                _ => Arc::new(register::table(info, &current, alarms)?),
            };
            schema.register_table(info.name.to_owned(), table)?;
        }
        Ok(Arc::new(schema))
    }
}
