use model::{Actor, Timestamp};

use super::event::{Answered, Concluded, DossierKept, Escalated, Event, GivenUp};
use super::{Conclusion, Ending, Escalation, Inspection, Kept, Question, Reply, Stage, Visit, Way};

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
    state: Option<Inspection>,
    event: &Event,
    actor: &Actor,
    at: Timestamp,
) -> Result<Inspection, ApplyError> {
    let misfit = || ApplyError { kind: event.kind() };
    let Some(state) = state else {
        let Event::Opened(opened) = event else { return Err(misfit()) };
        let stage = match opened.way {
            Way::OffSite => Stage::OffSite,
            Way::OnSite => Stage::OnSite(None),
        };
        let (opened, opened_by) = (opened.clone(), actor.clone());
        return Ok(Inspection { opened, opened_by, opened_at: at, dossier: None, asked: Vec::new(), stage });
    };
    next(state, event, actor, at).ok_or_else(misfit)
}

/// The inspection after an event; none where the event cannot happen in its stage.
fn next(mut state: Inspection, event: &Event, actor: &Actor, at: Timestamp) -> Option<Inspection> {
    let by = actor.clone();
    match (event, &state.stage) {
        (Event::DossierKept(kept), Stage::OffSite | Stage::OnSite(_)) => {
            let DossierKept { dossier, proposed } = kept.as_ref().clone();
            state.dossier = Some(Kept { dossier, proposed, by, at });
        }
        (Event::Asked(asked), Stage::OffSite) => {
            state.asked.push(Question { asked: asked.clone(), by, at, answer: None });
        }
        (Event::Answered(answered), Stage::OffSite | Stage::OnSite(_)) => {
            let Answered { question, words, files } = answered.clone();
            let question = state.asked.get_mut(question).filter(|question| question.answer.is_none())?;
            question.answer = Some(Reply { words, files, by, at });
        }
        (Event::Concluded(concluded), Stage::OffSite) => {
            let Concluded { finding, words, settled } = concluded.clone();
            state.stage = Stage::Concluded(Conclusion { finding, words, settled, by, at });
        }
        (Event::Escalated(Escalated { reason }), Stage::OffSite) => {
            state.stage = Stage::OnSite(Some(Escalation { reason: reason.clone(), by, at }));
        }
        (Event::VisitRecorded(record), Stage::OnSite(escalation)) => {
            let escalation = escalation.clone();
            state.stage = Stage::Visited(escalation, Visit { record: record.clone(), by, at });
        }
        (Event::GivenUp(GivenUp { reason }), Stage::OffSite | Stage::OnSite(_)) => {
            state.stage = Stage::GivenUp(Ending { reason: reason.clone(), by, at });
        }
        (
            Event::Opened(_)
            | Event::DossierKept(_)
            | Event::Asked(_)
            | Event::Answered(_)
            | Event::Concluded(_)
            | Event::Escalated(_)
            | Event::VisitRecorded(_)
            | Event::GivenUp(_),
            Stage::OffSite | Stage::OnSite(_) | Stage::Concluded(_) | Stage::Visited(..) | Stage::GivenUp(_),
        ) => return None,
    }
    Some(state)
}
