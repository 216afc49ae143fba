//! Opening and filing (立案).

use jiff::civil::Date;
use law::{DueQuestion, Law, PartyKind};
use model::{AlarmId, CaseId, CreditCode, DistrictCode, UserId};
use serde::{Deserialize, Serialize};

use super::deadline;
use super::decide::{Circumstances, today, words};
use super::decision::Late;
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::Case;

/// From what a case came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// An alarm that was verified as a violation.
    Alarm(AlarmId),
    /// By hand.
    ByHand {
        /// Why: a complaint, an inspection, a referral.
        reason: String,
    },
}

/// Against whom a case is (当事人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its unified social credit code.
    pub code: CreditCode,
    /// Its name as the register has it on the day of opening.
    pub name: String,
    /// What it is before the law.
    pub kind: PartyKind,
}

/// What is suspected (涉嫌违法行为).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspected {
    /// In words.
    pub words: String,
    /// The act as packs name it (`air_evasion`), where one of them fits.
    pub act: Option<String>,
    /// The last day of the act; `None` while it goes on or is not known.
    pub ended_on: Option<Date>,
}

/// See [`Event::Opened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The new case's id.
    pub id: CaseId,
    /// From what it came.
    pub source: Source,
    /// Against whom.
    pub party: Party,
    /// The district whose branch handles it.
    pub district: DistrictCode,
    /// What is suspected.
    pub suspected: Suspected,
    /// The day on which the lead was first checked.
    pub found_on: Date,
    /// Who investigates, besides who opens it.
    pub investigators: Vec<UserId>,
}

/// The four conditions of filing (立案条件).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    /// There is first evidence of a violation (有涉嫌违法的初步证据).
    Evidence,
    /// It should be punished by law (依法应当给予处罚).
    Punishable,
    /// The bureau has jurisdiction (属于本机关管辖).
    Jurisdiction,
    /// The time for prosecuting is not over (未超过追责期限).
    Limitation,
}

impl ConditionKind {
    /// All four, in the order of the form.
    pub const ALL: [ConditionKind; 4] = [
        ConditionKind::Evidence,
        ConditionKind::Punishable,
        ConditionKind::Jurisdiction,
        ConditionKind::Limitation,
    ];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            ConditionKind::Evidence => "evidence",
            ConditionKind::Punishable => "punishable",
            ConditionKind::Jurisdiction => "jurisdiction",
            ConditionKind::Limitation => "limitation",
        }
    }
}

/// A condition that is met, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Which.
    pub kind: ConditionKind,
    /// Why it is met.
    pub ground: String,
}

/// See [`Event::Filed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// All four conditions, in the order of [`ConditionKind::ALL`].
    pub conditions: Vec<Condition>,
    /// That it was filed after its time, and why.
    pub late: Option<Late>,
}

/// Whether a case may be opened so.
pub(super) fn open(opened: &Opened, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    let mut opened = opened.clone();
    if let Source::ByHand { reason } = &mut opened.source {
        *reason = words(Field::Reason, reason)?;
    }
    opened.suspected.words = words(Field::Suspected, &opened.suspected.words)?;
    let today = today(here);
    if opened.found_on > today {
        return Err(Refusal::InFuture { field: Field::FoundOn, day: opened.found_on });
    }
    if let Some(ended_on) = opened.suspected.ended_on
        && ended_on > opened.found_on
    {
        return Err(Refusal::OutOfOrder { field: Field::EndedOn, day: ended_on, after: opened.found_on });
    }
    if let Some(act) = &opened.suspected.act
        && !here.law.penalty_ranges().iter().any(|range| range.act == *act)
    {
        return Err(Refusal::UnknownAct { act: act.clone() });
    }
    Ok(vec![Event::Opened(opened)])
}

/// Whether a case may be filed so: every condition once, with its ground, and the time for prosecuting not over.
pub(super) fn file(
    case: &Case,
    conditions: &[Condition],
    late_reason: Option<&str>,
    here: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let mut checked = Vec::new();
    for kind in ConditionKind::ALL {
        let mut given = conditions.iter().filter(|condition| condition.kind == kind);
        let ground = match (given.next(), given.next()) {
            (Some(condition), None) => condition.ground.trim(),
            (None | Some(_), _) => "",
        };
        if ground.is_empty() {
            return Err(Refusal::ConditionMissing { condition: kind });
        }
        checked.push(Condition { kind, ground: words(Field::Ground, ground)? });
    }
    if let Some(due) = limitation(case, here.law)
        && case.found_on > due
    {
        return Err(Refusal::LimitationOver { due });
    }
    let late = deadline::late(case, deadline::DeadlineKind::Filing, late_reason, here)?;
    Ok(vec![Event::Filed(Filed { conditions: checked, late })])
}

/// The last day on which the act could be found so that it may still be prosecuted; `None` while it goes on, or where no
/// pack knows the term.
fn limitation(case: &Case, law: &Law) -> Option<Date> {
    let question = DueQuestion {
        from: law::DayOrMoment::Day(case.suspected.ended_on?),
        suspensions: Vec::new(),
        extensions: case.granted(deadline::PROSECUTION),
    };
    law.due(deadline::PROSECUTION, &question).ok().map(|due| due.day)
}
