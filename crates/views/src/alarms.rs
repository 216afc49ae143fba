//! Alarms: their rows, and what can be asked of them.

mod query;
mod rows;

use std::collections::BTreeMap;

use casework::alarm::{Alarm, StageName};
use jiff::civil::Date;
use ledger::StoredEvent;
use model::{
    AlarmId, BlobHash, CreditCode, DistrictCode, FindingKey, FindingKind, Scope, Severity, Subject,
    Timestamp, UserId,
};
use rusqlite::{OptionalExtension as _, params, params_from_iter};

pub(crate) use rows::{by_stream, insert_files, insert_step, put, touch};

use crate::{Views, ViewsError, schema};
use rows::{ROW_COLUMNS, key_text, row_of, severity_code};

/// Which alarms to list: those that fit everything that is given.
#[derive(Debug, Clone, Default)]
pub struct AlarmQuery {
    /// Open, closed, or both.
    pub state: AlarmState,
    /// Those within a scope: of a district are those of its subjects and those given to its branch.
    pub scope: Option<Scope>,
    /// Of one of these kinds; of any if empty.
    pub kinds: Vec<FindingKind>,
    /// Of one of these severities; of any if empty.
    pub severities: Vec<Severity>,
    /// At one of these stages; at any if empty.
    pub stages: Vec<StageName>,
    /// About this subject.
    pub subject: Option<Subject>,
    /// Of this enterprise.
    pub enterprise: Option<CreditCode>,
    /// With its subject in this district.
    pub district: Option<DistrictCode>,
    /// Given to this branch.
    pub branch: Option<DistrictCode>,
    /// With this officer.
    pub officer: Option<UserId>,
    /// The anomaly began the first time within these, by the readings; to the microsecond.
    pub began: Option<(Timestamp, Timestamp)>,
    /// Went up at its present stage, or did not.
    pub escalated: Option<bool>,
    /// With an event of this sequence or a later one.
    pub changed_since: Option<u64>,
    /// Handled with this alarm, or ended with it.
    pub merged_into: Option<AlarmId>,
    /// Handled with another alarm or ended with one, or not.
    pub merged: Option<bool>,
    /// Only those that know how much another presses that is, or was, handled with them.
    pub hears_led: bool,
    /// Put aside at an instant, or not.
    pub snooze: Option<SnoozeFilter>,
    /// Every one of these words, divided by blanks, is in its id or in a name, trade or id of its subject,
    /// enterprise or district. Parts of words count, letters large or small; made for Chinese.
    pub text: Option<String>,
    /// In which order.
    pub sort: AlarmSort,
    /// The smallest first instead of the largest.
    pub ascending: bool,
    /// Those after this one in that order.
    pub after: Option<AlarmCursor>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// Whether alarms are put aside (暂缓提醒) at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozeFilter {
    /// They are.
    AsideAt(Timestamp),
    /// They are not.
    AwakeAt(Timestamp),
}

/// Whether people still have something to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlarmState {
    /// Both.
    #[default]
    All,
    /// Not closed and not handed on.
    Open,
    /// Closed or handed on.
    Closed,
}

/// The order of a list; alarms that are equal in it stand in the order of their ids. Due times are no order
/// of this store: they follow from the law, not from events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlarmSort {
    /// By when it was raised.
    #[default]
    Raised,
    /// By severity, then by when it was raised.
    Severity,
    /// By its id.
    Id,
}

/// A place in a list, to go on from there; its text is opaque to everybody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmCursor {
    severity: i64,
    raised_at_us: i64,
    id: AlarmId,
}

/// A text is not a cursor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a place in a list of alarms")]
pub struct ParseCursorError {
    /// The text, cut to 80 characters.
    pub text: String,
}

impl std::fmt::Display for AlarmCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.severity, self.raised_at_us, self.id)
    }
}

impl std::str::FromStr for AlarmCursor {
    type Err = ParseCursorError;

