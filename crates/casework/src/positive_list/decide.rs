use std::collections::BTreeMap;

use jiff::civil::Date;
use law::Law;
use model::{Actor, CreditCode, DistrictCode, Role, Scope, Timestamp, china};

use super::event::{
    Declined, Entered, Event, Kept, NoticeBegun, Objected, ObjectionAnswered, Proposed, RemovalProposed,
    Removed, Renewed, Withdrawn,
};
use super::{
    Category, Entry, Facts, Listing, MAX_WORDS, Notice, Refusal, Report, Stage, Standing, Verdict, check,
    is_in_force, notice_over,
};

/// What somebody wants to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose the enterprise for a category.
    Propose {
        /// The category's id.
        category: String,
        /// Why.
        statement: String,
    },
    /// Take the proposal back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Decline the proposal.
    Decline {
        /// Why.
        reason: String,
    },
    /// Agree, and show it to the public.
    Approve {
        /// What the reviewer says of each criterion that the machine does not know, by its rule.
        settled: BTreeMap<String, String>,
    },
    /// Take an objection down.
    Object {
        /// What it says, without who said it.
        summary: String,
    },
    /// Answer an objection.
    Answer {
        /// Which, counted from 0.
        objection: usize,
        /// Whether it is right.
        upheld: bool,
        /// Why.
        finding: String,
    },
    /// Put it on the list.
    Enter {
        /// As in [`Command::Approve`], for what has become unknown since; what was said then still holds.
        settled: BTreeMap<String, String>,
    },
    /// Leave it on the list for another time.
    Renew {
        /// As in [`Command::Approve`].
        settled: BTreeMap<String, String>,
    },
    /// Want it removed. The machine gives no reason: what is broken is its reason.
    ProposeRemoval {
        /// Why.
        reason: Option<String>,
    },
    /// Decide that it stays.
    Keep {
        /// Why.
        reason: String,
    },
    /// Take it off.
    Remove {
        /// Why.
        reason: String,
    },
}

/// In what case something is decided.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The law.
    pub law: &'a Law,
    /// What is known of the enterprise now.
    pub facts: &'a Facts,
    /// Its district, if anybody knows.
    pub district: Option<&'a DistrictCode>,
    /// When.
    pub now: Timestamp,
}

impl Case<'_> {
    fn today(&self) -> Date {
        china::civil(self.now).date()
    }
}

/// Whether `actor` may propose the enterprise: it itself, its branch, and those who act for the city.
pub fn may_propose(actor: &Actor, enterprise: &CreditCode, district: Option<&DistrictCode>) -> bool {
    let Actor::User { role, scope, .. } = actor else { return false };
    match (role, scope) {
        (Role::EnterpriseUser, Scope::Enterprise(own)) => own == enterprise,
        (Role::BranchOfficer, Scope::District(own)) => district == Some(own),
        (Role::DutyOfficer | Role::Administrator | Role::BranchOfficer, Scope::City) => true,
        (
            Role::DutyOfficer
            | Role::BranchOfficer
            | Role::EnterpriseUser
            | Role::Leader
            | Role::InspectorGeneral
            | Role::Administrator,
            Scope::City | Scope::District(_) | Scope::Enterprise(_),
        ) => false,
    }
}

/// Whether `actor` may take down what somebody says against an enterprise: its branch and the city's offices.
pub fn may_say(actor: &Actor, district: Option<&DistrictCode>) -> bool {
    let Actor::User { role, scope, .. } = actor else { return false };
    let office = match role {
        Role::DutyOfficer | Role::BranchOfficer | Role::Leader | Role::Administrator => true,
        Role::EnterpriseUser | Role::InspectorGeneral => false,
    };
    let within = match scope {
        Scope::City => true,
        Scope::District(own) => district == Some(own),
        Scope::Enterprise(_) => false,
    };
    office && within
}

/// Whether `actor` may review, enter, keep and remove: duty officers and leaders of the city.
pub fn may_decide(actor: &Actor) -> bool {
    matches!(actor, Actor::User { role: Role::DutyOfficer | Role::Leader, scope: Scope::City, .. })
}

