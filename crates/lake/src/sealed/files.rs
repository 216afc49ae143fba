//! What readers, the writer and the sealing share: the catalogue, open files, and which files are damaged.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use model::{Granularity, SeriesKey, Timestamp};

use super::catalogue::{Catalogue, Edition, SealedFile, SealedKind, Stretch, day_of, day_start};
use super::read::OpenFile;
use super::seal::Damage;
use super::{FileError, Row};
use crate::LakeError;
use crate::engine::{Engine, Table};
use crate::record::Record;

/// Memory for the metadata of open files: that of a city month, which one question reads as a whole, and of a year of
/// some outlets beside it.
const OPEN_FILES_BYTES: usize = 128 << 20;
/// Open files: a process may only have so many.
const OPEN_FILES: usize = 256;
/// Rows of sealed days that are kept at hand while late values for them come in.
const RECENT_ROWS: usize = 100_000;

/// The sealed side of a lake.
pub(crate) struct Sealed {
    /// The lake's folder: names of files are relative to it.
    folder: PathBuf,
    catalogue: RwLock<Arc<Catalogue>>,
    /// Former catalogues that somebody may still use.
    retired: Mutex<Vec<Weak<Catalogue>>>,
    open: Mutex<OpenFiles>,
    recent: Mutex<RecentDays>,
    damaged: Mutex<BTreeMap<String, String>>,
    /// Held by whoever seals, settles, compacts, drops or repairs.
    pub(super) act: Mutex<()>,
}

#[derive(Default)]
struct OpenFiles {
    files: BTreeMap<String, KeptFile>,
    /// Memory of all of them.
    bytes: usize,
    clock: u64,
}

struct KeptFile {
    file: Arc<OpenFile>,
    bytes: usize,
    /// When it was last used, by the order of uses and by the machine.
    used: u64,
    used_at: Instant,
}

#[derive(Default)]
struct RecentDays {
    /// In the order of their use.
    days: Vec<(RecentKey, Arc<Vec<Row>>)>,
}

#[derive(PartialEq, Eq, Clone)]
struct RecentKey {
    series: SeriesKey,
    granularity: Granularity,
    day: Date,
    generation: (u32, Timestamp),
}

impl Sealed {
    pub(crate) fn load(folder: &Path, engine: &Engine) -> Result<Self, LakeError> {
        let catalogue = Catalogue::load(engine.scan_all(Table::Sealed))?;
        let sealed = Self {
            folder: folder.to_owned(),
            catalogue: RwLock::new(Arc::new(catalogue)),
            retired: Mutex::default(),
            open: Mutex::default(),
            recent: Mutex::default(),
            damaged: Mutex::default(),
            act: Mutex::new(()),
        };
        sealed.note_missing();
        Ok(sealed)
    }

