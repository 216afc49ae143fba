use jiff::civil::Date;
use law::{Law, MarkingKind};
use model::{Actor, BlobHash, FactorCode, MarkingId, Outlet, Register, Role, Scope, Timestamp, china};

use super::event::{Accepted, Changed, Confirmed, Contested, Event, Marked, Withdrawn};
use super::refusal::Refusal;
use super::{HOUR_S, MAX_FILES, MAX_REASON, Marking, OutletMarkings};

/// What a marking says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The first hour's start.
    pub from: Timestamp,
    /// The last hour's end.
    pub to: Timestamp,
    /// Which factors; all, if empty.
    pub factors: Vec<FactorCode>,
    /// As what.
    pub kind: MarkingKind,
    /// Why.
    pub reason: String,
    /// What shows it.
    pub files: Vec<BlobHash>,
}

/// What somebody wants to do with the markings of an outlet.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Mark hours.
    Mark {
        /// The new marking.
        id: MarkingId,
        /// What it says.
        content: Content,
    },
    /// Let a marking say something else.
    Change {
        /// Which.
        id: MarkingId,
        /// What it says instead.
        content: Content,
    },
    /// Take a marking back.
    Withdraw {
        /// Which.
        id: MarkingId,
        /// Why.
        reason: String,
    },
    /// Say that there is nothing more to mark on a day.
    Confirm {
        /// Which day, in China.
        day: Date,
    },
    /// Accept a marking, for the bureau.
    Accept {
        /// Which.
        id: MarkingId,
        /// In words; may be empty.
        reason: String,
    },
    /// Contest a marking, for the bureau.
    Contest {
        /// Which.
        id: MarkingId,
        /// Why.
        reason: String,
        /// Whether it is thought to be false on purpose.
        suspected_false: bool,
    },
}

/// In what a decision is made: the outlet with its register, the law and the time.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The register.
    pub register: &'a Register,
    /// The outlet whose markings they are.
    pub outlet: &'a Outlet,
    /// The law.
    pub law: &'a Law,
    /// The time.
    pub now: Timestamp,
}

/// Whether `actor` may mark data of `outlet`: only who runs it.
pub fn may_mark(outlet: &Outlet, actor: &Actor) -> bool {
    match actor {
        Actor::User { role: Role::EnterpriseUser, scope: Scope::Enterprise(code), .. } => {
            outlet.enterprise == *code
        }
        Actor::User { .. } | Actor::System { .. } => false,
    }
}

/// Whether `actor` may accept and contest markings of `outlet`: officers of its branch and of the duty room.
pub fn may_review(register: &Register, outlet: &Outlet, actor: &Actor) -> bool {
    let Actor::User { role, scope, .. } = actor else { return false };
    let role = match role {
        Role::BranchOfficer | Role::DutyOfficer => true,
        Role::EnterpriseUser | Role::Leader | Role::InspectorGeneral | Role::Administrator => false,
    };
    let within = match scope {
        Scope::City => true,
        Scope::District(district) => register.district_of(&outlet.enterprise) == Some(district),
        Scope::Enterprise(_) => false,
    };
    role && within
}

/// What happens when `actor` gives `command`.
///
/// # Errors
/// A refusal that says what is in the way, and what can be done instead.
pub fn decide(
    state: &OutletMarkings,
    case: Case<'_>,
    command: &Command,
    actor: &Actor,
) -> Result<Event, Refusal> {
    match command {
        Command::Mark { id, content } => {
            let Content { from, to, factors, kind, reason, files } =
                check(state, case, None, content, actor)?;
            let (id, outlet) = (id.clone(), case.outlet.id.clone());
            Ok(Event::Marked(Marked { id, outlet, from, to, factors, kind, reason, files }))
        }
        Command::Change { id, content } => {
            own(state, case, id, actor)?;
            let content = check(state, case, Some(id), content, actor)?;
            let Content { from, to, factors, kind, reason, files } = content;
            Ok(Event::Changed(Changed { id: id.clone(), from, to, factors, kind, reason, files }))
        }
        Command::Withdraw { id, reason } => {
            own(state, case, id, actor)?;
            Ok(Event::Withdrawn(Withdrawn { id: id.clone(), reason: needed(reason)? }))
        }
        Command::Confirm { day } => confirm(state, case, *day, actor),
        Command::Accept { id, reason } => {
            to_review(state, case, id, actor)?;
            Ok(Event::Accepted(Accepted { id: id.clone(), reason: short_enough(reason)? }))
        }
        Command::Contest { id, reason, suspected_false } => {
            to_review(state, case, id, actor)?;
            let (id, reason, suspected_false) = (id.clone(), needed(reason)?, *suspected_false);
            Ok(Event::Contested(Contested { id, reason, suspected_false }))
        }
    }
}

