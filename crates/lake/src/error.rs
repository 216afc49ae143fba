use model::ErrorKind;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Why the lake could not do what was asked. The same error goes to every caller of a failed commit.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LakeError {
    /// Another process (or another `Lake` of this one) has the folder open.
    #[error("the lake's folder {} is in use by {}", path.display(), holder(*pid))]
    Locked {
        /// The folder.
        path: PathBuf,
        /// The process that holds it, where its lock file tells.
        pid: Option<u32>,
    },
    /// The folder holds something that this version does not know.
    #[error("{} says {found:?}, and this version knows only {known:?}", path.display())]
    UnknownFormat {
        /// The file that tells the format.
        path: PathBuf,
        /// What it says, cut to 80 characters.
        found: String,
        /// What it should say.
        known: &'static str,
    },
    /// Less room than must stay free.
    #[error("the disk is full: {free_bytes} bytes are free, {min_free_bytes} must stay free")]
    Full {
        /// Free bytes when it was last looked at.
        free_bytes: u64,
        /// `LakeOptions::min_free_bytes`, or what the store needs to begin again after a failure.
        min_free_bytes: u64,
    },
    /// The file system or the engine failed.
    #[error("cannot {doing}")]
    Storage {
        /// What was tried.
        doing: &'static str,
        /// What it means to callers.
        kind: ErrorKind,
        /// What went wrong.
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// A stored key or value has another shape than it must have.
    #[error("a stored {what} is damaged: {detail}")]
    Corrupt {
        /// What it should be.
        what: &'static str,
        /// How it differs.
        detail: String,
    },
    /// A counter's name is longer than a key may be; nothing of the batch was stored.
    #[error("the name of a counter has {length} bytes, {} are allowed", crate::Count::MAX_NAME_BYTES)]
    CounterName {
        /// Its length in bytes.
        length: usize,
    },
    /// A sealed file is not what was sealed; `Lake::repair` makes of it what can be made.
    #[error("the sealed file {name} is damaged: {detail}")]
    SealedFile {
        /// Its name below the lake's folder.
        name: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A day that is not over cannot be sealed.
    #[error("{period} is not over")]
    NotOver {
        /// The day or month.
        period: crate::Period,
    },
    /// A month that has sealed files, or days that are not settled, cannot be written now.
    #[error("{period} has sealed files already, or days that are not settled")]
    Occupied {
        /// The month.
        period: crate::Period,
    },
    /// The writer thread has ended.
    #[error("the lake's writer has stopped")]
    Stopped,
}

impl LakeError {
    /// What a caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            LakeError::Locked { .. } | LakeError::UnknownFormat { .. } => ErrorKind::Conflict,
            LakeError::Full { .. } => ErrorKind::Full,
            LakeError::Storage { kind, .. } => *kind,
            LakeError::Corrupt { .. } | LakeError::SealedFile { .. } => ErrorKind::Corrupt,
            LakeError::CounterName { .. }
            | LakeError::NotOver { .. }
            | LakeError::Occupied { .. }
            | LakeError::Stopped => ErrorKind::Internal,
        }
    }

    pub(crate) fn io(doing: &'static str, source: io::Error) -> Self {
        LakeError::Storage { doing, kind: io_kind(&source), source: Arc::new(source) }
    }

    pub(crate) fn corrupt(what: &'static str, detail: impl Into<String>) -> Self {
        LakeError::Corrupt { what, detail: detail.into() }
    }
}

fn holder(pid: Option<u32>) -> String {
    match pid {
        Some(pid) => format!("process {pid}"),
        None => "another process".to_owned(),
    }
}

/// What an error of the file system means to callers.
pub(crate) fn io_kind(error: &io::Error) -> ErrorKind {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            ErrorKind::Full
        }
        io::ErrorKind::InvalidData => ErrorKind::Corrupt,
        _ => ErrorKind::Unavailable,
    }
}
