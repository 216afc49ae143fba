//! Alarms and their steps.

pub(crate) mod command;
pub(crate) mod group;
pub(crate) mod reminder;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Named, Place, Time};

/// What an alarm is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Subject {
    /// `outlet`, `treatment_unit`, `logger` or `meter`.
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
}

/// An account, by name: only for those who may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// Why a due time is what it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Why {
    /// The rule's id in its pack.
    pub(crate) rule: String,
    /// The pack and its version.
    pub(crate) pack: String,
    pub(crate) version: String,
    pub(crate) source: String,
    /// Whether nobody has checked the rule at its source.
    pub(crate) unverified: bool,
    /// Whether the rule is made up for demonstration.
    pub(crate) illustrative: bool,
    /// The derivation, step by step.
    pub(crate) steps: Vec<WhyStep>,
}

/// One step of a derivation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WhyStep {
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// What must happen next, and by when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Due {
    /// `accept`, `verify`, `close` …
    pub(crate) step: String,
    pub(crate) at: Time,
    pub(crate) overdue: bool,
    pub(crate) why: Why,
}

/// One alarm in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlarmSummary {
    pub(crate) id: String,
    /// What a command's `If-Match` must say.
    pub(crate) version: u64,
    pub(crate) kind: &'static str,
    /// `notice`, `moderate`, `serious` or `grave`.
    pub(crate) severity: &'static str,
    /// How much the most pressing alarm presses that is handled with it, where that is more: its terms are those of this.
    pub(crate) led_severity: Option<&'static str>,
    /// `assigned`, `accepted`, `returned`, `verified`, `closed` or `handed_on`.
    pub(crate) stage: String,
    pub(crate) subject: Subject,
    pub(crate) enterprise: Option<Named>,
    pub(crate) district: Option<Named>,
    pub(crate) factor: Option<Named>,
    pub(crate) place: Option<Place>,
    pub(crate) raised_at: Time,
    /// When the anomaly began, by the readings.
    pub(crate) began: Time,
    /// The latest evidence.
    pub(crate) seen: Time,
    /// Whether the anomaly has passed.
    pub(crate) cleared: bool,
    /// The branch bureau, by its district's code.
    pub(crate) branch: Option<String>,
    pub(crate) officer: Option<Person>,
    pub(crate) escalated: bool,
    /// Until when it is put aside, if it is; not for enterprises.
    pub(crate) snoozed_until: Option<Time>,
    /// The alarm that it is handled with, or ended with.
    pub(crate) merged_into: Option<String>,
    /// How many alarms are handled with it, or ended with it.
    pub(crate) leads: u64,
    pub(crate) outcome: Option<String>,
    /// Of an exceedance in whose time the enterprise marked its data: how much of it the rule on marking does not count,
    /// `all`, `some` or `none`.
    pub(crate) marked: Option<&'static str>,
    pub(crate) due: Option<Due>,
}

/// A page of alarms.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlarmPage {
    pub(crate) items: Vec<AlarmSummary>,
    pub(crate) next_cursor: Option<String>,
    /// How many there are in all pages.
    pub(crate) total: usize,
}

/// Why the alarm was raised: one fact.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Fact {
    /// A stable code that pages translate.
    pub(crate) name: String,
    pub(crate) value: FactValue,
}

/// The value of a fact.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
pub(crate) enum FactValue {
    Figure { value: f64, unit: String },
    Time { time: Time },
    Span { seconds: i64 },
    Limit { lower: Option<f64>, upper: f64, unit: String, source: String, unverified: bool },
    Text { text: String },
}

impl From<&model::Fact> for Fact {
    fn from(fact: &model::Fact) -> Self {
        let value = match &fact.value {
            model::FactValue::Figure { value, unit } => {
                FactValue::Figure { value: *value, unit: unit.text().to_owned() }
            }
            model::FactValue::Time { time } => FactValue::Time { time: Time(*time) },
            model::FactValue::Span { seconds } => FactValue::Span { seconds: *seconds },
            model::FactValue::Limit { lower, upper, unit, source, unverified } => FactValue::Limit {
                lower: *lower,
                upper: *upper,
                unit: unit.text().to_owned(),
                source: source.clone(),
                unverified: *unverified,
            },
            model::FactValue::Text { text } => FactValue::Text { text: text.clone() },
        };
        Self { name: fact.name.clone(), value }
    }
}

