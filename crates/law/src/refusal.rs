//! Why a question to the law has no answer.

use serde::{Deserialize, Serialize};

/// What kind of refusal it is; the stable code of API and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// No pack has this id.
    UnknownPack,
    /// The pack has no such table.
    UnknownTable,
    /// There is no such term.
    UnknownTerm,
    /// There is no such field, factor or fact.
    UnknownField,
    /// The factor has no such option.
    UnknownOption,
    /// More than one option fits what was given.
    Ambiguous,
    /// The same thing was given twice.
    Twice,
    /// Something that is needed was not given.
    Missing,
    /// What was given contradicts the pack, or itself.
    Contradiction,
    /// It is of the wrong kind (a list where a text should stand).
    WrongKind,
    /// It is no amount of money.
    Money,
    /// It is no number, or none that is allowed here.
    Number,
    /// It is no date, or none that can be.
    Date,
    /// The pack, table or term does not hold on the date.
    NotInForce,
    /// The table is known to exist, its cells are not known.
    CellsUnknown,
    /// The cell that was asked for is not known.
    CellUnknown,
    /// How the figures are put together is not known.
    FormulaUnknown,
    /// The rules set no measure for this adjustment, or another one.
    Adjustment,
    /// It is not a length of time.
    NoLength,
    /// A person has to decide first.
    Undecided,
    /// The result is larger than any amount that is kept.
    TooLarge,
}

impl RefusalCode {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownPack => "unknown_pack",
            Self::UnknownTable => "unknown_table",
            Self::UnknownTerm => "unknown_term",
            Self::UnknownField => "unknown_field",
            Self::UnknownOption => "unknown_option",
            Self::Ambiguous => "ambiguous",
            Self::Twice => "twice",
            Self::Missing => "missing",
            Self::Contradiction => "contradiction",
            Self::WrongKind => "wrong_kind",
            Self::Money => "money",
            Self::Number => "number",
            Self::Date => "date",
            Self::NotInForce => "not_in_force",
            Self::CellsUnknown => "cells_unknown",
            Self::CellUnknown => "cell_unknown",
            Self::FormulaUnknown => "formula_unknown",
            Self::Adjustment => "adjustment",
            Self::NoLength => "no_length",
            Self::Undecided => "undecided",
            Self::TooLarge => "too_large",
        }
    }
}

/// A question that has no answer, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("{field}: {message}{}", choices(possible))]
pub struct LawRefusal {
    /// What kind of refusal.
    pub code: RefusalCode,
    /// The field, pack, table, factor or term that it is about, as it was given.
    pub field: String,
    /// What is wrong, in English.
    pub message: String,
    /// What would be possible there.
    pub possible: Vec<String>,
}

fn choices(possible: &[String]) -> String {
    if possible.is_empty() { String::new() } else { format!("; possible: {}", possible.join(" | ")) }
}

impl LawRefusal {
    pub(crate) fn new(code: RefusalCode, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, field: field.into(), message: message.into(), possible: Vec::new() }
    }

    pub(crate) fn possible<T: Into<String>>(mut self, possible: impl IntoIterator<Item = T>) -> Self {
        self.possible = possible.into_iter().map(Into::into).collect();
        self
    }
}
