use std::fmt;

use jiff::civil::Date;
use model::{DistrictCode, FactorCode, FindingKind, Medium, Severity};
use serde::{Deserialize, Serialize};

use crate::air_quality::AirQualityIndex;
use crate::alarm_service::{
    AlarmAssignment, AlarmCause, AlarmEscalation, AlarmGroup, AlarmReminder, AlarmSnooze, AlarmStep,
    AlarmTerm,
};
use crate::calendar::Calendar;
use crate::data_marking::{DataMarking, FalseMarking, MarkingLimit};
use crate::data_validity::{DataValidity, TransmissionTarget};
use crate::draw_quota::DrawQuota;
use crate::enforcement::Enforcement;
use crate::load::{self, PackErrors, PackFile};
use crate::office_hours::OfficeHours;
use crate::positive_list::{PositiveCategory, PositiveCriterion, PositiveListRule};
use crate::publication::PublicationOmission;
use crate::visit_cap::VisitCap;
use crate::water_class::{WaterAssessment, WaterBody, WaterLimit};

/// Who issued what a pack holds. A narrower layer goes before a wider one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The state.
    National,
    /// The province.
    Province,
    /// The city.
    City,
}

/// How sure somebody is of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Not read at its source.
    Low,
    /// Read at second hand.
    Medium,
    /// The official text was read.
    High,
}

impl Confidence {
    /// Whether pages must show the entry as unverified: everything but [`Confidence::High`].
    pub fn is_unverified(self) -> bool {
        match self {
            Confidence::Low | Confidence::Medium => true,
            Confidence::High => false,
        }
    }
}

/// The days on which something holds, as dates in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first day.
    pub from: Date,
    /// The day after the last one; still holding if absent.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether it holds on `date`.
    pub fn holds_on(self, date: Date) -> bool {
        self.from <= date && self.to.is_none_or(|end| date < end)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(self, other: Validity) -> bool {
        self.to.is_none_or(|end| other.from < end) && other.to.is_none_or(|end| self.from < end)
    }

    /// The days on which both hold; `None` if there is none.
    pub fn intersection(self, other: Validity) -> Option<Validity> {
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (Some(end), None) | (None, Some(end)) => Some(end),
            (None, None) => None,
        };
        let from = self.from.max(other.from);
        to.is_none_or(|end| from < end).then_some(Validity { from, to })
    }
}

impl fmt::Display for Validity {
    /// `2022-01-01..2027-01-01`, the last day not included; without an end `2022-01-01..`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.to.map_or(String::new(), |end| end.to_string());
        write!(f, "{}..{end}", self.from)
    }
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackHead {
    /// Its id, as in `changsha-alarm-service`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its Chinese title.
    pub title: String,
    /// Its English title.
    pub title_en: String,
    /// Who issued what it holds.
    pub layer: Layer,
    /// Where it holds: the first two, four or six digits of the codes of its districts (GB/T 2260); everywhere without.
    pub region: Option<String>,
    /// When it holds.
    pub validity: Validity,
    /// Whether it is made up to show how things work and binds nobody.
    pub illustrative: bool,
    /// Its file, as it was given to [`Law::load`].
    pub file: String,
}

impl PackHead {
    /// Whether it holds in a district.
    pub fn holds_in(&self, district: &DistrictCode) -> bool {
        self.region.as_ref().is_none_or(|region| district.as_str().starts_with(region))
    }
}

/// Which packs are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackScope<'a> {
    /// Every pack.
    All,
    /// One, by its id.
    Pack(&'a str),
    /// Those that hold in a district.
    District(&'a DistrictCode),
}

/// On which rule something rests. Decisions store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The rule's id within its pack.
    pub rule: String,
    /// The pack's id.
    pub pack: String,
    /// The pack's version.
    pub version: String,
    /// Where the rule stands: document and clause.
    pub source: String,
    /// Whether nobody has checked it at its source.
    pub unverified: bool,
    /// Whether the pack is made up and binds nobody.
    pub illustrative: bool,
}

