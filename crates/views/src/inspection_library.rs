//! The libraries of objects and officers, and the imports that made them.

use std::collections::BTreeMap;

use casework::inspection_library::{
    Enforcer, EnforcerPut, Event, Identities, Imported, InspectionItem, InspectionObject, LibraryImport,
    ObjectChange, ObjectChangeUndone, Undone,
};
use ledger::StoredEvent;
use model::{CreditCode, EnforcerId, ImportId};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Views, ViewsError, schema};

const OBJECT: &str = "object";
const ENFORCER: &str = "enforcer";
const ITEM: &str = "item";

/// What was said last of a thing, or of every thing.
const CURRENT: &str = "SELECT body FROM library_layer AS layer WHERE kind = ?1 AND sequence = \
                       (SELECT max(sequence) FROM library_layer WHERE kind = ?1 AND id = layer.id)";

/// The names of objects, by credit code, each with the import that gave it.
pub type ObjectNames = BTreeMap<CreditCode, Vec<(String, Option<ImportId>)>>;

impl Views {
    /// Every object that stands by itself, by credit code.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_objects(&self) -> Result<Vec<InspectionObject>, ViewsError> {
        self.read(|connection| Ok(changes(connection)?.objects(every(connection, OBJECT)?)))
    }

    /// Every object as files have it, by credit code: those that were merged into others too, under the names of files.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_objects_of_files(&self) -> Result<Vec<InspectionObject>, ViewsError> {
        self.read(|connection| every(connection, OBJECT))
    }

    /// One object, under its name of now. One that was merged into another is told as files have it.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_object(&self, code: &CreditCode) -> Result<Option<InspectionObject>, ViewsError> {
        self.read(|connection| {
            let identities = changes(connection)?;
            let mut said = BTreeMap::new();
            for code in identities.codes(code) {
                if let Some(object) = one::<InspectionObject>(connection, OBJECT, code.as_str())? {
                    said.insert(code, object);
                }
            }
            Ok(identities.object(code, |code| said.get(code).cloned()))
        })
    }

    /// Who is who among the objects.
    ///
    /// # Errors
    /// If the file fails.
    pub fn object_identities(&self) -> Result<Identities, ViewsError> {
        self.read(changes)
    }

    /// Every name that a file that stands gives an object, by credit code, with the import that gave it.
    ///
    /// # Errors
    /// If the file fails.
    pub fn object_names(&self) -> Result<ObjectNames, ViewsError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, json_extract(body, '$.name'), import FROM library_layer WHERE kind = ?1 ORDER BY id, sequence",
            )?;
            let mut rows = statement.query([OBJECT])?;
            let mut found = ObjectNames::new();
            while let Some(row) = rows.next()? {
                let (code, name): (String, String) = (row.get(0)?, row.get(1)?);
                let import: Option<String> = row.get(2)?;
                let code = code.parse().map_err(|_| ViewsError::row(format!("credit code {code:?}")))?;
                let import = import.map(|import| import.parse()).transpose();
                let import = import.map_err(|error| ViewsError::row(format!("{error}")))?;
                found.entry(code).or_default().push((name, import));
            }
            Ok(found)
        })
    }

    /// Every officer, by number.
    ///
    /// # Errors
    /// If the file fails.
    pub fn enforcers(&self) -> Result<Vec<Enforcer>, ViewsError> {
        self.read(|connection| every(connection, ENFORCER))
    }

    /// One officer.
    ///
    /// # Errors
    /// If the file fails.
    pub fn enforcer(&self, id: &EnforcerId) -> Result<Option<Enforcer>, ViewsError> {
        self.read(|connection| one(connection, ENFORCER, id.as_str()))
    }

    /// Every item that may be inspected, by id.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_items(&self) -> Result<Vec<InspectionItem>, ViewsError> {
        self.read(|connection| every(connection, ITEM))
    }

    /// Every import into the libraries, the last one first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn library_imports(&self) -> Result<Vec<LibraryImport>, ViewsError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT state FROM library_import ORDER BY sequence DESC, id")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(schema::json(row, 0)?);
            }
            Ok(found)
        })
    }
}

fn changes(connection: &Connection) -> Result<Identities, ViewsError> {
    let mut statement =
        connection.prepare_cached("SELECT state FROM library_change ORDER BY sequence, id")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(schema::json(row, 0)?);
    }
    Ok(Identities::new(found))
}

fn every<T: DeserializeOwned>(connection: &Connection, kind: &str) -> Result<Vec<T>, ViewsError> {
    let mut statement = connection.prepare_cached(&format!("{CURRENT} ORDER BY id"))?;
    let mut rows = statement.query([kind])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(schema::json(row, 0)?);
    }
    Ok(found)
}

fn one<T: DeserializeOwned>(connection: &Connection, kind: &str, id: &str) -> Result<Option<T>, ViewsError> {
    let mut statement = connection.prepare_cached(&format!("{CURRENT} AND id = ?2"))?;
    let mut rows = statement.query([kind, id])?;
    rows.next()?.map(|row| schema::json(row, 0)).transpose()
}

