use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Timestamp, UserId};
use rusqlite::{Connection, OptionalExtension, params};
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

/// Thirty-two random bytes that nobody knows.
///
/// # Errors
/// If the machine has none.
pub fn random_bytes() -> Result<[u8; 32], VaultError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| VaultError::Randomness(error.to_string()))?;
    Ok(bytes)
}

pub(crate) fn random_text() -> Result<String, VaultError> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| VaultError::Randomness(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl Vault {
    /// Signs `account` in, and forgets the sessions that have ended meanwhile.
    ///
    /// # Errors
    /// If the database fails or the system gives no randomness.
    pub fn start_session(
        &self,
        account: &Account,
        limits: SessionLimits,
        now: Timestamp,
    ) -> Result<(SessionToken, Session), VaultError> {
        self.purge_sessions(limits, now)?;
        let (token, csrf) = (SessionToken(random_text()?), random_text()?);
        self.connection().execute(
            "INSERT INTO session (token_hash, account, csrf, created_ms, seen_ms) VALUES (?1, ?2, ?3, ?4, ?4)",
            params![token.hash(), account.id.as_str(), csrf, now.as_millisecond()],
        )?;
        let expires_at = end(now.as_millisecond(), limits.absolute);
        Ok((token, Session { account: account.clone(), csrf, expires_at }))
    }

    /// Forgets every session that has ended by `now`; gives how many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn purge_sessions(&self, limits: SessionLimits, now: Timestamp) -> Result<usize, VaultError> {
        let before = |limit| now.as_millisecond().saturating_sub(milliseconds(limit));
        let purged = self.connection().execute(
            "DELETE FROM session WHERE seen_ms < ?1 OR created_ms < ?2",
            params![before(limits.idle), before(limits.absolute)],
        )?;
        Ok(purged)
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
        let connection = self.connection();
        let Some(found) = find(&connection, token)? else { return Ok(None) };
        if found.is_over(limits, now) {
            connection.execute("DELETE FROM session WHERE token_hash = ?1", [token.hash()])?;
            return Ok(None);
        }
        // Once a minute is enough for an idle limit of minutes, and spares a write a request.
        if now.as_millisecond() - found.seen_ms > 60_000 {
            // On a full disk people can still read: that the session is in use is then noted later.
            let _noted = connection.execute(
                "UPDATE session SET seen_ms = ?2 WHERE token_hash = ?1",
                params![token.hash(), now.as_millisecond()],
            );
        }
        let expires_at = end(found.created_ms, limits.absolute);
        Ok(Some(Session { account: found.account, csrf: found.csrf, expires_at }))
    }

    /// Whether the session of `token` still holds; does not count as a request, so that an open page that
    /// only listens does not stay signed in for ever.
    ///
    /// # Errors
    /// If the database fails.
    pub fn session_holds(
        &self,
        token: &SessionToken,
        limits: SessionLimits,
        now: Timestamp,
    ) -> Result<bool, VaultError> {
        Ok(find(&self.connection(), token)?.is_some_and(|found| !found.is_over(limits, now)))
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

/// A session as it is stored.
struct Found {
    account: Account,
    csrf: String,
    created_ms: i64,
    seen_ms: i64,
}

impl Found {
    fn is_over(&self, limits: SessionLimits, now: Timestamp) -> bool {
        let now_ms = now.as_millisecond();
        now_ms - self.seen_ms > milliseconds(limits.idle)
            || now_ms - self.created_ms > milliseconds(limits.absolute)
            || !self.account.active
    }
}

fn find(connection: &Connection, token: &SessionToken) -> Result<Option<Found>, VaultError> {
    let found = connection
        .query_row(
            "SELECT id, login, name, role, scope_kind, scope_code, active, erased_ms, csrf, session.created_ms, seen_ms
             FROM session JOIN account ON account.id = session.account WHERE token_hash = ?1",
            [token.hash()],
            |row| Ok((read(row)?, row.get(8)?, row.get(9)?, row.get(10)?)),
        )
        .optional()?;
    let Some((account, csrf, created_ms, seen_ms)) = found else { return Ok(None) };
    Ok(Some(Found { account: account?, csrf, created_ms, seen_ms }))
}

fn end(created_ms: i64, absolute: Duration) -> Timestamp {
    Timestamp::from_millisecond(created_ms.saturating_add(milliseconds(absolute))).unwrap_or(Timestamp::MAX)
}
