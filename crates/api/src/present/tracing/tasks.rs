//! The tasks of vans.

use casework::tracing::{Cruise, Tracing};

use super::Presenter;
use crate::dto::Time;
use crate::dto::tracing_cruise::{TracingTask, TracingTaskStage};
use crate::error::ApiError;

/// How far a task is.
pub(super) fn stage_of_task(cruise: &Cruise) -> TracingTaskStage {
    match (&cruise.ended, &cruise.accepted) {
        (Some(end), _) if end.version.is_some() => TracingTaskStage::Driven,
        (Some(_), _) => TracingTaskStage::Ended,
        (None, Some(_)) => TracingTaskStage::Accepted,
        (None, None) => TracingTaskStage::Asked,
    }
}

impl Presenter<'_> {
    /// Vans that were asked to measure, the last one first.
    pub(super) fn tracing_tasks(&self, tracing: &Tracing) -> Result<Vec<TracingTask>, ApiError> {
        tracing.cruises.iter().rev().map(|cruise| self.tracing_task(cruise)).collect()
    }

    fn tracing_task(&self, cruise: &Cruise) -> Result<TracingTask, ApiError> {
        let (accepted, ended) = (cruise.accepted.as_ref(), cruise.ended.as_ref());
        Ok(TracingTask {
            stage: stage_of_task(cruise),
            to: cruise.to.as_ref().map(|to| self.person(to)).transpose()?,
            words: cruise.words.clone(),
            by: self.who(&cruise.by)?,
            at: Time(cruise.at),
            accepted_by: accepted.map(|done| self.who(&done.by)).transpose()?,
            accepted_at: accepted.map(|done| Time(done.at)),
            ended_by: ended.map(|end| self.who(&end.done.by)).transpose()?,
            ended_at: ended.map(|end| Time(end.done.at)),
            version: ended.and_then(|end| end.version),
            why: ended.and_then(|end| end.words.clone()),
        })
    }
}
