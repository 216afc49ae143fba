//! How a case goes: from the lead to the archive, as a row of acts.

mod decided;
mod texts;

use casework::case::{
    Command, Condition, ConditionKind, Deliberated, Document, EvidenceAdded, EvidenceKind, FactGiven,
    Leading, Opened, Ordered, Party, Rechecked, RecordKind, Recorded, ReviewOpinion, Reviewed, Sent, Served,
    ServiceWay, Source, Suspected, TierGiven, Transferred, Withdrawn,
};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use law::{Given, PartyKind, Rung};
use model::{Actor, BlobHash, CaseId, UserId, china};

use super::plan::{Planned, Story, Turn};
use super::week::{Cursor, Hand};
use super::{CaseAct, CaseDeed, CaseStaff, YEAR};
use crate::city::id;

/// Nothing after this day is told: on it the year's figures are drawn up.
const LAST: Date = date(YEAR, 10, 14);

/// The number of days within which something is to be put right.
const TO_RECTIFY: i32 = 21;

/// Everything that is done in a case.
pub(super) fn acts<E>(
    planned: &Planned,
    staff: &CaseStaff,
    keep: &mut impl FnMut(&str, Vec<u8>) -> Result<BlobHash, E>,
) -> Result<Vec<CaseAct>, E> {
    let file = keep(&texts::file_name(planned), texts::evidence_file(planned))?;
    let mut way = Way { planned, staff, cursor: Cursor::new(planned.found_on), acts: Vec::new() };
    way.open(file);
    match &planned.story {
        Story::Exempt(slight) => {
            way.investigated(texts::exempt_facts(slight), Some(slight.entry), Rung::RectifyExempt);
            way.exempt(slight);
        }
        Story::OnTheSpot => way.on_the_spot(),
        Story::Punished(punished) => {
            way.turn_of_investigation(punished.turn);
            let (facts, rung) = match punished.turn {
                Turn::AtNight => (vec![texts::yes("night_discharge")], Rung::Heavier),
                Turn::Referred => (vec![texts::yes("evasion")], Rung::Referral),
                Turn::Plain
                | Turn::Heard
                | Turn::Seized
                | Turn::Challenged
                | Turn::PaidLate
                | Turn::Waited
                | Turn::DecidedLate => (Vec::new(), Rung::Ordinary),
            };
            way.investigated(facts, None, rung);
            way.punished(punished);
        }
        Story::Transferred(_) => {
            way.file();
            let (to, reason) = ("株洲市生态环境局".into(), "违法行为发生地不在本市辖区".into());
            way.give(Hand::Leader, 5, Command::Transfer(Transferred { to, reason }));
        }
        Story::Withdrawn(_) => {
            way.file();
            let reason = "补充监测结果达标,违法事实不能成立".into();
            way.give(Hand::Leader, 18, Command::Withdraw(Withdrawn { reason }));
        }
        Story::Merged(_) => {
            let leading =
                Leading { id: case_id(planned.number - 1), party: planned.object.code.clone(), takes: true };
            let reason = "同一当事人的同一违法行为".into();
            way.give(Hand::Leader, 1, Command::Merge { leading, reason });
        }
    }
    Ok(way.acts)
}

fn case_id(number: usize) -> CaseId {
    id(&format!("C-{YEAR}-{number:04}"))
}

/// A case on its way.
struct Way<'a> {
    planned: &'a Planned,
    staff: &'a CaseStaff,
    cursor: Cursor,
    acts: Vec<CaseAct>,
}

