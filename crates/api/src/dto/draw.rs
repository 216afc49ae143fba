//! Draws by lot (双随机抽查).

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::alarm::Person;
use super::inspection::InspectionWay;
use super::statistics::RuleBasis;
use super::{Named, Time};
use crate::export::Format;

/// Every draw that the account may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawList {
    /// The one opened last first.
    pub(crate) draws: Vec<DrawDetail>,
    /// Whether this account may open draws.
    pub(crate) may_manage: bool,
    pub(crate) now: Time,
}

/// The draw for an occasion, as its last attempt leaves it. Who was drawn stands in the record alone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawDetail {
    /// The occasion, as in `2020-Q3-routine`.
    pub(crate) id: String,
    pub(crate) title: String,
    /// Which attempt of the protocol this is or will be, from 1: those that were given up do not count.
    pub(crate) number: u32,
    pub(crate) stage: DrawStage,
    /// The first and the last day of the visits.
    pub(crate) visits_from: String,
    pub(crate) visits_until: String,
    /// The year of the plan under which it is drawn.
    pub(crate) plan: Option<i16>,
    pub(crate) opened: DrawAct,
    /// Those who add chance; empty where it comes from the beacon.
    pub(crate) parties: Vec<DrawParty>,
    /// What was frozen.
    pub(crate) frozen: Option<DrawFrozen>,
    /// When it was drawn.
    pub(crate) drawn_at: Option<Time>,
    /// Why it does not count.
    pub(crate) void: Option<DrawVoid>,
    /// Whether the record of it is public.
    pub(crate) published: bool,
    /// By when it has to be, where something that it ordered is done.
    pub(crate) publish_by: Option<PublishBy>,
    /// Attempts before this one: void, or given up.
    pub(crate) earlier: Vec<EarlierAttempt>,
    /// What this account may do now.
    pub(crate) may: Vec<DrawCommand>,
}

/// How far a draw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DrawStage {
    Open,
    Abandoned,
    Committed,
    Drawn,
    Void,
}

/// What can be done with a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DrawCommand {
    /// Open another attempt.
    Open,
    Share,
    Abandon,
    Commit,
    Reveal,
    Round,
    Publish,
    Void,
    /// Read the record, published or not. It is noted who did.
    Record,
}

/// Who did something, when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawAct {
    pub(crate) by: Option<Person>,
    pub(crate) at: Time,
}

/// Somebody who adds chance.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawParty {
    pub(crate) party: String,
    pub(crate) role: String,
    /// The account that speaks for it.
    pub(crate) account: Person,
    /// Whether that is the account that asks.
    pub(crate) mine: bool,
    pub(crate) share: Option<String>,
    pub(crate) revealed: bool,
}

/// A frozen plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawFrozen {
    /// Which attempt of the protocol it is.
    pub(crate) number: u32,
    pub(crate) commitment: String,
    pub(crate) at: Time,
    pub(crate) objects: u64,
    pub(crate) quota: u64,
    pub(crate) officers: u64,
    /// Until when parties reveal.
    pub(crate) deadline: Option<Time>,
    /// The round of the beacon, and when it is due.
    pub(crate) round: Option<DrawRound>,
}

/// A round of the beacon.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawRound {
    pub(crate) round: u64,
    pub(crate) due: Time,
}

/// That an attempt does not count.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawVoid {
    pub(crate) at: Time,
    pub(crate) reason: String,
    /// Who had not revealed in time.
    pub(crate) silent: Vec<String>,
}

/// An attempt that was void or given up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarlierAttempt {
    pub(crate) opened_at: Time,
    pub(crate) stage: DrawStage,
    pub(crate) reason: String,
    pub(crate) commitment: Option<String>,
}

/// An attempt to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDraw {
    /// The occasion: letters, digits, `-`, `_`, `.`.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) visits_from: String,
    pub(crate) visits_until: String,
    /// The bureau's own first; none if chance comes from the beacon.
    pub(crate) parties: Vec<NewParty>,
    /// The year of the plan under which it is drawn, if it is under one.
    #[serde(default)]
    pub(crate) plan: Option<i16>,
}

