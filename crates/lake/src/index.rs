//! What is kept in memory: names and their numbers, the latest reading of every series, counters.
//!
//! All of it is rebuilt from the store on opening. The latest readings would need a scan of everything, so
//! each commit also writes one row into the *log of blocks*: the keys of the blocks that it wrote. When the
//! log names many blocks, one row with the keys of all latest readings (the *snapshot*) replaces it. What a
//! block of the log no longer has when it is read again has been sealed, and was no latest reading.
//!
//! Format 1 had a *latest log* of the keys of readings in its place; the first snapshot ends it.
//!
//! Counters have a log too, of what each commit adds: see `counters`.

use std::collections::BTreeMap;

use model::{Granularity, Reading, SeriesKey, Source};

use crate::LakeError;
use crate::QuickMap;
use crate::counters::{Additions, Counters, read_log_row};
use crate::engine::{Engine, Table};
use crate::hot::{BLOCK_KEY_LEN, BlockKey, Stored, keys_of_block};
use crate::key::{READING_KEY_LEN, ReadingKey};
use crate::record::{Record, decode_reading};

const FRAME_SEQUENCE: &[u8] = b"frame sequence";
const SNAPSHOT: &[u8] = b"latest snapshot";
const FORMER_LOG_PREFIX: &[u8] = b"latest log ";
const LOG_PREFIX: &[u8] = b"block log ";
const COUNTER_LOG_PREFIX: &[u8] = b"counter log ";
const BLOCK_SEQUENCE: &[u8] = b"block sequence";
/// Granularity 1, series 4 → key and record of a latest reading that is sealed.
const KEPT_PREFIX: &[u8] = b"latest kept ";
/// The log is replaced when it names more blocks: some 50 commits of a city, read in some 20 ms.
const MAX_LOG_BLOCKS: usize = 8192;
/// A log of more rows than this is replaced too: a snapshot is cheaper than their removal.
const MAX_LOG_ROWS: u64 = 2048;

/// The log of counters is replaced when it would be longer, by a row for each device that it names.
const MAX_COUNTER_LOG_BYTES: usize = 1 << 20;

/// The latest reading of one series and granularity.
#[derive(Debug, Clone)]
pub(crate) struct Latest {
    pub(crate) key: ReadingKey,
    pub(crate) record: Record,
}

/// Everything in memory. Only the writer changes it, after a commit.
#[derive(Debug, Default)]
pub(crate) struct Index {
    series_ids: QuickMap<SeriesKey, u32>,
    series: Vec<SeriesKey>,
    /// By series, then by `Granularity::code`.
    latest: Vec<[Option<Box<Latest>>; 4]>,
    device_ids: QuickMap<String, u32>,
    devices: Vec<String>,
    /// By device.
    counters: Vec<Counted>,
    counter_log: CounterLog,
    pub(crate) frame_sequence: u64,
    /// The number of the next block.
    pub(crate) block_sequence: u64,
    log: BlockLog,
    /// Rows of a log of format 1.
    former_log: Vec<u64>,
}

/// The rows of the log that are in the store.
#[derive(Debug, Clone, Copy, Default)]
struct BlockLog {
    first: u64,
    next: u64,
    blocks: usize,
}

/// The counters of a device.
#[derive(Debug, Default)]
struct Counted {
    sums: Counters,
    /// Whether the log adds to the device's row.
    logged: bool,
}

/// The rows of the log of counters that are in the store.
#[derive(Debug, Clone, Copy, Default)]
struct CounterLog {
    first: u64,
    next: u64,
    bytes: usize,
}

/// What a commit changes.
#[derive(Debug, Default)]
pub(crate) struct Changes<'b> {
    pub(crate) series: Vec<SeriesKey>,
    pub(crate) devices: Vec<String>,
    /// At most one for each series and granularity.
    pub(crate) latest: Vec<Latest>,
    /// Those that it writes.
    pub(crate) blocks: Vec<BlockKey>,
    /// The number of the first of them.
    pub(crate) first_block: u64,
    pub(crate) additions: Additions<'b>,
    counter_log: CounterLog,
    pub(crate) frame_sequence: u64,
    log: BlockLog,
    /// Whether the log of format 1 goes.
    ends_former_log: bool,
}

