//! What stands in a cell of a library's table, and why it cannot be used.

use std::collections::BTreeSet;

use jiff::civil::Date;
use sheets::ListRow;

/// Why a row is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// A cell that must say something is empty.
    Missing,
    /// The cell is a formula without a value, an error, or part of a merged region.
    NotReadable,
    /// No unified social credit code, or one whose check character is wrong.
    BadCode,
    /// No number of an officer.
    BadNumber,
    /// The register has no such district.
    UnknownDistrict,
    /// None of the words that the column takes.
    UnknownWord,
    /// No whole number within the range of the column.
    BadFigure,
    /// No day.
    BadDay,
    /// Days that end before they begin.
    BadSpan,
    /// The row's key stands in an earlier row.
    Twice,
    /// Days of a record without the day up to which somebody has looked, or after it.
    RecordUnknown,
    /// More characters than the column takes.
    TooLong,
}

impl Reason {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Reason::Missing => "missing",
            Reason::NotReadable => "not_readable",
            Reason::BadCode => "bad_code",
            Reason::BadNumber => "bad_number",
            Reason::UnknownDistrict => "unknown_district",
            Reason::UnknownWord => "unknown_word",
            Reason::BadFigure => "bad_figure",
            Reason::BadDay => "bad_day",
            Reason::BadSpan => "bad_span",
            Reason::Twice => "twice",
            Reason::RecordUnknown => "record_unknown",
            Reason::TooLong => "too_long",
        }
    }
}

/// A row that is not taken, with the first thing that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowRefusal {
    /// Its number in the file, from 1.
    pub(crate) row: u32,
    /// The usual heading of the column.
    pub(crate) column: &'static str,
    pub(crate) reason: Reason,
    /// What stands there.
    pub(crate) text: String,
}

/// A row whose cells are asked for one by one; the first refusal ends it.
pub(crate) struct Cells<'r> {
    pub(super) row: &'r ListRow,
    pub(super) columns: &'static [sheets::ListColumn],
}

impl<'r> Cells<'r> {
    pub(super) fn refuse(&self, key: &'static str, reason: Reason, text: &str) -> RowRefusal {
        let column = self.columns.iter().find(|column| column.key == key);
        let column = column.and_then(|column| column.names.first().copied()).unwrap_or(key);
        RowRefusal { row: self.row.number, column, reason, text: text.chars().take(80).collect() }
    }

    /// The text of a column, if it has any.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<&'r str>, RowRefusal> {
        self.row.text(key).map_err(|shown| self.refuse(key, Reason::NotReadable, shown))
    }

    /// The text of a column that must have some, on one line of so many characters.
    pub(super) fn words(&self, key: &'static str, most: usize) -> Result<String, RowRefusal> {
        let text = self.text(key)?.ok_or_else(|| self.refuse(key, Reason::Missing, ""))?;
        match text.chars().count() > most {
            true => Err(self.refuse(key, Reason::TooLong, text)),
            false => Ok(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }

    pub(super) fn parsed<T: std::str::FromStr>(
        &self,
        key: &'static str,
        reason: Reason,
    ) -> Result<T, RowRefusal> {
        let text = self.text(key)?.ok_or_else(|| self.refuse(key, Reason::Missing, ""))?;
        text.parse().map_err(|_| self.refuse(key, reason, text))
    }

    /// A whole number within the range of its type, if there is any.
    pub(super) fn figure(&self, key: &'static str) -> Result<Option<u16>, RowRefusal> {
        let figure = |text: &str| text.parse().map_err(|_| self.refuse(key, Reason::BadFigure, text));
        self.text(key)?.map(figure).transpose()
    }

    pub(super) fn day(&self, key: &'static str) -> Result<Option<Date>, RowRefusal> {
        self.text(key)?.map(|text| self.to_day(key, text)).transpose()
    }

    pub(super) fn to_day(&self, key: &'static str, text: &str) -> Result<Date, RowRefusal> {
        let time = sheets::wall_time(text);
        time.map(jiff::civil::DateTime::date).ok_or_else(|| self.refuse(key, Reason::BadDay, text))
    }

    /// Days, nothing where the cell is empty and an empty set where it says that there is none.
    pub(super) fn days(&self, key: &'static str) -> Result<BTreeSet<Date>, RowRefusal> {
        parts(self.text(key)?.unwrap_or("")).map(|part| self.to_day(key, part)).collect()
    }

    /// One of the words of a column.
    pub(super) fn word<T: Copy>(
        &self,
        key: &'static str,
        part: &str,
        words: &[(T, &'static str, &'static str)],
    ) -> Result<T, RowRefusal> {
        let found = words.iter().find(|(_, code, name)| part == *name || part.eq_ignore_ascii_case(code));
        found.map(|(value, ..)| *value).ok_or_else(|| self.refuse(key, Reason::UnknownWord, part))
    }

    /// Some of the words of a column; nothing where the cell is empty, an empty set where it says that there is none.
    pub(super) fn word_set<T: Copy + Ord>(
        &self,
        key: &'static str,
        words: &[(T, &'static str, &'static str)],
    ) -> Result<Option<BTreeSet<T>>, RowRefusal> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        parts(text).map(|part| self.word(key, part, words)).collect::<Result<_, _>>().map(Some)
    }
}

/// What a cell lists, `无` and `none` left out.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let separators = [';', '；', '、', ',', '，', '\n'];
    text.split(separators).map(str::trim).filter(|part| !matches!(*part, "" | "无" | "none"))
}

/// A list as a cell: `无` where there is none, nothing where nobody knows.
pub(crate) fn joined<T: std::fmt::Display>(items: Option<impl IntoIterator<Item = T>>) -> String {
    let Some(items) = items else { return String::new() };
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() { "无".to_owned() } else { items.join("；") }
}
