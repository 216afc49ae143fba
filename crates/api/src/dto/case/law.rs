//! What the law offers for a case: tables, facts, catalogues.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CaseBasis;
use crate::dto::Named;
use crate::dto::alarm::Person;

/// What forms of a case choose from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseLaw {
    /// The tables that hold in the district on the day of the act.
    pub(crate) tables: Vec<CaseTable>,
    /// The facts that rules ask for.
    pub(crate) facts: Vec<CaseFactAsked>,
    /// The catalogue of minor violations: id and words.
    pub(crate) catalogue: Vec<Named>,
    /// For what the clock of the decision may be stopped.
    pub(crate) stops: Vec<String>,
    /// Accounts of the bureau that may take part: in investigating, and in deliberating.
    pub(crate) colleagues: Vec<Person>,
}

/// A table of discretion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseTable {
    pub(crate) pack: String,
    pub(crate) table: String,
    pub(crate) violation: String,
    pub(crate) violation_en: String,
    pub(crate) statute: String,
    /// Whether it is for the act of the case.
    pub(crate) fits: bool,
    /// The name of the amount of which the fine is a multiple.
    pub(crate) base: Option<String>,
    pub(crate) factors: Vec<CaseFactor>,
    pub(crate) basis: CaseBasis,
}

/// A factor of a table.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseFactor {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) options: Vec<CaseOption>,
    /// The option that the facts of the case say, and which facts.
    pub(crate) known: Option<CaseKnown>,
}

/// An option of a factor.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseOption {
    pub(crate) label: String,
    /// What it adds, percent.
    pub(crate) weight: String,
}

/// An option that is known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseKnown {
    pub(crate) option: String,
    pub(crate) facts: Vec<Named>,
}

/// A fact that rules ask for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseFactAsked {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// Whether it is a figure; else yes or no.
    pub(crate) figure: bool,
    /// What the register or the case says.
    pub(crate) known: Option<String>,
}

/// Facts for a proposal.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CaseProposalAsked {
    #[serde(default)]
    pub(crate) facts: Vec<super::act::CaseFactGiven>,
    pub(crate) catalogue: Option<String>,
}
