use std::path::{Path, PathBuf};

use model::{BlobHash, ErrorKind};

/// Why the vault refused or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The database failed.
    #[error("the vault's database failed")]
    Database(#[from] rusqlite::Error),
    /// A file could not be read or written.
    #[error("cannot read or write {}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The login or id is taken.
    #[error("an account {0:?} exists already")]
    AccountExists(String),
    /// There is no such account.
    #[error("there is no account {0:?}")]
    NoAccount(String),
    /// Role and scope do not go together.
    #[error("an account of role {role} needs a scope of kind {needed}")]
    ScopeMismatch {
        /// The role.
        role: &'static str,
        /// The kind of scope it needs.
        needed: &'static str,
    },
    /// A password that is too short or too long.
    #[error("a password must have {min} to {max} characters")]
    PasswordLength {
        /// The least.
        min: usize,
        /// The most.
        max: usize,
    },
    /// The hash function failed.
    #[error("hashing failed: {0}")]
    Hashing(String),
    /// No randomness from the system.
    #[error("no randomness from the system: {0}")]
    Randomness(String),
    /// There is no such file.
    #[error("there is no file {0}")]
    NoBlob(BlobHash),
    /// The content is of a kind that is not kept as evidence.
    #[error("only JPEG, PNG, WebP, MP4 and PDF files are kept")]
    MediaType,
    /// The file is empty or too large.
    #[error("a file must have 1 to {limit} bytes, this one has {size}")]
    BlobSize {
        /// Its size.
        size: usize,
        /// The limit.
        limit: usize,
    },
    /// A stored file no longer has its hash.
    #[error("the stored file {0} has been altered")]
    BlobAltered(BlobHash),
    /// A stored row is not of this program's form.
    #[error("the vault's database holds {0}, which cannot be read")]
    Row(String),
    /// What was erased is still in the database's log, which another process is reading.
    #[error("the erased data stays in the vault's log while another process reads it")]
    LogBusy,
}

impl VaultError {
    pub(crate) fn file(path: &Path, source: std::io::Error) -> Self {
        VaultError::File { path: path.to_owned(), source }
    }

    /// What a caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            VaultError::Database(_) | VaultError::File { .. } | VaultError::LogBusy => ErrorKind::Unavailable,
            VaultError::AccountExists(_) => ErrorKind::Conflict,
            VaultError::NoAccount(_) | VaultError::NoBlob(_) => ErrorKind::NotFound,
            VaultError::ScopeMismatch { .. }
            | VaultError::PasswordLength { .. }
            | VaultError::MediaType
            | VaultError::BlobSize { .. } => ErrorKind::Invalid,
            VaultError::BlobAltered(_) | VaultError::Row(_) => ErrorKind::Corrupt,
            VaultError::Hashing(_) | VaultError::Randomness(_) => ErrorKind::Internal,
        }
    }
}
