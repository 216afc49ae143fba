//! Terms of procedure (期限): how long a step may take, and the day on which it is due, with its proof.

mod count;
mod span;
mod step;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use model::china;
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Law, Validity};
use crate::refusal::{LawRefusal, RefusalCode};

pub use span::Suspension;
pub use step::{CountStep, TermStep};

/// In what a term is counted. The day or hour in which it begins never counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalUnit {
    /// Hours, around the clock.
    Hours,
    /// Natural days (自然日).
    Days,
    /// Working days (工作日).
    WorkingDays,
    /// Months, to the day of the same number, or the last of a shorter month.
    Months,
    /// Years, likewise.
    Years,
}

/// What the end of a term bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermBound {
    /// The last day on which something may be done.
    Latest,
    /// The first day on which something may be done: what runs must run at least so long.
    Earliest,
}

/// How long a term is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermLength {
    /// An amount of time.
    Amount {
        /// How many units.
        amount: u32,
        /// Of what.
        unit: LegalUnit,
        /// Until which time of the last day; its end, if absent.
        until: Option<Time>,
        /// Whether it is counted back from a day that is fixed.
        backwards: bool,
    },
    /// It ends with another term.
    EndsWith {
        /// That term.
        term: String,
    },
    /// No length: a rate or a rule that something else reckons with.
    None,
}

/// More time that somebody may grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermExtension {
    /// At most so many of the term's units.
    pub at_most: u32,
    /// Who grants it, or why.
    pub ground: String,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalTerm {
    /// On what it rests; its rule is the term's id.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// From which event to which, in Chinese: 线索初查→立案决定.
    pub span: String,
    /// The same in English.
    pub span_en: String,
    /// How long.
    pub length: TermLength,
    /// What its end bounds.
    pub bound: TermBound,
    /// More time, in the order in which it may be granted.
    pub extensions: Vec<TermExtension>,
    /// What stops the clock, in the words of the source; nothing that is known, if empty.
    pub stops: Vec<String>,
    /// From when its source is in force, where the pack applies it to earlier days too.
    pub source_from: Option<Date>,
}

/// What happens where natural days, months or years end on a day off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermEnd {
    /// On what it rests.
    pub basis: Basis,
    /// On which days it holds.
    pub validity: Validity,
    /// For which terms, by id.
    pub terms: Vec<String>,
    /// Whether the term ends with the next working day then.
    pub extends: bool,
}

/// A day, or a moment of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrMoment {
    /// A day in China.
    Day(Date),
    /// A moment.
    Moment(Timestamp),
}

impl std::str::FromStr for DayOrMoment {
    type Err = LawRefusal;

    /// `2020-09-01`, or wall time in China, `2020-09-01T10:30`.
    fn from_str(text: &str) -> Result<Self, LawRefusal> {
        let trimmed = text.trim();
        if let Ok(moment) = trimmed.replacen(' ', "T", 1).parse::<jiff::civil::DateTime>()
            && trimmed.contains(['T', ' '])
        {
            return Ok(Self::Moment(china::instant(moment)));
        }
        trimmed.parse().map(Self::Day).map_err(|_| {
            let message =
                format!("{text:?} is no day, as in 2020-09-01, nor a moment, as in 2020-09-01T10:30");
            LawRefusal::new(RefusalCode::Date, "date", message)
        })
    }
}

impl DayOrMoment {
    /// The day in China.
    pub fn day(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Moment(at) => china::civil(at).date(),
        }
    }
}

/// When a term begins and what has moved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueQuestion {
    /// When it begins; for terms that are counted back, the day that is fixed.
    pub from: DayOrMoment,
    /// When the clock stood still; they may overlap and lie within each other.
    pub suspensions: Vec<Suspension>,
    /// What was granted of each extension, in their order.
    pub extensions: Vec<u32>,
}

