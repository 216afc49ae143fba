use std::path::PathBuf;

use crate::{InvalidText, StreamId};
use model::ErrorKind;

/// Why the ledger could not do its work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// Another process has the ledger open for writing.
    #[error("the ledger in {} is already open in another process", dir.display())]
    Locked {
        /// The folder.
        dir: PathBuf,
    },
    /// A file could not be read or written.
    #[error("cannot {what} {}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// The database could not do it.
    #[error("the ledger's database failed")]
    Database(#[source] rusqlite::Error),
    /// The stored ledger contradicts itself: it is read no further, and nothing is appended to it.
    #[error("the ledger is damaged: {what}")]
    Corrupt {
        /// Where, if it is about one event.
        sequence: Option<u64>,
        /// What was found.
        what: String,
    },
    /// The key that is to sign is not the key that signed before.
    #[error("the ledger was signed by {signed_by}, not by {given}")]
    OtherKey {
        /// The name of the key in the stored checkpoint.
        signed_by: String,
        /// The key given.
        given: String,
    },
    /// The file was written by a newer program.
    #[error("the ledger has schema version {found}, this program knows {known}")]
    NewerSchema {
        /// What the file says.
        found: i64,
        /// What is known here.
        known: i64,
    },
    /// There is no such event, or no such tree size.
    #[error("the ledger has {size} events, {asked} was asked for")]
    OutOfRange {
        /// What was asked for.
        asked: u64,
        /// How many events there are.
        size: u64,
    },
    /// A name that cannot be stored.
    #[error("a name cannot be stored")]
    Invalid(#[from] InvalidText),
    /// An event beyond [`MAX_ENTRY_BYTES`](crate::MAX_ENTRY_BYTES).
    #[error("an event of {bytes} bytes is larger than {limit}")]
    TooLarge {
        /// Its encoded size.
        bytes: usize,
        /// The largest size.
        limit: usize,
    },
    /// An event could not be encoded.
    #[error("an event cannot be encoded")]
    Encode(#[source] serde_json::Error),
    /// A key or checkpoint text that cannot be read.
    #[error(transparent)]
    Note(#[from] crate::note::NoteError),
}

impl LedgerError {
    /// What a caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            LedgerError::Locked { .. } => ErrorKind::Conflict,
            LedgerError::File { source, .. } => match source.kind() {
                std::io::ErrorKind::NotFound => ErrorKind::NotFound,
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => ErrorKind::Full,
                std::io::ErrorKind::AlreadyExists => ErrorKind::Conflict,
                _ => ErrorKind::Unavailable,
            },
            LedgerError::Database(error) => database_kind(error),
            LedgerError::Corrupt { .. } | LedgerError::OtherKey { .. } => ErrorKind::Corrupt,
            LedgerError::OutOfRange { .. } => ErrorKind::NotFound,
            LedgerError::NewerSchema { .. }
            | LedgerError::Invalid(_)
            | LedgerError::TooLarge { .. }
            | LedgerError::Encode(_)
            | LedgerError::Note(_) => ErrorKind::Internal,
        }
    }

    pub(crate) fn corrupt(sequence: impl Into<Option<u64>>, what: impl Into<String>) -> Self {
        LedgerError::Corrupt { sequence: sequence.into(), what: what.into() }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        LedgerError::Database(error)
    }
}

fn database_kind(error: &rusqlite::Error) -> ErrorKind {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
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
    }
}

/// Why a transaction appended nothing.
#[derive(Debug, thiserror::Error)]
pub enum TransactError<R> {
    /// The caller's decision refused; nothing is recorded, and the same command may be tried again.
    #[error("refused")]
    Refused(R),
    /// The stream is not at the version that was expected.
    #[error("the stream is at version {actual}")]
    Conflict {
        /// Its version now.
        actual: u64,
    },
    /// The command's id was used before, on another stream.
    #[error("the command was already carried out on stream {first}")]
    CommandReused {
        /// The stream on which it was first used.
        first: StreamId,
    },
    /// The ledger could not do it.
    #[error("the ledger failed")]
    Store(#[source] LedgerError),
}

impl<R> From<LedgerError> for TransactError<R> {
    fn from(error: LedgerError) -> Self {
        TransactError::Store(error)
    }
}

impl<R> From<rusqlite::Error> for TransactError<R> {
    fn from(error: rusqlite::Error) -> Self {
        TransactError::Store(error.into())
    }
}
