//! The libraries of objects and officers, as the API takes and tells them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::statistics::RuleBasis;
use super::{Named, Time};
use crate::export::Format;

/// Which library a file belongs to.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LibraryKind {
    Objects,
    Enforcers,
    Items,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfKind {
    #[param(inline)]
    pub(crate) kind: LibraryKind,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ObjectFilter {
    /// A part of its name, a former name, its code, one that was given up for it, or its trade.
    pub(crate) q: Option<String>,
    pub(crate) district: Option<String>,
    /// `key`, `simplified`, `registered` or `unknown`.
    pub(crate) permit: Option<String>,
    /// Only those whose name stands at another object too.
    pub(crate) same_name: Option<bool>,
    /// Where the page before ended.
    pub(crate) cursor: Option<String>,
    /// 1 to 500, 100 unless said.
    pub(crate) limit: Option<usize>,
    #[param(inline)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EnforcerFilter {
    /// A part of a number, name or unit.
    pub(crate) q: Option<String>,
    /// Only those whose certificate has ended, or ends within so many days.
    pub(crate) ending_within: Option<u16>,
    #[param(inline)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CandidateFilter {
    /// Only objects of this district.
    pub(crate) district: Option<String>,
    /// Scores of environmental credit below it make a class of their own.
    pub(crate) credit_below: Option<u16>,
    /// Whether objects are left out that were drawn this year already.
    pub(crate) not_again: Option<bool>,
}

/// A page of the library of objects.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionObjectPage {
    pub(crate) items: Vec<InspectionObjectRow>,
    pub(crate) next_cursor: Option<String>,
    pub(crate) total: usize,
    /// Whether this account may import and undo.
    pub(crate) may_keep: bool,
}

/// An object. What is absent nobody has given; an empty list says that there is none.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionObjectRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) district: Named,
    pub(crate) trade_code: Option<String>,
    /// `key`, `simplified` or `registered`.
    pub(crate) permit: Option<&'static str>,
    pub(crate) key_lists: Option<Vec<&'static str>>,
    pub(crate) surroundings: Option<Vec<&'static str>>,
    pub(crate) credit_score: Option<u16>,
    pub(crate) designations: Option<Vec<String>>,
    pub(crate) record: Option<ObjectRecord>,
    /// What it was called, and what those were called that are the same.
    pub(crate) former_names: Vec<String>,
    /// Codes that were given up for it.
    pub(crate) merged: Vec<String>,
    /// Whether the register of monitoring knows the enterprise too.
    pub(crate) monitored: bool,
}

/// An object and who it was.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionObjectDetail {
    #[serde(flatten)]
    pub(crate) object: InspectionObjectRow,
    /// The code for which this one was given up.
    pub(crate) kept: Option<String>,
    /// What people said of who it is, those that were taken back as well.
    pub(crate) changes: Vec<ObjectChangeRow>,
    /// Objects of the same name, which are perhaps the same enterprise.
    pub(crate) same_name: Vec<SameObject>,
    /// Whether this account may change that.
    pub(crate) may_keep: bool,
}

/// What was said of who an object is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ObjectChangeKind {
    Renamed,
    Merged,
}

/// A change of who is who.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObjectChangeRow {
    pub(crate) id: String,
    pub(crate) kind: ObjectChangeKind,
    /// The object that was renamed, or given up.
    pub(crate) code: String,
    /// The former name, or the code that was given up.
    pub(crate) from: String,
    /// The name of now, or the code that was kept.
    pub(crate) to: String,
    /// The first day of the new name.
    pub(crate) since: Option<String>,
    pub(crate) reason: String,
    pub(crate) at: Time,
    pub(crate) by: String,
    pub(crate) may_undo: bool,
    pub(crate) undone: Option<LibraryUndone>,
}

/// Another object.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SameObject {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) district: Named,
}

/// Another name of an object.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewName {
    pub(crate) name: String,
    /// Its first day.
    pub(crate) since: String,
    pub(crate) reason: String,
}

/// An object that is the same as another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenUp {
    /// The code that is to be no object any more.
    pub(crate) given_up: String,
    pub(crate) reason: String,
}

/// What the bureau's records say, as days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObjectRecord {
    pub(crate) known_until: String,
    pub(crate) penalties: Vec<String>,
    pub(crate) emergencies: Vec<String>,
    pub(crate) false_data: Vec<String>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemFilter {
    /// A part of a name, basis or id.
    pub(crate) q: Option<String>,
    #[param(inline)]
    pub(crate) format: Option<Format>,
}

/// What may be inspected.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionItemList {
    pub(crate) items: Vec<InspectionItemRow>,
    /// How many there are, whatever was asked for.
    pub(crate) total: usize,
    pub(crate) may_keep: bool,
}

/// Something that may be inspected.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InspectionItemRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) content: Option<String>,
    /// The law and clause that allow it.
    pub(crate) basis: String,
    /// `on_site`, `off_site`, `sampling`, `documents`.
    pub(crate) methods: Vec<&'static str>,
    /// `routine`, `campaign`, `case`.
    pub(crate) classes: Vec<&'static str>,
}

