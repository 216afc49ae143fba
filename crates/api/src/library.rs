//! The libraries of objects and officers at the edge: tables in and out, and what a draw takes from them.

pub(crate) mod candidates;
mod cells;
mod enforcers;
mod items;
mod names;
mod objects;
pub(crate) mod planned;
mod preview;

use sheets::{Limits, Workbook};

pub(crate) use candidates::{Wanted, candidates};
pub(crate) use cells::RowRefusal;
pub(crate) use enforcers::{ReadEnforcer, sheet as enforcers_sheet};
pub(crate) use items::sheet as items_sheet;
pub(crate) use names::KnownNames;
pub(crate) use objects::sheet as objects_sheet;
pub(crate) use preview::{Change, preview};

use crate::services::Services;

/// Rows that one file may bring: what a city has, several times over.
const MOST_ROWS: usize = 50_000;

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Objects,
    Enforcers,
    Items,
}

/// The rows of a file that can be used.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rows {
    Objects(Vec<casework::inspection_library::InspectionObject>),
    Enforcers(Vec<ReadEnforcer>),
    Items(Vec<casework::inspection_library::InspectionItem>),
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadFile {
    pub(crate) rows: Rows,
    pub(crate) refused: Vec<RowRefusal>,
    /// Headings that are not understood, so that their columns say nothing.
    pub(crate) unknown: Vec<String>,
    /// Columns without which nothing is read.
    pub(crate) missing: Vec<&'static str>,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error(transparent)]
    Open(#[from] sheets::OpenError),
    #[error(transparent)]
    Read(#[from] sheets::ReadError),
    #[error("the file has {rows} rows, at most {MOST_ROWS} are taken")]
    TooManyRows { rows: usize },
}

/// Reads the first sheet of a file as one of the libraries.
pub(crate) fn read(services: &Services, kind: Kind, bytes: &[u8]) -> Result<ReadFile, FileError> {
    let workbook = Workbook::open(bytes, Limits::default())?;
    let columns = match kind {
        Kind::Objects => objects::COLUMNS,
        Kind::Enforcers => enforcers::COLUMNS,
        Kind::Items => items::COLUMNS,
    };
    let list = sheets::list(&workbook, 0, columns)?;
    if list.rows.len() > MOST_ROWS {
        return Err(FileError::TooManyRows { rows: list.rows.len() });
    }
    let mut refused = Vec::new();
    let rows = match kind {
        Kind::Objects => Rows::Objects(objects::read(services, &list.rows, &mut refused)),
        Kind::Enforcers => Rows::Enforcers(enforcers::read(&list.rows, &mut refused)),
        Kind::Items => Rows::Items(items::read(&list.rows, &mut refused)),
    };
    Ok(ReadFile { rows, refused, unknown: list.unknown, missing: list.missing })
}
