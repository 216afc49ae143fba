//! The port to the keys of loggers (HJ 212-2025, SM4), which the vault keeps.

use model::Mn;

/// A key of 16 bytes. Not to be printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyBytes(pub [u8; 16]);

impl std::fmt::Debug for KeyBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyBytes(…)")
    }
}

/// The keys of one logger, each good for opening its frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyRing {
    /// The one that it uses.
    pub current: Option<KeyBytes>,
    /// The one that was made for it and that it has not used yet.
    pub next: Option<KeyBytes>,
    /// The one before.
    pub previous: Option<KeyBytes>,
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

    /// The key that a logger shall use from now on: the one that was made for it before if it has not used it
    /// yet, else a new one. Called when the device asks; may take as long as a write to the disk.
    ///
    /// # Errors
    /// If it cannot be made durable; the logger then gets none.
    fn offer(&self, mn: &Mn) -> Result<KeyBytes, KeyStoreError>;

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

    fn offer(&self, _mn: &Mn) -> Result<KeyBytes, KeyStoreError> {
        Err(KeyStoreError { reason: "there is no place for keys".into() })
    }

    fn used(&self, _mn: &Mn) -> Result<(), KeyStoreError> {
        Ok(())
    }
}
