use model::{CreditCode, DistrictCode, Role, Scope, Timestamp, UserId};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Vault, VaultError, password};

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, in events for ever.
    pub id: UserId,
    /// How the person signs in; empty once erased.
    pub login: String,
    /// The person's name; empty once erased.
    pub name: String,
    /// What it may be used for.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// Whether it may sign in.
    pub active: bool,
    /// Whether its personal data has been erased.
    pub erased: bool,
}

/// An account to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: UserId,
    /// How the person signs in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What it may be used for.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// 8 to 200 characters.
    pub password: String,
}

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// One recorded reading of personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub reader: UserId,
    /// What, in a stable code with ids.
    pub what: String,
}

const COLUMNS: &str = "id, login, name, role, scope_kind, scope_code, active, erased_ms";

impl Vault {
    /// Makes an account.
    ///
    /// # Errors
    /// If the id or login is taken, role and scope do not go together, or the password is too short or long.
    pub fn create_account(&self, new: &NewAccount, now: Timestamp) -> Result<Account, VaultError> {
        check_scope(new.role, &new.scope)?;
        let hash = password::hash(&new.password)?;
        let (kind, code) = scope_columns(&new.scope);
        let inserted = self.connection().execute(
            "INSERT INTO account (id, login, name, role, scope_kind, scope_code, password_hash, active, created_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8) ON CONFLICT DO NOTHING",
            params![
                new.id.as_str(),
                new.login,
                new.name,
                new.role.code(),
                kind,
                code,
                hash,
                now.as_millisecond()
            ],
        )?;
        if inserted == 0 {
            return Err(VaultError::AccountExists(new.login.clone()));
        }
        self.account(&new.id)?.ok_or_else(|| VaultError::NoAccount(new.id.to_string()))
    }

    /// The account of `id`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn account(&self, id: &UserId) -> Result<Option<Account>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE id = ?1");
        self.connection().query_row(&sql, [id.as_str()], read).optional()?.transpose()
    }

    /// All accounts, by id.
    ///
    /// # Errors
    /// If the database fails.
    pub fn accounts(&self) -> Result<Vec<Account>, VaultError> {
        let connection = self.connection();
        let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM account ORDER BY id"))?;
        let rows = statement.query_map([], read)?;
        rows.map(|row| row?).collect()
    }

    /// The account that `login` and `password` belong to, if it is active. Unknown logins take as long as
    /// wrong passwords.
    ///
    /// # Errors
    /// If the database fails.
    pub fn check_password(&self, login: &str, given: &str) -> Result<Option<Account>, VaultError> {
        let sql = "SELECT id, password_hash FROM account WHERE login = ?1 AND active = 1";
        let found: Option<(String, Option<String>)> =
            self.connection().query_row(sql, [login], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let hash = found.as_ref().and_then(|(_, hash)| hash.as_deref());
        // Outside the lock: hashing takes tens of milliseconds.
        if !password::verify(given, hash)? {
            return Ok(None);
        }
        match found {
            Some((id, _)) => self.account(&parse_id(&id)?),
            None => Ok(None),
        }
    }

    /// Gives the account a new password and ends its sessions.
    ///
    /// # Errors
    /// If there is no such account, or the password is too short or long.
    pub fn set_password(&self, id: &UserId, new: &str) -> Result<(), VaultError> {
        let hash = password::hash(new)?;
        let changed = self.connection().execute(
            "UPDATE account SET password_hash = ?2 WHERE id = ?1 AND erased_ms IS NULL",
            params![id.as_str(), hash],
        )?;
        if changed == 0 {
            return Err(VaultError::NoAccount(id.to_string()));
        }
        self.end_sessions_of(id)
    }

    /// Lets the account sign in no more, and ends its sessions.
    ///
    /// # Errors
    /// If there is no such account.
    pub fn deactivate(&self, id: &UserId) -> Result<(), VaultError> {
        let changed =
            self.connection().execute("UPDATE account SET active = 0 WHERE id = ?1", [id.as_str()])?;
        if changed == 0 {
            return Err(VaultError::NoAccount(id.to_string()));
        }
        self.end_sessions_of(id)
    }

    /// Erases the person: login, name and password are gone from every file of the database, the id stays so
    /// that events keep their meaning. Ends the account's sessions.
    ///
    /// # Errors
    /// If there is no such account, or the database fails. If only the log cannot be emptied because another
    /// process reads the database, the account is erased and stays in the log until the next call.
    pub fn erase_account(&self, id: &UserId, now: Timestamp) -> Result<(), VaultError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let changed = transaction.execute(
            "UPDATE account SET login = NULL, name = NULL, password_hash = NULL, active = 0, erased_ms = ?2
             WHERE id = ?1",
            params![id.as_str(), now.as_millisecond()],
        )?;
        if changed == 0 {
            return Err(VaultError::NoAccount(id.to_string()));
        }
        transaction.execute("DELETE FROM session WHERE account = ?1", [id.as_str()])?;
        transaction.commit()?;
        // Older versions of the pages stay in the write-ahead log until it is emptied.
        let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        match busy {
            false => Ok(()),
            true => Err(VaultError::LogBusy),
        }
    }

    /// Records that `reader` read personal data.
    ///
    /// # Errors
    /// If the database fails.
    pub fn record_access(&self, reader: &UserId, what: &str, now: Timestamp) -> Result<(), VaultError> {
        self.connection().execute(
            "INSERT INTO access (at_ms, reader, what) VALUES (?1, ?2, ?3)",
            params![now.as_millisecond(), reader.as_str(), what],
        )?;
        Ok(())
    }

    /// The latest recorded readings of personal data, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn accesses(&self, limit: usize) -> Result<Vec<Access>, VaultError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare("SELECT at_ms, reader, what FROM access ORDER BY at_ms DESC, rowid DESC LIMIT ?1")?;
        let rows = statement.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        rows.map(|row| {
            let (at_ms, reader, what) = row?;
            let at =
                Timestamp::from_millisecond(at_ms).map_err(|_| VaultError::Row(format!("time {at_ms}")))?;
            Ok(Access { at, reader: parse_id(&reader)?, what })
        })
        .collect()
    }
}

