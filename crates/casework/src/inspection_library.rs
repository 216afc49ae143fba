//! One list and two libraries behind inspections (一单两库): items that may be inspected; objects that may be inspected with the facts that pools and weights need,
//! and officers with their certificates. They come from files, a whole file at a time, and a whole file can be taken
//! back: what it said stands no longer, and what stood before stands again (docs/adr/0011 says why so for readings).
//!
//! No name and no certificate number is here: the vault knows who an [`EnforcerId`] is. A fact that nobody has given is
//! absent, which is not the same as none.

mod decide;
mod enforcer;
mod event;
mod identity;
mod item;
mod layers;
mod object;
mod refusal;

use std::collections::BTreeMap;

use model::{Actor, BlobHash, CreditCode, EnforcerId, ImportId, InspectionItemId, Timestamp};
use serde::{Deserialize, Serialize};

pub use decide::{Command, InTheWay, Merging, Renaming, decide, may_keep};
pub use enforcer::{Certificate, CertificateState, Conflict, Enforcer, Leave, RecusalGround, Speciality};
pub use event::{
    ApplyError, EnforcerPut, Event, Imported, ObjectChangeUndone, ObjectRenamed, ObjectsMerged, Undone, apply,
};
pub use identity::{Change, Identities, ObjectChange};
pub use item::{CheckClass, CheckMethod, InspectionItem};
pub use layers::Layers;
pub use object::{EnforcementRecord, InspectionObject, KeyList, PermitClass, Surroundings};
pub use refusal::Refusal;

/// The stream of both libraries.
pub const STREAM: &str = "inspection-library";

/// The longest reason, name, basis or unit, characters.
pub const MAX_WORDS: usize = 200;

/// The list and both libraries as their events leave them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Library {
    /// Every import, those that were undone as well.
    pub imports: BTreeMap<ImportId, LibraryImport>,
    /// What files say of objects, by credit code.
    pub objects: Layers<CreditCode, InspectionObject>,
    /// Who is who among them.
    pub identities: Identities,
    /// The officers, by number.
    pub enforcers: Layers<EnforcerId, Enforcer>,
    /// The items, by id.
    pub items: Layers<InspectionItemId, InspectionItem>,
}

/// An import of a file into a library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LibraryImport {
    /// Its id.
    pub id: ImportId,
    /// The hash of the file's bytes; the file itself is not kept, since it may hold names.
    pub file: BlobHash,
    /// How many objects it brought.
    pub objects: usize,
    /// How many officers it brought.
    pub enforcers: usize,
    /// How many items it brought.
    #[serde(default)]
    pub items: usize,
    /// How many of its rows were refused.
    pub refused: u32,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// That it was taken back, if it was.
    pub taken_back: Option<TakenBack>,
}

/// That an import was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl Library {
    /// An object that stands by itself, under its name of now.
    pub fn object(&self, code: &CreditCode) -> Option<InspectionObject> {
        let by_itself = self.identities.is_by_itself(code, |code| self.objects.get(code).is_some());
        by_itself.then(|| self.identities.object(code, |code| self.objects.get(code).cloned())).flatten()
    }

    /// Every object that stands by itself, by credit code.
    pub fn standing_objects(&self) -> Vec<InspectionObject> {
        self.identities.objects(self.objects.iter().map(|(_, object)| object.clone()).collect())
    }
}
