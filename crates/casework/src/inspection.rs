//! The lifecycle of an inspection (检查) of one enterprise: opened for one that was drawn, done off site where a dossier
//! answers for a visit, or by a visit; an off-site inspection that cannot be concluded is escalated to a visit with the
//! reason.
//!
//! An off-site inspection (非现场检查) is a full check: what the machine gathered stands in the event as a [`Dossier`],
//! what nobody knows is a gap, and whoever concludes says in words how every gap was settled. The machine proposes and
//! never concludes.

mod apply;
mod decide;
mod dossier;
mod event;
mod proposal;
mod refusal;
mod visit;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use law::ListRegime;
use model::{Actor, BlobHash, CreditCode, DistrictCode, DrawId, EnforcerId, InspectionId, Timestamp};
use serde::{Deserialize, Serialize};

pub use apply::{ApplyError, apply};
pub use decide::{Circumstances, Command, decide, may_open, may_work};
pub use dossier::{
    AlarmSeen, CaseSeen, Dossier, EarlierInspection, Lost, NotKnown, OutletSeen, PowerSeen, RecordSeen,
    Target,
};
pub use event::{
    Answered, Asked, Cause, Concluded, DossierKept, Escalated, Event, GivenUp, Opened, VisitRecorded,
};
pub use proposal::{Gap, Problem, Proposal, Proposed, propose};
pub use refusal::Refusal;
pub use visit::{VisitProblem, check_visit};

/// The streams of inspections begin so; the id follows.
pub const STREAMS: &str = "inspection/";

/// The longest text of a person, characters.
pub const MAX_WORDS: usize = 1_000;

/// Officers who go to a visit at least: a team as draws make them (docs/draw.md; 行政处罚法 requires it).
pub const LEAST_OFFICERS: usize = 2;

/// The way that comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A dossier first: the enterprise was on the positive list, in a category that spares visits.
    OffSite,
    /// A visit.
    OnSite,
}

impl Way {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Way::OffSite => "off_site",
            Way::OnSite => "on_site",
        }
    }
}

/// How an enterprise stood on the positive list when something rested on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedAs {
    /// The category's number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What it does.
    pub regime: ListRegime,
}

/// Whether an inspection found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Nothing was found (未发现问题).
    Nothing,
    /// Something that is put right without a case (发现问题，责令或指导改正).
    Minor,
    /// A suspected violation (涉嫌违法).
    Violation,
}

impl Finding {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Finding::Nothing => "nothing",
            Finding::Minor => "minor",
            Finding::Violation => "violation",
        }
    }
}

/// What an enterprise can be asked for instead of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A report of its own (企业自查报告).
    SelfReport,
    /// Photos or a film (照片或视频).
    Photos,
    /// Documents, as ledgers (台账等资料).
    Documents,
}

/// Everything that happened in one inspection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// As what it was opened.
    pub opened: Opened,
    /// By whom.
    pub opened_by: Actor,
    /// When.
    pub opened_at: Timestamp,
    /// The last dossier, with who had it gathered and when.
    pub dossier: Option<Kept>,
    /// What the enterprise was asked for, in order.
    pub asked: Vec<Question>,
    /// How far it is.
    pub stage: Stage,
}

/// A dossier that was kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What was gathered.
    pub dossier: Dossier,
    /// What the machine proposed on it.
    pub proposed: Proposed,
    /// Who had it gathered.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A question to the enterprise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What was asked.
    pub asked: Asked,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What came.
    pub answer: Option<Reply>,
}

/// An answer of the enterprise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// What it says.
    pub words: String,
    /// Files, in the vault.
    pub files: BTreeSet<BlobHash>,
    /// Who gave or took it down.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// How far an inspection is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    /// It is to be done off site.
    OffSite,
    /// It is to be done by a visit; escalated, where it was off site before.
    OnSite(Option<Escalation>),
    /// It was concluded off site.
    Concluded(Conclusion),
    /// A visit was recorded.
    Visited(Option<Escalation>, Visit),
    /// It does not take place.
    GivenUp(Ending),
}

/// Why a dossier did not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What came of a dossier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conclusion {
    /// What was found.
    pub finding: Finding,
    /// In words.
    pub words: String,
    /// How each gap was settled, by its code.
    pub settled: BTreeMap<String, String>,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A visit as it was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// What the record says.
    pub record: VisitRecorded,
    /// Who recorded it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Why an inspection does not take place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Where an inspection comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromDraw {
    /// The draw.
    pub draw: DrawId,
    /// The officers that were drawn.
    pub officers: BTreeSet<EnforcerId>,
    /// The first day of the visits.
    pub visits_from: Date,
    /// The last.
    pub visits_until: Date,
}

impl Inspection {
    /// Its id.
    pub fn id(&self) -> &InspectionId {
        &self.opened.id
    }

    /// Whose it is.
    pub fn enterprise(&self) -> &CreditCode {
        &self.opened.enterprise
    }

    /// The district.
    pub fn district(&self) -> &DistrictCode {
        &self.opened.district
    }

    /// The last day of its visit, where one was set.
    pub fn until(&self) -> Option<Date> {
        let assigned = || self.opened.cause.as_ref().and_then(|cause| cause.until);
        self.opened.from_draw.as_ref().map(|from| from.visits_until).or_else(assigned)
    }

    /// Whether nothing more can come of it.
    pub fn is_over(&self) -> bool {
        match self.stage {
            Stage::OffSite | Stage::OnSite(_) => false,
            Stage::Concluded(_) | Stage::Visited(..) | Stage::GivenUp(_) => true,
        }
    }

    /// What it found, once it is done, and by which way.
    pub fn found(&self) -> Option<(Way, Finding)> {
        match &self.stage {
            Stage::Concluded(conclusion) => Some((Way::OffSite, conclusion.finding)),
            Stage::Visited(_, visit) => Some((Way::OnSite, visit.record.finding)),
            Stage::OffSite | Stage::OnSite(_) | Stage::GivenUp(_) => None,
        }
    }

    /// Whether nobody went to an enterprise that was drawn, because a dossier answered for it.
    pub fn avoided_a_visit(&self) -> bool {
        matches!(self.stage, Stage::Concluded(_)) && self.opened.from_draw.is_some()
    }

    /// The day of the visit that it makes or made without a cause (日常入企检查): one that was drawn, which no dossier answers
    /// for. A visit that is still to come counts on the first day on which it may be made. What was assigned has a cause.
    pub fn routine_visit(&self) -> Option<Date> {
        let drawn = self.opened.from_draw.as_ref()?;
        match &self.stage {
            Stage::OnSite(_) => Some(drawn.visits_from),
            Stage::Visited(_, visit) => Some(visit.record.day),
            Stage::OffSite | Stage::Concluded(_) | Stage::GivenUp(_) => None,
        }
    }

    /// The questions that nobody has answered.
    pub fn unanswered(&self) -> usize {
        self.asked.iter().filter(|question| question.answer.is_none()).count()
    }
}