impl Index {
    pub(crate) fn load(engine: &Engine) -> Result<Self, LakeError> {
        let mut index = Index::default();
        for row in engine.scan_all(Table::Series) {
            let (key, value) = row?;
            check_number("series", &key, index.series.len())?;
            index.add_series(parse_series(&value)?);
        }
        for row in engine.scan_all(Table::Devices) {
            let (key, value) = row?;
            check_number("device", &key, index.devices.len())?;
            let name = String::from_utf8(value.into_vec());
            index.add_device(name.map_err(|_| LakeError::corrupt("device", "its name is not UTF-8"))?);
        }
        for row in engine.scan_all(Table::Counters) {
            let (key, value) = row?;
            index.load_counter(&key, &value)?;
        }
        index.load_counter_log(engine)?;
        if let Some(value) = engine.get(Table::State, FRAME_SEQUENCE)? {
            index.frame_sequence = number(&value)?;
        }
        if let Some(value) = engine.get(Table::State, BLOCK_SEQUENCE)? {
            index.block_sequence = number(&value)?;
        }
        index.load_latest(engine)?;
        Ok(index)
    }

    fn load_counter(&mut self, key: &[u8], value: &[u8]) -> Result<(), LakeError> {
        let damaged = || LakeError::corrupt("counter", format!("{key:02x?}"));
        let (device, name) = key.split_first_chunk::<4>().ok_or_else(damaged)?;
        let counters = self.counters.get_mut(u32::from_be_bytes(*device) as usize).ok_or_else(damaged)?;
        counters.sums.load(name, value)
    }

    fn load_counter_log(&mut self, engine: &Engine) -> Result<(), LakeError> {
        let (from, to) = (counter_log_key(0), counter_log_key(u64::MAX));
        for row in engine.scan(Table::State, &from, &to) {
            let (key, value) = row?;
            let position = number(key.get(COUNTER_LOG_PREFIX.len()..).unwrap_or_default())?;
            let log = &mut self.counter_log;
            if log.next == 0 {
                log.first = position;
            }
            (log.next, log.bytes) = (position + 1, log.bytes + value.len());
            read_log_row(&value, |device, name, amount| self.count(device, name, amount))?;
        }
        Ok(())
    }

    fn count(&mut self, device: u32, name: &str, amount: u64) -> Result<(), LakeError> {
        let unknown = || LakeError::corrupt("counter", format!("there is no device {device}"));
        let counted = self.counters.get_mut(device as usize).ok_or_else(unknown)?;
        counted.sums.add(name, amount);
        counted.logged = true;
        Ok(())
    }

    fn load_latest(&mut self, engine: &Engine) -> Result<(), LakeError> {
        let mut keys = BTreeMap::new();
        if let Some(snapshot) = engine.get(Table::State, SNAPSHOT)? {
            read_keys(&snapshot, &mut keys)?;
        }
        for row in engine.scan(Table::State, &former_log_key(0), &former_log_key(u64::MAX)) {
            let (key, value) = row?;
            self.former_log.push(number(key.get(FORMER_LOG_PREFIX.len()..).unwrap_or_default())?);
            read_keys(&value, &mut keys)?;
        }
        self.log = load_log(engine, &mut keys)?;
        let kept = load_kept(engine, &mut keys)?;
        let mut stored = Stored::default();
        // By place, so that each block is read once.
        let mut keys: Vec<ReadingKey> = keys.into_values().collect();
        keys.sort_unstable();
        for key in keys {
            let record = match kept.get(&key) {
                Some(record) => Some(record.clone()),
                None => stored.get(engine, key)?,
            };
            let record = record
                .ok_or_else(|| LakeError::corrupt("latest reading", format!("nothing is at {key:?}")))?;
            self.set_latest(Latest { key, record })?;
        }
        Ok(())
    }

    pub(crate) fn series_id(&self, series: &SeriesKey) -> Option<u32> {
        self.series_ids.get(series).copied()
    }