/// What a new or changed marking (`changed`) says, if it may be said.
fn check(
    state: &OutletMarkings,
    case: Case<'_>,
    changed: Option<&MarkingId>,
    content: &Content,
    actor: &Actor,
) -> Result<Content, Refusal> {
    if !may_mark(case.outlet, actor) {
        return Err(Refusal::MayNotMark);
    }
    let reason = needed(&content.reason)?;
    if content.files.len() > MAX_FILES {
        return Err(Refusal::TooManyFiles);
    }
    let is_whole = |at: Timestamp| china::hour_start(at) == at;
    if content.to <= content.from || !is_whole(content.from) || !is_whole(content.to) {
        return Err(Refusal::BadSpan);
    }
    if content.to > china::plus_seconds(china::hour_start(case.now), HOUR_S) {
        return Err(Refusal::NotYet);
    }
    for day in days(content.from, content.to) {
        let kinds = &open_day(case, day)?.kinds;
        if !kinds.contains(&content.kind) {
            return Err(Refusal::KindNotKnown { kind: content.kind });
        }
    }
    let measured = |factor: &&FactorCode| !case.outlet.channels.iter().any(|c| c.factor == **factor);
    if let Some(factor) = content.factors.iter().find(measured) {
        return Err(Refusal::NotMeasured { factor: factor.clone() });
    }
    let in_the_way = state.markings.iter().find(|(id, other)| {
        changed != Some(*id)
            && other.counts()
            && other.from < content.to
            && content.from < other.to
            && other.shares_factor(&content.factors)
    });
    match in_the_way {
        Some((_, other)) => Err(Refusal::Overlaps { from: other.from, to: other.to }),
        None => {
            let mut factors = content.factors.clone();
            factors.sort();
            factors.dedup();
            Ok(Content { reason, factors, ..content.clone() })
        }
    }
}

/// The days, in China, that a span touches.
fn days(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Date> {
    let last = china::civil(china::plus_seconds(to, -1)).date();
    let first = china::civil(from).date();
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
}

/// The rule on a day that may still be marked.
fn open_day(case: Case<'_>, day: Date) -> Result<&law::DataMarking, Refusal> {
    let rule = case.law.data_marking(day).ok_or(Refusal::NoRule { day })?;
    let until = rule.deadline(day);
    if until <= case.now { Err(Refusal::Late { day, until }) } else { Ok(rule) }
}

fn confirm(state: &OutletMarkings, case: Case<'_>, day: Date, actor: &Actor) -> Result<Event, Refusal> {
    if !may_mark(case.outlet, actor) {
        return Err(Refusal::MayNotMark);
    }
    open_day(case, day)?;
    if china::civil(case.now).date() <= day {
        return Err(Refusal::DayNotOver { day });
    }
    if state.confirmed.contains_key(&day) {
        return Err(Refusal::AlreadyConfirmed { day });
    }
    Ok(Event::Confirmed(Confirmed { outlet: case.outlet.id.clone(), day }))
}

/// A marking that its enterprise may still change: nobody has reviewed it, and its days are open.
fn own(state: &OutletMarkings, case: Case<'_>, id: &MarkingId, actor: &Actor) -> Result<(), Refusal> {
    if !may_mark(case.outlet, actor) {
        return Err(Refusal::MayNotMark);
    }
    let marking = held(state, id)?;
    if marking.review.is_some() {
        return Err(Refusal::Reviewed);
    }
    days(marking.from, marking.to).try_for_each(|day| open_day(case, day).map(drop))
}

fn to_review(state: &OutletMarkings, case: Case<'_>, id: &MarkingId, actor: &Actor) -> Result<(), Refusal> {
    if !may_review(case.register, case.outlet, actor) {
        return Err(Refusal::MayNotReview);
    }
    held(state, id).map(drop)
}

fn held<'s>(state: &'s OutletMarkings, id: &MarkingId) -> Result<&'s Marking, Refusal> {
    let marking = state.markings.get(id).ok_or_else(|| Refusal::Unknown { id: id.clone() })?;
    if marking.withdrawn.is_some() { Err(Refusal::AlreadyWithdrawn) } else { Ok(marking) }
}

fn needed(reason: &str) -> Result<String, Refusal> {
    match short_enough(reason)? {
        reason if reason.is_empty() => Err(Refusal::ReasonMissing),
        reason => Ok(reason),
    }
}

fn short_enough(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.chars().count() > MAX_REASON { Err(Refusal::ReasonTooLong) } else { Ok(reason.to_owned()) }
}
