use ledger::LedgerError;
use model::ErrorKind;

/// Why the views could not do their work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewsError {
    /// The database could not do it.
    #[error("the views' database failed")]
    Database(#[source] rusqlite::Error),
    /// The file that is to be rebuilt cannot be removed.
    #[error("cannot remove the outdated views")]
    Remove(#[source] std::io::Error),
    /// The ledger could not be read.
    #[error("the ledger cannot be read")]
    Ledger(#[source] LedgerError),
    /// A row does not hold what was put there.
    #[error("a stored row cannot be read: {what}")]
    Row {
        /// Which row, and what is wrong with it.
        what: String,
    },
}

impl ViewsError {
    /// What a caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        use rusqlite::ErrorCode;
        match self {
            ViewsError::Database(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => ErrorKind::Full,
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => ErrorKind::Corrupt,
                Some(
                    ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::CannotOpen
                    | ErrorCode::ReadOnly,
                ) => ErrorKind::Unavailable,
                _ => ErrorKind::Internal,
            },
            ViewsError::Ledger(error) => match error.kind() {
                kind @ (ErrorKind::Full | ErrorKind::Corrupt | ErrorKind::Unavailable) => kind,
                ErrorKind::Conflict => ErrorKind::Unavailable,
                ErrorKind::NotFound | ErrorKind::Invalid | ErrorKind::Internal => ErrorKind::Internal,
            },
            ViewsError::Remove(_) => ErrorKind::Unavailable,
            ViewsError::Row { .. } => ErrorKind::Corrupt,
        }
    }

    pub(crate) fn row(what: impl Into<String>) -> Self {
        ViewsError::Row { what: what.into() }
    }
}

impl From<rusqlite::Error> for ViewsError {
    fn from(error: rusqlite::Error) -> Self {
        ViewsError::Database(error)
    }
}

impl From<LedgerError> for ViewsError {
    fn from(error: LedgerError) -> Self {
        ViewsError::Ledger(error)
    }
}
