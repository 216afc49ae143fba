//! Who is who among the objects, by a person's word: an enterprise that was renamed, and two objects that are one. Both lie
//! over what the files say, so that a file that comes later, or one that is taken back, changes neither.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::{Actor, CreditCode, LibraryChangeId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{EnforcementRecord, InspectionObject, TakenBack};

/// A change of who is who.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectChange {
    /// Its id.
    pub id: LibraryChangeId,
    /// Which.
    pub what: Change,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// That it was taken back, if it was.
    pub taken_back: Option<TakenBack>,
}

/// What a change says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// An enterprise has another name.
    Renamed {
        /// Which.
        code: CreditCode,
        /// What it was called.
        from: String,
        /// What it is called.
        to: String,
        /// The first day of the new name.
        since: Date,
    },
    /// Two objects are one enterprise.
    Merged {
        /// The code that is no object any more.
        given_up: CreditCode,
        /// The code under which both are known.
        kept: CreditCode,
    },
}

/// All changes, in their order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identities(Vec<ObjectChange>);

impl Identities {
    /// These changes, in their order.
    pub fn new(changes: Vec<ObjectChange>) -> Self {
        Self(changes)
    }

    /// Every change, those that were taken back as well.
    pub fn all(&self) -> &[ObjectChange] {
        &self.0
    }

    /// One of them.
    pub fn get(&self, id: &LibraryChangeId) -> Option<&ObjectChange> {
        self.0.iter().find(|change| change.id == *id)
    }

    pub(super) fn push(&mut self, change: ObjectChange) {
        self.0.push(change);
    }

    pub(super) fn get_mut(&mut self, id: &LibraryChangeId) -> Option<&mut ObjectChange> {
        self.0.iter_mut().find(|change| change.id == *id)
    }

    fn standing(&self) -> impl Iterator<Item = &ObjectChange> {
        self.0.iter().filter(|change| change.taken_back.is_none())
    }

    /// The code under which `code` is known: itself, unless it was given up.
    pub fn kept<'a>(&'a self, code: &'a CreditCode) -> &'a CreditCode {
        let mut known = code;
        // Each step leads to another code; a change leads only to a code that is known by itself, so there is no circle.
        for _ in 0..self.0.len() {
            match self.standing().find_map(|change| given_up(change, known)) {
                Some(next) => known = next,
                None => break,
            }
        }
        known
    }

    /// Every code under which whoever is known as `kept` was ever known.
    pub fn codes(&self, kept: &CreditCode) -> BTreeSet<CreditCode> {
        let merged = self.standing().filter_map(|change| match &change.what {
            Change::Merged { given_up, .. } if self.kept(given_up) == kept => Some(given_up),
            Change::Merged { .. } | Change::Renamed { .. } => None,
        });
        merged.chain([kept]).cloned().collect()
    }

    /// What an enterprise is called of which a file says `name`: a name that was given up does not come back by a file.
    pub fn name<'a>(&'a self, code: &CreditCode, name: &'a str) -> &'a str {
        self.standing().fold(name, |name, change| match &change.what {
            Change::Renamed { code: of, from, to, .. } if of == code && from == name => to,
            Change::Renamed { .. } | Change::Merged { .. } => name,
        })
    }

    /// Whether another standing change of the name came after this one.
    pub(super) fn is_renamed_after(&self, id: &LibraryChangeId, code: &CreditCode) -> bool {
        let renames = self
            .standing()
            .filter(|change| matches!(&change.what, Change::Renamed { code: of, .. } if of == code));
        renames.last().is_some_and(|last| last.id != *id)
    }

    /// The object of `code` under its name of now, with what is known of those that are the same; `said` is what files say
    /// of these codes. A code that was given up is told as files have it.
    pub fn object(
        &self,
        code: &CreditCode,
        said: impl Fn(&CreditCode) -> Option<InspectionObject>,
    ) -> Option<InspectionObject> {
        let mut object = said(code)?;
        object.name = self.name(code, &object.name).to_owned();
        if self.kept(code) == code {
            for other in self.codes(code).iter().filter(|other| *other != code).filter_map(said) {
                take_in(&mut object, other);
            }
        }
        Some(object)
    }

    /// Every object that stands by itself, of what files say.
    pub fn objects(&self, said: Vec<InspectionObject>) -> Vec<InspectionObject> {
        if self.0.is_empty() {
            return said;
        }
        let said: BTreeMap<CreditCode, InspectionObject> =
            said.into_iter().map(|object| (object.code.clone(), object)).collect();
        let by_itself = said.keys().filter(|code| self.is_by_itself(code, |code| said.contains_key(code)));
        by_itself.filter_map(|code| self.object(code, |code| said.get(code).cloned())).collect()
    }

    /// Whether a code that files know is an object: it was not given up for another that files know as well.
    pub fn is_by_itself(&self, code: &CreditCode, known: impl Fn(&CreditCode) -> bool) -> bool {
        let kept = self.kept(code);
        kept == code || !known(kept)
    }
}

fn given_up<'a>(change: &'a ObjectChange, code: &CreditCode) -> Option<&'a CreditCode> {
    match &change.what {
        Change::Merged { given_up, kept } if given_up == code => Some(kept),
        Change::Merged { .. } | Change::Renamed { .. } => None,
    }
}

/// What nobody has said of `object` is taken from `other`, and what records say of both is put together.
fn take_in(object: &mut InspectionObject, other: InspectionObject) {
    object.trade_code = object.trade_code.take().or(other.trade_code);
    object.permit = object.permit.or(other.permit);
    object.key_lists = object.key_lists.take().or(other.key_lists);
    object.surroundings = object.surroundings.take().or(other.surroundings);
    object.credit_score = object.credit_score.or(other.credit_score);
    object.designations = object.designations.take().or(other.designations);
    // Where nobody has looked into the records of one of them, nobody knows the whole.
    object.record = object.record.take().zip(other.record).map(|(own, other)| EnforcementRecord {
        known_until: own.known_until.min(other.known_until),
        penalties: own.penalties.union(&other.penalties).copied().collect(),
        emergencies: own.emergencies.union(&other.emergencies).copied().collect(),
        false_data: own.false_data.union(&other.false_data).copied().collect(),
    });
}
