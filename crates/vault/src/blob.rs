use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use model::{BlobHash, Timestamp, UserId};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::{Vault, VaultError};

/// The largest file that is kept, bytes.
pub const MAX_BLOB_BYTES: usize = 20 << 20;

/// The largest file of readings that is kept, bytes.
pub const MAX_SHEET_BYTES: usize = 64 << 20;

/// A file of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of its content, its identity.
    pub hash: BlobHash,
    /// The name under which it was first uploaded.
    pub name: String,
    /// By its content, never by its name.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Who uploaded it first.
    pub uploader: UserId,
}

impl Vault {
    /// Keeps a file; on return it is on disk. The same content again is the same file.
    ///
    /// # Errors
    /// If it is empty, too large, not JPEG, PNG, WebP, MP4 or PDF by its content, or the disk fails.
    pub fn put_blob(
        &self,
        bytes: &[u8],
        name: &str,
        uploader: &UserId,
        now: Timestamp,
    ) -> Result<Blob, VaultError> {
        if bytes.is_empty() || bytes.len() > MAX_BLOB_BYTES {
            return Err(VaultError::BlobSize { size: bytes.len(), limit: MAX_BLOB_BYTES });
        }
        let media_type = media_type(bytes).ok_or(VaultError::MediaType)?;
        self.keep(bytes, name, media_type, uploader, now)
    }

    /// Keeps a file of readings as it was uploaded, whatever it holds: what an import made of it can then be
    /// compared with it for ever.
    ///
    /// # Errors
    /// If it is empty or too large, or the disk fails.
    pub fn put_sheet(
        &self,
        bytes: &[u8],
        name: &str,
        uploader: &UserId,
        now: Timestamp,
    ) -> Result<Blob, VaultError> {
        if bytes.is_empty() || bytes.len() > MAX_SHEET_BYTES {
            return Err(VaultError::BlobSize { size: bytes.len(), limit: MAX_SHEET_BYTES });
        }
        self.keep(bytes, name, "application/octet-stream", uploader, now)
    }

    /// Keeps a document of the system's own making, as the plan or the record of a draw (JSON).
    ///
    /// # Errors
    /// If it is empty or too large, or the disk fails.
    pub fn put_document(
        &self,
        bytes: &[u8],
        name: &str,
        maker: &UserId,
        now: Timestamp,
    ) -> Result<Blob, VaultError> {
        if bytes.is_empty() || bytes.len() > MAX_SHEET_BYTES {
            return Err(VaultError::BlobSize { size: bytes.len(), limit: MAX_SHEET_BYTES });
        }
        self.keep(bytes, name, "application/json", maker, now)
    }

    fn keep(
        &self,
        bytes: &[u8],
        name: &str,
        media_type: &str,
        uploader: &UserId,
        now: Timestamp,
    ) -> Result<Blob, VaultError> {
        let hash = content_hash(bytes);
        self.write(&hash, bytes)?;
        let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
        self.connection().execute(
            "INSERT INTO file (hash, name, media_type, size, uploader, uploaded_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
            params![
                hash.as_str(),
                name,
                media_type,
                i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                uploader.as_str(),
                now.as_millisecond()
            ],
        )?;
        self.blob(&hash)?.ok_or(VaultError::NoBlob(hash))
    }

