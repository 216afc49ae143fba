//! SQL for analysts as this room sees it. The roof implements it where it was built with an engine.

use std::future::Future;
use std::pin::Pin;

use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Bilingual;

/// A table that can be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabTable {
    /// Its name in SQL.
    pub name: String,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
    /// Its columns.
    pub columns: Vec<LabTableColumn>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabTableColumn {
    /// Its name in SQL.
    pub name: String,
    /// `text`, `number`, `integer`, `boolean` or `time`.
    pub kind: String,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
}

/// What a query may take.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct LabLimits {
    /// Seconds that it may run.
    pub time_s: u64,
    /// MiB that it may hold.
    pub memory_mib: u64,
    /// Rows of an exported answer.
    pub rows: u64,
    /// MiB of an answer.
    pub answer_mib: u64,
    /// Queries at once.
    pub at_once: u64,
}

/// A column of an answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabColumn {
    /// Its name.
    pub name: String,
    /// `text`, `number`, `integer`, `boolean` or `time`.
    pub kind: String,
}

/// What a query gave.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabAnswer {
    /// The columns.
    pub columns: Vec<LabColumn>,
    /// The rows: numbers, texts, truth values and nulls. Numbers that JSON has not (NaN) are texts.
    #[schema(value_type = Vec<Vec<Object>>)]
    pub rows: Vec<Vec<serde_json::Value>>,
    /// `rows` or `bytes` where the answer was cut off; absent if it is whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<String>,
    /// Stored values that were looked at.
    pub scanned: u64,
    /// How long it took, ms.
    pub elapsed_ms: u64,
}

/// Why a query was not answered.
#[derive(Debug, Clone)]
pub struct LabRefusal {
    /// A stable code, as in `lab_time_up`.
    pub code: &'static str,
    /// What happened.
    pub title: Bilingual,
    /// Line and character in the text, from 1.
    pub position: Option<(u64, u64)>,
    /// Whether trying again later may help.
    pub later: bool,
}

/// A future of the port.
pub type LabFuture<'a> = Pin<Box<dyn Future<Output = Result<LabAnswer, LabRefusal>> + Send + 'a>>;

/// Where queries run. Who may ask is decided before.
pub trait Lab: Send + Sync {
    /// The tables.
    fn tables(&self) -> Vec<LabTable>;

    /// The limits.
    fn limits(&self) -> LabLimits;

    /// Answers a query with at most `rows` rows. Dropping the future cancels it.
    fn run(&self, id: String, text: String, rows: usize) -> LabFuture<'_>;

    /// Ends a running query; whether there was one.
    fn cancel(&self, id: &str) -> bool;

    /// Stored values that a running query has looked at, and milliseconds since its start.
    fn progress(&self, id: &str) -> Option<(u64, u64)>;
}
