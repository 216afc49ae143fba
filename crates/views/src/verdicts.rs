//! Alarms as far as they speak for or against the rules that raised them.

use casework::alarm::Outcome;
use model::{CreditCode, FindingKind, Timestamp};

use crate::{Views, ViewsError};

/// An alarm, and what its verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedAlarm {
    /// What it is about.
    pub kind: FindingKind,
    /// Whose outlet, line or logger, if it is an enterprise's.
    pub enterprise: Option<CreditCode>,
    /// When it was raised, to the microsecond.
    pub raised_at: Timestamp,
    /// What was found, once it is verified.
    pub outcome: Option<Outcome>,
}

impl Views {
    /// Every alarm that was raised at `since` or later, the first one first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn alarms_raised_since(&self, since: Timestamp) -> Result<Vec<RaisedAlarm>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT kind, raised_at, outcome, enterprise FROM alarm WHERE raised_at >= ? ORDER BY raised_at, kind, outcome, id",
            )?;
            let mut rows = statement.query([since.as_microsecond()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (kind, outcome): (String, Option<String>) = (row.get(0)?, row.get(2)?);
                let enterprise: Option<String> = row.get(3)?;
                let enterprise = enterprise.map(|code| code.parse()).transpose();
                found.push(RaisedAlarm {
                    kind: coded(&FindingKind::ALL, FindingKind::code, &kind)?,
                    enterprise: enterprise.map_err(|error: model::ParseIdError| ViewsError::row(error.to_string()))?,
                    raised_at: Timestamp::from_microsecond(row.get(1)?)
                        .map_err(|error| ViewsError::row(error.to_string()))?,
                    outcome: outcome.map(|code| coded(&Outcome::ALL, Outcome::code, &code)).transpose()?,
                });
            }
            Ok(found)
        })
    }
}

fn coded<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str, text: &str) -> Result<T, ViewsError> {
    let found = all.iter().find(|known| code(**known) == text);
    found.copied().ok_or_else(|| ViewsError::row(format!("unknown code {text}")))
}
