//! What happened in a case, one entry an event: particulars under the code of their field, so that pages need to know
//! fields and not events.

use casework::case::{DecidedOutcome, Document, Ending, Event, FineSet, PenaltySet, ReviewOpinion, Source};
use ledger::StoredEvent;
use model::{Actor, BlobHash};

use crate::dto::Time;
use crate::dto::case::{CaseEntry, CaseLine};
use crate::error::ApiError;
use crate::present::Presenter;

/// The particulars of an entry.
#[derive(Default)]
struct Particulars {
    lines: Vec<CaseLine>,
    files: Vec<BlobHash>,
}

impl Particulars {
    fn line(mut self, field: &str, text: impl ToString) -> Self {
        let text = text.to_string();
        if !text.is_empty() {
            self.lines.push(CaseLine { field: field.to_owned(), text });
        }
        self
    }

    fn some(self, field: &str, text: Option<impl ToString>) -> Self {
        match text {
            Some(text) => self.line(field, text),
            None => self,
        }
    }

    fn files<'a>(mut self, files: impl IntoIterator<Item = &'a BlobHash>) -> Self {
        self.files.extend(files.into_iter().cloned());
        self
    }

    fn penalty(self, penalty: &PenaltySet) -> Self {
        let fine = penalty.fine.as_ref().map(|fine: &FineSet| fine.amount);
        let warned = if penalty.warning { self.line("warning", "yes") } else { self };
        warned.some("fine", fine).some("other", penalty.other.as_ref())
    }
}

impl Presenter<'_> {
    pub(super) fn case_timeline(&self, history: &[StoredEvent]) -> Result<Vec<CaseEntry>, ApiError> {
        history.iter().map(|stored| self.case_entry(stored)).collect()
    }

    fn case_entry(&self, stored: &StoredEvent) -> Result<CaseEntry, ApiError> {
        let by = match &stored.actor {
            Actor::User { id, .. } => Some(self.somebody(id)?),
            Actor::System { .. } => None,
        };
        // What this version does not understand is shown as having happened, without particulars.
        let particulars = match Event::from_json(&stored.kind, &stored.body) {
            Ok(event) => of_decision(&event)
                .or_else(|| of_investigation(&event))
                .or_else(|| of_measures(&event))
                .unwrap_or_default(),
            Err(_) => Particulars::default(),
        };
        let files = particulars.files.iter().map(|hash| self.file(hash));
        Ok(CaseEntry {
            at: Time(stored.at),
            by,
            kind: stored.kind.clone(),
            lines: particulars.lines,
            files: files.filter_map(Result::transpose).collect::<Result<_, _>>()?,
        })
    }
}

fn document(document: Document) -> String {
    match document {
        Document::Notice(number) => format!("notice {number}"),
        Document::Decision => "decision".to_owned(),
        Document::Order(number) => format!("order {number}"),
        Document::DailyNotice(number) => format!("daily_notice {number}"),
        Document::Daily(number) => format!("daily {number}"),
        Document::Urging => "urging".to_owned(),
    }
}

