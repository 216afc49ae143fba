//! The keys of devices: the gateway's port over the vault, with every act in the ledger.
//!
//! The ledger comes first: what is done with a key has its event before the key is there, so that no key is in
//! use of which the ledger does not know. The keys themselves stand in the vault only.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use api::Office;
use casework::register::{Command, KeyAct};
use gateway::{KeyRing, KeyStore, KeyStoreError};
use hj212::cipher::Key;
use model::{Actor, Clock, Mn};
use vault::{DeviceKeys, Vault};

/// What a key is made of: visible ASCII, as `NewSK` carries it, without what could be taken for another. 64 of
/// them, so that a random byte gives each with the same chance.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The keys of all devices.
pub(crate) struct VaultKeys {
    vault: Vault,
    office: Office,
    clock: Arc<dyn Clock>,
    rings: RwLock<BTreeMap<Mn, KeyRing>>,
}

impl VaultKeys {
    /// With what the vault has.
    pub(crate) fn open(vault: Vault, office: Office, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let rings = vault.device_keys()?.into_iter().map(|(mn, keys)| (mn, ring(&keys))).collect();
        Ok(Self { vault, office, clock, rings: RwLock::new(rings) })
    }

    /// Sets the key that a device uses; who has done it stands in the ledger already.
    pub(crate) fn set(&self, mn: &Mn, key: &Key) -> Result<(), KeyStoreError> {
        self.vault.set_device_key(mn, *key.as_bytes(), self.clock.now()).map_err(|error| failed(&error))?;
        self.reread()
    }

    /// Takes all keys of a device away; who has done it stands in the ledger already.
    pub(crate) fn remove(&self, mn: &Mn) -> Result<(), KeyStoreError> {
        self.vault.remove_device_keys(mn).map_err(|error| failed(&error))?;
        self.reread()
    }

    /// Makes a key for a device that shall change its own; who has asked for it stands in the ledger already.
    pub(crate) fn make(&self, mn: &Mn) -> Result<Key, KeyStoreError> {
        let fresh = random_key().map_err(|error| failed(&error))?;
        let now = self.clock.now();
        let bytes = self.vault.offer_device_key(mn, fresh, now).map_err(|error| failed(&error))?;
        self.reread()?;
        Ok(Key::new(bytes))
    }

    fn reread(&self) -> Result<(), KeyStoreError> {
        let keys = self.vault.device_keys().map_err(|error| failed(&error))?;
        let rings = keys.into_iter().map(|(mn, keys)| (mn, ring(&keys))).collect();
        *self.rings.write().unwrap_or_else(PoisonError::into_inner) = rings;
        Ok(())
    }

    fn note(&self, mn: &Mn, act: KeyAct) -> Result<(), KeyStoreError> {
        let command = Command::NoteKey { mn: mn.clone(), act };
        let noted = self.office.register(None, &Actor::system("gateway"), &command);
        noted.map(drop).map_err(|error| failed(&error))
    }
}

impl KeyStore for VaultKeys {
    fn ring(&self, mn: &Mn) -> KeyRing {
        self.rings.read().unwrap_or_else(PoisonError::into_inner).get(mn).cloned().unwrap_or_default()
    }

    fn offer(&self, mn: &Mn) -> Result<Key, KeyStoreError> {
        if let Some(next) = self.ring(mn).next {
            return Ok(next);
        }
        self.note(mn, KeyAct::RotationOffered)?;
        self.make(mn)
    }

    fn used(&self, mn: &Mn) -> Result<(), KeyStoreError> {
        if self.ring(mn).next.is_none() {
            return Ok(());
        }
        self.note(mn, KeyAct::Rotated)?;
        self.vault.confirm_device_key(mn, self.clock.now()).map_err(|error| failed(&error))?;
        self.reread()
    }
}

fn ring(keys: &DeviceKeys) -> KeyRing {
    let key = |key: Option<vault::DeviceKey>| key.map(|key| Key::new(key.bytes));
    KeyRing { current: key(keys.current), next: key(keys.next), previous: key(keys.previous) }
}

fn random_key() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.map(|byte| ALPHABET[usize::from(byte % 64)]))
}

fn failed(error: &dyn std::error::Error) -> KeyStoreError {
    KeyStoreError { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_texts_and_differ() {
        let keys = [random_key().unwrap(), random_key().unwrap()];
        assert_ne!(keys[0], keys[1]);
        for key in keys {
            let text = std::str::from_utf8(&key).unwrap();
            assert_eq!(*text.parse::<Key>().unwrap().as_bytes(), key);
        }
    }
}
