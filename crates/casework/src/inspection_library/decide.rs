use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{Actor, CreditCode, ImportId, InspectionId, LibraryChangeId, Role, Scope};

use super::{
    Change, Enforcer, EnforcerPut, Event, Imported, InspectionItem, InspectionObject, Library, MAX_WORDS,
    ObjectChangeUndone, ObjectRenamed, ObjectsMerged, Refusal, Undone,
};

/// What somebody wants to do with the libraries.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Take in what a file says.
    Import(Imported),
    /// Take a whole import back.
    Undo {
        /// Which.
        id: ImportId,
        /// Why.
        reason: String,
    },
    /// Say something of one officer that is there already: leave and conflicts change more often than files come.
    PutEnforcer(Enforcer),
    /// Say that an enterprise has another name.
    Rename(Renaming),
    /// Say that two objects are one enterprise.
    Merge(Merging),
    /// Take a change of who is who back.
    UndoChange {
        /// Which.
        id: LibraryChangeId,
        /// Why.
        reason: String,
    },
}

/// See [`Command::Rename`].
#[derive(Debug, Clone, PartialEq)]
pub struct Renaming {
    /// The change's id.
    pub id: LibraryChangeId,
    /// Which object.
    pub code: CreditCode,
    /// What it is called.
    pub to: String,
    /// The first day of the new name.
    pub since: Date,
    /// Why that is known.
    pub reason: String,
    /// The day on which that is said.
    pub today: Date,
}

/// See [`Command::Merge`].
#[derive(Debug, Clone, PartialEq)]
pub struct Merging {
    /// The change's id.
    pub id: LibraryChangeId,
    /// The code that is to be no object any more.
    pub given_up: CreditCode,
    /// The code under which both are to be known.
    pub kept: CreditCode,
    /// Why that is known.
    pub reason: String,
    /// What still goes on under the code that is given up.
    pub in_the_way: Vec<InTheWay>,
}

/// What goes on under a credit code and would lose its enterprise if the code were given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InTheWay {
    /// An inspection that is not done.
    Inspection(InspectionId),
    /// It stands on the positive list, or is about to.
    PositiveList,
    /// Emissions or power of it are monitored.
    Monitored,
}

/// Whether `actor` may change the libraries: duty officers and administrators of the city.
pub fn may_keep(actor: &Actor) -> bool {
    matches!(actor, Actor::User { role: Role::DutyOfficer | Role::Administrator, scope: Scope::City, .. })
}

/// What happens when `actor` gives `command`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(library: &Library, command: &Command, actor: &Actor) -> Result<Event, Refusal> {
    if !may_keep(actor) {
        return Err(Refusal::RoleMayNot);
    }
    match command {
        Command::Import(imported) => {
            check_import(library, imported)?;
            Ok(Event::Imported(imported.clone()))
        }
        Command::Undo { id, reason } => {
            let import = library.imports.get(id).ok_or(Refusal::NotFound)?;
            if import.taken_back.is_some() {
                return Err(Refusal::IsUndone);
            }
            Ok(Event::Undone(Undone { id: id.clone(), reason: why(reason)? }))
        }
        Command::PutEnforcer(enforcer) => {
            if library.enforcers.get(&enforcer.id).is_none() {
                return Err(Refusal::UnknownEnforcer { id: enforcer.id.clone() });
            }
            check_enforcer(enforcer)?;
            Ok(Event::EnforcerPut(EnforcerPut { enforcer: enforcer.clone() }))
        }
        Command::Rename(renaming) => rename(library, renaming),
        Command::Merge(merging) => merge(library, merging),
        Command::UndoChange { id, reason } => undo_change(library, id, reason),
    }
}

fn rename(library: &Library, renaming: &Renaming) -> Result<Event, Refusal> {
    let Renaming { id, code, to, since, reason, today } = renaming;
    free(library, id)?;
    let object = standing(library, code)?;
    let to = to.trim();
    if !is_words(to) {
        return Err(Refusal::NameMissing { what: code.to_string(), most: MAX_WORDS });
    }
    if object.name == to {
        return Err(Refusal::SameName);
    }
    if since > today {
        return Err(Refusal::InTheFuture);
    }
    Ok(Event::ObjectRenamed(ObjectRenamed {
        id: id.clone(),
        code: code.clone(),
        from: object.name,
        to: to.to_owned(),
        since: *since,
        reason: why(reason)?,
    }))
}

