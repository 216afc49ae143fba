use std::collections::BTreeSet;

use model::{Actor, Timestamp, UserId};

use super::daily::Daily;
use super::ending::Ended;
use super::event::Event;
use super::evidence::{CustodyStep, Evidence, EvidenceChecked};
use super::execution::Challenge;
use super::filing::Opened;
use super::measure::Measure;
use super::rectification::Order;
use super::referral::Referral;
use super::review::ReviewOpinion;
use super::state::{Case, Entry, Stage};
use super::suspension::Pause;

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
pub fn apply(state: Option<Case>, event: &Event, actor: &Actor, at: Timestamp) -> Result<Case, ApplyError> {
    let misfit = || ApplyError { kind: event.kind() };
    let Actor::User { id: by, .. } = actor else { return Err(misfit()) };
    match (state, event) {
        (None, Event::Opened(opened)) => Ok(born(opened, by, at)),
        (None, _) | (Some(_), Event::Opened(_)) => Err(misfit()),
        (Some(mut case), event) => {
            enter(&mut case, event, by, at).ok_or_else(misfit)?;
            Ok(case)
        }
    }
}

fn born(opened: &Opened, by: &UserId, at: Timestamp) -> Case {
    let mut investigators: BTreeSet<UserId> = opened.investigators.iter().cloned().collect();
    investigators.insert(by.clone());
    Case {
        id: opened.id.clone(),
        source: opened.source.clone(),
        party: opened.party.clone(),
        district: opened.district.clone(),
        suspected: opened.suspected.clone(),
        found_on: opened.found_on,
        opened: Entry { at, by: by.clone(), what: () },
        investigators,
        stage: Stage::Opened,
        filed: None,
        records: Vec::new(),
        evidence: Vec::new(),
        tiers: Vec::new(),
        pauses: Vec::new(),
        extensions: Vec::new(),
        reviews: Vec::new(),
        deliberations: Vec::new(),
        notices: Vec::new(),
        statements: Vec::new(),
        hearings_convened: Vec::new(),
        hearings_held: Vec::new(),
        decided: None,
        corrections: Vec::new(),
        services: Vec::new(),
        orders: Vec::new(),
        payments: Vec::new(),
        challenges: Vec::new(),
        enforcement: Vec::new(),
        dailies: Vec::new(),
        measures: Vec::new(),
        referrals: Vec::new(),
        round: 0,
    }
}