    pub(crate) fn series_count(&self) -> usize {
        self.series.len()
    }

    pub(crate) fn series_of(&self, source: &Source) -> Vec<SeriesKey> {
        let mut found: Vec<_> =
            self.series.iter().filter(|series| series.source == *source).cloned().collect();
        found.sort();
        found
    }

    /// Every series, at the place of its number.
    pub(crate) fn all_series_by_id(&self) -> Vec<SeriesKey> {
        self.series.clone()
    }

    pub(crate) fn all_series(&self) -> Vec<SeriesKey> {
        let mut all = self.series.clone();
        all.sort();
        all
    }

    pub(crate) fn latest(&self, series: u32, granularity: Granularity) -> Option<&Latest> {
        self.latest.get(series as usize)?.get(usize::from(granularity.code()))?.as_deref()
    }

    /// Every latest reading, by series in the order of their first appearance, then by granularity.
    pub(crate) fn latest_all(&self) -> impl Iterator<Item = (&SeriesKey, &Latest)> {
        self.series.iter().zip(&self.latest).flat_map(|(series, latest)| {
            latest.iter().filter_map(move |latest| Some((series, latest.as_deref()?)))
        })
    }

    pub(crate) fn device_id(&self, device: &str) -> Option<u32> {
        self.device_ids.get(device).copied()
    }

    pub(crate) fn device(&self, id: u32) -> Option<&str> {
        self.devices.get(id as usize).map(String::as_str)
    }

    pub(crate) fn devices(&self) -> &[String] {
        &self.devices
    }

    pub(crate) fn counters(&self, device: u32) -> Option<&Counters> {
        self.counters.get(device as usize).map(|counted| &counted.sums)
    }

    /// Takes over what a commit has made durable.
    pub(crate) fn apply(&mut self, changes: Changes<'_>) -> Result<(), LakeError> {
        self.block_sequence = changes.block_sequence();
        for series in changes.series {
            self.add_series(series);
        }
        for device in changes.devices {
            self.add_device(device);
        }
        for latest in changes.latest {
            self.set_latest(latest)?;
        }
        for (device, name, amount) in changes.additions.iter() {
            self.count(device, name, amount)?;
        }
        self.counter_log = changes.counter_log;
        if !changes.additions.is_empty() && self.counter_log.bytes == 0 {
            self.counters.iter_mut().for_each(|counted| counted.logged = false);
        }
        self.frame_sequence = changes.frame_sequence;
        self.log = changes.log;
        if changes.ends_former_log {
            self.former_log = Vec::new();
        }
        Ok(())
    }

    fn add_series(&mut self, series: SeriesKey) {
        self.series_ids.insert(series.clone(), self.series.len() as u32);
        self.series.push(series);
        self.latest.push([const { None }; 4]);
    }

    fn add_device(&mut self, device: String) {
        self.device_ids.insert(device.clone(), self.devices.len() as u32);
        self.devices.push(device);
        self.counters.push(Counted::default());
    }

    fn set_latest(&mut self, latest: Latest) -> Result<(), LakeError> {
        let (series, granularity) = (latest.key.series as usize, usize::from(latest.key.granularity.code()));
        let slot = self.latest.get_mut(series).and_then(|slots| slots.get_mut(granularity));
        let slot = slot.ok_or_else(|| LakeError::corrupt("latest reading", "its series is unknown"))?;
        match slot {
            Some(there) => **there = latest,
            None => *slot = Some(Box::new(latest)),
        }
        Ok(())
    }
}

