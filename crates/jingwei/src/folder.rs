//! The data folder: its layout, and the lock that keeps a second process out.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// An opened and locked data folder. The lock goes with the value.
#[derive(Debug)]
pub(crate) struct DataFolder {
    root: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Opens `root`, making it if it is not there, and locks it.
    ///
    /// # Errors
    /// If another process holds it (named by its process id), or the folder cannot be made or written.
    pub(crate) fn open(root: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(root)
            .with_context(|| format!("cannot make the data folder {}", root.display()))?;
        let path = root.join("lock");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).ok();
                bail!(
                    "the data folder {} is in use by process {}; stop it first or choose another folder",
                    root.display(),
                    holder.trim()
                );
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self { root: root.to_owned(), _lock: file })
    }

    /// A path within the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A secret of `N` random bytes that is made at the first start and kept in a file that only its owner
    /// can read.
    ///
    /// # Errors
    /// If the file cannot be read or written, or holds something else.
    pub(crate) fn secret<const N: usize>(&self, name: &str) -> anyhow::Result<[u8; N]> {
        use std::os::unix::fs::OpenOptionsExt;
        let folder = self.path("keys");
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        match fs::read(&path) {
            Ok(bytes) => match <[u8; N]>::try_from(bytes.as_slice()) {
                Ok(secret) => Ok(secret),
                Err(_) => bail!("{} holds {} bytes, {N} are expected", path.display(), bytes.len()),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut secret = [0u8; N];
                getrandom::fill(&mut secret).context("no randomness from the system")?;
                let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path)?;
                file.write_all(&secret)?;
                file.sync_all()?;
                Ok(secret)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_opening_is_refused_and_names_the_holder() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataFolder::open(folder.path()).unwrap();
        let refused = DataFolder::open(folder.path()).unwrap_err().to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        drop(first);
        DataFolder::open(folder.path()).unwrap();
    }

    #[test]
    fn a_secret_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let opened = DataFolder::open(folder.path()).unwrap();
        let secret: [u8; 32] = opened.secret("files.key").unwrap();
        assert_eq!(opened.secret::<32>("files.key").unwrap(), secret);
        assert!(opened.secret::<16>("files.key").is_err());
        assert_ne!(secret, [0; 32]);
    }
}
