//! The peer: what one would build on SQLite.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::{SERIES, START, figures};

pub(crate) struct Sqlite {
    connection: rusqlite::Connection,
    pub(crate) path: PathBuf,
}

impl Sqlite {
    pub(crate) fn open(folder: &Path) -> Self {
        let path = folder.join("peer.sqlite");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
                 CREATE TABLE readings (
                    granularity INTEGER, time INTEGER, series INTEGER,
                    value REAL, min REAL, max REAL, total REAL, unit INTEGER, mark TEXT, received INTEGER,
                    PRIMARY KEY (granularity, time, series)) WITHOUT ROWID;",
            )
            .unwrap();
        Self { connection, path }
    }

    /// Ranges of rows of the stream of all series, in one transaction.
    pub(crate) fn insert(&mut self, ranges: impl IntoIterator<Item = Range<usize>>) {
        self.insert_rows(SERIES, ranges.into_iter().flatten());
    }

    pub(crate) fn insert_among(&mut self, series: usize, range: Range<usize>) {
        self.insert_rows(series, range);
    }

    fn insert_rows(&mut self, series: usize, rows: impl Iterator<Item = usize>) {
        let transaction = self.connection.transaction().unwrap();
        let sql = "INSERT INTO readings VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, 4, 'N', ?7)
                   ON CONFLICT DO NOTHING";
        let mut insert = transaction.prepare_cached(sql).unwrap();
        for row in rows {
            let time = START + (row / series) as i64 * 60;
            let [value, min, max, total] = figures(row);
            insert
                .execute(rusqlite::params![time, (row % series) as i64, value, min, max, total, time + 62])
                .unwrap();
        }
        drop(insert);
        transaction.commit().unwrap();
    }

    /// A series' minutes from `start`: a look-up for each, since a scan would read every series.
    pub(crate) fn day(&self, series: usize, start: i64, minutes: usize) -> usize {
        let sql = "SELECT value, min, max, total, unit, mark, received FROM readings
                   WHERE granularity = 1 AND time = ?1 AND series = ?2";
        let mut select = self.connection.prepare_cached(sql).unwrap();
        let found = (0..minutes as i64).filter(|minute| {
            let time = start + minute * 60;
            let value = select.query_row((time, series as i64), |row| {
                let mark: String = row.get(5)?;
                Ok((row.get::<_, f64>(0)?, row.get::<_, f64>(1)?, row.get::<_, i64>(6)?, mark))
            });
            value.is_ok()
        });
        found.count()
    }
}

/// One writer that puts whatever waits into one transaction.
pub(crate) fn producers(folder: &Path, work: Vec<Vec<Range<usize>>>) -> Vec<Duration> {
    let (sender, receiver) = mpsc::channel::<(Range<usize>, mpsc::Sender<()>)>();
    let mut sqlite = Sqlite::open(folder);
    let writer = std::thread::spawn(move || {
        while let Ok(first) = receiver.recv() {
            let deadline = Instant::now() + Duration::from_millis(2);
            let mut group = vec![first];
            while group.len() < 40 {
                let left = deadline.saturating_duration_since(Instant::now());
                let Ok(next) = receiver.recv_timeout(left) else { break };
                group.push(next);
            }
            sqlite.insert(group.iter().map(|(range, _)| range.clone()));
            for (_, answer) in group {
                answer.send(()).unwrap();
            }
        }
    });
    let producers: Vec<_> = work
        .into_iter()
        .map(|ranges| {
            let sender = sender.clone();
            std::thread::spawn(move || {
                let (answer, answered) = mpsc::channel();
                let send = |range| {
                    let handed_over = Instant::now();
                    sender.send((range, answer.clone())).unwrap();
                    answered.recv().unwrap();
                    handed_over.elapsed()
                };
                ranges.into_iter().map(send).collect::<Vec<_>>()
            })
        })
        .collect();
    drop(sender);
    let latencies = producers.into_iter().flat_map(|producer| producer.join().unwrap()).collect();
    writer.join().unwrap();
    latencies
}
