//! What a file is, and its rows.

mod excel;
mod text;
mod xls;

pub(crate) use text::decode;

use std::ops::ControlFlow;

use crate::cell::Row;
use crate::error::{OpenError, ReadError};

/// How large things may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes that all parts of the file take unpacked.
    pub unpacked_bytes: u64,
    /// Bytes of a part that must be held in memory: the shared texts and styles of an `.xlsx`.
    pub held_bytes: u64,
    /// Columns of a row.
    pub columns: usize,
    /// Rows of a sheet.
    pub rows: u32,
    /// Bytes of one cell's text.
    pub cell_bytes: usize,
}

impl Default for Limits {
    /// An Excel sheet with all its 1,048,576 rows fits.
    fn default() -> Self {
        Self {
            file_bytes: 128 << 20,
            unpacked_bytes: 2 << 30,
            held_bytes: 256 << 20,
            columns: 512,
            rows: 2_000_000,
            cell_bytes: 32_768,
        }
    }
}

/// What a file is, found by its content; its name plays no part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFormat {
    /// Separated text.
    Csv {
        /// Its encoding: `UTF-8`, `GB18030`, `UTF-16LE` or `UTF-16BE`.
        encoding: &'static str,
        /// What separates the columns.
        separator: char,
    },
    /// Office Open XML (`.xlsx`, `.xlsm`).
    Xlsx,
    /// Excel 97-2003.
    Xls,
}

/// One sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for CSV.
    pub name: String,
    /// Whether the file hides it from its readers.
    pub hidden: bool,
}

/// A file that can be read.
#[derive(Debug)]
pub struct Workbook<'b> {
    format: FileFormat,
    sheets: Vec<Sheet>,
    /// Whether serial dates count from 1904.
    since_1904: bool,
    limits: Limits,
    content: Content<'b>,
}

#[derive(Debug)]
enum Content<'b> {
    Text(std::borrow::Cow<'b, str>),
    Xlsx(&'b [u8]),
    Xls(xls::Book),
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

impl<'b> Workbook<'b> {
    /// Finds out what `bytes` are.
    ///
    /// # Errors
    /// If they are no table that is read here, are damaged, locked or too large; the error says which.
    pub fn open(bytes: &'b [u8], limits: Limits) -> Result<Self, OpenError> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > limits.file_bytes {
            return Err(OpenError::TooLarge { bytes: length, most: limits.file_bytes });
        }
        if bytes.is_empty() {
            return Err(OpenError::Empty);
        }
        if bytes.starts_with(ZIP) {
            let opened = excel::open(bytes, limits)?;
            return Ok(Self {
                format: FileFormat::Xlsx,
                sheets: opened.sheets,
                since_1904: opened.since_1904,
                limits,
                content: Content::Xlsx(bytes),
            });
        }
        if bytes.starts_with(COMPOUND) {
            let (book, sheets) = xls::open(bytes, limits)?;
            let content = Content::Xls(book);
            return Ok(Self { format: FileFormat::Xls, sheets, since_1904: false, limits, content });
        }
        let (text, encoding) = text::decode(bytes)?;
        let separator = text::separator(&text);
        let sheets = vec![Sheet { name: String::new(), hidden: false }];
        let format = FileFormat::Csv { encoding, separator };
        Ok(Self { format, sheets, since_1904: false, limits, content: Content::Text(text) })
    }

    /// What the file is.
    pub fn format(&self) -> &FileFormat {
        &self.format
    }

    /// Its sheets; one for CSV.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Whether serial dates count from 1904 instead of 1900.
    pub fn since_1904(&self) -> bool {
        self.since_1904
    }

    /// Gives every row of `sheet` that the file has to `each`, in order, until it breaks.
    ///
    /// # Errors
    /// If there is no such sheet, a limit is passed or the file is damaged; the rows before were given.
    pub fn rows(&self, sheet: usize, mut each: impl FnMut(Row) -> ControlFlow<()>) -> Result<(), ReadError> {
        let known = self.sheets.get(sheet).ok_or(ReadError::NoSuchSheet { sheet })?;
        let limits = self.limits;
        let mut checked = |row: Row| -> Result<ControlFlow<()>, ReadError> {
            if row.number > limits.rows {
                return Err(ReadError::TooManyRows { most: limits.rows });
            }
            if row.cells.len() > limits.columns {
                return Err(ReadError::TooManyColumns { row: row.number, most: limits.columns });
            }
            Ok(each(row))
        };
        match &self.content {
            Content::Text(text) => {
                let FileFormat::Csv { separator, .. } = self.format else { return Ok(()) };
                text::rows(text, separator, limits.cell_bytes, &mut checked)
            }
            Content::Xlsx(bytes) => excel::rows(bytes, &known.name, limits, &mut checked),
            Content::Xls(book) => book.rows(sheet, &mut checked),
        }
    }
}

/// What a format's reader gives its rows to.
type EachRow<'f> = &'f mut dyn FnMut(Row) -> Result<ControlFlow<()>, ReadError>;
