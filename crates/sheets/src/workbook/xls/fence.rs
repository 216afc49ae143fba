//! What an old workbook would take in memory, found before it is read: the library that reads it believes what a file
//! says of itself, and holds every sheet whole.
//!
//! Only lengths are looked at. Sources: [MS-CFB] for the compound file, [MS-XLS] 2.1.4 for records, 2.4.28 (BoundSheet8),
//! 2.4.90 (Dimensions), 2.4.127 (Formula), 2.4.149 (LabelSst), 2.4.150 (Lbl), 2.4.175 (MulRk), 2.4.265 (SST).

use std::io::{Cursor, Read as _};

use super::super::Limits;
use super::records::{Record, Records};
use super::strings;
use crate::error::OpenError;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const LBL: u16 = 0x0018;
const SST: u16 = 0x00FC;
const FORMULA: u16 = 0x0006;
const LABEL_SST: u16 = 0x00FD;
const MUL_RK: u16 = 0x00BD;
const DIMENSIONS: u16 = 0x0200;
/// Number, Label, BoolErr, Rk, RString.
const OTHER_CELLS: [u16; 5] = [0x0203, 0x0204, 0x0205, 0x027E, 0x00D6];

/// Bytes of one cell in the library's table, and of a place that is kept for one.
const CELL_BYTES: u64 = 40;
/// The least bytes of a token that becomes a name in the text of a formula.
const NAME_TOKEN_BYTES: u64 = 3;
/// Bytes of a character at most.
const CHARACTER_BYTES: u64 = 4;

/// Refuses what would fill the memory, or would be read in a circle.
pub(super) fn check(bytes: &[u8], limits: Limits) -> Result<(), OpenError> {
    let damaged = |error: std::io::Error| OpenError::Damaged { detail: error.to_string() };
    // It refuses sectors that follow one another in a circle.
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let mut stream = Vec::new();
    for name in ["/Workbook", "/Book"] {
        if file.is_stream(name) {
            file.open_stream(name).and_then(|mut part| part.read_to_end(&mut stream)).map_err(damaged)?;
            break;
        }
    }
    let globals = Globals::read(&stream);
    let mut room = Room { most: limits.held_bytes, cells: 0, texts: 0, formulas: 0, read: 0 };
    for begin in &globals.sheets {
        let Some(sheet) = stream.get(*begin..) else { continue };
        room.take(&globals, sheet, limits.unpacked_bytes)?;
    }
    Ok(())
}

/// What the workbook says before its sheets.
#[derive(Debug, Default)]
struct Globals {
    /// Where each sheet begins.
    sheets: Vec<usize>,
    /// The bytes of each shared text.
    texts: Vec<u64>,
    /// Characters of the longest name that a formula may use.
    longest_name: u64,
}

impl Globals {
    fn read(stream: &[u8]) -> Self {
        let mut globals = Self::default();
        for record in Records::new(stream) {
            match record.kind {
                BOUND_SHEET => {
                    globals.sheets.extend(record.u32(0).and_then(|at| usize::try_from(at).ok()));
                    globals.name(record.u8(6));
                }
                LBL => globals.name(record.u8(3)),
                SST => globals.texts = strings::lengths(&record),
                EOF => break,
                _ => {}
            }
        }
        globals
    }

    fn name(&mut self, characters: Option<u8>) {
        self.longest_name = self.longest_name.max(characters.unwrap_or(0).into());
    }
}

/// What all sheets take; each kind may take `most`.
struct Room {
    most: u64,
    cells: u64,
    texts: u64,
    formulas: u64,
    /// Bytes of records gone through: several sheets may claim the same ones.
    read: u64,
}

/// The rows and columns that a sheet's cells lie in.
struct Bounds {
    rows: (u64, u64),
    columns: (u64, u64),
}

impl Bounds {
    fn cells(&self) -> u64 {
        let span = |(first, last): (u64, u64)| (last + 1).saturating_sub(first);
        span(self.rows).saturating_mul(span(self.columns))
    }

    fn hold(&mut self, row: u64, first_column: u64, last_column: u64) {
        self.rows = (self.rows.0.min(row), self.rows.1.max(row));
        self.columns = (self.columns.0.min(first_column), self.columns.1.max(last_column));
    }
}

impl Room {
    fn take(&mut self, globals: &Globals, sheet: &[u8], most_read: u64) -> Result<(), OpenError> {
        let mut bounds = Bounds { rows: (u64::MAX, 0), columns: (u64::MAX, 0) };
        let mut depth = 0_u32;
        for record in Records::new(sheet) {
            self.read = self.read.saturating_add(record.bytes());
            refuse_beyond(self.read, most_read, "the sheets")?;
            match record.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                // A chart inside the sheet: the library passes over it.
                _ if depth > 1 => {}
                DIMENSIONS => {
                    refuse_beyond(told_cells(&record).saturating_mul(CELL_BYTES), self.most, "a sheet")?;
                }
                kind => self.take_cell(globals, &record, kind, &mut bounds)?,
            }
        }
        self.cells = self.cells.saturating_add(bounds.cells().saturating_mul(CELL_BYTES));
        refuse_beyond(self.cells, self.most, "the sheets")
    }

    fn take_cell(
        &mut self,
        globals: &Globals,
        record: &Record<'_>,
        kind: u16,
        bounds: &mut Bounds,
    ) -> Result<(), OpenError> {
        let (Some(row), Some(column)) = (record.u16(0), record.u16(2)) else { return Ok(()) };
        let (row, column) = (u64::from(row), u64::from(column));
        let length = record.data.len() as u64;
        match kind {
            FORMULA => {
                let name = globals.longest_name * CHARACTER_BYTES;
                self.formulas += length.saturating_mul(1 + name / NAME_TOKEN_BYTES);
                refuse_beyond(self.formulas, self.most, "the formulas")?;
                bounds.hold(row, column, column);
            }
            LABEL_SST => {
                let text = record.u32(6).and_then(|at| globals.texts.get(usize::try_from(at).ok()?));
                self.texts += text.copied().unwrap_or(0);
                refuse_beyond(self.texts, self.most, "the texts")?;
                bounds.hold(row, column, column);
            }
            MUL_RK => bounds.hold(row, column, column + length / 6),
            kind if OTHER_CELLS.contains(&kind) => bounds.hold(row, column, column),
            _ => {}
        }
        Ok(())
    }
}

