//! The one place that knows fjall.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};

use model::ErrorKind;

use crate::error::{LakeError, io_kind};
use crate::lake::LakeOptions;

/// The tables of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    /// `ReadingKey` → reading: those of format 1. Read, and no longer written.
    Readings,
    /// `frame_key` → frame.
    Frames,
    /// `refused_key` → nothing.
    Refused,
    /// Device 4 → its counters; what was added since is in a log in `State`: see `counters`.
    Counters,
    /// Series 4 → text of its source, a zero byte, its factor.
    Series,
    /// Device 4 → its name.
    Devices,
    /// What the index is rebuilt from: see `index`.
    State,
    /// Granularity 1, day or month → its sealed files: see `sealed::catalogue`.
    Sealed,
    /// `BlockKey` → readings.
    Blocks,
}

const TABLES: [(Table, &str); 9] = [
    (Table::Readings, "readings"),
    (Table::Frames, "frames"),
    (Table::Refused, "refused"),
    (Table::Counters, "counters"),
    (Table::Series, "series"),
    (Table::Devices, "devices"),
    (Table::State, "state"),
    (Table::Sealed, "sealed"),
    (Table::Blocks, "blocks"),
];

/// Journals are replayed on opening, and the small tables would keep them alive for ever: above this the
/// engine writes those tables out too.
const MAX_JOURNAL_BYTES: u64 = 128 << 20;

/// A key and its value.
pub(crate) type Row = (Box<[u8]>, Box<[u8]>);

/// An open database.
pub(crate) struct Engine {
    database: Database,
    keyspaces: [Keyspace; TABLES.len()],
    has_rows: bool,
}

/// What one commit writes, all of it or nothing.
pub(crate) struct WriteSet<'a> {
    engine: &'a Engine,
    batch: fjall::OwnedWriteBatch,
    rows: usize,
}

impl Engine {
    /// Opens the database in `folder`, or creates it, and makes durable whatever it recovers.
    ///
    /// The journal of a killed process can hold a whole commit that was written but never synced. It is
    /// part of the store from now on (a repeat of it counts as a duplicate and is acknowledged), so it must
    /// be on the disk before anybody builds on it.
    pub(crate) fn open(folder: &Path, options: &LakeOptions) -> Result<Self, LakeError> {
        let doing = "open the store";
        let database = Database::builder(folder)
            .cache_size(options.cache_bytes)
            .manual_journal_persist(true)
            .max_journaling_size(MAX_JOURNAL_BYTES)
            .open()
            .map_err(|error| engine_error(doing, error))?;
        let mut keyspaces = Vec::with_capacity(TABLES.len());
        for (_, name) in TABLES {
            let keyspace = database
                .keyspace(name, || KeyspaceCreateOptions::default().max_memtable_size(options.memtable_bytes))
                .map_err(|error| engine_error(doing, error))?;
            keyspaces.push(keyspace);
        }
        let keyspaces = keyspaces.try_into().map_err(|_| LakeError::Stopped)?;
        database.persist(PersistMode::SyncAll).map_err(|error| engine_error(doing, error))?;
        let mut engine = Self { database, keyspaces, has_rows: false };
        engine.has_rows = engine.scan_all(Table::Readings).next().transpose()?.is_some();
        Ok(engine)
    }

    /// Writes everything that is only in the journal into tables of their own and waits until they are
    /// synced. After a failed `fsync` the kernel may call pages clean that never reached the disk; what was
    /// recovered through them is only safe once it is written anew.
    pub(crate) fn settle(&self) -> Result<(), LakeError> {
        let doing = "write the recovered journal anew";
        for keyspace in &self.keyspaces {
            keyspace.rotate_memtable().map_err(|error| engine_error(doing, error))?;
        }
        for keyspace in &self.keyspaces {
            self.wait_for_workers(|| keyspace.sealed_memtable_count() == 0)?;
        }
        Ok(())
    }

    /// Whether it still takes writes: its workers write too, and can fail while nobody waits.
    pub(crate) fn check(&self) -> Result<(), LakeError> {
        let checked = self.database.persist(PersistMode::Buffer);
        checked.map_err(|error| engine_error("write to the store", error))
    }