impl Changes<'_> {
    /// No change to `index` yet.
    pub(crate) fn upon(index: &Index) -> Self {
        Self {
            frame_sequence: index.frame_sequence,
            first_block: index.block_sequence,
            log: index.log,
            counter_log: index.counter_log,
            ..Self::default()
        }
    }

    /// Writes the changes of `index` that are kept as rows of their own.
    pub(crate) fn write(&mut self, index: &Index, writes: &mut crate::engine::WriteSet<'_>) {
        for (id, series) in (index.series.len() as u32..).zip(&self.series) {
            writes.put(Table::Series, &id.to_be_bytes(), &series_bytes(series));
        }
        for (id, device) in (index.devices.len() as u32..).zip(&self.devices) {
            writes.put(Table::Devices, &id.to_be_bytes(), device.as_bytes());
        }
        self.write_counters(index, writes);
        if self.frame_sequence != index.frame_sequence {
            writes.put(Table::State, FRAME_SEQUENCE, &self.frame_sequence.to_be_bytes());
        }
        self.write_log(index, writes);
    }

    fn write_counters(&mut self, index: &Index, writes: &mut crate::engine::WriteSet<'_>) {
        if self.additions.is_empty() {
            return;
        }
        let CounterLog { first, next, bytes } = index.counter_log;
        let row = self.additions.row();
        if bytes + row.len() <= MAX_COUNTER_LOG_BYTES && next - first < MAX_LOG_ROWS {
            writes.put(Table::State, &counter_log_key(next), row);
            self.counter_log = CounterLog { first, next: next + 1, bytes: bytes + row.len() };
            return;
        }
        let logged = (0..).zip(&index.counters).filter(|(_, counted)| counted.logged);
        let mut sums: BTreeMap<u32, Counters> =
            logged.map(|(device, counted)| (device, counted.sums.clone())).collect();
        for (device, name, amount) in self.additions.iter() {
            let before = || index.counters(device).cloned().unwrap_or_default();
            sums.entry(device).or_insert_with(before).add(name, amount);
        }
        for (device, counters) in sums {
            writes.put(Table::Counters, &device.to_be_bytes(), &counters.encode());
        }
        for position in first..next {
            writes.remove(Table::State, &counter_log_key(position));
        }
        self.counter_log = CounterLog { first: next, next, bytes: 0 };
    }

    /// The number of the block after those that it writes.
    fn block_sequence(&self) -> u64 {
        self.first_block + self.blocks.len() as u64
    }

    fn write_log(&mut self, index: &Index, writes: &mut crate::engine::WriteSet<'_>) {
        if self.blocks.is_empty() {
            return;
        }
        writes.put(Table::State, BLOCK_SEQUENCE, &self.block_sequence().to_be_bytes());
        let BlockLog { first, next, blocks } = index.log;
        let blocks = blocks + self.blocks.len();
        if blocks <= MAX_LOG_BLOCKS && next - first < MAX_LOG_ROWS {
            let row: Vec<u8> = self.blocks.iter().flat_map(|block| block.encode()).collect();
            writes.put(Table::State, &log_key(next), &row);
            self.log = BlockLog { first, next: next + 1, blocks };
            return;
        }
        let mut keys: BTreeMap<(u32, Granularity), ReadingKey> = BTreeMap::new();
        let new = self.latest.iter().map(|latest| latest.key);
        // The new ones last: they take the place of the former.
        for key in index.latest_all().map(|(_, latest)| latest.key).chain(new) {
            keys.insert((key.series, key.granularity), key);
        }
        let row: Vec<u8> = keys.into_values().flat_map(ReadingKey::encode).collect();
        writes.put(Table::State, SNAPSHOT, &row);
        for position in first..next {
            writes.remove(Table::State, &log_key(position));
        }
        for position in &index.former_log {
            writes.remove(Table::State, &former_log_key(*position));
        }
        self.ends_former_log = true;
        self.log = BlockLog { first: next, next, blocks: 0 };
    }
}

/// Keeps the record of a series' latest reading while it leaves the hot store for a sealed file.
pub(crate) fn keep_latest(writes: &mut crate::engine::WriteSet<'_>, key: ReadingKey, record: &[u8]) {
    writes.put(Table::State, &kept_key(key), &[key.encode().as_slice(), record].concat());
}

