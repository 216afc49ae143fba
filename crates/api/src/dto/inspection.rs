//! Inspections, as the API takes and tells them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::alarm::FileLink;
use super::statistics::RuleBasis;
use super::{Named, Time};
use crate::export::Format;

/// How far an inspection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionStage {
    /// To be done off site.
    OffSite,
    /// To be visited.
    OnSite,
    /// Concluded off site.
    Concluded,
    Visited,
    GivenUp,
}

/// Which way an inspection goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionWay {
    OffSite,
    OnSite,
}

/// What an inspection found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionFinding {
    Nothing,
    /// Something that is put right without a case.
    Minor,
    /// A suspected violation.
    Violation,
}

/// What an enterprise is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionWanted {
    SelfReport,
    Photos,
    Documents,
}

/// What leads to an inspection that nobody drew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionCauseKind {
    Complaint,
    Assignment,
    Anomaly,
    Emergency,
}

/// A figure of the numbers that is no stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionFigure {
    /// Assigned, whatever the cause.
    Assigned,
    /// Not done yet.
    Open,
    /// Not done yet after the last day of the visits.
    Overdue,
    /// A dossier came first and did not do.
    Escalated,
    /// Of enterprises that were visited on more than one day.
    VisitedAgain,
    /// Nothing was found, and something later.
    FoundLater,
}

/// An inspection that nobody drew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInspection {
    /// The credit code.
    pub(crate) enterprise: String,
    pub(crate) cause: InspectionCauseKind,
    /// What led to it.
    pub(crate) words: String,
    /// The alarm that led to it.
    #[serde(default)]
    pub(crate) alarm: Option<String>,
    /// The last day of the visit.
    #[serde(default)]
    pub(crate) until: Option<String>,
}

/// What an account may do with an inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InspectionCommand {
    Gather,
    Ask,
    Answer,
    Conclude,
    Escalate,
    Visit,
    GiveUp,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct InspectionFilter {
    #[param(inline)]
    pub(crate) stage: Option<InspectionStage>,
    /// Which way came first.
    #[param(inline)]
    pub(crate) way: Option<InspectionWay>,
    #[param(inline)]
    pub(crate) finding: Option<InspectionFinding>,
    /// A draw's id.
    pub(crate) draw: Option<String>,
    pub(crate) district: Option<String>,
    /// The first characters of a trade code, or `unknown`.
    pub(crate) trade: Option<String>,
    /// An enterprise's credit code.
    pub(crate) enterprise: Option<String>,
    /// Only those with such a cause, or of a figure of the numbers.
    #[param(inline)]
    pub(crate) cause: Option<InspectionCauseKind>,
    #[param(inline)]
    pub(crate) figure: Option<InspectionFigure>,
    /// Only those for which nobody had to go, or only the others.
    pub(crate) avoided: Option<bool>,
    /// When it was opened, as in `2020`, `2020-Q3` or `2020-08`.
    pub(crate) period: Option<String>,
    /// A part of a name or code.
    pub(crate) q: Option<String>,
    #[param(inline)]
    pub(crate) format: Option<Format>,
}

/// How an enterprise stood on the positive list when the inspection was opened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InspectionListed {
    pub(crate) number: u8,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// `exempt` or `reduced`.
    pub(crate) regime: &'static str,
}

/// An inspection in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InspectionSummary {
    pub(crate) id: String,
    pub(crate) enterprise: Named,
    pub(crate) district: Named,
    pub(crate) trade_code: Option<String>,
    /// The draw that ordered it; none where it was assigned.
    pub(crate) draw: Option<String>,
    /// What led to it where it was assigned: `complaint`, `assignment`, `anomaly` or `emergency`.
    pub(crate) cause: Option<&'static str>,
    pub(crate) listed: Option<InspectionListed>,
    pub(crate) way: InspectionWay,
    pub(crate) stage: InspectionStage,
    /// That a dossier came first and did not do.
    pub(crate) escalated: bool,
    pub(crate) finding: Option<InspectionFinding>,
    /// That nobody had to go.
    pub(crate) avoided: bool,
    pub(crate) opened_at: Time,
    /// The last day of the visits, as the draw or whoever assigned it set it.
    pub(crate) until: Option<String>,
    /// That it is open after that day.
    pub(crate) overdue: bool,
    /// The day on which it was done.
    pub(crate) done_on: Option<String>,
    /// Questions to the enterprise that wait for an answer.
    pub(crate) unanswered: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionList {
    pub(crate) items: Vec<InspectionSummary>,
    /// How many of the account's scope stand how, whatever is filtered.
    pub(crate) counts: BTreeMap<&'static str, usize>,
    /// How many visits were avoided.
    pub(crate) avoided: usize,
    /// Whether this account may have somebody inspected without a draw.
    pub(crate) may_assign: bool,
}

/// An officer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InspectionOfficer {
    pub(crate) id: String,
    /// Empty where it is not kept.
    pub(crate) name: String,
    pub(crate) unit: String,
    /// Whether the certificate holds today.
    pub(crate) certified: bool,
    pub(crate) certified_until: Option<String>,
}

