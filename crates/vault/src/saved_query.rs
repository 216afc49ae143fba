use model::{Timestamp, UserId};
use rusqlite::params;

use crate::session::random_text;
use crate::{Vault, VaultError};

/// Queries that one account may keep.
const MOST: i64 = 500;

/// A query that somebody keeps. Working material of a person, and so here: it goes with the account, and what
/// was deleted can be brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedQuery {
    /// Its id.
    pub id: String,
    /// Whose.
    pub owner: UserId,
    /// Its name.
    pub name: String,
    /// The statement.
    pub text: String,
    /// Whether colleagues see it.
    pub shared: bool,
    /// When it was changed last.
    pub changed_at: Timestamp,
}

/// What of a saved query its owner decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedQueryText {
    /// Its name.
    pub name: String,
    /// The statement.
    pub text: String,
    /// Whether colleagues see it.
    pub shared: bool,
}

impl Vault {
    /// The queries of an account and those that others share, by name.
    ///
    /// # Errors
    /// If the database fails.
    pub fn saved_queries(&self, reader: &UserId) -> Result<Vec<SavedQuery>, VaultError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT id, owner, name, text, shared, changed_ms FROM saved_query
             WHERE deleted_ms IS NULL AND (owner = ?1 OR shared) ORDER BY name, id",
        )?;
        let rows = statement.query_map([reader.as_str()], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })?;
        rows.map(|row| {
            let (id, owner, name, text, shared, changed_ms) = row?;
            let owner = owner.parse().map_err(|_| VaultError::Row("owner of a saved query".to_owned()))?;
            let changed_at = Timestamp::from_millisecond(changed_ms)
                .map_err(|_| VaultError::Row("time of a saved query".to_owned()))?;
            Ok(SavedQuery { id, owner, name, text, shared, changed_at })
        })
        .collect()
    }

    /// Keeps a new query; gives its id. `None` if the account keeps too many.
    ///
    /// # Errors
    /// If the database fails or the system gives no randomness.
    pub fn save_query(
        &self,
        owner: &UserId,
        query: &SavedQueryText,
        now: Timestamp,
    ) -> Result<Option<String>, VaultError> {
        let id = random_text()?;
        let connection = self.connection();
        let kept: i64 = connection.query_row(
            "SELECT count(*) FROM saved_query WHERE owner = ?1",
            [owner.as_str()],
            |row| row.get(0),
        )?;
        if kept >= MOST {
            return Ok(None);
        }
        connection.execute(
            "INSERT INTO saved_query (id, owner, name, text, shared, changed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, owner.as_str(), query.name, query.text, query.shared, now.as_millisecond()],
        )?;
        Ok(Some(id))
    }

    /// Changes a query of `owner`, also one that was deleted, which is then there again. Whether there is one.
    ///
    /// # Errors
    /// If the database fails.
    pub fn change_query(
        &self,
        owner: &UserId,
        id: &str,
        query: &SavedQueryText,
        now: Timestamp,
    ) -> Result<bool, VaultError> {
        let changed = self.connection().execute(
            "UPDATE saved_query SET name = ?3, text = ?4, shared = ?5, changed_ms = ?6, deleted_ms = NULL
             WHERE id = ?1 AND owner = ?2",
            params![id, owner.as_str(), query.name, query.text, query.shared, now.as_millisecond()],
        )?;
        Ok(changed == 1)
    }

    /// Deletes a query of `owner`; [`Vault::change_query`] brings it back. Whether there was one.
    ///
    /// # Errors
    /// If the database fails.
    pub fn delete_query(&self, owner: &UserId, id: &str, now: Timestamp) -> Result<bool, VaultError> {
        let deleted = self.connection().execute(
            "UPDATE saved_query SET deleted_ms = ?3 WHERE id = ?1 AND owner = ?2 AND deleted_ms IS NULL",
            params![id, owner.as_str(), now.as_millisecond()],
        )?;
        Ok(deleted == 1)
    }
}
