//! Excel 97-2003: at most 65,536 rows, so that a sheet may be held in memory.

mod fence;
mod records;
mod strings;

use std::io::Cursor;

use calamine::{Data, Dimensions, Range, Reader, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::excel::Assembler;
use super::{EachRow, Limits, Sheet};
use crate::cell::Cell;
use crate::error::{OpenError, ReadError};
use crate::time;

/// Columns of the format.
const COLUMNS: usize = 256;

#[derive(Debug)]
pub(super) struct Book {
    sheets: Vec<Held>,
}

#[derive(Debug)]
struct Held {
    values: Range<Data>,
    formulas: Range<String>,
    regions: Vec<Dimensions>,
}

/// Reads a compound file: an old Excel file, or a new one behind a password.
///
/// The library panics at some files whose parts do not fit together: for us such a file is damaged.
pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<(Book, Vec<Sheet>), OpenError> {
    std::panic::catch_unwind(|| fence::check(bytes, limits).and_then(|()| read(bytes)))
        .unwrap_or_else(|_| Err(OpenError::Damaged { detail: "its parts do not fit together".into() }))
}

fn read(bytes: &[u8]) -> Result<(Book, Vec<Sheet>), OpenError> {
    if matches!(Xlsx::new(Cursor::new(bytes)), Err(XlsxError::Password)) {
        return Err(OpenError::Encrypted);
    }
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => OpenError::Encrypted,
        other => OpenError::Damaged { detail: other.to_string() },
    })?;
    let listed: Vec<Sheet> = book
        .sheets_metadata()
        .iter()
        .map(|sheet| Sheet { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible })
        .collect();
    let mut sheets = Vec::with_capacity(listed.len());
    for sheet in &listed {
        let damaged = |error: XlsError| OpenError::Damaged { detail: error.to_string() };
        sheets.push(Held {
            values: book.worksheet_range(&sheet.name).map_err(damaged)?,
            formulas: book.worksheet_formula(&sheet.name).map_err(damaged)?,
            regions: book.merge_cells_by_sheet_name(&sheet.name).map_err(damaged)?,
        });
    }
    if sheets.is_empty() {
        return Err(OpenError::Damaged { detail: "it has no sheet".into() });
    }
    Ok((Book { sheets }, listed))
}

impl Book {
    pub(super) fn rows(&self, sheet: usize, each: EachRow<'_>) -> Result<(), ReadError> {
        let held = self.sheets.get(sheet).ok_or(ReadError::NoSuchSheet { sheet })?;
        let (first_row, first_column) = held.values.start().unwrap_or_default();
        let mut assembler = Assembler::new(held.regions.clone(), COLUMNS);
        for (row, column, value) in held.values.cells() {
            let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
            let formula = held.formulas.get_value((row, column)).is_some_and(|text| !text.is_empty());
            let cell = match value {
                Data::Empty if formula => Cell::FormulaWithoutValue,
                value => cell(value),
            };
            if let Some(finished) = assembler.put(row, column, cell, formula)?
                && each(finished)?.is_break()
            {
                return Ok(());
            }
        }
        if let Some(row) = assembler.finish() {
            each(row).map(drop)?;
        }
        Ok(())
    }
}

fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::Error(error) => Cell::Fault(error.to_string()),
        Data::DateTime(moment) => time::excel(moment),
        Data::DateTimeIso(text) => time::parse(text).map_or_else(|| Cell::text(text), Cell::Moment),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_of_which_any_byte_is_wrong_is_read_or_is_damaged() {
        let bytes =
            include_bytes!("../../../../fuzz/corpus/sheets_xls/0319f84a9e866a8a121832f858202f1672f3b6c7");
        assert!(open(bytes, Limits::default()).is_ok());
        for at in (0..bytes.len()).step_by(23) {
            let mut damaged = bytes.to_vec();
            damaged[at] ^= 0x55;
            if let Ok((book, _)) = open(&damaged, Limits::default()) {
                let _ = book.rows(0, &mut |_| Ok(std::ops::ControlFlow::Continue(())));
            }
        }
        for length in (0..bytes.len()).step_by(97) {
            // Shorter than its sectors say.
            let _ = open(&bytes[..length], Limits::default());
        }
    }

    #[test]
    fn sectors_in_a_circle_are_damage_and_fill_no_memory() {
        let mut bytes =
            include_bytes!("../../../../fuzz/corpus/sheets_xls/0319f84a9e866a8a121832f858202f1672f3b6c7")
                .to_vec();
        // [MS-CFB] 2.2: the header names the first sector of the directory (48) and of the table of sectors (76).
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        let (directory, table) = (word(48), word(76));
        let next = 512 * (table as usize + 1) + 4 * directory as usize;
        bytes[next..next + 4].copy_from_slice(&directory.to_le_bytes());
        assert!(matches!(open(&bytes, Limits::default()), Err(OpenError::Damaged { .. })));
    }
}