/// What happens when `actor` gives `command` for `enterprise`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: Option<&Standing>,
    enterprise: &CreditCode,
    case: Case<'_>,
    command: &Command,
    actor: &Actor,
) -> Result<Event, Refusal> {
    if let Command::Propose { category, statement } = command {
        return propose(state, enterprise, case, (category, statement), actor);
    }
    let entry = state.and_then(Standing::last).ok_or(Refusal::NotProposed)?;
    match command {
        Command::Propose { .. } => Err(Refusal::IsProposed),
        Command::Withdraw { reason } => {
            if entry.proposed_by != *actor && !may_decide(actor) {
                return Err(Refusal::MayNot);
            }
            match &entry.stage {
                Stage::Proposed | Stage::OnNotice(_) => {
                    Ok(Event::Withdrawn(Withdrawn { reason: words(reason)? }))
                }
                Stage::Over(_) | Stage::Listed(_) | Stage::Removed(..) => Err(Refusal::WrongStage),
            }
        }
        Command::Decline { reason } => {
            reviewing(entry, actor)?;
            Ok(Event::Declined(Declined { reason: words(reason)?, report: report(entry, case)? }))
        }
        Command::Approve { settled } => {
            reviewing(entry, actor)?;
            let report = report(entry, case)?;
            Ok(Event::NoticeBegun(NoticeBegun { settled: passes(&report, settled)?, report }))
        }
        Command::Object { summary } => {
            if !may_say(actor, case.district) {
                return Err(Refusal::MayNot);
            }
            on_notice(entry)?;
            Ok(Event::Objected(Objected { summary: words(summary)? }))
        }
        Command::Answer { objection, upheld, finding } => {
            deciding(actor)?;
            let open = on_notice(entry)?.objections.get(*objection).filter(|o| o.answer.is_none());
            open.ok_or(Refusal::NoSuchObjection)?;
            let answered =
                ObjectionAnswered { objection: *objection, upheld: *upheld, finding: words(finding)? };
            Ok(Event::ObjectionAnswered(answered))
        }
        Command::Enter { settled } => enter(entry, case, settled, actor),
        Command::Renew { settled } => {
            deciding(actor)?;
            listed(entry)?;
            let report = report(entry, case)?;
            Ok(Event::Renewed(Renewed { settled: passes(&report, settled)?, report }))
        }
        Command::ProposeRemoval { reason } => propose_removal(entry, case, reason.as_deref(), actor),
        Command::Keep { reason } => {
            deciding(actor)?;
            match listed(entry)?.removal {
                Some(_) => Ok(Event::Kept(Kept { reason: words(reason)? })),
                None => Err(Refusal::NoRemovalProposed),
            }
        }
        Command::Remove { reason } => {
            deciding(actor)?;
            listed(entry)?;
            Ok(Event::Removed(Removed { reason: words(reason)? }))
        }
    }
}

fn propose(
    state: Option<&Standing>,
    enterprise: &CreditCode,
    case: Case<'_>,
    (id, statement): (&str, &str),
    actor: &Actor,
) -> Result<Event, Refusal> {
    if !may_propose(actor, enterprise, case.district) {
        return Err(Refusal::MayNot);
    }
    if state.and_then(Standing::last).is_some_and(|entry| !entry.is_over()) {
        return Err(Refusal::IsProposed);
    }
    let category = case.law.positive_category(id, case.today()).ok_or(Refusal::UnknownCategory)?;
    let report = check(category, case.facts, case.law, case.today()).map_err(|_| Refusal::NoRule)?;
    Ok(Event::Proposed(Proposed {
        enterprise: enterprise.clone(),
        category: Category {
            basis: category.basis.clone(),
            number: category.number,
            name: category.name.clone(),
            name_en: category.name_en.clone(),
            regime: category.regime,
        },
        statement: words(statement)?,
        report,
    }))
}

/// What the machine finds now, by the law of the day.
fn report(entry: &Entry, case: Case<'_>) -> Result<Report, Refusal> {
    let category = case.law.positive_category(&entry.category.basis.rule, case.today());
    check(category.ok_or(Refusal::UnknownCategory)?, case.facts, case.law, case.today())
        .map_err(|_| Refusal::NoRule)
}

