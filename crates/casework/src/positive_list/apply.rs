use model::{Actor, Timestamp};

use super::event::{
    Declined, Entered, Event, Kept, NoticeBegun, Objected, ObjectionAnswered, RemovalProposed, Removed,
    Renewed, Withdrawn,
};
use super::{
    Answer, End, Ended, Entry, Listing, Notice, Objection, RemovalProposal, Report, Stage, Standing,
};

/// Why an event does not follow on what happened before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} does not follow on what happened before")]
pub struct ApplyError {
    /// The event's kind.
    pub kind: &'static str,
}

/// Folds `event`, by `actor` at `at`, into `state`.
///
/// # Errors
/// If it does not follow on what happened before.
pub fn apply(
    state: Option<Standing>,
    event: &Event,
    actor: &Actor,
    at: Timestamp,
) -> Result<Standing, ApplyError> {
    let misfit = || ApplyError { kind: event.kind() };
    if let Event::Proposed(proposed) = event {
        let enterprise = proposed.enterprise.clone();
        let mut state = state.unwrap_or(Standing { enterprise: enterprise.clone(), entries: Vec::new() });
        if state.enterprise != enterprise || state.last().is_some_and(|entry| !entry.is_over()) {
            return Err(misfit());
        }
        state.entries.push(Entry {
            category: proposed.category.clone(),
            proposed_by: actor.clone(),
            proposed_at: at,
            statement: proposed.statement.clone(),
            report: proposed.report.clone(),
            stage: Stage::Proposed,
        });
        return Ok(state);
    }
    let mut state = state.ok_or_else(misfit)?;
    let entry = state.entries.last_mut().ok_or_else(misfit)?;
    if let Some(report) = report_of(event) {
        entry.report = report.clone();
    }
    entry.stage = next(entry.stage.clone(), event, actor, at).ok_or_else(misfit)?;
    Ok(state)
}

/// What the machine found for an event that rests on it.
fn report_of(event: &Event) -> Option<&Report> {
    match event {
        Event::Proposed(proposed) => Some(&proposed.report),
        Event::Declined(declined) => Some(&declined.report),
        Event::NoticeBegun(begun) => Some(&begun.report),
        Event::Entered(entered) => Some(&entered.report),
        Event::Renewed(renewed) => Some(&renewed.report),
        Event::Withdrawn(_)
        | Event::Objected(_)
        | Event::ObjectionAnswered(_)
        | Event::RemovalProposed(_)
        | Event::Kept(_)
        | Event::Removed(_) => None,
    }
}

/// The stage after an event; none where the event cannot happen in it.
fn next(stage: Stage, event: &Event, actor: &Actor, at: Timestamp) -> Option<Stage> {
    let ended = |how, reason: &String| Ended { how, by: actor.clone(), at, reason: reason.clone() };
    match (event, stage) {
        (Event::Withdrawn(Withdrawn { reason }), Stage::Proposed | Stage::OnNotice(_)) => {
            Some(Stage::Over(ended(End::Withdrawn, reason)))
        }
        (Event::Declined(Declined { reason, .. }), Stage::Proposed) => {
            Some(Stage::Over(ended(End::Declined, reason)))
        }
        (Event::NoticeBegun(NoticeBegun { settled, .. }), Stage::Proposed) => {
            let notice =
                Notice { since: at, by: actor.clone(), settled: settled.clone(), objections: Vec::new() };
            Some(Stage::OnNotice(notice))
        }
        (Event::Objected(Objected { summary }), Stage::OnNotice(mut notice)) => {
            let summary = summary.clone();
            notice.objections.push(Objection { summary, by: actor.clone(), at, answer: None });
            Some(Stage::OnNotice(notice))
        }
        (Event::ObjectionAnswered(answered), Stage::OnNotice(notice)) => answer(notice, answered, actor, at),
        (Event::Entered(Entered { settled, .. }), Stage::OnNotice(notice)) => Some(Stage::Listed(Listing {
            notice: Notice { settled: settled.clone(), ..notice },
            since: at,
            by: actor.clone(),
            renewals: Vec::new(),
            removal: None,
            let_pass: Vec::new(),
        })),
        (event, Stage::Listed(listing)) => listed(listing, event, actor, at),
        (_, Stage::Proposed | Stage::Over(_) | Stage::OnNotice(_) | Stage::Removed(..)) => None,
    }
}

fn answer(mut notice: Notice, answered: &ObjectionAnswered, actor: &Actor, at: Timestamp) -> Option<Stage> {
    let objection = notice.objections.get_mut(answered.objection).filter(|o| o.answer.is_none())?;
    let (upheld, finding) = (answered.upheld, answered.finding.clone());
    objection.answer = Some(Answer { upheld, finding: finding.clone(), by: actor.clone(), at });
    Some(match upheld {
        true => Stage::Over(Ended { how: End::Objection, by: actor.clone(), at, reason: finding }),
        false => Stage::OnNotice(notice),
    })
}

fn listed(mut listing: Listing, event: &Event, actor: &Actor, at: Timestamp) -> Option<Stage> {
    match event {
        Event::Renewed(Renewed { settled, .. }) => {
            listing.renewals.push(at);
            listing.notice.settled.clone_from(settled);
            Some(Stage::Listed(listing))
        }
        Event::RemovalProposed(RemovalProposed { reason, broken }) if listing.removal.is_none() => {
            let (reason, broken) = (reason.clone(), broken.clone());
            listing.removal = Some(RemovalProposal { by: actor.clone(), at, reason, broken });
            Some(Stage::Listed(listing))
        }
        Event::Kept(Kept { .. }) => {
            let proposal = listing.removal.take()?;
            listing.let_pass = proposal.broken;
            Some(Stage::Listed(listing))
        }
        Event::Removed(Removed { reason }) => {
            let reason = reason.clone();
            Some(Stage::Removed(listing, Ended { how: End::Removed, by: actor.clone(), at, reason }))
        }
        Event::Proposed(_)
        | Event::Withdrawn(_)
        | Event::Declined(_)
        | Event::NoticeBegun(_)
        | Event::Objected(_)
        | Event::ObjectionAnswered(_)
        | Event::Entered(_)
        | Event::RemovalProposed(_) => None,
    }
}