/// Who did a step.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum StepActor {
    User { id: String, name: String, role: &'static str },
    System { name: String },
}

/// One step of an alarm's life, as the ledger has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Step {
    /// Its place in the ledger.
    pub(crate) sequence: u64,
    pub(crate) version: u64,
    pub(crate) at: Time,
    pub(crate) actor: StepActor,
    /// The event's kind, as in `alarm.accepted`.
    pub(crate) kind: String,
    /// The event's body.
    #[schema(value_type = Object)]
    pub(crate) details: serde_json::Value,
}

/// A file of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FileLink {
    pub(crate) hash: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) size: u64,
    /// A short-lived address.
    pub(crate) url: String,
}

/// A series that shows the anomaly.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ChartHint {
    /// `outlet` or `meter`.
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) factor: String,
    pub(crate) title: String,
    pub(crate) title_en: String,
    /// `concentration`, `flow`, `production_power` or `treatment_power`.
    pub(crate) role: &'static str,
    /// Rated power of the metered machine, kW.
    pub(crate) rated_kw: Option<f64>,
    /// Ends of the span worth showing.
    pub(crate) from: Time,
    pub(crate) to: Time,
}

/// That an alarm is put aside. Its terms run on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Snooze {
    pub(crate) at: Time,
    pub(crate) by: Person,
    pub(crate) until: Time,
    pub(crate) reason: String,
}

/// Until when an alarm may be put aside now, at most.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SnoozeLimit {
    pub(crate) at: Time,
    pub(crate) why: Why,
}

/// Another alarm, in a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlarmReference {
    pub(crate) id: String,
    /// What a command's `If-Match` must say.
    pub(crate) version: u64,
    pub(crate) kind: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) stage: String,
    pub(crate) subject: Subject,
    pub(crate) factor: Option<Named>,
    pub(crate) began: Time,
    pub(crate) cleared: bool,
}

/// That an alarm is handled with another, or ended with it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Merge {
    pub(crate) leading: AlarmReference,
    pub(crate) at: Time,
    /// Why, in words; not for enterprises.
    pub(crate) reason: Option<String>,
    /// Why the machine proposed it, if it did.
    pub(crate) facts: Vec<Fact>,
}

/// What the machine proposes to merge; a person decides.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MergeProposal {
    /// The cause.
    pub(crate) leading: AlarmReference,
    /// What it may explain.
    pub(crate) merged: AlarmReference,
    pub(crate) facts: Vec<Fact>,
    /// The rule's id in its pack, and what of it is unverified or made up.
    pub(crate) rule: String,
    pub(crate) pack: String,
    pub(crate) unverified: bool,
    pub(crate) illustrative: bool,
}

/// Everything about one alarm.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlarmDetail {
    #[serde(flatten)]
    pub(crate) summary: AlarmSummary,
    /// Why the detector fired.
    pub(crate) facts: Vec<Fact>,
    /// Why it says that the anomaly is over; empty while it holds.
    pub(crate) ending_facts: Vec<Fact>,
    /// The detector and its version.
    pub(crate) detector: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) files: Vec<FileLink>,
    pub(crate) charts: Vec<ChartHint>,
    pub(crate) limits: Vec<super::series::Limit>,
    /// What the enterprise marked in the time of an exceedance; absent where it marked nothing.
    pub(crate) markings: Option<super::marking::AlarmMarkings>,
    /// The alarm that it is handled with, or ended with.
    pub(crate) merge: Option<Merge>,
    /// The alarms that are handled with it, or ended with it.
    pub(crate) led: Vec<AlarmReference>,
    /// What could be merged with it, or it with; for those who may.
    pub(crate) proposals: Vec<MergeProposal>,
    /// With which alarms it could be handled; for those who may merge it.
    pub(crate) could_lead: Vec<AlarmReference>,
    /// How it is put aside, if it is; not for enterprises.
    pub(crate) snooze: Option<Snooze>,
    /// For those who may put it aside now.
    pub(crate) snooze_limit: Option<SnoozeLimit>,
    /// The commands that this account may give now.
    pub(crate) allowed: Vec<&'static str>,
    /// The case that was opened for it; for offices.
    pub(crate) case_file: Option<String>,
    /// Whether this account may open a case for it now.
    pub(crate) may_open_case: bool,
    /// The tracing that was opened from it; for offices.
    pub(crate) tracing: Option<String>,
    /// Whether this account may have it traced.
    pub(crate) may_trace: bool,
}
