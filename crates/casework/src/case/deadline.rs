//! Deadlines: each is derived from what happened, the packs and the calendar, with its proof; none is ever stored.

mod list;

use jiff::civil::Date;
use law::{DayOrMoment, Due, DueQuestion, Law, LawRefusal};
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, today, words};
use super::decision::{Late, Proof};
use super::fine::day_of;
use super::refusal::{Field, Refusal};
use super::service::{Document, Served, ServiceWay};
use super::state::{Case, Entry, Stage};

pub(super) const FILING: &str = "filing";
pub(super) const PROSECUTION: &str = "prosecution_limit";
pub(super) const DECISION: &str = "decision";
pub(super) const STATEMENT: &str = "statement";
pub(super) const HEARING_REQUEST: &str = "hearing_request";
pub(super) const HEARING_NOTICE: &str = "hearing_notice";
pub(super) const DELIVERY: &str = "delivery";
pub(super) const PUBLIC_NOTICE: &str = "public_notice_service";
pub(super) const PAYMENT: &str = "payment";
pub(super) const PUBLICITY: &str = "penalty_publicity";
pub(super) const REPORT: &str = "summary_record";
pub(super) const REVIEW: &str = "review";
pub(super) const LITIGATION: &str = "litigation";
pub(super) const REGISTERED: &str = "evidence_register";
pub(super) const RECHECK: &str = "daily_recheck";
pub(super) const SEIZURE: &str = "seizure";
pub(super) const SEIZURE_APPROVAL: &str = "seizure_urgent";
pub(super) const LIMIT: &str = "restrict_max";
pub(super) const FOLLOW_UP: &str = "restrict_followup";
pub(super) const DETENTION: &str = "detention_transfer";
pub(super) const CRIME: &str = "crime_handover";
pub(super) const POLICE: &str = "crime_police";
pub(super) const RECONSIDER: &str = "crime_reconsider";

pub use list::deadlines;

/// Which deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// To file or not (立案).
    Filing,
    /// To deal with evidence that was registered in advance (先行登记保存).
    Registered,
    /// To decide (作出决定).
    Decision,
    /// Of the party: to state and defend itself (陈述申辩).
    Statement,
    /// Of the party: to ask for a hearing (要求听证).
    HearingRequest,
    /// To serve the decision (送达).
    Delivery,
    /// To publish it (公开).
    Publicity,
    /// To report a decision on the spot (报备).
    Report,
    /// Of the party: to pay (缴款).
    Payment,
    /// Of the party: to ask for reconsideration (行政复议).
    Review,
    /// Of the party: to go to court (行政诉讼).
    Litigation,
    /// Of the party: to rectify (改正), as the order says.
    Rectification,
    /// To look again after an order (复查).
    Recheck,
    /// Of the party: to state and defend itself about a daily penalty (按日连续处罚的陈述申辩).
    DailyStatement,
    /// To serve a daily penalty.
    DailyDelivery,
    /// Of the party: to pay a daily penalty.
    DailyPayment,
    /// To lift a seizure, or to have it extended (查封扣押期限).
    Seizure,
    /// To have a seizure approved that was made on the spot (补办批准).
    Approval,
    /// To end a limit of production, or to have it extended (限制生产期限).
    Limit,
    /// To look again after a limit or stop was lifted (跟踪检查).
    FollowUp,
    /// To hand over for detention (移送行政拘留).
    Detention,
    /// To hand over as a suspected crime (移送涉嫌犯罪).
    Crime,
    /// Of the police: to open a criminal case or not (公安立案).
    Police,
    /// To ask the police to reconsider (申请复议).
    Reconsider,
}

