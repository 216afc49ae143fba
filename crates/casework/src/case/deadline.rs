//! Deadlines: each is derived from what happened, the packs and the calendar, with its proof; none is ever stored.

use jiff::civil::Date;
use law::{DayOrMoment, Due, DueQuestion, Law, LawRefusal};
use model::china;
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, today, words};
use super::decision::{Late, Proof};
use super::evidence::RecordKind;
use super::fine::day_of;
use super::refusal::{Field, Refusal};
use super::service::{Document, Served, ServiceWay};
use super::state::{Case, Entry, Stage, number};

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
        }
    }

    /// Whether it is the party's and not the office's.
    pub fn of_party(self) -> bool {
        match self {
            DeadlineKind::Statement
            | DeadlineKind::HearingRequest
            | DeadlineKind::Payment
            | DeadlineKind::Review
            | DeadlineKind::Litigation
            | DeadlineKind::Rectification => true,
            DeadlineKind::Filing
            | DeadlineKind::Registered
            | DeadlineKind::Decision
            | DeadlineKind::Delivery
            | DeadlineKind::Publicity
            | DeadlineKind::Report
            | DeadlineKind::Recheck => false,
        }
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
    let suspensions = match kind {
        DeadlineKind::Decision => case.pauses.iter().filter_map(|pause| pause.span(today)).collect(),
        DeadlineKind::Filing
        | DeadlineKind::Registered
        | DeadlineKind::Statement
        | DeadlineKind::HearingRequest
        | DeadlineKind::Delivery
        | DeadlineKind::Publicity
        | DeadlineKind::Report
        | DeadlineKind::Payment
        | DeadlineKind::Review
        | DeadlineKind::Litigation
        | DeadlineKind::Rectification
        | DeadlineKind::Recheck => Vec::new(),
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

/// The day on which a deadline of which there is only one begins.
fn begins(case: &Case, kind: DeadlineKind) -> Option<Date> {
    match kind {
        DeadlineKind::Filing => Some(case.found_on),
        DeadlineKind::Decision => case.filed.as_ref().map(|filed| day_of(filed.at)),
        DeadlineKind::Delivery | DeadlineKind::Publicity | DeadlineKind::Report => {
            case.decided.as_ref().map(|decided| day_of(decided.at))
        }
        DeadlineKind::Registered
        | DeadlineKind::Statement
        | DeadlineKind::HearingRequest
        | DeadlineKind::Payment
        | DeadlineKind::Review
        | DeadlineKind::Litigation
        | DeadlineKind::Rectification
        | DeadlineKind::Recheck => None,
    }
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

/// A deadline before it is known whether it is kept.
struct Draft {
    kind: DeadlineKind,
    subject: Subject,
    from: Date,
    set: Option<Date>,
    done_on: Option<Date>,
}

impl Draft {
    fn new(kind: DeadlineKind, from: Date, done_on: Option<Date>) -> Self {
        Self { kind, subject: None, from, set: None, done_on }
    }

    fn of(self, subject: usize) -> Self {
        Self { subject: Some(number(subject + 1)), ..self }
    }
}

/// Every deadline that the case has or had, in the order in which they arise.
pub fn deadlines(case: &Case, law: &Law, today: Date) -> Vec<Deadline> {
    let mut drafts = Vec::new();
    before_decision(case, law, &mut drafts);
    after_decision(case, law, &mut drafts);
    of_orders(case, law, &mut drafts);
    drafts.into_iter().map(|draft| settle(case, law, draft, today)).collect()
}

fn before_decision(case: &Case, law: &Law, drafts: &mut Vec<Draft>) {
    let decided_on = case.decided.as_ref().map(|decided| day_of(decided.at));
    let on_the_spot = case.decided.as_ref().is_some_and(|decided| decided.what.on_the_spot);
    let filed_on = case.filed.as_ref().map(|filed| day_of(filed.at));
    drafts.push(Draft::new(
        DeadlineKind::Filing,
        case.found_on,
        filed_on.or(if on_the_spot { decided_on } else { None }),
    ));
    for (place, evidence) in case.evidence.iter().enumerate() {
        if evidence.added.what.registered {
            let from = evidence.added.what.obtained_on;
            let done_on = evidence.released_at().map(day_of);
            drafts.push(Draft::new(DeadlineKind::Registered, from, done_on).of(place));
        }
    }
    if let Some(filed_on) = filed_on {
        drafts.push(Draft::new(DeadlineKind::Decision, filed_on, decided_on));
    }
    if let Some((place, notice)) = case.notices.iter().enumerate().next_back()
        && let Some(served) = notice_served_on(case, law)
    {
        let said = case.statements.iter().find(|stated| stated.what.notice == case.notice_number());
        let said_on = said.map(|stated| stated.what.on);
        drafts.push(Draft::new(DeadlineKind::Statement, served, said_on).of(place));
        if !notice.what.hearing.is_empty() {
            let asked = case.statements.iter().find(|stated| {
                stated.what.notice == case.notice_number()
                    && stated.what.kind == super::StatementKind::HearingRequest
            });
            let asked_on = asked.map(|stated| stated.what.on);
            drafts.push(Draft::new(DeadlineKind::HearingRequest, served, asked_on).of(place));
        }
    }
}

fn after_decision(case: &Case, law: &Law, drafts: &mut Vec<Draft>) {
    let Some(decided) = &case.decided else { return };
    let from = day_of(decided.at);
    let recorded = |kind| {
        let of_kind = case.records.iter().find(|record| record.what.kind == kind && record.at >= decided.at);
        of_kind.map(|record| record.what.on)
    };
    let served = decision_served_on(case, law);
    let handed_over = case.service_of(Document::Decision).map(|service| service.what.on);
    drafts.push(Draft::new(DeadlineKind::Delivery, from, handed_over));
    if decided.what.on_the_spot {
        drafts.push(Draft::new(DeadlineKind::Report, from, recorded(RecordKind::Reported)));
    }
    drafts.push(Draft::new(DeadlineKind::Publicity, from, recorded(RecordKind::Published)));
    let Some(served) = served else { return };
    if let Some(fine) = case.fine() {
        let mut sum = model::Money::ZERO;
        let paid = case.payments.iter().find(|payment| {
            sum = sum.checked_add(payment.what.amount).unwrap_or(sum);
            sum >= fine
        });
        drafts.push(Draft::new(DeadlineKind::Payment, served, paid.map(|payment| payment.what.on)));
    }
    let begun = |kind| {
        let of_kind = case.challenges.iter().find(|challenge| challenge.begun.what.kind == kind);
        of_kind.map(|challenge| challenge.begun.what.on)
    };
    drafts.push(Draft::new(DeadlineKind::Review, served, begun(super::ChallengeKind::Reconsideration)));
    drafts.push(Draft::new(DeadlineKind::Litigation, served, begun(super::ChallengeKind::Litigation)));
}

fn of_orders(case: &Case, law: &Law, drafts: &mut Vec<Draft>) {
    for (place, order) in case.orders.iter().enumerate() {
        let ordered_on = day_of(order.ordered.at);
        let corrected = order.rechecks.iter().find(|recheck| recheck.what.corrected);
        if let Some(until) = order.ordered.what.until {
            let done_on = corrected.map(|recheck| recheck.what.on);
            let draft = Draft::new(DeadlineKind::Rectification, ordered_on, done_on);
            drafts.push(Draft { set: Some(until), ..draft.of(place) });
        }
        let served = case.service_of(Document::Order(number(place + 1)));
        if let Some(served) = served.and_then(|service| effective_day(service, law)) {
            let looked = order.rechecks.first().map(|recheck| recheck.what.on);
            drafts.push(Draft::new(DeadlineKind::Recheck, served, looked).of(place));
        }
    }
}

fn settle(case: &Case, law: &Law, draft: Draft, today: Date) -> Deadline {
    let Draft { kind, subject, from, set, done_on } = draft;
    let due = match kind.term() {
        Some(term) => law.due(term, &question(case, kind, from, today)),
        None => Err(LawRefusal {
            code: law::RefusalCode::NoLength,
            field: kind.code().to_owned(),
            message: "the order says until when".to_owned(),
            possible: Vec::new(),
        }),
    };
    let day = set.or_else(|| due.as_ref().ok().map(|due| due.day));
    let over = case.over_at().map(|at| china::civil(at).date());
    let paused = kind == DeadlineKind::Decision && case.paused().is_some();
    let standing = match (done_on, day) {
        (Some(done), Some(day)) if done > day => Standing::MetLate,
        (Some(_), _) => Standing::Met,
        (None, _) if over.is_some() || is_moot(case, kind) => Standing::Moot,
        (None, _) if paused => Standing::Suspended,
        (None, Some(day)) if today > day => Standing::Passed,
        (None, _) => Standing::Running,
    };
    Deadline { kind, subject, from, due, set, done_on, standing }
}

/// Once it is decided, nobody is waited for any more.
fn is_moot(case: &Case, kind: DeadlineKind) -> bool {
    match kind {
        DeadlineKind::Statement | DeadlineKind::HearingRequest => case.decided.is_some(),
        DeadlineKind::Filing
        | DeadlineKind::Registered
        | DeadlineKind::Decision
        | DeadlineKind::Delivery
        | DeadlineKind::Publicity
        | DeadlineKind::Report
        | DeadlineKind::Payment
        | DeadlineKind::Review
        | DeadlineKind::Litigation
        | DeadlineKind::Rectification
        | DeadlineKind::Recheck => false,
    }
}
