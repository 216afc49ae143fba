//! Cases (案件).

pub(crate) mod act;
pub(crate) mod law;

use serde::Serialize;
use utoipa::ToSchema;

use super::alarm::{FileLink, Person};
use super::{Named, Time};

/// Cases that the account may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseList {
    /// The one opened last first.
    pub(crate) cases: Vec<CaseSummary>,
    /// How many there are in all.
    pub(crate) total: u64,
    /// Where the next page begins, if there is one.
    pub(crate) next_cursor: Option<String>,
    /// The year in figures, whatever is asked for.
    pub(crate) figures: CaseFigures,
    /// Whether this account may open cases.
    pub(crate) may_open: bool,
    /// The acts that packs know, for the form: code and name.
    pub(crate) violations: Vec<Named>,
    pub(crate) now: Time,
}

/// The cases of a year that the account may see, in figures; each opens into its cases by the filters of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseFigures {
    pub(crate) year: i16,
    /// Opened in the year.
    pub(crate) all: u64,
    /// Of these, those in which something is still to be done (`open`).
    pub(crate) open: u64,
    /// Of these, those with a penalty that stands (`outcome=penalty`).
    pub(crate) punished: u64,
    /// Of these, those not punished though the act was established (`outcome=no_penalty`).
    pub(crate) exempt: u64,
    /// The fines that stand, yuan.
    pub(crate) fines: String,
}

/// A case in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CaseSummary {
    pub(crate) id: String,
    /// `opened`, `investigating`, `under_review`, `reviewed`, `noticed`, `decided`, `closed`, `archived` or `ended`.
    pub(crate) stage: String,
    pub(crate) party: Named,
    pub(crate) district: Named,
    pub(crate) suspected: String,
    pub(crate) opened_at: Time,
    /// The rung on which it was placed.
    pub(crate) rung: Option<String>,
    /// The fine that was set, yuan.
    pub(crate) fine: Option<String>,
    /// The office's next deadline that runs or has passed.
    pub(crate) next: Option<CaseDeadline>,
    /// Whether anything came late, and stays recorded as such.
    pub(crate) late: bool,
}

/// What is due in all open cases.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseDueList {
    /// The earliest day first; what nobody can say stands at the end.
    pub(crate) due: Vec<CaseDue>,
    pub(crate) now: Time,
}

/// A deadline and its case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CaseDue {
    pub(crate) case: String,
    pub(crate) party: Named,
    pub(crate) stage: String,
    pub(crate) deadline: CaseDeadline,
}

/// A deadline with its proof.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CaseDeadline {
    /// `filing`, `registered`, `decision`, `statement`, `hearing_request`, `delivery`, `publicity`, `report`, `payment`,
    /// `review`, `litigation`, `rectification`, `recheck`, `daily_statement`, `daily_delivery`, `daily_payment`, `seizure`,
    /// `approval`, `limit`, `follow_up`, `detention`, `crime`, `police` or `reconsider`.
    pub(crate) kind: String,
    /// The number of the evidence, notice or order that it belongs to.
    pub(crate) subject: Option<u32>,
    /// Whether it is the party's and not the office's.
    pub(crate) of_party: bool,
    /// The day from which it runs.
    pub(crate) from: String,
    /// The last day; none where nobody can say.
    pub(crate) day: Option<String>,
    /// The moment, where hours are counted.
    pub(crate) at: Option<Time>,
    /// `running`, `suspended`, `met`, `met_late`, `passed` or `moot`.
    pub(crate) standing: String,
    /// Days from today to the last day; negative once it has passed.
    pub(crate) days_left: Option<i32>,
    pub(crate) done_on: Option<String>,
    /// Why it is due then, step by step.
    pub(crate) why: Vec<CaseStep>,
    pub(crate) sources: Vec<CaseBasis>,
    pub(crate) unverified: bool,
    /// Why nobody can say when it is due.
    pub(crate) unknown: Option<String>,
}

/// A step of a reasoning.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CaseStep {
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// An entry of a pack that something rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CaseBasis {
    pub(crate) pack: String,
    pub(crate) version: String,
    pub(crate) rule: String,
    pub(crate) source: String,
    pub(crate) unverified: bool,
    pub(crate) illustrative: bool,
}

