//! The keys by which loggers encrypt (HJ 212-2025, SM4).
//!
//! A device has at most three: the one it uses, the one that was made for it and that it has not used yet, and
//! the one before. All three open its frames, so that a rotation may be cut off at any place: whatever the
//! device has kept, it is heard. They stand in the database as they are, because they have to be used; the
//! vault's folder is as secret as they are.

use std::collections::BTreeMap;

use model::{Mn, Timestamp};
use rusqlite::{Connection, params};

use crate::{Vault, VaultError};

/// One key of a device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DeviceKey {
    /// The 16 bytes of an SM4 key.
    pub bytes: [u8; 16],
    /// Since when it stands in its place.
    pub since: Timestamp,
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceKey").field("since", &self.since).finish_non_exhaustive()
    }
}

/// The keys of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeviceKeys {
    /// The one that the device uses.
    pub current: Option<DeviceKey>,
    /// The one that was made for it and that it has not used yet.
    pub next: Option<DeviceKey>,
    /// The one before, which a device that has lost its memory may go back to.
    pub previous: Option<DeviceKey>,
}

const CURRENT: &str = "current";
const NEXT: &str = "next";
const PREVIOUS: &str = "previous";

impl Vault {
    /// The keys of all devices that have some.
    ///
    /// # Errors
    /// If the database fails.
    pub fn device_keys(&self) -> Result<BTreeMap<Mn, DeviceKeys>, VaultError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT mn, slot, key, since_ms FROM device_key")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
        })?;
        let mut keys: BTreeMap<Mn, DeviceKeys> = BTreeMap::new();
        for row in rows {
            let (mn, slot, bytes, since_ms): (String, String, [u8; 16], i64) = row?;
            let since = Timestamp::from_millisecond(since_ms)
                .map_err(|_| VaultError::Row(format!("time {since_ms}")))?;
            let own = keys.entry(mn.parse().map_err(|_| VaultError::Row(format!("MN {mn:?}")))?);
            let own = own.or_default();
            let place = match slot.as_str() {
                CURRENT => &mut own.current,
                NEXT => &mut own.next,
                PREVIOUS => &mut own.previous,
                other => return Err(VaultError::Row(format!("key slot {other:?}"))),
            };
            *place = Some(DeviceKey { bytes, since });
        }
        Ok(keys)
    }

    /// Sets the key that a device uses. The former one stays as the one before, and one that was made for it
    /// stays too: the device may have it.
    ///
    /// # Errors
    /// If the database fails; nothing has then changed.
    pub fn set_device_key(&self, mn: &Mn, bytes: [u8; 16], now: Timestamp) -> Result<(), VaultError> {
        self.change_keys(|connection| {
            shift(connection, mn, CURRENT, PREVIOUS)?;
            put(connection, mn, CURRENT, bytes, now)
        })
    }

    /// The key that is made for a device: the one that it has not used yet if there is one, so that an answer
    /// that was lost is given once more; else `fresh`, durable when this returns.
    ///
    /// # Errors
    /// If the database fails; nothing has then changed.
    pub fn offer_device_key(&self, mn: &Mn, fresh: [u8; 16], now: Timestamp) -> Result<[u8; 16], VaultError> {
        let mut offered = fresh;
        self.change_keys(|connection| {
            let sql = "SELECT key FROM device_key WHERE mn = ?1 AND slot = ?2";
            match connection.query_row(sql, params![mn.as_str(), NEXT], |row| row.get(0)) {
                Ok(waiting) => {
                    offered = waiting;
                    Ok(())
                }
                Err(rusqlite::Error::QueryReturnedNoRows) => put(connection, mn, NEXT, fresh, now),
                Err(error) => Err(error),
            }
        })?;
        Ok(offered)
    }

    /// The device has used the key that was made for it: it takes the place of the current one, which becomes
    /// the one before. Says whether there was one.
    ///
    /// # Errors
    /// If the database fails; nothing has then changed.
    pub fn confirm_device_key(&self, mn: &Mn, now: Timestamp) -> Result<bool, VaultError> {
        let mut confirmed = false;
        self.change_keys(|connection| {
            let sql = "SELECT key FROM device_key WHERE mn = ?1 AND slot = ?2";
            match connection.query_row(sql, params![mn.as_str(), NEXT], |row| row.get(0)) {
                Ok(bytes) => {
                    confirmed = true;
                    shift(connection, mn, CURRENT, PREVIOUS)?;
                    delete(connection, mn, NEXT)?;
                    put(connection, mn, CURRENT, bytes, now)
                }
                Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
                Err(error) => Err(error),
            }
        })?;
        Ok(confirmed)
    }

    /// Takes all keys of a device away.
    ///
    /// # Errors
    /// If the database fails; nothing has then changed.
    pub fn remove_device_keys(&self, mn: &Mn) -> Result<(), VaultError> {
        self.change_keys(|connection| {
            connection.execute("DELETE FROM device_key WHERE mn = ?1", [mn.as_str()]).map(drop)
        })
    }

    fn change_keys(
        &self,
        change: impl FnOnce(&Connection) -> Result<(), rusqlite::Error>,
    ) -> Result<(), VaultError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        change(&transaction)?;
        transaction.commit()?;
        Ok(())
    }
}

fn put(
    connection: &Connection,
    mn: &Mn,
    slot: &str,
    bytes: [u8; 16],
    now: Timestamp,
) -> Result<(), rusqlite::Error> {
    let sql = "INSERT OR REPLACE INTO device_key VALUES (?1, ?2, ?3, ?4)";
    connection.execute(sql, params![mn.as_str(), slot, bytes, now.as_millisecond()]).map(drop)
}

fn shift(connection: &Connection, mn: &Mn, from: &str, to: &str) -> Result<(), rusqlite::Error> {
    let sql = "UPDATE OR REPLACE device_key SET slot = ?3 WHERE mn = ?1 AND slot = ?2";
    connection.execute(sql, params![mn.as_str(), from, to]).map(drop)
}

fn delete(connection: &Connection, mn: &Mn, slot: &str) -> Result<(), rusqlite::Error> {
    let sql = "DELETE FROM device_key WHERE mn = ?1 AND slot = ?2";
    connection.execute(sql, params![mn.as_str(), slot]).map(drop)
}
