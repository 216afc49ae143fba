//! What an import would do.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use lake::{Foreseen, Foresight, Lake, LakeError};
use model::{Reading, Timestamp, china};
use serde::Serialize;
use sheets::{Catalogue, MAX_LISTED, Note, Reason, Refusal, RowResult, Workbook};
use utoipa::ToSchema;

use super::{ImportError, ImportPlan};

/// So many readings are shown.
const SHOWN: usize = 20;

/// What would become of a sheet: `readings = new + revisions + duplicates`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct Rehearsal {
    /// Rows below the headings.
    pub rows: u64,
    /// Of them, rows that hold nothing.
    pub blank_rows: u64,
    /// Readings that can be made of them.
    pub readings: u64,
    /// Readings for whose series and time nothing is there.
    pub new: u64,
    /// Readings for which another value is there; the new one would stand, the former stays as history.
    pub revisions: u64,
    /// Readings that are there already.
    pub duplicates: u64,
    /// What would be refused, by reason.
    pub refused: BTreeMap<String, u64>,
    /// The first of them, with their rows.
    pub refusals: Vec<ShownRefusal>,
    /// What a person should know, by how often: `formula_value_used`, `merged_name_used` …
    pub notes: BTreeMap<String, u64>,
    /// The first readings.
    pub first: Vec<Shown>,
    /// Why reading would end before the end of the sheet, if it would.
    pub ended: Option<String>,
}

/// A reading in a rehearsal.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Shown {
    /// The row it stands in.
    pub row: u32,
    /// Whose.
    pub source: String,
    /// Of what.
    pub factor: String,
    /// When, in China's time.
    pub time: String,
    /// The figure.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// What is doubtful about it.
    pub problems: Vec<&'static str>,
    /// `new`, `revision` or `duplicate`.
    pub becomes: &'static str,
}

/// Something that would be refused.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ShownRefusal {
    /// The row's number in the file.
    pub row: u32,
    /// The column, from 0; the whole row if absent.
    pub column: Option<u16>,
    /// Why, as a stable code.
    pub reason: &'static str,
    /// What stands there, shortened.
    pub text: String,
}

impl From<Refusal> for ShownRefusal {
    fn from(refusal: Refusal) -> Self {
        Self { row: refusal.row, column: refusal.column, reason: refusal.reason.code(), text: refusal.text }
    }
}

/// Goes through the sheet and asks the lake of every reading what it would make of it.
pub(super) fn rehearse(
    lake: &Lake,
    workbook: &Workbook<'_>,
    plan: &ImportPlan,
    catalogue: &Catalogue,
    now: Timestamp,
) -> Result<Rehearsal, ImportError> {
    let mut rehearsal = Rehearsal::default();
    let mut foresight = Foresight::default();
    let mut failed: Option<LakeError> = None;
    let outcome = sheets::read(workbook, plan.sheet, &plan.mapping, catalogue, now, |row| {
        match rehearsal.take(row, lake, &mut foresight) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    rehearsal.ended = outcome.err().map(|error| error.to_string());
    Ok(rehearsal)
}

impl Rehearsal {
    fn take(&mut self, row: RowResult, lake: &Lake, foresight: &mut Foresight) -> Result<(), LakeError> {
        self.rows += 1;
        self.blank_rows += u64::from(row.blank);
        for note in row.notes {
            *self.notes.entry(code_of(note).to_owned()).or_default() += 1;
        }
        for refusal in row.refusals {
            *self.refused.entry(Reason::code(refusal.reason).to_owned()).or_default() += 1;
            if self.refusals.len() < MAX_LISTED {
                self.refusals.push(refusal.into());
            }
        }
        for reading in row.readings {
            let becomes = foresight.foresee(lake, &reading)?;
            self.readings += 1;
            match becomes {
                Foreseen::New => self.new += 1,
                Foreseen::Revision => self.revisions += 1,
                Foreseen::Duplicate => self.duplicates += 1,
            }
            if self.first.len() < SHOWN {
                self.first.push(shown(row.row, &reading, becomes));
            }
        }
        Ok(())
    }
}

fn shown(row: u32, reading: &Reading, becomes: Foreseen) -> Shown {
    Shown {
        row,
        source: reading.series.source.to_string(),
        factor: reading.series.factor.to_string(),
        time: china::rfc3339(reading.time),
        value: reading.values.value,
        unit: reading.unit.text().to_owned(),
        problems: reading.problems.iter().map(model::Problem::code).collect(),
        becomes: match becomes {
            Foreseen::New => "new",
            Foreseen::Revision => "revision",
            Foreseen::Duplicate => "duplicate",
        },
    }
}

fn code_of(note: Note) -> &'static str {
    match note {
        Note::FormulaValueUsed => "formula_value_used",
        Note::MergedNameUsed => "merged_name_used",
        Note::UnitAssumed => "unit_assumed",
        Note::MissingValue => "missing_value",
    }
}