/// All packs merged: what is in force, at any date.
#[derive(Debug, Clone)]
pub struct Law {
    pub(crate) packs: Vec<PackHead>,
    pub(crate) calendar: Calendar,
    /// Narrow layers first.
    pub(crate) alarm_terms: Vec<AlarmTerm>,
    /// Narrow layers first, then in the order of the pack.
    pub(crate) alarm_assignments: Vec<AlarmAssignment>,
    /// Narrow layers first.
    pub(crate) alarm_escalations: Vec<AlarmEscalation>,
    /// Narrow layers first.
    pub(crate) alarm_snoozes: Vec<AlarmSnooze>,
    /// Narrow layers first.
    pub(crate) alarm_reminders: Vec<AlarmReminder>,
    /// Narrow layers first.
    pub(crate) alarm_groups: Vec<AlarmGroup>,
    /// Narrow layers first, then in the order of the pack.
    pub(crate) alarm_causes: Vec<AlarmCause>,
    /// These, too: narrow layers first.
    pub(crate) air_quality_indices: Vec<AirQualityIndex>,
    pub(crate) water_limits: Vec<WaterLimit>,
    pub(crate) water_assessments: Vec<WaterAssessment>,
    pub(crate) data_validities: Vec<DataValidity>,
    pub(crate) transmission_targets: Vec<TransmissionTarget>,
    pub(crate) data_markings: Vec<DataMarking>,
    pub(crate) marking_limits: Vec<MarkingLimit>,
    pub(crate) false_markings: Vec<FalseMarking>,
    pub(crate) draw_quotas: Vec<DrawQuota>,
    pub(crate) visit_caps: Vec<VisitCap>,
    pub(crate) publication_omissions: Vec<PublicationOmission>,
    pub(crate) positive_lists: Vec<PositiveListRule>,
    pub(crate) positive_categories: Vec<PositiveCategory>,
    pub(crate) positive_criteria: Vec<PositiveCriterion>,
    pub(crate) enforcement: Enforcement,
}

