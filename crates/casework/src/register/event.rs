use model::{Logger, LoggerTarget, Mn, Register, RegisterEntry, RegisterError};
use serde::{Deserialize, Serialize};

use crate::stored::kinds;

/// What happened to the register.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "an event is folded and gone: a box would cost the commonest one an allocation"
)]
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

// The shapes above are the stored format and never change.
kinds! {
    Imported = "register.imported",
    Put = "register.put",
    LoggerAdopted = "register.logger_adopted",
    KeyNoted = "register.key_noted",
}
