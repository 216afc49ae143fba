//! Office Open XML sheets, streamed cell by cell.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx, XlsxError};

use super::{EachRow, Limits, Sheet};
use crate::cell::{Cell, Row};
use crate::error::{OpenError, ReadError};
use crate::time;

pub(super) struct Opened {
    pub(super) sheets: Vec<Sheet>,
    pub(super) since_1904: bool,
}

/// Opens the file as far as its sheets' names.
pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<Opened, OpenError> {
    check_size(bytes, limits)?;
    let book = book(bytes)?;
    let sheet = |sheet: &calamine::Sheet| Sheet {
        name: sheet.name.clone(),
        hidden: sheet.visible != SheetVisible::Visible,
    };
    let sheets: Vec<Sheet> = book.sheets_metadata().iter().map(sheet).collect();
    if sheets.is_empty() {
        return Err(OpenError::Damaged { detail: "it has no sheet".into() });
    }
    Ok(Opened { sheets, since_1904: book.has_1904_epoch() })
}

fn book(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, OpenError> {
    Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => OpenError::Encrypted,
        other => OpenError::Damaged { detail: other.to_string() },
    })
}

/// Unpacks every part into nothing, since a directory may lie about sizes.
fn check_size(bytes: &[u8], limits: Limits) -> Result<(), OpenError> {
    let damaged = |error: zip::result::ZipError| OpenError::Damaged { detail: error.to_string() };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = archive.file_names().filter_map(|name| name.ok().map(Cow::into_owned)).collect();
    if names.iter().any(|name| name == "xl/workbook.bin") {
        return Err(OpenError::NotRead { format: ".xlsb" });
    }
    if names.iter().any(|name| name == "content.xml") {
        return Err(OpenError::NotRead { format: ".ods" });
    }
    if !names.iter().any(|name| name.starts_with("xl/")) {
        return Err(OpenError::NotATable);
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let streamed = name.starts_with("xl/worksheets/");
        let most = if streamed { limits.unpacked_bytes } else { limits.held_bytes };
        let counted = std::io::copy(&mut part.take(most + 1), &mut std::io::sink())
            .map_err(|error| OpenError::Damaged { detail: format!("{name}: {error}") })?;
        total += counted;
        if counted > most || total > limits.unpacked_bytes {
            return Err(OpenError::UnpacksTooLarge { part: name, most: most.min(limits.unpacked_bytes) });
        }
    }
    Ok(())
}

/// Reads the rows of the sheet called `name`.
pub(super) fn rows(bytes: &[u8], name: &str, limits: Limits, each: EachRow<'_>) -> Result<(), ReadError> {
    let damaged = |row: u32| move |error: XlsxError| ReadError::Damaged { row, detail: error.to_string() };
    let mut book = book(bytes).map_err(|error| ReadError::Damaged { row: 0, detail: error.to_string() })?;
    let regions = book.merge_cells_by_sheet_name(name).map_err(damaged(0))?;
    let mut assembler = Assembler::new(regions, limits.columns);
    let mut cells = book.worksheet_cells_reader(name).map_err(damaged(0))?;
    loop {
        let record = match cells.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => return Err(damaged(assembler.last)(error)),
        };
        let is_formula = record.formula.is_some();
        let (row, column) = record.pos;
        let cell = match record.value {
            DataRef::Empty if is_formula => Cell::FormulaWithoutValue,
            value => cell(value),
        };
        if let Some(finished) = assembler.put(row, column, cell, is_formula)?
            && each(finished)?.is_break()
        {
            return Ok(());
        }
    }
    if let Some(row) = assembler.finish() {
        let _: ControlFlow<()> = each(row)?;
    }
    Ok(())
}

fn cell(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) => Cell::text(&text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(truth) => Cell::Truth(truth),
        DataRef::Error(error) => Cell::Fault(error.to_string()),
        DataRef::DateTimeIso(text) => time::parse(&text).map_or_else(|| Cell::text(&text), Cell::Moment),
        DataRef::DurationIso(text) => Cell::text(&text),
        DataRef::DateTime(moment) => time::excel(&moment),
    }
}

/// Makes rows of cells, and gives the cells of merged regions the value of their head.
pub(super) struct Assembler {
    /// Regions by their last row, so that those behind are forgotten.
    regions: Vec<Dimensions>,
    heads: BTreeMap<(u32, u32), Cell>,
    row: Option<Row>,
    columns: usize,
    /// The last finished row's number.
    pub(super) last: u32,
}

impl Assembler {
    pub(super) fn new(regions: Vec<Dimensions>, columns: usize) -> Self {
        Self { regions, heads: BTreeMap::new(), row: None, columns, last: 0 }
    }

    /// Puts a cell in; gives the row before it, if this one begins another.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        cell: Cell,
        is_formula: bool,
    ) -> Result<Option<Row>, ReadError> {
        let number = row.saturating_add(1);
        let finished = match &self.row {
            Some(current) if current.number != number => self.finish(),
            Some(_) | None => None,
        };
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        if place >= self.columns && !cell.is_empty() {
            return Err(ReadError::TooManyColumns { row: number, most: self.columns });
        }
        let current = self.row.get_or_insert_with(|| Row { number, cells: Vec::new(), formulas: 0 });
        current.formulas += u32::from(is_formula && !matches!(cell, Cell::FormulaWithoutValue));
        if place < self.columns {
            if current.cells.len() <= place {
                current.cells.resize(place + 1, Cell::Empty);
            }
            if let Some(slot) = current.cells.get_mut(place) {
                *slot = cell;
            }
        }
        Ok(finished)
    }

    /// The row in the making, with what its merged regions say.
    pub(super) fn finish(&mut self) -> Option<Row> {
        let mut row = self.row.take()?;
        self.last = row.number;
        let index = row.number.saturating_sub(1);
        self.regions.retain(|region| region.end.0 >= index);
        for region in self.regions.iter().filter(|region| region.start.0 <= index) {
            fill(region, index, &mut row, &mut self.heads, self.columns);
        }
        self.heads.retain(|head, _| self.regions.iter().any(|region| region.start == *head));
        Some(row)
    }
}

fn fill(
    region: &Dimensions,
    index: u32,
    row: &mut Row,
    heads: &mut BTreeMap<(u32, u32), Cell>,
    columns: usize,
) {
    let (first, last) = (region.start.1 as usize, (region.end.1 as usize).min(columns.saturating_sub(1)));
    if region.start.0 == index {
        heads.insert(region.start, row.cell(first).clone());
    }
    let Some(head) = heads.get(&region.start).filter(|head| !head.is_empty()) else { return };
    if row.cells.len() <= last {
        row.cells.resize(last + 1, Cell::Empty);
    }
    for (column, cell) in row.cells.iter_mut().enumerate().take(last + 1).skip(first) {
        if (index, column) != (region.start.0, first) && cell.is_empty() {
            *cell = Cell::Merged(Box::new(head.clone()));
        }
    }
}