    /// What counts now. Whoever holds it may read the files that it names: they are removed only when nobody
    /// holds it any more.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a changed catalogue in the place of the one that counts.
    pub(super) fn exchange(&self, catalogue: Catalogue) {
        let mut slot = self.catalogue.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *slot, Arc::new(catalogue));
        lock(&self.retired).push(Arc::downgrade(&old));
    }

    /// Returns when nobody uses a former catalogue any more: what only those named can then be removed, and
    /// rows that they did not name can leave the hot store. Nobody is held up meanwhile but the caller, who
    /// must hold no catalogue.
    pub(super) fn wait_for_readers(&self) {
        let retired = std::mem::take(&mut *lock(&self.retired));
        while retired.iter().any(|catalogue| catalogue.strong_count() > 0) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Reads the catalogue again, after a write of which nobody knows whether it is in the store.
    pub(crate) fn reload(&self, engine: &Engine) -> Result<(), LakeError> {
        self.exchange(Catalogue::load(engine.scan_all(Table::Sealed))?);
        Ok(())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The rows of a series in a stretch, all revisions, in the order of time and then of arrival.
    pub(crate) fn rows(&self, series: &SeriesKey, stretch: Stretch<'_>) -> Result<Vec<Row>, LakeError> {
        let mut rows = Vec::new();
        for kind in [SealedKind::Values, SealedKind::Former] {
            let source = series.source.to_string();
            for file in stretch.edition.files_of(kind).filter(|file| file.may_have(&source)) {
                self.with_file(file, |open| open.rows(series, stretch.from, stretch.to, &mut rows))?;
            }
        }
        rows.sort_by_key(|row| (row.time, row.revision));
        Ok(rows)
    }

    /// As [`Sealed::rows`], of several factors of one source: those that `found` has, by the text of their code.
    pub(crate) fn rows_of_source(
        &self,
        source: &str,
        stretch: Stretch<'_>,
        found: &mut BTreeMap<String, Vec<Row>>,
    ) -> Result<(), LakeError> {
        for kind in [SealedKind::Values, SealedKind::Former] {
            for file in stretch.edition.files_of(kind).filter(|file| file.may_have(source)) {
                self.with_file(file, |open| open.rows_of_source(source, stretch.from, stretch.to, found))?;
            }
        }
        for rows in found.values_mut() {
            rows.sort_by_key(|row| (row.time, row.revision));
        }
        Ok(())
    }

    /// [`Sealed::rows`], or what can be read of them.
    pub(super) fn rows_despite(
        &self,
        series: &SeriesKey,
        stretch: Stretch<'_>,
        damage: Damage,
    ) -> Result<Vec<Row>, LakeError> {
        match damage {
            Damage::Refuse => self.rows(series, stretch),
            Damage::Skip => Ok(self.readable_rows(series, stretch)),
        }
    }

    /// As [`Sealed::rows`], without what cannot be read.
    fn readable_rows(&self, series: &SeriesKey, stretch: Stretch<'_>) -> Vec<Row> {
        let (mut rows, source) = (Vec::new(), series.source.to_string());
        for kind in [SealedKind::Values, SealedKind::Former] {
            for file in stretch.edition.files_of(kind).filter(|file| file.may_have(&source)) {
                if let Ok(open) = self.open_file(&file.name) {
                    open.readable_rows(series, stretch.from, stretch.to, &mut rows);
                }
            }
        }
        rows.sort_by_key(|row| (row.time, row.revision));
        rows
    }

    /// Every sealed value for one time, in the order of arrival.
    pub(crate) fn revisions(
        &self,
        catalogue: &Catalogue,
        series: &SeriesKey,
        granularity: Granularity,
        time: Timestamp,
    ) -> Result<Vec<Record>, LakeError> {
        let Some(rows) = self.rows_of_day(catalogue, series, granularity, day_of(time))? else {
            return Ok(Vec::new());
        };
        let start = rows.partition_point(|row| row.time < time);
        let same_time = rows.iter().skip(start).take_while(|row| row.time == time);
        Ok(same_time.map(|row| row.record.clone()).collect())
    }

    /// The rows of a series and day, for whoever asks for one time after the other.
    pub(crate) fn rows_of_day(
        &self,
        catalogue: &Catalogue,
        series: &SeriesKey,
        granularity: Granularity,
        day: Date,
    ) -> Result<Option<Arc<Vec<Row>>>, LakeError> {
        let Some(edition) = catalogue.of_day(granularity, day) else { return Ok(None) };
        let generation = (edition.generation, edition.sealed_at);
        let key = RecentKey { series: series.clone(), granularity, day, generation };
        if let Some(rows) = lock(&self.recent).get(&key) {
            return Ok(Some(rows));
        }
        let end = day.tomorrow().unwrap_or(Date::MAX);
        let stretch = Stretch { from: day_start(day), to: day_start(end), edition };
        let rows = Arc::new(self.rows(series, stretch)?);
        lock(&self.recent).put(key, Arc::clone(&rows));
        Ok(Some(rows))
    }

    /// Runs `read` on a file. An error says that the file is damaged, and is remembered.
    pub(crate) fn with_file<T>(
        &self,
        file: &SealedFile,
        read: impl FnOnce(&OpenFile) -> Result<T, FileError>,
    ) -> Result<T, LakeError> {
        let result = self.open_file(&file.name).and_then(|open| read(&open));
        result.map_err(|error| self.damage(&file.name, &error))
    }

    fn open_file(&self, name: &str) -> Result<Arc<OpenFile>, FileError> {
        if let Some(open) = lock(&self.open).get(name) {
            return Ok(open);
        }
        let open = Arc::new(OpenFile::open(&self.path(name))?);
        lock(&self.open).put(name, Arc::clone(&open));
        Ok(open)
    }

    /// Remembers damage, and gives the error for it. That the machine is out of something is no damage.
    pub(super) fn damage(&self, name: &str, error: &FileError) -> LakeError {
        if let FileError::Io(io) = error
            && !matches!(io.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof)
        {
            return LakeError::io("read a sealed file", io::Error::new(io.kind(), io.to_string()));
        }
        lock(&self.open).remove(name);
        let detail = error.to_string();
        if lock(&self.damaged).insert(name.to_owned(), detail.clone()).is_none() {
            tracing::error!(file = name, detail, "a sealed file is damaged");
        }
        LakeError::SealedFile { name: name.to_owned(), detail }
    }

    /// Damaged files by name, with what is wrong with them.
    pub(crate) fn damaged(&self) -> BTreeMap<String, String> {
        lock(&self.damaged).clone()
    }

    /// Forgets what was known of files that are replaced or gone.
    pub(super) fn forget(&self, names: &[String]) {
        let (mut open, mut damaged) = (lock(&self.open), lock(&self.damaged));
        for name in names {
            open.remove(name);
            damaged.remove(name);
        }
    }

    /// Forgets the metadata of files that nobody has asked of for so long.
    pub(crate) fn forget_unused(&self, unused: Duration) {
        let mut open = lock(&self.open);
        let is_old = |kept: &KeptFile| kept.used_at.elapsed() >= unused;
        let old: Vec<String> =
            open.files.iter().filter(|(_, kept)| is_old(kept)).map(|(name, _)| name.clone()).collect();
        old.iter().for_each(|name| open.remove(name));
    }

    /// A file that is gone is damage that nobody may happen to meet.
    fn note_missing(&self) {
        for file in self.catalogue().files() {
            let length = std::fs::metadata(self.path(&file.name)).map(|metadata| metadata.len());
            let error = match length {
                Ok(length) if length == file.bytes => continue,
                Ok(length) => FileError::Shape(format!("it has {length} bytes, {} were sealed", file.bytes)),
                Err(error) => FileError::Io(error),
            };
            self.damage(&file.name, &error);
        }
    }
}

/// Where the file of an edition is, below the lake's folder.
pub(super) fn file_name(edition: &Edition, part: Option<usize>, kind: SealedKind) -> String {
    use super::catalogue::Period;

    let granularity = granularity_text(edition.granularity);
    let month = edition.period.month_text();
    let period = match edition.period {
        Period::Day(day) => day.to_string(),
        Period::Month(_) => "month".to_owned(),
    };
    let part = part.map(|part| format!("{part:03}.")).unwrap_or_default();
    let (generation, kind) = (edition.generation, kind.text());
    format!("sealed/{granularity}/{month}/{period}.{generation}.{part}{kind}.parquet")
}

/// As folders and metadata say it.
pub(super) fn granularity_text(granularity: Granularity) -> &'static str {
    match granularity {
        Granularity::Realtime => "realtime",
        Granularity::Minute => "minute",
        Granularity::Hour => "hour",
        Granularity::Day => "day",
    }
}

