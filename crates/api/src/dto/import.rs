//! Imports of readings from files, as the API takes and tells them.

use casework::data_import::Stage;
use model::Actor;
use serde::{Deserialize, Serialize};
use sheets::Kind;
use utoipa::ToSchema;

use super::Time;
use crate::importer::{ImportPlan, ImportState};

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct SheetUpload {
    /// CSV, `.xlsx` or `.xls`, at most 64 MiB.
    #[schema(value_type = String, format = Binary)]
    pub(crate) file: Vec<u8>,
}

/// A file that can be imported.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UploadedSheet {
    /// Its hash, by which the other routes name it.
    pub(crate) file: String,
    pub(crate) name: String,
    /// `csv`, `xlsx` or `xls`.
    pub(crate) format: &'static str,
    /// Of CSV: `UTF-8`, `GB18030`, `UTF-16LE` or `UTF-16BE`.
    pub(crate) encoding: Option<&'static str>,
    /// Of CSV: what separates its columns.
    pub(crate) separator: Option<String>,
    /// Whether its serial dates count from 1904.
    pub(crate) since_1904: bool,
    pub(crate) sheets: Vec<SheetName>,
}

/// A sheet of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetName {
    pub(crate) name: String,
    pub(crate) hidden: bool,
}

/// Which sheet is to be looked at, and what it tells of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuessRequest {
    pub(crate) file: String,
    pub(crate) sheet: usize,
    /// `station`, `outlet`, `meter` or `cruise`.
    #[schema(value_type = String)]
    pub(crate) kind: Kind,
}

/// A proposal of what a sheet means.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Proposal {
    /// What its columns seem to mean; `docs/import.md` describes the form.
    #[schema(value_type = Object)]
    pub(crate) mapping: sheets::Mapping,
    /// The heading of each column.
    pub(crate) headings: Vec<String>,
    /// The first rows below the headings, as the file shows them.
    pub(crate) first_rows: Vec<Vec<String>>,
    /// What stands in the way of using the mapping: `no_time`, `no_source` …
    #[schema(value_type = Vec<String>)]
    pub(crate) problems: Vec<sheets::MappingProblem>,
}

/// What is to be imported, and how.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportRequest {
    pub(crate) file: String,
    #[schema(value_type = Object)]
    pub(crate) plan: ImportPlan,
}

/// Why an import is undone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Undoing {
    pub(crate) reason: String,
}

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportRow {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) file_name: Option<String>,
    pub(crate) begun_at: Time,
    /// The account that confirmed it; absent for one from the command line.
    pub(crate) by: Option<String>,
    /// `running`, `ended`, `stopped`, `undoing` or `undone`.
    pub(crate) state: &'static str,
    /// Whether a job works on it now.
    pub(crate) working: bool,
    /// The last row that was dealt with.
    pub(crate) row: u64,
    /// How many rows it has, as far as somebody counted.
    pub(crate) rows_expected: Option<u64>,
    pub(crate) rows: u64,
    pub(crate) received: u64,
    pub(crate) stored: u64,
    pub(crate) revised: u64,
    pub(crate) duplicates: u64,
    pub(crate) refused: u64,
    /// Figures that were taken back, once it is undone.
    pub(crate) withdrawn: Option<u64>,
    /// Of them, those whose former figure stands again.
    pub(crate) restored: Option<u64>,
    pub(crate) undo_reason: Option<String>,
    /// What is in its way; it goes on at the next start.
    pub(crate) trouble: Option<String>,
}

impl ImportRow {
    /// The import as it stands; `file_name` is what its file was called.
    pub(crate) fn new(state: ImportState, file_name: Option<String>) -> ImportRow {
        let ImportState { import, plan, counts, row, running, trouble } = state;
        let (name, undo_reason, taken_back) = match import.stage {
            Stage::Running => ("running", None, None),
            Stage::Ended(ended) if ended.stopped => ("stopped", None, None),
            Stage::Ended(_) => ("ended", None, None),
            Stage::Undoing(_, undone) => ("undoing", Some(undone.reason), None),
            Stage::Withdrawn(_, undone, withdrawn) => ("undone", Some(undone.reason), Some(withdrawn)),
        };
        ImportRow {
            id: import.begun.id.to_string(),
            file: import.begun.file.to_string(),
            file_name,
            begun_at: Time(import.begun_at),
            by: match import.by {
                Actor::User { id, .. } => Some(id.to_string()),
                Actor::System { .. } => None,
            },
            state: name,
            working: running,
            row,
            rows_expected: plan.and_then(|plan| plan.rows),
            rows: counts.rows,
            received: counts.received,
            stored: counts.stored,
            revised: counts.revised,
            duplicates: counts.duplicates,
            refused: counts.refused,
            withdrawn: taken_back.as_ref().map(|taken| taken.withdrawn),
            restored: taken_back.map(|taken| taken.restored),
            undo_reason,
            trouble,
        }
    }
}

/// Which import was begun.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BegunImport {
    pub(crate) id: String,
}
