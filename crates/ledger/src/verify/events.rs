//! The events one by one, and the checkpoints as they are reached.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::file::chain;
use super::{FaultKind, Report};
use crate::merkle::{self, Frontier};
use crate::{Checkpoint, CommandId, Hash, LedgerError, PublicKey, StoredEvent, schema};

/// Walks the events in order. `earlier` are checkpoints kept outside the database.
pub(super) fn verify(
    connection: &Connection,
    key: &PublicKey,
    earlier: Vec<Checkpoint>,
    report: &mut Report,
) -> Result<(), LedgerError> {
    let signed = Signed::read(connection, key, earlier, report);
    let mut walk = Walk { next: 0, frontier: Frontier::default(), whole: true, versions: BTreeMap::new() };
    let mut confirmed = Confirmed { size: 0, wrong_from: None, wrong: 0 };
    confirmed.reach(&walk, &signed, report);
    let sql = format!("SELECT {} FROM event ORDER BY sequence", schema::EVENT_COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    loop {
        match rows.next() {
            Ok(Some(row)) => walk.event(row, report),
            Ok(None) => break,
            Err(error) => {
                let detail = format!("from here on events cannot be read: {}", chain(&error));
                report.fault(FaultKind::Unreadable, Some(walk.next), None, detail);
                break;
            }
        }
        confirmed.reach(&walk, &signed, report);
    }
    confirmed.end(&walk, &signed, report);
    report.size = walk.frontier.size();
    report.root = walk.frontier.root();
    report.streams = walk.versions.len() as u64;
    Ok(())
}

/// What was signed: roots by tree size.
struct Signed {
    stored: BTreeMap<u64, Hash>,
    /// The largest size for which there is a row, readable or not.
    last: Option<u64>,
    earlier: Vec<Checkpoint>,
}

impl Signed {
    fn read(connection: &Connection, key: &PublicKey, earlier: Vec<Checkpoint>, report: &mut Report) -> Self {
        let mut signed = Signed { stored: BTreeMap::new(), last: None, earlier };
        if let Err(error) = signed.read_stored(connection, key, report) {
            let detail = format!("checkpoints cannot be read: {}", chain(&error));
            report.fault(FaultKind::Unreadable, None, None, detail);
        }
        if signed.last.is_none() {
            report.fault(FaultKind::Checkpoint, None, None, "there is no checkpoint");
        }
        signed
    }

    fn read_stored(
        &mut self,
        connection: &Connection,
        key: &PublicKey,
        report: &mut Report,
    ) -> Result<(), LedgerError> {
        let mut statement = connection.prepare("SELECT size, note FROM checkpoint ORDER BY size")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let size = schema::unsigned(row, 0)?;
            let note: String = row.get(1)?;
            report.checkpoints += 1;
            self.last = Some(size);
            match Checkpoint::verify(&note, key) {
                Ok(checkpoint) if checkpoint.size == size => {
                    self.stored.insert(size, checkpoint.root);
                }
                Ok(checkpoint) => {
                    let detail = format!("the checkpoint in row {size} is of size {}", checkpoint.size);
                    report.fault(FaultKind::Checkpoint, size.checked_sub(1), None, detail);
                }
                Err(error) => {
                    let detail = format!("the checkpoint of size {size}: {error}");
                    report.fault(FaultKind::Checkpoint, size.checked_sub(1), None, detail);
                }
            }
        }
        Ok(())
    }
}

/// Where the walk has come to.
struct Walk {
    /// The sequence that comes next.
    next: u64,
    frontier: Frontier,
    /// Whether no event was missing so far, so that the frontier is that of the first `next` events.
    whole: bool,
    versions: BTreeMap<String, u64>,
}

impl Walk {
    fn event(&mut self, row: &Row<'_>, report: &mut Report) {
        let sequence = match schema::unsigned(row, 0) {
            Ok(sequence) => sequence,
            Err(error) => {
                report.fault(FaultKind::Column, None, None, format!("a row without place: {error}"));
                return;
            }
        };
        if sequence != self.next {
            self.whole = false;
            let detail = format!("events {} to {} are missing", self.next, sequence.saturating_sub(1));
            report.fault(FaultKind::Missing, Some(self.next), None, detail);
        }
        self.next = sequence.saturating_add(1);
        if let Err(error) = self.content(sequence, row, report) {
            // Without its hash the tree cannot be continued.
            self.whole = false;
            report.fault(FaultKind::Unreadable, Some(sequence), None, chain(&error));
        }
    }

