//! Which deadlines a case has or had, and whether each is kept.

use jiff::civil::Date;
use law::{DayOrMoment, Law, LawRefusal};
use model::Timestamp;

use super::{
    Deadline, DeadlineKind, Standing, Subject, decision_served_on, effective_day, notice_served_on, question,
};
use crate::case::evidence::RecordKind;
use crate::case::execution::ChallengeKind;
use crate::case::fine::day_of;
use crate::case::measure::MeasureKind;
use crate::case::notice::StatementKind;
use crate::case::referral::{PoliceAnswer, ReferralKind};
use crate::case::service::Document;
use crate::case::state::{Case, number};

/// A deadline before it is known whether it is kept.
struct Draft {
    kind: DeadlineKind,
    subject: Subject,
    from: Date,
    /// The moment, where hours are counted.
    moment: Option<Timestamp>,
    /// What was granted of more time, where it belongs to one thing of several.
    granted: Vec<u32>,
    set: Option<Date>,
    done_on: Option<Date>,
    /// When it was done, where hours are counted.
    done_at: Option<Timestamp>,
}

impl Draft {
    fn new(kind: DeadlineKind, from: Date, done_on: Option<Date>) -> Self {
        Self {
            kind,
            subject: None,
            from,
            moment: None,
            granted: Vec::new(),
            set: None,
            done_on,
            done_at: None,
        }
    }

    fn of(self, subject: usize) -> Self {
        Self { subject: Some(number(subject + 1)), ..self }
    }
}

/// Every deadline that the case has or had, in the order in which they arise.
pub fn deadlines(case: &Case, law: &Law, now: Timestamp) -> Vec<Deadline> {
    let mut drafts = Vec::new();
    before_decision(case, law, &mut drafts);
    after_decision(case, law, &mut drafts);
    of_orders(case, law, &mut drafts);
    of_dailies(case, law, &mut drafts);
    of_measures(case, &mut drafts);
    of_referrals(case, &mut drafts);
    drafts.into_iter().map(|draft| settle(case, law, draft, now)).collect()
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
                    && stated.what.kind == StatementKind::HearingRequest
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
        drafts.push(Draft::new(DeadlineKind::Payment, served, case.paid_on(fine, None)));
    }
    let begun = |kind| {
        let of_kind = case.challenges.iter().find(|challenge| challenge.begun.what.kind == kind);
        of_kind.map(|challenge| challenge.begun.what.on)
    };
    drafts.push(Draft::new(DeadlineKind::Review, served, begun(ChallengeKind::Reconsideration)));
    drafts.push(Draft::new(DeadlineKind::Litigation, served, begun(ChallengeKind::Litigation)));
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

fn of_dailies(case: &Case, law: &Law, drafts: &mut Vec<Draft>) {
    for (place, daily) in case.dailies.iter().enumerate() {
        let subject = number(place + 1);
        let imposed = daily.imposed.as_ref();
        let Some(imposed) = imposed else {
            if let Some(told) = served_on(case, Document::DailyNotice(subject), law) {
                drafts.push(Draft::new(DeadlineKind::DailyStatement, told, None).of(place));
            }
            continue;
        };
        let handed_over = case.service_of(Document::Daily(subject)).map(|service| service.what.on);
        drafts.push(Draft::new(DeadlineKind::DailyDelivery, day_of(imposed.at), handed_over).of(place));
        if let Some(served) = served_on(case, Document::Daily(subject), law) {
            let paid_on = case.paid_on(daily.told.what.fine, Some(subject));
            drafts.push(Draft::new(DeadlineKind::DailyPayment, served, paid_on).of(place));
        }
    }
}

fn served_on(case: &Case, document: Document, law: &Law) -> Option<Date> {
    effective_day(case.service_of(document)?, law)
}