    /// What is known of a file.
    ///
    /// # Errors
    /// If the database fails.
    pub fn blob(&self, hash: &BlobHash) -> Result<Option<Blob>, VaultError> {
        let sql = "SELECT name, media_type, size, uploader FROM file WHERE hash = ?1";
        let found = self
            .connection()
            .query_row(sql, [hash.as_str()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?, row.get::<_, String>(3)?))
            })
            .optional()?;
        let Some((name, media_type, size, uploader)) = found else { return Ok(None) };
        let uploader = uploader.parse().map_err(|_| VaultError::Row(format!("uploader {uploader:?}")))?;
        let size = u64::try_from(size).unwrap_or_default();
        Ok(Some(Blob { hash: hash.clone(), name, media_type, size, uploader }))
    }

    /// The content of a file, checked against its hash.
    ///
    /// # Errors
    /// If there is no such file, the disk fails, or the content was altered.
    pub fn read_blob(&self, hash: &BlobHash) -> Result<Vec<u8>, VaultError> {
        let path = self.path_of(hash);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(VaultError::NoBlob(hash.clone()));
            }
            Err(error) => return Err(VaultError::file(&path, error)),
        };
        match content_hash(&bytes) == *hash {
            true => Ok(bytes),
            false => Err(VaultError::BlobAltered(hash.clone())),
        }
    }

    /// Whether the content of a file is what its hash says. One that was read and held against its hash since this vault
    /// was opened, and that the file system says nobody has written to since, is not read again: what must be certain
    /// asks [`Vault::read_blob`].
    ///
    /// # Errors
    /// If there is no such file, the disk fails, or the content was altered.
    pub fn check_blob(&self, hash: &BlobHash) -> Result<(), VaultError> {
        let path = self.path_of(hash);
        let stamp = || match fs::metadata(&path) {
            Ok(metadata) => Ok(Stamp::of(&metadata)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(VaultError::NoBlob(hash.clone()))
            }
            Err(error) => Err(VaultError::file(&path, error)),
        };
        let before = stamp()?;
        if self.checked().get(hash) == Some(&before) {
            return Ok(());
        }
        let read = self.read_blob(hash);
        self.checked().remove(hash);
        read?;
        // What is written while it is read, or in the same tick of the file system's clock, may bear the same stamp.
        if before.is_settled() && before == stamp()? {
            self.checked().insert(hash.clone(), before);
        }
        Ok(())
    }

    fn checked(&self) -> MutexGuard<'_, BTreeMap<BlobHash, Stamp>> {
        self.shared.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path_of(&self, hash: &BlobHash) -> PathBuf {
        let text = hash.as_str();
        let (shard, _) = text.split_at(2);
        self.shared.blobs.join(shard).join(text)
    }

    /// Written aside, synced and renamed, so that a name never stands for half a file.
    fn write(&self, hash: &BlobHash, bytes: &[u8]) -> Result<(), VaultError> {
        let path = self.path_of(hash);
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.shared.blobs).to_owned();
        let aside = path.with_extension("part");
        let written = || -> std::io::Result<()> {
            fs::create_dir_all(&folder)?;
            let mut file = File::create(&aside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&aside, &path)?;
            File::open(&folder)?.sync_all()
        };
        written().map_err(|source| VaultError::file(&path, source))
    }
}

/// What a file system says of a file that changes whenever somebody writes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Of its content or its attributes: nobody but the file system itself sets it.
    changed: Option<SystemTime>,
}

/// The coarsest clock of a file system.
const TICK: Duration = Duration::from_secs(2);

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: metadata.modified().ok(), changed: changed(metadata) }
    }

    /// Whether a write from now on gives another stamp.
    fn is_settled(&self) -> bool {
        self.changed.or(self.modified).and_then(|at| at.elapsed().ok()).is_some_and(|age| age > TICK)
    }
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

#[cfg(not(unix))]
fn changed(_metadata: &Metadata) -> Option<SystemTime> {
    None
}

/// The hash by which content is known, whether or not it is kept.
pub fn content_hash(bytes: &[u8]) -> BlobHash {
    let hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    hex.parse().expect("32 bytes are 64 hexadecimal digits")
}

fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("video/mp4"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HONEST: &[u8] = b"%PDF-1.7 the record of the inspection";
    const FORGED: &[u8] = b"%PDF-1.7 the record of the invention!";

    #[test]
    fn a_file_that_was_checked_is_read_again_once_somebody_writes_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(folder.path()).unwrap();
        let uploader: UserId = "U1".parse().unwrap();
        let hash = vault.put_blob(HONEST, "a.pdf", &uploader, Timestamp::UNIX_EPOCH).unwrap().hash;
        let path = vault.path_of(&hash);
        vault.check_blob(&hash).unwrap();
        assert!(vault.checked().is_empty(), "what was written a moment ago is read again next time");

        let stamp = Stamp::of(&fs::metadata(&path).unwrap());
        vault.checked().insert(hash.clone(), stamp);
        vault.check_blob(&hash).unwrap();
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        // As long as before and with its old time: as somebody forges it who knows how. Until the clock of the file
        // system has ticked, since a file that was just written is never remembered.
        while Stamp::of(&fs::metadata(&path).unwrap()) == stamp {
            fs::write(&path, FORGED).unwrap();
            File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        }
        assert!(matches!(vault.check_blob(&hash), Err(VaultError::BlobAltered(_))));
        assert!(matches!(vault.check_blob(&hash), Err(VaultError::BlobAltered(_))), "and stays so");
        fs::remove_file(&path).unwrap();
        assert!(matches!(vault.check_blob(&hash), Err(VaultError::NoBlob(_))));
    }
}