fn merge(library: &Library, merging: &Merging) -> Result<Event, Refusal> {
    let Merging { id, given_up, kept, reason, in_the_way } = merging;
    free(library, id)?;
    if given_up == kept {
        return Err(Refusal::WithItself);
    }
    standing(library, given_up)?;
    standing(library, kept)?;
    if !in_the_way.is_empty() {
        return Err(Refusal::InTheWay { what: in_the_way.clone() });
    }
    Ok(Event::ObjectsMerged(ObjectsMerged {
        id: id.clone(),
        given_up: given_up.clone(),
        kept: kept.clone(),
        reason: why(reason)?,
    }))
}

fn undo_change(library: &Library, id: &LibraryChangeId, reason: &str) -> Result<Event, Refusal> {
    let change = library.identities.get(id).ok_or(Refusal::NotFound)?;
    if change.taken_back.is_some() {
        return Err(Refusal::IsUndone);
    }
    match &change.what {
        // The later name would hang in the air.
        Change::Renamed { code, .. } if library.identities.is_renamed_after(id, code) => {
            return Err(Refusal::RenamedAgain);
        }
        Change::Renamed { .. } | Change::Merged { .. } => {}
    }
    Ok(Event::ObjectChangeUndone(ObjectChangeUndone { id: id.clone(), reason: why(reason)? }))
}

fn free(library: &Library, id: &LibraryChangeId) -> Result<(), Refusal> {
    if library.identities.get(id).is_none() { Ok(()) } else { Err(Refusal::IdTaken) }
}

fn standing(library: &Library, code: &CreditCode) -> Result<InspectionObject, Refusal> {
    library.object(code).ok_or_else(|| match library.identities.kept(code) {
        kept if kept == code => Refusal::UnknownObject { code: code.clone() },
        kept => Refusal::GivenUp { code: code.clone(), kept: kept.clone() },
    })
}

fn why(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if is_words(reason) { Ok(reason.to_owned()) } else { Err(Refusal::ReasonMissing { most: MAX_WORDS }) }
}

fn check_import(library: &Library, imported: &Imported) -> Result<(), Refusal> {
    if library.imports.contains_key(&imported.id) {
        return Err(Refusal::IdTaken);
    }
    // A file says the same whenever it comes: again, it would only hide that something was changed since.
    let same =
        library.imports.values().find(|import| import.file == imported.file && import.taken_back.is_none());
    if let Some(same) = same {
        return Err(Refusal::SameFile { id: same.id.clone(), at: same.at });
    }
    if imported.objects.is_empty() && imported.enforcers.is_empty() && imported.items.is_empty() {
        return Err(Refusal::NothingToImport);
    }
    let mut codes = BTreeSet::new();
    for object in &imported.objects {
        check_object(object)?;
        if !codes.insert(&object.code) {
            return Err(Refusal::Twice { what: object.code.to_string() });
        }
    }
    let mut ids = BTreeSet::new();
    for enforcer in &imported.enforcers {
        check_enforcer(enforcer)?;
        if !ids.insert(&enforcer.id) {
            return Err(Refusal::Twice { what: enforcer.id.to_string() });
        }
    }
    let mut items = BTreeSet::new();
    for item in &imported.items {
        check_item(item)?;
        if !items.insert(&item.id) {
            return Err(Refusal::Twice { what: item.id.to_string() });
        }
    }
    Ok(())
}

fn check_object(object: &InspectionObject) -> Result<(), Refusal> {
    match is_words(&object.name) {
        true => Ok(()),
        false => Err(Refusal::NameMissing { what: object.code.to_string(), most: MAX_WORDS }),
    }
}

fn check_item(item: &InspectionItem) -> Result<(), Refusal> {
    let what = || item.id.to_string();
    if !is_words(&item.name) || !is_words(&item.basis) {
        return Err(Refusal::NameMissing { what: what(), most: MAX_WORDS });
    }
    match item.methods.is_empty() || item.classes.is_empty() {
        true => Err(Refusal::WayMissing { what: what() }),
        false => Ok(()),
    }
}

fn check_enforcer(enforcer: &Enforcer) -> Result<(), Refusal> {
    let what = || enforcer.id.to_string();
    if !is_words(&enforcer.unit) || !is_words(&enforcer.certificate.issuer) {
        return Err(Refusal::NameMissing { what: what(), most: MAX_WORDS });
    }
    let upside_down = enforcer.certificate.until < enforcer.certificate.from
        || enforcer.leave.iter().any(|leave| leave.until < leave.from);
    if upside_down {
        return Err(Refusal::EndsBeforeItBegins { what: what() });
    }
    Ok(())
}

fn is_words(text: &str) -> bool {
    (1..=MAX_WORDS).contains(&text.trim().chars().count())
}