    /// Whether there are readings in rows of their own, as format 1 had them.
    pub(crate) fn has_rows(&self) -> bool {
        self.has_rows
    }

    pub(crate) fn write_set(&self) -> WriteSet<'_> {
        let batch = self.database.batch().durability(Some(PersistMode::SyncAll));
        WriteSet { engine: self, batch, rows: 0 }
    }

    pub(crate) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Box<[u8]>>, LakeError> {
        let found = self.keyspace(table).get(key).map_err(|error| engine_error("read the store", error))?;
        Ok(found.map(|value| value.as_ref().into()))
    }

    /// The rows with keys from `from` (inclusive) to `to` (exclusive), in order.
    pub(crate) fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
    ) -> impl DoubleEndedIterator<Item = Result<Row, LakeError>> + use<> {
        self.keyspace(table).range(from..to).map(row)
    }

    /// All rows of a table, in order.
    pub(crate) fn scan_all(&self, table: Table) -> impl Iterator<Item = Result<Row, LakeError>> + use<> {
        self.keyspace(table).iter().map(row)
    }

    /// Bytes on the disk, as the engine counts them.
    pub(crate) fn disk_bytes(&self) -> Result<u64, LakeError> {
        self.database.disk_space().map_err(|error| engine_error("measure the store", error))
    }

    fn keyspace(&self, table: Table) -> &Keyspace {
        // `Table` is declared in the order of `TABLES`; `tables_are_in_order` holds it.
        &self.keyspaces[table as usize]
    }

    /// Waits until `ready`. The engine's own waits never end when its workers have died of a write error,
    /// which is why every wait for them is here, where that error is noticed.
    fn wait_for_workers(&self, ready: impl Fn() -> bool) -> Result<(), LakeError> {
        loop {
            self.check()?;
            if ready() {
                return self.check();
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Keeps below the marks at which the engine itself would block a commit for good, should its workers
    /// be dead (four sealed memtables, thirty runs in level 0): one commit adds at most one of either.
    fn wait_for_room(&self) -> Result<(), LakeError> {
        self.wait_for_workers(|| {
            self.keyspaces.iter().all(|k| k.sealed_memtable_count() < 3 && k.l0_table_count() < 24)
        })
    }
}

impl WriteSet<'_> {
    pub(crate) fn put(&mut self, table: Table, key: &[u8], value: &[u8]) {
        self.batch.insert(self.engine.keyspace(table), key, value);
        self.rows += 1;
    }

    pub(crate) fn remove(&mut self, table: Table, key: &[u8]) {
        self.batch.remove(self.engine.keyspace(table), key);
        self.rows += 1;
    }

    /// Returns when everything is on the disk. After an error the database takes no more writes; whether
    /// this set is in it is known only after it is opened again.
    pub(crate) fn commit(self) -> Result<(), LakeError> {
        if self.rows == 0 {
            return Ok(());
        }
        self.engine.wait_for_room()?;
        self.batch.commit().map_err(|error| engine_error("write to the store", error))
    }
}

fn row(guard: fjall::Guard) -> Result<Row, LakeError> {
    let (key, value) = guard.into_inner().map_err(|error| engine_error("read the store", error))?;
    Ok((key.as_ref().into(), value.as_ref().into()))
}

fn engine_error(doing: &'static str, error: fjall::Error) -> LakeError {
    let kind = match &error {
        fjall::Error::Io(io) | fjall::Error::Storage(fjall::LsmError::Io(io)) => io_kind(io),
        // A write failed before this one, perhaps in a worker; why is in the engine's log only.
        fjall::Error::Poisoned => ErrorKind::Unavailable,
        fjall::Error::Locked => ErrorKind::Conflict,
        fjall::Error::KeyspaceDeleted => ErrorKind::Internal,
        _ => ErrorKind::Corrupt,
    };
    LakeError::Storage { doing, kind, source: Arc::new(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order() {
        for (index, (table, _)) in TABLES.into_iter().enumerate() {
            assert_eq!(table as usize, index);
        }
    }
}
