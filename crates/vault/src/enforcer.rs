use std::collections::BTreeMap;

use model::{EnforcerId, Timestamp};
use rusqlite::params;

use crate::{Vault, VaultError};

/// Who an officer of the library is: what may be erased, while the number stays in events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnforcerCard {
    /// The name.
    pub name: String,
    /// The number of the certificate.
    pub certificate_number: String,
}

impl Vault {
    /// Keeps who officers are, all of them or none; what was kept of the same number before is gone.
    ///
    /// # Errors
    /// If the database fails.
    pub fn keep_enforcers(
        &self,
        cards: &BTreeMap<EnforcerId, EnforcerCard>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        for (id, card) in cards {
            transaction.execute(
                "INSERT OR REPLACE INTO enforcer (id, name, certificate_number, kept_ms) VALUES (?1, ?2, ?3, ?4)",
                params![id.as_str(), card.name, card.certificate_number, now.as_millisecond()],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Who officers are, as far as it is kept.
    ///
    /// # Errors
    /// If the database fails.
    pub fn enforcers(&self) -> Result<BTreeMap<EnforcerId, EnforcerCard>, VaultError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT id, name, certificate_number FROM enforcer")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
        rows.map(|row| {
            let (id, name, certificate_number) = row?;
            let id = id.parse().map_err(|_| VaultError::Row("number of an officer".to_owned()))?;
            Ok((id, EnforcerCard { name, certificate_number }))
        })
        .collect()
    }

    /// Forgets who an officer is: name and certificate number are gone from every file of the database.
    ///
    /// # Errors
    /// If the database fails. If only the log cannot be emptied because another process reads the database, the person is
    /// forgotten and stays in the log until the next call.
    pub fn forget_enforcer(&self, id: &EnforcerId) -> Result<(), VaultError> {
        let connection = self.connection();
        connection.execute("DELETE FROM enforcer WHERE id = ?1", [id.as_str()])?;
        // Older versions of the pages stay in the write-ahead log until it is emptied.
        let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        match busy {
            false => Ok(()),
            true => Err(VaultError::LogBusy),
        }
    }
}
