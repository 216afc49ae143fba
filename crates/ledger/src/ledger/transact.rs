//! Appending: of one stream, or of many in one commit.

use std::sync::PoisonError;

use model::{Actor, Timestamp};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Ledger, relock};
use crate::schema::{self, CommandRow};
use crate::{CommandId, Hash, LedgerError, NewEvent, StoredEvent, StreamId, TransactError, merkle};

/// Which version of its stream a command was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it is at.
    Any,
    /// Exactly this one: how many events the stream has.
    Version(u64),
}

/// What a transaction appended, now or the first time its command came.
#[derive(Debug, Clone, PartialEq)]
pub struct Transacted {
    /// The events, as they are stored.
    pub events: Vec<StoredEvent>,
    /// The stream's version after them.
    pub version: u64,
    /// Whether the command had been carried out before and nothing was appended now.
    pub repeated: bool,
}

/// What is to be appended to one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Which stream.
    pub stream: StreamId,
    /// At which version.
    pub expected: Expected,
    /// By which command, if it may come again.
    pub command: Option<CommandId>,
}

/// What came of each of several requests, in their order.
pub type Outcomes<R> = Vec<Result<Transacted, TransactError<R>>>;

impl Ledger {
    /// Reads `stream`, lets `decide` say what happens, and appends that: all or nothing, durable (synced to
    /// disk) on return, with a signed checkpoint of the tree after it.
    ///
    /// A `command` seen before is not decided again, whatever version is expected now: its first outcome is
    /// returned with `repeated` set. That holds for outcomes without events too. A refusal is not recorded,
    /// so the command may be tried again.
    ///
    /// `decide` runs while everybody else who wants to append waits: it must be quick and must not call the
    /// ledger.
    ///
    /// # Errors
    /// See [`TransactError`]; after any of them nothing has been appended.
    pub fn transact<R>(
        &self,
        stream: &StreamId,
        expected: Expected,
        command: Option<CommandId>,
        actor: &Actor,
        at: Timestamp,
        decide: impl FnOnce(&[StoredEvent]) -> Result<Vec<NewEvent>, R>,
    ) -> Result<Transacted, TransactError<R>> {
        let request = Request { stream: stream.clone(), expected, command };
        let mut decide = Some(decide);
        let mut outcomes = self.transact_all(&[request], actor, at, |_, history| {
            // One request is decided once.
            decide.take().map_or_else(|| Ok(Vec::new()), |decide| decide(history))
        })?;
        outcomes
            .pop()
            .unwrap_or_else(|| Err(LedgerError::corrupt(None, "a request without an outcome").into()))
    }

    /// [`Ledger::transact`] for many streams in one commit: thousands of acts at once need not wait for the disk a thousand
    /// times. Each request is decided by itself, in their order, and sees what those before it append; `decide` is told its
    /// place. What is refused, or made for another version, is no hindrance to the others.
    ///
    /// # Errors
    /// If the store fails or an event cannot be stored; nothing has then been appended for any of them.
    pub fn transact_all<R>(
        &self,
        requests: &[Request],
        actor: &Actor,
        at: Timestamp,
        decide: impl FnMut(usize, &[StoredEvent]) -> Result<Vec<NewEvent>, R>,
    ) -> Result<Outcomes<R>, LedgerError> {
        self.transact_many(requests, actor, at, Taking::Each, decide)
    }

    /// [`Ledger::transact_all`] where all are to happen or none: the first that is refused or made for another version is
    /// the answer, and nothing has then been appended.
    ///
    /// # Errors
    /// That first one's; or if the store fails or an event cannot be stored.
    pub fn transact_together<R>(
        &self,
        requests: &[Request],
        actor: &Actor,
        at: Timestamp,
        decide: impl FnMut(usize, &[StoredEvent]) -> Result<Vec<NewEvent>, R>,
    ) -> Result<Vec<Transacted>, TransactError<R>> {
        self.transact_many(requests, actor, at, Taking::Together, decide)?.into_iter().collect()
    }