/// Folds an event of the libraries; gives the reason why it was passed over, if it was.
pub(crate) fn fold(transaction: &Transaction<'_>, event: &StoredEvent) -> Result<Option<String>, ViewsError> {
    let parsed = match Event::from_json(&event.kind, &event.body) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Some(crate::fold::reason(&error))),
    };
    match parsed {
        Event::Imported(imported) => take_in(transaction, event, &imported),
        Event::Undone(undone) => take_back(transaction, event, &undone),
        Event::EnforcerPut(EnforcerPut { enforcer }) => {
            put(transaction, (ENFORCER, enforcer.id.as_str()), event.sequence, None, &enforcer)?;
            Ok(None)
        }
        Event::ObjectRenamed(_) | Event::ObjectsMerged(_) => change(transaction, event, &parsed),
        Event::ObjectChangeUndone(undone) => undo_change(transaction, event, &undone),
    }
}

fn change(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    parsed: &Event,
) -> Result<Option<String>, ViewsError> {
    let Some(change) = ObjectChange::of(parsed, &event.actor, event.at) else {
        return Ok(Some("no change of who is who".to_owned()));
    };
    let kept = transaction
        .prepare_cached("INSERT OR IGNORE INTO library_change VALUES (?1, ?2, ?3)")?
        .execute(params![change.id.as_str(), schema::signed(event.sequence), text(&change)?])?;
    Ok((kept == 0).then(|| "the id of the change is taken".to_owned()))
}

fn undo_change(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    undone: &ObjectChangeUndone,
) -> Result<Option<String>, ViewsError> {
    let row = transaction
        .prepare_cached("SELECT state FROM library_change WHERE id = ?")?
        .query_row([undone.id.as_str()], |row| Ok(schema::json::<ObjectChange>(row, 0)))
        .optional()?;
    let Some(mut change) = row.transpose()? else { return Ok(Some("no such change".to_owned())) };
    if change.take_back(undone, &event.actor, event.at).is_none() {
        return Ok(Some("the change was undone already".to_owned()));
    }
    transaction
        .prepare_cached("UPDATE library_change SET state = ?2 WHERE id = ?1")?
        .execute(params![undone.id.as_str(), text(&change)?])?;
    Ok(None)
}

fn take_in(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    imported: &Imported,
) -> Result<Option<String>, ViewsError> {
    if import(transaction, &imported.id)?.is_some() {
        return Ok(Some("the id of the import is taken".to_owned()));
    }
    let state = LibraryImport::of(imported, &event.actor, event.at);
    keep(transaction, event.sequence, &state)?;
    for object in &imported.objects {
        put(transaction, (OBJECT, object.code.as_str()), event.sequence, Some(&imported.id), object)?;
    }
    for enforcer in &imported.enforcers {
        put(transaction, (ENFORCER, enforcer.id.as_str()), event.sequence, Some(&imported.id), enforcer)?;
    }
    for item in &imported.items {
        put(transaction, (ITEM, item.id.as_str()), event.sequence, Some(&imported.id), item)?;
    }
    Ok(None)
}

fn take_back(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    undone: &Undone,
) -> Result<Option<String>, ViewsError> {
    let Some((sequence, mut state)) = import(transaction, &undone.id)? else {
        return Ok(Some("no such import".to_owned()));
    };
    if state.take_back(undone, &event.actor, event.at).is_none() {
        return Ok(Some("the import was undone already".to_owned()));
    }
    keep(transaction, sequence, &state)?;
    transaction
        .prepare_cached("DELETE FROM library_layer WHERE import = ?")?
        .execute([undone.id.as_str()])?;
    Ok(None)
}

/// An import with the sequence of its event.
fn import(transaction: &Transaction<'_>, id: &ImportId) -> Result<Option<(u64, LibraryImport)>, ViewsError> {
    let row = transaction
        .prepare_cached("SELECT sequence, state FROM library_import WHERE id = ?")?
        .query_row([id.as_str()], |row| {
            Ok(schema::unsigned(row, 0).and_then(|sequence| Ok((sequence, schema::json(row, 1)?))))
        })
        .optional()?;
    row.transpose()
}

fn keep(transaction: &Transaction<'_>, sequence: u64, state: &LibraryImport) -> Result<(), ViewsError> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO library_import VALUES (?1, ?2, ?3)")?
        .execute(params![state.id.as_str(), schema::signed(sequence), text(state)?])?;
    Ok(())
}

fn put(
    transaction: &Transaction<'_>,
    (kind, id): (&str, &str),
    sequence: u64,
    import: Option<&ImportId>,
    value: &impl Serialize,
) -> Result<(), ViewsError> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO library_layer VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![kind, id, schema::signed(sequence), import.map(ImportId::as_str), text(value)?])?;
    Ok(())
}

fn text(value: &impl Serialize) -> Result<String, ViewsError> {
    serde_json::to_string(value).map_err(|error| ViewsError::row(error.to_string()))
}
