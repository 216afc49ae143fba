use std::collections::BTreeSet;

use model::{Actor, ImportId, Role, Scope};

use super::{
    Enforcer, EnforcerPut, Event, Imported, InspectionItem, InspectionObject, Library, MAX_WORDS, Refusal,
    Undone,
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
            let reason = reason.trim();
            if !is_words(reason) {
                return Err(Refusal::ReasonMissing { most: MAX_WORDS });
            }
            Ok(Event::Undone(Undone { id: id.clone(), reason: reason.to_owned() }))
        }
        Command::PutEnforcer(enforcer) => {
            if library.enforcers.get(&enforcer.id).is_none() {
                return Err(Refusal::UnknownEnforcer { id: enforcer.id.clone() });
            }
            check_enforcer(enforcer)?;
            Ok(Event::EnforcerPut(EnforcerPut { enforcer: enforcer.clone() }))
        }
    }
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
