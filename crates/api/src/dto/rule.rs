//! Rules: by what each kind of finding is judged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::alarm::{Person, Subject};
use super::{Named, Time};

/// Every kind with what it is judged by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleBook {
    pub(crate) kinds: Vec<KindRules>,
    /// Those that a rule can be for.
    pub(crate) districts: Vec<Named>,
    /// Those of the enterprises in the register.
    pub(crate) trades: Vec<Named>,
    /// Whether this account may propose rules and take back those in shadow.
    pub(crate) may_propose: bool,
    /// Whether it may activate what others proposed and take back what judges.
    pub(crate) may_activate: bool,
    /// How long a rule runs in shadow at least, h.
    pub(crate) least_shadow_h: i64,
    pub(crate) now: Time,
}

/// One kind of finding.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindRules {
    pub(crate) kind: &'static str,
    /// Empty where nothing can be tuned.
    pub(crate) parameters: Vec<RuleParameter>,
    /// The city's rule in force; where there is none the defaults hold, but for whom a narrower rule judges.
    pub(crate) in_force: Option<String>,
    /// The rule in shadow.
    pub(crate) shadow: Option<String>,
    /// All rules of the kind, the one proposed last first.
    pub(crate) rules: Vec<Rule>,
}

/// What a kind can be tuned by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleParameter {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    /// Empty where it has none.
    pub(crate) unit: &'static str,
    pub(crate) form: ParameterForm,
    pub(crate) least: f64,
    pub(crate) most: f64,
    pub(crate) default: f64,
    /// The value now in force.
    pub(crate) value: f64,
}

/// What values a parameter takes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ParameterForm {
    Number,
    Whole,
    /// 0 for no, 1 for yes.
    Switch,
}

/// A rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    /// `shadow`, `coming`, `in_force` or `over`.
    pub(crate) state: &'static str,
    pub(crate) extent: RuleExtentShown,
    /// By the code of the parameter; what is not named keeps its default.
    pub(crate) values: BTreeMap<String, f64>,
    pub(crate) reason: String,
    pub(crate) proposed: RuleAct,
    pub(crate) activated: Option<RuleAct>,
    pub(crate) retired: Option<RuleAct>,
    /// Why it was taken back.
    pub(crate) retired_because: Option<String>,
    /// As it was proposed: without a time, from its activation on.
    pub(crate) valid_from: Option<Time>,
    pub(crate) valid_to: Option<Time>,
    /// From when on it judges, where it was activated.
    pub(crate) judges_from: Option<Time>,
    /// Exclusive; without end where there is none.
    pub(crate) judges_to: Option<Time>,
    /// The rule that took its place.
    pub(crate) replaced_by: Option<String>,
    /// From when on it may be activated.
    pub(crate) shadow_until: Time,
    /// Whether this account may activate it, once it was long enough in shadow.
    pub(crate) may_activate: bool,
    /// Whether this account may take it back.
    pub(crate) may_retire: bool,
    /// What of its values this version cannot obey.
    pub(crate) problems: Vec<RuleProblem>,
}

/// Whom a rule judges.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleExtentShown {
    pub(crate) kind: ExtentKind,
    /// The districts, trades or enterprises; none for the city.
    pub(crate) of: Vec<Named>,
}

/// Whom a new rule is to judge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleExtent {
    pub(crate) kind: ExtentKind,
    /// Codes of districts, of trades (GB/T 4754) or of enterprises; empty for the city.
    #[serde(default)]
    pub(crate) of: Vec<String>,
}

/// How those whom a rule judges are named. The narrower rule judges: enterprises before districts and trades, these before
/// the city.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExtentKind {
    City,
    Districts,
    Trades,
    Enterprises,
}

/// Who did something with a rule, when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleAct {
    pub(crate) by: Person,
    pub(crate) at: Time,
}

/// Something that is wrong with a rule's values.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleProblem {
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// A rule with what its shadow found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleDetail {
    pub(crate) rule: Rule,
    pub(crate) shadow: ShadowReport,
}

/// What a rule would have raised while it was in shadow, beside what was raised.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShadowReport {
    pub(crate) from: Time,
    /// When it left the shadow, or now.
    pub(crate) to: Time,
    /// Alarms that it would have raised.
    pub(crate) would_raise: u64,
    /// Alarms of the kind that were raised in that time, of those whom it would judge.
    pub(crate) raised: u64,
    /// What it would raise and nobody was told of, the latest first; at most 200.
    pub(crate) appears: Vec<ShadowEpisode>,
    pub(crate) appears_count: u64,
    /// Alarms that it would not have raised, the latest first; at most 200.
    pub(crate) vanishes: Vec<VanishingAlarm>,
    pub(crate) vanishes_count: u64,
    /// Episodes that were only counted, because too many were kept already: they are compared with nothing.
    pub(crate) only_counted: u64,
}

/// An anomaly that only a rule in shadow told of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShadowEpisode {
    pub(crate) subject: Subject,
    /// The factor's code.
    pub(crate) factor: Option<String>,
    pub(crate) severity: &'static str,
    pub(crate) began: Time,
    pub(crate) seen: Time,
    /// Whether it has passed.
    pub(crate) ended: bool,
}

/// An alarm that a rule in shadow would not have raised.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VanishingAlarm {
    pub(crate) id: String,
    pub(crate) subject: Subject,
    pub(crate) severity: &'static str,
    pub(crate) raised_at: Time,
    /// What its verification found, if there was one.
    pub(crate) outcome: Option<&'static str>,
}

/// What became of the alarms of each kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PrecisionReport {
    /// Alarms raised from then on.
    pub(crate) since: Time,
    pub(crate) kinds: Vec<KindPrecision>,
}

/// What became of the alarms of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindPrecision {
    pub(crate) kind: &'static str,
    pub(crate) all: Judged,
    /// By the month in which they were raised, the first one first; months without alarms are left out.
    pub(crate) months: Vec<MonthPrecision>,
    /// By the rule in force when they were raised, the first one first.
    pub(crate) rules: Vec<RulePrecision>,
}

/// The alarms of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthPrecision {
    /// `2020-08`, in China.
    pub(crate) month: String,
    pub(crate) judged: Judged,
}

/// The alarms that a rule raised.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RulePrecision {
    /// None where the defaults held.
    pub(crate) rule: Option<String>,
    pub(crate) judged: Judged,
}

/// Alarms by what their verification said of the rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Judged {
    pub(crate) confirmed: u64,
    pub(crate) refuted: u64,
    /// Verified without a result.
    pub(crate) undecided: u64,
    /// Not verified yet.
    pub(crate) open: u64,
    /// Confirmed of confirmed and refuted; none where there is neither.
    pub(crate) precision: Option<Share>,
}

/// A share with the interval in which the true one lies with 95 % certainty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Share {
    pub(crate) share: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// A new rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRule {
    pub(crate) kind: String,
    /// Whom it is to judge; without it, everybody.
    #[serde(default)]
    pub(crate) extent: Option<RuleExtent>,
    /// By the code of the parameter; what is not named keeps its default.
    pub(crate) values: BTreeMap<String, f64>,
    /// RFC 3339; without it, it judges from its activation on.
    pub(crate) valid_from: Option<String>,
    /// RFC 3339, exclusive; without it, it judges without end.
    pub(crate) valid_to: Option<String>,
    pub(crate) reason: String,
}

/// Lets a rule judge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleActivation {
    /// The rules in whose place it comes: those that would judge at the same time.
    pub(crate) replaces: Vec<String>,
}

/// Takes a rule back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleRetirement {
    pub(crate) reason: String,
}
