use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Timestamp, UserId};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::account::read;
use crate::{Account, Vault, VaultError};

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: Duration,
    /// In any case.
    pub absolute: Duration,
}

/// The secret that a browser's cookie carries: 256 random bits, of which the vault keeps only the hash.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// The token as a cookie gave it back; any text is taken, most will name no session.
    pub fn from_cookie(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text for the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// A person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub account: Account,
    /// What unsafe requests must repeat in a header.
    pub csrf: String,
    /// When it ends, if requests keep coming.
    pub expires_at: Timestamp,
}

fn random_text() -> Result<String, VaultError> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| VaultError::Randomness(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl Vault {
    /// Signs `account` in.
    ///
    /// # Errors
    /// If the database fails or the system gives no randomness.
    pub fn start_session(
        &self,
        account: &Account,
        limits: SessionLimits,
        now: Timestamp,
    ) -> Result<(SessionToken, Session), VaultError> {
        let (token, csrf) = (SessionToken(random_text()?), random_text()?);
        self.connection().execute(
            "INSERT INTO session (token_hash, account, csrf, created_ms, seen_ms) VALUES (?1, ?2, ?3, ?4, ?4)",
            params![token.hash(), account.id.as_str(), csrf, now.as_millisecond()],
        )?;
        let expires_at = end(now.as_millisecond(), limits.absolute);
        Ok((token, Session { account: account.clone(), csrf, expires_at }))
    }

    /// The session of `token`, if it has not ended and its account is active; counts as a request.
    ///
    /// # Errors
    /// If the database fails.
    pub fn session(
        &self,
        token: &SessionToken,
        limits: SessionLimits,
        now: Timestamp,
    ) -> Result<Option<Session>, VaultError> {
        let now_ms = now.as_millisecond();
        let connection = self.connection();
        let found = connection
            .query_row(
                "SELECT id, login, name, role, scope_kind, scope_code, active, erased_ms, csrf, session.created_ms, seen_ms
                 FROM session JOIN account ON account.id = session.account WHERE token_hash = ?1",
                [token.hash()],
                |row| Ok((read(row)?, row.get::<_, String>(8)?, row.get::<_, i64>(9)?, row.get::<_, i64>(10)?)),
            )
            .optional()?;
        let Some((account, csrf, created_ms, seen_ms)) = found else { return Ok(None) };
        let account = account?;
        let over = now_ms - seen_ms > milliseconds(limits.idle)
            || now_ms - created_ms > milliseconds(limits.absolute)
            || !account.active;
        if over {
            connection.execute("DELETE FROM session WHERE token_hash = ?1", [token.hash()])?;
            return Ok(None);
        }
        // Once a minute is enough for an idle limit of minutes, and spares a write a request.
        if now_ms - seen_ms > 60_000 {
            connection.execute(
                "UPDATE session SET seen_ms = ?2 WHERE token_hash = ?1",
                params![token.hash(), now_ms],
            )?;
        }
        Ok(Some(Session { account, csrf, expires_at: end(created_ms, limits.absolute) }))
    }

    /// Signs out.
    ///
    /// # Errors
    /// If the database fails.
    pub fn end_session(&self, token: &SessionToken) -> Result<(), VaultError> {
        self.connection().execute("DELETE FROM session WHERE token_hash = ?1", [token.hash()])?;
        Ok(())
    }

    /// Signs an account out everywhere.
    ///
    /// # Errors
    /// If the database fails.
    pub fn end_sessions_of(&self, id: &UserId) -> Result<(), VaultError> {
        self.connection().execute("DELETE FROM session WHERE account = ?1", [id.as_str()])?;
        Ok(())
    }
}

fn end(created_ms: i64, absolute: Duration) -> Timestamp {
    Timestamp::from_millisecond(created_ms.saturating_add(milliseconds(absolute))).unwrap_or(Timestamp::MAX)
}
