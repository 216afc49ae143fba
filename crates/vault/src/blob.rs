use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

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
    /// If it is empty, too large, not JPEG, PNG, WebP or PDF by its content, or the disk fails.
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
        _ => None,
    }
}