/// The cells that a sheet says it has: rows and columns from the first to before the last, of 4 bytes and 2 each; of 2
/// each before 1997.
fn told_cells(record: &Record<'_>) -> u64 {
    let told = if record.data.len() >= 14 {
        [record.u32(0), record.u32(4), record.u16(8).map(u32::from), record.u16(10).map(u32::from)]
    } else {
        [0, 2, 4, 6].map(|at| record.u16(at).map(u32::from))
    };
    let [Some(first_row), Some(after_row), Some(_), Some(after_column)] = told else { return 0 };
    // The library takes a first column beyond the last for 0, and a first row beyond it as it is.
    let rows = if after_row == 0 { 1 } else { after_row.wrapping_sub(first_row) };
    u64::from(rows).saturating_mul(u64::from(after_column.max(1)))
}

fn refuse_beyond(wanted: u64, most: u64, part: &str) -> Result<(), OpenError> {
    if wanted > most { Err(OpenError::UnpacksTooLarge { part: part.to_owned(), most }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn cell(kind: u16, row: u16, column: u16, rest: &[u8]) -> Vec<u8> {
        record(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 2], rest].concat())
    }

    /// A workbook with these records before its sheets, whose sheets are all the same records.
    fn workbook(globals: &[u8], sheets: usize, sheet: &[u8]) -> Vec<u8> {
        let before = globals.len() + sheets * (4 + 8) + 4;
        let begin = u32::try_from(before).unwrap();
        let mut stream = globals.to_vec();
        for _ in 0..sheets {
            stream.extend(record(BOUND_SHEET, &[&begin.to_le_bytes()[..], &[0, 0, 1, 0]].concat()));
        }
        stream.extend(record(EOF, &[]));
        stream.extend(record(BOF, &[0, 6, 0x10, 0]));
        stream.extend(sheet);
        stream.extend(record(EOF, &[]));
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn told(file: &[u8]) -> String {
        check(file, Limits::default()).map_or_else(|error| error.to_string(), |()| "taken".to_owned())
    }

    #[test]
    fn two_cells_far_apart_are_no_table_of_four_thousand_million() {
        let near = [cell(0x0203, 0, 0, &[0; 8]), cell(0x0203, 65_535, 60, &[0; 8])].concat();
        assert_eq!(told(&workbook(&[], 1, &near)), "taken");
        let far = [cell(0x0203, 0, 0, &[0; 8]), cell(0x0203, 65_535, 65_535, &[0; 8])].concat();
        assert_eq!(
            told(&workbook(&[], 1, &far)),
            "unpacked, the sheets would have more than 268435456 bytes"
        );
    }

    #[test]
    fn many_sheets_of_the_same_cells_count_each_time() {
        let wide = [cell(0x0203, 0, 0, &[0; 8]), cell(0x0203, 60_000, 20, &[0; 8])].concat();
        assert_eq!(told(&workbook(&[], 5, &wide)), "taken");
        let many = told(&workbook(&[], 50, &wide));
        assert_eq!(many, "unpacked, the sheets would have more than 268435456 bytes");
    }

    #[test]
    fn a_sheet_that_says_it_is_huge_is_not_believed() {
        let says = [0_u32.to_le_bytes(), u32::MAX.to_le_bytes(), [0, 0, 0, 1], [0; 4]].concat();
        let file = workbook(&[], 1, &record(DIMENSIONS, &says));
        assert_eq!(told(&file), "unpacked, a sheet would have more than 268435456 bytes");
    }

    #[test]
    fn one_long_text_in_many_cells_counts_in_each() {
        // 32,000 narrow characters, the last 29,000 in a record that continues.
        let (first, second) = ([b'a'; 3000], [b'a'; 29_000]);
        let begun = [&[0; 8][..], &32_000_u16.to_le_bytes(), &[0], &first].concat();
        let globals = [record(SST, &begun), record(0x003C, &[&[0][..], &second].concat())].concat();
        let uses =
            |cells: u16| (0..cells).flat_map(|row| cell(LABEL_SST, row, 0, &[0; 4])).collect::<Vec<_>>();
        assert_eq!(told(&workbook(&globals, 1, &uses(2000))), "taken");
        let many = told(&workbook(&globals, 1, &uses(4000)));
        assert_eq!(many, "unpacked, the texts would have more than 268435456 bytes");
    }

    #[test]
    fn formulas_that_name_a_long_name_again_and_again_count_its_length() {
        let name = record(LBL, &[0, 0, 0, 255, 0, 0]);
        let long: Vec<u8> = (0..500).flat_map(|row| cell(FORMULA, row, 0, &[0; 8000])).collect();
        assert_eq!(told(&workbook(&[], 1, &long)), "taken");
        let many = told(&workbook(&name, 1, &long));
        assert_eq!(many, "unpacked, the formulas would have more than 268435456 bytes");
    }
}