/// When a term is over, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: Date,
    /// The moment, where the term is that exact.
    pub at: Option<Timestamp>,
    /// The day before it was moved from a day off.
    pub counted_day: Date,
    /// What it bounds.
    pub bound: TermBound,
    /// How it came about.
    pub steps: Vec<TermStep>,
    /// What it rests on: the term first.
    pub sources: Vec<Basis>,
    /// Whether it rests on an unknown year, on an entry that nobody has checked at its source, or on something that no
    /// source says.
    pub unverified: bool,
    /// Whether it rests on a pack that is made up and binds nobody.
    pub illustrative: bool,
}

impl Law {
    /// Every term, narrow layers first.
    pub fn terms(&self) -> &[LegalTerm] {
        &self.enforcement.terms
    }

    /// The term of this id in force on `date`.
    ///
    /// # Errors
    /// If no pack knows it, or none of its versions held.
    pub fn term(&self, id: &str, date: Date) -> Result<&LegalTerm, LawRefusal> {
        let versions = || self.enforcement.terms.iter().filter(|term| term.basis.rule == id);
        if versions().next().is_none() {
            let ids = self.enforcement.terms.iter().map(|term| format!("{} {}", term.basis.rule, term.span));
            let message = format!("no pack knows the term {id:?}");
            return Err(LawRefusal::new(RefusalCode::UnknownTerm, "term", message).possible(ids));
        }
        versions().find(|term| term.validity.holds_on(date)).ok_or_else(|| {
            let spans = versions().map(|term| term.validity.to_string());
            let message = format!("the term {id} did not hold on {date}");
            LawRefusal::new(RefusalCode::NotInForce, "from", message).possible(spans)
        })
    }

    /// When a term is due, with its proof.
    ///
    /// # Errors
    /// If the term is unknown, did not hold, has no length, or what moved it cannot be.
    pub fn due(&self, id: &str, question: &DueQuestion) -> Result<Due, LawRefusal> {
        let term = self.term(id, question.from.day())?;
        match &term.length {
            TermLength::Amount { amount, unit, until, backwards } => {
                let length = count::Length {
                    amount: granted(term, *amount, &question.extensions)?,
                    unit: *unit,
                    until: *until,
                    backwards: *backwards,
                };
                count::due(self, term, length, question)
            }
            TermLength::EndsWith { term: other } => {
                let mut due = self.due(other, question)?;
                due.unverified |= term.basis.unverified;
                due.illustrative |= term.basis.illustrative;
                due.sources.insert(0, term.basis.clone());
                let (other, span) = (other.clone(), term.span.clone());
                due.steps.insert(0, TermStep::Count(CountStep::EndsWith { term: other, span }));
                Ok(due)
            }
            TermLength::None => {
                let message = format!("{} is no length of time: {}", term.span, term.basis.source);
                Err(LawRefusal::new(RefusalCode::NoLength, id, message))
            }
        }
    }

    pub(crate) fn term_end(&self, id: &str, date: Date) -> Option<&TermEnd> {
        self.enforcement
            .term_ends
            .iter()
            .find(|end| end.terms.iter().any(|term| term == id) && end.validity.holds_on(date))
    }
}

/// The amount with what was granted.
fn granted(term: &LegalTerm, amount: u32, extensions: &[u32]) -> Result<u32, LawRefusal> {
    let mut sum = amount;
    for (place, granted) in extensions.iter().enumerate() {
        let Some(extension) = term.extensions.get(place) else {
            let known = term.extensions.iter().map(|e| format!("at most {}: {}", e.at_most, e.ground));
            let message = format!("{} can be extended {} time(s)", term.basis.rule, term.extensions.len());
            return Err(LawRefusal::new(RefusalCode::Contradiction, "extend", message).possible(known));
        };
        if *granted == 0 || *granted > extension.at_most {
            let message = format!("{granted} is not from 1 to {} ({})", extension.at_most, extension.ground);
            return Err(LawRefusal::new(RefusalCode::Number, "extend", message));
        }
        sum = sum.saturating_add(*granted);
    }
    Ok(sum)
}
