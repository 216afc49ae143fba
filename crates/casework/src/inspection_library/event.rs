use jiff::civil::Date;
use model::{Actor, BlobHash, CreditCode, ImportId, LibraryChangeId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Change, Enforcer, InspectionItem, InspectionObject, Library, LibraryImport, ObjectChange, TakenBack,
};
use crate::stored::kinds;

/// What happened to the libraries.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A file was imported.
    Imported(Imported),
    /// A whole import was taken back.
    Undone(Undone),
    /// A person said something of one officer.
    EnforcerPut(EnforcerPut),
    /// An enterprise has another name.
    ObjectRenamed(ObjectRenamed),
    /// Two objects are one enterprise.
    ObjectsMerged(ObjectsMerged),
    /// A change of who is who was taken back.
    ObjectChangeUndone(ObjectChangeUndone),
}

/// See [`Event::Imported`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imported {
    /// Its id.
    pub id: ImportId,
    /// The hash of the file.
    pub file: BlobHash,
    /// Every object of it that was taken, also those that were there already: who takes an earlier import back must not
    /// take these with it.
    pub objects: Vec<InspectionObject>,
    /// The same of officers.
    pub enforcers: Vec<Enforcer>,
    /// The same of items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<InspectionItem>,
    /// How many rows were refused.
    pub refused: u32,
}

/// See [`Event::Undone`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undone {
    /// Which import.
    pub id: ImportId,
    /// Why.
    pub reason: String,
}

/// See [`Event::EnforcerPut`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnforcerPut {
    /// The officer, as a whole.
    pub enforcer: Enforcer,
}

/// See [`Event::ObjectRenamed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectRenamed {
    /// The change's id.
    pub id: LibraryChangeId,
    /// Which object.
    pub code: CreditCode,
    /// What it was called.
    pub from: String,
    /// What it is called.
    pub to: String,
    /// The first day of the new name.
    pub since: Date,
    /// Why that is known, as in a notice of change.
    pub reason: String,
}

/// See [`Event::ObjectsMerged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectsMerged {
    /// The change's id.
    pub id: LibraryChangeId,
    /// The code that is no object any more.
    pub given_up: CreditCode,
    /// The code under which both are known.
    pub kept: CreditCode,
    /// Why that is known.
    pub reason: String,
}

/// See [`Event::ObjectChangeUndone`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectChangeUndone {
    /// Which change.
    pub id: LibraryChangeId,
    /// Why.
    pub reason: String,
}

/// Why an event does not follow on what happened before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} does not follow on what happened before")]
pub struct ApplyError {
    /// The event's kind.
    pub kind: &'static str,
}

/// Folds `event`, by `actor` at `at`, into `library`.
///
/// # Errors
/// If it does not follow on what happened before; the library is then as it was.
pub fn apply(library: &mut Library, event: &Event, actor: &Actor, at: Timestamp) -> Result<(), ApplyError> {
    let misfit = || ApplyError { kind: event.kind() };
    match event {
        Event::Imported(imported) => {
            if library.imports.contains_key(&imported.id) {
                return Err(misfit());
            }
            library.imports.insert(imported.id.clone(), LibraryImport::of(imported, actor, at));
            for object in &imported.objects {
                library.objects.put(object.code.clone(), Some(imported.id.clone()), object.clone());
            }
            for enforcer in &imported.enforcers {
                library.enforcers.put(enforcer.id.clone(), Some(imported.id.clone()), enforcer.clone());
            }
            for item in &imported.items {
                library.items.put(item.id.clone(), Some(imported.id.clone()), item.clone());
            }
        }
        Event::Undone(undone) => {
            let import = library.imports.get_mut(&undone.id).ok_or_else(misfit)?;
            import.take_back(undone, actor, at).ok_or_else(misfit)?;
            library.objects.take_back(&undone.id);
            library.enforcers.take_back(&undone.id);
            library.items.take_back(&undone.id);
        }
        Event::EnforcerPut(EnforcerPut { enforcer }) => {
            library.enforcers.put(enforcer.id.clone(), None, enforcer.clone());
        }
        Event::ObjectRenamed(_) | Event::ObjectsMerged(_) => {
            let change = ObjectChange::of(event, actor, at).ok_or_else(misfit)?;
            if library.identities.get(&change.id).is_some() {
                return Err(misfit());
            }
            library.identities.push(change);
        }
        Event::ObjectChangeUndone(undone) => {
            let change = library.identities.get_mut(&undone.id).ok_or_else(misfit)?;
            change.take_back(undone, actor, at).ok_or_else(misfit)?;
        }
    }
    Ok(())
}

impl ObjectChange {
    /// How a change stands just after its event; none of an event that is no change of who is who.
    pub fn of(event: &Event, by: &Actor, at: Timestamp) -> Option<Self> {
        let (id, reason, what) = match event.clone() {
            Event::ObjectRenamed(ObjectRenamed { id, code, from, to, since, reason }) => {
                (id, reason, Change::Renamed { code, from, to, since })
            }
            Event::ObjectsMerged(ObjectsMerged { id, given_up, kept, reason }) => {
                (id, reason, Change::Merged { given_up, kept })
            }
            Event::Imported(_) | Event::Undone(_) | Event::EnforcerPut(_) | Event::ObjectChangeUndone(_) => {
                return None;
            }
        };
        Some(Self { id, what, reason, by: by.clone(), at, taken_back: None })
    }

    /// Notes that it was taken back; nothing if it was before.
    pub fn take_back(&mut self, undone: &ObjectChangeUndone, by: &Actor, at: Timestamp) -> Option<()> {
        if self.taken_back.is_some() {
            return None;
        }
        self.taken_back = Some(TakenBack { reason: undone.reason.clone(), by: by.clone(), at });
        Some(())
    }
}

impl LibraryImport {
    /// How an import stands just after it.
    pub fn of(imported: &Imported, by: &Actor, at: Timestamp) -> Self {
        Self {
            id: imported.id.clone(),
            file: imported.file.clone(),
            objects: imported.objects.len(),
            enforcers: imported.enforcers.len(),
            items: imported.items.len(),
            refused: imported.refused,
            by: by.clone(),
            at,
            taken_back: None,
        }
    }

    /// Notes that it was taken back; nothing if it was before.
    pub fn take_back(&mut self, undone: &Undone, by: &Actor, at: Timestamp) -> Option<()> {
        if self.taken_back.is_some() {
            return None;
        }
        self.taken_back = Some(TakenBack { reason: undone.reason.clone(), by: by.clone(), at });
        Some(())
    }
}

// The shapes above are the stored format and never change.
kinds! {
    Imported = "inspection_library.imported",
    Undone = "inspection_library.undone",
    EnforcerPut = "inspection_library.enforcer_put",
    ObjectRenamed = "inspection_library.object_renamed",
    ObjectsMerged = "inspection_library.objects_merged",
    ObjectChangeUndone = "inspection_library.object_change_undone",
}