    /// Where they are taken together, the outcomes end with the first that is an error.
    fn transact_many<R>(
        &self,
        requests: &[Request],
        actor: &Actor,
        at: Timestamp,
        taking: Taking,
        mut decide: impl FnMut(usize, &[StoredEvent]) -> Result<Vec<NewEvent>, R>,
    ) -> Result<Outcomes<R>, LedgerError> {
        let mut writer = relock(&self.inner.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut frontier = self.tree().frontier();
        let mut appended = Appended::default();
        let mut outcomes = Vec::with_capacity(requests.len());
        for (place, request) in requests.iter().enumerate() {
            let sequence = frontier.size();
            let step = Step { transaction: &transaction, request, actor, at, sequence };
            let outcome = match step.take(|history| decide(place, history)) {
                Ok((transacted, leaves)) => {
                    leaves.iter().for_each(|leaf| frontier.push(*leaf));
                    if !transacted.repeated {
                        appended.leaves.extend(leaves);
                        appended.events.extend(transacted.events.iter().cloned());
                    }
                    Ok(transacted)
                }
                Err(TransactError::Store(error)) => return Err(error),
                Err(other) if taking == Taking::Together => {
                    // The transaction goes unfinished: nothing of those before it stays.
                    outcomes.push(Err(other));
                    return Ok(outcomes);
                }
                Err(other) => Err(other),
            };
            outcomes.push(outcome);
        }
        if appended.events.is_empty() {
            transaction.commit()?;
        } else {
            let note = self.inner.key.sign(frontier.size(), frontier.root());
            schema::insert_checkpoint(&transaction, frontier.size(), &note)?;
            transaction.commit()?;
            // The commit is durable; a copy of its checkpoint that could not be written is one commit behind.
            let _kept = schema::keep_checkpoint(&self.inner.dir, &note);
            self.publish(&appended.leaves, &appended.events);
        }
        Ok(outcomes)
    }

    /// Extends the tree in memory and tells the subscribers; called in commit order, under the writer's lock.
    fn publish(&self, leaves: &[Hash], events: &[StoredEvent]) {
        let mut tree = self.inner.tree.write().unwrap_or_else(PoisonError::into_inner);
        for &leaf in leaves {
            tree.push(leaf);
        }
        drop(tree);
        // Nobody listening is no fault.
        let _listeners = self.inner.commits.send(events.into());
    }
}

/// What one request that is not taken means for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// Nothing.
    Each,
    /// That none is taken.
    Together,
}

/// What a commit appends.
#[derive(Default)]
struct Appended {
    events: Vec<StoredEvent>,
    leaves: Vec<Hash>,
}

/// One request inside a transaction.
struct Step<'a> {
    transaction: &'a Transaction<'a>,
    request: &'a Request,
    actor: &'a Actor,
    at: Timestamp,
    /// The number of the next event.
    sequence: u64,
}

impl Step<'_> {
    fn take<R>(
        &self,
        decide: impl FnOnce(&[StoredEvent]) -> Result<Vec<NewEvent>, R>,
    ) -> Result<(Transacted, Vec<Hash>), TransactError<R>> {
        let Request { stream, expected, command } = self.request;
        if let Some(id) = command
            && let Some(first) = schema::find_command(self.transaction, id)?
        {
            return Ok((first_outcome(self.transaction, stream, first)?, Vec::new()));
        }
        let history = schema::read_stream(self.transaction, stream)?;
        let actual = history.len() as u64;
        if let Expected::Version(version) = *expected
            && version != actual
        {
            return Err(TransactError::Conflict { actual });
        }
        let decided = decide(&history).map_err(TransactError::Refused)?;
        let first = StoredEvent {
            sequence: self.sequence,
            stream: stream.clone(),
            version: actual + 1,
            at: self.at,
            actor: self.actor.clone(),
            kind: String::new(),
            body: serde_json::Value::Null,
            command: command.clone(),
        };
        let (events, leaves) = insert(self.transaction, &first, decided)?;
        let version = actual + events.len() as u64;
        if let Some(id) = command {
            let (first_sequence, events) = (first.sequence, events.len() as u64);
            let row = CommandRow { stream: stream.clone(), version, first_sequence, events };
            schema::insert_command(self.transaction, id, &row)?;
        }
        Ok((Transacted { events, version, repeated: false }, leaves))
    }
}

/// Inserts what was decided, numbered from `first` on; gives the events with the hashes of their leaves.
fn insert(
    transaction: &Transaction<'_>,
    first: &StoredEvent,
    decided: Vec<NewEvent>,
) -> Result<(Vec<StoredEvent>, Vec<Hash>), LedgerError> {
    let mut events = Vec::with_capacity(decided.len());
    let mut leaves = Vec::with_capacity(decided.len());
    for (offset, NewEvent { kind, body }) in (0u64..).zip(decided) {
        let (sequence, version) = (first.sequence + offset, first.version + offset);
        let event = StoredEvent { sequence, version, kind, body, ..first.clone() };
        let entry = event.encode()?;
        let leaf = merkle::leaf_hash(&entry);
        schema::insert_event(transaction, &event, leaf, &entry)?;
        leaves.push(leaf);
        // What is handed out is what a replay will read: the decoded bytes.
        events.push(StoredEvent::decode(&entry).map_err(|error| {
            LedgerError::corrupt(sequence, format!("a new event does not read back: {error}"))
        })?);
    }
    Ok((events, leaves))
}

fn first_outcome<R>(
    connection: &Connection,
    stream: &StreamId,
    first: CommandRow,
) -> Result<Transacted, TransactError<R>> {
    if first.stream != *stream {
        return Err(TransactError::CommandReused { first: first.stream });
    }
    let events = schema::read_range(connection, first.first_sequence, first.events)?;
    Ok(Transacted { events, version: first.version, repeated: true })
}