/// One case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseDetail {
    /// The version that commands are made for.
    pub(crate) version: u64,
    pub(crate) summary: CaseSummary,
    /// The alarm from which it came.
    pub(crate) alarm: Option<String>,
    /// Why it was opened by hand.
    pub(crate) reason: Option<String>,
    /// The act as packs name it.
    pub(crate) act: Option<String>,
    /// The last day of the act.
    pub(crate) ended_on: Option<String>,
    /// The day on which the lead was first checked.
    pub(crate) found_on: String,
    pub(crate) investigators: Vec<Person>,
    /// Since when the clock of the decision stands still.
    pub(crate) suspended_since: Option<Time>,
    pub(crate) evidence: Vec<CaseEvidence>,
    pub(crate) tier: Option<CaseTier>,
    /// The notice that counts.
    pub(crate) notice: Option<CaseNotice>,
    pub(crate) decision: Option<CaseDecision>,
    pub(crate) orders: Vec<CaseOrder>,
    pub(crate) dailies: Vec<CaseDailyPenalty>,
    /// The case in which it goes on, where it was merged.
    pub(crate) merged_into: Option<String>,
    /// The cases that go on in this one.
    pub(crate) merged: Vec<String>,
    pub(crate) measures: Vec<CaseMeasure>,
    pub(crate) referrals: Vec<CaseReferral>,
    pub(crate) owed: Option<CaseOwed>,
    pub(crate) deadlines: Vec<CaseDeadline>,
    /// Everything that happened, the latest last.
    pub(crate) timeline: Vec<CaseEntry>,
    /// What this account may do now, by the code of the act, in the order in which it is offered.
    pub(crate) may: Vec<String>,
    pub(crate) now: Time,
}

/// A piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseEvidence {
    pub(crate) number: u32,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) shows: String,
    pub(crate) kept: String,
    pub(crate) obtained_on: String,
    pub(crate) added_at: Time,
    pub(crate) by: Person,
    /// SHA-256 of the file, as it was entered.
    pub(crate) hash: String,
    pub(crate) file: Option<FileLink>,
    /// The recorder's clip of how it was obtained.
    pub(crate) clip: Option<FileLink>,
    /// Whether the file still has its hash, looked at just now. What was found altered once is no basis any more.
    pub(crate) intact: bool,
    pub(crate) found_altered: bool,
    pub(crate) custody: Vec<CaseCustody>,
}

/// A step of custody.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseCustody {
    pub(crate) at: Time,
    pub(crate) by: Person,
    /// To where or whom it was moved; none where it was looked at.
    pub(crate) to: Option<String>,
    pub(crate) reason: Option<String>,
    /// Whether it was intact when it was looked at.
    pub(crate) intact: Option<bool>,
}

/// The rung on which a case stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseTier {
    pub(crate) rung: String,
    pub(crate) by: Person,
    pub(crate) at: Time,
    /// Why it is another than the proposal; empty where it is not.
    pub(crate) reason: String,
    pub(crate) proposal: CaseProposal,
}

/// What the machine proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseProposal {
    pub(crate) rung: String,
    pub(crate) reasons: Vec<CaseRungReason>,
    /// Rules for other rungs that would count if the facts that they ask for were known.
    pub(crate) open: Vec<CaseRungReason>,
    pub(crate) facts: Vec<CaseFactKnown>,
}

/// A rule that speaks for a rung.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseRungReason {
    pub(crate) rung: String,
    pub(crate) text: String,
    pub(crate) text_en: String,
    /// The conditions that hold, or are open, in the words of their source.
    pub(crate) conditions: Vec<String>,
    /// The facts that would decide it.
    pub(crate) unknown: Vec<Named>,
    pub(crate) basis: CaseBasis,
}

/// A fact that is known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseFactKnown {
    pub(crate) fact: Named,
    /// `true`, `false` or a figure.
    pub(crate) value: String,
    /// `earlier_cases`, `orders` or `stated`.
    pub(crate) source: String,
    /// The earlier cases that say so.
    pub(crate) cases: Vec<String>,
    /// Why it is another than what the register says.
    pub(crate) reason: String,
}

/// What the party was told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseNotice {
    pub(crate) number: u32,
    pub(crate) at: Time,
    pub(crate) facts: String,
    pub(crate) provisions: Vec<String>,
    pub(crate) penalty: CasePenalty,
    /// The rules by which it may ask for a hearing.
    pub(crate) hearing: Vec<CaseBasis>,
}

/// A penalty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CasePenalty {
    pub(crate) warning: bool,
    pub(crate) fine: Option<CaseFine>,
    pub(crate) other: Option<String>,
}

/// A fine and how it comes about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseFine {
    /// Yuan, with two places.
    pub(crate) amount: String,
    /// Why it was set by hand; none where a table says it.
    pub(crate) by_hand: Option<String>,
    pub(crate) pack: Option<String>,
    pub(crate) table: Option<String>,
    pub(crate) violation: Option<String>,
    pub(crate) statute: Option<String>,
    /// What the law allows at least, yuan.
    pub(crate) least: Option<String>,
    /// What the law allows at most, yuan.
    pub(crate) greatest: Option<String>,
    /// What was given for the table, without the days of the case, so that a decision can repeat its notice.
    #[schema(value_type = Option<Object>)]
    pub(crate) given: Option<serde_json::Map<String, serde_json::Value>>,
    pub(crate) steps: Vec<CaseStep>,
    pub(crate) departures: Vec<CaseDeparture>,
    pub(crate) sources: Vec<CaseBasis>,
    pub(crate) unverified: bool,
    pub(crate) illustrative: bool,
    /// The nearest earlier decisions, where one asks what a fine would be.
    pub(crate) nearest: Vec<CasePrecedent>,
    /// `above` or `below`, where the fine is unlike all of them.
    pub(crate) outlier: Option<String>,
}

