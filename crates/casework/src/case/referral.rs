//! Referral to the police (移送公安): for detention (行政拘留), or as a suspected crime (涉嫌犯罪, 行刑衔接).

use jiff::civil::Date;
use model::BlobHash;
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, not_in_future, optional_words, words};
use super::event::Event;
use super::fine::day_of;
use super::refusal::{Field, Refusal};
use super::state::{Case, Entry};

/// For what a case is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralKind {
    /// For detention.
    Detention,
    /// As a suspected crime.
    Crime,
}

impl ReferralKind {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            ReferralKind::Detention => "detention",
            ReferralKind::Crime => "crime",
        }
    }
}

/// See [`Event::Referred`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referred {
    /// For what.
    pub kind: ReferralKind,
    /// To whom.
    pub to: String,
    /// Why.
    pub reason: String,
}

/// See [`Event::HandedOver`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    /// Which referral, by number.
    pub referral: u32,
    /// What was handed over, and to whom a copy went.
    pub words: String,
    /// The receipt.
    pub receipt: Option<BlobHash>,
}

/// What the police say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoliceAnswer {
    /// They take it (受案).
    Accepted,
    /// They give it back (退回).
    Returned,
    /// They open a criminal case, or detain (立案、拘留).
    Opened,
    /// They do not (不予立案).
    Refused,
}

impl PoliceAnswer {
    /// All answers.
    pub const ALL: [PoliceAnswer; 4] =
        [PoliceAnswer::Accepted, PoliceAnswer::Returned, PoliceAnswer::Opened, PoliceAnswer::Refused];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            PoliceAnswer::Accepted => "accepted",
            PoliceAnswer::Returned => "returned",
            PoliceAnswer::Opened => "opened_case",
            PoliceAnswer::Refused => "refused",
        }
    }
}

/// See [`Event::PoliceAnswered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoliceAnswered {
    /// Which referral, by number.
    pub referral: u32,
    /// On which day.
    pub on: Date,
    /// What.
    pub answer: PoliceAnswer,
    /// In words.
    pub words: String,
}

/// A referral with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// How it was decided.
    pub referred: Entry<Referred>,
    /// How it was handed over, if it was.
    pub handed_over: Option<Entry<HandedOver>>,
    /// What the police said, in order.
    pub answers: Vec<Entry<PoliceAnswered>>,
}

impl Referral {
    /// The first answer of a kind.
    pub fn answered(&self, answer: PoliceAnswer) -> Option<&PoliceAnswered> {
        self.answers.iter().map(|entry| &entry.what).find(|given| given.answer == answer)
    }
}

fn known(case: &Case, number: u32) -> Result<&Referral, Refusal> {
    let referral = (number as usize).checked_sub(1).and_then(|place| case.referrals.get(place));
    referral.ok_or(Refusal::UnknownReferral { referral: number })
}

pub(super) fn refer(referred: &Referred) -> Result<Vec<Event>, Refusal> {
    Ok(vec![Event::Referred(Referred {
        to: words(Field::To, &referred.to)?,
        reason: words(Field::Reason, &referred.reason)?,
        ..referred.clone()
    })])
}

pub(super) fn hand_over(case: &Case, handed: &HandedOver) -> Result<Vec<Event>, Refusal> {
    if known(case, handed.referral)?.handed_over.is_some() {
        return Err(Refusal::StepTaken);
    }
    Ok(vec![Event::HandedOver(HandedOver { words: words(Field::Words, &handed.words)?, ..handed.clone() })])
}

pub(super) fn answer(
    case: &Case,
    answered: &PoliceAnswered,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, answered.on, here)?;
    let referral = known(case, answered.referral)?;
    let handed = referral.handed_over.as_ref().ok_or(Refusal::NotHandedOver)?;
    if answered.on < day_of(handed.at) {
        return Err(Refusal::OutOfOrder { field: Field::On, day: day_of(handed.at), after: answered.on });
    }
    if referral.answered(answered.answer).is_some() {
        return Err(Refusal::StepTaken);
    }
    let words = optional_words(Field::Words, &answered.words)?;
    Ok(vec![Event::PoliceAnswered(PoliceAnswered { words, ..answered.clone() })])
}
