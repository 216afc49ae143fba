//! Ending what runs too long: every operator asks before every batch.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties,
    ReplaceChildrenOptions,
};
use futures_util::StreamExt;

use crate::LabError;

/// Whether a query should still run, and how far it is.
#[derive(Debug)]
pub(crate) struct Stop {
    started: Instant,
    limit: Duration,
    cancelled: AtomicBool,
    scanned: AtomicU64,
}

impl Stop {
    pub(crate) fn after(limit: Duration) -> Self {
        Self { started: Instant::now(), limit, cancelled: AtomicBool::new(false), scanned: AtomicU64::new(0) }
    }

    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    pub(crate) fn count_scanned(&self, rows: usize) {
        self.scanned.fetch_add(rows as u64, Ordering::Relaxed);
    }

    pub(crate) fn scanned(&self) -> u64 {
        self.scanned.load(Ordering::Relaxed)
    }

    /// Why the query must end, if it must.
    pub(crate) fn reason(&self) -> Option<LabError> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Some(LabError::Cancelled);
        }
        (self.elapsed() >= self.limit).then_some(LabError::TimeUp { limit: self.limit })
    }

    fn check(&self) -> Result<()> {
        self.reason().map_or(Ok(()), |reason| Err(DataFusionError::External(Box::new(reason))))
    }
}

/// `plan` with a watch over every operator. A cross join whose left side has a million rows gives its output
/// batch by batch without ever looking at its input again: only a watch over the join itself ends it.
pub(crate) fn watched(plan: Arc<dyn ExecutionPlan>, stop: &Arc<Stop>) -> Result<Arc<dyn ExecutionPlan>> {
    let watch = |input: Arc<dyn ExecutionPlan>| -> Result<Transformed<Arc<dyn ExecutionPlan>>> {
        Ok(Transformed::yes(Arc::new(Watch { input, stop: Arc::clone(stop) })))
    };
    Ok(plan.transform_up(watch)?.data)
}

/// An operator and whether it should still run.
#[derive(Debug)]
struct Watch {
    input: Arc<dyn ExecutionPlan>,
    stop: Arc<Stop>,
}

impl DisplayAs for Watch {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

impl ExecutionPlan for Watch {
    fn name(&self) -> &'static str {
        "Watch"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        mut children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        match (children.pop(), children.is_empty()) {
            (Some(input), true) => Ok(Arc::new(Watch { input, stop: Arc::clone(&self.stop) })),
            _ => Err(DataFusionError::Internal("a watch has one input".to_owned())),
        }
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let stop = Arc::clone(&self.stop);
        stop.check()?;
        let input = self.input.execute(partition, context)?;
        let schema = input.schema();
        // Budget as well: a runtime with two threads must get round to other queries.
        let checked = input.then(move |batch: Result<RecordBatch>| {
            let stop = Arc::clone(&stop);
            async move {
                tokio::task::coop::consume_budget().await;
                stop.check().and(batch)
            }
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, checked)))
    }
}
