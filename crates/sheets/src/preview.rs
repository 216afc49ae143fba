//! What an import would do, before it does it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{FactorCode, Reading, Source, Timestamp, Unit};

use crate::catalogue::Catalogue;
use crate::error::ReadError;
use crate::mapping::Mapping;
use crate::read::{Note, Reason, Refusal, RowResult, read};
use crate::workbook::Workbook;

/// So many refusals are listed in a preview; all are counted, and [`read()`] gives all.
pub const MAX_LISTED: usize = 500;
/// So many readings are shown.
const SHOWN: usize = 20;

/// What would become of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preview {
    /// Rows below the headings.
    pub rows: u64,
    /// Of them, rows that hold nothing.
    pub blank_rows: u64,
    /// Readings that would be stored, before the lake says which of them it has already.
    pub readings: u64,
    /// Refusals by reason.
    pub refused: BTreeMap<Reason, u64>,
    /// The first [`MAX_LISTED`] refusals.
    pub refusals: Vec<Refusal>,
    /// What a person should know, by how often.
    pub notes: BTreeMap<Note, u64>,
    /// The first readings.
    pub first: Vec<Reading>,
    /// What is there of each source and factor.
    pub series: BTreeMap<(Source, FactorCode), SeriesCount>,
    /// Why reading ended before the end of the sheet, if it did.
    pub ended: Option<ReadError>,
}

/// The readings of one source and factor.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesCount {
    /// How many.
    pub readings: u64,
    /// The earliest.
    pub from: Timestamp,
    /// The latest.
    pub to: Timestamp,
    /// In which unit they would be kept.
    pub unit: Unit,
    /// The least and greatest value, if there is one.
    pub bounds: Option<(f64, f64)>,
}

/// Goes through a sheet without storing anything. `progress` hears of every row's number and may stop it.
pub fn preview(
    workbook: &Workbook<'_>,
    sheet: usize,
    mapping: &Mapping,
    catalogue: &Catalogue,
    now: Timestamp,
    mut progress: impl FnMut(u32) -> ControlFlow<()>,
) -> Preview {
    let mut preview = Preview::default();
    let outcome = read(workbook, sheet, mapping, catalogue, now, |row| {
        let number = row.row;
        preview.take(row);
        progress(number)
    });
    preview.ended = outcome.err();
    preview
}

impl Preview {
    /// Refusals of every reason together.
    pub fn refused_in_all(&self) -> u64 {
        self.refused.values().sum()
    }

    fn take(&mut self, row: RowResult) {
        self.rows += 1;
        self.blank_rows += u64::from(row.blank);
        for note in row.notes {
            *self.notes.entry(note).or_default() += 1;
        }
        for refusal in row.refusals {
            *self.refused.entry(refusal.reason).or_default() += 1;
            if self.refusals.len() < MAX_LISTED {
                self.refusals.push(refusal);
            }
        }
        for reading in row.readings {
            self.count(&reading);
            if self.first.len() < SHOWN {
                self.first.push(reading);
            }
        }
    }

    fn count(&mut self, reading: &Reading) {
        self.readings += 1;
        let key = (reading.series.source.clone(), reading.series.factor.clone());
        let time = reading.time;
        let count = self.series.entry(key).or_insert_with(|| SeriesCount {
            readings: 0,
            from: time,
            to: time,
            unit: reading.unit,
            bounds: None,
        });
        count.readings += 1;
        count.from = count.from.min(time);
        count.to = count.to.max(time);
        if let Some(value) = reading.values.value {
            let (least, greatest) = count.bounds.unwrap_or((value, value));
            count.bounds = Some((least.min(value), greatest.max(value)));
        }
    }
}