impl Law {
    /// Merges `files`, with the bureau's office hours.
    ///
    /// # Errors
    /// Every mistake of every file: syntax, unknown keys and sections, figures out of range, entries that
    /// contradict each other.
    pub fn load(files: &[PackFile<'_>], office_hours: OfficeHours) -> Result<Law, PackErrors> {
        load::load(files, office_hours)
    }

    /// A law without any pack: no terms, every year's calendar unknown.
    pub fn empty(office_hours: OfficeHours) -> Law {
        Law {
            packs: Vec::new(),
            calendar: Calendar::new(office_hours),
            alarm_terms: Vec::new(),
            alarm_assignments: Vec::new(),
            alarm_escalations: Vec::new(),
            alarm_snoozes: Vec::new(),
            alarm_reminders: Vec::new(),
            alarm_groups: Vec::new(),
            alarm_causes: Vec::new(),
            air_quality_indices: Vec::new(),
            water_limits: Vec::new(),
            water_assessments: Vec::new(),
            data_validities: Vec::new(),
            transmission_targets: Vec::new(),
            data_markings: Vec::new(),
            marking_limits: Vec::new(),
            false_markings: Vec::new(),
            draw_quotas: Vec::new(),
            visit_caps: Vec::new(),
            publication_omissions: Vec::new(),
            positive_lists: Vec::new(),
            positive_categories: Vec::new(),
            positive_criteria: Vec::new(),
            enforcement: Enforcement::default(),
        }
    }

    /// The packs, in the order in which they were given.
    pub fn packs(&self) -> &[PackHead] {
        &self.packs
    }

    /// Whether a pack, by its id, is within what is asked.
    pub(crate) fn in_scope(&self, pack: &str, scope: PackScope<'_>) -> bool {
        match scope {
            PackScope::All => true,
            PackScope::Pack(id) => id == pack,
            PackScope::District(district) => {
                self.packs.iter().any(|head| head.id == pack && head.holds_in(district))
            }
        }
    }

    /// The working calendar.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The term of a step of the alarm service in force on `date`.
    pub fn alarm_term(&self, step: AlarmStep, severity: Severity, date: Date) -> Option<&AlarmTerm> {
        self.alarm_terms.iter().find(|term| {
            term.step == step && term.severities.contains(&severity) && term.validity.holds_on(date)
        })
    }

    /// The rule by which an alarm of `kind` in `district` finds its branch on `date`.
    pub fn alarm_assignment(
        &self,
        kind: FindingKind,
        district: &DistrictCode,
        date: Date,
    ) -> Option<&AlarmAssignment> {
        self.alarm_assignments.iter().find(|rule| {
            rule.kinds.contains(&kind)
                && (rule.districts.is_empty() || rule.districts.contains(district))
                && rule.validity.holds_on(date)
        })
    }

    /// To whom and when an alarm that nobody accepts is escalated, at `level` (from 1), on `date`.
    pub fn alarm_escalation(&self, level: u8, date: Date) -> Option<&AlarmEscalation> {
        self.alarm_escalations.iter().find(|rule| rule.level == level && rule.validity.holds_on(date))
    }

    /// How long an alarm of `severity` may be put aside on `date`.
    pub fn alarm_snooze(&self, severity: Severity, date: Date) -> Option<&AlarmSnooze> {
        self.alarm_snoozes
            .iter()
            .find(|rule| rule.severities.contains(&severity) && rule.validity.holds_on(date))
    }

    /// When a step of the alarm service is reminded of, on `date`.
    pub fn alarm_reminder(&self, step: AlarmStep, severity: Severity, date: Date) -> Option<&AlarmReminder> {
        self.alarm_reminders.iter().find(|rule| {
            rule.steps.contains(&step) && rule.severities.contains(&severity) && rule.validity.holds_on(date)
        })
    }

    /// When alarms of `kind` are a group, on `date`.
    pub fn alarm_group(&self, kind: FindingKind, date: Date) -> Option<&AlarmGroup> {
        self.alarm_groups.iter().find(|rule| rule.kinds.contains(&kind) && rule.validity.holds_on(date))
    }

    /// The first rule in force on `date` by which an alarm of kind `leading` can explain one of kind `explained`.
    pub fn alarm_cause(
        &self,
        leading: FindingKind,
        explained: FindingKind,
        date: Date,
    ) -> Option<&AlarmCause> {
        self.alarm_causes.iter().find(|rule| {
            rule.leading.contains(&leading)
                && rule.explains.contains(&explained)
                && rule.validity.holds_on(date)
        })
    }

    /// The version of the air quality index in force on `date`.
    pub fn air_quality_index(&self, date: Date) -> Option<&AirQualityIndex> {
        self.air_quality_indices.iter().find(|rule| rule.validity.holds_on(date))
    }

    /// The limits of the classes of surface water for `factor` in force on `date`.
    pub fn water_limit(&self, factor: &FactorCode, body: WaterBody, date: Date) -> Option<&WaterLimit> {
        self.water_limits.iter().find(|limit| {
            limit.factors.contains(factor) && limit.bodies.contains(&body) && limit.validity.holds_on(date)
        })
    }

    /// How a section's class is formed on `date`.
    pub fn water_assessment(&self, date: Date) -> Option<&WaterAssessment> {
        self.water_assessments.iter().find(|rule| rule.validity.holds_on(date))
    }

    /// When data of `medium` are valid on `date`.
    pub fn data_validity(&self, medium: Medium, date: Date) -> Option<&DataValidity> {
        self.data_validities.iter().find(|rule| rule.medium == medium && rule.validity.holds_on(date))
    }

    /// What the effective transmission rate should reach on `date`, in the order of packs. More than one may
    /// stand where it is not known which one binds.
    pub fn transmission_targets(&self, date: Date) -> impl Iterator<Item = &TransmissionTarget> {
        self.transmission_targets.iter().filter(move |target| target.validity.holds_on(date))
    }
}