/// The library of officers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnforcerList {
    /// Those whose certificate ends first come first.
    pub(crate) items: Vec<EnforcerRow>,
    /// How many there are, whatever was asked for.
    pub(crate) total: usize,
    /// The day on which certificates stand as told.
    pub(crate) today: String,
    pub(crate) may_keep: bool,
}

/// How a certificate stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CertificateStanding {
    NotYet,
    Holds,
    Ended,
}

/// An officer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnforcerRow {
    pub(crate) id: String,
    /// Empty where the person was forgotten.
    pub(crate) name: String,
    pub(crate) certificate_number: String,
    pub(crate) unit: String,
    pub(crate) issuer: String,
    /// The first and the last day of the certificate.
    pub(crate) certified_from: String,
    pub(crate) certified_until: String,
    pub(crate) standing: CertificateStanding,
    /// Days after today on which it still holds.
    pub(crate) days_left: Option<i32>,
    pub(crate) specialities: Vec<&'static str>,
    pub(crate) leave: Vec<LeaveSpan>,
    pub(crate) conflicts: Vec<DeclaredConflict>,
}

/// The first and the last day of a leave.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeaveSpan {
    pub(crate) from: String,
    pub(crate) until: String,
}

/// A conflict of interest.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeclaredConflict {
    /// The credit code.
    pub(crate) enterprise: String,
    /// `party_or_kin`, `interest` or `other`.
    pub(crate) ground: String,
}

/// When an officer cannot go, and where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Availability {
    pub(crate) leave: Vec<LeaveSpan>,
    pub(crate) conflicts: Vec<DeclaredConflict>,
}

/// What an import would do, or has done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LibraryPreview {
    /// The hash of the file.
    pub(crate) file: String,
    pub(crate) added: usize,
    pub(crate) changed: usize,
    pub(crate) unchanged: usize,
    pub(crate) refused: usize,
    /// The first refusals.
    pub(crate) refusals: Vec<LibraryRefusal>,
    /// The first rows that would be taken.
    pub(crate) first: Vec<LibraryPreviewRow>,
    /// Headings that are not understood: their columns would say nothing.
    pub(crate) unknown_headings: Vec<String>,
    /// Columns without which nothing is read.
    pub(crate) missing_columns: Vec<&'static str>,
    /// The import that has brought the same file already and stands.
    pub(crate) same_as: Option<String>,
}

/// A row that is not taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LibraryRefusal {
    /// Its number in the file, from 1.
    pub(crate) row: u32,
    pub(crate) column: &'static str,
    /// `missing`, `bad_code`, `unknown_word` …
    pub(crate) reason: &'static str,
    pub(crate) text: String,
}

/// A row that is taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LibraryPreviewRow {
    pub(crate) id: String,
    pub(crate) name: String,
    /// `added`, `changed` or `unchanged`.
    pub(crate) change: &'static str,
}

/// An import into a library.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LibraryImportRow {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) at: Time,
    pub(crate) by: String,
    pub(crate) objects: usize,
    pub(crate) enforcers: usize,
    pub(crate) items: usize,
    pub(crate) refused: u32,
    pub(crate) undone: Option<LibraryUndone>,
}

/// That an import was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LibraryUndone {
    pub(crate) at: Time,
    pub(crate) by: String,
    pub(crate) reason: String,
}

/// What the libraries give for the visits of a draw.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawCandidates {
    pub(crate) pools: Vec<PoolCandidates>,
    pub(crate) officers: Vec<OfficerCandidate>,
    #[schema(value_type = Vec<Object>)]
    pub(crate) recusals: Vec<draw::Recusal>,
    #[schema(value_type = Vec<Object>)]
    pub(crate) pairings: Vec<draw::Pairing>,
}

/// Objects of a pool, by how their permit is managed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PoolCandidates {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) classes: Vec<PoolClass>,
    #[schema(value_type = Vec<Object>)]
    pub(crate) candidates: Vec<draw::Candidate>,
    /// How many are drawn by the plan of the year or the rule in force; nothing where neither says.
    pub(crate) quota: Option<PoolQuota>,
}

/// How many objects of a pool are drawn by rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PoolQuota {
    /// At least so many in the period.
    pub(crate) wanted: u32,
    /// So many were, by other draws whose visits begin in the period.
    pub(crate) drawn: u32,
    /// So many are left, of those that may be drawn.
    pub(crate) left: u32,
    /// `quarter` or `year`.
    pub(crate) period: &'static str,
    /// The rule or plan with the figures, in the words of a plan.
    pub(crate) words: String,
    /// The rule; nothing where the plan of the year has another figure.
    pub(crate) rule: Option<RuleBasis>,
    /// Which draft of the plan of the year says so; nothing where a rule does.
    pub(crate) plan: Option<u32>,
}

/// What earns a weight.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PoolClass {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// An officer for the visits of a draw.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfficerCandidate {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) standing: OfficerStanding,
    #[schema(value_type = Object)]
    pub(crate) officer: draw::Officer,
}

/// Whether an officer may go, and why not.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum OfficerStanding {
    MayGo,
    OnLeave { from: String, until: String },
    NotCertified { from: String, until: String },
}
