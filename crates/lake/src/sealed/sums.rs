//! Check sums of the blocks of a file, in a file beside it: reading a part of a large file checks that part.
//!
//! `jwsums01 | length of the file 8 | XXH3-64 of each block 8 …`, little-endian. The SHA-256 in the ledger is
//! what proves that nobody altered the file; this only finds what a disk has damaged, at the speed of reading.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use xxhash_rust::xxh3::xxh3_64;

use super::FileError;

pub(super) const BLOCK: usize = 4 << 10;
const MAGIC: &[u8; 8] = b"jwsums01";

/// The sums of a file that is being written.
#[derive(Default)]
pub(super) struct Summing {
    block: Vec<u8>,
    length: u64,
    sums: Vec<u8>,
}

impl Summing {
    pub(super) fn update(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend(now);
            bytes = rest;
            if self.block.len() == BLOCK {
                self.end_block();
            }
        }
    }

    fn end_block(&mut self) {
        self.sums.extend(xxh3_64(&self.block).to_le_bytes());
        self.block.clear();
    }

    /// The content of the file of sums.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if !self.block.is_empty() {
            self.end_block();
        }
        [MAGIC.as_slice(), &self.length.to_le_bytes(), &self.sums].concat()
    }
}

/// Where the sums of `file` are.
pub(super) fn path_of_sums(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sums");
    name.into()
}

/// A file whose every read is checked.
pub(super) struct CheckedFile {
    file: File,
    length: u64,
    sums: Vec<u64>,
}

impl CheckedFile {
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let file = File::open(path)?;
        let found = file.metadata()?.len();
        let bytes = std::fs::read(path_of_sums(path))?;
        let (length, sums) =
            parse(&bytes).ok_or_else(|| FileError::Shape("its check sums are damaged".to_owned()))?;
        if length != found {
            return Err(FileError::Shape(format!("it has {found} bytes where {length} were written")));
        }
        Ok(Self { file, length, sums })
    }

    fn read(&self, start: u64, length: usize) -> Result<Bytes, String> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.length);
        let end = end.ok_or("a part beyond its end was asked for")?;
        let first_block = start / BLOCK as u64;
        let from = first_block * BLOCK as u64;
        let to = end.next_multiple_of(BLOCK as u64).min(self.length);
        let mut bytes = vec![0; (to - from) as usize];
        self.file.read_exact_at(&mut bytes, from).map_err(|error| error.to_string())?;
        for (index, block) in bytes.chunks(BLOCK).enumerate() {
            let number = first_block as usize + index;
            if self.sums.get(number) != Some(&xxh3_64(block)) {
                return Err(format!("its bytes from {} on are not those that were written", number * BLOCK));
            }
        }
        Ok(Bytes::from(bytes).slice((start - from) as usize..(end - from) as usize))
    }
}

fn parse(bytes: &[u8]) -> Option<(u64, Vec<u64>)> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (length, sums) = rest.split_first_chunk::<8>()?;
    let length = u64::from_le_bytes(*length);
    let (sums, rest) = sums.as_chunks::<8>();
    let whole = rest.is_empty() && sums.len() as u64 == length.div_ceil(BLOCK as u64);
    whole.then(|| (length, sums.iter().map(|sum| u64::from_le_bytes(*sum)).collect()))
}

/// What the parquet reader takes: a file is shared by its readers.
#[derive(Clone)]
pub(super) struct SharedFile(pub(super) Arc<CheckedFile>);

impl Length for SharedFile {
    fn len(&self) -> u64 {
        self.0.length
    }
}

impl ChunkReader for SharedFile {
    type T = BlockReader;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        Ok(BlockReader { file: Arc::clone(&self.0), at: start, bytes: Bytes::new() })
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        self.0.read(start, length).map_err(ParquetError::General)
    }
}

/// Reads on from somewhere, a block at a time: of pages of unknown length only the header is wanted.
pub(super) struct BlockReader {
    file: Arc<CheckedFile>,
    at: u64,
    bytes: Bytes,
}

impl Read for BlockReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() && self.at < self.file.length {
            let end = (self.at + 1).next_multiple_of(BLOCK as u64).min(self.file.length);
            let read = self.file.read(self.at, (end - self.at) as usize);
            self.bytes = read.map_err(|detail| io::Error::new(io::ErrorKind::InvalidData, detail))?;
            self.at = end;
        }
        let length = out.len().min(self.bytes.len());
        let taken = self.bytes.split_to(length);
        out.iter_mut().zip(taken).for_each(|(to, from)| *to = from);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        let mut sums = Summing::default();
        for part in bytes.chunks(7_001) {
            sums.update(part);
        }
        std::fs::write(&path, bytes).unwrap();
        std::fs::write(path_of_sums(&path), sums.finish()).unwrap();
        (folder, path)
    }

    #[test]
    fn a_part_is_read_and_a_flipped_bit_of_its_blocks_is_found() {
        let bytes: Vec<u8> = (0..50_000u32).map(|n| (n * 31 % 251) as u8).collect();
        let (_folder, path) = written(&bytes);
        let file = CheckedFile::open(&path).unwrap();
        for (start, length) in [(0, 0), (0, 50_000), (16_383, 2), (49_999, 1), (20_000, 20_000)] {
            assert_eq!(file.read(start, length).unwrap(), bytes[start as usize..start as usize + length]);
        }
        assert!(file.read(49_999, 2).is_err());
        let mut damaged = bytes.clone();
        damaged[20_000] ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        let file = CheckedFile::open(&path).unwrap();
        assert!(file.read(0, 16_384).is_ok(), "another block");
        assert!(file.read(20_400, 10).is_err());
        std::fs::write(&path, &bytes[..49_000]).unwrap();
        assert!(CheckedFile::open(&path).is_err());
    }
}