impl DeadlineKind {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            DeadlineKind::Filing => "filing",
            DeadlineKind::Registered => "registered",
            DeadlineKind::Decision => "decision",
            DeadlineKind::Statement => "statement",
            DeadlineKind::HearingRequest => "hearing_request",
            DeadlineKind::Delivery => "delivery",
            DeadlineKind::Publicity => "publicity",
            DeadlineKind::Report => "report",
            DeadlineKind::Payment => "payment",
            DeadlineKind::Review => "review",
            DeadlineKind::Litigation => "litigation",
            DeadlineKind::Rectification => "rectification",
            DeadlineKind::Recheck => "recheck",
            DeadlineKind::DailyStatement => "daily_statement",
            DeadlineKind::DailyDelivery => "daily_delivery",
            DeadlineKind::DailyPayment => "daily_payment",
            DeadlineKind::Seizure => "seizure",
            DeadlineKind::Approval => "approval",
            DeadlineKind::Limit => "limit",
            DeadlineKind::FollowUp => "follow_up",
            DeadlineKind::Detention => "detention",
            DeadlineKind::Crime => "crime",
            DeadlineKind::Police => "police",
            DeadlineKind::Reconsider => "reconsider",
        }
    }

    /// Whether it is the party's or the police's, and not the office's.
    pub fn of_party(self) -> bool {
        matches!(
            self,
            DeadlineKind::Statement
                | DeadlineKind::HearingRequest
                | DeadlineKind::Payment
                | DeadlineKind::Review
                | DeadlineKind::Litigation
                | DeadlineKind::Rectification
                | DeadlineKind::DailyStatement
                | DeadlineKind::DailyPayment
                | DeadlineKind::Police
        )
    }

    /// The term of the packs; `None` where the order itself says until when.
    pub fn term(self) -> Option<&'static str> {
        match self {
            DeadlineKind::Filing => Some(FILING),
            DeadlineKind::Registered => Some(REGISTERED),
            DeadlineKind::Decision => Some(DECISION),
            DeadlineKind::Statement => Some(STATEMENT),
            DeadlineKind::HearingRequest => Some(HEARING_REQUEST),
            DeadlineKind::Delivery => Some(DELIVERY),
            DeadlineKind::Publicity => Some(PUBLICITY),
            DeadlineKind::Report => Some(REPORT),
            DeadlineKind::Payment => Some(PAYMENT),
            DeadlineKind::Review => Some(REVIEW),
            DeadlineKind::Litigation => Some(LITIGATION),
            DeadlineKind::Rectification => None,
            DeadlineKind::Recheck => Some(RECHECK),
            DeadlineKind::DailyStatement => Some(STATEMENT),
            DeadlineKind::DailyDelivery => Some(DELIVERY),
            DeadlineKind::DailyPayment => Some(PAYMENT),
            DeadlineKind::Seizure => Some(SEIZURE),
            DeadlineKind::Approval => Some(SEIZURE_APPROVAL),
            DeadlineKind::Limit => Some(LIMIT),
            DeadlineKind::FollowUp => Some(FOLLOW_UP),
            DeadlineKind::Detention => Some(DETENTION),
            DeadlineKind::Crime => Some(CRIME),
            DeadlineKind::Police => Some(POLICE),
            DeadlineKind::Reconsider => Some(RECONSIDER),
        }
    }
}

/// To what of a case a deadline belongs, where there are several.
pub type Subject = Option<u32>;

/// Whether a deadline is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It runs.
    Running,
    /// Its clock stands still.
    Suspended,
    /// What it asks for was done in time.
    Met,
    /// It was done, and late.
    MetLate,
    /// It has passed, and nothing was done.
    Passed,
    /// It does not matter any more.
    Moot,
}

/// A deadline of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Which.
    pub kind: DeadlineKind,
    /// The number of the evidence, notice or order.
    pub subject: Subject,
    /// Since which day it runs.
    pub from: Date,
    /// When it is over and why, or why nobody can say.
    pub due: Result<Due, LawRefusal>,
    /// The last day that an order sets itself; the proof is the order.
    pub set: Option<Date>,
    /// The day on which what it asks for was done.
    pub done_on: Option<Date>,
    /// Whether it is kept.
    pub standing: Standing,
}

impl Deadline {
    /// The last day.
    pub fn day(&self) -> Option<Date> {
        self.set.or_else(|| self.due.as_ref().ok().map(|due| due.day))
    }
}

fn question(case: &Case, kind: DeadlineKind, from: Date, today: Date) -> DueQuestion {
    // Only the clock of the decision is ever stopped.
    let suspensions = if kind == DeadlineKind::Decision {
        case.pauses.iter().filter_map(|pause| pause.span(today)).collect()
    } else {
        Vec::new()
    };
    let extensions = kind.term().map(|term| case.granted(term)).unwrap_or_default();
    DueQuestion { from: DayOrMoment::Day(from), suspensions, extensions }
}