/// Enters an event; `None` if it does not follow.
fn enter(case: &mut Case, event: &Event, by: &UserId, at: Timestamp) -> Option<()> {
    fn entry<T: Clone>(what: &T, by: &UserId, at: Timestamp) -> Entry<T> {
        Entry { at, by: by.clone(), what: what.clone() }
    }
    match event {
        Event::Opened(_) => return None,
        Event::Filed(filed) => {
            case.filed = Some(entry(filed, by, at));
            case.stage = Stage::Investigating;
        }
        Event::Recorded(recorded) => {
            if recorded.kind.investigates() {
                case.investigators.insert(by.clone());
                case.investigators.extend(recorded.with.iter().cloned());
            }
            case.records.push(entry(recorded, by, at));
        }
        Event::EvidenceAdded(added) => {
            case.investigators.insert(by.clone());
            case.evidence.push(Evidence { added: entry(added, by, at), custody: Vec::new() });
        }
        Event::EvidenceMoved(moved) => {
            let custody = &mut evidence(case, moved.evidence)?.custody;
            custody.push(Entry { at, by: by.clone(), what: CustodyStep::Moved(moved.clone()) });
        }
        Event::EvidenceChecked(EvidenceChecked { evidence: number, intact }) => {
            let step = CustodyStep::Checked { intact: *intact };
            evidence(case, *number)?.custody.push(Entry { at, by: by.clone(), what: step });
        }
        Event::Ordered(ordered) => {
            case.orders.push(Order { ordered: entry(ordered, by, at), rechecks: Vec::new() });
        }
        Event::Rechecked(rechecked) => {
            let order = case.orders.get_mut((rechecked.order as usize).checked_sub(1)?)?;
            order.rechecks.push(entry(rechecked, by, at));
        }
        Event::TierSet(set) => case.tiers.push(entry(set.as_ref(), by, at)),
        Event::Suspended(suspended) => {
            case.pauses.push(Pause { suspended: entry(suspended, by, at), resumed: None });
        }
        Event::Resumed(resumed) => {
            let pause = case.pauses.last_mut().filter(|pause| pause.resumed.is_none())?;
            pause.resumed = Some(entry(resumed, by, at));
        }
        Event::Extended(extended) => case.extensions.push(entry(extended, by, at)),
        Event::Sent(_) => {
            case.investigators.insert(by.clone());
            case.stage = Stage::UnderReview;
        }
        Event::Reviewed(reviewed) => {
            case.reviews.push(entry(reviewed, by, at));
            case.stage = match reviewed.opinion {
                ReviewOpinion::Agrees => Stage::Reviewed,
                ReviewOpinion::Returns => back(case),
            };
        }
        Event::Deliberated(deliberated) => case.deliberations.push(entry(deliberated, by, at)),
        Event::Notified(notified) => {
            case.notices.push(entry(notified.as_ref(), by, at));
            case.stage = Stage::Noticed;
        }
        Event::Stated(stated) => case.statements.push(entry(stated, by, at)),
        Event::HearingConvened(convened) => case.hearings_convened.push(entry(convened, by, at)),
        Event::HearingHeld(held) => case.hearings_held.push(entry(held, by, at)),
        Event::Reinvestigated(_) => case.stage = back(case),
        Event::Decided(decided) => {
            case.decided = Some(entry(decided.as_ref(), by, at));
            case.stage = Stage::Decided;
        }
        Event::Served(served) => case.services.push(entry(served, by, at)),
        Event::Corrected(corrected) => case.corrections.push(entry(corrected, by, at)),
        Event::Paid(paid) => case.payments.push(entry(paid, by, at)),
        Event::Challenged(challenged) => {
            case.challenges.push(Challenge { begun: entry(challenged, by, at), ended: None });
        }
        Event::ChallengeEnded(ended) => {
            let running = case.challenges.iter_mut().rev().find(|challenge| challenge.ended.is_none())?;
            running.ended = Some(entry(ended, by, at));
        }
        Event::Enforced(enforced) => case.enforcement.push(entry(enforced, by, at)),
        Event::DailyTold(told) => {
            let told = entry(told.as_ref(), by, at);
            case.dailies.push(Daily { told, reviewed: None, imposed: None });
        }
        Event::DailyReviewed(reviewed) => {
            daily(case, reviewed.daily)?.reviewed = Some(entry(reviewed, by, at));
        }
        Event::DailyImposed(imposed) => {
            daily(case, imposed.daily)?.imposed = Some(entry(imposed, by, at));
        }
        Event::MeasureTaken(taken) => case.measures.push(Measure {
            taken: entry(taken, by, at),
            approved: None,
            extended: Vec::new(),
            lifted: None,
        }),
        Event::MeasureApproved(approved) => {
            measure(case, approved.measure)?.approved = Some(entry(approved, by, at));
        }
        Event::MeasureExtended(extended) => {
            measure(case, extended.measure)?.extended.push(entry(extended, by, at));
        }
        Event::MeasureLifted(lifted) => {
            measure(case, lifted.measure)?.lifted = Some(entry(lifted, by, at));
        }
        Event::Referred(referred) => case.referrals.push(Referral {
            referred: entry(referred, by, at),
            handed_over: None,
            answers: Vec::new(),
        }),
        Event::HandedOver(handed) => {
            referral(case, handed.referral)?.handed_over = Some(entry(handed, by, at));
        }
        Event::PoliceAnswered(answered) => {
            referral(case, answered.referral)?.answers.push(entry(answered, by, at));
        }
        Event::Closed(closed) => case.stage = Stage::Closed { closed: entry(closed, by, at) },
        Event::Archived(archived) => {
            let Stage::Closed { closed } = &case.stage else { return None };
            case.stage = Stage::Archived { closed: closed.clone(), archived: entry(archived, by, at) };
        }
        Event::Ended(ended) => {
            let ended: Entry<Ended> = entry(ended, by, at);
            case.stage = Stage::Ended { ended };
        }
    }
    Some(())
}

/// Back to investigation: what was reviewed before counts no more.
fn back(case: &mut Case) -> Stage {
    case.round = case.reviews.len();
    Stage::Investigating
}

fn evidence(case: &mut Case, number: u32) -> Option<&mut Evidence> {
    case.evidence.get_mut((number as usize).checked_sub(1)?)
}

fn measure(case: &mut Case, number: u32) -> Option<&mut Measure> {
    case.measures.get_mut((number as usize).checked_sub(1)?)
}

fn referral(case: &mut Case, number: u32) -> Option<&mut Referral> {
    case.referrals.get_mut((number as usize).checked_sub(1)?)
}

fn daily(case: &mut Case, number: u32) -> Option<&mut Daily> {
    case.dailies.get_mut((number as usize).checked_sub(1)?)
}
