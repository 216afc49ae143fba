//! A CSV file as rows of a time and a value, read as a stream.

use std::io::{BufRead, Chain, Cursor, Read};

use csv::{ByteRecord, Reader, ReaderBuilder};
use thiserror::Error;

/// A heading line longer than this is none.
const LONGEST_HEADING: u64 = 1 << 20;

/// What may stand between the fields.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Why a file is no table of the columns asked for.
#[derive(Debug, Error)]
pub(super) enum TableError {
    #[error("the heading cannot be read")]
    Heading(#[source] std::io::Error),
    #[error("there is no heading: the first line is empty")]
    NoHeading,
    #[error("the file is in UTF-16; save it as UTF-8")]
    Utf16,
    #[error("there is no column {missing:?}; the columns are {columns}")]
    NoColumn { missing: String, columns: String },
}

/// One row's fields, as they stand in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'r> {
    /// The line of the file in which the row begins, from 1.
    pub(super) line: u64,
    pub(super) time: &'r [u8],
    /// `None` where the row is too short to have one.
    pub(super) value: Option<&'r [u8]>,
}

/// The heading line, which was read to find the columns, and what follows it.
type Input = Chain<Cursor<Vec<u8>>, Box<dyn BufRead>>;

/// The rows of a file.
pub(super) struct Table {
    reader: Reader<Input>,
    record: ByteRecord,
    time: usize,
    value: usize,
    separator: u8,
    /// The heading of the time column.
    heading: Vec<u8>,
}

impl Table {
    /// Finds out what separates the fields (the first of comma, semicolon, tab with which both columns are there), and
    /// where the columns are. Where a heading occurs twice, the first column of that name is meant.
    pub(super) fn open(mut input: Box<dyn BufRead>, time: &str, value: &str) -> Result<Self, TableError> {
        let mut first = Vec::new();
        input.by_ref().take(LONGEST_HEADING).read_until(b'\n', &mut first).map_err(TableError::Heading)?;
        if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
            return Err(TableError::Utf16);
        }
        // The mark at the beginning of files in UTF-8 belongs to no heading.
        let line = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first).to_vec();
        if line.trim_ascii().is_empty() {
            return Err(TableError::NoHeading);
        }
        let headings = SEPARATORS.map(|separator| (separator, headings(&line, separator)));
        let place =
            |headings: &[String], wanted: &str| headings.iter().position(|name| name == wanted.trim());
        for (separator, names) in &headings {
            if let (Some(time_at), Some(value_at)) = (place(names, time), place(names, value)) {
                let heading = names.get(time_at).cloned().unwrap_or_default().into_bytes();
                let reader = builder(*separator).from_reader(Cursor::new(line).chain(input));
                let mut table = Self {
                    reader,
                    record: ByteRecord::new(),
                    time: time_at,
                    value: value_at,
                    separator: *separator,
                    heading,
                };
                // The heading is a record for the reader, too.
                let _ = table.reader.read_byte_record(&mut table.record);
                return Ok(table);
            }
        }
        // The separator that makes the most columns is the file's.
        let names =
            headings.into_iter().map(|(_, names)| names).rev().max_by_key(Vec::len).unwrap_or_default();
        let missing = if place(&names, time).is_none() { time } else { value };
        Err(TableError::NoColumn { missing: missing.to_owned(), columns: names.join(", ") })
    }

    /// The heading of the time column.
    pub(super) fn heading(&self) -> &[u8] {
        &self.heading
    }

    /// Whether a comma may stand for a decimal point: where it does not separate the fields.
    pub(super) fn has_decimal_commas(&self) -> bool {
        self.separator != b','
    }

    /// The next row; lines without anything are none.
    pub(super) fn next(&mut self) -> Result<Option<Fields<'_>>, csv::Error> {
        if !self.reader.read_byte_record(&mut self.record)? {
            return Ok(None);
        }
        Ok(Some(Fields {
            line: self.record.position().map_or(0, csv::Position::line),
            time: self.record.get(self.time).unwrap_or_default(),
            value: self.record.get(self.value),
        }))
    }
}

fn builder(separator: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(separator).has_headers(false).flexible(true);
    builder
}

/// The fields of the heading line, without blanks around them.
fn headings(line: &[u8], separator: u8) -> Vec<String> {
    let mut record = ByteRecord::new();
    let _ = builder(separator).from_reader(line).read_byte_record(&mut record);
    record.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, time: &str, value: &str) -> Result<Vec<(String, Option<String>)>, TableError> {
        let mut table = Table::open(Box::new(Cursor::new(text.as_bytes().to_vec())), time, value)?;
        let mut rows = Vec::new();
        while let Some(fields) = table.next().unwrap() {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            rows.push((text(fields.time), fields.value.map(text)));
        }
        Ok(rows)
    }

    fn check(text: &str) {
        let expected = [("a".to_owned(), Some("1".to_owned())), ("b".to_owned(), Some("2".to_owned()))];
        assert_eq!(rows(text, "时间", "v").unwrap(), expected, "{text:?}");
    }

    #[test]
    fn separators_marks_quotes_and_line_ends_of_the_field_are_read() {
        check("时间,v\na,1\nb,2\n");
        check("\u{feff}时间,v\r\na,1\r\nb,2\r\n");
        check("x;v;时间\n,;1;a\n,;2;b");
        check("时间\tn,m\tv\na\t3,4\t1\nb\t\t2\n");
        check("\"时间\", v \na,1\n\n\"b\",2\n");
    }

    #[test]
    fn a_short_row_has_no_value_and_a_long_one_is_read() {
        let rows = rows("t,v\na\nb,2,3\n", "t", "v").unwrap();
        assert_eq!(rows, [("a".to_owned(), None), ("b".to_owned(), Some("2".to_owned()))]);
    }

    #[test]
    fn a_missing_column_is_told_with_those_that_are_there() {
        let message = |text: &str, value: &str| rows(text, "t", value).unwrap_err().to_string();
        assert_eq!(message("t;a;b\n1;2;3\n", "c"), "there is no column \"c\"; the columns are t, a, b");
        assert_eq!(message("", "c"), "there is no heading: the first line is empty");
    }
}
