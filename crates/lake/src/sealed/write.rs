//! Writing one file: under another name first, hashed on its way, durable before it has its own.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use sha2::{Digest, Sha256};

use super::FileError;
use super::sums::{Summing, path_of_sums};

/// Rows of a page, and of the batches that are handed over, so that the pages of all columns begin together.
pub(super) const PAGE_ROWS: usize = 8_640;
/// The most rows of a row group.
pub(super) const GROUP_ROWS: usize = 4_320_000;

/// Columns with a dictionary; the others are delta-encoded.
const DICTIONARY: [&str; 11] = [
    "source",
    "factor",
    "time_nanos",
    "revision",
    "decimals",
    "total_decimals",
    "unit",
    "mark",
    "problems",
    "received_after",
    "received_nanos",
];
/// Columns of which each page tells its least and greatest.
const PAGE_STATISTICS: [&str; 3] = ["source", "factor", "time"];

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) sha256: [u8; 32],
}

/// A file on its way to the disk. Dropped before [`FileWriter::finish`] it leaves nothing behind.
pub(super) struct FileWriter {
    writer: Option<ArrowWriter<Sink>>,
    temporary: PathBuf,
    path: PathBuf,
    rows: u64,
}

impl FileWriter {
    pub(super) fn create(
        path: &Path,
        schema: &SchemaRef,
        metadata: Vec<KeyValue>,
    ) -> Result<Self, FileError> {
        if let Some(folder) = path.parent() {
            make_folders(folder)?;
        }
        let temporary = with_suffix(path, ".new");
        let sink = Sink::create(&temporary)?;
        let options = ArrowWriterOptions::new()
            .with_properties(properties(schema, metadata)?)
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(sink, std::sync::Arc::clone(schema), options)?;
        Ok(Self { writer: Some(writer), temporary, path: path.to_owned(), rows: 0 })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), FileError> {
        self.rows += batch.num_rows() as u64;
        self.writer()?.write(batch)?;
        Ok(())
    }

    /// Ends the row group.
    pub(super) fn end_group(&mut self) -> Result<(), FileError> {
        self.writer()?.flush()?;
        Ok(())
    }

    /// Makes the file and its sums durable and gives them their names.
    pub(super) fn finish(mut self) -> Result<Written, FileError> {
        let writer = self.writer.take().ok_or_else(|| FileError::Shape("written twice".to_owned()))?;
        let sink = writer.into_inner()?;
        let rows = self.rows;
        let (written, sums) = sink.finish(rows)?;
        let sums_path = path_of_sums(&self.path);
        let new_sums = with_suffix(&sums_path, ".new");
        write_durably(&new_sums, &sums)?;
        fs::rename(&new_sums, &sums_path)?;
        fs::rename(&self.temporary, &self.path)?;
        sync_folder_of(&self.path)?;
        Ok(written)
    }

    fn writer(&mut self) -> Result<&mut ArrowWriter<Sink>, FileError> {
        self.writer.as_mut().ok_or_else(|| FileError::Shape("written after its end".to_owned()))
    }
}

impl Drop for FileWriter {
    fn drop(&mut self) {
        // After `finish` there is no file of that name any more; otherwise room is given back at once.
        let _ = fs::remove_file(&self.temporary);
        let _ = fs::remove_file(with_suffix(&path_of_sums(&self.path), ".new"));
    }
}

fn properties(schema: &SchemaRef, metadata: Vec<KeyValue>) -> Result<WriterProperties, FileError> {
    let mut builder = WriterProperties::builder()
        .set_created_by("jingwei".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_statistics_truncate_length(None)
        .set_column_index_truncate_length(None)
        .set_dictionary_enabled(false)
        .set_key_value_metadata(Some(metadata));
    for field in schema.fields() {
        let path = ColumnPath::from(field.name().as_str());
        if DICTIONARY.contains(&field.name().as_str()) {
            builder = builder.set_column_dictionary_enabled(path.clone(), true);
        } else if matches!(
            field.data_type(),
            arrow_schema::DataType::Int64 | arrow_schema::DataType::Timestamp(..)
        ) {
            builder = builder.set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        if PAGE_STATISTICS.contains(&field.name().as_str()) {
            builder = builder.set_column_statistics_enabled(path, EnabledStatistics::Page);
        }
    }
    Ok(builder.build())
}

/// Where the bytes of a file go: to the disk, into its SHA-256 and into its check sums.
struct Sink {
    file: BufWriter<File>,
    hash: Sha256,
    sums: Summing,
    bytes: u64,
}

impl Sink {
    fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 18, File::create(path)?);
        Ok(Self { file, hash: Sha256::new(), sums: Summing::default(), bytes: 0 })
    }

    fn finish(self, rows: u64) -> Result<(Written, Vec<u8>), FileError> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let written = Written { rows, bytes: self.bytes, sha256: self.hash.finalize().into() };
        Ok((written, self.sums.finish()))
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.sums.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The SHA-256 of a file in hexadecimal, as [`crate::SealedFile::sha256`] has it. Needs no lake.
///
/// # Errors
/// As the file system says.
pub fn sha256_of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = io::Read::read(&mut file, &mut buffer)?;
        match buffer.get(..read) {
            Some(bytes) if read > 0 => hash.update(bytes),
            _ => return Ok(super::content::hex(&hash.finalize())),
        }
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes durable which names the folder of `path` has.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Creates a folder and those above it, each durable in the one above.
pub(super) fn make_folders(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folders(above)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder_of(folder),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
