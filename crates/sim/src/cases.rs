//! The bureau's cases of 2020: 263 that were found from January to September, fifteen of them not punished because they were
//! slight, the first, without harm and put right in time. Every one is a row of acts as people would do them in the product,
//! about an object of the library; what is decided, and whether it may be, the product's own lifecycle and law say.

mod exempt;
mod kinds;
mod plan;
mod way;
mod week;

use std::collections::BTreeMap;

use casework::case::Command;
use model::{Actor, BlobHash, CaseId, DistrictCode, Timestamp};

use crate::City;

/// The year of the story: of no other is anything told.
const YEAR: i16 = 2020;

/// How many cases there are in the year.
pub const CASES: usize = 263;

/// How many of them are not punished.
pub const EXEMPTIONS: usize = 15;

/// Who works with cases, as accounts.
#[derive(Debug, Clone)]
pub struct CaseStaff {
    /// Who reviews.
    pub duty: Actor,
    /// Who decides.
    pub leader: Actor,
    /// Who investigates in each district.
    pub branches: BTreeMap<DistrictCode, Actor>,
}

/// Something that somebody does in a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseAct {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// In which case.
    pub case: CaseId,
    /// What.
    pub deed: CaseDeed,
}

/// What somebody does in a case.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseDeed {
    /// This.
    Give(Box<Command>),
    /// Enters that everything that is owed was paid on the day: how much that is the law says.
    PayWhatIsOwed,
}

impl City {
    /// Everything that is done in the cases of the year, to 14 October, in the order of time. `keep` keeps a file of evidence
    /// and gives its hash. Nothing in another year than the story's.
    ///
    /// # Errors
    /// Those of `keep`.
    pub fn case_acts<E>(
        &self,
        staff: &CaseStaff,
        mut keep: impl FnMut(&str, Vec<u8>) -> Result<BlobHash, E>,
    ) -> Result<Vec<CaseAct>, E> {
        if self.new_year().year() != YEAR {
            return Ok(Vec::new());
        }
        let mut acts = Vec::new();
        for planned in plan::all(self) {
            acts.extend(way::acts(&planned, staff, &mut keep)?);
        }
        // In the order of time; what one person does at once stands in the order of the cases.
        acts.sort_by_key(|act: &CaseAct| act.at);
        Ok(acts)
    }
}