/// An earlier decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CasePrecedent {
    pub(crate) case: String,
    pub(crate) decided_on: String,
    /// Yuan.
    pub(crate) amount: String,
    /// How many factors are the same.
    pub(crate) same: u32,
    /// The factors that are not, and what they are there.
    pub(crate) differing: Vec<CaseLine>,
}

/// A factor that is another than the facts of the case say.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseDeparture {
    pub(crate) factor: String,
    pub(crate) chosen: String,
    pub(crate) known: String,
    pub(crate) reason: String,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseDecision {
    pub(crate) number: String,
    pub(crate) at: Time,
    pub(crate) by: Person,
    pub(crate) on_the_spot: bool,
    /// `penalty`, `no_penalty` or `not_established`.
    pub(crate) outcome: String,
    /// The ground of a decision without a penalty.
    pub(crate) ground: Option<String>,
    pub(crate) penalty: Option<CasePenalty>,
    pub(crate) facts: String,
    pub(crate) provisions: Vec<String>,
    pub(crate) reasons: String,
    pub(crate) stated: Vec<String>,
    pub(crate) weighed: String,
    /// The evidence on which it rests, by number.
    pub(crate) evidence: Vec<u32>,
    pub(crate) reviewed_by: Option<Person>,
    pub(crate) deliberated_by: Vec<Person>,
    /// That it came after its time, and why.
    pub(crate) late: Option<CaseLate>,
}

/// That something came after its time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseLate {
    pub(crate) due: String,
    pub(crate) days: u32,
    pub(crate) reason: String,
}

/// An order to rectify.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseOrder {
    pub(crate) number: u32,
    pub(crate) what: String,
    pub(crate) until: Option<String>,
    pub(crate) at: Time,
    /// Whether it was put right; none while nobody has looked.
    pub(crate) corrected: Option<bool>,
    /// What the packs reckon for every day on which it went on; nobody owes it before it is decided.
    pub(crate) daily: Option<CaseDaily>,
}

/// A daily penalty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseDaily {
    pub(crate) days: u32,
    pub(crate) first: String,
    pub(crate) last: String,
    /// Yuan.
    pub(crate) fine: String,
    pub(crate) basis: CaseBasis,
}

/// A fine for every day on which the act went on: what the party was told, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseDailyPenalty {
    pub(crate) number: u32,
    /// The order that was not followed.
    pub(crate) order: u32,
    pub(crate) facts: String,
    /// The fine of the decision, which counts again for every day, yuan.
    pub(crate) original: String,
    pub(crate) count: CaseDaily,
    pub(crate) told_at: Time,
    /// The rules by which the party may ask for a hearing.
    pub(crate) hearing: Vec<CaseBasis>,
    pub(crate) reviewed_by: Option<Person>,
    /// The number of its document; nobody owes it before.
    pub(crate) document: Option<String>,
    pub(crate) imposed_at: Option<Time>,
    pub(crate) owed: Option<CaseOwed>,
}

/// A measure beside a penalty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseMeasure {
    pub(crate) number: u32,
    /// `seizure`, `limit` or `stop`.
    pub(crate) kind: String,
    pub(crate) on: String,
    pub(crate) objects: String,
    pub(crate) reason: String,
    /// Whether it was taken on the spot and waits for its approval.
    pub(crate) waits: bool,
    pub(crate) lifted_on: Option<String>,
}

/// A referral to the police.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseReferral {
    pub(crate) number: u32,
    /// `detention` or `crime`.
    pub(crate) kind: String,
    pub(crate) to: String,
    pub(crate) at: Time,
    pub(crate) handed_over_at: Option<Time>,
    /// What the police said last: `accepted`, `returned`, `opened_case` or `refused`.
    pub(crate) answer: Option<String>,
}

/// What is owed today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseOwed {
    pub(crate) fine: String,
    pub(crate) due: Option<String>,
    pub(crate) surcharge: Option<String>,
    pub(crate) surcharge_days: Option<u32>,
    pub(crate) paid: String,
    pub(crate) left: String,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseEntry {
    pub(crate) at: Time,
    pub(crate) by: Option<Person>,
    /// What, as in `case.filed`.
    pub(crate) kind: String,
    /// The particulars, each under the code of its field.
    pub(crate) lines: Vec<CaseLine>,
    pub(crate) files: Vec<FileLink>,
}

/// A particular.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseLine {
    pub(crate) field: String,
    pub(crate) text: String,
}
