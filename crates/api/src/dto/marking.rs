//! What enterprises say of their data, day by day.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::alarm::{FileLink, Person};
use super::series::Limit;
use super::statistics::RuleBasis;
use super::{Named, Time};

/// What a marking does to an hour.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HourEffect {
    /// The marking.
    pub(crate) marking: String,
    /// Its kind, as in `cold_start`.
    pub(crate) kind: &'static str,
    /// `invalid`, `excused`, or why the hour counts all the same: `contested`, `no_rule`, `no_limit`, `other_factor`,
    /// `beyond`, `unclear`.
    pub(crate) effect: &'static str,
    /// The hours of the limit, where there is one.
    pub(crate) limit_hours: Option<u8>,
    /// The hours of the longer limit of which nobody has read when it holds, where the effect is `unclear`.
    pub(crate) extended_hours: Option<u8>,
    /// The rule that it rests on, where there is one.
    pub(crate) rule: Option<RuleBasis>,
}

/// What the bureau says of a marking.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingReview {
    /// `accepted`, `contested` or `suspected_false`.
    pub(crate) verdict: &'static str,
    pub(crate) reason: String,
    /// Only for offices.
    pub(crate) by: Option<Person>,
    pub(crate) at: Time,
}

/// A marking.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Marking {
    pub(crate) id: String,
    pub(crate) outlet: String,
    pub(crate) from: Time,
    /// Exclusive.
    pub(crate) to: Time,
    /// Which factors; all, if empty.
    pub(crate) factors: Vec<Named>,
    pub(crate) kind: &'static str,
    /// `device` or `work_condition`.
    pub(crate) class: &'static str,
    pub(crate) reason: String,
    pub(crate) files: Vec<FileLink>,
    pub(crate) marked_at: Time,
    pub(crate) changed_at: Option<Time>,
    pub(crate) review: Option<MarkingReview>,
    /// Why it was taken back, where it was.
    pub(crate) withdrawn: Option<String>,
    /// Its hours.
    pub(crate) hours: u32,
    /// Of these, those that it makes invalid.
    pub(crate) invalid_hours: u32,
    /// Of these, those that it excuses, for some factor at least.
    pub(crate) excused_hours: u32,
    /// What it does to its last hour: why no more of it is excused.
    pub(crate) last: Option<HourEffect>,
    /// Whether the account may change or withdraw it now.
    pub(crate) may_change: bool,
    /// Whether the account may accept or contest it.
    pub(crate) may_review: bool,
}

/// A kind of mark, with what it does in the outlet's trade.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingKindRule {
    pub(crate) kind: &'static str,
    /// `device` or `work_condition`.
    pub(crate) class: &'static str,
    /// For how many hours it excuses; absent for device marks, and where no limit is known.
    pub(crate) limit_hours: Option<u8>,
    pub(crate) extended_hours: Option<u8>,
    /// What the limit is for, as in 水泥窑.
    pub(crate) facility: Option<String>,
    pub(crate) facility_en: Option<String>,
    /// The factors that the limit is for; all, if empty.
    pub(crate) factors: Vec<String>,
    /// The limit's rule.
    pub(crate) rule: Option<RuleBasis>,
}

/// The rule on marking of a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingRule {
    /// Until when the day is marked, exclusive.
    pub(crate) deadline: Time,
    /// Whether it may still be marked.
    pub(crate) open: bool,
    pub(crate) rule: RuleBasis,
    /// What a false mark is in law; absent where no pack says.
    pub(crate) false_marking: Option<RuleBasis>,
}

/// An hour of a factor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingHour {
    pub(crate) start: Time,
    /// As in statistics: `valid`, `stopped`, `missing`, or why it is invalid.
    pub(crate) state: String,
    /// The mean as it came, whether it counts or not.
    pub(crate) value: Option<f64>,
    pub(crate) converted: Option<f64>,
    /// What the device says, empty where it says nothing.
    pub(crate) device_mark: String,
    /// Whether it is over (or under) the limit; absent without a limit or a figure that is evidence.
    pub(crate) over: Option<bool>,
    /// What a marking does to it, where one covers it.
    pub(crate) effect: Option<HourEffect>,
}

/// The day of a factor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingFactor {
    pub(crate) factor: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) unit: String,
    /// The limit of hour means, if there is one.
    pub(crate) limit: Option<Limit>,
    /// As many as have begun.
    pub(crate) hours: Vec<MarkingHour>,
}