/// What [`keep_latest`] has kept; some of it may have been followed by later readings.
fn load_kept(
    engine: &Engine,
    keys: &mut BTreeMap<(u32, Granularity), ReadingKey>,
) -> Result<BTreeMap<ReadingKey, Record>, LakeError> {
    let mut records = BTreeMap::new();
    let end = [KEPT_PREFIX, &[u8::MAX]].concat();
    for row in engine.scan(Table::State, KEPT_PREFIX, &end) {
        let (_, value) = row?;
        let damaged = || LakeError::corrupt("kept reading", format!("{} bytes", value.len()));
        let (key, record) = value.split_at_checked(READING_KEY_LEN).ok_or_else(damaged)?;
        let key = ReadingKey::decode(key)?;
        note_latest(keys, key);
        records.insert(key, decode_reading(key.time()?, record)?);
    }
    Ok(records)
}

fn kept_key(key: ReadingKey) -> Vec<u8> {
    [KEPT_PREFIX, &[key.granularity.code()], &key.series.to_be_bytes()].concat()
}

fn load_log(
    engine: &Engine,
    keys: &mut BTreeMap<(u32, Granularity), ReadingKey>,
) -> Result<BlockLog, LakeError> {
    let mut log = BlockLog::default();
    for row in engine.scan(Table::State, &log_key(0), &log_key(u64::MAX)) {
        let (key, value) = row?;
        let position = number(key.get(LOG_PREFIX.len()..).unwrap_or_default())?;
        if log.next == 0 {
            log.first = position;
        }
        log.next = position + 1;
        for block in value.chunks(BLOCK_KEY_LEN) {
            for key in keys_of_block(engine, BlockKey::decode(block)?)? {
                note_latest(keys, key);
            }
            log.blocks += 1;
        }
    }
    Ok(log)
}

fn note_latest(keys: &mut BTreeMap<(u32, Granularity), ReadingKey>, key: ReadingKey) {
    let latest = keys.entry((key.series, key.granularity)).or_insert(key);
    *latest = key.max(*latest);
}

fn former_log_key(position: u64) -> Vec<u8> {
    [FORMER_LOG_PREFIX, &position.to_be_bytes()].concat()
}

fn log_key(position: u64) -> Vec<u8> {
    [LOG_PREFIX, &position.to_be_bytes()].concat()
}

fn counter_log_key(position: u64) -> Vec<u8> {
    [COUNTER_LOG_PREFIX, &position.to_be_bytes()].concat()
}

fn read_keys(row: &[u8], keys: &mut BTreeMap<(u32, Granularity), ReadingKey>) -> Result<(), LakeError> {
    for bytes in row.chunks(READING_KEY_LEN) {
        note_latest(keys, ReadingKey::decode(bytes)?);
    }
    Ok(())
}

fn number(bytes: &[u8]) -> Result<u64, LakeError> {
    let bytes = bytes.try_into().map_err(|_| LakeError::corrupt("number", format!("{bytes:02x?}")))?;
    Ok(u64::from_be_bytes(bytes))
}

/// Series and devices are numbered without gaps: their commits were whole.
fn check_number(what: &'static str, key: &[u8], expected: usize) -> Result<(), LakeError> {
    if key == (expected as u32).to_be_bytes() {
        return Ok(());
    }
    Err(LakeError::corrupt(what, format!("its number is {key:02x?} where {expected} should be")))
}

fn series_bytes(series: &SeriesKey) -> Vec<u8> {
    format!("{}\0{}", series.source, series.factor).into_bytes()
}

fn parse_series(bytes: &[u8]) -> Result<SeriesKey, LakeError> {
    let parsed = || {
        let (source, factor) = std::str::from_utf8(bytes).ok()?.split_once('\0')?;
        Some(SeriesKey { source: source.parse().ok()?, factor: factor.parse().ok()? })
    };
    parsed().ok_or_else(|| LakeError::corrupt("series", String::from_utf8_lossy(bytes)))
}

/// The reading that `latest` stands for.
pub(crate) fn reading(series: SeriesKey, key: ReadingKey, record: Record) -> Result<Reading, LakeError> {
    let Record { unit, values, mark, problems, origin, received_at } = record;
    let (granularity, time) = (key.granularity, key.time()?);
    Ok(Reading { series, granularity, time, unit, values, mark, problems, origin, received_at })
}
