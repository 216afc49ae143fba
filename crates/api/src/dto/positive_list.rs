//! The positive list, as the API takes and tells it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::statistics::RuleBasis;
use super::{Named, Time};
use crate::export::Format;

/// How a proposal or entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ListStage {
    Proposed,
    Withdrawn,
    Declined,
    OnNotice,
    Objection,
    Listed,
    /// It was on the list, and its time is over.
    Expired,
    Removed,
}

/// What an account may do with an enterprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ListCommand {
    Propose,
    Withdraw,
    Review,
    Object,
    Answer,
    Enter,
    Renew,
    ProposeRemoval,
    Keep,
    Remove,
}

/// What is to be done. Words are 1 to 1,000 characters.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "act")]
pub(crate) enum ListAct {
    Propose {
        category: String,
        statement: String,
    },
    Withdraw {
        reason: String,
    },
    Decline {
        reason: String,
    },
    /// `settled` says of each criterion that the machine does not know what somebody found, by its rule.
    Approve {
        settled: BTreeMap<String, String>,
    },
    /// What an objection says, without who said it.
    Object {
        summary: String,
    },
    Answer {
        objection: usize,
        upheld: bool,
        finding: String,
    },
    /// What was said when it was approved still holds; `settled` is for what has become unknown since.
    Enter {
        #[serde(default)]
        settled: BTreeMap<String, String>,
    },
    Renew {
        settled: BTreeMap<String, String>,
    },
    ProposeRemoval {
        reason: String,
    },
    Keep {
        reason: String,
    },
    Remove {
        reason: String,
    },
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListFilter {
    #[param(inline)]
    pub(crate) stage: Option<ListStage>,
    /// A category's id.
    pub(crate) category: Option<String>,
    /// A part of a name or code.
    pub(crate) q: Option<String>,
    #[param(inline)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfCategory {
    /// A category's id.
    pub(crate) category: String,
}

/// How the list is kept today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListRule {
    pub(crate) notice_working_days: u8,
    pub(crate) valid_months: u8,
    /// What still leads to an inspection: `complaint`, `assignment`, `anomaly`, `emergency`.
    pub(crate) remaining: Vec<&'static str>,
    pub(crate) basis: RuleBasis,
}

/// A category.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ListCategory {
    pub(crate) id: String,
    pub(crate) number: u8,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// `exempt` or `reduced`.
    pub(crate) regime: &'static str,
    pub(crate) basis: RuleBasis,
}

/// Everybody whom the account may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PositiveList {
    pub(crate) items: Vec<ListEntry>,
    /// How many stand at which stage, whatever was asked for.
    #[schema(value_type = Object)]
    pub(crate) counts: BTreeMap<&'static str, usize>,
    pub(crate) rule: Option<ListRule>,
    pub(crate) categories: Vec<ListCategory>,
    /// Whether this account decides.
    pub(crate) may_decide: bool,
    /// Whether it may propose somebody.
    pub(crate) may_propose: bool,
}

/// How an enterprise stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListEntry {
    pub(crate) enterprise: Named,
    pub(crate) district: Named,
    pub(crate) category: ListCategory,
    pub(crate) stage: ListStage,
    pub(crate) proposed_at: Time,
    /// Until when the public is told.
    pub(crate) notice_until: Option<Time>,
    pub(crate) objections_open: usize,
    pub(crate) listed_since: Option<Time>,
    /// The last day on which it holds.
    pub(crate) last_day: Option<String>,
    /// Whether its removal is proposed.
    pub(crate) removal: bool,
}

/// Everything about an enterprise and the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListStanding {
    pub(crate) enterprise: Named,
    pub(crate) district: Named,
    /// What a command's `If-Match` must say.
    pub(crate) version: u64,
    /// Nothing if it was never proposed.
    pub(crate) entry: Option<ListEntryDetail>,
    pub(crate) may: Vec<ListCommand>,
    /// The last one first.
    pub(crate) history: Vec<ListStep>,
    pub(crate) rule: Option<ListRule>,
}

