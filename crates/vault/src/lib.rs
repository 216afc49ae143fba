//! What must stay erasable or secret, and what must stay unaltered: people's accounts and sessions and the keys
//! of devices in SQLite, evidence
//! files in a folder under the SHA-256 of their content.
//!
//! The ledger names people by account id and files by hash; names, logins and file names are only here, so
//! that erasing them leaves the chain valid. Every reading of personal data can be recorded
//! ([`Vault::record_access`]). Times are parameters.
//!
//! Start at [`Vault::open`].

mod account;
mod attempts;
mod blob;
mod credential;
mod device_key;
mod enforcer;
mod error;
mod password;
mod saved_query;
mod session;
mod signature;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::BlobHash;
use rusqlite::Connection;

pub use account::{Access, Account, NewAccount};
pub use attempts::{Attempts, AttemptsConfig};
pub use blob::{Blob, MAX_BLOB_BYTES, MAX_SHEET_BYTES, content_hash};
pub use credential::{Credential, NewSecret};
pub use device_key::{DeviceKey, DeviceKeys};
pub use enforcer::EnforcerCard;
pub use error::VaultError;
pub use saved_query::{SavedQuery, SavedQueryText};
pub use session::{Session, SessionLimits, SessionToken, random_bytes};
pub use signature::{SignatureKey, SignedAddress};

/// The kinds of every keeper's errors.
pub use model::ErrorKind;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS account (
  id TEXT PRIMARY KEY, login TEXT UNIQUE, name TEXT, role TEXT NOT NULL, scope_kind TEXT NOT NULL, scope_code TEXT,
  password_hash TEXT, active INTEGER NOT NULL, created_ms INTEGER NOT NULL, erased_ms INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS session (
  token_hash BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account(id), csrf TEXT NOT NULL,
  created_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS session_account ON session(account);
CREATE TABLE IF NOT EXISTS file (
  hash TEXT PRIMARY KEY, name TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL,
  uploader TEXT NOT NULL, uploaded_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS device_key (
  mn TEXT NOT NULL, slot TEXT NOT NULL, key BLOB NOT NULL, since_ms INTEGER NOT NULL, PRIMARY KEY (mn, slot)
) STRICT;
CREATE TABLE IF NOT EXISTS credential (
  holder TEXT PRIMARY KEY, hash BLOB NOT NULL, sources TEXT NOT NULL, issued_ms INTEGER NOT NULL,
  expires_ms INTEGER, revoked_ms INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS saved_query (
  id TEXT PRIMARY KEY, owner TEXT NOT NULL REFERENCES account(id), name TEXT NOT NULL, text TEXT NOT NULL,
  shared INTEGER NOT NULL, changed_ms INTEGER NOT NULL, deleted_ms INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS saved_query_owner ON saved_query(owner);
CREATE TABLE IF NOT EXISTS enforcer (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, certificate_number TEXT NOT NULL, kept_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS access (
  at_ms INTEGER NOT NULL, reader TEXT NOT NULL, what TEXT NOT NULL
) STRICT;
";

/// The vault. Cheap to clone; calls block on the disk.
#[derive(Debug, Clone)]
pub struct Vault {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    connection: Mutex<Connection>,
    blobs: PathBuf,
    /// Files that were held against their hash, with what the file system said of them then.
    checked: Mutex<BTreeMap<BlobHash, blob::Stamp>>,
}

impl Vault {
    /// Opens the vault in `folder`, making it if it is not there.
    ///
    /// # Errors
    /// If the folder or its database cannot be made, read or written.
    pub fn open(folder: &Path) -> Result<Self, VaultError> {
        let blobs = folder.join("files");
        std::fs::create_dir_all(&blobs).map_err(|source| VaultError::file(&blobs, source))?;
        let connection = Connection::open(folder.join("vault.db"))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What is erased must not stay in free pages of the file.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self {
            shared: Arc::new(Shared { connection: Mutex::new(connection), blobs, checked: Mutex::default() }),
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves SQLite's own state whole: statements are transactions.
        self.shared.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
