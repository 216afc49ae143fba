//! The port to the keys of loggers (HJ 212-2025, SM4), which the vault keeps.

use hj212::cipher::Key;
use model::Mn;

/// The keys of one logger, each good for opening its frames.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyRing {
    /// The one that it uses.
    pub current: Option<Key>,
    /// The one that was made for it and that it has not used yet.
    pub next: Option<Key>,
    /// The one before.
    pub previous: Option<Key>,
}

/// Which of a logger's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Current,
    Next,
    Previous,
}

impl KeyRing {
    /// Whether it has none.
    pub(crate) fn is_empty(&self) -> bool {
        self.slots().next().is_none()
    }

    /// Its keys, the likeliest first.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (Slot, &Key)> {
        let slots =
            [(Slot::Current, &self.current), (Slot::Next, &self.next), (Slot::Previous, &self.previous)];
        slots.into_iter().filter_map(|(slot, key)| key.as_ref().map(|key| (slot, key)))
    }
}

/// Why keys cannot be changed now.
#[derive(Debug, thiserror::Error)]
#[error("the keys of devices cannot be changed: {reason}")]
pub struct KeyStoreError {
    /// What is the matter.
    pub reason: String,
}

/// Where keys are kept. A change is durable when its call returns.
pub trait KeyStore: Send + Sync {
    /// The keys of a logger. Called for every frame that is not readable as it is: must be quick.
    fn ring(&self, mn: &Mn) -> KeyRing;

    /// The key that a logger shall use from now on, sixteen visible ASCII characters: the one that was made for it before if it has not used it
    /// yet, else a new one. Called when the device asks; may take as long as a write to the disk.
    ///
    /// # Errors
    /// If it cannot be made durable; the logger then gets none.
    fn offer(&self, mn: &Mn) -> Result<Key, KeyStoreError>;

    /// The logger has used the key that was made for it: it is its key from now on, and the former one the one
    /// before. Doing it again changes nothing.
    ///
    /// # Errors
    /// If it cannot be made durable; the key opens frames all the same.
    fn used(&self, mn: &Mn) -> Result<(), KeyStoreError>;
}

/// No logger has a key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NoKeys;

impl KeyStore for NoKeys {
    fn ring(&self, _mn: &Mn) -> KeyRing {
        KeyRing::default()
    }

    fn offer(&self, _mn: &Mn) -> Result<Key, KeyStoreError> {
        Err(KeyStoreError { reason: "there is no place for keys".into() })
    }

    fn used(&self, _mn: &Mn) -> Result<(), KeyStoreError> {
        Ok(())
    }
}
