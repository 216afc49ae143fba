/// Why a file cannot be opened. Nothing of it was used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is larger than may be.
    #[error("the file has {bytes} bytes, {most} are allowed")]
    TooLarge {
        /// Bytes it has.
        bytes: u64,
        /// Bytes allowed.
        most: u64,
    },
    /// Unpacked it is larger than may be, whatever its directory says.
    #[error("unpacked, {part} would have more than {most} bytes")]
    UnpacksTooLarge {
        /// Which part.
        part: String,
        /// Bytes allowed.
        most: u64,
    },
    /// It is protected by a password.
    #[error("the file is protected by a password")]
    Encrypted,
    /// It is a table in a format that is not read.
    #[error("{format} is not read, save the file as .xlsx or .csv")]
    NotRead {
        /// The format: `.ods`, `.xlsb`.
        format: &'static str,
    },
    /// It is no table.
    #[error("the file is neither CSV nor Excel")]
    NotATable,
    /// It is in no encoding that is known.
    #[error("the text is neither UTF-8 nor GB18030, first at line {line}")]
    Encoding {
        /// The first line that cannot be read.
        line: u32,
    },
    /// It ends too early or was damaged.
    #[error("the file is damaged: {detail}")]
    Damaged {
        /// What was found.
        detail: String,
    },
}

/// Why reading a sheet ended early. The rows before were good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such sheet.
    #[error("there is no sheet {sheet}")]
    NoSuchSheet {
        /// Its number, from 0.
        sheet: usize,
    },
    /// A row has more columns than may be.
    #[error("row {row} has more than {most} columns")]
    TooManyColumns {
        /// Its number in the file.
        row: u32,
        /// Columns allowed.
        most: usize,
    },
    /// The sheet has more rows than may be.
    #[error("the sheet has more than {most} rows")]
    TooManyRows {
        /// Rows allowed.
        most: u32,
    },
    /// A cell is longer than may be: often a quote that is never closed.
    #[error("a cell that begins in row {row} has more than {most} bytes; is a quote not closed?")]
    CellTooLong {
        /// Its row.
        row: u32,
        /// Bytes allowed.
        most: usize,
    },
    /// The file is damaged from here on.
    #[error("the file is damaged after row {row}: {detail}")]
    Damaged {
        /// The last good row.
        row: u32,
        /// What was found.
        detail: String,
    },
}