impl Way<'_> {
    /// Lets `hand` do something `days` after the step before at the earliest; gives the day.
    fn give(&mut self, hand: Hand, days: i32, command: Command) -> Date {
        self.enter(hand, days, CaseDeed::Give(Box::new(command)))
    }

    fn enter(&mut self, hand: Hand, days: i32, deed: CaseDeed) -> Date {
        let at = self.cursor.step(hand, days);
        let day = china::civil(at).date();
        let case = case_id(self.planned.number);
        if day <= LAST
            && let Some(by) = self.actor(hand)
        {
            self.acts.push(CaseAct { at, by, case, deed });
        }
        day
    }

    fn branch(&self) -> Hand {
        Hand::Branch(self.planned.district)
    }

    fn actor(&self, hand: Hand) -> Option<Actor> {
        match hand {
            Hand::Branch(_) => self.staff.branches.get(&self.planned.object.district).cloned(),
            Hand::Duty => Some(self.staff.duty.clone()),
            Hand::Leader => Some(self.staff.leader.clone()),
        }
    }

    /// The day on which the next step of `hand` comes.
    fn day_of(&self, hand: Hand, days: i32) -> Date {
        let mut cursor = self.cursor;
        china::civil(cursor.step(hand, days)).date()
    }

    /// The branch opens it, with what was found, and orders to put it right.
    fn open(&mut self, file: BlobHash) {
        let (branch, planned) = (self.branch(), self.planned);
        let texts = texts::of(&planned.story);
        let opened = Opened {
            id: case_id(planned.number),
            source: Source::ByHand { reason: texts::source(planned).into() },
            party: Party {
                code: planned.object.code.clone(),
                name: planned.object.name.clone(),
                kind: PartyKind::Entity,
            },
            district: planned.object.district.clone(),
            suspected: Suspected {
                words: texts.suspected.into(),
                act: texts.act.map(Into::into),
                ended_on: Some(planned.found_on),
            },
            found_on: planned.found_on,
            investigators: Vec::new(),
        };
        self.give(branch, 0, Command::Open(opened));
        self.give(
            branch,
            0,
            Command::AddEvidence(EvidenceAdded {
                kind: texts.kind,
                title: texts.evidence[0].into(),
                shows: texts.evidence[1].into(),
                file,
                obtained_on: planned.found_on,
                kept: "分局证据室".into(),
                registered: false,
                clip: None,
            }),
        );
        self.record(RecordKind::Inspection, planned.found_on, texts.seen);
        if !matches!(planned.story, Story::OnTheSpot | Story::Merged(_)) {
            let until = self.cursor.day().saturating_add(TO_RECTIFY.days());
            let ordered = Ordered { what: texts.order.into(), until: Some(until) };
            self.give(branch, 0, Command::Order(ordered));
            self.serve(Document::Order(1), 0);
        }
    }

    fn record(&mut self, kind: RecordKind, on: Date, words: &str) {
        let place = if kind == RecordKind::Interview { "现场负责人" } else { "生产现场" };
        let (with, files) = (Vec::new(), Vec::new());
        let recorded = Recorded { kind, on, place: place.into(), with, words: words.into(), files };
        self.give(self.branch(), 0, Command::Record(recorded));
    }

    fn serve(&mut self, document: Document, days: i32) -> Date {
        let branch = self.branch();
        let on = self.day_of(branch, days);
        let (way, note) = (ServiceWay::Direct, "当事人的收件人当场签收,执法记录仪全程记录".into());
        self.give(branch, days, Command::Serve(Served { document, way, on, receipt: None, note }))
    }

    /// The leader files it on its four conditions.
    fn file(&mut self) {
        let ground = |kind: ConditionKind| Condition { kind, ground: texts::condition(kind).into() };
        let conditions = ConditionKind::ALL.into_iter().map(ground).collect();
        self.give(Hand::Leader, 2, Command::File { conditions, late_reason: None });
    }

    /// Filed, looked at again, placed on its rung, and reviewed without objection.
    fn investigated(&mut self, facts: Vec<FactGiven>, catalogue: Option<&str>, rung: Rung) {
        self.file();
        let branch = self.branch();
        let on = self.day_of(branch, 8);
        let texts = texts::of(&self.planned.story);
        let (words, files) = (format!("复查:{},已改正", texts.order), Vec::new());
        self.give(branch, 8, Command::Recheck(Rechecked { order: 1, on, corrected: true, words, files }));
        self.record(RecordKind::Interview, on, "现场负责人对检查发现的情况无异议");
        let (catalogue, reason) = (catalogue.map(Into::into), String::new());
        self.give(branch, 5, Command::SetTier(TierGiven { facts, catalogue, rung, reason }));
        let report = format!("调查终结:{},事实清楚,证据确凿", texts.suspected);
        self.give(branch, 0, Command::Send(Sent { report, evidence: vec![1] }));
        let (opinion, words) = (ReviewOpinion::Agrees, "事实清楚,证据确凿,程序合法,适用依据正确".into());
        self.give(Hand::Duty, 1, Command::Review(Reviewed { opinion, words }));
    }

    /// The weekly meeting of the heads.
    fn deliberate(&mut self, days: i32, conclusion: &str) {
        let members: Vec<UserId> =
            [&self.staff.leader, &self.staff.duty].into_iter().filter_map(user).collect();
        let (conclusion, minutes) = (conclusion.into(), None);
        self.give(Hand::Leader, days, Command::Deliberate(Deliberated { members, conclusion, minutes }));
    }
}

fn user(actor: &Actor) -> Option<UserId> {
    match actor {
        Actor::User { id, .. } => Some(id.clone()),
        Actor::System { .. } => None,
    }
}

/// What a table is asked, as JSON would have it.
fn asked(variant: &[(&str, &str)], second: Option<(&str, &str)>) -> Given {
    let entry = |(name, value): (&str, &str)| (name.to_owned(), Given::Text(value.to_owned()));
    Given::Map(variant.iter().copied().chain(second).map(entry).collect())
}

/// Where the evidence of a story comes from: kept apart from the texts, which are many.
fn evidence_kind(story: &Story) -> EvidenceKind {
    match story {
        Story::Punished(punished) if punished.kind.evidence[0].contains("数据") => {
            EvidenceKind::ElectronicData
        }
        Story::Punished(punished) if punished.kind.evidence[0].contains("报告") => {
            EvidenceKind::ExpertOpinion
        }
        Story::Punished(_)
        | Story::Exempt(_)
        | Story::OnTheSpot
        | Story::Transferred(_)
        | Story::Withdrawn(_)
        | Story::Merged(_) => EvidenceKind::SiteRecord,
    }
}
