use model::{Logger, LoggerTarget, Mn, Register, RegisterEntry, RegisterError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::stored::{self, StoredEventError};

/// What happened to the register.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Entries came from somewhere, together.
    Imported(Imported),
    /// One entry entered or changed.
    Put(Put),
    /// A logger of the waiting room was adopted.
    LoggerAdopted(LoggerAdopted),
    /// Something was done with the keys of a logger.
    KeyNoted(KeyNoted),
}

/// See [`Event::Imported`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imported {
    /// The entries that are new or differ from what was there, in an order in which each names only what is
    /// there.
    pub entries: Vec<RegisterEntry>,
    /// Where they came from.
    pub origin: String,
}

/// See [`Event::Put`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Put {
    /// The entry.
    pub entry: RegisterEntry,
}

/// See [`Event::LoggerAdopted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoggerAdopted {
    /// The number by which it names itself.
    pub mn: Mn,
    /// What it reports for.
    pub target: LoggerTarget,
    /// How often it should send a real-time frame, s.
    pub realtime_interval_s: u32,
}

/// See [`Event::KeyNoted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyNoted {
    /// Whose.
    pub mn: Mn,
    /// What was done.
    pub act: KeyAct,
}

/// What may be done with the key by which a logger encrypts (HJ 212-2025, SM4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyAct {
    /// A person has set it.
    Set,
    /// A person has taken all keys away.
    Removed,
    /// A new one was made for the device; both are good until the device uses the new one.
    RotationOffered,
    /// The device has used the new one, which takes the place of the old one.
    Rotated,
}

/// Folds `event` into `register`.
///
/// # Errors
/// If an entry names something that is not there: the history was not written by [`decide`](super::decide()).
pub fn apply(register: &mut Register, event: &Event) -> Result<(), RegisterError> {
    match event {
        Event::Imported(imported) => {
            imported.entries.iter().try_for_each(|entry| register.put(entry.clone()))
        }
        Event::Put(put) => register.put(put.entry.clone()),
        Event::LoggerAdopted(LoggerAdopted { mn, target, realtime_interval_s }) => {
            register.put(RegisterEntry::Logger(Logger {
                mn: mn.clone(),
                target: target.clone(),
                realtime_interval_s: *realtime_interval_s,
            }))
        }
        // Keys are in the vault; the register is as it was.
        Event::KeyNoted(_) => Ok(()),
    }
}

/// The stored format: a kind, and a JSON body with `"v": 1`. The shapes above are this format and never
/// change.
const FORMAT: u64 = 1;

impl Event {
    /// The kinds of all events.
    pub const KINDS: &'static [&'static str] =
        &["register.imported", "register.put", "register.logger_adopted", "register.key_noted"];

    /// Its kind, as it stands in the ledger.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Imported(_) => "register.imported",
            Event::Put(_) => "register.put",
            Event::LoggerAdopted(_) => "register.logger_adopted",
            Event::KeyNoted(_) => "register.key_noted",
        }
    }

    /// Its body, as it stands in the ledger.
    pub fn to_json(&self) -> Value {
        match self {
            Event::Imported(body) => stored::write(FORMAT, body),
            Event::Put(body) => stored::write(FORMAT, body),
            Event::LoggerAdopted(body) => stored::write(FORMAT, body),
            Event::KeyNoted(body) => stored::write(FORMAT, body),
        }
    }

    /// The event of a stored kind and body.
    ///
    /// # Errors
    /// If the kind or the format is unknown, or the body does not have the shape of its kind.
    pub fn from_json(kind: &str, body: &Value) -> Result<Event, StoredEventError> {
        if !Self::KINDS.contains(&kind) {
            return Err(StoredEventError::UnknownKind { kind: kind.into() });
        }
        let found = stored::format_of(body);
        if found != Some(FORMAT) {
            return Err(StoredEventError::UnknownFormat { kind: kind.into(), found });
        }
        match kind {
            "register.imported" => stored::read(kind, body).map(Event::Imported),
            "register.put" => stored::read(kind, body).map(Event::Put),
            "register.logger_adopted" => stored::read(kind, body).map(Event::LoggerAdopted),
            "register.key_noted" => stored::read(kind, body).map(Event::KeyNoted),
            other => Err(StoredEventError::UnknownKind { kind: other.into() }),
        }
    }
}
