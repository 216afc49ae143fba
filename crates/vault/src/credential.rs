//! Secrets of devices that have to say who they are: MQTT passwords of meters, tokens of push clients.
//!
//! A secret is made here from 256 random bits and never by a person, so that one fast hash is enough: there is
//! nothing to guess, and ten thousand meters that come back together are checked in milliseconds. The slow hash
//! of passwords stays with what people choose.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{CredentialHolder, Source, Timestamp};
use rusqlite::{Row, params};
use sha2::{Digest, Sha256};

use crate::{Vault, VaultError};

/// A credential as the vault has it: never the secret itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose it is.
    pub holder: CredentialHolder,
    /// For which sources a push client may send; empty for a meter, which sends for itself.
    pub sources: Vec<Source>,
    /// When its secret was made.
    pub issued_at: Timestamp,
    /// From when on it no longer holds.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    hash: [u8; 32],
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("holder", &self.holder).finish_non_exhaustive()
    }
}

impl Credential {
    /// Whether it holds at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether `given` is its secret. What is compared is hashes, whose common beginnings tell nothing.
    pub fn matches(&self, given: &str) -> bool {
        hash_of(given) == self.hash
    }
}

/// A new secret, to be shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSecret(String);

impl NewSecret {
    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSecret(…)")
    }
}

fn hash_of(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

impl Vault {
    /// Gives `holder` a new secret; a former one holds no longer.
    ///
    /// # Errors
    /// If the database fails or the system gives no randomness.
    pub fn issue_credential(
        &self,
        holder: &CredentialHolder,
        sources: &[Source],
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<NewSecret, VaultError> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| VaultError::Randomness(error.to_string()))?;
        let secret = NewSecret(URL_SAFE_NO_PAD.encode(bytes));
        let sources: Vec<String> = sources.iter().map(ToString::to_string).collect();
        self.connection().execute(
            "INSERT OR REPLACE INTO credential (holder, hash, sources, issued_ms, expires_ms, revoked_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, NULL)",
            params![
                holder.to_string(),
                hash_of(secret.reveal()),
                sources.join("\n"),
                now.as_millisecond(),
                expires_at.map(Timestamp::as_millisecond)
            ],
        )?;
        Ok(secret)
    }

    /// Lets the credential of `holder` hold no longer; one that is not there, or revoked already, stays so.
    ///
    /// # Errors
    /// If the database fails.
    pub fn revoke_credential(&self, holder: &CredentialHolder, now: Timestamp) -> Result<(), VaultError> {
        self.connection().execute(
            "UPDATE credential SET revoked_ms = ?2 WHERE holder = ?1 AND revoked_ms IS NULL",
            params![holder.to_string(), now.as_millisecond()],
        )?;
        Ok(())
    }

    /// All credentials, by holder.
    ///
    /// # Errors
    /// If the database fails.
    pub fn credentials(&self) -> Result<Vec<Credential>, VaultError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT holder, hash, sources, issued_ms, expires_ms, revoked_ms FROM credential ORDER BY holder",
        )?;
        let rows = statement.query_map([], read)?;
        rows.map(|row| row?).collect()
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Result<Credential, VaultError>> {
    let (holder, sources): (String, String) = (row.get(0)?, row.get(2)?);
    let hash: [u8; 32] = row.get(1)?;
    let issued_ms: i64 = row.get(3)?;
    let (expires_ms, revoked_ms): (Option<i64>, Option<i64>) = (row.get(4)?, row.get(5)?);
    let time = |ms| Timestamp::from_millisecond(ms).map_err(|_| VaultError::Row(format!("time {ms}")));
    let read = || {
        let bad = |_| VaultError::Row(format!("credential of {holder:?}"));
        Ok(Credential {
            sources: sources
                .lines()
                .map(|text| text.parse::<Source>().map_err(bad))
                .collect::<Result<_, VaultError>>()?,
            issued_at: time(issued_ms)?,
            expires_at: expires_ms.map(time).transpose()?,
            revoked_at: revoked_ms.map(time).transpose()?,
            holder: holder.parse().map_err(bad)?,
            hash,
        })
    };
    Ok(read())
}
