//! Alarms as rows, and back.

use casework::alarm::{Alarm, Event};
use ledger::StoredEvent;
use model::{AlarmId, BlobHash, CreditCode, DistrictCode, FactorCode, FindingKey, Severity, Subject, UserId};
use rusqlite::{Connection, Row, Transaction, named_params, params};

use super::AlarmRow;
use crate::{ViewsError, schema};

/// What [`row_of`] reads, in its order.
pub(super) const ROW_COLUMNS: &str = "version, raised_sequence, last_sequence, state, \
     (SELECT count(*) FROM alarm AS led WHERE led.merged_into = alarm.id)";

pub(super) fn row_of(row: &Row<'_>) -> Result<AlarmRow, ViewsError> {
    Ok(AlarmRow {
        version: schema::unsigned(row, 0)?,
        raised_sequence: schema::unsigned(row, 1)?,
        last_sequence: schema::unsigned(row, 2)?,
        alarm: schema::json(row, 3)?,
        leads: schema::unsigned(row, 4)?,
    })
}

pub(crate) fn by_stream(connection: &Connection, stream: &str) -> Result<Option<AlarmRow>, ViewsError> {
    let sql = format!("SELECT {ROW_COLUMNS} FROM alarm WHERE stream = ?");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([stream])?;
    rows.next()?.map(row_of).transpose()
}

/// With its stream.
pub(super) fn by_id(connection: &Connection, id: &AlarmId) -> Result<Option<(AlarmRow, String)>, ViewsError> {
    let sql = format!("SELECT {ROW_COLUMNS}, stream FROM alarm WHERE id = ?");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([id.as_str()])?;
    rows.next()?.map(|row| Ok((row_of(row)?, row.get(5)?))).transpose()
}

pub(super) fn steps(connection: &Connection, stream: &str) -> Result<Vec<StoredEvent>, ViewsError> {
    let mut statement =
        connection.prepare_cached("SELECT entry FROM step WHERE stream = ? ORDER BY version")?;
    let mut rows = statement.query([stream])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let entry: Vec<u8> = row.get(0)?;
        let event = StoredEvent::decode(&entry).map_err(|error| ViewsError::row(error.to_string()))?;
        steps.push(event);
    }
    Ok(steps)
}

pub(crate) fn insert_step(transaction: &Transaction<'_>, event: &StoredEvent) -> Result<(), ViewsError> {
    transaction.prepare_cached("INSERT INTO step VALUES (?, ?, ?, ?)")?.execute(params![
        event.stream.as_str(),
        schema::signed(event.version),
        schema::signed(event.sequence),
        event.encode()?,
    ])?;
    Ok(())
}

/// An event that was passed over counts in the version all the same: commands are made for a version.
pub(crate) fn touch(transaction: &Transaction<'_>, event: &StoredEvent) -> Result<(), ViewsError> {
    transaction.prepare_cached("UPDATE alarm SET version = ?, last_sequence = ? WHERE stream = ?")?.execute(
        params![schema::signed(event.version), schema::signed(event.sequence), event.stream.as_str()],
    )?;
    Ok(())
}

