//! What the detectors know of outlets between their hours, in a file that nobody else sees and that goes with the process.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use detect::{Engine, Shelf};

/// The sizes of places are multiples of this, bytes: what grows a little each hour mostly finds room where it lay.
const STEP: u64 = 4096;
/// Before what was laid down: its length and its check sum, four bytes each.
const HEAD: usize = 8;

/// `engine` with a shelf on the disk of `folder`; without one, and with a word about it, where none can be made.
pub(crate) fn with_shelf(engine: Engine, folder: &Path) -> Engine {
    match FileShelf::in_folder(folder) {
        Ok(shelf) => engine.with_shelf(Box::new(shelf)),
        Err(error) => {
            tracing::warn!(folder = %folder.display(), %error,
                "no file for what the detectors know: memory holds all of it, some ten kilobytes a series");
            engine
        }
    }
}

/// A shelf in a file without a name. Free places that touch are one, and what is laid down goes where it fits best, so that
/// the file stays near the size of what lies in it.
#[derive(Debug)]
struct FileShelf {
    file: File,
    /// Where the next new place begins, bytes.
    end: u64,
    /// Free places: size by beginning, bytes.
    free: BTreeMap<u64, u64>,
    /// The same: size and beginning.
    free_by_size: BTreeSet<(u64, u64)>,
    /// Places in use: size by beginning, bytes.
    used: BTreeMap<u64, u64>,
    /// Whether it was said that there is no room, since there last was.
    is_full: bool,
}

impl FileShelf {
    fn in_folder(folder: &Path) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        let (free, free_by_size, used) = Default::default();
        Ok(Self { file, end: 0, free, free_by_size, used, is_full: false })
    }

    /// The beginning of a place of `size` bytes.
    fn place(&mut self, size: u64) -> u64 {
        let at = match self.free_by_size.range((size, 0)..).next().copied() {
            Some((of, at)) => {
                self.forget(at, of);
                if of > size {
                    self.remember(at + size, of - size);
                }
                at
            }
            None => {
                let at = self.end;
                self.end += size;
                at
            }
        };
        self.used.insert(at, size);
        at
    }

    /// The place at `at` is in use no more.
    fn free(&mut self, mut at: u64) {
        let Some(mut size) = self.used.remove(&at) else { return };
        if let Some(of) = self.free.get(&(at + size)).copied() {
            self.forget(at + size, of);
            size += of;
        }
        let before = self.free.range(..at).next_back().map(|(from, of)| (*from, *of));
        if let Some((from, of)) = before.filter(|(from, of)| from + of == at) {
            self.forget(from, of);
            (at, size) = (from, size + of);
        }
        self.remember(at, size);
    }

    fn remember(&mut self, at: u64, size: u64) {
        self.free.insert(at, size);
        self.free_by_size.insert((size, at));
    }

    fn forget(&mut self, at: u64, size: u64) {
        self.free.remove(&at);
        self.free_by_size.remove(&(size, at));
    }

    fn read(&self, at: u64) -> io::Result<Vec<u8>> {
        let damaged = || io::Error::other("it is not what was written");
        let mut head = [0; HEAD];
        self.file.read_exact_at(&mut head, at)?;
        let [a, b, c, d, sum @ ..] = head;
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        let room = self.used.get(&at).copied().unwrap_or(0);
        if (length + HEAD) as u64 > room {
            return Err(damaged());
        }
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, at + HEAD as u64)?;
        if crc32fast::hash(&bytes) == u32::from_le_bytes(sum) { Ok(bytes) } else { Err(damaged()) }
    }
}

impl Shelf for FileShelf {
    fn lay(&mut self, bytes: &[u8]) -> Option<u64> {
        let length = u32::try_from(bytes.len()).ok()?;
        let all = [&length.to_le_bytes(), &crc32fast::hash(bytes).to_le_bytes(), bytes].concat();
        let at = self.place((all.len() as u64).next_multiple_of(STEP));
        let written = self.file.write_all_at(&all, at);
        if let Err(error) = &written {
            if !self.is_full {
                tracing::warn!(%error, "what the detectors know of an outlet cannot be laid down: memory holds it");
            }
            self.free(at);
        }
        self.is_full = written.is_err();
        written.is_ok().then_some(at)
    }

    fn take(&mut self, number: u64) -> Option<Vec<u8>> {
        let read = self.read(number);
        self.free(number);
        read.inspect_err(|error| {
            tracing::error!(%error, "what the detectors knew of an outlet is lost: they learn it anew");
        })
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> FileShelf {
        FileShelf::in_folder(&std::env::temp_dir()).unwrap()
    }

    #[test]
    fn what_is_laid_down_comes_back_as_it_was() {
        let mut shelf = shelf();
        let all: Vec<Vec<u8>> = (0..40_u8).map(|of| vec![of; usize::from(of) * 997]).collect();
        let numbers: Vec<u64> = all.iter().map(|bytes| shelf.lay(bytes).unwrap()).collect();
        for (number, bytes) in numbers.iter().zip(&all).rev() {
            assert_eq!(shelf.take(*number).as_ref(), Some(bytes));
        }
    }

    #[test]
    fn a_shelf_of_things_that_grow_takes_hardly_more_than_they_do() {
        let mut shelf = shelf();
        let mut numbers: Vec<u64> = (0..50).map(|_| shelf.lay(&[1; 100]).unwrap()).collect();
        for hour in 0..200 {
            for number in &mut numbers {
                let mut bytes = shelf.take(*number).unwrap();
                bytes.extend([hour; 300]);
                *number = shelf.lay(&bytes).unwrap();
            }
        }
        let held = 50 * (100 + 200 * 300_u64);
        assert!(shelf.end < held * 2, "{} bytes for {held}", shelf.end);
    }

    #[test]
    fn damage_is_a_loss_and_no_lie() {
        let mut shelf = shelf();
        let number = shelf.lay(&[7; 5000]).unwrap();
        shelf.file.write_all_at(&[8], number + 2000).unwrap();
        assert_eq!(shelf.take(number), None);
        let cut = shelf.lay(&[7; 5000]).unwrap();
        shelf.file.set_len(cut + 100).unwrap();
        assert_eq!(shelf.take(cut), None);
    }

    #[test]
    fn what_was_never_laid_down_is_not_found() {
        assert_eq!(shelf().take(4096), None);
    }
}