/// One outlet's day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingDay {
    pub(crate) outlet: Named,
    pub(crate) enterprise: Named,
    pub(crate) trade: Named,
    /// As in `2020-08-30`.
    pub(crate) day: String,
    /// When this was told.
    pub(crate) now: Time,
    /// Absent where no rule on marking holds on the day.
    pub(crate) rule: Option<MarkingRule>,
    /// The kinds of marks that the rule has.
    pub(crate) kinds: Vec<MarkingKindRule>,
    /// The factors that have a limit, or all where none has one.
    pub(crate) factors: Vec<MarkingFactor>,
    /// Everything that the outlet measures.
    pub(crate) channels: Vec<Named>,
    /// Those that touch the day, withdrawn ones too.
    pub(crate) markings: Vec<Marking>,
    /// When the enterprise said that there is nothing more to mark.
    pub(crate) confirmed_at: Option<Time>,
    /// Whether this account may mark the day now.
    pub(crate) may_mark: bool,
    /// Whether it may confirm it now.
    pub(crate) may_confirm: bool,
}

/// How an outlet's day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MarkingStanding {
    /// It may still be marked, and nobody has said anything.
    Open,
    /// Something is marked.
    Marked,
    /// The enterprise said that there is nothing to mark.
    Confirmed,
    /// The time is over and nothing was said: no objection.
    NoObjection,
    /// No rule on marking holds on the day.
    NoRule,
}

/// An outlet's day in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingDayRow {
    pub(crate) outlet: Named,
    pub(crate) enterprise: Named,
    pub(crate) district: Named,
    pub(crate) standing: MarkingStanding,
    /// Hour means over their limit, counted over the factors.
    pub(crate) over: u64,
    /// Of these, those of hours that a device mark makes invalid.
    pub(crate) invalid: u64,
    /// Of these, those that a work condition excuses.
    pub(crate) excused: u64,
    pub(crate) markings: usize,
    /// Of these, those that the bureau has not reviewed.
    pub(crate) to_review: usize,
    pub(crate) contested: usize,
    pub(crate) confirmed_at: Option<Time>,
}

/// A day over the account's outlets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingDayList {
    /// As in `2020-08-30`.
    pub(crate) day: String,
    pub(crate) now: Time,
    /// Absent where no rule on marking holds on the day.
    pub(crate) rule: Option<MarkingRule>,
    pub(crate) items: Vec<MarkingDayRow>,
    pub(crate) next_cursor: Option<String>,
    pub(crate) total: usize,
    /// How many outlets of the scope stand how.
    pub(crate) counts: Vec<MarkingCount>,
}

/// How many outlets stand so.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MarkingCount {
    pub(crate) standing: MarkingStanding,
    pub(crate) outlets: usize,
}

/// An hour of an alarm.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlarmHour {
    pub(crate) start: Time,
    /// The hour mean as it came.
    pub(crate) value: Option<f64>,
    pub(crate) over: Option<bool>,
    pub(crate) effect: Option<HourEffect>,
}

/// What the enterprise's markings say to an exceedance.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlarmMarkings {
    /// `all` hours of the exceedance are excused or invalid, `some` are, or `none`.
    pub(crate) excuses: &'static str,
    /// Those that touch the exceedance.
    pub(crate) markings: Vec<Marking>,
    /// The hours of the exceedance, the first 336 of them.
    pub(crate) hours: Vec<AlarmHour>,
}

/// A marking to be made, or what one shall say instead.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMarking {
    /// RFC 3339, a whole hour.
    pub(crate) from: String,
    /// RFC 3339, a whole hour, exclusive.
    pub(crate) to: String,
    /// Codes of factors; all, if there are none.
    #[serde(default)]
    pub(crate) factors: Vec<String>,
    /// As in `cold_start`.
    pub(crate) kind: String,
    pub(crate) reason: String,
    /// Hashes of uploaded files.
    #[serde(default)]
    pub(crate) files: Vec<String>,
}

/// Why a marking is taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkingWithdrawal {
    pub(crate) reason: String,
}

/// A marking is as it was said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkingAcceptance {
    #[serde(default)]
    pub(crate) reason: String,
}

/// A marking is not as it was said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkingContest {
    pub(crate) reason: String,
    /// Whether it is thought to be false on purpose.
    #[serde(default)]
    pub(crate) suspected_false: bool,
}

/// There is nothing more to mark.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkingConfirmation {}
