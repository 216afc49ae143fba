use jiff::civil::DateTime;

/// What one cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, without the white space around it; never empty.
    Text(String),
    /// A number. In a column of times it is a serial date.
    Number(f64),
    /// A cell that the file formats as a date or time.
    Moment(DateTime),
    /// A time of day without a date, or a span, in seconds.
    Span(f64),
    /// `TRUE` or `FALSE`.
    Truth(bool),
    /// An error of the sheet's own, as in `#REF!`.
    Fault(String),
    /// A formula whose value the file does not carry.
    FormulaWithoutValue,
    /// Part of a merged region whose value stands in its first cell, where that value is used here too only
    /// for what names a row.
    Merged(Box<Cell>),
}

impl Cell {
    /// The cell of a text; white space around it does not count.
    pub(crate) fn text(text: &str) -> Cell {
        let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if trimmed.is_empty() { Cell::Empty } else { Cell::Text(trimmed.to_owned()) }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Merged(head) => head.is_empty(),
            Cell::Text(_)
            | Cell::Number(_)
            | Cell::Moment(_)
            | Cell::Span(_)
            | Cell::Truth(_)
            | Cell::Fault(_)
            | Cell::FormulaWithoutValue => false,
        }
    }

    /// The cell, or the head of the merged region it belongs to: for what names a row.
    pub(crate) fn named(&self) -> &Cell {
        match self {
            Cell::Merged(head) => head.named(),
            other => other,
        }
    }

    /// As people would read it in a list of refusals.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Fault(text) => text.chars().take(80).collect(),
            Cell::Number(number) | Cell::Span(number) => number.to_string(),
            Cell::Moment(moment) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            Cell::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Cell::FormulaWithoutValue => "=…".to_owned(),
            Cell::Merged(head) => head.shown(),
        }
    }
}

/// One row of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number in the file, from 1: the line of a CSV file, the row of a sheet.
    pub number: u32,
    /// Its cells, from the first column.
    pub cells: Vec<Cell>,
    /// How many of them are formulas whose stored values were used.
    pub formulas: u32,
}

impl Row {
    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }

    /// The cell of `column`, from 0.
    pub(crate) fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}