/// Somebody who is to add chance.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewParty {
    pub(crate) party: String,
    pub(crate) role: String,
    /// The login of the account that speaks for it.
    pub(crate) login: String,
}

/// The hash of a party's secret (docs/draw.md §4.2).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawShare {
    pub(crate) share: String,
}

/// A party's secret.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawReveal {
    pub(crate) secret: String,
}

/// A round of the beacon, as drand gives it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawRoundGiven {
    pub(crate) round: u64,
    pub(crate) signature: String,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawReason {
    pub(crate) reason: String,
}

/// The pools, officers and what is known of them, as docs/draw.md §9 writes them. The rest of the plan follows from
/// the draw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlan {
    /// Who draws.
    pub(crate) authority: String,
    /// How long parties have to reveal, or how far ahead the beacon's round is, minutes.
    pub(crate) minutes: u32,
    #[schema(value_type = Vec<Object>)]
    pub(crate) pools: Vec<draw::Pool>,
    #[schema(value_type = Vec<Object>)]
    pub(crate) officers: Vec<draw::Officer>,
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub(crate) recusals: Vec<draw::Recusal>,
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub(crate) pairings: Vec<draw::Pairing>,
}

/// What everybody may know of draws.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicDraws {
    /// The one opened last first. Those whose plan is not frozen are not among them.
    pub(crate) draws: Vec<PublicDraw>,
    pub(crate) now: Time,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResultsWanted {
    #[param(inline)]
    pub(crate) format: Option<Format>,
}

/// What came of the inspections of a draw, as far as everybody may know it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicResults {
    /// Those that are done, by their day.
    pub(crate) results: Vec<PublicResult>,
    /// How many are not done yet.
    pub(crate) open: usize,
    /// How many do not take place.
    pub(crate) given_up: usize,
    /// What is left out of them, and why.
    pub(crate) left_out: Vec<PublicLeftOut>,
}

/// What came of an inspection.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicResult {
    /// The credit code, which the record of the draw has as well.
    pub(crate) code: String,
    /// Nothing where it is left out.
    pub(crate) name: Option<String>,
    pub(crate) district: Named,
    pub(crate) way: InspectionWay,
    /// The day.
    pub(crate) done_on: String,
    pub(crate) outcome: PublicOutcome,
}

/// What an inspection found, as far as everybody may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PublicOutcome {
    /// Nothing was found.
    Nothing,
    /// Something was put right or is to be, without a case.
    PutRight,
    /// Something is suspected, and dealt with by law.
    Handed,
}

/// What is left out of results.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicLeftOut {
    /// `individual`, `words`, `officers` or `case`.
    pub(crate) what: &'static str,
    /// Of how many.
    pub(crate) results: usize,
    /// Why; nothing where no pack says, and it is left out nevertheless.
    pub(crate) reason: Option<String>,
    pub(crate) reason_en: Option<String>,
    pub(crate) rule: Option<RuleBasis>,
}

/// By when the results of a draw are to be public.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublishBy {
    /// The first day on which one that is done is due.
    pub(crate) day: String,
    /// Whether that day is over.
    pub(crate) over: bool,
    pub(crate) rule: RuleBasis,
}

/// What everybody may know of a draw before its record is published: that a plan was frozen, and its commitment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicDraw {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) attempts: Vec<PublicAttempt>,
    /// Whether the record is public.
    pub(crate) published: bool,
}

/// An attempt whose plan was frozen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicAttempt {
    pub(crate) number: u32,
    pub(crate) commitment: String,
    pub(crate) committed_at: Time,
    pub(crate) stage: DrawStage,
    pub(crate) void: Option<DrawVoid>,
    /// The shares of the parties, by party; empty where chance comes from the beacon.
    pub(crate) parties: Vec<PublicParty>,
    pub(crate) deadline: Option<Time>,
    pub(crate) round: Option<DrawRound>,
}

/// A party of a draw.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicParty {
    pub(crate) party: String,
    pub(crate) role: String,
    pub(crate) share: String,
    pub(crate) revealed: bool,
}
