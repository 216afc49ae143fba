//! The folder on the disk: who holds it, and in which format it is.
//!
//! `lock` is held (with `flock`) by the process that has the lake open and says which it is, `format` names
//! the layout, `hot/` belongs to the engine.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::LakeError;

const FORMAT: &str = "jingwei lake 3\n";
/// Stores of these are read as they are; a program that knows only these must not open ours. Format 1 had a row for each
/// reading and counter, format 2 no log of counters.
const FORMER_FORMATS: [&str; 2] = ["jingwei lake 1\n", "jingwei lake 2\n"];

/// A folder that no other process has, until this is dropped.
pub(crate) struct Folder {
    path: PathBuf,
    /// The lock goes with the open file.
    _lock: File,
}

impl Folder {
    /// Takes the folder, creating it where it is absent.
    pub(crate) fn take(path: &Path) -> Result<Self, LakeError> {
        let io = |doing| move |error| LakeError::io(doing, error);
        fs::create_dir_all(path).map_err(io("create the lake's folder"))?;
        let mut lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path.join("lock"))
            .map_err(io("open the lake's lock file"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // Who holds it is a courtesy: that it is held is known either way.
                let _ = lock.read_to_string(&mut text);
                return Err(LakeError::Locked { path: path.to_owned(), pid: text.trim().parse().ok() });
            }
            Err(TryLockError::Error(error)) => return Err(LakeError::io("lock the lake's folder", error)),
        }
        write_holder(&mut lock);
        let folder = Self { path: path.to_owned(), _lock: lock };
        folder.check_format()?;
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn hot(&self) -> PathBuf {
        self.path.join("hot")
    }

    fn check_format(&self) -> Result<(), LakeError> {
        let path = self.path.join("format");
        match fs::read(&path) {
            Ok(bytes) if bytes == FORMAT.as_bytes() => Ok(()),
            Ok(bytes) if FORMER_FORMATS.iter().any(|former| former.as_bytes() == bytes) => {
                tracing::info!(folder = %self.path.display(), "the store becomes one of format 3");
                self.write_format(&path).map_err(|error| LakeError::io("write the lake's format", error))
            }
            Ok(bytes) => {
                let found = String::from_utf8_lossy(&bytes).trim_end().chars().take(80).collect();
                Err(LakeError::UnknownFormat { path, found, known: FORMAT.trim_end() })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if self.hot().exists() {
                    let detail = format!("{} is missing beside a store", path.display());
                    return Err(LakeError::corrupt("format", detail));
                }
                self.write_format(&path).map_err(|error| LakeError::io("write the lake's format", error))
            }
            Err(error) => Err(LakeError::io("read the lake's format", error)),
        }
    }

    /// Through a second file, so that a crash leaves the whole text or none.
    fn write_format(&self, path: &Path) -> std::io::Result<()> {
        let new = path.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(FORMAT.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)?;
        File::open(&self.path)?.sync_all()
    }
}

/// Best effort: on a full disk the folder must still open for reading, and the lock holds without it.
fn write_holder(lock: &mut File) {
    let text = format!("{}\n", std::process::id());
    let written = lock
        .set_len(0)
        .and_then(|()| lock.seek(SeekFrom::Start(0)))
        .and_then(|_| lock.write_all(text.as_bytes()));
    if let Err(error) = written {
        tracing::debug!(%error, "cannot write the process id into the lake's lock file");
    }
}
