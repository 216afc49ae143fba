//! What is left out of what is published of inspections (不予公开的内容), and on what ground.

use jiff::civil::Date;

use crate::pack::{Basis, Law, Validity};

/// What can be left out of the published result of an inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// The name of an individual household (个体工商户).
    Individual,
    /// What officers wrote.
    Words,
    /// Who was there.
    Officers,
    /// What is suspected, where a case follows.
    Case,
}

impl LeftOut {
    /// All.
    pub const ALL: [Self; 4] = [Self::Individual, Self::Words, Self::Officers, Self::Case];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Words => "words",
            Self::Officers => "officers",
            Self::Case => "case",
        }
    }
}

/// Why something is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationOmission {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// What.
    pub what: LeftOut,
    /// Why, for whoever reads the results.
    pub reason: String,
    /// The same in English.
    pub reason_en: String,
}

impl Law {
    /// The rule by which `what` is left out on `day`; none where no pack says.
    pub fn publication_omission(&self, what: LeftOut, day: Date) -> Option<&PublicationOmission> {
        self.publication_omissions.iter().find(|rule| rule.what == what && rule.validity.holds_on(day))
    }
}