/// Writes the alarm as `event` leaves it.
pub(crate) fn put(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    raised_sequence: u64,
    alarm: &Alarm,
) -> Result<(), ViewsError> {
    let state = serde_json::to_string(alarm).map_err(|error| ViewsError::row(error.to_string()))?;
    let (subject_kind, subject) = subject_columns(&alarm.key.subject);
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO alarm VALUES (:id, :stream, :version, :raised_sequence, :last_sequence, \
             :open, :stage, :finding_key, :kind, :severity, :subject_kind, :subject, :factor, :enterprise, \
             :district, :branch, :officer, :raised_at, :began, :seen, :cleared, :escalated, :snoozed_until, \
             :merged_into, :hears_led, :outcome, :state)",
        )?
        .execute(named_params! {
            ":id": alarm.id.as_str(),
            ":stream": event.stream.as_str(),
            ":version": schema::signed(event.version),
            ":raised_sequence": schema::signed(raised_sequence),
            ":last_sequence": schema::signed(event.sequence),
            ":open": alarm.is_open(),
            ":stage": alarm.stage_name().code(),
            ":finding_key": key_text(&alarm.key)?,
            ":kind": alarm.key.kind.code(),
            ":severity": severity_code(alarm.pressing()),
            ":subject_kind": subject_kind,
            ":subject": subject,
            ":factor": alarm.key.factor.as_ref().map(FactorCode::as_str),
            ":enterprise": alarm.enterprise.as_ref().map(CreditCode::as_str),
            ":district": alarm.district.as_str(),
            ":branch": alarm.branch().map(DistrictCode::as_str),
            ":officer": alarm.officer().map(UserId::as_str),
            ":raised_at": alarm.raised_at.as_microsecond(),
            ":began": alarm.first_began.as_microsecond(),
            ":seen": alarm.seen.as_microsecond(),
            ":cleared": alarm.cleared_at.map(model::Timestamp::as_microsecond),
            ":escalated": alarm.is_escalated(),
            ":snoozed_until": alarm.snooze.as_ref().map(|snooze| snooze.until.as_microsecond()),
            ":merged_into": alarm.merged.as_ref().map(|merge| merge.into.as_str()),
            ":hears_led": !alarm.led.is_empty(),
            ":outcome": alarm.verification().map(|found| found.outcome.code()),
            ":state": state,
        })?;
    Ok(())
}

/// Remembers which files an event brought.
pub(crate) fn insert_files(
    transaction: &Transaction<'_>,
    sequence: u64,
    id: &AlarmId,
    event: &Event,
) -> Result<(), ViewsError> {
    for hash in files_of(event) {
        transaction.prepare_cached("INSERT OR IGNORE INTO alarm_file VALUES (?, ?, ?)")?.execute(params![
            hash.as_str(),
            id.as_str(),
            schema::signed(sequence)
        ])?;
    }
    Ok(())
}

fn files_of(event: &Event) -> &[BlobHash] {
    match event {
        Event::Explained(explained) => &explained.files,
        Event::Verified(verified) => &verified.files,
        Event::Raised(_)
        | Event::SeverityChanged(_)
        | Event::FactsChanged(_)
        | Event::Cleared(_)
        | Event::Recurred(_)
        | Event::Assigned(_)
        | Event::Accepted(_)
        | Event::Returned(_)
        | Event::Closed(_)
        | Event::HandedOn(_)
        | Event::Escalated(_)
        | Event::Snoozed(_)
        | Event::Woken(_)
        | Event::Merged(_)
        | Event::Separated(_)
        | Event::LedChanged(_)
        | Event::EndedWith(_) => &[],
    }
}

/// The anomaly as text: its fields in the order of the type, so equal keys have equal texts.
pub(super) fn key_text(key: &FindingKey) -> Result<String, ViewsError> {
    serde_json::to_string(key).map_err(|error| ViewsError::row(error.to_string()))
}

/// The kinds are those of register entries, so that a subject's names are found.
pub(super) fn subject_columns(subject: &Subject) -> (&'static str, &str) {
    use crate::EntryKind;
    match subject {
        Subject::Outlet(id) => (EntryKind::Outlet.code(), id.as_str()),
        Subject::TreatmentUnit(id) => (EntryKind::TreatmentUnit.code(), id.as_str()),
        Subject::Logger(mn) => (EntryKind::Logger.code(), mn.as_str()),
        Subject::Meter(id) => (EntryKind::Meter.code(), id.as_str()),
        Subject::Station(id) => (EntryKind::Station.code(), id.as_str()),
    }
}

/// Severities as numbers that sort.
pub(super) fn severity_code(severity: Severity) -> i64 {
    match severity {
        Severity::Notice => 0,
        Severity::Moderate => 1,
        Severity::Serious => 2,
        Severity::Grave => 3,
    }
}
