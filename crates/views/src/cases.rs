//! Cases: where each stands, and which of a party were established.

use casework::case::{Case, DecidedFine, EarlierCase, Event, Likeness, Source, StageName, apply};
use ledger::StoredEvent;
use model::{AlarmId, CaseId, CreditCode, DistrictCode};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction, params, params_from_iter};

use crate::{Views, ViewsError, schema};

/// A case and the version of its stream.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRow {
    /// The stream's version.
    pub version: u64,
    /// The case.
    pub case: Case,
}

/// Which cases are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseQuery {
    /// Only those in which something is still to be done.
    pub open: bool,
    /// Only those at this stage.
    pub stage: Option<StageName>,
    /// Only those of this district.
    pub district: Option<DistrictCode>,
    /// Only those of this party.
    pub party: Option<CreditCode>,
}

const COLUMNS: &str = "version, state";

impl Views {
    /// Cases, the one opened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn cases(&self, query: &CaseQuery) -> Result<Vec<CaseRow>, ViewsError> {
        let mut wanted = vec!["1 = 1"];
        let mut values: Vec<Value> = Vec::new();
        if query.open {
            wanted.push("open = 1");
        }
        let texts = [
            ("stage = ?", query.stage.map(|stage| stage.code().to_owned())),
            ("district = ?", query.district.as_ref().map(ToString::to_string)),
            ("party = ?", query.party.as_ref().map(ToString::to_string)),
        ];
        for (condition, text) in texts {
            if let Some(text) = text {
                wanted.push(condition);
                values.push(Value::Text(text));
            }
        }
        let wanted = wanted.join(" AND ");
        let sql = format!("SELECT {COLUMNS} FROM case_file WHERE {wanted} ORDER BY opened DESC, id");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values.iter()))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(row_of(row)?);
            }
            Ok(found)
        })
    }

    /// One case.
    ///
    /// # Errors
    /// If the file fails.
    pub fn case(&self, id: &CaseId) -> Result<Option<CaseRow>, ViewsError> {
        self.read(|connection| by_id(connection, id.as_str()))
    }

    /// The case that was opened for an alarm.
    ///
    /// # Errors
    /// If the file fails.
    pub fn case_of_alarm(&self, alarm: &AlarmId) -> Result<Option<CaseId>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id FROM case_file WHERE alarm = ?")?;
            let mut rows = statement.query([alarm.as_str()])?;
            rows.next()?.map(|row| schema::id(row, 0)).transpose()
        })
    }

    /// The cases that go on in another.
    ///
    /// # Errors
    /// If the file fails.
    pub fn cases_merged_into(&self, leading: &CaseId) -> Result<Vec<CaseId>, ViewsError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT id FROM case_file WHERE merged_into = ? ORDER BY id")?;
            let mut rows = statement.query([leading.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(schema::id(row, 0)?);
            }
            Ok(found)
        })
    }

    /// The cases of a party in the whole register in which a violation was established, the oldest first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn established_cases(&self, party: &CreditCode) -> Result<Vec<EarlierCase>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, found, act FROM case_file WHERE party = ? AND established = 1 ORDER BY found, id",
            )?;
            let mut rows = statement.query([party.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (id, found_on) = (schema::id(row, 0)?, schema::id(row, 1)?);
                found.push(EarlierCase { id, party: party.clone(), found_on, act: row.get(2)? });
            }
            Ok(found)
        })
    }

    /// The fines of established violations that are like another, of one district or of all, the one decided last first.
    /// Of each only what later fines are held against is read, never the case.
    ///
    /// # Errors
    /// If the file fails.
    pub fn decided_fines(
        &self,
        like: &Likeness,
        district: Option<&DistrictCode>,
    ) -> Result<Vec<DecidedFine>, ViewsError> {
        let (column, value) = match like {
            Likeness::Table { pack, table } => ("scale", scale(pack, table)),
            Likeness::Act(act) => ("act", act.clone()),
        };
        let mut values = vec![Value::Text(value)];
        let mut of_district = "";
        if let Some(district) = district {
            of_district = " AND district = ?";
            values.push(Value::Text(district.to_string()));
        }
        let sql = format!(
            "SELECT fine FROM case_fine WHERE {column} = ?{of_district} ORDER BY decided DESC, id DESC"
        );
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values.iter()))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(schema::json(row, 0)?);
            }
            Ok(found)
        })
    }
}

fn row_of(row: &Row<'_>) -> Result<CaseRow, ViewsError> {
    Ok(CaseRow { version: schema::unsigned(row, 0)?, case: schema::json(row, 1)? })
}

fn by_id(connection: &Connection, id: &str) -> Result<Option<CaseRow>, ViewsError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM case_file WHERE id = ?"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(row_of).transpose()
}

/// Folds an event of the stream of the case `id`; gives the reason why it was passed over, if it was.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    id: &str,
) -> Result<Option<String>, ViewsError> {
    let parsed = match Event::from_json(&event.kind, &event.body) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Some(crate::fold::reason(&error))),
    };
    let before = by_id(transaction, id)?.map(|row| row.case);
    let case = match apply(before, &parsed, &event.actor, event.at) {
        Ok(case) => case,
        Err(error) => return Ok(Some(error.to_string())),
    };
    if case.id.as_str() != id {
        return Ok(Some("opened in the stream of another case".to_owned()));
    }
    put(transaction, event.version, &case)?;
    Ok(None)
}

fn put(transaction: &Transaction<'_>, version: u64, case: &Case) -> Result<(), ViewsError> {
    let state = serde_json::to_string(case).map_err(|error| ViewsError::row(error.to_string()))?;
    let alarm = match &case.source {
        Source::Alarm(alarm) => Some(alarm.as_str()),
        Source::ByHand { .. } => None,
    };
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO case_file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            case.id.as_str(),
            schema::signed(version),
            case.is_open(),
            case.stage_name().code(),
            case.party.code.as_str(),
            case.district.as_str(),
            alarm,
            case.opened.at.as_microsecond(),
            case.found_on.to_string(),
            case.is_established(),
            case.suspected.act,
            case.merged_into().map(CaseId::as_str),
            state,
        ])?;
    put_fine(transaction, case)
}

/// The fine of a case, where it stands; none where it was annulled.
fn put_fine(transaction: &Transaction<'_>, case: &Case) -> Result<(), ViewsError> {
    let Some(fine) = DecidedFine::of(case) else {
        transaction.prepare_cached("DELETE FROM case_fine WHERE id = ?")?.execute([case.id.as_str()])?;
        return Ok(());
    };
    let row = serde_json::to_string(&fine).map_err(|error| ViewsError::row(error.to_string()))?;
    transaction.prepare_cached("INSERT OR REPLACE INTO case_fine VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(
        params![
            case.id.as_str(),
            case.district.as_str(),
            fine.table.as_ref().map(|(pack, table)| scale(pack, table)),
            fine.act,
            fine.decided_on.to_string(),
            row,
        ],
    )?;
    Ok(())
}

/// A table as the index knows it.
fn scale(pack: &str, table: &str) -> String {
    format!("{pack}/{table}")
}
