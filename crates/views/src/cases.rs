//! Cases: where each stands, and which of a party were established.

use casework::case::{
    Case, DecidedFine, EarlierCase, Event, Likeness, OutcomeName, Source, StageName, apply,
};
use jiff::civil::Date;
use ledger::StoredEvent;
use model::{AlarmId, CaseId, CreditCode, DistrictCode, Money, china};
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
    /// Only those that were decided so.
    pub outcome: Option<OutcomeName>,
    /// Only those that were opened in this year, in China's time.
    pub year: Option<i16>,
    /// Only those of this district.
    pub district: Option<DistrictCode>,
    /// Only those of this district too: what the asker may see.
    pub within: Option<DistrictCode>,
    /// Only those of this party.
    pub party: Option<CreditCode>,
    /// Only those with these words in the party's name or code, the case's id or what is suspected.
    pub words: String,
}

/// The place of a case in the list: when it was opened, µs since 1970, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePlace {
    /// When.
    pub opened_us: i64,
    /// Which.
    pub id: CaseId,
}

impl CasePlace {
    /// The place of a case.
    pub fn of(case: &Case) -> Self {
        Self { opened_us: case.opened.at.as_microsecond(), id: case.id.clone() }
    }
}

/// Cases in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseFigures {
    /// How many there are.
    pub all: u64,
    /// In how many something is still to be done.
    pub open: u64,
    /// How many were decided with a penalty that stands.
    pub punished: u64,
    /// How many were decided without one, though the act was established.
    pub exempt: u64,
    /// The fines that stand.
    pub fines: Money,
}

const COLUMNS: &str = "version, state";

/// The conditions of a query with their values.
fn wanted(query: &CaseQuery) -> (String, Vec<Value>) {
    let mut conditions = vec!["1 = 1"];
    let mut values: Vec<Value> = Vec::new();
    if query.open {
        conditions.push("open = 1");
    }
    if let Some((first, end)) = query.year.and_then(year) {
        conditions.push("opened >= ? AND opened < ?");
        values.extend([Value::Integer(first), Value::Integer(end)]);
    }
    let words = query.words.trim().to_lowercase();
    let texts = [
        ("stage = ?", query.stage.map(|stage| stage.code().to_owned())),
        ("outcome = ?", query.outcome.map(|outcome| outcome.code().to_owned())),
        ("district = ?", query.district.as_ref().map(ToString::to_string)),
        ("district = ?", query.within.as_ref().map(ToString::to_string)),
        ("party = ?", query.party.as_ref().map(ToString::to_string)),
        ("instr(words, ?) > 0", Some(words).filter(|words| !words.is_empty())),
    ];
    for (condition, text) in texts {
        if let Some(text) = text {
            conditions.push(condition);
            values.push(Value::Text(text));
        }
    }
    (conditions.join(" AND "), values)
}

/// When a year begins and ends in China, µs since 1970.
fn year(year: i16) -> Option<(i64, i64)> {
    let first = Date::new(year, 1, 1).ok()?;
    let end = Date::new(year.checked_add(1)?, 1, 1).ok()?;
    let begins = |day: Date| china::instant(day.at(0, 0, 0, 0)).as_microsecond();
    Some((begins(first), begins(end)))
}

impl Views {
    /// Cases, the one opened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn cases(&self, query: &CaseQuery) -> Result<Vec<CaseRow>, ViewsError> {
        self.cases_page(query, None, usize::MAX)
    }

    /// At most `limit` cases after a place of the list, the one opened last first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn cases_page(
        &self,
        query: &CaseQuery,
        after: Option<&CasePlace>,
        limit: usize,
    ) -> Result<Vec<CaseRow>, ViewsError> {
        let (mut wanted, mut values) = wanted(query);
        if let Some(place) = after {
            wanted.push_str(" AND (opened < ? OR (opened = ? AND id > ?))");
            let opened = Value::Integer(place.opened_us);
            values.extend([opened.clone(), opened, Value::Text(place.id.to_string())]);
        }
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let sql = format!("SELECT {COLUMNS} FROM case_file WHERE {wanted} ORDER BY opened DESC, id LIMIT ?");
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

    /// Cases in figures; none of them is read.
    ///
    /// # Errors
    /// If the file fails.
    pub fn case_figures(&self, query: &CaseQuery) -> Result<CaseFigures, ViewsError> {
        let (wanted, values) = wanted(query);
        let sql = format!(
            "SELECT count(*), total(open), total(outcome = 'penalty'), total(outcome = 'no_penalty'),
                    coalesce(sum(fine), 0)
             FROM case_file WHERE {wanted}"
        );
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values.iter()))?;
            let row = rows.next()?.ok_or_else(|| ViewsError::row("figures without a row".to_owned()))?;
            // Counts are whole and small; `total` only makes zero of nothing.
            let count = |column: usize| -> Result<u64, ViewsError> { Ok(row.get::<_, f64>(column)? as u64) };
            Ok(CaseFigures {
                all: schema::unsigned(row, 0)?,
                open: count(1)?,
                punished: count(2)?,
                exempt: count(3)?,
                fines: Money::from_fen(row.get(4)?).unwrap_or(Money::ZERO),
            })
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
            "INSERT OR REPLACE INTO case_file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
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
            case.outcome_name().map(OutcomeName::code),
            case.fine().map(Money::fen),
            words_of(case),
            state,
        ])?;
    put_fine(transaction, case)
}

/// What a case is looked for by, in small letters.
fn words_of(case: &Case) -> String {
    let texts = [case.party.name.as_str(), case.party.code.as_str(), case.id.as_str(), &case.suspected.words];
    texts.join("\n").to_lowercase()
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