/// What the reviewer says of everything that is unknown; nothing may have failed.
fn passes(report: &Report, settled: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Refusal> {
    let rules = |verdict| report.of(verdict).map(|checked| checked.basis.rule.clone()).collect::<Vec<_>>();
    let failed = rules(Verdict::Failed);
    if !failed.is_empty() {
        return Err(Refusal::CriteriaFailed { rules: failed });
    }
    let unknown = rules(Verdict::Unknown);
    let said = |rule: &String| settled.get(rule).is_some_and(|note| words(note).is_ok());
    let open: Vec<String> = unknown.iter().filter(|rule| !said(rule)).cloned().collect();
    if !open.is_empty() {
        return Err(Refusal::NotSettled { rules: open });
    }
    unknown
        .into_iter()
        .map(|rule| {
            let note = words(settled.get(&rule).map_or("", String::as_str))?;
            Ok((rule, note))
        })
        .collect()
}

fn reviewing(entry: &Entry, actor: &Actor) -> Result<(), Refusal> {
    deciding(actor)?;
    if entry.proposed_by == *actor {
        return Err(Refusal::OwnProposal);
    }
    match &entry.stage {
        Stage::Proposed => Ok(()),
        Stage::Over(_) | Stage::OnNotice(_) | Stage::Listed(_) | Stage::Removed(..) => {
            Err(Refusal::WrongStage)
        }
    }
}

fn deciding(actor: &Actor) -> Result<(), Refusal> {
    if may_decide(actor) { Ok(()) } else { Err(Refusal::MayNot) }
}

fn on_notice(entry: &Entry) -> Result<&Notice, Refusal> {
    match &entry.stage {
        Stage::OnNotice(notice) => Ok(notice),
        Stage::Proposed | Stage::Over(_) | Stage::Listed(_) | Stage::Removed(..) => Err(Refusal::WrongStage),
    }
}

fn listed(entry: &Entry) -> Result<&Listing, Refusal> {
    entry.listing().ok_or(Refusal::WrongStage)
}

fn enter(
    entry: &Entry,
    case: Case<'_>,
    settled: &BTreeMap<String, String>,
    actor: &Actor,
) -> Result<Event, Refusal> {
    deciding(actor)?;
    let notice = on_notice(entry)?;
    let over = notice_over(notice, case.law).ok_or(Refusal::NoRule)?;
    if case.now < over.at {
        return Err(Refusal::NoticeRuns { until: over.at });
    }
    if notice.objections.iter().any(|objection| objection.answer.is_none()) {
        return Err(Refusal::ObjectionsOpen);
    }
    let report = report(entry, case)?;
    let mut said = notice.settled.clone();
    said.extend(settled.clone());
    Ok(Event::Entered(Entered { settled: passes(&report, &said)?, report }))
}

fn propose_removal(
    entry: &Entry,
    case: Case<'_>,
    reason: Option<&str>,
    actor: &Actor,
) -> Result<Event, Refusal> {
    let machine = matches!(actor, Actor::System { .. });
    if !machine && !may_say(actor, case.district) {
        return Err(Refusal::MayNot);
    }
    let listing = listed(entry)?;
    if !is_in_force(entry, case.law, case.today()) {
        return Err(Refusal::WrongStage);
    }
    if listing.removal.is_some() {
        return Err(Refusal::RemovalProposed);
    }
    // What a person let pass is no news until something else is seen.
    let news: Vec<_> = report(entry, case)?
        .of(Verdict::Failed)
        .filter(|broken| {
            !listing.let_pass.iter().any(|old| old.basis.rule == broken.basis.rule && old.seen == broken.seen)
        })
        .cloned()
        .collect();
    match (machine, reason) {
        (true, _) if news.is_empty() => Err(Refusal::NothingBroken),
        (true, _) => Ok(Event::RemovalProposed(RemovalProposed { reason: None, broken: news })),
        (false, reason) => {
            let reason = Some(words(reason.unwrap_or(""))?);
            Ok(Event::RemovalProposed(RemovalProposed { reason, broken: news }))
        }
    }
}

fn words(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match (1..=MAX_WORDS).contains(&text.chars().count()) {
        true => Ok(text.to_owned()),
        false => Err(Refusal::WordsMissing { most: MAX_WORDS }),
    }
}