    fn from_str(text: &str) -> Result<Self, ParseCursorError> {
        let parse = || {
            let mut parts = text.splitn(3, '.');
            Some(AlarmCursor {
                severity: parts.next()?.parse().ok()?,
                raised_at_us: parts.next()?.parse().ok()?,
                id: parts.next()?.parse().ok()?,
            })
        };
        parse().ok_or_else(|| ParseCursorError { text: text.chars().take(80).collect() })
    }
}

/// An alarm as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct AlarmRow {
    /// The version of its stream.
    pub version: u64,
    /// The event that raised it.
    pub raised_sequence: u64,
    /// Its latest event.
    pub last_sequence: u64,
    /// Its folded state.
    pub alarm: Alarm,
    /// How many alarms are handled with it, or ended with it.
    pub leads: u64,
}

impl AlarmCursor {
    /// The place of an alarm in a list that is sorted by ids.
    pub fn of_id(id: AlarmId) -> Self {
        Self { severity: 0, raised_at_us: 0, id }
    }
}

impl AlarmRow {
    /// Its place in a list.
    pub fn cursor(&self) -> AlarmCursor {
        AlarmCursor {
            severity: severity_code(self.alarm.pressing()),
            raised_at_us: self.alarm.raised_at.as_microsecond(),
            id: self.alarm.id.clone(),
        }
    }
}

/// An alarm with its whole history.
#[derive(Debug, Clone, PartialEq)]
pub struct AlarmView {
    /// As it stands.
    pub row: AlarmRow,
    /// Its events, oldest first, those too that this version does not understand.
    pub steps: Vec<StoredEvent>,
}

/// How many alarms are open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenCounts {
    /// By the subject's district; districts without are left out.
    pub by_district: BTreeMap<DistrictCode, u64>,
    /// By enterprise; enterprises without are left out.
    pub by_enterprise: BTreeMap<CreditCode, u64>,
    /// By subject; subjects without are left out.
    pub by_subject: BTreeMap<Subject, u64>,
}