fn numbers(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

fn of_investigation(event: &Event) -> Option<Particulars> {
    let none = Particulars::default();
    Some(match event {
        Event::Opened(opened) => {
            let by_hand = match &opened.source {
                Source::Alarm(_) => None,
                Source::ByHand { reason } => Some(reason),
            };
            none.line("suspected", &opened.suspected.words).some("reason", by_hand)
        }
        Event::Filed(filed) => {
            let conditions = filed.conditions.iter();
            let lines = conditions.fold(none, |lines, condition| {
                lines.line(&format!("condition_{}", condition.kind.code()), &condition.ground)
            });
            lines.some("late", filed.late.as_ref().map(|late| format!("{} ({})", late.reason, late.due)))
        }
        Event::Recorded(recorded) => none
            .line("record", recorded.kind.code())
            .line("on", recorded.on)
            .line("place", &recorded.place)
            .line("words", &recorded.words)
            .files(&recorded.files),
        Event::EvidenceAdded(added) => none
            .line("title", &added.title)
            .line("evidence_kind", added.kind.code())
            .line("shows", &added.shows)
            .files([&added.file])
            .files(&added.clip),
        Event::EvidenceMoved(moved) => {
            none.line("evidence", moved.evidence).line("to", &moved.to).line("reason", &moved.reason)
        }
        Event::EvidenceChecked(checked) => {
            none.line("evidence", checked.evidence).line("intact", if checked.intact { "yes" } else { "no" })
        }
        Event::Ordered(ordered) => none.line("words", &ordered.what).some("until", ordered.until),
        Event::Rechecked(checked) => none
            .line("order", checked.order)
            .line("on", checked.on)
            .line("corrected", if checked.corrected { "yes" } else { "no" })
            .line("words", &checked.words)
            .files(&checked.files),
        Event::TierSet(set) => none
            .line("rung", set.rung.code())
            .some("proposed", set.departs().then(|| set.proposal.rung.code()))
            .line("reason", &set.reason),
        Event::Suspended(suspended) => {
            none.line("ground", &suspended.ground).line("reason", &suspended.reason)
        }
        Event::Resumed(resumed) => none.line("reason", &resumed.reason),
        Event::Extended(extended) => {
            none.line("term", &extended.term).line("amount", extended.amount).line("reason", &extended.reason)
        }
        Event::Sent(sent) => none.line("words", &sent.report).line("evidence", numbers(&sent.evidence)),
        Event::Reinvestigated(given) => none.line("reason", &given.reason),
        Event::Ended(ended) => match &ended.ending {
            Ending::NotFiled(given) => none.line("ending", "not_filed").line("reason", &given.reason),
            Ending::Withdrawn(given) => none.line("ending", "withdrawn").line("reason", &given.reason),
            Ending::Transferred(given) => {
                none.line("ending", "transferred").line("to", &given.to).line("reason", &given.reason)
            }
            Ending::Merged { into, reason } => {
                none.line("ending", "merged").line("into", into).line("reason", reason)
            }
        },
        _ => return None,
    })
}

fn of_decision(event: &Event) -> Option<Particulars> {
    let none = Particulars::default();
    Some(match event {
        Event::Reviewed(reviewed) => {
            let opinion = match reviewed.opinion {
                ReviewOpinion::Agrees => "agrees",
                ReviewOpinion::Returns => "returns",
            };
            none.line("opinion", opinion).line("words", &reviewed.words)
        }
        Event::Deliberated(held) => {
            none.line("words", &held.conclusion).line("members", held.members.len()).files(&held.minutes)
        }
        Event::Notified(notified) => none
            .line("facts", &notified.facts)
            .line("provisions", notified.provisions.join("；"))
            .penalty(&notified.penalty)
            .line("hearing", if notified.hearing.is_empty() { "no" } else { "yes" }),
        Event::Stated(stated) => none
            .line("statement", stated.kind.code())
            .line("on", stated.on)
            .line("words", &stated.words)
            .files(&stated.files),
        Event::HearingConvened(convened) => none.line("on", convened.on).line("place", &convened.place),
        Event::HearingHeld(held) => none.line("on", held.on).line("words", &held.words).files(&held.minutes),
        Event::Decided(decided) => {
            let lines = none.line("number", &decided.number);
            let lines = match &decided.outcome {
                DecidedOutcome::Penalty(penalty) => lines.penalty(penalty),
                DecidedOutcome::NoPenalty { ground } => lines.line("no_penalty", ground),
                DecidedOutcome::NotEstablished { reason } => lines.line("not_established", reason),
            };
            lines.some("late", decided.late.as_ref().map(|late| format!("{} ({})", late.reason, late.due)))
        }
        Event::Served(served) => none
            .line("document", document(served.document))
            .line("way", served.way.code())
            .line("on", served.on)
            .line("note", &served.note)
            .files(&served.receipt),
        Event::Corrected(corrected) => none
            .line("was", &corrected.was)
            .line("becomes", &corrected.becomes)
            .line("reason", &corrected.reason),
        Event::Paid(paid) => none
            .line("on", paid.on)
            .line("amount", paid.amount)
            .some("daily", paid.daily)
            .files(&paid.receipt),
        Event::DailyTold(told) => none
            .line("order", told.order)
            .line("days", format!("{} ({} – {})", told.days, told.first, told.last))
            .line("fine", told.fine)
            .line("facts", &told.facts)
            .line("hearing", if told.hearing.is_empty() { "no" } else { "yes" }),
        Event::DailyReviewed(reviewed) => none.line("daily", reviewed.daily).line("words", &reviewed.words),
        Event::DailyImposed(imposed) => none
            .line("daily", imposed.daily)
            .line("number", &imposed.number)
            .line("stated", &imposed.stated)
            .line("weighed", &imposed.weighed)
            .some("hearing_on", imposed.hearing_on),
        Event::Challenged(given) => {
            none.line("challenge", given.kind.code()).line("on", given.on).line("to", &given.before)
        }
        Event::ChallengeEnded(ended) => {
            none.line("outcome", ended.outcome.code()).line("on", ended.on).line("words", &ended.words)
        }
        Event::Enforced(enforced) => none
            .line("step", enforced.step.code())
            .line("on", enforced.on)
            .line("words", &enforced.words)
            .files(&enforced.files),
        Event::Closed(closed) => none.line("because", closed.because.code()).line("words", &closed.words),
        Event::Archived(archived) => none.line("volume", &archived.volume),
        _ => return None,
    })
}

fn of_measures(event: &Event) -> Option<Particulars> {
    let none = Particulars::default();
    Some(match event {
        Event::MeasureTaken(taken) => none
            .line("measure_kind", taken.kind.code())
            .line("on", taken.on)
            .line("objects", &taken.objects)
            .line("urgent", if taken.urgent { "yes" } else { "no" })
            .line("reason", &taken.reason),
        Event::MeasureApproved(given) => none.line("measure", given.measure).line("reason", &given.reason),
        Event::MeasureExtended(given) => {
            none.line("measure", given.measure).line("amount", given.amount).line("reason", &given.reason)
        }
        Event::MeasureLifted(given) => {
            none.line("measure", given.measure).line("on", given.on).line("reason", &given.reason)
        }
        Event::Referred(referred) => none
            .line("referral_kind", referred.kind.code())
            .line("to", &referred.to)
            .line("reason", &referred.reason),
        Event::HandedOver(handed) => {
            none.line("referral", handed.referral).line("words", &handed.words).files(&handed.receipt)
        }
        Event::PoliceAnswered(answered) => none
            .line("referral", answered.referral)
            .line("on", answered.on)
            .line("answer", answered.answer.code())
            .line("words", &answered.words),
        _ => return None,
    })
}