fn of_measures(case: &Case, drafts: &mut Vec<Draft>) {
    for (place, measure) in case.measures.iter().enumerate() {
        let taken = &measure.taken;
        let lifted_on = measure.lifted.as_ref().map(|lifted| lifted.what.on);
        if taken.what.urgent {
            let approved = measure.approved.as_ref();
            let done_on = approved.map(|approved| day_of(approved.at)).or(lifted_on);
            let draft = Draft::new(DeadlineKind::Approval, day_of(taken.at), done_on).of(place);
            let done_at = approved.map(|approved| approved.at);
            drafts.push(Draft { moment: Some(taken.at), done_at, ..draft });
        }
        let kind = match taken.what.kind {
            MeasureKind::Seizure => Some(DeadlineKind::Seizure),
            MeasureKind::Limit => Some(DeadlineKind::Limit),
            MeasureKind::Stop => None,
        };
        if let Some(kind) = kind {
            let draft = Draft::new(kind, taken.what.on, lifted_on).of(place);
            drafts.push(Draft { granted: measure.granted(), ..draft });
        }
        if let Some(lifted_on) = lifted_on
            && taken.what.kind != MeasureKind::Seizure
        {
            let looked = case
                .records
                .iter()
                .find(|record| record.what.kind == RecordKind::Inspection && record.what.on >= lifted_on);
            let looked_on = looked.map(|record| record.what.on);
            drafts.push(Draft::new(DeadlineKind::FollowUp, lifted_on, looked_on).of(place));
        }
    }
}

fn of_referrals(case: &Case, drafts: &mut Vec<Draft>) {
    for (place, referral) in case.referrals.iter().enumerate() {
        let referred = &referral.referred;
        let handed = referral.handed_over.as_ref();
        let handed_on = handed.map(|handed| day_of(handed.at));
        match referred.what.kind {
            ReferralKind::Detention => {
                drafts.push(Draft::new(DeadlineKind::Detention, day_of(referred.at), handed_on).of(place));
            }
            ReferralKind::Crime => {
                let draft = Draft::new(DeadlineKind::Crime, day_of(referred.at), handed_on).of(place);
                let done_at = handed.map(|handed| handed.at);
                drafts.push(Draft { moment: Some(referred.at), done_at, ..draft });
            }
        }
        let on = |answer| referral.answered(answer).map(|answered| answered.on);
        let decided = on(PoliceAnswer::Opened).or(on(PoliceAnswer::Refused)).or(on(PoliceAnswer::Returned));
        if let (ReferralKind::Crime, Some(accepted)) = (referred.what.kind, on(PoliceAnswer::Accepted)) {
            drafts.push(Draft::new(DeadlineKind::Police, accepted, decided).of(place));
        }
        if let (ReferralKind::Crime, Some(refused)) = (referred.what.kind, on(PoliceAnswer::Refused)) {
            let after = case
                .records
                .iter()
                .find(|record| record.what.kind == RecordKind::Reported && record.what.on >= refused);
            let asked_on = after.map(|record| record.what.on);
            drafts.push(Draft::new(DeadlineKind::Reconsider, refused, asked_on).of(place));
        }
    }
}

fn settle(case: &Case, law: &Law, draft: Draft, now: Timestamp) -> Deadline {
    let today = day_of(now);
    let Draft { kind, subject, from, moment, granted, set, done_on, done_at } = draft;
    let due = match kind.term() {
        Some(term) => {
            let mut question = question(case, kind, from, today);
            question.extensions.extend(granted);
            if let Some(moment) = moment {
                question.from = DayOrMoment::Moment(moment);
            }
            law.due(term, &question)
        }
        None => Err(LawRefusal {
            code: law::RefusalCode::NoLength,
            field: kind.code().to_owned(),
            message: "the order says until when".to_owned(),
            possible: Vec::new(),
        }),
    };
    let day = set.or_else(|| due.as_ref().ok().map(|due| due.day));
    let exact = due.as_ref().ok().and_then(|due| due.at);
    let late = match (exact, done_at, done_on, day) {
        (Some(at), Some(done), _, _) => done > at,
        (Some(at), None, None, _) => now > at,
        (_, _, Some(done), Some(day)) => done > day,
        (_, _, None, Some(day)) => today > day,
        (_, _, _, None) => false,
    };
    let paused = kind == DeadlineKind::Decision && case.paused().is_some();
    let standing = match done_on {
        Some(_) if late => Standing::MetLate,
        Some(_) => Standing::Met,
        None if case.over_at().is_some() || is_moot(case, kind) => Standing::Moot,
        None if paused => Standing::Suspended,
        None if late => Standing::Passed,
        None => Standing::Running,
    };
    Deadline { kind, subject, from, due, set, done_on, standing }
}

/// Once it is decided, nobody is waited for any more.
fn is_moot(case: &Case, kind: DeadlineKind) -> bool {
    case.decided.is_some() && matches!(kind, DeadlineKind::Statement | DeadlineKind::HearingRequest)
}