/// The proposal that counts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListEntryDetail {
    #[serde(flatten)]
    pub(crate) entry: ListEntry,
    pub(crate) statement: String,
    /// `enterprise` or `bureau`.
    pub(crate) proposed_by: &'static str,
    pub(crate) report: ListReport,
    pub(crate) notice: Option<ListNotice>,
    pub(crate) removal_proposal: Option<ListRemoval>,
    /// How it ended, in the words of who ended it.
    pub(crate) ended: Option<String>,
}

/// What the machine found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListReport {
    pub(crate) day: String,
    pub(crate) checked: Vec<ListChecked>,
}

/// A criterion with what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListChecked {
    pub(crate) basis: RuleBasis,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// `met`, `failed` or `unknown`.
    pub(crate) verdict: &'static str,
    /// What was seen: one key of `not_given`, `not_monitored`, `record_of`, `days`, `none_since`, `permit`, `score`, `alarms`,
    /// `alarms_since`, `per_mille`, `trade`, `recognised`, `monitored`, or its value behind it.
    #[schema(value_type = Object)]
    pub(crate) seen: casework::positive_list::Seen,
}

/// A notice to the public.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListNotice {
    pub(crate) since: Time,
    /// What the reviewer says of what the machine did not know, by rule.
    #[schema(value_type = Object)]
    pub(crate) settled: BTreeMap<String, String>,
    pub(crate) objections: Vec<ListObjection>,
}

/// An objection.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListObjection {
    pub(crate) summary: String,
    pub(crate) at: Time,
    pub(crate) upheld: Option<bool>,
    pub(crate) finding: Option<String>,
}

/// That an entry is to be removed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListRemoval {
    pub(crate) at: Time,
    /// Whether the machine proposes it.
    pub(crate) machine: bool,
    pub(crate) reason: Option<String>,
    pub(crate) broken: Vec<ListChecked>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListStep {
    /// `proposed`, `withdrawn`, `declined`, `notice_begun`, `objected`, `objection_answered`, `entered`, `renewed`,
    /// `removal_proposed`, `kept` or `removed`.
    pub(crate) kind: String,
    pub(crate) at: Time,
    /// Who did it; empty to those who need not know, `machine` for the machine.
    pub(crate) by: String,
    /// The words that came with it.
    pub(crate) words: Option<String>,
    pub(crate) sequence: u64,
}

/// That an enterprise is on the list today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListBadge {
    pub(crate) enterprise: String,
    pub(crate) number: u8,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// `exempt` or `reduced`.
    pub(crate) regime: &'static str,
    pub(crate) last_day: String,
}

/// Everybody in the account's scope who is on the list today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListBadges {
    pub(crate) badges: Vec<ListBadge>,
    /// What still leads to an inspection.
    pub(crate) remaining: Vec<&'static str>,
}

/// What came of the machine's look at everybody who is on the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LookedAgain {
    /// Of how many it proposes the removal.
    pub(crate) proposed: usize,
}

/// What everybody may know.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicPositiveList {
    pub(crate) now: Time,
    pub(crate) rule: Option<ListRule>,
    pub(crate) categories: Vec<ListCategory>,
    /// Whom somebody may object to, the notice that ends first first.
    pub(crate) on_notice: Vec<PublicListEntry>,
    /// Who is on the list today, by name.
    pub(crate) listed: Vec<PublicListEntry>,
}

/// What everybody may know of an enterprise on the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicListEntry {
    pub(crate) enterprise: Named,
    pub(crate) district: Named,
    pub(crate) category: ListCategory,
    /// Since when it is shown, or on the list.
    pub(crate) since: Time,
    /// Until when objections are taken.
    pub(crate) notice_until: Option<Time>,
    /// The last day on which the entry holds.
    pub(crate) last_day: Option<String>,
}
