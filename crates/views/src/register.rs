//! The register's rows and its history of changes.

use ledger::StoredEvent;
use model::{Actor, CreditCode, Logger, LoggerTarget, Register, RegisterEntry, Timestamp};
use rusqlite::{Connection, Transaction, params, params_from_iter};

use crate::{Views, ViewsError, schema};

/// What kind of thing a register entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A district.
    District,
    /// An enterprise.
    Enterprise,
    /// An outlet.
    Outlet,
    /// A production line.
    Line,
    /// A treatment facility.
    TreatmentUnit,
    /// A power meter.
    Meter,
    /// A station.
    Station,
    /// A logger.
    Logger,
    /// In what a logger deviates from the standard.
    DeviceProfile,
    /// An order to limit or stop production.
    Order,
}

impl EntryKind {
    /// All kinds, in an order in which each names only kinds before it.
    pub const ALL: [EntryKind; 10] = [
        EntryKind::District,
        EntryKind::Enterprise,
        EntryKind::Outlet,
        EntryKind::Line,
        EntryKind::TreatmentUnit,
        EntryKind::Meter,
        EntryKind::Station,
        EntryKind::Logger,
        EntryKind::DeviceProfile,
        EntryKind::Order,
    ];

    /// The stable code of database and API.
    pub fn code(self) -> &'static str {
        match self {
            EntryKind::District => "district",
            EntryKind::Enterprise => "enterprise",
            EntryKind::Outlet => "outlet",
            EntryKind::Line => "line",
            EntryKind::TreatmentUnit => "treatment_unit",
            EntryKind::Meter => "meter",
            EntryKind::Station => "station",
            EntryKind::Logger => "logger",
            EntryKind::DeviceProfile => "device_profile",
            EntryKind::Order => "order",
        }
    }
}

/// One entry that one event put into the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterChange {
    /// The event in the ledger.
    pub sequence: u64,
    /// When, to the microsecond.
    pub at: Timestamp,
    /// The event's kind.
    pub event: String,
    /// Who did it.
    pub actor: Actor,
    /// What kind of entry.
    pub entry_kind: EntryKind,
    /// Its id.
    pub entry: String,
    /// The enterprise that it belonged to after the change.
    pub enterprise: Option<CreditCode>,
}

/// Which changes of the register to list.
#[derive(Debug, Clone, Default)]
pub struct RegisterChangeQuery {
    /// Those of one entry.
    pub entry: Option<(EntryKind, String)>,
    /// Those of one enterprise and of everything that belongs to it.
    pub enterprise: Option<CreditCode>,
    /// Those of events before this one.
    pub before: Option<u64>,
    /// At most so many.
    pub limit: Option<u32>,
}

impl Views {
    /// The register's changes, the latest first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn register_changes(&self, query: &RegisterChangeQuery) -> Result<Vec<RegisterChange>, ViewsError> {
        let mut sql = String::from(
            "SELECT sequence, at, event, actor, entry_kind, entry, enterprise FROM register_change WHERE TRUE",
        );
        let mut values: Vec<rusqlite::types::Value> = Vec::new();
        if let Some((kind, entry)) = &query.entry {
            sql.push_str(" AND entry_kind = ? AND entry = ?");
            values.extend([kind.code().to_owned().into(), entry.clone().into()]);
        }
        if let Some(enterprise) = &query.enterprise {
            sql.push_str(" AND enterprise = ?");
            values.push(enterprise.to_string().into());
        }
        if let Some(before) = query.before {
            sql.push_str(" AND sequence < ?");
            values.push(schema::signed(before).into());
        }
        sql.push_str(" ORDER BY sequence DESC, ordinal DESC LIMIT ?");
        values.push(query.limit.map_or(-1, i64::from).into());
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                changes.push(change_of_row(row)?);
            }
            Ok(changes)
        })
    }
}

fn change_of_row(row: &rusqlite::Row<'_>) -> Result<RegisterChange, ViewsError> {
    let code: String = row.get(4)?;
    let kind = EntryKind::ALL.into_iter().find(|kind| kind.code() == code);
    let enterprise: Option<String> = row.get(6)?;
    Ok(RegisterChange {
        sequence: schema::unsigned(row, 0)?,
        at: Timestamp::from_microsecond(row.get(1)?).map_err(|error| ViewsError::row(error.to_string()))?,
        event: row.get(2)?,
        actor: schema::json(row, 3)?,
        entry_kind: kind.ok_or_else(|| ViewsError::row(format!("entry kind {code:?}")))?,
        entry: row.get(5)?,
        enterprise: enterprise
            .map(|code| code.parse())
            .transpose()
            .map_err(|_| ViewsError::row("enterprise"))?,
    })
}

