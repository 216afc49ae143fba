use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use law::RemainingCheck;
use model::{AlarmId, BlobHash, CreditCode, DistrictCode, EnforcerId, InspectionId, InspectionItemId};
use serde::{Deserialize, Serialize};

use super::{Dossier, Finding, FromDraw, ListedAs, Proposed, Wanted, Way};
use crate::stored::kinds;

/// What happened in an inspection.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It was opened.
    Opened(Opened),
    /// The machine gathered a dossier.
    DossierKept(Box<DossierKept>),
    /// The enterprise was asked for something.
    Asked(Asked),
    /// The enterprise answered.
    Answered(Answered),
    /// It was concluded off site.
    Concluded(Concluded),
    /// The dossier does not do: somebody goes there.
    Escalated(Escalated),
    /// Somebody was there.
    VisitRecorded(VisitRecorded),
    /// It does not take place.
    GivenUp(GivenUp),
}

// The shapes below are the stored format and never change.
kinds! {
    Opened = "inspection.opened",
    DossierKept = "inspection.dossier_kept",
    Asked = "inspection.asked",
    Answered = "inspection.answered",
    Concluded = "inspection.concluded",
    Escalated = "inspection.escalated",
    VisitRecorded = "inspection.visit_recorded",
    GivenUp = "inspection.given_up",
}

/// See [`Event::Opened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// Its id.
    pub id: InspectionId,
    /// Whom.
    pub enterprise: CreditCode,
    /// Its name on that day.
    pub name: String,
    /// Its district on that day.
    pub district: DistrictCode,
    /// Its trade, by the code of GB/T 4754, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_code: Option<String>,
    /// The draw in which it was drawn; none where it was assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_draw: Option<FromDraw>,
    /// What led to it; none where it was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// How it stood on the positive list, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<ListedAs>,
    /// Which way comes first.
    pub way: Way,
}

/// What led to an inspection that nobody drew: to be on the positive list is not to be immune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Which of the causes that remain for everybody.
    pub kind: RemainingCheck,
    /// In words.
    pub words: String,
    /// The alarm, where one led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<AlarmId>,
    /// The last day of the visit, where one was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// See [`Event::DossierKept`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierKept {
    /// What was gathered.
    pub dossier: Dossier,
    /// What the machine proposes on it.
    pub proposed: Proposed,
}

/// See [`Event::Asked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// For what.
    pub wanted: Wanted,
    /// In words.
    pub words: String,
    /// Until which day.
    pub until: Date,
}

/// See [`Event::Answered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Which question, counted from 0.
    pub question: usize,
    /// What the enterprise says.
    pub words: String,
    /// Files, in the vault.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub files: BTreeSet<BlobHash>,
}

/// See [`Event::Concluded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concluded {
    /// What was found.
    pub finding: Finding,
    /// In words.
    pub words: String,
    /// How each gap of the dossier was settled, by its code.
    pub settled: BTreeMap<String, String>,
}

/// See [`Event::Escalated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalated {
    /// Why.
    pub reason: String,
}

/// See [`Event::VisitRecorded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRecorded {
    /// On which day.
    pub day: Date,
    /// Who was there; at least two.
    pub officers: BTreeSet<EnforcerId>,
    /// Why others went than were drawn, where they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// The other inspections of the enterprise that the same visit does (联合检查).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub together: BTreeSet<InspectionId>,
    /// What was looked at.
    pub items: BTreeSet<InspectionItemId>,
    /// What was found.
    pub finding: Finding,
    /// In words.
    pub words: String,
    /// That it was after the last day of the visits.
    #[serde(default)]
    pub late: bool,
}

/// See [`Event::GivenUp`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenUp {
    /// Why.
    pub reason: String,
}