impl OpenFiles {
    fn get(&mut self, name: &str) -> Option<Arc<OpenFile>> {
        self.clock += 1;
        let kept = self.files.get_mut(name)?;
        (kept.used, kept.used_at) = (self.clock, Instant::now());
        Some(Arc::clone(&kept.file))
    }

    fn put(&mut self, name: &str, file: Arc<OpenFile>) {
        self.clock += 1;
        self.remove(name);
        let (bytes, used) = (file.memory_bytes(), self.clock);
        self.bytes += bytes;
        self.files.insert(name.to_owned(), KeptFile { file, bytes, used, used_at: Instant::now() });
        while self.files.len() > 1 && (self.bytes > OPEN_FILES_BYTES || self.files.len() > OPEN_FILES) {
            let oldest = self.files.iter().min_by_key(|(_, kept)| kept.used).map(|(name, _)| name.clone());
            let Some(oldest) = oldest else { return };
            self.remove(&oldest);
        }
    }

    fn remove(&mut self, name: &str) {
        if let Some(kept) = self.files.remove(name) {
            self.bytes -= kept.bytes;
        }
    }
}

impl RecentDays {
    fn get(&mut self, key: &RecentKey) -> Option<Arc<Vec<Row>>> {
        let position = self.days.iter().rposition(|(known, _)| known == key)?;
        let day = self.days.remove(position);
        let rows = Arc::clone(&day.1);
        self.days.push(day);
        Some(rows)
    }

    fn put(&mut self, key: RecentKey, rows: Arc<Vec<Row>>) {
        self.days.push((key, rows));
        let rows = |days: &Self| days.days.iter().map(|(_, rows)| rows.len() + 1).sum::<usize>();
        while self.days.len() > 1 && rows(self) > RECENT_ROWS {
            self.days.remove(0);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