/// The hours of an outlet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierOutlet {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Hour values of factors with a limit.
    pub(crate) expected_h: u64,
    pub(crate) received_h: u64,
    pub(crate) valid_h: u64,
    pub(crate) stopped_h: u64,
    pub(crate) over_h: u64,
    pub(crate) lost: Vec<DossierLost>,
}

/// Why hours are no valid data.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierLost {
    /// `missing`, a mark of the device, or what people marked.
    pub(crate) reason: String,
    pub(crate) hours: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierTarget {
    /// Tenths of a per cent.
    pub(crate) per_mille: u64,
    pub(crate) basis: RuleBasis,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierPower {
    pub(crate) lines: u32,
    pub(crate) units: u32,
    pub(crate) expected_h: u64,
    pub(crate) metered_h: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierAlarm {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) severity: &'static str,
    pub(crate) raised: String,
    pub(crate) open: bool,
    pub(crate) outcome: Option<&'static str>,
    pub(crate) to_case: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierRecord {
    pub(crate) known_until: String,
    pub(crate) penalties: u32,
    pub(crate) emergencies: u32,
    pub(crate) false_data: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierCase {
    pub(crate) id: String,
    pub(crate) opened: String,
    pub(crate) open: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierInspection {
    pub(crate) id: String,
    pub(crate) way: InspectionWay,
    pub(crate) day: String,
    pub(crate) finding: InspectionFinding,
}

/// Something that the dossier shows against the enterprise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierProblem {
    /// `violations`, `open_alarms`, `open_cases`, `record` or `hours_over`.
    pub(crate) code: &'static str,
    /// Ids of alarms or cases.
    pub(crate) ids: Vec<String>,
    /// How many.
    pub(crate) count: u64,
}

/// Something that the dossier leaves open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierGap {
    /// `not_monitored`, `no_data`, `transmission`, `no_power`, `power_missing`, `record`, `complaints` or `permit_reports`.
    pub(crate) code: &'static str,
    /// What there is, tenths of a per cent.
    pub(crate) per_mille: Option<u64>,
    /// What a rule asks for, tenths of a per cent.
    pub(crate) wanted_per_mille: Option<u64>,
    pub(crate) basis: Option<RuleBasis>,
}

/// What the machine gathered, and what it proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionDossier {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) gathered_at: Time,
    pub(crate) gathered_by: String,
    /// `nothing_found`, `ask` or `visit`.
    pub(crate) proposal: &'static str,
    pub(crate) problems: Vec<DossierProblem>,
    pub(crate) gaps: Vec<DossierGap>,
    pub(crate) outlets: Vec<DossierOutlet>,
    /// Effective transmission over all outlets, tenths of a per cent.
    pub(crate) transmission_per_mille: Option<u64>,
    pub(crate) target: Option<DossierTarget>,
    pub(crate) power: Option<DossierPower>,
    pub(crate) alarms: Vec<DossierAlarm>,
    pub(crate) record: Option<DossierRecord>,
    pub(crate) cases: Vec<DossierCase>,
    pub(crate) inspections: Vec<DossierInspection>,
    /// What the system does not record: `complaints`, `permit_reports`.
    pub(crate) not_known: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionQuestion {
    pub(crate) wanted: InspectionWanted,
    pub(crate) words: String,
    pub(crate) until: String,
    pub(crate) asked_at: Time,
    pub(crate) answer: Option<InspectionReply>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionReply {
    pub(crate) words: String,
    pub(crate) files: Vec<FileLink>,
    pub(crate) at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionConclusion {
    pub(crate) finding: InspectionFinding,
    pub(crate) words: String,
    pub(crate) settled: BTreeMap<String, String>,
    pub(crate) by: String,
    pub(crate) at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionReason {
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionVisit {
    pub(crate) day: String,
    pub(crate) officers: Vec<InspectionOfficer>,
    pub(crate) instead: Option<String>,
    /// The other inspections that the same visit did.
    pub(crate) together: Vec<String>,
    pub(crate) items: Vec<String>,
    pub(crate) finding: InspectionFinding,
    pub(crate) words: String,
    pub(crate) late: bool,
    pub(crate) by: String,
    pub(crate) at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionStep {
    pub(crate) kind: String,
    pub(crate) at: Time,
    pub(crate) by: String,
    pub(crate) words: Option<String>,
    pub(crate) sequence: u64,
}

/// Another inspection of the enterprise that is to be visited.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionBeside {
    pub(crate) id: String,
    pub(crate) draw: Option<String>,
    /// The days of its visits, as the draw set them.
    pub(crate) visits_from: Option<String>,
    pub(crate) until: Option<String>,
}

/// How often an enterprise is visited without a cause, and how often at most.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoutineVisits {
    /// Visits of the period, those included that are still to come, and this one if it is one.
    pub(crate) visits: u32,
    pub(crate) most: u32,
    /// `quarter` or `year`.
    pub(crate) period: &'static str,
    pub(crate) rule: RuleBasis,
}

/// Everything about an inspection.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionDetail {
    #[serde(flatten)]
    pub(crate) summary: InspectionSummary,
    /// The version that a command must name.
    pub(crate) version: u64,
    /// Who was drawn.
    pub(crate) officers: Vec<InspectionOfficer>,
    /// Whether the enterprise is on the positive list today in a category that spares visits.
    pub(crate) exempt_today: bool,
    pub(crate) visits_from: Option<String>,
    /// What led to it, in words; for offices alone, since a complaint may tell who complained.
    pub(crate) cause_words: Option<String>,
    /// The alarm that led to it.
    pub(crate) cause_alarm: Option<String>,
    /// How often the enterprise is visited without a cause; nothing where no pack has a cap, and nothing for the enterprise.
    pub(crate) routine: Option<RoutineVisits>,
    /// Other inspections of the enterprise that are to be visited.
    pub(crate) beside: Vec<InspectionBeside>,
    pub(crate) dossier: Option<InspectionDossier>,
    pub(crate) questions: Vec<InspectionQuestion>,
    pub(crate) escalation: Option<InspectionReason>,
    pub(crate) conclusion: Option<InspectionConclusion>,
    pub(crate) visit: Option<InspectionVisit>,
    pub(crate) given_up: Option<InspectionReason>,
    pub(crate) may: Vec<InspectionCommand>,
    pub(crate) history: Vec<InspectionStep>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NumbersPeriod {
    /// In which period the inspections were opened, as in `2020` or `2020-Q3`; this year unless said.
    pub(crate) period: Option<String>,
}

/// What inspections came to, of everybody or of a part of them.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct InspectionCounts {
    /// Enterprises on the positive list today.
    pub(crate) listed: usize,
    /// Inspections that a draw ordered.
    pub(crate) drawn: usize,
    /// Inspections that nobody drew.
    pub(crate) assigned: usize,
    /// Concluded off site.
    pub(crate) concluded: usize,
    pub(crate) visited: usize,
    /// Drawn, and nobody had to go.
    pub(crate) avoided: usize,
    /// A dossier came first and did not do.
    pub(crate) escalated: usize,
    /// Not done yet.
    pub(crate) open: usize,
    /// Not done yet after the last day of the visits.
    pub(crate) overdue: usize,
    /// Enterprises that were visited on more than one day.
    pub(crate) visited_again: usize,
}

/// The counts of a district or a trade.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InspectionCountsOf {
    /// A district, or the letter and two digits of a trade (GB/T 4754); an empty code where it is not known.
    pub(crate) of: Named,
    #[serde(flatten)]
    pub(crate) counts: InspectionCounts,
}

/// How often a way of inspecting found something, and how often something was found later where it had found nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InspectionMethod {
    pub(crate) way: InspectionWay,
    pub(crate) done: usize,
    pub(crate) nothing: usize,
    pub(crate) minor: usize,
    pub(crate) violation: usize,
    /// Of those in which nothing was found: after which a later inspection found something, an alarm ended as a
    /// violation, or a case was opened.
    pub(crate) found_later: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionNumbers {
    pub(crate) period: String,
    pub(crate) all: InspectionCounts,
    pub(crate) methods: Vec<InspectionMethod>,
    pub(crate) districts: Vec<InspectionCountsOf>,
    pub(crate) trades: Vec<InspectionCountsOf>,
}

/// Over which period a dossier is gathered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GatherDossier {
    /// As in `2020`, `2020-Q3` or `2020-08`; what of it is over counts.
    pub(crate) period: String,
}

/// What is to be done. Words are 1 to 1,000 characters.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "act")]
pub(crate) enum InspectionAct {
    Ask {
        wanted: InspectionWanted,
        words: String,
        /// A day.
        until: String,
    },
    Answer {
        /// Counted from 0.
        question: usize,
        words: String,
        /// Hashes of files that were uploaded before.
        #[serde(default)]
        files: Vec<String>,
    },
    Conclude {
        finding: InspectionFinding,
        words: String,
        /// How each gap was settled, by its code.
        settled: BTreeMap<String, String>,
    },
    Escalate {
        reason: String,
    },
    Visit {
        /// A day.
        day: String,
        officers: Vec<String>,
        /// Why others went than were drawn, where they did.
        #[serde(default)]
        instead: Option<String>,
        /// Other inspections of the enterprise that are to be visited, which the same visit does.
        #[serde(default)]
        together: Vec<String>,
        items: Vec<String>,
        finding: InspectionFinding,
        words: String,
    },
    GiveUp {
        reason: String,
    },
}

/// What came of opening the inspections of a draw.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionsOpened {
    /// How many were opened.
    pub(crate) opened: usize,
    /// How many of them are done off site first.
    pub(crate) off_site: usize,
    /// How many were there already.
    pub(crate) there: usize,
}
