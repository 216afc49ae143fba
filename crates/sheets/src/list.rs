//! Lists: sheets whose rows are things and whose columns are known by their headings, in Chinese or English. What a
//! cell means is for who asked; here it is text.

use std::ops::ControlFlow;

use crate::cell::{Cell, Row};
use crate::error::ReadError;
use crate::workbook::Workbook;

/// Rows above the headings, as titles and notes, at most.
const HEADING_WITHIN: u32 = 10;

/// A column that a list may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListColumn {
    /// By what who asked knows it; also a heading.
    pub key: &'static str,
    /// The other headings by which it is known, the first one the usual.
    pub names: &'static [&'static str],
    /// Whether a list without it is none.
    pub required: bool,
}

impl ListColumn {
    fn is(&self, heading: &str) -> bool {
        let same = |name: &str| name.to_lowercase() == heading;
        same(self.key) || self.names.iter().any(|name| same(name))
    }
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number in the file, from 1.
    pub number: u32,
    /// A text for each column that was asked for; nothing where the cell or the column is.
    cells: Vec<Result<Option<String>, String>>,
    columns: &'static [ListColumn],
}

impl ListRow {
    /// The text of a column; nothing where there is none.
    ///
    /// # Errors
    /// What stands in the cell, if it has no text: an error of the sheet's own, or a formula without a value.
    pub fn text(&self, key: &str) -> Result<Option<&str>, &str> {
        let place = self.columns.iter().position(|column| column.key == key);
        match place.and_then(|place| self.cells.get(place)) {
            Some(Ok(text)) => Ok(text.as_deref()),
            Some(Err(shown)) => Err(shown),
            None => Ok(None),
        }
    }
}

/// A sheet read as a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Its rows, blank ones left out.
    pub rows: Vec<ListRow>,
    /// Headings that nobody asked for.
    pub unknown: Vec<String>,
    /// Columns that are required and missing; there are then no rows.
    pub missing: Vec<&'static str>,
}

/// Reads the sheet `sheet` as a list with `columns`. The headings stand in the first row, of the first ten, that has
/// every required one; the same heading twice counts once, the first.
///
/// # Errors
/// If there is no such sheet, a limit is passed or the file is damaged.
pub fn list(
    workbook: &Workbook<'_>,
    sheet: usize,
    columns: &'static [ListColumn],
) -> Result<List, ReadError> {
    let mut places: Option<Vec<Option<usize>>> = None;
    let mut found = List::default();
    let mut fewest: Option<Vec<&'static str>> = None;
    workbook.rows(sheet, |row| {
        match &places {
            Some(places) if !row.is_blank() => found.rows.push(read(&row, places, columns)),
            Some(_) => {}
            None if row.number > HEADING_WITHIN => return ControlFlow::Break(()),
            None => {
                let headings = headings(&row);
                let at = |column: &ListColumn| headings.iter().position(|heading| column.is(heading));
                let of_row: Vec<Option<usize>> = columns.iter().map(at).collect();
                let missing = |(column, place): (&ListColumn, &Option<usize>)| {
                    (column.required && place.is_none()).then_some(column.key)
                };
                let missing: Vec<_> = columns.iter().zip(&of_row).filter_map(missing).collect();
                if missing.is_empty() {
                    let known = |place: usize| of_row.contains(&Some(place));
                    let shown = row
                        .cells
                        .iter()
                        .enumerate()
                        .filter(|(place, cell)| !cell.is_empty() && !known(*place));
                    found.unknown = shown.map(|(_, cell)| cell.shown()).collect();
                    places = Some(of_row);
                } else if fewest.as_ref().is_none_or(|before| missing.len() < before.len()) {
                    fewest = Some(missing);
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    if places.is_none() {
        let all = || columns.iter().filter(|column| column.required).map(|column| column.key).collect();
        found.missing = fewest.unwrap_or_else(all);
    }
    Ok(found)
}

/// The headings of a row, small letters, without what people add to them: `名称*`, `名称（必填）`.
fn headings(row: &Row) -> Vec<String> {
    let bare = |cell: &Cell| {
        let text = cell.shown().to_lowercase();
        let text = text.split(['(', '（']).next().unwrap_or("");
        text.trim_matches(|c: char| c.is_whitespace() || c == '*').to_owned()
    };
    row.cells.iter().map(bare).collect()
}

fn read(row: &Row, places: &[Option<usize>], columns: &'static [ListColumn]) -> ListRow {
    let cell = |place: &Option<usize>| place.map_or(Ok(None), |place| text(row.cell(place)));
    ListRow { number: row.number, cells: places.iter().map(cell).collect(), columns }
}

fn text(cell: &Cell) -> Result<Option<String>, String> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Text(text) => Ok(Some(text.clone())),
        Cell::Number(_) | Cell::Span(_) | Cell::Truth(_) => Ok(Some(cell.shown())),
        Cell::Moment(moment) if moment.time() == jiff::civil::Time::midnight() => {
            Ok(Some(moment.date().to_string()))
        }
        Cell::Moment(_) => Ok(Some(cell.shown())),
        Cell::Fault(_) | Cell::FormulaWithoutValue => Err(cell.shown()),
        // Whose row the value of a merged region is cannot be known; empty is not what the file says.
        Cell::Merged(_) if cell.is_empty() => Ok(None),
        Cell::Merged(_) => Err(cell.shown()),
    }
}