/// The term that may be extended now, and what is asked of the law for it.
pub(super) fn extendable(case: &Case, term: &str, today: Date) -> Option<(DueQuestion, &'static str)> {
    let kind = match (term, &case.stage) {
        (FILING, Stage::Opened) => DeadlineKind::Filing,
        (DECISION, Stage::Investigating | Stage::UnderReview | Stage::Reviewed | Stage::Noticed) => {
            DeadlineKind::Decision
        }
        (PROSECUTION, Stage::Opened) => {
            let from = case.suspected.ended_on?;
            let extensions = case.granted(PROSECUTION);
            let question = DueQuestion { from: DayOrMoment::Day(from), suspensions: Vec::new(), extensions };
            return Some((question, PROSECUTION));
        }
        _ => return None,
    };
    Some((question(case, kind, begins(case, kind)?, today), kind.term()?))
}

/// The day on which a deadline begins that is looked at when something is done.
fn begins(case: &Case, kind: DeadlineKind) -> Option<Date> {
    if kind == DeadlineKind::Filing {
        return Some(case.found_on);
    }
    let filed = case.filed.as_ref().filter(|_| kind == DeadlineKind::Decision);
    filed.map(|filed| day_of(filed.at))
}

fn day_due(case: &Case, kind: DeadlineKind, from: Date, law: &Law) -> Option<Date> {
    law.due(kind.term()?, &question(case, kind, from, from)).ok().map(|due| due.day)
}

/// The day on which a service counts: for public notice only when its time is over; `None` where no pack knows it.
pub fn effective_day(service: &Entry<Served>, law: &Law) -> Option<Date> {
    match service.what.way {
        ServiceWay::PublicNotice => {
            let from = DayOrMoment::Day(service.what.on);
            let question = DueQuestion { from, suspensions: Vec::new(), extensions: Vec::new() };
            law.due(PUBLIC_NOTICE, &question).ok().map(|due| due.day)
        }
        ServiceWay::Direct
        | ServiceWay::Left
        | ServiceWay::Entrusted
        | ServiceWay::Post
        | ServiceWay::Electronic
        | ServiceWay::PassedOn => Some(service.what.on),
    }
}

/// The day on which the notice that counts was served.
pub(super) fn notice_served_on(case: &Case, law: &Law) -> Option<Date> {
    effective_day(case.service_of(Document::Notice(case.notice_number()))?, law)
}

/// The day on which the decision was served.
pub(super) fn decision_served_on(case: &Case, law: &Law) -> Option<Date> {
    effective_day(case.service_of(Document::Decision)?, law)
}

/// The last day on which the party may state and defend itself.
pub(super) fn statement_due(case: &Case, law: &Law) -> Option<Date> {
    day_due(case, DeadlineKind::Statement, notice_served_on(case, law)?, law)
}

/// The last day on which the party may ask for a hearing.
pub(super) fn hearing_request_due(case: &Case, law: &Law) -> Option<Date> {
    day_due(case, DeadlineKind::HearingRequest, notice_served_on(case, law)?, law)
}

/// The last day on which a fine may be paid.
pub(super) fn payment_due(case: &Case, law: &Law) -> Option<Date> {
    case.fine()?;
    day_due(case, DeadlineKind::Payment, decision_served_on(case, law)?, law)
}

/// The last day on which a daily penalty may be paid.
pub(super) fn daily_payment_due(case: &Case, number: u32, law: &Law) -> Option<Date> {
    let served = effective_day(case.service_of(Document::Daily(number))?, law)?;
    day_due(case, DeadlineKind::DailyPayment, served, law)
}

/// What is recorded of an act that comes after its time: it is done all the same, with its reason.
pub(super) fn late(
    case: &Case,
    kind: DeadlineKind,
    reason: Option<&str>,
    here: &Circumstances<'_>,
) -> Result<Option<Late>, Refusal> {
    let (Some(from), Some(term)) = (begins(case, kind), kind.term()) else { return Ok(None) };
    let today = today(here);
    let Ok(due) = here.law.due(term, &question(case, kind, from, today)) else { return Ok(None) };
    if today <= due.day {
        return Ok(None);
    }
    let reason = reason.map_or("", str::trim);
    if reason.is_empty() {
        return Err(Refusal::LateNeedsReason { due: due.day });
    }
    let days = due.day.until(today).map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0));
    let proof = Proof {
        steps: due.steps,
        sources: due.sources,
        unverified: due.unverified,
        illustrative: due.illustrative,
    };
    Ok(Some(Late { due: due.day, days, reason: words(Field::Reason, reason)?, proof }))
}