/// The stored register.
pub(crate) fn load(connection: &Connection) -> Result<Register, ViewsError> {
    let mut register = Register::default();
    let mut statement = connection.prepare("SELECT body FROM register_entry WHERE kind = ? ORDER BY id")?;
    for kind in EntryKind::ALL {
        let mut rows = statement.query([kind.code()])?;
        while let Some(row) = rows.next()? {
            let entry: RegisterEntry = schema::json(row, 0)?;
            register.put(entry).map_err(|error| ViewsError::row(error.to_string()))?;
        }
    }
    Ok(register)
}

/// Writes the rows of an event that `register` already holds.
pub(crate) fn put(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    parsed: &casework::register::Event,
    register: &Register,
) -> Result<(), ViewsError> {
    use casework::register::{Event, KeyNoted, LoggerAdopted};
    match parsed {
        Event::Imported(imported) => {
            for (ordinal, entry) in (0u32..).zip(&imported.entries) {
                put_entry(transaction, event, ordinal, entry, register)?;
            }
            Ok(())
        }
        Event::Put(put) => put_entry(transaction, event, 0, &put.entry, register),
        Event::LoggerAdopted(LoggerAdopted { mn, .. }) | Event::KeyNoted(KeyNoted { mn, .. }) => {
            match register.loggers.get(mn) {
                Some(logger) => {
                    put_entry(transaction, event, 0, &RegisterEntry::Logger(logger.clone()), register)
                }
                None => Ok(()),
            }
        }
    }
}

fn put_entry(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    ordinal: u32,
    entry: &RegisterEntry,
    register: &Register,
) -> Result<(), ViewsError> {
    let Described { kind, id, names, enterprise } = describe(entry, register);
    let encode = |error: serde_json::Error| ViewsError::row(error.to_string());
    let body = serde_json::to_string(entry).map_err(encode)?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO register_entry VALUES (?, ?, ?, ?)")?
        .execute(params![kind.code(), id, names.to_lowercase(), body])?;
    let actor = serde_json::to_string(&event.actor).map_err(encode)?;
    transaction.prepare_cached("INSERT INTO register_change VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
        params![
            schema::signed(event.sequence),
            ordinal,
            event.at.as_microsecond(),
            event.kind,
            actor,
            kind.code(),
            id,
            enterprise.as_ref().map(CreditCode::as_str),
        ],
    )?;
    Ok(())
}

struct Described {
    kind: EntryKind,
    id: String,
    /// What a search for it may contain, by lines.
    names: String,
    enterprise: Option<CreditCode>,
}

fn describe(entry: &RegisterEntry, register: &Register) -> Described {
    let described = |kind, id: &str, names: &[&str], enterprise: Option<&CreditCode>| Described {
        kind,
        id: id.to_owned(),
        names: names.iter().chain(&[id]).copied().collect::<Vec<_>>().join("\n"),
        enterprise: enterprise.cloned(),
    };
    match entry {
        RegisterEntry::District(e) => {
            described(EntryKind::District, e.code.as_str(), &[&e.name, &e.name_en], None)
        }
        RegisterEntry::Enterprise(e) => described(
            EntryKind::Enterprise,
            e.code.as_str(),
            &[&e.name, &e.name_en, &e.trade, &e.trade_en],
            Some(&e.code),
        ),
        RegisterEntry::Outlet(e) => {
            described(EntryKind::Outlet, e.id.as_str(), &[&e.name, &e.name_en], Some(&e.enterprise))
        }
        RegisterEntry::Line(e) => {
            described(EntryKind::Line, e.id.as_str(), &[&e.name, &e.name_en], Some(&e.enterprise))
        }
        RegisterEntry::TreatmentUnit(e) => {
            described(EntryKind::TreatmentUnit, e.id.as_str(), &[&e.name, &e.name_en], Some(&e.enterprise))
        }
        RegisterEntry::Meter(e) => described(EntryKind::Meter, e.id.as_str(), &[], Some(&e.enterprise)),
        RegisterEntry::Station(e) => {
            described(EntryKind::Station, e.id.as_str(), &[&e.name, &e.name_en], None)
        }
        RegisterEntry::Logger(e) => {
            described(EntryKind::Logger, e.mn.as_str(), &[], enterprise_of(e, register))
        }
        RegisterEntry::DeviceProfile(e) => {
            let logger = register.loggers.get(&e.mn);
            let enterprise = logger.and_then(|logger| enterprise_of(logger, register));
            described(EntryKind::DeviceProfile, e.mn.as_str(), &[], enterprise)
        }
        RegisterEntry::Order(e) => {
            described(EntryKind::Order, e.id.as_str(), &[&e.document], Some(&e.enterprise))
        }
    }
}

/// Whose outlet a logger reports for.
fn enterprise_of<'r>(logger: &Logger, register: &'r Register) -> Option<&'r CreditCode> {
    match &logger.target {
        LoggerTarget::Outlet(id) => register.outlets.get(id).map(|outlet| &outlet.enterprise),
        LoggerTarget::Station(_) => None,
    }
}
