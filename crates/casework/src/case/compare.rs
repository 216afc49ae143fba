//! What another law would change in a case that is open: its days, its rung, its fine, its procedure.

use std::collections::BTreeSet;

use law::{Given, Law};
use model::{BlobHash, Timestamp};

use super::deadline::{Deadline, DeadlineKind, Standing, Subject, deadlines};
use super::decide::Circumstances;
use super::decision::hearing_rules;
use super::fine::{FineGiven, FineHow, is_day_of_case, reckon};
use super::state::Case;
use super::tier::{EarlierCase, FactGiven, FactSource, propose};

/// Of what a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// The day on which something is due.
    Deadline(DeadlineKind, Subject),
    /// The rung that is proposed.
    Rung,
    /// The fine of the notice that counts.
    Fine,
    /// The rules by which the party may ask for a hearing on that notice.
    Hearing,
}

impl ChangeKind {
    /// The stable code.
    pub fn code(self) -> String {
        match self {
            ChangeKind::Deadline(kind, None) => format!("deadline.{}", kind.code()),
            ChangeKind::Deadline(kind, Some(subject)) => format!("deadline.{}.{subject}", kind.code()),
            ChangeKind::Rung => "rung".to_owned(),
            ChangeKind::Fine => "fine".to_owned(),
            ChangeKind::Hearing => "hearing".to_owned(),
        }
    }
}

/// Something that another law would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    /// Of what.
    pub kind: ChangeKind,
    /// What the law says now; a refusal in its own words.
    pub before: String,
    /// What the other one would say.
    pub after: String,
}

/// What `after` in place of `before` would change in an open case at `now`. What is done already stays as it was done: only
/// what is still to come is compared. `earlier` are the cases of the party in which a violation was established.
pub fn changes(
    case: &Case,
    before: &Law,
    after: &Law,
    earlier: &[EarlierCase],
    now: Timestamp,
) -> Vec<CaseChange> {
    if !case.is_open() {
        return Vec::new();
    }
    let altered: BTreeSet<BlobHash> = BTreeSet::new();
    let here = |law| Circumstances { law, now, altered: &altered, earlier };
    let (here_before, here_after) = (here(before), here(after));
    let mut changes = of_deadlines(case, before, after, now);
    let mut add = |kind, before: Option<String>, after: Option<String>| {
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            changes.push(CaseChange { kind, before, after });
        }
    };
    if case.decided.is_none() {
        add(ChangeKind::Rung, rung(case, &here_before), rung(case, &here_after));
        add(ChangeKind::Fine, fine(case, &here_before), fine(case, &here_after));
        add(ChangeKind::Hearing, hearing(case, &here_before), hearing(case, &here_after));
    }
    changes
}

fn of_deadlines(case: &Case, before: &Law, after: &Law, now: Timestamp) -> Vec<CaseChange> {
    let coming = |law| {
        let all = deadlines(case, law, now).into_iter();
        all.filter(|deadline| {
            matches!(deadline.standing, Standing::Running | Standing::Suspended | Standing::Passed)
        })
    };
    let known: Vec<Deadline> = coming(after).collect();
    let text = |deadline: &Deadline| match (deadline.day(), &deadline.due) {
        (Some(day), _) => day.to_string(),
        (None, Err(refusal)) => refusal.to_string(),
        (None, Ok(_)) => String::new(),
    };
    let change = |old: Deadline| {
        let new = known.iter().find(|new| (new.kind, new.subject) == (old.kind, old.subject))?;
        let (before, after) = (text(&old), text(new));
        let kind = ChangeKind::Deadline(old.kind, old.subject);
        (before != after).then_some(CaseChange { kind, before, after })
    };
    coming(before).filter_map(change).collect()
}

/// What would be proposed from what was stated when the case was placed last.
fn rung(case: &Case, here: &Circumstances<'_>) -> Option<String> {
    let set = &case.tiers.last()?.what;
    let stated = set.proposal.facts.iter().filter(|fact| fact.source == FactSource::Stated);
    let given: Vec<FactGiven> = stated
        .filter_map(|fact| {
            let value: Given = serde_json::from_value(fact.value.clone()).ok()?;
            Some(FactGiven { fact: fact.fact.clone(), value, reason: fact.reason.clone() })
        })
        .collect();
    Some(match propose(case, &given, set.catalogue.as_deref(), here) {
        Ok(proposal) => proposal.rung.code().to_owned(),
        Err(refusal) => refusal.message_en(),
    })
}

/// What the fine of the notice would be by the same table and the same factors.
fn fine(case: &Case, here: &Circumstances<'_>) -> Option<String> {
    let set = case.notice()?.what.penalty.fine.as_ref()?;
    let given = match &set.how {
        FineHow::ByTable(by) => {
            let Ok(Given::Map(entries)) = serde_json::from_value(by.given.clone()) else { return None };
            let asked = entries.into_iter().filter(|(name, _)| !is_day_of_case(name)).collect();
            let reasons = by.departures.iter().map(|d| (d.factor.clone(), d.reason.clone())).collect();
            let (pack, table) = (by.pack.clone(), by.table.clone());
            FineGiven::ByTable { pack, table, given: Given::Map(asked), reasons }
        }
        FineHow::ByHand { reason, .. } => FineGiven::ByHand { amount: set.amount, reason: reason.clone() },
    };
    Some(match reckon(case, &given, here) {
        Ok(fine) => fine.amount.to_string(),
        Err(refusal) => refusal.message_en(),
    })
}

fn hearing(case: &Case, here: &Circumstances<'_>) -> Option<String> {
    let rules = hearing_rules(case, &case.notice()?.what.penalty, here);
    let ids: Vec<String> = rules.iter().map(|basis| format!("{} {}", basis.pack, basis.rule)).collect();
    Some(if ids.is_empty() { "none".to_owned() } else { ids.join(", ") })
}