fn check_scope(role: Role, scope: &Scope) -> Result<(), VaultError> {
    let (needed, fits) = match role {
        Role::BranchOfficer => ("district", matches!(scope, Scope::District(_))),
        Role::EnterpriseUser => ("enterprise", matches!(scope, Scope::Enterprise(_))),
        Role::DutyOfficer | Role::Leader | Role::InspectorGeneral | Role::Administrator => {
            ("city", matches!(scope, Scope::City))
        }
    };
    match fits {
        true => Ok(()),
        false => Err(VaultError::ScopeMismatch { role: role.code(), needed }),
    }
}

fn scope_columns(scope: &Scope) -> (&'static str, Option<&str>) {
    match scope {
        Scope::City => ("city", None),
        Scope::District(code) => ("district", Some(code.as_str())),
        Scope::Enterprise(code) => ("enterprise", Some(code.as_str())),
    }
}

fn parse_id(text: &str) -> Result<UserId, VaultError> {
    text.parse().map_err(|_| VaultError::Row(format!("account id {text:?}")))
}

/// The outer result is SQLite's, the inner one says whether the row is of our form.
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Result<Account, VaultError>> {
    let id: String = row.get(0)?;
    let login: Option<String> = row.get(1)?;
    let name: Option<String> = row.get(2)?;
    let role: String = row.get(3)?;
    let kind: String = row.get(4)?;
    let code: Option<String> = row.get(5)?;
    let active: bool = row.get(6)?;
    let erased: Option<i64> = row.get(7)?;
    Ok(parse_id(&id).and_then(|id| {
        Ok(Account {
            id,
            login: login.unwrap_or_default(),
            name: name.unwrap_or_default(),
            role: parse_role(&role)?,
            scope: parse_scope(&kind, code.as_deref())?,
            active,
            erased: erased.is_some(),
        })
    }))
}

fn parse_role(code: &str) -> Result<Role, VaultError> {
    Role::ALL
        .into_iter()
        .find(|role| role.code() == code)
        .ok_or_else(|| VaultError::Row(format!("role {code:?}")))
}

fn parse_scope(kind: &str, code: Option<&str>) -> Result<Scope, VaultError> {
    let bad = || VaultError::Row(format!("scope {kind:?} {code:?}"));
    match (kind, code) {
        ("city", None) => Ok(Scope::City),
        ("district", Some(code)) => code.parse::<DistrictCode>().map(Scope::District).map_err(|_| bad()),
        ("enterprise", Some(code)) => code.parse::<CreditCode>().map(Scope::Enterprise).map_err(|_| bad()),
        _ => Err(bad()),
    }
}
