//! How much room the disk has.

use std::path::Path;

use crate::LakeError;

/// Bytes that this process may still write to the file system of `path`.
pub(crate) fn free_bytes(path: &Path) -> Result<u64, LakeError> {
    let stat = rustix::fs::statvfs(path)
        .map_err(|error| LakeError::io("ask the file system for its free space", error.into()))?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}