impl Views {
    /// The alarms that fit `query`, in its order.
    ///
    /// # Errors
    /// If the file fails.
    pub fn alarms(&self, query: &AlarmQuery) -> Result<Vec<AlarmRow>, ViewsError> {
        let (sql, values) = query::list(query);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut alarms = Vec::new();
            while let Some(row) = rows.next()? {
                alarms.push(row_of(row)?);
            }
            Ok(alarms)
        })
    }

    /// How many alarms fit `query`, wherever its page begins and however long it is.
    ///
    /// # Errors
    /// If the file fails.
    pub fn count_alarms(&self, query: &AlarmQuery) -> Result<u64, ViewsError> {
        let (sql, values) = query::count(query);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            rows.next()?.map_or(Ok(0), |row| schema::unsigned(row, 0))
        })
    }

    /// Every open alarm, the latest first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn open_alarms(&self) -> Result<Vec<AlarmRow>, ViewsError> {
        self.alarms(&AlarmQuery { state: AlarmState::Open, ..AlarmQuery::default() })
    }

    /// Every alarm of an enterprise, the latest first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn alarms_of_enterprise(&self, enterprise: &CreditCode) -> Result<Vec<AlarmRow>, ViewsError> {
        self.alarms(&AlarmQuery { enterprise: Some(enterprise.clone()), ..AlarmQuery::default() })
    }

    /// One alarm with its steps.
    ///
    /// # Errors
    /// If the file fails.
    pub fn alarm(&self, id: &AlarmId) -> Result<Option<AlarmView>, ViewsError> {
        self.read(|connection| {
            // One snapshot, so that the steps are those that led to the state.
            let snapshot = connection.unchecked_transaction()?;
            let Some((row, stream)) = rows::by_id(&snapshot, id)? else { return Ok(None) };
            let steps = rows::steps(&snapshot, &stream)?;
            Ok(Some(AlarmView { row, steps }))
        })
    }

    /// The open alarm of an anomaly, if there is one; the latest, should there be more.
    ///
    /// # Errors
    /// If the file fails.
    pub fn open_alarm(&self, key: &FindingKey) -> Result<Option<AlarmId>, ViewsError> {
        let key = key_text(key)?;
        self.read(|connection| {
            let mut statement = connection.prepare_cached(query::OPEN_OF_ANOMALY)?;
            let mut rows = statement.query([key])?;
            rows.next()?.map(|row| schema::id(row, 0)).transpose()
        })
    }

    /// An alarm, open or not, of the same anomaly whose time shares more than its last instant with
    /// `began ..= seen`; to the microsecond.
    ///
    /// # Errors
    /// If the file fails.
    pub fn alarm_at(
        &self,
        key: &FindingKey,
        began: Timestamp,
        seen: Timestamp,
    ) -> Result<Option<AlarmId>, ViewsError> {
        let key = key_text(key)?;
        self.read(|connection| {
            let mut statement = connection.prepare_cached(query::OF_ANOMALY_AT)?;
            let mut rows = statement.query(params![key, began.as_microsecond(), seen.as_microsecond()])?;
            rows.next()?.map(|row| schema::id(row, 0)).transpose()
        })
    }

    /// For each anomaly its latest alarm, where the anomaly has not ended: people may have closed it.
    ///
    /// # Errors
    /// If the file fails.
    pub fn lasting_alarms(&self) -> Result<Vec<AlarmRow>, ViewsError> {
        let sql = format!(
            "SELECT {ROW_COLUMNS} FROM alarm WHERE cleared IS NULL AND NOT EXISTS (SELECT 1 FROM alarm AS later \
             WHERE later.finding_key = alarm.finding_key \
             AND (later.raised_at, later.id) > (alarm.raised_at, alarm.id)) ORDER BY id"
        );
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut alarms = Vec::new();
            while let Some(row) = rows.next()? {
                alarms.push(row_of(row)?);
            }
            Ok(alarms)
        })
    }

    /// The number after the highest of the ids `A<day>-<number>` that were given on `day` (of the bureau's
    /// wall calendar); 1 if none was.
    ///
    /// # Errors
    /// If the file fails.
    pub fn next_alarm_number(&self, day: Date) -> Result<u64, ViewsError> {
        let prefix = format!("A{}-", day.strftime("%Y%m%d"));
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT max(CAST(substr(id, length(?1) + 1) AS INTEGER)) FROM alarm WHERE id GLOB ?1 || '[0-9]*'",
            )?;
            let highest: Option<i64> = statement.query_row([prefix], |row| row.get(0)).optional()?.flatten();
            Ok(u64::try_from(highest.unwrap_or(0)).unwrap_or(0) + 1)
        })
    }

    /// How many alarms are open, by district, enterprise and subject.
    ///
    /// # Errors
    /// If the file fails.
    pub fn open_counts(&self) -> Result<OpenCounts, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT finding_key, district, enterprise, count(*) FROM alarm WHERE open = 1 GROUP BY 1, 2, 3",
            )?;
            let mut rows = statement.query([])?;
            let mut counts = OpenCounts::default();
            while let Some(row) = rows.next()? {
                let key: FindingKey = schema::json(row, 0)?;
                let many = schema::unsigned(row, 3)?;
                *counts.by_district.entry(schema::id(row, 1)?).or_default() += many;
                if row.get::<_, Option<String>>(2)?.is_some() {
                    *counts.by_enterprise.entry(schema::id(row, 2)?).or_default() += many;
                }
                *counts.by_subject.entry(key.subject).or_default() += many;
            }
            Ok(counts)
        })
    }

    /// The alarms whose events name a file, in the order of their ids: who may see one of them may see it.
    ///
    /// # Errors
    /// If the file fails.
    pub fn alarms_of_file(&self, hash: &BlobHash) -> Result<Vec<AlarmId>, ViewsError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT DISTINCT alarm FROM alarm_file WHERE hash = ? ORDER BY alarm")?;
            let mut rows = statement.query([hash.as_str()])?;
            let mut alarms = Vec::new();
            while let Some(row) = rows.next()? {
                alarms.push(schema::id(row, 0)?);
            }
            Ok(alarms)
        })
    }
}