    fn content(&mut self, sequence: u64, row: &Row<'_>, report: &mut Report) -> Result<(), LedgerError> {
        let columns =
            Columns { stream: row.get(1)?, version: row.get(2)?, kind: row.get(3)?, command: row.get(4)? };
        let stream = Some(columns.stream.as_str());
        let stored_leaf: Vec<u8> = row.get(5)?;
        let entry = row.get_ref(6)?.as_blob().map_err(rusqlite::Error::from)?;
        let leaf = merkle::leaf_hash(entry);
        let stored_leaf = Hash::from_slice(&stored_leaf);
        if stored_leaf != Some(leaf) {
            let detail = "its stored bytes do not fit its leaf hash";
            report.fault(FaultKind::Event, Some(sequence), stream, detail);
        }
        // After a fault the tree goes on with the stored leaf hash: if the next checkpoint confirms it, then
        // this event's bytes are what changed, and all others are still confirmed.
        self.frontier.push(stored_leaf.unwrap_or(leaf));
        match StoredEvent::decode(entry) {
            Ok(event) => columns.compare(sequence, &event, report),
            Err(error) => {
                report.fault(FaultKind::Encoding, Some(sequence), stream, format!("its bytes are {error}"));
            }
        }
        let before = self.versions.entry(columns.stream.clone()).or_default();
        let wanted = *before + 1;
        let version = u64::try_from(columns.version).unwrap_or_default();
        *before = version;
        if version != wanted {
            let detail = format!("version {} where {wanted} belongs", columns.version);
            report.fault(FaultKind::Version, Some(sequence), stream, detail);
        }
        Ok(())
    }
}

/// The derived columns of an event's row.
struct Columns {
    stream: String,
    version: i64,
    kind: String,
    command: Option<String>,
}

impl Columns {
    fn compare(&self, sequence: u64, event: &StoredEvent, report: &mut Report) {
        let command = event.command.as_ref().map(CommandId::as_str);
        let fits = [
            ("sequence", event.sequence == sequence),
            ("stream", event.stream.as_str() == self.stream),
            ("version", i64::try_from(event.version) == Ok(self.version)),
            ("kind", event.kind == self.kind),
            ("command", command == self.command.as_deref()),
        ];
        for (column, _) in fits.iter().filter(|(_, fits)| !fits) {
            let detail = format!("its column {column} says something else than the event");
            report.fault(FaultKind::Column, Some(sequence), Some(&self.stream), detail);
        }
    }
}

/// How far the events are confirmed by checkpoints.
struct Confirmed {
    /// The size of the last checkpoint whose root fits.
    size: u64,
    /// The first stored checkpoint whose root does not fit.
    wrong_from: Option<u64>,
    wrong: u64,
}

impl Confirmed {
    /// Compares with what was signed for exactly as many events as were read.
    fn reach(&mut self, walk: &Walk, signed: &Signed, report: &mut Report) {
        if let Some(&root) = signed.stored.get(&walk.next) {
            if walk.whole && walk.frontier.root() == root {
                self.size = walk.next;
            } else {
                if self.wrong_from.is_none() {
                    self.wrong_from = Some(walk.next);
                    let last = walk.next.saturating_sub(1);
                    let detail = format!(
                        "events {} to {last} are not those that the checkpoint of size {} signed",
                        self.size, walk.next
                    );
                    report.fault(FaultKind::Root, Some(self.size), None, detail);
                }
                self.wrong += 1;
            }
        }
        for earlier in signed.earlier.iter().filter(|earlier| earlier.size == walk.next) {
            if !walk.whole || walk.frontier.root() != earlier.root {
                let detail = format!("the first {} events are not those of the kept checkpoint", walk.next);
                report.fault(FaultKind::Earlier, None, None, detail);
            }
        }
    }

    fn end(&self, walk: &Walk, signed: &Signed, report: &mut Report) {
        if self.wrong > 1
            && let Some(from) = self.wrong_from
        {
            let detail = format!("{} checkpoints from size {from} on do not fit the events", self.wrong);
            report.fault(FaultKind::Root, Some(from), None, detail);
        }
        match signed.last {
            Some(last) if last < walk.next => {
                let detail = format!("events {last} to {} are covered by no checkpoint", walk.next - 1);
                report.fault(FaultKind::Unsigned, Some(last), None, detail);
            }
            Some(last) if last > walk.next => {
                let detail = format!("events {} to {} were signed and are missing", walk.next, last - 1);
                report.fault(FaultKind::Missing, Some(walk.next), None, detail);
            }
            Some(_) | None => {}
        }
        for earlier in signed.earlier.iter().filter(|earlier| earlier.size > walk.next) {
            let detail =
                format!("a kept checkpoint covers {} events, but there are only {}", earlier.size, walk.next);
            report.fault(FaultKind::Earlier, Some(walk.next), None, detail);
        }
    }
}
