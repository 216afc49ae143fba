//! The event log in which an act happened if and only if its event is here.
//!
//! Events are appended to streams inside one SQLite transaction each; every event is a leaf of an RFC 6962
//! Merkle tree, and every commit stores a signed checkpoint of that tree (C2SP tlog-checkpoint in a signed
//! note). Whoever holds the files and the public key can [`verify`](fn@verify) that nothing was edited, and
//! whoever keeps a checkpoint elsewhere can show that nothing was cut off or replaced since.
//!
//! This crate knows nothing of what events say: a kind and a JSON body, decided by the caller inside
//! [`Ledger::transact`]. It never reads a clock and never writes personal data of its own accord.
//!
//! Start at [`Ledger`]; the stored form of an event is documented at [`StoredEvent`], what verification can
//! and cannot find at [`verify`](mod@verify).

mod error;
mod event;
mod id;
mod ledger;
pub mod merkle;
pub mod note;
mod schema;
pub mod verify;

pub use error::{LedgerError, TransactError};
pub use event::{DecodeError, MAX_ENTRY_BYTES, NewEvent, StoredEvent};
pub use id::{CommandId, InvalidText, StreamId};
pub use ledger::{Expected, Head, Ledger, Outcomes, Request, Transacted};
pub use merkle::Hash;
pub use note::{Checkpoint, KeyPair, PublicKey};
pub use verify::{Fault, FaultKind, Report, verify, verify_against};

/// The kinds of every keeper's errors.
pub use model::ErrorKind;
